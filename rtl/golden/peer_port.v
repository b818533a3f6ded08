// peer_port: made from the Rust type expether_rtl::bridge::peer_port::PeerPort<13, 8>
// by `expether gen`; edit that instead.
`default_nettype none

module peer_port (
    input  wire        clock,
    input  wire        reset,
    input  wire        settings_enable,
    input  wire [11:0] settings_vid,
    input  wire [2:0]  settings_pcp,
    input  wire [47:0] settings_local_mac,
    input  wire [47:0] settings_peer_mac,
    input  wire [7:0]  settings_epoch,
    input  wire [15:0] settings_ethertype,
    input  wire [23:0] settings_retransmit_timeout,
    input  wire [15:0] settings_ack_delay,
    input  wire [7:0]  settings_window,
    input  wire [23:0] now,
    input  wire [63:0] tlp_beat_data,
    input  wire [7:0]  tlp_beat_keep,
    input  wire        tlp_beat_last,
    input  wire        tlp_beat_error,
    input  wire [4:0]  tlp_info_kind,
    input  wire [2:0]  tlp_info_routing,
    input  wire [2:0]  tlp_info_header_dw,
    input  wire [10:0] tlp_info_payload_dw,
    input  wire [11:0] tlp_info_total_dw,
    input  wire        tlp_valid,
    output wire        tlp_ready,
    output wire [63:0] frame_out_data,
    output wire [7:0]  frame_out_keep,
    output wire        frame_out_last,
    output wire        frame_out_error,
    output wire        frame_out_valid,
    input  wire        frame_out_ready,
    input  wire [63:0] frame_in_data,
    input  wire [7:0]  frame_in_keep,
    input  wire        frame_in_last,
    input  wire        frame_in_error,
    input  wire        frame_in_valid,
    input  wire        room,
    output wire [63:0] accepted_data,
    output wire [7:0]  accepted_keep,
    output wire        accepted_last,
    output wire        accepted_error,
    output wire        accepted_valid,
    output wire        events_tx_frames,
    output wire        events_tx_tlps,
    output wire        events_tx_retransmits,
    output wire        events_tx_timeouts,
    output wire        events_tx_naks_received,
    output wire        events_tx_ack_frames,
    output wire        events_tx_tlp_malformed,
    output wire        events_rx_frames,
    output wire        events_rx_tlps,
    output wire        events_rx_bad_fcs,
    output wire        events_rx_wrong_group,
    output wire        events_rx_wrong_type,
    output wire        events_rx_wrong_peer,
    output wire        events_rx_wrong_epoch,
    output wire        events_rx_duplicate,
    output wire        events_rx_gap,
    output wire        events_rx_malformed,
    output wire        events_rx_overflow,
    output wire        events_naks_sent,
    output wire        events_tx_tlp_refused,
    output wire        events_rx_tlp_refused,
    output wire        events_rx_wrong_ack
);

    wire [15:0] transmitter_frame_sequence;
    wire [11:0] transmitter_frame_length_dw;
    wire        transmitter_frame_valid;
    wire [63:0] transmitter_word_payload;
    wire        transmitter_word_valid;
    wire        transmitter_discard;
    wire [15:0] transmitter_next_sequence;
    wire        encapsulator_data_ready;
    wire        encapsulator_word_ready;
    wire        encapsulator_reply_taken;
    wire [63:0] decapsulator_tlp_data;
    wire [7:0]  decapsulator_tlp_keep;
    wire        decapsulator_tlp_last;
    wire        decapsulator_tlp_error;
    wire        decapsulator_tlp_valid;
    wire        decapsulator_header_is_data;
    wire [15:0] decapsulator_header_sequence;
    wire [23:0] decapsulator_header_timestamp;
    wire        decapsulator_header_valid;
    wire [15:0] decapsulator_acknowledgement_expected;
    wire        decapsulator_acknowledgement_nak;
    wire        decapsulator_acknowledgement_valid;
    wire [15:0] receiver_reply_expected;
    wire        receiver_reply_nak;
    wire        receiver_reply_echo_valid;
    wire [23:0] receiver_reply_echo;
    wire        receiver_reply_wanted;

    assign events_tx_tlp_malformed = 1'd0;
    assign events_rx_frames = 1'd0;
    assign events_rx_tlps = 1'd0;
    assign events_rx_bad_fcs = 1'd0;
    assign events_rx_wrong_group = 1'd0;
    assign events_tx_tlp_refused = 1'd0;
    assign events_rx_tlp_refused = 1'd0;

    arq_transmitter_13_8 transmitter (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_peer_mac(settings_peer_mac),
        .settings_epoch(settings_epoch),
        .settings_ethertype(settings_ethertype),
        .settings_retransmit_timeout(settings_retransmit_timeout),
        .settings_ack_delay(settings_ack_delay),
        .settings_window(settings_window),
        .tlp_beat_data(tlp_beat_data),
        .tlp_beat_keep(tlp_beat_keep),
        .tlp_beat_last(tlp_beat_last),
        .tlp_beat_error(tlp_beat_error),
        .tlp_info_kind(tlp_info_kind),
        .tlp_info_routing(tlp_info_routing),
        .tlp_info_header_dw(tlp_info_header_dw),
        .tlp_info_payload_dw(tlp_info_payload_dw),
        .tlp_info_total_dw(tlp_info_total_dw),
        .tlp_valid(tlp_valid),
        .tlp_ready(tlp_ready),
        .frame_sequence(transmitter_frame_sequence),
        .frame_length_dw(transmitter_frame_length_dw),
        .frame_valid(transmitter_frame_valid),
        .frame_ready(encapsulator_data_ready),
        .word_payload(transmitter_word_payload),
        .word_valid(transmitter_word_valid),
        .word_ready(encapsulator_word_ready),
        .discard(transmitter_discard),
        .next_sequence(transmitter_next_sequence),
        .acknowledgement_expected(decapsulator_acknowledgement_expected),
        .acknowledgement_nak(decapsulator_acknowledgement_nak),
        .acknowledgement_valid(decapsulator_acknowledgement_valid),
        .stored(events_tx_tlps),
        .resent(events_tx_retransmits),
        .timed_out(events_tx_timeouts),
        .nak_received(events_tx_naks_received),
        .wrong_acknowledgement(events_rx_wrong_ack)
    );

    encapsulator encapsulator (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_peer_mac(settings_peer_mac),
        .settings_epoch(settings_epoch),
        .settings_ethertype(settings_ethertype),
        .settings_retransmit_timeout(settings_retransmit_timeout),
        .settings_ack_delay(settings_ack_delay),
        .settings_window(settings_window),
        .now(now),
        .data_sequence(transmitter_frame_sequence),
        .data_length_dw(transmitter_frame_length_dw),
        .data_valid(transmitter_frame_valid),
        .data_ready(encapsulator_data_ready),
        .word_payload(transmitter_word_payload),
        .word_valid(transmitter_word_valid),
        .word_ready(encapsulator_word_ready),
        .discard(transmitter_discard),
        .next_sequence(transmitter_next_sequence),
        .reply_expected(receiver_reply_expected),
        .reply_nak(receiver_reply_nak),
        .reply_echo_valid(receiver_reply_echo_valid),
        .reply_echo(receiver_reply_echo),
        .reply_wanted(receiver_reply_wanted),
        .reply_taken(encapsulator_reply_taken),
        .frame_data(frame_out_data),
        .frame_keep(frame_out_keep),
        .frame_last(frame_out_last),
        .frame_error(frame_out_error),
        .frame_valid(frame_out_valid),
        .frame_ready(frame_out_ready),
        .sent(events_tx_frames),
        .ack_sent(events_tx_ack_frames),
        .nak_sent(events_naks_sent)
    );

    decapsulator decapsulator (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_peer_mac(settings_peer_mac),
        .settings_epoch(settings_epoch),
        .settings_ethertype(settings_ethertype),
        .settings_retransmit_timeout(settings_retransmit_timeout),
        .settings_ack_delay(settings_ack_delay),
        .settings_window(settings_window),
        .frame_data(frame_in_data),
        .frame_keep(frame_in_keep),
        .frame_last(frame_in_last),
        .frame_error(frame_in_error),
        .frame_valid(frame_in_valid),
        .tlp_data(decapsulator_tlp_data),
        .tlp_keep(decapsulator_tlp_keep),
        .tlp_last(decapsulator_tlp_last),
        .tlp_error(decapsulator_tlp_error),
        .tlp_valid(decapsulator_tlp_valid),
        .header_is_data(decapsulator_header_is_data),
        .header_sequence(decapsulator_header_sequence),
        .header_timestamp(decapsulator_header_timestamp),
        .header_valid(decapsulator_header_valid),
        .acknowledgement_expected(decapsulator_acknowledgement_expected),
        .acknowledgement_nak(decapsulator_acknowledgement_nak),
        .acknowledgement_valid(decapsulator_acknowledgement_valid),
        .wrong_type(events_rx_wrong_type),
        .wrong_peer(events_rx_wrong_peer),
        .wrong_epoch(events_rx_wrong_epoch),
        .malformed(events_rx_malformed)
    );

    arq_receiver receiver (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_peer_mac(settings_peer_mac),
        .settings_epoch(settings_epoch),
        .settings_ethertype(settings_ethertype),
        .settings_retransmit_timeout(settings_retransmit_timeout),
        .settings_ack_delay(settings_ack_delay),
        .settings_window(settings_window),
        .header_is_data(decapsulator_header_is_data),
        .header_sequence(decapsulator_header_sequence),
        .header_timestamp(decapsulator_header_timestamp),
        .header_valid(decapsulator_header_valid),
        .tlp_data(decapsulator_tlp_data),
        .tlp_keep(decapsulator_tlp_keep),
        .tlp_last(decapsulator_tlp_last),
        .tlp_error(decapsulator_tlp_error),
        .tlp_valid(decapsulator_tlp_valid),
        .room(room),
        .accepted_data(accepted_data),
        .accepted_keep(accepted_keep),
        .accepted_last(accepted_last),
        .accepted_error(accepted_error),
        .accepted_valid(accepted_valid),
        .reply_expected(receiver_reply_expected),
        .reply_nak(receiver_reply_nak),
        .reply_echo_valid(receiver_reply_echo_valid),
        .reply_echo(receiver_reply_echo),
        .reply_wanted(receiver_reply_wanted),
        .reply_taken(encapsulator_reply_taken),
        .duplicate(events_rx_duplicate),
        .gap(events_rx_gap),
        .overflow(events_rx_overflow)
    );

endmodule

`default_nettype wire

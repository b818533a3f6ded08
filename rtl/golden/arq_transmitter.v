// arq_transmitter: made from the Rust type expether_rtl::bridge::arq_transmitter::ArqTransmitter<13, 8>
// by `expether gen`; edit that instead.
`default_nettype none

module arq_transmitter (
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
    output wire [15:0] frame_sequence,
    output wire [11:0] frame_length_dw,
    output wire        frame_valid,
    input  wire        frame_ready,
    output wire [63:0] word_payload,
    output wire        word_valid,
    input  wire        word_ready,
    output wire        discard,
    output wire [15:0] next_sequence,
    input  wire [15:0] acknowledgement_expected,
    input  wire        acknowledgement_nak,
    input  wire        acknowledgement_valid,
    output wire        stored,
    output wire        resent,
    output wire        timed_out,
    output wire        nak_received,
    output wire        wrong_acknowledgement
);

    wire        replay_running;
    wire        replay_request_ready;
    reg  [15:0] acknowledged_next;
    reg  [15:0] acknowledged;
    reg  [15:0] send_sequence_next;
    reg  [15:0] send_sequence;
    reg  [15:0] sent_limit_next;
    reg  [15:0] sent_limit;
    reg  [23:0] waited_next;
    reg  [23:0] waited;
    wire        in_window;
    wire        wanted;
    wire        asked;
    wire [15:0] next_send;
    wire [15:0] next_send_2;
    wire        heard;
    wire [15:0] outstanding;
    wire        believed;
    wire        progress;
    wire        nak;
    wire [15:0] ahead;
    wire [15:0] next_send_3;
    wire [15:0] next_send_4;
    wire        timed_out_2;
    wire [15:0] next_send_5;

    assign in_window = (send_sequence - acknowledged) < {8'd0, settings_window};
    assign wanted = (send_sequence != next_sequence) & in_window & settings_enable;
    assign asked = wanted & replay_request_ready;
    assign next_send = send_sequence + 16'd1;
    assign next_send_2 = asked ? next_send : send_sequence;
    assign heard = acknowledgement_valid & settings_enable;
    assign outstanding = sent_limit - acknowledged;
    assign believed = heard & ((acknowledgement_expected - acknowledged) <= outstanding);
    assign progress = believed & (acknowledgement_expected != acknowledged);
    assign nak = believed & acknowledgement_nak & (acknowledgement_expected != sent_limit);
    assign ahead = acknowledgement_expected - next_send_2;
    assign next_send_3 =
        (nak | ((|ahead) & ~ahead[15])) ? acknowledgement_expected :
        next_send_2;
    assign next_send_4 = believed ? next_send_3 : next_send_2;
    assign timed_out_2 =
        (|outstanding)
        & (|settings_retransmit_timeout)
        & (waited >= settings_retransmit_timeout)
        & ~believed;
    assign next_send_5 = timed_out_2 ? acknowledged : next_send_4;
    assign discard = ~replay_running;
    assign resent = asked & (send_sequence != sent_limit);
    assign nak_received = nak;
    assign wrong_acknowledgement = heard & ~believed;
    assign timed_out = timed_out_2;

    replay_buffer_13_8 replay (
        .clock(clock),
        .reset(reset),
        .run(settings_enable),
        .running(replay_running),
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
        .stored(stored),
        .next_sequence(next_sequence),
        .acknowledged(acknowledged),
        .released(progress),
        .request_payload(send_sequence),
        .request_valid(wanted),
        .request_ready(replay_request_ready),
        .frame_sequence(frame_sequence),
        .frame_length_dw(frame_length_dw),
        .frame_valid(frame_valid),
        .frame_ready(frame_ready),
        .word_payload(word_payload),
        .word_valid(word_valid),
        .word_ready(word_ready)
    );

    always @(*) begin
        acknowledged_next = acknowledged;
        send_sequence_next = send_sequence;
        sent_limit_next = sent_limit;
        waited_next = waited;
        if (asked) begin
            if (send_sequence == sent_limit) begin
                sent_limit_next = sent_limit + 16'd1;
            end
        end
        if (believed) begin
            acknowledged_next = acknowledgement_expected;
        end
        if (timed_out_2 | progress | nak | ~(|outstanding)) begin
            waited_next = 24'd0;
        end else begin
            waited_next = waited + 24'd1;
        end
        send_sequence_next = next_send_5;
        if (~settings_enable) begin
            acknowledged_next = 16'd0;
            send_sequence_next = 16'd0;
            sent_limit_next = 16'd0;
            waited_next = 24'd0;
        end
    end

    initial begin
        acknowledged = 16'd0;
        send_sequence = 16'd0;
        sent_limit = 16'd0;
        waited = 24'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            acknowledged <= 16'd0;
            send_sequence <= 16'd0;
            sent_limit <= 16'd0;
            waited <= 24'd0;
        end else begin
            acknowledged <= acknowledged_next;
            send_sequence <= send_sequence_next;
            sent_limit <= sent_limit_next;
            waited <= waited_next;
        end
    end

    wire unused = &{1'b0,
        settings_vid,
        settings_pcp,
        settings_local_mac,
        settings_peer_mac,
        settings_epoch,
        settings_ethertype,
        settings_ack_delay};

endmodule

`default_nettype wire

// fabric_port: made from the Rust type expether_rtl::bridge::fabric_port::FabricPort<13, 8>
// by `expether gen`; edit that instead.
`default_nettype none

module fabric_port (
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
    input  wire        room,
    output wire [63:0] accepted_data,
    output wire [7:0]  accepted_keep,
    output wire        accepted_last,
    output wire        accepted_error,
    output wire        accepted_valid,
    output wire [63:0] xgmii_tx_data,
    output wire [7:0]  xgmii_tx_ctrl,
    input  wire [63:0] xgmii_rx_data,
    input  wire [7:0]  xgmii_rx_ctrl,
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

    wire [63:0] peer_frame_out_data;
    wire [7:0]  peer_frame_out_keep;
    wire        peer_frame_out_last;
    wire        peer_frame_out_error;
    wire        peer_frame_out_valid;
    wire        peer_events_rx_frames;
    wire        peer_events_rx_bad_fcs;
    wire        peer_events_rx_wrong_group;
    wire        vlan_tagger_inp_ready;
    wire [63:0] vlan_tagger_out_data;
    wire [7:0]  vlan_tagger_out_keep;
    wire        vlan_tagger_out_last;
    wire        vlan_tagger_out_error;
    wire        vlan_tagger_out_valid;
    wire        mac_tx_frame_ready;
    wire        mac_tx_sent;
    wire        mac_tx_spoiled;
    wire        mac_tx_underflow;
    wire [63:0] mac_rx_frame_data;
    wire [7:0]  mac_rx_frame_keep;
    wire        mac_rx_frame_last;
    wire        mac_rx_frame_error;
    wire        mac_rx_frame_valid;
    wire        mac_rx_good;
    wire        mac_rx_bad_fcs;
    wire        mac_rx_bad_code;
    wire        mac_rx_undersize;
    wire        mac_rx_oversize;
    wire        mac_rx_local_fault;
    wire        mac_rx_remote_fault;
    wire [63:0] vlan_checker_out_data;
    wire [7:0]  vlan_checker_out_keep;
    wire        vlan_checker_out_last;
    wire        vlan_checker_out_error;
    wire        vlan_checker_out_valid;
    wire        vlan_checker_wrong_group;
    reg  [23:0] now_next;
    reg  [23:0] now;
    wire        events_rx_frames_2;
    wire        events_rx_bad_fcs_2;
    wire        events_rx_wrong_group_2;

    assign events_rx_frames_2 = settings_enable & mac_rx_good;
    assign events_rx_bad_fcs_2 =
        settings_enable
        & (mac_rx_bad_fcs | mac_rx_bad_code | mac_rx_undersize | mac_rx_oversize);
    assign events_rx_wrong_group_2 = settings_enable & vlan_checker_wrong_group;
    assign events_rx_frames = events_rx_frames_2;
    assign events_rx_bad_fcs = events_rx_bad_fcs_2;
    assign events_rx_wrong_group = events_rx_wrong_group_2;

    peer_port_13_8 peer (
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
        .frame_out_data(peer_frame_out_data),
        .frame_out_keep(peer_frame_out_keep),
        .frame_out_last(peer_frame_out_last),
        .frame_out_error(peer_frame_out_error),
        .frame_out_valid(peer_frame_out_valid),
        .frame_out_ready(vlan_tagger_inp_ready),
        .frame_in_data(vlan_checker_out_data),
        .frame_in_keep(vlan_checker_out_keep),
        .frame_in_last(vlan_checker_out_last),
        .frame_in_error(vlan_checker_out_error),
        .frame_in_valid(vlan_checker_out_valid),
        .room(room),
        .accepted_data(accepted_data),
        .accepted_keep(accepted_keep),
        .accepted_last(accepted_last),
        .accepted_error(accepted_error),
        .accepted_valid(accepted_valid),
        .events_tx_frames(events_tx_frames),
        .events_tx_tlps(events_tx_tlps),
        .events_tx_retransmits(events_tx_retransmits),
        .events_tx_timeouts(events_tx_timeouts),
        .events_tx_naks_received(events_tx_naks_received),
        .events_tx_ack_frames(events_tx_ack_frames),
        .events_tx_tlp_malformed(events_tx_tlp_malformed),
        .events_rx_frames(peer_events_rx_frames),
        .events_rx_tlps(events_rx_tlps),
        .events_rx_bad_fcs(peer_events_rx_bad_fcs),
        .events_rx_wrong_group(peer_events_rx_wrong_group),
        .events_rx_wrong_type(events_rx_wrong_type),
        .events_rx_wrong_peer(events_rx_wrong_peer),
        .events_rx_wrong_epoch(events_rx_wrong_epoch),
        .events_rx_duplicate(events_rx_duplicate),
        .events_rx_gap(events_rx_gap),
        .events_rx_malformed(events_rx_malformed),
        .events_rx_overflow(events_rx_overflow),
        .events_naks_sent(events_naks_sent),
        .events_tx_tlp_refused(events_tx_tlp_refused),
        .events_rx_tlp_refused(events_rx_tlp_refused),
        .events_rx_wrong_ack(events_rx_wrong_ack)
    );

    vlan_tagger vlan_tagger (
        .clock(clock),
        .reset(reset),
        .group(settings_vid),
        .priority_code(settings_pcp),
        .inp_data(peer_frame_out_data),
        .inp_keep(peer_frame_out_keep),
        .inp_last(peer_frame_out_last),
        .inp_error(peer_frame_out_error),
        .inp_valid(peer_frame_out_valid),
        .inp_ready(vlan_tagger_inp_ready),
        .out_data(vlan_tagger_out_data),
        .out_keep(vlan_tagger_out_keep),
        .out_last(vlan_tagger_out_last),
        .out_error(vlan_tagger_out_error),
        .out_valid(vlan_tagger_out_valid),
        .out_ready(mac_tx_frame_ready)
    );

    xgmii_mac_tx mac_tx (
        .clock(clock),
        .reset(reset),
        .frame_data(vlan_tagger_out_data),
        .frame_keep(vlan_tagger_out_keep),
        .frame_last(vlan_tagger_out_last),
        .frame_error(vlan_tagger_out_error),
        .frame_valid(vlan_tagger_out_valid),
        .frame_ready(mac_tx_frame_ready),
        .xgmii_data(xgmii_tx_data),
        .xgmii_ctrl(xgmii_tx_ctrl),
        .sent(mac_tx_sent),
        .spoiled(mac_tx_spoiled),
        .underflow(mac_tx_underflow)
    );

    xgmii_mac_rx mac_rx (
        .clock(clock),
        .reset(reset),
        .xgmii_data(xgmii_rx_data),
        .xgmii_ctrl(xgmii_rx_ctrl),
        .maximum_length(14'h5f2),
        .frame_data(mac_rx_frame_data),
        .frame_keep(mac_rx_frame_keep),
        .frame_last(mac_rx_frame_last),
        .frame_error(mac_rx_frame_error),
        .frame_valid(mac_rx_frame_valid),
        .good(mac_rx_good),
        .bad_fcs(mac_rx_bad_fcs),
        .bad_code(mac_rx_bad_code),
        .undersize(mac_rx_undersize),
        .oversize(mac_rx_oversize),
        .local_fault(mac_rx_local_fault),
        .remote_fault(mac_rx_remote_fault)
    );

    vlan_checker vlan_checker (
        .clock(clock),
        .reset(reset),
        .group(settings_vid),
        .inp_data(mac_rx_frame_data),
        .inp_keep(mac_rx_frame_keep),
        .inp_last(mac_rx_frame_last),
        .inp_error(mac_rx_frame_error),
        .inp_valid(mac_rx_frame_valid),
        .out_data(vlan_checker_out_data),
        .out_keep(vlan_checker_out_keep),
        .out_last(vlan_checker_out_last),
        .out_error(vlan_checker_out_error),
        .out_valid(vlan_checker_out_valid),
        .wrong_group(vlan_checker_wrong_group)
    );

    always @(*) begin
        now_next = now;
        now_next = now + 24'd1;
    end

    initial begin
        now = 24'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            now <= 24'd0;
        end else begin
            now <= now_next;
        end
    end

    wire unused = &{1'b0,
        peer_events_rx_frames,
        peer_events_rx_bad_fcs,
        peer_events_rx_wrong_group,
        mac_tx_sent,
        mac_tx_spoiled,
        mac_tx_underflow,
        mac_rx_local_fault,
        mac_rx_remote_fault};

endmodule

`default_nettype wire

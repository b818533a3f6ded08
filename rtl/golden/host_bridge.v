// host_bridge: made from the Rust type expether_rtl::top::host_bridge::HostBridge
// by `expether gen`; edit that instead.
`default_nettype none

module host_bridge (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] pcie_rx_data,
    input  wire [7:0]  pcie_rx_keep,
    input  wire        pcie_rx_last,
    input  wire        pcie_rx_error,
    input  wire        pcie_rx_valid,
    output wire        pcie_rx_ready,
    output wire [63:0] pcie_tx_data,
    output wire [7:0]  pcie_tx_keep,
    output wire        pcie_tx_last,
    output wire        pcie_tx_error,
    output wire        pcie_tx_valid,
    input  wire        pcie_tx_ready,
    output wire [63:0] xgmii_tx_data,
    output wire [7:0]  xgmii_tx_ctrl,
    input  wire [63:0] xgmii_rx_data,
    input  wire [7:0]  xgmii_rx_ctrl,
    input  wire [11:0] axil_awaddr,
    input  wire        axil_awvalid,
    output wire        axil_awready,
    input  wire [31:0] axil_wdata,
    input  wire [3:0]  axil_wstrb,
    input  wire        axil_wvalid,
    output wire        axil_wready,
    output wire [1:0]  axil_bresp,
    output wire        axil_bvalid,
    input  wire        axil_bready,
    input  wire [11:0] axil_araddr,
    input  wire        axil_arvalid,
    output wire        axil_arready,
    output wire [31:0] axil_rdata,
    output wire [1:0]  axil_rresp,
    output wire        axil_rvalid,
    input  wire        axil_rready
);

    wire [63:0] tlp_ingress_tlp_beat_data;
    wire [7:0]  tlp_ingress_tlp_beat_keep;
    wire        tlp_ingress_tlp_beat_last;
    wire        tlp_ingress_tlp_beat_error;
    wire [4:0]  tlp_ingress_tlp_info_kind;
    wire [2:0]  tlp_ingress_tlp_info_routing;
    wire [2:0]  tlp_ingress_tlp_info_header_dw;
    wire [10:0] tlp_ingress_tlp_info_payload_dw;
    wire [11:0] tlp_ingress_tlp_info_total_dw;
    wire        tlp_ingress_tlp_valid;
    wire        tlp_ingress_malformed;
    wire        tlp_ingress_refused;
    wire        fabric_port_tlp_ready;
    wire [63:0] fabric_port_accepted_data;
    wire [7:0]  fabric_port_accepted_keep;
    wire        fabric_port_accepted_last;
    wire        fabric_port_accepted_error;
    wire        fabric_port_accepted_valid;
    wire        fabric_port_events_tx_frames;
    wire        fabric_port_events_tx_tlps;
    wire        fabric_port_events_tx_retransmits;
    wire        fabric_port_events_tx_timeouts;
    wire        fabric_port_events_tx_naks_received;
    wire        fabric_port_events_tx_ack_frames;
    wire        fabric_port_events_tx_tlp_malformed;
    wire        fabric_port_events_rx_frames;
    wire        fabric_port_events_rx_tlps;
    wire        fabric_port_events_rx_bad_fcs;
    wire        fabric_port_events_rx_wrong_group;
    wire        fabric_port_events_rx_wrong_type;
    wire        fabric_port_events_rx_wrong_peer;
    wire        fabric_port_events_rx_wrong_epoch;
    wire        fabric_port_events_rx_duplicate;
    wire        fabric_port_events_rx_gap;
    wire        fabric_port_events_rx_malformed;
    wire        fabric_port_events_rx_overflow;
    wire        fabric_port_events_naks_sent;
    wire        fabric_port_events_tx_tlp_refused;
    wire        fabric_port_events_rx_tlp_refused;
    wire        fabric_port_events_rx_wrong_ack;
    wire        tlp_egress_room;
    wire        tlp_egress_malformed;
    wire        tlp_egress_refused;
    wire        tlp_egress_delivered;
    wire        register_file_settings_enable;
    wire [11:0] register_file_settings_vid;
    wire [2:0]  register_file_settings_pcp;
    wire [47:0] register_file_settings_local_mac;
    wire [47:0] register_file_settings_peer_mac;
    wire [7:0]  register_file_settings_epoch;
    wire [15:0] register_file_settings_ethertype;
    wire [23:0] register_file_settings_retransmit_timeout;
    wire [15:0] register_file_settings_ack_delay;
    wire [7:0]  register_file_settings_window;

    tlp_ingress_0_128 tlp_ingress (
        .clock(clock),
        .reset(reset),
        .raw_data(pcie_rx_data),
        .raw_keep(pcie_rx_keep),
        .raw_last(pcie_rx_last),
        .raw_error(pcie_rx_error),
        .raw_valid(pcie_rx_valid),
        .raw_ready(pcie_rx_ready),
        .tlp_beat_data(tlp_ingress_tlp_beat_data),
        .tlp_beat_keep(tlp_ingress_tlp_beat_keep),
        .tlp_beat_last(tlp_ingress_tlp_beat_last),
        .tlp_beat_error(tlp_ingress_tlp_beat_error),
        .tlp_info_kind(tlp_ingress_tlp_info_kind),
        .tlp_info_routing(tlp_ingress_tlp_info_routing),
        .tlp_info_header_dw(tlp_ingress_tlp_info_header_dw),
        .tlp_info_payload_dw(tlp_ingress_tlp_info_payload_dw),
        .tlp_info_total_dw(tlp_ingress_tlp_info_total_dw),
        .tlp_valid(tlp_ingress_tlp_valid),
        .tlp_ready(fabric_port_tlp_ready),
        .malformed(tlp_ingress_malformed),
        .refused(tlp_ingress_refused)
    );

    fabric_port_13_8 fabric_port (
        .clock(clock),
        .reset(reset),
        .settings_enable(register_file_settings_enable),
        .settings_vid(register_file_settings_vid),
        .settings_pcp(register_file_settings_pcp),
        .settings_local_mac(register_file_settings_local_mac),
        .settings_peer_mac(register_file_settings_peer_mac),
        .settings_epoch(register_file_settings_epoch),
        .settings_ethertype(register_file_settings_ethertype),
        .settings_retransmit_timeout(register_file_settings_retransmit_timeout),
        .settings_ack_delay(register_file_settings_ack_delay),
        .settings_window(register_file_settings_window),
        .tlp_beat_data(tlp_ingress_tlp_beat_data),
        .tlp_beat_keep(tlp_ingress_tlp_beat_keep),
        .tlp_beat_last(tlp_ingress_tlp_beat_last),
        .tlp_beat_error(tlp_ingress_tlp_beat_error),
        .tlp_info_kind(tlp_ingress_tlp_info_kind),
        .tlp_info_routing(tlp_ingress_tlp_info_routing),
        .tlp_info_header_dw(tlp_ingress_tlp_info_header_dw),
        .tlp_info_payload_dw(tlp_ingress_tlp_info_payload_dw),
        .tlp_info_total_dw(tlp_ingress_tlp_info_total_dw),
        .tlp_valid(tlp_ingress_tlp_valid),
        .tlp_ready(fabric_port_tlp_ready),
        .room(tlp_egress_room),
        .accepted_data(fabric_port_accepted_data),
        .accepted_keep(fabric_port_accepted_keep),
        .accepted_last(fabric_port_accepted_last),
        .accepted_error(fabric_port_accepted_error),
        .accepted_valid(fabric_port_accepted_valid),
        .xgmii_tx_data(xgmii_tx_data),
        .xgmii_tx_ctrl(xgmii_tx_ctrl),
        .xgmii_rx_data(xgmii_rx_data),
        .xgmii_rx_ctrl(xgmii_rx_ctrl),
        .events_tx_frames(fabric_port_events_tx_frames),
        .events_tx_tlps(fabric_port_events_tx_tlps),
        .events_tx_retransmits(fabric_port_events_tx_retransmits),
        .events_tx_timeouts(fabric_port_events_tx_timeouts),
        .events_tx_naks_received(fabric_port_events_tx_naks_received),
        .events_tx_ack_frames(fabric_port_events_tx_ack_frames),
        .events_tx_tlp_malformed(fabric_port_events_tx_tlp_malformed),
        .events_rx_frames(fabric_port_events_rx_frames),
        .events_rx_tlps(fabric_port_events_rx_tlps),
        .events_rx_bad_fcs(fabric_port_events_rx_bad_fcs),
        .events_rx_wrong_group(fabric_port_events_rx_wrong_group),
        .events_rx_wrong_type(fabric_port_events_rx_wrong_type),
        .events_rx_wrong_peer(fabric_port_events_rx_wrong_peer),
        .events_rx_wrong_epoch(fabric_port_events_rx_wrong_epoch),
        .events_rx_duplicate(fabric_port_events_rx_duplicate),
        .events_rx_gap(fabric_port_events_rx_gap),
        .events_rx_malformed(fabric_port_events_rx_malformed),
        .events_rx_overflow(fabric_port_events_rx_overflow),
        .events_naks_sent(fabric_port_events_naks_sent),
        .events_tx_tlp_refused(fabric_port_events_tx_tlp_refused),
        .events_rx_tlp_refused(fabric_port_events_rx_tlp_refused),
        .events_rx_wrong_ack(fabric_port_events_rx_wrong_ack)
    );

    tlp_egress_1_128_11 tlp_egress (
        .clock(clock),
        .reset(reset),
        .raw_data(fabric_port_accepted_data),
        .raw_keep(fabric_port_accepted_keep),
        .raw_last(fabric_port_accepted_last),
        .raw_error(fabric_port_accepted_error),
        .raw_valid(fabric_port_accepted_valid),
        .room(tlp_egress_room),
        .tlp_data(pcie_tx_data),
        .tlp_keep(pcie_tx_keep),
        .tlp_last(pcie_tx_last),
        .tlp_error(pcie_tx_error),
        .tlp_valid(pcie_tx_valid),
        .tlp_ready(pcie_tx_ready),
        .malformed(tlp_egress_malformed),
        .refused(tlp_egress_refused),
        .delivered(tlp_egress_delivered)
    );

    register_file register_file (
        .clock(clock),
        .reset(reset),
        .axil_awaddr(axil_awaddr),
        .axil_awvalid(axil_awvalid),
        .axil_awready(axil_awready),
        .axil_wdata(axil_wdata),
        .axil_wstrb(axil_wstrb),
        .axil_wvalid(axil_wvalid),
        .axil_wready(axil_wready),
        .axil_bresp(axil_bresp),
        .axil_bvalid(axil_bvalid),
        .axil_bready(axil_bready),
        .axil_araddr(axil_araddr),
        .axil_arvalid(axil_arvalid),
        .axil_arready(axil_arready),
        .axil_rdata(axil_rdata),
        .axil_rresp(axil_rresp),
        .axil_rvalid(axil_rvalid),
        .axil_rready(axil_rready),
        .settings_enable(register_file_settings_enable),
        .settings_vid(register_file_settings_vid),
        .settings_pcp(register_file_settings_pcp),
        .settings_local_mac(register_file_settings_local_mac),
        .settings_peer_mac(register_file_settings_peer_mac),
        .settings_epoch(register_file_settings_epoch),
        .settings_ethertype(register_file_settings_ethertype),
        .settings_retransmit_timeout(register_file_settings_retransmit_timeout),
        .settings_ack_delay(register_file_settings_ack_delay),
        .settings_window(register_file_settings_window),
        .events_tx_frames(fabric_port_events_tx_frames),
        .events_tx_tlps(fabric_port_events_tx_tlps),
        .events_tx_retransmits(fabric_port_events_tx_retransmits),
        .events_tx_timeouts(fabric_port_events_tx_timeouts),
        .events_tx_naks_received(fabric_port_events_tx_naks_received),
        .events_tx_ack_frames(fabric_port_events_tx_ack_frames),
        .events_tx_tlp_malformed(tlp_ingress_malformed),
        .events_rx_frames(fabric_port_events_rx_frames),
        .events_rx_tlps(tlp_egress_delivered),
        .events_rx_bad_fcs(fabric_port_events_rx_bad_fcs),
        .events_rx_wrong_group(fabric_port_events_rx_wrong_group),
        .events_rx_wrong_type(fabric_port_events_rx_wrong_type),
        .events_rx_wrong_peer(fabric_port_events_rx_wrong_peer),
        .events_rx_wrong_epoch(fabric_port_events_rx_wrong_epoch),
        .events_rx_duplicate(fabric_port_events_rx_duplicate),
        .events_rx_gap(fabric_port_events_rx_gap),
        .events_rx_malformed(fabric_port_events_rx_malformed | tlp_egress_malformed),
        .events_rx_overflow(fabric_port_events_rx_overflow),
        .events_naks_sent(fabric_port_events_naks_sent),
        .events_tx_tlp_refused(tlp_ingress_refused),
        .events_rx_tlp_refused(tlp_egress_refused),
        .events_rx_wrong_ack(fabric_port_events_rx_wrong_ack)
    );

    wire unused = &{1'b0,
        fabric_port_events_tx_tlp_malformed,
        fabric_port_events_rx_tlps,
        fabric_port_events_tx_tlp_refused,
        fabric_port_events_rx_tlp_refused};

endmodule

`default_nettype wire

// device_bridge: made from the Rust type expether_rtl::top::device_bridge::DeviceBridge<8, 11>
// by `expether gen`; edit that instead.
`default_nettype none

module device_bridge (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] pcie_rx_data,
    input  wire [7:0]  pcie_rx_keep,
    input  wire        pcie_rx_last,
    input  wire        pcie_rx_error,
    input  wire        pcie_rx_valid,
    output wire        pcie_rx_ready,
    output wire [7:0]  pcie_rx_non_posted_limit,
    output wire [63:0] pcie_tx_data,
    output wire [7:0]  pcie_tx_keep,
    output wire        pcie_tx_last,
    output wire        pcie_tx_error,
    output wire        pcie_tx_valid,
    input  wire        pcie_tx_ready,
    input  wire [7:0]  pcie_tx_credits_posted_header,
    input  wire [11:0] pcie_tx_credits_posted_data,
    input  wire [7:0]  pcie_tx_credits_non_posted_header,
    input  wire [11:0] pcie_tx_credits_non_posted_data,
    input  wire [7:0]  pcie_tx_credits_completion_header,
    input  wire [11:0] pcie_tx_credits_completion_data,
    input  wire [2:0]  pcie_tx_credits_infinite,
    output wire [63:0] xgmii_tx_data,
    output wire [7:0]  xgmii_tx_ctrl,
    input  wire [63:0] xgmii_rx_data,
    input  wire [7:0]  xgmii_rx_ctrl,
    input  wire [15:0] axil_awaddr,
    input  wire        axil_awvalid,
    output wire        axil_awready,
    input  wire [31:0] axil_wdata,
    input  wire [3:0]  axil_wstrb,
    input  wire        axil_wvalid,
    output wire        axil_wready,
    output wire [1:0]  axil_bresp,
    output wire        axil_bvalid,
    input  wire        axil_bready,
    input  wire [15:0] axil_araddr,
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
    wire [1:0]  tlp_ingress_non_posted_dropped;
    wire        tlp_router_tlp_ready;
    wire [63:0] tlp_router_out_0_beat_data;
    wire [7:0]  tlp_router_out_0_beat_keep;
    wire        tlp_router_out_0_beat_last;
    wire        tlp_router_out_0_beat_error;
    wire [4:0]  tlp_router_out_0_info_kind;
    wire [2:0]  tlp_router_out_0_info_routing;
    wire [2:0]  tlp_router_out_0_info_header_dw;
    wire [10:0] tlp_router_out_0_info_payload_dw;
    wire [11:0] tlp_router_out_0_info_total_dw;
    wire        tlp_router_out_0_valid;
    wire [63:0] tlp_router_out_1_beat_data;
    wire [7:0]  tlp_router_out_1_beat_keep;
    wire        tlp_router_out_1_beat_last;
    wire        tlp_router_out_1_beat_error;
    wire [4:0]  tlp_router_out_1_info_kind;
    wire [2:0]  tlp_router_out_1_info_routing;
    wire [2:0]  tlp_router_out_1_info_header_dw;
    wire [10:0] tlp_router_out_1_info_payload_dw;
    wire [11:0] tlp_router_out_1_info_total_dw;
    wire        tlp_router_out_1_valid;
    wire [63:0] tlp_router_out_2_beat_data;
    wire [7:0]  tlp_router_out_2_beat_keep;
    wire        tlp_router_out_2_beat_last;
    wire        tlp_router_out_2_beat_error;
    wire [4:0]  tlp_router_out_2_info_kind;
    wire [2:0]  tlp_router_out_2_info_routing;
    wire [2:0]  tlp_router_out_2_info_header_dw;
    wire [10:0] tlp_router_out_2_info_payload_dw;
    wire [11:0] tlp_router_out_2_info_total_dw;
    wire        tlp_router_out_2_valid;
    wire [63:0] tlp_router_out_3_beat_data;
    wire [7:0]  tlp_router_out_3_beat_keep;
    wire        tlp_router_out_3_beat_last;
    wire        tlp_router_out_3_beat_error;
    wire [4:0]  tlp_router_out_3_info_kind;
    wire [2:0]  tlp_router_out_3_info_routing;
    wire [2:0]  tlp_router_out_3_info_header_dw;
    wire [10:0] tlp_router_out_3_info_payload_dw;
    wire [11:0] tlp_router_out_3_info_total_dw;
    wire        tlp_router_out_3_valid;
    wire [63:0] tlp_router_out_4_beat_data;
    wire [7:0]  tlp_router_out_4_beat_keep;
    wire        tlp_router_out_4_beat_last;
    wire        tlp_router_out_4_beat_error;
    wire [4:0]  tlp_router_out_4_info_kind;
    wire [2:0]  tlp_router_out_4_info_routing;
    wire [2:0]  tlp_router_out_4_info_header_dw;
    wire [10:0] tlp_router_out_4_info_payload_dw;
    wire [11:0] tlp_router_out_4_info_total_dw;
    wire        tlp_router_out_4_valid;
    wire [63:0] tlp_router_out_5_beat_data;
    wire [7:0]  tlp_router_out_5_beat_keep;
    wire        tlp_router_out_5_beat_last;
    wire        tlp_router_out_5_beat_error;
    wire [4:0]  tlp_router_out_5_info_kind;
    wire [2:0]  tlp_router_out_5_info_routing;
    wire [2:0]  tlp_router_out_5_info_header_dw;
    wire [10:0] tlp_router_out_5_info_payload_dw;
    wire [11:0] tlp_router_out_5_info_total_dw;
    wire        tlp_router_out_5_valid;
    wire [63:0] tlp_router_out_6_beat_data;
    wire [7:0]  tlp_router_out_6_beat_keep;
    wire        tlp_router_out_6_beat_last;
    wire        tlp_router_out_6_beat_error;
    wire [4:0]  tlp_router_out_6_info_kind;
    wire [2:0]  tlp_router_out_6_info_routing;
    wire [2:0]  tlp_router_out_6_info_header_dw;
    wire [10:0] tlp_router_out_6_info_payload_dw;
    wire [11:0] tlp_router_out_6_info_total_dw;
    wire        tlp_router_out_6_valid;
    wire [63:0] tlp_router_out_7_beat_data;
    wire [7:0]  tlp_router_out_7_beat_keep;
    wire        tlp_router_out_7_beat_last;
    wire        tlp_router_out_7_beat_error;
    wire [4:0]  tlp_router_out_7_info_kind;
    wire [2:0]  tlp_router_out_7_info_routing;
    wire [2:0]  tlp_router_out_7_info_header_dw;
    wire [10:0] tlp_router_out_7_info_payload_dw;
    wire [11:0] tlp_router_out_7_info_total_dw;
    wire        tlp_router_out_7_valid;
    wire [7:0]  tlp_router_held;
    wire        tlp_router_unrouted;
    wire        tlp_router_non_posted_unrouted;
    wire        fabric_port_tlps_0_ready;
    wire        fabric_port_tlps_1_ready;
    wire        fabric_port_tlps_2_ready;
    wire        fabric_port_tlps_3_ready;
    wire        fabric_port_tlps_4_ready;
    wire        fabric_port_tlps_5_ready;
    wire        fabric_port_tlps_6_ready;
    wire        fabric_port_tlps_7_ready;
    wire [7:0]  fabric_port_connected;
    wire [5:0]  fabric_port_non_posted_left;
    wire [63:0] fabric_port_accepted_beat_data;
    wire [7:0]  fabric_port_accepted_beat_keep;
    wire        fabric_port_accepted_beat_last;
    wire        fabric_port_accepted_beat_error;
    wire [1:0]  fabric_port_accepted_class;
    wire [10:0] fabric_port_accepted_payload_dw;
    wire [4:0]  fabric_port_accepted_source;
    wire        fabric_port_accepted_valid;
    wire        fabric_port_frame_end;
    wire        fabric_port_frame_good;
    wire        fabric_port_link_local_fault;
    wire        fabric_port_link_remote_fault;
    wire        fabric_port_link_paused;
    wire        fabric_port_link_congested;
    wire        fabric_port_link_unseeded;
    wire        fabric_port_link_mtu_short;
    wire [1:0]  fabric_port_peer_status_0_state;
    wire        fabric_port_peer_status_0_learnt;
    wire [31:0] fabric_port_peer_status_0_own;
    wire [31:0] fabric_port_peer_status_0_peer;
    wire [11:0] fabric_port_peer_status_0_path_dw;
    wire [47:0] fabric_port_peer_status_0_mac;
    wire [19:0] fabric_port_peer_status_0_round_trip;
    wire [23:0] fabric_port_peer_status_0_timeout;
    wire [15:0] fabric_port_peer_status_0_rate;
    wire [1:0]  fabric_port_peer_status_1_state;
    wire        fabric_port_peer_status_1_learnt;
    wire [31:0] fabric_port_peer_status_1_own;
    wire [31:0] fabric_port_peer_status_1_peer;
    wire [11:0] fabric_port_peer_status_1_path_dw;
    wire [47:0] fabric_port_peer_status_1_mac;
    wire [19:0] fabric_port_peer_status_1_round_trip;
    wire [23:0] fabric_port_peer_status_1_timeout;
    wire [15:0] fabric_port_peer_status_1_rate;
    wire [1:0]  fabric_port_peer_status_2_state;
    wire        fabric_port_peer_status_2_learnt;
    wire [31:0] fabric_port_peer_status_2_own;
    wire [31:0] fabric_port_peer_status_2_peer;
    wire [11:0] fabric_port_peer_status_2_path_dw;
    wire [47:0] fabric_port_peer_status_2_mac;
    wire [19:0] fabric_port_peer_status_2_round_trip;
    wire [23:0] fabric_port_peer_status_2_timeout;
    wire [15:0] fabric_port_peer_status_2_rate;
    wire [1:0]  fabric_port_peer_status_3_state;
    wire        fabric_port_peer_status_3_learnt;
    wire [31:0] fabric_port_peer_status_3_own;
    wire [31:0] fabric_port_peer_status_3_peer;
    wire [11:0] fabric_port_peer_status_3_path_dw;
    wire [47:0] fabric_port_peer_status_3_mac;
    wire [19:0] fabric_port_peer_status_3_round_trip;
    wire [23:0] fabric_port_peer_status_3_timeout;
    wire [15:0] fabric_port_peer_status_3_rate;
    wire [1:0]  fabric_port_peer_status_4_state;
    wire        fabric_port_peer_status_4_learnt;
    wire [31:0] fabric_port_peer_status_4_own;
    wire [31:0] fabric_port_peer_status_4_peer;
    wire [11:0] fabric_port_peer_status_4_path_dw;
    wire [47:0] fabric_port_peer_status_4_mac;
    wire [19:0] fabric_port_peer_status_4_round_trip;
    wire [23:0] fabric_port_peer_status_4_timeout;
    wire [15:0] fabric_port_peer_status_4_rate;
    wire [1:0]  fabric_port_peer_status_5_state;
    wire        fabric_port_peer_status_5_learnt;
    wire [31:0] fabric_port_peer_status_5_own;
    wire [31:0] fabric_port_peer_status_5_peer;
    wire [11:0] fabric_port_peer_status_5_path_dw;
    wire [47:0] fabric_port_peer_status_5_mac;
    wire [19:0] fabric_port_peer_status_5_round_trip;
    wire [23:0] fabric_port_peer_status_5_timeout;
    wire [15:0] fabric_port_peer_status_5_rate;
    wire [1:0]  fabric_port_peer_status_6_state;
    wire        fabric_port_peer_status_6_learnt;
    wire [31:0] fabric_port_peer_status_6_own;
    wire [31:0] fabric_port_peer_status_6_peer;
    wire [11:0] fabric_port_peer_status_6_path_dw;
    wire [47:0] fabric_port_peer_status_6_mac;
    wire [19:0] fabric_port_peer_status_6_round_trip;
    wire [23:0] fabric_port_peer_status_6_timeout;
    wire [15:0] fabric_port_peer_status_6_rate;
    wire [1:0]  fabric_port_peer_status_7_state;
    wire        fabric_port_peer_status_7_learnt;
    wire [31:0] fabric_port_peer_status_7_own;
    wire [31:0] fabric_port_peer_status_7_peer;
    wire [11:0] fabric_port_peer_status_7_path_dw;
    wire [47:0] fabric_port_peer_status_7_mac;
    wire [19:0] fabric_port_peer_status_7_round_trip;
    wire [23:0] fabric_port_peer_status_7_timeout;
    wire [15:0] fabric_port_peer_status_7_rate;
    wire        fabric_port_events_tx_frames;
    wire [5:0]  fabric_port_events_tx_tlps;
    wire [9:0]  fabric_port_events_tx_retransmits;
    wire [5:0]  fabric_port_events_tx_timeouts;
    wire        fabric_port_events_tx_naks_received;
    wire        fabric_port_events_tx_ack_frames;
    wire        fabric_port_events_tx_tlp_malformed;
    wire        fabric_port_events_rx_frames;
    wire        fabric_port_events_rx_tlps;
    wire        fabric_port_events_rx_bad_fcs;
    wire        fabric_port_events_rx_wrong_group;
    wire        fabric_port_events_rx_wrong_type;
    wire        fabric_port_events_rx_wrong_peer;
    wire [5:0]  fabric_port_events_rx_wrong_connection;
    wire        fabric_port_events_rx_duplicate;
    wire        fabric_port_events_rx_gap;
    wire        fabric_port_events_rx_malformed;
    wire        fabric_port_events_rx_overflow;
    wire        fabric_port_events_naks_sent;
    wire        fabric_port_events_tx_tlp_refused;
    wire        fabric_port_events_rx_tlp_refused;
    wire        fabric_port_events_rx_wrong_ack;
    wire        fabric_port_events_rx_bad_code;
    wire        fabric_port_events_rx_undersize;
    wire        fabric_port_events_rx_oversize;
    wire        fabric_port_events_rx_control;
    wire        fabric_port_events_pause_received;
    wire        fabric_port_events_pause_sent;
    wire        fabric_port_events_paused_clocks;
    wire        fabric_port_events_tx_tlp_unrouted;
    wire        fabric_port_events_keep_alives_sent;
    wire        fabric_port_events_keep_alives_received;
    wire        fabric_port_events_peers_learnt;
    wire        fabric_port_events_peers_refused;
    wire [5:0]  fabric_port_events_peers_lost;
    wire [5:0]  fabric_port_events_connects;
    wire [5:0]  fabric_port_events_disconnects;
    wire        fabric_port_events_rx_busy;
    wire        fabric_port_events_rx_wrong_source;
    wire        fabric_port_events_rx_wrong_number;
    wire        fabric_port_events_rx_id_refused;
    wire        fabric_port_events_rx_over_limit;
    wire [5:0]  fabric_port_events_naks_ignored;
    wire [5:0]  fabric_port_events_tx_probes;
    wire [5:0]  fabric_port_events_opens_held;
    wire        fabric_port_peer_events_0_tx_tlps;
    wire [9:0]  fabric_port_peer_events_0_rx_tlps;
    wire [9:0]  fabric_port_peer_events_0_retransmits;
    wire        fabric_port_peer_events_0_timeouts;
    wire        fabric_port_peer_events_0_connects;
    wire        fabric_port_peer_events_0_disconnects;
    wire [15:0] fabric_port_peer_events_0_discarded;
    wire        fabric_port_peer_events_1_tx_tlps;
    wire [9:0]  fabric_port_peer_events_1_rx_tlps;
    wire [9:0]  fabric_port_peer_events_1_retransmits;
    wire        fabric_port_peer_events_1_timeouts;
    wire        fabric_port_peer_events_1_connects;
    wire        fabric_port_peer_events_1_disconnects;
    wire [15:0] fabric_port_peer_events_1_discarded;
    wire        fabric_port_peer_events_2_tx_tlps;
    wire [9:0]  fabric_port_peer_events_2_rx_tlps;
    wire [9:0]  fabric_port_peer_events_2_retransmits;
    wire        fabric_port_peer_events_2_timeouts;
    wire        fabric_port_peer_events_2_connects;
    wire        fabric_port_peer_events_2_disconnects;
    wire [15:0] fabric_port_peer_events_2_discarded;
    wire        fabric_port_peer_events_3_tx_tlps;
    wire [9:0]  fabric_port_peer_events_3_rx_tlps;
    wire [9:0]  fabric_port_peer_events_3_retransmits;
    wire        fabric_port_peer_events_3_timeouts;
    wire        fabric_port_peer_events_3_connects;
    wire        fabric_port_peer_events_3_disconnects;
    wire [15:0] fabric_port_peer_events_3_discarded;
    wire        fabric_port_peer_events_4_tx_tlps;
    wire [9:0]  fabric_port_peer_events_4_rx_tlps;
    wire [9:0]  fabric_port_peer_events_4_retransmits;
    wire        fabric_port_peer_events_4_timeouts;
    wire        fabric_port_peer_events_4_connects;
    wire        fabric_port_peer_events_4_disconnects;
    wire [15:0] fabric_port_peer_events_4_discarded;
    wire        fabric_port_peer_events_5_tx_tlps;
    wire [9:0]  fabric_port_peer_events_5_rx_tlps;
    wire [9:0]  fabric_port_peer_events_5_retransmits;
    wire        fabric_port_peer_events_5_timeouts;
    wire        fabric_port_peer_events_5_connects;
    wire        fabric_port_peer_events_5_disconnects;
    wire [15:0] fabric_port_peer_events_5_discarded;
    wire        fabric_port_peer_events_6_tx_tlps;
    wire [9:0]  fabric_port_peer_events_6_rx_tlps;
    wire [9:0]  fabric_port_peer_events_6_retransmits;
    wire        fabric_port_peer_events_6_timeouts;
    wire        fabric_port_peer_events_6_connects;
    wire        fabric_port_peer_events_6_disconnects;
    wire [15:0] fabric_port_peer_events_6_discarded;
    wire        fabric_port_peer_events_7_tx_tlps;
    wire [9:0]  fabric_port_peer_events_7_rx_tlps;
    wire [9:0]  fabric_port_peer_events_7_retransmits;
    wire        fabric_port_peer_events_7_timeouts;
    wire        fabric_port_peer_events_7_connects;
    wire        fabric_port_peer_events_7_disconnects;
    wire [15:0] fabric_port_peer_events_7_discarded;
    wire        egress_queues_overflowed;
    wire [15:0] egress_queues_free_beats;
    wire [15:0] egress_queues_used_beats;
    wire        egress_queues_delivered;
    wire        egress_queues_non_posted_delivered;
    wire [4:0]  egress_queues_non_posted_source;
    wire        register_file_settings_enable;
    wire        register_file_settings_learn;
    wire        register_file_settings_honour_pause;
    wire        register_file_settings_send_pause;
    wire [11:0] register_file_settings_vid;
    wire [2:0]  register_file_settings_pcp;
    wire [47:0] register_file_settings_local_mac;
    wire [63:0] register_file_settings_node_id;
    wire [63:0] register_file_settings_seed;
    wire        register_file_settings_check_ids;
    wire [15:0] register_file_settings_ethertype;
    wire [15:0] register_file_settings_ack_delay;
    wire [10:0] register_file_settings_area_beats;
    wire [13:0] register_file_settings_mtu;
    wire [7:0]  register_file_settings_frame_tlps;
    wire [5:0]  register_file_settings_window_frames;
    wire [15:0] register_file_settings_window_beats;
    wire [23:0] register_file_settings_timeout_min;
    wire [23:0] register_file_settings_timeout_max;
    wire [23:0] register_file_settings_dead_time;
    wire [23:0] register_file_settings_busy_time;
    wire [23:0] register_file_settings_open_interval;
    wire [23:0] register_file_settings_keep_alive_interval;
    wire [23:0] register_file_settings_keep_alive_timeout;
    wire        register_file_settings_rate_control;
    wire [19:0] register_file_settings_delay_target;
    wire [15:0] register_file_settings_rate_min;
    wire [15:0] register_file_settings_rate_step;
    wire [15:0] register_file_settings_rate_burst;
    wire [15:0] register_file_settings_pause_quanta;
    wire [15:0] register_file_settings_pause_high;
    wire [15:0] register_file_settings_pause_low;
    wire        register_file_peer_settings_0_fixed;
    wire        register_file_peer_settings_0_is_default;
    wire        register_file_peer_settings_0_close;
    wire [47:0] register_file_peer_settings_0_mac;
    wire [15:0] register_file_peer_settings_0_route_id_low;
    wire [15:0] register_file_peer_settings_0_route_id_high;
    wire [15:0] register_file_peer_settings_0_route_source_low;
    wire [15:0] register_file_peer_settings_0_route_source_high;
    wire [15:0] register_file_peer_settings_0_route_io_base;
    wire [15:0] register_file_peer_settings_0_route_io_limit;
    wire [15:0] register_file_peer_settings_0_route_memory_base;
    wire [15:0] register_file_peer_settings_0_route_memory_limit;
    wire [31:0] register_file_peer_settings_0_route_wide_base;
    wire [31:0] register_file_peer_settings_0_route_wide_limit;
    wire        register_file_peer_settings_1_fixed;
    wire        register_file_peer_settings_1_is_default;
    wire        register_file_peer_settings_1_close;
    wire [47:0] register_file_peer_settings_1_mac;
    wire [15:0] register_file_peer_settings_1_route_id_low;
    wire [15:0] register_file_peer_settings_1_route_id_high;
    wire [15:0] register_file_peer_settings_1_route_source_low;
    wire [15:0] register_file_peer_settings_1_route_source_high;
    wire [15:0] register_file_peer_settings_1_route_io_base;
    wire [15:0] register_file_peer_settings_1_route_io_limit;
    wire [15:0] register_file_peer_settings_1_route_memory_base;
    wire [15:0] register_file_peer_settings_1_route_memory_limit;
    wire [31:0] register_file_peer_settings_1_route_wide_base;
    wire [31:0] register_file_peer_settings_1_route_wide_limit;
    wire        register_file_peer_settings_2_fixed;
    wire        register_file_peer_settings_2_is_default;
    wire        register_file_peer_settings_2_close;
    wire [47:0] register_file_peer_settings_2_mac;
    wire [15:0] register_file_peer_settings_2_route_id_low;
    wire [15:0] register_file_peer_settings_2_route_id_high;
    wire [15:0] register_file_peer_settings_2_route_source_low;
    wire [15:0] register_file_peer_settings_2_route_source_high;
    wire [15:0] register_file_peer_settings_2_route_io_base;
    wire [15:0] register_file_peer_settings_2_route_io_limit;
    wire [15:0] register_file_peer_settings_2_route_memory_base;
    wire [15:0] register_file_peer_settings_2_route_memory_limit;
    wire [31:0] register_file_peer_settings_2_route_wide_base;
    wire [31:0] register_file_peer_settings_2_route_wide_limit;
    wire        register_file_peer_settings_3_fixed;
    wire        register_file_peer_settings_3_is_default;
    wire        register_file_peer_settings_3_close;
    wire [47:0] register_file_peer_settings_3_mac;
    wire [15:0] register_file_peer_settings_3_route_id_low;
    wire [15:0] register_file_peer_settings_3_route_id_high;
    wire [15:0] register_file_peer_settings_3_route_source_low;
    wire [15:0] register_file_peer_settings_3_route_source_high;
    wire [15:0] register_file_peer_settings_3_route_io_base;
    wire [15:0] register_file_peer_settings_3_route_io_limit;
    wire [15:0] register_file_peer_settings_3_route_memory_base;
    wire [15:0] register_file_peer_settings_3_route_memory_limit;
    wire [31:0] register_file_peer_settings_3_route_wide_base;
    wire [31:0] register_file_peer_settings_3_route_wide_limit;
    wire        register_file_peer_settings_4_fixed;
    wire        register_file_peer_settings_4_is_default;
    wire        register_file_peer_settings_4_close;
    wire [47:0] register_file_peer_settings_4_mac;
    wire [15:0] register_file_peer_settings_4_route_id_low;
    wire [15:0] register_file_peer_settings_4_route_id_high;
    wire [15:0] register_file_peer_settings_4_route_source_low;
    wire [15:0] register_file_peer_settings_4_route_source_high;
    wire [15:0] register_file_peer_settings_4_route_io_base;
    wire [15:0] register_file_peer_settings_4_route_io_limit;
    wire [15:0] register_file_peer_settings_4_route_memory_base;
    wire [15:0] register_file_peer_settings_4_route_memory_limit;
    wire [31:0] register_file_peer_settings_4_route_wide_base;
    wire [31:0] register_file_peer_settings_4_route_wide_limit;
    wire        register_file_peer_settings_5_fixed;
    wire        register_file_peer_settings_5_is_default;
    wire        register_file_peer_settings_5_close;
    wire [47:0] register_file_peer_settings_5_mac;
    wire [15:0] register_file_peer_settings_5_route_id_low;
    wire [15:0] register_file_peer_settings_5_route_id_high;
    wire [15:0] register_file_peer_settings_5_route_source_low;
    wire [15:0] register_file_peer_settings_5_route_source_high;
    wire [15:0] register_file_peer_settings_5_route_io_base;
    wire [15:0] register_file_peer_settings_5_route_io_limit;
    wire [15:0] register_file_peer_settings_5_route_memory_base;
    wire [15:0] register_file_peer_settings_5_route_memory_limit;
    wire [31:0] register_file_peer_settings_5_route_wide_base;
    wire [31:0] register_file_peer_settings_5_route_wide_limit;
    wire        register_file_peer_settings_6_fixed;
    wire        register_file_peer_settings_6_is_default;
    wire        register_file_peer_settings_6_close;
    wire [47:0] register_file_peer_settings_6_mac;
    wire [15:0] register_file_peer_settings_6_route_id_low;
    wire [15:0] register_file_peer_settings_6_route_id_high;
    wire [15:0] register_file_peer_settings_6_route_source_low;
    wire [15:0] register_file_peer_settings_6_route_source_high;
    wire [15:0] register_file_peer_settings_6_route_io_base;
    wire [15:0] register_file_peer_settings_6_route_io_limit;
    wire [15:0] register_file_peer_settings_6_route_memory_base;
    wire [15:0] register_file_peer_settings_6_route_memory_limit;
    wire [31:0] register_file_peer_settings_6_route_wide_base;
    wire [31:0] register_file_peer_settings_6_route_wide_limit;
    wire        register_file_peer_settings_7_fixed;
    wire        register_file_peer_settings_7_is_default;
    wire        register_file_peer_settings_7_close;
    wire [47:0] register_file_peer_settings_7_mac;
    wire [15:0] register_file_peer_settings_7_route_id_low;
    wire [15:0] register_file_peer_settings_7_route_id_high;
    wire [15:0] register_file_peer_settings_7_route_source_low;
    wire [15:0] register_file_peer_settings_7_route_source_high;
    wire [15:0] register_file_peer_settings_7_route_io_base;
    wire [15:0] register_file_peer_settings_7_route_io_limit;
    wire [15:0] register_file_peer_settings_7_route_memory_base;
    wire [15:0] register_file_peer_settings_7_route_memory_limit;
    wire [31:0] register_file_peer_settings_7_route_wide_base;
    wire [31:0] register_file_peer_settings_7_route_wide_limit;
    reg  [7:0]  non_posted_limit_next;
    reg  [7:0]  non_posted_limit;
    wire [7:0]  is_default;
    wire [7:0]  is_default_2;
    wire [7:0]  is_default_3;
    wire [7:0]  is_default_4;
    wire [7:0]  is_default_5;
    wire [7:0]  is_default_6;
    wire [7:0]  is_default_7;
    wire [5:0]  sum;
    wire [5:0]  sum_2;
    wire [5:0]  gone;

    assign is_default = {7'd0, register_file_peer_settings_0_is_default};
    assign is_default_2 = {
        is_default[7:2],
        register_file_peer_settings_1_is_default,
        is_default[0]
    };
    assign is_default_3 = {
        is_default_2[7:3],
        register_file_peer_settings_2_is_default,
        is_default_2[1:0]
    };
    assign is_default_4 = {
        is_default_3[7:4],
        register_file_peer_settings_3_is_default,
        is_default_3[2:0]
    };
    assign is_default_5 = {
        is_default_4[7:5],
        register_file_peer_settings_4_is_default,
        is_default_4[3:0]
    };
    assign is_default_6 = {
        is_default_5[7:6],
        register_file_peer_settings_5_is_default,
        is_default_5[4:0]
    };
    assign is_default_7 = {
        is_default_6[7],
        register_file_peer_settings_6_is_default,
        is_default_6[5:0]
    };
    assign sum = 6'd0 + {5'd0, tlp_ingress_non_posted_dropped[0]};
    assign sum_2 = sum + {5'd0, tlp_ingress_non_posted_dropped[1]};
    assign gone = (fabric_port_non_posted_left + sum_2) + {5'd0, tlp_router_non_posted_unrouted};
    assign pcie_rx_non_posted_limit = non_posted_limit + 8'd32;

    tlp_ingress_1_128 tlp_ingress (
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
        .tlp_ready(tlp_router_tlp_ready),
        .malformed(tlp_ingress_malformed),
        .refused(tlp_ingress_refused),
        .non_posted_dropped(tlp_ingress_non_posted_dropped)
    );

    tlp_router_8 tlp_router (
        .clock(clock),
        .reset(reset),
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
        .tlp_ready(tlp_router_tlp_ready),
        .routes_0_id_low(register_file_peer_settings_0_route_id_low),
        .routes_0_id_high(register_file_peer_settings_0_route_id_high),
        .routes_0_source_low(register_file_peer_settings_0_route_source_low),
        .routes_0_source_high(register_file_peer_settings_0_route_source_high),
        .routes_0_io_base(register_file_peer_settings_0_route_io_base),
        .routes_0_io_limit(register_file_peer_settings_0_route_io_limit),
        .routes_0_memory_base(register_file_peer_settings_0_route_memory_base),
        .routes_0_memory_limit(register_file_peer_settings_0_route_memory_limit),
        .routes_0_wide_base(register_file_peer_settings_0_route_wide_base),
        .routes_0_wide_limit(register_file_peer_settings_0_route_wide_limit),
        .routes_1_id_low(register_file_peer_settings_1_route_id_low),
        .routes_1_id_high(register_file_peer_settings_1_route_id_high),
        .routes_1_source_low(register_file_peer_settings_1_route_source_low),
        .routes_1_source_high(register_file_peer_settings_1_route_source_high),
        .routes_1_io_base(register_file_peer_settings_1_route_io_base),
        .routes_1_io_limit(register_file_peer_settings_1_route_io_limit),
        .routes_1_memory_base(register_file_peer_settings_1_route_memory_base),
        .routes_1_memory_limit(register_file_peer_settings_1_route_memory_limit),
        .routes_1_wide_base(register_file_peer_settings_1_route_wide_base),
        .routes_1_wide_limit(register_file_peer_settings_1_route_wide_limit),
        .routes_2_id_low(register_file_peer_settings_2_route_id_low),
        .routes_2_id_high(register_file_peer_settings_2_route_id_high),
        .routes_2_source_low(register_file_peer_settings_2_route_source_low),
        .routes_2_source_high(register_file_peer_settings_2_route_source_high),
        .routes_2_io_base(register_file_peer_settings_2_route_io_base),
        .routes_2_io_limit(register_file_peer_settings_2_route_io_limit),
        .routes_2_memory_base(register_file_peer_settings_2_route_memory_base),
        .routes_2_memory_limit(register_file_peer_settings_2_route_memory_limit),
        .routes_2_wide_base(register_file_peer_settings_2_route_wide_base),
        .routes_2_wide_limit(register_file_peer_settings_2_route_wide_limit),
        .routes_3_id_low(register_file_peer_settings_3_route_id_low),
        .routes_3_id_high(register_file_peer_settings_3_route_id_high),
        .routes_3_source_low(register_file_peer_settings_3_route_source_low),
        .routes_3_source_high(register_file_peer_settings_3_route_source_high),
        .routes_3_io_base(register_file_peer_settings_3_route_io_base),
        .routes_3_io_limit(register_file_peer_settings_3_route_io_limit),
        .routes_3_memory_base(register_file_peer_settings_3_route_memory_base),
        .routes_3_memory_limit(register_file_peer_settings_3_route_memory_limit),
        .routes_3_wide_base(register_file_peer_settings_3_route_wide_base),
        .routes_3_wide_limit(register_file_peer_settings_3_route_wide_limit),
        .routes_4_id_low(register_file_peer_settings_4_route_id_low),
        .routes_4_id_high(register_file_peer_settings_4_route_id_high),
        .routes_4_source_low(register_file_peer_settings_4_route_source_low),
        .routes_4_source_high(register_file_peer_settings_4_route_source_high),
        .routes_4_io_base(register_file_peer_settings_4_route_io_base),
        .routes_4_io_limit(register_file_peer_settings_4_route_io_limit),
        .routes_4_memory_base(register_file_peer_settings_4_route_memory_base),
        .routes_4_memory_limit(register_file_peer_settings_4_route_memory_limit),
        .routes_4_wide_base(register_file_peer_settings_4_route_wide_base),
        .routes_4_wide_limit(register_file_peer_settings_4_route_wide_limit),
        .routes_5_id_low(register_file_peer_settings_5_route_id_low),
        .routes_5_id_high(register_file_peer_settings_5_route_id_high),
        .routes_5_source_low(register_file_peer_settings_5_route_source_low),
        .routes_5_source_high(register_file_peer_settings_5_route_source_high),
        .routes_5_io_base(register_file_peer_settings_5_route_io_base),
        .routes_5_io_limit(register_file_peer_settings_5_route_io_limit),
        .routes_5_memory_base(register_file_peer_settings_5_route_memory_base),
        .routes_5_memory_limit(register_file_peer_settings_5_route_memory_limit),
        .routes_5_wide_base(register_file_peer_settings_5_route_wide_base),
        .routes_5_wide_limit(register_file_peer_settings_5_route_wide_limit),
        .routes_6_id_low(register_file_peer_settings_6_route_id_low),
        .routes_6_id_high(register_file_peer_settings_6_route_id_high),
        .routes_6_source_low(register_file_peer_settings_6_route_source_low),
        .routes_6_source_high(register_file_peer_settings_6_route_source_high),
        .routes_6_io_base(register_file_peer_settings_6_route_io_base),
        .routes_6_io_limit(register_file_peer_settings_6_route_io_limit),
        .routes_6_memory_base(register_file_peer_settings_6_route_memory_base),
        .routes_6_memory_limit(register_file_peer_settings_6_route_memory_limit),
        .routes_6_wide_base(register_file_peer_settings_6_route_wide_base),
        .routes_6_wide_limit(register_file_peer_settings_6_route_wide_limit),
        .routes_7_id_low(register_file_peer_settings_7_route_id_low),
        .routes_7_id_high(register_file_peer_settings_7_route_id_high),
        .routes_7_source_low(register_file_peer_settings_7_route_source_low),
        .routes_7_source_high(register_file_peer_settings_7_route_source_high),
        .routes_7_io_base(register_file_peer_settings_7_route_io_base),
        .routes_7_io_limit(register_file_peer_settings_7_route_io_limit),
        .routes_7_memory_base(register_file_peer_settings_7_route_memory_base),
        .routes_7_memory_limit(register_file_peer_settings_7_route_memory_limit),
        .routes_7_wide_base(register_file_peer_settings_7_route_wide_base),
        .routes_7_wide_limit(register_file_peer_settings_7_route_wide_limit),
        .is_default({register_file_peer_settings_7_is_default, is_default_7[6:0]}),
        .connected(fabric_port_connected),
        .out_0_beat_data(tlp_router_out_0_beat_data),
        .out_0_beat_keep(tlp_router_out_0_beat_keep),
        .out_0_beat_last(tlp_router_out_0_beat_last),
        .out_0_beat_error(tlp_router_out_0_beat_error),
        .out_0_info_kind(tlp_router_out_0_info_kind),
        .out_0_info_routing(tlp_router_out_0_info_routing),
        .out_0_info_header_dw(tlp_router_out_0_info_header_dw),
        .out_0_info_payload_dw(tlp_router_out_0_info_payload_dw),
        .out_0_info_total_dw(tlp_router_out_0_info_total_dw),
        .out_0_valid(tlp_router_out_0_valid),
        .out_0_ready(fabric_port_tlps_0_ready),
        .out_1_beat_data(tlp_router_out_1_beat_data),
        .out_1_beat_keep(tlp_router_out_1_beat_keep),
        .out_1_beat_last(tlp_router_out_1_beat_last),
        .out_1_beat_error(tlp_router_out_1_beat_error),
        .out_1_info_kind(tlp_router_out_1_info_kind),
        .out_1_info_routing(tlp_router_out_1_info_routing),
        .out_1_info_header_dw(tlp_router_out_1_info_header_dw),
        .out_1_info_payload_dw(tlp_router_out_1_info_payload_dw),
        .out_1_info_total_dw(tlp_router_out_1_info_total_dw),
        .out_1_valid(tlp_router_out_1_valid),
        .out_1_ready(fabric_port_tlps_1_ready),
        .out_2_beat_data(tlp_router_out_2_beat_data),
        .out_2_beat_keep(tlp_router_out_2_beat_keep),
        .out_2_beat_last(tlp_router_out_2_beat_last),
        .out_2_beat_error(tlp_router_out_2_beat_error),
        .out_2_info_kind(tlp_router_out_2_info_kind),
        .out_2_info_routing(tlp_router_out_2_info_routing),
        .out_2_info_header_dw(tlp_router_out_2_info_header_dw),
        .out_2_info_payload_dw(tlp_router_out_2_info_payload_dw),
        .out_2_info_total_dw(tlp_router_out_2_info_total_dw),
        .out_2_valid(tlp_router_out_2_valid),
        .out_2_ready(fabric_port_tlps_2_ready),
        .out_3_beat_data(tlp_router_out_3_beat_data),
        .out_3_beat_keep(tlp_router_out_3_beat_keep),
        .out_3_beat_last(tlp_router_out_3_beat_last),
        .out_3_beat_error(tlp_router_out_3_beat_error),
        .out_3_info_kind(tlp_router_out_3_info_kind),
        .out_3_info_routing(tlp_router_out_3_info_routing),
        .out_3_info_header_dw(tlp_router_out_3_info_header_dw),
        .out_3_info_payload_dw(tlp_router_out_3_info_payload_dw),
        .out_3_info_total_dw(tlp_router_out_3_info_total_dw),
        .out_3_valid(tlp_router_out_3_valid),
        .out_3_ready(fabric_port_tlps_3_ready),
        .out_4_beat_data(tlp_router_out_4_beat_data),
        .out_4_beat_keep(tlp_router_out_4_beat_keep),
        .out_4_beat_last(tlp_router_out_4_beat_last),
        .out_4_beat_error(tlp_router_out_4_beat_error),
        .out_4_info_kind(tlp_router_out_4_info_kind),
        .out_4_info_routing(tlp_router_out_4_info_routing),
        .out_4_info_header_dw(tlp_router_out_4_info_header_dw),
        .out_4_info_payload_dw(tlp_router_out_4_info_payload_dw),
        .out_4_info_total_dw(tlp_router_out_4_info_total_dw),
        .out_4_valid(tlp_router_out_4_valid),
        .out_4_ready(fabric_port_tlps_4_ready),
        .out_5_beat_data(tlp_router_out_5_beat_data),
        .out_5_beat_keep(tlp_router_out_5_beat_keep),
        .out_5_beat_last(tlp_router_out_5_beat_last),
        .out_5_beat_error(tlp_router_out_5_beat_error),
        .out_5_info_kind(tlp_router_out_5_info_kind),
        .out_5_info_routing(tlp_router_out_5_info_routing),
        .out_5_info_header_dw(tlp_router_out_5_info_header_dw),
        .out_5_info_payload_dw(tlp_router_out_5_info_payload_dw),
        .out_5_info_total_dw(tlp_router_out_5_info_total_dw),
        .out_5_valid(tlp_router_out_5_valid),
        .out_5_ready(fabric_port_tlps_5_ready),
        .out_6_beat_data(tlp_router_out_6_beat_data),
        .out_6_beat_keep(tlp_router_out_6_beat_keep),
        .out_6_beat_last(tlp_router_out_6_beat_last),
        .out_6_beat_error(tlp_router_out_6_beat_error),
        .out_6_info_kind(tlp_router_out_6_info_kind),
        .out_6_info_routing(tlp_router_out_6_info_routing),
        .out_6_info_header_dw(tlp_router_out_6_info_header_dw),
        .out_6_info_payload_dw(tlp_router_out_6_info_payload_dw),
        .out_6_info_total_dw(tlp_router_out_6_info_total_dw),
        .out_6_valid(tlp_router_out_6_valid),
        .out_6_ready(fabric_port_tlps_6_ready),
        .out_7_beat_data(tlp_router_out_7_beat_data),
        .out_7_beat_keep(tlp_router_out_7_beat_keep),
        .out_7_beat_last(tlp_router_out_7_beat_last),
        .out_7_beat_error(tlp_router_out_7_beat_error),
        .out_7_info_kind(tlp_router_out_7_info_kind),
        .out_7_info_routing(tlp_router_out_7_info_routing),
        .out_7_info_header_dw(tlp_router_out_7_info_header_dw),
        .out_7_info_payload_dw(tlp_router_out_7_info_payload_dw),
        .out_7_info_total_dw(tlp_router_out_7_info_total_dw),
        .out_7_valid(tlp_router_out_7_valid),
        .out_7_ready(fabric_port_tlps_7_ready),
        .held(tlp_router_held),
        .unrouted(tlp_router_unrouted),
        .non_posted_unrouted(tlp_router_non_posted_unrouted)
    );

    fabric_port_8_2_0_13_10 fabric_port (
        .clock(clock),
        .reset(reset),
        .settings_enable(register_file_settings_enable),
        .settings_learn(register_file_settings_learn),
        .settings_honour_pause(register_file_settings_honour_pause),
        .settings_send_pause(register_file_settings_send_pause),
        .settings_vid(register_file_settings_vid),
        .settings_pcp(register_file_settings_pcp),
        .settings_local_mac(register_file_settings_local_mac),
        .settings_node_id(register_file_settings_node_id),
        .settings_seed(register_file_settings_seed),
        .settings_check_ids(register_file_settings_check_ids),
        .settings_ethertype(register_file_settings_ethertype),
        .settings_ack_delay(register_file_settings_ack_delay),
        .settings_area_beats(register_file_settings_area_beats),
        .settings_mtu(register_file_settings_mtu),
        .settings_frame_tlps(register_file_settings_frame_tlps),
        .settings_window_frames(register_file_settings_window_frames),
        .settings_window_beats(register_file_settings_window_beats),
        .settings_timeout_min(register_file_settings_timeout_min),
        .settings_timeout_max(register_file_settings_timeout_max),
        .settings_dead_time(register_file_settings_dead_time),
        .settings_busy_time(register_file_settings_busy_time),
        .settings_open_interval(register_file_settings_open_interval),
        .settings_keep_alive_interval(register_file_settings_keep_alive_interval),
        .settings_keep_alive_timeout(register_file_settings_keep_alive_timeout),
        .settings_rate_control(register_file_settings_rate_control),
        .settings_delay_target(register_file_settings_delay_target),
        .settings_rate_min(register_file_settings_rate_min),
        .settings_rate_step(register_file_settings_rate_step),
        .settings_rate_burst(register_file_settings_rate_burst),
        .settings_pause_quanta(register_file_settings_pause_quanta),
        .settings_pause_high(register_file_settings_pause_high),
        .settings_pause_low(register_file_settings_pause_low),
        .peer_settings_0_fixed(register_file_peer_settings_0_fixed),
        .peer_settings_0_is_default(register_file_peer_settings_0_is_default),
        .peer_settings_0_close(register_file_peer_settings_0_close),
        .peer_settings_0_mac(register_file_peer_settings_0_mac),
        .peer_settings_0_route_id_low(register_file_peer_settings_0_route_id_low),
        .peer_settings_0_route_id_high(register_file_peer_settings_0_route_id_high),
        .peer_settings_0_route_source_low(register_file_peer_settings_0_route_source_low),
        .peer_settings_0_route_source_high(register_file_peer_settings_0_route_source_high),
        .peer_settings_0_route_io_base(register_file_peer_settings_0_route_io_base),
        .peer_settings_0_route_io_limit(register_file_peer_settings_0_route_io_limit),
        .peer_settings_0_route_memory_base(register_file_peer_settings_0_route_memory_base),
        .peer_settings_0_route_memory_limit(register_file_peer_settings_0_route_memory_limit),
        .peer_settings_0_route_wide_base(register_file_peer_settings_0_route_wide_base),
        .peer_settings_0_route_wide_limit(register_file_peer_settings_0_route_wide_limit),
        .peer_settings_1_fixed(register_file_peer_settings_1_fixed),
        .peer_settings_1_is_default(register_file_peer_settings_1_is_default),
        .peer_settings_1_close(register_file_peer_settings_1_close),
        .peer_settings_1_mac(register_file_peer_settings_1_mac),
        .peer_settings_1_route_id_low(register_file_peer_settings_1_route_id_low),
        .peer_settings_1_route_id_high(register_file_peer_settings_1_route_id_high),
        .peer_settings_1_route_source_low(register_file_peer_settings_1_route_source_low),
        .peer_settings_1_route_source_high(register_file_peer_settings_1_route_source_high),
        .peer_settings_1_route_io_base(register_file_peer_settings_1_route_io_base),
        .peer_settings_1_route_io_limit(register_file_peer_settings_1_route_io_limit),
        .peer_settings_1_route_memory_base(register_file_peer_settings_1_route_memory_base),
        .peer_settings_1_route_memory_limit(register_file_peer_settings_1_route_memory_limit),
        .peer_settings_1_route_wide_base(register_file_peer_settings_1_route_wide_base),
        .peer_settings_1_route_wide_limit(register_file_peer_settings_1_route_wide_limit),
        .peer_settings_2_fixed(register_file_peer_settings_2_fixed),
        .peer_settings_2_is_default(register_file_peer_settings_2_is_default),
        .peer_settings_2_close(register_file_peer_settings_2_close),
        .peer_settings_2_mac(register_file_peer_settings_2_mac),
        .peer_settings_2_route_id_low(register_file_peer_settings_2_route_id_low),
        .peer_settings_2_route_id_high(register_file_peer_settings_2_route_id_high),
        .peer_settings_2_route_source_low(register_file_peer_settings_2_route_source_low),
        .peer_settings_2_route_source_high(register_file_peer_settings_2_route_source_high),
        .peer_settings_2_route_io_base(register_file_peer_settings_2_route_io_base),
        .peer_settings_2_route_io_limit(register_file_peer_settings_2_route_io_limit),
        .peer_settings_2_route_memory_base(register_file_peer_settings_2_route_memory_base),
        .peer_settings_2_route_memory_limit(register_file_peer_settings_2_route_memory_limit),
        .peer_settings_2_route_wide_base(register_file_peer_settings_2_route_wide_base),
        .peer_settings_2_route_wide_limit(register_file_peer_settings_2_route_wide_limit),
        .peer_settings_3_fixed(register_file_peer_settings_3_fixed),
        .peer_settings_3_is_default(register_file_peer_settings_3_is_default),
        .peer_settings_3_close(register_file_peer_settings_3_close),
        .peer_settings_3_mac(register_file_peer_settings_3_mac),
        .peer_settings_3_route_id_low(register_file_peer_settings_3_route_id_low),
        .peer_settings_3_route_id_high(register_file_peer_settings_3_route_id_high),
        .peer_settings_3_route_source_low(register_file_peer_settings_3_route_source_low),
        .peer_settings_3_route_source_high(register_file_peer_settings_3_route_source_high),
        .peer_settings_3_route_io_base(register_file_peer_settings_3_route_io_base),
        .peer_settings_3_route_io_limit(register_file_peer_settings_3_route_io_limit),
        .peer_settings_3_route_memory_base(register_file_peer_settings_3_route_memory_base),
        .peer_settings_3_route_memory_limit(register_file_peer_settings_3_route_memory_limit),
        .peer_settings_3_route_wide_base(register_file_peer_settings_3_route_wide_base),
        .peer_settings_3_route_wide_limit(register_file_peer_settings_3_route_wide_limit),
        .peer_settings_4_fixed(register_file_peer_settings_4_fixed),
        .peer_settings_4_is_default(register_file_peer_settings_4_is_default),
        .peer_settings_4_close(register_file_peer_settings_4_close),
        .peer_settings_4_mac(register_file_peer_settings_4_mac),
        .peer_settings_4_route_id_low(register_file_peer_settings_4_route_id_low),
        .peer_settings_4_route_id_high(register_file_peer_settings_4_route_id_high),
        .peer_settings_4_route_source_low(register_file_peer_settings_4_route_source_low),
        .peer_settings_4_route_source_high(register_file_peer_settings_4_route_source_high),
        .peer_settings_4_route_io_base(register_file_peer_settings_4_route_io_base),
        .peer_settings_4_route_io_limit(register_file_peer_settings_4_route_io_limit),
        .peer_settings_4_route_memory_base(register_file_peer_settings_4_route_memory_base),
        .peer_settings_4_route_memory_limit(register_file_peer_settings_4_route_memory_limit),
        .peer_settings_4_route_wide_base(register_file_peer_settings_4_route_wide_base),
        .peer_settings_4_route_wide_limit(register_file_peer_settings_4_route_wide_limit),
        .peer_settings_5_fixed(register_file_peer_settings_5_fixed),
        .peer_settings_5_is_default(register_file_peer_settings_5_is_default),
        .peer_settings_5_close(register_file_peer_settings_5_close),
        .peer_settings_5_mac(register_file_peer_settings_5_mac),
        .peer_settings_5_route_id_low(register_file_peer_settings_5_route_id_low),
        .peer_settings_5_route_id_high(register_file_peer_settings_5_route_id_high),
        .peer_settings_5_route_source_low(register_file_peer_settings_5_route_source_low),
        .peer_settings_5_route_source_high(register_file_peer_settings_5_route_source_high),
        .peer_settings_5_route_io_base(register_file_peer_settings_5_route_io_base),
        .peer_settings_5_route_io_limit(register_file_peer_settings_5_route_io_limit),
        .peer_settings_5_route_memory_base(register_file_peer_settings_5_route_memory_base),
        .peer_settings_5_route_memory_limit(register_file_peer_settings_5_route_memory_limit),
        .peer_settings_5_route_wide_base(register_file_peer_settings_5_route_wide_base),
        .peer_settings_5_route_wide_limit(register_file_peer_settings_5_route_wide_limit),
        .peer_settings_6_fixed(register_file_peer_settings_6_fixed),
        .peer_settings_6_is_default(register_file_peer_settings_6_is_default),
        .peer_settings_6_close(register_file_peer_settings_6_close),
        .peer_settings_6_mac(register_file_peer_settings_6_mac),
        .peer_settings_6_route_id_low(register_file_peer_settings_6_route_id_low),
        .peer_settings_6_route_id_high(register_file_peer_settings_6_route_id_high),
        .peer_settings_6_route_source_low(register_file_peer_settings_6_route_source_low),
        .peer_settings_6_route_source_high(register_file_peer_settings_6_route_source_high),
        .peer_settings_6_route_io_base(register_file_peer_settings_6_route_io_base),
        .peer_settings_6_route_io_limit(register_file_peer_settings_6_route_io_limit),
        .peer_settings_6_route_memory_base(register_file_peer_settings_6_route_memory_base),
        .peer_settings_6_route_memory_limit(register_file_peer_settings_6_route_memory_limit),
        .peer_settings_6_route_wide_base(register_file_peer_settings_6_route_wide_base),
        .peer_settings_6_route_wide_limit(register_file_peer_settings_6_route_wide_limit),
        .peer_settings_7_fixed(register_file_peer_settings_7_fixed),
        .peer_settings_7_is_default(register_file_peer_settings_7_is_default),
        .peer_settings_7_close(register_file_peer_settings_7_close),
        .peer_settings_7_mac(register_file_peer_settings_7_mac),
        .peer_settings_7_route_id_low(register_file_peer_settings_7_route_id_low),
        .peer_settings_7_route_id_high(register_file_peer_settings_7_route_id_high),
        .peer_settings_7_route_source_low(register_file_peer_settings_7_route_source_low),
        .peer_settings_7_route_source_high(register_file_peer_settings_7_route_source_high),
        .peer_settings_7_route_io_base(register_file_peer_settings_7_route_io_base),
        .peer_settings_7_route_io_limit(register_file_peer_settings_7_route_io_limit),
        .peer_settings_7_route_memory_base(register_file_peer_settings_7_route_memory_base),
        .peer_settings_7_route_memory_limit(register_file_peer_settings_7_route_memory_limit),
        .peer_settings_7_route_wide_base(register_file_peer_settings_7_route_wide_base),
        .peer_settings_7_route_wide_limit(register_file_peer_settings_7_route_wide_limit),
        .tlps_0_beat_data(tlp_router_out_0_beat_data),
        .tlps_0_beat_keep(tlp_router_out_0_beat_keep),
        .tlps_0_beat_last(tlp_router_out_0_beat_last),
        .tlps_0_beat_error(tlp_router_out_0_beat_error),
        .tlps_0_info_kind(tlp_router_out_0_info_kind),
        .tlps_0_info_routing(tlp_router_out_0_info_routing),
        .tlps_0_info_header_dw(tlp_router_out_0_info_header_dw),
        .tlps_0_info_payload_dw(tlp_router_out_0_info_payload_dw),
        .tlps_0_info_total_dw(tlp_router_out_0_info_total_dw),
        .tlps_0_valid(tlp_router_out_0_valid),
        .tlps_0_ready(fabric_port_tlps_0_ready),
        .tlps_1_beat_data(tlp_router_out_1_beat_data),
        .tlps_1_beat_keep(tlp_router_out_1_beat_keep),
        .tlps_1_beat_last(tlp_router_out_1_beat_last),
        .tlps_1_beat_error(tlp_router_out_1_beat_error),
        .tlps_1_info_kind(tlp_router_out_1_info_kind),
        .tlps_1_info_routing(tlp_router_out_1_info_routing),
        .tlps_1_info_header_dw(tlp_router_out_1_info_header_dw),
        .tlps_1_info_payload_dw(tlp_router_out_1_info_payload_dw),
        .tlps_1_info_total_dw(tlp_router_out_1_info_total_dw),
        .tlps_1_valid(tlp_router_out_1_valid),
        .tlps_1_ready(fabric_port_tlps_1_ready),
        .tlps_2_beat_data(tlp_router_out_2_beat_data),
        .tlps_2_beat_keep(tlp_router_out_2_beat_keep),
        .tlps_2_beat_last(tlp_router_out_2_beat_last),
        .tlps_2_beat_error(tlp_router_out_2_beat_error),
        .tlps_2_info_kind(tlp_router_out_2_info_kind),
        .tlps_2_info_routing(tlp_router_out_2_info_routing),
        .tlps_2_info_header_dw(tlp_router_out_2_info_header_dw),
        .tlps_2_info_payload_dw(tlp_router_out_2_info_payload_dw),
        .tlps_2_info_total_dw(tlp_router_out_2_info_total_dw),
        .tlps_2_valid(tlp_router_out_2_valid),
        .tlps_2_ready(fabric_port_tlps_2_ready),
        .tlps_3_beat_data(tlp_router_out_3_beat_data),
        .tlps_3_beat_keep(tlp_router_out_3_beat_keep),
        .tlps_3_beat_last(tlp_router_out_3_beat_last),
        .tlps_3_beat_error(tlp_router_out_3_beat_error),
        .tlps_3_info_kind(tlp_router_out_3_info_kind),
        .tlps_3_info_routing(tlp_router_out_3_info_routing),
        .tlps_3_info_header_dw(tlp_router_out_3_info_header_dw),
        .tlps_3_info_payload_dw(tlp_router_out_3_info_payload_dw),
        .tlps_3_info_total_dw(tlp_router_out_3_info_total_dw),
        .tlps_3_valid(tlp_router_out_3_valid),
        .tlps_3_ready(fabric_port_tlps_3_ready),
        .tlps_4_beat_data(tlp_router_out_4_beat_data),
        .tlps_4_beat_keep(tlp_router_out_4_beat_keep),
        .tlps_4_beat_last(tlp_router_out_4_beat_last),
        .tlps_4_beat_error(tlp_router_out_4_beat_error),
        .tlps_4_info_kind(tlp_router_out_4_info_kind),
        .tlps_4_info_routing(tlp_router_out_4_info_routing),
        .tlps_4_info_header_dw(tlp_router_out_4_info_header_dw),
        .tlps_4_info_payload_dw(tlp_router_out_4_info_payload_dw),
        .tlps_4_info_total_dw(tlp_router_out_4_info_total_dw),
        .tlps_4_valid(tlp_router_out_4_valid),
        .tlps_4_ready(fabric_port_tlps_4_ready),
        .tlps_5_beat_data(tlp_router_out_5_beat_data),
        .tlps_5_beat_keep(tlp_router_out_5_beat_keep),
        .tlps_5_beat_last(tlp_router_out_5_beat_last),
        .tlps_5_beat_error(tlp_router_out_5_beat_error),
        .tlps_5_info_kind(tlp_router_out_5_info_kind),
        .tlps_5_info_routing(tlp_router_out_5_info_routing),
        .tlps_5_info_header_dw(tlp_router_out_5_info_header_dw),
        .tlps_5_info_payload_dw(tlp_router_out_5_info_payload_dw),
        .tlps_5_info_total_dw(tlp_router_out_5_info_total_dw),
        .tlps_5_valid(tlp_router_out_5_valid),
        .tlps_5_ready(fabric_port_tlps_5_ready),
        .tlps_6_beat_data(tlp_router_out_6_beat_data),
        .tlps_6_beat_keep(tlp_router_out_6_beat_keep),
        .tlps_6_beat_last(tlp_router_out_6_beat_last),
        .tlps_6_beat_error(tlp_router_out_6_beat_error),
        .tlps_6_info_kind(tlp_router_out_6_info_kind),
        .tlps_6_info_routing(tlp_router_out_6_info_routing),
        .tlps_6_info_header_dw(tlp_router_out_6_info_header_dw),
        .tlps_6_info_payload_dw(tlp_router_out_6_info_payload_dw),
        .tlps_6_info_total_dw(tlp_router_out_6_info_total_dw),
        .tlps_6_valid(tlp_router_out_6_valid),
        .tlps_6_ready(fabric_port_tlps_6_ready),
        .tlps_7_beat_data(tlp_router_out_7_beat_data),
        .tlps_7_beat_keep(tlp_router_out_7_beat_keep),
        .tlps_7_beat_last(tlp_router_out_7_beat_last),
        .tlps_7_beat_error(tlp_router_out_7_beat_error),
        .tlps_7_info_kind(tlp_router_out_7_info_kind),
        .tlps_7_info_routing(tlp_router_out_7_info_routing),
        .tlps_7_info_header_dw(tlp_router_out_7_info_header_dw),
        .tlps_7_info_payload_dw(tlp_router_out_7_info_payload_dw),
        .tlps_7_info_total_dw(tlp_router_out_7_info_total_dw),
        .tlps_7_valid(tlp_router_out_7_valid),
        .tlps_7_ready(fabric_port_tlps_7_ready),
        .connected(fabric_port_connected),
        .held(tlp_router_held),
        .non_posted_left(fabric_port_non_posted_left),
        .accepted_beat_data(fabric_port_accepted_beat_data),
        .accepted_beat_keep(fabric_port_accepted_beat_keep),
        .accepted_beat_last(fabric_port_accepted_beat_last),
        .accepted_beat_error(fabric_port_accepted_beat_error),
        .accepted_class(fabric_port_accepted_class),
        .accepted_payload_dw(fabric_port_accepted_payload_dw),
        .accepted_source(fabric_port_accepted_source),
        .accepted_valid(fabric_port_accepted_valid),
        .frame_end(fabric_port_frame_end),
        .frame_good(fabric_port_frame_good),
        .overflowed(egress_queues_overflowed),
        .free_beats(egress_queues_free_beats),
        .used_beats(egress_queues_used_beats),
        .non_posted_delivered(egress_queues_non_posted_delivered),
        .non_posted_source(egress_queues_non_posted_source),
        .xgmii_tx_data(xgmii_tx_data),
        .xgmii_tx_ctrl(xgmii_tx_ctrl),
        .xgmii_rx_data(xgmii_rx_data),
        .xgmii_rx_ctrl(xgmii_rx_ctrl),
        .link_local_fault(fabric_port_link_local_fault),
        .link_remote_fault(fabric_port_link_remote_fault),
        .link_paused(fabric_port_link_paused),
        .link_congested(fabric_port_link_congested),
        .link_unseeded(fabric_port_link_unseeded),
        .link_mtu_short(fabric_port_link_mtu_short),
        .peer_status_0_state(fabric_port_peer_status_0_state),
        .peer_status_0_learnt(fabric_port_peer_status_0_learnt),
        .peer_status_0_own(fabric_port_peer_status_0_own),
        .peer_status_0_peer(fabric_port_peer_status_0_peer),
        .peer_status_0_path_dw(fabric_port_peer_status_0_path_dw),
        .peer_status_0_mac(fabric_port_peer_status_0_mac),
        .peer_status_0_round_trip(fabric_port_peer_status_0_round_trip),
        .peer_status_0_timeout(fabric_port_peer_status_0_timeout),
        .peer_status_0_rate(fabric_port_peer_status_0_rate),
        .peer_status_1_state(fabric_port_peer_status_1_state),
        .peer_status_1_learnt(fabric_port_peer_status_1_learnt),
        .peer_status_1_own(fabric_port_peer_status_1_own),
        .peer_status_1_peer(fabric_port_peer_status_1_peer),
        .peer_status_1_path_dw(fabric_port_peer_status_1_path_dw),
        .peer_status_1_mac(fabric_port_peer_status_1_mac),
        .peer_status_1_round_trip(fabric_port_peer_status_1_round_trip),
        .peer_status_1_timeout(fabric_port_peer_status_1_timeout),
        .peer_status_1_rate(fabric_port_peer_status_1_rate),
        .peer_status_2_state(fabric_port_peer_status_2_state),
        .peer_status_2_learnt(fabric_port_peer_status_2_learnt),
        .peer_status_2_own(fabric_port_peer_status_2_own),
        .peer_status_2_peer(fabric_port_peer_status_2_peer),
        .peer_status_2_path_dw(fabric_port_peer_status_2_path_dw),
        .peer_status_2_mac(fabric_port_peer_status_2_mac),
        .peer_status_2_round_trip(fabric_port_peer_status_2_round_trip),
        .peer_status_2_timeout(fabric_port_peer_status_2_timeout),
        .peer_status_2_rate(fabric_port_peer_status_2_rate),
        .peer_status_3_state(fabric_port_peer_status_3_state),
        .peer_status_3_learnt(fabric_port_peer_status_3_learnt),
        .peer_status_3_own(fabric_port_peer_status_3_own),
        .peer_status_3_peer(fabric_port_peer_status_3_peer),
        .peer_status_3_path_dw(fabric_port_peer_status_3_path_dw),
        .peer_status_3_mac(fabric_port_peer_status_3_mac),
        .peer_status_3_round_trip(fabric_port_peer_status_3_round_trip),
        .peer_status_3_timeout(fabric_port_peer_status_3_timeout),
        .peer_status_3_rate(fabric_port_peer_status_3_rate),
        .peer_status_4_state(fabric_port_peer_status_4_state),
        .peer_status_4_learnt(fabric_port_peer_status_4_learnt),
        .peer_status_4_own(fabric_port_peer_status_4_own),
        .peer_status_4_peer(fabric_port_peer_status_4_peer),
        .peer_status_4_path_dw(fabric_port_peer_status_4_path_dw),
        .peer_status_4_mac(fabric_port_peer_status_4_mac),
        .peer_status_4_round_trip(fabric_port_peer_status_4_round_trip),
        .peer_status_4_timeout(fabric_port_peer_status_4_timeout),
        .peer_status_4_rate(fabric_port_peer_status_4_rate),
        .peer_status_5_state(fabric_port_peer_status_5_state),
        .peer_status_5_learnt(fabric_port_peer_status_5_learnt),
        .peer_status_5_own(fabric_port_peer_status_5_own),
        .peer_status_5_peer(fabric_port_peer_status_5_peer),
        .peer_status_5_path_dw(fabric_port_peer_status_5_path_dw),
        .peer_status_5_mac(fabric_port_peer_status_5_mac),
        .peer_status_5_round_trip(fabric_port_peer_status_5_round_trip),
        .peer_status_5_timeout(fabric_port_peer_status_5_timeout),
        .peer_status_5_rate(fabric_port_peer_status_5_rate),
        .peer_status_6_state(fabric_port_peer_status_6_state),
        .peer_status_6_learnt(fabric_port_peer_status_6_learnt),
        .peer_status_6_own(fabric_port_peer_status_6_own),
        .peer_status_6_peer(fabric_port_peer_status_6_peer),
        .peer_status_6_path_dw(fabric_port_peer_status_6_path_dw),
        .peer_status_6_mac(fabric_port_peer_status_6_mac),
        .peer_status_6_round_trip(fabric_port_peer_status_6_round_trip),
        .peer_status_6_timeout(fabric_port_peer_status_6_timeout),
        .peer_status_6_rate(fabric_port_peer_status_6_rate),
        .peer_status_7_state(fabric_port_peer_status_7_state),
        .peer_status_7_learnt(fabric_port_peer_status_7_learnt),
        .peer_status_7_own(fabric_port_peer_status_7_own),
        .peer_status_7_peer(fabric_port_peer_status_7_peer),
        .peer_status_7_path_dw(fabric_port_peer_status_7_path_dw),
        .peer_status_7_mac(fabric_port_peer_status_7_mac),
        .peer_status_7_round_trip(fabric_port_peer_status_7_round_trip),
        .peer_status_7_timeout(fabric_port_peer_status_7_timeout),
        .peer_status_7_rate(fabric_port_peer_status_7_rate),
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
        .events_rx_wrong_connection(fabric_port_events_rx_wrong_connection),
        .events_rx_duplicate(fabric_port_events_rx_duplicate),
        .events_rx_gap(fabric_port_events_rx_gap),
        .events_rx_malformed(fabric_port_events_rx_malformed),
        .events_rx_overflow(fabric_port_events_rx_overflow),
        .events_naks_sent(fabric_port_events_naks_sent),
        .events_tx_tlp_refused(fabric_port_events_tx_tlp_refused),
        .events_rx_tlp_refused(fabric_port_events_rx_tlp_refused),
        .events_rx_wrong_ack(fabric_port_events_rx_wrong_ack),
        .events_rx_bad_code(fabric_port_events_rx_bad_code),
        .events_rx_undersize(fabric_port_events_rx_undersize),
        .events_rx_oversize(fabric_port_events_rx_oversize),
        .events_rx_control(fabric_port_events_rx_control),
        .events_pause_received(fabric_port_events_pause_received),
        .events_pause_sent(fabric_port_events_pause_sent),
        .events_paused_clocks(fabric_port_events_paused_clocks),
        .events_tx_tlp_unrouted(fabric_port_events_tx_tlp_unrouted),
        .events_keep_alives_sent(fabric_port_events_keep_alives_sent),
        .events_keep_alives_received(fabric_port_events_keep_alives_received),
        .events_peers_learnt(fabric_port_events_peers_learnt),
        .events_peers_refused(fabric_port_events_peers_refused),
        .events_peers_lost(fabric_port_events_peers_lost),
        .events_connects(fabric_port_events_connects),
        .events_disconnects(fabric_port_events_disconnects),
        .events_rx_busy(fabric_port_events_rx_busy),
        .events_rx_wrong_source(fabric_port_events_rx_wrong_source),
        .events_rx_wrong_number(fabric_port_events_rx_wrong_number),
        .events_rx_id_refused(fabric_port_events_rx_id_refused),
        .events_rx_over_limit(fabric_port_events_rx_over_limit),
        .events_naks_ignored(fabric_port_events_naks_ignored),
        .events_tx_probes(fabric_port_events_tx_probes),
        .events_opens_held(fabric_port_events_opens_held),
        .peer_events_0_tx_tlps(fabric_port_peer_events_0_tx_tlps),
        .peer_events_0_rx_tlps(fabric_port_peer_events_0_rx_tlps),
        .peer_events_0_retransmits(fabric_port_peer_events_0_retransmits),
        .peer_events_0_timeouts(fabric_port_peer_events_0_timeouts),
        .peer_events_0_connects(fabric_port_peer_events_0_connects),
        .peer_events_0_disconnects(fabric_port_peer_events_0_disconnects),
        .peer_events_0_discarded(fabric_port_peer_events_0_discarded),
        .peer_events_1_tx_tlps(fabric_port_peer_events_1_tx_tlps),
        .peer_events_1_rx_tlps(fabric_port_peer_events_1_rx_tlps),
        .peer_events_1_retransmits(fabric_port_peer_events_1_retransmits),
        .peer_events_1_timeouts(fabric_port_peer_events_1_timeouts),
        .peer_events_1_connects(fabric_port_peer_events_1_connects),
        .peer_events_1_disconnects(fabric_port_peer_events_1_disconnects),
        .peer_events_1_discarded(fabric_port_peer_events_1_discarded),
        .peer_events_2_tx_tlps(fabric_port_peer_events_2_tx_tlps),
        .peer_events_2_rx_tlps(fabric_port_peer_events_2_rx_tlps),
        .peer_events_2_retransmits(fabric_port_peer_events_2_retransmits),
        .peer_events_2_timeouts(fabric_port_peer_events_2_timeouts),
        .peer_events_2_connects(fabric_port_peer_events_2_connects),
        .peer_events_2_disconnects(fabric_port_peer_events_2_disconnects),
        .peer_events_2_discarded(fabric_port_peer_events_2_discarded),
        .peer_events_3_tx_tlps(fabric_port_peer_events_3_tx_tlps),
        .peer_events_3_rx_tlps(fabric_port_peer_events_3_rx_tlps),
        .peer_events_3_retransmits(fabric_port_peer_events_3_retransmits),
        .peer_events_3_timeouts(fabric_port_peer_events_3_timeouts),
        .peer_events_3_connects(fabric_port_peer_events_3_connects),
        .peer_events_3_disconnects(fabric_port_peer_events_3_disconnects),
        .peer_events_3_discarded(fabric_port_peer_events_3_discarded),
        .peer_events_4_tx_tlps(fabric_port_peer_events_4_tx_tlps),
        .peer_events_4_rx_tlps(fabric_port_peer_events_4_rx_tlps),
        .peer_events_4_retransmits(fabric_port_peer_events_4_retransmits),
        .peer_events_4_timeouts(fabric_port_peer_events_4_timeouts),
        .peer_events_4_connects(fabric_port_peer_events_4_connects),
        .peer_events_4_disconnects(fabric_port_peer_events_4_disconnects),
        .peer_events_4_discarded(fabric_port_peer_events_4_discarded),
        .peer_events_5_tx_tlps(fabric_port_peer_events_5_tx_tlps),
        .peer_events_5_rx_tlps(fabric_port_peer_events_5_rx_tlps),
        .peer_events_5_retransmits(fabric_port_peer_events_5_retransmits),
        .peer_events_5_timeouts(fabric_port_peer_events_5_timeouts),
        .peer_events_5_connects(fabric_port_peer_events_5_connects),
        .peer_events_5_disconnects(fabric_port_peer_events_5_disconnects),
        .peer_events_5_discarded(fabric_port_peer_events_5_discarded),
        .peer_events_6_tx_tlps(fabric_port_peer_events_6_tx_tlps),
        .peer_events_6_rx_tlps(fabric_port_peer_events_6_rx_tlps),
        .peer_events_6_retransmits(fabric_port_peer_events_6_retransmits),
        .peer_events_6_timeouts(fabric_port_peer_events_6_timeouts),
        .peer_events_6_connects(fabric_port_peer_events_6_connects),
        .peer_events_6_disconnects(fabric_port_peer_events_6_disconnects),
        .peer_events_6_discarded(fabric_port_peer_events_6_discarded),
        .peer_events_7_tx_tlps(fabric_port_peer_events_7_tx_tlps),
        .peer_events_7_rx_tlps(fabric_port_peer_events_7_rx_tlps),
        .peer_events_7_retransmits(fabric_port_peer_events_7_retransmits),
        .peer_events_7_timeouts(fabric_port_peer_events_7_timeouts),
        .peer_events_7_connects(fabric_port_peer_events_7_connects),
        .peer_events_7_disconnects(fabric_port_peer_events_7_disconnects),
        .peer_events_7_discarded(fabric_port_peer_events_7_discarded)
    );

    egress_queues_12_11_12 egress_queues (
        .clock(clock),
        .reset(reset),
        .tlp_beat_data(fabric_port_accepted_beat_data),
        .tlp_beat_keep(fabric_port_accepted_beat_keep),
        .tlp_beat_last(fabric_port_accepted_beat_last),
        .tlp_beat_error(fabric_port_accepted_beat_error),
        .tlp_class(fabric_port_accepted_class),
        .tlp_payload_dw(fabric_port_accepted_payload_dw),
        .tlp_source(fabric_port_accepted_source),
        .tlp_valid(fabric_port_accepted_valid),
        .frame_end(fabric_port_frame_end),
        .frame_good(fabric_port_frame_good),
        .overflowed(egress_queues_overflowed),
        .free_beats(egress_queues_free_beats),
        .used_beats(egress_queues_used_beats),
        .credits_posted_header(pcie_tx_credits_posted_header),
        .credits_posted_data(pcie_tx_credits_posted_data),
        .credits_non_posted_header(pcie_tx_credits_non_posted_header),
        .credits_non_posted_data(pcie_tx_credits_non_posted_data),
        .credits_completion_header(pcie_tx_credits_completion_header),
        .credits_completion_data(pcie_tx_credits_completion_data),
        .credits_infinite(pcie_tx_credits_infinite),
        .out_data(pcie_tx_data),
        .out_keep(pcie_tx_keep),
        .out_last(pcie_tx_last),
        .out_error(pcie_tx_error),
        .out_valid(pcie_tx_valid),
        .out_ready(pcie_tx_ready),
        .delivered(egress_queues_delivered),
        .non_posted_delivered(egress_queues_non_posted_delivered),
        .non_posted_source(egress_queues_non_posted_source)
    );

    register_file_8_2 register_file (
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
        .settings_learn(register_file_settings_learn),
        .settings_honour_pause(register_file_settings_honour_pause),
        .settings_send_pause(register_file_settings_send_pause),
        .settings_vid(register_file_settings_vid),
        .settings_pcp(register_file_settings_pcp),
        .settings_local_mac(register_file_settings_local_mac),
        .settings_node_id(register_file_settings_node_id),
        .settings_seed(register_file_settings_seed),
        .settings_check_ids(register_file_settings_check_ids),
        .settings_ethertype(register_file_settings_ethertype),
        .settings_ack_delay(register_file_settings_ack_delay),
        .settings_area_beats(register_file_settings_area_beats),
        .settings_mtu(register_file_settings_mtu),
        .settings_frame_tlps(register_file_settings_frame_tlps),
        .settings_window_frames(register_file_settings_window_frames),
        .settings_window_beats(register_file_settings_window_beats),
        .settings_timeout_min(register_file_settings_timeout_min),
        .settings_timeout_max(register_file_settings_timeout_max),
        .settings_dead_time(register_file_settings_dead_time),
        .settings_busy_time(register_file_settings_busy_time),
        .settings_open_interval(register_file_settings_open_interval),
        .settings_keep_alive_interval(register_file_settings_keep_alive_interval),
        .settings_keep_alive_timeout(register_file_settings_keep_alive_timeout),
        .settings_rate_control(register_file_settings_rate_control),
        .settings_delay_target(register_file_settings_delay_target),
        .settings_rate_min(register_file_settings_rate_min),
        .settings_rate_step(register_file_settings_rate_step),
        .settings_rate_burst(register_file_settings_rate_burst),
        .settings_pause_quanta(register_file_settings_pause_quanta),
        .settings_pause_high(register_file_settings_pause_high),
        .settings_pause_low(register_file_settings_pause_low),
        .peer_settings_0_fixed(register_file_peer_settings_0_fixed),
        .peer_settings_0_is_default(register_file_peer_settings_0_is_default),
        .peer_settings_0_close(register_file_peer_settings_0_close),
        .peer_settings_0_mac(register_file_peer_settings_0_mac),
        .peer_settings_0_route_id_low(register_file_peer_settings_0_route_id_low),
        .peer_settings_0_route_id_high(register_file_peer_settings_0_route_id_high),
        .peer_settings_0_route_source_low(register_file_peer_settings_0_route_source_low),
        .peer_settings_0_route_source_high(register_file_peer_settings_0_route_source_high),
        .peer_settings_0_route_io_base(register_file_peer_settings_0_route_io_base),
        .peer_settings_0_route_io_limit(register_file_peer_settings_0_route_io_limit),
        .peer_settings_0_route_memory_base(register_file_peer_settings_0_route_memory_base),
        .peer_settings_0_route_memory_limit(register_file_peer_settings_0_route_memory_limit),
        .peer_settings_0_route_wide_base(register_file_peer_settings_0_route_wide_base),
        .peer_settings_0_route_wide_limit(register_file_peer_settings_0_route_wide_limit),
        .peer_settings_1_fixed(register_file_peer_settings_1_fixed),
        .peer_settings_1_is_default(register_file_peer_settings_1_is_default),
        .peer_settings_1_close(register_file_peer_settings_1_close),
        .peer_settings_1_mac(register_file_peer_settings_1_mac),
        .peer_settings_1_route_id_low(register_file_peer_settings_1_route_id_low),
        .peer_settings_1_route_id_high(register_file_peer_settings_1_route_id_high),
        .peer_settings_1_route_source_low(register_file_peer_settings_1_route_source_low),
        .peer_settings_1_route_source_high(register_file_peer_settings_1_route_source_high),
        .peer_settings_1_route_io_base(register_file_peer_settings_1_route_io_base),
        .peer_settings_1_route_io_limit(register_file_peer_settings_1_route_io_limit),
        .peer_settings_1_route_memory_base(register_file_peer_settings_1_route_memory_base),
        .peer_settings_1_route_memory_limit(register_file_peer_settings_1_route_memory_limit),
        .peer_settings_1_route_wide_base(register_file_peer_settings_1_route_wide_base),
        .peer_settings_1_route_wide_limit(register_file_peer_settings_1_route_wide_limit),
        .peer_settings_2_fixed(register_file_peer_settings_2_fixed),
        .peer_settings_2_is_default(register_file_peer_settings_2_is_default),
        .peer_settings_2_close(register_file_peer_settings_2_close),
        .peer_settings_2_mac(register_file_peer_settings_2_mac),
        .peer_settings_2_route_id_low(register_file_peer_settings_2_route_id_low),
        .peer_settings_2_route_id_high(register_file_peer_settings_2_route_id_high),
        .peer_settings_2_route_source_low(register_file_peer_settings_2_route_source_low),
        .peer_settings_2_route_source_high(register_file_peer_settings_2_route_source_high),
        .peer_settings_2_route_io_base(register_file_peer_settings_2_route_io_base),
        .peer_settings_2_route_io_limit(register_file_peer_settings_2_route_io_limit),
        .peer_settings_2_route_memory_base(register_file_peer_settings_2_route_memory_base),
        .peer_settings_2_route_memory_limit(register_file_peer_settings_2_route_memory_limit),
        .peer_settings_2_route_wide_base(register_file_peer_settings_2_route_wide_base),
        .peer_settings_2_route_wide_limit(register_file_peer_settings_2_route_wide_limit),
        .peer_settings_3_fixed(register_file_peer_settings_3_fixed),
        .peer_settings_3_is_default(register_file_peer_settings_3_is_default),
        .peer_settings_3_close(register_file_peer_settings_3_close),
        .peer_settings_3_mac(register_file_peer_settings_3_mac),
        .peer_settings_3_route_id_low(register_file_peer_settings_3_route_id_low),
        .peer_settings_3_route_id_high(register_file_peer_settings_3_route_id_high),
        .peer_settings_3_route_source_low(register_file_peer_settings_3_route_source_low),
        .peer_settings_3_route_source_high(register_file_peer_settings_3_route_source_high),
        .peer_settings_3_route_io_base(register_file_peer_settings_3_route_io_base),
        .peer_settings_3_route_io_limit(register_file_peer_settings_3_route_io_limit),
        .peer_settings_3_route_memory_base(register_file_peer_settings_3_route_memory_base),
        .peer_settings_3_route_memory_limit(register_file_peer_settings_3_route_memory_limit),
        .peer_settings_3_route_wide_base(register_file_peer_settings_3_route_wide_base),
        .peer_settings_3_route_wide_limit(register_file_peer_settings_3_route_wide_limit),
        .peer_settings_4_fixed(register_file_peer_settings_4_fixed),
        .peer_settings_4_is_default(register_file_peer_settings_4_is_default),
        .peer_settings_4_close(register_file_peer_settings_4_close),
        .peer_settings_4_mac(register_file_peer_settings_4_mac),
        .peer_settings_4_route_id_low(register_file_peer_settings_4_route_id_low),
        .peer_settings_4_route_id_high(register_file_peer_settings_4_route_id_high),
        .peer_settings_4_route_source_low(register_file_peer_settings_4_route_source_low),
        .peer_settings_4_route_source_high(register_file_peer_settings_4_route_source_high),
        .peer_settings_4_route_io_base(register_file_peer_settings_4_route_io_base),
        .peer_settings_4_route_io_limit(register_file_peer_settings_4_route_io_limit),
        .peer_settings_4_route_memory_base(register_file_peer_settings_4_route_memory_base),
        .peer_settings_4_route_memory_limit(register_file_peer_settings_4_route_memory_limit),
        .peer_settings_4_route_wide_base(register_file_peer_settings_4_route_wide_base),
        .peer_settings_4_route_wide_limit(register_file_peer_settings_4_route_wide_limit),
        .peer_settings_5_fixed(register_file_peer_settings_5_fixed),
        .peer_settings_5_is_default(register_file_peer_settings_5_is_default),
        .peer_settings_5_close(register_file_peer_settings_5_close),
        .peer_settings_5_mac(register_file_peer_settings_5_mac),
        .peer_settings_5_route_id_low(register_file_peer_settings_5_route_id_low),
        .peer_settings_5_route_id_high(register_file_peer_settings_5_route_id_high),
        .peer_settings_5_route_source_low(register_file_peer_settings_5_route_source_low),
        .peer_settings_5_route_source_high(register_file_peer_settings_5_route_source_high),
        .peer_settings_5_route_io_base(register_file_peer_settings_5_route_io_base),
        .peer_settings_5_route_io_limit(register_file_peer_settings_5_route_io_limit),
        .peer_settings_5_route_memory_base(register_file_peer_settings_5_route_memory_base),
        .peer_settings_5_route_memory_limit(register_file_peer_settings_5_route_memory_limit),
        .peer_settings_5_route_wide_base(register_file_peer_settings_5_route_wide_base),
        .peer_settings_5_route_wide_limit(register_file_peer_settings_5_route_wide_limit),
        .peer_settings_6_fixed(register_file_peer_settings_6_fixed),
        .peer_settings_6_is_default(register_file_peer_settings_6_is_default),
        .peer_settings_6_close(register_file_peer_settings_6_close),
        .peer_settings_6_mac(register_file_peer_settings_6_mac),
        .peer_settings_6_route_id_low(register_file_peer_settings_6_route_id_low),
        .peer_settings_6_route_id_high(register_file_peer_settings_6_route_id_high),
        .peer_settings_6_route_source_low(register_file_peer_settings_6_route_source_low),
        .peer_settings_6_route_source_high(register_file_peer_settings_6_route_source_high),
        .peer_settings_6_route_io_base(register_file_peer_settings_6_route_io_base),
        .peer_settings_6_route_io_limit(register_file_peer_settings_6_route_io_limit),
        .peer_settings_6_route_memory_base(register_file_peer_settings_6_route_memory_base),
        .peer_settings_6_route_memory_limit(register_file_peer_settings_6_route_memory_limit),
        .peer_settings_6_route_wide_base(register_file_peer_settings_6_route_wide_base),
        .peer_settings_6_route_wide_limit(register_file_peer_settings_6_route_wide_limit),
        .peer_settings_7_fixed(register_file_peer_settings_7_fixed),
        .peer_settings_7_is_default(register_file_peer_settings_7_is_default),
        .peer_settings_7_close(register_file_peer_settings_7_close),
        .peer_settings_7_mac(register_file_peer_settings_7_mac),
        .peer_settings_7_route_id_low(register_file_peer_settings_7_route_id_low),
        .peer_settings_7_route_id_high(register_file_peer_settings_7_route_id_high),
        .peer_settings_7_route_source_low(register_file_peer_settings_7_route_source_low),
        .peer_settings_7_route_source_high(register_file_peer_settings_7_route_source_high),
        .peer_settings_7_route_io_base(register_file_peer_settings_7_route_io_base),
        .peer_settings_7_route_io_limit(register_file_peer_settings_7_route_io_limit),
        .peer_settings_7_route_memory_base(register_file_peer_settings_7_route_memory_base),
        .peer_settings_7_route_memory_limit(register_file_peer_settings_7_route_memory_limit),
        .peer_settings_7_route_wide_base(register_file_peer_settings_7_route_wide_base),
        .peer_settings_7_route_wide_limit(register_file_peer_settings_7_route_wide_limit),
        .link_local_fault(fabric_port_link_local_fault),
        .link_remote_fault(fabric_port_link_remote_fault),
        .link_paused(fabric_port_link_paused),
        .link_congested(fabric_port_link_congested),
        .link_unseeded(fabric_port_link_unseeded),
        .link_mtu_short(fabric_port_link_mtu_short),
        .peers_0_state(fabric_port_peer_status_0_state),
        .peers_0_learnt(fabric_port_peer_status_0_learnt),
        .peers_0_own(fabric_port_peer_status_0_own),
        .peers_0_peer(fabric_port_peer_status_0_peer),
        .peers_0_path_dw(fabric_port_peer_status_0_path_dw),
        .peers_0_mac(fabric_port_peer_status_0_mac),
        .peers_0_round_trip(fabric_port_peer_status_0_round_trip),
        .peers_0_timeout(fabric_port_peer_status_0_timeout),
        .peers_0_rate(fabric_port_peer_status_0_rate),
        .peers_1_state(fabric_port_peer_status_1_state),
        .peers_1_learnt(fabric_port_peer_status_1_learnt),
        .peers_1_own(fabric_port_peer_status_1_own),
        .peers_1_peer(fabric_port_peer_status_1_peer),
        .peers_1_path_dw(fabric_port_peer_status_1_path_dw),
        .peers_1_mac(fabric_port_peer_status_1_mac),
        .peers_1_round_trip(fabric_port_peer_status_1_round_trip),
        .peers_1_timeout(fabric_port_peer_status_1_timeout),
        .peers_1_rate(fabric_port_peer_status_1_rate),
        .peers_2_state(fabric_port_peer_status_2_state),
        .peers_2_learnt(fabric_port_peer_status_2_learnt),
        .peers_2_own(fabric_port_peer_status_2_own),
        .peers_2_peer(fabric_port_peer_status_2_peer),
        .peers_2_path_dw(fabric_port_peer_status_2_path_dw),
        .peers_2_mac(fabric_port_peer_status_2_mac),
        .peers_2_round_trip(fabric_port_peer_status_2_round_trip),
        .peers_2_timeout(fabric_port_peer_status_2_timeout),
        .peers_2_rate(fabric_port_peer_status_2_rate),
        .peers_3_state(fabric_port_peer_status_3_state),
        .peers_3_learnt(fabric_port_peer_status_3_learnt),
        .peers_3_own(fabric_port_peer_status_3_own),
        .peers_3_peer(fabric_port_peer_status_3_peer),
        .peers_3_path_dw(fabric_port_peer_status_3_path_dw),
        .peers_3_mac(fabric_port_peer_status_3_mac),
        .peers_3_round_trip(fabric_port_peer_status_3_round_trip),
        .peers_3_timeout(fabric_port_peer_status_3_timeout),
        .peers_3_rate(fabric_port_peer_status_3_rate),
        .peers_4_state(fabric_port_peer_status_4_state),
        .peers_4_learnt(fabric_port_peer_status_4_learnt),
        .peers_4_own(fabric_port_peer_status_4_own),
        .peers_4_peer(fabric_port_peer_status_4_peer),
        .peers_4_path_dw(fabric_port_peer_status_4_path_dw),
        .peers_4_mac(fabric_port_peer_status_4_mac),
        .peers_4_round_trip(fabric_port_peer_status_4_round_trip),
        .peers_4_timeout(fabric_port_peer_status_4_timeout),
        .peers_4_rate(fabric_port_peer_status_4_rate),
        .peers_5_state(fabric_port_peer_status_5_state),
        .peers_5_learnt(fabric_port_peer_status_5_learnt),
        .peers_5_own(fabric_port_peer_status_5_own),
        .peers_5_peer(fabric_port_peer_status_5_peer),
        .peers_5_path_dw(fabric_port_peer_status_5_path_dw),
        .peers_5_mac(fabric_port_peer_status_5_mac),
        .peers_5_round_trip(fabric_port_peer_status_5_round_trip),
        .peers_5_timeout(fabric_port_peer_status_5_timeout),
        .peers_5_rate(fabric_port_peer_status_5_rate),
        .peers_6_state(fabric_port_peer_status_6_state),
        .peers_6_learnt(fabric_port_peer_status_6_learnt),
        .peers_6_own(fabric_port_peer_status_6_own),
        .peers_6_peer(fabric_port_peer_status_6_peer),
        .peers_6_path_dw(fabric_port_peer_status_6_path_dw),
        .peers_6_mac(fabric_port_peer_status_6_mac),
        .peers_6_round_trip(fabric_port_peer_status_6_round_trip),
        .peers_6_timeout(fabric_port_peer_status_6_timeout),
        .peers_6_rate(fabric_port_peer_status_6_rate),
        .peers_7_state(fabric_port_peer_status_7_state),
        .peers_7_learnt(fabric_port_peer_status_7_learnt),
        .peers_7_own(fabric_port_peer_status_7_own),
        .peers_7_peer(fabric_port_peer_status_7_peer),
        .peers_7_path_dw(fabric_port_peer_status_7_path_dw),
        .peers_7_mac(fabric_port_peer_status_7_mac),
        .peers_7_round_trip(fabric_port_peer_status_7_round_trip),
        .peers_7_timeout(fabric_port_peer_status_7_timeout),
        .peers_7_rate(fabric_port_peer_status_7_rate),
        .events_tx_frames(fabric_port_events_tx_frames),
        .events_tx_tlps(fabric_port_events_tx_tlps),
        .events_tx_retransmits(fabric_port_events_tx_retransmits),
        .events_tx_timeouts(fabric_port_events_tx_timeouts),
        .events_tx_naks_received(fabric_port_events_tx_naks_received),
        .events_tx_ack_frames(fabric_port_events_tx_ack_frames),
        .events_tx_tlp_malformed(tlp_ingress_malformed),
        .events_rx_frames(fabric_port_events_rx_frames),
        .events_rx_tlps(egress_queues_delivered),
        .events_rx_bad_fcs(fabric_port_events_rx_bad_fcs),
        .events_rx_wrong_group(fabric_port_events_rx_wrong_group),
        .events_rx_wrong_type(fabric_port_events_rx_wrong_type),
        .events_rx_wrong_peer(fabric_port_events_rx_wrong_peer),
        .events_rx_wrong_connection(fabric_port_events_rx_wrong_connection),
        .events_rx_duplicate(fabric_port_events_rx_duplicate),
        .events_rx_gap(fabric_port_events_rx_gap),
        .events_rx_malformed(fabric_port_events_rx_malformed),
        .events_rx_overflow(fabric_port_events_rx_overflow),
        .events_naks_sent(fabric_port_events_naks_sent),
        .events_tx_tlp_refused(tlp_ingress_refused),
        .events_rx_tlp_refused(fabric_port_events_rx_tlp_refused),
        .events_rx_wrong_ack(fabric_port_events_rx_wrong_ack),
        .events_rx_bad_code(fabric_port_events_rx_bad_code),
        .events_rx_undersize(fabric_port_events_rx_undersize),
        .events_rx_oversize(fabric_port_events_rx_oversize),
        .events_rx_control(fabric_port_events_rx_control),
        .events_pause_received(fabric_port_events_pause_received),
        .events_pause_sent(fabric_port_events_pause_sent),
        .events_paused_clocks(fabric_port_events_paused_clocks),
        .events_tx_tlp_unrouted(tlp_router_unrouted),
        .events_keep_alives_sent(fabric_port_events_keep_alives_sent),
        .events_keep_alives_received(fabric_port_events_keep_alives_received),
        .events_peers_learnt(fabric_port_events_peers_learnt),
        .events_peers_refused(fabric_port_events_peers_refused),
        .events_peers_lost(fabric_port_events_peers_lost),
        .events_connects(fabric_port_events_connects),
        .events_disconnects(fabric_port_events_disconnects),
        .events_rx_busy(fabric_port_events_rx_busy),
        .events_rx_wrong_source(fabric_port_events_rx_wrong_source),
        .events_rx_wrong_number(fabric_port_events_rx_wrong_number),
        .events_rx_id_refused(fabric_port_events_rx_id_refused),
        .events_rx_over_limit(fabric_port_events_rx_over_limit),
        .events_naks_ignored(fabric_port_events_naks_ignored),
        .events_tx_probes(fabric_port_events_tx_probes),
        .events_opens_held(fabric_port_events_opens_held),
        .peer_events_0_tx_tlps(fabric_port_peer_events_0_tx_tlps),
        .peer_events_0_rx_tlps(fabric_port_peer_events_0_rx_tlps),
        .peer_events_0_retransmits(fabric_port_peer_events_0_retransmits),
        .peer_events_0_timeouts(fabric_port_peer_events_0_timeouts),
        .peer_events_0_connects(fabric_port_peer_events_0_connects),
        .peer_events_0_disconnects(fabric_port_peer_events_0_disconnects),
        .peer_events_0_discarded(fabric_port_peer_events_0_discarded),
        .peer_events_1_tx_tlps(fabric_port_peer_events_1_tx_tlps),
        .peer_events_1_rx_tlps(fabric_port_peer_events_1_rx_tlps),
        .peer_events_1_retransmits(fabric_port_peer_events_1_retransmits),
        .peer_events_1_timeouts(fabric_port_peer_events_1_timeouts),
        .peer_events_1_connects(fabric_port_peer_events_1_connects),
        .peer_events_1_disconnects(fabric_port_peer_events_1_disconnects),
        .peer_events_1_discarded(fabric_port_peer_events_1_discarded),
        .peer_events_2_tx_tlps(fabric_port_peer_events_2_tx_tlps),
        .peer_events_2_rx_tlps(fabric_port_peer_events_2_rx_tlps),
        .peer_events_2_retransmits(fabric_port_peer_events_2_retransmits),
        .peer_events_2_timeouts(fabric_port_peer_events_2_timeouts),
        .peer_events_2_connects(fabric_port_peer_events_2_connects),
        .peer_events_2_disconnects(fabric_port_peer_events_2_disconnects),
        .peer_events_2_discarded(fabric_port_peer_events_2_discarded),
        .peer_events_3_tx_tlps(fabric_port_peer_events_3_tx_tlps),
        .peer_events_3_rx_tlps(fabric_port_peer_events_3_rx_tlps),
        .peer_events_3_retransmits(fabric_port_peer_events_3_retransmits),
        .peer_events_3_timeouts(fabric_port_peer_events_3_timeouts),
        .peer_events_3_connects(fabric_port_peer_events_3_connects),
        .peer_events_3_disconnects(fabric_port_peer_events_3_disconnects),
        .peer_events_3_discarded(fabric_port_peer_events_3_discarded),
        .peer_events_4_tx_tlps(fabric_port_peer_events_4_tx_tlps),
        .peer_events_4_rx_tlps(fabric_port_peer_events_4_rx_tlps),
        .peer_events_4_retransmits(fabric_port_peer_events_4_retransmits),
        .peer_events_4_timeouts(fabric_port_peer_events_4_timeouts),
        .peer_events_4_connects(fabric_port_peer_events_4_connects),
        .peer_events_4_disconnects(fabric_port_peer_events_4_disconnects),
        .peer_events_4_discarded(fabric_port_peer_events_4_discarded),
        .peer_events_5_tx_tlps(fabric_port_peer_events_5_tx_tlps),
        .peer_events_5_rx_tlps(fabric_port_peer_events_5_rx_tlps),
        .peer_events_5_retransmits(fabric_port_peer_events_5_retransmits),
        .peer_events_5_timeouts(fabric_port_peer_events_5_timeouts),
        .peer_events_5_connects(fabric_port_peer_events_5_connects),
        .peer_events_5_disconnects(fabric_port_peer_events_5_disconnects),
        .peer_events_5_discarded(fabric_port_peer_events_5_discarded),
        .peer_events_6_tx_tlps(fabric_port_peer_events_6_tx_tlps),
        .peer_events_6_rx_tlps(fabric_port_peer_events_6_rx_tlps),
        .peer_events_6_retransmits(fabric_port_peer_events_6_retransmits),
        .peer_events_6_timeouts(fabric_port_peer_events_6_timeouts),
        .peer_events_6_connects(fabric_port_peer_events_6_connects),
        .peer_events_6_disconnects(fabric_port_peer_events_6_disconnects),
        .peer_events_6_discarded(fabric_port_peer_events_6_discarded),
        .peer_events_7_tx_tlps(fabric_port_peer_events_7_tx_tlps),
        .peer_events_7_rx_tlps(fabric_port_peer_events_7_rx_tlps),
        .peer_events_7_retransmits(fabric_port_peer_events_7_retransmits),
        .peer_events_7_timeouts(fabric_port_peer_events_7_timeouts),
        .peer_events_7_connects(fabric_port_peer_events_7_connects),
        .peer_events_7_disconnects(fabric_port_peer_events_7_disconnects),
        .peer_events_7_discarded(fabric_port_peer_events_7_discarded)
    );

    always @(*) begin
        non_posted_limit_next = non_posted_limit;
        non_posted_limit_next = non_posted_limit + {2'd0, gone};
    end

    initial begin
        non_posted_limit = 8'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            non_posted_limit <= 8'd0;
        end else begin
            non_posted_limit <= non_posted_limit_next;
        end
    end

    wire unused = &{1'b0,
        fabric_port_events_tx_tlp_malformed,
        fabric_port_events_rx_tlps,
        fabric_port_events_tx_tlp_refused,
        fabric_port_events_tx_tlp_unrouted,
        is_default[1],
        is_default_2[2],
        is_default_3[3],
        is_default_4[4],
        is_default_5[5],
        is_default_6[6],
        is_default_7[7]};

endmodule

`default_nettype wire

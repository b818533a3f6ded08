// bridge_registers: made from the Rust type expether_rtl::bridge::bridge_registers::BridgeRegisters<2, 1>
// by `expether gen`; edit that instead.
`default_nettype none

module bridge_registers (
    input  wire        clock,
    input  wire        reset,
    input  wire        write,
    input  wire [8:0]  write_offset,
    input  wire [31:0] write_data,
    input  wire [3:0]  write_strobe,
    input  wire        read,
    input  wire [8:0]  read_offset,
    output wire [31:0] read_data,
    output wire        settings_enable,
    output wire        settings_learn,
    output wire        settings_honour_pause,
    output wire        settings_send_pause,
    output wire [11:0] settings_vid,
    output wire [2:0]  settings_pcp,
    output wire [47:0] settings_local_mac,
    output wire [63:0] settings_node_id,
    output wire [63:0] settings_seed,
    output wire        settings_check_ids,
    output wire [15:0] settings_ethertype,
    output wire [15:0] settings_ack_delay,
    output wire [10:0] settings_area_beats,
    output wire [13:0] settings_mtu,
    output wire [7:0]  settings_frame_tlps,
    output wire [5:0]  settings_window_frames,
    output wire [15:0] settings_window_beats,
    output wire [23:0] settings_timeout_min,
    output wire [23:0] settings_timeout_max,
    output wire [23:0] settings_dead_time,
    output wire [23:0] settings_busy_time,
    output wire [23:0] settings_open_interval,
    output wire [23:0] settings_keep_alive_interval,
    output wire [23:0] settings_keep_alive_timeout,
    output wire        settings_rate_control,
    output wire [19:0] settings_delay_target,
    output wire [15:0] settings_rate_min,
    output wire [15:0] settings_rate_step,
    output wire [15:0] settings_rate_burst,
    output wire [15:0] settings_pause_quanta,
    output wire [15:0] settings_pause_high,
    output wire [15:0] settings_pause_low,
    input  wire        link_local_fault,
    input  wire        link_remote_fault,
    input  wire        link_paused,
    input  wire        link_congested,
    input  wire        link_unseeded,
    input  wire        link_mtu_short,
    input  wire        events_tx_frames,
    input  wire [5:0]  events_tx_tlps,
    input  wire [9:0]  events_tx_retransmits,
    input  wire [5:0]  events_tx_timeouts,
    input  wire        events_tx_naks_received,
    input  wire        events_tx_ack_frames,
    input  wire        events_tx_tlp_malformed,
    input  wire        events_rx_frames,
    input  wire        events_rx_tlps,
    input  wire        events_rx_bad_fcs,
    input  wire        events_rx_wrong_group,
    input  wire        events_rx_wrong_type,
    input  wire        events_rx_wrong_peer,
    input  wire [5:0]  events_rx_wrong_connection,
    input  wire        events_rx_duplicate,
    input  wire        events_rx_gap,
    input  wire        events_rx_malformed,
    input  wire        events_rx_overflow,
    input  wire        events_naks_sent,
    input  wire        events_tx_tlp_refused,
    input  wire        events_rx_tlp_refused,
    input  wire        events_rx_wrong_ack,
    input  wire        events_rx_bad_code,
    input  wire        events_rx_undersize,
    input  wire        events_rx_oversize,
    input  wire        events_rx_control,
    input  wire        events_pause_received,
    input  wire        events_pause_sent,
    input  wire        events_paused_clocks,
    input  wire        events_tx_tlp_unrouted,
    input  wire        events_keep_alives_sent,
    input  wire        events_keep_alives_received,
    input  wire        events_peers_learnt,
    input  wire        events_peers_refused,
    input  wire [5:0]  events_peers_lost,
    input  wire [5:0]  events_connects,
    input  wire [5:0]  events_disconnects,
    input  wire        events_rx_busy,
    input  wire        events_rx_wrong_source,
    input  wire        events_rx_wrong_number,
    input  wire        events_rx_id_refused,
    input  wire        events_rx_over_limit,
    input  wire [5:0]  events_naks_ignored,
    input  wire [5:0]  events_tx_probes,
    input  wire [5:0]  events_opens_held
);

    wire [31:0] statuses_0;
    wire [31:0] statuses_1;
    wire [9:0]  amounts_0;
    wire [9:0]  amounts_1;
    wire [9:0]  amounts_2;
    wire [9:0]  amounts_3;
    wire [9:0]  amounts_4;
    wire [9:0]  amounts_5;
    wire [9:0]  amounts_6;
    wire [9:0]  amounts_7;
    wire [9:0]  amounts_8;
    wire [9:0]  amounts_9;
    wire [9:0]  amounts_10;
    wire [9:0]  amounts_11;
    wire [9:0]  amounts_12;
    wire [9:0]  amounts_13;
    wire [9:0]  amounts_14;
    wire [9:0]  amounts_15;
    wire [9:0]  amounts_16;
    wire [9:0]  amounts_17;
    wire [9:0]  amounts_18;
    wire [9:0]  amounts_19;
    wire [9:0]  amounts_20;
    wire [9:0]  amounts_21;
    wire [9:0]  amounts_22;
    wire [9:0]  amounts_23;
    wire [9:0]  amounts_24;
    wire [9:0]  amounts_25;
    wire [9:0]  amounts_26;
    wire [9:0]  amounts_27;
    wire [9:0]  amounts_28;
    wire [9:0]  amounts_29;
    wire [9:0]  amounts_30;
    wire [9:0]  amounts_31;
    wire [9:0]  amounts_32;
    wire [9:0]  amounts_33;
    wire [9:0]  amounts_34;
    wire [9:0]  amounts_35;
    wire [9:0]  amounts_36;
    wire [9:0]  amounts_37;
    wire [9:0]  amounts_38;
    wire [9:0]  amounts_39;
    wire [9:0]  amounts_40;
    wire [9:0]  amounts_41;
    wire [9:0]  amounts_42;
    wire [9:0]  amounts_43;
    wire [9:0]  amounts_44;
    reg  [31:0] stored_0_next;
    reg  [31:0] stored_0;
    reg  [31:0] stored_1_next;
    reg  [31:0] stored_1;
    reg  [31:0] stored_2_next;
    reg  [31:0] stored_2;
    reg  [31:0] stored_3_next;
    reg  [31:0] stored_3;
    reg  [31:0] stored_4_next;
    reg  [31:0] stored_4;
    reg  [31:0] stored_5_next;
    reg  [31:0] stored_5;
    reg  [31:0] stored_6_next;
    reg  [31:0] stored_6;
    reg  [31:0] stored_7_next;
    reg  [31:0] stored_7;
    reg  [31:0] stored_8_next;
    reg  [31:0] stored_8;
    reg  [31:0] stored_9_next;
    reg  [31:0] stored_9;
    reg  [31:0] stored_10_next;
    reg  [31:0] stored_10;
    reg  [31:0] stored_11_next;
    reg  [31:0] stored_11;
    reg  [31:0] stored_12_next;
    reg  [31:0] stored_12;
    reg  [31:0] stored_13_next;
    reg  [31:0] stored_13;
    reg  [31:0] stored_14_next;
    reg  [31:0] stored_14;
    reg  [31:0] stored_15_next;
    reg  [31:0] stored_15;
    reg  [31:0] stored_16_next;
    reg  [31:0] stored_16;
    reg  [31:0] stored_17_next;
    reg  [31:0] stored_17;
    reg  [31:0] stored_18_next;
    reg  [31:0] stored_18;
    reg  [31:0] stored_19_next;
    reg  [31:0] stored_19;
    reg  [31:0] stored_20_next;
    reg  [31:0] stored_20;
    reg  [31:0] stored_21_next;
    reg  [31:0] stored_21;
    reg  [31:0] stored_22_next;
    reg  [31:0] stored_22;
    reg  [31:0] stored_23_next;
    reg  [31:0] stored_23;
    reg  [31:0] stored_24_next;
    reg  [31:0] stored_24;
    reg  [31:0] stored_25_next;
    reg  [31:0] stored_25;
    reg  [47:0] identity_mac_next;
    reg  [11:0] identity_vid_next;
    reg  [15:0] identity_ethertype_next;
    reg  [63:0] identity_node_id_next;
    reg  [47:0] identity_mac;
    reg  [11:0] identity_vid;
    reg  [15:0] identity_ethertype;
    reg  [63:0] identity_node_id;
    reg  [10:0] area_beats_next;
    reg  [10:0] area_beats;
    reg  [7:0]  frame_tlps_next;
    reg  [7:0]  frame_tlps;
    reg         seen_tx_frames_next;
    reg  [5:0]  seen_tx_tlps_next;
    reg  [9:0]  seen_tx_retransmits_next;
    reg  [5:0]  seen_tx_timeouts_next;
    reg         seen_tx_naks_received_next;
    reg         seen_tx_ack_frames_next;
    reg         seen_tx_tlp_malformed_next;
    reg         seen_rx_frames_next;
    reg         seen_rx_tlps_next;
    reg         seen_rx_bad_fcs_next;
    reg         seen_rx_wrong_group_next;
    reg         seen_rx_wrong_type_next;
    reg         seen_rx_wrong_peer_next;
    reg  [5:0]  seen_rx_wrong_connection_next;
    reg         seen_rx_duplicate_next;
    reg         seen_rx_gap_next;
    reg         seen_rx_malformed_next;
    reg         seen_rx_overflow_next;
    reg         seen_naks_sent_next;
    reg         seen_tx_tlp_refused_next;
    reg         seen_rx_tlp_refused_next;
    reg         seen_rx_wrong_ack_next;
    reg         seen_rx_bad_code_next;
    reg         seen_rx_undersize_next;
    reg         seen_rx_oversize_next;
    reg         seen_rx_control_next;
    reg         seen_pause_received_next;
    reg         seen_pause_sent_next;
    reg         seen_paused_clocks_next;
    reg         seen_tx_tlp_unrouted_next;
    reg         seen_keep_alives_sent_next;
    reg         seen_keep_alives_received_next;
    reg         seen_peers_learnt_next;
    reg         seen_peers_refused_next;
    reg  [5:0]  seen_peers_lost_next;
    reg  [5:0]  seen_connects_next;
    reg  [5:0]  seen_disconnects_next;
    reg         seen_rx_busy_next;
    reg         seen_rx_wrong_source_next;
    reg         seen_rx_wrong_number_next;
    reg         seen_rx_id_refused_next;
    reg         seen_rx_over_limit_next;
    reg  [5:0]  seen_naks_ignored_next;
    reg  [5:0]  seen_tx_probes_next;
    reg  [5:0]  seen_opens_held_next;
    reg         seen_tx_frames;
    reg  [5:0]  seen_tx_tlps;
    reg  [9:0]  seen_tx_retransmits;
    reg  [5:0]  seen_tx_timeouts;
    reg         seen_tx_naks_received;
    reg         seen_tx_ack_frames;
    reg         seen_tx_tlp_malformed;
    reg         seen_rx_frames;
    reg         seen_rx_tlps;
    reg         seen_rx_bad_fcs;
    reg         seen_rx_wrong_group;
    reg         seen_rx_wrong_type;
    reg         seen_rx_wrong_peer;
    reg  [5:0]  seen_rx_wrong_connection;
    reg         seen_rx_duplicate;
    reg         seen_rx_gap;
    reg         seen_rx_malformed;
    reg         seen_rx_overflow;
    reg         seen_naks_sent;
    reg         seen_tx_tlp_refused;
    reg         seen_rx_tlp_refused;
    reg         seen_rx_wrong_ack;
    reg         seen_rx_bad_code;
    reg         seen_rx_undersize;
    reg         seen_rx_oversize;
    reg         seen_rx_control;
    reg         seen_pause_received;
    reg         seen_pause_sent;
    reg         seen_paused_clocks;
    reg         seen_tx_tlp_unrouted;
    reg         seen_keep_alives_sent;
    reg         seen_keep_alives_received;
    reg         seen_peers_learnt;
    reg         seen_peers_refused;
    reg  [5:0]  seen_peers_lost;
    reg  [5:0]  seen_connects;
    reg  [5:0]  seen_disconnects;
    reg         seen_rx_busy;
    reg         seen_rx_wrong_source;
    reg         seen_rx_wrong_number;
    reg         seen_rx_id_refused;
    reg         seen_rx_over_limit;
    reg  [5:0]  seen_naks_ignored;
    reg  [5:0]  seen_tx_probes;
    reg  [5:0]  seen_opens_held;
    reg  [31:0] counters_0;
    reg  [31:0] counters_1;
    reg  [31:0] counters_2;
    reg  [31:0] counters_3;
    reg  [31:0] counters_4;
    reg  [31:0] counters_5;
    reg  [31:0] counters_6;
    reg  [31:0] counters_7;
    reg  [31:0] counters_8;
    reg  [31:0] counters_9;
    reg  [31:0] counters_10;
    reg  [31:0] counters_11;
    reg  [31:0] counters_12;
    reg  [31:0] counters_13;
    reg  [31:0] counters_14;
    reg  [31:0] counters_15;
    reg  [31:0] counters_16;
    reg  [31:0] counters_17;
    reg  [31:0] counters_18;
    reg  [31:0] counters_19;
    reg  [31:0] counters_20;
    reg  [31:0] counters_21;
    reg  [31:0] counters_22;
    reg  [31:0] counters_23;
    reg  [31:0] counters_24;
    reg  [31:0] counters_25;
    reg  [31:0] counters_26;
    reg  [31:0] counters_27;
    reg  [31:0] counters_28;
    reg  [31:0] counters_29;
    reg  [31:0] counters_30;
    reg  [31:0] counters_31;
    reg  [31:0] counters_32;
    reg  [31:0] counters_33;
    reg  [31:0] counters_34;
    reg  [31:0] counters_35;
    reg  [31:0] counters_36;
    reg  [31:0] counters_37;
    reg  [31:0] counters_38;
    reg  [31:0] counters_39;
    reg  [31:0] counters_40;
    reg  [31:0] counters_41;
    reg  [31:0] counters_42;
    reg  [31:0] counters_43;
    reg  [31:0] counters_44;
    reg  [31:0] answers_0;
    reg  [31:0] answers_1;
    reg  [31:0] answers_2;
    reg  [31:0] answers_3;
    reg  [31:0] answers_4;
    reg  [4:0]  asked_next;
    reg  [4:0]  asked;
    wire [8:0]  write_word;
    wire [31:0] mask;
    wire [31:0] new_2;
    wire [31:0] mask_2;
    wire [31:0] new_3;
    wire [31:0] mask_3;
    wire [31:0] new_4;
    wire [31:0] mask_4;
    wire [31:0] new_5;
    wire [31:0] mask_5;
    wire [31:0] new_6;
    wire [31:0] mask_6;
    wire [31:0] new_7;
    wire [31:0] mask_7;
    wire [31:0] new_8;
    wire [31:0] mask_8;
    wire [31:0] new_9;
    wire [31:0] mask_9;
    wire [31:0] new_10;
    wire [31:0] mask_10;
    wire [31:0] new_11;
    wire [31:0] mask_11;
    wire [31:0] new_12;
    wire [31:0] mask_12;
    wire [31:0] new_13;
    wire [31:0] mask_13;
    wire [31:0] new_14;
    wire [31:0] mask_14;
    wire [31:0] new_15;
    wire [31:0] mask_15;
    wire [31:0] new_16;
    wire [31:0] mask_16;
    wire [31:0] new_17;
    wire [31:0] mask_17;
    wire [31:0] new_18;
    wire [31:0] mask_18;
    wire [31:0] new_19;
    wire [31:0] mask_19;
    wire [31:0] new_20;
    wire [31:0] mask_20;
    wire [31:0] new_21;
    wire [31:0] mask_21;
    wire [31:0] new_22;
    wire [31:0] mask_22;
    wire [31:0] new_23;
    wire [31:0] mask_23;
    wire [31:0] new_24;
    wire [31:0] mask_24;
    wire [31:0] new_25;
    wire [31:0] mask_25;
    wire [31:0] new_26;
    wire [31:0] mask_26;
    wire [31:0] new_27;
    wire [3:0]  read_word;
    wire [2:0]  read_bank;
    wire        is_it;
    wire [31:0] value;
    wire        is_it_2;
    wire [31:0] value_2;
    wire        is_it_3;
    wire [31:0] value_3;
    wire        is_it_4;
    wire [31:0] value_4;
    wire        is_it_5;
    wire [31:0] value_5;
    wire        is_it_6;
    wire [31:0] value_6;
    wire        is_it_7;
    wire [31:0] value_7;
    wire        is_it_8;
    wire [31:0] value_8;
    wire        is_it_9;
    wire [31:0] value_9;
    wire        is_it_10;
    wire [31:0] value_10;
    wire        is_it_11;
    wire [31:0] value_11;
    wire        is_it_12;
    wire [31:0] value_12;
    wire        is_it_13;
    wire [31:0] value_13;
    wire        is_it_14;
    wire [31:0] value_14;
    wire        is_it_15;
    wire [31:0] value_15;
    wire        is_it_16;
    wire [31:0] value_16;
    wire        is_read;
    wire [4:0]  asked_2;
    wire        is_asked;
    wire [31:0] answer;
    wire        is_it_17;
    wire [31:0] value_17;
    wire        is_it_18;
    wire [31:0] value_18;
    wire        is_it_19;
    wire [31:0] value_19;
    wire        is_it_20;
    wire [31:0] value_20;
    wire        is_it_21;
    wire [31:0] value_21;
    wire        is_it_22;
    wire [31:0] value_22;
    wire        is_it_23;
    wire [31:0] value_23;
    wire        is_it_24;
    wire [31:0] value_24;
    wire        is_it_25;
    wire [31:0] value_25;
    wire        is_it_26;
    wire [31:0] value_26;
    wire        is_it_27;
    wire [31:0] value_27;
    wire        is_it_28;
    wire [31:0] value_28;
    wire        is_it_29;
    wire [31:0] value_29;
    wire        is_it_30;
    wire [31:0] value_30;
    wire        is_read_2;
    wire [4:0]  asked_3;
    wire        is_asked_2;
    wire [31:0] answer_2;
    wire        is_it_31;
    wire [31:0] value_31;
    wire        is_it_32;
    wire [31:0] value_32;
    wire        is_it_33;
    wire [31:0] value_33;
    wire        is_it_34;
    wire [31:0] value_34;
    wire        is_it_35;
    wire [31:0] value_35;
    wire        is_it_36;
    wire [31:0] value_36;
    wire        is_it_37;
    wire [31:0] value_37;
    wire        is_it_38;
    wire [31:0] value_38;
    wire        is_it_39;
    wire [31:0] value_39;
    wire        is_it_40;
    wire [31:0] value_40;
    wire        is_it_41;
    wire [31:0] value_41;
    wire        is_it_42;
    wire [31:0] value_42;
    wire        is_it_43;
    wire [31:0] value_43;
    wire        is_it_44;
    wire [31:0] value_44;
    wire        is_it_45;
    wire [31:0] value_45;
    wire        is_it_46;
    wire [31:0] value_46;
    wire        is_read_3;
    wire [4:0]  asked_4;
    wire        is_asked_3;
    wire [31:0] answer_3;
    wire        is_it_47;
    wire [31:0] value_47;
    wire        is_it_48;
    wire [31:0] value_48;
    wire        is_it_49;
    wire [31:0] value_49;
    wire        is_it_50;
    wire [31:0] value_50;
    wire        is_it_51;
    wire [31:0] value_51;
    wire        is_it_52;
    wire [31:0] value_52;
    wire        is_it_53;
    wire [31:0] value_53;
    wire        is_it_54;
    wire [31:0] value_54;
    wire        is_it_55;
    wire [31:0] value_55;
    wire        is_it_56;
    wire [31:0] value_56;
    wire        is_it_57;
    wire [31:0] value_57;
    wire        is_it_58;
    wire [31:0] value_58;
    wire        is_it_59;
    wire [31:0] value_59;
    wire        is_it_60;
    wire [31:0] value_60;
    wire        is_it_61;
    wire [31:0] value_61;
    wire        is_it_62;
    wire [31:0] value_62;
    wire        is_read_4;
    wire [4:0]  asked_5;
    wire        is_asked_4;
    wire [31:0] answer_4;
    wire        is_it_63;
    wire [31:0] value_63;
    wire        is_it_64;
    wire [31:0] value_64;
    wire        is_it_65;
    wire [31:0] value_65;
    wire        is_it_66;
    wire [31:0] value_66;
    wire        is_it_67;
    wire [31:0] value_67;
    wire        is_it_68;
    wire [31:0] value_68;
    wire        is_it_69;
    wire [31:0] value_69;
    wire        is_it_70;
    wire [31:0] value_70;
    wire        is_it_71;
    wire [31:0] value_71;
    wire        is_it_72;
    wire [31:0] value_72;
    wire        is_it_73;
    wire [31:0] value_73;
    wire        is_it_74;
    wire [31:0] value_74;
    wire        is_it_75;
    wire [31:0] value_75;
    wire        is_read_5;
    wire [4:0]  asked_6;
    wire        is_asked_5;
    wire [31:0] answer_5;
    wire [13:0] mtu;
    wire [13:0] behind_header;
    wire        has_no_beat;

    assign write_word = {write_offset[8:2], 2'd0};
    assign mask = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_2 = (stored_0 & ~mask) | (write_data & mask);
    assign mask_2 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_3 = (stored_1 & ~mask_2) | (write_data & mask_2);
    assign mask_3 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_4 = (stored_2 & ~mask_3) | (write_data & mask_3);
    assign mask_4 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_5 = (stored_3 & ~mask_4) | (write_data & mask_4);
    assign mask_5 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_6 = (stored_4 & ~mask_5) | (write_data & mask_5);
    assign mask_6 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_7 = (stored_5 & ~mask_6) | (write_data & mask_6);
    assign mask_7 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_8 = (stored_6 & ~mask_7) | (write_data & mask_7);
    assign mask_8 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_9 = (stored_7 & ~mask_8) | (write_data & mask_8);
    assign mask_9 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_10 = (stored_8 & ~mask_9) | (write_data & mask_9);
    assign mask_10 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_11 = (stored_9 & ~mask_10) | (write_data & mask_10);
    assign mask_11 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_12 = (stored_10 & ~mask_11) | (write_data & mask_11);
    assign mask_12 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_13 = (stored_11 & ~mask_12) | (write_data & mask_12);
    assign mask_13 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_14 = (stored_12 & ~mask_13) | (write_data & mask_13);
    assign mask_14 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_15 = (stored_13 & ~mask_14) | (write_data & mask_14);
    assign mask_15 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_16 = (stored_14 & ~mask_15) | (write_data & mask_15);
    assign mask_16 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_17 = (stored_15 & ~mask_16) | (write_data & mask_16);
    assign mask_17 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_18 = (stored_16 & ~mask_17) | (write_data & mask_17);
    assign mask_18 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_19 = (stored_17 & ~mask_18) | (write_data & mask_18);
    assign mask_19 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_20 = (stored_18 & ~mask_19) | (write_data & mask_19);
    assign mask_20 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_21 = (stored_19 & ~mask_20) | (write_data & mask_20);
    assign mask_21 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_22 = (stored_20 & ~mask_21) | (write_data & mask_21);
    assign mask_22 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_23 = (stored_21 & ~mask_22) | (write_data & mask_22);
    assign mask_23 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_24 = (stored_22 & ~mask_23) | (write_data & mask_23);
    assign mask_24 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_25 = (stored_23 & ~mask_24) | (write_data & mask_24);
    assign mask_25 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_26 = (stored_24 & ~mask_25) | (write_data & mask_25);
    assign mask_26 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_27 = (stored_25 & ~mask_26) | (write_data & mask_26);
    assign read_word = read_offset[5:2];
    assign read_bank = read_offset[8:6];
    assign is_it = read_word == 4'd2;
    assign value = 32'd0 | (is_it ? stored_0 : 32'd0);
    assign is_it_2 = read_word == 4'd3;
    assign value_2 = value | (is_it_2 ? stored_1 : 32'd0);
    assign is_it_3 = read_word == 4'd4;
    assign value_3 = value_2 | (is_it_3 ? stored_2 : 32'd0);
    assign is_it_4 = read_word == 4'd5;
    assign value_4 = value_3 | (is_it_4 ? stored_3 : 32'd0);
    assign is_it_5 = read_word == 4'd6;
    assign value_5 = value_4 | (is_it_5 ? stored_4 : 32'd0);
    assign is_it_6 = read_word == 4'd7;
    assign value_6 = value_5 | (is_it_6 ? stored_5 : 32'd0);
    assign is_it_7 = read_word == 4'd8;
    assign value_7 = value_6 | (is_it_7 ? stored_6 : 32'd0);
    assign is_it_8 = read_word == 4'd9;
    assign value_8 = value_7 | (is_it_8 ? stored_7 : 32'd0);
    assign is_it_9 = read_word == 4'd10;
    assign value_9 = value_8 | (is_it_9 ? stored_8 : 32'd0);
    assign is_it_10 = read_word == 4'd11;
    assign value_10 = value_9 | (is_it_10 ? stored_9 : 32'd0);
    assign is_it_11 = read_word == 4'd12;
    assign value_11 = value_10 | (is_it_11 ? stored_10 : 32'd0);
    assign is_it_12 = read_word == 4'd13;
    assign value_12 = value_11 | (is_it_12 ? stored_11 : 32'd0);
    assign is_it_13 = read_word == 4'd14;
    assign value_13 = value_12 | (is_it_13 ? stored_12 : 32'd0);
    assign is_it_14 = read_word == 4'd15;
    assign value_14 = value_13 | (is_it_14 ? stored_13 : 32'd0);
    assign is_it_15 = read_word == 4'd0;
    assign value_15 = value_14 | (is_it_15 ? 32'h45584245 : 32'd0);
    assign is_it_16 = read_word == 4'd1;
    assign value_16 = value_15 | (is_it_16 ? 32'h30003 : 32'd0);
    assign is_read = read & (read_bank == 3'd0);
    assign asked_2 = {4'd0, is_read};
    assign is_asked = asked[0];
    assign answer = 32'd0 | (is_asked ? answers_0 : 32'd0);
    assign is_it_17 = read_word == 4'd0;
    assign value_17 = 32'd0 | (is_it_17 ? stored_14 : 32'd0);
    assign is_it_18 = read_word == 4'd1;
    assign value_18 = value_17 | (is_it_18 ? stored_15 : 32'd0);
    assign is_it_19 = read_word == 4'd2;
    assign value_19 = value_18 | (is_it_19 ? stored_16 : 32'd0);
    assign is_it_20 = read_word == 4'd3;
    assign value_20 = value_19 | (is_it_20 ? stored_17 : 32'd0);
    assign is_it_21 = read_word == 4'd4;
    assign value_21 = value_20 | (is_it_21 ? stored_18 : 32'd0);
    assign is_it_22 = read_word == 4'd5;
    assign value_22 = value_21 | (is_it_22 ? stored_19 : 32'd0);
    assign is_it_23 = read_word == 4'd6;
    assign value_23 = value_22 | (is_it_23 ? stored_20 : 32'd0);
    assign is_it_24 = read_word == 4'd7;
    assign value_24 = value_23 | (is_it_24 ? stored_21 : 32'd0);
    assign is_it_25 = read_word == 4'd8;
    assign value_25 = value_24 | (is_it_25 ? stored_22 : 32'd0);
    assign is_it_26 = read_word == 4'd9;
    assign value_26 = value_25 | (is_it_26 ? stored_23 : 32'd0);
    assign is_it_27 = read_word == 4'd12;
    assign value_27 = value_26 | (is_it_27 ? stored_24 : 32'd0);
    assign is_it_28 = read_word == 4'd13;
    assign value_28 = value_27 | (is_it_28 ? stored_25 : 32'd0);
    assign is_it_29 = read_word == 4'd10;
    assign value_29 = value_28 | (is_it_29 ? statuses_0 : 32'd0);
    assign is_it_30 = read_word == 4'd11;
    assign value_30 = value_29 | (is_it_30 ? statuses_1 : 32'd0);
    assign is_read_2 = read & (read_bank == 3'd1);
    assign asked_3 = {asked_2[4:2], is_read_2, asked_2[0]};
    assign is_asked_2 = asked[1];
    assign answer_2 = answer | (is_asked_2 ? answers_1 : 32'd0);
    assign is_it_31 = read_word == 4'd0;
    assign value_31 = 32'd0 | (is_it_31 ? counters_0 : 32'd0);
    assign is_it_32 = read_word == 4'd1;
    assign value_32 = value_31 | (is_it_32 ? counters_1 : 32'd0);
    assign is_it_33 = read_word == 4'd2;
    assign value_33 = value_32 | (is_it_33 ? counters_2 : 32'd0);
    assign is_it_34 = read_word == 4'd3;
    assign value_34 = value_33 | (is_it_34 ? counters_3 : 32'd0);
    assign is_it_35 = read_word == 4'd4;
    assign value_35 = value_34 | (is_it_35 ? counters_4 : 32'd0);
    assign is_it_36 = read_word == 4'd5;
    assign value_36 = value_35 | (is_it_36 ? counters_5 : 32'd0);
    assign is_it_37 = read_word == 4'd6;
    assign value_37 = value_36 | (is_it_37 ? counters_6 : 32'd0);
    assign is_it_38 = read_word == 4'd7;
    assign value_38 = value_37 | (is_it_38 ? counters_7 : 32'd0);
    assign is_it_39 = read_word == 4'd8;
    assign value_39 = value_38 | (is_it_39 ? counters_8 : 32'd0);
    assign is_it_40 = read_word == 4'd9;
    assign value_40 = value_39 | (is_it_40 ? counters_9 : 32'd0);
    assign is_it_41 = read_word == 4'd10;
    assign value_41 = value_40 | (is_it_41 ? counters_10 : 32'd0);
    assign is_it_42 = read_word == 4'd11;
    assign value_42 = value_41 | (is_it_42 ? counters_11 : 32'd0);
    assign is_it_43 = read_word == 4'd12;
    assign value_43 = value_42 | (is_it_43 ? counters_12 : 32'd0);
    assign is_it_44 = read_word == 4'd13;
    assign value_44 = value_43 | (is_it_44 ? counters_13 : 32'd0);
    assign is_it_45 = read_word == 4'd14;
    assign value_45 = value_44 | (is_it_45 ? counters_14 : 32'd0);
    assign is_it_46 = read_word == 4'd15;
    assign value_46 = value_45 | (is_it_46 ? counters_15 : 32'd0);
    assign is_read_3 = read & (read_bank == 3'd4);
    assign asked_4 = {asked_3[4:3], is_read_3, asked_3[1:0]};
    assign is_asked_3 = asked[2];
    assign answer_3 = answer_2 | (is_asked_3 ? answers_2 : 32'd0);
    assign is_it_47 = read_word == 4'd0;
    assign value_47 = 32'd0 | (is_it_47 ? counters_16 : 32'd0);
    assign is_it_48 = read_word == 4'd1;
    assign value_48 = value_47 | (is_it_48 ? counters_17 : 32'd0);
    assign is_it_49 = read_word == 4'd2;
    assign value_49 = value_48 | (is_it_49 ? counters_18 : 32'd0);
    assign is_it_50 = read_word == 4'd3;
    assign value_50 = value_49 | (is_it_50 ? counters_19 : 32'd0);
    assign is_it_51 = read_word == 4'd4;
    assign value_51 = value_50 | (is_it_51 ? counters_20 : 32'd0);
    assign is_it_52 = read_word == 4'd5;
    assign value_52 = value_51 | (is_it_52 ? counters_21 : 32'd0);
    assign is_it_53 = read_word == 4'd6;
    assign value_53 = value_52 | (is_it_53 ? counters_22 : 32'd0);
    assign is_it_54 = read_word == 4'd7;
    assign value_54 = value_53 | (is_it_54 ? counters_23 : 32'd0);
    assign is_it_55 = read_word == 4'd8;
    assign value_55 = value_54 | (is_it_55 ? counters_24 : 32'd0);
    assign is_it_56 = read_word == 4'd9;
    assign value_56 = value_55 | (is_it_56 ? counters_25 : 32'd0);
    assign is_it_57 = read_word == 4'd10;
    assign value_57 = value_56 | (is_it_57 ? counters_26 : 32'd0);
    assign is_it_58 = read_word == 4'd11;
    assign value_58 = value_57 | (is_it_58 ? counters_27 : 32'd0);
    assign is_it_59 = read_word == 4'd12;
    assign value_59 = value_58 | (is_it_59 ? counters_28 : 32'd0);
    assign is_it_60 = read_word == 4'd13;
    assign value_60 = value_59 | (is_it_60 ? counters_29 : 32'd0);
    assign is_it_61 = read_word == 4'd14;
    assign value_61 = value_60 | (is_it_61 ? counters_30 : 32'd0);
    assign is_it_62 = read_word == 4'd15;
    assign value_62 = value_61 | (is_it_62 ? counters_31 : 32'd0);
    assign is_read_4 = read & (read_bank == 3'd5);
    assign asked_5 = {asked_4[4], is_read_4, asked_4[2:0]};
    assign is_asked_4 = asked[3];
    assign answer_4 = answer_3 | (is_asked_4 ? answers_3 : 32'd0);
    assign is_it_63 = read_word == 4'd0;
    assign value_63 = 32'd0 | (is_it_63 ? counters_32 : 32'd0);
    assign is_it_64 = read_word == 4'd1;
    assign value_64 = value_63 | (is_it_64 ? counters_33 : 32'd0);
    assign is_it_65 = read_word == 4'd2;
    assign value_65 = value_64 | (is_it_65 ? counters_34 : 32'd0);
    assign is_it_66 = read_word == 4'd3;
    assign value_66 = value_65 | (is_it_66 ? counters_35 : 32'd0);
    assign is_it_67 = read_word == 4'd4;
    assign value_67 = value_66 | (is_it_67 ? counters_36 : 32'd0);
    assign is_it_68 = read_word == 4'd5;
    assign value_68 = value_67 | (is_it_68 ? counters_37 : 32'd0);
    assign is_it_69 = read_word == 4'd6;
    assign value_69 = value_68 | (is_it_69 ? counters_38 : 32'd0);
    assign is_it_70 = read_word == 4'd7;
    assign value_70 = value_69 | (is_it_70 ? counters_39 : 32'd0);
    assign is_it_71 = read_word == 4'd8;
    assign value_71 = value_70 | (is_it_71 ? counters_40 : 32'd0);
    assign is_it_72 = read_word == 4'd9;
    assign value_72 = value_71 | (is_it_72 ? counters_41 : 32'd0);
    assign is_it_73 = read_word == 4'd10;
    assign value_73 = value_72 | (is_it_73 ? counters_42 : 32'd0);
    assign is_it_74 = read_word == 4'd11;
    assign value_74 = value_73 | (is_it_74 ? counters_43 : 32'd0);
    assign is_it_75 = read_word == 4'd12;
    assign value_75 = value_74 | (is_it_75 ? counters_44 : 32'd0);
    assign is_read_5 = read & (read_bank == 3'd6);
    assign asked_6 = {is_read_5, asked_5[3:0]};
    assign is_asked_5 = asked[4];
    assign answer_5 = answer_4 | (is_asked_5 ? answers_4 : 32'd0);
    assign mtu = stored_9[13:0];
    assign behind_header = mtu - 14'h16;
    assign has_no_beat = mtu < 14'h1e;
    assign statuses_0 =
        {22'd0, link_local_fault ? 10'd1 : 10'd0}
        | {21'd0, link_remote_fault ? 10'd1 : 10'd0, 1'd0}
        | {20'd0, link_paused ? 10'd1 : 10'd0, 2'd0}
        | {19'd0, link_congested ? 10'd1 : 10'd0, 3'd0}
        | {18'd0, link_unseeded ? 10'd1 : 10'd0, 4'd0}
        | {17'd0, link_mtu_short ? 10'd1 : 10'd0, 5'd0};
    assign statuses_1 = 32'h102;
    assign amounts_0 = seen_tx_frames ? 10'd1 : 10'd0;
    assign amounts_1 = {4'd0, seen_tx_tlps};
    assign amounts_2 = seen_tx_retransmits;
    assign amounts_3 = {4'd0, seen_tx_timeouts};
    assign amounts_4 = seen_tx_naks_received ? 10'd1 : 10'd0;
    assign amounts_5 = seen_tx_ack_frames ? 10'd1 : 10'd0;
    assign amounts_6 = seen_tx_tlp_malformed ? 10'd1 : 10'd0;
    assign amounts_7 = seen_rx_frames ? 10'd1 : 10'd0;
    assign amounts_8 = seen_rx_tlps ? 10'd1 : 10'd0;
    assign amounts_9 = seen_rx_bad_fcs ? 10'd1 : 10'd0;
    assign amounts_10 = seen_rx_wrong_group ? 10'd1 : 10'd0;
    assign amounts_11 = seen_rx_wrong_type ? 10'd1 : 10'd0;
    assign amounts_12 = seen_rx_wrong_peer ? 10'd1 : 10'd0;
    assign amounts_13 = {4'd0, seen_rx_wrong_connection};
    assign amounts_14 = seen_rx_duplicate ? 10'd1 : 10'd0;
    assign amounts_15 = seen_rx_gap ? 10'd1 : 10'd0;
    assign amounts_16 = seen_rx_malformed ? 10'd1 : 10'd0;
    assign amounts_17 = seen_rx_overflow ? 10'd1 : 10'd0;
    assign amounts_18 = seen_naks_sent ? 10'd1 : 10'd0;
    assign amounts_19 = seen_tx_tlp_refused ? 10'd1 : 10'd0;
    assign amounts_20 = seen_rx_tlp_refused ? 10'd1 : 10'd0;
    assign amounts_21 = seen_rx_wrong_ack ? 10'd1 : 10'd0;
    assign amounts_22 = seen_rx_bad_code ? 10'd1 : 10'd0;
    assign amounts_23 = seen_rx_undersize ? 10'd1 : 10'd0;
    assign amounts_24 = seen_rx_oversize ? 10'd1 : 10'd0;
    assign amounts_25 = seen_rx_control ? 10'd1 : 10'd0;
    assign amounts_26 = seen_pause_received ? 10'd1 : 10'd0;
    assign amounts_27 = seen_pause_sent ? 10'd1 : 10'd0;
    assign amounts_28 = seen_paused_clocks ? 10'd1 : 10'd0;
    assign amounts_29 = seen_tx_tlp_unrouted ? 10'd1 : 10'd0;
    assign amounts_30 = seen_keep_alives_sent ? 10'd1 : 10'd0;
    assign amounts_31 = seen_keep_alives_received ? 10'd1 : 10'd0;
    assign amounts_32 = seen_peers_learnt ? 10'd1 : 10'd0;
    assign amounts_33 = seen_peers_refused ? 10'd1 : 10'd0;
    assign amounts_34 = {4'd0, seen_peers_lost};
    assign amounts_35 = {4'd0, seen_connects};
    assign amounts_36 = {4'd0, seen_disconnects};
    assign amounts_37 = seen_rx_busy ? 10'd1 : 10'd0;
    assign amounts_38 = seen_rx_wrong_source ? 10'd1 : 10'd0;
    assign amounts_39 = seen_rx_wrong_number ? 10'd1 : 10'd0;
    assign amounts_40 = seen_rx_id_refused ? 10'd1 : 10'd0;
    assign amounts_41 = seen_rx_over_limit ? 10'd1 : 10'd0;
    assign amounts_42 = {4'd0, seen_naks_ignored};
    assign amounts_43 = {4'd0, seen_tx_probes};
    assign amounts_44 = {4'd0, seen_opens_held};
    assign read_data = answer_5;
    assign settings_enable = stored_0[0];
    assign settings_learn = stored_0[1];
    assign settings_honour_pause = stored_0[2];
    assign settings_send_pause = stored_0[3];
    assign settings_vid = identity_vid;
    assign settings_pcp = stored_1[15:13];
    assign settings_local_mac = identity_mac;
    assign settings_node_id = identity_node_id;
    assign settings_seed = {stored_25, stored_6};
    assign settings_check_ids = stored_0[5];
    assign settings_ethertype = identity_ethertype;
    assign settings_ack_delay = stored_8[15:0];
    assign settings_area_beats = area_beats;
    assign settings_mtu = mtu;
    assign settings_frame_tlps = frame_tlps;
    assign settings_window_frames = stored_10[5:0];
    assign settings_window_beats = {1'd0, stored_10[23:16], 7'd0};
    assign settings_timeout_min = stored_12[23:0];
    assign settings_timeout_max = stored_13[23:0];
    assign settings_dead_time = stored_14[23:0];
    assign settings_busy_time = stored_24[23:0];
    assign settings_open_interval = stored_15[23:0];
    assign settings_keep_alive_interval = stored_16[23:0];
    assign settings_keep_alive_timeout = stored_17[23:0];
    assign settings_rate_control = stored_0[4];
    assign settings_delay_target = stored_18[19:0];
    assign settings_rate_min = stored_19[15:0];
    assign settings_rate_step = stored_20[15:0];
    assign settings_rate_burst = stored_21[15:0];
    assign settings_pause_quanta = stored_22[15:0];
    assign settings_pause_high = stored_23[15:0];
    assign settings_pause_low = stored_23[31:16];

    always @(*) begin
        identity_mac_next = identity_mac;
        identity_vid_next = identity_vid;
        identity_ethertype_next = identity_ethertype;
        identity_node_id_next = identity_node_id;
        if (write & (write_word == 9'd8)) begin
            identity_mac_next = {stored_3[15:0], stored_2};
            identity_vid_next = stored_1[11:0];
            identity_ethertype_next = stored_7[15:0];
            identity_node_id_next = {stored_5, stored_4};
        end
    end

    always @(*) begin
        area_beats_next = area_beats;
        area_beats_next = has_no_beat ? 11'd1 : behind_header[13:3];
    end

    always @(*) begin
        frame_tlps_next = frame_tlps;
        frame_tlps_next = stored_11[0] ? stored_11[15:8] : 8'd1;
    end

    always @(*) begin
        seen_tx_frames_next = seen_tx_frames;
        seen_tx_frames_next = events_tx_frames;
    end

    always @(*) begin
        seen_tx_tlps_next = seen_tx_tlps;
        seen_tx_tlps_next = events_tx_tlps;
    end

    always @(*) begin
        seen_tx_retransmits_next = seen_tx_retransmits;
        seen_tx_retransmits_next = events_tx_retransmits;
    end

    always @(*) begin
        seen_tx_timeouts_next = seen_tx_timeouts;
        seen_tx_timeouts_next = events_tx_timeouts;
    end

    always @(*) begin
        seen_tx_naks_received_next = seen_tx_naks_received;
        seen_tx_naks_received_next = events_tx_naks_received;
    end

    always @(*) begin
        seen_tx_ack_frames_next = seen_tx_ack_frames;
        seen_tx_ack_frames_next = events_tx_ack_frames;
    end

    always @(*) begin
        seen_tx_tlp_malformed_next = seen_tx_tlp_malformed;
        seen_tx_tlp_malformed_next = events_tx_tlp_malformed;
    end

    always @(*) begin
        seen_rx_frames_next = seen_rx_frames;
        seen_rx_frames_next = events_rx_frames;
    end

    always @(*) begin
        seen_rx_tlps_next = seen_rx_tlps;
        seen_rx_tlps_next = events_rx_tlps;
    end

    always @(*) begin
        seen_rx_bad_fcs_next = seen_rx_bad_fcs;
        seen_rx_bad_fcs_next = events_rx_bad_fcs;
    end

    always @(*) begin
        seen_rx_wrong_group_next = seen_rx_wrong_group;
        seen_rx_wrong_group_next = events_rx_wrong_group;
    end

    always @(*) begin
        seen_rx_wrong_type_next = seen_rx_wrong_type;
        seen_rx_wrong_type_next = events_rx_wrong_type;
    end

    always @(*) begin
        seen_rx_wrong_peer_next = seen_rx_wrong_peer;
        seen_rx_wrong_peer_next = events_rx_wrong_peer;
    end

    always @(*) begin
        seen_rx_wrong_connection_next = seen_rx_wrong_connection;
        seen_rx_wrong_connection_next = events_rx_wrong_connection;
    end

    always @(*) begin
        seen_rx_duplicate_next = seen_rx_duplicate;
        seen_rx_duplicate_next = events_rx_duplicate;
    end

    always @(*) begin
        seen_rx_gap_next = seen_rx_gap;
        seen_rx_gap_next = events_rx_gap;
    end

    always @(*) begin
        seen_rx_malformed_next = seen_rx_malformed;
        seen_rx_malformed_next = events_rx_malformed;
    end

    always @(*) begin
        seen_rx_overflow_next = seen_rx_overflow;
        seen_rx_overflow_next = events_rx_overflow;
    end

    always @(*) begin
        seen_naks_sent_next = seen_naks_sent;
        seen_naks_sent_next = events_naks_sent;
    end

    always @(*) begin
        seen_tx_tlp_refused_next = seen_tx_tlp_refused;
        seen_tx_tlp_refused_next = events_tx_tlp_refused;
    end

    always @(*) begin
        seen_rx_tlp_refused_next = seen_rx_tlp_refused;
        seen_rx_tlp_refused_next = events_rx_tlp_refused;
    end

    always @(*) begin
        seen_rx_wrong_ack_next = seen_rx_wrong_ack;
        seen_rx_wrong_ack_next = events_rx_wrong_ack;
    end

    always @(*) begin
        seen_rx_bad_code_next = seen_rx_bad_code;
        seen_rx_bad_code_next = events_rx_bad_code;
    end

    always @(*) begin
        seen_rx_undersize_next = seen_rx_undersize;
        seen_rx_undersize_next = events_rx_undersize;
    end

    always @(*) begin
        seen_rx_oversize_next = seen_rx_oversize;
        seen_rx_oversize_next = events_rx_oversize;
    end

    always @(*) begin
        seen_rx_control_next = seen_rx_control;
        seen_rx_control_next = events_rx_control;
    end

    always @(*) begin
        seen_pause_received_next = seen_pause_received;
        seen_pause_received_next = events_pause_received;
    end

    always @(*) begin
        seen_pause_sent_next = seen_pause_sent;
        seen_pause_sent_next = events_pause_sent;
    end

    always @(*) begin
        seen_paused_clocks_next = seen_paused_clocks;
        seen_paused_clocks_next = events_paused_clocks;
    end

    always @(*) begin
        seen_tx_tlp_unrouted_next = seen_tx_tlp_unrouted;
        seen_tx_tlp_unrouted_next = events_tx_tlp_unrouted;
    end

    always @(*) begin
        seen_keep_alives_sent_next = seen_keep_alives_sent;
        seen_keep_alives_sent_next = events_keep_alives_sent;
    end

    always @(*) begin
        seen_keep_alives_received_next = seen_keep_alives_received;
        seen_keep_alives_received_next = events_keep_alives_received;
    end

    always @(*) begin
        seen_peers_learnt_next = seen_peers_learnt;
        seen_peers_learnt_next = events_peers_learnt;
    end

    always @(*) begin
        seen_peers_refused_next = seen_peers_refused;
        seen_peers_refused_next = events_peers_refused;
    end

    always @(*) begin
        seen_peers_lost_next = seen_peers_lost;
        seen_peers_lost_next = events_peers_lost;
    end

    always @(*) begin
        seen_connects_next = seen_connects;
        seen_connects_next = events_connects;
    end

    always @(*) begin
        seen_disconnects_next = seen_disconnects;
        seen_disconnects_next = events_disconnects;
    end

    always @(*) begin
        seen_rx_busy_next = seen_rx_busy;
        seen_rx_busy_next = events_rx_busy;
    end

    always @(*) begin
        seen_rx_wrong_source_next = seen_rx_wrong_source;
        seen_rx_wrong_source_next = events_rx_wrong_source;
    end

    always @(*) begin
        seen_rx_wrong_number_next = seen_rx_wrong_number;
        seen_rx_wrong_number_next = events_rx_wrong_number;
    end

    always @(*) begin
        seen_rx_id_refused_next = seen_rx_id_refused;
        seen_rx_id_refused_next = events_rx_id_refused;
    end

    always @(*) begin
        seen_rx_over_limit_next = seen_rx_over_limit;
        seen_rx_over_limit_next = events_rx_over_limit;
    end

    always @(*) begin
        seen_naks_ignored_next = seen_naks_ignored;
        seen_naks_ignored_next = events_naks_ignored;
    end

    always @(*) begin
        seen_tx_probes_next = seen_tx_probes;
        seen_tx_probes_next = events_tx_probes;
    end

    always @(*) begin
        seen_opens_held_next = seen_opens_held;
        seen_opens_held_next = events_opens_held;
    end

    always @(*) begin
        asked_next = asked;
        asked_next = asked_6;
    end

    always @(*) begin
        stored_0_next = stored_0;
        if (write & (write_word == 9'd8)) begin
            stored_0_next = new_2 & 32'h3f;
        end
    end

    always @(*) begin
        stored_1_next = stored_1;
        if (write & (write_word == 9'hc)) begin
            stored_1_next = new_3 & 32'hefff;
        end
    end

    always @(*) begin
        stored_2_next = stored_2;
        if (write & (write_word == 9'h10)) begin
            stored_2_next = new_4 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_3_next = stored_3;
        if (write & (write_word == 9'h14)) begin
            stored_3_next = new_5 & 32'hffff;
        end
    end

    always @(*) begin
        stored_4_next = stored_4;
        if (write & (write_word == 9'h18)) begin
            stored_4_next = new_6 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_5_next = stored_5;
        if (write & (write_word == 9'h1c)) begin
            stored_5_next = new_7 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_6_next = stored_6;
        if (write & (write_word == 9'h20)) begin
            stored_6_next = new_8 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_7_next = stored_7;
        if (write & (write_word == 9'h24)) begin
            stored_7_next = new_9 & 32'hffff;
        end
    end

    always @(*) begin
        stored_8_next = stored_8;
        if (write & (write_word == 9'h28)) begin
            stored_8_next = new_10 & 32'hffff;
        end
    end

    always @(*) begin
        stored_9_next = stored_9;
        if (write & (write_word == 9'h2c)) begin
            stored_9_next = new_11 & 32'h3fff;
        end
    end

    always @(*) begin
        stored_10_next = stored_10;
        if (write & (write_word == 9'h30)) begin
            stored_10_next = new_12 & 32'hff003f;
        end
    end

    always @(*) begin
        stored_11_next = stored_11;
        if (write & (write_word == 9'h34)) begin
            stored_11_next = new_13 & 32'hff01;
        end
    end

    always @(*) begin
        stored_12_next = stored_12;
        if (write & (write_word == 9'h38)) begin
            stored_12_next = new_14 & 32'hffffff;
        end
    end

    always @(*) begin
        stored_13_next = stored_13;
        if (write & (write_word == 9'h3c)) begin
            stored_13_next = new_15 & 32'hffffff;
        end
    end

    always @(*) begin
        stored_14_next = stored_14;
        if (write & (write_word == 9'h40)) begin
            stored_14_next = new_16 & 32'hffffff;
        end
    end

    always @(*) begin
        stored_15_next = stored_15;
        if (write & (write_word == 9'h44)) begin
            stored_15_next = new_17 & 32'hffffff;
        end
    end

    always @(*) begin
        stored_16_next = stored_16;
        if (write & (write_word == 9'h48)) begin
            stored_16_next = new_18 & 32'hffffff;
        end
    end

    always @(*) begin
        stored_17_next = stored_17;
        if (write & (write_word == 9'h4c)) begin
            stored_17_next = new_19 & 32'hffffff;
        end
    end

    always @(*) begin
        stored_18_next = stored_18;
        if (write & (write_word == 9'h50)) begin
            stored_18_next = new_20 & 32'hfffff;
        end
    end

    always @(*) begin
        stored_19_next = stored_19;
        if (write & (write_word == 9'h54)) begin
            stored_19_next = new_21 & 32'hffff;
        end
    end

    always @(*) begin
        stored_20_next = stored_20;
        if (write & (write_word == 9'h58)) begin
            stored_20_next = new_22 & 32'hffff;
        end
    end

    always @(*) begin
        stored_21_next = stored_21;
        if (write & (write_word == 9'h5c)) begin
            stored_21_next = new_23 & 32'hffff;
        end
    end

    always @(*) begin
        stored_22_next = stored_22;
        if (write & (write_word == 9'h60)) begin
            stored_22_next = new_24 & 32'hffff;
        end
    end

    always @(*) begin
        stored_23_next = stored_23;
        if (write & (write_word == 9'h64)) begin
            stored_23_next = new_25 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_24_next = stored_24;
        if (write & (write_word == 9'h70)) begin
            stored_24_next = new_26 & 32'hffffff;
        end
    end

    always @(*) begin
        stored_25_next = stored_25;
        if (write & (write_word == 9'h74)) begin
            stored_25_next = new_27 & 32'hffffffff;
        end
    end

    initial begin
        stored_0 = 32'h34;
        stored_1 = 32'hffd;
        stored_2 = 32'd0;
        stored_3 = 32'd0;
        stored_4 = 32'd0;
        stored_5 = 32'd0;
        stored_6 = 32'd0;
        stored_7 = 32'h88b5;
        stored_8 = 32'h40;
        stored_9 = 32'h5dc;
        stored_10 = 32'hff0020;
        stored_11 = 32'd1;
        stored_12 = 32'h1000;
        stored_13 = 32'h10000;
        stored_14 = 32'h2625a;
        stored_15 = 32'h1000;
        stored_16 = 32'h2625a;
        stored_17 = 32'h8583b;
        stored_18 = 32'h578;
        stored_19 = 32'h200;
        stored_20 = 32'h200;
        stored_21 = 32'h100;
        stored_22 = 32'hffff;
        stored_23 = 32'h4000800;
        stored_24 = 32'h2faf08;
        stored_25 = 32'd0;
        identity_mac = 48'd0;
        identity_vid = 12'hffd;
        identity_ethertype = 16'h88b5;
        identity_node_id = 64'd0;
        area_beats = 11'hb8;
        frame_tlps = 8'd0;
        seen_tx_frames = 1'd0;
        seen_tx_tlps = 6'd0;
        seen_tx_retransmits = 10'd0;
        seen_tx_timeouts = 6'd0;
        seen_tx_naks_received = 1'd0;
        seen_tx_ack_frames = 1'd0;
        seen_tx_tlp_malformed = 1'd0;
        seen_rx_frames = 1'd0;
        seen_rx_tlps = 1'd0;
        seen_rx_bad_fcs = 1'd0;
        seen_rx_wrong_group = 1'd0;
        seen_rx_wrong_type = 1'd0;
        seen_rx_wrong_peer = 1'd0;
        seen_rx_wrong_connection = 6'd0;
        seen_rx_duplicate = 1'd0;
        seen_rx_gap = 1'd0;
        seen_rx_malformed = 1'd0;
        seen_rx_overflow = 1'd0;
        seen_naks_sent = 1'd0;
        seen_tx_tlp_refused = 1'd0;
        seen_rx_tlp_refused = 1'd0;
        seen_rx_wrong_ack = 1'd0;
        seen_rx_bad_code = 1'd0;
        seen_rx_undersize = 1'd0;
        seen_rx_oversize = 1'd0;
        seen_rx_control = 1'd0;
        seen_pause_received = 1'd0;
        seen_pause_sent = 1'd0;
        seen_paused_clocks = 1'd0;
        seen_tx_tlp_unrouted = 1'd0;
        seen_keep_alives_sent = 1'd0;
        seen_keep_alives_received = 1'd0;
        seen_peers_learnt = 1'd0;
        seen_peers_refused = 1'd0;
        seen_peers_lost = 6'd0;
        seen_connects = 6'd0;
        seen_disconnects = 6'd0;
        seen_rx_busy = 1'd0;
        seen_rx_wrong_source = 1'd0;
        seen_rx_wrong_number = 1'd0;
        seen_rx_id_refused = 1'd0;
        seen_rx_over_limit = 1'd0;
        seen_naks_ignored = 6'd0;
        seen_tx_probes = 6'd0;
        seen_opens_held = 6'd0;
        counters_0 = 32'd0;
        counters_1 = 32'd0;
        counters_2 = 32'd0;
        counters_3 = 32'd0;
        counters_4 = 32'd0;
        counters_5 = 32'd0;
        counters_6 = 32'd0;
        counters_7 = 32'd0;
        counters_8 = 32'd0;
        counters_9 = 32'd0;
        counters_10 = 32'd0;
        counters_11 = 32'd0;
        counters_12 = 32'd0;
        counters_13 = 32'd0;
        counters_14 = 32'd0;
        counters_15 = 32'd0;
        counters_16 = 32'd0;
        counters_17 = 32'd0;
        counters_18 = 32'd0;
        counters_19 = 32'd0;
        counters_20 = 32'd0;
        counters_21 = 32'd0;
        counters_22 = 32'd0;
        counters_23 = 32'd0;
        counters_24 = 32'd0;
        counters_25 = 32'd0;
        counters_26 = 32'd0;
        counters_27 = 32'd0;
        counters_28 = 32'd0;
        counters_29 = 32'd0;
        counters_30 = 32'd0;
        counters_31 = 32'd0;
        counters_32 = 32'd0;
        counters_33 = 32'd0;
        counters_34 = 32'd0;
        counters_35 = 32'd0;
        counters_36 = 32'd0;
        counters_37 = 32'd0;
        counters_38 = 32'd0;
        counters_39 = 32'd0;
        counters_40 = 32'd0;
        counters_41 = 32'd0;
        counters_42 = 32'd0;
        counters_43 = 32'd0;
        counters_44 = 32'd0;
        answers_0 = 32'd0;
        answers_1 = 32'd0;
        answers_2 = 32'd0;
        answers_3 = 32'd0;
        answers_4 = 32'd0;
        asked = 5'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            stored_0 <= 32'h34;
            stored_1 <= 32'hffd;
            stored_2 <= 32'd0;
            stored_3 <= 32'd0;
            stored_4 <= 32'd0;
            stored_5 <= 32'd0;
            stored_6 <= 32'd0;
            stored_7 <= 32'h88b5;
            stored_8 <= 32'h40;
            stored_9 <= 32'h5dc;
            stored_10 <= 32'hff0020;
            stored_11 <= 32'd1;
            stored_12 <= 32'h1000;
            stored_13 <= 32'h10000;
            stored_14 <= 32'h2625a;
            stored_15 <= 32'h1000;
            stored_16 <= 32'h2625a;
            stored_17 <= 32'h8583b;
            stored_18 <= 32'h578;
            stored_19 <= 32'h200;
            stored_20 <= 32'h200;
            stored_21 <= 32'h100;
            stored_22 <= 32'hffff;
            stored_23 <= 32'h4000800;
            stored_24 <= 32'h2faf08;
            stored_25 <= 32'd0;
            identity_mac <= 48'd0;
            identity_vid <= 12'hffd;
            identity_ethertype <= 16'h88b5;
            identity_node_id <= 64'd0;
            area_beats <= 11'hb8;
            frame_tlps <= 8'd0;
            seen_tx_frames <= 1'd0;
            seen_tx_tlps <= 6'd0;
            seen_tx_retransmits <= 10'd0;
            seen_tx_timeouts <= 6'd0;
            seen_tx_naks_received <= 1'd0;
            seen_tx_ack_frames <= 1'd0;
            seen_tx_tlp_malformed <= 1'd0;
            seen_rx_frames <= 1'd0;
            seen_rx_tlps <= 1'd0;
            seen_rx_bad_fcs <= 1'd0;
            seen_rx_wrong_group <= 1'd0;
            seen_rx_wrong_type <= 1'd0;
            seen_rx_wrong_peer <= 1'd0;
            seen_rx_wrong_connection <= 6'd0;
            seen_rx_duplicate <= 1'd0;
            seen_rx_gap <= 1'd0;
            seen_rx_malformed <= 1'd0;
            seen_rx_overflow <= 1'd0;
            seen_naks_sent <= 1'd0;
            seen_tx_tlp_refused <= 1'd0;
            seen_rx_tlp_refused <= 1'd0;
            seen_rx_wrong_ack <= 1'd0;
            seen_rx_bad_code <= 1'd0;
            seen_rx_undersize <= 1'd0;
            seen_rx_oversize <= 1'd0;
            seen_rx_control <= 1'd0;
            seen_pause_received <= 1'd0;
            seen_pause_sent <= 1'd0;
            seen_paused_clocks <= 1'd0;
            seen_tx_tlp_unrouted <= 1'd0;
            seen_keep_alives_sent <= 1'd0;
            seen_keep_alives_received <= 1'd0;
            seen_peers_learnt <= 1'd0;
            seen_peers_refused <= 1'd0;
            seen_peers_lost <= 6'd0;
            seen_connects <= 6'd0;
            seen_disconnects <= 6'd0;
            seen_rx_busy <= 1'd0;
            seen_rx_wrong_source <= 1'd0;
            seen_rx_wrong_number <= 1'd0;
            seen_rx_id_refused <= 1'd0;
            seen_rx_over_limit <= 1'd0;
            seen_naks_ignored <= 6'd0;
            seen_tx_probes <= 6'd0;
            seen_opens_held <= 6'd0;
            counters_0 <= 32'd0;
            counters_1 <= 32'd0;
            counters_2 <= 32'd0;
            counters_3 <= 32'd0;
            counters_4 <= 32'd0;
            counters_5 <= 32'd0;
            counters_6 <= 32'd0;
            counters_7 <= 32'd0;
            counters_8 <= 32'd0;
            counters_9 <= 32'd0;
            counters_10 <= 32'd0;
            counters_11 <= 32'd0;
            counters_12 <= 32'd0;
            counters_13 <= 32'd0;
            counters_14 <= 32'd0;
            counters_15 <= 32'd0;
            counters_16 <= 32'd0;
            counters_17 <= 32'd0;
            counters_18 <= 32'd0;
            counters_19 <= 32'd0;
            counters_20 <= 32'd0;
            counters_21 <= 32'd0;
            counters_22 <= 32'd0;
            counters_23 <= 32'd0;
            counters_24 <= 32'd0;
            counters_25 <= 32'd0;
            counters_26 <= 32'd0;
            counters_27 <= 32'd0;
            counters_28 <= 32'd0;
            counters_29 <= 32'd0;
            counters_30 <= 32'd0;
            counters_31 <= 32'd0;
            counters_32 <= 32'd0;
            counters_33 <= 32'd0;
            counters_34 <= 32'd0;
            counters_35 <= 32'd0;
            counters_36 <= 32'd0;
            counters_37 <= 32'd0;
            counters_38 <= 32'd0;
            counters_39 <= 32'd0;
            counters_40 <= 32'd0;
            counters_41 <= 32'd0;
            counters_42 <= 32'd0;
            counters_43 <= 32'd0;
            counters_44 <= 32'd0;
            asked <= 5'd0;
        end else begin
            stored_0 <= stored_0_next;
            stored_1 <= stored_1_next;
            stored_2 <= stored_2_next;
            stored_3 <= stored_3_next;
            stored_4 <= stored_4_next;
            stored_5 <= stored_5_next;
            stored_6 <= stored_6_next;
            stored_7 <= stored_7_next;
            stored_8 <= stored_8_next;
            stored_9 <= stored_9_next;
            stored_10 <= stored_10_next;
            stored_11 <= stored_11_next;
            stored_12 <= stored_12_next;
            stored_13 <= stored_13_next;
            stored_14 <= stored_14_next;
            stored_15 <= stored_15_next;
            stored_16 <= stored_16_next;
            stored_17 <= stored_17_next;
            stored_18 <= stored_18_next;
            stored_19 <= stored_19_next;
            stored_20 <= stored_20_next;
            stored_21 <= stored_21_next;
            stored_22 <= stored_22_next;
            stored_23 <= stored_23_next;
            stored_24 <= stored_24_next;
            stored_25 <= stored_25_next;
            identity_mac <= identity_mac_next;
            identity_vid <= identity_vid_next;
            identity_ethertype <= identity_ethertype_next;
            identity_node_id <= identity_node_id_next;
            area_beats <= area_beats_next;
            frame_tlps <= frame_tlps_next;
            seen_tx_frames <= seen_tx_frames_next;
            seen_tx_tlps <= seen_tx_tlps_next;
            seen_tx_retransmits <= seen_tx_retransmits_next;
            seen_tx_timeouts <= seen_tx_timeouts_next;
            seen_tx_naks_received <= seen_tx_naks_received_next;
            seen_tx_ack_frames <= seen_tx_ack_frames_next;
            seen_tx_tlp_malformed <= seen_tx_tlp_malformed_next;
            seen_rx_frames <= seen_rx_frames_next;
            seen_rx_tlps <= seen_rx_tlps_next;
            seen_rx_bad_fcs <= seen_rx_bad_fcs_next;
            seen_rx_wrong_group <= seen_rx_wrong_group_next;
            seen_rx_wrong_type <= seen_rx_wrong_type_next;
            seen_rx_wrong_peer <= seen_rx_wrong_peer_next;
            seen_rx_wrong_connection <= seen_rx_wrong_connection_next;
            seen_rx_duplicate <= seen_rx_duplicate_next;
            seen_rx_gap <= seen_rx_gap_next;
            seen_rx_malformed <= seen_rx_malformed_next;
            seen_rx_overflow <= seen_rx_overflow_next;
            seen_naks_sent <= seen_naks_sent_next;
            seen_tx_tlp_refused <= seen_tx_tlp_refused_next;
            seen_rx_tlp_refused <= seen_rx_tlp_refused_next;
            seen_rx_wrong_ack <= seen_rx_wrong_ack_next;
            seen_rx_bad_code <= seen_rx_bad_code_next;
            seen_rx_undersize <= seen_rx_undersize_next;
            seen_rx_oversize <= seen_rx_oversize_next;
            seen_rx_control <= seen_rx_control_next;
            seen_pause_received <= seen_pause_received_next;
            seen_pause_sent <= seen_pause_sent_next;
            seen_paused_clocks <= seen_paused_clocks_next;
            seen_tx_tlp_unrouted <= seen_tx_tlp_unrouted_next;
            seen_keep_alives_sent <= seen_keep_alives_sent_next;
            seen_keep_alives_received <= seen_keep_alives_received_next;
            seen_peers_learnt <= seen_peers_learnt_next;
            seen_peers_refused <= seen_peers_refused_next;
            seen_peers_lost <= seen_peers_lost_next;
            seen_connects <= seen_connects_next;
            seen_disconnects <= seen_disconnects_next;
            seen_rx_busy <= seen_rx_busy_next;
            seen_rx_wrong_source <= seen_rx_wrong_source_next;
            seen_rx_wrong_number <= seen_rx_wrong_number_next;
            seen_rx_id_refused <= seen_rx_id_refused_next;
            seen_rx_over_limit <= seen_rx_over_limit_next;
            seen_naks_ignored <= seen_naks_ignored_next;
            seen_tx_probes <= seen_tx_probes_next;
            seen_opens_held <= seen_opens_held_next;
            counters_0 <= counters_0 + {22'd0, amounts_0};
            counters_1 <= counters_1 + {22'd0, amounts_1};
            counters_2 <= counters_2 + {22'd0, amounts_2};
            counters_3 <= counters_3 + {22'd0, amounts_3};
            counters_4 <= counters_4 + {22'd0, amounts_4};
            counters_5 <= counters_5 + {22'd0, amounts_5};
            counters_6 <= counters_6 + {22'd0, amounts_6};
            counters_7 <= counters_7 + {22'd0, amounts_7};
            counters_8 <= counters_8 + {22'd0, amounts_8};
            counters_9 <= counters_9 + {22'd0, amounts_9};
            counters_10 <= counters_10 + {22'd0, amounts_10};
            counters_11 <= counters_11 + {22'd0, amounts_11};
            counters_12 <= counters_12 + {22'd0, amounts_12};
            counters_13 <= counters_13 + {22'd0, amounts_13};
            counters_14 <= counters_14 + {22'd0, amounts_14};
            counters_15 <= counters_15 + {22'd0, amounts_15};
            counters_16 <= counters_16 + {22'd0, amounts_16};
            counters_17 <= counters_17 + {22'd0, amounts_17};
            counters_18 <= counters_18 + {22'd0, amounts_18};
            counters_19 <= counters_19 + {22'd0, amounts_19};
            counters_20 <= counters_20 + {22'd0, amounts_20};
            counters_21 <= counters_21 + {22'd0, amounts_21};
            counters_22 <= counters_22 + {22'd0, amounts_22};
            counters_23 <= counters_23 + {22'd0, amounts_23};
            counters_24 <= counters_24 + {22'd0, amounts_24};
            counters_25 <= counters_25 + {22'd0, amounts_25};
            counters_26 <= counters_26 + {22'd0, amounts_26};
            counters_27 <= counters_27 + {22'd0, amounts_27};
            counters_28 <= counters_28 + {22'd0, amounts_28};
            counters_29 <= counters_29 + {22'd0, amounts_29};
            counters_30 <= counters_30 + {22'd0, amounts_30};
            counters_31 <= counters_31 + {22'd0, amounts_31};
            counters_32 <= counters_32 + {22'd0, amounts_32};
            counters_33 <= counters_33 + {22'd0, amounts_33};
            counters_34 <= counters_34 + {22'd0, amounts_34};
            counters_35 <= counters_35 + {22'd0, amounts_35};
            counters_36 <= counters_36 + {22'd0, amounts_36};
            counters_37 <= counters_37 + {22'd0, amounts_37};
            counters_38 <= counters_38 + {22'd0, amounts_38};
            counters_39 <= counters_39 + {22'd0, amounts_39};
            counters_40 <= counters_40 + {22'd0, amounts_40};
            counters_41 <= counters_41 + {22'd0, amounts_41};
            counters_42 <= counters_42 + {22'd0, amounts_42};
            counters_43 <= counters_43 + {22'd0, amounts_43};
            counters_44 <= counters_44 + {22'd0, amounts_44};
            asked <= asked_next;
        end
    end

    always @(posedge clock) begin
        answers_0 <= value_16;
        answers_1 <= value_30;
        answers_2 <= value_46;
        answers_3 <= value_62;
        answers_4 <= value_75;
    end

    wire unused = &{1'b0,
        write_offset[1:0],
        read_offset[1:0],
        asked_2[1],
        asked_3[2],
        asked_4[3],
        asked_5[4],
        behind_header[2:0]};

endmodule

`default_nettype wire

// register_file: made from the Rust type expether_rtl::bridge::register_file::RegisterFile
// by `expether gen`; edit that instead.
`default_nettype none

module register_file (
    input  wire        clock,
    input  wire        reset,
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
    input  wire        axil_rready,
    output wire        settings_enable,
    output wire [11:0] settings_vid,
    output wire [2:0]  settings_pcp,
    output wire [47:0] settings_local_mac,
    output wire [47:0] settings_peer_mac,
    output wire [7:0]  settings_epoch,
    output wire [15:0] settings_ethertype,
    output wire [23:0] settings_retransmit_timeout,
    output wire [15:0] settings_ack_delay,
    output wire [7:0]  settings_window,
    input  wire        events_tx_frames,
    input  wire        events_tx_tlps,
    input  wire        events_tx_retransmits,
    input  wire        events_tx_timeouts,
    input  wire        events_tx_naks_received,
    input  wire        events_tx_ack_frames,
    input  wire        events_tx_tlp_malformed,
    input  wire        events_rx_frames,
    input  wire        events_rx_tlps,
    input  wire        events_rx_bad_fcs,
    input  wire        events_rx_wrong_group,
    input  wire        events_rx_wrong_type,
    input  wire        events_rx_wrong_peer,
    input  wire        events_rx_wrong_epoch,
    input  wire        events_rx_duplicate,
    input  wire        events_rx_gap,
    input  wire        events_rx_malformed,
    input  wire        events_rx_overflow,
    input  wire        events_naks_sent,
    input  wire        events_tx_tlp_refused,
    input  wire        events_rx_tlp_refused,
    input  wire        events_rx_wrong_ack
);

    reg         seen_tx_frames_next;
    reg         seen_tx_tlps_next;
    reg         seen_tx_retransmits_next;
    reg         seen_tx_timeouts_next;
    reg         seen_tx_naks_received_next;
    reg         seen_tx_ack_frames_next;
    reg         seen_tx_tlp_malformed_next;
    reg         seen_rx_frames_next;
    reg         seen_rx_tlps_next;
    reg         seen_rx_bad_fcs_next;
    reg         seen_rx_wrong_group_next;
    reg         seen_rx_wrong_type_next;
    reg         seen_rx_wrong_peer_next;
    reg         seen_rx_wrong_epoch_next;
    reg         seen_rx_duplicate_next;
    reg         seen_rx_gap_next;
    reg         seen_rx_malformed_next;
    reg         seen_rx_overflow_next;
    reg         seen_naks_sent_next;
    reg         seen_tx_tlp_refused_next;
    reg         seen_rx_tlp_refused_next;
    reg         seen_rx_wrong_ack_next;
    reg         seen_tx_frames;
    reg         seen_tx_tlps;
    reg         seen_tx_retransmits;
    reg         seen_tx_timeouts;
    reg         seen_tx_naks_received;
    reg         seen_tx_ack_frames;
    reg         seen_tx_tlp_malformed;
    reg         seen_rx_frames;
    reg         seen_rx_tlps;
    reg         seen_rx_bad_fcs;
    reg         seen_rx_wrong_group;
    reg         seen_rx_wrong_type;
    reg         seen_rx_wrong_peer;
    reg         seen_rx_wrong_epoch;
    reg         seen_rx_duplicate;
    reg         seen_rx_gap;
    reg         seen_rx_malformed;
    reg         seen_rx_overflow;
    reg         seen_naks_sent;
    reg         seen_tx_tlp_refused;
    reg         seen_rx_tlp_refused;
    reg         seen_rx_wrong_ack;
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
    reg  [31:0] counters_0_next;
    reg  [31:0] counters_0;
    reg  [31:0] counters_1_next;
    reg  [31:0] counters_1;
    reg  [31:0] counters_2_next;
    reg  [31:0] counters_2;
    reg  [31:0] counters_3_next;
    reg  [31:0] counters_3;
    reg  [31:0] counters_4_next;
    reg  [31:0] counters_4;
    reg  [31:0] counters_5_next;
    reg  [31:0] counters_5;
    reg  [31:0] counters_6_next;
    reg  [31:0] counters_6;
    reg  [31:0] counters_7_next;
    reg  [31:0] counters_7;
    reg  [31:0] counters_8_next;
    reg  [31:0] counters_8;
    reg  [31:0] counters_9_next;
    reg  [31:0] counters_9;
    reg  [31:0] counters_10_next;
    reg  [31:0] counters_10;
    reg  [31:0] counters_11_next;
    reg  [31:0] counters_11;
    reg  [31:0] counters_12_next;
    reg  [31:0] counters_12;
    reg  [31:0] counters_13_next;
    reg  [31:0] counters_13;
    reg  [31:0] counters_14_next;
    reg  [31:0] counters_14;
    reg  [31:0] counters_15_next;
    reg  [31:0] counters_15;
    reg  [31:0] counters_16_next;
    reg  [31:0] counters_16;
    reg  [31:0] counters_17_next;
    reg  [31:0] counters_17;
    reg  [31:0] counters_18_next;
    reg  [31:0] counters_18;
    reg  [31:0] counters_19_next;
    reg  [31:0] counters_19;
    reg  [31:0] counters_20_next;
    reg  [31:0] counters_20;
    reg  [31:0] counters_21_next;
    reg  [31:0] counters_21;
    reg         write_answered_next;
    reg         write_answered;
    reg  [1:0]  write_response_next;
    reg  [1:0]  write_response;
    reg         read_answered_next;
    reg         read_answered;
    reg  [1:0]  read_response_next;
    reg  [1:0]  read_response;
    reg  [31:0] read_data_next;
    reg  [31:0] read_data;
    wire        write_free;
    wire        write;
    wire [11:0] write_word;
    wire [31:0] written;
    wire        write_known;
    wire        write_known_2;
    wire        write_known_3;
    wire        write_known_4;
    wire        write_known_5;
    wire        write_known_6;
    wire        write_known_7;
    wire        write_known_8;
    wire        write_known_9;
    wire        write_known_10;
    wire        write_known_11;
    wire        write_known_12;
    wire        write_known_13;
    wire        write_known_14;
    wire        write_known_15;
    wire        write_known_16;
    wire        write_known_17;
    wire        write_known_18;
    wire        write_known_19;
    wire        write_known_20;
    wire        write_known_21;
    wire        write_known_22;
    wire        write_known_23;
    wire        write_known_24;
    wire        write_known_25;
    wire        write_known_26;
    wire        write_known_27;
    wire        write_known_28;
    wire        write_known_29;
    wire        write_known_30;
    wire        write_known_31;
    wire        write_known_32;
    wire        write_known_33;
    wire        write_known_34;
    wire        write_known_35;
    wire        read_free;
    wire [11:0] read_word;
    wire [31:0] value;
    wire        read_known;
    wire [31:0] value_2;
    wire        read_known_2;
    wire [31:0] value_3;
    wire        read_known_3;
    wire [31:0] value_4;
    wire        read_known_4;
    wire [31:0] value_5;
    wire        read_known_5;
    wire [31:0] value_6;
    wire        read_known_6;
    wire [31:0] value_7;
    wire        read_known_7;
    wire [31:0] value_8;
    wire        read_known_8;
    wire [31:0] value_9;
    wire        read_known_9;
    wire [31:0] value_10;
    wire        read_known_10;
    wire [31:0] value_11;
    wire        read_known_11;
    wire [31:0] value_12;
    wire        read_known_12;
    wire [31:0] value_13;
    wire        read_known_13;
    wire [31:0] value_14;
    wire        read_known_14;
    wire [31:0] value_15;
    wire        read_known_15;
    wire [31:0] value_16;
    wire        read_known_16;
    wire [31:0] value_17;
    wire        read_known_17;
    wire [31:0] value_18;
    wire        read_known_18;
    wire [31:0] value_19;
    wire        read_known_19;
    wire [31:0] value_20;
    wire        read_known_20;
    wire [31:0] value_21;
    wire        read_known_21;
    wire [31:0] value_22;
    wire        read_known_22;
    wire [31:0] value_23;
    wire        read_known_23;
    wire [31:0] value_24;
    wire        read_known_24;
    wire [31:0] value_25;
    wire        read_known_25;
    wire [31:0] value_26;
    wire        read_known_26;
    wire [31:0] value_27;
    wire        read_known_27;
    wire [31:0] value_28;
    wire        read_known_28;
    wire [31:0] value_29;
    wire        read_known_29;
    wire [31:0] value_30;
    wire        read_known_30;
    wire [31:0] value_31;
    wire        read_known_31;
    wire [31:0] value_32;
    wire        read_known_32;
    wire [31:0] value_33;
    wire        read_known_33;
    wire [31:0] value_34;
    wire        read_known_34;
    wire [31:0] value_35;
    wire        read_known_35;
    wire [21:0] counted;
    wire [21:0] counted_2;
    wire [21:0] counted_3;
    wire [21:0] counted_4;
    wire [21:0] counted_5;
    wire [21:0] counted_6;
    wire [21:0] counted_7;
    wire [21:0] counted_8;
    wire [21:0] counted_9;
    wire [21:0] counted_10;
    wire [21:0] counted_11;
    wire [21:0] counted_12;
    wire [21:0] counted_13;
    wire [21:0] counted_14;
    wire [21:0] counted_15;
    wire [21:0] counted_16;
    wire [21:0] counted_17;
    wire [21:0] counted_18;
    wire [21:0] counted_19;
    wire [21:0] counted_20;
    wire [21:0] counted_21;
    wire [21:0] counted_22;

    assign write_free = ~write_answered | axil_bready;
    assign write = axil_awvalid & axil_wvalid & write_free;
    assign write_word = {axil_awaddr[11:2], 2'd0};
    assign written = {
        axil_wstrb[3] ? 8'hff : 8'd0,
        axil_wstrb[2] ? 8'hff : 8'd0,
        axil_wstrb[1] ? 8'hff : 8'd0,
        axil_wstrb[0] ? 8'hff : 8'd0
    };
    assign write_known = write_word == 12'd8;
    assign write_known_2 = (write_word == 12'hc) ? 1'd1 : write_known;
    assign write_known_3 = (write_word == 12'h10) ? 1'd1 : write_known_2;
    assign write_known_4 = (write_word == 12'h14) ? 1'd1 : write_known_3;
    assign write_known_5 = (write_word == 12'h18) ? 1'd1 : write_known_4;
    assign write_known_6 = (write_word == 12'h1c) ? 1'd1 : write_known_5;
    assign write_known_7 = (write_word == 12'h20) ? 1'd1 : write_known_6;
    assign write_known_8 = (write_word == 12'h24) ? 1'd1 : write_known_7;
    assign write_known_9 = (write_word == 12'h28) ? 1'd1 : write_known_8;
    assign write_known_10 = (write_word == 12'h2c) ? 1'd1 : write_known_9;
    assign write_known_11 = (write_word == 12'h30) ? 1'd1 : write_known_10;
    assign write_known_12 = (write_word == 12'd0) ? 1'd1 : write_known_11;
    assign write_known_13 = (write_word == 12'd4) ? 1'd1 : write_known_12;
    assign write_known_14 = (write_word == 12'h100) ? 1'd1 : write_known_13;
    assign write_known_15 = (write_word == 12'h104) ? 1'd1 : write_known_14;
    assign write_known_16 = (write_word == 12'h108) ? 1'd1 : write_known_15;
    assign write_known_17 = (write_word == 12'h10c) ? 1'd1 : write_known_16;
    assign write_known_18 = (write_word == 12'h110) ? 1'd1 : write_known_17;
    assign write_known_19 = (write_word == 12'h114) ? 1'd1 : write_known_18;
    assign write_known_20 = (write_word == 12'h118) ? 1'd1 : write_known_19;
    assign write_known_21 = (write_word == 12'h11c) ? 1'd1 : write_known_20;
    assign write_known_22 = (write_word == 12'h120) ? 1'd1 : write_known_21;
    assign write_known_23 = (write_word == 12'h124) ? 1'd1 : write_known_22;
    assign write_known_24 = (write_word == 12'h128) ? 1'd1 : write_known_23;
    assign write_known_25 = (write_word == 12'h12c) ? 1'd1 : write_known_24;
    assign write_known_26 = (write_word == 12'h130) ? 1'd1 : write_known_25;
    assign write_known_27 = (write_word == 12'h134) ? 1'd1 : write_known_26;
    assign write_known_28 = (write_word == 12'h138) ? 1'd1 : write_known_27;
    assign write_known_29 = (write_word == 12'h13c) ? 1'd1 : write_known_28;
    assign write_known_30 = (write_word == 12'h140) ? 1'd1 : write_known_29;
    assign write_known_31 = (write_word == 12'h144) ? 1'd1 : write_known_30;
    assign write_known_32 = (write_word == 12'h148) ? 1'd1 : write_known_31;
    assign write_known_33 = (write_word == 12'h14c) ? 1'd1 : write_known_32;
    assign write_known_34 = (write_word == 12'h150) ? 1'd1 : write_known_33;
    assign write_known_35 = (write_word == 12'h154) ? 1'd1 : write_known_34;
    assign read_free = ~read_answered | axil_rready;
    assign read_word = {axil_araddr[11:2], 2'd0};
    assign value = (read_word == 12'd8) ? stored_0 : 32'd0;
    assign read_known = read_word == 12'd8;
    assign value_2 = (read_word == 12'hc) ? stored_1 : value;
    assign read_known_2 = (read_word == 12'hc) ? 1'd1 : read_known;
    assign value_3 = (read_word == 12'h10) ? stored_2 : value_2;
    assign read_known_3 = (read_word == 12'h10) ? 1'd1 : read_known_2;
    assign value_4 = (read_word == 12'h14) ? stored_3 : value_3;
    assign read_known_4 = (read_word == 12'h14) ? 1'd1 : read_known_3;
    assign value_5 = (read_word == 12'h18) ? stored_4 : value_4;
    assign read_known_5 = (read_word == 12'h18) ? 1'd1 : read_known_4;
    assign value_6 = (read_word == 12'h1c) ? stored_5 : value_5;
    assign read_known_6 = (read_word == 12'h1c) ? 1'd1 : read_known_5;
    assign value_7 = (read_word == 12'h20) ? stored_6 : value_6;
    assign read_known_7 = (read_word == 12'h20) ? 1'd1 : read_known_6;
    assign value_8 = (read_word == 12'h24) ? stored_7 : value_7;
    assign read_known_8 = (read_word == 12'h24) ? 1'd1 : read_known_7;
    assign value_9 = (read_word == 12'h28) ? stored_8 : value_8;
    assign read_known_9 = (read_word == 12'h28) ? 1'd1 : read_known_8;
    assign value_10 = (read_word == 12'h2c) ? stored_9 : value_9;
    assign read_known_10 = (read_word == 12'h2c) ? 1'd1 : read_known_9;
    assign value_11 = (read_word == 12'h30) ? stored_10 : value_10;
    assign read_known_11 = (read_word == 12'h30) ? 1'd1 : read_known_10;
    assign value_12 = (read_word == 12'd0) ? 32'h45584245 : value_11;
    assign read_known_12 = (read_word == 12'd0) ? 1'd1 : read_known_11;
    assign value_13 = (read_word == 12'd4) ? 32'h10001 : value_12;
    assign read_known_13 = (read_word == 12'd4) ? 1'd1 : read_known_12;
    assign value_14 = (read_word == 12'h100) ? counters_0 : value_13;
    assign read_known_14 = (read_word == 12'h100) ? 1'd1 : read_known_13;
    assign value_15 = (read_word == 12'h104) ? counters_1 : value_14;
    assign read_known_15 = (read_word == 12'h104) ? 1'd1 : read_known_14;
    assign value_16 = (read_word == 12'h108) ? counters_2 : value_15;
    assign read_known_16 = (read_word == 12'h108) ? 1'd1 : read_known_15;
    assign value_17 = (read_word == 12'h10c) ? counters_3 : value_16;
    assign read_known_17 = (read_word == 12'h10c) ? 1'd1 : read_known_16;
    assign value_18 = (read_word == 12'h110) ? counters_4 : value_17;
    assign read_known_18 = (read_word == 12'h110) ? 1'd1 : read_known_17;
    assign value_19 = (read_word == 12'h114) ? counters_5 : value_18;
    assign read_known_19 = (read_word == 12'h114) ? 1'd1 : read_known_18;
    assign value_20 = (read_word == 12'h118) ? counters_6 : value_19;
    assign read_known_20 = (read_word == 12'h118) ? 1'd1 : read_known_19;
    assign value_21 = (read_word == 12'h11c) ? counters_7 : value_20;
    assign read_known_21 = (read_word == 12'h11c) ? 1'd1 : read_known_20;
    assign value_22 = (read_word == 12'h120) ? counters_8 : value_21;
    assign read_known_22 = (read_word == 12'h120) ? 1'd1 : read_known_21;
    assign value_23 = (read_word == 12'h124) ? counters_9 : value_22;
    assign read_known_23 = (read_word == 12'h124) ? 1'd1 : read_known_22;
    assign value_24 = (read_word == 12'h128) ? counters_10 : value_23;
    assign read_known_24 = (read_word == 12'h128) ? 1'd1 : read_known_23;
    assign value_25 = (read_word == 12'h12c) ? counters_11 : value_24;
    assign read_known_25 = (read_word == 12'h12c) ? 1'd1 : read_known_24;
    assign value_26 = (read_word == 12'h130) ? counters_12 : value_25;
    assign read_known_26 = (read_word == 12'h130) ? 1'd1 : read_known_25;
    assign value_27 = (read_word == 12'h134) ? counters_13 : value_26;
    assign read_known_27 = (read_word == 12'h134) ? 1'd1 : read_known_26;
    assign value_28 = (read_word == 12'h138) ? counters_14 : value_27;
    assign read_known_28 = (read_word == 12'h138) ? 1'd1 : read_known_27;
    assign value_29 = (read_word == 12'h13c) ? counters_15 : value_28;
    assign read_known_29 = (read_word == 12'h13c) ? 1'd1 : read_known_28;
    assign value_30 = (read_word == 12'h140) ? counters_16 : value_29;
    assign read_known_30 = (read_word == 12'h140) ? 1'd1 : read_known_29;
    assign value_31 = (read_word == 12'h144) ? counters_17 : value_30;
    assign read_known_31 = (read_word == 12'h144) ? 1'd1 : read_known_30;
    assign value_32 = (read_word == 12'h148) ? counters_18 : value_31;
    assign read_known_32 = (read_word == 12'h148) ? 1'd1 : read_known_31;
    assign value_33 = (read_word == 12'h14c) ? counters_19 : value_32;
    assign read_known_33 = (read_word == 12'h14c) ? 1'd1 : read_known_32;
    assign value_34 = (read_word == 12'h150) ? counters_20 : value_33;
    assign read_known_34 = (read_word == 12'h150) ? 1'd1 : read_known_33;
    assign value_35 = (read_word == 12'h154) ? counters_21 : value_34;
    assign read_known_35 = (read_word == 12'h154) ? 1'd1 : read_known_34;
    assign counted = {21'd0, seen_tx_frames};
    assign counted_2 = {counted[21:2], seen_tx_tlps, counted[0]};
    assign counted_3 = {counted_2[21:3], seen_tx_retransmits, counted_2[1:0]};
    assign counted_4 = {counted_3[21:4], seen_tx_timeouts, counted_3[2:0]};
    assign counted_5 = {counted_4[21:5], seen_tx_naks_received, counted_4[3:0]};
    assign counted_6 = {counted_5[21:6], seen_tx_ack_frames, counted_5[4:0]};
    assign counted_7 = {counted_6[21:7], seen_tx_tlp_malformed, counted_6[5:0]};
    assign counted_8 = {counted_7[21:8], seen_rx_frames, counted_7[6:0]};
    assign counted_9 = {counted_8[21:9], seen_rx_tlps, counted_8[7:0]};
    assign counted_10 = {counted_9[21:10], seen_rx_bad_fcs, counted_9[8:0]};
    assign counted_11 = {counted_10[21:11], seen_rx_wrong_group, counted_10[9:0]};
    assign counted_12 = {counted_11[21:12], seen_rx_wrong_type, counted_11[10:0]};
    assign counted_13 = {counted_12[21:13], seen_rx_wrong_peer, counted_12[11:0]};
    assign counted_14 = {counted_13[21:14], seen_rx_wrong_epoch, counted_13[12:0]};
    assign counted_15 = {counted_14[21:15], seen_rx_duplicate, counted_14[13:0]};
    assign counted_16 = {counted_15[21:16], seen_rx_gap, counted_15[14:0]};
    assign counted_17 = {counted_16[21:17], seen_rx_malformed, counted_16[15:0]};
    assign counted_18 = {counted_17[21:18], seen_rx_overflow, counted_17[16:0]};
    assign counted_19 = {counted_18[21:19], seen_naks_sent, counted_18[17:0]};
    assign counted_20 = {counted_19[21:20], seen_tx_tlp_refused, counted_19[18:0]};
    assign counted_21 = {counted_20[21], seen_rx_tlp_refused, counted_20[19:0]};
    assign counted_22 = {seen_rx_wrong_ack, counted_21[20:0]};
    assign axil_awready = write;
    assign axil_wready = write;
    assign axil_bvalid = write_answered;
    assign axil_bresp = write_response;
    assign axil_arready = read_free;
    assign axil_rvalid = read_answered;
    assign axil_rdata = read_data;
    assign axil_rresp = read_response;
    assign settings_enable = stored_0[0];
    assign settings_vid = stored_1[11:0];
    assign settings_pcp = stored_1[15:13];
    assign settings_local_mac = {stored_3[15:0], stored_2};
    assign settings_peer_mac = {stored_5[15:0], stored_4};
    assign settings_epoch = stored_6[7:0];
    assign settings_ethertype = stored_7[15:0];
    assign settings_retransmit_timeout = stored_8[23:0];
    assign settings_ack_delay = stored_9[15:0];
    assign settings_window = stored_10[7:0];

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
        seen_rx_wrong_epoch_next = seen_rx_wrong_epoch;
        seen_rx_wrong_epoch_next = events_rx_wrong_epoch;
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
        write_answered_next = write_answered;
        write_response_next = write_response;
        if (write) begin
            write_answered_next = 1'd1;
            write_response_next = write_known_35 ? 2'd0 : 2'd2;
        end else if (axil_bready) begin
            write_answered_next = 1'd0;
        end
    end

    always @(*) begin
        read_answered_next = read_answered;
        read_response_next = read_response;
        read_data_next = read_data;
        if (read_free) begin
            read_answered_next = axil_arvalid;
            read_data_next = value_35;
            read_response_next = read_known_35 ? 2'd0 : 2'd2;
        end
    end

    always @(*) begin
        stored_0_next = stored_0;
        if (write_word == 12'd8) begin
            if (write) begin
                stored_0_next =
                    ((stored_0 & ~written) | (axil_wdata & written))
                    & 32'd1;
            end
        end
    end

    always @(*) begin
        stored_1_next = stored_1;
        if (write_word == 12'hc) begin
            if (write) begin
                stored_1_next =
                    ((stored_1 & ~written) | (axil_wdata & written))
                    & 32'hefff;
            end
        end
    end

    always @(*) begin
        stored_2_next = stored_2;
        if (write_word == 12'h10) begin
            if (write) begin
                stored_2_next =
                    ((stored_2 & ~written) | (axil_wdata & written))
                    & 32'hffffffff;
            end
        end
    end

    always @(*) begin
        stored_3_next = stored_3;
        if (write_word == 12'h14) begin
            if (write) begin
                stored_3_next =
                    ((stored_3 & ~written) | (axil_wdata & written))
                    & 32'hffff;
            end
        end
    end

    always @(*) begin
        stored_4_next = stored_4;
        if (write_word == 12'h18) begin
            if (write) begin
                stored_4_next =
                    ((stored_4 & ~written) | (axil_wdata & written))
                    & 32'hffffffff;
            end
        end
    end

    always @(*) begin
        stored_5_next = stored_5;
        if (write_word == 12'h1c) begin
            if (write) begin
                stored_5_next =
                    ((stored_5 & ~written) | (axil_wdata & written))
                    & 32'hffff;
            end
        end
    end

    always @(*) begin
        stored_6_next = stored_6;
        if (write_word == 12'h20) begin
            if (write) begin
                stored_6_next =
                    ((stored_6 & ~written) | (axil_wdata & written))
                    & 32'hff;
            end
        end
    end

    always @(*) begin
        stored_7_next = stored_7;
        if (write_word == 12'h24) begin
            if (write) begin
                stored_7_next =
                    ((stored_7 & ~written) | (axil_wdata & written))
                    & 32'hffff;
            end
        end
    end

    always @(*) begin
        stored_8_next = stored_8;
        if (write_word == 12'h28) begin
            if (write) begin
                stored_8_next =
                    ((stored_8 & ~written) | (axil_wdata & written))
                    & 32'hffffff;
            end
        end
    end

    always @(*) begin
        stored_9_next = stored_9;
        if (write_word == 12'h2c) begin
            if (write) begin
                stored_9_next =
                    ((stored_9 & ~written) | (axil_wdata & written))
                    & 32'hffff;
            end
        end
    end

    always @(*) begin
        stored_10_next = stored_10;
        if (write_word == 12'h30) begin
            if (write) begin
                stored_10_next =
                    ((stored_10 & ~written) | (axil_wdata & written))
                    & 32'hff;
            end
        end
    end

    always @(*) begin
        counters_0_next = counters_0;
        if (counted_22[0]) begin
            counters_0_next = counters_0 + 32'd1;
        end
    end

    always @(*) begin
        counters_1_next = counters_1;
        if (counted_22[1]) begin
            counters_1_next = counters_1 + 32'd1;
        end
    end

    always @(*) begin
        counters_2_next = counters_2;
        if (counted_22[2]) begin
            counters_2_next = counters_2 + 32'd1;
        end
    end

    always @(*) begin
        counters_3_next = counters_3;
        if (counted_22[3]) begin
            counters_3_next = counters_3 + 32'd1;
        end
    end

    always @(*) begin
        counters_4_next = counters_4;
        if (counted_22[4]) begin
            counters_4_next = counters_4 + 32'd1;
        end
    end

    always @(*) begin
        counters_5_next = counters_5;
        if (counted_22[5]) begin
            counters_5_next = counters_5 + 32'd1;
        end
    end

    always @(*) begin
        counters_6_next = counters_6;
        if (counted_22[6]) begin
            counters_6_next = counters_6 + 32'd1;
        end
    end

    always @(*) begin
        counters_7_next = counters_7;
        if (counted_22[7]) begin
            counters_7_next = counters_7 + 32'd1;
        end
    end

    always @(*) begin
        counters_8_next = counters_8;
        if (counted_22[8]) begin
            counters_8_next = counters_8 + 32'd1;
        end
    end

    always @(*) begin
        counters_9_next = counters_9;
        if (counted_22[9]) begin
            counters_9_next = counters_9 + 32'd1;
        end
    end

    always @(*) begin
        counters_10_next = counters_10;
        if (counted_22[10]) begin
            counters_10_next = counters_10 + 32'd1;
        end
    end

    always @(*) begin
        counters_11_next = counters_11;
        if (counted_22[11]) begin
            counters_11_next = counters_11 + 32'd1;
        end
    end

    always @(*) begin
        counters_12_next = counters_12;
        if (counted_22[12]) begin
            counters_12_next = counters_12 + 32'd1;
        end
    end

    always @(*) begin
        counters_13_next = counters_13;
        if (counted_22[13]) begin
            counters_13_next = counters_13 + 32'd1;
        end
    end

    always @(*) begin
        counters_14_next = counters_14;
        if (counted_22[14]) begin
            counters_14_next = counters_14 + 32'd1;
        end
    end

    always @(*) begin
        counters_15_next = counters_15;
        if (counted_22[15]) begin
            counters_15_next = counters_15 + 32'd1;
        end
    end

    always @(*) begin
        counters_16_next = counters_16;
        if (counted_22[16]) begin
            counters_16_next = counters_16 + 32'd1;
        end
    end

    always @(*) begin
        counters_17_next = counters_17;
        if (counted_22[17]) begin
            counters_17_next = counters_17 + 32'd1;
        end
    end

    always @(*) begin
        counters_18_next = counters_18;
        if (counted_22[18]) begin
            counters_18_next = counters_18 + 32'd1;
        end
    end

    always @(*) begin
        counters_19_next = counters_19;
        if (counted_22[19]) begin
            counters_19_next = counters_19 + 32'd1;
        end
    end

    always @(*) begin
        counters_20_next = counters_20;
        if (counted_22[20]) begin
            counters_20_next = counters_20 + 32'd1;
        end
    end

    always @(*) begin
        counters_21_next = counters_21;
        if (counted_22[21]) begin
            counters_21_next = counters_21 + 32'd1;
        end
    end

    initial begin
        seen_tx_frames = 1'd0;
        seen_tx_tlps = 1'd0;
        seen_tx_retransmits = 1'd0;
        seen_tx_timeouts = 1'd0;
        seen_tx_naks_received = 1'd0;
        seen_tx_ack_frames = 1'd0;
        seen_tx_tlp_malformed = 1'd0;
        seen_rx_frames = 1'd0;
        seen_rx_tlps = 1'd0;
        seen_rx_bad_fcs = 1'd0;
        seen_rx_wrong_group = 1'd0;
        seen_rx_wrong_type = 1'd0;
        seen_rx_wrong_peer = 1'd0;
        seen_rx_wrong_epoch = 1'd0;
        seen_rx_duplicate = 1'd0;
        seen_rx_gap = 1'd0;
        seen_rx_malformed = 1'd0;
        seen_rx_overflow = 1'd0;
        seen_naks_sent = 1'd0;
        seen_tx_tlp_refused = 1'd0;
        seen_rx_tlp_refused = 1'd0;
        seen_rx_wrong_ack = 1'd0;
        stored_0 = 32'd0;
        stored_1 = 32'hffd;
        stored_2 = 32'd0;
        stored_3 = 32'd0;
        stored_4 = 32'd0;
        stored_5 = 32'd0;
        stored_6 = 32'd0;
        stored_7 = 32'h88b5;
        stored_8 = 32'h1000;
        stored_9 = 32'h40;
        stored_10 = 32'h20;
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
        write_answered = 1'd0;
        write_response = 2'd0;
        read_answered = 1'd0;
        read_response = 2'd0;
        read_data = 32'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            seen_tx_frames <= 1'd0;
            seen_tx_tlps <= 1'd0;
            seen_tx_retransmits <= 1'd0;
            seen_tx_timeouts <= 1'd0;
            seen_tx_naks_received <= 1'd0;
            seen_tx_ack_frames <= 1'd0;
            seen_tx_tlp_malformed <= 1'd0;
            seen_rx_frames <= 1'd0;
            seen_rx_tlps <= 1'd0;
            seen_rx_bad_fcs <= 1'd0;
            seen_rx_wrong_group <= 1'd0;
            seen_rx_wrong_type <= 1'd0;
            seen_rx_wrong_peer <= 1'd0;
            seen_rx_wrong_epoch <= 1'd0;
            seen_rx_duplicate <= 1'd0;
            seen_rx_gap <= 1'd0;
            seen_rx_malformed <= 1'd0;
            seen_rx_overflow <= 1'd0;
            seen_naks_sent <= 1'd0;
            seen_tx_tlp_refused <= 1'd0;
            seen_rx_tlp_refused <= 1'd0;
            seen_rx_wrong_ack <= 1'd0;
            stored_0 <= 32'd0;
            stored_1 <= 32'hffd;
            stored_2 <= 32'd0;
            stored_3 <= 32'd0;
            stored_4 <= 32'd0;
            stored_5 <= 32'd0;
            stored_6 <= 32'd0;
            stored_7 <= 32'h88b5;
            stored_8 <= 32'h1000;
            stored_9 <= 32'h40;
            stored_10 <= 32'h20;
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
            write_answered <= 1'd0;
            read_answered <= 1'd0;
        end else begin
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
            seen_rx_wrong_epoch <= seen_rx_wrong_epoch_next;
            seen_rx_duplicate <= seen_rx_duplicate_next;
            seen_rx_gap <= seen_rx_gap_next;
            seen_rx_malformed <= seen_rx_malformed_next;
            seen_rx_overflow <= seen_rx_overflow_next;
            seen_naks_sent <= seen_naks_sent_next;
            seen_tx_tlp_refused <= seen_tx_tlp_refused_next;
            seen_rx_tlp_refused <= seen_rx_tlp_refused_next;
            seen_rx_wrong_ack <= seen_rx_wrong_ack_next;
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
            counters_0 <= counters_0_next;
            counters_1 <= counters_1_next;
            counters_2 <= counters_2_next;
            counters_3 <= counters_3_next;
            counters_4 <= counters_4_next;
            counters_5 <= counters_5_next;
            counters_6 <= counters_6_next;
            counters_7 <= counters_7_next;
            counters_8 <= counters_8_next;
            counters_9 <= counters_9_next;
            counters_10 <= counters_10_next;
            counters_11 <= counters_11_next;
            counters_12 <= counters_12_next;
            counters_13 <= counters_13_next;
            counters_14 <= counters_14_next;
            counters_15 <= counters_15_next;
            counters_16 <= counters_16_next;
            counters_17 <= counters_17_next;
            counters_18 <= counters_18_next;
            counters_19 <= counters_19_next;
            counters_20 <= counters_20_next;
            counters_21 <= counters_21_next;
            write_answered <= write_answered_next;
            read_answered <= read_answered_next;
        end
    end

    always @(posedge clock) begin
        write_response <= write_response_next;
        read_response <= read_response_next;
        read_data <= read_data_next;
    end

    wire unused = &{1'b0,
        axil_awaddr[1:0],
        axil_araddr[1:0],
        counted[1],
        counted_2[2],
        counted_3[3],
        counted_4[4],
        counted_5[5],
        counted_6[6],
        counted_7[7],
        counted_8[8],
        counted_9[9],
        counted_10[10],
        counted_11[11],
        counted_12[12],
        counted_13[13],
        counted_14[14],
        counted_15[15],
        counted_16[16],
        counted_17[17],
        counted_18[18],
        counted_19[19],
        counted_20[20],
        counted_21[21]};

endmodule

`default_nettype wire

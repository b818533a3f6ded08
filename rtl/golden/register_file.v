// register_file: made from the Rust type expether_rtl::bridge::register_file::RegisterFile<2, 1>
// by `expether gen`; edit that instead.
`default_nettype none

module register_file (
    input  wire        clock,
    input  wire        reset,
    input  wire [15:0] axil_awaddr,
    input  wire        axil_awvalid,
    output reg         axil_awready,
    input  wire [31:0] axil_wdata,
    input  wire [3:0]  axil_wstrb,
    input  wire        axil_wvalid,
    output reg         axil_wready,
    output wire [1:0]  axil_bresp,
    output wire        axil_bvalid,
    input  wire        axil_bready,
    input  wire [15:0] axil_araddr,
    input  wire        axil_arvalid,
    output reg         axil_arready,
    output wire [31:0] axil_rdata,
    output wire [1:0]  axil_rresp,
    output wire        axil_rvalid,
    input  wire        axil_rready,
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
    output wire        peer_settings_0_fixed,
    output wire        peer_settings_0_is_default,
    output wire        peer_settings_0_close,
    output wire [47:0] peer_settings_0_mac,
    output wire [15:0] peer_settings_0_route_id_low,
    output wire [15:0] peer_settings_0_route_id_high,
    output wire [15:0] peer_settings_0_route_source_low,
    output wire [15:0] peer_settings_0_route_source_high,
    output wire [15:0] peer_settings_0_route_io_base,
    output wire [15:0] peer_settings_0_route_io_limit,
    output wire [15:0] peer_settings_0_route_memory_base,
    output wire [15:0] peer_settings_0_route_memory_limit,
    output wire [31:0] peer_settings_0_route_wide_base,
    output wire [31:0] peer_settings_0_route_wide_limit,
    output wire        peer_settings_1_fixed,
    output wire        peer_settings_1_is_default,
    output wire        peer_settings_1_close,
    output wire [47:0] peer_settings_1_mac,
    output wire [15:0] peer_settings_1_route_id_low,
    output wire [15:0] peer_settings_1_route_id_high,
    output wire [15:0] peer_settings_1_route_source_low,
    output wire [15:0] peer_settings_1_route_source_high,
    output wire [15:0] peer_settings_1_route_io_base,
    output wire [15:0] peer_settings_1_route_io_limit,
    output wire [15:0] peer_settings_1_route_memory_base,
    output wire [15:0] peer_settings_1_route_memory_limit,
    output wire [31:0] peer_settings_1_route_wide_base,
    output wire [31:0] peer_settings_1_route_wide_limit,
    input  wire        link_local_fault,
    input  wire        link_remote_fault,
    input  wire        link_paused,
    input  wire        link_congested,
    input  wire        link_unseeded,
    input  wire        link_mtu_short,
    input  wire [1:0]  peers_0_state,
    input  wire        peers_0_learnt,
    input  wire [31:0] peers_0_own,
    input  wire [31:0] peers_0_peer,
    input  wire [11:0] peers_0_path_dw,
    input  wire [47:0] peers_0_mac,
    input  wire [19:0] peers_0_round_trip,
    input  wire [23:0] peers_0_timeout,
    input  wire [15:0] peers_0_rate,
    input  wire [1:0]  peers_1_state,
    input  wire        peers_1_learnt,
    input  wire [31:0] peers_1_own,
    input  wire [31:0] peers_1_peer,
    input  wire [11:0] peers_1_path_dw,
    input  wire [47:0] peers_1_mac,
    input  wire [19:0] peers_1_round_trip,
    input  wire [23:0] peers_1_timeout,
    input  wire [15:0] peers_1_rate,
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
    input  wire [5:0]  events_opens_held,
    input  wire        peer_events_0_tx_tlps,
    input  wire [9:0]  peer_events_0_rx_tlps,
    input  wire [9:0]  peer_events_0_retransmits,
    input  wire        peer_events_0_timeouts,
    input  wire        peer_events_0_connects,
    input  wire        peer_events_0_disconnects,
    input  wire [15:0] peer_events_0_discarded,
    input  wire        peer_events_1_tx_tlps,
    input  wire [9:0]  peer_events_1_rx_tlps,
    input  wire [9:0]  peer_events_1_retransmits,
    input  wire        peer_events_1_timeouts,
    input  wire        peer_events_1_connects,
    input  wire        peer_events_1_disconnects,
    input  wire [15:0] peer_events_1_discarded
);

    localparam [1:0] ACCESS_IDLE = 2'd0;
    localparam [1:0] ACCESS_LOOK = 2'd1;
    localparam [1:0] ACCESS_ACT = 2'd2;
    localparam [1:0] ACCESS_ANSWER = 2'd3;

    wire        bridge_read;
    wire [31:0] bridge_read_data;
    wire [31:0] pages_0_read_data;
    wire [31:0] pages_1_read_data;
    reg  [1:0]  write_state_next;
    reg  [1:0]  write_state;
    reg  [15:0] write_address_next;
    reg  [15:0] write_address;
    reg  [31:0] write_data_next;
    reg  [31:0] write_data;
    reg  [3:0]  write_strobe_next;
    reg  [3:0]  write_strobe;
    reg         write_known_next;
    reg         write_known;
    reg         write_bridge_next;
    reg         write_bridge;
    reg  [1:0]  write_page_next;
    reg  [1:0]  write_page;
    reg  [1:0]  read_state_next;
    reg  [1:0]  read_state;
    reg  [15:0] read_address_next;
    reg  [15:0] read_address;
    reg         read_known_next;
    reg         read_known;
    reg  [31:0] read_data_next;
    reg  [31:0] read_data;
    wire        write;
    wire [5:0]  word;
    wire [63:0] shifted;
    wire        low;
    wire [63:0] shifted_2;
    wire        high;
    wire        of_bridge;
    wire [63:0] shifted_3;
    wire        of_peer;
    wire [7:0]  page;
    wire        is_peer;
    wire        looks_to_write;
    wire        looks;
    wire [5:0]  word_2;
    wire [63:0] shifted_4;
    wire        low_2;
    wire [63:0] shifted_5;
    wire        high_2;
    wire        of_bridge_2;
    wire [63:0] shifted_6;
    wire        of_peer_2;
    wire [7:0]  page_2;
    wire        is_peer_2;
    wire [1:0]  write_page_2;
    wire [31:0] answer;
    wire [1:0]  write_page_3;
    wire [31:0] answer_2;

    assign write = axil_awvalid & axil_wvalid;
    assign word = write_address[7:2];
    assign shifted = 64'h3fffffff >> word;
    assign low = shifted[0];
    assign shifted_2 = 64'h1fffffffffff >> word;
    assign high = shifted_2[0];
    assign of_bridge = write_address[8] ? high : low;
    assign shifted_3 = 64'h7f00ff01ff >> word;
    assign of_peer = shifted_3[0];
    assign page = write_address[15:8];
    assign is_peer = (page >= 8'd16) & (page < 8'd18);
    assign looks_to_write = write_state == ACCESS_LOOK;
    assign looks = read_state == ACCESS_LOOK;
    assign word_2 = read_address[7:2];
    assign shifted_4 = 64'h3fffffff >> word_2;
    assign low_2 = shifted_4[0];
    assign shifted_5 = 64'h1fffffffffff >> word_2;
    assign high_2 = shifted_5[0];
    assign of_bridge_2 = read_address[8] ? high_2 : low_2;
    assign shifted_6 = 64'h7f00ff01ff >> word_2;
    assign of_peer_2 = shifted_6[0];
    assign page_2 = read_address[15:8];
    assign is_peer_2 = (page_2 >= 8'd16) & (page_2 < 8'd18);
    assign write_page_2 = {1'd0, write_address[15:8] == 8'd16};
    assign answer = bridge_read_data | pages_0_read_data;
    assign write_page_3 = {write_address[15:8] == 8'd17, write_page_2[0]};
    assign answer_2 = answer | pages_1_read_data;
    assign axil_bvalid = write_state == ACCESS_ANSWER;
    assign axil_bresp = write_known ? 2'd0 : 2'd2;
    assign axil_rvalid = read_state == ACCESS_ANSWER;
    assign axil_rresp = read_known ? 2'd0 : 2'd2;
    assign axil_rdata = read_data;
    assign bridge_read = looks & ~(|read_address[15:9]);

    bridge_registers_2_1 bridge (
        .clock(clock),
        .reset(reset),
        .write(write_bridge),
        .write_offset(write_address[8:0]),
        .write_data(write_data),
        .write_strobe(write_strobe),
        .read(bridge_read),
        .read_offset(read_address[8:0]),
        .read_data(bridge_read_data),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_node_id(settings_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(settings_ethertype),
        .settings_ack_delay(settings_ack_delay),
        .settings_area_beats(settings_area_beats),
        .settings_mtu(settings_mtu),
        .settings_frame_tlps(settings_frame_tlps),
        .settings_window_frames(settings_window_frames),
        .settings_window_beats(settings_window_beats),
        .settings_timeout_min(settings_timeout_min),
        .settings_timeout_max(settings_timeout_max),
        .settings_dead_time(settings_dead_time),
        .settings_busy_time(settings_busy_time),
        .settings_open_interval(settings_open_interval),
        .settings_keep_alive_interval(settings_keep_alive_interval),
        .settings_keep_alive_timeout(settings_keep_alive_timeout),
        .settings_rate_control(settings_rate_control),
        .settings_delay_target(settings_delay_target),
        .settings_rate_min(settings_rate_min),
        .settings_rate_step(settings_rate_step),
        .settings_rate_burst(settings_rate_burst),
        .settings_pause_quanta(settings_pause_quanta),
        .settings_pause_high(settings_pause_high),
        .settings_pause_low(settings_pause_low),
        .link_local_fault(link_local_fault),
        .link_remote_fault(link_remote_fault),
        .link_paused(link_paused),
        .link_congested(link_congested),
        .link_unseeded(link_unseeded),
        .link_mtu_short(link_mtu_short),
        .events_tx_frames(events_tx_frames),
        .events_tx_tlps(events_tx_tlps),
        .events_tx_retransmits(events_tx_retransmits),
        .events_tx_timeouts(events_tx_timeouts),
        .events_tx_naks_received(events_tx_naks_received),
        .events_tx_ack_frames(events_tx_ack_frames),
        .events_tx_tlp_malformed(events_tx_tlp_malformed),
        .events_rx_frames(events_rx_frames),
        .events_rx_tlps(events_rx_tlps),
        .events_rx_bad_fcs(events_rx_bad_fcs),
        .events_rx_wrong_group(events_rx_wrong_group),
        .events_rx_wrong_type(events_rx_wrong_type),
        .events_rx_wrong_peer(events_rx_wrong_peer),
        .events_rx_wrong_connection(events_rx_wrong_connection),
        .events_rx_duplicate(events_rx_duplicate),
        .events_rx_gap(events_rx_gap),
        .events_rx_malformed(events_rx_malformed),
        .events_rx_overflow(events_rx_overflow),
        .events_naks_sent(events_naks_sent),
        .events_tx_tlp_refused(events_tx_tlp_refused),
        .events_rx_tlp_refused(events_rx_tlp_refused),
        .events_rx_wrong_ack(events_rx_wrong_ack),
        .events_rx_bad_code(events_rx_bad_code),
        .events_rx_undersize(events_rx_undersize),
        .events_rx_oversize(events_rx_oversize),
        .events_rx_control(events_rx_control),
        .events_pause_received(events_pause_received),
        .events_pause_sent(events_pause_sent),
        .events_paused_clocks(events_paused_clocks),
        .events_tx_tlp_unrouted(events_tx_tlp_unrouted),
        .events_keep_alives_sent(events_keep_alives_sent),
        .events_keep_alives_received(events_keep_alives_received),
        .events_peers_learnt(events_peers_learnt),
        .events_peers_refused(events_peers_refused),
        .events_peers_lost(events_peers_lost),
        .events_connects(events_connects),
        .events_disconnects(events_disconnects),
        .events_rx_busy(events_rx_busy),
        .events_rx_wrong_source(events_rx_wrong_source),
        .events_rx_wrong_number(events_rx_wrong_number),
        .events_rx_id_refused(events_rx_id_refused),
        .events_rx_over_limit(events_rx_over_limit),
        .events_naks_ignored(events_naks_ignored),
        .events_tx_probes(events_tx_probes),
        .events_opens_held(events_opens_held)
    );

    peer_registers pages_0 (
        .clock(clock),
        .reset(reset),
        .write(write_page[0]),
        .write_offset(write_address[7:0]),
        .write_data(write_data),
        .write_strobe(write_strobe),
        .read(looks & (read_address[15:8] == 8'd16)),
        .read_offset(read_address[7:0]),
        .read_data(pages_0_read_data),
        .settings_fixed(peer_settings_0_fixed),
        .settings_is_default(peer_settings_0_is_default),
        .settings_close(peer_settings_0_close),
        .settings_mac(peer_settings_0_mac),
        .settings_route_id_low(peer_settings_0_route_id_low),
        .settings_route_id_high(peer_settings_0_route_id_high),
        .settings_route_source_low(peer_settings_0_route_source_low),
        .settings_route_source_high(peer_settings_0_route_source_high),
        .settings_route_io_base(peer_settings_0_route_io_base),
        .settings_route_io_limit(peer_settings_0_route_io_limit),
        .settings_route_memory_base(peer_settings_0_route_memory_base),
        .settings_route_memory_limit(peer_settings_0_route_memory_limit),
        .settings_route_wide_base(peer_settings_0_route_wide_base),
        .settings_route_wide_limit(peer_settings_0_route_wide_limit),
        .status_state(peers_0_state),
        .status_learnt(peers_0_learnt),
        .status_own(peers_0_own),
        .status_peer(peers_0_peer),
        .status_path_dw(peers_0_path_dw),
        .status_mac(peers_0_mac),
        .status_round_trip(peers_0_round_trip),
        .status_timeout(peers_0_timeout),
        .status_rate(peers_0_rate),
        .events_tx_tlps(peer_events_0_tx_tlps),
        .events_rx_tlps(peer_events_0_rx_tlps),
        .events_retransmits(peer_events_0_retransmits),
        .events_timeouts(peer_events_0_timeouts),
        .events_connects(peer_events_0_connects),
        .events_disconnects(peer_events_0_disconnects),
        .events_discarded(peer_events_0_discarded)
    );

    peer_registers pages_1 (
        .clock(clock),
        .reset(reset),
        .write(write_page[1]),
        .write_offset(write_address[7:0]),
        .write_data(write_data),
        .write_strobe(write_strobe),
        .read(looks & (read_address[15:8] == 8'd17)),
        .read_offset(read_address[7:0]),
        .read_data(pages_1_read_data),
        .settings_fixed(peer_settings_1_fixed),
        .settings_is_default(peer_settings_1_is_default),
        .settings_close(peer_settings_1_close),
        .settings_mac(peer_settings_1_mac),
        .settings_route_id_low(peer_settings_1_route_id_low),
        .settings_route_id_high(peer_settings_1_route_id_high),
        .settings_route_source_low(peer_settings_1_route_source_low),
        .settings_route_source_high(peer_settings_1_route_source_high),
        .settings_route_io_base(peer_settings_1_route_io_base),
        .settings_route_io_limit(peer_settings_1_route_io_limit),
        .settings_route_memory_base(peer_settings_1_route_memory_base),
        .settings_route_memory_limit(peer_settings_1_route_memory_limit),
        .settings_route_wide_base(peer_settings_1_route_wide_base),
        .settings_route_wide_limit(peer_settings_1_route_wide_limit),
        .status_state(peers_1_state),
        .status_learnt(peers_1_learnt),
        .status_own(peers_1_own),
        .status_peer(peers_1_peer),
        .status_path_dw(peers_1_path_dw),
        .status_mac(peers_1_mac),
        .status_round_trip(peers_1_round_trip),
        .status_timeout(peers_1_timeout),
        .status_rate(peers_1_rate),
        .events_tx_tlps(peer_events_1_tx_tlps),
        .events_rx_tlps(peer_events_1_rx_tlps),
        .events_retransmits(peer_events_1_retransmits),
        .events_timeouts(peer_events_1_timeouts),
        .events_connects(peer_events_1_connects),
        .events_disconnects(peer_events_1_disconnects),
        .events_discarded(peer_events_1_discarded)
    );

    always @(*) begin
        write_state_next = write_state;
        write_address_next = write_address;
        write_data_next = write_data;
        write_strobe_next = write_strobe;
        write_known_next = write_known;
        axil_awready = 1'd0;
        axil_wready = 1'd0;
        case (write_state)
            ACCESS_IDLE: begin
                axil_awready = write;
                axil_wready = write;
                write_address_next = axil_awaddr;
                write_data_next = axil_wdata;
                write_strobe_next = axil_wstrb;
                if (write) begin
                    write_state_next = ACCESS_LOOK;
                end
            end
            ACCESS_LOOK: begin
                write_known_next =
                    (~(|write_address[15:9]) & of_bridge)
                    | (is_peer & of_peer);
                write_state_next = ACCESS_ACT;
            end
            ACCESS_ACT: begin
                write_state_next = ACCESS_ANSWER;
            end
            default: begin
                if (axil_bready) begin
                    write_state_next = ACCESS_IDLE;
                end
            end
        endcase
    end

    always @(*) begin
        write_bridge_next = write_bridge;
        write_bridge_next = looks_to_write & ~(|write_address[15:9]);
    end

    always @(*) begin
        write_page_next = write_page;
        write_page_next = looks_to_write ? write_page_3 : 2'd0;
    end

    always @(*) begin
        read_state_next = read_state;
        read_address_next = read_address;
        read_known_next = read_known;
        axil_arready = 1'd0;
        case (read_state)
            ACCESS_IDLE: begin
                axil_arready = 1'd1;
                read_address_next = axil_araddr;
                if (axil_arvalid) begin
                    read_state_next = ACCESS_LOOK;
                end
            end
            ACCESS_LOOK: begin
                read_known_next =
                    (~(|read_address[15:9]) & of_bridge_2)
                    | (is_peer_2 & of_peer_2);
                read_state_next = ACCESS_ACT;
            end
            ACCESS_ACT: begin
                read_state_next = ACCESS_ANSWER;
            end
            default: begin
                if (axil_rready) begin
                    read_state_next = ACCESS_IDLE;
                end
            end
        endcase
    end

    always @(*) begin
        read_data_next = read_data;
        if (read_state == ACCESS_ACT) begin
            read_data_next = answer_2;
        end
    end

    initial begin
        write_state = 2'd0;
        write_address = 16'd0;
        write_data = 32'd0;
        write_strobe = 4'd0;
        write_known = 1'd0;
        write_bridge = 1'd0;
        write_page = 2'd0;
        read_state = 2'd0;
        read_address = 16'd0;
        read_known = 1'd0;
        read_data = 32'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            write_state <= 2'd0;
            write_bridge <= 1'd0;
            write_page <= 2'd0;
            read_state <= 2'd0;
        end else begin
            write_state <= write_state_next;
            write_bridge <= write_bridge_next;
            write_page <= write_page_next;
            read_state <= read_state_next;
        end
    end

    always @(posedge clock) begin
        write_address <= write_address_next;
        write_data <= write_data_next;
        write_strobe <= write_strobe_next;
        write_known <= write_known_next;
        read_address <= read_address_next;
        read_known <= read_known_next;
        read_data <= read_data_next;
    end

    wire unused = &{1'b0,
        shifted[63:1],
        shifted_2[63:1],
        shifted_3[63:1],
        shifted_4[63:1],
        shifted_5[63:1],
        shifted_6[63:1],
        write_page_2[1]};

endmodule

`default_nettype wire

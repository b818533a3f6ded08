// peer_entry: made from the Rust type expether_rtl::bridge::peer_entry::PeerEntry
// by `expether gen`; edit that instead.
`default_nettype none

module peer_entry (
    input  wire        clock,
    input  wire        reset,
    input  wire        settings_enable,
    input  wire        settings_learn,
    input  wire        settings_honour_pause,
    input  wire        settings_send_pause,
    input  wire [11:0] settings_vid,
    input  wire [2:0]  settings_pcp,
    input  wire [47:0] settings_local_mac,
    input  wire [63:0] settings_node_id,
    input  wire [63:0] settings_seed,
    input  wire        settings_check_ids,
    input  wire [15:0] settings_ethertype,
    input  wire [15:0] settings_ack_delay,
    input  wire [10:0] settings_area_beats,
    input  wire [13:0] settings_mtu,
    input  wire [7:0]  settings_frame_tlps,
    input  wire [5:0]  settings_window_frames,
    input  wire [15:0] settings_window_beats,
    input  wire [23:0] settings_timeout_min,
    input  wire [23:0] settings_timeout_max,
    input  wire [23:0] settings_dead_time,
    input  wire [23:0] settings_busy_time,
    input  wire [23:0] settings_open_interval,
    input  wire [23:0] settings_keep_alive_interval,
    input  wire [23:0] settings_keep_alive_timeout,
    input  wire        settings_rate_control,
    input  wire [19:0] settings_delay_target,
    input  wire [15:0] settings_rate_min,
    input  wire [15:0] settings_rate_step,
    input  wire [15:0] settings_rate_burst,
    input  wire [15:0] settings_pause_quanta,
    input  wire [15:0] settings_pause_high,
    input  wire [15:0] settings_pause_low,
    input  wire        peer_fixed,
    input  wire        peer_is_default,
    input  wire        peer_close,
    input  wire [47:0] peer_mac,
    input  wire [15:0] peer_route_id_low,
    input  wire [15:0] peer_route_id_high,
    input  wire [15:0] peer_route_source_low,
    input  wire [15:0] peer_route_source_high,
    input  wire [15:0] peer_route_io_base,
    input  wire [15:0] peer_route_io_limit,
    input  wire [15:0] peer_route_memory_base,
    input  wire [15:0] peer_route_memory_limit,
    input  wire [31:0] peer_route_wide_base,
    input  wire [31:0] peer_route_wide_limit,
    input  wire        settled,
    input  wire        learn,
    input  wire [47:0] learn_mac,
    input  wire        duplicate,
    input  wire        heard,
    output wire        valid,
    output wire [47:0] mac,
    output wire        stands,
    output wire        learnt,
    output wire        is_known,
    output wire        lost
);

    reg         is_fixed_next;
    reg         is_fixed;
    reg         is_learnt_next;
    reg         is_learnt;
    reg  [47:0] present_mac_next;
    reg  [47:0] present_mac;
    reg  [23:0] silence_next;
    reg  [23:0] silence;
    reg         expired_next;
    reg         expired;
    wire        valid_2;
    wire        lost_2;
    wire        stands_2;
    wire        silent;
    wire        duplicate_2;

    assign valid_2 = is_fixed | is_learnt;
    assign lost_2 = expired & valid_2;
    assign stands_2 = peer_fixed ? (is_fixed & (present_mac == peer_mac)) : ~is_fixed;
    assign silent = (|settings_keep_alive_timeout) & (silence >= settings_keep_alive_timeout);
    assign duplicate_2 = duplicate & is_learnt;
    assign valid = valid_2;
    assign stands = stands_2;
    assign mac = present_mac;
    assign learnt = is_learnt;
    assign is_known = valid_2 & (present_mac == learn_mac);
    assign lost = lost_2;

    always @(*) begin
        is_fixed_next = is_fixed;
        is_learnt_next = is_learnt;
        present_mac_next = present_mac;
        if (learn & ~valid_2 & ~peer_fixed) begin
            is_learnt_next = 1'd1;
            present_mac_next = learn_mac;
        end
        if (lost_2 | ~settings_enable) begin
            is_learnt_next = 1'd0;
        end
        if (settled & ~stands_2) begin
            is_fixed_next = peer_fixed;
            is_learnt_next = 1'd0;
            present_mac_next = peer_mac;
        end
    end

    always @(*) begin
        silence_next = silence;
        if (heard | ~valid_2 | lost_2 | ~stands_2) begin
            silence_next = 24'd0;
        end else begin
            silence_next = silence + 24'd1;
        end
    end

    always @(*) begin
        expired_next = expired;
        expired_next = valid_2 & ~lost_2 & (silent | duplicate_2);
    end

    initial begin
        is_fixed = 1'd0;
        is_learnt = 1'd0;
        present_mac = 48'd0;
        silence = 24'd0;
        expired = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            is_fixed <= 1'd0;
            is_learnt <= 1'd0;
            silence <= 24'd0;
            expired <= 1'd0;
        end else begin
            is_fixed <= is_fixed_next;
            is_learnt <= is_learnt_next;
            silence <= silence_next;
            expired <= expired_next;
        end
    end

    always @(posedge clock) begin
        present_mac <= present_mac_next;
    end

    wire unused = &{1'b0,
        settings_learn,
        settings_honour_pause,
        settings_send_pause,
        settings_vid,
        settings_pcp,
        settings_local_mac,
        settings_node_id,
        settings_seed,
        settings_check_ids,
        settings_ethertype,
        settings_ack_delay,
        settings_area_beats,
        settings_mtu,
        settings_frame_tlps,
        settings_window_frames,
        settings_window_beats,
        settings_timeout_min,
        settings_timeout_max,
        settings_dead_time,
        settings_busy_time,
        settings_open_interval,
        settings_keep_alive_interval,
        settings_rate_control,
        settings_delay_target,
        settings_rate_min,
        settings_rate_step,
        settings_rate_burst,
        settings_pause_quanta,
        settings_pause_high,
        settings_pause_low,
        peer_is_default,
        peer_close,
        peer_route_id_low,
        peer_route_id_high,
        peer_route_source_low,
        peer_route_source_high,
        peer_route_io_base,
        peer_route_io_limit,
        peer_route_memory_base,
        peer_route_memory_limit,
        peer_route_wide_base,
        peer_route_wide_limit};

endmodule

`default_nettype wire

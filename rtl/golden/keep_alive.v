// keep_alive: made from the Rust type expether_rtl::bridge::keep_alive::KeepAlive<2>
// by `expether gen`; edit that instead.
`default_nettype none

module keep_alive (
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
    output wire        wanted,
    input  wire        taken,
    input  wire        announced,
    input  wire [47:0] announced_mac,
    output wire [47:0] learn_mac,
    input  wire [1:0]  is_known,
    input  wire [1:0]  occupied,
    output wire [1:0]  learn,
    output wire        learnt,
    output wire        no_place
);

    reg         due_next;
    reg         due;
    reg  [23:0] timer_next;
    reg  [23:0] timer;
    reg         was_enabled_next;
    reg         was_enabled;
    reg         came_next;
    reg         came;
    reg  [47:0] mac_next;
    reg  [47:0] mac;
    wire [1:0]  free;
    wire [1:0]  lowest;
    wire        is_new;
    wire        learns;
    wire        sends;
    wire        elapsed;

    assign free = ~occupied;
    assign lowest = free & (~free + 2'd1);
    assign is_new = came & settings_learn & ~(|is_known);
    assign learns = is_new & (|free);
    assign sends = settings_enable & (|settings_keep_alive_interval);
    assign elapsed = timer >= settings_keep_alive_interval;
    assign learn_mac = mac;
    assign learn = learns ? lowest : 2'd0;
    assign learnt = learns;
    assign no_place = is_new & ~(|free);
    assign wanted = due & settings_enable;

    always @(*) begin
        due_next = due;
        if (taken) begin
            due_next = 1'd0;
        end
        if (sends & (elapsed | learns | ~was_enabled)) begin
            due_next = 1'd1;
        end
        if (~sends) begin
            due_next = 1'd0;
        end
    end

    always @(*) begin
        timer_next = timer;
        timer_next = timer + 24'd1;
        if (elapsed | ~settings_enable) begin
            timer_next = 24'd0;
        end
    end

    always @(*) begin
        was_enabled_next = was_enabled;
        was_enabled_next = settings_enable;
    end

    always @(*) begin
        came_next = came;
        came_next = announced & settings_enable;
    end

    always @(*) begin
        mac_next = mac;
        if (announced) begin
            mac_next = announced_mac;
        end
    end

    initial begin
        due = 1'd0;
        timer = 24'd0;
        was_enabled = 1'd0;
        came = 1'd0;
        mac = 48'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            due <= 1'd0;
            timer <= 24'd0;
            was_enabled <= 1'd0;
            came <= 1'd0;
        end else begin
            due <= due_next;
            timer <= timer_next;
            was_enabled <= was_enabled_next;
            came <= came_next;
        end
    end

    always @(posedge clock) begin
        mac <= mac_next;
    end

    wire unused = &{1'b0,
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
        settings_keep_alive_timeout,
        settings_rate_control,
        settings_delay_target,
        settings_rate_min,
        settings_rate_step,
        settings_rate_burst,
        settings_pause_quanta,
        settings_pause_high,
        settings_pause_low};

endmodule

`default_nettype wire

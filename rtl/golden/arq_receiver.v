// arq_receiver: made from the Rust type expether_rtl::bridge::arq_receiver::ArqReceiver
// by `expether gen`; edit that instead.
`default_nettype none

module arq_receiver (
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
    input  wire        run,
    input  wire        tell,
    input  wire        receipt_accepted,
    input  wire        receipt_behind,
    input  wire        receipt_beyond,
    input  wire        receipt_refused,
    input  wire [15:0] receipt_sequence,
    input  wire [31:0] receipt_next,
    input  wire [19:0] receipt_offset,
    input  wire [10:0] receipt_beats,
    input  wire [9:0]  receipt_non_posted,
    input  wire [9:0]  receipt_non_posted_refused,
    input  wire        receipt_valid,
    input  wire        room,
    output wire        starved,
    input  wire        non_posted_delivered,
    output wire [31:0] expected,
    output wire [5:0]  non_posted_room,
    output wire [31:0] reply_expected,
    output wire        reply_nak,
    output wire        reply_busy,
    output wire        reply_echo_valid,
    output wire [19:0] reply_echo_offset,
    output wire [7:0]  reply_non_posted_limit,
    output wire        reply_wanted,
    input  wire        reply_taken
);

    reg  [31:0] next_next;
    reg  [31:0] next;
    reg  [7:0]  limit_next;
    reg  [7:0]  limit;
    reg  [12:0] held_next;
    reg  [12:0] held;
    reg  [7:0]  occupied_next;
    reg  [7:0]  occupied;
    reg         delivered_next;
    reg         delivered;
    reg         counted_next;
    reg         counted;
    reg  [3:0]  unacknowledged_next;
    reg  [3:0]  unacknowledged;
    reg         limit_is_news_next;
    reg         limit_is_news;
    reg  [15:0] waited_next;
    reg  [15:0] waited;
    reg  [23:0] quiet_next;
    reg  [23:0] quiet;
    reg         ack_now_next;
    reg         ack_now;
    reg         nak_now_next;
    reg         nak_now;
    reg         due_next;
    reg         due;
    reg         gap_open_next;
    reg         gap_open;
    reg         is_starved_next;
    reg         is_starved;
    reg  [15:0] newest_beyond_next;
    reg  [15:0] newest_beyond;
    reg  [19:0] echo_offset_next;
    reg  [19:0] echo_offset;
    reg         echo_valid_next;
    reg         echo_valid;
    wire        accepted;
    wire        behind;
    wire        beyond;
    wire        refused;
    wire        waiting;
    wire [3:0]  unacknowledged_2;
    wire [12:0] held_2;
    wire [12:0] held_3;
    wire [12:0] held_4;
    wire [12:0] held_5;
    wire [7:0]  limit_2;
    wire [7:0]  limit_3;
    wire [7:0]  limit_4;
    wire [7:0]  limit_5;
    wire [3:0]  unacknowledged_3;
    wire [3:0]  unacknowledged_4;
    wire [3:0]  unacknowledged_5;
    wire [15:0] due_2;
    wire        went_back;
    wire        overdue;
    wire [7:0]  room_2;

    assign accepted = receipt_valid & receipt_accepted;
    assign behind = receipt_valid & receipt_behind;
    assign beyond = receipt_valid & receipt_beyond;
    assign refused = receipt_valid & receipt_refused;
    assign waiting = (|unacknowledged) | limit_is_news;
    assign unacknowledged_2 = reply_taken ? 4'd0 : unacknowledged;
    assign held_2 = held + {3'd0, receipt_non_posted};
    assign held_3 = accepted ? held_2 : held;
    assign held_4 = held_3 - 13'd1;
    assign held_5 = non_posted_delivered ? held_4 : held_3;
    assign limit_2 = limit + receipt_non_posted_refused[7:0];
    assign limit_3 = (accepted & (|receipt_non_posted_refused)) ? limit_2 : limit;
    assign limit_4 = limit_3 + 8'd1;
    assign limit_5 = counted ? limit_4 : limit_3;
    assign unacknowledged_3 = unacknowledged_2 + 4'd1;
    assign unacknowledged_4 = ~(&unacknowledged_2) ? unacknowledged_3 : unacknowledged_2;
    assign unacknowledged_5 = accepted ? unacknowledged_4 : unacknowledged_2;
    assign due_2 = next[15:0];
    assign went_back = (receipt_sequence - due_2) <= (newest_beyond - due_2);
    assign overdue =
        (waiting & (waited >= settings_ack_delay))
        | (unacknowledged >= 4'd8)
        | (quiet >= settings_timeout_max);
    assign room_2 = 8'd32 - occupied;
    assign expected = next;
    assign non_posted_room = room_2[5:0];
    assign starved = is_starved;
    assign reply_expected = next;
    assign reply_nak = nak_now;
    assign reply_busy = is_starved;
    assign reply_echo_valid = echo_valid;
    assign reply_echo_offset = echo_offset;
    assign reply_non_posted_limit = limit;
    assign reply_wanted = run & (ack_now | nak_now | due);

    always @(*) begin
        next_next = next;
        limit_next = limit;
        unacknowledged_next = unacknowledged;
        limit_is_news_next = limit_is_news;
        waited_next = waited;
        quiet_next = quiet;
        ack_now_next = ack_now;
        nak_now_next = nak_now;
        due_next = due;
        gap_open_next = gap_open;
        is_starved_next = is_starved;
        newest_beyond_next = newest_beyond;
        echo_offset_next = echo_offset;
        echo_valid_next = echo_valid;
        if (waiting & ~(&waited)) begin
            waited_next = waited + 16'd1;
        end
        if (~(&quiet)) begin
            quiet_next = quiet + 24'd1;
        end
        if (reply_taken) begin
            waited_next = 16'd0;
            quiet_next = 24'd0;
            limit_is_news_next = 1'd0;
            ack_now_next = 1'd0;
            nak_now_next = 1'd0;
            echo_valid_next = 1'd0;
        end
        if (accepted & (|receipt_non_posted_refused)) begin
            limit_is_news_next = 1'd1;
        end
        if (counted) begin
            limit_is_news_next = 1'd1;
        end
        limit_next = limit_5;
        if (accepted) begin
            next_next = receipt_next;
            gap_open_next = 1'd0;
            is_starved_next = 1'd0;
            nak_now_next = 1'd0;
            echo_offset_next = receipt_offset;
            echo_valid_next = 1'd1;
        end
        unacknowledged_next = unacknowledged_5;
        if (behind | tell) begin
            ack_now_next = 1'd1;
        end
        if (refused) begin
            is_starved_next = 1'd1;
            gap_open_next = 1'd1;
            newest_beyond_next = receipt_sequence;
            ack_now_next = 1'd1;
        end else if (is_starved & room & ~accepted) begin
            is_starved_next = 1'd0;
            nak_now_next = 1'd1;
        end
        if (beyond) begin
            if (~gap_open | (went_back & ~is_starved)) begin
                nak_now_next = 1'd1;
            end
            gap_open_next = 1'd1;
            newest_beyond_next = receipt_sequence;
        end
        due_next = overdue & ~reply_taken;
        if (~run) begin
            next_next = 32'd0;
            limit_next = 8'd32 - occupied;
            unacknowledged_next = 4'd0;
            waited_next = 16'd0;
            quiet_next = 24'd0;
            ack_now_next = 1'd0;
            nak_now_next = 1'd0;
            due_next = 1'd0;
            gap_open_next = 1'd0;
            is_starved_next = 1'd0;
            echo_valid_next = 1'd0;
        end
    end

    always @(*) begin
        held_next = held;
        held_next = held_5;
    end

    always @(*) begin
        occupied_next = occupied;
        occupied_next = (held < 13'h20) ? held[7:0] : 8'd32;
    end

    always @(*) begin
        delivered_next = delivered;
        delivered_next = non_posted_delivered;
    end

    always @(*) begin
        counted_next = counted;
        counted_next = delivered;
    end

    initial begin
        next = 32'd0;
        limit = 8'd0;
        held = 13'd0;
        occupied = 8'd0;
        delivered = 1'd0;
        counted = 1'd0;
        unacknowledged = 4'd0;
        limit_is_news = 1'd0;
        waited = 16'd0;
        quiet = 24'd0;
        ack_now = 1'd0;
        nak_now = 1'd0;
        due = 1'd0;
        gap_open = 1'd0;
        is_starved = 1'd0;
        newest_beyond = 16'd0;
        echo_offset = 20'd0;
        echo_valid = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            next <= 32'd0;
            limit <= 8'd0;
            held <= 13'd0;
            occupied <= 8'd0;
            delivered <= 1'd0;
            counted <= 1'd0;
            unacknowledged <= 4'd0;
            limit_is_news <= 1'd0;
            waited <= 16'd0;
            quiet <= 24'd0;
            ack_now <= 1'd0;
            nak_now <= 1'd0;
            due <= 1'd0;
            gap_open <= 1'd0;
            is_starved <= 1'd0;
            echo_valid <= 1'd0;
        end else begin
            next <= next_next;
            limit <= limit_next;
            held <= held_next;
            occupied <= occupied_next;
            delivered <= delivered_next;
            counted <= counted_next;
            unacknowledged <= unacknowledged_next;
            limit_is_news <= limit_is_news_next;
            waited <= waited_next;
            quiet <= quiet_next;
            ack_now <= ack_now_next;
            nak_now <= nak_now_next;
            due <= due_next;
            gap_open <= gap_open_next;
            is_starved <= is_starved_next;
            echo_valid <= echo_valid_next;
        end
    end

    always @(posedge clock) begin
        newest_beyond <= newest_beyond_next;
        echo_offset <= echo_offset_next;
    end

    wire unused = &{1'b0,
        settings_enable,
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
        settings_area_beats,
        settings_mtu,
        settings_frame_tlps,
        settings_window_frames,
        settings_window_beats,
        settings_timeout_min,
        settings_dead_time,
        settings_busy_time,
        settings_open_interval,
        settings_keep_alive_interval,
        settings_keep_alive_timeout,
        settings_rate_control,
        settings_delay_target,
        settings_rate_min,
        settings_rate_step,
        settings_rate_burst,
        settings_pause_quanta,
        settings_pause_high,
        settings_pause_low,
        receipt_beats,
        room_2[7:6]};

endmodule

`default_nettype wire

// connection: made from the Rust type expether_rtl::bridge::connection::Connection
// by `expether gen`; edit that instead.
`default_nettype none

module connection (
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
    input  wire [7:0]  settings_epoch,
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
    input  wire        wanted,
    input  wire        lost,
    input  wire        dead,
    input  wire        heard_is_close,
    input  wire [7:0]  heard_epoch_in,
    input  wire        heard_flags_heard,
    input  wire        heard_flags_wants_answer,
    input  wire        heard_flags_challenge,
    input  wire [7:0]  heard_acknowledged,
    input  wire [7:0]  heard_number,
    input  wire        heard_valid,
    input  wire        speaks,
    output wire        connected,
    output wire [1:0]  state,
    output wire [7:0]  own_epoch,
    output wire [7:0]  peer_epoch,
    output wire [7:0]  epoch,
    output wire        control_wanted,
    output wire        control_is_close,
    output wire        control_flags_heard,
    output wire        control_flags_wants_answer,
    output wire        control_flags_challenge,
    output wire [7:0]  control_epoch,
    output wire [7:0]  heard_epoch,
    output wire [7:0]  control_number,
    input  wire        control_taken,
    output wire        opened,
    output wire        ended
);

    localparam [1:0] STATE_NO_PEER = 2'd0;
    localparam [1:0] STATE_OPENING = 2'd1;
    localparam [1:0] STATE_CONNECTED = 2'd2;
    localparam [1:0] STATE_ENDING = 2'd3;

    reg  [1:0]  now_next;
    reg  [1:0]  now;
    reg         is_connected_next;
    reg         is_connected;
    reg  [7:0]  ours_next;
    reg  [7:0]  ours;
    reg  [7:0]  theirs_next;
    reg  [7:0]  theirs;
    reg  [7:0]  newest_next;
    reg  [7:0]  newest;
    reg         any_heard_next;
    reg         any_heard;
    reg  [7:0]  sum_next;
    reg  [7:0]  sum;
    reg         open_due_next;
    reg         open_due;
    reg         challenge_due_next;
    reg         challenge_due;
    reg         spoken_next;
    reg         spoken;
    reg  [6:0]  own_number_next;
    reg  [6:0]  own_number;
    reg  [7:0]  repeated_next;
    reg  [7:0]  repeated;
    reg  [23:0] timer_next;
    reg  [23:0] timer;
    reg         timer_ran_out_next;
    reg         timer_ran_out;
    reg         opened_strobe_next;
    reg         opened_strobe;
    reg         ended_strobe_next;
    reg         ended_strobe;
    wire        wanted_2;
    wire        hears_open;
    wire        hears_close;
    wire        knows_us;
    wire        has_other_epoch;
    wire        starts_over;
    wire        is_new_life;
    wire [7:0]  number;
    wire        hears_challenge;
    wire        answers;
    wire        restarted;
    wire        closed;
    wire        is_ending;
    wire        challenges;

    assign wanted_2 = wanted & settings_enable;
    assign hears_open = heard_valid & ~heard_is_close;
    assign hears_close = heard_valid & heard_is_close;
    assign knows_us = heard_flags_heard & (heard_acknowledged == ours);
    assign has_other_epoch = heard_epoch_in != theirs;
    assign starts_over = spoken & heard_flags_wants_answer & ~heard_flags_challenge;
    assign is_new_life = has_other_epoch | starts_over;
    assign number = {1'd1, own_number};
    assign hears_challenge = hears_open & heard_flags_challenge;
    assign answers = ~heard_flags_challenge & (heard_number == number);
    assign restarted = hears_open & is_new_life & knows_us & answers;
    assign closed = hears_close & (heard_epoch_in == sum);
    assign is_ending = now == STATE_ENDING;
    assign challenges = is_connected & challenge_due;
    assign connected = is_connected;
    assign state =
        (now == STATE_NO_PEER) ? 2'd0 :
        (now == STATE_OPENING) ? 2'd1 :
        (now == STATE_CONNECTED) ? 2'd2 :
        2'd3;
    assign own_epoch = ours;
    assign peer_epoch = theirs;
    assign epoch = sum;
    assign control_wanted = open_due;
    assign control_is_close = is_ending;
    assign control_flags_heard = any_heard;
    assign control_flags_wants_answer = ~is_connected | challenges;
    assign control_flags_challenge = challenges;
    assign control_number = challenges ? number : repeated;
    assign control_epoch = is_ending ? sum : ours;
    assign heard_epoch = newest;
    assign opened = opened_strobe;
    assign ended = ended_strobe;

    always @(*) begin
        now_next = now;
        is_connected_next = is_connected;
        ours_next = ours;
        theirs_next = theirs;
        newest_next = newest;
        any_heard_next = any_heard;
        open_due_next = open_due;
        challenge_due_next = challenge_due;
        spoken_next = spoken;
        own_number_next = own_number;
        repeated_next = repeated;
        timer_next = timer;
        timer_ran_out_next = timer_ran_out;
        opened_strobe_next = opened_strobe;
        ended_strobe_next = ended_strobe;
        opened_strobe_next = 1'd0;
        ended_strobe_next = 1'd0;
        timer_next = timer + 24'd1;
        timer_ran_out_next = timer >= settings_open_interval;
        if (control_taken) begin
            open_due_next = 1'd0;
            challenge_due_next = 1'd0;
        end
        if (hears_challenge) begin
            repeated_next = heard_number;
        end
        case (now)
            STATE_NO_PEER: begin
                timer_next = 24'd0;
                timer_ran_out_next = 1'd0;
                challenge_due_next = 1'd0;
                open_due_next = 1'd0;
                repeated_next = 8'd0;
                if (wanted_2) begin
                    now_next = STATE_OPENING;
                    ours_next = ours + 8'd1;
                    open_due_next = 1'd1;
                end else begin
                    any_heard_next = 1'd0;
                end
            end
            STATE_OPENING: begin
                if (timer_ran_out) begin
                    timer_next = 24'd0;
                    timer_ran_out_next = 1'd0;
                    open_due_next = 1'd1;
                end
                if (hears_open) begin
                    newest_next = heard_epoch_in;
                    theirs_next = heard_epoch_in;
                    any_heard_next = 1'd1;
                    if (heard_flags_wants_answer) begin
                        open_due_next = 1'd1;
                    end
                    if (knows_us & ~heard_flags_challenge) begin
                        now_next = STATE_CONNECTED;
                        is_connected_next = 1'd1;
                        opened_strobe_next = 1'd1;
                    end
                end
                if (~wanted_2) begin
                    now_next = STATE_NO_PEER;
                    is_connected_next = 1'd0;
                end
            end
            STATE_CONNECTED: begin
                timer_next = 24'd0;
                if (hears_open) begin
                    newest_next = heard_epoch_in;
                    if (heard_flags_wants_answer) begin
                        open_due_next = 1'd1;
                        challenge_due_next = is_new_life;
                    end
                end
                if (speaks) begin
                    spoken_next = 1'd1;
                end
                if (hears_open & ~is_new_life) begin
                    own_number_next = own_number + 7'd1;
                end
                if (restarted | closed | lost | dead | ~wanted_2) begin
                    now_next = STATE_ENDING;
                    is_connected_next = 1'd0;
                    ended_strobe_next = 1'd1;
                    own_number_next = own_number + 7'd1;
                    open_due_next = 1'd1;
                    challenge_due_next = 1'd0;
                    any_heard_next = restarted;
                end
            end
            default: begin
                if (control_taken | (timer == 24'h1000) | ~settings_enable) begin
                    now_next = STATE_NO_PEER;
                end
            end
        endcase
        if (~is_connected) begin
            spoken_next = 1'd0;
        end
        if (~settings_enable) begin
            ours_next = settings_epoch;
        end
    end

    always @(*) begin
        sum_next = sum;
        sum_next = ours + theirs;
    end

    initial begin
        now = 2'd0;
        is_connected = 1'd0;
        ours = 8'd0;
        theirs = 8'd0;
        newest = 8'd0;
        any_heard = 1'd0;
        sum = 8'd0;
        open_due = 1'd0;
        challenge_due = 1'd0;
        spoken = 1'd0;
        own_number = 7'd0;
        repeated = 8'd0;
        timer = 24'd0;
        timer_ran_out = 1'd0;
        opened_strobe = 1'd0;
        ended_strobe = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            now <= 2'd0;
            is_connected <= 1'd0;
            ours <= 8'd0;
            theirs <= 8'd0;
            newest <= 8'd0;
            any_heard <= 1'd0;
            open_due <= 1'd0;
            challenge_due <= 1'd0;
            spoken <= 1'd0;
            own_number <= 7'd0;
            repeated <= 8'd0;
            timer <= 24'd0;
            timer_ran_out <= 1'd0;
            opened_strobe <= 1'd0;
            ended_strobe <= 1'd0;
        end else begin
            now <= now_next;
            is_connected <= is_connected_next;
            ours <= ours_next;
            theirs <= theirs_next;
            newest <= newest_next;
            any_heard <= any_heard_next;
            open_due <= open_due_next;
            challenge_due <= challenge_due_next;
            spoken <= spoken_next;
            own_number <= own_number_next;
            repeated <= repeated_next;
            timer <= timer_next;
            timer_ran_out <= timer_ran_out_next;
            opened_strobe <= opened_strobe_next;
            ended_strobe <= ended_strobe_next;
        end
    end

    always @(posedge clock) begin
        sum <= sum_next;
    end

    wire unused = &{1'b0,
        settings_learn,
        settings_honour_pause,
        settings_send_pause,
        settings_vid,
        settings_pcp,
        settings_local_mac,
        settings_node_id,
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
        settings_keep_alive_interval,
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

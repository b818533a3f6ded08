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
    input  wire        wanted,
    input  wire        lost,
    input  wire        dead,
    input  wire        heard_is_close,
    input  wire [31:0] heard_incarnation,
    input  wire        heard_flags_heard,
    input  wire        heard_flags_wants_answer,
    input  wire        heard_flags_offer,
    input  wire [31:0] heard_acknowledged,
    input  wire        heard_valid,
    input  wire        speaks,
    input  wire        tries,
    input  wire        hold,
    input  wire        renew,
    output wire        draw_wanted,
    input  wire [31:0] drawn_payload,
    input  wire        drawn_valid,
    output wire        connected,
    output wire [1:0]  state,
    output wire [31:0] own,
    output wire [31:0] peer,
    output wire        control_wanted,
    output wire        control_is_close,
    output wire        control_flags_heard,
    output wire        control_flags_wants_answer,
    output wire        control_flags_offer,
    output wire [31:0] control_incarnation,
    output wire [31:0] control_peer,
    output wire        control_is_timed,
    input  wire        control_taken,
    output wire        hears_peer,
    output wire        hears_another,
    output wire        hears_own,
    output wire        confirmed,
    output wire        tells,
    output wire        opened,
    output wire        ended,
    output wire        held,
    output wire        stray
);

    localparam [1:0] STATE_NO_PEER = 2'd0;
    localparam [1:0] STATE_OPENING = 2'd1;
    localparam [1:0] STATE_CONNECTED = 2'd2;
    localparam [1:0] STATE_ENDING = 2'd3;

    reg  [1:0]  now_next;
    reg  [1:0]  now;
    reg         is_connected_next;
    reg         is_connected;
    reg  [31:0] ours_next;
    reg  [31:0] ours;
    reg  [31:0] following_next;
    reg  [31:0] following;
    reg         has_following_next;
    reg         has_following;
    reg  [31:0] theirs_next;
    reg  [31:0] theirs;
    reg  [31:0] newest_next;
    reg  [31:0] newest;
    reg         any_heard_next;
    reg         any_heard;
    reg         is_confirmed_next;
    reg         is_confirmed;
    reg         open_due_next;
    reg         open_due;
    reg         answer_due_next;
    reg         answer_due;
    reg         offer_due_next;
    reg         offer_due;
    reg  [2:0]  answers_next;
    reg  [2:0]  answers;
    reg  [9:0]  answer_timer_next;
    reg  [9:0]  answer_timer;
    reg  [23:0] timer_next;
    reg  [23:0] timer;
    reg         timer_ran_out_next;
    reg         timer_ran_out;
    reg         opened_strobe_next;
    reg         opened_strobe;
    reg         ended_strobe_next;
    reg         ended_strobe;
    reg         held_strobe_next;
    reg         held_strobe;
    reg         stray_strobe_next;
    reg         stray_strobe;
    reg         tell_strobe_next;
    reg         tell_strobe;
    reg  [3:0]  asked_next;
    reg  [3:0]  asked;
    wire        wanted_2;
    wire        hears_open;
    wire        hears_close;
    wire        names_own;
    wire        names_following;
    wire        is_newest;
    wire        is_theirs;
    wire        may_begin;
    wire        answers_2;
    wire        may_answer;
    wire        offers;
    wire        costs;
    wire        comes_back;
    wire        asks;
    wire        in_vain;
    wire        restarted;
    wire        closes;
    wire        fails;
    wire        is_ending;
    wire        to_newest;
    wire        hears_peer_2;

    assign wanted_2 = wanted & settings_enable;
    assign hears_open = heard_valid & ~heard_is_close;
    assign hears_close = heard_valid & heard_is_close;
    assign names_own = heard_flags_heard & (heard_acknowledged == ours);
    assign names_following =
        heard_flags_heard
        & has_following
        & (heard_acknowledged == following);
    assign is_newest = any_heard & (heard_incarnation == newest);
    assign is_theirs = heard_incarnation == theirs;
    assign may_begin = has_following & ~hold & ~renew;
    assign answers_2 = answer_due & ~open_due;
    assign may_answer = |answers;
    assign offers = offer_due & ~open_due & ~answers_2;
    assign costs = control_taken & (answers_2 | offers);
    assign comes_back = (&answer_timer) & (answers != 3'd4);
    assign asks = ~is_confirmed | tries;
    assign in_vain = ~is_confirmed & (&asked);
    assign restarted = hears_open & ~is_theirs & names_following;
    assign closes = hears_close & is_theirs & names_own;
    assign fails = lost | dead | in_vain;
    assign is_ending = now == STATE_ENDING;
    assign to_newest = offers | ~(is_connected | is_ending);
    assign hears_peer_2 = hears_open & (is_theirs | ~is_connected);
    assign draw_wanted = wanted_2 & ~has_following;
    assign connected = is_connected;
    assign confirmed = is_confirmed;
    assign tells = tell_strobe;
    assign state =
        (now == STATE_NO_PEER) ? 2'd0 :
        (now == STATE_OPENING) ? 2'd1 :
        (now == STATE_CONNECTED) ? 2'd2 :
        2'd3;
    assign own = ours;
    assign peer = theirs;
    assign control_wanted = open_due | (may_answer & (answers_2 | (offers & has_following)));
    assign control_is_close = is_ending;
    assign control_flags_heard = is_connected | is_ending | any_heard;
    assign control_flags_wants_answer = ~is_ending & (~is_connected | open_due | offers);
    assign control_flags_offer = offers;
    assign control_incarnation = offers ? following : ours;
    assign control_peer = to_newest ? newest : theirs;
    assign control_is_timed = open_due;
    assign hears_peer = hears_peer_2;
    assign hears_another = hears_peer_2 & ~is_newest & ~is_connected;
    assign hears_own = hears_peer_2 & names_own;
    assign opened = opened_strobe;
    assign ended = ended_strobe;
    assign held = held_strobe;
    assign stray = stray_strobe;

    always @(*) begin
        now_next = now;
        is_connected_next = is_connected;
        ours_next = ours;
        following_next = following;
        has_following_next = has_following;
        theirs_next = theirs;
        newest_next = newest;
        any_heard_next = any_heard;
        is_confirmed_next = is_confirmed;
        open_due_next = open_due;
        answer_due_next = answer_due;
        offer_due_next = offer_due;
        timer_next = timer;
        timer_ran_out_next = timer_ran_out;
        asked_next = asked;
        opened_strobe_next = opened_strobe;
        ended_strobe_next = ended_strobe;
        held_strobe_next = held_strobe;
        stray_strobe_next = stray_strobe;
        tell_strobe_next = tell_strobe;
        if (drawn_valid) begin
            following_next = drawn_payload;
            has_following_next = 1'd1;
        end
        if (renew) begin
            has_following_next = 1'd0;
        end
        if (control_taken) begin
            if (open_due) begin
                open_due_next = 1'd0;
                answer_due_next = 1'd0;
            end else if (answers_2) begin
                answer_due_next = 1'd0;
            end else begin
                offer_due_next = 1'd0;
            end
        end
        opened_strobe_next = 1'd0;
        ended_strobe_next = 1'd0;
        held_strobe_next = 1'd0;
        stray_strobe_next = 1'd0;
        tell_strobe_next = 1'd0;
        timer_next = timer + 24'd1;
        timer_ran_out_next = timer >= settings_open_interval;
        case (now)
            STATE_NO_PEER: begin
                timer_next = 24'd0;
                timer_ran_out_next = 1'd0;
                open_due_next = 1'd0;
                answer_due_next = 1'd0;
                offer_due_next = 1'd0;
                if (wanted_2 & may_begin) begin
                    now_next = STATE_OPENING;
                    ours_next = following;
                    has_following_next = 1'd0;
                    open_due_next = 1'd1;
                end else if (~wanted_2) begin
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
                    newest_next = heard_incarnation;
                    theirs_next = heard_incarnation;
                    any_heard_next = 1'd1;
                    if (heard_flags_wants_answer) begin
                        answer_due_next = 1'd1;
                        held_strobe_next = ~may_answer;
                    end
                    if (names_own) begin
                        now_next = STATE_CONNECTED;
                        is_connected_next = 1'd1;
                        is_confirmed_next = ~heard_flags_wants_answer;
                        tell_strobe_next = ~heard_flags_wants_answer;
                        opened_strobe_next = 1'd1;
                        asked_next = 4'd0;
                    end
                end
                if (~wanted_2) begin
                    now_next = STATE_NO_PEER;
                    is_connected_next = 1'd0;
                    is_confirmed_next = 1'd0;
                    tell_strobe_next = 1'd0;
                    opened_strobe_next = 1'd0;
                end
            end
            STATE_CONNECTED: begin
                if (~asks) begin
                    timer_next = 24'd0;
                    timer_ran_out_next = 1'd0;
                end else if (timer_ran_out) begin
                    timer_next = 24'd0;
                    timer_ran_out_next = 1'd0;
                    open_due_next = 1'd1;
                    asked_next = asked + 4'd1;
                end
                if (hears_open) begin
                    if (is_theirs) begin
                        if (names_own & ~heard_flags_wants_answer) begin
                            is_confirmed_next = 1'd1;
                            tell_strobe_next = ~is_confirmed;
                        end
                        if (heard_flags_wants_answer) begin
                            answer_due_next = 1'd1;
                            held_strobe_next = ~may_answer;
                        end
                    end else if (restarted | ~heard_flags_offer | names_own) begin
                        newest_next = heard_incarnation;
                        offer_due_next = 1'd1;
                        held_strobe_next = ~may_answer;
                    end
                end
                if (speaks) begin
                    is_confirmed_next = 1'd1;
                end
                stray_strobe_next = hears_close & ~closes;
                if (restarted | closes | fails | ~wanted_2) begin
                    is_confirmed_next = 1'd0;
                    tell_strobe_next = 1'd0;
                    now_next = STATE_ENDING;
                    is_connected_next = 1'd0;
                    ended_strobe_next = 1'd1;
                    open_due_next = 1'd1;
                    answer_due_next = 1'd0;
                    offer_due_next = 1'd0;
                    any_heard_next = restarted;
                    timer_next = 24'd0;
                end
            end
            default: begin
                if (control_taken | (timer == 24'h1000) | ~settings_enable) begin
                    now_next = STATE_NO_PEER;
                end
            end
        endcase
    end

    always @(*) begin
        answers_next = answers;
        if (costs & ~comes_back) begin
            answers_next = answers - 3'd1;
        end else if (comes_back & ~costs) begin
            answers_next = answers + 3'd1;
        end
    end

    always @(*) begin
        answer_timer_next = answer_timer;
        answer_timer_next = (answers == 3'd4) ? 10'd0 : (answer_timer + 10'd1);
    end

    initial begin
        now = 2'd0;
        is_connected = 1'd0;
        ours = 32'd0;
        following = 32'd0;
        has_following = 1'd0;
        theirs = 32'd0;
        newest = 32'd0;
        any_heard = 1'd0;
        is_confirmed = 1'd0;
        open_due = 1'd0;
        answer_due = 1'd0;
        offer_due = 1'd0;
        answers = 3'd4;
        answer_timer = 10'd0;
        timer = 24'd0;
        timer_ran_out = 1'd0;
        opened_strobe = 1'd0;
        ended_strobe = 1'd0;
        held_strobe = 1'd0;
        stray_strobe = 1'd0;
        tell_strobe = 1'd0;
        asked = 4'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            now <= 2'd0;
            is_connected <= 1'd0;
            has_following <= 1'd0;
            any_heard <= 1'd0;
            is_confirmed <= 1'd0;
            open_due <= 1'd0;
            answer_due <= 1'd0;
            offer_due <= 1'd0;
            answers <= 3'd4;
            answer_timer <= 10'd0;
            timer <= 24'd0;
            timer_ran_out <= 1'd0;
            opened_strobe <= 1'd0;
            ended_strobe <= 1'd0;
            held_strobe <= 1'd0;
            stray_strobe <= 1'd0;
            tell_strobe <= 1'd0;
            asked <= 4'd0;
        end else begin
            now <= now_next;
            is_connected <= is_connected_next;
            has_following <= has_following_next;
            any_heard <= any_heard_next;
            is_confirmed <= is_confirmed_next;
            open_due <= open_due_next;
            answer_due <= answer_due_next;
            offer_due <= offer_due_next;
            answers <= answers_next;
            answer_timer <= answer_timer_next;
            timer <= timer_next;
            timer_ran_out <= timer_ran_out_next;
            opened_strobe <= opened_strobe_next;
            ended_strobe <= ended_strobe_next;
            held_strobe <= held_strobe_next;
            stray_strobe <= stray_strobe_next;
            tell_strobe <= tell_strobe_next;
            asked <= asked_next;
        end
    end

    always @(posedge clock) begin
        ours <= ours_next;
        following <= following_next;
        theirs <= theirs_next;
        newest <= newest_next;
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

// path_length: made from the Rust type expether_rtl::bridge::path_length::PathLength
// by `expether gen`; edit that instead.
`default_nettype none

module path_length (
    input  wire        clock,
    input  wire        reset,
    input  wire [10:0] own_beats,
    input  wire        opening,
    input  wire        confirmed,
    input  wire        connected,
    input  wire        heard,
    input  wire        hears_another,
    input  wire [11:0] length_dw,
    input  wire        told,
    input  wire [11:0] told_dw,
    input  wire        sent,
    output wire [10:0] try_beats,
    output wire [10:0] beats,
    output wire [11:0] longest_dw,
    output wire [11:0] path_dw,
    output wire        tries
);

    reg  [11:0] longest_next;
    reg  [11:0] longest;
    reg  [11:0] reached_next;
    reg  [11:0] reached;
    reg  [1:0]  turn_next;
    reg  [1:0]  turn;
    reg  [1:0]  tries_left_next;
    reg  [1:0]  tries_left;
    reg  [10:0] limit_next;
    reg  [10:0] limit;
    wire [10:0] carried;
    wire [10:0] at_least;
    wire [10:0] at_most;
    wire [10:0] tried;
    wire [10:0] tried_2;
    wire [10:0] tried_3;
    wire        is_short;

    assign carried = reached[11:1];
    assign at_least = (11'h45 < own_beats) ? 11'h45 : own_beats;
    assign at_most = (carried < own_beats) ? carried : own_beats;
    assign tried = ((turn == 2'd1) & (11'hb8 < own_beats)) ? 11'hb8 : own_beats;
    assign tried_2 = (turn == 2'd2) ? 11'h45 : tried;
    assign tried_3 = confirmed ? own_beats : tried_2;
    assign is_short = limit < own_beats;
    assign try_beats = tried_3;
    assign beats = limit;
    assign longest_dw = longest;
    assign path_dw = reached;
    assign tries = confirmed & is_short & (|tries_left);

    always @(*) begin
        longest_next = longest;
        reached_next = reached;
        turn_next = turn;
        tries_left_next = tries_left;
        limit_next = limit;
        if (heard & (hears_another | (length_dw > longest))) begin
            longest_next = length_dw;
        end
        if (told & (told_dw > reached)) begin
            reached_next = told_dw;
        end
        limit_next = (carried < 11'h45) ? at_least : at_most;
        if (sent) begin
            turn_next = (turn == 2'd2) ? 2'd0 : (turn + 2'd1);
            if (confirmed & (|tries_left)) begin
                tries_left_next = tries_left - 2'd1;
            end
        end
        if (~opening & ~connected) begin
            longest_next = 12'd0;
            reached_next = 12'd0;
            turn_next = 2'd0;
            tries_left_next = 2'd3;
            limit_next = at_least;
        end
    end

    initial begin
        longest = 12'd0;
        reached = 12'd0;
        turn = 2'd0;
        tries_left = 2'd0;
        limit = 11'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            longest <= 12'd0;
            reached <= 12'd0;
            turn <= 2'd0;
            tries_left <= 2'd0;
            limit <= 11'd0;
        end else begin
            longest <= longest_next;
            reached <= reached_next;
            turn <= turn_next;
            tries_left <= tries_left_next;
            limit <= limit_next;
        end
    end

endmodule

`default_nettype wire

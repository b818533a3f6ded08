// arq_receiver: made from the Rust type expether_rtl::bridge::arq_receiver::ArqReceiver
// by `expether gen`; edit that instead.
`default_nettype none

module arq_receiver (
    input  wire        clock,
    input  wire        reset,
    input  wire        settings_enable,
    input  wire [11:0] settings_vid,
    input  wire [2:0]  settings_pcp,
    input  wire [47:0] settings_local_mac,
    input  wire [47:0] settings_peer_mac,
    input  wire [7:0]  settings_epoch,
    input  wire [15:0] settings_ethertype,
    input  wire [23:0] settings_retransmit_timeout,
    input  wire [15:0] settings_ack_delay,
    input  wire [7:0]  settings_window,
    input  wire        header_is_data,
    input  wire [15:0] header_sequence,
    input  wire [23:0] header_timestamp,
    input  wire        header_valid,
    input  wire [63:0] tlp_data,
    input  wire [7:0]  tlp_keep,
    input  wire        tlp_last,
    input  wire        tlp_error,
    input  wire        tlp_valid,
    input  wire        room,
    output wire [63:0] accepted_data,
    output wire [7:0]  accepted_keep,
    output wire        accepted_last,
    output wire        accepted_error,
    output wire        accepted_valid,
    output wire [15:0] reply_expected,
    output wire        reply_nak,
    output wire        reply_echo_valid,
    output wire [23:0] reply_echo,
    output wire        reply_wanted,
    input  wire        reply_taken,
    output wire        duplicate,
    output wire        gap,
    output wire        overflow
);

    reg  [15:0] expected_next;
    reg  [15:0] expected;
    reg         in_tlp_next;
    reg         in_tlp;
    reg         had_room_next;
    reg         had_room;
    reg  [3:0]  unacknowledged_next;
    reg  [3:0]  unacknowledged;
    reg  [15:0] waited_next;
    reg  [15:0] waited;
    reg         ack_now_next;
    reg         ack_now;
    reg         nak_now_next;
    reg         nak_now;
    reg         gap_open_next;
    reg         gap_open;
    reg         starved_next;
    reg         starved;
    reg  [15:0] newest_beyond_next;
    reg  [15:0] newest_beyond;
    reg  [23:0] echo_next;
    reg  [23:0] echo;
    reg         echo_valid_next;
    reg         echo_valid;
    wire        is_data;
    wire        has_room;
    wire        in_sequence;
    wire [15:0] ahead;
    wire        behind;
    wire        beyond;
    wire        accept;
    wire        waiting;
    wire [3:0]  unacknowledged_2;
    wire [3:0]  unacknowledged_3;
    wire [3:0]  unacknowledged_4;
    wire [3:0]  unacknowledged_5;
    wire        went_back;

    assign is_data = header_valid & header_is_data;
    assign has_room = in_tlp ? had_room : room;
    assign in_sequence = is_data & (header_sequence == expected);
    assign ahead = expected - header_sequence;
    assign behind = is_data & (|ahead) & ~ahead[15];
    assign beyond = is_data & ~in_sequence & ~behind;
    assign accept = in_sequence & has_room & settings_enable;
    assign waiting = |unacknowledged;
    assign unacknowledged_2 = reply_taken ? 4'd0 : unacknowledged;
    assign unacknowledged_3 = unacknowledged_2 + 4'd1;
    assign unacknowledged_4 = ~(&unacknowledged_2) ? unacknowledged_3 : unacknowledged_2;
    assign unacknowledged_5 = accept ? unacknowledged_4 : unacknowledged_2;
    assign went_back = (header_sequence - expected) <= (newest_beyond - expected);
    assign duplicate = behind;
    assign gap = beyond;
    assign overflow = in_sequence & ~has_room;
    assign accepted_data = tlp_data;
    assign accepted_keep = tlp_keep;
    assign accepted_last = tlp_last;
    assign accepted_error = tlp_last & (tlp_error | ~accept);
    assign accepted_valid = tlp_valid & has_room;
    assign reply_expected = expected;
    assign reply_nak = nak_now;
    assign reply_echo_valid = echo_valid;
    assign reply_echo = echo;
    assign reply_wanted =
        ack_now
        | nak_now
        | (unacknowledged >= 4'd8)
        | (waiting & (waited >= settings_ack_delay));

    always @(*) begin
        expected_next = expected;
        unacknowledged_next = unacknowledged;
        waited_next = waited;
        ack_now_next = ack_now;
        nak_now_next = nak_now;
        gap_open_next = gap_open;
        starved_next = starved;
        newest_beyond_next = newest_beyond;
        echo_next = echo;
        echo_valid_next = echo_valid;
        if (waiting & ~(&waited)) begin
            waited_next = waited + 16'd1;
        end
        if (reply_taken) begin
            waited_next = 16'd0;
            ack_now_next = 1'd0;
            nak_now_next = 1'd0;
        end
        if (accept) begin
            expected_next = expected + 16'd1;
            gap_open_next = 1'd0;
            starved_next = 1'd0;
            nak_now_next = 1'd0;
            echo_next = header_timestamp;
            echo_valid_next = 1'd1;
        end
        unacknowledged_next = unacknowledged_5;
        if (behind) begin
            ack_now_next = 1'd1;
        end
        if (overflow) begin
            starved_next = 1'd1;
            gap_open_next = 1'd1;
            newest_beyond_next = header_sequence;
        end else if (starved & room & ~accept) begin
            starved_next = 1'd0;
            nak_now_next = 1'd1;
        end
        if (beyond) begin
            if (~gap_open | (went_back & ~starved)) begin
                nak_now_next = 1'd1;
            end
            gap_open_next = 1'd1;
            newest_beyond_next = header_sequence;
        end
        if (~settings_enable) begin
            expected_next = 16'd0;
            unacknowledged_next = 4'd0;
            waited_next = 16'd0;
            ack_now_next = 1'd0;
            nak_now_next = 1'd0;
            gap_open_next = 1'd0;
            starved_next = 1'd0;
            echo_next = 24'd0;
            echo_valid_next = 1'd0;
        end
    end

    always @(*) begin
        in_tlp_next = in_tlp;
        had_room_next = had_room;
        if (tlp_valid) begin
            had_room_next = has_room;
            in_tlp_next = ~tlp_last;
        end
    end

    initial begin
        expected = 16'd0;
        in_tlp = 1'd0;
        had_room = 1'd0;
        unacknowledged = 4'd0;
        waited = 16'd0;
        ack_now = 1'd0;
        nak_now = 1'd0;
        gap_open = 1'd0;
        starved = 1'd0;
        newest_beyond = 16'd0;
        echo = 24'd0;
        echo_valid = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            expected <= 16'd0;
            in_tlp <= 1'd0;
            unacknowledged <= 4'd0;
            waited <= 16'd0;
            ack_now <= 1'd0;
            nak_now <= 1'd0;
            gap_open <= 1'd0;
            starved <= 1'd0;
            echo_valid <= 1'd0;
        end else begin
            expected <= expected_next;
            in_tlp <= in_tlp_next;
            unacknowledged <= unacknowledged_next;
            waited <= waited_next;
            ack_now <= ack_now_next;
            nak_now <= nak_now_next;
            gap_open <= gap_open_next;
            starved <= starved_next;
            echo_valid <= echo_valid_next;
        end
    end

    always @(posedge clock) begin
        had_room <= had_room_next;
        newest_beyond <= newest_beyond_next;
        echo <= echo_next;
    end

    wire unused = &{1'b0,
        settings_vid,
        settings_pcp,
        settings_local_mac,
        settings_peer_mac,
        settings_epoch,
        settings_ethertype,
        settings_retransmit_timeout,
        settings_window};

endmodule

`default_nettype wire

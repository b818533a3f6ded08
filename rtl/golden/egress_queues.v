// egress_queues: made from the Rust type expether_rtl::pcie::egress_queues::EgressQueues<11, 9, 11>
// by `expether gen`; edit that instead.
`default_nettype none

module egress_queues (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] tlp_beat_data,
    input  wire [7:0]  tlp_beat_keep,
    input  wire        tlp_beat_last,
    input  wire        tlp_beat_error,
    input  wire [1:0]  tlp_class,
    input  wire [10:0] tlp_payload_dw,
    input  wire [4:0]  tlp_source,
    input  wire        tlp_valid,
    input  wire        frame_end,
    input  wire        frame_good,
    output wire        overflowed,
    output wire [15:0] free_beats,
    output wire [15:0] used_beats,
    input  wire [7:0]  credits_posted_header,
    input  wire [11:0] credits_posted_data,
    input  wire [7:0]  credits_non_posted_header,
    input  wire [11:0] credits_non_posted_data,
    input  wire [7:0]  credits_completion_header,
    input  wire [11:0] credits_completion_data,
    input  wire [2:0]  credits_infinite,
    output wire [63:0] out_data,
    output wire [7:0]  out_keep,
    output wire        out_last,
    output wire        out_error,
    output wire        out_valid,
    input  wire        out_ready,
    output wire        delivered,
    output wire        non_posted_delivered,
    output wire [4:0]  non_posted_source
);

    wire [15:0] posted_free;
    wire        posted_lost;
    wire [63:0] posted_out_data;
    wire        posted_out_half;
    wire        posted_out_last;
    wire [5:0]  posted_out_note;
    wire        posted_out_valid;
    wire        posted_fits;
    wire [15:0] non_posted_free;
    wire        non_posted_lost;
    wire [63:0] non_posted_out_data;
    wire        non_posted_out_half;
    wire        non_posted_out_last;
    wire [5:0]  non_posted_out_note;
    wire        non_posted_out_valid;
    wire        non_posted_fits;
    wire [15:0] completion_free;
    wire        completion_lost;
    wire [63:0] completion_out_data;
    wire        completion_out_half;
    wire        completion_out_last;
    wire [5:0]  completion_out_note;
    wire        completion_out_valid;
    wire        completion_fits;
    wire        order_inp_valid;
    wire [1:0]  order_out_payload;
    wire        order_out_valid;
    wire [15:0] order_free;
    wire        order_lost;
    wire        order_room;
    wire [2:0]  arbiter_grant;
    reg         in_tlp_next;
    reg         in_tlp;
    reg  [15:0] free_next;
    reg  [15:0] free;
    reg  [15:0] used_next;
    reg  [15:0] used;
    reg         posted_turn_next;
    reg         posted_turn;
    reg  [13:0] non_posted_turns_next;
    reg  [13:0] non_posted_turns;
    reg         non_posted_may_next;
    reg         non_posted_may;
    reg  [13:0] completion_turns_next;
    reg  [13:0] completion_turns;
    reg         completion_may_next;
    reg         completion_may;
    reg  [2:0]  sending_next;
    reg  [2:0]  sending;
    reg  [2:0]  began_next;
    reg  [2:0]  began;
    reg         shown_valid_next;
    reg         shown_valid;
    reg  [63:0] shown_data_next;
    reg         shown_half_next;
    reg         shown_last_next;
    reg  [5:0]  shown_note_next;
    reg  [63:0] shown_data;
    reg         shown_half;
    reg         shown_last;
    reg  [5:0]  shown_note;
    reg         shown_non_posted_next;
    reg         shown_non_posted;
    reg         delivered_strobe_next;
    reg         delivered_strobe;
    reg         non_posted_strobe_next;
    reg         non_posted_strobe;
    reg  [4:0]  source_next;
    reg  [4:0]  source;
    wire [5:0]  own_source;
    wire [10:0] sum;
    wire [5:0]  note;
    wire        stored_half;
    wire        lost;
    wire        keeps;
    wire        drops;
    wire [15:0] posted_used;
    wire [15:0] completion_used;
    wire        posted_may;
    wire        non_posted_may_2;
    wire        completion_may_2;
    wire        under_way;
    wire [2:0]  chosen;
    wire        gives;
    wire [5:0]  beat_note;
    wire        beat_last;
    wire        beat_half;
    wire [63:0] beat_data;
    wire [5:0]  beat_note_2;
    wire        beat_last_2;
    wire        beat_half_2;
    wire [63:0] beat_data_2;
    wire        advance;
    wire        begins;
    wire        posted_waits;
    wire        turn;
    wire        non_posted_more;
    wire        non_posted_less;
    wire        completion_more;
    wire        completion_less;
    wire        hands_over;

    assign own_source = {1'd0, tlp_source};
    assign sum = tlp_payload_dw + 11'd3;
    assign note = in_tlp ? own_source : sum[7:2];
    assign stored_half = ~tlp_beat_keep[4];
    assign lost = posted_lost | non_posted_lost | completion_lost | order_lost;
    assign keeps = frame_end & frame_good & ~lost;
    assign drops = frame_end & (~frame_good | lost);
    assign posted_used = 16'h7ff - posted_free;
    assign completion_used = 16'h7ff - completion_free;
    assign posted_may = posted_out_valid & posted_fits & posted_turn;
    assign non_posted_may_2 = non_posted_out_valid & non_posted_fits & non_posted_may;
    assign completion_may_2 = completion_out_valid & completion_fits & completion_may;
    assign under_way = |sending;
    assign chosen = under_way ? sending : arbiter_grant;
    assign gives =
        (chosen[0] & posted_out_valid)
        | (chosen[1] & non_posted_out_valid)
        | (chosen[2] & completion_out_valid);
    assign beat_note = chosen[1] ? non_posted_out_note : posted_out_note;
    assign beat_last = chosen[1] ? non_posted_out_last : posted_out_last;
    assign beat_half = chosen[1] ? non_posted_out_half : posted_out_half;
    assign beat_data = chosen[1] ? non_posted_out_data : posted_out_data;
    assign beat_note_2 = chosen[2] ? completion_out_note : beat_note;
    assign beat_last_2 = chosen[2] ? completion_out_last : beat_last;
    assign beat_half_2 = chosen[2] ? completion_out_half : beat_half;
    assign beat_data_2 = chosen[2] ? completion_out_data : beat_data;
    assign advance = ~shown_valid | out_ready;
    assign begins = gives & advance & ~under_way;
    assign posted_waits = posted_turn & ~began[0];
    assign turn = order_out_valid & ~posted_waits;
    assign non_posted_more = turn & (order_out_payload == 2'd1);
    assign non_posted_less = began[1];
    assign completion_more = turn & (order_out_payload == 2'd2);
    assign completion_less = began[2];
    assign hands_over = shown_valid & out_ready & shown_last;
    assign order_inp_valid = tlp_valid & ~in_tlp & (tlp_class != 2'd3);
    assign overflowed = lost;
    assign free_beats = free;
    assign used_beats = used;
    assign out_valid = shown_valid;
    assign out_data = shown_data;
    assign out_keep = shown_half ? 8'd15 : 8'hff;
    assign out_last = shown_last;
    assign out_error = 1'd0;
    assign delivered = delivered_strobe;
    assign non_posted_delivered = non_posted_strobe;
    assign non_posted_source = source;

    class_queue_11 posted (
        .clock(clock),
        .reset(reset),
        .inp_data(tlp_beat_data),
        .inp_half(stored_half),
        .inp_last(tlp_beat_last),
        .inp_note(note),
        .inp_valid(tlp_valid & (tlp_class == 2'd0)),
        .commit(keeps),
        .rollback(drops),
        .free(posted_free),
        .lost(posted_lost),
        .header_limit(credits_posted_header),
        .data_limit(credits_posted_data),
        .unlimited(credits_infinite[0]),
        .out_data(posted_out_data),
        .out_half(posted_out_half),
        .out_last(posted_out_last),
        .out_note(posted_out_note),
        .out_valid(posted_out_valid),
        .out_ready(chosen[0] & advance),
        .fits(posted_fits)
    );

    class_queue_9 non_posted (
        .clock(clock),
        .reset(reset),
        .inp_data(tlp_beat_data),
        .inp_half(stored_half),
        .inp_last(tlp_beat_last),
        .inp_note(note),
        .inp_valid(tlp_valid & (tlp_class == 2'd1)),
        .commit(keeps),
        .rollback(drops),
        .free(non_posted_free),
        .lost(non_posted_lost),
        .header_limit(credits_non_posted_header),
        .data_limit(credits_non_posted_data),
        .unlimited(credits_infinite[1]),
        .out_data(non_posted_out_data),
        .out_half(non_posted_out_half),
        .out_last(non_posted_out_last),
        .out_note(non_posted_out_note),
        .out_valid(non_posted_out_valid),
        .out_ready(chosen[1] & advance),
        .fits(non_posted_fits)
    );

    class_queue_11 completion (
        .clock(clock),
        .reset(reset),
        .inp_data(tlp_beat_data),
        .inp_half(stored_half),
        .inp_last(tlp_beat_last),
        .inp_note(note),
        .inp_valid(tlp_valid & (tlp_class == 2'd2)),
        .commit(keeps),
        .rollback(drops),
        .free(completion_free),
        .lost(completion_lost),
        .header_limit(credits_completion_header),
        .data_limit(credits_completion_data),
        .unlimited(credits_infinite[2]),
        .out_data(completion_out_data),
        .out_half(completion_out_half),
        .out_last(completion_out_last),
        .out_note(completion_out_note),
        .out_valid(completion_out_valid),
        .out_ready(chosen[2] & advance),
        .fits(completion_fits)
    );

    commit_fifo_bits_2_14 order (
        .clock(clock),
        .reset(reset),
        .inp_payload(tlp_class),
        .inp_valid(order_inp_valid),
        .commit(keeps),
        .rollback(drops),
        .out_payload(order_out_payload),
        .out_valid(order_out_valid),
        .out_ready(~posted_waits),
        .free(order_free),
        .lost(order_lost),
        .room(order_room)
    );

    round_robin_arbiter_3 arbiter (
        .clock(clock),
        .reset(reset),
        .request({completion_may_2, non_posted_may_2, posted_may}),
        .advance(begins),
        .grant(arbiter_grant)
    );

    always @(*) begin
        in_tlp_next = in_tlp;
        if (tlp_valid) begin
            in_tlp_next = ~tlp_beat_last;
        end
        if (frame_end) begin
            in_tlp_next = 1'd0;
        end
    end

    always @(*) begin
        free_next = free;
        free_next = (posted_free < completion_free) ? posted_free : completion_free;
    end

    always @(*) begin
        used_next = used;
        used_next = (posted_used > completion_used) ? posted_used : completion_used;
    end

    always @(*) begin
        posted_turn_next = posted_turn;
        posted_turn_next = posted_waits | (turn & (order_out_payload == 2'd0));
    end

    always @(*) begin
        non_posted_turns_next = non_posted_turns;
        non_posted_may_next = non_posted_may;
        if (non_posted_more & ~non_posted_less) begin
            non_posted_turns_next = non_posted_turns + 14'd1;
            non_posted_may_next = 1'd1;
        end
        if (non_posted_less & ~non_posted_more) begin
            non_posted_turns_next = non_posted_turns - 14'd1;
            non_posted_may_next = non_posted_turns != 14'd1;
        end
    end

    always @(*) begin
        completion_turns_next = completion_turns;
        completion_may_next = completion_may;
        if (completion_more & ~completion_less) begin
            completion_turns_next = completion_turns + 14'd1;
            completion_may_next = 1'd1;
        end
        if (completion_less & ~completion_more) begin
            completion_turns_next = completion_turns - 14'd1;
            completion_may_next = completion_turns != 14'd1;
        end
    end

    always @(*) begin
        sending_next = sending;
        if (gives & advance) begin
            sending_next = beat_last_2 ? 3'd0 : chosen;
        end
    end

    always @(*) begin
        began_next = began;
        began_next = begins ? chosen : 3'd0;
    end

    always @(*) begin
        shown_valid_next = shown_valid;
        shown_data_next = shown_data;
        shown_half_next = shown_half;
        shown_last_next = shown_last;
        shown_note_next = shown_note;
        shown_non_posted_next = shown_non_posted;
        if (advance) begin
            shown_valid_next = gives;
            shown_data_next = beat_data_2;
            shown_half_next = beat_half_2;
            shown_last_next = beat_last_2;
            shown_note_next = beat_note_2;
            shown_non_posted_next = chosen[1];
        end
    end

    always @(*) begin
        delivered_strobe_next = delivered_strobe;
        delivered_strobe_next = hands_over;
    end

    always @(*) begin
        non_posted_strobe_next = non_posted_strobe;
        non_posted_strobe_next = hands_over & shown_non_posted;
    end

    always @(*) begin
        source_next = source;
        source_next = shown_note[4:0];
    end

    initial begin
        in_tlp = 1'd0;
        free = 16'd0;
        used = 16'd0;
        posted_turn = 1'd0;
        non_posted_turns = 14'd0;
        non_posted_may = 1'd0;
        completion_turns = 14'd0;
        completion_may = 1'd0;
        sending = 3'd0;
        began = 3'd0;
        shown_valid = 1'd0;
        shown_data = 64'd0;
        shown_half = 1'd0;
        shown_last = 1'd0;
        shown_note = 6'd0;
        shown_non_posted = 1'd0;
        delivered_strobe = 1'd0;
        non_posted_strobe = 1'd0;
        source = 5'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            in_tlp <= 1'd0;
            free <= 16'd0;
            used <= 16'd0;
            posted_turn <= 1'd0;
            non_posted_turns <= 14'd0;
            non_posted_may <= 1'd0;
            completion_turns <= 14'd0;
            completion_may <= 1'd0;
            sending <= 3'd0;
            began <= 3'd0;
            shown_valid <= 1'd0;
            delivered_strobe <= 1'd0;
            non_posted_strobe <= 1'd0;
        end else begin
            in_tlp <= in_tlp_next;
            free <= free_next;
            used <= used_next;
            posted_turn <= posted_turn_next;
            non_posted_turns <= non_posted_turns_next;
            non_posted_may <= non_posted_may_next;
            completion_turns <= completion_turns_next;
            completion_may <= completion_may_next;
            sending <= sending_next;
            began <= began_next;
            shown_valid <= shown_valid_next;
            delivered_strobe <= delivered_strobe_next;
            non_posted_strobe <= non_posted_strobe_next;
        end
    end

    always @(posedge clock) begin
        shown_data <= shown_data_next;
        shown_half <= shown_half_next;
        shown_last <= shown_last_next;
        shown_note <= shown_note_next;
        shown_non_posted <= shown_non_posted_next;
        source <= source_next;
    end

    wire unused = &{1'b0,
        tlp_beat_keep[3:0],
        tlp_beat_keep[7:5],
        tlp_beat_error,
        non_posted_free,
        order_free,
        order_room,
        sum[1:0],
        sum[10:8]};

endmodule

`default_nettype wire

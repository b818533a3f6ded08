// Around the blocks that make one direction of a connection: the sender's arq_transmitter, and the
// receiver's frame_acceptor and arq_receiver, joined by a channel that may lose, spoil, repeat and
// delay what it carries, but keeps its order. TLPs have one or two beats, of which two bits are looked
// at: the blocks do not look at data. One of the bits says that the beat is its TLP's last, as on the
// wire a TLP's own header says how long it is; so the channel cuts a frame into TLPs by what is in it.
// One TLP, freely chosen by its number, is followed. As the choice and its data are free, equal data
// in the same place means: what is handed over is a prefix of what was stored.
module harness (
    input wire       clock,
    // The PCIe side that sends.
    input wire       tlp_valid,
    input wire       tlp_bit,
    input wire       tlp_last,
    input wire       tlp_error,
    // When a frame may begin, the channel's choices, and what the receiving side has room for.
    input wire       may_send,
    input wire       begin_frame,
    input wire       lose_frame,
    input wire       repeat_frame,
    input wire       spoil_frame,
    input wire       carry_frame,
    input wire       has_room,
    input wire       overflowed,
    // When a frame takes the reply, and the channel's choices for it.
    input wire       reply_taken,
    input wire       lose_reply,
    input wire       repeat_reply,
    input wire       carry_reply,
    // A frame of the other direction is arriving.
    input wire       receiving
);
    // Settings: any, but small, so that something happens within the bound.
    (* anyconst *) wire [1:0] window, area, most;
    (* anyconst *) wire [3:0] timeout, probe_time, round_trip;
    (* anyconst *) wire [2:0] which;

    // ---- what is sent
    wire        tlp_ready, stored, planned, word_valid;
    wire [15:0] plan_sequence;
    // All 32 bits of it, as the scheduler of frames makes them: near the oldest unacknowledged.
    wire [31:0] oldest;
    wire [15:0] beside = plan_sequence - oldest[15:0];
    wire [31:0] number = oldest + {{16{beside[15]}}, beside};
    wire [9:0]  plan_tlps;
    wire [10:0] plan_beats;
    wire [63:0] word;
    reg         second = 0;  // beat of a TLP
    reg         first_bit;
    always @(*) assume (!second || tlp_last);
    always @(posedge clock) if (tlp_valid & tlp_ready) begin
        second <= ~tlp_last;
        first_bit <= tlp_bit;
    end

    // ---- channel, sender to receiver: whole frames of up to three beats
    // {sequence, TLPs, beats, third, second, first}, each beat {last, bit}
    localparam FRAME = 32 + 2 + 2 + 6;
    reg              sending = 0;
    reg  [1:0]       send_left;
    reg  [FRAME-1:0] send_frame;
    wire             take = planned & ~sending & begin_frame;
    wire             take_word = word_valid & sending;
    wire             sent = take_word & (send_left == 1);
    // The newest beat comes in on the left; in the end the first is on the right.
    wire [5:0]       beats = {word[1:0], send_frame[5:2]};
    wire [1:0]       send_beats = send_frame[7:6];
    wire [5:0]       aligned = send_beats == 1 ? beats >> 4 : send_beats == 2 ? beats >> 2 : beats;
    always @(posedge clock) begin
        if (take) begin
            sending <= 1;
            send_left <= plan_beats[1:0];
            send_frame <= {number, plan_tlps[1:0], plan_beats[1:0], 6'd0};
        end
        if (take_word) begin
            sending <= ~sent;
            send_left <= send_left - 2'd1;
            send_frame[5:0] <= beats;
        end
    end

    // A frame comes out: it is announced, its beats follow, and between its end and the next one's
    // announcement are at least two clocks, as headers are longer than that.
    wire             arriving_valid, ended;
    wire [FRAME-1:0] arriving;
    reg  [1:0]       beat = 0;  // 0: none, else which
    reg  [1:0]       pause = 0;
    wire             start = arriving_valid & carry_frame & (beat == 0) & (pause == 0);
    wire [1:0]       beat_now = beat == 1 ? arriving[1:0] : beat == 2 ? arriving[3:2]
        : arriving[5:4];
    assign ended = (beat != 0) & (beat == arriving[7:6]);
    channel #(.WIDTH(FRAME)) there (
        .clock(clock), .push(sent & ~lose_frame), .pushed({send_frame[FRAME-1:6], aligned}),
        .out(arriving), .out_valid(arriving_valid), .pop(ended & ~repeat_frame)
    );
    always @(posedge clock) begin
        pause <= {pause[0], ended};
        if (start) beat <= 1;
        else if (ended) beat <= 0;
        else if (beat != 0) beat <= beat + 2'd1;
    end

    // ---- receiver to sender
    wire [31:0] reply_expected;
    wire        reply_nak, reply_busy, reply_arrives;
    wire [33:0] heard;
    wire        hears = reply_arrives & carry_reply;
    channel #(.WIDTH(34)) back (
        .clock(clock), .push(reply_taken & ~lose_reply),
        .pushed({reply_busy, reply_nak, reply_expected}),
        .out(heard), .out_valid(reply_arrives), .pop(hears & ~repeat_reply)
    );

    proof_arq_transmitter transmitter (
        .clock(clock), .reset(1'b0), .run(1'b1), .may_send(may_send), .timeout({20'd0, timeout}),
        .probe_time({20'd0, probe_time}), .round_trip({16'd0, round_trip}), .receiving(receiving),
        .settings_area_beats({9'd0, area}), .settings_frame_tlps({6'd0, most}),
        .settings_window_frames({4'd0, window}), .settings_window_beats(16'd255),
        .paused(1'b0), .settings_dead_time(24'hffffff), .settings_busy_time(24'hffffff),
        .tlp_beat_data({62'd0, tlp_last, tlp_bit}), .tlp_beat_keep(8'hff),
        .tlp_beat_last(tlp_last), .tlp_beat_error(tlp_error & tlp_last),
        .tlp_valid(tlp_valid), .tlp_ready(tlp_ready),
        .planned(planned), .plan_sequence(plan_sequence), .plan_tlps(plan_tlps),
        .plan_beats(plan_beats), .plan_odd(), .take(take),
        .word_payload(word), .word_valid(word_valid), .word_ready(sending),
        .next_sequence(), .base(oldest),
        .acknowledgement_expected(heard[31:0]), .acknowledgement_nak(heard[32]),
        .acknowledgement_busy(heard[33]), .acknowledgement_valid(hears),
        .stored(stored), .resent(), .timed_out(), .nak_received(), .progress(),
        .wrong_acknowledgement(), .peer_busy(), .dead()
    );

    wire [63:0] out_data;
    wire        out_last, out_valid, frame_end, frame_good;
    wire        accepted, behind, beyond, refused, receipt_valid;
    wire [15:0] receipt_sequence;
    wire [31:0] expected, receipt_next;
    wire [19:0] receipt_offset;
    frame_acceptor acceptor (
        .clock(clock), .reset(1'b0),
        .start_sequence(arriving[41:10]), .start_beats({9'd0, arriving[7:6]}), .start_valid(start),
        .from(2'b01),
        .tlp_beat_data({62'd0, beat_now}), .tlp_beat_keep(8'hff), .tlp_beat_last(beat_now[1]),
        .tlp_beat_error(1'b0), .tlp_info_kind(5'd2), .tlp_info_routing(3'd0),
        .tlp_info_payload_dw(11'd0), .tlp_valid(beat != 0), .permitted(1'b1),
        .ended(ended), .header_kind(4'd1), .header_sequence(arriving[41:10]),
        .header_tlps({8'd0, arriving[9:8]}), .header_offset(20'd0),
        .header_valid(ended & ~spoil_frame),
        .expected_0(expected), .expected_1(32'd0),
        .non_posted_room_0(6'd32), .non_posted_room_1(6'd32),
        .free_beats(16'd0), .turn(2'd0),
        .free_for_others(has_room ? 16'd100 : 16'd0), .overflowed(overflowed),
        .out_beat_data(out_data), .out_beat_keep(), .out_beat_last(out_last), .out_beat_error(),
        .out_class(), .out_payload_dw(), .out_source(), .out_valid(out_valid),
        .frame_end(frame_end), .frame_good(frame_good),
        .receipt_accepted(accepted), .receipt_behind(behind), .receipt_beyond(beyond),
        .receipt_refused(refused), .receipt_sequence(receipt_sequence),
        .receipt_next(receipt_next), .receipt_offset(receipt_offset),
        .receipt_valid(receipt_valid), .receipt_for(), .refused(), .id_refused(),
        .wrong_number(), .over_limit()
    );
    arq_receiver receiver (
        .clock(clock), .reset(1'b0), .run(1'b1), .tell(1'b0), .settings_ack_delay(16'd0),
        .settings_timeout_max(24'hffffff),
        .receipt_accepted(accepted), .receipt_behind(behind), .receipt_beyond(beyond),
        .receipt_refused(refused), .receipt_sequence(receipt_sequence),
        .receipt_next(receipt_next), .receipt_offset(receipt_offset),
        .receipt_valid(receipt_valid), .room(has_room), .receipt_non_posted(10'd0),
        .receipt_non_posted_refused(10'd0), .non_posted_delivered(1'b0),
        .expected(expected), .reply_expected(reply_expected), .reply_nak(reply_nak),
        .reply_busy(reply_busy), .reply_echo_valid(), .reply_echo_offset(),
        .reply_non_posted_limit(), .reply_wanted(), .reply_taken(reply_taken)
    );

    // ---- what is handed over, against what was stored
    // Of the frame under way: its TLPs so far, and whether the one followed is among them and wrong.
    reg [2:0] count_stored = 0, count_delivered = 0, count_frame = 0;
    reg       wrong = 0, got_second = 0, got_bit, lost_one = 0;
    reg [2:0] followed;  // {two beats, second bit, first bit}
    wire       tlp_out = out_valid & out_last;
    wire [2:0] tlp_came = got_second ? {1'b1, out_data[0], got_bit} : {2'b00, out_data[0]};
    wire [2:0] delivered_now = count_frame + {2'd0, tlp_out};
    wire       is_wrong = wrong | (tlp_out && count_delivered + count_frame == which
                                  && tlp_came != followed);
    wire       kept = frame_end & frame_good & ~overflowed;
    always @(posedge clock) begin
        if (sent & lose_frame) lost_one <= 1;
        if (stored) begin
            count_stored <= count_stored + 3'd1;
            if (count_stored == which)
                followed <= second ? {1'b1, tlp_bit, first_bit} : {2'b00, tlp_bit};
        end
        count_frame <= frame_end ? 3'd0 : delivered_now;
        wrong <= ~frame_end & is_wrong;
        if (out_valid) begin
            got_second <= ~out_last;
            got_bit <= out_data[0];
        end
        if (frame_end) got_second <= 0;
        if (kept) count_delivered <= count_delivered + delivered_now;
    end
    always @(*) assume (count_stored < 7);

    always @(*) begin
        none_invented: assert (!kept || {1'b0, count_delivered} + delivered_now <= count_stored);
        in_order: assert (!kept || !is_wrong);
        whole_tlps: assert (!kept || !out_valid || out_last);
        told_what_came: assert (expected == {29'd0, count_delivered});
        reaches_one: cover (count_delivered == 1);
        reaches_two_at_once: cover (kept && delivered_now == 2);
        reaches_two: cover (count_delivered == 2);
        reaches_one_after_loss: cover (count_delivered == 1 && lost_one);
    end
endmodule

// A queue of two; what comes when it is full is lost.
module channel #(
    parameter WIDTH = 1
) (
    input  wire             clock,
    input  wire             push,
    input  wire [WIDTH-1:0] pushed,
    output wire [WIDTH-1:0] out,
    output wire             out_valid,
    input  wire             pop
);
    reg [WIDTH-1:0] oldest, newest;
    reg [1:0]       inside = 0;
    assign out = oldest;
    assign out_valid = inside != 0;
    wire store = push & ((inside != 2) | pop);
    always @(posedge clock) begin
        inside <= inside + store - pop;
        if (pop) oldest <= newest;
        if (store) begin
            if (inside - pop == 0) oldest <= pushed;
            else newest <= pushed;
        end
    end
endmodule

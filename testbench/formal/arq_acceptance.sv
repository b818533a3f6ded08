// Around frame_acceptor and the arq_receiver of one of its two peers, fed by any frames: TLPs of any
// length and number, from either peer, any sequence numbers, good or not.
module harness (
    input wire        clock,
    input wire        reset,
    input wire        run,
    // As the decapsulator says them.
    input wire        start,
    input wire [31:0] start_sequence,
    input wire [10:0] start_beats,
    input wire [1:0]  from,
    input wire        tlp_valid,
    input wire        tlp_last,
    input wire [4:0]  kind,
    input wire        ended,
    input wire        good,
    // The PCIe side, and the other peer.
    input wire [15:0] free_beats,
    input wire [15:0] free_for_others,
    input wire [1:0]  turn,
    input wire        overflowed,
    input wire        room,
    input wire [31:0] expected_1,
    input wire [5:0]  room_1,
    input wire        handed_over,
    input wire        reply_taken
);
    // ---- the frame under way, by what has come in
    reg         open = 0, rest = 0, ran = 0, inside = 0;
    reg  [1:0]  sender;
    reg  [31:0] sequence, wanted;
    reg  [9:0]  begun;  // TLPs
    wire [31:0] expected;
    wire        begins = tlp_valid & ~inside;
    wire [9:0]  begun_now = begun + {9'd0, begins};
    always @(*) begin
        assume (!start || (!open && !rest && !rested && from == from_before));
        assume (!start || from == 2'b01 || from == 2'b10);
        assume (!open || from == sender);
        assume (!(tlp_valid || ended) || open);
        assume (!begins || begun != 1023);
        assume (!begins || !tlp_last);
        // Memory reads and writes.
        assume (kind == 0 || kind == 2);
        // A good frame has whole TLPs.
        assume (!good || (ended && begun_now != 0 && !(tlp_valid ? !tlp_last : inside)));
        // A connection begins by a frame of its own.
        assume (!run || ran || !(open || rest || start));
    end
    // Headers are longer than a clock: what was, a clock before.
    reg         rested = 0;
    reg  [1:0]  from_before = 0;
    reg  [31:0] expected_before = 0;
    reg  [5:0]  room_before = 0, room_seen = 0;
    wire [5:0]  room_0;
    always @(posedge clock) begin
        rested <= rest;
        from_before <= from;
        expected_before <= (from[0] ? expected : 32'd0) | (from[1] ? expected_1 : 32'd0);
        room_before <= (from[0] ? room_0 : 6'd0) | (from[1] ? room_1 : 6'd0);
        if (start) room_seen <= 0;
        else if (open && room_before > room_seen) room_seen <= room_before;
        ran <= run & ~reset;
        rest <= ended & ~reset;
        if (ended) open <= 0;
        if (tlp_valid) inside <= ~tlp_last;
        begun <= begun_now;
        if (start) begin
            open <= 1;
            inside <= 0;
            sender <= from;
            sequence <= start_sequence;
            wanted <= expected_before;
            begun <= 0;
        end
        if (reset) open <= 0;
    end

    wire        out_last, out_valid, frame_end, frame_good;
    wire        accepted, behind, beyond, refused, receipt_valid;
    wire [1:0]  receipt_for;
    wire        wrong_number, over_limit;
    wire [9:0]  non_posted, non_posted_refused;
    wire [15:0] receipt_sequence;
    wire [31:0] receipt_next, reply_expected;
    frame_acceptor acceptor (
        .clock(clock), .reset(reset),
        .start_sequence(start_sequence), .start_beats(start_beats), .start_valid(start),
        .from(from), .tlp_beat_data(64'd0), .tlp_beat_keep(8'hff), .tlp_beat_last(tlp_last),
        .tlp_beat_error(1'b0), .tlp_info_kind(kind), .tlp_info_routing(3'd0),
        .tlp_info_payload_dw(11'd0), .tlp_valid(tlp_valid), .permitted(1'b1),
        .ended(ended), .header_kind(4'd1), .header_sequence(sequence),
        .header_tlps(begun_now), .header_offset(20'd0), .header_valid(good),
        .expected_0(expected), .expected_1(expected_1),
        .non_posted_room_0(room_0), .non_posted_room_1(room_1),
        .free_beats(free_beats), .free_for_others(free_for_others), .turn(turn),
        .overflowed(overflowed),
        .out_beat_data(), .out_beat_keep(), .out_beat_last(out_last), .out_beat_error(),
        .out_class(), .out_payload_dw(), .out_source(), .out_valid(out_valid),
        .frame_end(frame_end), .frame_good(frame_good),
        .receipt_accepted(accepted), .receipt_behind(behind), .receipt_beyond(beyond),
        .receipt_refused(refused), .receipt_sequence(receipt_sequence),
        .receipt_next(receipt_next), .receipt_offset(), .receipt_valid(receipt_valid),
        .receipt_non_posted(non_posted), .receipt_non_posted_refused(non_posted_refused),
        .receipt_for(receipt_for), .refused(), .id_refused(),
        .wrong_number(wrong_number), .over_limit(over_limit)
    );
    arq_receiver receiver (
        .clock(clock), .reset(reset), .run(run), .tell(1'b0), .settings_ack_delay(16'd0),
        .settings_timeout_max(24'hffffff),
        .receipt_accepted(accepted), .receipt_behind(behind), .receipt_beyond(beyond),
        .receipt_refused(refused), .receipt_sequence(receipt_sequence),
        .receipt_next(receipt_next), .receipt_offset(20'd0),
        .receipt_valid(receipt_valid & receipt_for[0]), .room(room),
        .receipt_non_posted(non_posted), .receipt_non_posted_refused(non_posted_refused),
        .non_posted_delivered(handed_over), .non_posted_room(room_0), .expected(expected), .reply_expected(reply_expected),
        .reply_nak(), .reply_busy(), .reply_echo_valid(), .reply_echo_offset(),
        .reply_non_posted_limit(), .reply_wanted(), .reply_taken(reply_taken)
    );

    // ---- what comes out: the number of each TLP, how many of the frame, how many in all
    reg  [31:0] out_number, delivered = 0;
    reg  [9:0]  out_before;
    wire [9:0]  out_now = out_before + {9'd0, out_valid & out_last};
    wire        kept = frame_end & frame_good & ~overflowed;
    wire        ours = sender[0];
    always @(posedge clock) begin
        out_number <= sequence + {22'd0, begun_now} - 32'd1;
        out_before <= start ? 10'd0 : out_now;
        if (kept & ours) delivered <= delivered + {22'd0, out_now};
        if (~run | reset) delivered <= 0;
    end

    // Registers of frame_acceptor: wires of these names are joined to them when Yosys flattens. Their
    // value at power-up is lost by that, so it stands here again.
    (* hierconn, init = 0 *) wire        \acceptor.in_tlp ;
    (* hierconn, init = 0 *) wire        \acceptor.passing ;
    (* hierconn, init = 0 *) wire        \acceptor.has_room ;
    (* hierconn, init = 0 *) wire        \acceptor.any_new ;
    (* hierconn, init = 0 *) wire        \acceptor.beyond ;
    (* hierconn, init = 0 *) wire        \acceptor.outside ;
    (* hierconn, init = 0 *) wire        \acceptor.exceeds ;
    (* hierconn, init = 0 *) wire        \acceptor.under_way ;
    (* hierconn, init = 0 *) wire [9:0]  \acceptor.non_posted_here ;
    (* hierconn, init = 0 *) wire [15:0] \acceptor.skip ;
    (* hierconn, init = 0 *) wire [31:0] \acceptor.due ;
    (* hierconn, init = 0 *) wire [5:0]  \acceptor.room ;
    (* hierconn, init = 0 *) wire [31:0] \acceptor.verdict_next ;

    // e - s, modulo 2^32: how many of the frame's TLPs were there before, whether one before it is
    // missing, or neither as it is of another time; how many have been let out, or are about to be.
    wire [31:0] old = wanted - sequence;
    wire        is_gap = old > 32'hffff_8000;
    wire        is_outside = !is_gap && old > 32'd32767;
    wire [9:0]  news = is_gap || is_outside || {22'd0, begun} <= old ? 10'd0 : begun - old[9:0];
    wire        live = open | frame_end;
    wire        out_open = \acceptor.in_tlp & \acceptor.passing ;
    reg         ended_good = 0;
    always @(posedge clock) ended_good <= ended & good & ~reset;

    always @(*) begin
        next_ones: assert (!out_valid || out_number == wanted + {22'd0, out_before});
        all_or_none: assert (!kept || (out_now != 0 && out_now == news && (!out_valid || out_last)));
        told_what_came: assert (reply_expected == delivered);
        told_if_kept: assert ((receipt_valid && accepted) == kept);
        kept_only_within: assert (!kept || (old <= 32'd32767 && {22'd0, begun} > old));
        outside_does_nothing: assert (!(frame_end && is_outside)
            || (!receipt_valid && !frame_good && out_now == 0));
        outside_is_counted: assert (!(frame_end && ended_good) || wrong_number == is_outside);
        over_limit_does_nothing: assert (!over_limit || (!receipt_valid && !frame_good));
        behind_or_beyond: assert (!receipt_valid || (behind == (!is_gap && news == 0)
            && beyond == is_gap));
        kept_within_limit: assert (!kept || non_posted <= {4'd0, room_seen});

        lemma_due: assert (\acceptor.due == expected_before && \acceptor.room == room_before);
        lemma_limit: assert (!open || \acceptor.exceeds
            || \acceptor.non_posted_here <= {4'd0, room_seen});
        lemma_receipt_limit: assert (!(receipt_valid && accepted) || non_posted <= {4'd0, room_seen});
        lemma_open: assert (\acceptor.under_way == open);
        lemma_rest: assert (!(open && frame_end) && (!frame_end || rest) && (!rest || !open));
        lemma_sender: assert (!frame_end || receipt_for == sender);
        lemma_inside: assert (!open || \acceptor.in_tlp == inside);
        lemma_wanted: assert (!(live && ours && ran) || wanted == delivered);
        lemma_beyond: assert (!live || \acceptor.beyond == is_gap);
        lemma_outside: assert (!live || \acceptor.outside == is_outside);
        lemma_skip: assert (!live || is_gap || is_outside || {16'd0, \acceptor.skip }
            == ({22'd0, begun} < old ? old - {22'd0, begun} : 32'd0));
        lemma_new: assert (!live || \acceptor.any_new == (news != 0));
        lemma_inside_begun: assert (!(live && \acceptor.in_tlp ) || begun != 0);
        lemma_passing: assert (!(live && \acceptor.in_tlp )
            || \acceptor.passing == (news != 0 && \acceptor.has_room ));
        lemma_out: assert (!live
            || {6'd0, out_now} + {15'd0, out_open} == (\acceptor.has_room ? {6'd0, news} : 16'd0));
        lemma_next: assert (!receipt_valid || \acceptor.verdict_next == sequence + {22'd0, begun});
        lemma_receipt: assert (!receipt_valid || (frame_end && begun != 0 && !\acceptor.in_tlp ));
        lemma_out_valid: assert (!out_valid || (live && begun != 0
            && out_number == sequence + {22'd0, begun} - 32'd1));
    end
endmodule

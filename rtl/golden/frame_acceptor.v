// frame_acceptor: made from the Rust type expether_rtl::bridge::frame_acceptor::FrameAcceptor<2, 1>
// by `expether gen`; edit that instead.
`default_nettype none

module frame_acceptor (
    input  wire        clock,
    input  wire        reset,
    input  wire [31:0] start_sequence,
    input  wire [10:0] start_beats,
    input  wire        start_valid,
    input  wire [1:0]  from,
    input  wire [63:0] tlp_beat_data,
    input  wire [7:0]  tlp_beat_keep,
    input  wire        tlp_beat_last,
    input  wire        tlp_beat_error,
    input  wire [4:0]  tlp_info_kind,
    input  wire [2:0]  tlp_info_routing,
    input  wire [2:0]  tlp_info_header_dw,
    input  wire [10:0] tlp_info_payload_dw,
    input  wire [11:0] tlp_info_total_dw,
    input  wire        tlp_valid,
    input  wire        permitted,
    input  wire        ended,
    input  wire [3:0]  header_kind,
    input  wire [11:0] header_length_dw,
    input  wire [31:0] header_sequence,
    input  wire [9:0]  header_tlps,
    input  wire [15:0] header_sender_tag,
    input  wire        header_has_acknowledgement,
    input  wire [31:0] header_acknowledgement_expected,
    input  wire        header_acknowledgement_nak,
    input  wire        header_acknowledgement_busy,
    input  wire [7:0]  header_acknowledgement_non_posted_limit,
    input  wire        header_acknowledgement_has_echo,
    input  wire [19:0] header_acknowledgement_round_trip,
    input  wire [19:0] header_offset,
    input  wire        header_valid,
    input  wire [31:0] expected_0,
    input  wire [31:0] expected_1,
    input  wire [5:0]  non_posted_room_0,
    input  wire [5:0]  non_posted_room_1,
    input  wire [15:0] free_beats,
    input  wire [1:0]  turn,
    input  wire [15:0] free_for_others,
    input  wire        overflowed,
    output wire [63:0] out_beat_data,
    output wire [7:0]  out_beat_keep,
    output wire        out_beat_last,
    output wire        out_beat_error,
    output wire [1:0]  out_class,
    output wire [10:0] out_payload_dw,
    output wire [4:0]  out_source,
    output wire        out_valid,
    output wire        frame_end,
    output wire        frame_good,
    output wire        receipt_accepted,
    output wire        receipt_behind,
    output wire        receipt_beyond,
    output wire        receipt_refused,
    output wire [15:0] receipt_sequence,
    output wire [31:0] receipt_next,
    output wire [19:0] receipt_offset,
    output wire [10:0] receipt_beats,
    output wire [9:0]  receipt_non_posted,
    output wire [9:0]  receipt_non_posted_refused,
    output wire        receipt_valid,
    output wire [1:0]  receipt_for,
    output wire        refused,
    output wire        id_refused,
    output wire        wrong_number,
    output wire        over_limit
);

    reg  [31:0] due_next;
    reg  [31:0] due;
    reg  [5:0]  room_next;
    reg  [5:0]  room;
    reg         under_way_next;
    reg         under_way;
    reg  [10:0] beats_next;
    reg  [10:0] beats;
    reg         has_room_next;
    reg         has_room;
    reg         beyond_next;
    reg         beyond;
    reg         outside_next;
    reg         outside;
    reg         exceeds_next;
    reg         exceeds;
    reg  [15:0] skip_next;
    reg  [15:0] skip;
    reg         any_new_next;
    reg         any_new;
    reg         in_tlp_next;
    reg         in_tlp;
    reg         passing_next;
    reg         passing;
    reg  [9:0]  refused_here_next;
    reg  [9:0]  refused_here;
    reg  [9:0]  id_refused_here_next;
    reg  [9:0]  id_refused_here;
    reg  [13:0] refused_due_next;
    reg  [13:0] refused_due;
    reg  [13:0] id_refused_due_next;
    reg  [13:0] id_refused_due;
    reg  [9:0]  non_posted_here_next;
    reg  [9:0]  non_posted_here;
    reg  [9:0]  non_posted_refused_next;
    reg  [9:0]  non_posted_refused;
    reg  [63:0] beat_beat_data_next;
    reg  [7:0]  beat_beat_keep_next;
    reg         beat_beat_last_next;
    reg         beat_beat_error_next;
    reg  [1:0]  beat_class_next;
    reg  [10:0] beat_payload_dw_next;
    reg  [4:0]  beat_source_next;
    reg  [63:0] beat_beat_data;
    reg  [7:0]  beat_beat_keep;
    reg         beat_beat_last;
    reg         beat_beat_error;
    reg  [1:0]  beat_class;
    reg  [10:0] beat_payload_dw;
    reg  [4:0]  beat_source;
    reg         beat_valid_next;
    reg         beat_valid;
    reg         verdict_accepted_next;
    reg         verdict_behind_next;
    reg         verdict_beyond_next;
    reg         verdict_refused_next;
    reg  [15:0] verdict_sequence_next;
    reg  [31:0] verdict_next_next;
    reg  [19:0] verdict_offset_next;
    reg  [10:0] verdict_beats_next;
    reg  [9:0]  verdict_non_posted_next;
    reg  [9:0]  verdict_non_posted_refused_next;
    reg         verdict_accepted;
    reg         verdict_behind;
    reg         verdict_beyond;
    reg         verdict_refused;
    reg  [15:0] verdict_sequence;
    reg  [31:0] verdict_next;
    reg  [19:0] verdict_offset;
    reg  [10:0] verdict_beats;
    reg  [9:0]  verdict_non_posted;
    reg  [9:0]  verdict_non_posted_refused;
    reg  [1:0]  sender_next;
    reg  [1:0]  sender;
    reg         verdict_valid_next;
    reg         verdict_valid;
    reg  [9:0]  left_out_next;
    reg  [9:0]  left_out;
    reg  [9:0]  id_left_out_next;
    reg  [9:0]  id_left_out;
    reg         found_outside_next;
    reg         found_outside;
    reg         found_over_next;
    reg         found_over;
    reg         has_ended_next;
    reg         has_ended;
    wire [31:0] expected;
    wire [5:0]  room_2;
    wire [4:0]  source;
    wire [31:0] expected_2;
    wire [5:0]  room_3;
    wire [4:0]  source_2;
    wire [31:0] expected_3;
    wire [5:0]  room_4;
    wire [4:0]  source_3;
    wire [31:0] expected_4;
    wire [5:0]  room_5;
    wire [4:0]  source_4;
    wire        has_turn;
    wire [15:0] free;
    wire [31:0] behind;
    wire [16:0] high;
    wire [31:0] shifted;
    wire        is_message;
    wire [31:0] shifted_2;
    wire        refused_kind;
    wire [7:0]  shifted_3;
    wire        refused_routing;
    wire        wrong_kind;
    wire        refuse;
    wire        begins;
    wire        in_window;
    wire        is_new;
    wire        passes;
    wire [31:0] shifted_4;
    wire        is_posted;
    wire [31:0] shifted_5;
    wire        is_completion;
    wire [1:0]  class_2;
    wire [1:0]  class_3;
    wire        good;
    wire        ends;
    wire        is_due;
    wire        accepted;
    wire        receipt_refused_2;
    wire        receipt_accepted_2;
    wire        kept;
    wire [13:0] left;
    wire [9:0]  new_2;
    wire [13:0] left_2;
    wire [9:0]  new_3;

    assign expected = 32'd0 | expected_0;
    assign room_2 = 6'd0 | non_posted_room_0;
    assign source = 5'd0 | 5'd0;
    assign expected_2 = from[0] ? expected : 32'd0;
    assign room_3 = from[0] ? room_2 : 6'd0;
    assign source_2 = from[0] ? source : 5'd0;
    assign expected_3 = expected_2 | expected_1;
    assign room_4 = room_3 | non_posted_room_1;
    assign source_3 = source_2 | 5'd1;
    assign expected_4 = from[1] ? expected_3 : expected_2;
    assign room_5 = from[1] ? room_4 : room_3;
    assign source_4 = from[1] ? source_3 : source_2;
    assign has_turn = |(turn & from);
    assign free = has_turn ? free_beats : free_for_others;
    assign behind = due - start_sequence;
    assign high = behind[31:15];
    assign shifted = 32'h600 >> tlp_info_kind;
    assign is_message = shifted[0];
    assign shifted_2 = 32'h1e2 >> tlp_info_kind;
    assign refused_kind = shifted_2[0];
    assign shifted_3 = 8'd8 >> tlp_info_routing;
    assign refused_routing = shifted_3[0];
    assign wrong_kind = refused_kind | (is_message & refused_routing);
    assign refuse = wrong_kind | ~permitted;
    assign begins = tlp_valid & ~in_tlp;
    assign in_window = ~beyond & ~outside;
    assign is_new = ~(|skip) & in_window;
    assign passes = in_tlp ? passing : (is_new & ~refuse & has_room);
    assign shifted_4 = 32'h604 >> tlp_info_kind;
    assign is_posted = shifted_4[0];
    assign shifted_5 = 32'h7800 >> tlp_info_kind;
    assign is_completion = shifted_5[0];
    assign class_2 = is_posted ? 2'd0 : 2'd1;
    assign class_3 = is_completion ? 2'd2 : class_2;
    assign good = header_valid & (header_kind == 4'd1);
    assign ends = ended & under_way;
    assign is_due = any_new & in_window;
    assign accepted = ends & good & is_due & has_room & ~exceeds;
    assign receipt_refused_2 = verdict_refused | (verdict_accepted & overflowed);
    assign receipt_accepted_2 = verdict_accepted & ~overflowed;
    assign kept = verdict_valid & receipt_accepted_2;
    assign left = (|refused_due) ? (refused_due - 14'd1) : refused_due;
    assign new_2 = kept ? left_out : 10'd0;
    assign left_2 = (|id_refused_due) ? (id_refused_due - 14'd1) : id_refused_due;
    assign new_3 = kept ? id_left_out : 10'd0;
    assign out_beat_data = beat_beat_data;
    assign out_beat_keep = beat_beat_keep;
    assign out_beat_last = beat_beat_last;
    assign out_beat_error = beat_beat_error;
    assign out_class = beat_class;
    assign out_payload_dw = beat_payload_dw;
    assign out_source = beat_source;
    assign out_valid = beat_valid;
    assign wrong_number = found_outside;
    assign over_limit = found_over;
    assign frame_end = has_ended;
    assign frame_good = verdict_valid & verdict_accepted;
    assign receipt_valid = verdict_valid;
    assign receipt_accepted = receipt_accepted_2;
    assign receipt_behind = verdict_behind;
    assign receipt_beyond = verdict_beyond;
    assign receipt_refused = receipt_refused_2;
    assign receipt_sequence = verdict_sequence;
    assign receipt_next = verdict_next;
    assign receipt_offset = verdict_offset;
    assign receipt_beats = verdict_beats;
    assign receipt_non_posted = verdict_non_posted;
    assign receipt_non_posted_refused = verdict_non_posted_refused;
    assign receipt_for = sender;
    assign refused = |refused_due;
    assign id_refused = |id_refused_due;

    always @(*) begin
        due_next = due;
        due_next = expected_4;
    end

    always @(*) begin
        room_next = room;
        room_next = room_5;
    end

    always @(*) begin
        under_way_next = under_way;
        beats_next = beats;
        has_room_next = has_room;
        beyond_next = beyond;
        outside_next = outside;
        exceeds_next = exceeds;
        skip_next = skip;
        any_new_next = any_new;
        in_tlp_next = in_tlp;
        passing_next = passing;
        refused_here_next = refused_here;
        id_refused_here_next = id_refused_here;
        non_posted_here_next = non_posted_here;
        non_posted_refused_next = non_posted_refused;
        if (start_valid) begin
            under_way_next = 1'd1;
            beats_next = start_beats;
            has_room_next = {5'd0, start_beats} <= free;
            beyond_next = (&high) & (|behind[14:0]);
            outside_next = (|high) & ~((&high) & (|behind[14:0]));
            skip_next = behind[15:0];
            exceeds_next = 1'd0;
            any_new_next = 1'd0;
            in_tlp_next = 1'd0;
            refused_here_next = 10'd0;
            id_refused_here_next = 10'd0;
            non_posted_here_next = 10'd0;
            non_posted_refused_next = 10'd0;
        end
        if (tlp_valid) begin
            in_tlp_next = ~tlp_beat_last;
            passing_next = passes;
        end
        if (begins) begin
            if (is_new) begin
                any_new_next = 1'd1;
                if (wrong_kind) begin
                    refused_here_next = refused_here + 10'd1;
                end else if (~permitted) begin
                    id_refused_here_next = id_refused_here + 10'd1;
                end
            end else if (|skip) begin
                skip_next = skip - 16'd1;
            end
        end
        if (begins & is_new & ~is_posted & ~is_completion) begin
            if (refuse) begin
                non_posted_refused_next = non_posted_refused + 10'd1;
            end else begin
                non_posted_here_next = non_posted_here + 10'd1;
                if (non_posted_here >= {4'd0, room}) begin
                    exceeds_next = 1'd1;
                end
            end
        end
        if (ended) begin
            under_way_next = 1'd0;
        end
    end

    always @(*) begin
        refused_due_next = refused_due;
        refused_due_next = left + {4'd0, new_2};
    end

    always @(*) begin
        id_refused_due_next = id_refused_due;
        id_refused_due_next = left_2 + {4'd0, new_3};
    end

    always @(*) begin
        beat_beat_data_next = beat_beat_data;
        beat_beat_data_next = tlp_beat_data;
    end

    always @(*) begin
        beat_beat_keep_next = beat_beat_keep;
        beat_beat_keep_next = tlp_beat_keep;
    end

    always @(*) begin
        beat_beat_last_next = beat_beat_last;
        beat_beat_last_next = tlp_beat_last;
    end

    always @(*) begin
        beat_beat_error_next = beat_beat_error;
        beat_beat_error_next = tlp_beat_error;
    end

    always @(*) begin
        beat_class_next = beat_class;
        beat_class_next = class_3;
    end

    always @(*) begin
        beat_payload_dw_next = beat_payload_dw;
        beat_payload_dw_next = tlp_info_payload_dw;
    end

    always @(*) begin
        beat_source_next = beat_source;
        beat_source_next = source_4;
    end

    always @(*) begin
        beat_valid_next = beat_valid;
        beat_valid_next = tlp_valid & passes & under_way;
    end

    always @(*) begin
        verdict_accepted_next = verdict_accepted;
        verdict_accepted_next = accepted;
    end

    always @(*) begin
        verdict_behind_next = verdict_behind;
        verdict_behind_next = ~any_new & ~beyond;
    end

    always @(*) begin
        verdict_beyond_next = verdict_beyond;
        verdict_beyond_next = beyond;
    end

    always @(*) begin
        verdict_refused_next = verdict_refused;
        verdict_refused_next = is_due & ~has_room;
    end

    always @(*) begin
        verdict_sequence_next = verdict_sequence;
        verdict_sequence_next = header_sequence[15:0];
    end

    always @(*) begin
        verdict_next_next = verdict_next;
        verdict_next_next = header_sequence + {22'd0, header_tlps};
    end

    always @(*) begin
        verdict_offset_next = verdict_offset;
        verdict_offset_next = header_offset;
    end

    always @(*) begin
        verdict_beats_next = verdict_beats;
        verdict_beats_next = beats;
    end

    always @(*) begin
        verdict_non_posted_next = verdict_non_posted;
        verdict_non_posted_next = non_posted_here;
    end

    always @(*) begin
        verdict_non_posted_refused_next = verdict_non_posted_refused;
        verdict_non_posted_refused_next = non_posted_refused;
    end

    always @(*) begin
        sender_next = sender;
        sender_next = from;
    end

    always @(*) begin
        verdict_valid_next = verdict_valid;
        verdict_valid_next = ends & good & ~outside & ~(is_due & exceeds);
    end

    always @(*) begin
        left_out_next = left_out;
        left_out_next = refused_here;
    end

    always @(*) begin
        id_left_out_next = id_left_out;
        id_left_out_next = id_refused_here;
    end

    always @(*) begin
        found_outside_next = found_outside;
        found_outside_next = ends & good & outside;
    end

    always @(*) begin
        found_over_next = found_over;
        found_over_next = ends & good & is_due & exceeds;
    end

    always @(*) begin
        has_ended_next = has_ended;
        has_ended_next = ends;
    end

    initial begin
        due = 32'd0;
        room = 6'd0;
        under_way = 1'd0;
        beats = 11'd0;
        has_room = 1'd0;
        beyond = 1'd0;
        outside = 1'd0;
        exceeds = 1'd0;
        skip = 16'd0;
        any_new = 1'd0;
        in_tlp = 1'd0;
        passing = 1'd0;
        refused_here = 10'd0;
        id_refused_here = 10'd0;
        refused_due = 14'd0;
        id_refused_due = 14'd0;
        non_posted_here = 10'd0;
        non_posted_refused = 10'd0;
        beat_beat_data = 64'd0;
        beat_beat_keep = 8'd0;
        beat_beat_last = 1'd0;
        beat_beat_error = 1'd0;
        beat_class = 2'd0;
        beat_payload_dw = 11'd0;
        beat_source = 5'd0;
        beat_valid = 1'd0;
        verdict_accepted = 1'd0;
        verdict_behind = 1'd0;
        verdict_beyond = 1'd0;
        verdict_refused = 1'd0;
        verdict_sequence = 16'd0;
        verdict_next = 32'd0;
        verdict_offset = 20'd0;
        verdict_beats = 11'd0;
        verdict_non_posted = 10'd0;
        verdict_non_posted_refused = 10'd0;
        sender = 2'd0;
        verdict_valid = 1'd0;
        left_out = 10'd0;
        id_left_out = 10'd0;
        found_outside = 1'd0;
        found_over = 1'd0;
        has_ended = 1'd0;
    end

    always @(posedge clock) begin
        due <= due_next;
        room <= room_next;
        beats <= beats_next;
        has_room <= has_room_next;
        beyond <= beyond_next;
        outside <= outside_next;
        skip <= skip_next;
        passing <= passing_next;
        beat_beat_data <= beat_beat_data_next;
        beat_beat_keep <= beat_beat_keep_next;
        beat_beat_last <= beat_beat_last_next;
        beat_beat_error <= beat_beat_error_next;
        beat_class <= beat_class_next;
        beat_payload_dw <= beat_payload_dw_next;
        beat_source <= beat_source_next;
        verdict_accepted <= verdict_accepted_next;
        verdict_behind <= verdict_behind_next;
        verdict_beyond <= verdict_beyond_next;
        verdict_refused <= verdict_refused_next;
        verdict_sequence <= verdict_sequence_next;
        verdict_next <= verdict_next_next;
        verdict_offset <= verdict_offset_next;
        verdict_beats <= verdict_beats_next;
        verdict_non_posted <= verdict_non_posted_next;
        verdict_non_posted_refused <= verdict_non_posted_refused_next;
        sender <= sender_next;
        left_out <= left_out_next;
        id_left_out <= id_left_out_next;
    end

    always @(posedge clock) begin
        if (reset) begin
            under_way <= 1'd0;
            exceeds <= 1'd0;
            any_new <= 1'd0;
            in_tlp <= 1'd0;
            refused_here <= 10'd0;
            id_refused_here <= 10'd0;
            refused_due <= 14'd0;
            id_refused_due <= 14'd0;
            non_posted_here <= 10'd0;
            non_posted_refused <= 10'd0;
            beat_valid <= 1'd0;
            verdict_valid <= 1'd0;
            found_outside <= 1'd0;
            found_over <= 1'd0;
            has_ended <= 1'd0;
        end else begin
            under_way <= under_way_next;
            exceeds <= exceeds_next;
            any_new <= any_new_next;
            in_tlp <= in_tlp_next;
            refused_here <= refused_here_next;
            id_refused_here <= id_refused_here_next;
            refused_due <= refused_due_next;
            id_refused_due <= id_refused_due_next;
            non_posted_here <= non_posted_here_next;
            non_posted_refused <= non_posted_refused_next;
            beat_valid <= beat_valid_next;
            verdict_valid <= verdict_valid_next;
            found_outside <= found_outside_next;
            found_over <= found_over_next;
            has_ended <= has_ended_next;
        end
    end

    wire unused = &{1'b0,
        tlp_info_header_dw,
        tlp_info_total_dw,
        header_length_dw,
        header_sender_tag,
        header_has_acknowledgement,
        header_acknowledgement_expected,
        header_acknowledgement_nak,
        header_acknowledgement_busy,
        header_acknowledgement_non_posted_limit,
        header_acknowledgement_has_echo,
        header_acknowledgement_round_trip,
        shifted[31:1],
        shifted_2[31:1],
        shifted_3[7:1],
        shifted_4[31:1],
        shifted_5[31:1]};

endmodule

`default_nettype wire

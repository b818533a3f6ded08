// replay_buffer: made from the Rust type expether_rtl::bridge::replay_buffer::ReplayBuffer<12, 10>
// by `expether gen`; edit that instead.
`default_nettype none

module replay_buffer (
    input  wire        clock,
    input  wire        reset,
    input  wire        run,
    output wire        running,
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
    output wire        tlp_ready,
    output wire        stored,
    output wire [15:0] next_sequence,
    input  wire [15:0] acknowledged,
    input  wire        released,
    input  wire [15:0] go_back_payload,
    input  wire        go_back_valid,
    input  wire [10:0] area_beats,
    input  wire [7:0]  frame_tlps,
    input  wire [15:0] window_beats,
    output wire        planned,
    output wire [15:0] plan_sequence,
    output wire [9:0]  plan_tlps,
    output wire [10:0] plan_beats,
    output wire        plan_odd,
    input  wire        take,
    output wire [63:0] word_payload,
    output wire        word_valid,
    input  wire        word_ready
);

    reg  [63:0] beats_read_data;
    wire [15:0] places_end_read_data;
    wire [6:0]  places_beats_read_data;
    wire        places_odd_read_data;
    reg  [15:0] ends_read_data;
    reg         fresh_next;
    reg         fresh;
    reg         room_next;
    reg         room;
    reg         in_tlp_next;
    reg         in_tlp;
    reg         spoiled_next;
    reg         spoiled;
    reg  [15:0] write_beat_next;
    reg  [15:0] write_beat;
    reg  [15:0] head_next;
    reg  [15:0] head;
    reg  [15:0] new_sequence_next;
    reg  [15:0] new_sequence;
    reg  [15:0] tail_next;
    reg  [15:0] tail;
    reg         release_due_next;
    reg         release_due;
    reg         end_read_next;
    reg         end_read;
    reg         end_known_next;
    reg         end_known;
    reg  [15:0] newest_end_next;
    reg  [15:0] newest_end;
    reg  [15:0] window_end_next;
    reg  [15:0] window_end;
    reg  [15:0] cursor_next;
    reg  [15:0] cursor;
    reg         place_fetched_next;
    reg         place_fetched;
    reg         place_held_next;
    reg         place_held;
    reg  [15:0] place_end_next;
    reg  [6:0]  place_beats_next;
    reg         place_odd_next;
    reg  [15:0] place_end;
    reg  [6:0]  place_beats;
    reg         place_odd;
    reg         planning_next;
    reg         planning;
    reg  [15:0] next_planned_next;
    reg  [15:0] next_planned;
    reg  [11:0] area_start_next;
    reg  [11:0] area_start;
    reg  [9:0]  area_tlps_next;
    reg  [9:0]  area_tlps;
    reg  [10:0] area_length_next;
    reg  [10:0] area_length;
    reg  [11:0] area_left_next;
    reg  [11:0] area_left;
    reg  [9:0]  tlps_left_next;
    reg  [9:0]  tlps_left;
    reg         ends_odd_next;
    reg         ends_odd;
    reg         reading_next;
    reg         reading;
    reg  [15:0] read_sequence_next;
    reg  [15:0] read_sequence;
    reg  [11:0] read_beat_next;
    reg  [11:0] read_beat;
    reg  [10:0] beats_left_next;
    reg  [10:0] beats_left;
    reg         word_fetched_next;
    reg         word_fetched;
    reg         word_held_next;
    reg         word_held;
    reg  [63:0] word_data_next;
    reg  [63:0] word_data;
    wire        busy;
    wire        running_2;
    wire        ready;
    wire        write;
    wire [15:0] after;
    wire        spoiled_2;
    wire        store;
    wire [15:0] used_beats;
    wire [15:0] tlps;
    wire [31:0] upper;
    wire [9:0]  newest;
    wire [15:0] ahead;
    wire        in_use;
    wire        freed;
    wire        take_2;
    wire [10:0] place_beats_2;
    wire [15:0] place_start;
    wire [15:0] window;
    wire [15:0] difference;
    wire        fits_window;
    wire [11:0] whole;
    wire [11:0] left;
    wire        fits_frame;
    wire [9:0]  most;
    wire        begins;
    wire        use_place;
    wire [9:0]  cursor_2;
    wire        look;
    wire        move_place;
    wire        present;
    wire        next_word;
    wire        is_written;

    assign busy = reading | word_fetched | word_held;
    assign running_2 = fresh & run;
    assign ready = room | in_tlp | ~run;
    assign write = tlp_valid & ready;
    assign after = write_beat + 16'd1;
    assign spoiled_2 = spoiled | ~running_2;
    assign store = write & tlp_beat_last & ~tlp_beat_error & ~spoiled_2;
    assign used_beats = write_beat - tail;
    assign tlps = new_sequence - acknowledged;
    assign upper = tlp_beat_keep[4] ? tlp_beat_data[63:32] : 32'd0;
    assign newest = acknowledged[9:0] - 10'd1;
    assign ahead = acknowledged - read_sequence;
    assign in_use = busy & (|ahead) & ~ahead[15];
    assign freed = end_known & ~in_use;
    assign take_2 = take & planning;
    assign place_beats_2 = {4'd0, place_beats};
    assign place_start = place_end - {9'd0, place_beats};
    assign window = window_beats[15] ? 16'h7fff : window_beats;
    assign difference = window_end - place_end;
    assign fits_window = ~difference[15];
    assign whole = {1'd0, area_beats};
    assign left = area_left - {1'd0, place_beats_2};
    assign fits_frame = ~left[11] & (|tlps_left);
    assign most = (|frame_tlps) ? {2'd0, frame_tlps} : 10'h3ff;
    assign begins = ~planning | take_2;
    assign use_place = place_held & fits_window & (~planning | fits_frame);
    assign cursor_2 = cursor[9:0];
    assign look = (cursor_2 != new_sequence[9:0]) & (~place_fetched | ~place_held);
    assign move_place = ~place_held | use_place;
    assign present = ~word_held | word_ready;
    assign next_word = reading & (~word_fetched | present);
    assign is_written = running_2 & (read_beat == write_beat[11:0]);
    assign running = running_2;
    assign tlp_ready = ready;
    assign stored = store;
    assign next_sequence = new_sequence;
    assign planned = planning & running_2;
    assign plan_sequence = next_planned;
    assign plan_tlps = area_tlps;
    assign plan_beats = area_length;
    assign plan_odd = ends_odd;
    assign word_valid = word_held;
    assign word_payload = word_data;

    always @(*) begin
        fresh_next = fresh;
        fresh_next = run & (running_2 | ~busy);
    end

    always @(*) begin
        room_next = room;
        room_next = running_2 & (used_beats < 16'hf78) & (tlps < 16'h3fc);
    end

    always @(*) begin
        in_tlp_next = in_tlp;
        spoiled_next = spoiled;
        write_beat_next = write_beat;
        head_next = head;
        new_sequence_next = new_sequence;
        tail_next = tail;
        release_due_next = release_due;
        end_read_next = end_read;
        end_known_next = end_known;
        cursor_next = cursor;
        place_fetched_next = place_fetched;
        place_held_next = place_held;
        place_end_next = place_end;
        place_beats_next = place_beats;
        place_odd_next = place_odd;
        planning_next = planning;
        next_planned_next = next_planned;
        area_start_next = area_start;
        area_tlps_next = area_tlps;
        area_length_next = area_length;
        area_left_next = area_left;
        tlps_left_next = tlps_left;
        ends_odd_next = ends_odd;
        if (write) begin
            in_tlp_next = ~tlp_beat_last;
            spoiled_next = spoiled_2 & ~tlp_beat_last;
            write_beat_next = after;
            if (tlp_beat_last) begin
                if (store) begin
                    head_next = after;
                    new_sequence_next = new_sequence + 16'd1;
                end else begin
                    write_beat_next = head;
                end
            end
        end else begin
            spoiled_next = spoiled_2 & in_tlp;
        end
        if (freed) begin
            tail_next = newest_end;
        end
        release_due_next = released | (release_due & ~freed);
        end_read_next = release_due & ~released & ~freed;
        end_known_next = end_read & ~released & ~freed;
        if (take_2) begin
            planning_next = 1'd0;
            next_planned_next = next_planned + {6'd0, area_tlps};
        end
        if (use_place) begin
            planning_next = 1'd1;
            ends_odd_next = place_odd;
            if (begins) begin
                area_start_next = place_start[11:0];
                area_tlps_next = 10'd1;
                tlps_left_next = most - 10'd1;
                area_length_next = place_beats_2;
                area_left_next = whole - {1'd0, place_beats_2};
            end else begin
                area_tlps_next = area_tlps + 10'd1;
                tlps_left_next = tlps_left - 10'd1;
                area_length_next = area_length + place_beats_2;
                area_left_next = left;
            end
        end
        place_fetched_next = look | (place_fetched & ~move_place);
        if (move_place) begin
            place_held_next = place_fetched;
            place_end_next = places_end_read_data;
            place_beats_next = places_beats_read_data;
            place_odd_next = places_odd_read_data;
        end
        if (look) begin
            cursor_next = cursor + 16'd1;
        end
        if (go_back_valid) begin
            cursor_next = go_back_payload;
            next_planned_next = go_back_payload;
            place_fetched_next = 1'd0;
            place_held_next = 1'd0;
            planning_next = 1'd0;
        end
        if (~running_2) begin
            write_beat_next = 16'd0;
            head_next = 16'd0;
            new_sequence_next = 16'd0;
            tail_next = 16'd0;
            release_due_next = 1'd0;
            end_read_next = 1'd0;
            end_known_next = 1'd0;
            cursor_next = 16'd0;
            place_fetched_next = 1'd0;
            place_held_next = 1'd0;
            planning_next = 1'd0;
            next_planned_next = 16'd0;
        end
    end

    always @(*) begin
        newest_end_next = newest_end;
        newest_end_next = ends_read_data;
    end

    always @(*) begin
        window_end_next = window_end;
        window_end_next = tail + window;
    end

    always @(*) begin
        reading_next = reading;
        read_sequence_next = read_sequence;
        read_beat_next = read_beat;
        beats_left_next = beats_left;
        if (next_word) begin
            read_beat_next = read_beat + 12'd1;
            beats_left_next = beats_left - 11'd1;
            reading_next = beats_left != 11'd1;
        end
        if (take_2) begin
            reading_next = 1'd1;
            read_sequence_next = next_planned;
            read_beat_next = area_start;
            beats_left_next = area_length;
        end
    end

    always @(*) begin
        word_fetched_next = word_fetched;
        word_fetched_next = next_word | (word_fetched & ~present);
    end

    always @(*) begin
        word_held_next = word_held;
        word_data_next = word_data;
        if (present) begin
            word_held_next = word_fetched;
            word_data_next = beats_read_data;
        end
    end

    reg [63:0] beats_words [0:4095];
    initial beats_read_data = 64'd0;
    always @(posedge clock) begin
        if (write & running_2) begin
            beats_words[write_beat[11:0]] <= {upper, tlp_beat_data[31:0]};
        end
        if (next_word & ~is_written) begin
            beats_read_data <= beats_words[read_beat];
        end
    end

    reg [23:0] places_words [0:1023];
    reg [23:0] places_read_word;
    assign places_odd_read_data = places_read_word[23];
    assign places_beats_read_data = places_read_word[22:16];
    assign places_end_read_data = places_read_word[15:0];
    initial places_read_word = 24'd0;
    always @(posedge clock) begin
        if (store) begin
            places_words[new_sequence[9:0]] <= {~tlp_beat_keep[4], after[6:0] - head[6:0], after};
        end
        if (look) begin
            places_read_word <= places_words[cursor_2];
        end
    end

    reg [15:0] ends_words [0:1023];
    initial ends_read_data = 16'd0;
    always @(posedge clock) begin
        if (store) begin
            ends_words[new_sequence[9:0]] <= after;
        end
        if (newest != new_sequence[9:0]) begin
            ends_read_data <= ends_words[newest];
        end
    end

    initial begin
        fresh = 1'd0;
        room = 1'd0;
        in_tlp = 1'd0;
        spoiled = 1'd0;
        write_beat = 16'd0;
        head = 16'd0;
        new_sequence = 16'd0;
        tail = 16'd0;
        release_due = 1'd0;
        end_read = 1'd0;
        end_known = 1'd0;
        newest_end = 16'd0;
        window_end = 16'd0;
        cursor = 16'd0;
        place_fetched = 1'd0;
        place_held = 1'd0;
        place_end = 16'd0;
        place_beats = 7'd0;
        place_odd = 1'd0;
        planning = 1'd0;
        next_planned = 16'd0;
        area_start = 12'd0;
        area_tlps = 10'd0;
        area_length = 11'd0;
        area_left = 12'd0;
        tlps_left = 10'd0;
        ends_odd = 1'd0;
        reading = 1'd0;
        read_sequence = 16'd0;
        read_beat = 12'd0;
        beats_left = 11'd0;
        word_fetched = 1'd0;
        word_held = 1'd0;
        word_data = 64'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            fresh <= 1'd0;
            room <= 1'd0;
            in_tlp <= 1'd0;
            spoiled <= 1'd0;
            write_beat <= 16'd0;
            head <= 16'd0;
            new_sequence <= 16'd0;
            tail <= 16'd0;
            release_due <= 1'd0;
            end_read <= 1'd0;
            end_known <= 1'd0;
            cursor <= 16'd0;
            place_fetched <= 1'd0;
            place_held <= 1'd0;
            planning <= 1'd0;
            next_planned <= 16'd0;
            reading <= 1'd0;
            word_fetched <= 1'd0;
            word_held <= 1'd0;
        end else begin
            fresh <= fresh_next;
            room <= room_next;
            in_tlp <= in_tlp_next;
            spoiled <= spoiled_next;
            write_beat <= write_beat_next;
            head <= head_next;
            new_sequence <= new_sequence_next;
            tail <= tail_next;
            release_due <= release_due_next;
            end_read <= end_read_next;
            end_known <= end_known_next;
            cursor <= cursor_next;
            place_fetched <= place_fetched_next;
            place_held <= place_held_next;
            planning <= planning_next;
            next_planned <= next_planned_next;
            reading <= reading_next;
            word_fetched <= word_fetched_next;
            word_held <= word_held_next;
        end
    end

    always @(posedge clock) begin
        newest_end <= newest_end_next;
        window_end <= window_end_next;
        place_end <= place_end_next;
        place_beats <= place_beats_next;
        place_odd <= place_odd_next;
        area_start <= area_start_next;
        area_tlps <= area_tlps_next;
        area_length <= area_length_next;
        area_left <= area_left_next;
        tlps_left <= tlps_left_next;
        ends_odd <= ends_odd_next;
        read_sequence <= read_sequence_next;
        read_beat <= read_beat_next;
        beats_left <= beats_left_next;
        word_data <= word_data_next;
    end

    wire unused = &{1'b0,
        tlp_beat_keep[3:0],
        tlp_beat_keep[7:5],
        tlp_info_kind,
        tlp_info_routing,
        tlp_info_header_dw,
        tlp_info_payload_dw,
        tlp_info_total_dw,
        place_start[15:12],
        difference[14:0]};

endmodule

`default_nettype wire

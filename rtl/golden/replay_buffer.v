// replay_buffer: made from the Rust type expether_rtl::bridge::replay_buffer::ReplayBuffer<13, 8>
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
    input  wire [15:0] request_payload,
    input  wire        request_valid,
    output wire        request_ready,
    output wire [15:0] frame_sequence,
    output wire [11:0] frame_length_dw,
    output wire        frame_valid,
    input  wire        frame_ready,
    output wire [63:0] word_payload,
    output wire        word_valid,
    input  wire        word_ready
);

    reg  [63:0] beats_read_data;
    wire [15:0] places_start_read_data;
    wire [11:0] places_length_dw_read_data;
    reg  [12:0] ends_read_data;
    reg         fresh_next;
    reg         fresh;
    reg         room_next;
    reg         room;
    reg         in_tlp_next;
    reg         in_tlp;
    reg         spoiled_next;
    reg         spoiled;
    reg  [12:0] write_beat_next;
    reg  [12:0] write_beat;
    reg  [12:0] head_next;
    reg  [12:0] head;
    reg  [15:0] new_sequence_next;
    reg  [15:0] new_sequence;
    reg  [12:0] tail_next;
    reg  [12:0] tail;
    reg         release_due_next;
    reg         release_due;
    reg         end_read_next;
    reg         end_read;
    reg         end_known_next;
    reg         end_known;
    reg  [12:0] newest_end_next;
    reg  [12:0] newest_end;
    reg         fetched_next;
    reg         fetched;
    reg         offered_next;
    reg         offered;
    reg  [15:0] place_start_next;
    reg  [11:0] place_length_dw_next;
    reg  [15:0] place_start;
    reg  [11:0] place_length_dw;
    reg  [15:0] offered_sequence_next;
    reg  [15:0] offered_sequence;
    reg         reading_next;
    reg         reading;
    reg  [15:0] read_sequence_next;
    reg  [15:0] read_sequence;
    reg  [12:0] read_beat_next;
    reg  [12:0] read_beat;
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
    wire [12:0] after;
    wire        spoiled_2;
    wire        store;
    wire [12:0] free_beats;
    wire [15:0] frames;
    wire [15:0] ahead;
    wire [15:0] ahead_2;
    wire        in_use;
    wire        freed;
    wire        take;
    wire        fetch_ready;
    wire        fetch;
    wire        present;
    wire        next_word;
    wire [11:0] sum;

    assign busy = reading | word_fetched | word_held;
    assign running_2 = fresh & run;
    assign ready = room | in_tlp;
    assign write = tlp_valid & ready;
    assign after = write_beat + 13'd1;
    assign spoiled_2 = spoiled | ~running_2;
    assign store = write & tlp_beat_last & ~tlp_beat_error & ~spoiled_2;
    assign free_beats = (tail - write_beat) - 13'd1;
    assign frames = new_sequence - acknowledged;
    assign ahead = acknowledged - offered_sequence;
    assign ahead_2 = acknowledged - read_sequence;
    assign in_use =
        ((offered | fetched) & (|ahead) & ~ahead[15])
        | (busy & (|ahead_2) & ~ahead_2[15]);
    assign freed = end_known & ~in_use;
    assign take = offered & frame_ready;
    assign fetch_ready = running_2 & ~fetched & ~offered;
    assign fetch = request_valid & fetch_ready;
    assign present = ~word_held | word_ready;
    assign next_word = reading & (~word_fetched | present);
    assign sum = place_length_dw + 12'd1;
    assign running = running_2;
    assign tlp_ready = ready;
    assign stored = store;
    assign next_sequence = new_sequence;
    assign request_ready = fetch_ready;
    assign frame_valid = offered;
    assign frame_sequence = offered_sequence;
    assign frame_length_dw = place_length_dw;
    assign word_valid = word_held;
    assign word_payload = word_data;

    always @(*) begin
        fresh_next = fresh;
        fresh_next = run & (running_2 | ~(busy | offered | fetched));
    end

    always @(*) begin
        room_next = room;
        room_next = running_2 & (free_beats >= 13'h88) & (frames < 16'hfc);
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
        if (~running_2) begin
            write_beat_next = 13'd0;
            head_next = 13'd0;
            new_sequence_next = 16'd0;
            tail_next = 13'd0;
            release_due_next = 1'd0;
            end_read_next = 1'd0;
            end_known_next = 1'd0;
        end
    end

    always @(*) begin
        newest_end_next = newest_end;
        newest_end_next = ends_read_data;
    end

    always @(*) begin
        fetched_next = fetched;
        fetched_next = fetch;
    end

    always @(*) begin
        offered_next = offered;
        offered_next = fetched | (offered & ~take);
    end

    always @(*) begin
        place_start_next = place_start;
        place_length_dw_next = place_length_dw;
        if (fetched) begin
            place_start_next = places_start_read_data;
            place_length_dw_next = places_length_dw_read_data;
        end
    end

    always @(*) begin
        offered_sequence_next = offered_sequence;
        if (fetch) begin
            offered_sequence_next = request_payload;
        end
    end

    always @(*) begin
        reading_next = reading;
        read_sequence_next = read_sequence;
        read_beat_next = read_beat;
        beats_left_next = beats_left;
        if (next_word) begin
            read_beat_next = read_beat + 13'd1;
            beats_left_next = beats_left - 11'd1;
            reading_next = beats_left != 11'd1;
        end
        if (take) begin
            reading_next = 1'd1;
            read_sequence_next = offered_sequence;
            read_beat_next = place_start[12:0];
            beats_left_next = sum[11:1];
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

    reg [63:0] beats_words [0:8191];
    initial beats_read_data = 64'd0;
    always @(posedge clock) begin
        if (write) begin
            beats_words[write_beat] <= tlp_beat_data;
        end
        if (next_word) begin
            beats_read_data <= beats_words[read_beat];
        end
    end

    reg [27:0] places_words [0:255];
    reg [27:0] places_read_word;
    assign places_length_dw_read_data = places_read_word[27:16];
    assign places_start_read_data = places_read_word[15:0];
    initial places_read_word = 28'd0;
    always @(posedge clock) begin
        if (store) begin
            places_words[new_sequence[7:0]] <= {tlp_info_total_dw, {3'd0, head}};
        end
        if (fetch) begin
            places_read_word <= places_words[request_payload[7:0]];
        end
    end

    reg [12:0] ends_words [0:255];
    initial ends_read_data = 13'd0;
    always @(posedge clock) begin
        if (store) begin
            ends_words[new_sequence[7:0]] <= after;
        end
        if (1'd1) begin
            ends_read_data <= ends_words[acknowledged[7:0] - 8'd1];
        end
    end

    initial begin
        fresh = 1'd0;
        room = 1'd0;
        in_tlp = 1'd0;
        spoiled = 1'd0;
        write_beat = 13'd0;
        head = 13'd0;
        new_sequence = 16'd0;
        tail = 13'd0;
        release_due = 1'd0;
        end_read = 1'd0;
        end_known = 1'd0;
        newest_end = 13'd0;
        fetched = 1'd0;
        offered = 1'd0;
        place_start = 16'd0;
        place_length_dw = 12'd0;
        offered_sequence = 16'd0;
        reading = 1'd0;
        read_sequence = 16'd0;
        read_beat = 13'd0;
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
            write_beat <= 13'd0;
            head <= 13'd0;
            new_sequence <= 16'd0;
            tail <= 13'd0;
            release_due <= 1'd0;
            end_read <= 1'd0;
            end_known <= 1'd0;
            fetched <= 1'd0;
            offered <= 1'd0;
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
            fetched <= fetched_next;
            offered <= offered_next;
            reading <= reading_next;
            word_fetched <= word_fetched_next;
            word_held <= word_held_next;
        end
    end

    always @(posedge clock) begin
        newest_end <= newest_end_next;
        place_start <= place_start_next;
        place_length_dw <= place_length_dw_next;
        offered_sequence <= offered_sequence_next;
        read_sequence <= read_sequence_next;
        read_beat <= read_beat_next;
        beats_left <= beats_left_next;
        word_data <= word_data_next;
    end

    wire unused = &{1'b0,
        tlp_beat_keep,
        tlp_info_kind,
        tlp_info_routing,
        tlp_info_header_dw,
        tlp_info_payload_dw,
        sum[0]};

endmodule

`default_nettype wire

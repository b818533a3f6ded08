// packet_fifo: made from the Rust type expether_rtl::prim::packet_fifo::PacketFifo<9>
// by `expether gen`; edit that instead.
`default_nettype none

module packet_fifo (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] inp_data,
    input  wire [7:0]  inp_keep,
    input  wire        inp_last,
    input  wire        inp_error,
    input  wire        inp_valid,
    output wire [63:0] out_data,
    output wire [7:0]  out_keep,
    output wire        out_last,
    output wire        out_error,
    output wire        out_valid,
    input  wire        out_ready,
    output wire        room,
    output wire        committed,
    output wire        dropped,
    output wire        overflowed
);

    wire [63:0] words_data_read_data;
    wire [2:0]  words_last_byte_read_data;
    wire        words_last_read_data;
    reg  [8:0]  tail_next;
    reg  [8:0]  tail;
    reg  [8:0]  commit_next;
    reg  [8:0]  commit;
    reg  [8:0]  head_next;
    reg  [8:0]  head;
    reg         full_next;
    reg         full;
    reg         losing_next;
    reg         losing;
    reg         committed_strobe_next;
    reg         committed_strobe;
    reg         dropped_strobe_next;
    reg         dropped_strobe;
    reg         overflowed_strobe_next;
    reg         overflowed_strobe;
    reg         fetched_next;
    reg         fetched;
    reg         presented_valid_next;
    reg         presented_valid;
    reg  [63:0] presented_data_next;
    reg  [2:0]  presented_last_byte_next;
    reg         presented_last_next;
    reg  [63:0] presented_data;
    reg  [2:0]  presented_last_byte;
    reg         presented_last;
    wire        lost;
    wire        write;
    wire        ends;
    wire        keep_packet;
    wire [8:0]  tail_after;
    wire [8:0]  tail_next_2;
    wire [8:0]  tail_next_3;
    wire        waiting;
    wire        present;
    wire        fetch;
    wire [8:0]  head_next_2;
    wire [8:0]  head_next_3;
    wire        full_if_kept;
    wire        full_if_written;
    wire        full_if_dropped;
    wire        drops;
    wire        full_unless_dropped;
    wire        odd;
    wire        upper_pair;

    assign lost = losing | full;
    assign write = inp_valid & ~lost;
    assign ends = inp_valid & inp_last;
    assign keep_packet = ends & ~lost & ~inp_error;
    assign tail_after = tail + 9'd1;
    assign tail_next_2 = write ? tail_after : tail;
    assign tail_next_3 = (ends & ~keep_packet) ? commit : tail_next_2;
    assign waiting = head != commit;
    assign present = ~presented_valid | out_ready;
    assign fetch = waiting & (~fetched | present);
    assign head_next_2 = head + 9'd1;
    assign head_next_3 = fetch ? head_next_2 : head;
    assign full_if_kept = fetch ? (tail == head) : (tail_after == head);
    assign full_if_written = fetch ? (tail_after == head) : ((tail + 9'd2) == head);
    assign full_if_dropped = fetch ? (commit == head) : ((commit + 9'd1) == head);
    assign drops = ends & ~keep_packet;
    assign full_unless_dropped = write ? full_if_written : full_if_kept;
    assign odd =
        inp_keep[7]
        | (inp_keep[5] & ~inp_keep[6])
        | (inp_keep[3] & ~inp_keep[4])
        | (inp_keep[1] & ~inp_keep[2]);
    assign upper_pair = inp_keep[6] | (inp_keep[2] & ~inp_keep[4]);
    assign out_valid = presented_valid;
    assign out_data = presented_data;
    assign out_keep = 8'hff >> (3'd7 - presented_last_byte);
    assign out_last = presented_last;
    assign out_error = 1'd0;
    assign room = ~full | losing | ~waiting;
    assign committed = committed_strobe;
    assign dropped = dropped_strobe;
    assign overflowed = overflowed_strobe;

    always @(*) begin
        tail_next = tail;
        tail_next = tail_next_3;
    end

    always @(*) begin
        commit_next = commit;
        if (keep_packet) begin
            commit_next = tail_after;
        end
    end

    always @(*) begin
        head_next = head;
        head_next = head_next_3;
    end

    always @(*) begin
        full_next = full;
        full_next = drops ? full_if_dropped : full_unless_dropped;
    end

    always @(*) begin
        losing_next = losing;
        if (inp_valid) begin
            losing_next = lost & ~inp_last;
        end
    end

    always @(*) begin
        committed_strobe_next = committed_strobe;
        committed_strobe_next = keep_packet;
    end

    always @(*) begin
        dropped_strobe_next = dropped_strobe;
        dropped_strobe_next = ends & ~lost & inp_error;
    end

    always @(*) begin
        overflowed_strobe_next = overflowed_strobe;
        overflowed_strobe_next = ends & lost;
    end

    always @(*) begin
        fetched_next = fetched;
        presented_valid_next = presented_valid;
        presented_data_next = presented_data;
        presented_last_byte_next = presented_last_byte;
        presented_last_next = presented_last;
        if (present) begin
            presented_valid_next = fetched;
            presented_data_next = words_data_read_data;
            presented_last_byte_next = words_last_byte_read_data;
            presented_last_next = words_last_read_data;
            fetched_next = 1'd0;
        end
        if (fetch) begin
            fetched_next = 1'd1;
        end
    end

    reg [67:0] words_words [0:511];
    reg [67:0] words_read_word;
    assign words_last_read_data = words_read_word[67];
    assign words_last_byte_read_data = words_read_word[66:64];
    assign words_data_read_data = words_read_word[63:0];
    initial words_read_word = 68'd0;
    always @(posedge clock) begin
        if (write) begin
            words_words[tail] <= {inp_last, {inp_keep[4], upper_pair, odd}, inp_data};
        end
        if (fetch) begin
            words_read_word <= words_words[head];
        end
    end

    initial begin
        tail = 9'd0;
        commit = 9'd0;
        head = 9'd0;
        full = 1'd0;
        losing = 1'd0;
        committed_strobe = 1'd0;
        dropped_strobe = 1'd0;
        overflowed_strobe = 1'd0;
        fetched = 1'd0;
        presented_valid = 1'd0;
        presented_data = 64'd0;
        presented_last_byte = 3'd0;
        presented_last = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            tail <= 9'd0;
            commit <= 9'd0;
            head <= 9'd0;
            full <= 1'd0;
            losing <= 1'd0;
            committed_strobe <= 1'd0;
            dropped_strobe <= 1'd0;
            overflowed_strobe <= 1'd0;
            fetched <= 1'd0;
            presented_valid <= 1'd0;
        end else begin
            tail <= tail_next;
            commit <= commit_next;
            head <= head_next;
            full <= full_next;
            losing <= losing_next;
            committed_strobe <= committed_strobe_next;
            dropped_strobe <= dropped_strobe_next;
            overflowed_strobe <= overflowed_strobe_next;
            fetched <= fetched_next;
            presented_valid <= presented_valid_next;
        end
    end

    always @(posedge clock) begin
        presented_data <= presented_data_next;
        presented_last_byte <= presented_last_byte_next;
        presented_last <= presented_last_next;
    end

    wire unused = &{1'b0,
        inp_keep[0]};

endmodule

`default_nettype wire

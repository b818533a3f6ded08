// commit_fifo: made from the Rust type expether_rtl::prim::commit_fifo::CommitFifo<rust_hdl_core::bits::Bits<8>, 4>
// by `expether gen`; edit that instead.
`default_nettype none

module commit_fifo (
    input  wire        clock,
    input  wire        reset,
    input  wire [7:0]  inp_payload,
    input  wire        inp_valid,
    input  wire        commit,
    input  wire        rollback,
    output wire [7:0]  out_payload,
    output wire        out_valid,
    input  wire        out_ready,
    output wire [15:0] free,
    output wire        lost,
    output wire        room
);

    wire [3:0]  words_read_address;
    reg  [7:0]  words_read_data;
    reg  [3:0]  tail_next;
    reg  [3:0]  tail;
    reg  [3:0]  visible_end_next;
    reg  [3:0]  visible_end;
    reg  [3:0]  head_next;
    reg  [3:0]  head;
    reg  [3:0]  head_plus_1_next;
    reg  [3:0]  head_plus_1;
    reg  [3:0]  head_less_1_next;
    reg  [3:0]  head_less_1;
    reg  [3:0]  head_less_2_next;
    reg  [3:0]  head_less_2;
    reg         full_next;
    reg         full;
    reg         freed_next;
    reg         freed;
    reg         waiting_next;
    reg         waiting;
    reg         losing_next;
    reg         losing;
    reg  [3:0]  free_words_next;
    reg  [3:0]  free_words;
    reg         read_next;
    reg         read;
    reg         presented_valid_next;
    reg         presented_valid;
    reg  [7:0]  presented_next;
    reg  [7:0]  presented;
    wire        write;
    wire        loses;
    wire        keeps;
    wire        drops;
    wire [3:0]  tail_unless_dropped;
    wire        present;
    wire        at_output;
    wire        leaves;
    wire        left_to_tail;
    wire        left;
    wire        behind_head;
    wire [3:0]  free_unless_dropped;
    wire        full_of_these;

    assign write = inp_valid & ~losing & ~full;
    assign loses = losing | (inp_valid & full);
    assign keeps = commit & ~rollback & ~loses;
    assign drops = rollback | (commit & loses);
    assign tail_unless_dropped = write ? (tail + 4'd1) : tail;
    assign present = ~presented_valid | out_ready;
    assign at_output = waiting & read;
    assign leaves = at_output & present;
    assign left_to_tail = leaves ? (head_plus_1 != tail) : (head != tail);
    assign left = leaves ? (head_plus_1 != visible_end) : waiting;
    assign behind_head = write ? (tail == head_less_2) : (tail == head_less_1);
    assign free_unless_dropped = write ? (head_less_1 + ~tail) : (head + ~tail);
    assign full_of_these = ~waiting & ~freed;
    assign words_read_address = leaves ? head_plus_1 : head;
    assign out_valid = presented_valid;
    assign out_payload = presented;
    assign free = {12'd0, free_words};
    assign lost = loses;
    assign room = ~full | losing | full_of_these;

    always @(*) begin
        tail_next = tail;
        tail_next = drops ? visible_end : tail_unless_dropped;
    end

    always @(*) begin
        visible_end_next = visible_end;
        if (keeps) begin
            visible_end_next = tail_unless_dropped;
        end
    end

    always @(*) begin
        head_next = head;
        head_plus_1_next = head_plus_1;
        head_less_1_next = head_less_1;
        head_less_2_next = head_less_2;
        if (leaves) begin
            head_plus_1_next = head_plus_1 + 4'd1;
            head_next = head_plus_1;
            head_less_1_next = head;
            head_less_2_next = head_less_1;
        end
    end

    always @(*) begin
        full_next = full;
        full_next = drops ? (visible_end == head_less_1) : behind_head;
    end

    always @(*) begin
        freed_next = freed;
        freed_next = leaves;
    end

    always @(*) begin
        waiting_next = waiting;
        waiting_next = keeps ? (write | left_to_tail) : left;
    end

    always @(*) begin
        losing_next = losing;
        losing_next = loses & ~drops;
    end

    always @(*) begin
        free_words_next = free_words;
        free_words_next = drops ? (head + ~visible_end) : free_unless_dropped;
    end

    always @(*) begin
        read_next = read;
        read_next = left_to_tail;
    end

    always @(*) begin
        presented_valid_next = presented_valid;
        presented_next = presented;
        if (present) begin
            presented_valid_next = at_output;
            presented_next = words_read_data;
        end
    end

    reg [7:0] words_words [0:15];
    initial words_read_data = 8'd0;
    always @(posedge clock) begin
        if (write) begin
            words_words[tail] <= inp_payload;
        end
        if (left_to_tail) begin
            words_read_data <= words_words[words_read_address];
        end
    end

    initial begin
        tail = 4'd0;
        visible_end = 4'd0;
        head = 4'd0;
        head_plus_1 = 4'd1;
        head_less_1 = 4'd15;
        head_less_2 = 4'd14;
        full = 1'd0;
        freed = 1'd0;
        waiting = 1'd0;
        losing = 1'd0;
        free_words = 4'd0;
        read = 1'd0;
        presented_valid = 1'd0;
        presented = 8'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            tail <= 4'd0;
            visible_end <= 4'd0;
            head <= 4'd0;
            head_plus_1 <= 4'd1;
            head_less_1 <= 4'd15;
            head_less_2 <= 4'd14;
            full <= 1'd0;
            freed <= 1'd0;
            waiting <= 1'd0;
            losing <= 1'd0;
            free_words <= 4'd0;
            read <= 1'd0;
            presented_valid <= 1'd0;
        end else begin
            tail <= tail_next;
            visible_end <= visible_end_next;
            head <= head_next;
            head_plus_1 <= head_plus_1_next;
            head_less_1 <= head_less_1_next;
            head_less_2 <= head_less_2_next;
            full <= full_next;
            freed <= freed_next;
            waiting <= waiting_next;
            losing <= losing_next;
            free_words <= free_words_next;
            read <= read_next;
            presented_valid <= presented_valid_next;
        end
    end

    always @(posedge clock) begin
        presented <= presented_next;
    end

endmodule

`default_nettype wire

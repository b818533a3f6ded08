// async_fifo: made from the Rust type expether_rtl::prim::async_fifo::AsyncFifo<expether_rtl::prim::stream::Beat, 4>
// by `expether gen`; edit that instead.
`default_nettype none

module async_fifo (
    input  wire        write_clock,
    input  wire        write_reset,
    input  wire [63:0] inp_data,
    input  wire [7:0]  inp_keep,
    input  wire        inp_last,
    input  wire        inp_error,
    input  wire        inp_valid,
    output wire        inp_ready,
    input  wire        read_clock,
    input  wire        read_reset,
    output wire [63:0] out_data,
    output wire [7:0]  out_keep,
    output wire        out_last,
    output wire        out_error,
    output wire        out_valid,
    input  wire        out_ready
);

    wire [63:0] words_data_read_data;
    wire [7:0]  words_keep_read_data;
    wire        words_last_read_data;
    wire        words_error_read_data;
    reg  [3:0]  tail_next;
    reg  [3:0]  tail;
    reg  [3:0]  tail_gray_next;
    reg  [3:0]  tail_gray;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg  [3:0]  head_at_writer;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg  [3:0]  head_at_writer_metastable;
    reg  [3:0]  head_next;
    reg  [3:0]  head;
    reg  [3:0]  head_gray_next;
    reg  [3:0]  head_gray;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg  [3:0]  tail_at_reader;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg  [3:0]  tail_at_reader_metastable;
    reg         presented_valid_next;
    reg         presented_valid;
    reg  [63:0] presented_data_next;
    reg  [7:0]  presented_keep_next;
    reg         presented_last_next;
    reg         presented_error_next;
    reg  [63:0] presented_data;
    reg  [7:0]  presented_keep;
    reg         presented_last;
    reg         presented_error;
    wire [3:0]  tail_after;
    wire [3:0]  tail_after_gray;
    wire        room;
    wire        push;
    wire        waiting;
    wire        present;
    wire [3:0]  head_after;

    assign tail_after = tail + 4'd1;
    assign tail_after_gray = tail_after ^ {1'd0, tail_after[3:1]};
    assign room = tail_after_gray != head_at_writer;
    assign push = inp_valid & room;
    assign waiting = head_gray != tail_at_reader;
    assign present = ~presented_valid | out_ready;
    assign head_after = head + 4'd1;
    assign inp_ready = room;
    assign out_valid = presented_valid;
    assign out_data = presented_data;
    assign out_keep = presented_keep;
    assign out_last = presented_last;
    assign out_error = presented_error;

    always @(*) begin
        tail_next = tail;
        tail_gray_next = tail_gray;
        if (push) begin
            tail_next = tail_after;
            tail_gray_next = tail_after_gray;
        end
    end

    always @(*) begin
        head_next = head;
        head_gray_next = head_gray;
        presented_valid_next = presented_valid;
        presented_data_next = presented_data;
        presented_keep_next = presented_keep;
        presented_last_next = presented_last;
        presented_error_next = presented_error;
        if (present) begin
            presented_valid_next = waiting;
            presented_data_next = words_data_read_data;
            presented_keep_next = words_keep_read_data;
            presented_last_next = words_last_read_data;
            presented_error_next = words_error_read_data;
            if (waiting) begin
                head_next = head_after;
                head_gray_next = head_after ^ {1'd0, head_after[3:1]};
            end
        end
    end

    reg [73:0] words_words [0:15];
    wire [73:0] words_read_word;
    assign words_error_read_data = words_read_word[73];
    assign words_last_read_data = words_read_word[72];
    assign words_keep_read_data = words_read_word[71:64];
    assign words_data_read_data = words_read_word[63:0];
    assign words_read_word = words_words[head];
    always @(posedge write_clock) begin
        if (push) begin
            words_words[tail] <= {inp_error, inp_last, inp_keep, inp_data};
        end
    end

    initial begin
        tail = 4'd0;
        tail_gray = 4'd0;
        head_at_writer_metastable = 4'd0;
        head_at_writer = 4'd0;
        head = 4'd0;
        head_gray = 4'd0;
        tail_at_reader_metastable = 4'd0;
        tail_at_reader = 4'd0;
        presented_valid = 1'd0;
        presented_data = 64'd0;
        presented_keep = 8'd0;
        presented_last = 1'd0;
        presented_error = 1'd0;
    end

    always @(posedge write_clock) begin
        if (write_reset) begin
            tail <= 4'd0;
            tail_gray <= 4'd0;
        end else begin
            tail <= tail_next;
            tail_gray <= tail_gray_next;
        end
    end

    always @(posedge write_clock) begin
        head_at_writer_metastable <= head_gray;
        head_at_writer <= head_at_writer_metastable;
    end

    always @(posedge read_clock) begin
        if (read_reset) begin
            head <= 4'd0;
            head_gray <= 4'd0;
            presented_valid <= 1'd0;
        end else begin
            head <= head_next;
            head_gray <= head_gray_next;
            presented_valid <= presented_valid_next;
        end
    end

    always @(posedge read_clock) begin
        tail_at_reader_metastable <= tail_gray;
        tail_at_reader <= tail_at_reader_metastable;
        presented_data <= presented_data_next;
        presented_keep <= presented_keep_next;
        presented_last <= presented_last_next;
        presented_error <= presented_error_next;
    end

endmodule

`default_nettype wire

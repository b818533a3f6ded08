// sync_fifo: made from the Rust type expether_rtl::prim::sync_fifo::SyncFifo<rust_hdl_core::bits::Bits<8>, 4>
// by `expether gen`; edit that instead.
`default_nettype none

module sync_fifo (
    input  wire        clock,
    input  wire        reset,
    input  wire [7:0]  inp_payload,
    input  wire        inp_valid,
    output wire        inp_ready,
    output wire [7:0]  out_payload,
    output wire        out_valid,
    input  wire        out_ready,
    output wire [15:0] count
);

    wire [7:0]  words_read_data;
    reg  [3:0]  head_next;
    reg  [3:0]  head;
    reg  [3:0]  tail_next;
    reg  [3:0]  tail;
    reg         full_next;
    reg         full;
    reg         occupied_next;
    reg         occupied;
    wire        push;
    wire        pop;
    wire [3:0]  tail_after;
    wire [3:0]  head_after;
    wire [15:0] held;

    assign push = inp_valid & ~full;
    assign pop = out_ready & occupied;
    assign tail_after = tail + 4'd1;
    assign head_after = head + 4'd1;
    assign held = {12'd0, tail - head};
    assign inp_ready = ~full;
    assign out_valid = occupied;
    assign out_payload = words_read_data;
    assign count = {held[15:5], full, held[3:0]};

    always @(*) begin
        head_next = head;
        if (pop) begin
            head_next = head_after;
        end
    end

    always @(*) begin
        tail_next = tail;
        if (push) begin
            tail_next = tail_after;
        end
    end

    always @(*) begin
        full_next = full;
        occupied_next = occupied;
        if (push & ~pop) begin
            occupied_next = 1'd1;
            full_next = tail_after == head;
        end
        if (pop & ~push) begin
            full_next = 1'd0;
            occupied_next = head_after != tail;
        end
    end

    reg [7:0] words_words [0:15];
    assign words_read_data = words_words[head];
    always @(posedge clock) begin
        if (push) begin
            words_words[tail] <= inp_payload;
        end
    end

    initial begin
        head = 4'd0;
        tail = 4'd0;
        full = 1'd0;
        occupied = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            head <= 4'd0;
            tail <= 4'd0;
            full <= 1'd0;
            occupied <= 1'd0;
        end else begin
            head <= head_next;
            tail <= tail_next;
            full <= full_next;
            occupied <= occupied_next;
        end
    end

    wire unused = &{1'b0,
        held[4]};

endmodule

`default_nettype wire

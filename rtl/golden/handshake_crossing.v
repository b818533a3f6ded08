// handshake_crossing: made from the Rust type expether_rtl::prim::handshake_crossing::HandshakeCrossing<rust_hdl_core::bits::Bits<32>>
// by `expether gen`; edit that instead.
`default_nettype none

module handshake_crossing (
    input  wire        write_clock,
    input  wire        write_reset,
    input  wire [31:0] inp_payload,
    input  wire        inp_valid,
    output wire        inp_ready,
    input  wire        read_clock,
    input  wire        read_reset,
    output wire [31:0] out_payload,
    output wire        out_valid,
    input  wire        out_ready
);

    wire [31:0] value_read_data;
    reg         written_next;
    reg         written;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg         written_at_reader;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg         written_at_reader_metastable;
    reg         taken_next;
    reg         taken;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg         taken_at_writer;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg         taken_at_writer_metastable;
    reg         presented_valid_next;
    reg         presented_valid;
    reg  [31:0] presented_next;
    reg  [31:0] presented;
    wire        free;
    wire        push;
    wire        waiting;

    assign free = written == taken_at_writer;
    assign push = inp_valid & free;
    assign waiting = written_at_reader != taken;
    assign inp_ready = free;
    assign out_valid = presented_valid;
    assign out_payload = presented;

    always @(*) begin
        written_next = written;
        written_next = written ^ push;
    end

    always @(*) begin
        taken_next = taken;
        presented_valid_next = presented_valid;
        presented_next = presented;
        if (~presented_valid | out_ready) begin
            presented_valid_next = waiting;
            presented_next = value_read_data;
            taken_next = written_at_reader;
        end
    end

    wire value_write_address = 1'd0;
    wire value_read_address = 1'd0;
    reg [31:0] value_words [0:1];
    assign value_read_data = value_words[value_read_address];
    always @(posedge write_clock) begin
        if (push) begin
            value_words[value_write_address] <= inp_payload;
        end
    end

    initial begin
        written = 1'd0;
        written_at_reader_metastable = 1'd0;
        written_at_reader = 1'd0;
        taken = 1'd0;
        taken_at_writer_metastable = 1'd0;
        taken_at_writer = 1'd0;
        presented_valid = 1'd0;
        presented = 32'd0;
    end

    always @(posedge write_clock) begin
        if (write_reset) begin
            written <= 1'd0;
        end else begin
            written <= written_next;
        end
    end

    always @(posedge read_clock) begin
        written_at_reader_metastable <= written;
        written_at_reader <= written_at_reader_metastable;
        presented <= presented_next;
    end

    always @(posedge read_clock) begin
        if (read_reset) begin
            taken <= 1'd0;
            presented_valid <= 1'd0;
        end else begin
            taken <= taken_next;
            presented_valid <= presented_valid_next;
        end
    end

    always @(posedge write_clock) begin
        taken_at_writer_metastable <= taken;
        taken_at_writer <= taken_at_writer_metastable;
    end

endmodule

`default_nettype wire

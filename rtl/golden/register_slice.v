// register_slice: made from the Rust type expether_rtl::prim::register_slice::RegisterSlice<rust_hdl_core::bits::Bits<8>>
// by `expether gen`; edit that instead.
`default_nettype none

module register_slice (
    input  wire       clock,
    input  wire       reset,
    input  wire [7:0] inp_payload,
    input  wire       inp_valid,
    output wire       inp_ready,
    output wire [7:0] out_payload,
    output wire       out_valid,
    input  wire       out_ready
);

    reg        presented_valid_next;
    reg        presented_valid;
    reg  [7:0] presented_next;
    reg  [7:0] presented;
    reg        spare_valid_next;
    reg        spare_valid;
    reg  [7:0] spare_next;
    reg  [7:0] spare;

    assign inp_ready = ~spare_valid;
    assign out_valid = presented_valid;
    assign out_payload = presented;

    always @(*) begin
        presented_valid_next = presented_valid;
        presented_next = presented;
        spare_valid_next = spare_valid;
        spare_next = spare;
        if (~presented_valid | out_ready) begin
            if (spare_valid) begin
                presented_valid_next = 1'd1;
                presented_next = spare;
                spare_valid_next = 1'd0;
            end else begin
                presented_valid_next = inp_valid;
                presented_next = inp_payload;
            end
        end else if (~spare_valid) begin
            spare_valid_next = inp_valid;
            spare_next = inp_payload;
        end
    end

    initial begin
        presented_valid = 1'd0;
        presented = 8'd0;
        spare_valid = 1'd0;
        spare = 8'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            presented_valid <= 1'd0;
            spare_valid <= 1'd0;
        end else begin
            presented_valid <= presented_valid_next;
            spare_valid <= spare_valid_next;
        end
    end

    always @(posedge clock) begin
        presented <= presented_next;
        spare <= spare_next;
    end

endmodule

`default_nettype wire

// credit_gate: made from the Rust type expether_rtl::pcie::credit_gate::CreditGate
// by `expether gen`; edit that instead.
`default_nettype none

module credit_gate (
    input  wire        clock,
    input  wire        reset,
    input  wire [7:0]  header_limit,
    input  wire [11:0] data_limit,
    input  wire        unlimited,
    input  wire        enters,
    input  wire [5:0]  data_credits,
    output wire        fits
);

    reg  [7:0]  headers_next;
    reg  [7:0]  headers;
    reg  [11:0] data_next;
    reg  [11:0] data;
    reg  [7:0]  headers_left_next;
    reg  [7:0]  headers_left;
    reg  [11:0] data_left_next;
    reg  [11:0] data_left;
    reg         fitting_next;
    reg         fitting;
    wire [11:0] needed;
    wire [7:0]  headers_beyond;
    wire [11:0] data_beyond;
    wire [7:0]  headers_after;
    wire [11:0] data_after;
    wire        may_stay;
    wire        may_enter;

    assign needed = {6'd0, data_credits};
    assign headers_beyond = header_limit - headers;
    assign data_beyond = data_limit - data;
    assign headers_after = headers_left - 8'd1;
    assign data_after = data_left - needed;
    assign may_stay =
        (~headers_left[7] | (headers_left == 8'h80))
        & (~data_left[11] | (data_left == 12'h800));
    assign may_enter =
        (~headers_after[7] | (headers_left == 8'h81))
        & (~data_after[11] | (data_left == {6'd32, data_credits}));
    assign fits = fitting;

    always @(*) begin
        headers_next = headers;
        data_next = data;
        headers_left_next = headers_left;
        data_left_next = data_left;
        headers_left_next = headers_beyond;
        data_left_next = data_beyond;
        if (enters) begin
            headers_next = headers + 8'd1;
            data_next = data + needed;
            headers_left_next = headers_beyond - 8'd1;
            data_left_next = data_beyond - needed;
        end
    end

    always @(*) begin
        fitting_next = fitting;
        fitting_next = unlimited | (enters ? may_enter : may_stay);
    end

    initial begin
        headers = 8'd0;
        data = 12'd0;
        headers_left = 8'd0;
        data_left = 12'd0;
        fitting = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            headers <= 8'd0;
            data <= 12'd0;
            headers_left <= 8'd0;
            data_left <= 12'd0;
            fitting <= 1'd0;
        end else begin
            headers <= headers_next;
            data <= data_next;
            headers_left <= headers_left_next;
            data_left <= data_left_next;
            fitting <= fitting_next;
        end
    end

    wire unused = &{1'b0,
        headers_after[6:0],
        data_after[10:0]};

endmodule

`default_nettype wire

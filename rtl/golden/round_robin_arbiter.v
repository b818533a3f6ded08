// round_robin_arbiter: made from the Rust type expether_rtl::prim::round_robin_arbiter::RoundRobinArbiter<3>
// by `expether gen`; edit that instead.
`default_nettype none

module round_robin_arbiter (
    input  wire       clock,
    input  wire       reset,
    input  wire [2:0] request,
    input  wire       advance,
    output wire [2:0] grant
);

    reg  [2:0] served_next;
    reg  [2:0] served;
    wire [2:0] waiting;
    wire [2:0] candidates;
    wire [2:0] grant_2;

    assign waiting = request & ~served;
    assign candidates = (|waiting) ? waiting : request;
    assign grant_2 = candidates & (~candidates + 3'd1);
    assign grant = grant_2;

    always @(*) begin
        served_next = served;
        if (advance & (|request)) begin
            served_next = candidates ^ (candidates - 3'd1);
        end
    end

    initial begin
        served = 3'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            served <= 3'd0;
        end else begin
            served <= served_next;
        end
    end

endmodule

`default_nettype wire

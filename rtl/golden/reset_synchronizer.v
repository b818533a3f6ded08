// reset_synchronizer: made from the Rust type expether_rtl::prim::synchronizer::ResetSynchronizer
// by `expether gen`; edit that instead.
`default_nettype none

module reset_synchronizer (
    input  wire  clock,
    input  wire  level,
    output wire  reset
);

    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg        crossing;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg        crossing_metastable;
    reg  [3:0] clocks_since;
    reg        released;

    assign reset = ~released;

    initial begin
        crossing_metastable = 1'd0;
        crossing = 1'd0;
        clocks_since = 4'd0;
        released = 1'd0;
    end

    always @(posedge clock) begin
        crossing_metastable <= level;
        crossing <= crossing_metastable;
    end

    always @(posedge clock) begin
        if (crossing) begin
            clocks_since <= 4'd0;
            released <= 1'd0;
        end else begin
            clocks_since <= clocks_since + 4'd1;
            released <= released | (&clocks_since);
        end
    end

endmodule

`default_nettype wire

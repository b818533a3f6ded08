// level_synchronizer: made from the Rust type expether_rtl::prim::synchronizer::LevelSynchronizer
// by `expether gen`; edit that instead.
`default_nettype none

module level_synchronizer (
    input  wire  clock,
    input  wire  level,
    output wire  arrived
);

    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg   crossing;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg   crossing_metastable;

    assign arrived = crossing;

    initial begin
        crossing_metastable = 1'd0;
        crossing = 1'd0;
    end

    always @(posedge clock) begin
        crossing_metastable <= level;
        crossing <= crossing_metastable;
    end

endmodule

`default_nettype wire

// pulse_synchronizer: made from the Rust type expether_rtl::prim::synchronizer::PulseSynchronizer
// by `expether gen`; edit that instead.
`default_nettype none

module pulse_synchronizer (
    input  wire  source_clock,
    input  wire  source_reset,
    input  wire  source_pulse,
    input  wire  clock,
    input  wire  reset,
    output wire  pulse
);

    reg   level_next;
    reg   level;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg   crossing;
    (* ASYNC_REG = "TRUE", SHREG_EXTRACT = "no" *) reg   crossing_metastable;
    reg   previous_next;
    reg   previous;

    assign pulse = crossing ^ previous;

    always @(*) begin
        level_next = level;
        level_next = level ^ source_pulse;
    end

    always @(*) begin
        previous_next = previous;
        previous_next = crossing;
    end

    initial begin
        level = 1'd0;
        crossing_metastable = 1'd0;
        crossing = 1'd0;
        previous = 1'd0;
    end

    always @(posedge source_clock) begin
        if (source_reset) begin
            level <= 1'd0;
        end else begin
            level <= level_next;
        end
    end

    always @(posedge clock) begin
        crossing_metastable <= level;
        crossing <= crossing_metastable;
    end

    always @(posedge clock) begin
        if (reset) begin
            previous <= 1'd0;
        end else begin
            previous <= previous_next;
        end
    end

endmodule

`default_nettype wire

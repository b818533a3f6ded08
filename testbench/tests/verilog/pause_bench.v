// The PAUSE blocks between the MACs, and a set of faults, one of which `mutant` switches on. With
// `mutant` 0 everything passes straight through. Each fault is one that a test has to notice.
module pause_bench (
    input  wire        clock,
    input  wire        reset,
    input  wire [3:0]  mutant,
    input  wire [47:0] local_mac,
    input  wire        congested,
    input  wire [15:0] pause_quanta,
    input  wire [63:0] frame_data,
    input  wire [7:0]  frame_keep,
    input  wire        frame_last,
    input  wire        frame_error,
    input  wire        frame_valid,
    output wire        frame_ready,
    output wire [63:0] tx_data,
    output wire [7:0]  tx_ctrl,
    input  wire [63:0] rx_data,
    input  wire [7:0]  rx_ctrl,
    output wire [63:0] got_data,
    output wire [7:0]  got_keep,
    output wire        got_last,
    output wire        got_error,
    output wire        got_valid,
    output wire        paused,
    output wire        pause_received,
    output wire        control_dropped
);
    localparam [3:0]
        WRONG_OPCODE = 4'd1,  // in PAUSE frames sent
        TIME_SWAPPED = 4'd2,  // likewise
        WRONG_SOURCE = 4'd3,  // likewise
        NOT_OBEYED   = 4'd4,  // the transmitter does not hear of PAUSE
        CUT_SHORT    = 4'd5,  // it hears a clock less of it
        FORWARDED    = 4'd6,  // no frame is ever marked
        ALL_OBEYED   = 4'd7,  // other MAC control frames pause, too
        NO_RELEASE   = 4'd8;  // the end of congestion is not told

    wire [63:0] in_data;
    wire [7:0]  in_keep;
    wire        in_last;
    wire        in_error;
    wire        in_valid;
    wire        marked;
    wire        transmitting;

    xgmii_mac_rx mac_rx (
        .clock(clock),
        .reset(reset),
        .xgmii_data(rx_data),
        .xgmii_ctrl(rx_ctrl),
        .maximum_length(14'd1522),
        .frame_data(in_data),
        .frame_keep(in_keep),
        .frame_last(in_last),
        .frame_error(in_error),
        .frame_valid(in_valid)
    );

    // Which beat of a frame comes, up to 3.
    reg [1:0] place;
    always @(posedge clock)
        if (reset | (in_valid & in_last)) place <= 2'd0;
        else if (in_valid & ~(&place)) place <= place + 2'd1;
    wire [63:0] any_opcode = mutant == ALL_OBEYED & place == 2'd1 & in_data[47:32] == 16'h0888
                           ? {16'h0100, in_data[47:0]} : in_data;

    wire [63:0] passed_data;

    pause_receiver receiver (
        .clock(clock),
        .reset(reset),
        .inp_data(any_opcode),
        .inp_keep(in_keep),
        .inp_last(in_last),
        .inp_error(in_error),
        .inp_valid(in_valid),
        .out_data(passed_data),
        .out_keep(got_keep),
        .out_last(got_last),
        .out_error(marked),
        .out_valid(got_valid),
        .honour(1'b1),
        .transmitting(transmitting),
        .paused(paused),
        .pause_received(pause_received),
        .control_dropped(control_dropped)
    );
    assign got_data = mutant == ALL_OBEYED ? in_data : passed_data;
    assign got_error = marked & (mutant != FORWARDED);

    reg paused_before;
    always @(posedge clock) paused_before <= paused & ~reset;
    reg was_congested;
    always @(posedge clock) was_congested <= (was_congested | congested) & ~reset;

    wire [63:0] out_data;
    wire [7:0]  out_keep;
    wire        out_last;
    wire        out_error;
    wire        out_valid;
    wire        out_ready;

    pause_transmitter transmitter (
        .clock(clock),
        .reset(reset),
        .inp_data(frame_data),
        .inp_keep(frame_keep),
        .inp_last(frame_last),
        .inp_error(frame_error),
        .inp_valid(frame_valid),
        .inp_ready(frame_ready),
        .out_data(out_data),
        .out_keep(out_keep),
        .out_last(out_last),
        .out_error(out_error),
        .out_valid(out_valid),
        .out_ready(out_ready),
        .paused(paused & (mutant != NOT_OBEYED) & ((mutant != CUT_SHORT) | ~paused_before)),
        .enable(1'b1),
        .congested(congested | (mutant == NO_RELEASE & was_congested)),
        .pause_quanta(pause_quanta),
        .local_mac(local_mac),
        .transmitting(transmitting),
        .pause_sent()
    );

    // The third beat of a PAUSE frame is the only last one with two bytes that the tests send.
    wire second = out_data[47:32] == 16'h0888;
    wire third = out_last & out_keep == 8'h03;
    wire [63:0] sent_data =
        mutant == WRONG_OPCODE & second ? out_data ^ (64'd1 << 56) :
        mutant == WRONG_SOURCE & second ? out_data ^ 64'd1 :
        mutant == TIME_SWAPPED & third ? {48'd0, out_data[7:0], out_data[15:8]} :
        out_data;

    xgmii_mac_tx mac_tx (
        .clock(clock),
        .reset(reset),
        .frame_data(sent_data),
        .frame_keep(out_keep),
        .frame_last(out_last),
        .frame_error(out_error),
        .frame_valid(out_valid),
        .frame_ready(out_ready),
        .local_fault(1'b0),
        .remote_fault(1'b0),
        .xgmii_data(tx_data),
        .xgmii_ctrl(tx_ctrl)
    );
endmodule

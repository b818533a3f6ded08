// xgmii_mac_rx between its ports and a set of faults, one of which `mutant` switches on. With
// `mutant` 0 everything passes straight through. Each fault is one that a test has to notice.
module mac_rx_bench (
    input  wire        clock,
    input  wire        reset,
    input  wire [3:0]  mutant,
    input  wire [63:0] xgmii_data,
    input  wire [7:0]  xgmii_ctrl,
    input  wire [13:0] maximum_length,
    output wire [63:0] frame_data,
    output wire [7:0]  frame_keep,
    output wire        frame_last,
    output wire        frame_error,
    output wire        frame_valid
);
    localparam [3:0]
        WRONG_BYTE    = 4'd1,
        LOST_BEAT     = 4'd2,
        ERROR_IGNORED = 4'd3,  // no frame is ever marked bad
        ALWAYS_BAD    = 4'd4,  // every frame is
        SHORT_LAST    = 4'd5,  // one byte too few kept of the last beat
        LATE          = 4'd6,  // two clocks more latency
        FRAMES_JOINED = 4'd7,  // an end of frame lost now and then
        LOST_FRAME    = 4'd8,  // one frame in four is swallowed
        KEEP_HOLE     = 4'd9;  // a beat inside the frame with a lane left out

    wire [63:0] mac_data;
    wire [7:0]  mac_keep;
    wire        mac_last;
    wire        mac_error;
    wire        mac_valid;

    xgmii_mac_rx mac (
        .clock(clock),
        .reset(reset),
        .xgmii_data(xgmii_data),
        .xgmii_ctrl(xgmii_ctrl),
        .maximum_length(maximum_length),
        .frame_data(mac_data),
        .frame_keep(mac_keep),
        .frame_last(mac_last),
        .frame_error(mac_error),
        .frame_valid(mac_valid)
    );

    reg [7:0] beat;
    reg [1:0] frame_number;
    always @(posedge clock) begin
        if (reset) begin
            beat <= 8'd0;
            frame_number <= 2'd0;
        end else if (mac_valid) begin
            beat <= mac_last ? 8'd0 : beat + {7'd0, beat != 8'hFF};
            frame_number <= frame_number + {1'b0, mac_last};
        end
    end

    // The whole output, two clocks back.
    reg [74:0] once;
    reg [74:0] twice;
    always @(posedge clock) begin
        once <= {mac_valid & ~reset, mac_error, mac_last, mac_keep, mac_data};
        twice <= {once[74] & ~reset, once[73:0]};
    end
    wire        late_valid = twice[74];
    wire        late_error = twice[73];
    wire        late_last = twice[72];
    wire [7:0]  late_keep = twice[71:64];
    wire [63:0] late_data = twice[63:0];
    wire late = mutant == LATE;
    wire third = beat == 8'd3;

    assign frame_data = late ? late_data
                      : mac_data ^ ({63'd0, (mutant == WRONG_BYTE) & third} << 42);
    assign frame_keep = late ? late_keep
                      : (mutant == SHORT_LAST) & mac_last & mac_keep[1] ? mac_keep >> 1
                      : (mutant == KEEP_HOLE) & third ? mac_keep & 8'hFB
                      : mac_keep;
    assign frame_last = late ? late_last
                      : mac_last & ~((mutant == FRAMES_JOINED) & (frame_number == 2'd2));
    assign frame_error = late ? late_error
                       : (mutant == ERROR_IGNORED) ? 1'b0
                       : (mutant == ALWAYS_BAD) ? mac_last
                       : mac_error;
    assign frame_valid = late ? late_valid
                       : mac_valid & ~((mutant == LOST_BEAT) & third)
                                   & ~((mutant == LOST_FRAME) & (frame_number == 2'd3));
endmodule

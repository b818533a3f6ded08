// xgmii_mac_tx between its ports and a set of faults, one of which `mutant` switches on. With
// `mutant` 0 everything passes straight through. Each fault is one that a test has to notice.
module mac_tx_bench (
    input  wire        clock,
    input  wire        reset,
    input  wire [3:0]  mutant,
    input  wire [63:0] frame_data,
    input  wire [7:0]  frame_keep,
    input  wire        frame_last,
    input  wire        frame_error,
    input  wire        frame_valid,
    output wire        frame_ready,
    output wire [63:0] xgmii_data,
    output wire [7:0]  xgmii_ctrl
);
    localparam [3:0]
        WRONG_BYTE      = 4'd1,  // a byte altered before the FCS is computed
        WRONG_FCS       = 4'd2,  // a bit of the last word altered after it
        CONTROL_INSIDE  = 4'd3,  // an error character inside the frame
        WRONG_PREAMBLE  = 4'd4,
        LATE            = 4'd5,  // one clock more latency
        SLOW            = 4'd6,  // some clocks lost before each frame
        ERROR_IGNORED   = 4'd7,  // a frame marked bad goes out as good
        NO_TERMINATE    = 4'd8,
        LOST_FRAME      = 4'd9;  // one frame in four is swallowed

    wire [63:0] mac_data;
    wire [7:0]  mac_ctrl;
    wire        mac_ready;

    // On the way in: which beat of the frame, which frame.
    reg  [7:0] beat;
    reg  [1:0] frame_number;
    reg  [3:0] rest;
    wire       taken = frame_valid & frame_ready;
    always @(posedge clock) begin
        if (reset) begin
            beat <= 8'd0;
            frame_number <= 2'd0;
            rest <= 4'd0;
        end else begin
            if (taken) begin
                beat <= frame_last ? 8'd0 : beat + {7'd0, beat != 8'hFF};
                frame_number <= frame_number + {1'b0, frame_last};
            end
            rest <= (taken & frame_last) ? 4'd9 : rest - {3'd0, rest != 4'd0};
        end
    end
    wire hold = (mutant == SLOW) & (rest != 4'd0);
    wire swallow = (mutant == LOST_FRAME) & (frame_number == 2'd3);
    wire [63:0] altered = {63'd0, (mutant == WRONG_BYTE) & (beat == 8'd3)} << 13;

    xgmii_mac_tx mac (
        .clock(clock),
        .reset(reset),
        .frame_data(frame_data ^ altered),
        .frame_keep(frame_keep),
        .frame_last(frame_last),
        .frame_error(frame_error & (mutant != ERROR_IGNORED)),
        .frame_valid(frame_valid & ~hold & ~swallow),
        .frame_ready(mac_ready),
        .local_fault(1'b0),
        .remote_fault(1'b0),
        .xgmii_data(mac_data),
        .xgmii_ctrl(mac_ctrl)
    );
    assign frame_ready = swallow | (mac_ready & ~hold);

    // On the way out: Start in lane 0 or 4, Terminate anywhere.
    wire start_low  = mac_ctrl[0] & (mac_data[7:0] == 8'hFB);
    wire start_high = mac_ctrl[4] & (mac_data[39:32] == 8'hFB);
    reg  [7:0] word;
    always @(posedge clock) begin
        if (reset | start_low | start_high) word <= 8'd0;
        else word <= word + {7'd0, word != 8'hFF};
    end

    reg [7:0] terminate;
    integer lane;
    always @(*) begin
        for (lane = 0; lane < 8; lane = lane + 1)
            terminate[lane] = mac_ctrl[lane] & (mac_data[8*lane +: 8] == 8'hFD);
    end

    reg [63:0] faulty_data;
    reg [7:0]  faulty_ctrl;
    always @(*) begin
        faulty_data = mac_data;
        faulty_ctrl = mac_ctrl;
        case (mutant)
            WRONG_FCS: if (|terminate[7:1]) faulty_data[0] = ~mac_data[0];
            CONTROL_INSIDE: if (word == 8'd2 & mac_ctrl == 8'd0) begin
                faulty_data[31:24] = 8'hFE;
                faulty_ctrl[3] = 1'b1;
            end
            WRONG_PREAMBLE: begin
                if (start_low) faulty_data[16] = ~mac_data[16];
                if (start_high) faulty_data[48] = ~mac_data[48];
            end
            NO_TERMINATE: for (lane = 0; lane < 8; lane = lane + 1)
                if (terminate[lane]) faulty_data[8*lane +: 8] = 8'h07;
            default: ;
        endcase
    end

    reg [63:0] late_data;
    reg [7:0]  late_ctrl;
    always @(posedge clock) begin
        late_data <= mac_data;
        late_ctrl <= mac_ctrl;
    end
    assign xgmii_data = (mutant == LATE) ? late_data : faulty_data;
    assign xgmii_ctrl = (mutant == LATE) ? late_ctrl : faulty_ctrl;
endmodule

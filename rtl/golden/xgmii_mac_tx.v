// xgmii_mac_tx: made from the Rust type expether_rtl::eth::xgmii_mac_tx::XgmiiMacTx
// by `expether gen`; edit that instead.
`default_nettype none

module xgmii_mac_tx (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] frame_data,
    input  wire [7:0]  frame_keep,
    input  wire        frame_last,
    input  wire        frame_error,
    input  wire        frame_valid,
    output wire        frame_ready,
    input  wire        local_fault,
    input  wire        remote_fault,
    output wire [63:0] xgmii_data,
    output wire [7:0]  xgmii_ctrl,
    output wire        sent,
    output wire        spoiled,
    output wire        underflow,
    output wire        cut_off
);

    localparam [2:0] STATE_IDLE = 3'd0;
    localparam [2:0] STATE_BODY = 3'd1;
    localparam [2:0] STATE_PAD = 3'd2;
    localparam [2:0] STATE_TAIL = 3'd3;
    localparam [2:0] STATE_GAP = 3'd4;
    localparam [2:0] STATE_LONG_GAP = 3'd5;
    localparam [2:0] STATE_DRAIN = 3'd6;

    reg  [2:0]  state_next;
    reg  [2:0]  state;
    reg  [2:0]  beats_next;
    reg  [2:0]  beats;
    reg         long_enough_next;
    reg         long_enough;
    reg         beyond_minimum_next;
    reg         beyond_minimum;
    reg         padding_next;
    reg         padding;
    reg         accepting_next;
    reg         accepting;
    reg         stopped_next;
    reg         stopped;
    reg         tells_fault_next;
    reg         tells_fault;
    reg         drained_next;
    reg         drained;
    reg  [31:0] crc_next;
    reg  [31:0] crc;
    reg  [63:0] word_next;
    reg  [63:0] word;
    reg  [7:0]  word_ctrl_next;
    reg  [7:0]  word_ctrl;
    reg  [7:0]  word_fcs_next;
    reg  [7:0]  word_fcs;
    reg  [7:0]  last_keep_next;
    reg  [7:0]  last_keep;
    reg  [1:0]  rotation_next;
    reg  [1:0]  rotation;
    reg         bad_next;
    reg         bad;
    reg         starts_in_lane_four_next;
    reg         starts_in_lane_four;
    reg         next_starts_in_lane_four_next;
    reg         next_starts_in_lane_four;
    reg         gap_is_long_next;
    reg         gap_is_long;
    reg  [1:0]  deficit_next;
    reg  [1:0]  deficit;
    reg  [31:0] held_data_next;
    reg  [31:0] held_data;
    reg  [3:0]  held_ctrl_next;
    reg  [3:0]  held_ctrl;
    reg  [63:0] out_data_next;
    reg  [63:0] out_data;
    reg  [7:0]  out_ctrl_next;
    reg  [7:0]  out_ctrl;
    reg         sent_strobe_next;
    reg         sent_strobe;
    reg         spoiled_strobe_next;
    reg         spoiled_strobe;
    reg         underflow_strobe_next;
    reg         underflow_strobe;
    reg         cut_off_strobe_next;
    reg         cut_off_strobe;
    wire        idle;
    wire        body;
    wire        tail;
    wire        take;
    wire        cut;
    wire        last;
    wire        bad_2;
    wire [7:0]  data_lanes;
    wire [3:0]  lower_lanes;
    wire [3:0]  given_upper;
    wire [3:0]  upper_lanes;
    wire [7:0]  frame_lanes;
    wire [63:0] linear;
    wire [63:0] data;
    wire [63:0] sum;
    wire [63:0] aligned;
    wire [31:0] linear_2;
    wire        by_one;
    wire        by_two;
    wire [7:0]  sent_lanes;
    wire [7:0]  to_fcs_end;
    wire [7:0]  fcs_lanes;
    wire [7:0]  terminate_lane;
    wire [7:0]  fcs_lanes_2;
    wire [7:0]  terminate_lane_2;
    wire [7:0]  fcs_lanes_3;
    wire [7:0]  terminate_lane_3;
    wire        errors;
    wire [7:0]  fcs_lanes_4;
    wire [7:0]  terminate_lane_4;
    wire        errors_2;
    wire [7:0]  keep_lanes;
    wire [7:0]  fcs_lanes_5;
    wire [7:0]  terminate_lane_5;
    wire        errors_3;
    wire [7:0]  idle_lanes;
    wire        draining;
    wire        tells_fault_2;
    wire [63:0] between;
    wire [7:0]  between_ctrl;
    wire [63:0] linear_3;
    wire [63:0] linear_4;
    wire [63:0] linear_5;
    wire [63:0] linear_6;
    wire [31:0] linear_7;
    wire [31:0] linear_8;
    wire [31:0] linear_9;
    wire [31:0] turned;
    wire [63:0] linear_10;
    wire [63:0] twice;
    wire [63:0] whole;
    wire [63:0] whole_2;
    wire [7:0]  whole_ctrl;
    wire [2:0]  past;
    wire [2:0]  owed;
    wire        round_up;
    wire        four_or_more;
    wire        all_eight;
    wire        twelve;
    wire        twenty;
    wire [2:0]  next_state;
    wire [2:0]  next_state_2;
    wire [2:0]  next_state_3;
    wire [2:0]  next_state_4;
    wire [2:0]  next_state_5;
    wire [2:0]  next_state_6;
    wire [2:0]  next_state_7;
    wire        stops;

    assign idle = state == STATE_IDLE;
    assign body = state == STATE_BODY;
    assign tail = state == STATE_TAIL;
    assign take = accepting & frame_valid;
    assign cut = body & ~take;
    assign last = (take & frame_last) | padding;
    assign bad_2 = padding ? bad : frame_error;
    assign data_lanes = accepting ? frame_keep : 8'd0;
    assign lower_lanes = beyond_minimum ? frame_keep[3:0] : 4'd15;
    assign given_upper = padding ? 4'd0 : frame_keep[7:4];
    assign upper_lanes = long_enough ? given_upper : 4'd15;
    assign frame_lanes = {upper_lanes, lower_lanes};
    assign linear = {
        data_lanes[7],
        data_lanes[7],
        data_lanes[7],
        data_lanes[7],
        data_lanes[7],
        data_lanes[7],
        data_lanes[7],
        data_lanes[7],
        data_lanes[6],
        data_lanes[6],
        data_lanes[6],
        data_lanes[6],
        data_lanes[6],
        data_lanes[6],
        data_lanes[6],
        data_lanes[6],
        data_lanes[5],
        data_lanes[5],
        data_lanes[5],
        data_lanes[5],
        data_lanes[5],
        data_lanes[5],
        data_lanes[5],
        data_lanes[5],
        data_lanes[4],
        data_lanes[4],
        data_lanes[4],
        data_lanes[4],
        data_lanes[4],
        data_lanes[4],
        data_lanes[4],
        data_lanes[4],
        data_lanes[3],
        data_lanes[3],
        data_lanes[3],
        data_lanes[3],
        data_lanes[3],
        data_lanes[3],
        data_lanes[3],
        data_lanes[3],
        data_lanes[2],
        data_lanes[2],
        data_lanes[2],
        data_lanes[2],
        data_lanes[2],
        data_lanes[2],
        data_lanes[2],
        data_lanes[2],
        data_lanes[1],
        data_lanes[1],
        data_lanes[1],
        data_lanes[1],
        data_lanes[1],
        data_lanes[1],
        data_lanes[1],
        data_lanes[1],
        data_lanes[0],
        data_lanes[0],
        data_lanes[0],
        data_lanes[0],
        data_lanes[0],
        data_lanes[0],
        data_lanes[0],
        data_lanes[0]
    };
    assign data = frame_data & linear;
    assign sum = data ^ {32'd0, crc};
    assign aligned = frame_lanes[4] ? sum : {sum[31:0], 32'd0};
    assign linear_2 = {
        ^(aligned & 64'h826880efa40da72d),
        ^(aligned & 64'hc35cc098760b74bb),
        ^(aligned & 64'he3c6e0a39f081d70),
        ^(aligned & 64'h71e37051cf840eb8),
        ^(aligned & 64'hba9938c743cfa071),
        ^(aligned & 64'hdf241c8c05ea7715),
        ^(aligned & 64'h6f920e4602f53b8a),
        ^(aligned & 64'hb5a187cca5773ae8),
        ^(aligned & 64'hd8b84309f6b63a59),
        ^(aligned & 64'h6c5c2184fb5b1d2c),
        ^(aligned & 64'hb446902dd9a029bb),
        ^(aligned & 64'hd84bc8f948ddb3f0),
        ^(aligned & 64'hee4d649300637ed5),
        ^(aligned & 64'h7726b2498031bf6a),
        ^(aligned & 64'h3b935924c018dfb5),
        ^(aligned & 64'h1dc9ac92600c6fda),
        ^(aligned & 64'h8c8c56a6940b90c0),
        ^(aligned & 64'h46462b534a05c860),
        ^(aligned & 64'h232315a9a502e430),
        ^(aligned & 64'h11918ad4d2817218),
        ^(aligned & 64'h8c8c56a6940b90c),
        ^(aligned & 64'h46462b534a05c86),
        ^(aligned & 64'h805ab1b53e5d896e),
        ^(aligned & 64'hc245d8353b23639a),
        ^(aligned & 64'h6122ec1a9d91b1cd),
        ^(aligned & 64'h3091760d4ec8d8e6),
        ^(aligned & 64'h9a203be90369cb5e),
        ^(aligned & 64'h4d101df481b4e5af),
        ^(aligned & 64'h26880efa40da72d7),
        ^(aligned & 64'h1344077d206d396b),
        ^(aligned & 64'h9a203be90369cb5),
        ^(aligned & 64'h4d101df481b4e5a)
    };
    assign by_one =
        (frame_lanes[0] & ~frame_lanes[1])
        | (frame_lanes[2] & ~frame_lanes[3])
        | (frame_lanes[4] & ~frame_lanes[5])
        | (frame_lanes[6] & ~frame_lanes[7]);
    assign by_two = (frame_lanes[1] & ~frame_lanes[3]) | (frame_lanes[5] & ~frame_lanes[7]);
    assign sent_lanes = take ? frame_keep : 8'd0;
    assign to_fcs_end = {frame_lanes[3:0], 4'd0} | 8'd15;
    assign fcs_lanes = to_fcs_end & ~frame_lanes;
    assign terminate_lane = ({to_fcs_end[6:0], 1'd0} | 8'd1) & ~to_fcs_end;
    assign fcs_lanes_2 = {4'd0, last_keep[7:4]};
    assign terminate_lane_2 = {3'd0, last_keep[7:3]} & ~{4'd0, last_keep[7:4]};
    assign fcs_lanes_3 = cut ? 8'd15 : 8'd0;
    assign terminate_lane_3 = cut ? 8'd16 : 8'd0;
    assign errors = cut ? 1'd1 : bad_2;
    assign fcs_lanes_4 = tail ? fcs_lanes_2 : fcs_lanes_3;
    assign terminate_lane_4 = tail ? terminate_lane_2 : terminate_lane_3;
    assign errors_2 = tail ? bad : errors;
    assign keep_lanes = (take | padding) ? frame_lanes : 8'd0;
    assign fcs_lanes_5 = (take | padding) ? fcs_lanes : fcs_lanes_4;
    assign terminate_lane_5 = (take | padding) ? terminate_lane : terminate_lane_4;
    assign errors_3 = (take | padding) ? bad_2 : errors_2;
    assign idle_lanes = ~(keep_lanes | fcs_lanes_5 | terminate_lane_5);
    assign draining = state == STATE_DRAIN;
    assign tells_fault_2 = tells_fault & (idle | (draining & drained));
    assign between = tells_fault_2 ? 64'h200009c0200009c : 64'h707070707070707;
    assign between_ctrl = tells_fault_2 ? 8'd17 : idle_lanes;
    assign linear_3 = {
        sent_lanes[7],
        sent_lanes[7],
        sent_lanes[7],
        sent_lanes[7],
        sent_lanes[7],
        sent_lanes[7],
        sent_lanes[7],
        sent_lanes[7],
        sent_lanes[6],
        sent_lanes[6],
        sent_lanes[6],
        sent_lanes[6],
        sent_lanes[6],
        sent_lanes[6],
        sent_lanes[6],
        sent_lanes[6],
        sent_lanes[5],
        sent_lanes[5],
        sent_lanes[5],
        sent_lanes[5],
        sent_lanes[5],
        sent_lanes[5],
        sent_lanes[5],
        sent_lanes[5],
        sent_lanes[4],
        sent_lanes[4],
        sent_lanes[4],
        sent_lanes[4],
        sent_lanes[4],
        sent_lanes[4],
        sent_lanes[4],
        sent_lanes[4],
        sent_lanes[3],
        sent_lanes[3],
        sent_lanes[3],
        sent_lanes[3],
        sent_lanes[3],
        sent_lanes[3],
        sent_lanes[3],
        sent_lanes[3],
        sent_lanes[2],
        sent_lanes[2],
        sent_lanes[2],
        sent_lanes[2],
        sent_lanes[2],
        sent_lanes[2],
        sent_lanes[2],
        sent_lanes[2],
        sent_lanes[1],
        sent_lanes[1],
        sent_lanes[1],
        sent_lanes[1],
        sent_lanes[1],
        sent_lanes[1],
        sent_lanes[1],
        sent_lanes[1],
        sent_lanes[0],
        sent_lanes[0],
        sent_lanes[0],
        sent_lanes[0],
        sent_lanes[0],
        sent_lanes[0],
        sent_lanes[0],
        sent_lanes[0]
    };
    assign linear_4 = {
        fcs_lanes_5[7],
        fcs_lanes_5[7],
        fcs_lanes_5[7],
        fcs_lanes_5[7],
        fcs_lanes_5[7],
        fcs_lanes_5[7],
        fcs_lanes_5[7],
        fcs_lanes_5[7],
        fcs_lanes_5[6],
        fcs_lanes_5[6],
        fcs_lanes_5[6],
        fcs_lanes_5[6],
        fcs_lanes_5[6],
        fcs_lanes_5[6],
        fcs_lanes_5[6],
        fcs_lanes_5[6],
        fcs_lanes_5[5],
        fcs_lanes_5[5],
        fcs_lanes_5[5],
        fcs_lanes_5[5],
        fcs_lanes_5[5],
        fcs_lanes_5[5],
        fcs_lanes_5[5],
        fcs_lanes_5[5],
        fcs_lanes_5[4],
        fcs_lanes_5[4],
        fcs_lanes_5[4],
        fcs_lanes_5[4],
        fcs_lanes_5[4],
        fcs_lanes_5[4],
        fcs_lanes_5[4],
        fcs_lanes_5[4],
        fcs_lanes_5[3],
        fcs_lanes_5[3],
        fcs_lanes_5[3],
        fcs_lanes_5[3],
        fcs_lanes_5[3],
        fcs_lanes_5[3],
        fcs_lanes_5[3],
        fcs_lanes_5[3],
        fcs_lanes_5[2],
        fcs_lanes_5[2],
        fcs_lanes_5[2],
        fcs_lanes_5[2],
        fcs_lanes_5[2],
        fcs_lanes_5[2],
        fcs_lanes_5[2],
        fcs_lanes_5[2],
        fcs_lanes_5[1],
        fcs_lanes_5[1],
        fcs_lanes_5[1],
        fcs_lanes_5[1],
        fcs_lanes_5[1],
        fcs_lanes_5[1],
        fcs_lanes_5[1],
        fcs_lanes_5[1],
        fcs_lanes_5[0],
        fcs_lanes_5[0],
        fcs_lanes_5[0],
        fcs_lanes_5[0],
        fcs_lanes_5[0],
        fcs_lanes_5[0],
        fcs_lanes_5[0],
        fcs_lanes_5[0]
    };
    assign linear_5 = {
        terminate_lane_5[7],
        terminate_lane_5[7],
        terminate_lane_5[7],
        terminate_lane_5[7],
        terminate_lane_5[7],
        terminate_lane_5[7],
        terminate_lane_5[7],
        terminate_lane_5[7],
        terminate_lane_5[6],
        terminate_lane_5[6],
        terminate_lane_5[6],
        terminate_lane_5[6],
        terminate_lane_5[6],
        terminate_lane_5[6],
        terminate_lane_5[6],
        terminate_lane_5[6],
        terminate_lane_5[5],
        terminate_lane_5[5],
        terminate_lane_5[5],
        terminate_lane_5[5],
        terminate_lane_5[5],
        terminate_lane_5[5],
        terminate_lane_5[5],
        terminate_lane_5[5],
        terminate_lane_5[4],
        terminate_lane_5[4],
        terminate_lane_5[4],
        terminate_lane_5[4],
        terminate_lane_5[4],
        terminate_lane_5[4],
        terminate_lane_5[4],
        terminate_lane_5[4],
        terminate_lane_5[3],
        terminate_lane_5[3],
        terminate_lane_5[3],
        terminate_lane_5[3],
        terminate_lane_5[3],
        terminate_lane_5[3],
        terminate_lane_5[3],
        terminate_lane_5[3],
        terminate_lane_5[2],
        terminate_lane_5[2],
        terminate_lane_5[2],
        terminate_lane_5[2],
        terminate_lane_5[2],
        terminate_lane_5[2],
        terminate_lane_5[2],
        terminate_lane_5[2],
        terminate_lane_5[1],
        terminate_lane_5[1],
        terminate_lane_5[1],
        terminate_lane_5[1],
        terminate_lane_5[1],
        terminate_lane_5[1],
        terminate_lane_5[1],
        terminate_lane_5[1],
        terminate_lane_5[0],
        terminate_lane_5[0],
        terminate_lane_5[0],
        terminate_lane_5[0],
        terminate_lane_5[0],
        terminate_lane_5[0],
        terminate_lane_5[0],
        terminate_lane_5[0]
    };
    assign linear_6 = {
        idle_lanes[7],
        idle_lanes[7],
        idle_lanes[7],
        idle_lanes[7],
        idle_lanes[7],
        idle_lanes[7],
        idle_lanes[7],
        idle_lanes[7],
        idle_lanes[6],
        idle_lanes[6],
        idle_lanes[6],
        idle_lanes[6],
        idle_lanes[6],
        idle_lanes[6],
        idle_lanes[6],
        idle_lanes[6],
        idle_lanes[5],
        idle_lanes[5],
        idle_lanes[5],
        idle_lanes[5],
        idle_lanes[5],
        idle_lanes[5],
        idle_lanes[5],
        idle_lanes[5],
        idle_lanes[4],
        idle_lanes[4],
        idle_lanes[4],
        idle_lanes[4],
        idle_lanes[4],
        idle_lanes[4],
        idle_lanes[4],
        idle_lanes[4],
        idle_lanes[3],
        idle_lanes[3],
        idle_lanes[3],
        idle_lanes[3],
        idle_lanes[3],
        idle_lanes[3],
        idle_lanes[3],
        idle_lanes[3],
        idle_lanes[2],
        idle_lanes[2],
        idle_lanes[2],
        idle_lanes[2],
        idle_lanes[2],
        idle_lanes[2],
        idle_lanes[2],
        idle_lanes[2],
        idle_lanes[1],
        idle_lanes[1],
        idle_lanes[1],
        idle_lanes[1],
        idle_lanes[1],
        idle_lanes[1],
        idle_lanes[1],
        idle_lanes[1],
        idle_lanes[0],
        idle_lanes[0],
        idle_lanes[0],
        idle_lanes[0],
        idle_lanes[0],
        idle_lanes[0],
        idle_lanes[0],
        idle_lanes[0]
    };
    assign linear_7 = {
        ^(crc & 32'h927f2200),
        ^(crc & 32'h493f9100),
        ^(crc & 32'h66129d00),
        ^(crc & 32'h71841b00),
        ^(crc & 32'h7a4f5800),
        ^(crc & 32'h3d27ac00),
        ^(crc & 32'h1e93d600),
        ^(crc & 32'h8f49eb00),
        ^(crc & 32'h8529a000),
        ^(crc & 32'h4294d000),
        ^(crc & 32'ha14a6800),
        ^(crc & 32'hd0a53400),
        ^(crc & 32'h68529a00),
        ^(crc & 32'hb4294d00),
        ^(crc & 32'h9899f300),
        ^(crc & 32'hec1ac00),
        ^(crc & 32'h8760d600),
        ^(crc & 32'hc3b06b00),
        ^(crc & 32'ha3556000),
        ^(crc & 32'h51aab000),
        ^(crc & 32'h28d55800),
        ^(crc & 32'h146aac00),
        ^(crc & 32'ha355600),
        ^(crc & 32'h851aab00),
        ^(crc & 32'h428d5580),
        ^(crc & 32'h63cbff40),
        ^(crc & 32'h7368aa20),
        ^(crc & 32'hb9b45510),
        ^(crc & 32'h9e577f08),
        ^(crc & 32'h8da6ea04),
        ^(crc & 32'hc6d37502),
        ^(crc & 32'ha1e4ef01)
    };
    assign linear_8 = {
        ^(crc & 32'h29a00000),
        ^(crc & 32'h94d00000),
        ^(crc & 32'h4a680000),
        ^(crc & 32'ha5340000),
        ^(crc & 32'h529a0000),
        ^(crc & 32'h294d0000),
        ^(crc & 32'h99f30000),
        ^(crc & 32'hc1ac0000),
        ^(crc & 32'h60d60000),
        ^(crc & 32'hb06b0000),
        ^(crc & 32'h55600000),
        ^(crc & 32'haab00000),
        ^(crc & 32'hd5580000),
        ^(crc & 32'h6aac0000),
        ^(crc & 32'h35560000),
        ^(crc & 32'h1aab0000),
        ^(crc & 32'h8d558000),
        ^(crc & 32'hcbff4000),
        ^(crc & 32'h68aa2000),
        ^(crc & 32'hb4551000),
        ^(crc & 32'h577f0800),
        ^(crc & 32'ha6ea0400),
        ^(crc & 32'hd3750200),
        ^(crc & 32'he4ef0100),
        ^(crc & 32'h7f220080),
        ^(crc & 32'h3f910040),
        ^(crc & 32'h129d0020),
        ^(crc & 32'h841b0010),
        ^(crc & 32'h4f580008),
        ^(crc & 32'h27ac0004),
        ^(crc & 32'h93d60002),
        ^(crc & 32'h49eb0001)
    };
    assign linear_9 = {
        ^(crc & 32'hd6000000),
        ^(crc & 32'h6b000000),
        ^(crc & 32'h60000000),
        ^(crc & 32'hb0000000),
        ^(crc & 32'h58000000),
        ^(crc & 32'hac000000),
        ^(crc & 32'h56000000),
        ^(crc & 32'hab000000),
        ^(crc & 32'h55800000),
        ^(crc & 32'hff400000),
        ^(crc & 32'haa200000),
        ^(crc & 32'h55100000),
        ^(crc & 32'h7f080000),
        ^(crc & 32'hea040000),
        ^(crc & 32'h75020000),
        ^(crc & 32'hef010000),
        ^(crc & 32'h22008000),
        ^(crc & 32'h91004000),
        ^(crc & 32'h9d002000),
        ^(crc & 32'h1b001000),
        ^(crc & 32'h58000800),
        ^(crc & 32'hac000400),
        ^(crc & 32'hd6000200),
        ^(crc & 32'heb000100),
        ^(crc & 32'ha0000080),
        ^(crc & 32'hd0000040),
        ^(crc & 32'h68000020),
        ^(crc & 32'h34000010),
        ^(crc & 32'h9a000008),
        ^(crc & 32'h4d000004),
        ^(crc & 32'hf3000002),
        ^(crc & 32'hac000001)
    };
    assign turned = ~(rotation[1] ? (rotation[0] ? linear_9 : linear_8) : rotation[0] ? linear_7 : crc);
    assign linear_10 = {
        word_fcs[7],
        word_fcs[7],
        word_fcs[7],
        word_fcs[7],
        word_fcs[7],
        word_fcs[7],
        word_fcs[7],
        word_fcs[7],
        word_fcs[6],
        word_fcs[6],
        word_fcs[6],
        word_fcs[6],
        word_fcs[6],
        word_fcs[6],
        word_fcs[6],
        word_fcs[6],
        word_fcs[5],
        word_fcs[5],
        word_fcs[5],
        word_fcs[5],
        word_fcs[5],
        word_fcs[5],
        word_fcs[5],
        word_fcs[5],
        word_fcs[4],
        word_fcs[4],
        word_fcs[4],
        word_fcs[4],
        word_fcs[4],
        word_fcs[4],
        word_fcs[4],
        word_fcs[4],
        word_fcs[3],
        word_fcs[3],
        word_fcs[3],
        word_fcs[3],
        word_fcs[3],
        word_fcs[3],
        word_fcs[3],
        word_fcs[3],
        word_fcs[2],
        word_fcs[2],
        word_fcs[2],
        word_fcs[2],
        word_fcs[2],
        word_fcs[2],
        word_fcs[2],
        word_fcs[2],
        word_fcs[1],
        word_fcs[1],
        word_fcs[1],
        word_fcs[1],
        word_fcs[1],
        word_fcs[1],
        word_fcs[1],
        word_fcs[1],
        word_fcs[0],
        word_fcs[0],
        word_fcs[0],
        word_fcs[0],
        word_fcs[0],
        word_fcs[0],
        word_fcs[0],
        word_fcs[0]
    };
    assign twice = {2{turned}};
    assign whole = (word & ~linear_10) | (twice & linear_10);
    assign whole_2 = (idle & take) ? 64'hd5555555555555fb : whole;
    assign whole_ctrl = (idle & take) ? 8'd1 : word_ctrl;
    assign past = {1'd0, rotation};
    assign owed = {1'd0, deficit} + past;
    assign round_up = owed[2];
    assign four_or_more = last_keep[3];
    assign all_eight = last_keep[7];
    assign twelve = four_or_more & ~all_eight & ~round_up;
    assign twenty = ~four_or_more & round_up;
    assign next_state = cut ? STATE_DRAIN : state;
    assign next_state_2 = take ? STATE_BODY : next_state;
    assign next_state_3 = last ? STATE_PAD : next_state_2;
    assign next_state_4 = (last & long_enough) ? STATE_TAIL : next_state_3;
    assign next_state_5 = gap_is_long ? STATE_LONG_GAP : STATE_IDLE;
    assign next_state_6 = (frame_valid & frame_last) ? STATE_GAP : state;
    assign next_state_7 =
        ((state == STATE_IDLE) | (state == STATE_BODY) | (state == STATE_PAD)) ? next_state_4 :
        (state == STATE_TAIL) ? STATE_GAP :
        (state == STATE_GAP) ? next_state_5 :
        (state == STATE_LONG_GAP) ? STATE_IDLE :
        next_state_6;
    assign stops = local_fault | remote_fault;
    assign frame_ready = accepting | (state == STATE_DRAIN);
    assign xgmii_data = out_data;
    assign xgmii_ctrl = out_ctrl;
    assign sent = sent_strobe;
    assign spoiled = spoiled_strobe;
    assign underflow = underflow_strobe;
    assign cut_off = cut_off_strobe;

    always @(*) begin
        state_next = state;
        state_next = next_state_7;
    end

    always @(*) begin
        beats_next = beats;
        long_enough_next = long_enough;
        beyond_minimum_next = beyond_minimum;
        crc_next = crc;
        last_keep_next = last_keep;
        rotation_next = rotation;
        if (take | padding) begin
            crc_next = linear_2;
            last_keep_next = frame_lanes;
            rotation_next = {by_two, by_one};
            beats_next = beats + 3'd1;
            beyond_minimum_next = long_enough;
            if (beats == 3'd6) begin
                beats_next = beats;
                long_enough_next = 1'd1;
            end
        end
        if ((state == STATE_GAP) | (state == STATE_DRAIN)) begin
            crc_next = 32'hffffffff;
            beats_next = 3'd0;
            long_enough_next = 1'd0;
            beyond_minimum_next = 1'd0;
        end
    end

    always @(*) begin
        padding_next = padding;
        padding_next = next_state_7 == STATE_PAD;
    end

    always @(*) begin
        accepting_next = accepting;
        accepting_next =
            ((next_state_7 == STATE_IDLE) | (next_state_7 == STATE_BODY))
            & ~stops;
    end

    always @(*) begin
        stopped_next = stopped;
        stopped_next = stops;
    end

    always @(*) begin
        tells_fault_next = tells_fault;
        tells_fault_next = local_fault;
    end

    always @(*) begin
        drained_next = drained;
        drained_next = draining;
    end

    always @(*) begin
        word_next = word;
        word_next =
            (frame_data & linear_3)
            | (linear_4 & 64'hfefefefefefefefe)
            | (linear_5 & 64'hfdfdfdfdfdfdfdfd)
            | (linear_6 & between);
    end

    always @(*) begin
        word_ctrl_next = word_ctrl;
        word_ctrl_next = between_ctrl | terminate_lane_5 | (errors_3 ? fcs_lanes_5 : 8'd0);
    end

    always @(*) begin
        word_fcs_next = word_fcs;
        word_fcs_next = errors_3 ? 8'd0 : fcs_lanes_5;
    end

    always @(*) begin
        bad_next = bad;
        if (idle) begin
            bad_next = 1'd0;
        end
        if (take & frame_last) begin
            bad_next = frame_error;
        end
    end

    always @(*) begin
        starts_in_lane_four_next = starts_in_lane_four;
        next_starts_in_lane_four_next = next_starts_in_lane_four;
        gap_is_long_next = gap_is_long;
        deficit_next = deficit;
        if (tail) begin
            deficit_next = owed[1:0];
            next_starts_in_lane_four_next = starts_in_lane_four ^ (twelve | twenty);
            gap_is_long_next =
                four_or_more ? (~twelve | starts_in_lane_four) :
                twenty & starts_in_lane_four;
        end
        if (idle & ~take) begin
            deficit_next = 2'd0;
            starts_in_lane_four_next = 1'd0;
        end
        case (state)
            STATE_IDLE, STATE_BODY, STATE_PAD: begin end
            STATE_TAIL: begin end
            STATE_GAP: begin
                if (~gap_is_long) begin
                    starts_in_lane_four_next = next_starts_in_lane_four;
                end
            end
            STATE_LONG_GAP: begin
                starts_in_lane_four_next = next_starts_in_lane_four;
            end
            default: begin
                next_starts_in_lane_four_next = starts_in_lane_four;
                gap_is_long_next = 1'd0;
            end
        endcase
    end

    always @(*) begin
        held_data_next = held_data;
        held_data_next = whole_2[63:32];
    end

    always @(*) begin
        held_ctrl_next = held_ctrl;
        held_ctrl_next = whole_ctrl[7:4];
    end

    always @(*) begin
        out_data_next = out_data;
        out_ctrl_next = out_ctrl;
        out_data_next = whole_2;
        out_ctrl_next = whole_ctrl;
        if (starts_in_lane_four) begin
            out_data_next = {whole_2[31:0], held_data};
            out_ctrl_next = {whole_ctrl[3:0], held_ctrl};
        end
    end

    always @(*) begin
        sent_strobe_next = sent_strobe;
        sent_strobe_next = tail & ~bad;
    end

    always @(*) begin
        spoiled_strobe_next = spoiled_strobe;
        spoiled_strobe_next = tail & bad;
    end

    always @(*) begin
        underflow_strobe_next = underflow_strobe;
        underflow_strobe_next = cut & ~stopped;
    end

    always @(*) begin
        cut_off_strobe_next = cut_off_strobe;
        cut_off_strobe_next = cut & stopped;
    end

    initial begin
        state = 3'd0;
        beats = 3'd0;
        long_enough = 1'd0;
        beyond_minimum = 1'd0;
        padding = 1'd0;
        accepting = 1'd1;
        stopped = 1'd0;
        tells_fault = 1'd0;
        drained = 1'd0;
        crc = 32'hffffffff;
        word = 64'h707070707070707;
        word_ctrl = 8'hff;
        word_fcs = 8'd0;
        last_keep = 8'd0;
        rotation = 2'd0;
        bad = 1'd0;
        starts_in_lane_four = 1'd0;
        next_starts_in_lane_four = 1'd0;
        gap_is_long = 1'd0;
        deficit = 2'd0;
        held_data = 32'h7070707;
        held_ctrl = 4'd15;
        out_data = 64'h707070707070707;
        out_ctrl = 8'hff;
        sent_strobe = 1'd0;
        spoiled_strobe = 1'd0;
        underflow_strobe = 1'd0;
        cut_off_strobe = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            state <= 3'd0;
            beats <= 3'd0;
            long_enough <= 1'd0;
            beyond_minimum <= 1'd0;
            padding <= 1'd0;
            accepting <= 1'd1;
            stopped <= 1'd0;
            tells_fault <= 1'd0;
            drained <= 1'd0;
            crc <= 32'hffffffff;
            word <= 64'h707070707070707;
            word_ctrl <= 8'hff;
            word_fcs <= 8'd0;
            last_keep <= 8'd0;
            rotation <= 2'd0;
            bad <= 1'd0;
            starts_in_lane_four <= 1'd0;
            next_starts_in_lane_four <= 1'd0;
            gap_is_long <= 1'd0;
            deficit <= 2'd0;
            held_data <= 32'h7070707;
            held_ctrl <= 4'd15;
            out_data <= 64'h707070707070707;
            out_ctrl <= 8'hff;
            sent_strobe <= 1'd0;
            spoiled_strobe <= 1'd0;
            underflow_strobe <= 1'd0;
            cut_off_strobe <= 1'd0;
        end else begin
            state <= state_next;
            beats <= beats_next;
            long_enough <= long_enough_next;
            beyond_minimum <= beyond_minimum_next;
            padding <= padding_next;
            accepting <= accepting_next;
            stopped <= stopped_next;
            tells_fault <= tells_fault_next;
            drained <= drained_next;
            crc <= crc_next;
            word <= word_next;
            word_ctrl <= word_ctrl_next;
            word_fcs <= word_fcs_next;
            last_keep <= last_keep_next;
            rotation <= rotation_next;
            bad <= bad_next;
            starts_in_lane_four <= starts_in_lane_four_next;
            next_starts_in_lane_four <= next_starts_in_lane_four_next;
            gap_is_long <= gap_is_long_next;
            deficit <= deficit_next;
            held_data <= held_data_next;
            held_ctrl <= held_ctrl_next;
            out_data <= out_data_next;
            out_ctrl <= out_ctrl_next;
            sent_strobe <= sent_strobe_next;
            spoiled_strobe <= spoiled_strobe_next;
            underflow_strobe <= underflow_strobe_next;
            cut_off_strobe <= cut_off_strobe_next;
        end
    end

endmodule

`default_nettype wire

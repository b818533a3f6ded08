// tlp_parser: made from the Rust type expether_rtl::pcie::tlp_parser::TlpParser<128>
// by `expether gen`; edit that instead.
`default_nettype none

module tlp_parser (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] raw_data,
    input  wire [7:0]  raw_keep,
    input  wire        raw_last,
    input  wire        raw_error,
    input  wire        raw_valid,
    output wire        raw_ready,
    output wire [63:0] tlp_beat_data,
    output wire [7:0]  tlp_beat_keep,
    output wire        tlp_beat_last,
    output wire        tlp_beat_error,
    output wire [4:0]  tlp_info_kind,
    output wire [2:0]  tlp_info_routing,
    output wire [2:0]  tlp_info_header_dw,
    output wire [10:0] tlp_info_payload_dw,
    output wire [11:0] tlp_info_total_dw,
    output wire        tlp_valid,
    input  wire        tlp_ready,
    output reg         malformed,
    output reg         aborted,
    output wire        non_posted_lost
);

    localparam [1:0] STATE_FIRST = 2'd0;
    localparam [1:0] STATE_BODY = 2'd1;
    localparam [1:0] STATE_DISCARD = 2'd2;

    reg         is_lost_next;
    reg         is_lost;
    reg         seeking_next;
    reg         seeking;
    reg  [1:0]  state_next;
    reg  [1:0]  state;
    reg  [11:0] words_left_next;
    reg  [11:0] words_left;
    reg         beat_valid_next;
    reg         beat_valid;
    reg  [63:0] beat_data_next;
    reg  [7:0]  beat_keep_next;
    reg         beat_last_next;
    reg         beat_error_next;
    reg  [63:0] beat_data;
    reg  [7:0]  beat_keep;
    reg         beat_last;
    reg         beat_error;
    reg  [4:0]  beat_info_kind_next;
    reg  [2:0]  beat_info_routing_next;
    reg  [2:0]  beat_info_header_dw_next;
    reg  [10:0] beat_info_payload_dw_next;
    reg  [11:0] beat_info_total_dw_next;
    reg  [4:0]  beat_info_kind;
    reg  [2:0]  beat_info_routing;
    reg  [2:0]  beat_info_header_dw;
    reg  [10:0] beat_info_payload_dw;
    reg  [11:0] beat_info_total_dw;
    wire        advance;
    wire [31:0] first;
    wire [4:0]  type_field;
    wire [1:0]  size;
    wire        data;
    wire        same_type;
    wire        same_size;
    wire        same_data;
    wire [31:0] matching;
    wire        same_type_2;
    wire        same_size_2;
    wire        same_data_2;
    wire [31:0] matching_2;
    wire        same_type_3;
    wire        same_size_3;
    wire        same_data_3;
    wire [31:0] matching_3;
    wire        same_type_4;
    wire        same_size_4;
    wire        same_data_4;
    wire [31:0] matching_4;
    wire        same_type_5;
    wire        same_size_5;
    wire        same_data_5;
    wire [31:0] matching_5;
    wire        same_type_6;
    wire        same_size_6;
    wire        same_data_6;
    wire [31:0] matching_6;
    wire        same_type_7;
    wire        same_size_7;
    wire        same_data_7;
    wire [31:0] matching_7;
    wire        same_type_8;
    wire        same_size_8;
    wire        same_data_8;
    wire [31:0] matching_8;
    wire        same_type_9;
    wire        same_size_9;
    wire        same_data_9;
    wire [31:0] matching_9;
    wire        same_type_10;
    wire        same_size_10;
    wire        same_data_10;
    wire [31:0] matching_10;
    wire        same_type_11;
    wire        same_size_11;
    wire        same_data_11;
    wire [31:0] matching_11;
    wire        same_type_12;
    wire        same_size_12;
    wire        same_data_12;
    wire [31:0] matching_12;
    wire        same_type_13;
    wire        same_size_13;
    wire        same_data_13;
    wire [31:0] matching_13;
    wire        same_type_14;
    wire        same_size_14;
    wire        same_data_14;
    wire [31:0] matching_14;
    wire        same_type_15;
    wire        same_size_15;
    wire        same_data_15;
    wire [31:0] matching_15;
    wire        same_type_16;
    wire        same_size_16;
    wire        same_data_16;
    wire [31:0] matching_16;
    wire        same_type_17;
    wire        same_size_17;
    wire        same_data_17;
    wire [31:0] matching_17;
    wire        same_type_18;
    wire        same_size_18;
    wire        same_data_18;
    wire [31:0] matching_18;
    wire [4:0]  kind;
    wire [4:0]  kind_2;
    wire [4:0]  kind_3;
    wire [4:0]  kind_4;
    wire [4:0]  kind_5;
    wire [4:0]  kind_6;
    wire [4:0]  kind_7;
    wire [4:0]  kind_8;
    wire [4:0]  kind_9;
    wire [4:0]  kind_10;
    wire [4:0]  kind_11;
    wire [4:0]  kind_12;
    wire [4:0]  kind_13;
    wire [4:0]  kind_14;
    wire [4:0]  kind_15;
    wire [4:0]  kind_16;
    wire [4:0]  kind_17;
    wire [4:0]  kind_18;
    wire [4:0]  kind_19;
    wire [4:0]  kind_20;
    wire [4:0]  kind_21;
    wire [4:0]  kind_22;
    wire [4:0]  kind_23;
    wire [4:0]  kind_24;
    wire [4:0]  kind_25;
    wire [4:0]  kind_26;
    wire [4:0]  kind_27;
    wire [4:0]  kind_28;
    wire [4:0]  kind_29;
    wire [4:0]  kind_30;
    wire [4:0]  kind_31;
    wire [4:0]  kind_32;
    wire [4:0]  kind_33;
    wire [4:0]  kind_34;
    wire [4:0]  kind_35;
    wire [4:0]  kind_36;
    wire [9:0]  length;
    wire [10:0] words;
    wire [2:0]  besides;
    wire [9:0]  length_2;
    wire [10:0] words_2;
    wire [11:0] info_total_dw;
    wire [10:0] info_payload_dw;
    wire [2:0]  info_header_dw;
    wire [2:0]  info_routing;
    wire [4:0]  type_field_2;
    wire [1:0]  size_2;
    wire        data_2;
    wire        same_type_19;
    wire        same_size_19;
    wire        same_data_19;
    wire [31:0] matching_19;
    wire        same_type_20;
    wire        same_size_20;
    wire        same_data_20;
    wire [31:0] matching_20;
    wire        same_type_21;
    wire        same_size_21;
    wire        same_data_21;
    wire [31:0] matching_21;
    wire        same_type_22;
    wire        same_size_22;
    wire        same_data_22;
    wire [31:0] matching_22;
    wire        same_type_23;
    wire        same_size_23;
    wire        same_data_23;
    wire [31:0] matching_23;
    wire        same_type_24;
    wire        same_size_24;
    wire        same_data_24;
    wire [31:0] matching_24;
    wire        same_type_25;
    wire        same_size_25;
    wire        same_data_25;
    wire [31:0] matching_25;
    wire        same_type_26;
    wire        same_size_26;
    wire        same_data_26;
    wire [31:0] matching_26;
    wire        same_type_27;
    wire        same_size_27;
    wire        same_data_27;
    wire [31:0] matching_27;
    wire        same_type_28;
    wire        same_size_28;
    wire        same_data_28;
    wire [31:0] matching_28;
    wire        same_type_29;
    wire        same_size_29;
    wire        same_data_29;
    wire [31:0] matching_29;
    wire        same_type_30;
    wire        same_size_30;
    wire        same_data_30;
    wire [31:0] matching_30;
    wire        same_type_31;
    wire        same_size_31;
    wire        same_data_31;
    wire [31:0] matching_31;
    wire        same_type_32;
    wire        same_size_32;
    wire        same_data_32;
    wire [31:0] matching_32;
    wire        same_type_33;
    wire        same_size_33;
    wire        same_data_33;
    wire [31:0] matching_33;
    wire        same_type_34;
    wire        same_size_34;
    wire        same_data_34;
    wire [31:0] matching_34;
    wire        same_type_35;
    wire        same_size_35;
    wire        same_data_35;
    wire [31:0] matching_35;
    wire        same_type_36;
    wire        same_size_36;
    wire        same_data_36;
    wire [31:0] matching_36;
    wire [4:0]  type_field_3;
    wire [1:0]  size_3;
    wire        data_3;
    wire        same_type_37;
    wire        same_size_37;
    wire        same_data_37;
    wire [31:0] matching_37;
    wire        same_type_38;
    wire        same_size_38;
    wire        same_data_38;
    wire [31:0] matching_38;
    wire        same_type_39;
    wire        same_size_39;
    wire        same_data_39;
    wire [31:0] matching_39;
    wire        same_type_40;
    wire        same_size_40;
    wire        same_data_40;
    wire [31:0] matching_40;
    wire        same_type_41;
    wire        same_size_41;
    wire        same_data_41;
    wire [31:0] matching_41;
    wire        same_type_42;
    wire        same_size_42;
    wire        same_data_42;
    wire [31:0] matching_42;
    wire        same_type_43;
    wire        same_size_43;
    wire        same_data_43;
    wire [31:0] matching_43;
    wire        same_type_44;
    wire        same_size_44;
    wire        same_data_44;
    wire [31:0] matching_44;
    wire        same_type_45;
    wire        same_size_45;
    wire        same_data_45;
    wire [31:0] matching_45;
    wire        same_type_46;
    wire        same_size_46;
    wire        same_data_46;
    wire [31:0] matching_46;
    wire        same_type_47;
    wire        same_size_47;
    wire        same_data_47;
    wire [31:0] matching_47;
    wire        same_type_48;
    wire        same_size_48;
    wire        same_data_48;
    wire [31:0] matching_48;
    wire        same_type_49;
    wire        same_size_49;
    wire        same_data_49;
    wire [31:0] matching_49;
    wire        same_type_50;
    wire        same_size_50;
    wire        same_data_50;
    wire [31:0] matching_50;
    wire        same_type_51;
    wire        same_size_51;
    wire        same_data_51;
    wire [31:0] matching_51;
    wire        same_type_52;
    wire        same_size_52;
    wire        same_data_52;
    wire [31:0] matching_52;
    wire        same_type_53;
    wire        same_size_53;
    wire        same_data_53;
    wire [31:0] matching_53;
    wire        same_type_54;
    wire        same_size_54;
    wire        same_data_54;
    wire [31:0] matching_54;
    wire [10:0] limit;
    wire [9:0]  length_3;
    wire [10:0] words_3;
    wire        good_start;
    wire        is_first;
    wire [31:0] second;
    wire        prefix_first;
    wire        found_first;
    wire        found_second;
    wire [31:0] header;
    wire        found;
    wire        seeks;
    wire [4:0]  type_field_4;
    wire [31:0] shifted;
    wire        either;
    wire [31:0] shifted_2;
    wire        found_non_posted;
    wire        final_beat;
    wire        half_beat;
    wire [7:0]  due_keep;
    wire        fits;
    wire        ends;

    assign advance = ~beat_valid | tlp_ready;
    assign first = raw_data[31:0];
    assign type_field = first[4:0];
    assign size = first[5] ? 2'd2 : 2'd1;
    assign data = first[6];
    assign same_type = (type_field & 5'd31) == 5'd0;
    assign same_size = |(size & 2'd3);
    assign same_data = data == 1'd0;
    assign matching = {31'd0, same_type & same_size & same_data};
    assign same_type_2 = (type_field & 5'd31) == 5'd1;
    assign same_size_2 = |(size & 2'd3);
    assign same_data_2 = data == 1'd0;
    assign matching_2 = {matching[31:2], same_type_2 & same_size_2 & same_data_2, matching[0]};
    assign same_type_3 = (type_field & 5'd31) == 5'd0;
    assign same_size_3 = |(size & 2'd3);
    assign same_data_3 = data == 1'd1;
    assign matching_3 = {
        matching_2[31:3],
        same_type_3 & same_size_3 & same_data_3,
        matching_2[1:0]
    };
    assign same_type_4 = (type_field & 5'd31) == 5'd2;
    assign same_size_4 = |(size & 2'd1);
    assign same_data_4 = data == 1'd0;
    assign matching_4 = {
        matching_3[31:4],
        same_type_4 & same_size_4 & same_data_4,
        matching_3[2:0]
    };
    assign same_type_5 = (type_field & 5'd31) == 5'd2;
    assign same_size_5 = |(size & 2'd1);
    assign same_data_5 = data == 1'd1;
    assign matching_5 = {
        matching_4[31:5],
        same_type_5 & same_size_5 & same_data_5,
        matching_4[3:0]
    };
    assign same_type_6 = (type_field & 5'd31) == 5'd4;
    assign same_size_6 = |(size & 2'd1);
    assign same_data_6 = data == 1'd0;
    assign matching_6 = {
        matching_5[31:6],
        same_type_6 & same_size_6 & same_data_6,
        matching_5[4:0]
    };
    assign same_type_7 = (type_field & 5'd31) == 5'd4;
    assign same_size_7 = |(size & 2'd1);
    assign same_data_7 = data == 1'd1;
    assign matching_7 = {
        matching_6[31:7],
        same_type_7 & same_size_7 & same_data_7,
        matching_6[5:0]
    };
    assign same_type_8 = (type_field & 5'd31) == 5'd5;
    assign same_size_8 = |(size & 2'd1);
    assign same_data_8 = data == 1'd0;
    assign matching_8 = {
        matching_7[31:8],
        same_type_8 & same_size_8 & same_data_8,
        matching_7[6:0]
    };
    assign same_type_9 = (type_field & 5'd31) == 5'd5;
    assign same_size_9 = |(size & 2'd1);
    assign same_data_9 = data == 1'd1;
    assign matching_9 = {
        matching_8[31:9],
        same_type_9 & same_size_9 & same_data_9,
        matching_8[7:0]
    };
    assign same_type_10 = (type_field & 5'd24) == 5'd16;
    assign same_size_10 = |(size & 2'd2);
    assign same_data_10 = data == 1'd0;
    assign matching_10 = {
        matching_9[31:10],
        same_type_10 & same_size_10 & same_data_10,
        matching_9[8:0]
    };
    assign same_type_11 = (type_field & 5'd24) == 5'd16;
    assign same_size_11 = |(size & 2'd2);
    assign same_data_11 = data == 1'd1;
    assign matching_11 = {
        matching_10[31:11],
        same_type_11 & same_size_11 & same_data_11,
        matching_10[9:0]
    };
    assign same_type_12 = (type_field & 5'd31) == 5'd10;
    assign same_size_12 = |(size & 2'd1);
    assign same_data_12 = data == 1'd0;
    assign matching_12 = {
        matching_11[31:12],
        same_type_12 & same_size_12 & same_data_12,
        matching_11[10:0]
    };
    assign same_type_13 = (type_field & 5'd31) == 5'd10;
    assign same_size_13 = |(size & 2'd1);
    assign same_data_13 = data == 1'd1;
    assign matching_13 = {
        matching_12[31:13],
        same_type_13 & same_size_13 & same_data_13,
        matching_12[11:0]
    };
    assign same_type_14 = (type_field & 5'd31) == 5'd11;
    assign same_size_14 = |(size & 2'd1);
    assign same_data_14 = data == 1'd0;
    assign matching_14 = {
        matching_13[31:14],
        same_type_14 & same_size_14 & same_data_14,
        matching_13[12:0]
    };
    assign same_type_15 = (type_field & 5'd31) == 5'd11;
    assign same_size_15 = |(size & 2'd1);
    assign same_data_15 = data == 1'd1;
    assign matching_15 = {
        matching_14[31:15],
        same_type_15 & same_size_15 & same_data_15,
        matching_14[13:0]
    };
    assign same_type_16 = (type_field & 5'd31) == 5'd12;
    assign same_size_16 = |(size & 2'd3);
    assign same_data_16 = data == 1'd1;
    assign matching_16 = {
        matching_15[31:16],
        same_type_16 & same_size_16 & same_data_16,
        matching_15[14:0]
    };
    assign same_type_17 = (type_field & 5'd31) == 5'd13;
    assign same_size_17 = |(size & 2'd3);
    assign same_data_17 = data == 1'd1;
    assign matching_17 = {
        matching_16[31:17],
        same_type_17 & same_size_17 & same_data_17,
        matching_16[15:0]
    };
    assign same_type_18 = (type_field & 5'd31) == 5'd14;
    assign same_size_18 = |(size & 2'd3);
    assign same_data_18 = data == 1'd1;
    assign matching_18 = {
        matching_17[31:18],
        same_type_18 & same_size_18 & same_data_18,
        matching_17[16:0]
    };
    assign kind = 5'd0 | 5'd0;
    assign kind_2 = matching_18[0] ? kind : 5'd0;
    assign kind_3 = kind_2 | 5'd1;
    assign kind_4 = matching_18[1] ? kind_3 : kind_2;
    assign kind_5 = kind_4 | 5'd2;
    assign kind_6 = matching_18[2] ? kind_5 : kind_4;
    assign kind_7 = kind_6 | 5'd3;
    assign kind_8 = matching_18[3] ? kind_7 : kind_6;
    assign kind_9 = kind_8 | 5'd4;
    assign kind_10 = matching_18[4] ? kind_9 : kind_8;
    assign kind_11 = kind_10 | 5'd5;
    assign kind_12 = matching_18[5] ? kind_11 : kind_10;
    assign kind_13 = kind_12 | 5'd6;
    assign kind_14 = matching_18[6] ? kind_13 : kind_12;
    assign kind_15 = kind_14 | 5'd7;
    assign kind_16 = matching_18[7] ? kind_15 : kind_14;
    assign kind_17 = kind_16 | 5'd8;
    assign kind_18 = matching_18[8] ? kind_17 : kind_16;
    assign kind_19 = kind_18 | 5'd9;
    assign kind_20 = matching_18[9] ? kind_19 : kind_18;
    assign kind_21 = kind_20 | 5'd10;
    assign kind_22 = matching_18[10] ? kind_21 : kind_20;
    assign kind_23 = kind_22 | 5'd11;
    assign kind_24 = matching_18[11] ? kind_23 : kind_22;
    assign kind_25 = kind_24 | 5'd12;
    assign kind_26 = matching_18[12] ? kind_25 : kind_24;
    assign kind_27 = kind_26 | 5'd13;
    assign kind_28 = matching_18[13] ? kind_27 : kind_26;
    assign kind_29 = kind_28 | 5'd14;
    assign kind_30 = matching_18[14] ? kind_29 : kind_28;
    assign kind_31 = kind_30 | 5'd15;
    assign kind_32 = matching_18[15] ? kind_31 : kind_30;
    assign kind_33 = kind_32 | 5'd16;
    assign kind_34 = matching_18[16] ? kind_33 : kind_32;
    assign kind_35 = kind_34 | 5'd17;
    assign kind_36 = matching_18[17] ? kind_35 : kind_34;
    assign length = {first[17:16], first[31:24]};
    assign words = {~(|length), length};
    assign besides = (first[5] ? 3'd4 : 3'd3) + {2'd0, first[23]};
    assign length_2 = {first[17:16], first[31:24]};
    assign words_2 = {~(|length_2), length_2};
    assign info_total_dw = {1'd0, first[6] ? words_2 : 11'd0} + {9'd0, besides};
    assign info_payload_dw = first[6] ? words : 11'd0;
    assign info_header_dw = first[5] ? 3'd4 : 3'd3;
    assign info_routing = first[2:0];
    assign type_field_2 = first[4:0];
    assign size_2 = first[5] ? 2'd2 : 2'd1;
    assign data_2 = first[6];
    assign same_type_19 = (type_field_2 & 5'd31) == 5'd0;
    assign same_size_19 = |(size_2 & 2'd3);
    assign same_data_19 = data_2 == 1'd0;
    assign matching_19 = {31'd0, same_type_19 & same_size_19 & same_data_19};
    assign same_type_20 = (type_field_2 & 5'd31) == 5'd1;
    assign same_size_20 = |(size_2 & 2'd3);
    assign same_data_20 = data_2 == 1'd0;
    assign matching_20 = {
        matching_19[31:2],
        same_type_20 & same_size_20 & same_data_20,
        matching_19[0]
    };
    assign same_type_21 = (type_field_2 & 5'd31) == 5'd0;
    assign same_size_21 = |(size_2 & 2'd3);
    assign same_data_21 = data_2 == 1'd1;
    assign matching_21 = {
        matching_20[31:3],
        same_type_21 & same_size_21 & same_data_21,
        matching_20[1:0]
    };
    assign same_type_22 = (type_field_2 & 5'd31) == 5'd2;
    assign same_size_22 = |(size_2 & 2'd1);
    assign same_data_22 = data_2 == 1'd0;
    assign matching_22 = {
        matching_21[31:4],
        same_type_22 & same_size_22 & same_data_22,
        matching_21[2:0]
    };
    assign same_type_23 = (type_field_2 & 5'd31) == 5'd2;
    assign same_size_23 = |(size_2 & 2'd1);
    assign same_data_23 = data_2 == 1'd1;
    assign matching_23 = {
        matching_22[31:5],
        same_type_23 & same_size_23 & same_data_23,
        matching_22[3:0]
    };
    assign same_type_24 = (type_field_2 & 5'd31) == 5'd4;
    assign same_size_24 = |(size_2 & 2'd1);
    assign same_data_24 = data_2 == 1'd0;
    assign matching_24 = {
        matching_23[31:6],
        same_type_24 & same_size_24 & same_data_24,
        matching_23[4:0]
    };
    assign same_type_25 = (type_field_2 & 5'd31) == 5'd4;
    assign same_size_25 = |(size_2 & 2'd1);
    assign same_data_25 = data_2 == 1'd1;
    assign matching_25 = {
        matching_24[31:7],
        same_type_25 & same_size_25 & same_data_25,
        matching_24[5:0]
    };
    assign same_type_26 = (type_field_2 & 5'd31) == 5'd5;
    assign same_size_26 = |(size_2 & 2'd1);
    assign same_data_26 = data_2 == 1'd0;
    assign matching_26 = {
        matching_25[31:8],
        same_type_26 & same_size_26 & same_data_26,
        matching_25[6:0]
    };
    assign same_type_27 = (type_field_2 & 5'd31) == 5'd5;
    assign same_size_27 = |(size_2 & 2'd1);
    assign same_data_27 = data_2 == 1'd1;
    assign matching_27 = {
        matching_26[31:9],
        same_type_27 & same_size_27 & same_data_27,
        matching_26[7:0]
    };
    assign same_type_28 = (type_field_2 & 5'd24) == 5'd16;
    assign same_size_28 = |(size_2 & 2'd2);
    assign same_data_28 = data_2 == 1'd0;
    assign matching_28 = {
        matching_27[31:10],
        same_type_28 & same_size_28 & same_data_28,
        matching_27[8:0]
    };
    assign same_type_29 = (type_field_2 & 5'd24) == 5'd16;
    assign same_size_29 = |(size_2 & 2'd2);
    assign same_data_29 = data_2 == 1'd1;
    assign matching_29 = {
        matching_28[31:11],
        same_type_29 & same_size_29 & same_data_29,
        matching_28[9:0]
    };
    assign same_type_30 = (type_field_2 & 5'd31) == 5'd10;
    assign same_size_30 = |(size_2 & 2'd1);
    assign same_data_30 = data_2 == 1'd0;
    assign matching_30 = {
        matching_29[31:12],
        same_type_30 & same_size_30 & same_data_30,
        matching_29[10:0]
    };
    assign same_type_31 = (type_field_2 & 5'd31) == 5'd10;
    assign same_size_31 = |(size_2 & 2'd1);
    assign same_data_31 = data_2 == 1'd1;
    assign matching_31 = {
        matching_30[31:13],
        same_type_31 & same_size_31 & same_data_31,
        matching_30[11:0]
    };
    assign same_type_32 = (type_field_2 & 5'd31) == 5'd11;
    assign same_size_32 = |(size_2 & 2'd1);
    assign same_data_32 = data_2 == 1'd0;
    assign matching_32 = {
        matching_31[31:14],
        same_type_32 & same_size_32 & same_data_32,
        matching_31[12:0]
    };
    assign same_type_33 = (type_field_2 & 5'd31) == 5'd11;
    assign same_size_33 = |(size_2 & 2'd1);
    assign same_data_33 = data_2 == 1'd1;
    assign matching_33 = {
        matching_32[31:15],
        same_type_33 & same_size_33 & same_data_33,
        matching_32[13:0]
    };
    assign same_type_34 = (type_field_2 & 5'd31) == 5'd12;
    assign same_size_34 = |(size_2 & 2'd3);
    assign same_data_34 = data_2 == 1'd1;
    assign matching_34 = {
        matching_33[31:16],
        same_type_34 & same_size_34 & same_data_34,
        matching_33[14:0]
    };
    assign same_type_35 = (type_field_2 & 5'd31) == 5'd13;
    assign same_size_35 = |(size_2 & 2'd3);
    assign same_data_35 = data_2 == 1'd1;
    assign matching_35 = {
        matching_34[31:17],
        same_type_35 & same_size_35 & same_data_35,
        matching_34[15:0]
    };
    assign same_type_36 = (type_field_2 & 5'd31) == 5'd14;
    assign same_size_36 = |(size_2 & 2'd3);
    assign same_data_36 = data_2 == 1'd1;
    assign matching_36 = {
        matching_35[31:18],
        same_type_36 & same_size_36 & same_data_36,
        matching_35[16:0]
    };
    assign type_field_3 = first[4:0];
    assign size_3 = first[5] ? 2'd2 : 2'd1;
    assign data_3 = first[6];
    assign same_type_37 = (type_field_3 & 5'd31) == 5'd0;
    assign same_size_37 = |(size_3 & 2'd3);
    assign same_data_37 = data_3 == 1'd0;
    assign matching_37 = {31'd0, same_type_37 & same_size_37 & same_data_37};
    assign same_type_38 = (type_field_3 & 5'd31) == 5'd1;
    assign same_size_38 = |(size_3 & 2'd3);
    assign same_data_38 = data_3 == 1'd0;
    assign matching_38 = {
        matching_37[31:2],
        same_type_38 & same_size_38 & same_data_38,
        matching_37[0]
    };
    assign same_type_39 = (type_field_3 & 5'd31) == 5'd0;
    assign same_size_39 = |(size_3 & 2'd3);
    assign same_data_39 = data_3 == 1'd1;
    assign matching_39 = {
        matching_38[31:3],
        same_type_39 & same_size_39 & same_data_39,
        matching_38[1:0]
    };
    assign same_type_40 = (type_field_3 & 5'd31) == 5'd2;
    assign same_size_40 = |(size_3 & 2'd1);
    assign same_data_40 = data_3 == 1'd0;
    assign matching_40 = {
        matching_39[31:4],
        same_type_40 & same_size_40 & same_data_40,
        matching_39[2:0]
    };
    assign same_type_41 = (type_field_3 & 5'd31) == 5'd2;
    assign same_size_41 = |(size_3 & 2'd1);
    assign same_data_41 = data_3 == 1'd1;
    assign matching_41 = {
        matching_40[31:5],
        same_type_41 & same_size_41 & same_data_41,
        matching_40[3:0]
    };
    assign same_type_42 = (type_field_3 & 5'd31) == 5'd4;
    assign same_size_42 = |(size_3 & 2'd1);
    assign same_data_42 = data_3 == 1'd0;
    assign matching_42 = {
        matching_41[31:6],
        same_type_42 & same_size_42 & same_data_42,
        matching_41[4:0]
    };
    assign same_type_43 = (type_field_3 & 5'd31) == 5'd4;
    assign same_size_43 = |(size_3 & 2'd1);
    assign same_data_43 = data_3 == 1'd1;
    assign matching_43 = {
        matching_42[31:7],
        same_type_43 & same_size_43 & same_data_43,
        matching_42[5:0]
    };
    assign same_type_44 = (type_field_3 & 5'd31) == 5'd5;
    assign same_size_44 = |(size_3 & 2'd1);
    assign same_data_44 = data_3 == 1'd0;
    assign matching_44 = {
        matching_43[31:8],
        same_type_44 & same_size_44 & same_data_44,
        matching_43[6:0]
    };
    assign same_type_45 = (type_field_3 & 5'd31) == 5'd5;
    assign same_size_45 = |(size_3 & 2'd1);
    assign same_data_45 = data_3 == 1'd1;
    assign matching_45 = {
        matching_44[31:9],
        same_type_45 & same_size_45 & same_data_45,
        matching_44[7:0]
    };
    assign same_type_46 = (type_field_3 & 5'd24) == 5'd16;
    assign same_size_46 = |(size_3 & 2'd2);
    assign same_data_46 = data_3 == 1'd0;
    assign matching_46 = {
        matching_45[31:10],
        same_type_46 & same_size_46 & same_data_46,
        matching_45[8:0]
    };
    assign same_type_47 = (type_field_3 & 5'd24) == 5'd16;
    assign same_size_47 = |(size_3 & 2'd2);
    assign same_data_47 = data_3 == 1'd1;
    assign matching_47 = {
        matching_46[31:11],
        same_type_47 & same_size_47 & same_data_47,
        matching_46[9:0]
    };
    assign same_type_48 = (type_field_3 & 5'd31) == 5'd10;
    assign same_size_48 = |(size_3 & 2'd1);
    assign same_data_48 = data_3 == 1'd0;
    assign matching_48 = {
        matching_47[31:12],
        same_type_48 & same_size_48 & same_data_48,
        matching_47[10:0]
    };
    assign same_type_49 = (type_field_3 & 5'd31) == 5'd10;
    assign same_size_49 = |(size_3 & 2'd1);
    assign same_data_49 = data_3 == 1'd1;
    assign matching_49 = {
        matching_48[31:13],
        same_type_49 & same_size_49 & same_data_49,
        matching_48[11:0]
    };
    assign same_type_50 = (type_field_3 & 5'd31) == 5'd11;
    assign same_size_50 = |(size_3 & 2'd1);
    assign same_data_50 = data_3 == 1'd0;
    assign matching_50 = {
        matching_49[31:14],
        same_type_50 & same_size_50 & same_data_50,
        matching_49[12:0]
    };
    assign same_type_51 = (type_field_3 & 5'd31) == 5'd11;
    assign same_size_51 = |(size_3 & 2'd1);
    assign same_data_51 = data_3 == 1'd1;
    assign matching_51 = {
        matching_50[31:15],
        same_type_51 & same_size_51 & same_data_51,
        matching_50[13:0]
    };
    assign same_type_52 = (type_field_3 & 5'd31) == 5'd12;
    assign same_size_52 = |(size_3 & 2'd3);
    assign same_data_52 = data_3 == 1'd1;
    assign matching_52 = {
        matching_51[31:16],
        same_type_52 & same_size_52 & same_data_52,
        matching_51[14:0]
    };
    assign same_type_53 = (type_field_3 & 5'd31) == 5'd13;
    assign same_size_53 = |(size_3 & 2'd3);
    assign same_data_53 = data_3 == 1'd1;
    assign matching_53 = {
        matching_52[31:17],
        same_type_53 & same_size_53 & same_data_53,
        matching_52[15:0]
    };
    assign same_type_54 = (type_field_3 & 5'd31) == 5'd14;
    assign same_size_54 = |(size_3 & 2'd3);
    assign same_data_54 = data_3 == 1'd1;
    assign matching_54 = {
        matching_53[31:18],
        same_type_54 & same_size_54 & same_data_54,
        matching_53[16:0]
    };
    assign limit = (|(matching_54 & 32'h381fb)) ? 11'd8 : 11'h80;
    assign length_3 = {first[17:16], first[31:24]};
    assign words_3 = {~(|length_3), length_3};
    assign good_start =
        (|matching_36)
        & ~first[7]
        & ((first[6] ? words_3 : 11'd0) <= limit)
        & (&raw_keep)
        & ~raw_last;
    assign is_first = state == STATE_FIRST;
    assign second = raw_data[63:32];
    assign prefix_first = first[7];
    assign found_first = raw_keep[3] & ~prefix_first;
    assign found_second = raw_keep[7] & prefix_first & ~second[7];
    assign header = prefix_first ? second : first;
    assign found = found_first | found_second;
    assign seeks = seeking | (is_first & ~good_start);
    assign type_field_4 = header[4:0];
    assign shifted = 32'd1 >> type_field_4;
    assign either = shifted[0];
    assign shifted_2 = 32'h8007036 >> type_field_4;
    assign found_non_posted = found & (shifted_2[0] | (either & ~header[6]));
    assign final_beat = words_left <= 12'd2;
    assign half_beat = words_left == 12'd1;
    assign due_keep = half_beat ? 8'd15 : 8'hff;
    assign fits = (raw_last == final_beat) & (raw_keep == due_keep);
    assign ends = final_beat | ~fits;
    assign raw_ready = advance;
    assign non_posted_lost = seeks ? found_non_posted : is_lost;
    assign tlp_beat_data = beat_data;
    assign tlp_beat_keep = beat_keep;
    assign tlp_beat_last = beat_last;
    assign tlp_beat_error = beat_error;
    assign tlp_info_kind = beat_info_kind;
    assign tlp_info_routing = beat_info_routing;
    assign tlp_info_header_dw = beat_info_header_dw;
    assign tlp_info_payload_dw = beat_info_payload_dw;
    assign tlp_info_total_dw = beat_info_total_dw;
    assign tlp_valid = beat_valid;

    always @(*) begin
        is_lost_next = is_lost;
        seeking_next = seeking;
        state_next = state;
        words_left_next = words_left;
        beat_valid_next = beat_valid;
        beat_data_next = beat_data;
        beat_keep_next = beat_keep;
        beat_last_next = beat_last;
        beat_error_next = beat_error;
        beat_info_kind_next = beat_info_kind;
        beat_info_routing_next = beat_info_routing;
        beat_info_header_dw_next = beat_info_header_dw;
        beat_info_payload_dw_next = beat_info_payload_dw;
        beat_info_total_dw_next = beat_info_total_dw;
        malformed = 1'd0;
        aborted = 1'd0;
        if (advance) begin
            beat_valid_next = 1'd0;
        end
        if (raw_valid & advance) begin
            if (seeks) begin
                is_lost_next = found_non_posted;
            end else if (is_first) begin
                is_lost_next = 1'd0;
            end
            seeking_next = seeks & ~found & ~raw_last;
            case (state)
                STATE_FIRST: begin
                    if (good_start) begin
                        beat_valid_next = 1'd1;
                        state_next = STATE_BODY;
                    end else begin
                        malformed = raw_last;
                        if (~raw_last) begin
                            state_next = STATE_DISCARD;
                        end
                    end
                    beat_data_next = raw_data;
                    beat_keep_next = 8'hff;
                    beat_last_next = 1'd0;
                    beat_error_next = 1'd0;
                    beat_info_kind_next = kind_36;
                    beat_info_routing_next = info_routing;
                    beat_info_header_dw_next = info_header_dw;
                    beat_info_payload_dw_next = info_payload_dw;
                    beat_info_total_dw_next = info_total_dw;
                    words_left_next = info_total_dw - 12'd2;
                end
                STATE_BODY: begin
                    beat_valid_next = 1'd1;
                    beat_data_next = raw_data;
                    beat_keep_next = due_keep;
                    beat_last_next = ends;
                    beat_error_next = ends & (~fits | raw_error);
                    words_left_next = words_left - 12'd2;
                    malformed = ~fits & raw_last;
                    if (ends) begin
                        if (raw_last) begin
                            state_next = STATE_FIRST;
                        end else begin
                            state_next = STATE_DISCARD;
                        end
                    end
                end
                default: begin
                    malformed = raw_last;
                    if (raw_last) begin
                        state_next = STATE_FIRST;
                    end
                end
            endcase
            aborted = raw_last & raw_error;
        end
    end

    initial begin
        is_lost = 1'd0;
        seeking = 1'd0;
        state = 2'd0;
        words_left = 12'd0;
        beat_valid = 1'd0;
        beat_data = 64'd0;
        beat_keep = 8'd0;
        beat_last = 1'd0;
        beat_error = 1'd0;
        beat_info_kind = 5'd0;
        beat_info_routing = 3'd0;
        beat_info_header_dw = 3'd0;
        beat_info_payload_dw = 11'd0;
        beat_info_total_dw = 12'd0;
    end

    always @(posedge clock) begin
        is_lost <= is_lost_next;
        words_left <= words_left_next;
        beat_data <= beat_data_next;
        beat_keep <= beat_keep_next;
        beat_last <= beat_last_next;
        beat_error <= beat_error_next;
        beat_info_kind <= beat_info_kind_next;
        beat_info_routing <= beat_info_routing_next;
        beat_info_header_dw <= beat_info_header_dw_next;
        beat_info_payload_dw <= beat_info_payload_dw_next;
        beat_info_total_dw <= beat_info_total_dw_next;
    end

    always @(posedge clock) begin
        if (reset) begin
            seeking <= 1'd0;
            state <= 2'd0;
            beat_valid <= 1'd0;
        end else begin
            seeking <= seeking_next;
            state <= state_next;
            beat_valid <= beat_valid_next;
        end
    end

    wire unused = &{1'b0,
        matching[1],
        matching_2[2],
        matching_3[3],
        matching_4[4],
        matching_5[5],
        matching_6[6],
        matching_7[7],
        matching_8[8],
        matching_9[9],
        matching_10[10],
        matching_11[11],
        matching_12[12],
        matching_13[13],
        matching_14[14],
        matching_15[15],
        matching_16[16],
        matching_17[17],
        matching_18[31:18],
        matching_19[1],
        matching_20[2],
        matching_21[3],
        matching_22[4],
        matching_23[5],
        matching_24[6],
        matching_25[7],
        matching_26[8],
        matching_27[9],
        matching_28[10],
        matching_29[11],
        matching_30[12],
        matching_31[13],
        matching_32[14],
        matching_33[15],
        matching_34[16],
        matching_35[17],
        matching_37[1],
        matching_38[2],
        matching_39[3],
        matching_40[4],
        matching_41[5],
        matching_42[6],
        matching_43[7],
        matching_44[8],
        matching_45[9],
        matching_46[10],
        matching_47[11],
        matching_48[12],
        matching_49[13],
        matching_50[14],
        matching_51[15],
        matching_52[16],
        matching_53[17],
        header[5],
        header[31:7],
        shifted[31:1],
        shifted_2[31:1]};

endmodule

`default_nettype wire

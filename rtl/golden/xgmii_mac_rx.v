// xgmii_mac_rx: made from the Rust type expether_rtl::eth::xgmii_mac_rx::XgmiiMacRx
// by `expether gen`; edit that instead.
`default_nettype none

module xgmii_mac_rx (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] xgmii_data,
    input  wire [7:0]  xgmii_ctrl,
    input  wire [13:0] maximum_length,
    output wire [63:0] frame_data,
    output wire [7:0]  frame_keep,
    output wire        frame_last,
    output wire        frame_error,
    output wire        frame_valid,
    output wire        good,
    output wire        bad_fcs,
    output wire        bad_code,
    output wire        undersize,
    output wire        oversize,
    output wire        local_fault,
    output wire        remote_fault
);

    reg  [63:0] newer_next;
    reg  [63:0] newer;
    reg  [7:0]  newer_lanes_next;
    reg  [7:0]  newer_lanes;
    reg         newer_terminates_next;
    reg         newer_terminates;
    reg         start_in_lane_zero_next;
    reg         start_in_lane_zero;
    reg         start_in_lane_four_next;
    reg         start_in_lane_four;
    reg  [31:0] expected_next;
    reg  [31:0] expected;
    reg  [63:0] older_next;
    reg  [63:0] older;
    reg         older_counts_next;
    reg         older_counts;
    reg         in_frame_next;
    reg         in_frame;
    reg         in_lane_four_next;
    reg         in_lane_four;
    reg  [31:0] crc_next;
    reg  [31:0] crc;
    reg  [3:0]  words_next;
    reg  [3:0]  words;
    reg  [14:0] remaining_next;
    reg  [14:0] remaining;
    reg         exceeded_next;
    reg         exceeded;
    reg         ends_late_next;
    reg         ends_late;
    reg         late_has_beat_next;
    reg         late_has_beat;
    reg         late_six_next;
    reg         late_six;
    reg         late_seven_next;
    reg         late_seven;
    reg         late_bad_code_next;
    reg         late_bad_code;
    reg         late_undersize_next;
    reg         late_undersize;
    reg         late_oversize_next;
    reg         late_oversize;
    reg         withheld_next;
    reg         withheld;
    reg  [63:0] out_data_next;
    reg  [63:0] out_data;
    reg  [7:0]  out_keep_next;
    reg  [7:0]  out_keep;
    reg         out_last_next;
    reg         out_last;
    reg         out_error_next;
    reg         out_error;
    reg         out_valid_next;
    reg         out_valid;
    reg         good_strobe_next;
    reg         good_strobe;
    reg         bad_fcs_strobe_next;
    reg         bad_fcs_strobe;
    reg         bad_code_strobe_next;
    reg         bad_code_strobe;
    reg         undersize_strobe_next;
    reg         undersize_strobe;
    reg         oversize_strobe_next;
    reg         oversize_strobe;
    wire [7:0]  from_first_pair;
    wire [7:0]  from_first_four;
    wire [7:0]  from_first;
    wire [7:0]  coming_lanes;
    wire [7:0]  first_control;
    wire [7:0]  terminates;
    wire        starts_in_zero;
    wire        starts_in_four;
    wire        start;
    wire        ends;
    wire        ends_in_upper;
    wire        ends_now;
    wire [7:0]  crc_lanes;
    wire [63:0] linear;
    wire [63:0] mixed;
    wire [31:0] linear_2;
    wire [31:0] to_come;
    wire [31:0] to_come_2;
    wire [31:0] to_come_3;
    wire [31:0] to_come_4;
    wire [63:0] linear_3;
    wire [63:0] here;
    wire        fcs_is_right;
    wire        less_than_a_word;
    wire [14:0] most;
    wire        whole;
    wire [7:0]  shifted;
    wire        beyond;
    wire        is_oversize;
    wire        verdict;
    wire        bad_code_2;
    wire        too_short;
    wire        too_long;
    wire        bad_shape;
    wire        to_withhold;
    wire        has_beat;
    wire [2:0]  bytes;

    assign from_first_pair = xgmii_ctrl | {xgmii_ctrl[6:0], 1'd0};
    assign from_first_four = from_first_pair | {from_first_pair[5:0], 2'd0};
    assign from_first = from_first_four | {from_first_four[3:0], 4'd0};
    assign coming_lanes = ~from_first;
    assign first_control = xgmii_ctrl & ~{from_first[6:0], 1'd0};
    assign terminates = {
        xgmii_data[63:56] == 8'hfd,
        xgmii_data[55:48] == 8'hfd,
        xgmii_data[47:40] == 8'hfd,
        xgmii_data[39:32] == 8'hfd,
        xgmii_data[31:24] == 8'hfd,
        xgmii_data[23:16] == 8'hfd,
        xgmii_data[15:8] == 8'hfd,
        xgmii_data[7:0] == 8'hfd
    };
    assign starts_in_zero = (xgmii_ctrl == 8'd1) & (xgmii_data[7:0] == 8'hfb);
    assign starts_in_four = (xgmii_ctrl[7:4] == 4'd1) & (xgmii_data[39:32] == 8'hfb);
    assign start = start_in_lane_zero | start_in_lane_four;
    assign ends = in_frame & ~newer_lanes[7];
    assign ends_in_upper = ends & newer_lanes[4];
    assign ends_now = ends & ~newer_lanes[4];
    assign crc_lanes = start_in_lane_zero ? 8'hff : newer_lanes;
    assign linear = {
        crc_lanes[7],
        crc_lanes[7],
        crc_lanes[7],
        crc_lanes[7],
        crc_lanes[7],
        crc_lanes[7],
        crc_lanes[7],
        crc_lanes[7],
        crc_lanes[6],
        crc_lanes[6],
        crc_lanes[6],
        crc_lanes[6],
        crc_lanes[6],
        crc_lanes[6],
        crc_lanes[6],
        crc_lanes[6],
        crc_lanes[5],
        crc_lanes[5],
        crc_lanes[5],
        crc_lanes[5],
        crc_lanes[5],
        crc_lanes[5],
        crc_lanes[5],
        crc_lanes[5],
        crc_lanes[4],
        crc_lanes[4],
        crc_lanes[4],
        crc_lanes[4],
        crc_lanes[4],
        crc_lanes[4],
        crc_lanes[4],
        crc_lanes[4],
        crc_lanes[3],
        crc_lanes[3],
        crc_lanes[3],
        crc_lanes[3],
        crc_lanes[3],
        crc_lanes[3],
        crc_lanes[3],
        crc_lanes[3],
        crc_lanes[2],
        crc_lanes[2],
        crc_lanes[2],
        crc_lanes[2],
        crc_lanes[2],
        crc_lanes[2],
        crc_lanes[2],
        crc_lanes[2],
        crc_lanes[1],
        crc_lanes[1],
        crc_lanes[1],
        crc_lanes[1],
        crc_lanes[1],
        crc_lanes[1],
        crc_lanes[1],
        crc_lanes[1],
        crc_lanes[0],
        crc_lanes[0],
        crc_lanes[0],
        crc_lanes[0],
        crc_lanes[0],
        crc_lanes[0],
        crc_lanes[0],
        crc_lanes[0]
    };
    assign mixed = (newer & linear) ^ {32'd0, crc};
    assign linear_2 = {
        ^(mixed & 64'h826880efa40da72d),
        ^(mixed & 64'hc35cc098760b74bb),
        ^(mixed & 64'he3c6e0a39f081d70),
        ^(mixed & 64'h71e37051cf840eb8),
        ^(mixed & 64'hba9938c743cfa071),
        ^(mixed & 64'hdf241c8c05ea7715),
        ^(mixed & 64'h6f920e4602f53b8a),
        ^(mixed & 64'hb5a187cca5773ae8),
        ^(mixed & 64'hd8b84309f6b63a59),
        ^(mixed & 64'h6c5c2184fb5b1d2c),
        ^(mixed & 64'hb446902dd9a029bb),
        ^(mixed & 64'hd84bc8f948ddb3f0),
        ^(mixed & 64'hee4d649300637ed5),
        ^(mixed & 64'h7726b2498031bf6a),
        ^(mixed & 64'h3b935924c018dfb5),
        ^(mixed & 64'h1dc9ac92600c6fda),
        ^(mixed & 64'h8c8c56a6940b90c0),
        ^(mixed & 64'h46462b534a05c860),
        ^(mixed & 64'h232315a9a502e430),
        ^(mixed & 64'h11918ad4d2817218),
        ^(mixed & 64'h8c8c56a6940b90c),
        ^(mixed & 64'h46462b534a05c86),
        ^(mixed & 64'h805ab1b53e5d896e),
        ^(mixed & 64'hc245d8353b23639a),
        ^(mixed & 64'h6122ec1a9d91b1cd),
        ^(mixed & 64'h3091760d4ec8d8e6),
        ^(mixed & 64'h9a203be90369cb5e),
        ^(mixed & 64'h4d101df481b4e5af),
        ^(mixed & 64'h26880efa40da72d7),
        ^(mixed & 64'h1344077d206d396b),
        ^(mixed & 64'h9a203be90369cb5),
        ^(mixed & 64'h4d101df481b4e5a)
    };
    assign to_come = coming_lanes[0] ? 32'hbe26ed : 32'hdebb20e3;
    assign to_come_2 = coming_lanes[1] ? 32'hbe26ed00 : to_come;
    assign to_come_3 = coming_lanes[2] ? 32'h2dfd1072 : to_come_2;
    assign to_come_4 = coming_lanes[3] ? 32'hffffffff : to_come_3;
    assign linear_3 = {
        coming_lanes[7],
        coming_lanes[7],
        coming_lanes[7],
        coming_lanes[7],
        coming_lanes[7],
        coming_lanes[7],
        coming_lanes[7],
        coming_lanes[7],
        coming_lanes[6],
        coming_lanes[6],
        coming_lanes[6],
        coming_lanes[6],
        coming_lanes[6],
        coming_lanes[6],
        coming_lanes[6],
        coming_lanes[6],
        coming_lanes[5],
        coming_lanes[5],
        coming_lanes[5],
        coming_lanes[5],
        coming_lanes[5],
        coming_lanes[5],
        coming_lanes[5],
        coming_lanes[5],
        coming_lanes[4],
        coming_lanes[4],
        coming_lanes[4],
        coming_lanes[4],
        coming_lanes[4],
        coming_lanes[4],
        coming_lanes[4],
        coming_lanes[4],
        coming_lanes[3],
        coming_lanes[3],
        coming_lanes[3],
        coming_lanes[3],
        coming_lanes[3],
        coming_lanes[3],
        coming_lanes[3],
        coming_lanes[3],
        coming_lanes[2],
        coming_lanes[2],
        coming_lanes[2],
        coming_lanes[2],
        coming_lanes[2],
        coming_lanes[2],
        coming_lanes[2],
        coming_lanes[2],
        coming_lanes[1],
        coming_lanes[1],
        coming_lanes[1],
        coming_lanes[1],
        coming_lanes[1],
        coming_lanes[1],
        coming_lanes[1],
        coming_lanes[1],
        coming_lanes[0],
        coming_lanes[0],
        coming_lanes[0],
        coming_lanes[0],
        coming_lanes[0],
        coming_lanes[0],
        coming_lanes[0],
        coming_lanes[0]
    };
    assign here = xgmii_data & linear_3;
    assign fcs_is_right = crc == expected;
    assign less_than_a_word = ~(|remaining[14:3]);
    assign most = {1'd0, maximum_length};
    assign whole = words[3] & (~in_lane_four | words[0] | newer_lanes[3]);
    assign shifted = newer_lanes >> remaining[2:0];
    assign beyond = less_than_a_word & shifted[0];
    assign is_oversize = exceeded | beyond;
    assign verdict = ends_now | ends_late;
    assign bad_code_2 = ends_late ? late_bad_code : ~newer_terminates;
    assign too_short = ends_late ? late_undersize : ~whole;
    assign too_long = ends_late ? late_oversize : is_oversize;
    assign bad_shape = bad_code_2 | too_short | too_long;
    assign to_withhold = in_frame & ~ends & older_counts & xgmii_ctrl[0];
    assign has_beat = newer_lanes[0] ? older_counts : withheld;
    assign bytes = {late_seven, late_six, 1'd1};
    assign frame_valid = out_valid;
    assign frame_data = out_data;
    assign frame_keep = out_keep;
    assign frame_last = out_last;
    assign frame_error = out_error;
    assign good = good_strobe;
    assign bad_fcs = bad_fcs_strobe;
    assign bad_code = bad_code_strobe;
    assign undersize = undersize_strobe;
    assign oversize = oversize_strobe;

    xgmii_link_fault link_fault (
        .clock(clock),
        .reset(reset),
        .xgmii_data(xgmii_data),
        .xgmii_ctrl(xgmii_ctrl),
        .local_fault(local_fault),
        .remote_fault(remote_fault)
    );

    always @(*) begin
        newer_next = newer;
        newer_next = xgmii_data;
    end

    always @(*) begin
        newer_lanes_next = newer_lanes;
        newer_lanes_next = coming_lanes;
    end

    always @(*) begin
        newer_terminates_next = newer_terminates;
        newer_terminates_next = |(terminates & first_control);
    end

    always @(*) begin
        start_in_lane_zero_next = start_in_lane_zero;
        start_in_lane_zero_next = starts_in_zero;
    end

    always @(*) begin
        start_in_lane_four_next = start_in_lane_four;
        start_in_lane_four_next = starts_in_four;
    end

    always @(*) begin
        expected_next = expected;
        if (ends_in_upper) begin
            if (newer_lanes[6]) begin
                expected_next = 32'h39dd08e2;
            end else if (newer_lanes[5]) begin
                expected_next = 32'h4e3d5e5c;
            end else begin
                expected_next = 32'h62932081;
            end
        end else begin
            expected_next = here[31:0] ^ to_come_4;
        end
    end

    always @(*) begin
        older_next = older;
        older_next = newer;
    end

    always @(*) begin
        older_counts_next = older_counts;
        older_counts_next = in_frame & ~ends;
    end

    always @(*) begin
        in_frame_next = in_frame;
        in_lane_four_next = in_lane_four;
        if (start) begin
            in_frame_next = 1'd1;
            in_lane_four_next = start_in_lane_four;
        end else if (ends) begin
            in_frame_next = 1'd0;
        end
    end

    always @(*) begin
        crc_next = crc;
        if (start_in_lane_four) begin
            crc_next = 32'h4773a037;
        end else if ((in_frame & ~ends_now) | start_in_lane_zero) begin
            crc_next = linear_2;
        end else begin
            crc_next = 32'h26b6a466;
        end
    end

    always @(*) begin
        words_next = words;
        remaining_next = remaining;
        exceeded_next = exceeded;
        if (start) begin
            words_next = 4'd0;
            exceeded_next = 1'd0;
            remaining_next = start_in_lane_four ? (most + 15'd4) : most;
        end else if (in_frame) begin
            if (words <= 4'd8) begin
                words_next = words + 4'd1;
            end
            if (less_than_a_word) begin
                exceeded_next = 1'd1;
            end
            remaining_next = remaining - 15'd8;
        end
    end

    always @(*) begin
        ends_late_next = ends_late;
        ends_late_next = ends_in_upper;
    end

    always @(*) begin
        late_has_beat_next = late_has_beat;
        late_has_beat_next = ~in_lane_four | older_counts;
    end

    always @(*) begin
        late_six_next = late_six;
        late_six_next = newer_lanes[5];
    end

    always @(*) begin
        late_seven_next = late_seven;
        late_seven_next = newer_lanes[6];
    end

    always @(*) begin
        late_bad_code_next = late_bad_code;
        late_bad_code_next = ~newer_terminates;
    end

    always @(*) begin
        late_undersize_next = late_undersize;
        late_undersize_next = ~whole;
    end

    always @(*) begin
        late_oversize_next = late_oversize;
        late_oversize_next = is_oversize;
    end

    always @(*) begin
        withheld_next = withheld;
        out_data_next = out_data;
        out_keep_next = out_keep;
        out_valid_next = out_valid;
        out_keep_next = 8'hff;
        withheld_next = 1'd0;
        if (in_lane_four) begin
            withheld_next = to_withhold;
            if (~withheld & ~ends_late) begin
                out_data_next = {newer[31:0], older[63:32]};
            end
            if (ends_now & newer_lanes[0]) begin
                out_keep_next = newer_lanes;
            end
            out_valid_next = in_frame & has_beat & ~to_withhold & ~ends_in_upper;
        end else begin
            out_data_next = older;
            if (ends_now) begin
                out_keep_next = {newer_lanes[3:0], 4'd0} | 8'd15;
            end
            out_valid_next = in_frame & older_counts;
        end
        if (ends_late) begin
            out_keep_next = {5'd0, bytes};
            if (in_lane_four) begin
                out_keep_next = {1'd0, bytes, 4'd15};
            end
            out_valid_next = late_has_beat;
        end
    end

    always @(*) begin
        out_last_next = out_last;
        out_last_next = verdict;
    end

    always @(*) begin
        out_error_next = out_error;
        out_error_next = verdict & (bad_shape | ~fcs_is_right);
    end

    always @(*) begin
        good_strobe_next = good_strobe;
        good_strobe_next = verdict & ~bad_shape & fcs_is_right;
    end

    always @(*) begin
        bad_fcs_strobe_next = bad_fcs_strobe;
        bad_fcs_strobe_next = verdict & ~bad_shape & ~fcs_is_right;
    end

    always @(*) begin
        bad_code_strobe_next = bad_code_strobe;
        bad_code_strobe_next = verdict & bad_code_2;
    end

    always @(*) begin
        undersize_strobe_next = undersize_strobe;
        undersize_strobe_next = verdict & ~bad_code_2 & too_short;
    end

    always @(*) begin
        oversize_strobe_next = oversize_strobe;
        oversize_strobe_next = verdict & ~bad_code_2 & too_long;
    end

    initial begin
        newer = 64'd0;
        newer_lanes = 8'd0;
        newer_terminates = 1'd0;
        start_in_lane_zero = 1'd0;
        start_in_lane_four = 1'd0;
        expected = 32'd0;
        older = 64'd0;
        older_counts = 1'd0;
        in_frame = 1'd0;
        in_lane_four = 1'd0;
        crc = 32'd0;
        words = 4'd0;
        remaining = 15'd0;
        exceeded = 1'd0;
        ends_late = 1'd0;
        late_has_beat = 1'd0;
        late_six = 1'd0;
        late_seven = 1'd0;
        late_bad_code = 1'd0;
        late_undersize = 1'd0;
        late_oversize = 1'd0;
        withheld = 1'd0;
        out_data = 64'd0;
        out_keep = 8'd0;
        out_last = 1'd0;
        out_error = 1'd0;
        out_valid = 1'd0;
        good_strobe = 1'd0;
        bad_fcs_strobe = 1'd0;
        bad_code_strobe = 1'd0;
        undersize_strobe = 1'd0;
        oversize_strobe = 1'd0;
    end

    always @(posedge clock) begin
        newer <= newer_next;
        newer_lanes <= newer_lanes_next;
        newer_terminates <= newer_terminates_next;
        expected <= expected_next;
        older <= older_next;
        crc <= crc_next;
        words <= words_next;
        remaining <= remaining_next;
        exceeded <= exceeded_next;
        late_has_beat <= late_has_beat_next;
        late_six <= late_six_next;
        late_seven <= late_seven_next;
        late_bad_code <= late_bad_code_next;
        late_undersize <= late_undersize_next;
        late_oversize <= late_oversize_next;
        out_data <= out_data_next;
        out_keep <= out_keep_next;
        out_last <= out_last_next;
        out_error <= out_error_next;
    end

    always @(posedge clock) begin
        if (reset) begin
            start_in_lane_zero <= 1'd0;
            start_in_lane_four <= 1'd0;
            older_counts <= 1'd0;
            in_frame <= 1'd0;
            in_lane_four <= 1'd0;
            ends_late <= 1'd0;
            withheld <= 1'd0;
            out_valid <= 1'd0;
            good_strobe <= 1'd0;
            bad_fcs_strobe <= 1'd0;
            bad_code_strobe <= 1'd0;
            undersize_strobe <= 1'd0;
            oversize_strobe <= 1'd0;
        end else begin
            start_in_lane_zero <= start_in_lane_zero_next;
            start_in_lane_four <= start_in_lane_four_next;
            older_counts <= older_counts_next;
            in_frame <= in_frame_next;
            in_lane_four <= in_lane_four_next;
            ends_late <= ends_late_next;
            withheld <= withheld_next;
            out_valid <= out_valid_next;
            good_strobe <= good_strobe_next;
            bad_fcs_strobe <= bad_fcs_strobe_next;
            bad_code_strobe <= bad_code_strobe_next;
            undersize_strobe <= undersize_strobe_next;
            oversize_strobe <= oversize_strobe_next;
        end
    end

    wire unused = &{1'b0,
        here[63:32],
        shifted[7:1]};

endmodule

`default_nettype wire

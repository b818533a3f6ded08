// peer_registers: made from the Rust type expether_rtl::bridge::peer_registers::PeerRegisters
// by `expether gen`; edit that instead.
`default_nettype none

module peer_registers (
    input  wire        clock,
    input  wire        reset,
    input  wire        write,
    input  wire [7:0]  write_offset,
    input  wire [31:0] write_data,
    input  wire [3:0]  write_strobe,
    input  wire        read,
    input  wire [7:0]  read_offset,
    output wire [31:0] read_data,
    output wire        settings_fixed,
    output wire        settings_is_default,
    output wire        settings_close,
    output wire [47:0] settings_mac,
    output wire [15:0] settings_route_id_low,
    output wire [15:0] settings_route_id_high,
    output wire [15:0] settings_route_source_low,
    output wire [15:0] settings_route_source_high,
    output wire [15:0] settings_route_io_base,
    output wire [15:0] settings_route_io_limit,
    output wire [15:0] settings_route_memory_base,
    output wire [15:0] settings_route_memory_limit,
    output wire [31:0] settings_route_wide_base,
    output wire [31:0] settings_route_wide_limit,
    input  wire [1:0]  status_state,
    input  wire        status_learnt,
    input  wire [31:0] status_own,
    input  wire [31:0] status_peer,
    input  wire [11:0] status_path_dw,
    input  wire [47:0] status_mac,
    input  wire [19:0] status_round_trip,
    input  wire [23:0] status_timeout,
    input  wire [15:0] status_rate,
    input  wire        events_tx_tlps,
    input  wire [9:0]  events_rx_tlps,
    input  wire [9:0]  events_retransmits,
    input  wire        events_timeouts,
    input  wire        events_connects,
    input  wire        events_disconnects,
    input  wire [15:0] events_discarded
);

    wire [31:0] statuses_0;
    wire [31:0] statuses_1;
    wire [31:0] statuses_2;
    wire [31:0] statuses_3;
    wire [31:0] statuses_4;
    wire [31:0] statuses_5;
    wire [31:0] statuses_6;
    wire [31:0] statuses_7;
    wire [15:0] amounts_0;
    wire [15:0] amounts_1;
    wire [15:0] amounts_2;
    wire [15:0] amounts_3;
    wire [15:0] amounts_4;
    wire [15:0] amounts_5;
    wire [15:0] amounts_6;
    reg  [31:0] stored_0_next;
    reg  [31:0] stored_0;
    reg  [31:0] stored_1_next;
    reg  [31:0] stored_1;
    reg  [31:0] stored_2_next;
    reg  [31:0] stored_2;
    reg  [31:0] stored_3_next;
    reg  [31:0] stored_3;
    reg  [31:0] stored_4_next;
    reg  [31:0] stored_4;
    reg  [31:0] stored_5_next;
    reg  [31:0] stored_5;
    reg  [31:0] stored_6_next;
    reg  [31:0] stored_6;
    reg  [31:0] stored_7_next;
    reg  [31:0] stored_7;
    reg  [31:0] stored_8_next;
    reg  [31:0] stored_8;
    reg  [47:0] mac_next;
    reg  [47:0] mac;
    reg         seen_tx_tlps_next;
    reg  [9:0]  seen_rx_tlps_next;
    reg  [9:0]  seen_retransmits_next;
    reg         seen_timeouts_next;
    reg         seen_connects_next;
    reg         seen_disconnects_next;
    reg  [15:0] seen_discarded_next;
    reg         seen_tx_tlps;
    reg  [9:0]  seen_rx_tlps;
    reg  [9:0]  seen_retransmits;
    reg         seen_timeouts;
    reg         seen_connects;
    reg         seen_disconnects;
    reg  [15:0] seen_discarded;
    reg  [31:0] counters_0;
    reg  [31:0] counters_1;
    reg  [31:0] counters_2;
    reg  [31:0] counters_3;
    reg  [31:0] counters_4;
    reg  [31:0] counters_5;
    reg  [31:0] counters_6;
    reg  [31:0] answer_next;
    reg  [31:0] answer;
    wire [7:0]  write_word;
    wire [31:0] mask;
    wire [31:0] new_2;
    wire [31:0] mask_2;
    wire [31:0] new_3;
    wire [31:0] mask_3;
    wire [31:0] new_4;
    wire [31:0] mask_4;
    wire [31:0] new_5;
    wire [31:0] mask_5;
    wire [31:0] new_6;
    wire [31:0] mask_6;
    wire [31:0] new_7;
    wire [31:0] mask_7;
    wire [31:0] new_8;
    wire [31:0] mask_8;
    wire [31:0] new_9;
    wire [31:0] mask_9;
    wire [31:0] new_10;
    wire [7:0]  read_word;
    wire        is_it;
    wire [31:0] value;
    wire        is_it_2;
    wire [31:0] value_2;
    wire        is_it_3;
    wire [31:0] value_3;
    wire        is_it_4;
    wire [31:0] value_4;
    wire        is_it_5;
    wire [31:0] value_5;
    wire        is_it_6;
    wire [31:0] value_6;
    wire        is_it_7;
    wire [31:0] value_7;
    wire        is_it_8;
    wire [31:0] value_8;
    wire        is_it_9;
    wire [31:0] value_9;
    wire        is_it_10;
    wire [31:0] value_10;
    wire        is_it_11;
    wire [31:0] value_11;
    wire        is_it_12;
    wire [31:0] value_12;
    wire        is_it_13;
    wire [31:0] value_13;
    wire        is_it_14;
    wire [31:0] value_14;
    wire        is_it_15;
    wire [31:0] value_15;
    wire        is_it_16;
    wire [31:0] value_16;
    wire        is_it_17;
    wire [31:0] value_17;
    wire        is_it_18;
    wire [31:0] value_18;
    wire        is_it_19;
    wire [31:0] value_19;
    wire        is_it_20;
    wire [31:0] value_20;
    wire        is_it_21;
    wire [31:0] value_21;
    wire        is_it_22;
    wire [31:0] value_22;
    wire        is_it_23;
    wire [31:0] value_23;
    wire        is_it_24;
    wire [31:0] value_24;
    wire [15:0] route_memory_limit;
    wire [15:0] route_memory_base;
    wire [15:0] route_io_limit;
    wire [15:0] route_io_base;
    wire [15:0] route_source_high;
    wire [15:0] route_source_low;
    wire [15:0] route_id_high;
    wire [15:0] route_id_low;

    assign write_word = {write_offset[7:2], 2'd0};
    assign mask = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_2 = (stored_0 & ~mask) | (write_data & mask);
    assign mask_2 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_3 = (stored_1 & ~mask_2) | (write_data & mask_2);
    assign mask_3 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_4 = (stored_2 & ~mask_3) | (write_data & mask_3);
    assign mask_4 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_5 = (stored_3 & ~mask_4) | (write_data & mask_4);
    assign mask_5 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_6 = (stored_4 & ~mask_5) | (write_data & mask_5);
    assign mask_6 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_7 = (stored_5 & ~mask_6) | (write_data & mask_6);
    assign mask_7 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_8 = (stored_6 & ~mask_7) | (write_data & mask_7);
    assign mask_8 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_9 = (stored_7 & ~mask_8) | (write_data & mask_8);
    assign mask_9 = {
        write_strobe[3] ? 8'hff : 8'd0,
        write_strobe[2] ? 8'hff : 8'd0,
        write_strobe[1] ? 8'hff : 8'd0,
        write_strobe[0] ? 8'hff : 8'd0
    };
    assign new_10 = (stored_8 & ~mask_9) | (write_data & mask_9);
    assign read_word = {read_offset[7:2], 2'd0};
    assign is_it = read_word == 8'd0;
    assign value = 32'd0 | (is_it ? stored_0 : 32'd0);
    assign is_it_2 = read_word == 8'd4;
    assign value_2 = value | (is_it_2 ? stored_1 : 32'd0);
    assign is_it_3 = read_word == 8'd8;
    assign value_3 = value_2 | (is_it_3 ? stored_2 : 32'd0);
    assign is_it_4 = read_word == 8'd12;
    assign value_4 = value_3 | (is_it_4 ? stored_3 : 32'd0);
    assign is_it_5 = read_word == 8'd16;
    assign value_5 = value_4 | (is_it_5 ? stored_4 : 32'd0);
    assign is_it_6 = read_word == 8'd20;
    assign value_6 = value_5 | (is_it_6 ? stored_5 : 32'd0);
    assign is_it_7 = read_word == 8'd24;
    assign value_7 = value_6 | (is_it_7 ? stored_6 : 32'd0);
    assign is_it_8 = read_word == 8'd28;
    assign value_8 = value_7 | (is_it_8 ? stored_7 : 32'd0);
    assign is_it_9 = read_word == 8'd32;
    assign value_9 = value_8 | (is_it_9 ? stored_8 : 32'd0);
    assign is_it_10 = read_word == 8'd64;
    assign value_10 = value_9 | (is_it_10 ? statuses_0 : 32'd0);
    assign is_it_11 = read_word == 8'd68;
    assign value_11 = value_10 | (is_it_11 ? statuses_1 : 32'd0);
    assign is_it_12 = read_word == 8'd72;
    assign value_12 = value_11 | (is_it_12 ? statuses_2 : 32'd0);
    assign is_it_13 = read_word == 8'd76;
    assign value_13 = value_12 | (is_it_13 ? statuses_3 : 32'd0);
    assign is_it_14 = read_word == 8'd80;
    assign value_14 = value_13 | (is_it_14 ? statuses_4 : 32'd0);
    assign is_it_15 = read_word == 8'd84;
    assign value_15 = value_14 | (is_it_15 ? statuses_5 : 32'd0);
    assign is_it_16 = read_word == 8'd88;
    assign value_16 = value_15 | (is_it_16 ? statuses_6 : 32'd0);
    assign is_it_17 = read_word == 8'd92;
    assign value_17 = value_16 | (is_it_17 ? statuses_7 : 32'd0);
    assign is_it_18 = read_word == 8'h80;
    assign value_18 = value_17 | (is_it_18 ? counters_0 : 32'd0);
    assign is_it_19 = read_word == 8'h84;
    assign value_19 = value_18 | (is_it_19 ? counters_1 : 32'd0);
    assign is_it_20 = read_word == 8'h88;
    assign value_20 = value_19 | (is_it_20 ? counters_2 : 32'd0);
    assign is_it_21 = read_word == 8'h8c;
    assign value_21 = value_20 | (is_it_21 ? counters_3 : 32'd0);
    assign is_it_22 = read_word == 8'h90;
    assign value_22 = value_21 | (is_it_22 ? counters_4 : 32'd0);
    assign is_it_23 = read_word == 8'h94;
    assign value_23 = value_22 | (is_it_23 ? counters_5 : 32'd0);
    assign is_it_24 = read_word == 8'h98;
    assign value_24 = value_23 | (is_it_24 ? counters_6 : 32'd0);
    assign route_memory_limit = stored_6[31:16];
    assign route_memory_base = stored_6[15:0];
    assign route_io_limit = stored_5[31:16];
    assign route_io_base = stored_5[15:0];
    assign route_source_high = stored_4[31:16];
    assign route_source_low = stored_4[15:0];
    assign route_id_high = stored_3[31:16];
    assign route_id_low = stored_3[15:0];
    assign statuses_0 =
        {30'd0, status_state}
        | {12'd0, status_learnt ? 16'd1 : 16'd0, 4'd0}
        | {4'd0, status_path_dw, 16'd0};
    assign statuses_1 = status_mac[31:0];
    assign statuses_2 = {16'd0, status_mac[47:32]};
    assign statuses_3 = {12'd0, status_round_trip};
    assign statuses_4 = {8'd0, status_timeout};
    assign statuses_5 = {16'd0, status_rate};
    assign statuses_6 = status_own;
    assign statuses_7 = status_peer;
    assign amounts_0 = seen_tx_tlps ? 16'd1 : 16'd0;
    assign amounts_1 = {6'd0, seen_rx_tlps};
    assign amounts_2 = {6'd0, seen_retransmits};
    assign amounts_3 = seen_timeouts ? 16'd1 : 16'd0;
    assign amounts_4 = seen_connects ? 16'd1 : 16'd0;
    assign amounts_5 = seen_disconnects ? 16'd1 : 16'd0;
    assign amounts_6 = seen_discarded;
    assign read_data = answer;
    assign settings_fixed = stored_0[0];
    assign settings_is_default = stored_0[1];
    assign settings_close = stored_0[2];
    assign settings_mac = mac;
    assign settings_route_id_low = route_id_low;
    assign settings_route_id_high = route_id_high;
    assign settings_route_source_low = route_source_low;
    assign settings_route_source_high = route_source_high;
    assign settings_route_io_base = route_io_base;
    assign settings_route_io_limit = route_io_limit;
    assign settings_route_memory_base = route_memory_base;
    assign settings_route_memory_limit = route_memory_limit;
    assign settings_route_wide_base = stored_7;
    assign settings_route_wide_limit = stored_8;

    always @(*) begin
        mac_next = mac;
        if (write & (write_word == 8'd0)) begin
            mac_next = {stored_2[15:0], stored_1};
        end
    end

    always @(*) begin
        seen_tx_tlps_next = seen_tx_tlps;
        seen_tx_tlps_next = events_tx_tlps;
    end

    always @(*) begin
        seen_rx_tlps_next = seen_rx_tlps;
        seen_rx_tlps_next = events_rx_tlps;
    end

    always @(*) begin
        seen_retransmits_next = seen_retransmits;
        seen_retransmits_next = events_retransmits;
    end

    always @(*) begin
        seen_timeouts_next = seen_timeouts;
        seen_timeouts_next = events_timeouts;
    end

    always @(*) begin
        seen_connects_next = seen_connects;
        seen_connects_next = events_connects;
    end

    always @(*) begin
        seen_disconnects_next = seen_disconnects;
        seen_disconnects_next = events_disconnects;
    end

    always @(*) begin
        seen_discarded_next = seen_discarded;
        seen_discarded_next = events_discarded;
    end

    always @(*) begin
        answer_next = answer;
        answer_next = read ? value_24 : 32'd0;
    end

    always @(*) begin
        stored_0_next = stored_0;
        if (write & (write_word == 8'd0)) begin
            stored_0_next = new_2 & 32'd7;
        end
    end

    always @(*) begin
        stored_1_next = stored_1;
        if (write & (write_word == 8'd4)) begin
            stored_1_next = new_3 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_2_next = stored_2;
        if (write & (write_word == 8'd8)) begin
            stored_2_next = new_4 & 32'hffff;
        end
    end

    always @(*) begin
        stored_3_next = stored_3;
        if (write & (write_word == 8'd12)) begin
            stored_3_next = new_5 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_4_next = stored_4;
        if (write & (write_word == 8'd16)) begin
            stored_4_next = new_6 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_5_next = stored_5;
        if (write & (write_word == 8'd20)) begin
            stored_5_next = new_7 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_6_next = stored_6;
        if (write & (write_word == 8'd24)) begin
            stored_6_next = new_8 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_7_next = stored_7;
        if (write & (write_word == 8'd28)) begin
            stored_7_next = new_9 & 32'hffffffff;
        end
    end

    always @(*) begin
        stored_8_next = stored_8;
        if (write & (write_word == 8'd32)) begin
            stored_8_next = new_10 & 32'hffffffff;
        end
    end

    initial begin
        stored_0 = 32'd0;
        stored_1 = 32'd0;
        stored_2 = 32'd0;
        stored_3 = 32'hffff;
        stored_4 = 32'hffff;
        stored_5 = 32'hffff;
        stored_6 = 32'hffff;
        stored_7 = 32'hffffffff;
        stored_8 = 32'd0;
        mac = 48'd0;
        seen_tx_tlps = 1'd0;
        seen_rx_tlps = 10'd0;
        seen_retransmits = 10'd0;
        seen_timeouts = 1'd0;
        seen_connects = 1'd0;
        seen_disconnects = 1'd0;
        seen_discarded = 16'd0;
        counters_0 = 32'd0;
        counters_1 = 32'd0;
        counters_2 = 32'd0;
        counters_3 = 32'd0;
        counters_4 = 32'd0;
        counters_5 = 32'd0;
        counters_6 = 32'd0;
        answer = 32'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            stored_0 <= 32'd0;
            stored_1 <= 32'd0;
            stored_2 <= 32'd0;
            stored_3 <= 32'hffff;
            stored_4 <= 32'hffff;
            stored_5 <= 32'hffff;
            stored_6 <= 32'hffff;
            stored_7 <= 32'hffffffff;
            stored_8 <= 32'd0;
            mac <= 48'd0;
            seen_tx_tlps <= 1'd0;
            seen_rx_tlps <= 10'd0;
            seen_retransmits <= 10'd0;
            seen_timeouts <= 1'd0;
            seen_connects <= 1'd0;
            seen_disconnects <= 1'd0;
            seen_discarded <= 16'd0;
            counters_0 <= 32'd0;
            counters_1 <= 32'd0;
            counters_2 <= 32'd0;
            counters_3 <= 32'd0;
            counters_4 <= 32'd0;
            counters_5 <= 32'd0;
            counters_6 <= 32'd0;
        end else begin
            stored_0 <= stored_0_next;
            stored_1 <= stored_1_next;
            stored_2 <= stored_2_next;
            stored_3 <= stored_3_next;
            stored_4 <= stored_4_next;
            stored_5 <= stored_5_next;
            stored_6 <= stored_6_next;
            stored_7 <= stored_7_next;
            stored_8 <= stored_8_next;
            mac <= mac_next;
            seen_tx_tlps <= seen_tx_tlps_next;
            seen_rx_tlps <= seen_rx_tlps_next;
            seen_retransmits <= seen_retransmits_next;
            seen_timeouts <= seen_timeouts_next;
            seen_connects <= seen_connects_next;
            seen_disconnects <= seen_disconnects_next;
            seen_discarded <= seen_discarded_next;
            counters_0 <= counters_0 + {16'd0, amounts_0};
            counters_1 <= counters_1 + {16'd0, amounts_1};
            counters_2 <= counters_2 + {16'd0, amounts_2};
            counters_3 <= counters_3 + {16'd0, amounts_3};
            counters_4 <= counters_4 + {16'd0, amounts_4};
            counters_5 <= counters_5 + {16'd0, amounts_5};
            counters_6 <= counters_6 + {16'd0, amounts_6};
        end
    end

    always @(posedge clock) begin
        answer <= answer_next;
    end

    wire unused = &{1'b0,
        write_offset[1:0],
        read_offset[1:0]};

endmodule

`default_nettype wire

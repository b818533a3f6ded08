// encapsulator: made from the Rust type expether_rtl::bridge::encapsulator::Encapsulator<1>
// by `expether gen`; edit that instead.
`default_nettype none

module encapsulator (
    input  wire        clock,
    input  wire        reset,
    input  wire        settings_enable,
    input  wire        settings_learn,
    input  wire        settings_honour_pause,
    input  wire        settings_send_pause,
    input  wire [11:0] settings_vid,
    input  wire [2:0]  settings_pcp,
    input  wire [47:0] settings_local_mac,
    input  wire [63:0] settings_node_id,
    input  wire [63:0] settings_seed,
    input  wire        settings_check_ids,
    input  wire [15:0] settings_ethertype,
    input  wire [15:0] settings_ack_delay,
    input  wire [10:0] settings_area_beats,
    input  wire [13:0] settings_mtu,
    input  wire [7:0]  settings_frame_tlps,
    input  wire [5:0]  settings_window_frames,
    input  wire [15:0] settings_window_beats,
    input  wire [23:0] settings_timeout_min,
    input  wire [23:0] settings_timeout_max,
    input  wire [23:0] settings_dead_time,
    input  wire [23:0] settings_busy_time,
    input  wire [23:0] settings_open_interval,
    input  wire [23:0] settings_keep_alive_interval,
    input  wire [23:0] settings_keep_alive_timeout,
    input  wire        settings_rate_control,
    input  wire [19:0] settings_delay_target,
    input  wire [15:0] settings_rate_min,
    input  wire [15:0] settings_rate_step,
    input  wire [15:0] settings_rate_burst,
    input  wire [15:0] settings_pause_quanta,
    input  wire [15:0] settings_pause_high,
    input  wire [15:0] settings_pause_low,
    input  wire [19:0] now,
    input  wire        wanted,
    input  wire        request_wanted,
    input  wire [3:0]  request_kind,
    input  wire        request_open_heard,
    input  wire        request_open_wants_answer,
    input  wire        request_open_offer,
    input  wire [47:0] request_mac,
    input  wire [31:0] request_number,
    input  wire [31:0] request_identity,
    input  wire [11:0] request_longest_dw,
    input  wire [15:0] request_plan_sequence,
    input  wire [9:0]  request_plan_tlps,
    input  wire [10:0] request_plan_beats,
    input  wire        request_plan_odd,
    output reg         take,
    input  wire [63:0] word_payload,
    input  wire        word_valid,
    output reg         word_ready,
    input  wire [31:0] reply_expected,
    input  wire        reply_nak,
    input  wire        reply_busy,
    input  wire        reply_echo_valid,
    input  wire [19:0] reply_echo_offset,
    input  wire [7:0]  reply_non_posted_limit,
    output reg         reply_take,
    output wire [63:0] frame_data,
    output wire [7:0]  frame_keep,
    output wire        frame_last,
    output wire        frame_error,
    output wire        frame_valid,
    input  wire        frame_ready,
    output reg         began,
    output reg         sent,
    output reg         ack_sent,
    output reg         nak_sent,
    output reg         keep_alive_sent
);

    localparam [3:0] STATE_IDLE = 4'd0;
    localparam [3:0] STATE_DESTINATION = 4'd1;
    localparam [3:0] STATE_SOURCE = 4'd2;
    localparam [3:0] STATE_CONTROL = 4'd3;
    localparam [3:0] STATE_NUMBERS = 4'd4;
    localparam [3:0] STATE_STAMPS = 4'd5;
    localparam [3:0] STATE_AREA = 4'd6;
    localparam [3:0] STATE_ZEROS = 4'd7;
    localparam [3:0] STATE_BODY = 4'd8;
    localparam [3:0] STATE_NODE_ID = 4'd9;

    reg  [3:0]  state_next;
    reg  [3:0]  state;
    reg         asked_wanted_next;
    reg  [3:0]  asked_kind_next;
    reg         asked_open_heard_next;
    reg         asked_open_wants_answer_next;
    reg         asked_open_offer_next;
    reg  [47:0] asked_mac_next;
    reg  [31:0] asked_number_next;
    reg  [31:0] asked_identity_next;
    reg  [11:0] asked_longest_dw_next;
    reg  [15:0] asked_plan_sequence_next;
    reg  [9:0]  asked_plan_tlps_next;
    reg  [10:0] asked_plan_beats_next;
    reg         asked_plan_odd_next;
    reg         asked_wanted;
    reg  [3:0]  asked_kind;
    reg         asked_open_heard;
    reg         asked_open_wants_answer;
    reg         asked_open_offer;
    reg  [47:0] asked_mac;
    reg  [31:0] asked_number;
    reg  [31:0] asked_identity;
    reg  [11:0] asked_longest_dw;
    reg  [15:0] asked_plan_sequence;
    reg  [9:0]  asked_plan_tlps;
    reg  [10:0] asked_plan_beats;
    reg         asked_plan_odd;
    reg  [11:0] length_dw_next;
    reg  [11:0] length_dw;
    reg  [10:0] words_left_next;
    reg  [10:0] words_left;
    reg         spoiled_next;
    reg         spoiled;
    reg  [31:0] told_expected_next;
    reg         told_nak_next;
    reg         told_busy_next;
    reg         told_echo_valid_next;
    reg  [19:0] told_echo_offset_next;
    reg  [7:0]  told_non_posted_limit_next;
    reg  [31:0] told_expected;
    reg         told_nak;
    reg         told_busy;
    reg         told_echo_valid;
    reg  [19:0] told_echo_offset;
    reg  [7:0]  told_non_posted_limit;
    reg  [15:0] ahead_next;
    reg  [15:0] ahead;
    reg  [31:0] extended_next;
    reg  [31:0] extended;
    wire        slice_inp_ready;
    wire        is_data;
    wire        is_open;
    wire        is_keep_alive;
    wire        replies;
    wire [19:0] echo;
    wire        is_control;
    wire        has_zeros;
    wire [15:0] sign;
    wire [31:0] near;
    wire [31:0] sequence_2;
    wire [31:0] acknowledgement;
    wire [31:0] acknowledgement_2;
    wire [15:0] receiver_tag;
    wire [15:0] sender_tag;
    wire [15:0] sender_tag_2;
    wire [15:0] sender_tag_3;
    wire [15:0] sender_tag_4;
    wire        tells_limit;
    wire [7:0]  limit;
    wire [31:0] sequence_of_type;
    wire [63:0] data;
    wire        spoiled_2;
    wire        final_word;
    wire        takes;
    wire [11:0] half;
    wire        last;
    wire [7:0]  keep;
    wire        made;
    wire [7:0]  keep_2;
    wire        last_2;

    assign is_data = asked_kind == 4'd1;
    assign is_open = asked_kind == 4'd3;
    assign is_keep_alive = asked_kind == 4'd5;
    assign replies = is_data | (asked_kind == 4'd2);
    assign echo = told_echo_valid ? (now - told_echo_offset) : 20'd0;
    assign is_control = is_open | (asked_kind == 4'd4);
    assign has_zeros = is_open & (|asked_plan_beats);
    assign sign = ahead[15] ? 16'hffff : 16'd0;
    assign near = {sign, ahead};
    assign sequence_2 = is_control ? asked_number : extended;
    assign acknowledgement = asked_open_heard ? asked_identity : 32'd0;
    assign acknowledgement_2 = is_control ? acknowledgement : told_expected;
    assign receiver_tag = replies ? asked_identity[15:0] : 16'd0;
    assign sender_tag = asked_identity[31:16];
    assign sender_tag_2 = replies ? sender_tag : 16'd0;
    assign sender_tag_3 = {4'd0, asked_longest_dw};
    assign sender_tag_4 = (is_open & ~asked_open_offer) ? sender_tag_3 : sender_tag_2;
    assign tells_limit = replies | (is_open & ~asked_open_offer);
    assign limit = tells_limit ? reply_non_posted_limit : 8'd0;
    assign sequence_of_type = (is_control | replies) ? sequence_2 : 32'd0;
    assign data =
        (state == STATE_IDLE) ? 64'd0 :
        (state == STATE_DESTINATION) ? {settings_local_mac[15:0], asked_mac} :
        (state == STATE_SOURCE) ? {32'd0, settings_local_mac[47:16]} :
        (state == STATE_CONTROL) ? {receiver_tag[7:0], receiver_tag[15:8], limit, length_dw[7:0], replies | (is_control & asked_open_heard), (replies & reply_nak) | (is_open & asked_open_wants_answer), replies & reply_echo_valid, (replies & reply_busy) | (is_open & asked_open_offer), length_dw[11:8], 4'd3, asked_kind, settings_ethertype[7:0], settings_ethertype[15:8]} :
        (state == STATE_NUMBERS) ? {acknowledgement_2[7:0], acknowledgement_2[15:8], acknowledgement_2[23:16], acknowledgement_2[31:24], sequence_of_type[7:0], sequence_of_type[15:8], sequence_of_type[23:16], sequence_of_type[31:24]} :
        (state == STATE_STAMPS) ? {echo[7:0], echo[15:8], now[3:0], echo[19:16], now[11:4], now[19:12], 8'd0, sender_tag_4[7:0], sender_tag_4[15:8]} :
        (state == STATE_ZEROS) ? 64'd0 :
        (state == STATE_AREA) ? word_payload :
        (state == STATE_BODY) ? {16'd2, settings_mtu[7:0], 2'd0, settings_mtu[13:8], settings_vid[7:0], 4'd0, settings_vid[11:8], 16'h301} :
        {settings_node_id[7:0], settings_node_id[15:8], settings_node_id[23:16], settings_node_id[31:24], settings_node_id[39:32], settings_node_id[47:40], settings_node_id[55:48], settings_node_id[63:56]};
    assign spoiled_2 = spoiled | ~settings_enable;
    assign final_word = words_left == 11'd1;
    assign takes = settings_enable & wanted;
    assign half = {11'd0, asked_plan_odd};
    assign last = ~is_data & ~is_keep_alive & ~has_zeros;
    assign keep = (final_word & length_dw[0]) ? 8'd15 : 8'hff;
    assign made =
        (state == STATE_IDLE) ? 1'd0 :
        (state == STATE_DESTINATION) ? asked_wanted :
        (state == STATE_SOURCE) ? 1'd1 :
        (state == STATE_CONTROL) ? 1'd1 :
        (state == STATE_NUMBERS) ? 1'd1 :
        (state == STATE_STAMPS) ? 1'd1 :
        (state == STATE_ZEROS) ? 1'd1 :
        (state == STATE_AREA) ? word_valid :
        1'd1;
    assign keep_2 =
        (state == STATE_IDLE) ? 8'hff :
        (state == STATE_DESTINATION) ? 8'hff :
        (state == STATE_SOURCE) ? 8'hff :
        (state == STATE_CONTROL) ? 8'hff :
        (state == STATE_NUMBERS) ? 8'hff :
        (state == STATE_STAMPS) ? 8'hff :
        (state == STATE_ZEROS) ? 8'hff :
        (state == STATE_AREA) ? keep :
        8'hff;
    assign last_2 =
        (state == STATE_IDLE) ? 1'd0 :
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? 1'd0 :
        (state == STATE_CONTROL) ? 1'd0 :
        (state == STATE_NUMBERS) ? 1'd0 :
        (state == STATE_STAMPS) ? last :
        (state == STATE_ZEROS) ? final_word :
        (state == STATE_AREA) ? final_word :
        ~(state == STATE_BODY);

    register_slice_beat slice (
        .clock(clock),
        .reset(reset),
        .inp_data(data),
        .inp_keep(keep_2),
        .inp_last(last_2),
        .inp_error(last_2 & spoiled_2),
        .inp_valid(made),
        .inp_ready(slice_inp_ready),
        .out_data(frame_data),
        .out_keep(frame_keep),
        .out_last(frame_last),
        .out_error(frame_error),
        .out_valid(frame_valid),
        .out_ready(frame_ready)
    );

    always @(*) begin
        state_next = state;
        asked_wanted_next = asked_wanted;
        asked_kind_next = asked_kind;
        asked_open_heard_next = asked_open_heard;
        asked_open_wants_answer_next = asked_open_wants_answer;
        asked_open_offer_next = asked_open_offer;
        asked_mac_next = asked_mac;
        asked_number_next = asked_number;
        asked_identity_next = asked_identity;
        asked_longest_dw_next = asked_longest_dw;
        asked_plan_sequence_next = asked_plan_sequence;
        asked_plan_tlps_next = asked_plan_tlps;
        asked_plan_beats_next = asked_plan_beats;
        asked_plan_odd_next = asked_plan_odd;
        length_dw_next = length_dw;
        words_left_next = words_left;
        spoiled_next = spoiled;
        told_expected_next = told_expected;
        told_nak_next = told_nak;
        told_busy_next = told_busy;
        told_echo_valid_next = told_echo_valid;
        told_echo_offset_next = told_echo_offset;
        told_non_posted_limit_next = told_non_posted_limit;
        take = 1'd0;
        word_ready = 1'd0;
        reply_take = 1'd0;
        began = 1'd0;
        sent = 1'd0;
        ack_sent = 1'd0;
        nak_sent = 1'd0;
        keep_alive_sent = 1'd0;
        spoiled_next = spoiled_2;
        case (state)
            STATE_IDLE: begin
                spoiled_next = 1'd0;
                take = takes;
                asked_wanted_next = request_wanted;
                asked_kind_next = request_kind;
                asked_open_heard_next = request_open_heard;
                asked_open_wants_answer_next = request_open_wants_answer;
                asked_open_offer_next = request_open_offer;
                asked_mac_next = request_mac;
                asked_number_next = request_number;
                asked_identity_next = request_identity;
                asked_longest_dw_next = request_longest_dw;
                asked_plan_sequence_next = request_plan_sequence;
                asked_plan_tlps_next = request_plan_tlps;
                asked_plan_beats_next = request_plan_beats;
                asked_plan_odd_next = request_plan_odd;
                if (takes) begin
                    state_next = STATE_DESTINATION;
                end
            end
            STATE_DESTINATION: begin
                words_left_next = asked_plan_beats;
                length_dw_next = 12'd0;
                if (is_data | is_open) begin
                    length_dw_next = {asked_plan_beats, 1'd0} - half;
                end
                if (is_keep_alive) begin
                    length_dw_next = 12'd4;
                end
                if (~asked_wanted) begin
                    state_next = STATE_IDLE;
                end else if (slice_inp_ready) begin
                    began = 1'd1;
                    state_next = STATE_SOURCE;
                end
            end
            STATE_SOURCE: begin
                if (slice_inp_ready) begin
                    state_next = STATE_CONTROL;
                end
            end
            STATE_CONTROL: begin
                told_expected_next = reply_expected;
                told_nak_next = reply_nak;
                told_busy_next = reply_busy;
                told_echo_valid_next = reply_echo_valid;
                told_echo_offset_next = reply_echo_offset;
                told_non_posted_limit_next = reply_non_posted_limit;
                if (~replies) begin
                    told_expected_next = 32'd0;
                    told_nak_next = 1'd0;
                    told_busy_next = 1'd0;
                    told_echo_valid_next = 1'd0;
                    told_echo_offset_next = 20'd0;
                    told_non_posted_limit_next = 8'd0;
                end
                if (slice_inp_ready) begin
                    reply_take = replies;
                    nak_sent = replies & reply_nak;
                    state_next = STATE_NUMBERS;
                end
            end
            STATE_NUMBERS: begin
                if (slice_inp_ready) begin
                    state_next = STATE_STAMPS;
                end
            end
            STATE_STAMPS: begin
                if (slice_inp_ready) begin
                    sent = last;
                    ack_sent = asked_kind == 4'd2;
                    state_next = STATE_IDLE;
                    if (is_data) begin
                        state_next = STATE_AREA;
                    end
                    if (has_zeros) begin
                        state_next = STATE_ZEROS;
                    end
                    if (is_keep_alive) begin
                        state_next = STATE_BODY;
                    end
                end
            end
            STATE_ZEROS: begin
                if (slice_inp_ready) begin
                    words_left_next = words_left - 11'd1;
                    if (final_word) begin
                        sent = 1'd1;
                        state_next = STATE_IDLE;
                    end
                end
            end
            STATE_AREA: begin
                word_ready = slice_inp_ready;
                if (slice_inp_ready & word_valid) begin
                    words_left_next = words_left - 11'd1;
                    if (final_word) begin
                        sent = 1'd1;
                        state_next = STATE_IDLE;
                    end
                end
            end
            STATE_BODY: begin
                if (slice_inp_ready) begin
                    state_next = STATE_NODE_ID;
                end
            end
            default: begin
                if (slice_inp_ready) begin
                    sent = 1'd1;
                    keep_alive_sent = 1'd1;
                    state_next = STATE_IDLE;
                end
            end
        endcase
    end

    always @(*) begin
        ahead_next = ahead;
        ahead_next = asked_plan_sequence - asked_number[15:0];
    end

    always @(*) begin
        extended_next = extended;
        extended_next = asked_number + near;
    end

    initial begin
        state = 4'd0;
        asked_wanted = 1'd0;
        asked_kind = 4'd0;
        asked_open_heard = 1'd0;
        asked_open_wants_answer = 1'd0;
        asked_open_offer = 1'd0;
        asked_mac = 48'd0;
        asked_number = 32'd0;
        asked_identity = 32'd0;
        asked_longest_dw = 12'd0;
        asked_plan_sequence = 16'd0;
        asked_plan_tlps = 10'd0;
        asked_plan_beats = 11'd0;
        asked_plan_odd = 1'd0;
        length_dw = 12'd0;
        words_left = 11'd0;
        spoiled = 1'd0;
        told_expected = 32'd0;
        told_nak = 1'd0;
        told_busy = 1'd0;
        told_echo_valid = 1'd0;
        told_echo_offset = 20'd0;
        told_non_posted_limit = 8'd0;
        ahead = 16'd0;
        extended = 32'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            state <= 4'd0;
            spoiled <= 1'd0;
        end else begin
            state <= state_next;
            spoiled <= spoiled_next;
        end
    end

    always @(posedge clock) begin
        asked_wanted <= asked_wanted_next;
        asked_kind <= asked_kind_next;
        asked_open_heard <= asked_open_heard_next;
        asked_open_wants_answer <= asked_open_wants_answer_next;
        asked_open_offer <= asked_open_offer_next;
        asked_mac <= asked_mac_next;
        asked_number <= asked_number_next;
        asked_identity <= asked_identity_next;
        asked_longest_dw <= asked_longest_dw_next;
        asked_plan_sequence <= asked_plan_sequence_next;
        asked_plan_tlps <= asked_plan_tlps_next;
        asked_plan_beats <= asked_plan_beats_next;
        asked_plan_odd <= asked_plan_odd_next;
        length_dw <= length_dw_next;
        words_left <= words_left_next;
        told_expected <= told_expected_next;
        told_nak <= told_nak_next;
        told_busy <= told_busy_next;
        told_echo_valid <= told_echo_valid_next;
        told_echo_offset <= told_echo_offset_next;
        told_non_posted_limit <= told_non_posted_limit_next;
        ahead <= ahead_next;
        extended <= extended_next;
    end

    wire unused = &{1'b0,
        settings_learn,
        settings_honour_pause,
        settings_send_pause,
        settings_pcp,
        settings_seed,
        settings_check_ids,
        settings_ack_delay,
        settings_area_beats,
        settings_frame_tlps,
        settings_window_frames,
        settings_window_beats,
        settings_timeout_min,
        settings_timeout_max,
        settings_dead_time,
        settings_busy_time,
        settings_open_interval,
        settings_keep_alive_interval,
        settings_keep_alive_timeout,
        settings_rate_control,
        settings_delay_target,
        settings_rate_min,
        settings_rate_step,
        settings_rate_burst,
        settings_pause_quanta,
        settings_pause_high,
        settings_pause_low};

endmodule

`default_nettype wire

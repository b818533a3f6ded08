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
    input  wire [7:0]  settings_epoch,
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
    input  wire        request_open_challenge,
    input  wire [47:0] request_mac,
    input  wire [7:0]  request_epoch,
    input  wire [7:0]  request_heard_epoch,
    input  wire [15:0] request_plan_sequence,
    input  wire [9:0]  request_plan_tlps,
    input  wire [10:0] request_plan_beats,
    input  wire        request_plan_odd,
    output reg         take,
    input  wire [63:0] word_payload,
    input  wire        word_valid,
    output reg         word_ready,
    input  wire [15:0] reply_expected,
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
    output reg         sent,
    output reg         ack_sent,
    output reg         nak_sent,
    output reg         keep_alive_sent
);

    localparam [2:0] STATE_IDLE = 3'd0;
    localparam [2:0] STATE_DESTINATION = 3'd1;
    localparam [2:0] STATE_SOURCE = 3'd2;
    localparam [2:0] STATE_CONTROL = 3'd3;
    localparam [2:0] STATE_ACKNOWLEDGEMENT = 3'd4;
    localparam [2:0] STATE_AREA = 3'd5;
    localparam [2:0] STATE_BODY = 3'd6;
    localparam [2:0] STATE_NODE_ID = 3'd7;

    reg  [2:0]  state_next;
    reg  [2:0]  state;
    reg         asked_wanted_next;
    reg  [3:0]  asked_kind_next;
    reg         asked_open_heard_next;
    reg         asked_open_wants_answer_next;
    reg         asked_open_challenge_next;
    reg  [47:0] asked_mac_next;
    reg  [7:0]  asked_epoch_next;
    reg  [7:0]  asked_heard_epoch_next;
    reg  [15:0] asked_plan_sequence_next;
    reg  [9:0]  asked_plan_tlps_next;
    reg  [10:0] asked_plan_beats_next;
    reg         asked_plan_odd_next;
    reg         asked_wanted;
    reg  [3:0]  asked_kind;
    reg         asked_open_heard;
    reg         asked_open_wants_answer;
    reg         asked_open_challenge;
    reg  [47:0] asked_mac;
    reg  [7:0]  asked_epoch;
    reg  [7:0]  asked_heard_epoch;
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
    reg  [15:0] told_expected_next;
    reg         told_nak_next;
    reg         told_busy_next;
    reg         told_echo_valid_next;
    reg  [19:0] told_echo_offset_next;
    reg  [7:0]  told_non_posted_limit_next;
    reg  [15:0] told_expected;
    reg         told_nak;
    reg         told_busy;
    reg         told_echo_valid;
    reg  [19:0] told_echo_offset;
    reg  [7:0]  told_non_posted_limit;
    wire        slice_inp_ready;
    wire        is_data;
    wire        is_open;
    wire        is_keep_alive;
    wire        replies;
    wire [19:0] echo;
    wire [15:0] acknowledgement;
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
    assign acknowledgement = is_open ? {8'd0, asked_heard_epoch} : told_expected;
    assign data =
        (state == STATE_IDLE) ? 64'd0 :
        (state == STATE_DESTINATION) ? {settings_local_mac[15:0], asked_mac} :
        (state == STATE_SOURCE) ? {32'd0, settings_local_mac[47:16]} :
        (state == STATE_CONTROL) ? {asked_plan_sequence[7:0], asked_plan_sequence[15:8], asked_epoch, length_dw[7:0], replies | (is_open & asked_open_heard), (replies & reply_nak) | (is_open & asked_open_wants_answer), replies & reply_echo_valid, (replies & reply_busy) | (is_open & asked_open_challenge), length_dw[11:8], 4'd2, asked_kind, settings_ethertype[7:0], settings_ethertype[15:8]} :
        (state == STATE_ACKNOWLEDGEMENT) ? {echo[7:0], echo[15:8], now[3:0], echo[19:16], now[11:4], now[19:12], told_non_posted_limit, acknowledgement[7:0], acknowledgement[15:8]} :
        (state == STATE_AREA) ? word_payload :
        (state == STATE_BODY) ? {16'd2, settings_mtu[7:0], 2'd0, settings_mtu[13:8], settings_vid[7:0], 4'd0, settings_vid[11:8], 16'h301} :
        {settings_node_id[7:0], settings_node_id[15:8], settings_node_id[23:16], settings_node_id[31:24], settings_node_id[39:32], settings_node_id[47:40], settings_node_id[55:48], settings_node_id[63:56]};
    assign spoiled_2 = spoiled | ~settings_enable;
    assign final_word = words_left == 11'd1;
    assign takes = settings_enable & wanted;
    assign half = {11'd0, asked_plan_odd};
    assign last = ~is_data & ~is_keep_alive;
    assign keep = (final_word & length_dw[0]) ? 8'd15 : 8'hff;
    assign made =
        (state == STATE_IDLE) ? 1'd0 :
        (state == STATE_DESTINATION) ? asked_wanted :
        (state == STATE_SOURCE) ? 1'd1 :
        (state == STATE_CONTROL) ? 1'd1 :
        (state == STATE_ACKNOWLEDGEMENT) ? 1'd1 :
        (state == STATE_AREA) ? word_valid :
        1'd1;
    assign keep_2 =
        (state == STATE_IDLE) ? 8'hff :
        (state == STATE_DESTINATION) ? 8'hff :
        (state == STATE_SOURCE) ? 8'hff :
        (state == STATE_CONTROL) ? 8'hff :
        (state == STATE_ACKNOWLEDGEMENT) ? 8'hff :
        (state == STATE_AREA) ? keep :
        8'hff;
    assign last_2 =
        (state == STATE_IDLE) ? 1'd0 :
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? 1'd0 :
        (state == STATE_CONTROL) ? 1'd0 :
        (state == STATE_ACKNOWLEDGEMENT) ? last :
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
        asked_open_challenge_next = asked_open_challenge;
        asked_mac_next = asked_mac;
        asked_epoch_next = asked_epoch;
        asked_heard_epoch_next = asked_heard_epoch;
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
                asked_open_challenge_next = request_open_challenge;
                asked_mac_next = request_mac;
                asked_epoch_next = request_epoch;
                asked_heard_epoch_next = request_heard_epoch;
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
                if (is_data) begin
                    length_dw_next = {asked_plan_beats, 1'd0} - half;
                end
                if (is_keep_alive) begin
                    length_dw_next = 12'd4;
                end
                if (~asked_wanted) begin
                    state_next = STATE_IDLE;
                end else if (slice_inp_ready) begin
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
                    told_expected_next = 16'd0;
                    told_nak_next = 1'd0;
                    told_busy_next = 1'd0;
                    told_echo_valid_next = 1'd0;
                    told_echo_offset_next = 20'd0;
                    told_non_posted_limit_next =
                        is_open ? reply_non_posted_limit :
                        8'd0;
                end
                if (slice_inp_ready) begin
                    reply_take = replies;
                    nak_sent = replies & reply_nak;
                    state_next = STATE_ACKNOWLEDGEMENT;
                end
            end
            STATE_ACKNOWLEDGEMENT: begin
                if (slice_inp_ready) begin
                    sent = last;
                    ack_sent = asked_kind == 4'd2;
                    state_next = STATE_IDLE;
                    if (is_data) begin
                        state_next = STATE_AREA;
                    end
                    if (is_keep_alive) begin
                        state_next = STATE_BODY;
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

    initial begin
        state = 3'd0;
        asked_wanted = 1'd0;
        asked_kind = 4'd0;
        asked_open_heard = 1'd0;
        asked_open_wants_answer = 1'd0;
        asked_open_challenge = 1'd0;
        asked_mac = 48'd0;
        asked_epoch = 8'd0;
        asked_heard_epoch = 8'd0;
        asked_plan_sequence = 16'd0;
        asked_plan_tlps = 10'd0;
        asked_plan_beats = 11'd0;
        asked_plan_odd = 1'd0;
        length_dw = 12'd0;
        words_left = 11'd0;
        spoiled = 1'd0;
        told_expected = 16'd0;
        told_nak = 1'd0;
        told_busy = 1'd0;
        told_echo_valid = 1'd0;
        told_echo_offset = 20'd0;
        told_non_posted_limit = 8'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            state <= 3'd0;
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
        asked_open_challenge <= asked_open_challenge_next;
        asked_mac <= asked_mac_next;
        asked_epoch <= asked_epoch_next;
        asked_heard_epoch <= asked_heard_epoch_next;
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
    end

    wire unused = &{1'b0,
        settings_learn,
        settings_honour_pause,
        settings_send_pause,
        settings_pcp,
        settings_epoch,
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

// encapsulator: made from the Rust type expether_rtl::bridge::encapsulator::Encapsulator
// by `expether gen`; edit that instead.
`default_nettype none

module encapsulator (
    input  wire        clock,
    input  wire        reset,
    input  wire        settings_enable,
    input  wire [11:0] settings_vid,
    input  wire [2:0]  settings_pcp,
    input  wire [47:0] settings_local_mac,
    input  wire [47:0] settings_peer_mac,
    input  wire [7:0]  settings_epoch,
    input  wire [15:0] settings_ethertype,
    input  wire [23:0] settings_retransmit_timeout,
    input  wire [15:0] settings_ack_delay,
    input  wire [7:0]  settings_window,
    input  wire [23:0] now,
    input  wire [15:0] data_sequence,
    input  wire [11:0] data_length_dw,
    input  wire        data_valid,
    output reg         data_ready,
    input  wire [63:0] word_payload,
    input  wire        word_valid,
    output reg         word_ready,
    input  wire        discard,
    input  wire [15:0] next_sequence,
    input  wire [15:0] reply_expected,
    input  wire        reply_nak,
    input  wire        reply_echo_valid,
    input  wire [23:0] reply_echo,
    input  wire        reply_wanted,
    output reg         reply_taken,
    output wire [63:0] frame_data,
    output wire [7:0]  frame_keep,
    output wire        frame_last,
    output wire        frame_error,
    output wire        frame_valid,
    input  wire        frame_ready,
    output reg         sent,
    output reg         ack_sent,
    output reg         nak_sent
);

    localparam [2:0] STATE_DESTINATION = 3'd0;
    localparam [2:0] STATE_SOURCE = 3'd1;
    localparam [2:0] STATE_CONTROL = 3'd2;
    localparam [2:0] STATE_ACKNOWLEDGEMENT = 3'd3;
    localparam [2:0] STATE_TLP = 3'd4;
    localparam [2:0] STATE_DISCARD = 3'd5;

    reg  [2:0]  state_next;
    reg  [2:0]  state;
    reg         is_data_next;
    reg         is_data;
    reg  [15:0] frame_sequence_next;
    reg  [15:0] frame_sequence;
    reg  [11:0] length_dw_next;
    reg  [11:0] length_dw;
    reg  [10:0] words_left_next;
    reg  [10:0] words_left;
    reg         spoiled_next;
    reg         spoiled;
    reg  [15:0] told_expected_next;
    reg         told_nak_next;
    reg         told_echo_valid_next;
    reg  [23:0] told_echo_next;
    reg  [15:0] told_expected;
    reg         told_nak;
    reg         told_echo_valid;
    reg  [23:0] told_echo;
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
    wire        advance;
    wire [3:0]  kind;
    wire [63:0] data;
    wire        spoiled_2;
    wire        final_word;
    wire        made;
    wire [11:0] sum;
    wire        last;
    wire [7:0]  keep;
    wire        made_2;
    wire [7:0]  keep_2;
    wire        last_2;

    assign advance = ~beat_valid | frame_ready;
    assign kind = is_data ? 4'd1 : 4'd2;
    assign data =
        (state == STATE_DESTINATION) ? {settings_local_mac[15:0], settings_peer_mac} :
        (state == STATE_SOURCE) ? {32'd0, settings_local_mac[47:16]} :
        (state == STATE_CONTROL) ? {frame_sequence[7:0], frame_sequence[15:8], settings_epoch, length_dw[7:0], 1'd1, reply_nak, reply_echo_valid, 1'd0, length_dw[11:8], 4'd1, kind, settings_ethertype[7:0], settings_ethertype[15:8]} :
        (state == STATE_ACKNOWLEDGEMENT) ? {told_echo[7:0], told_echo[15:8], told_echo[23:16], now[7:0], now[15:8], now[23:16], told_expected[7:0], told_expected[15:8]} :
        word_payload;
    assign spoiled_2 = spoiled | ~settings_enable;
    assign final_word = words_left == 11'd1;
    assign made = settings_enable & ~discard & (data_valid | reply_wanted);
    assign sum = data_length_dw + 12'd1;
    assign last = ~is_data;
    assign keep = (final_word & length_dw[0]) ? 8'd15 : 8'hff;
    assign made_2 =
        (state == STATE_DESTINATION) ? made :
        (state == STATE_SOURCE) ? 1'd1 :
        (state == STATE_CONTROL) ? 1'd1 :
        (state == STATE_ACKNOWLEDGEMENT) ? 1'd1 :
        (state == STATE_TLP) ? word_valid :
        1'd0;
    assign keep_2 =
        (state == STATE_DESTINATION) ? 8'hff :
        (state == STATE_SOURCE) ? 8'hff :
        (state == STATE_CONTROL) ? 8'hff :
        (state == STATE_ACKNOWLEDGEMENT) ? 8'hff :
        (state == STATE_TLP) ? keep :
        8'hff;
    assign last_2 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? 1'd0 :
        (state == STATE_CONTROL) ? 1'd0 :
        (state == STATE_ACKNOWLEDGEMENT) ? last :
        (state == STATE_TLP) ? final_word :
        1'd0;
    assign frame_data = beat_data;
    assign frame_keep = beat_keep;
    assign frame_last = beat_last;
    assign frame_error = beat_error;
    assign frame_valid = beat_valid;

    always @(*) begin
        state_next = state;
        is_data_next = is_data;
        frame_sequence_next = frame_sequence;
        length_dw_next = length_dw;
        words_left_next = words_left;
        spoiled_next = spoiled;
        told_expected_next = told_expected;
        told_nak_next = told_nak;
        told_echo_valid_next = told_echo_valid;
        told_echo_next = told_echo;
        data_ready = 1'd0;
        word_ready = 1'd0;
        reply_taken = 1'd0;
        sent = 1'd0;
        ack_sent = 1'd0;
        nak_sent = 1'd0;
        spoiled_next = spoiled_2;
        case (state)
            STATE_DESTINATION: begin
                spoiled_next = 1'd0;
                data_ready = advance & (settings_enable | discard);
                if (data_valid) begin
                    frame_sequence_next = data_sequence;
                    length_dw_next = data_length_dw;
                end else begin
                    frame_sequence_next = next_sequence;
                    length_dw_next = 12'd0;
                end
                is_data_next = data_valid;
                words_left_next = sum[11:1];
                if (discard) begin
                    if (data_valid & advance) begin
                        state_next = STATE_DISCARD;
                    end
                end else if (made & advance) begin
                    state_next = STATE_SOURCE;
                end
            end
            STATE_SOURCE: begin
                if (advance) begin
                    state_next = STATE_CONTROL;
                end
            end
            STATE_CONTROL: begin
                told_expected_next = reply_expected;
                told_nak_next = reply_nak;
                told_echo_valid_next = reply_echo_valid;
                told_echo_next = reply_echo;
                if (advance) begin
                    reply_taken = 1'd1;
                    nak_sent = reply_nak;
                    state_next = STATE_ACKNOWLEDGEMENT;
                end
            end
            STATE_ACKNOWLEDGEMENT: begin
                if (advance) begin
                    sent = ~is_data;
                    ack_sent = ~is_data;
                    if (is_data) begin
                        state_next = STATE_TLP;
                    end else begin
                        state_next = STATE_DESTINATION;
                    end
                end
            end
            STATE_TLP: begin
                word_ready = advance;
                if (advance & word_valid) begin
                    words_left_next = words_left - 11'd1;
                    if (final_word) begin
                        sent = 1'd1;
                        state_next = STATE_DESTINATION;
                    end
                end
            end
            default: begin
                word_ready = 1'd1;
                if (word_valid) begin
                    words_left_next = words_left - 11'd1;
                    if (final_word) begin
                        state_next = STATE_DESTINATION;
                    end
                end
            end
        endcase
    end

    always @(*) begin
        beat_valid_next = beat_valid;
        beat_data_next = beat_data;
        beat_keep_next = beat_keep;
        beat_last_next = beat_last;
        beat_error_next = beat_error;
        if (advance) begin
            beat_valid_next = made_2;
            beat_data_next = data;
            beat_keep_next = keep_2;
            beat_last_next = last_2;
            beat_error_next = last_2 & spoiled_2;
        end
    end

    initial begin
        state = 3'd0;
        is_data = 1'd0;
        frame_sequence = 16'd0;
        length_dw = 12'd0;
        words_left = 11'd0;
        spoiled = 1'd0;
        told_expected = 16'd0;
        told_nak = 1'd0;
        told_echo_valid = 1'd0;
        told_echo = 24'd0;
        beat_valid = 1'd0;
        beat_data = 64'd0;
        beat_keep = 8'd0;
        beat_last = 1'd0;
        beat_error = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            state <= 3'd0;
            spoiled <= 1'd0;
            beat_valid <= 1'd0;
        end else begin
            state <= state_next;
            spoiled <= spoiled_next;
            beat_valid <= beat_valid_next;
        end
    end

    always @(posedge clock) begin
        is_data <= is_data_next;
        frame_sequence <= frame_sequence_next;
        length_dw <= length_dw_next;
        words_left <= words_left_next;
        told_expected <= told_expected_next;
        told_nak <= told_nak_next;
        told_echo_valid <= told_echo_valid_next;
        told_echo <= told_echo_next;
        beat_data <= beat_data_next;
        beat_keep <= beat_keep_next;
        beat_last <= beat_last_next;
        beat_error <= beat_error_next;
    end

    wire unused = &{1'b0,
        settings_vid,
        settings_pcp,
        settings_retransmit_timeout,
        settings_ack_delay,
        settings_window,
        sum[0]};

endmodule

`default_nettype wire

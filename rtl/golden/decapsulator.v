// decapsulator: made from the Rust type expether_rtl::bridge::decapsulator::Decapsulator
// by `expether gen`; edit that instead.
`default_nettype none

module decapsulator (
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
    input  wire [63:0] frame_data,
    input  wire [7:0]  frame_keep,
    input  wire        frame_last,
    input  wire        frame_error,
    input  wire        frame_valid,
    output wire [63:0] tlp_data,
    output wire [7:0]  tlp_keep,
    output wire        tlp_last,
    output wire        tlp_error,
    output wire        tlp_valid,
    output wire        header_is_data,
    output wire [15:0] header_sequence,
    output wire [23:0] header_timestamp,
    output wire        header_valid,
    output wire [15:0] acknowledgement_expected,
    output wire        acknowledgement_nak,
    output wire        acknowledgement_valid,
    output wire        wrong_type,
    output wire        wrong_peer,
    output wire        wrong_epoch,
    output wire        malformed
);

    localparam [2:0] STATE_DESTINATION = 3'd0;
    localparam [2:0] STATE_SOURCE = 3'd1;
    localparam [2:0] STATE_CONTROL = 3'd2;
    localparam [2:0] STATE_ACKNOWLEDGEMENT = 3'd3;
    localparam [2:0] STATE_AREA = 3'd4;

    reg  [2:0]  state_next;
    reg  [2:0]  state;
    reg         listening_next;
    reg         listening;
    reg         faults_error_next;
    reg         faults_wrong_type_next;
    reg         faults_wrong_peer_next;
    reg         faults_wrong_epoch_next;
    reg         faults_malformed_next;
    reg         faults_error;
    reg         faults_wrong_type;
    reg         faults_wrong_peer;
    reg         faults_wrong_epoch;
    reg         faults_malformed;
    reg         fields_is_data_next;
    reg  [15:0] fields_sequence_next;
    reg  [23:0] fields_timestamp_next;
    reg         fields_is_data;
    reg  [15:0] fields_sequence;
    reg  [23:0] fields_timestamp;
    reg         odd_length_next;
    reg         odd_length;
    reg         has_acknowledgement_next;
    reg         has_acknowledgement;
    reg  [15:0] peer_reply_expected_next;
    reg         peer_reply_nak_next;
    reg  [15:0] peer_reply_expected;
    reg         peer_reply_nak;
    reg  [2:0]  area_beats_next;
    reg  [2:0]  area_beats;
    reg  [11:0] words_left_next;
    reg  [11:0] words_left;
    reg         held_valid_next;
    reg         held_valid;
    reg  [63:0] held_next;
    reg  [63:0] held;
    reg         ended_next;
    reg         ended;
    wire        faults_wrong_peer_2;
    wire        faults_wrong_peer_3;
    wire [15:0] ethertype;
    wire [3:0]  kind;
    wire [3:0]  version;
    wire [11:0] length;
    wire        is_data;
    wire        is_ack;
    wire        faults_wrong_type_2;
    wire        faults_wrong_epoch_2;
    wire        faults_malformed_2;
    wire        too_short;
    wire        last_word;
    wire        last_words;
    wire        is_padded;
    wire        too_short_2;
    wire        too_long;
    wire        is_tlp;
    wire        faults_malformed_3;
    wire        faults_wrong_epoch_3;
    wire        faults_wrong_peer_4;
    wire        faults_wrong_type_3;
    wire        faults_error_2;
    wire        too_short_3;
    wire        too_long_2;
    wire        listening_2;
    wire        is_tlp_2;
    wire        faults_malformed_4;
    wire        faults_error_3;
    wire        faults_malformed_5;
    wire        faults_error_4;
    wire        faults_malformed_6;
    wire        faults_wrong_epoch_4;
    wire        faults_wrong_peer_5;
    wire        faults_wrong_type_4;
    wire        faults_error_5;
    wire        listening_3;
    wire        is_tlp_3;
    wire        faults_error_6;
    wire        good;
    wire [7:0]  last_keep;
    wire        counted;

    assign faults_wrong_peer_2 =
        (frame_data[47:0] != settings_local_mac)
        | (frame_data[63:48] != settings_peer_mac[15:0]);
    assign faults_wrong_peer_3 =
        faults_wrong_peer
        | (frame_data[31:0] != settings_peer_mac[47:16]);
    assign ethertype = {frame_data[7:0], frame_data[15:8]};
    assign kind = frame_data[19:16];
    assign version = frame_data[23:20];
    assign length = {frame_data[27:24], frame_data[39:32]};
    assign is_data = kind == 4'd1;
    assign is_ack = kind == 4'd2;
    assign faults_wrong_type_2 =
        (ethertype != settings_ethertype)
        | (version != 4'd1)
        | ~(is_data | is_ack);
    assign faults_wrong_epoch_2 = frame_data[47:40] != settings_epoch;
    assign faults_malformed_2 = (|length) != is_data;
    assign too_short = ~(&frame_keep) | (|words_left);
    assign last_word = words_left == 12'd1;
    assign last_words = words_left == 12'd2;
    assign is_padded = ~(|words_left) | (last_word & frame_keep[4]);
    assign too_short_2 =
        (words_left > 12'd2)
        | (last_words & ~frame_keep[7])
        | (last_word & ~frame_keep[3]);
    assign too_long = is_padded & (area_beats == 3'd4);
    assign is_tlp = listening & fields_is_data & (|words_left);
    assign faults_malformed_3 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? faults_malformed :
        (state == STATE_CONTROL) ? faults_malformed_2 :
        faults_malformed;
    assign faults_wrong_epoch_3 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? faults_wrong_epoch :
        (state == STATE_CONTROL) ? faults_wrong_epoch_2 :
        faults_wrong_epoch;
    assign faults_wrong_peer_4 =
        (state == STATE_DESTINATION) ? faults_wrong_peer_2 :
        (state == STATE_SOURCE) ? faults_wrong_peer_3 :
        faults_wrong_peer;
    assign faults_wrong_type_3 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? faults_wrong_type :
        (state == STATE_CONTROL) ? faults_wrong_type_2 :
        faults_wrong_type;
    assign faults_error_2 = (state == STATE_DESTINATION) ? 1'd0 : faults_error;
    assign too_short_3 =
        (state == STATE_DESTINATION) ? 1'd1 :
        (state == STATE_SOURCE) ? 1'd1 :
        (state == STATE_CONTROL) ? 1'd1 :
        (state == STATE_ACKNOWLEDGEMENT) ? too_short :
        too_short_2;
    assign too_long_2 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? 1'd0 :
        (state == STATE_CONTROL) ? 1'd0 :
        (state == STATE_ACKNOWLEDGEMENT) ? 1'd0 :
        too_long;
    assign listening_2 = (state == STATE_DESTINATION) ? settings_enable : listening;
    assign is_tlp_2 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? 1'd0 :
        (state == STATE_CONTROL) ? 1'd0 :
        (state == STATE_ACKNOWLEDGEMENT) ? 1'd0 :
        is_tlp;
    assign faults_malformed_4 = faults_malformed_3 | too_short_3 | too_long_2;
    assign faults_error_3 = faults_error_2 | frame_error;
    assign faults_malformed_5 = frame_last ? faults_malformed_4 : faults_malformed_3;
    assign faults_error_4 = frame_last ? faults_error_3 : faults_error_2;
    assign faults_malformed_6 = frame_valid ? faults_malformed_5 : faults_malformed;
    assign faults_wrong_epoch_4 = frame_valid ? faults_wrong_epoch_3 : faults_wrong_epoch;
    assign faults_wrong_peer_5 = frame_valid ? faults_wrong_peer_4 : faults_wrong_peer;
    assign faults_wrong_type_4 = frame_valid ? faults_wrong_type_3 : faults_wrong_type;
    assign faults_error_5 = frame_valid ? faults_error_4 : faults_error;
    assign listening_3 = frame_valid ? listening_2 : listening;
    assign is_tlp_3 = frame_valid ? is_tlp_2 : 1'd0;
    assign faults_error_6 = faults_error_5 | ~settings_enable;
    assign good =
        ~faults_error
        & ~faults_wrong_type
        & ~faults_wrong_peer
        & ~faults_wrong_epoch
        & ~faults_malformed;
    assign last_keep = odd_length ? 8'd15 : 8'hff;
    assign counted = ended & ~faults_error;
    assign tlp_data = held;
    assign tlp_keep = ended ? last_keep : 8'hff;
    assign tlp_last = ended;
    assign tlp_error = ended & ~good;
    assign tlp_valid = held_valid & listening & (ended | is_tlp_3);
    assign wrong_type = counted & faults_wrong_type;
    assign wrong_peer = counted & ~faults_wrong_type & faults_wrong_peer;
    assign wrong_epoch = counted & ~faults_wrong_type & ~faults_wrong_peer & faults_wrong_epoch;
    assign malformed =
        counted
        & ~faults_wrong_type
        & ~faults_wrong_peer
        & ~faults_wrong_epoch
        & faults_malformed;
    assign header_is_data = fields_is_data;
    assign header_sequence = fields_sequence;
    assign header_timestamp = fields_timestamp;
    assign header_valid = ended & good;
    assign acknowledgement_expected = peer_reply_expected;
    assign acknowledgement_nak = peer_reply_nak;
    assign acknowledgement_valid = ended & good & has_acknowledgement;

    always @(*) begin
        state_next = state;
        fields_is_data_next = fields_is_data;
        fields_sequence_next = fields_sequence;
        fields_timestamp_next = fields_timestamp;
        odd_length_next = odd_length;
        has_acknowledgement_next = has_acknowledgement;
        peer_reply_expected_next = peer_reply_expected;
        peer_reply_nak_next = peer_reply_nak;
        area_beats_next = area_beats;
        words_left_next = words_left;
        if (frame_valid) begin
            case (state)
                STATE_DESTINATION: begin
                    area_beats_next = 3'd0;
                    has_acknowledgement_next = 1'd0;
                    state_next = STATE_SOURCE;
                end
                STATE_SOURCE: begin
                    state_next = STATE_CONTROL;
                end
                STATE_CONTROL: begin
                    odd_length_next = length[0];
                    words_left_next = length;
                    has_acknowledgement_next = frame_data[31];
                    peer_reply_nak_next = frame_data[30];
                    fields_is_data_next = is_data;
                    fields_sequence_next = {
                        frame_data[55:48],
                        frame_data[63:56]
                    };
                    state_next = STATE_ACKNOWLEDGEMENT;
                end
                STATE_ACKNOWLEDGEMENT: begin
                    peer_reply_expected_next = {
                        frame_data[7:0],
                        frame_data[15:8]
                    };
                    fields_timestamp_next = {
                        frame_data[23:16],
                        frame_data[31:24],
                        frame_data[39:32]
                    };
                    state_next = STATE_AREA;
                end
                default: begin
                    if (last_word | ~(|words_left)) begin
                        words_left_next = 12'd0;
                    end else begin
                        words_left_next = words_left - 12'd2;
                    end
                    if (area_beats != 3'd4) begin
                        area_beats_next = area_beats + 3'd1;
                    end
                end
            endcase
            if (frame_last) begin
                state_next = STATE_DESTINATION;
            end
        end
    end

    always @(*) begin
        listening_next = listening;
        listening_next = listening_3;
    end

    always @(*) begin
        faults_error_next = faults_error;
        faults_error_next = faults_error_6;
    end

    always @(*) begin
        faults_wrong_type_next = faults_wrong_type;
        faults_wrong_type_next = faults_wrong_type_4;
    end

    always @(*) begin
        faults_wrong_peer_next = faults_wrong_peer;
        faults_wrong_peer_next = faults_wrong_peer_5;
    end

    always @(*) begin
        faults_wrong_epoch_next = faults_wrong_epoch;
        faults_wrong_epoch_next = faults_wrong_epoch_4;
    end

    always @(*) begin
        faults_malformed_next = faults_malformed;
        faults_malformed_next = faults_malformed_6;
    end

    always @(*) begin
        held_valid_next = held_valid;
        held_next = held;
        if (is_tlp_3) begin
            held_next = frame_data;
            held_valid_next = 1'd1;
        end
        if (ended) begin
            held_valid_next = 1'd0;
        end
    end

    always @(*) begin
        ended_next = ended;
        ended_next = frame_valid & frame_last & listening_3;
    end

    initial begin
        state = 3'd0;
        listening = 1'd0;
        faults_error = 1'd0;
        faults_wrong_type = 1'd0;
        faults_wrong_peer = 1'd0;
        faults_wrong_epoch = 1'd0;
        faults_malformed = 1'd0;
        fields_is_data = 1'd0;
        fields_sequence = 16'd0;
        fields_timestamp = 24'd0;
        odd_length = 1'd0;
        has_acknowledgement = 1'd0;
        peer_reply_expected = 16'd0;
        peer_reply_nak = 1'd0;
        area_beats = 3'd0;
        words_left = 12'd0;
        held_valid = 1'd0;
        held = 64'd0;
        ended = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            state <= 3'd0;
            listening <= 1'd0;
            held_valid <= 1'd0;
            ended <= 1'd0;
        end else begin
            state <= state_next;
            listening <= listening_next;
            held_valid <= held_valid_next;
            ended <= ended_next;
        end
    end

    always @(posedge clock) begin
        faults_error <= faults_error_next;
        faults_wrong_type <= faults_wrong_type_next;
        faults_wrong_peer <= faults_wrong_peer_next;
        faults_wrong_epoch <= faults_wrong_epoch_next;
        faults_malformed <= faults_malformed_next;
        fields_is_data <= fields_is_data_next;
        fields_sequence <= fields_sequence_next;
        fields_timestamp <= fields_timestamp_next;
        odd_length <= odd_length_next;
        has_acknowledgement <= has_acknowledgement_next;
        peer_reply_expected <= peer_reply_expected_next;
        peer_reply_nak <= peer_reply_nak_next;
        area_beats <= area_beats_next;
        words_left <= words_left_next;
        held <= held_next;
    end

    wire unused = &{1'b0,
        settings_vid,
        settings_pcp,
        settings_retransmit_timeout,
        settings_ack_delay,
        settings_window};

endmodule

`default_nettype wire

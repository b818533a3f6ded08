// arq_transmitter: made from the Rust type expether_rtl::bridge::arq_transmitter::ArqTransmitter<13, 8>
// by `expether gen`; edit that instead.
`default_nettype none

module arq_transmitter (
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
    input  wire [63:0] tlp_beat_data,
    input  wire [7:0]  tlp_beat_keep,
    input  wire        tlp_beat_last,
    input  wire        tlp_beat_error,
    input  wire [4:0]  tlp_info_kind,
    input  wire [2:0]  tlp_info_routing,
    input  wire [2:0]  tlp_info_header_dw,
    input  wire [10:0] tlp_info_payload_dw,
    input  wire [11:0] tlp_info_total_dw,
    input  wire        tlp_valid,
    output wire        tlp_ready,
    output wire [15:0] frame_sequence,
    output wire [11:0] frame_length_dw,
    output wire        frame_valid,
    input  wire        frame_ready,
    output wire [63:0] word_payload,
    output wire        word_valid,
    input  wire        word_ready,
    output wire        discard,
    output wire [15:0] next_sequence,
    input  wire [15:0] acknowledgement_expected,
    input  wire        acknowledgement_nak,
    input  wire        acknowledgement_valid,
    output wire        stored,
    output wire        resent,
    output wire        timed_out,
    output wire        nak_received,
    output wire        wrong_acknowledgement
);

    wire        replay_running;
    wire        replay_request_ready;
    reg  [15:0] acknowledged_next;
    reg  [15:0] acknowledged;
    reg  [15:0] send_sequence_next;
    reg  [15:0] send_sequence;
    reg  [15:0] sent_limit_next;
    reg  [15:0] sent_limit;
    reg         in_window_next;
    reg         in_window;
    reg         heard_next;
    reg         heard;
    reg  [15:0] said_expected_next;
    reg         said_nak_next;
    reg  [15:0] said_expected;
    reg         said_nak;
    reg         measured_next;
    reg         measured;
    reg         credible_next;
    reg         credible;
    reg         is_news_next;
    reg         is_news;
    reg         passes_send_next;
    reg         passes_send;
    reg  [23:0] waited_next;
    reg  [23:0] waited;
    reg         expired_next;
    reg         expired;
    wire        wanted;
    wire        asked;
    wire [15:0] on_the_way;
    wire [15:0] next_send;
    wire [15:0] next_send_2;
    wire        hears;
    wire [15:0] outstanding;
    wire [15:0] ahead;
    wire        believed;
    wire        progress;
    wire        nak;
    wire [15:0] next_send_3;
    wire [15:0] next_send_4;
    wire        is_outstanding;
    wire        measures;
    wire        timed_out_2;
    wire [15:0] next_send_5;

    assign wanted = (send_sequence != next_sequence) & in_window & settings_enable;
    assign asked = wanted & replay_request_ready;
    assign on_the_way = send_sequence - acknowledged;
    assign next_send = send_sequence + 16'd1;
    assign next_send_2 = asked ? next_send : send_sequence;
    assign hears = acknowledgement_valid & settings_enable & ~heard & ~measured;
    assign outstanding = sent_limit - acknowledged;
    assign ahead = said_expected - send_sequence;
    assign believed = measured & credible;
    assign progress = believed & is_news;
    assign nak = believed & said_nak & (said_expected != sent_limit);
    assign next_send_3 =
        (nak | (passes_send & (send_sequence != said_expected))) ? said_expected :
        next_send_2;
    assign next_send_4 = believed ? next_send_3 : next_send_2;
    assign is_outstanding = acknowledged != sent_limit;
    assign measures = heard | measured;
    assign timed_out_2 = expired & is_outstanding & ~measures;
    assign next_send_5 = timed_out_2 ? acknowledged : next_send_4;
    assign discard = ~replay_running;
    assign resent = asked & (send_sequence != sent_limit);
    assign nak_received = nak;
    assign wrong_acknowledgement = measured & ~credible;
    assign timed_out = timed_out_2;

    replay_buffer_13_8 replay (
        .clock(clock),
        .reset(reset),
        .run(settings_enable),
        .running(replay_running),
        .tlp_beat_data(tlp_beat_data),
        .tlp_beat_keep(tlp_beat_keep),
        .tlp_beat_last(tlp_beat_last),
        .tlp_beat_error(tlp_beat_error),
        .tlp_info_kind(tlp_info_kind),
        .tlp_info_routing(tlp_info_routing),
        .tlp_info_header_dw(tlp_info_header_dw),
        .tlp_info_payload_dw(tlp_info_payload_dw),
        .tlp_info_total_dw(tlp_info_total_dw),
        .tlp_valid(tlp_valid),
        .tlp_ready(tlp_ready),
        .stored(stored),
        .next_sequence(next_sequence),
        .acknowledged(acknowledged),
        .released(progress),
        .request_payload(send_sequence),
        .request_valid(wanted),
        .request_ready(replay_request_ready),
        .frame_sequence(frame_sequence),
        .frame_length_dw(frame_length_dw),
        .frame_valid(frame_valid),
        .frame_ready(frame_ready),
        .word_payload(word_payload),
        .word_valid(word_valid),
        .word_ready(word_ready)
    );

    always @(*) begin
        acknowledged_next = acknowledged;
        send_sequence_next = send_sequence;
        sent_limit_next = sent_limit;
        heard_next = heard;
        measured_next = measured;
        waited_next = waited;
        expired_next = expired;
        if (asked) begin
            if (send_sequence == sent_limit) begin
                sent_limit_next = sent_limit + 16'd1;
            end
        end
        heard_next = hears;
        measured_next = heard;
        if (believed) begin
            acknowledged_next = said_expected;
        end
        expired_next =
            (|settings_retransmit_timeout)
            & (waited >= settings_retransmit_timeout)
            & ~timed_out_2
            & ~believed;
        if (timed_out_2 | progress | nak | ~is_outstanding) begin
            waited_next = 24'd0;
        end else begin
            waited_next = waited + 24'd1;
        end
        send_sequence_next = next_send_5;
        if (~settings_enable) begin
            acknowledged_next = 16'd0;
            send_sequence_next = 16'd0;
            sent_limit_next = 16'd0;
            waited_next = 24'd0;
            heard_next = 1'd0;
            measured_next = 1'd0;
            expired_next = 1'd0;
        end
    end

    always @(*) begin
        in_window_next = in_window;
        in_window_next = ~asked & (on_the_way < {8'd0, settings_window});
    end

    always @(*) begin
        said_expected_next = said_expected;
        said_nak_next = said_nak;
        if (hears) begin
            said_expected_next = acknowledgement_expected;
            said_nak_next = acknowledgement_nak;
        end
    end

    always @(*) begin
        credible_next = credible;
        credible_next = (said_expected - acknowledged) <= outstanding;
    end

    always @(*) begin
        is_news_next = is_news;
        is_news_next = said_expected != acknowledged;
    end

    always @(*) begin
        passes_send_next = passes_send;
        passes_send_next = (|ahead) & ~ahead[15];
    end

    initial begin
        acknowledged = 16'd0;
        send_sequence = 16'd0;
        sent_limit = 16'd0;
        in_window = 1'd0;
        heard = 1'd0;
        said_expected = 16'd0;
        said_nak = 1'd0;
        measured = 1'd0;
        credible = 1'd0;
        is_news = 1'd0;
        passes_send = 1'd0;
        waited = 24'd0;
        expired = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            acknowledged <= 16'd0;
            send_sequence <= 16'd0;
            sent_limit <= 16'd0;
            in_window <= 1'd0;
            heard <= 1'd0;
            measured <= 1'd0;
            waited <= 24'd0;
            expired <= 1'd0;
        end else begin
            acknowledged <= acknowledged_next;
            send_sequence <= send_sequence_next;
            sent_limit <= sent_limit_next;
            in_window <= in_window_next;
            heard <= heard_next;
            measured <= measured_next;
            waited <= waited_next;
            expired <= expired_next;
        end
    end

    always @(posedge clock) begin
        said_expected <= said_expected_next;
        said_nak <= said_nak_next;
        credible <= credible_next;
        is_news <= is_news_next;
        passes_send <= passes_send_next;
    end

    wire unused = &{1'b0,
        settings_vid,
        settings_pcp,
        settings_local_mac,
        settings_peer_mac,
        settings_epoch,
        settings_ethertype,
        settings_ack_delay};

endmodule

`default_nettype wire

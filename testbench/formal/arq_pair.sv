// Around a pair of ARQ blocks, joined by a channel that may lose, repeat and delay what it carries,
// but keeps its order. TLPs have one or two beats, of which one bit each is looked at: the blocks do
// not look at data. One TLP, freely chosen by its number, is followed. As the choice and its data
// are free, equal data in the same place means: delivered is a prefix of what was stored.
module harness (
    input wire        clock,
    // The PCIe side that sends.
    input wire        tlp_valid,
    input wire        tlp_bit,
    input wire        tlp_last,
    // The channel's choices.
    input wire        lose_frame,
    input wire        repeat_frame,
    input wire        carry_frame,
    input wire        lose_reply,
    input wire        repeat_reply,
    input wire        carry_reply,
    // The PCIe side that receives.
    input wire        room,
    // When the frame that carries a reply is begun.
    input wire        reply_taken
);
    // Settings: any, but small, so that something happens within the bound.
    (* anyconst *) wire [2:0] window;
    (* anyconst *) wire [3:0] retransmit_timeout, ack_delay;
    (* anyconst *) wire [2:0] which;

    // ---- what is sent
    wire tlp_ready, stored, frame_valid, word_valid;
    wire [15:0] frame_sequence;
    wire [11:0] frame_length_dw;
    wire [63:0] word;
    reg         second = 0;  // beat of a TLP
    reg         first_bit;
    always @(*) assume (!second || tlp_last);
    always @(posedge clock) if (tlp_valid & tlp_ready) begin
        second <= ~tlp_last;
        first_bit <= tlp_bit;
    end

    // ---- channel, sender to receiver: whole frames {sequence, two beats, second bit, first bit}
    reg         sending = 0, send_second = 0;
    reg  [18:0] send_frame;
    wire        take_frame = frame_valid & ~sending;
    wire        take_word = word_valid & sending;
    wire        frame_done = take_word & (send_second | ~send_frame[2]);
    wire [18:0] finished = {send_frame[18:2], send_second ? word[0] : 1'b0,
                            send_second ? send_frame[0] : word[0]};
    always @(posedge clock) begin
        if (take_frame) begin
            sending <= 1;
            send_second <= 0;
            send_frame <= {frame_sequence, frame_length_dw > 2, 2'b00};
        end
        if (take_word) begin
            sending <= ~frame_done;
            send_second <= 1;
            if (~send_second) send_frame[0] <= word[0];
        end
    end
    wire        arriving_valid, receiving_last;
    wire [18:0] arriving;
    reg         receiving = 0, receive_second = 0;
    channel #(.WIDTH(19)) there (
        .clock(clock), .push(frame_done & ~lose_frame), .pushed(finished), .full(),
        .out(arriving), .out_valid(arriving_valid),
        .pop(receiving_last & ~repeat_frame)
    );
    wire receive = arriving_valid & (carry_frame | receiving);
    assign receiving_last = receive & (receive_second | ~arriving[2]);
    always @(posedge clock) begin
        receiving <= receive & ~receiving_last;
        receive_second <= receive & ~receiving_last;
    end

    // ---- receiver to sender
    wire [15:0] reply_expected;
    wire        reply_nak, reply_arrives;
    wire [16:0] heard;
    wire        hears = reply_arrives & carry_reply;
    channel #(.WIDTH(17)) back (
        .clock(clock), .push(reply_taken & ~lose_reply), .pushed({reply_nak, reply_expected}),
        .full(), .out(heard), .out_valid(reply_arrives), .pop(hears & ~repeat_reply)
    );

    proof_arq_transmitter transmitter (
        .clock(clock), .reset(1'b0),
        .settings_enable(1'b1), .settings_vid(12'd0), .settings_pcp(3'd0),
        .settings_local_mac(48'd0), .settings_peer_mac(48'd0), .settings_epoch(8'd0),
        .settings_ethertype(16'd0), .settings_retransmit_timeout({20'd0, retransmit_timeout}),
        .settings_ack_delay({12'd0, ack_delay}), .settings_window({5'd0, window}),
        .tlp_beat_data({63'd0, tlp_bit}), .tlp_beat_keep(8'hff), .tlp_beat_last(tlp_last),
        .tlp_beat_error(1'b0), .tlp_info_kind(5'd0), .tlp_info_routing(3'd0),
        .tlp_info_header_dw(3'd0), .tlp_info_payload_dw(11'd0),
        .tlp_info_total_dw(second ? 12'd4 : 12'd2), .tlp_valid(tlp_valid), .tlp_ready(tlp_ready),
        .frame_sequence(frame_sequence), .frame_length_dw(frame_length_dw),
        .frame_valid(frame_valid), .frame_ready(~sending),
        .word_payload(word), .word_valid(word_valid), .word_ready(sending),
        .discard(), .next_sequence(),
        .acknowledgement_expected(heard[15:0]), .acknowledgement_nak(heard[16]),
        .acknowledgement_valid(hears),
        .stored(stored), .resent(), .timed_out(), .nak_received(), .wrong_acknowledgement()
    );

    wire [63:0] accepted_data;
    wire        accepted_last, accepted_error, accepted_valid;
    arq_receiver receiver (
        .clock(clock), .reset(1'b0),
        .settings_enable(1'b1), .settings_vid(12'd0), .settings_pcp(3'd0),
        .settings_local_mac(48'd0), .settings_peer_mac(48'd0), .settings_epoch(8'd0),
        .settings_ethertype(16'd0), .settings_retransmit_timeout({20'd0, retransmit_timeout}),
        .settings_ack_delay({12'd0, ack_delay}), .settings_window({5'd0, window}),
        .header_is_data(1'b1), .header_sequence(arriving[18:3]), .header_timestamp(24'd0),
        .header_valid(receiving_last),
        .tlp_data({63'd0, receive_second ? arriving[1] : arriving[0]}), .tlp_keep(8'hff),
        .tlp_last(receiving_last), .tlp_error(1'b0), .tlp_valid(receive), .room(room),
        .accepted_data(accepted_data), .accepted_keep(), .accepted_last(accepted_last),
        .accepted_error(accepted_error), .accepted_valid(accepted_valid),
        .reply_expected(reply_expected), .reply_nak(reply_nak), .reply_echo_valid(),
        .reply_echo(), .reply_wanted(), .reply_taken(reply_taken),
        .duplicate(), .gap(), .overflow()
    );

    // ---- what is delivered, against what was stored
    reg [2:0] count_stored = 0, count_delivered = 0;
    reg [2:0] followed;  // {two beats, second bit, first bit}
    reg       got_second = 0, got_bit;
    reg       lost_one = 0;
    wire      delivered = accepted_valid & accepted_last & ~accepted_error;
    wire [2:0] delivered_tlp = got_second ? {1'b1, accepted_data[0], got_bit}
        : {2'b00, accepted_data[0]};
    always @(posedge clock) begin
        if (frame_done & lose_frame) lost_one <= 1;
        if (stored) begin
            count_stored <= count_stored + 3'd1;
            if (count_stored == which)
                followed <= second ? {1'b1, tlp_bit, first_bit} : {2'b00, tlp_bit};
        end
        if (accepted_valid) begin
            got_second <= ~accepted_last;
            got_bit <= accepted_data[0];
        end
        if (delivered) count_delivered <= count_delivered + 3'd1;
    end
    always @(*) assume (count_stored < 7);

    always @(*) begin
        none_invented: assert (!delivered || count_delivered < count_stored);
        in_order: assert (!delivered || count_delivered != which || delivered_tlp == followed);
        reaches_one: cover (count_delivered == 1);
        reaches_two: cover (count_delivered == 2);
        reaches_two_after_loss: cover (count_delivered == 2 && lost_one);
    end
endmodule

// A queue of two; what comes when it is full is lost.
module channel #(
    parameter WIDTH = 1
) (
    input  wire             clock,
    input  wire             push,
    input  wire [WIDTH-1:0] pushed,
    output wire             full,
    output wire [WIDTH-1:0] out,
    output wire             out_valid,
    input  wire             pop
);
    reg [WIDTH-1:0] oldest, newest;
    reg [1:0]       inside = 0;
    assign full = inside == 2;
    assign out = oldest;
    assign out_valid = inside != 0;
    wire store = push & (~full | pop);
    always @(posedge clock) begin
        inside <= inside + store - pop;
        if (pop) oldest <= newest;
        if (store) begin
            if (inside - pop == 0) oldest <= pushed;
            else newest <= pushed;
        end
    end
endmodule

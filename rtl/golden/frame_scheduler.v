// frame_scheduler: made from the Rust type expether_rtl::bridge::frame_scheduler::FrameScheduler<3>
// by `expether gen`; edit that instead.
`default_nettype none

module frame_scheduler (
    input  wire        clock,
    input  wire        reset,
    input  wire        keep_alive_wanted,
    output wire        keep_alive_taken,
    input  wire [2:0]  wants,
    input  wire        requests_0_wanted,
    input  wire [3:0]  requests_0_kind,
    input  wire        requests_0_open_heard,
    input  wire        requests_0_open_wants_answer,
    input  wire        requests_0_open_offer,
    input  wire [47:0] requests_0_mac,
    input  wire [31:0] requests_0_number,
    input  wire [31:0] requests_0_identity,
    input  wire [11:0] requests_0_longest_dw,
    input  wire [15:0] requests_0_plan_sequence,
    input  wire [9:0]  requests_0_plan_tlps,
    input  wire [10:0] requests_0_plan_beats,
    input  wire        requests_0_plan_odd,
    input  wire        requests_1_wanted,
    input  wire [3:0]  requests_1_kind,
    input  wire        requests_1_open_heard,
    input  wire        requests_1_open_wants_answer,
    input  wire        requests_1_open_offer,
    input  wire [47:0] requests_1_mac,
    input  wire [31:0] requests_1_number,
    input  wire [31:0] requests_1_identity,
    input  wire [11:0] requests_1_longest_dw,
    input  wire [15:0] requests_1_plan_sequence,
    input  wire [9:0]  requests_1_plan_tlps,
    input  wire [10:0] requests_1_plan_beats,
    input  wire        requests_1_plan_odd,
    input  wire        requests_2_wanted,
    input  wire [3:0]  requests_2_kind,
    input  wire        requests_2_open_heard,
    input  wire        requests_2_open_wants_answer,
    input  wire        requests_2_open_offer,
    input  wire [47:0] requests_2_mac,
    input  wire [31:0] requests_2_number,
    input  wire [31:0] requests_2_identity,
    input  wire [11:0] requests_2_longest_dw,
    input  wire [15:0] requests_2_plan_sequence,
    input  wire [9:0]  requests_2_plan_tlps,
    input  wire [10:0] requests_2_plan_beats,
    input  wire        requests_2_plan_odd,
    input  wire [31:0] replies_0_expected,
    input  wire        replies_0_nak,
    input  wire        replies_0_busy,
    input  wire        replies_0_echo_valid,
    input  wire [19:0] replies_0_echo_offset,
    input  wire [7:0]  replies_0_non_posted_limit,
    input  wire [31:0] replies_1_expected,
    input  wire        replies_1_nak,
    input  wire        replies_1_busy,
    input  wire        replies_1_echo_valid,
    input  wire [19:0] replies_1_echo_offset,
    input  wire [7:0]  replies_1_non_posted_limit,
    input  wire [31:0] replies_2_expected,
    input  wire        replies_2_nak,
    input  wire        replies_2_busy,
    input  wire        replies_2_echo_valid,
    input  wire [19:0] replies_2_echo_offset,
    input  wire [7:0]  replies_2_non_posted_limit,
    input  wire [63:0] words_0_payload,
    input  wire        words_0_valid,
    output wire        words_0_ready,
    input  wire [63:0] words_1_payload,
    input  wire        words_1_valid,
    output wire        words_1_ready,
    input  wire [63:0] words_2_payload,
    input  wire        words_2_valid,
    output wire        words_2_ready,
    output wire [2:0]  taken,
    output wire [2:0]  reply_taken,
    output wire        wanted,
    output wire        request_wanted,
    output wire [3:0]  request_kind,
    output wire        request_open_heard,
    output wire        request_open_wants_answer,
    output wire        request_open_offer,
    output wire [47:0] request_mac,
    output wire [31:0] request_number,
    output wire [31:0] request_identity,
    output wire [11:0] request_longest_dw,
    output wire [15:0] request_plan_sequence,
    output wire [9:0]  request_plan_tlps,
    output wire [10:0] request_plan_beats,
    output wire        request_plan_odd,
    input  wire        take,
    output wire [31:0] reply_expected,
    output wire        reply_nak,
    output wire        reply_busy,
    output wire        reply_echo_valid,
    output wire [19:0] reply_echo_offset,
    output wire [7:0]  reply_non_posted_limit,
    input  wire        reply_take,
    output wire [63:0] word_payload,
    output wire        word_valid,
    input  wire        word_ready
);

    wire [2:0]  arbiter_grant;
    reg  [2:0]  wanted_before_next;
    reg  [2:0]  wanted_before;
    reg  [2:0]  chosen_next;
    reg  [2:0]  chosen;
    reg  [2:0]  active_next;
    reg  [2:0]  active;
    wire        stands;
    wire        takes;
    wire [2:0]  candidates;
    wire        chooses;
    wire        word_valid_2;
    wire        request_plan_odd_2;
    wire [10:0] request_plan_beats_2;
    wire [9:0]  request_plan_tlps_2;
    wire [15:0] request_plan_sequence_2;
    wire [11:0] request_longest_dw_2;
    wire [31:0] request_identity_2;
    wire [31:0] request_number_2;
    wire [47:0] request_mac_2;
    wire        request_open_offer_2;
    wire        request_open_wants_answer_2;
    wire        request_open_heard_2;
    wire [3:0]  request_kind_2;
    wire        request_wanted_2;
    wire [7:0]  reply_non_posted_limit_2;
    wire [19:0] reply_echo_offset_2;
    wire        reply_echo_valid_2;
    wire        reply_busy_2;
    wire        reply_nak_2;
    wire [31:0] reply_expected_2;
    wire [63:0] word;
    wire        word_valid_3;
    wire        request_plan_odd_3;
    wire [10:0] request_plan_beats_3;
    wire [9:0]  request_plan_tlps_3;
    wire [15:0] request_plan_sequence_3;
    wire [11:0] request_longest_dw_3;
    wire [31:0] request_identity_3;
    wire [31:0] request_number_3;
    wire [47:0] request_mac_3;
    wire        request_open_offer_3;
    wire        request_open_wants_answer_3;
    wire        request_open_heard_3;
    wire [3:0]  request_kind_3;
    wire        request_wanted_3;
    wire [7:0]  reply_non_posted_limit_3;
    wire [19:0] reply_echo_offset_3;
    wire        reply_echo_valid_3;
    wire        reply_busy_3;
    wire        reply_nak_3;
    wire [31:0] reply_expected_3;
    wire [63:0] word_2;
    wire        word_valid_4;
    wire [10:0] request_plan_beats_4;
    wire [47:0] request_mac_4;
    wire [3:0]  request_kind_4;
    wire        request_wanted_4;

    assign stands = |(chosen & wanted_before);
    assign takes = take & ~keep_alive_wanted & stands;
    assign candidates = takes ? (wanted_before & ~chosen) : wanted_before;
    assign chooses = takes | ~stands;
    assign word_valid_2 = words_0_valid & active[0];
    assign request_plan_odd_2 = chosen[1] ? requests_1_plan_odd : requests_0_plan_odd;
    assign request_plan_beats_2 = chosen[1] ? requests_1_plan_beats : requests_0_plan_beats;
    assign request_plan_tlps_2 = chosen[1] ? requests_1_plan_tlps : requests_0_plan_tlps;
    assign request_plan_sequence_2 =
        chosen[1] ? requests_1_plan_sequence :
        requests_0_plan_sequence;
    assign request_longest_dw_2 = chosen[1] ? requests_1_longest_dw : requests_0_longest_dw;
    assign request_identity_2 = chosen[1] ? requests_1_identity : requests_0_identity;
    assign request_number_2 = chosen[1] ? requests_1_number : requests_0_number;
    assign request_mac_2 = chosen[1] ? requests_1_mac : requests_0_mac;
    assign request_open_offer_2 = chosen[1] ? requests_1_open_offer : requests_0_open_offer;
    assign request_open_wants_answer_2 =
        chosen[1] ? requests_1_open_wants_answer :
        requests_0_open_wants_answer;
    assign request_open_heard_2 = chosen[1] ? requests_1_open_heard : requests_0_open_heard;
    assign request_kind_2 = chosen[1] ? requests_1_kind : requests_0_kind;
    assign request_wanted_2 = chosen[1] ? requests_1_wanted : requests_0_wanted;
    assign reply_non_posted_limit_2 =
        active[1] ? replies_1_non_posted_limit :
        replies_0_non_posted_limit;
    assign reply_echo_offset_2 = active[1] ? replies_1_echo_offset : replies_0_echo_offset;
    assign reply_echo_valid_2 = active[1] ? replies_1_echo_valid : replies_0_echo_valid;
    assign reply_busy_2 = active[1] ? replies_1_busy : replies_0_busy;
    assign reply_nak_2 = active[1] ? replies_1_nak : replies_0_nak;
    assign reply_expected_2 = active[1] ? replies_1_expected : replies_0_expected;
    assign word = active[1] ? words_1_payload : words_0_payload;
    assign word_valid_3 = active[1] ? words_1_valid : word_valid_2;
    assign request_plan_odd_3 = chosen[2] ? requests_2_plan_odd : request_plan_odd_2;
    assign request_plan_beats_3 = chosen[2] ? requests_2_plan_beats : request_plan_beats_2;
    assign request_plan_tlps_3 = chosen[2] ? requests_2_plan_tlps : request_plan_tlps_2;
    assign request_plan_sequence_3 =
        chosen[2] ? requests_2_plan_sequence :
        request_plan_sequence_2;
    assign request_longest_dw_3 = chosen[2] ? requests_2_longest_dw : request_longest_dw_2;
    assign request_identity_3 = chosen[2] ? requests_2_identity : request_identity_2;
    assign request_number_3 = chosen[2] ? requests_2_number : request_number_2;
    assign request_mac_3 = chosen[2] ? requests_2_mac : request_mac_2;
    assign request_open_offer_3 = chosen[2] ? requests_2_open_offer : request_open_offer_2;
    assign request_open_wants_answer_3 =
        chosen[2] ? requests_2_open_wants_answer :
        request_open_wants_answer_2;
    assign request_open_heard_3 = chosen[2] ? requests_2_open_heard : request_open_heard_2;
    assign request_kind_3 = chosen[2] ? requests_2_kind : request_kind_2;
    assign request_wanted_3 = chosen[2] ? requests_2_wanted : request_wanted_2;
    assign reply_non_posted_limit_3 =
        active[2] ? replies_2_non_posted_limit :
        reply_non_posted_limit_2;
    assign reply_echo_offset_3 = active[2] ? replies_2_echo_offset : reply_echo_offset_2;
    assign reply_echo_valid_3 = active[2] ? replies_2_echo_valid : reply_echo_valid_2;
    assign reply_busy_3 = active[2] ? replies_2_busy : reply_busy_2;
    assign reply_nak_3 = active[2] ? replies_2_nak : reply_nak_2;
    assign reply_expected_3 = active[2] ? replies_2_expected : reply_expected_2;
    assign word_2 = active[2] ? words_2_payload : word;
    assign word_valid_4 = active[2] ? words_2_valid : word_valid_3;
    assign request_plan_beats_4 = keep_alive_wanted ? 11'd0 : request_plan_beats_3;
    assign request_mac_4 = keep_alive_wanted ? 48'hffffffffffff : request_mac_3;
    assign request_kind_4 = keep_alive_wanted ? 4'd5 : request_kind_3;
    assign request_wanted_4 = keep_alive_wanted ? 1'd1 : request_wanted_3;
    assign taken = takes ? chosen : 3'd0;
    assign reply_taken = reply_take ? active : 3'd0;
    assign keep_alive_taken = take & keep_alive_wanted;
    assign wanted = stands | keep_alive_wanted;
    assign request_wanted = request_wanted_4;
    assign request_kind = request_kind_4;
    assign request_open_heard = request_open_heard_3;
    assign request_open_wants_answer = request_open_wants_answer_3;
    assign request_open_offer = request_open_offer_3;
    assign request_mac = request_mac_4;
    assign request_number = request_number_3;
    assign request_identity = request_identity_3;
    assign request_longest_dw = request_longest_dw_3;
    assign request_plan_sequence = request_plan_sequence_3;
    assign request_plan_tlps = request_plan_tlps_3;
    assign request_plan_beats = request_plan_beats_4;
    assign request_plan_odd = request_plan_odd_3;
    assign reply_expected = reply_expected_3;
    assign reply_nak = reply_nak_3;
    assign reply_busy = reply_busy_3;
    assign reply_echo_valid = reply_echo_valid_3;
    assign reply_echo_offset = reply_echo_offset_3;
    assign reply_non_posted_limit = reply_non_posted_limit_3;
    assign word_payload = word_2;
    assign word_valid = word_valid_4;
    assign words_0_ready = active[0] & word_ready;
    assign words_1_ready = active[1] & word_ready;
    assign words_2_ready = active[2] & word_ready;

    round_robin_arbiter_3 arbiter (
        .clock(clock),
        .reset(reset),
        .request(candidates),
        .advance(chooses & (|candidates)),
        .grant(arbiter_grant)
    );

    always @(*) begin
        wanted_before_next = wanted_before;
        wanted_before_next = takes ? (wants & ~chosen) : wants;
    end

    always @(*) begin
        chosen_next = chosen;
        if (chooses) begin
            chosen_next = arbiter_grant;
        end
    end

    always @(*) begin
        active_next = active;
        if (take) begin
            active_next = keep_alive_wanted ? 3'd0 : chosen;
        end
    end

    initial begin
        wanted_before = 3'd0;
        chosen = 3'd0;
        active = 3'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            wanted_before <= 3'd0;
            chosen <= 3'd0;
            active <= 3'd0;
        end else begin
            wanted_before <= wanted_before_next;
            chosen <= chosen_next;
            active <= active_next;
        end
    end

endmodule

`default_nettype wire

// arq_transmitter: made from the Rust type expether_rtl::bridge::arq_transmitter::ArqTransmitter<12, 10>
// by `expether gen`; edit that instead.
`default_nettype none

module arq_transmitter (
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
    input  wire        run,
    input  wire        may_send,
    input  wire        paused,
    input  wire [23:0] timeout,
    input  wire [23:0] probe_time,
    input  wire [19:0] round_trip,
    input  wire        receiving,
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
    output wire        planned,
    output wire [15:0] plan_sequence,
    output wire [9:0]  plan_tlps,
    output wire [10:0] plan_beats,
    output wire        plan_odd,
    input  wire        take,
    output wire [63:0] word_payload,
    output wire        word_valid,
    input  wire        word_ready,
    output wire [15:0] next_sequence,
    output wire [31:0] base,
    input  wire [31:0] acknowledgement_expected,
    input  wire        acknowledgement_nak,
    input  wire        acknowledgement_busy,
    input  wire [7:0]  acknowledgement_non_posted_limit,
    input  wire        acknowledgement_has_echo,
    input  wire [19:0] acknowledgement_round_trip,
    input  wire        acknowledgement_valid,
    output wire [7:0]  limit_payload,
    output wire        limit_valid,
    output wire [19:0] sample_payload,
    output wire        sample_valid,
    output wire [10:0] sent_payload,
    output wire        sent_valid,
    output wire        stored,
    output wire [9:0]  resent,
    output wire        timed_out,
    output wire        nak_received,
    output wire        nak_ignored,
    output wire        probed,
    output wire        progress,
    output wire [15:0] freed,
    output wire        wrong_acknowledgement,
    output wire        peer_busy,
    output wire        dead
);

    wire        replay_running;
    wire        replay_planned;
    wire [15:0] frame_ends_read_data;
    reg  [5:0]  oldest_end_next;
    reg  [5:0]  oldest_end;
    reg  [5:0]  newest_end_next;
    reg  [5:0]  newest_end;
    reg  [15:0] first_end_next;
    reg  [15:0] first_end;
    reg         end_known_next;
    reg         end_known;
    reg         in_window_next;
    reg         in_window;
    reg  [31:0] acknowledged_next;
    reg  [31:0] acknowledged;
    reg  [15:0] sent_limit_next;
    reg  [15:0] sent_limit;
    reg         begun_next;
    reg         begun;
    reg         counts_next;
    reg         counts;
    reg  [15:0] frame_sequence_next;
    reg  [9:0]  frame_tlps_next;
    reg  [10:0] frame_beats_next;
    reg         frame_odd_next;
    reg  [15:0] frame_sequence;
    reg  [9:0]  frame_tlps;
    reg  [10:0] frame_beats;
    reg         frame_odd;
    reg  [15:0] frame_end_next;
    reg  [15:0] frame_end;
    reg         heard_next;
    reg         heard;
    reg  [31:0] said_expected_next;
    reg         said_nak_next;
    reg         said_busy_next;
    reg  [7:0]  said_non_posted_limit_next;
    reg         said_has_echo_next;
    reg  [19:0] said_round_trip_next;
    reg  [31:0] said_expected;
    reg         said_nak;
    reg         said_busy;
    reg  [7:0]  said_non_posted_limit;
    reg         said_has_echo;
    reg  [19:0] said_round_trip;
    reg         measured_next;
    reg         measured;
    reg         credible_next;
    reg         credible;
    reg         late_next;
    reg         late;
    reg  [15:0] news_next;
    reg  [15:0] news;
    reg  [23:0] waited_next;
    reg  [23:0] waited;
    reg         expired_next;
    reg         expired;
    reg  [23:0] starved_next;
    reg  [23:0] starved;
    reg  [23:0] stuck_next;
    reg  [23:0] stuck;
    reg         gone_next;
    reg         gone;
    reg         is_busy_next;
    reg         is_busy;
    reg  [15:0] nak_number_next;
    reg  [15:0] nak_number;
    reg  [19:0] nak_wait_next;
    reg  [19:0] nak_wait;
    reg  [23:0] quiet_next;
    reg  [23:0] quiet;
    reg  [10:0] leaving_next;
    reg  [10:0] leaving;
    reg  [23:0] patience_next;
    reg  [23:0] patience;
    reg         probe_due_next;
    reg         probe_due;
    reg         arrived_next;
    reg         arrived;
    reg         stirred_next;
    reg         stirred;
    reg         probe_began_next;
    reg         probe_began;
    reg         too_soon_next;
    reg         too_soon;
    reg  [15:0] last_start_next;
    reg  [15:0] last_start;
    wire [15:0] acknowledged_2;
    wire        planned_2;
    wire        taken;
    wire [15:0] ahead;
    wire [15:0] sent_before;
    wire [15:0] ahead_2;
    wire        some_before;
    wire        all_before;
    wire [9:0]  again;
    wire        hears;
    wire [15:0] outstanding;
    wire [15:0] expected;
    wire [31:0] ahead_3;
    wire        believed;
    wire        progress_2;
    wire        asks;
    wire        nak;
    wire [15:0] ahead_4;
    wire        passes_plan;
    wire        is_outstanding;
    wire        measures;
    wire        timed_out_2;
    wire [15:0] ahead_5;
    wire        may_go_on;
    wire        probes;
    wire        stirs;
    wire        news_2;
    wire [15:0] back_to;
    wire [15:0] ahead_6;
    wire [15:0] back_to_2;
    wire [15:0] back_to_3;
    wire        goes_back;
    wire        any_frame;
    wire        goes_anew;
    wire [5:0]  frames;
    wire        is_dead;
    wire        is_stuck;

    assign acknowledged_2 = acknowledged[15:0];
    assign planned_2 = replay_planned & may_send & in_window;
    assign taken = take & planned_2;
    assign ahead = frame_end - sent_limit;
    assign sent_before = sent_limit - frame_sequence;
    assign ahead_2 = sent_limit - frame_sequence;
    assign some_before = begun & (|ahead_2) & ~ahead_2[15];
    assign all_before = sent_before > {6'd0, frame_tlps};
    assign again = all_before ? frame_tlps : sent_before[9:0];
    assign hears = acknowledgement_valid & run & ~heard & ~measured;
    assign outstanding = sent_limit - acknowledged_2;
    assign expected = said_expected[15:0];
    assign ahead_3 = said_expected - acknowledged;
    assign believed = measured & credible;
    assign progress_2 = believed & (|news);
    assign asks = believed & said_nak & (expected != sent_limit);
    assign nak = asks & ~too_soon;
    assign ahead_4 = expected - plan_sequence;
    assign passes_plan = believed & (|ahead_4) & ~ahead_4[15];
    assign is_outstanding = acknowledged_2 != sent_limit;
    assign measures = heard | measured;
    assign timed_out_2 = expired & ~measures & run;
    assign ahead_5 = first_end - acknowledged_2;
    assign may_go_on = replay_planned & in_window;
    assign probes =
        probe_due
        & is_outstanding
        & ~measures
        & ~timed_out_2
        & ~may_go_on
        & ~paused
        & ~is_busy
        & run;
    assign stirs = progress_2 | nak | timed_out_2 | probes;
    assign news_2 = begun | stirred;
    assign back_to = timed_out_2 ? acknowledged_2 : expected;
    assign ahead_6 = acknowledged_2 - last_start;
    assign back_to_2 = ((|ahead_6) & ~ahead_6[15]) ? acknowledged_2 : last_start;
    assign back_to_3 = probes ? back_to_2 : back_to;
    assign goes_back = nak | timed_out_2 | passes_plan | probes;
    assign any_frame = oldest_end != newest_end;
    assign goes_anew = nak | timed_out_2;
    assign frames = newest_end - oldest_end;
    assign is_dead = (|settings_dead_time) & (starved >= settings_dead_time);
    assign is_stuck = (|settings_busy_time) & (stuck >= settings_busy_time);
    assign base = acknowledged;
    assign planned = planned_2;
    assign sent_valid = begun;
    assign sent_payload = frame_beats;
    assign resent = some_before ? again : 10'd0;
    assign nak_ignored = asks & too_soon;
    assign nak_received = nak;
    assign progress = progress_2;
    assign freed = progress_2 ? news : 16'd0;
    assign limit_payload = said_non_posted_limit;
    assign limit_valid = believed;
    assign sample_payload = said_round_trip;
    assign sample_valid = progress_2 & said_has_echo;
    assign wrong_acknowledgement = measured & ~credible & ~late;
    assign timed_out = timed_out_2;
    assign probed = probes;
    assign peer_busy = is_busy;
    assign dead = gone & run;

    replay_buffer_12_10 replay (
        .clock(clock),
        .reset(reset),
        .run(run),
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
        .acknowledged(acknowledged_2),
        .released(progress_2),
        .go_back_payload(back_to_3),
        .go_back_valid(goes_back & run),
        .area_beats(settings_area_beats),
        .frame_tlps(settings_frame_tlps),
        .window_beats(settings_window_beats),
        .planned(replay_planned),
        .plan_sequence(plan_sequence),
        .plan_tlps(plan_tlps),
        .plan_beats(plan_beats),
        .plan_odd(plan_odd),
        .take(taken),
        .word_payload(word_payload),
        .word_valid(word_valid),
        .word_ready(word_ready)
    );

    always @(*) begin
        oldest_end_next = oldest_end;
        newest_end_next = newest_end;
        end_known_next = end_known;
        in_window_next = in_window;
        acknowledged_next = acknowledged;
        sent_limit_next = sent_limit;
        heard_next = heard;
        measured_next = measured;
        waited_next = waited;
        expired_next = expired;
        starved_next = starved;
        stuck_next = stuck;
        gone_next = gone;
        is_busy_next = is_busy;
        arrived_next = arrived;
        nak_number_next = nak_number;
        nak_wait_next = nak_wait;
        quiet_next = quiet;
        leaving_next = leaving;
        probe_due_next = probe_due;
        last_start_next = last_start;
        if (begun) begin
            last_start_next = frame_sequence;
            if ((|ahead) & ~ahead[15]) begin
                sent_limit_next = frame_end;
            end
        end
        heard_next = hears;
        measured_next = heard;
        if (|nak_wait) begin
            nak_wait_next = nak_wait - 20'd1;
        end
        if (nak) begin
            nak_number_next = expected;
            nak_wait_next = {1'd0, round_trip[19:1]};
        end
        if (believed) begin
            acknowledged_next = said_expected;
        end
        expired_next = (waited >= timeout) & is_outstanding & ~timed_out_2 & ~believed;
        if (timed_out_2 | progress_2 | nak | ~is_outstanding) begin
            waited_next = 24'd0;
        end else if (~(&waited) & ~paused) begin
            waited_next = waited + 24'd1;
        end
        arrived_next = end_known & ~arrived & ~((|ahead_5) & ~ahead_5[15]);
        if (begun) begin
            leaving_next = frame_beats;
        end else if (|leaving) begin
            leaving_next = leaving - 11'd1;
        end
        if (news_2 | ~is_outstanding) begin
            quiet_next = 24'd0;
        end else if (~(|leaving) & ~receiving & ~(&quiet)) begin
            quiet_next = quiet + 24'd1;
        end
        probe_due_next = (quiet >= patience) & is_outstanding & ~news_2 & ~taken & ~stirs;
        if (begun & counts & ~goes_anew) begin
            newest_end_next = newest_end + 6'd1;
        end
        end_known_next = any_frame & ~arrived;
        if (arrived) begin
            oldest_end_next = oldest_end + 6'd1;
        end
        if (goes_anew) begin
            oldest_end_next = newest_end;
            end_known_next = 1'd0;
            arrived_next = 1'd0;
        end
        if (probes & any_frame & ~arrived) begin
            newest_end_next = newest_end - 6'd1;
            end_known_next = 1'd0;
            arrived_next = 1'd0;
        end
        in_window_next = ~taken & ~begun & (frames < settings_window_frames);
        if (~is_outstanding | progress_2 | (believed & said_busy)) begin
            starved_next = 24'd0;
        end else if (~paused & ~(&starved)) begin
            starved_next = starved + 24'd1;
        end
        if (~is_outstanding | progress_2) begin
            stuck_next = 24'd0;
        end else if (~paused & ~(&stuck)) begin
            stuck_next = stuck + 24'd1;
        end
        if (believed) begin
            is_busy_next = said_busy;
        end
        gone_next = is_dead | is_stuck;
        if (~run) begin
            oldest_end_next = 6'd0;
            newest_end_next = 6'd0;
            end_known_next = 1'd0;
            arrived_next = 1'd0;
            in_window_next = 1'd0;
            acknowledged_next = 32'd0;
            sent_limit_next = 16'd0;
            waited_next = 24'd0;
            starved_next = 24'd0;
            stuck_next = 24'd0;
            gone_next = 1'd0;
            is_busy_next = 1'd0;
            heard_next = 1'd0;
            measured_next = 1'd0;
            expired_next = 1'd0;
            nak_wait_next = 20'd0;
            quiet_next = 24'd0;
            leaving_next = 11'd0;
            probe_due_next = 1'd0;
        end
    end

    always @(*) begin
        first_end_next = first_end;
        first_end_next = frame_ends_read_data;
    end

    always @(*) begin
        begun_next = begun;
        begun_next = taken & run;
    end

    always @(*) begin
        counts_next = counts;
        counts_next = taken & ~goes_anew;
    end

    always @(*) begin
        frame_sequence_next = frame_sequence;
        frame_sequence_next = plan_sequence;
    end

    always @(*) begin
        frame_tlps_next = frame_tlps;
        frame_tlps_next = plan_tlps;
    end

    always @(*) begin
        frame_beats_next = frame_beats;
        frame_beats_next = plan_beats;
    end

    always @(*) begin
        frame_odd_next = frame_odd;
        frame_odd_next = plan_odd;
    end

    always @(*) begin
        frame_end_next = frame_end;
        frame_end_next = plan_sequence + {6'd0, plan_tlps};
    end

    always @(*) begin
        said_expected_next = said_expected;
        said_nak_next = said_nak;
        said_busy_next = said_busy;
        said_non_posted_limit_next = said_non_posted_limit;
        said_has_echo_next = said_has_echo;
        said_round_trip_next = said_round_trip;
        if (hears) begin
            said_expected_next = acknowledgement_expected;
            said_nak_next = acknowledgement_nak;
            said_busy_next = acknowledgement_busy;
            said_non_posted_limit_next = acknowledgement_non_posted_limit;
            said_has_echo_next = acknowledgement_has_echo;
            said_round_trip_next = acknowledgement_round_trip;
        end
    end

    always @(*) begin
        credible_next = credible;
        credible_next = ~(|ahead_3[31:16]) & (ahead_3[15:0] <= outstanding);
    end

    always @(*) begin
        late_next = late;
        late_next = ahead_3[31];
    end

    always @(*) begin
        news_next = news;
        news_next = ahead_3[15:0];
    end

    always @(*) begin
        too_soon_next = too_soon;
        too_soon_next = (|nak_wait) & (expected == nak_number);
    end

    always @(*) begin
        stirred_next = stirred;
        stirred_next = stirs;
    end

    always @(*) begin
        probe_began_next = probe_began;
        probe_began_next = probes;
    end

    always @(*) begin
        patience_next = patience;
        if (~is_outstanding | progress_2) begin
            patience_next = probe_time;
        end else if (probe_began & ~patience[23]) begin
            patience_next = {patience[22:0], 1'd0};
        end
    end

    reg [15:0] frame_ends_words [0:63];
    assign frame_ends_read_data = frame_ends_words[oldest_end];
    always @(posedge clock) begin
        if (begun) begin
            frame_ends_words[newest_end] <= frame_end;
        end
    end

    initial begin
        oldest_end = 6'd0;
        newest_end = 6'd0;
        first_end = 16'd0;
        end_known = 1'd0;
        in_window = 1'd0;
        acknowledged = 32'd0;
        sent_limit = 16'd0;
        begun = 1'd0;
        counts = 1'd0;
        frame_sequence = 16'd0;
        frame_tlps = 10'd0;
        frame_beats = 11'd0;
        frame_odd = 1'd0;
        frame_end = 16'd0;
        heard = 1'd0;
        said_expected = 32'd0;
        said_nak = 1'd0;
        said_busy = 1'd0;
        said_non_posted_limit = 8'd0;
        said_has_echo = 1'd0;
        said_round_trip = 20'd0;
        measured = 1'd0;
        credible = 1'd0;
        late = 1'd0;
        news = 16'd0;
        waited = 24'd0;
        expired = 1'd0;
        starved = 24'd0;
        stuck = 24'd0;
        gone = 1'd0;
        is_busy = 1'd0;
        nak_number = 16'd0;
        nak_wait = 20'd0;
        quiet = 24'd0;
        leaving = 11'd0;
        patience = 24'd0;
        probe_due = 1'd0;
        arrived = 1'd0;
        stirred = 1'd0;
        probe_began = 1'd0;
        too_soon = 1'd0;
        last_start = 16'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            oldest_end <= 6'd0;
            newest_end <= 6'd0;
            end_known <= 1'd0;
            in_window <= 1'd0;
            acknowledged <= 32'd0;
            sent_limit <= 16'd0;
            begun <= 1'd0;
            counts <= 1'd0;
            heard <= 1'd0;
            measured <= 1'd0;
            waited <= 24'd0;
            expired <= 1'd0;
            starved <= 24'd0;
            stuck <= 24'd0;
            gone <= 1'd0;
            is_busy <= 1'd0;
            nak_wait <= 20'd0;
            quiet <= 24'd0;
            leaving <= 11'd0;
            probe_due <= 1'd0;
            arrived <= 1'd0;
            stirred <= 1'd0;
            probe_began <= 1'd0;
            too_soon <= 1'd0;
        end else begin
            oldest_end <= oldest_end_next;
            newest_end <= newest_end_next;
            end_known <= end_known_next;
            in_window <= in_window_next;
            acknowledged <= acknowledged_next;
            sent_limit <= sent_limit_next;
            begun <= begun_next;
            counts <= counts_next;
            heard <= heard_next;
            measured <= measured_next;
            waited <= waited_next;
            expired <= expired_next;
            starved <= starved_next;
            stuck <= stuck_next;
            gone <= gone_next;
            is_busy <= is_busy_next;
            nak_wait <= nak_wait_next;
            quiet <= quiet_next;
            leaving <= leaving_next;
            probe_due <= probe_due_next;
            arrived <= arrived_next;
            stirred <= stirred_next;
            probe_began <= probe_began_next;
            too_soon <= too_soon_next;
        end
    end

    always @(posedge clock) begin
        first_end <= first_end_next;
        frame_sequence <= frame_sequence_next;
        frame_tlps <= frame_tlps_next;
        frame_beats <= frame_beats_next;
        frame_odd <= frame_odd_next;
        frame_end <= frame_end_next;
        said_expected <= said_expected_next;
        said_nak <= said_nak_next;
        said_busy <= said_busy_next;
        said_non_posted_limit <= said_non_posted_limit_next;
        said_has_echo <= said_has_echo_next;
        said_round_trip <= said_round_trip_next;
        credible <= credible_next;
        late <= late_next;
        news <= news_next;
        nak_number <= nak_number_next;
        patience <= patience_next;
        last_start <= last_start_next;
    end

    wire unused = &{1'b0,
        settings_enable,
        settings_learn,
        settings_honour_pause,
        settings_send_pause,
        settings_vid,
        settings_pcp,
        settings_local_mac,
        settings_node_id,
        settings_seed,
        settings_check_ids,
        settings_ethertype,
        settings_ack_delay,
        settings_mtu,
        settings_timeout_min,
        settings_timeout_max,
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
        settings_pause_low,
        round_trip[0],
        replay_running};

endmodule

`default_nettype wire

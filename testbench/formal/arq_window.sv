// Inside `proof_arq_transmitter`, which keeps up to 5 TLPs: what is acknowledged, sent, planned and
// stored, each as a distance from the oldest TLP that is kept; and the frames on their way.
    // Registers of the replay buffer within: wires of these names are joined to them when Yosys
    // flattens. Their value at power-up is lost by that, so it stands here again.
    (* hierconn, init = 0 *) wire [15:0] \replay.cursor ;
    (* hierconn, init = 0 *) wire [9:0]  \replay.area_tlps ;
    (* hierconn, init = 0 *) wire        \replay.planning ;
    (* hierconn, init = 0 *) wire        \replay.place_held ;
    (* hierconn, init = 0 *) wire        \replay.place_fetched ;
    (* hierconn, init = 0 *) wire        \replay.room ;
    (* hierconn, init = 0 *) wire        \replay.in_tlp ;

    // Register WINDOW does not change.
    (* anyconst *) wire [5:0] window;
    always @(*) assume (settings_window_frames == window);

    wire [15:0] oldest = acknowledged[15:0];
    wire [15:0] kept = next_sequence - oldest;
    // A frame that has begun is entered into `sent_limit` a clock later, if it ends behind it.
    wire [15:0] new_ones = frame_end - sent_limit;
    wire        extends = begun && new_ones != 0 && !new_ones[15];
    wire [15:0] sent = (extends ? frame_end : sent_limit) - oldest;
    wire [15:0] plan_first = plan_sequence - oldest;
    wire [15:0] looked_up = \replay.cursor - oldest;
    wire [15:0] plan_end = plan_first + (\replay.planning ? {6'd0, \replay.area_tlps } : 16'd0);
    wire [15:0] newest_start = begun ? frame_sequence : last_start;
    wire [15:0] newest_before = oldest + sent - newest_start;
    // One that has begun counts a clock later.
    wire [5:0]  on_their_way = newest_end - oldest_end;
    wire [6:0]  all_frames = {1'b0, on_their_way} + {6'd0, begun & counts};

    // What was, a clock before; and the acknowledgement taken last.
    reg        was_running = 0, was_measured = 0, was_outside = 0;
    reg [31:0] acknowledged_before, last_said;
    reg [15:0] sent_before_it;
    always @(posedge clock) begin
        was_running <= run & ~reset;
        acknowledged_before <= acknowledged;
        sent_before_it <= sent;
        was_measured <= measured;
        // All 32 bits of what is said, against all that was sent.
        was_outside <= (last_said - acknowledged) > {16'd0, outstanding};
        if (acknowledgement_valid & ~heard & ~measured) last_said <= acknowledgement_expected;
    end
    wire [31:0] step = acknowledged - acknowledged_before;
    // What is measured now lies outside of what was sent when it was compared.
    wire        is_outside = measured & was_outside;

    always @(*) begin
        within_window: assert (sent <= kept && kept <= 5);
        plans_what_is_kept: assert (!planned || (plan_tlps != 0 && plan_end <= kept));
        leaves_none_out: assert (!planned || plan_first <= sent);
        frees_what_was_sent: assert (!was_running || step <= {16'd0, sent_before_it});
        frees_what_was_said: assert (!was_running || step == 0 || acknowledged == last_said);
        starts_at_zero: assert (was_running || acknowledged == 0);
        late_changes_nothing: assert (!is_outside || (!progress && !nak_received && !nak_ignored
            && !limit_valid && !sample_valid && freed == 0));
        keeps_to_frames: assert (all_frames <= {1'b0, window});
        probes_only_if_unheard: assert (!probed || (sent_limit != oldest && !peer_busy && !taken));

        lemma_plan: assert (plan_first <= looked_up && looked_up <= kept && plan_first <= sent);
        lemma_tlps: assert (!\replay.planning || \replay.area_tlps != 0);
        lemma_cursor: assert (looked_up == plan_end + {15'd0, \replay.place_held }
            + {15'd0, \replay.place_fetched });
        lemma_room: assert (kept < 4 || !\replay.in_tlp || !\replay.room );
        lemma_full: assert (kept < 5 || (!\replay.room && !\replay.in_tlp ));
        lemma_one: assert (!(heard && measured));
        lemma_said: assert (!(heard || measured) || said_expected == last_said);
        lemma_credible: assert (!(measured && credible)
            || (said_expected - acknowledged) <= {16'd0, sent});
        lemma_news: assert (!measured || news == said_expected[15:0] - oldest);
        lemma_outside: assert (!measured || credible == !was_outside);
        // Where a probe goes back to.
        lemma_last: assert (sent == 0 || newest_before <= 5);
        lemma_decided: assert (!(in_window && begun) && (!in_window || on_their_way < window));
        lemma_probe: assert (!probe_due || !begun);
        lemma_arrived: assert (!arrived || on_their_way != 0);
    end

// Inside `proof_arq_transmitter`, which keeps up to 5 TLPs: what is acknowledged, sent, planned and
// stored, each as a distance from the oldest TLP that is kept.
    // Registers of the replay buffer within: wires of these names are joined to them when Yosys
    // flattens. Their value at power-up is lost by that, so it stands here again.
    (* hierconn, init = 0 *) wire [15:0] \replay.cursor ;
    (* hierconn, init = 0 *) wire [9:0]  \replay.area_tlps ;
    (* hierconn, init = 0 *) wire        \replay.planning ;
    (* hierconn, init = 0 *) wire        \replay.place_held ;
    (* hierconn, init = 0 *) wire        \replay.place_fetched ;
    (* hierconn, init = 0 *) wire        \replay.room ;
    (* hierconn, init = 0 *) wire        \replay.in_tlp ;

    wire [15:0] kept = next_sequence - acknowledged;
    // A frame that has begun is entered into `sent_limit` a clock later, if it ends behind it.
    wire [15:0] new_ones = frame_end - sent_limit;
    wire        extends = begun && new_ones != 0 && !new_ones[15];
    wire [15:0] sent = (extends ? frame_end : sent_limit) - acknowledged;
    wire [15:0] plan_first = plan_sequence - acknowledged;
    wire [15:0] looked_up = \replay.cursor - acknowledged;
    wire [15:0] plan_end = plan_first + (\replay.planning ? {6'd0, \replay.area_tlps } : 16'd0);

    // What was, a clock before; and the acknowledgement taken last.
    reg        was_running = 0;
    reg [15:0] acknowledged_before, sent_before_it, last_said;
    always @(posedge clock) begin
        was_running <= run & ~reset;
        acknowledged_before <= acknowledged;
        sent_before_it <= sent;
        if (acknowledgement_valid & ~heard & ~measured) last_said <= acknowledgement_expected;
    end
    wire [15:0] step = acknowledged - acknowledged_before;

    always @(*) begin
        within_window: assert (sent <= kept && kept <= 5);
        plans_what_is_kept: assert (!planned || (plan_tlps != 0 && plan_end <= kept));
        leaves_none_out: assert (!planned || plan_first <= sent);
        frees_what_was_sent: assert (!was_running || step <= sent_before_it);
        frees_what_was_said: assert (!was_running || step == 0 || acknowledged == last_said);
        starts_at_zero: assert (was_running || acknowledged == 0);

        lemma_plan: assert (plan_first <= looked_up && looked_up <= kept && plan_first <= sent);
        lemma_tlps: assert (!\replay.planning || \replay.area_tlps != 0);
        lemma_cursor: assert (looked_up == plan_end + {15'd0, \replay.place_held }
            + {15'd0, \replay.place_fetched });
        lemma_room: assert (kept < 4 || !\replay.in_tlp || !\replay.room );
        lemma_full: assert (kept < 5 || (!\replay.room && !\replay.in_tlp ));
        lemma_one: assert (!(heard && measured));
        lemma_said: assert (!(heard || measured) || said_expected == last_said);
        lemma_credible: assert (!(measured && credible)
            || (said_expected - acknowledged) <= sent);
        lemma_news: assert (!measured || is_news == (said_expected != acknowledged));
    end

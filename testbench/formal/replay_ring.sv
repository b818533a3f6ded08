// Inside `proof_replay_buffer`, a ring of 256 beats that keeps up to 5 TLPs: where the beats are that
// are still needed, each as a distance from the oldest of them, `tail`.

    // ---- what drives it: arq_transmitter, by what `arq_window` shows
    // Up to which TLP something has been sent.
    reg  [15:0] sent_end = 0, acknowledged_before = 0, sent_before = 0;
    reg         ran = 0, released_before = 0, any_released = 0;
    wire [15:0] kept = new_sequence - acknowledged;
    wire [15:0] sent = sent_end - acknowledged;
    wire [15:0] step = acknowledged - acknowledged_before;
    wire [15:0] back = go_back_payload - acknowledged;
    wire [15:0] plan_first = next_planned - acknowledged;
    wire [15:0] plan_end = plan_first + {6'd0, area_tlps};
    wire [15:0] new_ones = plan_end - sent;
    wire        takes = take & planned;
    always @(posedge clock) begin
        ran <= run & ~reset;
        acknowledged_before <= acknowledged;
        released_before <= released;
        sent_before <= sent;
        if (takes && !new_ones[15]) sent_end <= next_planned + {6'd0, area_tlps};
        if (released) any_released <= 1;
        if (~running_2 | reset) begin
            sent_end <= 0;
            any_released <= 0;
        end
    end
    wire [15:0] in_hand = write_beat - head;
    always @(*) begin
        // A frame begins when the one before has been read.
        assume (!take || (planned && !reading));
        assume (ran ? (released_before ? step != 0 && step <= sent_before : step == 0)
            : acknowledged == 0);
        assume (!released || (running_2 && sent != 0));
        // Nothing is planned that is acknowledged.
        assume (plan_first <= kept);
        assume (!go_back_valid || back <= sent);
        // The longest TLP has 67 beats.
        assume (in_hand < 67);
    end

    // ---- where the TLPs kept begin, the oldest first, and the beat after the last of five
    wire [2:0] oldest = acknowledged[2:0];
    wire [2:0] before = oldest - 3'd1, second = oldest + 3'd1, third = oldest + 3'd2;
    wire [2:0] fourth = oldest + 3'd3, fifth = oldest + 3'd4;
    wire [15:0] start_0 = any_released ? ends_words[before] : 16'd0;
    wire [15:0] start_1 = ends_words[oldest];
    wire [15:0] start_2 = ends_words[second];
    wire [15:0] start_3 = ends_words[third];
    wire [15:0] start_4 = ends_words[fourth];
    wire [15:0] start_5 = ends_words[fifth];
    wire [23:0] place_0 = places_words[oldest];
    wire [23:0] place_1 = places_words[second];
    wire [23:0] place_2 = places_words[third];
    wire [23:0] place_3 = places_words[fourth];
    wire [23:0] place_4 = places_words[fifth];
    wire [15:0] beats_0 = start_1 - start_0, beats_1 = start_2 - start_1;
    wire [15:0] beats_2 = start_3 - start_2, beats_3 = start_4 - start_3;
    wire [15:0] beats_4 = start_5 - start_4;
    wire [127:0] starts = {32'd0, start_5, start_4, start_3, start_2, start_1, start_0};
    wire [127:0] lengths = {48'd0, beats_4, beats_3, beats_2, beats_1, beats_0};

    // ---- the TLPs that are planned and looked up, and the frame that is read
    wire [15:0] looked_up = cursor - acknowledged;
    wire [15:0] held_at = planning ? plan_end : plan_first;
    wire [15:0] fetched_at = held_at + {15'd0, place_held};
    wire [15:0] plan_start = starts[16 * plan_first[2:0] +: 16];
    wire [15:0] plan_stop = starts[16 * plan_end[2:0] +: 16];
    wire [15:0] plan_length = plan_stop - plan_start;
    wire [2:0]  after_held = held_at[2:0] + 3'd1, after_fetched = fetched_at[2:0] + 3'd1;
    wire [15:0] held_end = starts[16 * after_held +: 16];
    wire [15:0] held_beats = lengths[16 * held_at[2:0] +: 16];
    wire [15:0] fetched_end = starts[16 * after_fetched +: 16];
    wire [15:0] fetched_beats = lengths[16 * fetched_at[2:0] +: 16];

    reg  [15:0] read_from, read_to;
    reg         of_now = 0;  // the frame is one of this connection
    always @(posedge clock) begin
        if (next_word) read_from <= read_from + 16'd1;
        if (takes) begin
            read_from <= plan_start;
            read_to <= plan_stop;
            of_now <= 1;
        end
        if (~running_2 | reset) of_now <= 0;
    end
    wire        reads = reading & of_now & running_2;
    wire [15:0] read_ahead = read_sequence - acknowledged, read_behind = acknowledged - read_sequence;
    wire [15:0] sent_since = sent_end - read_sequence;
    wire [15:0] read_start = starts[16 * read_ahead[2:0] +: 16];
    wire [15:0] read_left = read_to - read_from;

    // Distances from the oldest beat that is needed.
    wire [15:0] to_oldest = start_0 - tail, to_head = head - tail;
    wire [15:0] to_read_start = read_start - tail;
    wire [15:0] to_read_from = read_from - tail, to_read_to = read_to - tail;
    wire [7:0]  from_read = write_beat[7:0] - read_beat;

    always @(*) begin
        not_overwritten: assert (!(write & running_2 & reading) || {3'd0, from_read} >= beats_left);
        not_read_while_written: assert (!(next_word & is_written));
        keeps_what_is_read: assert (!reads
            || (to_read_from < to_read_to && to_read_to <= to_head));
        leaves_room: assert (used_beats <= 187);
        plans_whole_tlps: assert (!planned || (plan_end <= kept && area_tlps != 0
            && area_start == plan_start[7:0] && {5'd0, area_length} == plan_length));

        lemma_running: assert (!(reading & running_2) || of_now);
        lemma_sent: assert (sent <= kept && kept <= 5);
        lemma_room: assert (kept < 4 || !in_tlp || !room || !running_2);
        lemma_full: assert (kept < 5 || (!room && !in_tlp) || !running_2);
        lemma_order_0: assert (kept < 1 || (beats_0 != 0 && beats_0 <= 67
            && place_0[22:0] == {beats_0[6:0], start_1}));
        lemma_order_1: assert (kept < 2 || (beats_1 != 0 && beats_1 <= 67
            && place_1[22:0] == {beats_1[6:0], start_2}));
        lemma_order_2: assert (kept < 3 || (beats_2 != 0 && beats_2 <= 67
            && place_2[22:0] == {beats_2[6:0], start_3}));
        lemma_order_3: assert (kept < 4 || (beats_3 != 0 && beats_3 <= 67
            && place_3[22:0] == {beats_3[6:0], start_4}));
        lemma_order_4: assert (kept < 5 || (beats_4 != 0 && beats_4 <= 67
            && place_4[22:0] == {beats_4[6:0], start_5}));
        lemma_head: assert (head == starts[16 * kept[2:0] +: 16]);
        lemma_tail: assert (to_oldest <= to_head && to_head <= 187);
        lemma_in_tlp: assert (in_tlp || in_hand == 0);
        lemma_begun: assert (!in_tlp || to_head <= 120);
        lemma_may_begin: assert (!room || in_tlp || used_beats <= 120);
        lemma_used: assert (used_beats <= to_head + 67);
        lemma_plan: assert (!planning || (plan_end <= kept && area_tlps != 0
            && area_start == plan_start[7:0] && {5'd0, area_length} == plan_length));
        lemma_cursor: assert (looked_up == fetched_at + {15'd0, place_fetched} && looked_up <= kept);
        lemma_held: assert (!place_held || (place_end == held_end
            && {9'd0, place_beats} == held_beats));
        lemma_fetched: assert (!place_fetched || (places_end_read_data == fetched_end
            && {9'd0, places_beats_read_data} == fetched_beats));
        lemma_release: assert (!(release_due | end_read | end_known) || any_released);
        lemma_end_read: assert (!(end_read & running_2) || ends_read_data == start_0);
        lemma_end_known: assert (!(end_known & running_2) || newest_end == start_0);
        lemma_due: assert (!(end_read | end_known) || release_due);
        lemma_left: assert (!reads || (read_beat == read_from[7:0] && {5'd0, beats_left} == read_left));
        lemma_read: assert (!(busy & of_now & running_2) || (sent_since <= 5
            && (read_ahead <= kept || read_behind <= 5)));
        lemma_read_start: assert (!reads || read_ahead > kept || to_read_start <= to_read_from);
    end

// Inside `stream_mux` of two inputs. It holds no beat, so what comes out in a clock is what the
// input that is taken offers in this clock.
    wire [1:0] taken = {inputs_1_valid & inputs_1_ready, inputs_0_valid & inputs_0_ready};

    // The inputs keep the rules of streams: what is offered stays until it is taken.
    reg        offered_0 = 0, offered_1 = 0, resting = 1;
    reg [73:0] beat_0, beat_1, beat_out;
    wire [73:0] now_0 = {inputs_0_data, inputs_0_keep, inputs_0_last, inputs_0_error};
    wire [73:0] now_1 = {inputs_1_data, inputs_1_keep, inputs_1_last, inputs_1_error};
    wire [73:0] now_out = {out_data, out_keep, out_last, out_error};
    always @(*) begin
        assume (!offered_0 || (inputs_0_valid && now_0 == beat_0));
        assume (!offered_1 || (inputs_1_valid && now_1 == beat_1));
    end

    // The register of the arbiter within: a wire of this name is joined to it when Yosys flattens.
    (* hierconn *) wire [1:0] \arbiter.served ;

    // The packet under way, by what is transferred.
    reg       under_way = 0, from;
    // Packets of the other input begun while this one waits to begin one.
    reg [1:0] passed_over_0 = 0, passed_over_1 = 0;
    always @(posedge clock) begin
        offered_0 <= ~reset & inputs_0_valid & ~inputs_0_ready;
        offered_1 <= ~reset & inputs_1_valid & ~inputs_1_ready;
        resting <= reset | ~out_valid | out_ready;
        beat_0 <= now_0;
        beat_1 <= now_1;
        beat_out <= now_out;
        if (out_valid & out_ready) begin
            under_way <= ~out_last;
            from <= taken[1];
        end
        if (~inputs_0_valid | taken[0]) passed_over_0 <= 0;
        else if (taken[1] & ~under_way) passed_over_0 <= passed_over_0 + 2'd1;
        if (~inputs_1_valid | taken[1]) passed_over_1 <= 0;
        else if (taken[0] & ~under_way) passed_over_1 <= passed_over_1 + 2'd1;
        if (reset) begin
            under_way <= 0;
            passed_over_0 <= 0;
            passed_over_1 <= 0;
        end
    end

    always @(*) begin
        nothing_lost: assert ((out_valid & out_ready) == |taken);
        one_at_a_time: assert (taken != 2'b11);
        beat_as_it_came: assert (taken == 0 || now_out == (taken[1] ? now_1 : now_0));
        not_interleaved: assert (!under_way || taken == 0 || taken[1] == from);
        never_idle: assert (under_way || out_valid == (inputs_0_valid | inputs_1_valid));
        holds_still: assert (resting || (out_valid && now_out == beat_out));
        in_turn: assert (passed_over_0 < 2 && passed_over_1 < 2);

        lemma_holder: assert (!in_packet || (^holder && (under_way | ~resting)));
        lemma_under_way: assert (!under_way || (in_packet && holder == (from ? 2'b10 : 2'b01)));
        lemma_locked: assert (resting || (in_packet && (holder[0] ? offered_0 : offered_1)));
        lemma_served: assert (!in_packet || \arbiter.served == (holder[1] ? 2'b11 : 2'b01));
        lemma_turn_0: assert (passed_over_0 == 0 || (offered_0
            && (in_packet && !under_way ? holder[0] : \arbiter.served == 2'b11)));
        lemma_turn_1: assert (passed_over_1 == 0 || (offered_1
            && (in_packet && !under_way ? holder[1] : \arbiter.served == 2'b01)));
    end

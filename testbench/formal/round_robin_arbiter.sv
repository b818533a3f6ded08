// Inside `round_robin_arbiter`. One requester, freely chosen, is watched.
    localparam N = $bits(request);
    (* anyconst *) wire [7:0] which;
    assume property (which < N);

    wire mine = grant[which];
    reg [7:0] passed_over = 0;  // grants to others since it began to wait
    always @(posedge clock) begin
        if (reset | ~request[which] | (advance & mine)) passed_over <= 0;
        else if (advance) passed_over <= passed_over + 8'd1;
    end

    // `served` is ones up to the last one granted: this many.
    reg [7:0] round;
    integer i;
    always @(*) begin
        round = 0;
        for (i = 0; i < N; i = i + 1) round = round + served[i];
    end

    always @(*) begin
        at_most_one: assert ((grant & (grant - 1'd1)) == 0);
        only_requesters: assert ((grant & ~request) == 0);
        one_if_any: assert (|grant == |request);
        in_turn: assert (passed_over < N);

        lemma_served: assert ((served & (served + 1'd1)) == 0);
        // Others come between the last one granted and the one that waits, going round.
        lemma_between: assert (passed_over == 0
            || passed_over + which < round + (served[which] ? 8'd0 : N));
    end

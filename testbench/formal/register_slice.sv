// Inside `register_slice`. One word, freely chosen when it enters, is followed, as in sync_fifo.sv.
    (* anyseq *) wire choose;

    wire       push = inp_valid & inp_ready;
    wire       pop = out_valid & out_ready;
    reg  [1:0] inside = 0;
    reg        followed = 0;
    reg  [1:0] ahead;
    reg  [7:0] word;
    reg        resting = 1;  // the clock before, the receiver did not wait
    reg  [7:0] offered;
    always @(posedge clock) begin
        inside <= inside + push - pop;
        if (followed & pop) begin
            ahead <= ahead - 2'd1;
            followed <= ahead != 0;
        end
        if (choose & push & ~followed) begin
            followed <= 1;
            ahead <= inside - pop;
            word <= inp_payload;
        end
        resting <= reset | ~out_valid | out_ready;
        offered <= out_payload;
        if (reset) begin
            inside <= 0;
            followed <= 0;
        end
    end

    always @(*) begin
        in_order: assert (!(followed & out_valid) || ahead != 0 || out_payload == word);
        valid_if_any: assert (out_valid == (inside != 0));
        ready_if_room: assert (inp_ready == (inside < 2));
        holds_still: assert (resting || (out_valid && out_payload == offered));

        lemma_level: assert (inside == {1'b0, presented_valid} + spare_valid);
        lemma_followed: assert (!followed || (ahead < inside && word == (ahead == 0 ? presented : spare)));
    end

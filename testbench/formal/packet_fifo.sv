// Inside `packet_fifo`. One beat, freely chosen when it is stored, is followed: it is first part of
// the packet under way, then kept or taken back with it; when kept, so many beats are ahead of it.
    localparam SIZE = 7;
    // A register of the queue within: a wire of this name is joined to it when Yosys flattens. Its value
    // at power-up is lost by that, so it stands here again.
    (* hierconn, init = 0 *) wire \fifo.full ;
    wire full = \fifo.full ;
    (* hierconn, init = 0 *) wire \fifo.freed ;
    (* anyseq *) wire choose;

    // `keep` is contiguous, as the rules of streams say.
    always @(*) assume (inp_keep[0] && (inp_keep & (inp_keep + 8'd1)) == 0);

    wire pop = out_valid & out_ready;
    reg  spoilt = 0;  // a beat of the packet under way found no place
    wire fits = ~spoilt & ~full;
    wire store = inp_valid & fits;
    wire ending = inp_valid & inp_last;
    wire keeping = ending & fits & ~inp_error;
    reg [7:0] held = 0;  // beats of kept packets
    reg [7:0] under_way = 0;  // beats stored of the packet under way
    reg [1:0] patience = 0;  // clocks without `out_valid` although a packet is held

    reg        followed = 0, kept = 0;
    reg [7:0]  ahead;
    reg [72:0] beat;
    reg        resting = 1;
    reg [73:0] offered;
    reg [2:0]  strobes = 0;
    always @(posedge clock) begin
        held <= held + (keeping ? under_way + 8'd1 : 8'd0) - pop;
        under_way <= ending ? 8'd0 : under_way + store;
        if (inp_valid) spoilt <= ~fits & ~inp_last;
        patience <= held != 0 && !out_valid ? patience + 2'd1 : 2'd0;
        strobes <= {keeping, ending & fits & inp_error, ending & ~fits};
        resting <= ~out_valid | out_ready;
        offered <= {out_data, out_keep, out_last, out_error};
        if (followed) begin
            if (pop) begin
                ahead <= ahead - 8'd1;
                if (kept && ahead == 0) followed <= 0;
            end
            if (ending & ~kept) begin
                followed <= keeping;
                kept <= keeping;
            end
        end else if (choose & store) begin
            followed <= ~inp_last | keeping;
            kept <= keeping;
            ahead <= held + under_way - pop;
            beat <= {inp_data, inp_keep, inp_last};
        end
        if (reset) begin
            held <= 0;
            under_way <= 0;
            spoilt <= 0;
            patience <= 0;
            strobes <= 0;
            followed <= 0;
            resting <= 1;
        end
    end

    always @(*) begin
        whole_in_order: assert (!(followed & kept & out_valid) || ahead != 0
            || {out_data, out_keep, out_last} == beat);
        only_kept: assert (!out_valid || held != 0);
        never_an_error: assert (!out_error);
        one_strobe_each: assert ({committed, dropped, overflowed} == strobes);
        full_only_if_full: assert (!full || held + under_way + \fifo.freed >= SIZE);
        room_is_harmless: assert (!room || spoilt || !full || under_way == SIZE);
        comes_out: assert (patience < 2 || out_valid);
        holds_still: assert (resting
            || (out_valid && {out_data, out_keep, out_last, out_error} == offered));
    end

// Inside `sync_fifo`. One word, freely chosen when it is pushed, is followed: how many words are
// ahead of it. As the choice is free, what holds for it holds for every word.
    (* anyseq *) wire choose;

    reg [4:0] inside = 0;  // words, by counting transfers
    reg       followed = 0;
    reg [4:0] ahead;
    reg [7:0] word;
    always @(posedge clock) begin
        inside <= inside + push - pop;
        if (followed & pop) begin
            ahead <= ahead - 5'd1;
            followed <= ahead != 0;
        end
        if (choose & push & ~followed) begin
            followed <= 1;
            ahead <= inside - pop;
            word <= inp_payload;
        end
        if (reset) begin
            inside <= 0;
            followed <= 0;
        end
    end
    wire [3:0] place = head + ahead[3:0];

    always @(*) begin
        in_order: assert (!(followed & out_valid) || ahead != 0 || out_payload == word);
        valid_if_any: assert (out_valid == (inside != 0));
        ready_if_room: assert (inp_ready == (inside < 16));
        counted: assert (count == inside);

        lemma_level: assert (inside <= 16 && tail == head + inside[3:0]);
        lemma_full: assert (full == inside[4]);
        lemma_followed: assert (!followed || (ahead < inside && words_words[place] == word));
    end

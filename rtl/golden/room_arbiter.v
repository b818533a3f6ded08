// room_arbiter: made from the Rust type expether_rtl::bridge::room_arbiter::RoomArbiter<3>
// by `expether gen`; edit that instead.
`default_nettype none

module room_arbiter (
    input  wire        clock,
    input  wire        reset,
    input  wire [2:0]  starved,
    input  wire [15:0] free_beats,
    input  wire [2:0]  accepted,
    input  wire [10:0] accepted_beats,
    output wire [2:0]  turn,
    output wire [2:0]  invited,
    output wire [15:0] free_for_others
);

    wire [2:0]  arbiter_grant;
    reg  [2:0]  of_next;
    reg  [2:0]  of;
    reg  [12:0] timer_next;
    reg  [12:0] timer;
    reg  [10:0] credit_next;
    reg  [10:0] credit;
    reg         asked_next;
    reg         asked;
    reg         has_room_next;
    reg         has_room;
    reg         has_plenty_next;
    reg         has_plenty;
    reg  [15:0] others_next;
    reg  [15:0] others;
    wire        chooses;
    wire        has_room_2;
    wire        waits;
    wire        ends;
    wire [10:0] left;
    wire        ends_2;
    wire        ends_3;
    wire [15:0] aside;

    assign chooses = ~(|of) & (|starved);
    assign has_room_2 = (|of) & has_room;
    assign waits = (|(of & starved)) & ~asked;
    assign ends = (&timer) | (has_room_2 & has_plenty);
    assign left = (credit > accepted_beats) ? (credit - accepted_beats) : 11'd0;
    assign ends_2 = ends | (left < accepted_beats);
    assign ends_3 = (|(of & accepted)) ? ends_2 : ends;
    assign aside = {5'd0, credit};
    assign turn = of;
    assign invited = has_room_2 ? of : 3'd0;
    assign free_for_others = others;

    round_robin_arbiter_3 arbiter (
        .clock(clock),
        .reset(reset),
        .request(starved),
        .advance(chooses),
        .grant(arbiter_grant)
    );

    always @(*) begin
        of_next = of;
        credit_next = credit;
        if (chooses) begin
            of_next = arbiter_grant;
            credit_next = 11'h463;
        end
        if (|(of & accepted)) begin
            credit_next = left;
        end
        if ((|of) & ends_3) begin
            of_next = 3'd0;
        end
    end

    always @(*) begin
        timer_next = timer;
        timer_next = (waits | ~(|of)) ? 13'd0 : (timer + 13'd1);
    end

    always @(*) begin
        asked_next = asked;
        asked_next = (|of) & (asked | has_room_2);
    end

    always @(*) begin
        has_room_next = has_room;
        has_room_next = free_beats >= 16'h463;
    end

    always @(*) begin
        has_plenty_next = has_plenty;
        has_plenty_next = free_beats >= 16'h8c6;
    end

    always @(*) begin
        others_next = others;
        others_next =
            ~(|of) ? free_beats :
            (free_beats > aside) ? (free_beats - aside) :
            16'd0;
    end

    initial begin
        of = 3'd0;
        timer = 13'd0;
        credit = 11'd0;
        asked = 1'd0;
        has_room = 1'd0;
        has_plenty = 1'd0;
        others = 16'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            of <= 3'd0;
            timer <= 13'd0;
            credit <= 11'd0;
            asked <= 1'd0;
            has_room <= 1'd0;
            has_plenty <= 1'd0;
            others <= 16'd0;
        end else begin
            of <= of_next;
            timer <= timer_next;
            credit <= credit_next;
            asked <= asked_next;
            has_room <= has_room_next;
            has_plenty <= has_plenty_next;
            others <= others_next;
        end
    end

endmodule

`default_nettype wire

// incarnation_source: made from the Rust type expether_rtl::bridge::incarnation_source::IncarnationSource<15, 15>
// by `expether gen`; edit that instead.
`default_nettype none

module incarnation_source (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] seed,
    input  wire        load,
    output wire [31:0] out_payload,
    output wire        out_valid,
    input  wire        out_ready,
    output wire        unseeded
);

    localparam [1:0] STATE_IDLE = 2'd0;
    localparam [1:0] STATE_START = 2'd1;
    localparam [1:0] STATE_CIPHER = 2'd2;
    localparam [1:0] STATE_OFFER = 2'd3;

    wire [31:0] cipher_start_payload;
    reg         cipher_start_valid;
    wire [31:0] cipher_result_payload;
    wire        cipher_result_valid;
    wire        cipher_busy;
    reg  [1:0]  state_next;
    reg  [1:0]  state;
    reg  [63:0] key_next;
    reg  [63:0] key;
    reg         seeded_next;
    reg         seeded;
    reg  [31:0] drawn_next;
    reg  [31:0] drawn;
    reg  [7:0]  left_next;
    reg  [7:0]  left;
    reg  [7:0]  right_next;
    reg  [7:0]  right;
    reg  [3:0]  step_next;
    reg  [3:0]  step;
    reg  [15:0] missing_next;
    reg  [15:0] missing;
    reg  [14:0] timer_next;
    reg  [14:0] timer;
    wire        is_high_half;
    wire        offers;
    wire        takes;
    wire        refills;

    assign is_high_half = step == 4'd8;
    assign offers = (state == STATE_OFFER) & ~missing[15];
    assign takes = offers & out_ready;
    assign refills = &timer;
    assign cipher_start_payload =
        is_high_half ? {1'd0, drawn[30:0]} :
        {21'h100000, step[2:0], right};
    assign out_valid = offers;
    assign out_payload = {cipher_result_payload[15:0], left, right};
    assign unseeded = ~seeded;

    speck32 cipher (
        .clock(clock),
        .reset(reset),
        .key(key),
        .start_payload(cipher_start_payload),
        .start_valid(cipher_start_valid),
        .result_payload(cipher_result_payload),
        .result_valid(cipher_result_valid),
        .busy(cipher_busy)
    );

    always @(*) begin
        state_next = state;
        key_next = key;
        seeded_next = seeded;
        drawn_next = drawn;
        left_next = left;
        right_next = right;
        step_next = step;
        cipher_start_valid = 1'd0;
        case (state)
            STATE_IDLE: begin
                left_next = drawn[15:8];
                right_next = drawn[7:0];
                step_next = 4'd0;
                if (seeded) begin
                    state_next = STATE_START;
                end
            end
            STATE_START: begin
                cipher_start_valid = 1'd1;
                state_next = STATE_CIPHER;
            end
            STATE_CIPHER: begin
                if (cipher_result_valid) begin
                    if (is_high_half) begin
                        state_next = STATE_OFFER;
                    end else begin
                        left_next = right;
                        right_next = left ^ cipher_result_payload[7:0];
                        step_next = step + 4'd1;
                        state_next = STATE_START;
                    end
                end
            end
            default: begin
                if (takes) begin
                    drawn_next = drawn + 32'd1;
                    state_next = STATE_IDLE;
                end
            end
        endcase
        if (load) begin
            key_next = seed;
            seeded_next = |seed;
            state_next = STATE_IDLE;
        end
    end

    always @(*) begin
        missing_next = missing;
        if (takes & ~refills) begin
            missing_next = missing + 16'd1;
        end else if (refills & ~takes & (|missing)) begin
            missing_next = missing - 16'd1;
        end
    end

    always @(*) begin
        timer_next = timer;
        timer_next = timer + 15'd1;
    end

    initial begin
        state = 2'd0;
        key = 64'd0;
        seeded = 1'd0;
        drawn = 32'd0;
        left = 8'd0;
        right = 8'd0;
        step = 4'd0;
        missing = 16'd0;
        timer = 15'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            state <= 2'd0;
            seeded <= 1'd0;
            drawn <= 32'd0;
            missing <= 16'd0;
            timer <= 15'd0;
        end else begin
            state <= state_next;
            seeded <= seeded_next;
            drawn <= drawn_next;
            missing <= missing_next;
            timer <= timer_next;
        end
    end

    always @(posedge clock) begin
        key <= key_next;
        left <= left_next;
        right <= right_next;
        step <= step_next;
    end

    wire unused = &{1'b0,
        cipher_result_payload[31:16],
        cipher_busy};

endmodule

`default_nettype wire

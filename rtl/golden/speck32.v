// speck32: made from the Rust type expether_rtl::prim::speck32::Speck32
// by `expether gen`; edit that instead.
`default_nettype none

module speck32 (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] key,
    input  wire [31:0] start_payload,
    input  wire        start_valid,
    output wire [31:0] result_payload,
    output wire        result_valid,
    output wire        busy
);

    reg  [31:0] block_next;
    reg  [31:0] block;
    reg  [63:0] schedule_next;
    reg  [63:0] schedule;
    reg  [4:0]  round_next;
    reg  [4:0]  round;
    reg         running_next;
    reg         running;
    reg         done_next;
    reg         done;
    wire [15:0] key_2;
    wire [15:0] right;
    wire [15:0] left;
    wire [15:0] mixed;
    wire [15:0] right_2;
    wire [15:0] left_2;
    wire [15:0] mixed_2;
    wire [31:0] words;

    assign key_2 = schedule[15:0];
    assign right = {block[22:16], block[31:23]};
    assign left = {block[13:0], block[15:14]};
    assign mixed = (right + block[15:0]) ^ key_2;
    assign right_2 = {schedule[22:16], schedule[31:23]};
    assign left_2 = {key_2[13:0], key_2[15:14]};
    assign mixed_2 = (right_2 + key_2) ^ {11'd0, round};
    assign words = {mixed_2, left_2 ^ mixed_2};
    assign busy = running;
    assign result_valid = done;
    assign result_payload = block;

    always @(*) begin
        block_next = block;
        schedule_next = schedule;
        round_next = round;
        running_next = running;
        done_next = done;
        done_next = 1'd0;
        if (start_valid) begin
            block_next = start_payload;
            schedule_next = key;
            round_next = 5'd0;
            running_next = 1'd1;
        end else if (running) begin
            block_next = {mixed, left ^ mixed};
            schedule_next = {words[31:16], schedule[63:32], words[15:0]};
            round_next = round + 5'd1;
            if (round == 5'd21) begin
                running_next = 1'd0;
                done_next = 1'd1;
            end
        end
    end

    initial begin
        block = 32'd0;
        schedule = 64'd0;
        round = 5'd0;
        running = 1'd0;
        done = 1'd0;
    end

    always @(posedge clock) begin
        block <= block_next;
        schedule <= schedule_next;
        round <= round_next;
    end

    always @(posedge clock) begin
        if (reset) begin
            running <= 1'd0;
            done <= 1'd0;
        end else begin
            running <= running_next;
            done <= done_next;
        end
    end

endmodule

`default_nettype wire

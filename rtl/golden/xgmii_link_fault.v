// xgmii_link_fault: made from the Rust type expether_rtl::eth::xgmii_link_fault::XgmiiLinkFault
// by `expether gen`; edit that instead.
`default_nettype none

module xgmii_link_fault (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] xgmii_data,
    input  wire [7:0]  xgmii_ctrl,
    output wire        local_fault,
    output wire        remote_fault
);

    reg  [1:0]  local_seen_next;
    reg  [1:0]  local_seen;
    reg  [1:0]  remote_seen_next;
    reg  [1:0]  remote_seen;
    reg         counted_remote_next;
    reg         counted_remote;
    reg  [2:0]  sequences_next;
    reg  [2:0]  sequences;
    reg  [5:0]  quiet_words_next;
    reg  [5:0]  quiet_words;
    wire [31:0] low;
    wire [31:0] high;
    wire        low_ordered;
    wire        high_ordered;
    wire        remote_is_last;
    wire        two;
    wire [2:0]  more;
    wire        fault;

    assign low = xgmii_data[31:0];
    assign high = xgmii_data[63:32];
    assign low_ordered = xgmii_ctrl[3:0] == 4'd1;
    assign high_ordered = xgmii_ctrl[7:4] == 4'd1;
    assign remote_is_last = remote_seen[1] | (remote_seen[0] & ~local_seen[1]);
    assign two = (&local_seen) | (&remote_seen);
    assign more = two ? 3'd2 : 3'd1;
    assign fault = sequences[2];
    assign local_fault = fault & ~counted_remote;
    assign remote_fault = fault & counted_remote;

    always @(*) begin
        local_seen_next = local_seen;
        local_seen_next = {
            high_ordered & (high == 32'h100009c),
            low_ordered & (low == 32'h100009c)
        };
    end

    always @(*) begin
        remote_seen_next = remote_seen;
        remote_seen_next = {
            high_ordered & (high == 32'h200009c),
            low_ordered & (low == 32'h200009c)
        };
    end

    always @(*) begin
        counted_remote_next = counted_remote;
        sequences_next = sequences;
        quiet_words_next = quiet_words;
        if ((|local_seen) | (|remote_seen)) begin
            quiet_words_next = 6'd0;
            counted_remote_next = remote_is_last;
            if (remote_is_last != counted_remote) begin
                sequences_next = more;
            end else if (sequences[2] | (two & (sequences == 3'd3))) begin
                sequences_next = 3'd4;
            end else begin
                sequences_next = sequences + more;
            end
        end else begin
            quiet_words_next = quiet_words + 6'd1;
            if (&quiet_words) begin
                quiet_words_next = quiet_words;
                sequences_next = 3'd0;
            end
        end
    end

    initial begin
        local_seen = 2'd0;
        remote_seen = 2'd0;
        counted_remote = 1'd0;
        sequences = 3'd0;
        quiet_words = 6'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            local_seen <= 2'd0;
            remote_seen <= 2'd0;
            counted_remote <= 1'd0;
            sequences <= 3'd0;
            quiet_words <= 6'd0;
        end else begin
            local_seen <= local_seen_next;
            remote_seen <= remote_seen_next;
            counted_remote <= counted_remote_next;
            sequences <= sequences_next;
            quiet_words <= quiet_words_next;
        end
    end

endmodule

`default_nettype wire

// vlan_checker: made from the Rust type expether_rtl::eth::vlan_checker::VlanChecker
// by `expether gen`; edit that instead.
`default_nettype none

module vlan_checker (
    input  wire        clock,
    input  wire        reset,
    input  wire [11:0] group,
    input  wire [63:0] inp_data,
    input  wire [7:0]  inp_keep,
    input  wire        inp_last,
    input  wire        inp_error,
    input  wire        inp_valid,
    output wire [63:0] out_data,
    output wire [7:0]  out_keep,
    output wire        out_last,
    output wire        out_error,
    output wire        out_valid,
    output wire        wrong_group
);

    reg         in_frame_next;
    reg         in_frame;
    reg         tag_is_next_next;
    reg         tag_is_next;
    reg         ours_next;
    reg         ours;
    wire        has_our_tag;
    wire        foreign;

    assign has_our_tag =
        (inp_data[47:32] == 16'h81)
        & (inp_data[51:48] == group[11:8])
        & (inp_data[63:56] == group[7:0]);
    assign foreign = inp_last & ~ours;
    assign wrong_group = inp_valid & foreign & ~inp_error;
    assign out_valid = inp_valid;
    assign out_data = inp_data;
    assign out_keep = inp_keep;
    assign out_last = inp_last;
    assign out_error = inp_error | foreign;

    always @(*) begin
        in_frame_next = in_frame;
        tag_is_next_next = tag_is_next;
        ours_next = ours;
        if (inp_valid) begin
            in_frame_next = ~inp_last;
            tag_is_next_next = ~in_frame & ~inp_last;
            if (tag_is_next) begin
                ours_next = has_our_tag;
            end
            if (inp_last) begin
                ours_next = 1'd0;
            end
        end
    end

    initial begin
        in_frame = 1'd0;
        tag_is_next = 1'd0;
        ours = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            in_frame <= 1'd0;
            tag_is_next <= 1'd0;
            ours <= 1'd0;
        end else begin
            in_frame <= in_frame_next;
            tag_is_next <= tag_is_next_next;
            ours <= ours_next;
        end
    end

endmodule

`default_nettype wire

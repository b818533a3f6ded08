// vlan_tagger: made from the Rust type expether_rtl::eth::vlan_tagger::VlanTagger
// by `expether gen`; edit that instead.
`default_nettype none

module vlan_tagger (
    input  wire        clock,
    input  wire        reset,
    input  wire [11:0] group,
    input  wire [2:0]  priority_code,
    input  wire [63:0] inp_data,
    input  wire [7:0]  inp_keep,
    input  wire        inp_last,
    input  wire        inp_error,
    input  wire        inp_valid,
    output wire        inp_ready,
    output wire [63:0] out_data,
    output wire [7:0]  out_keep,
    output wire        out_last,
    output wire        out_error,
    output wire        out_valid,
    input  wire        out_ready
);

    reg  [1:0]  beats_next;
    reg  [1:0]  beats;
    wire [63:0] data;
    wire [63:0] data_2;

    assign data = {group[7:0], priority_code, 1'd0, group[11:8], 16'h81, inp_data[31:0]};
    assign data_2 = (beats == 2'd1) ? data : inp_data;
    assign out_data = data_2;
    assign out_keep = inp_keep;
    assign out_last = inp_last;
    assign out_error = inp_error;
    assign out_valid = inp_valid;
    assign inp_ready = out_ready;

    always @(*) begin
        beats_next = beats;
        if (inp_valid & out_ready) begin
            if (inp_last) begin
                beats_next = 2'd0;
            end else if (~beats[1]) begin
                beats_next = beats + 2'd1;
            end
        end
    end

    initial begin
        beats = 2'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            beats <= 2'd0;
        end else begin
            beats <= beats_next;
        end
    end

endmodule

`default_nettype wire

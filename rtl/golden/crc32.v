// crc32: made from the Rust type expether_rtl::prim::crc32::Crc32
// by `expether gen`; edit that instead.
`default_nettype none

module crc32 (
    input  wire        clock,
    input  wire        reset,
    input  wire [63:0] inp_data,
    input  wire [7:0]  inp_keep,
    input  wire        inp_last,
    input  wire        inp_error,
    input  wire        inp_valid,
    output wire [31:0] fcs,
    output wire        done
);

    reg  [31:0] crc_next;
    reg  [31:0] crc;
    reg         ended_next;
    reg         ended;
    wire [31:0] before_2;
    wire [7:0]  keep;
    wire        by_four;
    wire        by_two;
    wire        by_one;
    wire [63:0] sum;
    wire [63:0] a;
    wire [63:0] b;
    wire [63:0] c;
    wire [31:0] rest;
    wire [31:0] rest_2;
    wire [31:0] rest_3;
    wire [31:0] rest_4;
    wire [31:0] rest_5;
    wire [31:0] rest_6;
    wire [31:0] linear;

    assign before_2 = ended ? 32'hffffffff : crc;
    assign keep = inp_last ? inp_keep : 8'hff;
    assign by_four = ~keep[4];
    assign by_two = ~keep[2] | (keep[4] & ~keep[6]);
    assign by_one =
        ~keep[1]
        | (keep[2] & ~keep[3])
        | (keep[4] & ~keep[5])
        | (keep[6] & ~keep[7]);
    assign sum = inp_data ^ {32'd0, before_2};
    assign a = by_four ? {sum[31:0], 32'd0} : sum;
    assign b = by_two ? {a[47:0], 16'd0} : a;
    assign c = by_one ? {b[55:0], 8'd0} : b;
    assign rest = {24'd0, before_2[31:24]};
    assign rest_2 = {16'd0, before_2[31:16]};
    assign rest_3 = {8'd0, before_2[31:8]};
    assign rest_4 = keep[1] ? rest_2 : rest_3;
    assign rest_5 = keep[2] ? rest : rest_4;
    assign rest_6 = ~keep[3] ? rest_5 : 32'd0;
    assign linear = {
        ^(c & 64'h826880efa40da72d),
        ^(c & 64'hc35cc098760b74bb),
        ^(c & 64'he3c6e0a39f081d70),
        ^(c & 64'h71e37051cf840eb8),
        ^(c & 64'hba9938c743cfa071),
        ^(c & 64'hdf241c8c05ea7715),
        ^(c & 64'h6f920e4602f53b8a),
        ^(c & 64'hb5a187cca5773ae8),
        ^(c & 64'hd8b84309f6b63a59),
        ^(c & 64'h6c5c2184fb5b1d2c),
        ^(c & 64'hb446902dd9a029bb),
        ^(c & 64'hd84bc8f948ddb3f0),
        ^(c & 64'hee4d649300637ed5),
        ^(c & 64'h7726b2498031bf6a),
        ^(c & 64'h3b935924c018dfb5),
        ^(c & 64'h1dc9ac92600c6fda),
        ^(c & 64'h8c8c56a6940b90c0),
        ^(c & 64'h46462b534a05c860),
        ^(c & 64'h232315a9a502e430),
        ^(c & 64'h11918ad4d2817218),
        ^(c & 64'h8c8c56a6940b90c),
        ^(c & 64'h46462b534a05c86),
        ^(c & 64'h805ab1b53e5d896e),
        ^(c & 64'hc245d8353b23639a),
        ^(c & 64'h6122ec1a9d91b1cd),
        ^(c & 64'h3091760d4ec8d8e6),
        ^(c & 64'h9a203be90369cb5e),
        ^(c & 64'h4d101df481b4e5af),
        ^(c & 64'h26880efa40da72d7),
        ^(c & 64'h1344077d206d396b),
        ^(c & 64'h9a203be90369cb5),
        ^(c & 64'h4d101df481b4e5a)
    };
    assign fcs = ~crc;
    assign done = ended;

    always @(*) begin
        crc_next = crc;
        if (inp_valid) begin
            crc_next = linear ^ rest_6;
        end else begin
            crc_next = before_2;
        end
    end

    always @(*) begin
        ended_next = ended;
        ended_next = inp_valid & inp_last;
    end

    initial begin
        crc = 32'hffffffff;
        ended = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            crc <= 32'hffffffff;
            ended <= 1'd0;
        end else begin
            crc <= crc_next;
            ended <= ended_next;
        end
    end

    wire unused = &{1'b0,
        inp_error,
        keep[0]};

endmodule

`default_nettype wire

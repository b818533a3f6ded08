// station: made from the Rust type expether_rtl::bridge::station::Station
// by `expether gen`; edit that instead.
`default_nettype none

module station (
    input  wire        clock,
    input  wire        reset,
    input  wire        enable,
    input  wire [47:0] wanted_mac,
    input  wire [11:0] wanted_vid,
    input  wire [15:0] wanted_ethertype,
    input  wire [63:0] wanted_node_id,
    input  wire        busy,
    output wire [47:0] present_mac,
    output wire [11:0] present_vid,
    output wire [15:0] present_ethertype,
    output wire [63:0] present_node_id,
    output wire        changing
);

    reg  [47:0] identity_mac_next;
    reg  [11:0] identity_vid_next;
    reg  [15:0] identity_ethertype_next;
    reg  [63:0] identity_node_id_next;
    reg  [47:0] identity_mac;
    reg  [11:0] identity_vid;
    reg  [15:0] identity_ethertype;
    reg  [63:0] identity_node_id;
    reg         differed_next;
    reg         differed;
    wire        differs;

    assign differs =
        (wanted_mac != identity_mac)
        | (wanted_vid != identity_vid)
        | (wanted_ethertype != identity_ethertype)
        | (wanted_node_id != identity_node_id);
    assign present_mac = identity_mac;
    assign present_vid = identity_vid;
    assign present_ethertype = identity_ethertype;
    assign present_node_id = identity_node_id;
    assign changing = differed & enable;

    always @(*) begin
        identity_mac_next = identity_mac;
        identity_vid_next = identity_vid;
        identity_ethertype_next = identity_ethertype;
        identity_node_id_next = identity_node_id;
        if (~enable | (differed & ~busy)) begin
            identity_mac_next = wanted_mac;
            identity_vid_next = wanted_vid;
            identity_ethertype_next = wanted_ethertype;
            identity_node_id_next = wanted_node_id;
        end
    end

    always @(*) begin
        differed_next = differed;
        differed_next = differs;
    end

    initial begin
        identity_mac = 48'd0;
        identity_vid = 12'hffd;
        identity_ethertype = 16'h88b5;
        identity_node_id = 64'd0;
        differed = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            identity_mac <= 48'd0;
            identity_vid <= 12'hffd;
            identity_ethertype <= 16'h88b5;
            identity_node_id <= 64'd0;
            differed <= 1'd0;
        end else begin
            identity_mac <= identity_mac_next;
            identity_vid <= identity_vid_next;
            identity_ethertype <= identity_ethertype_next;
            identity_node_id <= identity_node_id_next;
            differed <= differed_next;
        end
    end

endmodule

`default_nettype wire

// pause_receiver: made from the Rust type expether_rtl::eth::pause_receiver::PauseReceiver
// by `expether gen`; edit that instead.
`default_nettype none

module pause_receiver (
    input  wire        clock,
    input  wire        reset,
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
    input  wire        honour,
    input  wire        transmitting,
    output wire        paused,
    output wire        pause_received,
    output wire        control_dropped
);

    localparam [1:0] PLACE_DESTINATION = 2'd0;
    localparam [1:0] PLACE_TYPE = 2'd1;
    localparam [1:0] PLACE_TIME = 2'd2;
    localparam [1:0] PLACE_REST = 2'd3;

    reg  [1:0]  place_next;
    reg  [1:0]  place;
    reg         to_partner_next;
    reg         to_partner;
    reg         is_control_next;
    reg         is_control;
    reg         is_pause_next;
    reg         is_pause;
    reg  [15:0] pause_time_next;
    reg  [15:0] pause_time;
    reg  [18:0] timer_next;
    reg  [18:0] timer;
    reg         running_next;
    reg         running;
    wire [47:0] destination;
    wire        is_control_2;
    wire        ends_control;
    wire        good_control;
    wire        is_pause_2;
    wire        good_pause;

    assign destination = inp_data[47:0];
    assign is_control_2 = inp_data[47:32] == 16'h888;
    assign ends_control = inp_last & is_control;
    assign good_control = inp_valid & ends_control & ~inp_error;
    assign is_pause_2 = is_pause & (place == PLACE_REST);
    assign good_pause = good_control & is_pause_2;
    assign pause_received = good_pause;
    assign control_dropped = good_control & ~is_pause_2;
    assign paused = running;
    assign out_valid = inp_valid;
    assign out_data = inp_data;
    assign out_keep = inp_keep;
    assign out_last = inp_last;
    assign out_error = inp_error | ends_control;

    always @(*) begin
        place_next = place;
        to_partner_next = to_partner;
        is_control_next = is_control;
        is_pause_next = is_pause;
        pause_time_next = pause_time;
        if (inp_valid) begin
            case (place)
                PLACE_DESTINATION: begin
                    to_partner_next = destination == 48'h10000c28001;
                    place_next = PLACE_TYPE;
                end
                PLACE_TYPE: begin
                    is_control_next = is_control_2;
                    is_pause_next =
                        is_control_2
                        & to_partner
                        & (inp_data[63:48] == 16'h100);
                    place_next = PLACE_TIME;
                end
                PLACE_TIME: begin
                    pause_time_next = {inp_data[7:0], inp_data[15:8]};
                    place_next = PLACE_REST;
                end
                default: begin end
            endcase
            if (inp_last) begin
                place_next = PLACE_DESTINATION;
                is_control_next = 1'd0;
                is_pause_next = 1'd0;
            end
        end
    end

    always @(*) begin
        timer_next = timer;
        running_next = running;
        if (running & ~transmitting) begin
            timer_next = timer - 19'd1;
            if (timer == 19'd1) begin
                running_next = 1'd0;
            end
        end
        if (good_pause) begin
            timer_next = {pause_time, 3'd0};
            running_next = |pause_time;
        end
        if (~honour) begin
            running_next = 1'd0;
        end
    end

    initial begin
        place = 2'd0;
        to_partner = 1'd0;
        is_control = 1'd0;
        is_pause = 1'd0;
        pause_time = 16'd0;
        timer = 19'd0;
        running = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            place <= 2'd0;
            to_partner <= 1'd0;
            is_control <= 1'd0;
            is_pause <= 1'd0;
            running <= 1'd0;
        end else begin
            place <= place_next;
            to_partner <= to_partner_next;
            is_control <= is_control_next;
            is_pause <= is_pause_next;
            running <= running_next;
        end
    end

    always @(posedge clock) begin
        pause_time <= pause_time_next;
        timer <= timer_next;
    end

endmodule

`default_nettype wire

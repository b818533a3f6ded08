// round_trip: made from the Rust type expether_rtl::bridge::round_trip::RoundTrip
// by `expether gen`; edit that instead.
`default_nettype none

module round_trip (
    input  wire        clock,
    input  wire        reset,
    input  wire        run,
    input  wire [19:0] sample_payload,
    input  wire        sample_valid,
    input  wire        timed_out,
    input  wire        progress,
    input  wire [23:0] timeout_min,
    input  wire [23:0] timeout_max,
    input  wire [15:0] ack_delay,
    output wire [19:0] smoothed,
    output wire [23:0] timeout,
    output wire [23:0] probe_time
);

    reg         known_next;
    reg         known;
    reg         summed_next;
    reg         summed;
    reg  [22:0] mean_eighths_next;
    reg  [22:0] mean_eighths;
    reg  [21:0] deviation_fourfold_next;
    reg  [21:0] deviation_fourfold;
    reg         taken_next;
    reg         taken;
    reg         compared_next;
    reg         compared;
    reg         moved_next;
    reg         moved;
    reg  [19:0] sampled_next;
    reg  [19:0] sampled;
    reg  [20:0] error_next;
    reg  [20:0] error;
    reg  [22:0] mean_and_deviation_next;
    reg  [22:0] mean_and_deviation;
    reg  [23:0] computed_next;
    reg  [23:0] computed;
    reg         backed_off_next;
    reg         backed_off;
    reg  [23:0] candidate_next;
    reg  [23:0] candidate;
    reg  [23:0] limited_next;
    reg  [23:0] limited;
    wire [19:0] mean;
    wire        is_below;
    wire        busy;
    wire        takes;
    wire [1:0]  sign;
    wire [22:0] signed_error;

    assign mean = mean_eighths[22:3];
    assign is_below = error[20];
    assign busy = taken | compared | moved;
    assign takes = sample_valid & run & ~busy;
    assign sign = is_below ? 2'd3 : 2'd0;
    assign signed_error = {sign, error};
    assign smoothed = mean;
    assign timeout = limited;
    assign probe_time = computed[23] ? computed : (computed + 24'h20);

    always @(*) begin
        known_next = known;
        summed_next = summed;
        mean_eighths_next = mean_eighths;
        deviation_fourfold_next = deviation_fourfold;
        taken_next = taken;
        compared_next = compared;
        moved_next = moved;
        error_next = error;
        backed_off_next = backed_off;
        candidate_next = candidate;
        taken_next = takes;
        compared_next = taken;
        moved_next = compared;
        if (taken) begin
            error_next = {1'd0, sampled} - {1'd0, mean};
        end
        if (compared) begin
            if (known) begin
                mean_eighths_next = mean_eighths + signed_error;
                deviation_fourfold_next = deviation_fourfold - {2'd0, deviation_fourfold[21:2]};
                if (is_below) begin
                    error_next = 21'd0 - error;
                end
            end else begin
                mean_eighths_next = {sampled, 3'd0};
                deviation_fourfold_next = {1'd0, sampled, 1'd0};
                error_next = 21'd0;
            end
        end
        if (moved) begin
            known_next = 1'd1;
            deviation_fourfold_next = deviation_fourfold + {1'd0, error};
        end
        summed_next = known;
        if (timed_out) begin
            backed_off_next = 1'd1;
            candidate_next = limited[23] ? 24'hffffff : {limited[22:0], 1'd0};
        end else if (~backed_off) begin
            candidate_next = computed;
        end
        if (progress) begin
            backed_off_next = 1'd0;
        end
        if (~run) begin
            known_next = 1'd0;
            summed_next = 1'd0;
            mean_eighths_next = 23'd0;
            taken_next = 1'd0;
            compared_next = 1'd0;
            moved_next = 1'd0;
            backed_off_next = 1'd0;
        end
    end

    always @(*) begin
        sampled_next = sampled;
        if (takes) begin
            sampled_next = sample_payload;
        end
    end

    always @(*) begin
        mean_and_deviation_next = mean_and_deviation;
        if (~busy) begin
            mean_and_deviation_next = {3'd0, mean} + {1'd0, deviation_fourfold};
        end
    end

    always @(*) begin
        computed_next = computed;
        computed_next =
            summed ? ({1'd0, mean_and_deviation} + {8'd0, ack_delay}) :
            {4'd0, timeout_max[23:4]};
    end

    always @(*) begin
        limited_next = limited;
        limited_next =
            (candidate > timeout_max) ? timeout_max :
            (candidate < timeout_min) ? ((timeout_min > timeout_max) ? timeout_max : timeout_min) :
            candidate;
    end

    initial begin
        known = 1'd0;
        summed = 1'd0;
        mean_eighths = 23'd0;
        deviation_fourfold = 22'd0;
        taken = 1'd0;
        compared = 1'd0;
        moved = 1'd0;
        sampled = 20'd0;
        error = 21'd0;
        mean_and_deviation = 23'd0;
        computed = 24'd0;
        backed_off = 1'd0;
        candidate = 24'd0;
        limited = 24'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            known <= 1'd0;
            summed <= 1'd0;
            mean_eighths <= 23'd0;
            taken <= 1'd0;
            compared <= 1'd0;
            moved <= 1'd0;
            backed_off <= 1'd0;
            limited <= 24'd0;
        end else begin
            known <= known_next;
            summed <= summed_next;
            mean_eighths <= mean_eighths_next;
            taken <= taken_next;
            compared <= compared_next;
            moved <= moved_next;
            backed_off <= backed_off_next;
            limited <= limited_next;
        end
    end

    always @(posedge clock) begin
        deviation_fourfold <= deviation_fourfold_next;
        sampled <= sampled_next;
        error <= error_next;
        mean_and_deviation <= mean_and_deviation_next;
        computed <= computed_next;
        candidate <= candidate_next;
    end

endmodule

`default_nettype wire

// rate_controller: made from the Rust type expether_rtl::bridge::rate_controller::RateController
// by `expether gen`; edit that instead.
`default_nettype none

module rate_controller (
    input  wire        clock,
    input  wire        reset,
    input  wire        run,
    input  wire        settings_enable,
    input  wire [19:0] settings_target,
    input  wire [15:0] settings_rate_min,
    input  wire [15:0] settings_step,
    input  wire [15:0] settings_burst,
    input  wire [23:0] settings_dead_time,
    input  wire [19:0] sample_payload,
    input  wire        sample_valid,
    input  wire        timed_out,
    input  wire [11:0] sent_payload,
    input  wire        sent_valid,
    output wire        may_send,
    output wire [15:0] rate
);

    reg         taken_next;
    reg         taken;
    reg         compared_next;
    reg         compared;
    reg         judged_next;
    reg         judged;
    reg         changing_next;
    reg         changing;
    reg         halve_next;
    reg         halve;
    reg  [19:0] sampled_next;
    reg  [19:0] sampled;
    reg  [19:0] previous_next;
    reg  [19:0] previous;
    reg  [19:0] since_next;
    reg  [19:0] since;
    reg  [20:0] excess_next;
    reg  [20:0] excess;
    reg  [20:0] difference_next;
    reg  [20:0] difference;
    reg         is_due_next;
    reg         is_due;
    reg         is_above_next;
    reg         is_above;
    reg         holds_next;
    reg         holds;
    reg  [1:0]  grade_next;
    reg  [1:0]  grade;
    reg  [15:0] change_next;
    reg  [15:0] change;
    reg  [15:0] wanted_next;
    reg  [15:0] wanted;
    reg  [15:0] current_next;
    reg  [15:0] current;
    reg  [15:0] fraction_next;
    reg  [15:0] fraction;
    reg         paid_next;
    reg         paid;
    reg  [12:0] charge_next;
    reg  [12:0] charge;
    reg  [17:0] debt_next;
    reg  [17:0] debt;
    reg         in_credit_next;
    reg         in_credit;
    reg  [20:0] waited_next;
    reg  [20:0] waited;
    reg         overdue_next;
    reg         overdue;
    wire        busy;
    wire        halves;
    wire        takes;
    wire        counts;
    wire [19:0] over;
    wire        is_above_2;
    wire        fell;
    wire [20:0] sum;
    wire        falls;
    wire        rises;
    wire [15:0] cut;
    wire [16:0] raised;
    wire [16:0] sum_2;
    wire        pays;
    wire [12:0] frame;
    wire [12:0] paid_2;
    wire        is_payment;
    wire [5:0]  sign;
    wire [17:0] charged;
    wire [20:0] longest;
    wire        forgives;

    assign busy = taken | compared | judged | changing;
    assign halves = halve & ~busy;
    assign takes = sample_valid & ~busy & ~halves;
    assign counts = compared & is_due;
    assign over = excess[19:0];
    assign is_above_2 = ~excess[20] & (|over);
    assign fell = difference[20];
    assign sum = difference + {5'd0, previous[19:4]};
    assign falls = fell & sum[20];
    assign rises = ~fell & (difference[19:0] > {5'd0, previous[19:5]});
    assign cut =
        (grade == 2'd0) ? {5'd0, current[15:5]} :
        (grade == 2'd1) ? {4'd0, current[15:4]} :
        (grade == 2'd2) ? {3'd0, current[15:3]} :
        {1'd0, current[15:1]};
    assign raised = {1'd0, current} + {1'd0, change};
    assign sum_2 = {1'd0, fraction} + {1'd0, current};
    assign pays = run & settings_enable;
    assign frame = (sent_valid & ~debt[17]) ? {1'd0, sent_payload} : 13'd0;
    assign paid_2 = paid ? 13'd1 : 13'd0;
    assign is_payment = charge[12];
    assign sign = is_payment ? 6'd63 : 6'd0;
    assign charged = {sign, charge[11:0]};
    assign longest = settings_dead_time[23:3];
    assign forgives = overdue & ~in_credit;
    assign may_send = in_credit;
    assign rate = current;

    always @(*) begin
        taken_next = taken;
        compared_next = compared;
        judged_next = judged;
        changing_next = changing;
        halve_next = halve;
        previous_next = previous;
        since_next = since;
        is_above_next = is_above;
        holds_next = holds;
        grade_next = grade;
        wanted_next = wanted;
        current_next = current;
        halve_next = (halve & busy) | timed_out;
        taken_next = takes;
        if (~(&since)) begin
            since_next = since + 20'd1;
        end
        compared_next = taken;
        judged_next = counts | halves;
        if (compared) begin
            is_above_next = is_above_2;
            holds_next = is_above_2 ? falls : rises;
            grade_next =
                (over > settings_target) ? 2'd3 :
                (over > {1'd0, settings_target[19:1]}) ? 2'd2 :
                (over > {2'd0, settings_target[19:2]}) ? 2'd1 :
                2'd0;
        end
        if (counts) begin
            previous_next = sampled;
            since_next = 20'd0;
        end
        if (halves) begin
            is_above_next = 1'd1;
            holds_next = 1'd0;
            grade_next = 2'd3;
            since_next = 20'd0;
        end
        changing_next = judged;
        if (changing) begin
            wanted_next =
                is_above ? (current - change) :
                raised[16] ? 16'hffff :
                raised[15:0];
        end
        current_next = (wanted < settings_rate_min) ? settings_rate_min : wanted;
        if (~run | ~settings_enable) begin
            taken_next = 1'd0;
            compared_next = 1'd0;
            judged_next = 1'd0;
            changing_next = 1'd0;
            halve_next = 1'd0;
            previous_next = 20'd0;
            since_next = 20'd0;
            wanted_next = 16'hffff;
            current_next = 16'hffff;
        end
    end

    always @(*) begin
        sampled_next = sampled;
        if (takes) begin
            sampled_next = sample_payload;
        end
    end

    always @(*) begin
        excess_next = excess;
        excess_next = {1'd0, sampled} - {1'd0, settings_target};
    end

    always @(*) begin
        difference_next = difference;
        difference_next = {1'd0, sampled} - {1'd0, previous};
    end

    always @(*) begin
        is_due_next = is_due;
        is_due_next = since >= sampled;
    end

    always @(*) begin
        change_next = change;
        change_next = holds ? 16'd0 : is_above ? cut : settings_step;
    end

    always @(*) begin
        fraction_next = fraction;
        fraction_next = pays ? sum_2[15:0] : 16'd0;
    end

    always @(*) begin
        paid_next = paid;
        paid_next = pays & sum_2[16];
    end

    always @(*) begin
        charge_next = charge;
        charge_next = frame - paid_2;
    end

    always @(*) begin
        debt_next = debt;
        if (&current) begin
            debt_next = 18'd0;
        end else if (forgives) begin
            debt_next = {2'd0, settings_burst};
        end else if (~is_payment | (|debt)) begin
            debt_next = debt + charged;
        end
    end

    always @(*) begin
        in_credit_next = in_credit;
        in_credit_next = debt <= {2'd0, settings_burst};
    end

    always @(*) begin
        waited_next = waited;
        if (~pays) begin
            waited_next = 21'd0;
        end else if (sent_valid) begin
            waited_next = 21'd4;
        end else if (~(&waited)) begin
            waited_next = waited + 21'd1;
        end
    end

    always @(*) begin
        overdue_next = overdue;
        overdue_next = (waited >= longest) & (|settings_dead_time) & ~sent_valid;
    end

    initial begin
        taken = 1'd0;
        compared = 1'd0;
        judged = 1'd0;
        changing = 1'd0;
        halve = 1'd0;
        sampled = 20'd0;
        previous = 20'd0;
        since = 20'd0;
        excess = 21'd0;
        difference = 21'd0;
        is_due = 1'd0;
        is_above = 1'd0;
        holds = 1'd0;
        grade = 2'd0;
        change = 16'd0;
        wanted = 16'hffff;
        current = 16'hffff;
        fraction = 16'd0;
        paid = 1'd0;
        charge = 13'd0;
        debt = 18'd0;
        in_credit = 1'd1;
        waited = 21'd0;
        overdue = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            taken <= 1'd0;
            compared <= 1'd0;
            judged <= 1'd0;
            changing <= 1'd0;
            halve <= 1'd0;
            previous <= 20'd0;
            since <= 20'd0;
            wanted <= 16'hffff;
            current <= 16'hffff;
            fraction <= 16'd0;
            paid <= 1'd0;
            charge <= 13'd0;
            debt <= 18'd0;
            in_credit <= 1'd1;
            waited <= 21'd0;
            overdue <= 1'd0;
        end else begin
            taken <= taken_next;
            compared <= compared_next;
            judged <= judged_next;
            changing <= changing_next;
            halve <= halve_next;
            previous <= previous_next;
            since <= since_next;
            wanted <= wanted_next;
            current <= current_next;
            fraction <= fraction_next;
            paid <= paid_next;
            charge <= charge_next;
            debt <= debt_next;
            in_credit <= in_credit_next;
            waited <= waited_next;
            overdue <= overdue_next;
        end
    end

    always @(posedge clock) begin
        sampled <= sampled_next;
        excess <= excess_next;
        difference <= difference_next;
        is_due <= is_due_next;
        is_above <= is_above_next;
        holds <= holds_next;
        grade <= grade_next;
        change <= change_next;
    end

    wire unused = &{1'b0,
        sum[19:0]};

endmodule

`default_nettype wire

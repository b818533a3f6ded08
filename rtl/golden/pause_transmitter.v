// pause_transmitter: made from the Rust type expether_rtl::eth::pause_transmitter::PauseTransmitter
// by `expether gen`; edit that instead.
`default_nettype none

module pause_transmitter (
    input  wire        clock,
    input  wire        reset,
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
    input  wire        out_ready,
    input  wire        paused,
    input  wire        enable,
    input  wire        congested,
    input  wire [15:0] pause_quanta,
    input  wire [47:0] local_mac,
    output wire        transmitting,
    output reg         pause_sent
);

    localparam [1:0] STATE_BETWEEN = 2'd0;
    localparam [1:0] STATE_FRAME = 2'd1;
    localparam [1:0] STATE_SOURCE = 2'd2;
    localparam [1:0] STATE_TIME = 2'd3;

    reg  [1:0]  state_next;
    reg  [1:0]  state;
    reg         wanted_next;
    reg         wanted;
    reg  [15:0] wanted_time_next;
    reg  [15:0] wanted_time;
    reg  [15:0] sent_time_next;
    reg  [15:0] sent_time;
    reg         peer_paused_next;
    reg         peer_paused;
    reg         half_over_next;
    reg         half_over;
    reg         due_next;
    reg         due;
    reg  [17:0] timer_next;
    reg  [17:0] timer;
    reg         after_pause_next;
    reg         after_pause;
    reg         beat_valid_next;
    reg         beat_valid;
    reg  [63:0] beat_data_next;
    reg  [7:0]  beat_keep_next;
    reg         beat_last_next;
    reg         beat_error_next;
    reg  [63:0] beat_data;
    reg  [7:0]  beat_keep;
    reg         beat_last;
    reg         beat_error;
    wire        between;
    wire        inside_2;
    wire        advance;
    wire        frames_turn;
    wire        pause_begins;
    wire        made;
    wire [63:0] next_data;
    wire        next_error;
    wire        next_last;
    wire [7:0]  next_keep;
    wire [63:0] next_data_2;
    wire [63:0] next_data_3;
    wire [63:0] next_data_4;
    wire        next_error_2;
    wire        next_last_2;
    wire [7:0]  next_keep_2;
    wire [63:0] next_data_5;
    wire        made_2;
    wire        wants;

    assign between = state == STATE_BETWEEN;
    assign inside_2 = state == STATE_FRAME;
    assign advance = ~beat_valid | out_ready;
    assign frames_turn = ~paused & (~due | after_pause);
    assign pause_begins = between & due & ~(frames_turn & inp_valid);
    assign made = pause_begins | (frames_turn & inp_valid);
    assign next_data = {local_mac[15:0], 48'h10000c28001};
    assign next_error = pause_begins ? 1'd0 : inp_error;
    assign next_last = pause_begins ? 1'd0 : inp_last;
    assign next_keep = pause_begins ? 8'hff : inp_keep;
    assign next_data_2 = pause_begins ? next_data : inp_data;
    assign next_data_3 = {32'h1000888, local_mac[47:16]};
    assign next_data_4 = {48'd0, sent_time[7:0], sent_time[15:8]};
    assign next_error_2 =
        (state == STATE_BETWEEN) ? next_error :
        (state == STATE_FRAME) ? inp_error :
        1'd0;
    assign next_last_2 =
        (state == STATE_BETWEEN) ? next_last :
        (state == STATE_FRAME) ? inp_last :
        ~(state == STATE_SOURCE);
    assign next_keep_2 =
        (state == STATE_BETWEEN) ? next_keep :
        (state == STATE_FRAME) ? inp_keep :
        (state == STATE_SOURCE) ? 8'hff :
        8'd3;
    assign next_data_5 =
        (state == STATE_BETWEEN) ? next_data_2 :
        (state == STATE_FRAME) ? inp_data :
        (state == STATE_SOURCE) ? next_data_3 :
        next_data_4;
    assign made_2 = (state == STATE_BETWEEN) ? made : (state == STATE_FRAME) ? inp_valid : 1'd1;
    assign wants = enable & congested & (|pause_quanta);
    assign inp_ready = advance & (inside_2 | (between & frames_turn));
    assign out_data = beat_data;
    assign out_keep = beat_keep;
    assign out_last = beat_last;
    assign out_error = beat_error;
    assign out_valid = beat_valid;
    assign transmitting = inside_2;

    always @(*) begin
        state_next = state;
        after_pause_next = after_pause;
        pause_sent = 1'd0;
        case (state)
            STATE_BETWEEN: begin
                if (advance & pause_begins) begin
                    state_next = STATE_SOURCE;
                    after_pause_next = 1'd1;
                end else if (advance & made) begin
                    after_pause_next = 1'd0;
                    if (~next_last) begin
                        state_next = STATE_FRAME;
                    end
                end
            end
            STATE_FRAME: begin
                if (advance & inp_valid & inp_last) begin
                    state_next = STATE_BETWEEN;
                end
            end
            STATE_SOURCE: begin
                if (advance) begin
                    state_next = STATE_TIME;
                end
            end
            default: begin
                if (advance) begin
                    state_next = STATE_BETWEEN;
                    pause_sent = 1'd1;
                end
            end
        endcase
    end

    always @(*) begin
        wanted_next = wanted;
        wanted_next = wants;
    end

    always @(*) begin
        wanted_time_next = wanted_time;
        wanted_time_next = pause_quanta;
    end

    always @(*) begin
        sent_time_next = sent_time;
        peer_paused_next = peer_paused;
        half_over_next = half_over;
        timer_next = timer;
        if (peer_paused & ~half_over) begin
            timer_next = timer - 18'd1;
            half_over_next = timer == 18'd3;
        end
        if (advance & pause_begins) begin
            peer_paused_next = wanted;
            sent_time_next = wanted ? wanted_time : 16'd0;
            timer_next = {wanted_time, 2'd0};
            half_over_next = 1'd0;
        end
    end

    always @(*) begin
        due_next = due;
        due_next = wants ? (~peer_paused | half_over) : peer_paused;
    end

    always @(*) begin
        beat_valid_next = beat_valid;
        beat_data_next = beat_data;
        beat_keep_next = beat_keep;
        beat_last_next = beat_last;
        beat_error_next = beat_error;
        if (advance) begin
            beat_valid_next = made_2;
            beat_data_next = next_data_5;
            beat_keep_next = next_keep_2;
            beat_last_next = next_last_2;
            beat_error_next = next_error_2;
        end
    end

    initial begin
        state = 2'd0;
        wanted = 1'd0;
        wanted_time = 16'd0;
        sent_time = 16'd0;
        peer_paused = 1'd0;
        half_over = 1'd0;
        due = 1'd0;
        timer = 18'd0;
        after_pause = 1'd0;
        beat_valid = 1'd0;
        beat_data = 64'd0;
        beat_keep = 8'd0;
        beat_last = 1'd0;
        beat_error = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            state <= 2'd0;
            wanted <= 1'd0;
            peer_paused <= 1'd0;
            half_over <= 1'd0;
            due <= 1'd0;
            after_pause <= 1'd0;
            beat_valid <= 1'd0;
        end else begin
            state <= state_next;
            wanted <= wanted_next;
            peer_paused <= peer_paused_next;
            half_over <= half_over_next;
            due <= due_next;
            after_pause <= after_pause_next;
            beat_valid <= beat_valid_next;
        end
    end

    always @(posedge clock) begin
        wanted_time <= wanted_time_next;
        sent_time <= sent_time_next;
        timer <= timer_next;
        beat_data <= beat_data_next;
        beat_keep <= beat_keep_next;
        beat_last <= beat_last_next;
        beat_error <= beat_error_next;
    end

endmodule

`default_nettype wire

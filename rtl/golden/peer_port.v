// peer_port: made from the Rust type expether_rtl::bridge::peer_port::PeerPort<12, 10>
// by `expether gen`; edit that instead.
`default_nettype none

module peer_port (
    input  wire        clock,
    input  wire        reset,
    input  wire        settings_enable,
    input  wire        settings_learn,
    input  wire        settings_honour_pause,
    input  wire        settings_send_pause,
    input  wire [11:0] settings_vid,
    input  wire [2:0]  settings_pcp,
    input  wire [47:0] settings_local_mac,
    input  wire [63:0] settings_node_id,
    input  wire [63:0] settings_seed,
    input  wire        settings_check_ids,
    input  wire [15:0] settings_ethertype,
    input  wire [15:0] settings_ack_delay,
    input  wire [10:0] settings_area_beats,
    input  wire [13:0] settings_mtu,
    input  wire [7:0]  settings_frame_tlps,
    input  wire [5:0]  settings_window_frames,
    input  wire [15:0] settings_window_beats,
    input  wire [23:0] settings_timeout_min,
    input  wire [23:0] settings_timeout_max,
    input  wire [23:0] settings_dead_time,
    input  wire [23:0] settings_busy_time,
    input  wire [23:0] settings_open_interval,
    input  wire [23:0] settings_keep_alive_interval,
    input  wire [23:0] settings_keep_alive_timeout,
    input  wire        settings_rate_control,
    input  wire [19:0] settings_delay_target,
    input  wire [15:0] settings_rate_min,
    input  wire [15:0] settings_rate_step,
    input  wire [15:0] settings_rate_burst,
    input  wire [15:0] settings_pause_quanta,
    input  wire [15:0] settings_pause_high,
    input  wire [15:0] settings_pause_low,
    input  wire        peer_fixed,
    input  wire        peer_is_default,
    input  wire        peer_close,
    input  wire [47:0] peer_mac,
    input  wire [15:0] peer_route_id_low,
    input  wire [15:0] peer_route_id_high,
    input  wire [15:0] peer_route_source_low,
    input  wire [15:0] peer_route_source_high,
    input  wire [15:0] peer_route_io_base,
    input  wire [15:0] peer_route_io_limit,
    input  wire [15:0] peer_route_memory_base,
    input  wire [15:0] peer_route_memory_limit,
    input  wire [31:0] peer_route_wide_base,
    input  wire [31:0] peer_route_wide_limit,
    input  wire        may_open,
    input  wire        hold,
    input  wire        renew,
    input  wire [63:0] tlp_beat_data,
    input  wire [7:0]  tlp_beat_keep,
    input  wire        tlp_beat_last,
    input  wire        tlp_beat_error,
    input  wire [4:0]  tlp_info_kind,
    input  wire [2:0]  tlp_info_routing,
    input  wire [2:0]  tlp_info_header_dw,
    input  wire [10:0] tlp_info_payload_dw,
    input  wire [11:0] tlp_info_total_dw,
    input  wire        tlp_valid,
    output wire        tlp_ready,
    input  wire [3:0]  header_kind,
    input  wire [11:0] header_length_dw,
    input  wire [31:0] header_sequence,
    input  wire [9:0]  header_tlps,
    input  wire [15:0] header_sender_tag,
    input  wire        header_has_acknowledgement,
    input  wire [31:0] header_acknowledgement_expected,
    input  wire        header_acknowledgement_nak,
    input  wire        header_acknowledgement_busy,
    input  wire [7:0]  header_acknowledgement_non_posted_limit,
    input  wire        header_acknowledgement_has_echo,
    input  wire [19:0] header_acknowledgement_round_trip,
    input  wire [19:0] header_offset,
    input  wire        header_valid,
    input  wire        receipt_accepted,
    input  wire        receipt_behind,
    input  wire        receipt_beyond,
    input  wire        receipt_refused,
    input  wire [15:0] receipt_sequence,
    input  wire [31:0] receipt_next,
    input  wire [19:0] receipt_offset,
    input  wire [10:0] receipt_beats,
    input  wire [9:0]  receipt_non_posted,
    input  wire [9:0]  receipt_non_posted_refused,
    input  wire        receipt_valid,
    input  wire        room,
    output wire        starved,
    input  wire        paused,
    input  wire        receiving,
    input  wire        non_posted_delivered,
    input  wire        learn,
    input  wire [47:0] learn_mac,
    output wire        is_known,
    input  wire        duplicate,
    output wire        draw_wanted,
    input  wire [31:0] drawn_payload,
    input  wire        drawn_valid,
    output wire        unsettled,
    output wire        identity_valid,
    output wire        identity_connected,
    output wire [47:0] identity_mac,
    output wire [15:0] identity_own_tag,
    output wire [15:0] identity_peer_tag,
    output wire [15:0] identity_id_low,
    output wire [15:0] identity_id_high,
    output wire        identity_is_default,
    output wire [31:0] expected,
    output wire [5:0]  non_posted_room,
    output wire        wants,
    output wire        request_wanted,
    output wire [3:0]  request_kind,
    output wire        request_open_heard,
    output wire        request_open_wants_answer,
    output wire        request_open_offer,
    output wire [47:0] request_mac,
    output wire [31:0] request_number,
    output wire [31:0] request_identity,
    output wire [11:0] request_longest_dw,
    output wire [15:0] request_plan_sequence,
    output wire [9:0]  request_plan_tlps,
    output wire [10:0] request_plan_beats,
    output wire        request_plan_odd,
    input  wire        taken,
    output wire [31:0] reply_expected,
    output wire        reply_nak,
    output wire        reply_busy,
    output wire        reply_echo_valid,
    output wire [19:0] reply_echo_offset,
    output wire [7:0]  reply_non_posted_limit,
    input  wire        reply_taken,
    output wire [63:0] word_payload,
    output wire        word_valid,
    input  wire        word_ready,
    output wire        non_posted_left,
    output wire [1:0]  status_state,
    output wire        status_learnt,
    output wire [31:0] status_own,
    output wire [31:0] status_peer,
    output wire [11:0] status_path_dw,
    output wire [47:0] status_mac,
    output wire [19:0] status_round_trip,
    output wire [23:0] status_timeout,
    output wire [15:0] status_rate,
    output wire        events_tx_tlps,
    output wire [9:0]  events_rx_tlps,
    output wire [9:0]  events_retransmits,
    output wire        events_timeouts,
    output wire        events_connects,
    output wire        events_disconnects,
    output wire [15:0] events_discarded,
    output wire        notes_nak_received,
    output wire        notes_nak_ignored,
    output wire        notes_wrong_acknowledgement,
    output wire        notes_probed,
    output wire        notes_lost,
    output wire        notes_stray_close,
    output wire        notes_answer_held
);

    wire        entry_stands;
    wire        entry_lost;
    wire        connection_wanted;
    wire        connection_control_wanted;
    wire        connection_control_is_close;
    wire [31:0] connection_control_incarnation;
    wire [31:0] connection_control_peer;
    wire        connection_control_is_timed;
    wire        connection_hears_peer;
    wire        connection_hears_another;
    wire        connection_hears_own;
    wire        connection_confirmed;
    wire        connection_tells;
    wire [10:0] path_try_beats;
    wire [10:0] path_beats;
    wire        path_tries;
    wire [63:0] ingress_out_beat_data;
    wire [7:0]  ingress_out_beat_keep;
    wire        ingress_out_beat_last;
    wire        ingress_out_beat_error;
    wire [4:0]  ingress_out_info_kind;
    wire [2:0]  ingress_out_info_routing;
    wire [2:0]  ingress_out_info_header_dw;
    wire [10:0] ingress_out_info_payload_dw;
    wire [11:0] ingress_out_info_total_dw;
    wire        ingress_out_valid;
    wire [7:0]  ingress_limit_payload;
    wire        ingress_limit_valid;
    wire        ingress_stuck;
    wire        transmitter_tlp_ready;
    wire        transmitter_planned;
    wire [15:0] transmitter_plan_sequence;
    wire [10:0] transmitter_plan_beats;
    wire        transmitter_plan_odd;
    wire [15:0] transmitter_next_sequence;
    wire [31:0] transmitter_base;
    wire [7:0]  transmitter_limit_payload;
    wire        transmitter_limit_valid;
    wire [19:0] transmitter_sample_payload;
    wire        transmitter_sample_valid;
    wire [10:0] transmitter_sent_payload;
    wire        transmitter_sent_valid;
    wire        transmitter_progress;
    wire [15:0] transmitter_freed;
    wire        transmitter_peer_busy;
    wire        transmitter_dead;
    wire        receiver_reply_wanted;
    wire [23:0] round_trip_probe_time;
    wire        rate_controller_may_send;
    wire        is_open;
    wire        is_close;
    wire        of_connection;
    wire        speaks;
    wire        control_sent;
    wire [31:0] identity;
    wire [15:0] plan_sequence;
    wire [3:0]  kind;
    wire [10:0] plan_beats;
    wire [10:0] plan_beats_2;
    wire [10:0] plan_beats_3;
    wire [3:0]  kind_2;
    wire        plan_odd;
    wire [10:0] plan_beats_4;
    wire [3:0]  kind_3;
    wire [31:0] number;
    wire [31:0] identity_2;
    wire        replies;
    wire        wants_2;
    wire        takes_plan;
    wire        accepted;
    wire [9:0]  news;

    assign is_open = header_kind == 4'd3;
    assign is_close = header_kind == 4'd4;
    assign of_connection = (header_kind == 4'd1) | (header_kind == 4'd2);
    assign speaks = header_valid & of_connection & identity_connected;
    assign control_sent = taken & connection_control_wanted;
    assign identity = {status_own[15:0], status_peer[15:0]};
    assign plan_sequence =
        transmitter_planned ? transmitter_plan_sequence :
        transmitter_next_sequence;
    assign kind = transmitter_planned ? 4'd1 : 4'd2;
    assign plan_beats = request_open_wants_answer ? 11'h45 : 11'd0;
    assign plan_beats_2 = connection_control_is_timed ? path_try_beats : plan_beats;
    assign plan_beats_3 = connection_control_is_close ? 11'd0 : plan_beats_2;
    assign kind_2 = connection_control_is_close ? 4'd4 : 4'd3;
    assign plan_odd = connection_control_wanted ? 1'd0 : transmitter_plan_odd;
    assign plan_beats_4 = connection_control_wanted ? plan_beats_3 : transmitter_plan_beats;
    assign kind_3 = connection_control_wanted ? kind_2 : kind;
    assign number =
        connection_control_wanted ? connection_control_incarnation :
        transmitter_base;
    assign identity_2 = connection_control_wanted ? connection_control_peer : identity;
    assign replies = receiver_reply_wanted & connection_confirmed;
    assign wants_2 =
        (connection_control_wanted | transmitter_planned | replies)
        & settings_enable;
    assign takes_plan = taken & ~connection_control_wanted & transmitter_planned;
    assign accepted = receipt_valid & receipt_accepted;
    assign news = receipt_next[9:0] - expected[9:0];
    assign unsettled = |status_state;
    assign connection_wanted = identity_valid & entry_stands & ~peer_close & may_open;
    assign identity_own_tag = status_own[15:0];
    assign identity_peer_tag = status_peer[15:0];
    assign identity_id_low = peer_route_id_low;
    assign identity_id_high = peer_route_id_high;
    assign identity_is_default = peer_is_default;
    assign ingress_limit_payload =
        identity_connected ? transmitter_limit_payload :
        header_acknowledgement_non_posted_limit;
    assign ingress_limit_valid =
        identity_connected ? transmitter_limit_valid :
        header_valid & is_open;
    assign wants = wants_2;
    assign request_wanted = wants_2;
    assign request_kind = kind_3;
    assign request_mac = identity_mac;
    assign request_number = number;
    assign request_identity = identity_2;
    assign request_plan_sequence = plan_sequence;
    assign request_plan_beats = plan_beats_4;
    assign request_plan_odd = plan_odd;
    assign status_mac = identity_mac;
    assign events_rx_tlps = accepted ? news : 10'd0;
    assign notes_lost = entry_lost & (status_learnt | identity_connected);

    peer_entry entry (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_node_id(settings_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(settings_ethertype),
        .settings_ack_delay(settings_ack_delay),
        .settings_area_beats(settings_area_beats),
        .settings_mtu(settings_mtu),
        .settings_frame_tlps(settings_frame_tlps),
        .settings_window_frames(settings_window_frames),
        .settings_window_beats(settings_window_beats),
        .settings_timeout_min(settings_timeout_min),
        .settings_timeout_max(settings_timeout_max),
        .settings_dead_time(settings_dead_time),
        .settings_busy_time(settings_busy_time),
        .settings_open_interval(settings_open_interval),
        .settings_keep_alive_interval(settings_keep_alive_interval),
        .settings_keep_alive_timeout(settings_keep_alive_timeout),
        .settings_rate_control(settings_rate_control),
        .settings_delay_target(settings_delay_target),
        .settings_rate_min(settings_rate_min),
        .settings_rate_step(settings_rate_step),
        .settings_rate_burst(settings_rate_burst),
        .settings_pause_quanta(settings_pause_quanta),
        .settings_pause_high(settings_pause_high),
        .settings_pause_low(settings_pause_low),
        .peer_fixed(peer_fixed),
        .peer_is_default(peer_is_default),
        .peer_close(peer_close),
        .peer_mac(peer_mac),
        .peer_route_id_low(peer_route_id_low),
        .peer_route_id_high(peer_route_id_high),
        .peer_route_source_low(peer_route_source_low),
        .peer_route_source_high(peer_route_source_high),
        .peer_route_io_base(peer_route_io_base),
        .peer_route_io_limit(peer_route_io_limit),
        .peer_route_memory_base(peer_route_memory_base),
        .peer_route_memory_limit(peer_route_memory_limit),
        .peer_route_wide_base(peer_route_wide_base),
        .peer_route_wide_limit(peer_route_wide_limit),
        .settled(~(|status_state)),
        .learn(learn),
        .learn_mac(learn_mac),
        .duplicate(duplicate),
        .heard(header_valid),
        .valid(identity_valid),
        .mac(identity_mac),
        .stands(entry_stands),
        .learnt(status_learnt),
        .is_known(is_known),
        .lost(entry_lost)
    );

    connection connection (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_node_id(settings_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(settings_ethertype),
        .settings_ack_delay(settings_ack_delay),
        .settings_area_beats(settings_area_beats),
        .settings_mtu(settings_mtu),
        .settings_frame_tlps(settings_frame_tlps),
        .settings_window_frames(settings_window_frames),
        .settings_window_beats(settings_window_beats),
        .settings_timeout_min(settings_timeout_min),
        .settings_timeout_max(settings_timeout_max),
        .settings_dead_time(settings_dead_time),
        .settings_busy_time(settings_busy_time),
        .settings_open_interval(settings_open_interval),
        .settings_keep_alive_interval(settings_keep_alive_interval),
        .settings_keep_alive_timeout(settings_keep_alive_timeout),
        .settings_rate_control(settings_rate_control),
        .settings_delay_target(settings_delay_target),
        .settings_rate_min(settings_rate_min),
        .settings_rate_step(settings_rate_step),
        .settings_rate_burst(settings_rate_burst),
        .settings_pause_quanta(settings_pause_quanta),
        .settings_pause_high(settings_pause_high),
        .settings_pause_low(settings_pause_low),
        .wanted(connection_wanted),
        .lost(entry_lost),
        .dead(transmitter_dead | ingress_stuck),
        .heard_is_close(is_close),
        .heard_incarnation(header_sequence),
        .heard_flags_heard(header_has_acknowledgement),
        .heard_flags_wants_answer(header_acknowledgement_nak),
        .heard_flags_offer(header_acknowledgement_busy),
        .heard_acknowledged(header_acknowledgement_expected),
        .heard_valid(header_valid & (is_open | is_close)),
        .speaks(speaks),
        .tries(path_tries),
        .hold(hold),
        .renew(renew),
        .draw_wanted(draw_wanted),
        .drawn_payload(drawn_payload),
        .drawn_valid(drawn_valid),
        .connected(identity_connected),
        .state(status_state),
        .own(status_own),
        .peer(status_peer),
        .control_wanted(connection_control_wanted),
        .control_is_close(connection_control_is_close),
        .control_flags_heard(request_open_heard),
        .control_flags_wants_answer(request_open_wants_answer),
        .control_flags_offer(request_open_offer),
        .control_incarnation(connection_control_incarnation),
        .control_peer(connection_control_peer),
        .control_is_timed(connection_control_is_timed),
        .control_taken(control_sent),
        .hears_peer(connection_hears_peer),
        .hears_another(connection_hears_another),
        .hears_own(connection_hears_own),
        .confirmed(connection_confirmed),
        .tells(connection_tells),
        .opened(events_connects),
        .ended(events_disconnects),
        .held(notes_answer_held),
        .stray(notes_stray_close)
    );

    path_length path (
        .clock(clock),
        .reset(reset),
        .own_beats(settings_area_beats),
        .opening(status_state == 2'd1),
        .confirmed(connection_confirmed),
        .connected(identity_connected),
        .heard(connection_hears_peer),
        .hears_another(connection_hears_another),
        .length_dw(header_length_dw),
        .told(connection_hears_own),
        .told_dw(header_sender_tag[11:0]),
        .sent(control_sent & connection_control_is_timed & ~connection_control_is_close),
        .try_beats(path_try_beats),
        .beats(path_beats),
        .longest_dw(request_longest_dw),
        .path_dw(status_path_dw),
        .tries(path_tries)
    );

    peer_ingress ingress (
        .clock(clock),
        .reset(reset),
        .run(identity_connected),
        .tlp_beat_data(tlp_beat_data),
        .tlp_beat_keep(tlp_beat_keep),
        .tlp_beat_last(tlp_beat_last),
        .tlp_beat_error(tlp_beat_error),
        .tlp_info_kind(tlp_info_kind),
        .tlp_info_routing(tlp_info_routing),
        .tlp_info_header_dw(tlp_info_header_dw),
        .tlp_info_payload_dw(tlp_info_payload_dw),
        .tlp_info_total_dw(tlp_info_total_dw),
        .tlp_valid(tlp_valid),
        .tlp_ready(tlp_ready),
        .out_beat_data(ingress_out_beat_data),
        .out_beat_keep(ingress_out_beat_keep),
        .out_beat_last(ingress_out_beat_last),
        .out_beat_error(ingress_out_beat_error),
        .out_info_kind(ingress_out_info_kind),
        .out_info_routing(ingress_out_info_routing),
        .out_info_header_dw(ingress_out_info_header_dw),
        .out_info_payload_dw(ingress_out_info_payload_dw),
        .out_info_total_dw(ingress_out_info_total_dw),
        .out_valid(ingress_out_valid),
        .out_ready(transmitter_tlp_ready),
        .limit_payload(ingress_limit_payload),
        .limit_valid(ingress_limit_valid),
        .freed(transmitter_freed),
        .discarded(events_discarded),
        .non_posted_left(non_posted_left),
        .busy_time(settings_busy_time),
        .paused(paused),
        .stuck(ingress_stuck)
    );

    arq_transmitter_12_10 transmitter (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_node_id(settings_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(settings_ethertype),
        .settings_ack_delay(settings_ack_delay),
        .settings_area_beats(path_beats),
        .settings_mtu(settings_mtu),
        .settings_frame_tlps(settings_frame_tlps),
        .settings_window_frames(settings_window_frames),
        .settings_window_beats(settings_window_beats),
        .settings_timeout_min(settings_timeout_min),
        .settings_timeout_max(settings_timeout_max),
        .settings_dead_time(settings_dead_time),
        .settings_busy_time(settings_busy_time),
        .settings_open_interval(settings_open_interval),
        .settings_keep_alive_interval(settings_keep_alive_interval),
        .settings_keep_alive_timeout(settings_keep_alive_timeout),
        .settings_rate_control(settings_rate_control),
        .settings_delay_target(settings_delay_target),
        .settings_rate_min(settings_rate_min),
        .settings_rate_step(settings_rate_step),
        .settings_rate_burst(settings_rate_burst),
        .settings_pause_quanta(settings_pause_quanta),
        .settings_pause_high(settings_pause_high),
        .settings_pause_low(settings_pause_low),
        .run(identity_connected),
        .may_send(rate_controller_may_send & connection_confirmed),
        .paused(paused),
        .timeout(status_timeout),
        .probe_time(round_trip_probe_time),
        .round_trip(status_round_trip),
        .receiving(receiving),
        .tlp_beat_data(ingress_out_beat_data),
        .tlp_beat_keep(ingress_out_beat_keep),
        .tlp_beat_last(ingress_out_beat_last),
        .tlp_beat_error(ingress_out_beat_error),
        .tlp_info_kind(ingress_out_info_kind),
        .tlp_info_routing(ingress_out_info_routing),
        .tlp_info_header_dw(ingress_out_info_header_dw),
        .tlp_info_payload_dw(ingress_out_info_payload_dw),
        .tlp_info_total_dw(ingress_out_info_total_dw),
        .tlp_valid(ingress_out_valid),
        .tlp_ready(transmitter_tlp_ready),
        .planned(transmitter_planned),
        .plan_sequence(transmitter_plan_sequence),
        .plan_tlps(request_plan_tlps),
        .plan_beats(transmitter_plan_beats),
        .plan_odd(transmitter_plan_odd),
        .take(takes_plan),
        .word_payload(word_payload),
        .word_valid(word_valid),
        .word_ready(word_ready),
        .next_sequence(transmitter_next_sequence),
        .base(transmitter_base),
        .acknowledgement_expected(header_acknowledgement_expected),
        .acknowledgement_nak(header_acknowledgement_nak),
        .acknowledgement_busy(header_acknowledgement_busy),
        .acknowledgement_non_posted_limit(header_acknowledgement_non_posted_limit),
        .acknowledgement_has_echo(header_acknowledgement_has_echo),
        .acknowledgement_round_trip(header_acknowledgement_round_trip),
        .acknowledgement_valid(speaks & header_has_acknowledgement),
        .limit_payload(transmitter_limit_payload),
        .limit_valid(transmitter_limit_valid),
        .sample_payload(transmitter_sample_payload),
        .sample_valid(transmitter_sample_valid),
        .sent_payload(transmitter_sent_payload),
        .sent_valid(transmitter_sent_valid),
        .stored(events_tx_tlps),
        .resent(events_retransmits),
        .timed_out(events_timeouts),
        .nak_received(notes_nak_received),
        .nak_ignored(notes_nak_ignored),
        .probed(notes_probed),
        .progress(transmitter_progress),
        .freed(transmitter_freed),
        .wrong_acknowledgement(notes_wrong_acknowledgement),
        .peer_busy(transmitter_peer_busy),
        .dead(transmitter_dead)
    );

    arq_receiver receiver (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(settings_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(settings_local_mac),
        .settings_node_id(settings_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(settings_ethertype),
        .settings_ack_delay(settings_ack_delay),
        .settings_area_beats(settings_area_beats),
        .settings_mtu(settings_mtu),
        .settings_frame_tlps(settings_frame_tlps),
        .settings_window_frames(settings_window_frames),
        .settings_window_beats(settings_window_beats),
        .settings_timeout_min(settings_timeout_min),
        .settings_timeout_max(settings_timeout_max),
        .settings_dead_time(settings_dead_time),
        .settings_busy_time(settings_busy_time),
        .settings_open_interval(settings_open_interval),
        .settings_keep_alive_interval(settings_keep_alive_interval),
        .settings_keep_alive_timeout(settings_keep_alive_timeout),
        .settings_rate_control(settings_rate_control),
        .settings_delay_target(settings_delay_target),
        .settings_rate_min(settings_rate_min),
        .settings_rate_step(settings_rate_step),
        .settings_rate_burst(settings_rate_burst),
        .settings_pause_quanta(settings_pause_quanta),
        .settings_pause_high(settings_pause_high),
        .settings_pause_low(settings_pause_low),
        .run(identity_connected),
        .tell(connection_tells),
        .receipt_accepted(receipt_accepted),
        .receipt_behind(receipt_behind),
        .receipt_beyond(receipt_beyond),
        .receipt_refused(receipt_refused),
        .receipt_sequence(receipt_sequence),
        .receipt_next(receipt_next),
        .receipt_offset(receipt_offset),
        .receipt_beats(receipt_beats),
        .receipt_non_posted(receipt_non_posted),
        .receipt_non_posted_refused(receipt_non_posted_refused),
        .receipt_valid(receipt_valid),
        .room(room),
        .starved(starved),
        .non_posted_delivered(non_posted_delivered),
        .expected(expected),
        .non_posted_room(non_posted_room),
        .reply_expected(reply_expected),
        .reply_nak(reply_nak),
        .reply_busy(reply_busy),
        .reply_echo_valid(reply_echo_valid),
        .reply_echo_offset(reply_echo_offset),
        .reply_non_posted_limit(reply_non_posted_limit),
        .reply_wanted(receiver_reply_wanted),
        .reply_taken(reply_taken)
    );

    round_trip round_trip (
        .clock(clock),
        .reset(reset),
        .run(identity_connected),
        .sample_payload(transmitter_sample_payload),
        .sample_valid(transmitter_sample_valid),
        .timed_out(events_timeouts),
        .progress(transmitter_progress),
        .timeout_min(settings_timeout_min),
        .timeout_max(settings_timeout_max),
        .ack_delay(settings_ack_delay),
        .smoothed(status_round_trip),
        .timeout(status_timeout),
        .probe_time(round_trip_probe_time)
    );

    rate_controller rate_controller (
        .clock(clock),
        .reset(reset),
        .run(identity_connected),
        .settings_enable(settings_rate_control),
        .settings_target(settings_delay_target),
        .settings_rate_min(settings_rate_min),
        .settings_step(settings_rate_step),
        .settings_burst(settings_rate_burst),
        .settings_dead_time(settings_dead_time),
        .sample_payload(transmitter_sample_payload),
        .sample_valid(transmitter_sample_valid),
        .timed_out(events_timeouts & ~transmitter_peer_busy),
        .sent_payload({1'd0, transmitter_sent_payload} + 12'd8),
        .sent_valid(transmitter_sent_valid),
        .may_send(rate_controller_may_send),
        .rate(status_rate)
    );

    wire unused = &{1'b0,
        header_tlps,
        header_sender_tag[15:12],
        header_offset};

endmodule

`default_nettype wire

// fabric_port: made from the Rust type expether_rtl::bridge::fabric_port::FabricPort<2, 1, 1, 12, 10>
// by `expether gen`; edit that instead.
`default_nettype none

module fabric_port (
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
    input  wire        peer_settings_0_fixed,
    input  wire        peer_settings_0_is_default,
    input  wire        peer_settings_0_close,
    input  wire [47:0] peer_settings_0_mac,
    input  wire [15:0] peer_settings_0_route_id_low,
    input  wire [15:0] peer_settings_0_route_id_high,
    input  wire [15:0] peer_settings_0_route_source_low,
    input  wire [15:0] peer_settings_0_route_source_high,
    input  wire [15:0] peer_settings_0_route_io_base,
    input  wire [15:0] peer_settings_0_route_io_limit,
    input  wire [15:0] peer_settings_0_route_memory_base,
    input  wire [15:0] peer_settings_0_route_memory_limit,
    input  wire [31:0] peer_settings_0_route_wide_base,
    input  wire [31:0] peer_settings_0_route_wide_limit,
    input  wire        peer_settings_1_fixed,
    input  wire        peer_settings_1_is_default,
    input  wire        peer_settings_1_close,
    input  wire [47:0] peer_settings_1_mac,
    input  wire [15:0] peer_settings_1_route_id_low,
    input  wire [15:0] peer_settings_1_route_id_high,
    input  wire [15:0] peer_settings_1_route_source_low,
    input  wire [15:0] peer_settings_1_route_source_high,
    input  wire [15:0] peer_settings_1_route_io_base,
    input  wire [15:0] peer_settings_1_route_io_limit,
    input  wire [15:0] peer_settings_1_route_memory_base,
    input  wire [15:0] peer_settings_1_route_memory_limit,
    input  wire [31:0] peer_settings_1_route_wide_base,
    input  wire [31:0] peer_settings_1_route_wide_limit,
    input  wire [63:0] tlps_0_beat_data,
    input  wire [7:0]  tlps_0_beat_keep,
    input  wire        tlps_0_beat_last,
    input  wire        tlps_0_beat_error,
    input  wire [4:0]  tlps_0_info_kind,
    input  wire [2:0]  tlps_0_info_routing,
    input  wire [2:0]  tlps_0_info_header_dw,
    input  wire [10:0] tlps_0_info_payload_dw,
    input  wire [11:0] tlps_0_info_total_dw,
    input  wire        tlps_0_valid,
    output wire        tlps_0_ready,
    input  wire [63:0] tlps_1_beat_data,
    input  wire [7:0]  tlps_1_beat_keep,
    input  wire        tlps_1_beat_last,
    input  wire        tlps_1_beat_error,
    input  wire [4:0]  tlps_1_info_kind,
    input  wire [2:0]  tlps_1_info_routing,
    input  wire [2:0]  tlps_1_info_header_dw,
    input  wire [10:0] tlps_1_info_payload_dw,
    input  wire [11:0] tlps_1_info_total_dw,
    input  wire        tlps_1_valid,
    output wire        tlps_1_ready,
    output wire [1:0]  connected,
    input  wire [1:0]  held,
    output wire [5:0]  non_posted_left,
    output wire [63:0] accepted_beat_data,
    output wire [7:0]  accepted_beat_keep,
    output wire        accepted_beat_last,
    output wire        accepted_beat_error,
    output wire [1:0]  accepted_class,
    output wire [10:0] accepted_payload_dw,
    output wire [4:0]  accepted_source,
    output wire        accepted_valid,
    output wire        frame_end,
    output wire        frame_good,
    input  wire        overflowed,
    input  wire [15:0] free_beats,
    input  wire [15:0] used_beats,
    input  wire        non_posted_delivered,
    input  wire [4:0]  non_posted_source,
    output wire [63:0] xgmii_tx_data,
    output wire [7:0]  xgmii_tx_ctrl,
    input  wire [63:0] xgmii_rx_data,
    input  wire [7:0]  xgmii_rx_ctrl,
    output wire        link_local_fault,
    output wire        link_remote_fault,
    output wire        link_paused,
    output wire        link_congested,
    output wire        link_unseeded,
    output wire        link_mtu_short,
    output wire [1:0]  peer_status_0_state,
    output wire        peer_status_0_learnt,
    output wire [31:0] peer_status_0_own,
    output wire [31:0] peer_status_0_peer,
    output wire [11:0] peer_status_0_path_dw,
    output wire [47:0] peer_status_0_mac,
    output wire [19:0] peer_status_0_round_trip,
    output wire [23:0] peer_status_0_timeout,
    output wire [15:0] peer_status_0_rate,
    output wire [1:0]  peer_status_1_state,
    output wire        peer_status_1_learnt,
    output wire [31:0] peer_status_1_own,
    output wire [31:0] peer_status_1_peer,
    output wire [11:0] peer_status_1_path_dw,
    output wire [47:0] peer_status_1_mac,
    output wire [19:0] peer_status_1_round_trip,
    output wire [23:0] peer_status_1_timeout,
    output wire [15:0] peer_status_1_rate,
    output wire        events_tx_frames,
    output wire [5:0]  events_tx_tlps,
    output wire [9:0]  events_tx_retransmits,
    output wire [5:0]  events_tx_timeouts,
    output wire        events_tx_naks_received,
    output wire        events_tx_ack_frames,
    output wire        events_tx_tlp_malformed,
    output wire        events_rx_frames,
    output wire        events_rx_tlps,
    output wire        events_rx_bad_fcs,
    output wire        events_rx_wrong_group,
    output wire        events_rx_wrong_type,
    output wire        events_rx_wrong_peer,
    output wire [5:0]  events_rx_wrong_connection,
    output wire        events_rx_duplicate,
    output wire        events_rx_gap,
    output wire        events_rx_malformed,
    output wire        events_rx_overflow,
    output wire        events_naks_sent,
    output wire        events_tx_tlp_refused,
    output wire        events_rx_tlp_refused,
    output wire        events_rx_wrong_ack,
    output wire        events_rx_bad_code,
    output wire        events_rx_undersize,
    output wire        events_rx_oversize,
    output wire        events_rx_control,
    output wire        events_pause_received,
    output wire        events_pause_sent,
    output wire        events_paused_clocks,
    output wire        events_tx_tlp_unrouted,
    output wire        events_keep_alives_sent,
    output wire        events_keep_alives_received,
    output wire        events_peers_learnt,
    output wire        events_peers_refused,
    output wire [5:0]  events_peers_lost,
    output wire [5:0]  events_connects,
    output wire [5:0]  events_disconnects,
    output wire        events_rx_busy,
    output wire        events_rx_wrong_source,
    output wire        events_rx_wrong_number,
    output wire        events_rx_id_refused,
    output wire        events_rx_over_limit,
    output wire [5:0]  events_naks_ignored,
    output wire [5:0]  events_tx_probes,
    output wire [5:0]  events_opens_held,
    output wire        peer_events_0_tx_tlps,
    output wire [9:0]  peer_events_0_rx_tlps,
    output wire [9:0]  peer_events_0_retransmits,
    output wire        peer_events_0_timeouts,
    output wire        peer_events_0_connects,
    output wire        peer_events_0_disconnects,
    output wire [15:0] peer_events_0_discarded,
    output wire        peer_events_1_tx_tlps,
    output wire [9:0]  peer_events_1_rx_tlps,
    output wire [9:0]  peer_events_1_retransmits,
    output wire        peer_events_1_timeouts,
    output wire        peer_events_1_connects,
    output wire        peer_events_1_disconnects,
    output wire [15:0] peer_events_1_discarded
);

    wire        peers_0_starved;
    wire        peers_0_is_known;
    wire        peers_0_draw_wanted;
    wire        peers_0_unsettled;
    wire        peers_0_identity_valid;
    wire        peers_0_identity_connected;
    wire [47:0] peers_0_identity_mac;
    wire [15:0] peers_0_identity_own_tag;
    wire [15:0] peers_0_identity_peer_tag;
    wire [15:0] peers_0_identity_id_low;
    wire [15:0] peers_0_identity_id_high;
    wire        peers_0_identity_is_default;
    wire [31:0] peers_0_expected;
    wire [5:0]  peers_0_non_posted_room;
    wire        peers_0_wants;
    wire        peers_0_request_wanted;
    wire [3:0]  peers_0_request_kind;
    wire        peers_0_request_open_heard;
    wire        peers_0_request_open_wants_answer;
    wire        peers_0_request_open_offer;
    wire [47:0] peers_0_request_mac;
    wire [31:0] peers_0_request_number;
    wire [31:0] peers_0_request_identity;
    wire [11:0] peers_0_request_longest_dw;
    wire [15:0] peers_0_request_plan_sequence;
    wire [9:0]  peers_0_request_plan_tlps;
    wire [10:0] peers_0_request_plan_beats;
    wire        peers_0_request_plan_odd;
    wire [31:0] peers_0_reply_expected;
    wire        peers_0_reply_nak;
    wire        peers_0_reply_busy;
    wire        peers_0_reply_echo_valid;
    wire [19:0] peers_0_reply_echo_offset;
    wire [7:0]  peers_0_reply_non_posted_limit;
    wire [63:0] peers_0_word_payload;
    wire        peers_0_word_valid;
    wire        peers_0_non_posted_left;
    wire        peers_0_notes_nak_received;
    wire        peers_0_notes_nak_ignored;
    wire        peers_0_notes_wrong_acknowledgement;
    wire        peers_0_notes_probed;
    wire        peers_0_notes_lost;
    wire        peers_0_notes_stray_close;
    wire        peers_0_notes_answer_held;
    wire        peers_1_starved;
    wire        peers_1_is_known;
    wire        peers_1_draw_wanted;
    wire        peers_1_unsettled;
    wire        peers_1_identity_valid;
    wire        peers_1_identity_connected;
    wire [47:0] peers_1_identity_mac;
    wire [15:0] peers_1_identity_own_tag;
    wire [15:0] peers_1_identity_peer_tag;
    wire [15:0] peers_1_identity_id_low;
    wire [15:0] peers_1_identity_id_high;
    wire        peers_1_identity_is_default;
    wire [31:0] peers_1_expected;
    wire [5:0]  peers_1_non_posted_room;
    wire        peers_1_wants;
    wire        peers_1_request_wanted;
    wire [3:0]  peers_1_request_kind;
    wire        peers_1_request_open_heard;
    wire        peers_1_request_open_wants_answer;
    wire        peers_1_request_open_offer;
    wire [47:0] peers_1_request_mac;
    wire [31:0] peers_1_request_number;
    wire [31:0] peers_1_request_identity;
    wire [11:0] peers_1_request_longest_dw;
    wire [15:0] peers_1_request_plan_sequence;
    wire [9:0]  peers_1_request_plan_tlps;
    wire [10:0] peers_1_request_plan_beats;
    wire        peers_1_request_plan_odd;
    wire [31:0] peers_1_reply_expected;
    wire        peers_1_reply_nak;
    wire        peers_1_reply_busy;
    wire        peers_1_reply_echo_valid;
    wire [19:0] peers_1_reply_echo_offset;
    wire [7:0]  peers_1_reply_non_posted_limit;
    wire [63:0] peers_1_word_payload;
    wire        peers_1_word_valid;
    wire        peers_1_non_posted_left;
    wire        peers_1_notes_nak_received;
    wire        peers_1_notes_nak_ignored;
    wire        peers_1_notes_wrong_acknowledgement;
    wire        peers_1_notes_probed;
    wire        peers_1_notes_lost;
    wire        peers_1_notes_stray_close;
    wire        peers_1_notes_answer_held;
    wire        station_busy;
    wire [47:0] station_present_mac;
    wire [11:0] station_present_vid;
    wire [15:0] station_present_ethertype;
    wire [63:0] station_present_node_id;
    wire        station_changing;
    wire [31:0] incarnations_out_payload;
    wire        incarnations_out_valid;
    wire [1:0]  draw_turn_grant;
    wire        keep_alive_wanted;
    wire [47:0] keep_alive_learn_mac;
    wire [1:0]  keep_alive_learn;
    wire        frame_scheduler_keep_alive_taken;
    wire        frame_scheduler_words_0_ready;
    wire        frame_scheduler_words_1_ready;
    wire [1:0]  frame_scheduler_taken;
    wire [1:0]  frame_scheduler_reply_taken;
    wire        frame_scheduler_wanted;
    wire        frame_scheduler_request_wanted;
    wire [3:0]  frame_scheduler_request_kind;
    wire        frame_scheduler_request_open_heard;
    wire        frame_scheduler_request_open_wants_answer;
    wire        frame_scheduler_request_open_offer;
    wire [47:0] frame_scheduler_request_mac;
    wire [31:0] frame_scheduler_request_number;
    wire [31:0] frame_scheduler_request_identity;
    wire [11:0] frame_scheduler_request_longest_dw;
    wire [15:0] frame_scheduler_request_plan_sequence;
    wire [9:0]  frame_scheduler_request_plan_tlps;
    wire [10:0] frame_scheduler_request_plan_beats;
    wire        frame_scheduler_request_plan_odd;
    wire [31:0] frame_scheduler_reply_expected;
    wire        frame_scheduler_reply_nak;
    wire        frame_scheduler_reply_busy;
    wire        frame_scheduler_reply_echo_valid;
    wire [19:0] frame_scheduler_reply_echo_offset;
    wire [7:0]  frame_scheduler_reply_non_posted_limit;
    wire [63:0] frame_scheduler_word_payload;
    wire        frame_scheduler_word_valid;
    wire        encapsulator_take;
    wire        encapsulator_word_ready;
    wire        encapsulator_reply_take;
    wire [63:0] encapsulator_frame_data;
    wire [7:0]  encapsulator_frame_keep;
    wire        encapsulator_frame_last;
    wire        encapsulator_frame_error;
    wire        encapsulator_frame_valid;
    wire        encapsulator_began;
    wire        vlan_tagger_inp_ready;
    wire [63:0] vlan_tagger_out_data;
    wire [7:0]  vlan_tagger_out_keep;
    wire        vlan_tagger_out_last;
    wire        vlan_tagger_out_error;
    wire        vlan_tagger_out_valid;
    wire        pause_transmitter_inp_ready;
    wire [63:0] pause_transmitter_out_data;
    wire [7:0]  pause_transmitter_out_keep;
    wire        pause_transmitter_out_last;
    wire        pause_transmitter_out_error;
    wire        pause_transmitter_out_valid;
    wire        pause_transmitter_transmitting;
    wire        mac_tx_frame_ready;
    wire        mac_tx_sent;
    wire        mac_tx_spoiled;
    wire        mac_tx_underflow;
    wire        mac_tx_cut_off;
    wire [63:0] mac_rx_frame_data;
    wire [7:0]  mac_rx_frame_keep;
    wire        mac_rx_frame_last;
    wire        mac_rx_frame_error;
    wire        mac_rx_frame_valid;
    wire        mac_rx_good;
    wire        mac_rx_bad_fcs;
    wire        mac_rx_bad_code;
    wire        mac_rx_undersize;
    wire        mac_rx_oversize;
    wire [63:0] pause_receiver_out_data;
    wire [7:0]  pause_receiver_out_keep;
    wire        pause_receiver_out_last;
    wire        pause_receiver_out_error;
    wire        pause_receiver_out_valid;
    wire        pause_receiver_pause_received;
    wire        pause_receiver_control_dropped;
    wire [63:0] vlan_checker_out_data;
    wire [7:0]  vlan_checker_out_keep;
    wire        vlan_checker_out_last;
    wire        vlan_checker_out_error;
    wire        vlan_checker_out_valid;
    wire        vlan_checker_wrong_group;
    wire [31:0] decapsulator_start_sequence;
    wire [10:0] decapsulator_start_beats;
    wire        decapsulator_start_valid;
    wire [1:0]  decapsulator_from;
    wire [1:0]  decapsulator_duplicate;
    wire [63:0] decapsulator_tlp_beat_data;
    wire [7:0]  decapsulator_tlp_beat_keep;
    wire        decapsulator_tlp_beat_last;
    wire        decapsulator_tlp_beat_error;
    wire [4:0]  decapsulator_tlp_info_kind;
    wire [2:0]  decapsulator_tlp_info_routing;
    wire [2:0]  decapsulator_tlp_info_header_dw;
    wire [10:0] decapsulator_tlp_info_payload_dw;
    wire [11:0] decapsulator_tlp_info_total_dw;
    wire        decapsulator_tlp_valid;
    wire        decapsulator_permitted;
    wire        decapsulator_ended;
    wire [3:0]  decapsulator_header_kind;
    wire [11:0] decapsulator_header_length_dw;
    wire [31:0] decapsulator_header_sequence;
    wire [9:0]  decapsulator_header_tlps;
    wire [15:0] decapsulator_header_sender_tag;
    wire        decapsulator_header_has_acknowledgement;
    wire [31:0] decapsulator_header_acknowledgement_expected;
    wire        decapsulator_header_acknowledgement_nak;
    wire        decapsulator_header_acknowledgement_busy;
    wire [7:0]  decapsulator_header_acknowledgement_non_posted_limit;
    wire        decapsulator_header_acknowledgement_has_echo;
    wire [19:0] decapsulator_header_acknowledgement_round_trip;
    wire [19:0] decapsulator_header_offset;
    wire        decapsulator_header_valid;
    wire [47:0] decapsulator_announced_mac;
    wire        decapsulator_wrong_connection;
    wire        frame_acceptor_header_valid;
    wire        frame_acceptor_receipt_accepted;
    wire        frame_acceptor_receipt_behind;
    wire        frame_acceptor_receipt_beyond;
    wire        frame_acceptor_receipt_refused;
    wire [15:0] frame_acceptor_receipt_sequence;
    wire [31:0] frame_acceptor_receipt_next;
    wire [19:0] frame_acceptor_receipt_offset;
    wire [10:0] frame_acceptor_receipt_beats;
    wire [9:0]  frame_acceptor_receipt_non_posted;
    wire [9:0]  frame_acceptor_receipt_non_posted_refused;
    wire        frame_acceptor_receipt_valid;
    wire [1:0]  frame_acceptor_receipt_for;
    wire [1:0]  room_arbiter_accepted;
    wire [1:0]  room_arbiter_turn;
    wire [1:0]  room_arbiter_invited;
    wire [15:0] room_arbiter_free_for_others;
    reg  [19:0] now_next;
    reg  [19:0] now;
    reg         congested_next;
    reg         congested;
    reg         was_enabled_next;
    reg         was_enabled;
    reg  [2:0]  untagged_next;
    reg  [2:0]  untagged;
    reg  [1:0]  arriving_next;
    reg  [1:0]  arriving;
    reg         in_frame_next;
    reg         in_frame;
    reg         began_enabled_next;
    reg         began_enabled;
    wire        mtu_short;
    wire        loads;
    wire [1:0]  draws;
    wire [1:0]  unsettled;
    wire [1:0]  draws_2;
    wire [1:0]  unsettled_2;
    wire [1:0]  drawer;
    wire [1:0]  wants;
    wire        kept;
    wire        in_use;
    wire [1:0]  occupied;
    wire [1:0]  connected_2;
    wire [1:0]  is_known;
    wire        kept_2;
    wire        in_use_2;
    wire [1:0]  connected_3;
    wire        tagged_2;
    wire [1:0]  starved;
    wire [1:0]  stored;
    wire [1:0]  timed_out;
    wire [1:0]  opened;
    wire [1:0]  ended;
    wire [1:0]  lost;
    wire [1:0]  ignored;
    wire [1:0]  probed;
    wire [1:0]  held_2;
    wire [1:0]  stray;
    wire [1:0]  left;
    wire [9:0]  resent;
    wire        nak_received;
    wire        wrong_acknowledgement;
    wire [1:0]  stored_2;
    wire [1:0]  timed_out_2;
    wire [1:0]  opened_2;
    wire [1:0]  ended_2;
    wire [1:0]  lost_2;
    wire [1:0]  ignored_2;
    wire [1:0]  probed_2;
    wire [1:0]  held_3;
    wire [1:0]  stray_2;
    wire [1:0]  left_2;
    wire [9:0]  resent_2;
    wire        nak_received_2;
    wire        wrong_acknowledgement_2;
    wire [5:0]  sum;
    wire [5:0]  sum_2;
    wire        of_data;
    wire [5:0]  sum_3;
    wire [5:0]  sum_4;
    wire [5:0]  sum_5;
    wire [5:0]  sum_6;
    wire [5:0]  sum_7;
    wire [5:0]  sum_8;
    wire [5:0]  sum_9;
    wire [5:0]  sum_10;
    wire [5:0]  sum_11;
    wire [5:0]  sum_12;
    wire [5:0]  sum_13;
    wire [5:0]  sum_14;
    wire [5:0]  sum_15;
    wire [5:0]  sum_16;
    wire [5:0]  sum_17;
    wire [5:0]  sum_18;
    wire [5:0]  sum_19;
    wire [5:0]  sum_20;

    assign mtu_short = settings_mtu < 14'h240;
    assign loads = settings_enable & ~was_enabled;
    assign draws = {1'd0, peers_0_draw_wanted};
    assign unsettled = {1'd0, peers_0_unsettled};
    assign draws_2 = {peers_1_draw_wanted, draws[0]};
    assign unsettled_2 = {peers_1_unsettled, unsettled[0]};
    assign drawer = incarnations_out_valid ? draw_turn_grant : 2'd0;
    assign wants = {1'd0, peers_0_wants};
    assign kept = peer_settings_0_fixed | peer_settings_0_close;
    assign in_use = peers_0_identity_valid | peers_0_unsettled;
    assign occupied = {1'd0, in_use | kept};
    assign connected_2 = {1'd0, peers_0_identity_connected};
    assign is_known = {1'd0, peers_0_is_known};
    assign kept_2 = peer_settings_1_fixed | peer_settings_1_close;
    assign in_use_2 = peers_1_identity_valid | peers_1_unsettled;
    assign connected_3 = {peers_1_identity_connected, connected_2[0]};
    assign tagged_2 =
        vlan_tagger_out_valid
        & pause_transmitter_inp_ready
        & vlan_tagger_out_last;
    assign starved = {1'd0, peers_0_starved};
    assign stored = {1'd0, peer_events_0_tx_tlps};
    assign timed_out = {1'd0, peer_events_0_timeouts};
    assign opened = {1'd0, peer_events_0_connects};
    assign ended = {1'd0, peer_events_0_disconnects};
    assign lost = {1'd0, peers_0_notes_lost};
    assign ignored = {1'd0, peers_0_notes_nak_ignored};
    assign probed = {1'd0, peers_0_notes_probed};
    assign held_2 = {1'd0, peers_0_notes_answer_held};
    assign stray = {1'd0, peers_0_notes_stray_close};
    assign left = {1'd0, peers_0_non_posted_left};
    assign resent = 10'd0 | peer_events_0_retransmits;
    assign nak_received = 1'd0 | peers_0_notes_nak_received;
    assign wrong_acknowledgement = 1'd0 | peers_0_notes_wrong_acknowledgement;
    assign stored_2 = {peer_events_1_tx_tlps, stored[0]};
    assign timed_out_2 = {peer_events_1_timeouts, timed_out[0]};
    assign opened_2 = {peer_events_1_connects, opened[0]};
    assign ended_2 = {peer_events_1_disconnects, ended[0]};
    assign lost_2 = {peers_1_notes_lost, lost[0]};
    assign ignored_2 = {peers_1_notes_nak_ignored, ignored[0]};
    assign probed_2 = {peers_1_notes_probed, probed[0]};
    assign held_3 = {peers_1_notes_answer_held, held_2[0]};
    assign stray_2 = {peers_1_notes_stray_close, stray[0]};
    assign left_2 = {peers_1_non_posted_left, left[0]};
    assign resent_2 = resent | peer_events_1_retransmits;
    assign nak_received_2 = nak_received | peers_1_notes_nak_received;
    assign wrong_acknowledgement_2 =
        wrong_acknowledgement
        | peers_1_notes_wrong_acknowledgement;
    assign sum = 6'd0 + {5'd0, left_2[0]};
    assign sum_2 = sum + {5'd0, left_2[1]};
    assign of_data = (decapsulator_header_kind == 4'd1) | (decapsulator_header_kind == 4'd2);
    assign sum_3 = 6'd0 + {5'd0, stored_2[0]};
    assign sum_4 = sum_3 + {5'd0, stored_2[1]};
    assign sum_5 = 6'd0 + {5'd0, timed_out_2[0]};
    assign sum_6 = sum_5 + {5'd0, timed_out_2[1]};
    assign sum_7 = 6'd0 + {5'd0, stray_2[0]};
    assign sum_8 = sum_7 + {5'd0, stray_2[1]};
    assign sum_9 = 6'd0 + {5'd0, lost_2[0]};
    assign sum_10 = sum_9 + {5'd0, lost_2[1]};
    assign sum_11 = 6'd0 + {5'd0, opened_2[0]};
    assign sum_12 = sum_11 + {5'd0, opened_2[1]};
    assign sum_13 = 6'd0 + {5'd0, ended_2[0]};
    assign sum_14 = sum_13 + {5'd0, ended_2[1]};
    assign sum_15 = 6'd0 + {5'd0, ignored_2[0]};
    assign sum_16 = sum_15 + {5'd0, ignored_2[1]};
    assign sum_17 = 6'd0 + {5'd0, probed_2[0]};
    assign sum_18 = sum_17 + {5'd0, probed_2[1]};
    assign sum_19 = 6'd0 + {5'd0, held_3[0]};
    assign sum_20 = sum_19 + {5'd0, held_3[1]};
    assign connected = connected_3;
    assign station_busy = (|unsettled_2) | (|untagged) | encapsulator_began;
    assign frame_acceptor_header_valid =
        decapsulator_header_valid
        & (|(connected_3 & decapsulator_from));
    assign room_arbiter_accepted =
        (frame_acceptor_receipt_valid & frame_acceptor_receipt_accepted) ? frame_acceptor_receipt_for :
        2'd0;
    assign link_congested = congested;
    assign link_mtu_short = mtu_short;
    assign non_posted_left = sum_2;
    assign events_tx_tlps = sum_4;
    assign events_tx_retransmits = resent_2;
    assign events_tx_timeouts = sum_6;
    assign events_tx_naks_received = nak_received_2;
    assign events_tx_tlp_malformed = 1'd0;
    assign events_rx_frames = settings_enable & mac_rx_good;
    assign events_rx_tlps = 1'd0;
    assign events_rx_bad_fcs = settings_enable & mac_rx_bad_fcs;
    assign events_rx_wrong_group = settings_enable & began_enabled & vlan_checker_wrong_group;
    assign events_rx_wrong_connection = sum_8 + {5'd0, decapsulator_wrong_connection};
    assign events_rx_duplicate = frame_acceptor_receipt_valid & frame_acceptor_receipt_behind;
    assign events_rx_gap = frame_acceptor_receipt_valid & frame_acceptor_receipt_beyond;
    assign events_rx_overflow = frame_acceptor_receipt_valid & frame_acceptor_receipt_refused;
    assign events_tx_tlp_refused = 1'd0;
    assign events_rx_wrong_ack = wrong_acknowledgement_2;
    assign events_rx_bad_code = settings_enable & mac_rx_bad_code;
    assign events_rx_undersize = settings_enable & mac_rx_undersize;
    assign events_rx_oversize = settings_enable & mac_rx_oversize;
    assign events_rx_control = settings_enable & pause_receiver_control_dropped;
    assign events_pause_received = settings_enable & pause_receiver_pause_received;
    assign events_paused_clocks = link_paused;
    assign events_tx_tlp_unrouted = 1'd0;
    assign events_peers_lost = sum_10;
    assign events_connects = sum_12;
    assign events_disconnects = sum_14;
    assign events_rx_busy =
        decapsulator_header_valid
        & of_data
        & decapsulator_header_acknowledgement_busy;
    assign events_naks_ignored = sum_16;
    assign events_tx_probes = sum_18;
    assign events_opens_held = sum_20;

    peer_port_12_10 peers_0 (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(station_present_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(station_present_mac),
        .settings_node_id(station_present_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(station_present_ethertype),
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
        .peer_fixed(peer_settings_0_fixed),
        .peer_is_default(peer_settings_0_is_default),
        .peer_close(peer_settings_0_close),
        .peer_mac(peer_settings_0_mac),
        .peer_route_id_low(peer_settings_0_route_id_low),
        .peer_route_id_high(peer_settings_0_route_id_high),
        .peer_route_source_low(peer_settings_0_route_source_low),
        .peer_route_source_high(peer_settings_0_route_source_high),
        .peer_route_io_base(peer_settings_0_route_io_base),
        .peer_route_io_limit(peer_settings_0_route_io_limit),
        .peer_route_memory_base(peer_settings_0_route_memory_base),
        .peer_route_memory_limit(peer_settings_0_route_memory_limit),
        .peer_route_wide_base(peer_settings_0_route_wide_base),
        .peer_route_wide_limit(peer_settings_0_route_wide_limit),
        .may_open(~station_changing & ~mtu_short),
        .hold(held[0]),
        .renew(loads),
        .tlp_beat_data(tlps_0_beat_data),
        .tlp_beat_keep(tlps_0_beat_keep),
        .tlp_beat_last(tlps_0_beat_last),
        .tlp_beat_error(tlps_0_beat_error),
        .tlp_info_kind(tlps_0_info_kind),
        .tlp_info_routing(tlps_0_info_routing),
        .tlp_info_header_dw(tlps_0_info_header_dw),
        .tlp_info_payload_dw(tlps_0_info_payload_dw),
        .tlp_info_total_dw(tlps_0_info_total_dw),
        .tlp_valid(tlps_0_valid),
        .tlp_ready(tlps_0_ready),
        .header_kind(decapsulator_header_kind),
        .header_length_dw(decapsulator_header_length_dw),
        .header_sequence(decapsulator_header_sequence),
        .header_tlps(decapsulator_header_tlps),
        .header_sender_tag(decapsulator_header_sender_tag),
        .header_has_acknowledgement(decapsulator_header_has_acknowledgement),
        .header_acknowledgement_expected(decapsulator_header_acknowledgement_expected),
        .header_acknowledgement_nak(decapsulator_header_acknowledgement_nak),
        .header_acknowledgement_busy(decapsulator_header_acknowledgement_busy),
        .header_acknowledgement_non_posted_limit(decapsulator_header_acknowledgement_non_posted_limit),
        .header_acknowledgement_has_echo(decapsulator_header_acknowledgement_has_echo),
        .header_acknowledgement_round_trip(decapsulator_header_acknowledgement_round_trip),
        .header_offset(decapsulator_header_offset),
        .header_valid(decapsulator_header_valid & decapsulator_from[0]),
        .receipt_accepted(frame_acceptor_receipt_accepted),
        .receipt_behind(frame_acceptor_receipt_behind),
        .receipt_beyond(frame_acceptor_receipt_beyond),
        .receipt_refused(frame_acceptor_receipt_refused),
        .receipt_sequence(frame_acceptor_receipt_sequence),
        .receipt_next(frame_acceptor_receipt_next),
        .receipt_offset(frame_acceptor_receipt_offset),
        .receipt_beats(frame_acceptor_receipt_beats),
        .receipt_non_posted(frame_acceptor_receipt_non_posted),
        .receipt_non_posted_refused(frame_acceptor_receipt_non_posted_refused),
        .receipt_valid(frame_acceptor_receipt_valid & frame_acceptor_receipt_for[0]),
        .room(room_arbiter_invited[0]),
        .starved(peers_0_starved),
        .paused(link_paused),
        .receiving(arriving[0]),
        .non_posted_delivered(non_posted_delivered & (non_posted_source == 5'd0)),
        .learn(keep_alive_learn[0]),
        .learn_mac(keep_alive_learn_mac),
        .is_known(peers_0_is_known),
        .duplicate(decapsulator_duplicate[0]),
        .draw_wanted(peers_0_draw_wanted),
        .drawn_payload(incarnations_out_payload),
        .drawn_valid(drawer[0]),
        .unsettled(peers_0_unsettled),
        .identity_valid(peers_0_identity_valid),
        .identity_connected(peers_0_identity_connected),
        .identity_mac(peers_0_identity_mac),
        .identity_own_tag(peers_0_identity_own_tag),
        .identity_peer_tag(peers_0_identity_peer_tag),
        .identity_id_low(peers_0_identity_id_low),
        .identity_id_high(peers_0_identity_id_high),
        .identity_is_default(peers_0_identity_is_default),
        .expected(peers_0_expected),
        .non_posted_room(peers_0_non_posted_room),
        .wants(peers_0_wants),
        .request_wanted(peers_0_request_wanted),
        .request_kind(peers_0_request_kind),
        .request_open_heard(peers_0_request_open_heard),
        .request_open_wants_answer(peers_0_request_open_wants_answer),
        .request_open_offer(peers_0_request_open_offer),
        .request_mac(peers_0_request_mac),
        .request_number(peers_0_request_number),
        .request_identity(peers_0_request_identity),
        .request_longest_dw(peers_0_request_longest_dw),
        .request_plan_sequence(peers_0_request_plan_sequence),
        .request_plan_tlps(peers_0_request_plan_tlps),
        .request_plan_beats(peers_0_request_plan_beats),
        .request_plan_odd(peers_0_request_plan_odd),
        .taken(frame_scheduler_taken[0]),
        .reply_expected(peers_0_reply_expected),
        .reply_nak(peers_0_reply_nak),
        .reply_busy(peers_0_reply_busy),
        .reply_echo_valid(peers_0_reply_echo_valid),
        .reply_echo_offset(peers_0_reply_echo_offset),
        .reply_non_posted_limit(peers_0_reply_non_posted_limit),
        .reply_taken(frame_scheduler_reply_taken[0]),
        .word_payload(peers_0_word_payload),
        .word_valid(peers_0_word_valid),
        .word_ready(frame_scheduler_words_0_ready),
        .non_posted_left(peers_0_non_posted_left),
        .status_state(peer_status_0_state),
        .status_learnt(peer_status_0_learnt),
        .status_own(peer_status_0_own),
        .status_peer(peer_status_0_peer),
        .status_path_dw(peer_status_0_path_dw),
        .status_mac(peer_status_0_mac),
        .status_round_trip(peer_status_0_round_trip),
        .status_timeout(peer_status_0_timeout),
        .status_rate(peer_status_0_rate),
        .events_tx_tlps(peer_events_0_tx_tlps),
        .events_rx_tlps(peer_events_0_rx_tlps),
        .events_retransmits(peer_events_0_retransmits),
        .events_timeouts(peer_events_0_timeouts),
        .events_connects(peer_events_0_connects),
        .events_disconnects(peer_events_0_disconnects),
        .events_discarded(peer_events_0_discarded),
        .notes_nak_received(peers_0_notes_nak_received),
        .notes_nak_ignored(peers_0_notes_nak_ignored),
        .notes_wrong_acknowledgement(peers_0_notes_wrong_acknowledgement),
        .notes_probed(peers_0_notes_probed),
        .notes_lost(peers_0_notes_lost),
        .notes_stray_close(peers_0_notes_stray_close),
        .notes_answer_held(peers_0_notes_answer_held)
    );

    peer_port_12_10 peers_1 (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(station_present_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(station_present_mac),
        .settings_node_id(station_present_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(station_present_ethertype),
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
        .peer_fixed(peer_settings_1_fixed),
        .peer_is_default(peer_settings_1_is_default),
        .peer_close(peer_settings_1_close),
        .peer_mac(peer_settings_1_mac),
        .peer_route_id_low(peer_settings_1_route_id_low),
        .peer_route_id_high(peer_settings_1_route_id_high),
        .peer_route_source_low(peer_settings_1_route_source_low),
        .peer_route_source_high(peer_settings_1_route_source_high),
        .peer_route_io_base(peer_settings_1_route_io_base),
        .peer_route_io_limit(peer_settings_1_route_io_limit),
        .peer_route_memory_base(peer_settings_1_route_memory_base),
        .peer_route_memory_limit(peer_settings_1_route_memory_limit),
        .peer_route_wide_base(peer_settings_1_route_wide_base),
        .peer_route_wide_limit(peer_settings_1_route_wide_limit),
        .may_open(~station_changing & ~mtu_short),
        .hold(held[1]),
        .renew(loads),
        .tlp_beat_data(tlps_1_beat_data),
        .tlp_beat_keep(tlps_1_beat_keep),
        .tlp_beat_last(tlps_1_beat_last),
        .tlp_beat_error(tlps_1_beat_error),
        .tlp_info_kind(tlps_1_info_kind),
        .tlp_info_routing(tlps_1_info_routing),
        .tlp_info_header_dw(tlps_1_info_header_dw),
        .tlp_info_payload_dw(tlps_1_info_payload_dw),
        .tlp_info_total_dw(tlps_1_info_total_dw),
        .tlp_valid(tlps_1_valid),
        .tlp_ready(tlps_1_ready),
        .header_kind(decapsulator_header_kind),
        .header_length_dw(decapsulator_header_length_dw),
        .header_sequence(decapsulator_header_sequence),
        .header_tlps(decapsulator_header_tlps),
        .header_sender_tag(decapsulator_header_sender_tag),
        .header_has_acknowledgement(decapsulator_header_has_acknowledgement),
        .header_acknowledgement_expected(decapsulator_header_acknowledgement_expected),
        .header_acknowledgement_nak(decapsulator_header_acknowledgement_nak),
        .header_acknowledgement_busy(decapsulator_header_acknowledgement_busy),
        .header_acknowledgement_non_posted_limit(decapsulator_header_acknowledgement_non_posted_limit),
        .header_acknowledgement_has_echo(decapsulator_header_acknowledgement_has_echo),
        .header_acknowledgement_round_trip(decapsulator_header_acknowledgement_round_trip),
        .header_offset(decapsulator_header_offset),
        .header_valid(decapsulator_header_valid & decapsulator_from[1]),
        .receipt_accepted(frame_acceptor_receipt_accepted),
        .receipt_behind(frame_acceptor_receipt_behind),
        .receipt_beyond(frame_acceptor_receipt_beyond),
        .receipt_refused(frame_acceptor_receipt_refused),
        .receipt_sequence(frame_acceptor_receipt_sequence),
        .receipt_next(frame_acceptor_receipt_next),
        .receipt_offset(frame_acceptor_receipt_offset),
        .receipt_beats(frame_acceptor_receipt_beats),
        .receipt_non_posted(frame_acceptor_receipt_non_posted),
        .receipt_non_posted_refused(frame_acceptor_receipt_non_posted_refused),
        .receipt_valid(frame_acceptor_receipt_valid & frame_acceptor_receipt_for[1]),
        .room(room_arbiter_invited[1]),
        .starved(peers_1_starved),
        .paused(link_paused),
        .receiving(arriving[1]),
        .non_posted_delivered(non_posted_delivered & (non_posted_source == 5'd1)),
        .learn(keep_alive_learn[1]),
        .learn_mac(keep_alive_learn_mac),
        .is_known(peers_1_is_known),
        .duplicate(decapsulator_duplicate[1]),
        .draw_wanted(peers_1_draw_wanted),
        .drawn_payload(incarnations_out_payload),
        .drawn_valid(drawer[1]),
        .unsettled(peers_1_unsettled),
        .identity_valid(peers_1_identity_valid),
        .identity_connected(peers_1_identity_connected),
        .identity_mac(peers_1_identity_mac),
        .identity_own_tag(peers_1_identity_own_tag),
        .identity_peer_tag(peers_1_identity_peer_tag),
        .identity_id_low(peers_1_identity_id_low),
        .identity_id_high(peers_1_identity_id_high),
        .identity_is_default(peers_1_identity_is_default),
        .expected(peers_1_expected),
        .non_posted_room(peers_1_non_posted_room),
        .wants(peers_1_wants),
        .request_wanted(peers_1_request_wanted),
        .request_kind(peers_1_request_kind),
        .request_open_heard(peers_1_request_open_heard),
        .request_open_wants_answer(peers_1_request_open_wants_answer),
        .request_open_offer(peers_1_request_open_offer),
        .request_mac(peers_1_request_mac),
        .request_number(peers_1_request_number),
        .request_identity(peers_1_request_identity),
        .request_longest_dw(peers_1_request_longest_dw),
        .request_plan_sequence(peers_1_request_plan_sequence),
        .request_plan_tlps(peers_1_request_plan_tlps),
        .request_plan_beats(peers_1_request_plan_beats),
        .request_plan_odd(peers_1_request_plan_odd),
        .taken(frame_scheduler_taken[1]),
        .reply_expected(peers_1_reply_expected),
        .reply_nak(peers_1_reply_nak),
        .reply_busy(peers_1_reply_busy),
        .reply_echo_valid(peers_1_reply_echo_valid),
        .reply_echo_offset(peers_1_reply_echo_offset),
        .reply_non_posted_limit(peers_1_reply_non_posted_limit),
        .reply_taken(frame_scheduler_reply_taken[1]),
        .word_payload(peers_1_word_payload),
        .word_valid(peers_1_word_valid),
        .word_ready(frame_scheduler_words_1_ready),
        .non_posted_left(peers_1_non_posted_left),
        .status_state(peer_status_1_state),
        .status_learnt(peer_status_1_learnt),
        .status_own(peer_status_1_own),
        .status_peer(peer_status_1_peer),
        .status_path_dw(peer_status_1_path_dw),
        .status_mac(peer_status_1_mac),
        .status_round_trip(peer_status_1_round_trip),
        .status_timeout(peer_status_1_timeout),
        .status_rate(peer_status_1_rate),
        .events_tx_tlps(peer_events_1_tx_tlps),
        .events_rx_tlps(peer_events_1_rx_tlps),
        .events_retransmits(peer_events_1_retransmits),
        .events_timeouts(peer_events_1_timeouts),
        .events_connects(peer_events_1_connects),
        .events_disconnects(peer_events_1_disconnects),
        .events_discarded(peer_events_1_discarded),
        .notes_nak_received(peers_1_notes_nak_received),
        .notes_nak_ignored(peers_1_notes_nak_ignored),
        .notes_wrong_acknowledgement(peers_1_notes_wrong_acknowledgement),
        .notes_probed(peers_1_notes_probed),
        .notes_lost(peers_1_notes_lost),
        .notes_stray_close(peers_1_notes_stray_close),
        .notes_answer_held(peers_1_notes_answer_held)
    );

    station station (
        .clock(clock),
        .reset(reset),
        .enable(settings_enable),
        .wanted_mac(settings_local_mac),
        .wanted_vid(settings_vid),
        .wanted_ethertype(settings_ethertype),
        .wanted_node_id(settings_node_id),
        .busy(station_busy),
        .present_mac(station_present_mac),
        .present_vid(station_present_vid),
        .present_ethertype(station_present_ethertype),
        .present_node_id(station_present_node_id),
        .changing(station_changing)
    );

    incarnation_source_15_15 incarnations (
        .clock(clock),
        .reset(reset),
        .seed(settings_seed),
        .load(loads),
        .out_payload(incarnations_out_payload),
        .out_valid(incarnations_out_valid),
        .out_ready(|draws_2),
        .unseeded(link_unseeded)
    );

    round_robin_arbiter_2 draw_turn (
        .clock(clock),
        .reset(reset),
        .request(draws_2),
        .advance(incarnations_out_valid),
        .grant(draw_turn_grant)
    );

    keep_alive_2 keep_alive (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(station_present_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(station_present_mac),
        .settings_node_id(station_present_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(station_present_ethertype),
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
        .wanted(keep_alive_wanted),
        .taken(frame_scheduler_keep_alive_taken),
        .announced(events_keep_alives_received),
        .announced_mac(decapsulator_announced_mac),
        .learn_mac(keep_alive_learn_mac),
        .is_known({peers_1_is_known, is_known[0]}),
        .occupied({in_use_2 | kept_2, occupied[0]}),
        .learn(keep_alive_learn),
        .learnt(events_peers_learnt),
        .no_place(events_peers_refused)
    );

    frame_scheduler_2 frame_scheduler (
        .clock(clock),
        .reset(reset),
        .keep_alive_wanted(keep_alive_wanted & ~station_changing),
        .keep_alive_taken(frame_scheduler_keep_alive_taken),
        .wants({peers_1_wants, wants[0]}),
        .requests_0_wanted(peers_0_request_wanted),
        .requests_0_kind(peers_0_request_kind),
        .requests_0_open_heard(peers_0_request_open_heard),
        .requests_0_open_wants_answer(peers_0_request_open_wants_answer),
        .requests_0_open_offer(peers_0_request_open_offer),
        .requests_0_mac(peers_0_request_mac),
        .requests_0_number(peers_0_request_number),
        .requests_0_identity(peers_0_request_identity),
        .requests_0_longest_dw(peers_0_request_longest_dw),
        .requests_0_plan_sequence(peers_0_request_plan_sequence),
        .requests_0_plan_tlps(peers_0_request_plan_tlps),
        .requests_0_plan_beats(peers_0_request_plan_beats),
        .requests_0_plan_odd(peers_0_request_plan_odd),
        .requests_1_wanted(peers_1_request_wanted),
        .requests_1_kind(peers_1_request_kind),
        .requests_1_open_heard(peers_1_request_open_heard),
        .requests_1_open_wants_answer(peers_1_request_open_wants_answer),
        .requests_1_open_offer(peers_1_request_open_offer),
        .requests_1_mac(peers_1_request_mac),
        .requests_1_number(peers_1_request_number),
        .requests_1_identity(peers_1_request_identity),
        .requests_1_longest_dw(peers_1_request_longest_dw),
        .requests_1_plan_sequence(peers_1_request_plan_sequence),
        .requests_1_plan_tlps(peers_1_request_plan_tlps),
        .requests_1_plan_beats(peers_1_request_plan_beats),
        .requests_1_plan_odd(peers_1_request_plan_odd),
        .replies_0_expected(peers_0_reply_expected),
        .replies_0_nak(peers_0_reply_nak),
        .replies_0_busy(peers_0_reply_busy),
        .replies_0_echo_valid(peers_0_reply_echo_valid),
        .replies_0_echo_offset(peers_0_reply_echo_offset),
        .replies_0_non_posted_limit(peers_0_reply_non_posted_limit),
        .replies_1_expected(peers_1_reply_expected),
        .replies_1_nak(peers_1_reply_nak),
        .replies_1_busy(peers_1_reply_busy),
        .replies_1_echo_valid(peers_1_reply_echo_valid),
        .replies_1_echo_offset(peers_1_reply_echo_offset),
        .replies_1_non_posted_limit(peers_1_reply_non_posted_limit),
        .words_0_payload(peers_0_word_payload),
        .words_0_valid(peers_0_word_valid),
        .words_0_ready(frame_scheduler_words_0_ready),
        .words_1_payload(peers_1_word_payload),
        .words_1_valid(peers_1_word_valid),
        .words_1_ready(frame_scheduler_words_1_ready),
        .taken(frame_scheduler_taken),
        .reply_taken(frame_scheduler_reply_taken),
        .wanted(frame_scheduler_wanted),
        .request_wanted(frame_scheduler_request_wanted),
        .request_kind(frame_scheduler_request_kind),
        .request_open_heard(frame_scheduler_request_open_heard),
        .request_open_wants_answer(frame_scheduler_request_open_wants_answer),
        .request_open_offer(frame_scheduler_request_open_offer),
        .request_mac(frame_scheduler_request_mac),
        .request_number(frame_scheduler_request_number),
        .request_identity(frame_scheduler_request_identity),
        .request_longest_dw(frame_scheduler_request_longest_dw),
        .request_plan_sequence(frame_scheduler_request_plan_sequence),
        .request_plan_tlps(frame_scheduler_request_plan_tlps),
        .request_plan_beats(frame_scheduler_request_plan_beats),
        .request_plan_odd(frame_scheduler_request_plan_odd),
        .take(encapsulator_take),
        .reply_expected(frame_scheduler_reply_expected),
        .reply_nak(frame_scheduler_reply_nak),
        .reply_busy(frame_scheduler_reply_busy),
        .reply_echo_valid(frame_scheduler_reply_echo_valid),
        .reply_echo_offset(frame_scheduler_reply_echo_offset),
        .reply_non_posted_limit(frame_scheduler_reply_non_posted_limit),
        .reply_take(encapsulator_reply_take),
        .word_payload(frame_scheduler_word_payload),
        .word_valid(frame_scheduler_word_valid),
        .word_ready(encapsulator_word_ready)
    );

    encapsulator_1 encapsulator (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(station_present_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(station_present_mac),
        .settings_node_id(station_present_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(station_present_ethertype),
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
        .now(now),
        .wanted(frame_scheduler_wanted),
        .request_wanted(frame_scheduler_request_wanted),
        .request_kind(frame_scheduler_request_kind),
        .request_open_heard(frame_scheduler_request_open_heard),
        .request_open_wants_answer(frame_scheduler_request_open_wants_answer),
        .request_open_offer(frame_scheduler_request_open_offer),
        .request_mac(frame_scheduler_request_mac),
        .request_number(frame_scheduler_request_number),
        .request_identity(frame_scheduler_request_identity),
        .request_longest_dw(frame_scheduler_request_longest_dw),
        .request_plan_sequence(frame_scheduler_request_plan_sequence),
        .request_plan_tlps(frame_scheduler_request_plan_tlps),
        .request_plan_beats(frame_scheduler_request_plan_beats),
        .request_plan_odd(frame_scheduler_request_plan_odd),
        .take(encapsulator_take),
        .word_payload(frame_scheduler_word_payload),
        .word_valid(frame_scheduler_word_valid),
        .word_ready(encapsulator_word_ready),
        .reply_expected(frame_scheduler_reply_expected),
        .reply_nak(frame_scheduler_reply_nak),
        .reply_busy(frame_scheduler_reply_busy),
        .reply_echo_valid(frame_scheduler_reply_echo_valid),
        .reply_echo_offset(frame_scheduler_reply_echo_offset),
        .reply_non_posted_limit(frame_scheduler_reply_non_posted_limit),
        .reply_take(encapsulator_reply_take),
        .frame_data(encapsulator_frame_data),
        .frame_keep(encapsulator_frame_keep),
        .frame_last(encapsulator_frame_last),
        .frame_error(encapsulator_frame_error),
        .frame_valid(encapsulator_frame_valid),
        .frame_ready(vlan_tagger_inp_ready),
        .began(encapsulator_began),
        .sent(events_tx_frames),
        .ack_sent(events_tx_ack_frames),
        .nak_sent(events_naks_sent),
        .keep_alive_sent(events_keep_alives_sent)
    );

    vlan_tagger vlan_tagger (
        .clock(clock),
        .reset(reset),
        .group(station_present_vid),
        .priority_code(settings_pcp),
        .inp_data(encapsulator_frame_data),
        .inp_keep(encapsulator_frame_keep),
        .inp_last(encapsulator_frame_last),
        .inp_error(encapsulator_frame_error),
        .inp_valid(encapsulator_frame_valid),
        .inp_ready(vlan_tagger_inp_ready),
        .out_data(vlan_tagger_out_data),
        .out_keep(vlan_tagger_out_keep),
        .out_last(vlan_tagger_out_last),
        .out_error(vlan_tagger_out_error),
        .out_valid(vlan_tagger_out_valid),
        .out_ready(pause_transmitter_inp_ready)
    );

    pause_transmitter pause_transmitter (
        .clock(clock),
        .reset(reset),
        .inp_data(vlan_tagger_out_data),
        .inp_keep(vlan_tagger_out_keep),
        .inp_last(vlan_tagger_out_last),
        .inp_error(vlan_tagger_out_error),
        .inp_valid(vlan_tagger_out_valid),
        .inp_ready(pause_transmitter_inp_ready),
        .out_data(pause_transmitter_out_data),
        .out_keep(pause_transmitter_out_keep),
        .out_last(pause_transmitter_out_last),
        .out_error(pause_transmitter_out_error),
        .out_valid(pause_transmitter_out_valid),
        .out_ready(mac_tx_frame_ready),
        .paused(link_paused),
        .enable(settings_send_pause & settings_enable),
        .congested(congested),
        .pause_quanta(settings_pause_quanta),
        .local_mac(station_present_mac),
        .transmitting(pause_transmitter_transmitting),
        .pause_sent(events_pause_sent)
    );

    xgmii_mac_tx mac_tx (
        .clock(clock),
        .reset(reset),
        .frame_data(pause_transmitter_out_data),
        .frame_keep(pause_transmitter_out_keep),
        .frame_last(pause_transmitter_out_last),
        .frame_error(pause_transmitter_out_error),
        .frame_valid(pause_transmitter_out_valid),
        .frame_ready(mac_tx_frame_ready),
        .local_fault(link_local_fault),
        .remote_fault(link_remote_fault),
        .xgmii_data(xgmii_tx_data),
        .xgmii_ctrl(xgmii_tx_ctrl),
        .sent(mac_tx_sent),
        .spoiled(mac_tx_spoiled),
        .underflow(mac_tx_underflow),
        .cut_off(mac_tx_cut_off)
    );

    xgmii_mac_rx mac_rx (
        .clock(clock),
        .reset(reset),
        .xgmii_data(xgmii_rx_data),
        .xgmii_ctrl(xgmii_rx_ctrl),
        .maximum_length(14'h233e),
        .frame_data(mac_rx_frame_data),
        .frame_keep(mac_rx_frame_keep),
        .frame_last(mac_rx_frame_last),
        .frame_error(mac_rx_frame_error),
        .frame_valid(mac_rx_frame_valid),
        .good(mac_rx_good),
        .bad_fcs(mac_rx_bad_fcs),
        .bad_code(mac_rx_bad_code),
        .undersize(mac_rx_undersize),
        .oversize(mac_rx_oversize),
        .local_fault(link_local_fault),
        .remote_fault(link_remote_fault)
    );

    pause_receiver pause_receiver (
        .clock(clock),
        .reset(reset),
        .inp_data(mac_rx_frame_data),
        .inp_keep(mac_rx_frame_keep),
        .inp_last(mac_rx_frame_last),
        .inp_error(mac_rx_frame_error),
        .inp_valid(mac_rx_frame_valid),
        .out_data(pause_receiver_out_data),
        .out_keep(pause_receiver_out_keep),
        .out_last(pause_receiver_out_last),
        .out_error(pause_receiver_out_error),
        .out_valid(pause_receiver_out_valid),
        .honour(settings_honour_pause & settings_enable),
        .transmitting(pause_transmitter_transmitting),
        .paused(link_paused),
        .pause_received(pause_receiver_pause_received),
        .control_dropped(pause_receiver_control_dropped)
    );

    vlan_checker vlan_checker (
        .clock(clock),
        .reset(reset),
        .group(station_present_vid),
        .inp_data(pause_receiver_out_data),
        .inp_keep(pause_receiver_out_keep),
        .inp_last(pause_receiver_out_last),
        .inp_error(pause_receiver_out_error),
        .inp_valid(pause_receiver_out_valid),
        .out_data(vlan_checker_out_data),
        .out_keep(vlan_checker_out_keep),
        .out_last(vlan_checker_out_last),
        .out_error(vlan_checker_out_error),
        .out_valid(vlan_checker_out_valid),
        .wrong_group(vlan_checker_wrong_group)
    );

    decapsulator_2_1 decapsulator (
        .clock(clock),
        .reset(reset),
        .settings_enable(settings_enable),
        .settings_learn(settings_learn),
        .settings_honour_pause(settings_honour_pause),
        .settings_send_pause(settings_send_pause),
        .settings_vid(station_present_vid),
        .settings_pcp(settings_pcp),
        .settings_local_mac(station_present_mac),
        .settings_node_id(station_present_node_id),
        .settings_seed(settings_seed),
        .settings_check_ids(settings_check_ids),
        .settings_ethertype(station_present_ethertype),
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
        .now(now),
        .peers_0_valid(peers_0_identity_valid),
        .peers_0_connected(peers_0_identity_connected),
        .peers_0_mac(peers_0_identity_mac),
        .peers_0_own_tag(peers_0_identity_own_tag),
        .peers_0_peer_tag(peers_0_identity_peer_tag),
        .peers_0_id_low(peers_0_identity_id_low),
        .peers_0_id_high(peers_0_identity_id_high),
        .peers_0_is_default(peers_0_identity_is_default),
        .peers_1_valid(peers_1_identity_valid),
        .peers_1_connected(peers_1_identity_connected),
        .peers_1_mac(peers_1_identity_mac),
        .peers_1_own_tag(peers_1_identity_own_tag),
        .peers_1_peer_tag(peers_1_identity_peer_tag),
        .peers_1_id_low(peers_1_identity_id_low),
        .peers_1_id_high(peers_1_identity_id_high),
        .peers_1_is_default(peers_1_identity_is_default),
        .frame_data(vlan_checker_out_data),
        .frame_keep(vlan_checker_out_keep),
        .frame_last(vlan_checker_out_last),
        .frame_error(vlan_checker_out_error),
        .frame_valid(vlan_checker_out_valid),
        .start_sequence(decapsulator_start_sequence),
        .start_beats(decapsulator_start_beats),
        .start_valid(decapsulator_start_valid),
        .from(decapsulator_from),
        .duplicate(decapsulator_duplicate),
        .tlp_beat_data(decapsulator_tlp_beat_data),
        .tlp_beat_keep(decapsulator_tlp_beat_keep),
        .tlp_beat_last(decapsulator_tlp_beat_last),
        .tlp_beat_error(decapsulator_tlp_beat_error),
        .tlp_info_kind(decapsulator_tlp_info_kind),
        .tlp_info_routing(decapsulator_tlp_info_routing),
        .tlp_info_header_dw(decapsulator_tlp_info_header_dw),
        .tlp_info_payload_dw(decapsulator_tlp_info_payload_dw),
        .tlp_info_total_dw(decapsulator_tlp_info_total_dw),
        .tlp_valid(decapsulator_tlp_valid),
        .permitted(decapsulator_permitted),
        .ended(decapsulator_ended),
        .header_kind(decapsulator_header_kind),
        .header_length_dw(decapsulator_header_length_dw),
        .header_sequence(decapsulator_header_sequence),
        .header_tlps(decapsulator_header_tlps),
        .header_sender_tag(decapsulator_header_sender_tag),
        .header_has_acknowledgement(decapsulator_header_has_acknowledgement),
        .header_acknowledgement_expected(decapsulator_header_acknowledgement_expected),
        .header_acknowledgement_nak(decapsulator_header_acknowledgement_nak),
        .header_acknowledgement_busy(decapsulator_header_acknowledgement_busy),
        .header_acknowledgement_non_posted_limit(decapsulator_header_acknowledgement_non_posted_limit),
        .header_acknowledgement_has_echo(decapsulator_header_acknowledgement_has_echo),
        .header_acknowledgement_round_trip(decapsulator_header_acknowledgement_round_trip),
        .header_offset(decapsulator_header_offset),
        .header_valid(decapsulator_header_valid),
        .announced(events_keep_alives_received),
        .announced_mac(decapsulator_announced_mac),
        .wrong_type(events_rx_wrong_type),
        .wrong_source(events_rx_wrong_source),
        .wrong_peer(events_rx_wrong_peer),
        .wrong_connection(decapsulator_wrong_connection),
        .malformed(events_rx_malformed)
    );

    frame_acceptor_2_1 frame_acceptor (
        .clock(clock),
        .reset(reset),
        .start_sequence(decapsulator_start_sequence),
        .start_beats(decapsulator_start_beats),
        .start_valid(decapsulator_start_valid),
        .from(decapsulator_from),
        .tlp_beat_data(decapsulator_tlp_beat_data),
        .tlp_beat_keep(decapsulator_tlp_beat_keep),
        .tlp_beat_last(decapsulator_tlp_beat_last),
        .tlp_beat_error(decapsulator_tlp_beat_error),
        .tlp_info_kind(decapsulator_tlp_info_kind),
        .tlp_info_routing(decapsulator_tlp_info_routing),
        .tlp_info_header_dw(decapsulator_tlp_info_header_dw),
        .tlp_info_payload_dw(decapsulator_tlp_info_payload_dw),
        .tlp_info_total_dw(decapsulator_tlp_info_total_dw),
        .tlp_valid(decapsulator_tlp_valid),
        .permitted(decapsulator_permitted),
        .ended(decapsulator_ended),
        .header_kind(decapsulator_header_kind),
        .header_length_dw(decapsulator_header_length_dw),
        .header_sequence(decapsulator_header_sequence),
        .header_tlps(decapsulator_header_tlps),
        .header_sender_tag(decapsulator_header_sender_tag),
        .header_has_acknowledgement(decapsulator_header_has_acknowledgement),
        .header_acknowledgement_expected(decapsulator_header_acknowledgement_expected),
        .header_acknowledgement_nak(decapsulator_header_acknowledgement_nak),
        .header_acknowledgement_busy(decapsulator_header_acknowledgement_busy),
        .header_acknowledgement_non_posted_limit(decapsulator_header_acknowledgement_non_posted_limit),
        .header_acknowledgement_has_echo(decapsulator_header_acknowledgement_has_echo),
        .header_acknowledgement_round_trip(decapsulator_header_acknowledgement_round_trip),
        .header_offset(decapsulator_header_offset),
        .header_valid(frame_acceptor_header_valid),
        .expected_0(peers_0_expected),
        .expected_1(peers_1_expected),
        .non_posted_room_0(peers_0_non_posted_room),
        .non_posted_room_1(peers_1_non_posted_room),
        .free_beats(free_beats),
        .turn(room_arbiter_turn),
        .free_for_others(room_arbiter_free_for_others),
        .overflowed(overflowed),
        .out_beat_data(accepted_beat_data),
        .out_beat_keep(accepted_beat_keep),
        .out_beat_last(accepted_beat_last),
        .out_beat_error(accepted_beat_error),
        .out_class(accepted_class),
        .out_payload_dw(accepted_payload_dw),
        .out_source(accepted_source),
        .out_valid(accepted_valid),
        .frame_end(frame_end),
        .frame_good(frame_good),
        .receipt_accepted(frame_acceptor_receipt_accepted),
        .receipt_behind(frame_acceptor_receipt_behind),
        .receipt_beyond(frame_acceptor_receipt_beyond),
        .receipt_refused(frame_acceptor_receipt_refused),
        .receipt_sequence(frame_acceptor_receipt_sequence),
        .receipt_next(frame_acceptor_receipt_next),
        .receipt_offset(frame_acceptor_receipt_offset),
        .receipt_beats(frame_acceptor_receipt_beats),
        .receipt_non_posted(frame_acceptor_receipt_non_posted),
        .receipt_non_posted_refused(frame_acceptor_receipt_non_posted_refused),
        .receipt_valid(frame_acceptor_receipt_valid),
        .receipt_for(frame_acceptor_receipt_for),
        .refused(events_rx_tlp_refused),
        .id_refused(events_rx_id_refused),
        .wrong_number(events_rx_wrong_number),
        .over_limit(events_rx_over_limit)
    );

    room_arbiter_2 room_arbiter (
        .clock(clock),
        .reset(reset),
        .starved({peers_1_starved, starved[0]}),
        .free_beats(free_beats),
        .accepted(room_arbiter_accepted),
        .accepted_beats(frame_acceptor_receipt_beats),
        .turn(room_arbiter_turn),
        .invited(room_arbiter_invited),
        .free_for_others(room_arbiter_free_for_others)
    );

    always @(*) begin
        now_next = now;
        now_next = now + 20'd1;
    end

    always @(*) begin
        congested_next = congested;
        if (used_beats > settings_pause_high) begin
            congested_next = 1'd1;
        end else if (used_beats < settings_pause_low) begin
            congested_next = 1'd0;
        end
    end

    always @(*) begin
        was_enabled_next = was_enabled;
        was_enabled_next = settings_enable;
    end

    always @(*) begin
        untagged_next = untagged;
        if (encapsulator_began & ~tagged_2) begin
            untagged_next = untagged + 3'd1;
        end else if (tagged_2 & ~encapsulator_began) begin
            untagged_next = untagged - 3'd1;
        end
    end

    always @(*) begin
        arriving_next = arriving;
        if (decapsulator_ended) begin
            arriving_next = 2'd0;
        end else if (decapsulator_start_valid) begin
            arriving_next = decapsulator_from;
        end
    end

    always @(*) begin
        in_frame_next = in_frame;
        began_enabled_next = began_enabled;
        if (pause_receiver_out_valid) begin
            in_frame_next = ~pause_receiver_out_last;
            if (~in_frame) begin
                began_enabled_next = settings_enable;
            end
        end
    end

    initial begin
        now = 20'd0;
        congested = 1'd0;
        was_enabled = 1'd0;
        untagged = 3'd0;
        arriving = 2'd0;
        in_frame = 1'd0;
        began_enabled = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            now <= 20'd0;
            congested <= 1'd0;
            was_enabled <= 1'd0;
            untagged <= 3'd0;
            arriving <= 2'd0;
            in_frame <= 1'd0;
            began_enabled <= 1'd0;
        end else begin
            now <= now_next;
            congested <= congested_next;
            was_enabled <= was_enabled_next;
            untagged <= untagged_next;
            arriving <= arriving_next;
            in_frame <= in_frame_next;
            began_enabled <= began_enabled_next;
        end
    end

    wire unused = &{1'b0,
        mac_tx_sent,
        mac_tx_spoiled,
        mac_tx_underflow,
        mac_tx_cut_off,
        draws[1],
        unsettled[1],
        wants[1],
        occupied[1],
        connected_2[1],
        is_known[1],
        starved[1],
        stored[1],
        timed_out[1],
        opened[1],
        ended[1],
        lost[1],
        ignored[1],
        probed[1],
        held_2[1],
        stray[1],
        left[1]};

endmodule

`default_nettype wire

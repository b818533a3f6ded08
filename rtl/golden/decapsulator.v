// decapsulator: made from the Rust type expether_rtl::bridge::decapsulator::Decapsulator<2, 2>
// by `expether gen`; edit that instead.
`default_nettype none

module decapsulator (
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
    input  wire [19:0] now,
    input  wire        peers_0_valid,
    input  wire        peers_0_connected,
    input  wire [47:0] peers_0_mac,
    input  wire [15:0] peers_0_own_tag,
    input  wire [15:0] peers_0_peer_tag,
    input  wire [15:0] peers_0_id_low,
    input  wire [15:0] peers_0_id_high,
    input  wire        peers_0_is_default,
    input  wire        peers_1_valid,
    input  wire        peers_1_connected,
    input  wire [47:0] peers_1_mac,
    input  wire [15:0] peers_1_own_tag,
    input  wire [15:0] peers_1_peer_tag,
    input  wire [15:0] peers_1_id_low,
    input  wire [15:0] peers_1_id_high,
    input  wire        peers_1_is_default,
    input  wire [63:0] frame_data,
    input  wire [7:0]  frame_keep,
    input  wire        frame_last,
    input  wire        frame_error,
    input  wire        frame_valid,
    output wire [31:0] start_sequence,
    output wire [10:0] start_beats,
    output wire        start_valid,
    output wire [1:0]  from,
    output wire [1:0]  duplicate,
    output wire [63:0] tlp_beat_data,
    output wire [7:0]  tlp_beat_keep,
    output wire        tlp_beat_last,
    output wire        tlp_beat_error,
    output wire [4:0]  tlp_info_kind,
    output wire [2:0]  tlp_info_routing,
    output wire [2:0]  tlp_info_header_dw,
    output wire [10:0] tlp_info_payload_dw,
    output wire [11:0] tlp_info_total_dw,
    output wire        tlp_valid,
    output wire        permitted,
    output wire        ended,
    output wire [3:0]  header_kind,
    output wire [11:0] header_length_dw,
    output wire [31:0] header_sequence,
    output wire [9:0]  header_tlps,
    output wire [15:0] header_sender_tag,
    output wire        header_has_acknowledgement,
    output wire [31:0] header_acknowledgement_expected,
    output wire        header_acknowledgement_nak,
    output wire        header_acknowledgement_busy,
    output wire [7:0]  header_acknowledgement_non_posted_limit,
    output wire        header_acknowledgement_has_echo,
    output wire [19:0] header_acknowledgement_round_trip,
    output wire [19:0] header_offset,
    output wire        header_valid,
    output wire        announced,
    output wire [47:0] announced_mac,
    output wire        wrong_type,
    output wire        wrong_source,
    output wire        wrong_peer,
    output wire        wrong_connection,
    output wire        malformed
);

    localparam [2:0] STATE_DESTINATION = 3'd0;
    localparam [2:0] STATE_SOURCE = 3'd1;
    localparam [2:0] STATE_CONTROL = 3'd2;
    localparam [2:0] STATE_NUMBERS = 3'd3;
    localparam [2:0] STATE_STAMPS = 3'd4;
    localparam [2:0] STATE_AREA = 3'd5;

    reg         came_next;
    reg         came;
    reg  [63:0] newest_data_next;
    reg  [7:0]  newest_keep_next;
    reg         newest_last_next;
    reg         newest_error_next;
    reg  [63:0] newest_data;
    reg  [7:0]  newest_keep;
    reg         newest_last;
    reg         newest_error;
    reg         is_tlp_next;
    reg         is_tlp;
    reg  [4:0]  info_kind_next;
    reg  [2:0]  info_routing_next;
    reg  [2:0]  info_header_dw_next;
    reg  [10:0] info_payload_dw_next;
    reg  [11:0] info_total_dw_next;
    reg  [4:0]  info_kind;
    reg  [2:0]  info_routing;
    reg  [2:0]  info_header_dw;
    reg  [10:0] info_payload_dw;
    reg  [11:0] info_total_dw;
    reg  [1:0]  windows_next;
    reg  [1:0]  windows;
    reg  [2:0]  state_next;
    reg  [2:0]  state;
    reg         listening_next;
    reg         listening;
    reg         faults_error_next;
    reg         faults_wrong_type_next;
    reg         faults_wrong_source_next;
    reg         faults_wrong_peer_next;
    reg         faults_wrong_connection_next;
    reg         faults_malformed_next;
    reg         faults_error;
    reg         faults_wrong_type;
    reg         faults_wrong_source;
    reg         faults_wrong_peer;
    reg         faults_wrong_connection;
    reg         faults_malformed;
    reg         is_ours_next;
    reg         is_ours;
    reg         is_broadcast_next;
    reg         is_broadcast;
    reg  [47:0] source_next;
    reg  [47:0] source;
    reg  [1:0]  low_matches_next;
    reg  [1:0]  low_matches;
    reg  [1:0]  sender_next;
    reg  [1:0]  sender;
    reg  [1:0]  matched_next;
    reg  [1:0]  matched;
    reg         connected_next;
    reg         connected;
    reg         is_default_next;
    reg         is_default;
    reg  [15:0] due_receiver_tag_next;
    reg  [15:0] due_receiver_tag;
    reg  [15:0] due_sender_tag_next;
    reg  [15:0] due_sender_tag;
    reg  [15:0] receiver_tag_next;
    reg  [15:0] receiver_tag;
    reg         is_received_next;
    reg         is_received;
    reg  [3:0]  fields_kind_next;
    reg  [11:0] fields_length_dw_next;
    reg  [31:0] fields_sequence_next;
    reg  [9:0]  fields_tlps_next;
    reg  [15:0] fields_sender_tag_next;
    reg         fields_has_acknowledgement_next;
    reg  [31:0] fields_acknowledgement_expected_next;
    reg         fields_acknowledgement_nak_next;
    reg         fields_acknowledgement_busy_next;
    reg  [7:0]  fields_acknowledgement_non_posted_limit_next;
    reg         fields_acknowledgement_has_echo_next;
    reg  [19:0] fields_acknowledgement_round_trip_next;
    reg  [19:0] fields_offset_next;
    reg  [3:0]  fields_kind;
    reg  [11:0] fields_length_dw;
    reg  [31:0] fields_sequence;
    reg  [9:0]  fields_tlps;
    reg  [15:0] fields_sender_tag;
    reg         fields_has_acknowledgement;
    reg  [31:0] fields_acknowledgement_expected;
    reg         fields_acknowledgement_nak;
    reg         fields_acknowledgement_busy;
    reg  [7:0]  fields_acknowledgement_non_posted_limit;
    reg         fields_acknowledgement_has_echo;
    reg  [19:0] fields_acknowledgement_round_trip;
    reg  [19:0] fields_offset;
    reg         is_keep_alive_next;
    reg         is_keep_alive;
    reg         role_fits_next;
    reg         role_fits;
    reg  [2:0]  area_beats_next;
    reg  [2:0]  area_beats;
    reg  [11:0] words_left_next;
    reg  [11:0] words_left;
    reg  [11:0] tlp_left_next;
    reg  [11:0] tlp_left;
    reg         in_tlp_next;
    reg         in_tlp;
    reg         begins_next;
    reg         begins;
    reg  [31:0] started_sequence_next;
    reg  [10:0] started_beats_next;
    reg  [31:0] started_sequence;
    reg  [10:0] started_beats;
    reg         out_valid_next;
    reg         out_valid;
    reg  [63:0] out_beat_data_next;
    reg  [7:0]  out_beat_keep_next;
    reg         out_beat_last_next;
    reg         out_beat_error_next;
    reg  [4:0]  out_info_kind_next;
    reg  [2:0]  out_info_routing_next;
    reg  [2:0]  out_info_header_dw_next;
    reg  [10:0] out_info_payload_dw_next;
    reg  [11:0] out_info_total_dw_next;
    reg  [63:0] out_beat_data;
    reg  [7:0]  out_beat_keep;
    reg         out_beat_last;
    reg         out_beat_error;
    reg  [4:0]  out_info_kind;
    reg  [2:0]  out_info_routing;
    reg  [2:0]  out_info_header_dw;
    reg  [10:0] out_info_payload_dw;
    reg  [11:0] out_info_total_dw;
    reg         may_pass_next;
    reg         may_pass;
    reg         has_ended_next;
    reg         has_ended;
    wire [31:0] first;
    wire [4:0]  type_field;
    wire [1:0]  size;
    wire        data;
    wire        same_type;
    wire        same_size;
    wire        same_data;
    wire [31:0] matching;
    wire        same_type_2;
    wire        same_size_2;
    wire        same_data_2;
    wire [31:0] matching_2;
    wire        same_type_3;
    wire        same_size_3;
    wire        same_data_3;
    wire [31:0] matching_3;
    wire        same_type_4;
    wire        same_size_4;
    wire        same_data_4;
    wire [31:0] matching_4;
    wire        same_type_5;
    wire        same_size_5;
    wire        same_data_5;
    wire [31:0] matching_5;
    wire        same_type_6;
    wire        same_size_6;
    wire        same_data_6;
    wire [31:0] matching_6;
    wire        same_type_7;
    wire        same_size_7;
    wire        same_data_7;
    wire [31:0] matching_7;
    wire        same_type_8;
    wire        same_size_8;
    wire        same_data_8;
    wire [31:0] matching_8;
    wire        same_type_9;
    wire        same_size_9;
    wire        same_data_9;
    wire [31:0] matching_9;
    wire        same_type_10;
    wire        same_size_10;
    wire        same_data_10;
    wire [31:0] matching_10;
    wire        same_type_11;
    wire        same_size_11;
    wire        same_data_11;
    wire [31:0] matching_11;
    wire        same_type_12;
    wire        same_size_12;
    wire        same_data_12;
    wire [31:0] matching_12;
    wire        same_type_13;
    wire        same_size_13;
    wire        same_data_13;
    wire [31:0] matching_13;
    wire        same_type_14;
    wire        same_size_14;
    wire        same_data_14;
    wire [31:0] matching_14;
    wire        same_type_15;
    wire        same_size_15;
    wire        same_data_15;
    wire [31:0] matching_15;
    wire        same_type_16;
    wire        same_size_16;
    wire        same_data_16;
    wire [31:0] matching_16;
    wire        same_type_17;
    wire        same_size_17;
    wire        same_data_17;
    wire [31:0] matching_17;
    wire        same_type_18;
    wire        same_size_18;
    wire        same_data_18;
    wire [31:0] matching_18;
    wire [4:0]  type_field_2;
    wire [1:0]  size_2;
    wire        data_2;
    wire        same_type_19;
    wire        same_size_19;
    wire        same_data_19;
    wire [31:0] matching_19;
    wire        same_type_20;
    wire        same_size_20;
    wire        same_data_20;
    wire [31:0] matching_20;
    wire        same_type_21;
    wire        same_size_21;
    wire        same_data_21;
    wire [31:0] matching_21;
    wire        same_type_22;
    wire        same_size_22;
    wire        same_data_22;
    wire [31:0] matching_22;
    wire        same_type_23;
    wire        same_size_23;
    wire        same_data_23;
    wire [31:0] matching_23;
    wire        same_type_24;
    wire        same_size_24;
    wire        same_data_24;
    wire [31:0] matching_24;
    wire        same_type_25;
    wire        same_size_25;
    wire        same_data_25;
    wire [31:0] matching_25;
    wire        same_type_26;
    wire        same_size_26;
    wire        same_data_26;
    wire [31:0] matching_26;
    wire        same_type_27;
    wire        same_size_27;
    wire        same_data_27;
    wire [31:0] matching_27;
    wire        same_type_28;
    wire        same_size_28;
    wire        same_data_28;
    wire [31:0] matching_28;
    wire        same_type_29;
    wire        same_size_29;
    wire        same_data_29;
    wire [31:0] matching_29;
    wire        same_type_30;
    wire        same_size_30;
    wire        same_data_30;
    wire [31:0] matching_30;
    wire        same_type_31;
    wire        same_size_31;
    wire        same_data_31;
    wire [31:0] matching_31;
    wire        same_type_32;
    wire        same_size_32;
    wire        same_data_32;
    wire [31:0] matching_32;
    wire        same_type_33;
    wire        same_size_33;
    wire        same_data_33;
    wire [31:0] matching_33;
    wire        same_type_34;
    wire        same_size_34;
    wire        same_data_34;
    wire [31:0] matching_34;
    wire        same_type_35;
    wire        same_size_35;
    wire        same_data_35;
    wire [31:0] matching_35;
    wire        same_type_36;
    wire        same_size_36;
    wire        same_data_36;
    wire [31:0] matching_36;
    wire [10:0] limit;
    wire [9:0]  length;
    wire [10:0] words;
    wire [4:0]  type_field_3;
    wire [1:0]  size_3;
    wire        data_3;
    wire        same_type_37;
    wire        same_size_37;
    wire        same_data_37;
    wire [31:0] matching_37;
    wire        same_type_38;
    wire        same_size_38;
    wire        same_data_38;
    wire [31:0] matching_38;
    wire        same_type_39;
    wire        same_size_39;
    wire        same_data_39;
    wire [31:0] matching_39;
    wire        same_type_40;
    wire        same_size_40;
    wire        same_data_40;
    wire [31:0] matching_40;
    wire        same_type_41;
    wire        same_size_41;
    wire        same_data_41;
    wire [31:0] matching_41;
    wire        same_type_42;
    wire        same_size_42;
    wire        same_data_42;
    wire [31:0] matching_42;
    wire        same_type_43;
    wire        same_size_43;
    wire        same_data_43;
    wire [31:0] matching_43;
    wire        same_type_44;
    wire        same_size_44;
    wire        same_data_44;
    wire [31:0] matching_44;
    wire        same_type_45;
    wire        same_size_45;
    wire        same_data_45;
    wire [31:0] matching_45;
    wire        same_type_46;
    wire        same_size_46;
    wire        same_data_46;
    wire [31:0] matching_46;
    wire        same_type_47;
    wire        same_size_47;
    wire        same_data_47;
    wire [31:0] matching_47;
    wire        same_type_48;
    wire        same_size_48;
    wire        same_data_48;
    wire [31:0] matching_48;
    wire        same_type_49;
    wire        same_size_49;
    wire        same_data_49;
    wire [31:0] matching_49;
    wire        same_type_50;
    wire        same_size_50;
    wire        same_data_50;
    wire [31:0] matching_50;
    wire        same_type_51;
    wire        same_size_51;
    wire        same_data_51;
    wire [31:0] matching_51;
    wire        same_type_52;
    wire        same_size_52;
    wire        same_data_52;
    wire [31:0] matching_52;
    wire        same_type_53;
    wire        same_size_53;
    wire        same_data_53;
    wire [31:0] matching_53;
    wire        same_type_54;
    wire        same_size_54;
    wire        same_data_54;
    wire [31:0] matching_54;
    wire [4:0]  kind;
    wire [4:0]  kind_2;
    wire [4:0]  kind_3;
    wire [4:0]  kind_4;
    wire [4:0]  kind_5;
    wire [4:0]  kind_6;
    wire [4:0]  kind_7;
    wire [4:0]  kind_8;
    wire [4:0]  kind_9;
    wire [4:0]  kind_10;
    wire [4:0]  kind_11;
    wire [4:0]  kind_12;
    wire [4:0]  kind_13;
    wire [4:0]  kind_14;
    wire [4:0]  kind_15;
    wire [4:0]  kind_16;
    wire [4:0]  kind_17;
    wire [4:0]  kind_18;
    wire [4:0]  kind_19;
    wire [4:0]  kind_20;
    wire [4:0]  kind_21;
    wire [4:0]  kind_22;
    wire [4:0]  kind_23;
    wire [4:0]  kind_24;
    wire [4:0]  kind_25;
    wire [4:0]  kind_26;
    wire [4:0]  kind_27;
    wire [4:0]  kind_28;
    wire [4:0]  kind_29;
    wire [4:0]  kind_30;
    wire [4:0]  kind_31;
    wire [4:0]  kind_32;
    wire [4:0]  kind_33;
    wire [4:0]  kind_34;
    wire [4:0]  kind_35;
    wire [4:0]  kind_36;
    wire [9:0]  length_2;
    wire [10:0] words_2;
    wire [2:0]  besides;
    wire [9:0]  length_3;
    wire [10:0] words_3;
    wire [15:0] id;
    wire [1:0]  windows_2;
    wire [1:0]  windows_3;
    wire        is_data;
    wire [1:0]  matches_2;
    wire [1:0]  matches_3;
    wire [31:0] high;
    wire [1:0]  matches_4;
    wire [1:0]  matches_5;
    wire [15:0] ethertype;
    wire [3:0]  kind_37;
    wire [3:0]  version;
    wire [11:0] length_4;
    wire        data_frame;
    wire        keep_alive_frame;
    wire        known;
    wire [15:0] receiver_tag_2;
    wire [15:0] sender_tag;
    wire        connected_2;
    wire        is_default_2;
    wire [15:0] receiver_tag_3;
    wire [15:0] sender_tag_2;
    wire        connected_3;
    wire        is_default_3;
    wire [15:0] receiver_tag_4;
    wire [15:0] sender_tag_3;
    wire        connected_4;
    wire        is_default_4;
    wire [15:0] receiver_tag_5;
    wire [15:0] sender_tag_4;
    wire        connected_5;
    wire        is_default_5;
    wire        faults_wrong_source_2;
    wire        faults_wrong_type_2;
    wire        faults_wrong_peer_2;
    wire        right_length;
    wire        right_length_2;
    wire        right_length_3;
    wire        right_length_4;
    wire        faults_malformed_2;
    wire [39:0] stamps;
    wire [15:0] sender_tag_5;
    wire        of_connection;
    wire        faults_wrong_connection_2;
    wire        too_short;
    wire [11:0] sum;
    wire        last_word;
    wire        last_words;
    wire        in_area;
    wire        is_padded;
    wire        too_short_2;
    wire        too_long;
    wire        walks;
    wire        final_beat;
    wire        half_beat;
    wire        faults_malformed_3;
    wire        faults_malformed_4;
    wire        faults_malformed_5;
    wire        faults_malformed_6;
    wire [7:0]  role;
    wire        faults_malformed_7;
    wire        faults_wrong_connection_3;
    wire        faults_wrong_peer_3;
    wire        faults_wrong_source_3;
    wire        faults_wrong_type_3;
    wire        faults_error_2;
    wire        too_short_3;
    wire        too_long_2;
    wire        listening_2;
    wire        faults_malformed_8;
    wire        faults_error_3;
    wire        faults_malformed_9;
    wire        faults_error_4;
    wire        faults_malformed_10;
    wire        faults_wrong_connection_4;
    wire        faults_wrong_peer_4;
    wire        faults_wrong_source_4;
    wire        faults_wrong_type_4;
    wire        faults_error_5;
    wire        listening_3;
    wire        faults_error_6;
    wire        of_us;
    wire        of_connection_2;
    wire        good;
    wire        counted;
    wire        is_duplicate;

    assign first = frame_data[31:0];
    assign type_field = first[4:0];
    assign size = first[5] ? 2'd2 : 2'd1;
    assign data = first[6];
    assign same_type = (type_field & 5'd31) == 5'd0;
    assign same_size = |(size & 2'd3);
    assign same_data = data == 1'd0;
    assign matching = {31'd0, same_type & same_size & same_data};
    assign same_type_2 = (type_field & 5'd31) == 5'd1;
    assign same_size_2 = |(size & 2'd3);
    assign same_data_2 = data == 1'd0;
    assign matching_2 = {matching[31:2], same_type_2 & same_size_2 & same_data_2, matching[0]};
    assign same_type_3 = (type_field & 5'd31) == 5'd0;
    assign same_size_3 = |(size & 2'd3);
    assign same_data_3 = data == 1'd1;
    assign matching_3 = {
        matching_2[31:3],
        same_type_3 & same_size_3 & same_data_3,
        matching_2[1:0]
    };
    assign same_type_4 = (type_field & 5'd31) == 5'd2;
    assign same_size_4 = |(size & 2'd1);
    assign same_data_4 = data == 1'd0;
    assign matching_4 = {
        matching_3[31:4],
        same_type_4 & same_size_4 & same_data_4,
        matching_3[2:0]
    };
    assign same_type_5 = (type_field & 5'd31) == 5'd2;
    assign same_size_5 = |(size & 2'd1);
    assign same_data_5 = data == 1'd1;
    assign matching_5 = {
        matching_4[31:5],
        same_type_5 & same_size_5 & same_data_5,
        matching_4[3:0]
    };
    assign same_type_6 = (type_field & 5'd31) == 5'd4;
    assign same_size_6 = |(size & 2'd1);
    assign same_data_6 = data == 1'd0;
    assign matching_6 = {
        matching_5[31:6],
        same_type_6 & same_size_6 & same_data_6,
        matching_5[4:0]
    };
    assign same_type_7 = (type_field & 5'd31) == 5'd4;
    assign same_size_7 = |(size & 2'd1);
    assign same_data_7 = data == 1'd1;
    assign matching_7 = {
        matching_6[31:7],
        same_type_7 & same_size_7 & same_data_7,
        matching_6[5:0]
    };
    assign same_type_8 = (type_field & 5'd31) == 5'd5;
    assign same_size_8 = |(size & 2'd1);
    assign same_data_8 = data == 1'd0;
    assign matching_8 = {
        matching_7[31:8],
        same_type_8 & same_size_8 & same_data_8,
        matching_7[6:0]
    };
    assign same_type_9 = (type_field & 5'd31) == 5'd5;
    assign same_size_9 = |(size & 2'd1);
    assign same_data_9 = data == 1'd1;
    assign matching_9 = {
        matching_8[31:9],
        same_type_9 & same_size_9 & same_data_9,
        matching_8[7:0]
    };
    assign same_type_10 = (type_field & 5'd24) == 5'd16;
    assign same_size_10 = |(size & 2'd2);
    assign same_data_10 = data == 1'd0;
    assign matching_10 = {
        matching_9[31:10],
        same_type_10 & same_size_10 & same_data_10,
        matching_9[8:0]
    };
    assign same_type_11 = (type_field & 5'd24) == 5'd16;
    assign same_size_11 = |(size & 2'd2);
    assign same_data_11 = data == 1'd1;
    assign matching_11 = {
        matching_10[31:11],
        same_type_11 & same_size_11 & same_data_11,
        matching_10[9:0]
    };
    assign same_type_12 = (type_field & 5'd31) == 5'd10;
    assign same_size_12 = |(size & 2'd1);
    assign same_data_12 = data == 1'd0;
    assign matching_12 = {
        matching_11[31:12],
        same_type_12 & same_size_12 & same_data_12,
        matching_11[10:0]
    };
    assign same_type_13 = (type_field & 5'd31) == 5'd10;
    assign same_size_13 = |(size & 2'd1);
    assign same_data_13 = data == 1'd1;
    assign matching_13 = {
        matching_12[31:13],
        same_type_13 & same_size_13 & same_data_13,
        matching_12[11:0]
    };
    assign same_type_14 = (type_field & 5'd31) == 5'd11;
    assign same_size_14 = |(size & 2'd1);
    assign same_data_14 = data == 1'd0;
    assign matching_14 = {
        matching_13[31:14],
        same_type_14 & same_size_14 & same_data_14,
        matching_13[12:0]
    };
    assign same_type_15 = (type_field & 5'd31) == 5'd11;
    assign same_size_15 = |(size & 2'd1);
    assign same_data_15 = data == 1'd1;
    assign matching_15 = {
        matching_14[31:15],
        same_type_15 & same_size_15 & same_data_15,
        matching_14[13:0]
    };
    assign same_type_16 = (type_field & 5'd31) == 5'd12;
    assign same_size_16 = |(size & 2'd3);
    assign same_data_16 = data == 1'd1;
    assign matching_16 = {
        matching_15[31:16],
        same_type_16 & same_size_16 & same_data_16,
        matching_15[14:0]
    };
    assign same_type_17 = (type_field & 5'd31) == 5'd13;
    assign same_size_17 = |(size & 2'd3);
    assign same_data_17 = data == 1'd1;
    assign matching_17 = {
        matching_16[31:17],
        same_type_17 & same_size_17 & same_data_17,
        matching_16[15:0]
    };
    assign same_type_18 = (type_field & 5'd31) == 5'd14;
    assign same_size_18 = |(size & 2'd3);
    assign same_data_18 = data == 1'd1;
    assign matching_18 = {
        matching_17[31:18],
        same_type_18 & same_size_18 & same_data_18,
        matching_17[16:0]
    };
    assign type_field_2 = first[4:0];
    assign size_2 = first[5] ? 2'd2 : 2'd1;
    assign data_2 = first[6];
    assign same_type_19 = (type_field_2 & 5'd31) == 5'd0;
    assign same_size_19 = |(size_2 & 2'd3);
    assign same_data_19 = data_2 == 1'd0;
    assign matching_19 = {31'd0, same_type_19 & same_size_19 & same_data_19};
    assign same_type_20 = (type_field_2 & 5'd31) == 5'd1;
    assign same_size_20 = |(size_2 & 2'd3);
    assign same_data_20 = data_2 == 1'd0;
    assign matching_20 = {
        matching_19[31:2],
        same_type_20 & same_size_20 & same_data_20,
        matching_19[0]
    };
    assign same_type_21 = (type_field_2 & 5'd31) == 5'd0;
    assign same_size_21 = |(size_2 & 2'd3);
    assign same_data_21 = data_2 == 1'd1;
    assign matching_21 = {
        matching_20[31:3],
        same_type_21 & same_size_21 & same_data_21,
        matching_20[1:0]
    };
    assign same_type_22 = (type_field_2 & 5'd31) == 5'd2;
    assign same_size_22 = |(size_2 & 2'd1);
    assign same_data_22 = data_2 == 1'd0;
    assign matching_22 = {
        matching_21[31:4],
        same_type_22 & same_size_22 & same_data_22,
        matching_21[2:0]
    };
    assign same_type_23 = (type_field_2 & 5'd31) == 5'd2;
    assign same_size_23 = |(size_2 & 2'd1);
    assign same_data_23 = data_2 == 1'd1;
    assign matching_23 = {
        matching_22[31:5],
        same_type_23 & same_size_23 & same_data_23,
        matching_22[3:0]
    };
    assign same_type_24 = (type_field_2 & 5'd31) == 5'd4;
    assign same_size_24 = |(size_2 & 2'd1);
    assign same_data_24 = data_2 == 1'd0;
    assign matching_24 = {
        matching_23[31:6],
        same_type_24 & same_size_24 & same_data_24,
        matching_23[4:0]
    };
    assign same_type_25 = (type_field_2 & 5'd31) == 5'd4;
    assign same_size_25 = |(size_2 & 2'd1);
    assign same_data_25 = data_2 == 1'd1;
    assign matching_25 = {
        matching_24[31:7],
        same_type_25 & same_size_25 & same_data_25,
        matching_24[5:0]
    };
    assign same_type_26 = (type_field_2 & 5'd31) == 5'd5;
    assign same_size_26 = |(size_2 & 2'd1);
    assign same_data_26 = data_2 == 1'd0;
    assign matching_26 = {
        matching_25[31:8],
        same_type_26 & same_size_26 & same_data_26,
        matching_25[6:0]
    };
    assign same_type_27 = (type_field_2 & 5'd31) == 5'd5;
    assign same_size_27 = |(size_2 & 2'd1);
    assign same_data_27 = data_2 == 1'd1;
    assign matching_27 = {
        matching_26[31:9],
        same_type_27 & same_size_27 & same_data_27,
        matching_26[7:0]
    };
    assign same_type_28 = (type_field_2 & 5'd24) == 5'd16;
    assign same_size_28 = |(size_2 & 2'd2);
    assign same_data_28 = data_2 == 1'd0;
    assign matching_28 = {
        matching_27[31:10],
        same_type_28 & same_size_28 & same_data_28,
        matching_27[8:0]
    };
    assign same_type_29 = (type_field_2 & 5'd24) == 5'd16;
    assign same_size_29 = |(size_2 & 2'd2);
    assign same_data_29 = data_2 == 1'd1;
    assign matching_29 = {
        matching_28[31:11],
        same_type_29 & same_size_29 & same_data_29,
        matching_28[9:0]
    };
    assign same_type_30 = (type_field_2 & 5'd31) == 5'd10;
    assign same_size_30 = |(size_2 & 2'd1);
    assign same_data_30 = data_2 == 1'd0;
    assign matching_30 = {
        matching_29[31:12],
        same_type_30 & same_size_30 & same_data_30,
        matching_29[10:0]
    };
    assign same_type_31 = (type_field_2 & 5'd31) == 5'd10;
    assign same_size_31 = |(size_2 & 2'd1);
    assign same_data_31 = data_2 == 1'd1;
    assign matching_31 = {
        matching_30[31:13],
        same_type_31 & same_size_31 & same_data_31,
        matching_30[11:0]
    };
    assign same_type_32 = (type_field_2 & 5'd31) == 5'd11;
    assign same_size_32 = |(size_2 & 2'd1);
    assign same_data_32 = data_2 == 1'd0;
    assign matching_32 = {
        matching_31[31:14],
        same_type_32 & same_size_32 & same_data_32,
        matching_31[12:0]
    };
    assign same_type_33 = (type_field_2 & 5'd31) == 5'd11;
    assign same_size_33 = |(size_2 & 2'd1);
    assign same_data_33 = data_2 == 1'd1;
    assign matching_33 = {
        matching_32[31:15],
        same_type_33 & same_size_33 & same_data_33,
        matching_32[13:0]
    };
    assign same_type_34 = (type_field_2 & 5'd31) == 5'd12;
    assign same_size_34 = |(size_2 & 2'd3);
    assign same_data_34 = data_2 == 1'd1;
    assign matching_34 = {
        matching_33[31:16],
        same_type_34 & same_size_34 & same_data_34,
        matching_33[14:0]
    };
    assign same_type_35 = (type_field_2 & 5'd31) == 5'd13;
    assign same_size_35 = |(size_2 & 2'd3);
    assign same_data_35 = data_2 == 1'd1;
    assign matching_35 = {
        matching_34[31:17],
        same_type_35 & same_size_35 & same_data_35,
        matching_34[15:0]
    };
    assign same_type_36 = (type_field_2 & 5'd31) == 5'd14;
    assign same_size_36 = |(size_2 & 2'd3);
    assign same_data_36 = data_2 == 1'd1;
    assign matching_36 = {
        matching_35[31:18],
        same_type_36 & same_size_36 & same_data_36,
        matching_35[16:0]
    };
    assign limit = (|(matching_36 & 32'h381fb)) ? 11'd8 : 11'h80;
    assign length = {first[17:16], first[31:24]};
    assign words = {~(|length), length};
    assign type_field_3 = first[4:0];
    assign size_3 = first[5] ? 2'd2 : 2'd1;
    assign data_3 = first[6];
    assign same_type_37 = (type_field_3 & 5'd31) == 5'd0;
    assign same_size_37 = |(size_3 & 2'd3);
    assign same_data_37 = data_3 == 1'd0;
    assign matching_37 = {31'd0, same_type_37 & same_size_37 & same_data_37};
    assign same_type_38 = (type_field_3 & 5'd31) == 5'd1;
    assign same_size_38 = |(size_3 & 2'd3);
    assign same_data_38 = data_3 == 1'd0;
    assign matching_38 = {
        matching_37[31:2],
        same_type_38 & same_size_38 & same_data_38,
        matching_37[0]
    };
    assign same_type_39 = (type_field_3 & 5'd31) == 5'd0;
    assign same_size_39 = |(size_3 & 2'd3);
    assign same_data_39 = data_3 == 1'd1;
    assign matching_39 = {
        matching_38[31:3],
        same_type_39 & same_size_39 & same_data_39,
        matching_38[1:0]
    };
    assign same_type_40 = (type_field_3 & 5'd31) == 5'd2;
    assign same_size_40 = |(size_3 & 2'd1);
    assign same_data_40 = data_3 == 1'd0;
    assign matching_40 = {
        matching_39[31:4],
        same_type_40 & same_size_40 & same_data_40,
        matching_39[2:0]
    };
    assign same_type_41 = (type_field_3 & 5'd31) == 5'd2;
    assign same_size_41 = |(size_3 & 2'd1);
    assign same_data_41 = data_3 == 1'd1;
    assign matching_41 = {
        matching_40[31:5],
        same_type_41 & same_size_41 & same_data_41,
        matching_40[3:0]
    };
    assign same_type_42 = (type_field_3 & 5'd31) == 5'd4;
    assign same_size_42 = |(size_3 & 2'd1);
    assign same_data_42 = data_3 == 1'd0;
    assign matching_42 = {
        matching_41[31:6],
        same_type_42 & same_size_42 & same_data_42,
        matching_41[4:0]
    };
    assign same_type_43 = (type_field_3 & 5'd31) == 5'd4;
    assign same_size_43 = |(size_3 & 2'd1);
    assign same_data_43 = data_3 == 1'd1;
    assign matching_43 = {
        matching_42[31:7],
        same_type_43 & same_size_43 & same_data_43,
        matching_42[5:0]
    };
    assign same_type_44 = (type_field_3 & 5'd31) == 5'd5;
    assign same_size_44 = |(size_3 & 2'd1);
    assign same_data_44 = data_3 == 1'd0;
    assign matching_44 = {
        matching_43[31:8],
        same_type_44 & same_size_44 & same_data_44,
        matching_43[6:0]
    };
    assign same_type_45 = (type_field_3 & 5'd31) == 5'd5;
    assign same_size_45 = |(size_3 & 2'd1);
    assign same_data_45 = data_3 == 1'd1;
    assign matching_45 = {
        matching_44[31:9],
        same_type_45 & same_size_45 & same_data_45,
        matching_44[7:0]
    };
    assign same_type_46 = (type_field_3 & 5'd24) == 5'd16;
    assign same_size_46 = |(size_3 & 2'd2);
    assign same_data_46 = data_3 == 1'd0;
    assign matching_46 = {
        matching_45[31:10],
        same_type_46 & same_size_46 & same_data_46,
        matching_45[8:0]
    };
    assign same_type_47 = (type_field_3 & 5'd24) == 5'd16;
    assign same_size_47 = |(size_3 & 2'd2);
    assign same_data_47 = data_3 == 1'd1;
    assign matching_47 = {
        matching_46[31:11],
        same_type_47 & same_size_47 & same_data_47,
        matching_46[9:0]
    };
    assign same_type_48 = (type_field_3 & 5'd31) == 5'd10;
    assign same_size_48 = |(size_3 & 2'd1);
    assign same_data_48 = data_3 == 1'd0;
    assign matching_48 = {
        matching_47[31:12],
        same_type_48 & same_size_48 & same_data_48,
        matching_47[10:0]
    };
    assign same_type_49 = (type_field_3 & 5'd31) == 5'd10;
    assign same_size_49 = |(size_3 & 2'd1);
    assign same_data_49 = data_3 == 1'd1;
    assign matching_49 = {
        matching_48[31:13],
        same_type_49 & same_size_49 & same_data_49,
        matching_48[11:0]
    };
    assign same_type_50 = (type_field_3 & 5'd31) == 5'd11;
    assign same_size_50 = |(size_3 & 2'd1);
    assign same_data_50 = data_3 == 1'd0;
    assign matching_50 = {
        matching_49[31:14],
        same_type_50 & same_size_50 & same_data_50,
        matching_49[12:0]
    };
    assign same_type_51 = (type_field_3 & 5'd31) == 5'd11;
    assign same_size_51 = |(size_3 & 2'd1);
    assign same_data_51 = data_3 == 1'd1;
    assign matching_51 = {
        matching_50[31:15],
        same_type_51 & same_size_51 & same_data_51,
        matching_50[13:0]
    };
    assign same_type_52 = (type_field_3 & 5'd31) == 5'd12;
    assign same_size_52 = |(size_3 & 2'd3);
    assign same_data_52 = data_3 == 1'd1;
    assign matching_52 = {
        matching_51[31:16],
        same_type_52 & same_size_52 & same_data_52,
        matching_51[14:0]
    };
    assign same_type_53 = (type_field_3 & 5'd31) == 5'd13;
    assign same_size_53 = |(size_3 & 2'd3);
    assign same_data_53 = data_3 == 1'd1;
    assign matching_53 = {
        matching_52[31:17],
        same_type_53 & same_size_53 & same_data_53,
        matching_52[15:0]
    };
    assign same_type_54 = (type_field_3 & 5'd31) == 5'd14;
    assign same_size_54 = |(size_3 & 2'd3);
    assign same_data_54 = data_3 == 1'd1;
    assign matching_54 = {
        matching_53[31:18],
        same_type_54 & same_size_54 & same_data_54,
        matching_53[16:0]
    };
    assign kind = 5'd0 | 5'd0;
    assign kind_2 = matching_54[0] ? kind : 5'd0;
    assign kind_3 = kind_2 | 5'd1;
    assign kind_4 = matching_54[1] ? kind_3 : kind_2;
    assign kind_5 = kind_4 | 5'd2;
    assign kind_6 = matching_54[2] ? kind_5 : kind_4;
    assign kind_7 = kind_6 | 5'd3;
    assign kind_8 = matching_54[3] ? kind_7 : kind_6;
    assign kind_9 = kind_8 | 5'd4;
    assign kind_10 = matching_54[4] ? kind_9 : kind_8;
    assign kind_11 = kind_10 | 5'd5;
    assign kind_12 = matching_54[5] ? kind_11 : kind_10;
    assign kind_13 = kind_12 | 5'd6;
    assign kind_14 = matching_54[6] ? kind_13 : kind_12;
    assign kind_15 = kind_14 | 5'd7;
    assign kind_16 = matching_54[7] ? kind_15 : kind_14;
    assign kind_17 = kind_16 | 5'd8;
    assign kind_18 = matching_54[8] ? kind_17 : kind_16;
    assign kind_19 = kind_18 | 5'd9;
    assign kind_20 = matching_54[9] ? kind_19 : kind_18;
    assign kind_21 = kind_20 | 5'd10;
    assign kind_22 = matching_54[10] ? kind_21 : kind_20;
    assign kind_23 = kind_22 | 5'd11;
    assign kind_24 = matching_54[11] ? kind_23 : kind_22;
    assign kind_25 = kind_24 | 5'd12;
    assign kind_26 = matching_54[12] ? kind_25 : kind_24;
    assign kind_27 = kind_26 | 5'd13;
    assign kind_28 = matching_54[13] ? kind_27 : kind_26;
    assign kind_29 = kind_28 | 5'd14;
    assign kind_30 = matching_54[14] ? kind_29 : kind_28;
    assign kind_31 = kind_30 | 5'd15;
    assign kind_32 = matching_54[15] ? kind_31 : kind_30;
    assign kind_33 = kind_32 | 5'd16;
    assign kind_34 = matching_54[16] ? kind_33 : kind_32;
    assign kind_35 = kind_34 | 5'd17;
    assign kind_36 = matching_54[17] ? kind_35 : kind_34;
    assign length_2 = {first[17:16], first[31:24]};
    assign words_2 = {~(|length_2), length_2};
    assign besides = (first[5] ? 3'd4 : 3'd3) + {2'd0, first[23]};
    assign length_3 = {first[17:16], first[31:24]};
    assign words_3 = {~(|length_3), length_3};
    assign id = {frame_data[39:32], frame_data[47:40]};
    assign windows_2 = {1'd0, (peers_0_id_low <= id) & (id <= peers_0_id_high)};
    assign windows_3 = {(peers_1_id_low <= id) & (id <= peers_1_id_high), windows_2[0]};
    assign is_data = fields_kind == 4'd1;
    assign matches_2 = {1'd0, peers_0_valid & (peers_0_mac[15:0] == newest_data[63:48])};
    assign matches_3 = {
        peers_1_valid & (peers_1_mac[15:0] == newest_data[63:48]),
        matches_2[0]
    };
    assign high = newest_data[31:0];
    assign matches_4 = {1'd0, low_matches[0] & (peers_0_mac[47:16] == high)};
    assign matches_5 = {low_matches[1] & (peers_1_mac[47:16] == high), matches_4[0]};
    assign ethertype = {newest_data[7:0], newest_data[15:8]};
    assign kind_37 = newest_data[19:16];
    assign version = newest_data[23:20];
    assign length_4 = {newest_data[27:24], newest_data[39:32]};
    assign data_frame = kind_37 == 4'd1;
    assign keep_alive_frame = kind_37 == 4'd5;
    assign known =
        data_frame
        | keep_alive_frame
        | (kind_37 == 4'd2)
        | (kind_37 == 4'd3)
        | (kind_37 == 4'd4);
    assign receiver_tag_2 = 16'd0 | peers_0_own_tag;
    assign sender_tag = 16'd0 | peers_0_peer_tag;
    assign connected_2 = 1'd0 | peers_0_connected;
    assign is_default_2 = 1'd0 | peers_0_is_default;
    assign receiver_tag_3 = sender[0] ? receiver_tag_2 : 16'd0;
    assign sender_tag_2 = sender[0] ? sender_tag : 16'd0;
    assign connected_3 = sender[0] ? connected_2 : 1'd0;
    assign is_default_3 = sender[0] ? is_default_2 : 1'd0;
    assign receiver_tag_4 = receiver_tag_3 | peers_1_own_tag;
    assign sender_tag_3 = sender_tag_2 | peers_1_peer_tag;
    assign connected_4 = connected_3 | peers_1_connected;
    assign is_default_4 = is_default_3 | peers_1_is_default;
    assign receiver_tag_5 = sender[1] ? receiver_tag_4 : receiver_tag_3;
    assign sender_tag_4 = sender[1] ? sender_tag_3 : sender_tag_2;
    assign connected_5 = sender[1] ? connected_4 : connected_3;
    assign is_default_5 = sender[1] ? is_default_4 : is_default_3;
    assign faults_wrong_source_2 = source[0] | ~(|source) | (source == settings_local_mac);
    assign faults_wrong_type_2 = (ethertype != settings_ethertype) | (version != 4'd3) | ~known;
    assign faults_wrong_peer_2 = keep_alive_frame ? ~is_broadcast : (~is_ours | ~(|sender));
    assign right_length = (|length_4) == data_frame;
    assign right_length_2 = length_4 == 12'd4;
    assign right_length_3 = keep_alive_frame ? right_length_2 : right_length;
    assign right_length_4 = (kind_37 == 4'd3) ? 1'd1 : right_length_3;
    assign faults_malformed_2 = ~right_length_4;
    assign stamps = newest_data[63:24];
    assign sender_tag_5 = {newest_data[7:0], newest_data[15:8]};
    assign of_connection = is_data | (fields_kind == 4'd2);
    assign faults_wrong_connection_2 =
        of_connection
        & (~is_received | (sender_tag_5 != due_sender_tag));
    assign too_short = ~(&newest_keep) | (|words_left);
    assign sum = words_left + 12'd1;
    assign last_word = words_left == 12'd1;
    assign last_words = words_left == 12'd2;
    assign in_area = |words_left;
    assign is_padded = ~in_area | (last_word & newest_keep[4]);
    assign too_short_2 =
        (words_left > 12'd2)
        | (last_words & ~newest_keep[7])
        | (last_word & ~newest_keep[3]);
    assign too_long = is_padded & (area_beats == 3'd3);
    assign walks = in_area & is_data & ~faults_malformed;
    assign final_beat = tlp_left <= 12'd2;
    assign half_beat = tlp_left == 12'd1;
    assign faults_malformed_3 = final_beat & half_beat & last_words;
    assign faults_malformed_4 = ~is_tlp | (info_total_dw > words_left);
    assign faults_malformed_5 = in_tlp ? faults_malformed_3 : faults_malformed_4;
    assign faults_malformed_6 = walks ? faults_malformed_5 : faults_malformed;
    assign role = newest_data[7:0];
    assign faults_malformed_7 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? faults_malformed :
        (state == STATE_CONTROL) ? faults_malformed_2 :
        (state == STATE_NUMBERS) ? faults_malformed :
        (state == STATE_STAMPS) ? faults_malformed :
        faults_malformed_6;
    assign faults_wrong_connection_3 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? faults_wrong_connection :
        (state == STATE_CONTROL) ? faults_wrong_connection :
        (state == STATE_NUMBERS) ? faults_wrong_connection :
        (state == STATE_STAMPS) ? faults_wrong_connection_2 :
        faults_wrong_connection;
    assign faults_wrong_peer_3 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? faults_wrong_peer :
        (state == STATE_CONTROL) ? faults_wrong_peer_2 :
        faults_wrong_peer;
    assign faults_wrong_source_3 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? faults_wrong_source :
        (state == STATE_CONTROL) ? faults_wrong_source_2 :
        faults_wrong_source;
    assign faults_wrong_type_3 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? faults_wrong_type :
        (state == STATE_CONTROL) ? faults_wrong_type_2 :
        faults_wrong_type;
    assign faults_error_2 = (state == STATE_DESTINATION) ? 1'd0 : faults_error;
    assign too_short_3 =
        (state == STATE_DESTINATION) ? 1'd1 :
        (state == STATE_SOURCE) ? 1'd1 :
        (state == STATE_CONTROL) ? 1'd1 :
        (state == STATE_NUMBERS) ? 1'd1 :
        (state == STATE_STAMPS) ? too_short :
        too_short_2;
    assign too_long_2 =
        (state == STATE_DESTINATION) ? 1'd0 :
        (state == STATE_SOURCE) ? 1'd0 :
        (state == STATE_CONTROL) ? 1'd0 :
        (state == STATE_NUMBERS) ? 1'd0 :
        (state == STATE_STAMPS) ? 1'd0 :
        too_long;
    assign listening_2 = (state == STATE_DESTINATION) ? settings_enable : listening;
    assign faults_malformed_8 = faults_malformed_7 | too_short_3 | too_long_2;
    assign faults_error_3 = faults_error_2 | newest_error;
    assign faults_malformed_9 = newest_last ? faults_malformed_8 : faults_malformed_7;
    assign faults_error_4 = newest_last ? faults_error_3 : faults_error_2;
    assign faults_malformed_10 = came ? faults_malformed_9 : faults_malformed;
    assign faults_wrong_connection_4 =
        came ? faults_wrong_connection_3 :
        faults_wrong_connection;
    assign faults_wrong_peer_4 = came ? faults_wrong_peer_3 : faults_wrong_peer;
    assign faults_wrong_source_4 = came ? faults_wrong_source_3 : faults_wrong_source;
    assign faults_wrong_type_4 = came ? faults_wrong_type_3 : faults_wrong_type;
    assign faults_error_5 = came ? faults_error_4 : faults_error;
    assign listening_3 = came ? listening_2 : listening;
    assign faults_error_6 = faults_error_5 | ~settings_enable;
    assign of_us = ~faults_wrong_type & ~faults_wrong_source & ~faults_wrong_peer;
    assign of_connection_2 = of_us & ~faults_wrong_connection;
    assign good = ~faults_error & of_connection_2 & ~faults_malformed;
    assign counted = has_ended & ~faults_error;
    assign is_duplicate = counted & (|(matched & ~sender));
    assign start_valid = begins;
    assign start_sequence = started_sequence;
    assign start_beats = started_beats;
    assign from = sender;
    assign tlp_valid = out_valid;
    assign tlp_beat_data = out_beat_data;
    assign tlp_beat_keep = out_beat_keep;
    assign tlp_beat_last = out_beat_last;
    assign tlp_beat_error = out_beat_error;
    assign tlp_info_kind = out_info_kind;
    assign tlp_info_routing = out_info_routing;
    assign tlp_info_header_dw = out_info_header_dw;
    assign tlp_info_payload_dw = out_info_payload_dw;
    assign tlp_info_total_dw = out_info_total_dw;
    assign permitted = may_pass;
    assign ended = has_ended;
    assign duplicate = is_duplicate ? matched : 2'd0;
    assign wrong_type = counted & faults_wrong_type;
    assign wrong_source = counted & ~faults_wrong_type & faults_wrong_source;
    assign wrong_peer = counted & ~faults_wrong_type & ~faults_wrong_source & faults_wrong_peer;
    assign wrong_connection = counted & of_us & faults_wrong_connection;
    assign malformed = counted & of_connection_2 & faults_malformed;
    assign header_kind = fields_kind;
    assign header_length_dw = fields_length_dw;
    assign header_sequence = fields_sequence;
    assign header_tlps = fields_tlps;
    assign header_sender_tag = fields_sender_tag;
    assign header_has_acknowledgement = fields_has_acknowledgement;
    assign header_acknowledgement_expected = fields_acknowledgement_expected;
    assign header_acknowledgement_nak = fields_acknowledgement_nak;
    assign header_acknowledgement_busy = fields_acknowledgement_busy;
    assign header_acknowledgement_non_posted_limit = fields_acknowledgement_non_posted_limit;
    assign header_acknowledgement_has_echo = fields_acknowledgement_has_echo;
    assign header_acknowledgement_round_trip = fields_acknowledgement_round_trip;
    assign header_offset = fields_offset;
    assign header_valid = has_ended & good & (|sender);
    assign announced = has_ended & good & is_keep_alive & role_fits;
    assign announced_mac = source;

    always @(*) begin
        came_next = came;
        came_next = frame_valid;
    end

    always @(*) begin
        newest_data_next = newest_data;
        newest_data_next = frame_data;
    end

    always @(*) begin
        newest_keep_next = newest_keep;
        newest_keep_next = frame_keep;
    end

    always @(*) begin
        newest_last_next = newest_last;
        newest_last_next = frame_last;
    end

    always @(*) begin
        newest_error_next = newest_error;
        newest_error_next = frame_error;
    end

    always @(*) begin
        is_tlp_next = is_tlp;
        is_tlp_next = (|matching_18) & ~first[7] & ((first[6] ? words : 11'd0) <= limit);
    end

    always @(*) begin
        info_kind_next = info_kind;
        info_kind_next = kind_36;
    end

    always @(*) begin
        info_routing_next = info_routing;
        info_routing_next = first[2:0];
    end

    always @(*) begin
        info_header_dw_next = info_header_dw;
        info_header_dw_next = first[5] ? 3'd4 : 3'd3;
    end

    always @(*) begin
        info_payload_dw_next = info_payload_dw;
        info_payload_dw_next = first[6] ? words_2 : 11'd0;
    end

    always @(*) begin
        info_total_dw_next = info_total_dw;
        info_total_dw_next = {1'd0, first[6] ? words_3 : 11'd0} + {9'd0, besides};
    end

    always @(*) begin
        windows_next = windows;
        windows_next = windows_3;
    end

    always @(*) begin
        state_next = state;
        is_ours_next = is_ours;
        is_broadcast_next = is_broadcast;
        source_next = source;
        low_matches_next = low_matches;
        sender_next = sender;
        matched_next = matched;
        connected_next = connected;
        is_default_next = is_default;
        due_receiver_tag_next = due_receiver_tag;
        due_sender_tag_next = due_sender_tag;
        receiver_tag_next = receiver_tag;
        is_received_next = is_received;
        fields_kind_next = fields_kind;
        fields_length_dw_next = fields_length_dw;
        fields_sequence_next = fields_sequence;
        fields_tlps_next = fields_tlps;
        fields_sender_tag_next = fields_sender_tag;
        fields_has_acknowledgement_next = fields_has_acknowledgement;
        fields_acknowledgement_expected_next = fields_acknowledgement_expected;
        fields_acknowledgement_nak_next = fields_acknowledgement_nak;
        fields_acknowledgement_busy_next = fields_acknowledgement_busy;
        fields_acknowledgement_non_posted_limit_next = fields_acknowledgement_non_posted_limit;
        fields_acknowledgement_has_echo_next = fields_acknowledgement_has_echo;
        fields_acknowledgement_round_trip_next = fields_acknowledgement_round_trip;
        fields_offset_next = fields_offset;
        is_keep_alive_next = is_keep_alive;
        role_fits_next = role_fits;
        area_beats_next = area_beats;
        words_left_next = words_left;
        tlp_left_next = tlp_left;
        in_tlp_next = in_tlp;
        begins_next = begins;
        started_sequence_next = started_sequence;
        started_beats_next = started_beats;
        out_valid_next = out_valid;
        out_beat_data_next = out_beat_data;
        out_beat_keep_next = out_beat_keep;
        out_beat_last_next = out_beat_last;
        out_beat_error_next = out_beat_error;
        out_info_kind_next = out_info_kind;
        out_info_routing_next = out_info_routing;
        out_info_header_dw_next = out_info_header_dw;
        out_info_payload_dw_next = out_info_payload_dw;
        out_info_total_dw_next = out_info_total_dw;
        may_pass_next = may_pass;
        begins_next = 1'd0;
        out_valid_next = 1'd0;
        if (came) begin
            case (state)
                STATE_DESTINATION: begin
                    is_ours_next = newest_data[47:0] == settings_local_mac;
                    is_broadcast_next = newest_data[47:0] == 48'hffffffffffff;
                    source_next = {source[47:16], newest_data[63:48]};
                    low_matches_next = matches_3;
                    sender_next = 2'd0;
                    matched_next = 2'd0;
                    area_beats_next = 3'd0;
                    in_tlp_next = 1'd0;
                    fields_has_acknowledgement_next = 1'd0;
                    fields_tlps_next = 10'd0;
                    state_next = STATE_SOURCE;
                end
                STATE_SOURCE: begin
                    source_next = {high, source[15:0]};
                    sender_next = matches_5 & (~matches_5 + 2'd1);
                    matched_next = matches_5;
                    state_next = STATE_CONTROL;
                end
                STATE_CONTROL: begin
                    due_receiver_tag_next = receiver_tag_5;
                    due_sender_tag_next = sender_tag_4;
                    connected_next = connected_5;
                    is_default_next = is_default_5;
                    words_left_next = length_4;
                    fields_length_dw_next = length_4;
                    is_keep_alive_next = keep_alive_frame;
                    fields_kind_next = kind_37;
                    fields_has_acknowledgement_next = newest_data[31];
                    fields_acknowledgement_nak_next = newest_data[30];
                    fields_acknowledgement_busy_next = newest_data[28];
                    fields_acknowledgement_has_echo_next = newest_data[29];
                    fields_acknowledgement_non_posted_limit_next = newest_data[47:40];
                    receiver_tag_next = {
                        newest_data[55:48],
                        newest_data[63:56]
                    };
                    state_next = STATE_NUMBERS;
                end
                STATE_NUMBERS: begin
                    fields_sequence_next = {
                        newest_data[7:0],
                        newest_data[15:8],
                        newest_data[23:16],
                        newest_data[31:24]
                    };
                    fields_acknowledgement_expected_next = {
                        newest_data[39:32],
                        newest_data[47:40],
                        newest_data[55:48],
                        newest_data[63:56]
                    };
                    is_received_next =
                        connected
                        & (receiver_tag == due_receiver_tag);
                    state_next = STATE_STAMPS;
                end
                STATE_STAMPS: begin
                    fields_sender_tag_next = sender_tag_5;
                    fields_offset_next = now - {stamps[7:0], stamps[15:8], stamps[23:20]};
                    fields_acknowledgement_round_trip_next = now - {stamps[19:16], stamps[31:24], stamps[39:32]};
                    begins_next =
                        listening
                        & is_data
                        & ~faults_wrong_type
                        & ~faults_wrong_source
                        & ~faults_wrong_peer
                        & ~faults_wrong_connection_2;
                    started_sequence_next = fields_sequence;
                    started_beats_next = sum[11:1];
                    state_next = STATE_AREA;
                end
                default: begin
                    if (last_word | ~in_area) begin
                        words_left_next = 12'd0;
                    end else begin
                        words_left_next = words_left - 12'd2;
                    end
                    if (area_beats != 3'd3) begin
                        area_beats_next = area_beats + 3'd1;
                    end
                    if (walks) begin
                        if (in_tlp) begin
                            tlp_left_next = tlp_left - 12'd2;
                            in_tlp_next = ~final_beat;
                            out_beat_data_next = newest_data;
                            out_beat_keep_next =
                                half_beat ? 8'd15 :
                                8'hff;
                            out_beat_last_next = final_beat;
                            out_beat_error_next = 1'd0;
                        end else begin
                            tlp_left_next = info_total_dw - 12'd2;
                            in_tlp_next = 1'd1;
                            fields_tlps_next = fields_tlps + 10'd1;
                            out_beat_data_next = newest_data;
                            out_beat_keep_next = 8'hff;
                            out_beat_last_next = 1'd0;
                            out_beat_error_next = 1'd0;
                            out_info_kind_next = info_kind;
                            out_info_routing_next = info_routing;
                            out_info_header_dw_next = info_header_dw;
                            out_info_payload_dw_next = info_payload_dw;
                            out_info_total_dw_next = info_total_dw;
                            may_pass_next =
                                ~settings_check_ids
                                | (|(windows & sender))
                                | (is_default & ~(|windows));
                        end
                        out_valid_next = listening & ~faults_malformed_5;
                    end
                    if (area_beats == 3'd0) begin
                        role_fits_next =
                            (role == 8'd1)
                            & (newest_data[19:16] == settings_vid[11:8])
                            & (newest_data[31:24] == settings_vid[7:0]);
                    end
                end
            endcase
            if (newest_last) begin
                state_next = STATE_DESTINATION;
            end
        end
    end

    always @(*) begin
        listening_next = listening;
        listening_next = listening_3;
    end

    always @(*) begin
        faults_error_next = faults_error;
        faults_error_next = faults_error_6;
    end

    always @(*) begin
        faults_wrong_type_next = faults_wrong_type;
        faults_wrong_type_next = faults_wrong_type_4;
    end

    always @(*) begin
        faults_wrong_source_next = faults_wrong_source;
        faults_wrong_source_next = faults_wrong_source_4;
    end

    always @(*) begin
        faults_wrong_peer_next = faults_wrong_peer;
        faults_wrong_peer_next = faults_wrong_peer_4;
    end

    always @(*) begin
        faults_wrong_connection_next = faults_wrong_connection;
        faults_wrong_connection_next = faults_wrong_connection_4;
    end

    always @(*) begin
        faults_malformed_next = faults_malformed;
        faults_malformed_next = faults_malformed_10;
    end

    always @(*) begin
        has_ended_next = has_ended;
        has_ended_next = came & newest_last & listening_3;
    end

    initial begin
        came = 1'd0;
        newest_data = 64'd0;
        newest_keep = 8'd0;
        newest_last = 1'd0;
        newest_error = 1'd0;
        is_tlp = 1'd0;
        info_kind = 5'd0;
        info_routing = 3'd0;
        info_header_dw = 3'd0;
        info_payload_dw = 11'd0;
        info_total_dw = 12'd0;
        windows = 2'd0;
        state = 3'd0;
        listening = 1'd0;
        faults_error = 1'd0;
        faults_wrong_type = 1'd0;
        faults_wrong_source = 1'd0;
        faults_wrong_peer = 1'd0;
        faults_wrong_connection = 1'd0;
        faults_malformed = 1'd0;
        is_ours = 1'd0;
        is_broadcast = 1'd0;
        source = 48'd0;
        low_matches = 2'd0;
        sender = 2'd0;
        matched = 2'd0;
        connected = 1'd0;
        is_default = 1'd0;
        due_receiver_tag = 16'd0;
        due_sender_tag = 16'd0;
        receiver_tag = 16'd0;
        is_received = 1'd0;
        fields_kind = 4'd0;
        fields_length_dw = 12'd0;
        fields_sequence = 32'd0;
        fields_tlps = 10'd0;
        fields_sender_tag = 16'd0;
        fields_has_acknowledgement = 1'd0;
        fields_acknowledgement_expected = 32'd0;
        fields_acknowledgement_nak = 1'd0;
        fields_acknowledgement_busy = 1'd0;
        fields_acknowledgement_non_posted_limit = 8'd0;
        fields_acknowledgement_has_echo = 1'd0;
        fields_acknowledgement_round_trip = 20'd0;
        fields_offset = 20'd0;
        is_keep_alive = 1'd0;
        role_fits = 1'd0;
        area_beats = 3'd0;
        words_left = 12'd0;
        tlp_left = 12'd0;
        in_tlp = 1'd0;
        begins = 1'd0;
        started_sequence = 32'd0;
        started_beats = 11'd0;
        out_valid = 1'd0;
        out_beat_data = 64'd0;
        out_beat_keep = 8'd0;
        out_beat_last = 1'd0;
        out_beat_error = 1'd0;
        out_info_kind = 5'd0;
        out_info_routing = 3'd0;
        out_info_header_dw = 3'd0;
        out_info_payload_dw = 11'd0;
        out_info_total_dw = 12'd0;
        may_pass = 1'd0;
        has_ended = 1'd0;
    end

    always @(posedge clock) begin
        if (reset) begin
            came <= 1'd0;
            state <= 3'd0;
            listening <= 1'd0;
            in_tlp <= 1'd0;
            begins <= 1'd0;
            out_valid <= 1'd0;
            has_ended <= 1'd0;
        end else begin
            came <= came_next;
            state <= state_next;
            listening <= listening_next;
            in_tlp <= in_tlp_next;
            begins <= begins_next;
            out_valid <= out_valid_next;
            has_ended <= has_ended_next;
        end
    end

    always @(posedge clock) begin
        newest_data <= newest_data_next;
        newest_keep <= newest_keep_next;
        newest_last <= newest_last_next;
        newest_error <= newest_error_next;
        is_tlp <= is_tlp_next;
        info_kind <= info_kind_next;
        info_routing <= info_routing_next;
        info_header_dw <= info_header_dw_next;
        info_payload_dw <= info_payload_dw_next;
        info_total_dw <= info_total_dw_next;
        windows <= windows_next;
        faults_error <= faults_error_next;
        faults_wrong_type <= faults_wrong_type_next;
        faults_wrong_source <= faults_wrong_source_next;
        faults_wrong_peer <= faults_wrong_peer_next;
        faults_wrong_connection <= faults_wrong_connection_next;
        faults_malformed <= faults_malformed_next;
        is_ours <= is_ours_next;
        is_broadcast <= is_broadcast_next;
        source <= source_next;
        low_matches <= low_matches_next;
        sender <= sender_next;
        matched <= matched_next;
        connected <= connected_next;
        is_default <= is_default_next;
        due_receiver_tag <= due_receiver_tag_next;
        due_sender_tag <= due_sender_tag_next;
        receiver_tag <= receiver_tag_next;
        is_received <= is_received_next;
        fields_kind <= fields_kind_next;
        fields_length_dw <= fields_length_dw_next;
        fields_sequence <= fields_sequence_next;
        fields_tlps <= fields_tlps_next;
        fields_sender_tag <= fields_sender_tag_next;
        fields_has_acknowledgement <= fields_has_acknowledgement_next;
        fields_acknowledgement_expected <= fields_acknowledgement_expected_next;
        fields_acknowledgement_nak <= fields_acknowledgement_nak_next;
        fields_acknowledgement_busy <= fields_acknowledgement_busy_next;
        fields_acknowledgement_non_posted_limit <= fields_acknowledgement_non_posted_limit_next;
        fields_acknowledgement_has_echo <= fields_acknowledgement_has_echo_next;
        fields_acknowledgement_round_trip <= fields_acknowledgement_round_trip_next;
        fields_offset <= fields_offset_next;
        is_keep_alive <= is_keep_alive_next;
        role_fits <= role_fits_next;
        area_beats <= area_beats_next;
        words_left <= words_left_next;
        tlp_left <= tlp_left_next;
        started_sequence <= started_sequence_next;
        started_beats <= started_beats_next;
        out_beat_data <= out_beat_data_next;
        out_beat_keep <= out_beat_keep_next;
        out_beat_last <= out_beat_last_next;
        out_beat_error <= out_beat_error_next;
        out_info_kind <= out_info_kind_next;
        out_info_routing <= out_info_routing_next;
        out_info_header_dw <= out_info_header_dw_next;
        out_info_payload_dw <= out_info_payload_dw_next;
        out_info_total_dw <= out_info_total_dw_next;
        may_pass <= may_pass_next;
    end

    wire unused = &{1'b0,
        settings_learn,
        settings_honour_pause,
        settings_send_pause,
        settings_pcp,
        settings_node_id,
        settings_seed,
        settings_ack_delay,
        settings_area_beats,
        settings_mtu,
        settings_frame_tlps,
        settings_window_frames,
        settings_window_beats,
        settings_timeout_min,
        settings_timeout_max,
        settings_dead_time,
        settings_busy_time,
        settings_open_interval,
        settings_keep_alive_interval,
        settings_keep_alive_timeout,
        settings_rate_control,
        settings_delay_target,
        settings_rate_min,
        settings_rate_step,
        settings_rate_burst,
        settings_pause_quanta,
        settings_pause_high,
        settings_pause_low,
        first[15:8],
        first[22:18],
        matching[1],
        matching_2[2],
        matching_3[3],
        matching_4[4],
        matching_5[5],
        matching_6[6],
        matching_7[7],
        matching_8[8],
        matching_9[9],
        matching_10[10],
        matching_11[11],
        matching_12[12],
        matching_13[13],
        matching_14[14],
        matching_15[15],
        matching_16[16],
        matching_17[17],
        matching_19[1],
        matching_20[2],
        matching_21[3],
        matching_22[4],
        matching_23[5],
        matching_24[6],
        matching_25[7],
        matching_26[8],
        matching_27[9],
        matching_28[10],
        matching_29[11],
        matching_30[12],
        matching_31[13],
        matching_32[14],
        matching_33[15],
        matching_34[16],
        matching_35[17],
        matching_37[1],
        matching_38[2],
        matching_39[3],
        matching_40[4],
        matching_41[5],
        matching_42[6],
        matching_43[7],
        matching_44[8],
        matching_45[9],
        matching_46[10],
        matching_47[11],
        matching_48[12],
        matching_49[13],
        matching_50[14],
        matching_51[15],
        matching_52[16],
        matching_53[17],
        matching_54[31:18],
        windows_2[1],
        matches_2[1],
        matches_4[1],
        sum[0]};

endmodule

`default_nettype wire

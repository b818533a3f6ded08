//! The registers that a bridge has once.

use super::registers;

registers! {
    counters at 0x100;
    ID @ 0x000 ReadOnly, "Identifies the block." {
        ID_MAGIC "MAGIC" [0 + 32] = 0x4558_4245, "\"EXBE\".";
    }
    VERSION @ 0x004 ReadOnly, "Version of the hardware and of what it speaks." {
        VERSION_WIRE "WIRE" [0 + 8] = 3, "Version of the wire format.";
        VERSION_MINOR "MINOR" [16 + 8] = 3, "Minor version of the hardware.";
        VERSION_MAJOR "MAJOR" [24 + 8] = 0, "Major version of the hardware.";
    }
    CONTROL @ 0x008 ReadWrite, "Switches the bridge on. A write also takes over LOCAL_MAC, GROUP.VID, ETHERTYPE and NODE_ID, all at once: if that changes them, every connection ends first." {
        CONTROL_ENABLE "ENABLE" [0 + 1] = 0, "0: no frame is sent, every frame received is dropped uncounted, every connection is forgotten. Set it after all other registers.";
        CONTROL_LEARN "LEARN" [1 + 1] = 0, "Bridges of the other role in the group become peers by their keep-alive frames: whoever is in the group is trusted.";
        CONTROL_HONOUR_PAUSE "HONOUR_PAUSE" [2 + 1] = 1, "PAUSE frames received stop the transmitter.";
        CONTROL_SEND_PAUSE "SEND_PAUSE" [3 + 1] = 0, "PAUSE frames are sent when the buffers toward the PCIe side fill.";
        CONTROL_RATE_CONTROL "RATE_CONTROL" [4 + 1] = 1, "The rate to each peer follows the measured delay.";
        CONTROL_CHECK_IDS "CHECK_IDS" [5 + 1] = 1, "TLPs of a peer pass only with a requester or completer ID that is routed to that peer.";
    }
    GROUP @ 0x00C ReadWrite, "The group, sent as the 802.1Q tag's TCI and demanded (VID only) of every frame received." {
        GROUP_VID "VID" [0 + 12] = 4093, "VLAN ID: the group, 1 to 4000; 4093 an unassigned device, 4094 an unassigned host.";
        GROUP_PCP "PCP" [13 + 3] = 0, "Priority code point of frames sent.";
    }
    LOCAL_MAC_LO @ 0x010 ReadWrite, "This bridge's MAC address, bytes 0 to 3." {
        LOCAL_MAC_0_3 "BYTES_0_3" [0 + 32] = 0, "The byte sent first is bits 7:0.";
    }
    LOCAL_MAC_HI @ 0x014 ReadWrite, "This bridge's MAC address, bytes 4 and 5." {
        LOCAL_MAC_4_5 "BYTES_4_5" [0 + 16] = 0, "The byte sent last is bits 15:8.";
    }
    NODE_ID_LO @ 0x018 ReadWrite, "This node's number, announced by keep-alive frames, low half." {
        NODE_ID_31_0 "BITS_31_0" [0 + 32] = 0, "Any number that is the node's alone.";
    }
    NODE_ID_HI @ 0x01C ReadWrite, "This node's number, high half." {
        NODE_ID_63_32 "BITS_63_32" [0 + 32] = 0, "Any number that is the node's alone.";
    }
    SEED_LO @ 0x020 ReadWrite, "Seed of the incarnation numbers, low half; taken when ENABLE rises." {
        SEED_31_0 "BITS_31_0" [0 + 32] = 0, "Secret, random, and another after each reset. While all 64 bits are 0 no connection is opened.";
    }
    ETHERTYPE @ 0x024 ReadWrite, "EtherType of bridge frames, sent and demanded." {
        ETHERTYPE_VALUE "ETHERTYPE" [0 + 16] = 0x88B5, "IEEE 802 local experimental EtherType 1.";
    }
    ACK_DELAY @ 0x028 ReadWrite, "How long an acknowledgement waits for a data frame to ride on before it is sent bare." {
        ACK_DELAY_CLOCKS "CLOCKS" [0 + 16] = 64, "Clocks of 6.4 ns.";
    }
    MTU @ 0x02C ReadWrite, "Longest frame sent." {
        MTU_BYTES "BYTES" [0 + 14] = 1500, "Bytes behind the EtherType, without FCS: 576 to 9,000. Where a switch on the way carries less, the bridge finds out and keeps to that. Frames of up to 9,000 are received in any case.";
    }
    WINDOW @ 0x030 ReadWrite, "How much may be unacknowledged to a peer." {
        WINDOW_FRAMES "FRAMES" [0 + 6] = 32, "Data frames; 0 stops transmission.";
        WINDOW_KIB "KIB" [16 + 8] = 255, "Replay-buffer memory in units of 1,024 bytes; more than the buffer holds counts as what it holds; 0 stops transmission.";
    }
    AGGREGATION @ 0x034 ReadWrite, "How many TLPs share a frame." {
        AGGREGATION_ENABLE "ENABLE" [0 + 1] = 1, "All TLPs that wait for a peer go in one frame, up to the MTU; 0: one TLP a frame.";
        AGGREGATION_LIMIT "LIMIT" [8 + 8] = 0, "At most so many TLPs a frame; 0: no limit but the MTU.";
    }
    TIMEOUT_MIN @ 0x038 ReadWrite, "Shortest time without an acknowledgement after which everything is sent again." {
        TIMEOUT_MIN_CLOCKS "CLOCKS" [0 + 24] = 4096, "Clocks of 6.4 ns.";
    }
    TIMEOUT_MAX @ 0x03C ReadWrite, "Longest such time, however often it has been doubled; a sixteenth of it is the first, until a round trip has been measured." {
        TIMEOUT_MAX_CLOCKS "CLOCKS" [0 + 24] = 65536, "Clocks of 6.4 ns. It is also how often an idle bridge tells its peers everything again: with 0 it does nothing else.";
    }
    DEAD_TIME @ 0x040 ReadWrite, "A connection is given up when the oldest frame has been unacknowledged for so long, without the peer being busy. Time in which PAUSE forbids to send does not count." {
        DEAD_TIME_CLOCKS "CLOCKS" [0 + 24] = 156_250, "Clocks of 6.4 ns; 156,250 are 1 ms; 0: never.";
    }
    OPEN_INTERVAL @ 0x044 ReadWrite, "Time between two open frames to a peer that does not answer." {
        OPEN_INTERVAL_CLOCKS "CLOCKS" [0 + 24] = 4096, "Clocks of 6.4 ns. A connection that is not confirmed within 15 of them ends: they must be longer than the round trip. 0: open frames back to back.";
    }
    KEEP_ALIVE_INTERVAL @ 0x048 ReadWrite, "Time between two keep-alive frames." {
        KEEP_ALIVE_INTERVAL_CLOCKS "CLOCKS" [0 + 24] = 156_250, "Clocks of 6.4 ns; 0: none are sent.";
    }
    KEEP_ALIVE_TIMEOUT @ 0x04C ReadWrite, "A peer is lost when no good frame has come from it for so long." {
        KEEP_ALIVE_TIMEOUT_CLOCKS "CLOCKS" [0 + 24] = 546_875, "Clocks of 6.4 ns; 0: never.";
    }
    DELAY_TARGET @ 0x050 ReadWrite, "Round trip up to which the rate to a peer grows. It must be longer than that past empty queues: see rate-control.md." {
        DELAY_TARGET_CLOCKS "CLOCKS" [0 + 20] = 1400, "Clocks of 6.4 ns.";
    }
    RATE_MIN @ 0x054 ReadWrite, "Lowest rate. No frame is held back for longer than an eighth of DEAD_TIME, whatever the rate." {
        RATE_MIN_VALUE "RATE" [0 + 16] = 512, "In 1/65536 of the line rate.";
    }
    RATE_STEP @ 0x058 ReadWrite, "Growth of the rate in a round trip." {
        RATE_STEP_VALUE "RATE" [0 + 16] = 512, "In 1/65536 of the line rate.";
    }
    RATE_BURST @ 0x05C ReadWrite, "Depth of the token bucket." {
        RATE_BURST_BEATS "BEATS" [0 + 16] = 256, "Units of 8 bytes.";
    }
    PAUSE_TIME @ 0x060 ReadWrite, "What is asked of the link partner when buffers fill." {
        PAUSE_QUANTA "QUANTA" [0 + 16] = 0xFFFF, "Pause time in units of 512 bit times; repeated while needed, ended by a pause of 0.";
    }
    PAUSE_LEVELS @ 0x064 ReadWrite, "Fill of the buffers toward the PCIe side at which PAUSE is sent and ended." {
        PAUSE_HIGH "HIGH" [0 + 16] = 2048, "Beats of 8 bytes; more than so many: pause.";
        PAUSE_LOW "LOW" [16 + 16] = 1024, "Beats of 8 bytes; fewer than so many: go on.";
    }
    STATUS @ 0x068 Status, "The state of the link." {
        STATUS_LOCAL_FAULT "LOCAL_FAULT" [0 + 1] = 0, "The receiver reports a local fault (IEEE 802.3, 46.3.4).";
        STATUS_REMOTE_FAULT "REMOTE_FAULT" [1 + 1] = 0, "The link partner reports a fault.";
        STATUS_PAUSED "PAUSED" [2 + 1] = 0, "The transmitter stands still: PAUSE.";
        STATUS_CONGESTED "CONGESTED" [3 + 1] = 0, "The buffers toward the PCIe side are above PAUSE_LEVELS.HIGH.";
        STATUS_UNSEEDED "UNSEEDED" [4 + 1] = 0, "SEED was 0 when the bridge was enabled: it opens no connection.";
        STATUS_MTU_SHORT "MTU_SHORT" [5 + 1] = 0, "MTU is below 576, too short for the longest TLP: the bridge opens no connection.";
    }
    SHAPE @ 0x06C Status, "What this bridge was generated with." {
        SHAPE_PEERS "PEERS" [0 + 8] = 0, "Peers in the table: pages of peer registers.";
        SHAPE_ROLE "ROLE" [8 + 8] = 0, "Role, as in keep-alive frames.";
    }
    BUSY_TIME @ 0x070 ReadWrite, "Likewise, but even if the peer is busy; and when the peer has let no non-posted TLP go for so long while one waits. It frees the PCIe side from a peer whose own takes nothing." {
        BUSY_TIME_CLOCKS "CLOCKS" [0 + 24] = 3_125_000, "Clocks of 6.4 ns; 3,125,000 are 20 ms; 0: never.";
    }
    SEED_HI @ 0x074 ReadWrite, "Seed of the incarnation numbers, high half." {
        SEED_63_32 "BITS_63_32" [0 + 32] = 0, "See SEED_LO.";
    }
    ; counters:
    TX_FRAMES # 0, "Frames sent, of any type but PAUSE, resent ones included.";
    TX_TLPS # 1, "TLPs taken from the PCIe side and given a sequence number.";
    TX_RETRANSMITS # 2, "TLPs resent, for a NAK or a timeout.";
    TX_TIMEOUTS # 3, "Expiries of the retransmission timers.";
    TX_NAKS_RECEIVED # 4, "Frames received with flag NAK that started a resend.";
    TX_ACK_FRAMES # 5, "Bare ack frames sent.";
    TX_TLP_MALFORMED # 6, "TLPs from the PCIe side dropped: marked bad, with a prefix, of an unknown type, or their length is not what their header says.";
    RX_FRAMES # 7, "Frames received with a good FCS, before any other check.";
    RX_TLPS # 8, "TLPs delivered to the PCIe side.";
    RX_BAD_FCS # 9, "Frames dropped by the MAC: bad FCS.";
    RX_WRONG_GROUP # 10, "Frames dropped: untagged, or another VLAN ID.";
    RX_WRONG_TYPE # 11, "Frames dropped: another EtherType, version, or an unknown type.";
    RX_WRONG_PEER # 12, "Frames dropped: not from a peer's MAC address or not for this one's.";
    RX_WRONG_CONNECTION # 13, "Frames dropped: not of the present connection.";
    RX_DUPLICATE # 14, "Data frames dropped: all of their TLPs accepted before; acknowledged again.";
    RX_GAP # 15, "Data frames dropped: a TLP before theirs is missing.";
    RX_MALFORMED # 16, "Frames dropped: a length in them contradicts another or the frame's own, or a TLP is of no known type.";
    RX_OVERFLOW # 17, "Data frames dropped: no room toward the PCIe side.";
    NAKS_SENT # 18, "Frames sent with flag NAK, one for each gap.";
    TX_TLP_REFUSED # 19, "TLPs from the PCIe side dropped: their kind may not travel in this direction.";
    RX_TLP_REFUSED # 20, "TLPs from a peer dropped: likewise.";
    RX_WRONG_ACK # 21, "Acknowledgements ignored: of a TLP that is not on its way.";
    RX_BAD_CODE # 22, "Frames dropped by the MAC: ended by another control character than terminate.";
    RX_UNDERSIZE # 23, "Frames dropped by the MAC: shorter than 64 bytes.";
    RX_OVERSIZE # 24, "Frames dropped by the MAC: longer than the longest.";
    RX_CONTROL # 25, "MAC control frames dropped: no PAUSE, or not for this bridge.";
    PAUSE_RECEIVED # 26, "PAUSE frames received.";
    PAUSE_SENT # 27, "PAUSE frames sent.";
    PAUSED_CLOCKS # 28, "Clocks in which PAUSE has held the transmitter.";
    TX_TLP_UNROUTED # 29, "TLPs from the PCIe side dropped: no connected peer for them.";
    KEEP_ALIVES_SENT # 30, "Keep-alive frames sent.";
    KEEP_ALIVES_RECEIVED # 31, "Keep-alive frames received from bridges of the other role.";
    PEERS_LEARNT # 32, "Peers entered into the table by a keep-alive frame.";
    PEERS_REFUSED # 33, "Keep-alive frames of bridges for which there is no place in the table.";
    PEERS_LOST # 34, "Peers not heard of for KEEP_ALIVE_TIMEOUT.";
    CONNECTS # 35, "Connections opened.";
    DISCONNECTS # 36, "Connections ended, for whatever reason.";
    RX_BUSY # 37, "Frames received with flag BUSY.";
    RX_WRONG_SOURCE # 38, "Frames dropped: their source is no station's address (group bit set, zero), or our own: a second station has it.";
    RX_WRONG_NUMBER # 39, "Data frames dropped: their numbers are outside the window around the TLP expected.";
    RX_ID_REFUSED # 40, "TLPs from a peer dropped: their requester or completer ID is not routed to that peer.";
    RX_OVER_LIMIT # 41, "Data frames dropped: more non-posted TLPs than the peer was allowed.";
    NAKS_IGNORED # 42, "NAKS that came too soon after another for the same TLP.";
    TX_PROBES # 43, "Frames sent again because nothing was heard for a few round trips.";
    OPENS_HELD # 44, "Answers to open frames held back: four at once, then one in 1,024 clocks to each peer.";
}

//! What the counters count.

use expether_hdl::prelude::*;

/// One field a counter: the events of a clock; named and meant as the counter in
/// `expether_wire::registers`. What can happen to several peers at once is a number.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct BridgeEvents {
    /// TX_FRAMES
    pub tx_frames: Bit,
    /// TX_TLPS
    pub tx_tlps: Bits<6>,
    /// TX_RETRANSMITS
    pub tx_retransmits: Bits<10>,
    /// TX_TIMEOUTS
    pub tx_timeouts: Bits<6>,
    /// TX_NAKS_RECEIVED
    pub tx_naks_received: Bit,
    /// TX_ACK_FRAMES
    pub tx_ack_frames: Bit,
    /// TX_TLP_MALFORMED
    pub tx_tlp_malformed: Bit,
    /// RX_FRAMES
    pub rx_frames: Bit,
    /// RX_TLPS
    pub rx_tlps: Bit,
    /// RX_BAD_FCS
    pub rx_bad_fcs: Bit,
    /// RX_WRONG_GROUP
    pub rx_wrong_group: Bit,
    /// RX_WRONG_TYPE
    pub rx_wrong_type: Bit,
    /// RX_WRONG_PEER
    pub rx_wrong_peer: Bit,
    /// RX_WRONG_CONNECTION
    pub rx_wrong_connection: Bits<6>,
    /// RX_DUPLICATE
    pub rx_duplicate: Bit,
    /// RX_GAP
    pub rx_gap: Bit,
    /// RX_MALFORMED
    pub rx_malformed: Bit,
    /// RX_OVERFLOW
    pub rx_overflow: Bit,
    /// NAKS_SENT
    pub naks_sent: Bit,
    /// TX_TLP_REFUSED
    pub tx_tlp_refused: Bit,
    /// RX_TLP_REFUSED
    pub rx_tlp_refused: Bit,
    /// RX_WRONG_ACK
    pub rx_wrong_ack: Bit,
    /// RX_BAD_CODE
    pub rx_bad_code: Bit,
    /// RX_UNDERSIZE
    pub rx_undersize: Bit,
    /// RX_OVERSIZE
    pub rx_oversize: Bit,
    /// RX_CONTROL
    pub rx_control: Bit,
    /// PAUSE_RECEIVED
    pub pause_received: Bit,
    /// PAUSE_SENT
    pub pause_sent: Bit,
    /// PAUSED_CLOCKS
    pub paused_clocks: Bit,
    /// TX_TLP_UNROUTED
    pub tx_tlp_unrouted: Bit,
    /// KEEP_ALIVES_SENT
    pub keep_alives_sent: Bit,
    /// KEEP_ALIVES_RECEIVED
    pub keep_alives_received: Bit,
    /// PEERS_LEARNT
    pub peers_learnt: Bit,
    /// PEERS_REFUSED
    pub peers_refused: Bit,
    /// PEERS_LOST
    pub peers_lost: Bits<6>,
    /// CONNECTS
    pub connects: Bits<6>,
    /// DISCONNECTS
    pub disconnects: Bits<6>,
    /// RX_BUSY
    pub rx_busy: Bit,
    /// RX_WRONG_SOURCE
    pub rx_wrong_source: Bit,
    /// RX_WRONG_NUMBER
    pub rx_wrong_number: Bit,
    /// RX_ID_REFUSED
    pub rx_id_refused: Bit,
    /// RX_OVER_LIMIT
    pub rx_over_limit: Bit,
    /// NAKS_IGNORED
    pub naks_ignored: Bits<6>,
    /// TX_PROBES
    pub tx_probes: Bits<6>,
    /// OPENS_HELD
    pub opens_held: Bits<6>,
}

/// What a peer gives to the counters of the bridge, beside its own.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct PeerNotes {
    /// A NAK starts a resend.
    pub nak_received: Bit,
    /// A NAK came too soon after another for the same TLP.
    pub nak_ignored: Bit,
    /// An acknowledgement of a TLP never sent was ignored.
    pub wrong_acknowledgement: Bit,
    /// The last frame is sent again, to see whether it is lost.
    pub probed: Bit,
    /// The peer was lost.
    pub lost: Bit,
    /// A close frame of another connection was ignored.
    pub stray_close: Bit,
    /// An answer to an open frame has to wait.
    pub answer_held: Bit,
}

/// The same for the counters of one peer, `expether_wire::registers::peer`.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct PeerEvents {
    /// PEER_TX_TLPS
    pub tx_tlps: Bit,
    /// PEER_RX_TLPS: TLPs accepted, several at once.
    pub rx_tlps: Bits<10>,
    /// PEER_RETRANSMITS, several at once.
    pub retransmits: Bits<10>,
    /// PEER_TIMEOUTS
    pub timeouts: Bit,
    /// PEER_CONNECTS
    pub connects: Bit,
    /// PEER_DISCONNECTS
    pub disconnects: Bit,
    /// PEER_DISCARDED, several at once.
    pub discarded: Bits<16>,
}

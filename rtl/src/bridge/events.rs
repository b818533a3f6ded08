//! What the counters count.

use expether_hdl::prelude::*;

/// One bit a counter, high for one clock an event; named and meant as the counter in
/// `expether_wire::registers`.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct BridgeEvents {
    /// TX_FRAMES
    pub tx_frames: Bit,
    /// TX_TLPS
    pub tx_tlps: Bit,
    /// TX_RETRANSMITS
    pub tx_retransmits: Bit,
    /// TX_TIMEOUTS
    pub tx_timeouts: Bit,
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
    /// RX_WRONG_EPOCH
    pub rx_wrong_epoch: Bit,
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
}

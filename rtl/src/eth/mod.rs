//! Ethernet: the MAC on XGMII, PAUSE, VLAN tags.

pub mod pause_receiver;
pub mod pause_transmitter;
pub mod vlan_checker;
pub mod vlan_tagger;
pub mod xgmii_link_fault;
pub mod xgmii_mac_rx;
pub mod xgmii_mac_tx;

#[cfg(test)]
#[allow(non_snake_case)]
mod tests;

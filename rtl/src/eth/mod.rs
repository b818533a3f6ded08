//! Ethernet: the MAC on XGMII, VLAN tags.

pub mod xgmii_mac_tx;

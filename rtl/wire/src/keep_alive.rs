//! The body of a keep-alive frame: 16 bytes behind the bridge header.

use crate::error::{at_least, Error};
use crate::format::{codes, header, Preset};

header! {
    "keep_alive", 16 bytes at 0: "Body of a keep-alive frame, from byte 40 of the frame on; counted from there.";
    ROLE "role": byte 0 bit 7 width 8, Preset::Any, "What the node is.";
    CAPABILITIES "capabilities": byte 1 bit 7 width 8, Preset::Any, "What it can do: bits of the table of capabilities.";
    RESERVED "reserved": byte 2 bit 7 width 4, Preset::Reserved, "Reserved.";
    GROUP "group": byte 2 bit 3 width 12, Preset::Any, "Its group: the same as in the tag.";
    MTU "mtu": byte 4 bit 7 width 16, Preset::Any, "Longest frame that it sends, register MTU: bytes behind the EtherType, without FCS.";
    MAX_PAYLOAD "max_payload": byte 6 bit 7 width 16, Preset::Any, "Bytes of the longest payload of a TLP that it carries.";
    NODE_ID "node_id": byte 8 bit 7 width 64, Preset::Any, "Its number.";
}

/// Roles of nodes.
pub mod role {
    use super::codes;
    codes! {
        "role": "Roles: only nodes of different roles become peers.";
        HOST "host bridge" = 1, "Its PCIe side is a host.";
        DEVICE "device bridge" = 2, "Its PCIe side is a device.";
    }
}

/// Capabilities, a bit each.
pub mod capability {
    use super::codes;
    codes! {
        "capability": "Capabilities, a bit each.";
        AGGREGATION "aggregation" = 1, "Receives several TLPs a frame.";
        RATE_CONTROL "rate control" = 2, "Echoes timestamps.";
    }
}

/// What a node is.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Its PCIe side is a host.
    Host = role::HOST as isize,
    /// Its PCIe side is a device.
    Device = role::DEVICE as isize,
}

impl Role {
    /// Its code.
    pub const fn code(self) -> u8 {
        self as u8
    }
}

/// The values of the body's fields. A role is kept as it is: it may be one of tomorrow.
#[derive(Copy, Clone, PartialEq, Eq, Debug, serde::Serialize)]
pub struct Repr {
    /// What the node is: a value of [`role`].
    pub role: u8,
    /// Bits of [`capability`].
    pub capabilities: u8,
    /// Its group, 12 bits.
    pub group: u16,
    /// Longest frame that it receives.
    pub mtu: u16,
    /// Longest payload of a TLP that it carries, in bytes.
    pub max_payload: u16,
    /// Its number.
    pub node_id: u64,
}

impl Repr {
    /// Of the area of a keep-alive frame, which it has to fill.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::Length`].
    pub fn parse(area: &[u8]) -> Result<Self, Error> {
        at_least("keep-alive body", area, HEADER.length)?;
        if area.len() != HEADER.length {
            return Err(Error::Length {
                what: "bridge header",
                says: area.len(),
                other: "a keep-alive body",
                found: HEADER.length,
            });
        }
        Ok(Repr {
            role: ROLE.get(area) as u8,
            capabilities: CAPABILITIES.get(area) as u8,
            group: GROUP.get(area) as u16,
            mtu: MTU.get(area) as u16,
            max_payload: MAX_PAYLOAD.get(area) as u16,
            node_id: NODE_ID.get(area),
        })
    }

    /// The body, to be the area of a frame.
    pub fn emit(&self) -> [u8; HEADER.length] {
        let mut area = [0; HEADER.length];
        ROLE.set(&mut area, self.role.into());
        CAPABILITIES.set(&mut area, self.capabilities.into());
        GROUP.set(&mut area, self.group.into());
        MTU.set(&mut area, self.mtu.into());
        MAX_PAYLOAD.set(&mut area, self.max_payload.into());
        NODE_ID.set(&mut area, self.node_id);
        area
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn keep_alive__bytes__are_those_of_the_document() {
        let body = Repr {
            role: Role::Device.code(),
            capabilities: 3,
            group: 0xABC,
            mtu: 9000,
            max_payload: 512,
            node_id: 0x0102_0304_0506_0708,
        };
        let bytes = [2, 3, 0x0A, 0xBC, 0x23, 0x28, 0x02, 0x00, 1, 2, 3, 4, 5, 6, 7, 8];
        assert_eq!(body.emit(), bytes);
        assert_eq!(Repr::parse(&bytes), Ok(body));
        assert!(matches!(Repr::parse(&bytes[..12]), Err(Error::Truncated { found: 12, .. })));
        let long = [&bytes[..], &[0; 4]].concat();
        assert!(matches!(Repr::parse(&long), Err(Error::Length { says: 20, .. })));
    }

    #[test]
    fn keep_alive__roles__have_their_codes() {
        for (role, code) in [(Role::Host, role::HOST), (Role::Device, role::DEVICE)] {
            assert_eq!(u64::from(role.code()), code);
        }
    }

    proptest! {
        #[test]
        fn keep_alive__comes_back__for_any_bytes(mut bytes: [u8; 16], length in 0usize..16) {
            let body = Repr::parse(&bytes).unwrap();
            RESERVED.set(&mut bytes, 0);
            prop_assert_eq!(body.emit(), bytes);
            prop_assert!(Repr::parse(&bytes[..length]).is_err());
        }
    }
}

//! Function identifiers.

use core::fmt;
use core::str::FromStr;

/// Bus, device and function: a requester, completer or target ID.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FunctionId(pub u16);

impl FunctionId {
    /// From bus (8 bits), device (5 bits) and function (3 bits); excess bits are dropped.
    pub const fn new(bus: u8, device: u8, function: u8) -> Self {
        FunctionId((bus as u16) << 8 | (device as u16 & 0x1F) << 3 | function as u16 & 7)
    }

    /// Bus number.
    pub const fn bus(self) -> u8 {
        (self.0 >> 8) as u8
    }

    /// Device number, 5 bits.
    pub const fn device(self) -> u8 {
        (self.0 >> 3 & 0x1F) as u8
    }

    /// Function number, 3 bits.
    pub const fn function(self) -> u8 {
        (self.0 & 7) as u8
    }
}

impl fmt::Display for FunctionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02x}:{:02x}.{}", self.bus(), self.device(), self.function())
    }
}

impl fmt::Debug for FunctionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The text is not of the form `bb:dd.f`.
#[derive(Copy, Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("expected bus:device.function in hexadecimal, such as 01:00.0")]
pub struct NotAFunctionId;

impl FromStr for FunctionId {
    type Err = NotAFunctionId;

    fn from_str(text: &str) -> Result<Self, NotAFunctionId> {
        let hex = |text: &str, digits: usize, max: u8| {
            let value = if text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit()) {
                u8::from_str_radix(text, 16).ok()
            } else {
                None
            };
            value.filter(|&v| v <= max).ok_or(NotAFunctionId)
        };
        let (bus, rest) = text.split_once(':').ok_or(NotAFunctionId)?;
        let (device, function) = rest.split_once('.').ok_or(NotAFunctionId)?;
        Ok(FunctionId::new(hex(bus, 2, 0xFF)?, hex(device, 2, 0x1F)?, hex(function, 1, 7)?))
    }
}

impl serde::Serialize for FunctionId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn function_id__text_form__is_read_and_written() {
        let id = FunctionId::new(0xAB, 0x1F, 7);
        assert_eq!(id.0, 0xABFF);
        assert_eq!(id.to_string(), "ab:1f.7");
        assert_eq!("ab:1f.7".parse(), Ok(id));
        for bad in ["", "ab", "ab:1f", "ab:20.0", "ab:00.8", "+1:00.0", "abc:00.0", "ab:00.00"] {
            assert_eq!(bad.parse::<FunctionId>(), Err(NotAFunctionId), "{bad}");
        }
    }
}

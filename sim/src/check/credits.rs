//! No TLP goes to a PCIe link without its credits (PCI Express Base Specification, 2.6.1).
//!
//! Everything is counted without a modulus: what is wrong here would also be hidden by one.

use expether_wire::tlp::Class;

/// A TLP without credits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cycle {cycle}: {class:?} TLP without {what} credits: {used} used, {granted} granted")]
pub struct CreditError {
    pub cycle: u64,
    pub class: Class,
    /// `header` or `data`.
    pub what: &'static str,
    pub used: u64,
    pub granted: u64,
}

/// Credits of headers and of data.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Credits {
    pub headers: u64,
    /// Units of four words.
    pub data: u64,
}

impl Credits {
    /// What a TLP with so many words of payload takes.
    pub fn of(payload_dw: usize) -> Self {
        Self { headers: 1, data: payload_dw.div_ceil(4) as u64 }
    }

    /// The sum.
    pub fn plus(self, other: Self) -> Self {
        Self { headers: self.headers + other.headers, data: self.data + other.data }
    }
}

/// Follows the TLPs of one class to a link.
#[derive(Clone, Debug)]
pub struct CreditChecker {
    class: Class,
    used: Credits,
}

impl CreditChecker {
    /// Nothing is used.
    pub fn new(class: Class) -> Self {
        Self { class, used: Credits::default() }
    }

    /// Used so far.
    pub fn used(&self) -> Credits {
        self.used
    }

    /// Whether a TLP with such a payload could go, with so much granted (`None`: no limit).
    pub fn fits(&self, payload_dw: usize, granted: Option<Credits>) -> bool {
        let used = self.used.plus(Credits::of(payload_dw));
        granted.is_none_or(|g| used.headers <= g.headers && used.data <= g.data)
    }

    /// A TLP went, when so much was granted since the beginning.
    pub fn went(
        &mut self,
        payload_dw: usize,
        granted: Option<Credits>,
        cycle: u64,
    ) -> Result<(), CreditError> {
        self.used = self.used.plus(Credits::of(payload_dw));
        let Some(granted) = granted else { return Ok(()) };
        let error =
            |what, used, granted| CreditError { cycle, class: self.class, what, used, granted };
        if self.used.headers > granted.headers {
            return Err(error("header", self.used.headers, granted.headers));
        }
        if self.used.data > granted.data {
            return Err(error("data", self.used.data, granted.data));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn credits__data__is_counted_in_units_of_four_words() {
        let units = [(0, 0), (1, 1), (4, 1), (5, 2), (128, 32)];
        for (words, data) in units {
            assert_eq!(Credits::of(words), Credits { headers: 1, data });
        }
    }

    #[test]
    fn credits__what_is_granted__may_go_to_the_last_unit() {
        let mut c = CreditChecker::new(Class::Posted);
        let granted = Some(Credits { headers: 2, data: 33 });
        assert!(c.fits(128, granted));
        assert_eq!(c.went(128, granted, 1), Ok(()));
        assert!(c.fits(4, granted) && !c.fits(5, granted));
        assert_eq!(c.went(4, granted, 2), Ok(()));
        assert!(!c.fits(0, granted) && c.fits(0, None));
    }

    #[test]
    fn credits__mutants__are_found() {
        let what = |granted| {
            let mut c = CreditChecker::new(Class::NonPosted);
            assert_eq!(c.went(4, None, 1), Ok(()));
            c.went(5, Some(granted), 2).expect_err("one too many").what
        };
        assert_eq!(what(Credits { headers: 1, data: 100 }), "header");
        assert_eq!(what(Credits { headers: 100, data: 2 }), "data");
    }
}

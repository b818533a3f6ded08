//! Values on the command line that are more than a number: probabilities, seeds, registers.

use std::str::FromStr;

/// One or more probabilities: `0`, `0.001`, `0.1%`, `0,0.1%,1%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Probabilities(pub Vec<f64>);

/// One or more seeds: `1`, `1,5`, `1..5` (both ends included).
#[derive(Clone, Debug, PartialEq)]
pub struct Seeds(pub Vec<u64>);

/// `REGISTER=VALUE`, the value decimal or `0x…`.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterValue(pub String, pub u32);

/// Most seeds in one command: a slip of the finger should not start a year of work.
const MAX_SEEDS: u64 = 10_000;

impl FromStr for Probabilities {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split(',').map(probability).collect::<Result<_, _>>().map(Self)
    }
}

/// A probability: from 0 to 1, or from 0% to 100%.
pub fn probability(text: &str) -> Result<f64, String> {
    let text = text.trim();
    let (number, scale) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (text, 1.0),
    };
    let value: f64 = number
        .parse()
        .map_err(|_| format!("found `{text}`, expected a probability such as 0.001 or 0.1%"))?;
    if !(0.0..=scale).contains(&value) {
        return Err(format!(
            "found `{text}`, expected a probability from 0 to 1, or from 0% to 100%"
        ));
    }
    Ok(value / scale)
}

impl FromStr for Seeds {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let number = |text: &str| {
            text.trim().parse::<u64>().map_err(|_| {
                format!("found `{}`, expected a seed such as 7, 1,5 or 1..5", text.trim())
            })
        };
        let mut seeds = Vec::new();
        for part in text.split(',') {
            match part.split_once("..") {
                None => seeds.push(number(part)?),
                Some((first, last)) => {
                    let (first, last) = (number(first)?, number(last.trim_start_matches('='))?);
                    if last < first || last - first >= MAX_SEEDS {
                        return Err(format!(
                            "found `{}`, expected a rising range of at most {MAX_SEEDS} seeds",
                            part.trim()
                        ));
                    }
                    seeds.extend(first..=last);
                }
            }
        }
        Ok(Self(seeds))
    }
}

impl FromStr for RegisterValue {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = || format!("found `{text}`, expected REGISTER=VALUE such as WINDOW=16");
        let (name, value) = text.split_once('=').ok_or_else(expected)?;
        let name = name.trim().to_ascii_uppercase();
        let Some(register) = expether_wire::registers::by_name(&name) else {
            return Err(format!("there is no register `{name}`; docs/registers.md lists them"));
        };
        if register.access != expether_wire::registers::Access::ReadWrite {
            return Err(format!("register `{name}` can only be read"));
        }
        let value = value.trim();
        let parsed = match value.strip_prefix("0x") {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => value.parse(),
        };
        Ok(Self(name, parsed.map_err(|_| expected())?))
    }
}

/// A power of two within bounds, for payload and request sizes.
pub fn size(text: &str, least: usize, most: usize) -> Result<usize, String> {
    let value: usize =
        text.parse().map_err(|_| format!("found `{text}`, expected a number of bytes"))?;
    if !value.is_power_of_two() || !(least..=most).contains(&value) {
        return Err(format!("found {value}, expected a power of two from {least} to {most}"));
    }
    Ok(value)
}

/// A maximum payload size that the bridges carry.
pub fn max_payload(text: &str) -> Result<usize, String> {
    size(text, 128, 512)
}

/// A maximum read request size.
pub fn max_read_request(text: &str) -> Result<usize, String> {
    size(text, 128, 4096)
}

/// A read completion boundary.
pub fn completion_boundary(text: &str) -> Result<usize, String> {
    size(text, 64, 128)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn args__probability__as_fraction_or_percentage() {
        for (text, value) in
            [("0", 0.0), ("0.25", 0.25), ("0.1%", 0.001), ("100%", 1.0), (" 1 % ", 0.01)]
        {
            assert_eq!(probability(text), Ok(value), "{text}");
        }
        for text in ["", "%", "-0.1", "1.01", "101%", "nan", "inf", "x", "0,5"] {
            assert!(probability(text).is_err(), "{text}");
        }
        assert_eq!("0,0.1%,1%".parse(), Ok(Probabilities(vec![0.0, 0.001, 0.01])));
        assert!("0,,1".parse::<Probabilities>().is_err());
    }

    #[test]
    fn args__seeds__lists_and_ranges() {
        assert_eq!("1..5".parse(), Ok(Seeds(vec![1, 2, 3, 4, 5])));
        assert_eq!("7,1..=2".parse(), Ok(Seeds(vec![7, 1, 2])));
        for text in ["", "a", "-1", "5..1", "0..999999999999", "1...5", "18446744073709551616"] {
            assert!(text.parse::<Seeds>().is_err(), "{text}");
        }
    }

    #[test]
    fn args__register__is_looked_up() {
        assert_eq!("window=0x10".parse(), Ok(RegisterValue("WINDOW".into(), 16)));
        for text in
            ["WINDOW", "WINDOW=", "WINDOW=x", "NOPE=1", "ID=1", "TX_TLPS=0", "WINDOW=4294967296"]
        {
            assert!(text.parse::<RegisterValue>().is_err(), "{text}");
        }
    }

    #[test]
    fn args__sizes__are_powers_of_two_within_bounds() {
        assert_eq!(max_payload("512"), Ok(512));
        for text in ["1024", "100", "64", "-1", "", "a"] {
            assert!(max_payload(text).is_err(), "{text}");
        }
        assert_eq!((max_read_request("4096"), completion_boundary("64")), (Ok(4096), Ok(64)));
    }
}

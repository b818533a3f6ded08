//! The grammar of `.tlp` lines.

use super::{Direction, Located, Phase, Trace, TraceError, TraceEvent, MAX_EVENT_BYTES};
use crate::tlp::format::{message_code, status};
use crate::tlp::{FunctionId, Kind};
use nom::bytes::complete::{tag, take_till1, take_while1};
use nom::character::complete::{char, digit1, space0, space1};
use nom::combinator::{map_res, opt, rest};
use nom::error::{ErrorKind, FromExternalError, ParseError};
use nom::sequence::{preceded, separated_pair};
use nom::Parser;
use std::collections::{HashMap, HashSet};

/// A failure of the grammar: what was expected where.
#[derive(Debug, PartialEq)]
struct Expected<'a> {
    at: &'a str,
    what: &'static str,
}

impl<'a> ParseError<&'a str> for Expected<'a> {
    fn from_error_kind(at: &'a str, _: ErrorKind) -> Self {
        Expected { at, what: "" }
    }
    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }
}

impl<'a, E> FromExternalError<&'a str, E> for Expected<'a> {
    fn from_external_error(at: &'a str, kind: ErrorKind, _: E) -> Self {
        Self::from_error_kind(at, kind)
    }
}

type Parsed<'a, O> = Result<(&'a str, O), nom::Err<Expected<'a>>>;

/// `inner`, whose failure is reported as "expected `what`" at the place where it began.
fn expect<'a, O>(
    what: &'static str,
    mut inner: impl Parser<&'a str, Output = O, Error = Expected<'a>>,
) -> impl FnMut(&'a str) -> Parsed<'a, O> {
    move |at| inner.parse(at).map_err(|_| nom::Err::Error(Expected { at, what }))
}

/// Up to the next space.
fn word(input: &str) -> Parsed<'_, &str> {
    take_till1(|c: char| c.is_ascii_whitespace()).parse(input)
}

fn decimal(input: &str) -> Parsed<'_, u64> {
    map_res(digit1, str::parse).parse(input)
}

fn hexadecimal(input: &str) -> Parsed<'_, u64> {
    let digits = preceded(tag("0x"), take_while1(|c: char| c.is_ascii_hexdigit()));
    map_res(digits, |d| u64::from_str_radix(d, 16)).parse(input)
}

fn nibble(input: &str) -> Parsed<'_, u8> {
    map_res(take_while1(|c: char| c.is_ascii_hexdigit()), |d| {
        u8::from_str_radix(d, 16).ok().filter(|&v| v < 16).ok_or(())
    })
    .parse(input)
}

fn byte_of(pair: &[u8]) -> Option<u8> {
    let text = std::str::from_utf8(pair).ok()?;
    if text.bytes().all(|b| b.is_ascii_hexdigit()) && text.len() == 2 {
        u8::from_str_radix(text, 16).ok()
    } else {
        None
    }
}

/// `hhhh…`, or `hh*N`.
fn data(text: &str) -> Option<Vec<u8>> {
    if let Some((pair, count)) = text.split_once('*') {
        let count: usize = count.parse().ok().filter(|&n| n <= MAX_EVENT_BYTES)?;
        return Some(vec![byte_of(pair.as_bytes())?; count]);
    }
    if text.is_empty() || text.len() > 2 * MAX_EVENT_BYTES {
        return None;
    }
    text.as_bytes().chunks(2).map(byte_of).collect()
}

/// The fields of a line that have a name, with the byte of the line where each begins.
#[derive(Default)]
struct Named<'a> {
    at: HashMap<&'a str, usize>,
    function: Option<FunctionId>,
    address: Option<u64>,
    length: Option<usize>,
    byte_enables: Option<(u8, u8)>,
    data: Option<Vec<u8>>,
    tag: Option<u64>,
    status: Option<u8>,
    code: Option<u8>,
    bar: Option<(u8, u64)>,
    device: Option<String>,
}

impl<'a> Named<'a> {
    /// One `key=value`, at the start of `input`.
    fn field(&mut self, line: &str, input: &'a str) -> Parsed<'a, ()> {
        let key = take_while1(|c: char| c.is_ascii_lowercase());
        let (value, key) = expect(
            "a field: bdf=, addr=, len=, be=, data=, tag=, st=, code=, bar=, dev= or reg=",
            nom::sequence::terminated(key, char('=')),
        )(input)?;
        if self.at.insert(key, line.len() - input.len()).is_some() {
            return Err(nom::Err::Error(Expected { at: input, what: "each field only once" }));
        }
        let after = match key {
            "bdf" => {
                let (after, id) = expect(
                    "bus:device.function, such as 01:00.0",
                    map_res(word, str::parse),
                )(value)?;
                self.function = Some(id);
                after
            }
            "addr" => {
                let (after, address) = expect("an address such as 0xfe600000", hexadecimal)(value)?;
                self.address = Some(address);
                after
            }
            "len" => {
                let in_bounds = map_res(decimal, |n| {
                    usize::try_from(n).ok().filter(|&n| n <= MAX_EVENT_BYTES).ok_or(())
                });
                let (after, length) = expect("a number of bytes up to 4096", in_bounds)(value)?;
                self.length = Some(length);
                after
            }
            "be" => {
                let pair = separated_pair(nibble, char('/'), nibble);
                let (after, enables) = expect("byte enables such as f/0", pair)(value)?;
                self.byte_enables = Some(enables);
                after
            }
            "data" => {
                let bytes = map_res(word, |text| data(text).ok_or(()));
                let (after, bytes) = expect(
                    "whole bytes in hexadecimal, or hh*N, at most 4096 bytes",
                    bytes,
                )(value)?;
                self.data = Some(bytes);
                after
            }
            "tag" => {
                let (after, tag) = expect("a decimal number", decimal)(value)?;
                self.tag = Some(tag);
                after
            }
            "st" => {
                let status = map_res(word, |w| status::CODES.by_name(w).ok_or(()));
                let (after, code) = expect("a status: SC, UR, CRS or CA", status)(value)?;
                self.status = Some(code.value as u8);
                after
            }
            "code" => {
                let message = map_res(word, |w| message_code::CODES.by_name(w).ok_or(()));
                let (after, code) = expect("a message such as Assert_INTA", message)(value)?;
                self.code = Some(code.value as u8);
                after
            }
            "bar" => {
                let number =
                    map_res(decimal, |n| u8::try_from(n).ok().filter(|&n| n < 6).ok_or(()));
                let pair = separated_pair(number, char('+'), hexadecimal);
                let (after, bar) = expect("a BAR and an offset such as 0+0x10", pair)(value)?;
                self.bar = Some(bar);
                after
            }
            "dev" => {
                let (after, name) = expect("a name", word)(value)?;
                self.device = Some(name.to_owned());
                after
            }
            // The name of a configuration register: a remark.
            "reg" => expect("a name", word)(value)?.0,
            _ => return Err(nom::Err::Error(Expected {
                at: input,
                what:
                    "a field: bdf=, addr=, len=, be=, data=, tag=, st=, code=, bar=, dev= or reg=",
            })),
        };
        expect("a space after the field", nom::combinator::peek(end_or_space))(after)
            .map(|_| (after, ()))
    }
}

fn end_or_space(input: &str) -> Parsed<'_, ()> {
    if input.is_empty() || input.starts_with([' ', '\t']) {
        Ok((input, ()))
    } else {
        Err(nom::Err::Error(Expected { at: input, what: "" }))
    }
}

struct Line<'a> {
    seq: u64,
    time_ns: u64,
    direction: Direction,
    kind: Kind,
    msi: bool,
    named: Named<'a>,
}

fn line(input: &str) -> Parsed<'_, Line<'_>> {
    let whole = input;
    let (input, seq) = expect("a sequence number", decimal)(input)?;
    let (input, _) = expect("a space", space1)(input)?;
    let (input, time_ns) = expect("a time in nanoseconds", decimal)(input)?;
    let (input, _) = expect("a space", space1)(input)?;
    let direction = map_res(word, |w| match w {
        "H2D" => Ok(Direction::HostToDevice),
        "D2H" => Ok(Direction::DeviceToHost),
        _ => Err(()),
    });
    let (input, direction) = expect("H2D or D2H", direction)(input)?;
    let (input, _) = expect("a space", space1)(input)?;
    let kind = map_res(word, |w| {
        if w == "MSI" {
            Some((Kind::MemoryWrite, true))
        } else {
            Kind::from_name(w).map(|kind| (kind, false))
        }
        .ok_or(())
    });
    let (mut input, (kind, msi)) =
        expect("a TLP type such as MRd, CplD or CfgRd0, or MSI", kind)(input)?;
    let mut named = Named::default();
    loop {
        let (after, spaces) = opt(space1).parse(input)?;
        if after.is_empty() {
            break;
        }
        if spaces.is_some() && after.starts_with('#') {
            // A remark up to the end of the line.
            let (_, _) = rest.parse(after)?;
            break;
        }
        input = named.field(whole, after)?.0;
    }
    let (input, _) = space0.parse("")?;
    Ok((input, Line { seq, time_ns, direction, kind, msi, named }))
}

/// `--- phase NAME: TEXT (t=NS)`, after the leading `# `.
fn phase(input: &str) -> Parsed<'_, (&str, &str)> {
    let name = take_till1(|c: char| c == ':' || c.is_ascii_whitespace());
    let (text, name) = nom::sequence::delimited(tag("--- phase "), name, tag(": ")).parse(input)?;
    let text = text.rsplit_once(" (t=").map_or(text, |(text, _)| text);
    Ok(("", (name, text)))
}

/// Something is wrong at byte `offset` of `text`.
pub(super) fn syntax(
    source: &str,
    text: &str,
    offset: usize,
    length: usize,
    found: String,
    expected: String,
) -> TraceError {
    let start = text[..offset].rfind('\n').map_or(0, |i| i + 1);
    let end = text[start..].find('\n').map_or(text.len(), |i| start + i);
    TraceError::Syntax {
        at: Box::new(Located {
            source: source.to_owned(),
            line: text[..start].matches('\n').count() + 1,
            column: offset - start + 1,
            offset,
            length,
            excerpt: text[start..end].chars().take(200).collect(),
        }),
        found,
        expected,
    }
}

/// What stands at the start of `rest`, quoted and shortened, and its length in bytes.
fn token(rest: &str) -> (String, usize) {
    let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
    if end == 0 {
        return ("the end of the line".to_owned(), 0);
    }
    let shown: String = rest[..end].chars().take(24).collect();
    let dots = if shown.len() < end { "…" } else { "" };
    (format!("`{shown}{dots}`"), end)
}

pub(super) fn trace(source: &str, text: &str) -> Result<Trace, TraceError> {
    let mut trace = Trace { source: source.to_owned(), ..Trace::default() };
    let mut open_requests = HashSet::new();
    let mut offset = 0;
    for (index, raw) in text.split_inclusive('\n').enumerate() {
        let whole = raw.trim_end_matches(['\n', '\r']);
        let begin = offset;
        offset += raw.len();
        if let Some(remark) = whole.strip_prefix('#') {
            let remark = remark.strip_prefix(' ').unwrap_or(remark);
            if let Ok((_, (name, text))) = phase(remark) {
                trace.phases.push(Phase {
                    name: name.to_owned(),
                    text: text.to_owned(),
                    first_event: trace.events.len(),
                });
            } else if trace.events.is_empty() {
                trace.remarks.push(remark.to_owned());
            }
            continue;
        }
        if whole.trim().is_empty() {
            continue;
        }
        let parsed = match line(whole) {
            Ok((_, parsed)) => parsed,
            Err(error) => {
                let (at, what) = match error {
                    nom::Err::Error(e) | nom::Err::Failure(e) => (e.at, e.what),
                    nom::Err::Incomplete(_) => ("", "more"),
                };
                let (found, length) = token(at);
                let position = begin + whole.len() - at.len();
                return Err(syntax(source, text, position, length, found, what.to_owned()));
            }
        };
        let previous = trace.events.last().map(|e: &TraceEvent| e.seq);
        let event = event(parsed, previous, index + 1, &mut open_requests).map_err(|wrong| {
            let rest = &whole[wrong.at.min(whole.len())..];
            let (token, length) = token(rest);
            let found = wrong.found.unwrap_or(token);
            syntax(source, text, begin + wrong.at, length, found, wrong.expected)
        })?;
        trace.events.push(event);
    }
    Ok(trace)
}

/// A line whose fields contradict each other.
struct Wrong {
    at: usize,
    found: Option<String>,
    expected: String,
}

fn event(
    line: Line<'_>,
    previous: Option<u64>,
    number: usize,
    open: &mut HashSet<(Direction, u64)>,
) -> Result<TraceEvent, Wrong> {
    let Line { seq, time_ns, direction, kind, msi, named } = line;
    let at = |key: &str| named.at.get(key).copied().unwrap_or(0);
    let wrong = |at: usize, expected: String| Wrong { at, found: None, expected };
    let missing = |key: &str| Wrong {
        at: 0,
        found: Some(format!("{} without {key}=", kind.name())),
        expected: format!("{key}="),
    };
    let excess = |key: &str| wrong(at(key), format!("no {key}= in {}", kind.name()));
    if previous.is_some_and(|p| seq <= p) {
        return Err(wrong(0, format!("a sequence number above {}", previous.unwrap_or(0))));
    }
    let function = named.function.ok_or_else(|| missing("bdf"))?;
    let address = named.address.ok_or_else(|| missing("addr"))?;
    let length = named.length.ok_or_else(|| missing("len"))?;
    match (&named.data, kind.has_data()) {
        (Some(data), true) if data.len() != length => {
            return Err(Wrong {
                at: at("data"),
                found: Some(format!("{} bytes of data", data.len())),
                expected: format!("{length}, as len= says"),
            });
        }
        (None, true) => return Err(missing("data")),
        (Some(_), false) => return Err(excess("data")),
        _ => {}
    }
    let is_message = matches!(kind, Kind::Message | Kind::MessageData);
    if kind.has_data() && length == 0 {
        return Err(wrong(at("len"), "at least one byte".to_owned()));
    }
    if matches!(kind, Kind::Completion | Kind::CompletionLocked | Kind::Message) && length != 0 {
        return Err(wrong(at("len"), "len=0".to_owned()));
    }
    // Which fields a kind must have, and which it can't.
    let needs_enables = !kind.is_completion() && !is_message;
    for (key, has, needed) in [
        ("be", named.byte_enables.is_some(), needs_enables),
        ("tag", named.tag.is_some(), !kind.is_posted()),
        ("st", named.status.is_some(), kind.is_completion()),
        ("code", named.code.is_some(), is_message),
    ] {
        if needed && !has {
            return Err(missing(key));
        }
        if has && !needed {
            return Err(excess(key));
        }
    }
    if let Some(tag) = named.tag {
        let known = if kind.is_completion() {
            open.remove(&(direction.reverse(), tag))
        } else {
            open.insert((direction, tag))
        };
        if !known {
            let expected = if kind.is_completion() {
                "the tag of a request not yet answered"
            } else {
                "a tag that is not in use"
            };
            return Err(wrong(at("tag"), expected.to_owned()));
        }
    }
    Ok(TraceEvent {
        seq,
        time_ns,
        direction,
        kind,
        msi,
        function,
        address,
        length,
        byte_enables: named.byte_enables,
        data: named.data.unwrap_or_default(),
        tag: named.tag,
        status: named.status,
        code: named.code,
        bar: named.bar,
        device: named.device,
        line: number,
    })
}

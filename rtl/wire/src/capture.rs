//! Captures of a link: pcapng written, pcapng and pcap read.
//!
//! A capture written here has two interfaces, 0 `host-to-device` and 1 `device-to-host`, of link
//! type Ethernet, with timestamps in nanoseconds from the start of the simulation. Frames are
//! without FCS (the interface says so): a receiver strips it. That a frame's FCS was bad is kept
//! as the link-layer error flag "CRC error" of its packet block.

use crate::trace::Direction;
use pcap_file::pcap::PcapReader;
use pcap_file::pcapng::blocks::enhanced_packet::{EnhancedPacketBlock, EnhancedPacketOption};
use pcap_file::pcapng::blocks::interface_description::{
    InterfaceDescriptionBlock, InterfaceDescriptionOption, InterfaceTsResolution,
};
use pcap_file::pcapng::blocks::section_header::SectionHeaderBlock;
use pcap_file::pcapng::{Block, PcapNgReader, PcapNgWriter};
use pcap_file::{DataLink, Endianness};
use std::borrow::Cow;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::time::Duration;

/// Most bytes of a file held in memory; also the longest block that can be read.
pub const MAX_BLOCK: usize = 1 << 20;
/// Most bytes of a frame that can be written.
pub const MAX_FRAME: usize = 65_535;
/// Names of the interfaces of a capture written here, by number.
pub const INTERFACES: [&str; 2] = ["host-to-device", "device-to-host"];

/// Link-layer error flag of a packet block: CRC error.
const FLAG_CRC_ERROR: u32 = 1 << 24;

/// Why a capture can't be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CaptureError {
    /// The file can't be read or written.
    #[error("{source_name}: {reason}")]
    Io {
        /// Name of the file.
        source_name: String,
        /// What the operating system says.
        reason: std::io::Error,
    },
    /// Neither pcapng nor pcap.
    #[error("{source_name}: found {found:02x?} at its start, expected a pcapng or pcap file")]
    NotACapture {
        /// Name of the file.
        source_name: String,
        /// Its first bytes.
        found: Vec<u8>,
    },
    /// The file ends within a block, or a block is longer than [`MAX_BLOCK`].
    #[error("{source_name}: cut off after {frames} frames, within a block (or a block is longer than {MAX_BLOCK} bytes)")]
    Truncated {
        /// Name of the file.
        source_name: String,
        /// Frames read before.
        frames: usize,
    },
    /// The file is damaged.
    #[error("{source_name}: damaged after {frames} frames: {reason}")]
    Damaged {
        /// Name of the file.
        source_name: String,
        /// Frames read before.
        frames: usize,
        /// What is wrong.
        reason: String,
    },
    /// A frame's link type is not Ethernet.
    #[error("{source_name}: frame {number} has link type {found}, expected Ethernet")]
    LinkType {
        /// Name of the file.
        source_name: String,
        /// The frame, from 1.
        number: usize,
        /// Its link type.
        found: String,
    },
    /// A frame to be written is too long.
    #[error("frame of {length} bytes, at most {MAX_FRAME} can be captured")]
    FrameTooLong {
        /// Its length.
        length: usize,
    },
}

/// Writes a capture.
pub struct CaptureWriter<W: Write> {
    name: String,
    inner: PcapNgWriter<W>,
}

impl CaptureWriter<BufWriter<std::fs::File>> {
    /// Into a new file.
    ///
    /// # Errors
    /// [`CaptureError::Io`].
    pub fn create(path: impl AsRef<Path>) -> Result<Self, CaptureError> {
        let name = path.as_ref().display().to_string();
        let file = std::fs::File::create(path)
            .map_err(|reason| CaptureError::Io { source_name: name.clone(), reason })?;
        Self::new(&name, BufWriter::new(file))
    }
}

impl<W: Write> CaptureWriter<W> {
    /// Into `writer`, which is called `name` in errors.
    ///
    /// # Errors
    /// [`CaptureError::Io`].
    pub fn new(name: &str, writer: W) -> Result<Self, CaptureError> {
        // Little-endian on every machine, so that the same run writes the same bytes.
        let section = SectionHeaderBlock {
            endianness: Endianness::Little,
            major_version: 1,
            minor_version: 0,
            section_length: -1,
            options: vec![],
        };
        let mut capture = CaptureWriter {
            name: name.to_owned(),
            inner: PcapNgWriter::with_section_header(writer, section)
                .map_err(|e| failed(name, &e))?,
        };
        for interface in INTERFACES {
            capture.block(Block::InterfaceDescription(InterfaceDescriptionBlock {
                linktype: DataLink::ETHERNET,
                snaplen: 0,
                options: vec![
                    InterfaceDescriptionOption::IfName(Cow::Borrowed(interface)),
                    InterfaceDescriptionOption::IfSpeed(10_000_000_000),
                    InterfaceDescriptionOption::IfTsResol(InterfaceTsResolution::NANO),
                    InterfaceDescriptionOption::IfFcsLen(0),
                ],
            }))?;
        }
        Ok(capture)
    }

    /// Appends a frame without FCS, which began at `time_ns`.
    ///
    /// # Errors
    /// [`CaptureError::Io`], [`CaptureError::FrameTooLong`].
    pub fn write(
        &mut self,
        direction: Direction,
        time_ns: u64,
        frame: &[u8],
        bad_fcs: bool,
    ) -> Result<(), CaptureError> {
        if frame.len() > MAX_FRAME {
            return Err(CaptureError::FrameTooLong { length: frame.len() });
        }
        let flags = EnhancedPacketOption::Flags(FLAG_CRC_ERROR);
        self.block(Block::EnhancedPacket(EnhancedPacketBlock {
            interface_id: match direction {
                Direction::HostToDevice => 0,
                Direction::DeviceToHost => 1,
            },
            timestamp: Duration::from_nanos(time_ns),
            original_len: frame.len() as u32,
            data: Cow::Borrowed(frame),
            options: if bad_fcs { vec![flags] } else { vec![] },
        }))
    }

    /// Writes out what is buffered, and gives the writer back.
    ///
    /// # Errors
    /// [`CaptureError::Io`].
    pub fn finish(self) -> Result<W, CaptureError> {
        let mut writer = self.inner.into_inner();
        writer.flush().map_err(|reason| CaptureError::Io { source_name: self.name, reason })?;
        Ok(writer)
    }

    fn block(&mut self, block: Block<'_>) -> Result<(), CaptureError> {
        self.inner.write_block(&block).map(|_| ()).map_err(|e| failed(&self.name, &e))
    }
}

fn failed(name: &str, error: &dyn std::error::Error) -> CaptureError {
    let reason = std::io::Error::other(chain(error));
    CaptureError::Io { source_name: name.to_owned(), reason }
}

/// An error and its causes in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// A frame of a capture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Captured {
    /// Number in the file, from 1.
    pub number: usize,
    /// Name of its interface, or its number if that has no name.
    pub interface: String,
    /// Timestamp in nanoseconds.
    pub time_ns: u64,
    /// Length on the wire, which is more than is there if the capture was shortened.
    pub original_length: usize,
    /// Its bytes, without FCS.
    pub frame: Vec<u8>,
    /// Its FCS was bad.
    pub bad_fcs: bool,
}

enum Format {
    PcapNg(Box<PcapNgReader<Box<dyn Read>>>),
    Pcap(Box<PcapReader<Box<dyn Read>>>),
}

/// Reads a capture, frame by frame: an iterator that ends after the first error.
pub struct CaptureReader {
    name: String,
    inner: Format,
    frames: usize,
    done: bool,
}

impl CaptureReader {
    /// From a file.
    ///
    /// # Errors
    /// [`CaptureError`] of any kind.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, CaptureError> {
        let name = path.as_ref().display().to_string();
        let file = std::fs::File::open(path)
            .map_err(|reason| CaptureError::Io { source_name: name.clone(), reason })?;
        Self::new(&name, file)
    }

    /// From a stream of bytes, which is called `name` in errors.
    ///
    /// # Errors
    /// [`CaptureError`] of any kind.
    pub fn new(name: &str, mut input: impl Read + 'static) -> Result<Self, CaptureError> {
        let mut start = Vec::new();
        let io = |reason| CaptureError::Io { source_name: name.to_owned(), reason };
        input.by_ref().take(4).read_to_end(&mut start).map_err(io)?;
        let whole: Box<dyn Read> = Box::new(std::io::Cursor::new(start.clone()).chain(input));
        let inner = match start[..] {
            [0x0A, 0x0D, 0x0D, 0x0A] => PcapNgReader::with_capacity(whole, MAX_BLOCK)
                .map(|r| Format::PcapNg(Box::new(r)))
                .map_err(|e| broken(name, 0, &e)),
            [0xA1, 0xB2, 0xC3, 0xD4]
            | [0xA1, 0xB2, 0x3C, 0x4D]
            | [0xD4, 0xC3, 0xB2, 0xA1]
            | [0x4D, 0x3C, 0xB2, 0xA1] => PcapReader::with_capacity(whole, MAX_BLOCK)
                .map(|r| Format::Pcap(Box::new(r)))
                .map_err(|e| broken(name, 0, &e)),
            _ => Err(CaptureError::NotACapture { source_name: name.to_owned(), found: start }),
        }?;
        Ok(CaptureReader { name: name.to_owned(), inner, frames: 0, done: false })
    }

    fn read(&mut self) -> Option<Result<Captured, CaptureError>> {
        let number = self.frames + 1;
        let link_type = |found: DataLink| {
            Err(CaptureError::LinkType {
                source_name: self.name.clone(),
                number,
                found: format!("{found:?}"),
            })
        };
        match &mut self.inner {
            Format::Pcap(reader) => {
                let found = reader.header().datalink;
                Some(match reader.next_packet()? {
                    Err(error) => Err(broken(&self.name, self.frames, &error)),
                    Ok(_) if found != DataLink::ETHERNET => link_type(found),
                    Ok(packet) => Ok(Captured {
                        number,
                        interface: "0".to_owned(),
                        time_ns: nanoseconds(packet.timestamp()),
                        original_length: packet.orig_len() as usize,
                        frame: packet.data().to_vec(),
                        bad_fcs: false,
                    }),
                })
            }
            Format::PcapNg(reader) => loop {
                let (block, state) = match reader.next_block()? {
                    Err(error) => return Some(Err(broken(&self.name, self.frames, &error))),
                    Ok(both) => both,
                };
                // Statistics, names and the like are of no interest here.
                let Block::EnhancedPacket(packet) = block else {
                    continue;
                };
                let id = packet.interface_id;
                let interface = state.interfaces().get(id as usize);
                if let Some(found) =
                    interface.map(|i| i.linktype).filter(|&l| l != DataLink::ETHERNET)
                {
                    return Some(link_type(found));
                }
                let name = interface.and_then(|i| {
                    i.options.iter().find_map(|o| match o {
                        InterfaceDescriptionOption::IfName(name) => Some(name.to_string()),
                        _ => None,
                    })
                });
                let bad_fcs = packet.options.iter().any(
                    |o| matches!(o, EnhancedPacketOption::Flags(f) if f & FLAG_CRC_ERROR != 0),
                );
                return Some(Ok(Captured {
                    number,
                    interface: name.unwrap_or_else(|| id.to_string()),
                    time_ns: nanoseconds(packet.timestamp),
                    original_length: packet.original_len as usize,
                    frame: packet.data.to_vec(),
                    bad_fcs,
                }));
            },
        }
    }
}

impl Iterator for CaptureReader {
    type Item = Result<Captured, CaptureError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let item = self.read();
        match &item {
            Some(Ok(_)) => self.frames += 1,
            _ => self.done = true,
        }
        item
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

fn broken(name: &str, frames: usize, error: &(dyn std::error::Error + 'static)) -> CaptureError {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if let Some(io) = error.downcast_ref::<std::io::Error>() {
            let source_name = name.to_owned();
            return if io.kind() == std::io::ErrorKind::UnexpectedEof {
                CaptureError::Truncated { source_name, frames }
            } else {
                CaptureError::Io {
                    source_name,
                    reason: std::io::Error::new(io.kind(), io.to_string()),
                }
            };
        }
        cause = error.source();
    }
    CaptureError::Damaged { source_name: name.to_owned(), frames, reason: chain(error) }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn example() -> Vec<u8> {
        let mut writer = CaptureWriter::new("memory", vec![]).unwrap();
        writer.write(Direction::HostToDevice, 5, &[1; 60], false).unwrap();
        writer.write(Direction::DeviceToHost, u64::from(u32::MAX) + 6, &[2; 61], true).unwrap();
        writer.finish().unwrap()
    }

    fn read(bytes: Vec<u8>) -> Vec<Result<Captured, CaptureError>> {
        match CaptureReader::new("memory", std::io::Cursor::new(bytes)) {
            Ok(reader) => reader.collect(),
            Err(error) => vec![Err(error)],
        }
    }

    #[test]
    fn capture__reads_back__what_was_written() {
        let frames: Vec<Captured> = read(example()).into_iter().map(Result::unwrap).collect();
        assert_eq!(frames.len(), 2);
        assert_eq!(frames[0].interface, "host-to-device");
        assert_eq!((frames[0].time_ns, &frames[0].frame[..]), (5, &[1; 60][..]));
        assert!(!frames[0].bad_fcs && frames[1].bad_fcs);
        assert_eq!(frames[1].interface, "device-to-host");
        assert_eq!((frames[1].number, frames[1].time_ns), (2, u64::from(u32::MAX) + 6));
        assert_eq!(frames[1].original_length, 61);
        assert_eq!(example(), example());
    }

    #[test]
    fn capture__is_refused__cut_off_anywhere() {
        let whole = example();
        let mut complete = 0;
        for length in 0..whole.len() {
            match read(whole[..length].to_vec()).pop() {
                None | Some(Ok(_)) => complete += 1,
                Some(Err(CaptureError::NotACapture { found, .. })) => assert!(found.len() < 4),
                Some(Err(CaptureError::Truncated { .. })) => assert!(length >= 4),
                Some(Err(other)) => panic!("{length}: {other}"),
            }
        }
        // At the end of the section header, of each interface, of the first frame: whole blocks.
        assert_eq!(complete, 4);
    }

    #[test]
    fn capture__reads__the_older_format() {
        let mut pcap = vec![0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0];
        pcap.extend([0; 8]);
        pcap.extend([0, 0, 4, 0, 1, 0, 0, 0]);
        pcap.extend([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 7, 8, 9]);
        let frames = read(pcap.clone());
        let frame = frames[0].as_ref().unwrap();
        assert_eq!((frame.time_ns, &frame.frame[..]), (1_000_002_000, &[7, 8, 9][..]));
        pcap[20] = 101;
        assert!(matches!(read(pcap)[0], Err(CaptureError::LinkType { number: 1, .. })));
    }

    #[test]
    fn capture__errors__are_named() {
        assert!(matches!(CaptureReader::open("/nonexistent"), Err(CaptureError::Io { .. })));
        assert!(matches!(read(b"text".to_vec())[0], Err(CaptureError::NotACapture { .. })));
        let mut long = CaptureWriter::new("memory", vec![]).unwrap();
        let error = long.write(Direction::HostToDevice, 0, &[0; MAX_FRAME + 1], false);
        assert!(matches!(error, Err(CaptureError::FrameTooLong { .. })));
    }

    proptest! {
        #[test]
        fn capture__never_panics_nor_hangs__on_mutated_bytes(
            changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        ) {
            let mut bytes = example();
            for (at, to) in changes {
                let at = at.index(bytes.len());
                bytes[at] = to;
            }
            let items = read(bytes);
            prop_assert!(items.len() <= 4);
            prop_assert!(items.iter().rev().skip(1).all(Result::is_ok));
        }
    }
}

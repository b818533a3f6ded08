//! Reading recordings from files, compressed or not.

use super::{Trace, TraceError};
use flate2::read::MultiGzDecoder;
use std::io::Read;
use std::path::Path;

/// Most bytes read from a file.
pub const MAX_COMPRESSED: usize = 64 << 20;
/// Most bytes of text after decompression.
pub const MAX_TEXT: usize = 256 << 20;

const GZIP_MAGIC: [u8; 2] = [0x1F, 0x8B];

/// The recording in a file, plain or compressed with gzip (told by its first bytes, not by its
/// name).
///
/// # Errors
/// Any [`TraceError`].
pub fn load(path: impl AsRef<Path>) -> Result<Trace, TraceError> {
    let path = path.as_ref();
    let name = path.display().to_string();
    let file = std::fs::File::open(path)
        .map_err(|error| TraceError::Io { source_name: name.clone(), reason: error.to_string() })?;
    read(&name, file)
}

/// The recording in a stream of bytes, as [`load`].
///
/// # Errors
/// Any [`TraceError`].
pub fn read(name: &str, input: impl Read) -> Result<Trace, TraceError> {
    let io = |error: std::io::Error| TraceError::Io {
        source_name: name.to_owned(),
        reason: error.to_string(),
    };
    let bytes = bounded(name, input, MAX_COMPRESSED, io)?;
    let bytes = if bytes.starts_with(&GZIP_MAGIC) {
        let damaged = |error: std::io::Error| TraceError::Compression {
            source_name: name.to_owned(),
            reason: error.to_string(),
        };
        bounded(name, MultiGzDecoder::new(&bytes[..]), MAX_TEXT, damaged)?
    } else {
        bytes
    };
    match String::from_utf8(bytes) {
        Ok(text) => Trace::parse(name, &text),
        Err(error) => {
            // The valid part is parsed first, so that an earlier mistake is reported as such.
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let text = String::from_utf8_lossy(&bytes[..valid]).into_owned();
            let whole_lines = text.rfind('\n').map_or(0, |end| end + 1);
            Trace::parse(name, &text[..whole_lines])?;
            Err(super::parse::syntax(
                name,
                &text,
                valid,
                1,
                format!("byte {:#04x}", bytes[valid]),
                "text in UTF-8".to_owned(),
            ))
        }
    }
}

fn bounded(
    name: &str,
    input: impl Read,
    limit: usize,
    map: impl Fn(std::io::Error) -> TraceError,
) -> Result<Vec<u8>, TraceError> {
    let mut bytes = Vec::new();
    input.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(map)?;
    if bytes.len() > limit {
        return Err(TraceError::TooLarge { source_name: name.to_owned(), limit });
    }
    Ok(bytes)
}

//! Compiled things kept between runs, by a hash of everything they were made from.
//!
//! The folder is `$EXPETHER_CACHE`, else `expether` in the user's cache folder. An entry is
//! made in a folder of its own and renamed when complete, so readers never see half of one;
//! a lock file keeps several processes from making the same entry at once.

use crate::SimError;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The cache's folder.
pub fn folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    set("EXPETHER_CACHE")
        .or_else(|| set("XDG_CACHE_HOME").map(|p| p.join("expether")))
        .or_else(|| set("HOME").map(|p| p.join(".cache").join("expether")))
        .unwrap_or_else(|| std::env::temp_dir().join("expether-cache"))
}

/// Hash of everything an entry depends on: FNV-1a of 128 bits.
pub struct Key(u128);

impl Key {
    /// `kind` separates entries of different kinds.
    pub fn new(kind: &str) -> Self {
        let mut key = Self(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        key.add(kind);
        key
    }

    /// Adds one part; parts are delimited by their lengths.
    pub fn add(&mut self, part: impl AsRef<[u8]>) {
        let part = part.as_ref();
        for byte in (part.len() as u64).to_le_bytes().iter().chain(part) {
            self.0 = (self.0 ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b);
        }
    }

    /// As a file name.
    pub fn hex(&self) -> String {
        format!("{:032x}", self.0)
    }
}

fn io(path: &Path, e: std::io::Error) -> SimError {
    SimError::Io { path: path.to_owned(), message: e.to_string() }
}

/// The folder of an entry; if there is none, `make` fills an empty one.
pub fn entry(
    name: &str,
    key: &Key,
    make: impl FnOnce(&Path) -> Result<(), SimError>,
) -> Result<PathBuf, SimError> {
    let parent = folder();
    let done = parent.join(format!("{name}-{}", key.hex()));
    if done.is_dir() {
        return Ok(done);
    }
    fs::create_dir_all(&parent).map_err(|e| io(&parent, e))?;
    let _lock = Lock::take(parent.join(format!("{name}-{}.lock", key.hex())))?;
    if done.is_dir() {
        return Ok(done);
    }
    let draft = parent.join(format!("{name}-{}.draft", key.hex()));
    let _ = fs::remove_dir_all(&draft);
    fs::create_dir_all(&draft).map_err(|e| io(&draft, e))?;
    make(&draft)?;
    fs::rename(&draft, &done).map_err(|e| io(&done, e))?;
    Ok(done)
}

/// A lock file with its owner's process id; that of a dead process is taken over.
struct Lock(PathBuf);

impl Lock {
    fn take(path: PathBuf) -> Result<Self, SimError> {
        loop {
            match fs::File::create_new(&path) {
                Ok(mut file) => {
                    let _ = write!(file, "{}", std::process::id());
                    return Ok(Self(path));
                }
                Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
                    if owner_is_dead(&path) {
                        let _ = fs::remove_file(&path);
                    } else {
                        std::thread::sleep(Duration::from_millis(50));
                    }
                }
                Err(e) => return Err(io(&path, e)),
            }
        }
    }
}

/// Whether the process that made a lock has gone, leaving it. A lock without a number in it is
/// being made; it counts as left after ten seconds.
fn owner_is_dead(path: &Path) -> bool {
    let Ok(text) = fs::read_to_string(path) else { return false };
    match text.trim().parse::<u32>() {
        Ok(pid) => {
            !Path::new("/proc").join(pid.to_string()).exists() && Path::new("/proc").exists()
        }
        Err(_) => fs::metadata(path)
            .and_then(|m| m.modified())
            .is_ok_and(|t| t.elapsed().is_ok_and(|age| age > Duration::from_secs(10))),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn key__differs__when_parts_are_cut_differently() {
        let (mut a, mut b) = (Key::new("k"), Key::new("k"));
        a.add("ab");
        a.add("c");
        b.add("a");
        b.add("bc");
        assert_ne!(a.hex(), b.hex());
        assert_eq!(a.hex().len(), 32);
    }
}

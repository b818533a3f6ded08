//! A view of a whole TLP, and the owned form of one.

use super::{Head, Kind, DIGEST_LENGTH};
use crate::error::{at_least, Error};

/// A view of a TLP of a known kind that lies wholly within its buffer. The buffer may go on.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Tlp<T: AsRef<[u8]>> {
    buffer: T,
    head: Head,
}

impl<T: AsRef<[u8]>> Tlp<T> {
    /// A view of the TLP at the start of `buffer`.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::TlpType`].
    pub fn new_checked(buffer: T) -> Result<Self, Error> {
        let head = Head::parse(buffer.as_ref())?;
        at_least("TLP", buffer.as_ref(), head.total_length())?;
        Ok(Tlp { buffer, head })
    }

    /// A view of the TLP that fills `buffer` exactly, as one of a data frame must.
    ///
    /// # Errors
    /// As [`Tlp::new_checked`], and [`Error::Length`].
    pub fn new_exact(buffer: T) -> Result<Self, Error> {
        let tlp = Tlp::new_checked(buffer)?;
        let found = tlp.buffer.as_ref().len();
        if tlp.total_len() != found {
            return Err(Error::Length {
                what: "TLP header",
                says: tlp.total_len(),
                other: "the TLP area",
                found,
            });
        }
        Ok(tlp)
    }

    /// The values of the header's fields.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// What it is.
    pub fn kind(&self) -> Kind {
        self.head.kind
    }

    /// Bytes of header, payload and digest.
    pub fn total_len(&self) -> usize {
        self.head.total_length()
    }

    /// Exactly the TLP's bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.slice(0, self.total_len())
    }

    /// The payload, whole words.
    pub fn payload(&self) -> &[u8] {
        let start = self.head.header_length();
        self.slice(start, start + self.head.payload_length())
    }

    /// The digest, if there is one.
    pub fn digest(&self) -> Option<[u8; DIGEST_LENGTH]> {
        if self.head.digest {
            self.as_bytes().last_chunk().copied()
        } else {
            None
        }
    }

    fn slice(&self, from: usize, to: usize) -> &[u8] {
        self.buffer.as_ref().get(from..to).unwrap_or(&[])
    }
}

/// A TLP that owns its payload: what builders make and models keep.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct TlpBuf {
    /// The header; its lengths are those of `payload` and `digest`.
    head: Head,
    payload: Vec<u8>,
    digest: Option<[u8; DIGEST_LENGTH]>,
}

impl TlpBuf {
    /// Of a header and a payload of whole words, as long as the header says. A digest is the
    /// header's to ask for ([`TlpBuf::with_digest`]).
    ///
    /// # Errors
    /// [`Error::Length`].
    pub fn new(head: Head, payload: Vec<u8>) -> Result<Self, Error> {
        if head.payload_length() != payload.len() {
            return Err(Error::Length {
                what: "TLP header",
                says: head.payload_length(),
                other: "the payload",
                found: payload.len(),
            });
        }
        let head = Head { digest: false, ..head };
        Ok(TlpBuf { head, payload, digest: None })
    }

    /// The same TLP with these four bytes after its payload.
    pub fn with_digest(mut self, digest: [u8; DIGEST_LENGTH]) -> Self {
        self.head.digest = true;
        self.digest = Some(digest);
        self
    }

    /// The same TLP with its header changed by `change`, which may not change any length.
    pub fn with_head(mut self, change: impl FnOnce(&mut Head)) -> Self {
        let mut head = self.head;
        change(&mut head);
        if head.payload_length() == self.payload.len() && head.digest == self.digest.is_some() {
            self.head = head;
        }
        self
    }

    /// The header.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The payload, whole words.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// The digest, if there is one.
    pub fn digest(&self) -> Option<[u8; DIGEST_LENGTH]> {
        self.digest
    }

    /// Its bytes as on the link.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![0; self.head.header_length()];
        // The buffer has the header's length: this can't fail.
        let _ = self.head.emit(&mut bytes);
        bytes.extend_from_slice(&self.payload);
        bytes.extend(self.digest.iter().flatten());
        bytes
    }
}

impl<T: AsRef<[u8]>> From<&Tlp<T>> for TlpBuf {
    fn from(tlp: &Tlp<T>) -> Self {
        TlpBuf { head: *tlp.head(), payload: tlp.payload().to_vec(), digest: tlp.digest() }
    }
}

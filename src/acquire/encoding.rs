//! Which encoding a file is in, decided on evidence and said.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::table::wipe_bytes;

/// The encoding that the evidence speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Evidence {
    encoding: &'static Encoding,
    /// Length of the byte order mark.
    mark: u64,
}

impl Evidence {
    /// Name of the encoding, as it stands in the account.
    pub(crate) fn name(self) -> &'static str {
        match self.encoding {
            encoding if encoding == UTF_8 => "utf-8",
            encoding if encoding == UTF_16LE => "utf-16le",
            encoding if encoding == UTF_16BE => "utf-16be",
            _ => "windows-1252",
        }
    }
}

/// Text and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decoded {
    /// The text, without byte order mark.
    pub(crate) text: String,
    /// Name of the encoding, as it stands in the account.
    pub(crate) encoding: &'static str,
    /// Control characters or letter pairs that a wrong decoding leaves behind.
    pub(crate) suspect: bool,
}

/// Bytes examined or decoded at a time.
const STEP: usize = 1 << 20;

/// Looks at all bytes: byte order mark, then the NUL pattern of UTF-16, then strict UTF-8, then Windows-1252.
///
/// No statistical detector: they read a lone `Tromsø` as windows-1257 and never find UTF-16 without a mark.
/// `None` where the bytes are no text: NULs that are not UTF-16, or invalid UTF-16 or UTF-8 below their own mark.
pub(crate) fn examine(mut open: impl FnMut() -> io::Result<Box<dyn Read + Send>>) -> io::Result<Option<Evidence>> {
    let mut head = Vec::new();
    open()?.take(4096).read_to_end(&mut head)?;
    let marked = Encoding::for_bom(&head).map(|(encoding, mark)| Evidence { encoding, mark: mark as u64 });
    if let Some(evidence) = marked {
        return Ok(is_valid(open()?, evidence)?.then_some(evidence));
    }
    let (mut has_nul, mut utf8) = (false, Utf8Check::default());
    for_each_step(open()?, |bytes| {
        has_nul |= memchr::memchr(0, bytes).is_some();
        utf8.take(bytes);
        !has_nul
    })?;
    if has_nul {
        let Some(encoding) = nul_pattern(&head) else { return Ok(None) };
        let evidence = Evidence { encoding, mark: 0 };
        return Ok(is_valid(open()?, evidence)?.then_some(evidence));
    }
    let encoding = if utf8.is_valid() { UTF_8 } else { WINDOWS_1252 };
    Ok(Some(Evidence { encoding, mark: 0 }))
}

/// Decodes bytes that are held whole. `None` where they are no text.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    let owned: std::sync::Arc<[u8]> = bytes.into();
    let evidence = examine(|| Ok(Box::new(io::Cursor::new(owned.clone())))).ok()??;
    let mut source = TextSource::new(Box::new(io::Cursor::new(owned)), evidence).ok()?;
    let mut text = String::new();
    while source.read_on(&mut text).ok()? {}
    let suspect = looks_damaged(&text);
    Some(Decoded { text, encoding: evidence.name(), suspect })
}

/// Letters that a wrong decoding leaves behind: C1 controls, and UTF-8's two bytes for a Norwegian letter read one by one
/// (also where a file changes its encoding midway).
pub(crate) fn looks_damaged(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let is_lead = |letter: char| matches!(letter, 'Ã' | 'Â');
    // The second byte of a letter, as Windows-1252 shows it.
    let is_trail = |letter: char| {
        ('\u{a0}'..='\u{bf}').contains(&letter)
            || WINDOWS_1252.encode(&letter.to_string()).0.iter().all(|it| (0x80..0xa0).contains(it))
    };
    let mut before = ' ';
    text.chars().any(|letter| {
        let is_pair = is_lead(before) && !letter.is_ascii() && is_trail(letter);
        before = letter;
        is_pair || ('\u{80}'..='\u{9f}').contains(&letter)
    })
}

/// A file's text, decoded as it is asked for.
pub(crate) struct TextSource {
    source: Box<dyn Read + Send>,
    decoder: Decoder,
    raw: Vec<u8>,
    is_done: bool,
}

impl TextSource {
    /// The text of `source` from behind its byte order mark.
    pub(crate) fn new(mut source: Box<dyn Read + Send>, evidence: Evidence) -> io::Result<Self> {
        io::copy(&mut source.by_ref().take(evidence.mark), &mut io::sink())?;
        let decoder = evidence.encoding.new_decoder_without_bom_handling();
        Ok(Self { source, decoder, raw: vec![0; STEP], is_done: false })
    }

    /// Appends some more of the text; false at the end of the file.
    ///
    /// # Errors
    /// What the source says, or `InvalidData` where the bytes are no longer what the evidence said.
    pub(crate) fn read_on(&mut self, text: &mut String) -> io::Result<bool> {
        if self.is_done {
            return Ok(false);
        }
        let length = read_some(&mut self.source, &mut self.raw)?;
        self.is_done = length == 0;
        let bytes = &self.raw[..length];
        let most = self.decoder.max_utf8_buffer_length_without_replacement(length).unwrap_or(length * 3 + 16);
        text.reserve(most);
        match self.decoder.decode_to_string_without_replacement(bytes, text, self.is_done) {
            (DecoderResult::InputEmpty, _) => Ok(!self.is_done),
            _ => Err(io::Error::from(io::ErrorKind::InvalidData)),
        }
    }
}

impl Drop for TextSource {
    fn drop(&mut self) {
        wipe_bytes(&mut self.raw);
    }
}

fn read_some(source: &mut dyn Read, into: &mut [u8]) -> io::Result<usize> {
    loop {
        match source.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Hands over the source's bytes until `take` says that it has seen enough.
fn for_each_step(mut source: Box<dyn Read + Send>, mut take: impl FnMut(&[u8]) -> bool) -> io::Result<()> {
    let mut buffer = vec![0; STEP];
    loop {
        let length = read_some(&mut source, &mut buffer)?;
        if length == 0 || !take(&buffer[..length]) {
            return Ok(());
        }
    }
}

fn is_valid(source: Box<dyn Read + Send>, evidence: Evidence) -> io::Result<bool> {
    let mut text = String::new();
    let mut source = TextSource::new(source, evidence)?;
    loop {
        text.clear();
        match source.read_on(&mut text) {
            Ok(true) => {}
            Ok(false) => return Ok(true),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => return Ok(false),
            Err(error) => return Err(error),
        }
    }
}

/// Strict UTF-8 over steps that may cut a letter in two.
#[derive(Default)]
struct Utf8Check {
    is_broken: bool,
    /// The bytes of a letter that the last step ended in.
    begun: Vec<u8>,
}

impl Utf8Check {
    fn take(&mut self, bytes: &[u8]) {
        if self.is_broken {
            return;
        }
        let mut rest = bytes;
        while !self.begun.is_empty() && !rest.is_empty() {
            self.begun.push(rest[0]);
            rest = &rest[1..];
            match std::str::from_utf8(&self.begun) {
                Ok(_) => self.begun.clear(),
                Err(error) if error.error_len().is_some() => self.is_broken = true,
                Err(_) => {}
            }
            if self.is_broken {
                return;
            }
        }
        if let Err(error) = std::str::from_utf8(rest) {
            self.is_broken = error.error_len().is_some();
            self.begun = rest[error.valid_up_to()..].to_vec();
        }
    }

    fn is_valid(&self) -> bool {
        !self.is_broken && self.begun.is_empty()
    }
}

/// Western text in UTF-16 has its NULs on one side only.
fn nul_pattern(head: &[u8]) -> Option<&'static Encoding> {
    let even = head.iter().step_by(2).filter(|byte| **byte == 0).count();
    let odd = head.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count();
    let most = head.len() / 4;
    if odd > most && even == 0 {
        Some(UTF_16LE)
    } else if even > most && odd == 0 {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text and encoding, or no text at all.
    type Expected = Option<(&'static str, &'static str)>;

    #[test]
    fn decides_on_evidence() {
        let utf16: Vec<u8> = "Tromsø;1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "Tromsø;1".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let cases: [(&str, &[u8], Expected); 9] = [
            ("plain", b"abc", Some(("abc", "utf-8"))),
            ("marked", b"\xEF\xBB\xBF\xC3\xB8", Some(("ø", "utf-8"))),
            ("marked, and wrong", b"\xEF\xBB\xBF\xF8", None),
            ("one byte a letter", b"Troms\xF8", Some(("Tromsø", "windows-1252"))),
            ("little endian", &utf16, Some(("Tromsø;1", "utf-16le"))),
            ("big endian", &big, Some(("Tromsø;1", "utf-16be"))),
            ("half a letter", b"\xFF\xFEa\x00b", None),
            ("binary", b"PK\x03\x04\x00\x00\x01\x00\x00\x07", None),
            ("empty", b"", Some(("", "utf-8"))),
        ];
        for (why, bytes, expected) in cases {
            let found = decode(bytes);
            let found = found.as_ref().map(|decoded| (decoded.text.as_str(), decoded.encoding));
            assert_eq!(found, expected, "{why}");
        }
    }

    #[test]
    fn says_when_letters_look_damaged() {
        assert!(decode("TromsÃ¸".as_bytes()).is_some_and(|decoded| decoded.suspect));
        assert!(decode(b"\x81 \xF8").is_some_and(|decoded| decoded.suspect));
        assert!(decode("Tromsø".as_bytes()).is_some_and(|decoded| !decoded.suspect));
        assert!(decode("São ÂÃ Ãa".as_bytes()).is_some_and(|decoded| !decoded.suspect));
        assert!(decode(b"B\xC3\xA9\nB\xF6").is_some_and(|decoded| decoded.suspect), "an accent that is none of ours");
        assert!(decode(b"Troms\xF8 Troms\xC3\xB8").is_some_and(|decoded| decoded.suspect), "changes midway");
    }

    #[test]
    fn letters_that_are_cut_in_two_are_still_letters() {
        let text = "aøå€𝄞b".repeat(3);
        for at in 0..text.len() {
            let (mut check, mut broken) = (Utf8Check::default(), Utf8Check::default());
            let (left, right) = text.as_bytes().split_at(at);
            check.take(left);
            check.take(right);
            assert!(check.is_valid(), "{at}");
            broken.take(&text.as_bytes()[..at]);
            assert_eq!(broken.is_valid(), text.is_char_boundary(at), "{at}");
        }
    }
}

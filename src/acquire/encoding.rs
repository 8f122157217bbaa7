//! Which encoding a file is in, decided on evidence and said.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

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

/// Decodes `bytes`: byte order mark, then the NUL pattern of UTF-16, then strict UTF-8, then Windows-1252.
///
/// No statistical detector: they read a lone `Tromsø` as windows-1257 and never find UTF-16 without a mark.
/// `None` where the bytes are no text: NULs that are not UTF-16, or invalid UTF-16.
pub(crate) fn decode(bytes: &[u8]) -> Option<Decoded> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return std::str::from_utf8(rest).ok().map(|text| decoded(text.to_owned(), "utf-8"));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFF\xFE") {
        return wide(rest, UTF_16LE, "utf-16le");
    }
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return wide(rest, UTF_16BE, "utf-16be");
    }
    match nul_pattern(bytes) {
        Some(NulPattern::OddBytes) => return wide(bytes, UTF_16LE, "utf-16le"),
        Some(NulPattern::EvenBytes) => return wide(bytes, UTF_16BE, "utf-16be"),
        Some(NulPattern::Neither) => return None,
        None => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Some(decoded(text.to_owned(), "utf-8"));
    }
    let (text, _, _) = WINDOWS_1252.decode(bytes);
    Some(decoded(text.into_owned(), "windows-1252"))
}

fn decoded(text: String, encoding: &'static str) -> Decoded {
    let suspect = text.chars().any(is_c1_control) || text.contains("Ã¸") || text.contains("Ã¥") || text.contains("Ã¦");
    Decoded { text, encoding, suspect }
}

fn is_c1_control(letter: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&letter)
}

fn wide(bytes: &[u8], encoding: &'static Encoding, name: &'static str) -> Option<Decoded> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(decoded(text.into_owned(), name))
}

enum NulPattern {
    OddBytes,
    EvenBytes,
    Neither,
}

/// Western text in UTF-16 has its NULs on one side only.
fn nul_pattern(bytes: &[u8]) -> Option<NulPattern> {
    let head = &bytes[..bytes.len().min(4096)];
    if !bytes.contains(&0) {
        return None;
    }
    let even = head.iter().step_by(2).filter(|byte| **byte == 0).count();
    let odd = head.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count();
    let most = head.len() / 4;
    if odd > most && even == 0 {
        Some(NulPattern::OddBytes)
    } else if even > most && odd == 0 {
        Some(NulPattern::EvenBytes)
    } else {
        Some(NulPattern::Neither)
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
        let cases: [(&str, &[u8], Expected); 7] = [
            ("plain", b"abc", Some(("abc", "utf-8"))),
            ("marked", b"\xEF\xBB\xBF\xC3\xB8", Some(("ø", "utf-8"))),
            ("one byte a letter", b"Troms\xF8", Some(("Tromsø", "windows-1252"))),
            ("little endian", &utf16, Some(("Tromsø;1", "utf-16le"))),
            ("big endian", &big, Some(("Tromsø;1", "utf-16be"))),
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
    }
}

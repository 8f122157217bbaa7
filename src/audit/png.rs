//! A PNG holds pixels and nothing that can be read beside them.

use super::finding::Report;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// What a picture needs: header, palette, colours, size, pixels and end.
const PLAIN: [&[u8]; 11] =
    [b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD"];

/// Reports every piece that is no picture, and whatever follows the end.
pub(super) fn audit(file: &str, bytes: &[u8], report: &mut Report) {
    let Some(mut rest) = bytes.strip_prefix(SIGNATURE) else {
        report.unread(file, "", "damaged");
        return;
    };
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let Some((kind, after)) = after.split_first_chunk::<4>() else { break };
        let length = u32::from_be_bytes(*length) as usize;
        // The content, and a check sum of four bytes.
        let Some(next) = length.checked_add(4).and_then(|skipped| after.get(skipped..)) else { break };
        if !PLAIN.contains(&kind.as_slice()) {
            report.odd(file, String::from_utf8_lossy(kind), "hidden-part");
        }
        if kind == b"IEND" {
            if !next.is_empty() {
                report.odd(file, "IEND", "hidden-part");
            }
            return;
        }
        rest = next;
    }
    report.unread(file, "", "damaged");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
        let length = u32::try_from(content.len()).unwrap().to_be_bytes();
        [&length[..], kind, content, &[0; 4]].concat()
    }

    fn problems(bytes: &[u8]) -> (usize, usize) {
        let mut report = Report::default();
        audit("a.png", bytes, &mut report);
        (report.unexplained.len(), report.unreadable.len())
    }

    #[test]
    fn texts_and_tails_are_found() {
        let plain = [SIGNATURE, &chunk(b"IHDR", b"x"), &chunk(b"IDAT", b"pixels")].concat();
        let end = chunk(b"IEND", b"");
        assert_eq!(problems(&[&plain[..], &end].concat()), (0, 0));
        assert_eq!(problems(&[&plain[..], &chunk(b"tEXt", b"3"), &end].concat()), (1, 0));
        assert_eq!(problems(&[&plain[..], &end, b"3"].concat()), (1, 0));
        assert_eq!([problems(&plain), problems(b"GIF"), problems(SIGNATURE)], [(0, 1); 3]);
        assert_eq!(problems(&[SIGNATURE, &[0xFF; 8]].concat()), (0, 1), "a length beyond the end");
    }
}

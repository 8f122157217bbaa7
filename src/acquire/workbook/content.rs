//! What a file is, by its content: names lie, and services rename what their systems write.

use super::ole::is_compound;
use super::package::Package;

/// What the bytes are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// A zip package: XLSX, ODS or another.
    Package,
    /// A compound file: XLS, an encrypted workbook or another.
    Compound,
    /// A web page, which many systems write and call .xls.
    WebPage,
    /// Excel 2003's XML.
    MarkedUp,
    /// Text, or nothing that is known.
    Other,
}

/// Bytes in which a file says what it is.
pub(super) const HEAD: usize = 1024;

/// Looks at the first bytes.
pub(super) fn of(bytes: &[u8]) -> Content {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Content::Package;
    }
    if is_compound(bytes) {
        return Content::Compound;
    }
    // UTF-16 has a NUL beside each of these letters.
    let head = bytes.iter().take(HEAD).filter(|byte| **byte != 0 && byte.is_ascii()).map(u8::to_ascii_lowercase);
    let head: String = head.map(char::from).collect();
    let head = head.trim_start();
    let begins = |words: &[&str]| words.iter().any(|word| head.starts_with(word));
    if begins(&["<!doctype html", "<html", "<head", "<meta", "<body", "<table", "<style", "mime-version:"]) {
        Content::WebPage
    } else if begins(&["<?xml", "<workbook", "<ss:workbook"]) {
        let is_web = head.contains("<html") || head.contains("<!doctype html");
        if is_web { Content::WebPage } else { Content::MarkedUp }
    } else {
        Content::Other
    }
}

/// What a package is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PackageKind {
    Xlsx,
    Ods,
    /// Something else in a zip file: XLSB, a text document, Numbers, plain files.
    Foreign,
}

/// Looks at the parts of a package.
pub(super) fn kind_of(package: &mut Package) -> PackageKind {
    const ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";
    if package.head("mimetype").starts_with(ODS) {
        return PackageKind::Ods;
    }
    let is_workbook = |name: &str| name.starts_with("xl/workbook") && !name.starts_with("xl/workbook.bin");
    let has_relations = package.has("_rels/.rels");
    if has_relations && package.has_any(is_workbook) { PackageKind::Xlsx } else { PackageKind::Foreign }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_known_by_its_first_bytes() {
        let wide: Vec<u8> = "<html>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: [(&[u8], Content); 8] = [
            (b"PK\x03\x04rest", Content::Package),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", Content::Compound),
            (b"\xEF\xBB\xBF\r\n<HTML><table>", Content::WebPage),
            (&wide, Content::WebPage),
            (b"<?xml version=\"1.0\"?><!DOCTYPE html>", Content::WebPage),
            (
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">",
                Content::MarkedUp,
            ),
            (b"melding_id;barn_id", Content::Other),
            (b"", Content::Other),
        ];
        for (bytes, expected) in cases {
            assert_eq!(of(bytes), expected, "{}", String::from_utf8_lossy(bytes));
        }
    }
}

//! Whether a file's XML declaration and its bytes say the same encoding.

/// Longest declaration that is looked through.
const LONGEST: usize = 200;

/// Names of encodings in which æ, ø and å are one byte each, as Windows-1252 has them.
const ONE_BYTE: [&str; 6] = ["iso-8859-1", "iso-8859-15", "iso8859-1", "latin1", "latin-1", "windows-1252"];

/// Whether the declaration of `text` says another encoding than `read_as`, the one that the bytes are in.
///
/// The bytes decide what is read; a declaration that disagrees means that something on the way has rewritten the file,
/// and that Statistics Norway's reader, which trusts the declaration, reads other letters.
pub(crate) fn disagrees(text: &str, read_as: &str) -> bool {
    let declared = declared(text).map(str::to_ascii_lowercase);
    let declared = declared.as_deref();
    match read_as {
        "utf-16le" | "utf-16be" => declared.is_some_and(|name| !name.starts_with("utf-16")),
        _ if text.is_ascii() => declared.is_some_and(|name| name.starts_with("utf-16") || name.starts_with("ucs")),
        "utf-8" => declared.is_some_and(|name| name != "utf-8" && name != "utf8"),
        _ => declared.is_none_or(|name| !ONE_BYTE.contains(&name)),
    }
}

/// The encoding that the declaration names.
fn declared(text: &str) -> Option<&str> {
    let (declaration, _) = text.strip_prefix("<?xml")?.split_once("?>").filter(|(before, _)| before.len() < LONGEST)?;
    let (_, after) = declaration.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|letter| ['"', '\''].contains(letter))?;
    value[1..].split_once(quote).map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bytes_and_the_declaration() {
        for (why, text, read_as, expected) in [
            ("no declaration, UTF-8", "<a>ø</a>", "utf-8", false),
            ("UTF-8 as declared", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>ø</a>", "utf-8", false),
            ("Latin-1 as declared", "<?xml version='1.0' encoding = 'ISO-8859-1'?><a>ø</a>", "windows-1252", false),
            (
                "plain letters are the same in both",
                "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><a/>",
                "utf-8",
                false,
            ),
            ("UTF-16 as declared", "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", "utf-16le", false),
            ("UTF-16 by its mark alone", "<?xml version=\"1.0\"?><a/>", "utf-16be", false),
            ("declared Latin-1, is UTF-8", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>ø</a>", "utf-8", true),
            ("declared UTF-8, is Latin-1", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>ø</a>", "windows-1252", true),
            ("not declared, which means UTF-8", "<a>ø</a>", "windows-1252", true),
            ("declared UTF-16, is not", "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a/>", "utf-8", true),
            (
                "declared something else",
                "<?xml version=\"1.0\" encoding=\"iso-8859-5\"?><a>ø</a>",
                "windows-1252",
                true,
            ),
            ("declared UTF-8, is UTF-16", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>", "utf-16le", true),
        ] {
            assert_eq!(disagrees(text, read_as), expected, "{why}");
        }
    }
}

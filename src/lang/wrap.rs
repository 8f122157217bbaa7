//! Words in lines that a terminal holds.

use std::fmt::Write;

/// The width every terminal has; the real one is not asked for, so that the same run prints the same text.
pub(crate) const COLUMNS: usize = 80;

/// The pieces after `label`, in lines that end before the terminal does; a piece too long for that stays whole.
pub(crate) fn wrapped<'a>(label: &str, pieces: impl Iterator<Item = &'a str>) -> String {
    let indent = " ".repeat(label.chars().count());
    let mut out = String::new();
    let mut line = label.to_owned();
    let mut is_empty = true;
    for piece in pieces {
        if !is_empty && line.chars().count() + 1 + piece.chars().count() > COLUMNS {
            let _ = writeln!(out, "{line}");
            line.clone_from(&indent);
            is_empty = true;
        }
        if !is_empty {
            line.push(' ');
        }
        line.push_str(piece);
        is_empty = false;
    }
    let _ = writeln!(out, "{line}");
    out
}

//! What is counted and in which unit, said once.

use crate::lang::text;

/// «Barn med melding (prosent av barn 0–17 år)»; a unit that says what the title says is left out.
pub(super) fn with_unit(title: &str, unit: &str) -> String {
    match unit_beside(title, unit) {
        "" => title.to_owned(),
        unit => text("document.caption", &[("title", title), ("unit", unit)]),
    }
}

/// The part of the unit that the title does not say.
pub(super) fn unit_beside<'u>(title: &str, unit: &'u str) -> &'u str {
    let title = title.to_lowercase();
    if unit.to_lowercase() == title {
        return "";
    }
    let split = unit.strip_suffix(')').and_then(|unit| unit.rsplit_once(" ("));
    match split {
        Some((before, within)) if title.contains(&within.to_lowercase()) => before,
        _ => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_said_twice() {
        assert_eq!(with_unit("Milepæler", "milepæler"), "Milepæler");
        assert_eq!(with_unit("Ventetid, median", "dager fra mottatt (median)"), "Ventetid, median (dager fra mottatt)");
        assert_eq!(with_unit("Ventetid", "dager (median)"), "Ventetid (dager (median))");
        assert_eq!(with_unit("Barn", "prosent"), "Barn (prosent)");
        assert_eq!(unit_beside("", ""), "");
    }
}

//! The figures that may be published, attacked before anything is drawn: what the audit still finds is withheld too.

use std::collections::BTreeSet;

use super::opened::Opened;
use super::{audited, bundle};
use crate::audit::CellRef;
use crate::diagnostic::Failure;
use crate::protect::{Also, Before, Publishable, Which};
use crate::publish;
use crate::units::Audience;

/// First the figure itself, then its table, then all of its measure and year.
const ROUNDS: usize = 3;

/// The figures by `protected`, with more withheld until nothing follows that withholding can hide; what then is left is the
/// audit's to find again. None where there are none.
///
/// # Errors
/// [`Failure`] where an earlier bundle cannot be read.
pub(super) fn attacked<T>(
    opened: &Opened,
    earlier: &[std::path::PathBuf],
    before: &mut Before,
    mut protected: impl FnMut(&Before) -> Option<(Publishable, T)>,
) -> Result<Option<(Publishable, T)>, Failure> {
    for round in 0..=ROUNDS {
        let Some((publishable, beside)) = protected(before) else { return Ok(None) };
        let is_public = publishable.heading().audience == Audience::Offentlig;
        if !is_public || round == ROUNDS {
            return Ok(Some((publishable, beside)));
        }
        let provenance = bundle::of_report(opened, Vec::new());
        let figures = publish::figures(&publishable, &provenance, &opened.appearance);
        let found = audited::found(&figures, earlier, &publishable)?;
        let known = before.also.len();
        before.also.extend(also(found, round));
        if before.also.len() == known {
            return Ok(Some((publishable, beside)));
        }
    }
    Ok(None)
}

fn also(found: Vec<CellRef>, round: usize) -> BTreeSet<Also> {
    let of = |cell: CellRef| {
        let which = match round {
            0 => Which::Cell(cell.breakdown),
            1 => Which::Table(cell.breakdown),
            _ => Which::All,
        };
        Also { measure: cell.indicator, year: cell.year, which }
    };
    found.into_iter().map(of).collect()
}

//! The collaboration ladder: a child's moves from one step to a higher one.

use std::collections::BTreeMap;

use super::Viewing;
use crate::check::MISSING;
use crate::compute::columns::Columns;

/// One item for each move of a child to a higher step in the window: the days from the first referral on the lower step.
pub(super) fn steps<'a>(from: &Viewing<'a, '_>) -> Columns<'a> {
    let columns = from.columns;
    let (children, steps, days) = (columns.whole("barn_id"), columns.whole("trinn"), columns.whole("mottatt"));
    let mut first: BTreeMap<i32, BTreeMap<i32, i32>> = BTreeMap::new();
    for row in from.selection.rows.iter().map(|row| *row as usize) {
        if [children[row], steps[row], days[row]].contains(&MISSING) {
            continue;
        }
        let of_step = first.entry(children[row]).or_default().entry(steps[row]).or_insert(days[row]);
        *of_step = (*of_step).min(days[row]);
    }
    let moves = first.values().flat_map(|of_child| {
        let mut reached: Vec<(i32, i32)> = of_child.iter().map(|(step, day)| (*day, *step)).collect();
        reached.sort_unstable();
        let up = |pair: &[(i32, i32)]| (pair[1].1 > pair[0].1 && pair[1].0 > pair[0].0).then(|| (pair[0].0, pair[1].0));
        reached.windows(2).filter_map(up).collect::<Vec<_>>()
    });
    let in_window = moves.filter(|(_, later)| (from.moment.first..=from.moment.last).contains(&i64::from(*later)));
    let waits: Vec<i32> = in_window.map(|(earlier, later)| later - earlier).collect();
    Columns::of_view(waits.len(), vec![("dager", waits)])
}

//! KOR/FIT: one client in one service, from first to last session.

use std::collections::BTreeMap;

use super::Viewing;
use crate::check::MISSING;
use crate::compute::columns::Columns;
use crate::compute::statistics::reliable_change;

/// A client who has come once and not again within this many days has dropped out.
pub(in crate::compute) const DROP_OUT_DAYS: i64 = 60;

/// A difference of two scores as people reckon it: 8.7 less 3.7 is 5, and not a little less.
fn points(difference: f64) -> f64 {
    (difference * 1e6).round() / 1e6
}

/// Sessions of one case, as far as they have a score.
#[derive(Default)]
struct Case {
    /// Day, score, age, of each session in order.
    sessions: Vec<(i64, f64, i32)>,
}

/// All cases with a session known by the window's last day. What cannot be said of one is blank: change where the last
/// session is in another window or is the first, clinical change where the first score was above the cut-off.
pub(super) fn cases<'a>(from: &Viewing<'a, '_>) -> Columns<'a> {
    let columns = from.columns;
    let (clients, services) = (columns.whole("klient_id"), columns.whole("tjeneste"));
    let (days, ages, scores) = (columns.whole("dato"), columns.whole("alder"), columns.decimal("ors"));
    let mut cases: BTreeMap<(i32, i32), Case> = BTreeMap::new();
    for row in from.selection.rows.iter().map(|row| *row as usize).filter(|row| !scores[*row].is_nan()) {
        let case = cases.entry((clients[row], services[row])).or_default();
        case.sessions.push((i64::from(days[row]), scores[row], ages[row]));
    }
    let (mut change, mut of_client, mut of_service) = (Vec::new(), Vec::new(), Vec::new());
    let (mut reliable, mut clinical, mut dropped) = (Vec::new(), Vec::new(), Vec::new());
    for ((client, service), mut case) in cases {
        case.sessions.sort_by_key(|session| session.0);
        of_client.push(client);
        of_service.push(service);
        let outcome = case.outcome(from.moment.first);
        change.push(outcome.unwrap_or(f64::NAN));
        let is_reliable = outcome.map(|change| change >= reliable_change::RELIABLE_CHANGE);
        reliable.push(flag(is_reliable));
        clinical.push(flag(is_reliable.and_then(|is_reliable| case.crosses_cut_off(is_reliable))));
        dropped.push(flag(case.drops_out(from.moment.first, from.moment.last)));
    }
    Columns::of_view(
        of_client.len(),
        vec![
            ("klient", of_client),
            ("tjeneste", of_service),
            ("palitelig", reliable),
            ("klinisk", clinical),
            ("frafall", dropped),
        ],
    )
    .with_decimals("endring", change)
    .with_labels("tjeneste", columns.labels("tjeneste").cloned())
}

fn flag(said: Option<bool>) -> i32 {
    said.map_or(MISSING, i32::from)
}

impl Case {
    /// The change from the first to the last session, where the last of two or more is in the window.
    fn outcome(&self, first_day: i64) -> Option<f64> {
        let (first, last) = (self.sessions.first()?, self.sessions.last()?);
        let is_of_window = self.sessions.len() >= 2 && last.0 >= first_day;
        is_of_window.then_some(points(last.1 - first.1))
    }

    /// Whether a client who began below the cut-off for the age came above it by a reliable change.
    fn crosses_cut_off(&self, is_reliable: bool) -> Option<bool> {
        let (first, last) = (self.sessions.first()?, self.sessions.last()?);
        let age = Some(first.2).filter(|age| *age != MISSING)?;
        let cut_off = reliable_change::clinical_cut_off(u32::try_from(age).ok()?)?;
        (first.1 < cut_off).then_some(is_reliable && last.1 >= cut_off)
    }

    /// Whether a client who began in the window, early enough for us to know, never came again.
    fn drops_out(&self, first_day: i64, last_day: i64) -> Option<bool> {
        let began = self.sessions.first()?.0;
        let is_known = began >= first_day && began <= last_day - DROP_OUT_DAYS;
        is_known.then_some(self.sessions.len() == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_points_are_five_whatever_the_decimals() {
        for (first, last) in [(3.7, 8.7), (4.2, 9.2), (20.3, 25.3), (0.0, 5.0)] {
            let case = Case { sessions: vec![(0, first, MISSING), (1, last, MISSING)] };
            assert_eq!(case.outcome(0), Some(5.0), "{first} {last}");
        }
    }
}

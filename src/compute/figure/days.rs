//! Days waited, and days late.

use chrono::Months;

use super::{Counting, count};
use crate::check::MISSING;
use crate::compute::definition::Limit;
use crate::compute::interval::float;
use crate::compute::moment::date_of;
use crate::compute::statistics::{self, kaplan_meier};
use crate::compute::tally::{Counted, Part, Tally};

impl Counting<'_, '_> {
    /// The percentile of the days waited by those whose wait ended by the window's last day, so that every year is known
    /// equally far. How many they are is not published: with the number of referrals it would give the number still
    /// waiting.
    pub(super) fn waited(&self, rows: &[u32], (from, to): (&str, &str), share: u8) -> Tally {
        let waits = self.ended(rows, from, to);
        Self::percentile(&waits, share, self.part(&format!("days {from} {to}"), count(waits.len())))
    }

    fn ended(&self, rows: &[u32], from: &str, to: &str) -> Vec<i64> {
        let (from, to) = (self.columns.whole(from), self.columns.whole(to));
        let both = rows.iter().map(|row| (from[*row as usize], to[*row as usize]));
        let known = both.filter(|(from, to)| *from != MISSING && *to != MISSING);
        let ended = known.filter(|(_, to)| i64::from(*to) <= self.moment.last);
        ended.map(|(from, to)| i64::from(to) - i64::from(from)).collect()
    }

    /// The percentile of all waits, those that have not ended counted as far as they are known (Kaplan & Meier 1958).
    pub(super) fn survival(&self, rows: &[u32], [from, to, stopped]: [&String; 3], share: u8) -> Tally {
        let [begin, end, stop] = [from, to, stopped].map(|field| self.columns.whole(field));
        let last = self.moment.last;
        let mut events = 0;
        let mut waits = Vec::with_capacity(rows.len());
        for row in rows.iter().map(|row| *row as usize).filter(|row| begin[*row] != MISSING) {
            let start = i64::from(begin[row]);
            let known = |day: i32| Some(i64::from(day)).filter(|_| day != MISSING).filter(|day| *day <= last);
            let (until, is_event) = match known(end[row]) {
                Some(day) => (day, true),
                None => (known(stop[row]).unwrap_or(last), false),
            };
            events += u64::from(is_event);
            waits.push((until - start, is_event));
        }
        let parts = [
            self.part(&format!("days {from} {to}"), events),
            self.part(&format!("no days {from} {to}"), count(waits.len()) - events),
        ]
        .concat();
        let Some(value) = kaplan_meier(&waits).quantile(f64::from(share) / 100.0) else { return Tally::Missing };
        Self::bare(days_as_float(value), parts)
    }

    /// The percentile of the days that those who still wait have waited on the window's last day.
    pub(super) fn queue(&self, rows: &[u32], from: &str, share: u8) -> Tally {
        let begin = self.columns.whole(from);
        let known = rows.iter().map(|row| begin[*row as usize]).filter(|day| *day != MISSING);
        let waits: Vec<i64> = known.map(|day| self.moment.last - i64::from(day)).collect();
        // They are the same people as in the count of those who wait.
        Self::percentile(&waits, share, self.part("Rows", count(waits.len())))
    }

    /// The percentile of a field.
    pub(super) fn percentile_of(&self, rows: &[u32], of: &str, share: u8) -> Tally {
        let column = self.columns.whole(of);
        let known = rows.iter().map(|row| column[*row as usize]).filter(|value| *value != MISSING);
        let values: Vec<i64> = known.map(i64::from).collect();
        Self::percentile(&values, share, self.part(&format!("known {of}"), count(values.len())))
    }

    /// The percentile of the days late: done after it was due, or due before the day of judgement and not done by then.
    pub(super) fn late(&self, rows: &[u32], (due, done): (&str, &str), share: u8) -> Tally {
        let (due_days, done_days) = (self.columns.whole(due), self.columns.whole(done));
        let state = self.columns.at("tilstand", self.moment);
        let is = |row: usize, id: &str| {
            self.columns.labels("tilstand").and_then(|labels| labels.find(id)) == Some(state[row])
        };
        let of_row = |row: &u32| {
            let row = *row as usize;
            let due = Some(i64::from(due_days[row])).filter(|_| due_days[row] != MISSING)?;
            let is_open = !["i-tide", "for-sent", "nadd-uten-dato", "avbrutt"].iter().any(|id| is(row, id));
            let until = match () {
                () if is(row, "for-sent") => i64::from(done_days[row]),
                () if is_open => self.moment.judged,
                () => return None,
            };
            Some(until - due).filter(|days| *days > 0)
        };
        let late: Vec<i64> = rows.iter().filter_map(of_row).collect();
        Self::percentile(&late, share, self.part(&format!("late {due} {done}"), count(late.len())))
    }

    fn percentile(values: &[i64], share: u8, parts: Vec<Part>) -> Tally {
        // A percentile of few says what each of them waited: it is as secret as their number.
        statistics::percentile(values, f64::from(share) / 100.0)
            .map_or(Tally::Missing, |value| Self::bare(value, parts))
    }

    fn bare(value: f64, parts: Vec<Part>) -> Tally {
        Tally::Figure(Counted { value, numerator: None, denominator: None, interval: None, parts })
    }

    /// Rows whose later date comes within the limit. A row without one is not in time, whatever the reason.
    pub(super) fn within(&self, rows: &[u32], from: &str, to: &str, limit: &Limit) -> u64 {
        let extended = match limit {
            Limit::Days(_) => None,
            Limit::Months { when, .. } => Some(self.columns.whole(when)),
        };
        let (from, to) = (self.columns.whole(from), self.columns.whole(to));
        let is_in_time = |row: &&u32| {
            let row = **row as usize;
            let is_extended = extended.as_ref().is_some_and(|column| column[row] == self.yes);
            let is_known = from[row] != MISSING && to[row] != MISSING;
            is_known
                && latest_in_time(i64::from(from[row]), limit, is_extended).is_some_and(|it| i64::from(to[row]) <= it)
        };
        count(rows.iter().filter(is_in_time).count())
    }
}

/// The last day that is in time. Calendar months as the law counts them (barnevernsloven § 2-2): 30 November plus three
/// months is the last day of February.
fn latest_in_time(from: i64, limit: &Limit, is_extended: bool) -> Option<i64> {
    match limit {
        Limit::Days(days) => Some(from + i64::from(*days)),
        Limit::Months { ordinary, extended, .. } => {
            let months = Months::new(if is_extended { *extended } else { *ordinary });
            let latest = date_of(from)?.checked_add_months(months)?;
            Some(i64::from(crate::units::epoch_day(latest)))
        }
    }
}

fn days_as_float(days: i64) -> f64 {
    u64::try_from(days).map_or(0.0, float)
}

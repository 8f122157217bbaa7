//! Which sources' numbers of rows are left out, and of which years.

use std::collections::{BTreeMap, BTreeSet};

use super::super::accounts::year_of;
use super::super::suppress::Model;
use crate::check::RowAccount;
use crate::compute::{About, Explanation, IndicatorTable, RowSteps, Tally};

/// Sources and years of which no number of rows is told but what a figure tells.
#[derive(Default)]
pub(super) struct Concealed {
    years: BTreeSet<(String, i32)>,
    /// Numerators and denominators of the totals that are shown, by measure and year.
    shown: BTreeMap<(String, i32), Vec<u64>>,
}

impl Concealed {
    pub(super) fn has(&self, source: &str, year: i32) -> bool {
        self.years.contains(&(source.to_owned(), year))
    }

    pub(super) fn has_any_year(&self, source: &str) -> bool {
        self.years.iter().any(|(known, _)| known == source)
    }

    /// Whether the rows of a measure are its own figure and nothing more.
    pub(super) fn is_figure(&self, measure: &str, year: i32, steps: &RowSteps) -> bool {
        let counts = self.shown.get(&(measure.to_owned(), year));
        let is_one_number = steps.left_out.is_empty() && steps.read == steps.used && steps.items.is_none();
        is_one_number && counts.is_some_and(|counts| counts.contains(&steps.used))
    }

    /// A year of a source about people is left out
    ///
    /// 1. where a total of the source is withheld;
    /// 2. where two numbers of rows, or a number of rows and a figure that counts them, lie so near one another that the
    ///    difference is small: so few were left out by some rule;
    /// 3. where a category is withheld of a field that a rule chooses rows by, or of a name when files are from several
    ///    senders;
    /// 4. where a file has few rows;
    /// 5. and as cover: the rows of all files of a year are a figure (R1-rader).
    pub(super) fn of(
        model: &Model,
        tables: &[IndicatorTable<Tally>],
        behind: &[Explanation],
        accounts: &[RowAccount],
        threshold: u64,
    ) -> Self {
        let about_people = behind.iter().filter(|it| it.about != About::Services);
        let people: BTreeSet<&str> = about_people.map(|it| it.source.as_str()).collect();
        let families = families(behind);
        let shown = shown_counts(model, tables);
        let mut concealed = Self::default();
        let mut conceal = |source: &str, year: i32| {
            let family = families.get(source).into_iter().flatten().copied();
            concealed.years.extend(family.chain([source]).map(|source| (source.to_owned(), year)));
        };
        for (source, year, dimension) in model.withheld_in() {
            let of_source = || behind.iter().filter(|it| it.source == source);
            let chosen_by = |field: &str| of_source().any(|it| it.fields.contains(field));
            let is_name = |field: &str| of_source().any(|it| it.names.contains(field));
            let has_senders = || files_of(families.get(source.as_str()), accounts, year) > 1;
            let by_field = |field: &str| chosen_by(field) || (is_name(field) && has_senders());
            if dimension.is_empty() || dimension.split('+').any(by_field) {
                conceal(&source, year);
            }
        }
        for source in &people {
            let of_source: Vec<&Explanation> = behind.iter().filter(|it| it.source == *source).collect();
            for year in of_source.iter().flat_map(|it| it.years.iter().map(|year| year.year)).collect::<BTreeSet<i32>>()
            {
                if tells_small(&of_source, year, &shown, threshold) {
                    conceal(source, year);
                }
            }
        }
        for account in accounts.iter().filter(|account| (1..threshold).contains(&(account.used as u64))) {
            let of_people = people.iter().find(|source| {
                **source == account.source
                    || families.get(**source).is_some_and(|it| it.contains(account.source.as_str()))
            });
            if let (Some(source), Some(year)) = (of_people, year_of(&account.file)) {
                conceal(source, year);
            }
        }
        concealed.cover(accounts, threshold);
        Self { shown, ..concealed }
    }

    /// As in a line of a table: what is left out of a year's rows is at least two, and together not small.
    fn cover(&mut self, accounts: &[RowAccount], threshold: u64) {
        let years: BTreeSet<i32> = self.years.iter().map(|(_, year)| *year).collect();
        for year in years {
            let mut used: BTreeMap<&str, u64> = BTreeMap::new();
            for account in accounts.iter().filter(|account| year_of(&account.file) == Some(year)) {
                *used.entry(&account.source).or_default() += account.used as u64;
            }
            loop {
                let (hidden, open): (Vec<_>, Vec<_>) =
                    used.iter().filter(|(_, used)| **used > 0).partition(|(source, _)| self.has(source, year));
                let sum: u64 = hidden.iter().map(|(_, used)| **used).sum();
                let others = (hidden.len() as u64).saturating_sub(1);
                let is_covered = hidden.len() >= 2 && sum.saturating_sub(others) >= threshold;
                let smallest = open.iter().min_by_key(|(_, used)| **used);
                let Some((source, _)) = smallest.filter(|_| !hidden.is_empty() && !is_covered) else { break };
                self.years.insert(((**source).to_owned(), year));
            }
        }
    }
}

/// Each measure's source with the sources that are counted as part of it.
fn families(behind: &[Explanation]) -> BTreeMap<&str, BTreeSet<&str>> {
    let mut families: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for it in behind.iter().filter(|it| it.about != About::Services) {
        families.entry(&it.source).or_default().extend(it.family.iter().map(String::as_str));
    }
    families
}

fn files_of(family: Option<&BTreeSet<&str>>, accounts: &[RowAccount], year: i32) -> usize {
    let is_of = |account: &&RowAccount| {
        year_of(&account.file) == Some(year) && family.is_some_and(|it| it.contains(account.source.as_str()))
    };
    accounts.iter().filter(is_of).map(|account| (&account.file, &account.sheet)).collect::<BTreeSet<_>>().len()
}

/// Numerators and denominators of the totals that are shown, by measure and year.
fn shown_counts(model: &Model, tables: &[IndicatorTable<Tally>]) -> BTreeMap<(String, i32), Vec<u64>> {
    let mut shown = BTreeMap::new();
    let mut nodes = model.own_nodes();
    for measure in tables.iter().flat_map(|table| &table.measures) {
        for point in &measure.totals {
            let is_withheld = nodes.next().is_some_and(|node| node.is_withheld || node.is_kept);
            if let Tally::Figure(counted) = &point.cell {
                let counts = [counted.numerator, counted.denominator].into_iter().flatten().filter(|_| !is_withheld);
                shown.insert((measure.id.clone(), point.year), counts.collect());
            }
        }
        let cells = measure.breakdowns.iter().flat_map(|it| it.categories.iter().map(|category| category.cells.len()));
        let _ = nodes.by_ref().take(cells.sum()).count();
    }
    shown
}

/// Whether the explanations of a source would tell, of a year, a number of rows that no figure tells, so near another
/// number that the difference is small.
fn tells_small(
    of_source: &[&Explanation],
    year: i32,
    shown: &BTreeMap<(String, i32), Vec<u64>>,
    threshold: u64,
) -> bool {
    // Rows that are a figure: as many rows, one set within the other, are the same rows.
    let (mut figures, mut rows_of_figures) = (BTreeSet::from([0]), BTreeSet::from([0]));
    for it in of_source.iter().filter(|it| it.about == About::People && it.counts_rows) {
        let counts: BTreeSet<u64> = shown.get(&(it.measure.clone(), year)).into_iter().flatten().copied().collect();
        let used = steps(it, year).map(|steps| steps.used).filter(|used| counts.contains(used));
        rows_of_figures.extend(used);
        figures.extend(counts);
    }
    let mut new = BTreeSet::new();
    for it in of_source {
        for steps in steps(it, year) {
            new.extend(steps.remaining().filter(|count| !rows_of_figures.contains(count)));
            new.extend(steps.left_out.iter().map(|(_, count)| *count));
            // Of a survey it is secret who answered, not what.
            new.extend(steps.items.filter(|_| it.about == About::People));
        }
    }
    let is_near = |count: &u64| {
        let around = || (count.saturating_sub(threshold - 1)..count.saturating_add(threshold)).filter(|it| it != count);
        around().any(|near| new.contains(&near) || figures.contains(&near))
    };
    new.iter().any(is_near)
}

fn steps(of: &Explanation, year: i32) -> impl Iterator<Item = &RowSteps> {
    of.years.iter().filter(move |it| it.year == year).filter_map(|it| it.rows.as_ref())
}

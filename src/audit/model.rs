//! The model of everything published: whole numbers and the equations between them, from the files and the manifest alone.

mod across;
mod cuts;
mod detail;
mod doubt;
mod editions;
mod margins;
mod policy;
mod relations;
mod rings;
mod rows;
mod secrets;
mod seen;
mod sums;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use super::attack::{self, Doubt, Equation, FAR, Problem, Relation, Secret, Unknown};
use super::figures::{CellRef, Figures, Row};
use super::finding::{Leak, Part, Report};
use super::manifest::{Counted, Manifest, MeasureModel, Model};
use super::sources::MeasureSources;
use crate::compute::OTHER_AGES;
use crate::lang::text;
pub(super) use editions::whole;

/// First and last day of a window.
pub(super) type Days = (String, String);

/// A bundle as far as figures go.
pub(super) struct Edition<'a> {
    pub(super) manifest: &'a Manifest,
    /// Its own model; that of the audited bundle where it was made before manifests had one.
    pub(super) model: &'a Model,
    pub(super) figures: &'a Figures,
    pub(super) name: &'a str,
}

impl Edition<'_> {
    fn measure(&self, id: &str) -> Option<&MeasureModel> {
        self.model.measures.iter().find(|measure| measure.id == id)
    }

    fn counted(&self, id: &str) -> Option<&Counted> {
        self.measure(id)?.counted.as_ref()
    }

    /// Whether the figures of a place are those of the municipality, or of those reported with it.
    pub(super) fn is_own(&self, place: &str) -> bool {
        let places = &self.model.places;
        let of_region = |region: &super::manifest::Region| {
            region.id == place || region.members.iter().any(|member| member == place)
        };
        place == places.own || place == self.manifest.municipality || places.region.as_ref().is_some_and(of_region)
    }

    /// Whether a figure that it withholds may be nought.
    fn hides_zeros(&self) -> bool {
        self.manifest.protection.as_ref().is_some_and(super::manifest::Protection::hides_zeros)
    }

    fn days(&self, cell: &CellRef) -> Days {
        let unknown = || (format!("{} {}", cell.window, cell.year), String::new());
        self.manifest.days(&cell.window, cell.year).unwrap_or_else(unknown)
    }
}

/// One number by meaning and coordinates: the same count in two tables is one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    count: String,
    place: String,
    days: Days,
    at: String,
    /// Zero; the number of an earlier bundle whose figures are not taken to be those of today.
    edition: usize,
}

/// A bundle, and the place, days and source of figures of it.
type Group = (usize, String, Days, String);

/// What is said of a number: the figures it stands in, and as what.
#[derive(Debug, Clone, Default)]
struct Label {
    cells: Vec<(CellRef, Part)>,
    /// The figure that shows it.
    shown_in: Option<CellRef>,
}

/// The model while it is built.
struct Builder<'a> {
    editions: &'a [Edition<'a>],
    sources_of: &'a MeasureSources,
    /// Figures of earlier bundles that are not taken to be those of today.
    apart: &'a BTreeSet<Group>,
    index: BTreeMap<Key, usize>,
    problem: Problem,
    labels: Vec<Label>,
    sources: Vec<String>,
    leaks: Vec<Leak>,
    /// Equations that are in already.
    met: BTreeSet<(Vec<(usize, i64)>, Relation)>,
    /// What lies between two windows in other detail, by the figures on both sides.
    since: BTreeSet<Vec<(usize, i64)>>,
    /// Secrets of rings of tables that are too large.
    untested: usize,
}

/// Reports what follows from all bundles together, the audited one first.
pub(super) fn audit(editions: &[Edition], threshold: i64, report: &mut Report) {
    let sources_of = MeasureSources::new(editions.iter().map(|edition| edition.model));
    let compared = editions::compare(editions, &sources_of, threshold);
    let apart: BTreeSet<Group> = compared.contradicted.union(&compared.doubtful).cloned().collect();
    let mut builder = Builder::new(editions, &sources_of, &apart);
    let found = attack::attack(&builder.problem, threshold, Doubt::LaterGrounds);
    for proof in &found.proofs {
        let leaks = builder.leaks_of(proof, threshold);
        if proof.is_exact { report.exact.extend(leaks) } else { report.narrow.extend(leaks) }
    }
    report.untested = (found.untested + builder.untested) as u64;
    builder.tell_contradictions(&found, report);
    report.exact.append(&mut builder.leaks);
    report.exact.extend(compared.leaks);
    report.notes.extend(compared.notes);
    doubt::assume_unchanged(editions, &sources_of, &compared.contradicted, &compared.doubtful, threshold, report);
}

impl<'a> Builder<'a> {
    /// The model in which the figures of these groups are not taken to be those of today.
    fn new(editions: &'a [Edition<'a>], sources_of: &'a MeasureSources, apart: &'a BTreeSet<Group>) -> Self {
        let mut builder = Self {
            editions,
            sources_of,
            apart,
            index: BTreeMap::new(),
            problem: Problem::default(),
            labels: Vec::new(),
            sources: Vec::new(),
            leaks: Vec::new(),
            met: BTreeSet::new(),
            since: BTreeSet::new(),
            untested: 0,
        };
        for edition in 0..editions.len() {
            builder.add_rows(edition);
        }
        for edition in 0..editions.len() {
            builder.add_rounded(edition);
            builder.add_seen(edition);
            builder.add_sums(edition);
            builder.add_parts(edition);
            builder.add_region(edition);
        }
        for edition in 0..editions.len() {
            builder.add_relations(edition);
        }
        builder.add_tables();
        builder.add_windows();
        builder.add_policy();
        builder
    }

    /// What tables say together, in whatever measures, bundles and detail they stand.
    fn add_tables(&mut self) {
        let (mut tables, overlaps) = self.tables_of_all();
        let merged = self.merged();
        self.add_margins(&mut tables, &overlaps);
        if self.add_detail(&mut tables, &overlaps, &merged) {
            self.add_margins(&mut tables, &overlaps);
        }
        self.add_rings(&tables, &overlaps, &merged);
        self.add_nested_detail(&tables, &overlaps, &merged);
    }

    /// What a bundle says by itself.
    fn of_bundle(edition: usize) -> usize {
        edition
    }

    /// What rests on the figures of two windows being of the same data.
    fn of_windows(&self, edition: usize) -> usize {
        self.editions.len() + edition
    }

    /// What rests on a figure of another year, frozen or told beside, being today's.
    fn of_seen(&self, edition: usize) -> usize {
        2 * self.editions.len() + edition
    }

    fn key(&self, edition: usize, count: &str, cell: &CellRef) -> Key {
        let days = self.editions[edition].days(cell);
        let place = cell.place.clone();
        let bundle = edition;
        let is_apart = edition > 0
            && self.apart.contains(&(edition, place.clone(), days.clone(), self.sources_of.of(&cell.indicator)));
        let edition = if is_apart { edition } else { 0 };
        Key { count: count.to_owned(), place, days, at: self.at(bundle, cell), edition }
    }

    /// The breakdown of a figure. Whom the age groups leave out are others where the groups are.
    fn at(&self, edition: usize, cell: &CellRef) -> String {
        let groups = &self.editions[edition].manifest.age_groups;
        let of = |it: &Edition| it.manifest.age_groups != self.editions[0].manifest.age_groups;
        if !cell.breakdown.contains(OTHER_AGES) || !self.editions.iter().any(of) {
            return cell.breakdown.clone();
        }
        let groups: Vec<String> = groups.iter().map(|(from, to)| format!("{from}–{to}")).collect();
        cell.breakdown.replace(OTHER_AGES, &format!("{OTHER_AGES} ({})", groups.join(" ")))
    }

    /// The number with this key; a new one is anything from `lower` up.
    fn number(&mut self, key: Key, lower: i64) -> usize {
        if let Some(place) = self.index.get(&key) {
            return *place;
        }
        let place = self.unnamed(lower);
        self.index.insert(key, place);
        place
    }

    fn unnamed(&mut self, lower: i64) -> usize {
        self.problem.unknowns.push(Unknown { lower, upper: FAR, secret: Secret::No });
        self.labels.push(Label::default());
        self.problem.unknowns.len() - 1
    }

    /// A figure shows the number. Where another shows a different one, they contradict each other.
    fn fix(&mut self, place: usize, value: i64, edition: usize, cell: &CellRef) {
        let unknown = &mut self.problem.unknowns[place];
        let is_possible = match unknown.value() {
            Some(known) => known == value,
            None => (unknown.lower..=unknown.upper).contains(&value) || unknown.secret != Secret::No,
        };
        if is_possible {
            (unknown.lower, unknown.upper) = (value, value);
            self.labels[place].shown_in.get_or_insert_with(|| cell.clone());
            return;
        }
        let source = self.source(text("audit.source_same", &[("figure", &words(cell))]));
        let (terms, ground) = (vec![(place, 1)], Self::of_bundle(edition));
        self.problem.equations.push(Equation { terms, relation: Relation::Equal, constant: value, source, ground });
    }

    /// The number lies within bounds, as long as that does not contradict what is known.
    fn bound(&mut self, place: usize, lower: i64, upper: i64, ground: usize, source: String) {
        let source = self.source(source);
        let relation = Relation::AtMost;
        let equation = |factor, constant| Equation { terms: vec![(place, factor)], relation, constant, source, ground };
        self.problem.equations.extend([equation(-1, -lower), equation(1, upper)]);
    }

    fn source(&mut self, words: String) -> usize {
        self.sources.push(words);
        self.sources.len() - 1
    }

    fn equation(&mut self, mut terms: Vec<(usize, i64)>, relation: Relation, ground: usize, source: String) {
        terms.sort_unstable();
        if terms.len() < 2 || !self.met.insert((terms.clone(), relation)) {
            return;
        }
        let source = self.source(source);
        self.problem.equations.push(Equation { terms, relation, constant: 0, source, ground });
    }

    /// The row of the same bundle at another place in the tables.
    fn row(&self, edition: usize, cell: &CellRef) -> Option<&Row> {
        self.editions[edition].figures.row(cell)
    }
}

/// A figure as it is named in sentences.
pub(super) fn words(cell: &CellRef) -> String {
    let year = cell.year.to_string();
    let parts = [cell.indicator.as_str(), &year, &cell.window, &cell.breakdown, &cell.place];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The dimensions of a breakdown, sorted: `kjonn=jente|melder=skole` has two.
fn dimensions(breakdown: &str) -> Vec<&str> {
    breakdown.split('|').filter_map(|pair| pair.split_once('=')).map(|(dimension, _)| dimension).collect()
}

#[cfg(test)]
mod tests;

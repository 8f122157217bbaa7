//! All indicators at a glance: each figure as a multiple of what it is set beside, on one common axis.

use super::{Table, drawable, has_place, printed, said, years};
use crate::compare::{Against, Judged};
use crate::compute::{Interval, MeasureTable, ReferenceRole, Verdict};
use crate::lang::text;
use crate::protect::{Cell, Publishable};
use crate::publish::chart::scale;
use crate::units::Unit;

/// All indicators at a glance.
#[derive(Debug, Clone, PartialEq)]
pub struct Overview {
    /// Those set beside the same thing stand together.
    pub groups: Vec<OverviewGroup>,
}

/// Rows that are set beside the same thing.
#[derive(Debug, Clone, PartialEq)]
pub struct OverviewGroup {
    /// What they are set beside, in a few words; nothing where they are set beside nothing.
    pub beside: Option<String>,
    /// In the order of the plan.
    pub rows: Vec<OverviewRow>,
}

/// One indicator.
#[derive(Debug, Clone, PartialEq)]
pub struct OverviewRow {
    /// Its name.
    pub label: String,
    /// Its unit.
    pub unit: Unit,
    /// Its figure or why there is none.
    pub own: Cell,
    /// How it stands beside the other figure.
    pub standing: Option<Standing>,
}

/// How a figure stands beside another.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// The other figure.
    pub reference: f64,
    /// 95 % interval of the difference.
    pub difference: Option<Interval>,
    /// The country's figure, where the other one is the county's.
    pub country: Option<f64>,
    /// What may be said.
    pub verdict: Option<Verdict>,
}

impl Standing {
    /// A value as a multiple of the other figure; nothing where that is zero.
    pub(in crate::publish::chart) fn ratio(&self, value: f64) -> Option<f64> {
        (self.reference > 0.0).then(|| value / self.reference)
    }

    /// Whether the difference is certain.
    pub(in crate::publish::chart) fn is_certain(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Higher | Verdict::Lower))
    }
}

impl OverviewGroup {
    /// The rows that are certainly higher, and those that are certainly lower.
    fn finding(&self) -> Vec<String> {
        let Some(beside) = &self.beside else { return Vec::new() };
        let said = |wanted: Verdict, key: &'static str| {
            let is_so = |row: &&OverviewRow| row.standing.as_ref().and_then(|it| it.verdict) == Some(wanted);
            let names: Vec<&str> = self.rows.iter().filter(is_so).map(|row| row.label.as_str()).collect();
            (!names.is_empty()).then(|| text(key, &[("beside", beside), ("names", &names.join("; "))]))
        };
        let found = [said(Verdict::Higher, "chart.overview_higher"), said(Verdict::Lower, "chart.overview_lower")];
        found.into_iter().flatten().collect()
    }
}

impl Overview {
    /// The first measure of each indicator; nothing where none of them is set beside anything.
    pub(super) fn of(publishable: &Publishable) -> Option<Self> {
        let year = publishable.heading().year;
        let judged = &publishable.judgements().comparisons;
        let (mut county, mut before, mut alone): (Vec<_>, Vec<_>, Vec<_>) = Default::default();
        let (mut county_name, mut before_label) = (None, None);
        let indicators = publishable.indicators().iter().filter(|it| it.id != "B1");
        for measure in indicators.filter_map(|it| it.measures.first()) {
            let Some(own) = measure.totals.iter().find(|point| point.year == year).map(|point| point.cell) else {
                continue;
            };
            let of = |judged: &&Judged| judged.measure == measure.id && judged.year == year;
            let all = || judged.iter().filter(of).filter(|it| has_place(it.reference) && has_place(it.difference));
            let is_county = |it: &&Judged| matches!(it.against, Against::Region { role: ReferenceRole::County, .. });
            let row = |judged: Option<&Judged>| OverviewRow {
                label: measure.title.clone(),
                unit: measure.unit,
                own: printed::cell(drawable(own), measure.unit),
                standing: judged.map(|judged| standing(judged, measure)),
            };
            if let Some(judged) = all().find(is_county) {
                if let Against::Region { name, .. } = &judged.against {
                    county_name.get_or_insert_with(|| name.clone());
                }
                county.push(row(Some(judged)));
            } else if let Some(judged) = all().find(|it| matches!(it.against, Against::YearBefore(_))) {
                if let Against::YearBefore(year) = judged.against {
                    before_label.get_or_insert_with(|| publishable.heading().year_label(year));
                }
                before.push(row(Some(judged)));
            } else {
                alone.push(row(None));
            }
        }
        let group = |beside: Option<String>, rows: Vec<OverviewRow>| OverviewGroup { beside, rows };
        let groups = [group(county_name, county), group(before_label, before), group(None, alone)];
        let groups: Vec<_> = groups.into_iter().filter(|group| !group.rows.is_empty()).collect();
        groups.iter().any(|group| group.beside.is_some()).then_some(Self { groups })
    }

    /// The cells of the rows.
    pub(super) fn cells(&self) -> Vec<Cell> {
        self.rows().map(|row| row.own).collect()
    }

    fn rows(&self) -> impl Iterator<Item = &OverviewRow> {
        self.groups.iter().flat_map(|group| &group.rows)
    }

    /// Which differences are certain and beside what, and that others are not, or were not judged.
    pub(super) fn finding(&self) -> String {
        let mut sentences: Vec<String> = self.groups.iter().flat_map(OverviewGroup::finding).collect();
        let verdict = |row: &OverviewRow| row.standing.as_ref().and_then(|it| it.verdict);
        if self.rows().any(|row| verdict(row) == Some(Verdict::Uncertain)) && !sentences.is_empty() {
            sentences.push(text("chart.overview_rest", &[]));
        } else if sentences.is_empty() {
            sentences.push(text("chart.overview_none", &[]));
        }
        if self.rows().any(|row| verdict(row).is_none()) {
            sentences.push(text("chart.overview_not_judged", &[]));
        }
        sentences.join(" ")
    }

    /// A row an indicator.
    pub(super) fn table(&self) -> Table {
        let row = |beside: &Option<String>, row: &OverviewRow| {
            let standing = row.standing.as_ref();
            let reference = standing.map(|it| scale::figure(it.reference, row.unit)).unwrap_or_default();
            let verdict = standing.map(|it| verdict(it.verdict)).unwrap_or_default();
            vec![row.label.clone(), said(&row.own, row.unit), beside.clone().unwrap_or_default(), reference, verdict]
        };
        let rows = self.groups.iter().flat_map(|group| group.rows.iter().map(|it| row(&group.beside, it)));
        let head = ["chart.indicator", "chart.figure", "chart.set_beside", "chart.its_figure", "chart.verdict"];
        Table::new(&head, rows.collect())
    }
}

/// What may be said, in a word.
pub(in crate::publish::chart) fn verdict(verdict: Option<Verdict>) -> String {
    match verdict {
        Some(Verdict::Higher) => text("chart.higher", &[]),
        Some(Verdict::Lower) => text("chart.lower", &[]),
        Some(Verdict::Uncertain) => text("chart.uncertain", &[]),
        None => String::new(),
    }
}

fn standing(judged: &Judged, measure: &MeasureTable<Cell>) -> Standing {
    let country = measure.references.iter().find(|series| series.role == ReferenceRole::Country);
    let country = country.and_then(|series| series.points.iter().find(|(year, _)| *year == judged.year));
    let country = country.filter(|_| matches!(judged.against, Against::Region { .. }));
    let difference = judged.interval.filter(|it| has_place(it.lower) && has_place(it.upper));
    Standing {
        reference: printed::number(judged.reference, judged.reference_unit),
        difference: difference.map(|limits| printed::interval(limits, judged.unit)),
        country: country.and_then(|(_, value)| years::figure(*value)).map(|it| printed::number(it, measure.unit)),
        verdict: judged.verdict,
    }
}

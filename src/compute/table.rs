//! The shape of what is computed and of what is published: the same tree with another cell at its leaves.
//!
//! `compute` fills it with [`super::Tally`] cells (figure and contributors), `protect` turns each into a
//! [`crate::protect::Cell`], and nothing else can.

use super::definition::Charts;
use crate::units::Unit;

/// One indicator of the evaluation plan with all its measures.
#[derive(Debug, Clone, PartialEq)]
pub struct IndicatorTable<C> {
    /// Id in the plan, for example `K1`.
    pub id: String,
    /// Name in the users' words.
    pub title: String,
    /// What the indicator says, one or two sentences («Om indikatoren»).
    pub description: String,
    /// Where the rows come from and how they are counted («Datagrunnlag»).
    pub method: String,
    /// Law, table or paper the definition follows.
    pub reference: String,
    /// The figures; the first one is the indicator's own.
    pub measures: Vec<MeasureTable<C>>,
}

/// The figures of municipalities that are reported together: of each measure the total of all, and a breakdown by
/// municipality.
#[derive(Debug, Clone, PartialEq)]
pub struct RegionTables<C> {
    /// Id of the region, made from its name.
    pub id: String,
    /// Name of the region.
    pub name: String,
    /// The indicators.
    pub indicators: Vec<IndicatorTable<C>>,
}

/// The dimension of the municipalities of a region.
pub const MUNICIPALITIES: &str = "kommune";

/// One figure through the years, with its breakdowns and what it is set beside.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureTable<C> {
    /// Id, for example `K3` or `K3-slutt`.
    pub id: String,
    /// Name, for example «Barn med melding».
    pub title: String,
    /// What the axis says, for example «prosent av barn 0–17 år».
    pub unit_text: String,
    /// Unit of every value.
    pub unit: Unit,
    /// Set where a reader must be told something about all values of this measure.
    pub note: Option<String>,
    /// A measure that counts the same things and more: what lies between the two can be worked out from both.
    pub part_of: Option<String>,
    /// The total, one point a year, years ascending without holes.
    pub totals: Vec<Point<C>>,
    /// What of it is drawn.
    pub charts: Charts,
    /// The total by category.
    pub breakdowns: Vec<Breakdown<C>>,
    /// County and country, where reference data has them.
    pub references: Vec<ReferenceSeries>,
}

/// The figure of one year.
#[derive(Debug, Clone, PartialEq)]
pub struct Point<C> {
    /// Calendar year; the report's window of it.
    pub year: i32,
    /// The figure.
    pub cell: C,
    /// How it stands against the county, where both figures exist and the own one is shown.
    pub comparison: Option<Comparison>,
}

/// The figure by the categories of one dimension.
#[derive(Debug, Clone, PartialEq)]
pub struct Breakdown<C> {
    /// Dimension id, for example `melder`.
    pub dimension: String,
    /// Name of the dimension, for example «Melder».
    pub title: String,
    /// One event may count in several categories, so they can sum to more than the total.
    pub overlapping: bool,
    /// The years, as in the totals.
    pub years: Vec<i32>,
    /// The categories in the order they are shown.
    pub categories: Vec<Category<C>>,
}

impl<C> Breakdown<C> {
    /// What the tidy data calls one of its categories: `dimension=code`, with `|` between where there are two dimensions,
    /// the dimensions in alphabetical order.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::{Breakdown, Category};
    /// let category = Category::<u64> { code: "kultur+kommune".into(), label: String::new(), cells: vec![] };
    /// let breakdown = Breakdown {
    ///     dimension: "niva+dimensjon".into(), title: String::new(), overlapping: false, years: vec![], categories: vec![],
    /// };
    /// assert_eq!(breakdown.key(&category), "dimensjon=kommune|niva=kultur");
    /// ```
    pub fn key(&self, category: &Category<C>) -> String {
        let mut pairs: Vec<String> = self
            .dimension
            .split('+')
            .zip(category.code.split('+'))
            .map(|(dimension, code)| format!("{dimension}={code}"))
            .collect();
        pairs.sort_unstable();
        pairs.join("|")
    }
}

/// One category of a breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Category<C> {
    /// The code list's id, lower-case ASCII.
    pub code: String,
    /// Label for people.
    pub label: String,
    /// One cell a year, as [`Breakdown::years`].
    pub cells: Vec<C>,
}

/// A county or the country, through the years.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceSeries {
    /// SSB's region code, for example `EKA34`.
    pub region: String,
    /// Its name, for example «Innlandet».
    pub name: String,
    /// Whether this is the one the verdict is against.
    pub role: ReferenceRole,
    /// Year and value; years ascending.
    pub points: Vec<(i32, ReferenceValue)>,
    /// What the values of some of the years rest on; years ascending.
    pub basis: Vec<(i32, ReferenceBasis)>,
}

impl ReferenceSeries {
    /// What the value of a year rests on, where that is known.
    pub fn basis_of(&self, year: i32) -> Option<&ReferenceBasis> {
        self.basis.iter().find(|(known, _)| *known == year).map(|(_, basis)| basis)
    }

    /// The code of the region that a year's value is about: its own, or those of the regions it was made from.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::compute::{ReferenceBasis, ReferenceRole, ReferenceSeries};
    /// let parts = vec!["EKA04".to_owned(), "EKA05".to_owned()];
    /// let basis = ReferenceBasis { numerator: Some(3200.0), denominator: Some(76_000.0), parts };
    /// let series = ReferenceSeries {
    ///     region: "EKA34".into(), name: "Innlandet".into(), role: ReferenceRole::County, points: vec![], basis: vec![(2018, basis)],
    /// };
    /// assert_eq!((series.region_in(2018).as_str(), series.region_in(2020).as_str()), ("EKA04+EKA05", "EKA34"));
    /// ```
    pub fn region_in(&self, year: i32) -> String {
        match self.basis_of(year) {
            Some(basis) if !basis.parts.is_empty() => basis.parts.join("+"),
            _ => self.region.clone(),
        }
    }
}

/// What a value of the reference data rests on: enough for an interval of its own where both counts are there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ReferenceBasis {
    /// What was counted.
    pub numerator: Option<f64>,
    /// Out of how many.
    pub denominator: Option<f64>,
    /// The regions that it was added up from, where the region itself was not there in the year.
    pub parts: Vec<String>,
}

/// What a reference series is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReferenceRole {
    /// The county: verdicts are against it.
    County,
    /// The country: shown beside.
    Country,
}

/// A value of the reference data. Statistics Norway's marks are statuses, never zeros.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ReferenceValue {
    /// A figure, in the measure's unit.
    Figure(f64),
    /// `..`: not available.
    Missing,
    /// `:`: not published.
    Withheld,
    /// `.`: not possible.
    NotApplicable,
}

/// How an own figure stands against a reference: the county's, or that of the baseline.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// Region code of the reference; `nullpunkt-2021` for a baseline.
    pub region: String,
    /// Its name.
    pub name: String,
    /// Its figure.
    pub value: f64,
    /// What the interval allows us to say; nothing where there is none.
    pub verdict: Option<Verdict>,
}

/// What a 95 % interval allows us to say against a reference figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval lies above the reference.
    Higher,
    /// The whole interval lies below it.
    Lower,
    /// The interval covers it.
    Uncertain,
}

impl Verdict {
    /// The id in the tidy data.
    pub fn id(self) -> &'static str {
        match self {
            Self::Higher => "hoyere",
            Self::Lower => "lavere",
            Self::Uncertain => "usikker",
        }
    }
}

impl<C> IndicatorTable<C> {
    /// The same table with every cell turned by `turn`; comparisons stay only where `keep` says so.
    pub(crate) fn map<D>(self, turn: &mut impl FnMut(C) -> D, keep: impl Fn(&D) -> bool + Copy) -> IndicatorTable<D> {
        IndicatorTable {
            id: self.id,
            title: self.title,
            description: self.description,
            method: self.method,
            reference: self.reference,
            measures: self.measures.into_iter().map(|measure| measure.map(turn, keep)).collect(),
        }
    }
}

impl<C> MeasureTable<C> {
    fn map<D>(self, turn: &mut impl FnMut(C) -> D, keep: impl Fn(&D) -> bool) -> MeasureTable<D> {
        let mut point = |point: Point<C>| {
            let cell = turn(point.cell);
            let comparison = point.comparison.filter(|_| keep(&cell));
            Point { year: point.year, cell, comparison }
        };
        MeasureTable {
            id: self.id,
            title: self.title,
            unit_text: self.unit_text,
            unit: self.unit,
            note: self.note,
            part_of: self.part_of,
            charts: self.charts,
            totals: self.totals.into_iter().map(&mut point).collect(),
            breakdowns: self.breakdowns.into_iter().map(|breakdown| breakdown.map(turn)).collect(),
            references: self.references,
        }
    }
}

impl<C> Breakdown<C> {
    fn map<D>(self, turn: &mut impl FnMut(C) -> D) -> Breakdown<D> {
        let mut category = |category: Category<C>| Category {
            code: category.code,
            label: category.label,
            cells: category.cells.into_iter().map(&mut *turn).collect(),
        };
        Breakdown {
            dimension: self.dimension,
            title: self.title,
            overlapping: self.overlapping,
            years: self.years,
            categories: self.categories.into_iter().map(&mut category).collect(),
        }
    }
}

//! The figures that plain loops say, and what differs from them.

use std::collections::{BTreeMap, BTreeSet};

use tryggtall::compute::{Aggregates, MeasureTable, Tally};

/// A figure as plain loops have it.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    Missing,
    NotApplicable,
    Is { value: f64, numerator: Option<u64>, denominator: Option<u64> },
}

impl Figure {
    pub fn value(value: f64) -> Self {
        Self::Is { value, numerator: None, denominator: None }
    }

    pub fn count(count: u64) -> Self {
        Self::Is { value: float(count), numerator: Some(count), denominator: None }
    }

    /// A sum, where there is one.
    pub fn sum(sum: Option<u64>) -> Self {
        sum.map_or(Self::Missing, Self::count)
    }

    /// `numerator` for each `per` of `denominator`; not applicable of none.
    pub fn ratio(numerator: u64, denominator: u64, per: f64) -> Self {
        if denominator == 0 {
            return Self::NotApplicable;
        }
        let value = float(numerator) * per / float(denominator);
        Self::Is { value, numerator: Some(numerator), denominator: Some(denominator) }
    }

    pub fn share(numerator: usize, denominator: usize) -> Self {
        Self::ratio(numerator as u64, denominator as u64, 100.0)
    }

    fn agrees(&self, tally: &Tally) -> bool {
        match (self, tally) {
            (Self::Missing, Tally::Missing) | (Self::NotApplicable, Tally::NotApplicable(_)) => true,
            (Self::Is { value, numerator, denominator }, Tally::Figure(counted)) => {
                near(*value, counted.value) && *numerator == counted.numerator && *denominator == counted.denominator
            }
            _ => false,
        }
    }
}

fn near(left: f64, right: f64) -> bool {
    (left - right).abs() <= 1e-9 * left.abs().max(1.0)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
pub fn float(count: u64) -> f64 {
    count as f64
}

/// What a tally is, said in full: only tests do that.
pub fn said(tally: &Tally) -> String {
    match tally {
        Tally::Missing => "missing".to_owned(),
        Tally::NotApplicable(_) | Tally::Undefined(_) => "not applicable".to_owned(),
        Tally::Figure(counted) => {
            let interval = counted.interval.map(|it| (it.lower, it.upper));
            format!("{} = {:?} of {:?}, {interval:?}", counted.value, counted.numerator, counted.denominator)
        }
    }
}

/// Where a figure stands.
pub type Place = (String, i32, String);

/// All figures of a group: by measure, year, and `dimension=code` or nothing for the total.
#[derive(Default, Clone)]
pub struct Book(pub BTreeMap<Place, Figure>);

/// A dimension: its id, and the categories of an item.
pub struct Dimension<'a, T> {
    pub id: &'static str,
    pub of: &'a dyn Fn(&T) -> Vec<String>,
}

impl<'a, T> Dimension<'a, T> {
    pub fn new(id: &'static str, of: &'a dyn Fn(&T) -> Vec<String>) -> Self {
        Self { id, of }
    }
}

/// What a figure is asked for.
#[derive(Clone, Copy)]
pub struct Asked {
    pub year: i32,
}

impl Book {
    /// Writes a measure: the items of each year, `None` where the source has no file for it.
    pub fn measure<T>(
        &mut self,
        id: &str,
        years: &[(i32, Option<Vec<T>>)],
        dimensions: &[Dimension<'_, T>],
        figure: impl Fn(&[&T], Asked) -> Figure,
    ) {
        let mut write = |year: i32, breakdown: String, figure: Figure| {
            self.0.insert((id.to_owned(), year, breakdown), figure);
        };
        for (year, items) in years {
            let total = items.as_ref().map(|items| figure(&items.iter().collect::<Vec<_>>(), Asked { year: *year }));
            write(*year, String::new(), total.unwrap_or(Figure::Missing));
        }
        if years.iter().all(|(_, items)| items.is_none()) {
            return;
        }
        for dimension in dimensions {
            let used = years.iter().flat_map(|(_, items)| items.iter().flatten()).flat_map(|item| (dimension.of)(item));
            let codes: BTreeSet<String> = used.collect();
            for code in codes {
                for (year, items) in years {
                    let asked = Asked { year: *year };
                    let of_category = items.as_ref().map(|items| {
                        let is_in = |item: &&T| (dimension.of)(item).contains(&code);
                        figure(&items.iter().filter(is_in).collect::<Vec<_>>(), asked)
                    });
                    write(*year, format!("{}={code}", dimension.id), of_category.unwrap_or(Figure::Missing));
                }
            }
        }
    }

    /// Everything that differs from what the product says of these indicators.
    pub fn differences(&self, aggregates: &Aggregates, indicators: &[&str]) -> Vec<String> {
        let mut differences = Vec::new();
        let mut unseen: BTreeSet<&Place> = self.0.keys().collect();
        let tables = aggregates.indicators().iter().filter(|table| indicators.contains(&table.id.as_str()));
        for (place, tally) in tables.flat_map(|table| &table.measures).flat_map(cells) {
            unseen.remove(&place);
            match self.0.get(&place) {
                Some(expected) if expected.agrees(tally) => {}
                expected => differences.push(format!("{place:?}: loops {expected:?}, product {}", said(tally))),
            }
        }
        differences
            .extend(unseen.iter().map(|place| format!("{place:?}: loops {:?}, product has none", self.0[*place])));
        differences
    }
}

/// Every figure of a measure with where it stands.
pub fn cells(measure: &MeasureTable<Tally>) -> Vec<(Place, &Tally)> {
    let mut cells = Vec::new();
    for point in &measure.totals {
        cells.push(((measure.id.clone(), point.year, String::new()), &point.cell));
    }
    for breakdown in &measure.breakdowns {
        for category in &breakdown.categories {
            let breakdown_id = format!("{}={}", breakdown.dimension, category.code);
            for (year, tally) in breakdown.years.iter().zip(&category.cells) {
                cells.push(((measure.id.clone(), *year, breakdown_id.clone()), tally));
            }
        }
    }
    cells
}

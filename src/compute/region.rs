//! Municipalities that are reported together: each by itself, and all in one.

use super::assemble::Assembler;
use super::columns::slug;
use super::definition::Indicators;
use super::notes::Notes;
use super::request::Request;
use super::sources::Sources;
use super::surroundings::Inhabitants;
use super::table::{Breakdown, Category, IndicatorTable, MUNICIPALITIES, MeasureTable, RegionTables};
use super::tally::Tally;
use crate::check::{Checked, SourceMaps};
use crate::lang::text;

/// The region's own figures, counted from the rows of all its municipalities and not added up from theirs: a child that
/// two of them know is one child. Where one of them has no rows of a source, the region has no figure. `own` are the
/// tables of the municipality that the report is for.
pub(super) fn region(
    checked: &Checked,
    maps: &SourceMaps,
    indicators: &Indicators,
    request: &Request,
    (of, own): (&Assembler, &[IndicatorTable<Tally>]),
) -> Option<RegionTables<Tally>> {
    let cooperation = request.cooperation.as_ref()?;
    let tables = |municipalities: Vec<String>| -> Vec<IndicatorTable<Tally>> {
        let part = cooperation.part(municipalities);
        let sources = Sources::new(checked, maps, Some(&part));
        let mut assembler = Assembler {
            sources: &sources,
            request,
            years: of.years.clone(),
            inhabitants: Inhabitants::of(&sources),
            // What is lacking is said of the municipality that the report is for.
            notes: Notes::default(),
            yes: of.yes,
        };
        indicators.counted().map(|indicator| assembler.indicator(indicator)).collect()
    };
    let numbers: Vec<String> = cooperation.members.iter().map(|(number, _)| number.clone()).collect();
    let of_member = |number: &String| {
        if *number == cooperation.own { own.to_vec() } else { tables(vec![number.clone()]) }
    };
    let members: Vec<Vec<IndicatorTable<Tally>>> = numbers.iter().map(of_member).collect();
    let mut together = tables(numbers);
    for (place, indicator) in together.iter_mut().enumerate() {
        for (at, measure) in indicator.measures.iter_mut().enumerate() {
            let of_members = members.iter().map(|tables| &tables[place].measures[at]);
            let named = of_members.zip(&cooperation.members);
            let categories = named.map(|(table, (number, name))| category(table, number, name)).collect();
            by_municipality(measure, categories);
        }
    }
    Some(RegionTables { id: slug(&cooperation.name), name: cooperation.name.clone(), indicators: together })
}

fn category(measure: &MeasureTable<Tally>, number: &str, name: &str) -> Category<Tally> {
    let cells = measure.totals.iter().map(|point| point.cell.clone()).collect();
    Category { code: number.to_owned(), label: name.to_owned(), cells }
}

fn by_municipality(measure: &mut MeasureTable<Tally>, categories: Vec<Category<Tally>>) {
    measure.breakdowns = vec![Breakdown {
        dimension: MUNICIPALITIES.to_owned(),
        title: text("generated.municipality", &[]),
        // A child may be known to two of them.
        overlapping: false,
        years: measure.totals.iter().map(|point| point.year).collect(),
        categories,
    }];
    measure.references = Vec::new();
    measure.totals.iter_mut().for_each(|point| point.comparison = None);
}

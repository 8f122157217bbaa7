//! What earlier reports say, beside small tables whose outcome fits in one's head.

use super::super::suppress::tests::{indicator, measure};
use super::super::testing::heading;
use super::super::{Before, Cell as Published_, Publishable, Quality, protect};
use super::*;
use crate::compute::Aggregates;

const YEAR: i32 = 2025;

fn aggregates(counts: &[u64]) -> Aggregates {
    Aggregates {
        indicators: vec![indicator(vec![measure("X1", "m rows", counts)])],
        region: None,
        beneath: Vec::new(),
        relations: Vec::new(),
    }
}

/// A report of a window, in which the total and the categories were so many; `:` is none.
fn published(window: Window, heading: &Heading, told: &[Option<u64>]) -> Published {
    let period = heading.windows.period(window, YEAR);
    let figure = |(at, count): (usize, &Option<u64>)| PublishedFigure {
        place: heading.municipality.as_str().to_owned(),
        measure: "X1".to_owned(),
        year: YEAR,
        breakdown: if at == 0 { String::new() } else { format!("d=c{}", at - 1) },
        said: count.map_or(Said::Withheld, |count| {
            #[expect(clippy::cast_precision_loss, reason = "small numbers")]
            let value = count as f64;
            Said::Figure(Shown { value, numerator: Some(count), denominator: None, interval: None })
        }),
        beside: None,
    };
    Published {
        detail: None,
        name: "tidligere".to_owned(),
        municipality: heading.municipality.as_str().to_owned(),
        window,
        definitions: BTreeMap::from([("X1".to_owned(), "same".to_owned())]),
        days: BTreeMap::from([(YEAR, (period.first, period.last))]),
        figures: told.iter().enumerate().map(figure).collect(),
    }
}

/// The total and the categories as they are published: what is withheld is none.
fn shown(publishable: &Publishable) -> Vec<Option<u64>> {
    let measure = &publishable.indicators()[0].measures[0];
    let cells = measure
        .totals
        .iter()
        .map(|point| &point.cell)
        .chain(measure.breakdowns[0].categories.iter().map(|it| &it.cells[0]));
    cells.map(|cell: &Published_| cell.shown().and_then(|shown| shown.numerator)).collect()
}

fn protected(counts: &[u64], threshold: u64, before: Before) -> Publishable {
    let counting = Counting {
        definitions: BTreeMap::from([("X1".to_owned(), "same".to_owned())]),
        nesting: BTreeMap::from([("X1".to_owned(), Nesting::Adds)]),
    };
    let quality = Quality { accounts: Vec::new(), concealed_accounts: 0, findings: Vec::new(), concealed_findings: 0 };
    let heading = Heading { policy: crate::protect::PrimaryPolicy::below(threshold), ..heading() };
    protect(aggregates(counts), heading, quality, &Before { counting, ..before }).unwrap()
}

/// Seven were shown under a threshold of five; under ten they are not shown again, though everybody may know them.
#[test]
fn a_small_figure_is_not_shown_again() {
    let told = published(Window::Aar, &heading(), &[Some(57), Some(7), Some(20), Some(30)]);
    let publishable =
        protected(&[7, 20, 30], 10, Before { published: vec![told], windows: Vec::new(), ..Before::default() });
    assert_eq!(shown(&publishable)[1], None);
}

/// May shows 12 and two came in the summer: the year does not show 14, whatever its own cells say.
#[test]
fn what_lies_between_two_windows_is_a_count() {
    let may = || published(Window::Mai, &heading(), &[Some(45), Some(12), Some(33)]);
    let of = |may_counts: &[u64], year: &[u64]| {
        let windows = vec![(Window::Mai, aggregates(may_counts))];
        shown(&protected(year, 5, Before { published: vec![may()], windows, ..Before::default() }))
    };
    assert_eq!(of(&[12, 33], &[14, 60]), [Some(74), None, None], "14 less 12, and 60 would give it back");
    assert_eq!(of(&[12, 33], &[24, 60]), [Some(84), Some(24), Some(60)]);
    assert_eq!(of(&[12, 33], &[12, 60]), [Some(72), Some(12), Some(60)], "nothing between is no secret");
}

/// May showed 12; one more came late, and one in the summer. The year's 14 less May's 12 is two, whatever May has today.
#[test]
fn what_lies_between_a_window_as_it_was_told_and_another_is_a_count() {
    let may = published(Window::Mai, &heading(), &[Some(45), Some(12), Some(33)]);
    let windows = vec![(Window::Mai, aggregates(&[13, 33]))];
    let year = protected(&[14, 60], 5, Before { published: vec![may], windows, ..Before::default() });
    assert_eq!(shown(&year), [Some(74), None, None]);
}

/// One row more than was published: the figures stay as they were. Five more: today's.
#[test]
fn few_corrections_leave_the_year_as_it_was_published() {
    let of = |counts: &[u64]| {
        let told = published(Window::Aar, &heading(), &[Some(57), Some(7), Some(20), Some(30)]);
        protected(counts, 5, Before { published: vec![told], windows: Vec::new(), ..Before::default() })
    };
    let kept = of(&[7, 21, 30]);
    assert_eq!(shown(&kept), [Some(57), Some(7), Some(20), Some(30)]);
    assert_eq!(kept.kept(), [super::super::Kept { source: "m".to_owned(), year: YEAR }]);
    let today = of(&[7, 26, 30]);
    assert_eq!(shown(&today), [Some(63), Some(7), Some(26), Some(30)]);
    assert!(today.kept().is_empty());
    let both = of(&[8, 26, 30]);
    assert!(both.kept().is_empty(), "the total has moved by seven");
    assert_eq!(shown(&both)[1], None, "eight less seven");
}

//! E4: what is needed, offered and waited for, against plain loops.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure, float};
use super::project::{Folder, Project, days_of, folder, folders};
use super::random::{Code, Coded, Random, date_or_blank, day, or_blank};

const MEASURES: [Code; 3] = [
    Code("icdp", &["ICDP", "icdp", " ICDP"]),
    Code("cos-p", &["COS-P"]),
    Code("aeresvern-ostre", &["Æresvern østre", "æresvern  Østre"]),
];
const LEVELS: [Code; 3] = [
    Code("universell", &["universell", "grønn", "1", "Universelle tiltak"]),
    Code("selektiv", &["Selektive tiltak", "gul"]),
    Code("indikert", &["indikert", "Nivå 3"]),
];
const UNITS: [Code; 3] = [Code("", &[""]), Code("flisa", &["Flisa"]), Code("sorknes", &["Sørknes", "sørknes"])];

#[derive(Clone)]
struct Row {
    measure: Coded,
    level: Coded,
    unit: Coded,
    needed: Option<u64>,
    offered: Option<u64>,
    waiting: Option<u64>,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

pub struct Needs(Vec<Folder<Row>>);

fn row(random: &mut Random, year: i32) -> Row {
    let to = if random.one_in(5) { None } else { Some(random.day_about(year)) };
    let from = match to {
        Some(to) if !random.one_in(4) => Some(random.day_about(year).min(to)),
        None if random.one_in(3) => Some(random.day_in(year)),
        _ => None,
    };
    let blank = if random.one_in(3) { 6 } else { 60 };
    Row {
        measure: random.code(&MEASURES),
        level: random.code(&LEVELS),
        unit: random.code(&UNITS),
        needed: random.count(30, blank),
        offered: random.count(30, blank),
        waiting: random.count(9, blank),
        from,
        to,
    }
}

fn make(random: &mut Random, year: i32) -> Folder<Row> {
    let mut keys = BTreeSet::new();
    let mut rows: Vec<Row> = (0..random.below(12)).map(|_| row(random, year)).collect();
    rows.retain(|row| keys.insert((row.measure.id, row.level.id, row.unit.id, row.from)));
    // A row that is over before the year, or begins after it, is another year's.
    let counts = |row: &Row| {
        row.from.is_none_or(|from| from <= day(year, 12, 31)) && row.to.is_none_or(|to| to >= day(year, 1, 1))
    };
    Folder::keyed(random, year, rows, counts, |_, row| {
        // What is another year's is left out before anybody asks whether it was said before.
        counts(row).then(|| Row { needed: Some(row.needed.unwrap_or(0) + 1), ..row.clone() })
    })
}

impl Needs {
    /// The rows of each year that count in the window: by the day the period ends, undated ones in the whole year.
    fn in_window(&self, window: Window, years: &[i32]) -> Vec<(i32, Option<Vec<&Row>>)> {
        let of_year = |year: &i32| {
            let (first, last) = days_of(window, *year);
            let counts = |row: &&Row| row.to.map_or(window == Window::Aar, |to| first <= to && to <= last);
            let rows = folder(&self.0, *year).map(|folder| folder.counted.iter().filter(counts).collect());
            (*year, rows)
        };
        years.iter().map(of_year).collect()
    }
}

/// The last count of each measure, level and unit; what has no date is no reading of any day.
fn latest(rows: Vec<&Row>) -> Vec<&Row> {
    let key = |row: &Row| (row.measure.id, row.level.id, row.unit.id);
    let mut last: BTreeMap<_, NaiveDate> = BTreeMap::new();
    for (key, to) in rows.iter().filter_map(|row| Some((key(row), row.to?))) {
        last.insert(key, last.get(&key).map_or(to, |known| to.max(*known)));
    }
    rows.into_iter().filter(|row| row.to.is_some() && row.to == last.get(&key(row)).copied()).collect()
}

/// The sum; none where a part is blank, and none of nothing.
pub fn sum<'a, T: 'a>(rows: &[&T], of: impl Fn(&T) -> Option<u64>) -> Option<u64> {
    let mut sum = 0;
    for row in rows {
        sum += of(row)?;
    }
    if rows.is_empty() { None } else { Some(sum) }
}

impl Group for Needs {
    const INDICATORS: &'static [&'static str] = &["E4"];

    fn random(random: &mut Random) -> Self {
        Self(folders(random, make))
    }

    fn project(&self) -> Project {
        let mut project = Project::default();
        let cells = |row: &Row| {
            vec![
                row.measure.written.to_owned(),
                row.level.written.to_owned(),
                row.unit.written.to_owned(),
                or_blank(row.needed),
                or_blank(row.offered),
                or_blank(row.waiting),
                date_or_blank(row.from),
                date_or_blank(row.to),
            ]
        };
        for folder in &self.0 {
            let header = "Tiltak;Nivå;Enhet;Behov;Tilbudt;Venter;Fra dato;Til dato";
            project.export("tiltaksbehov.csv", folder, header, cells);
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let dimensions = [
            Dimension::new("tiltak", &|row: &&Row| vec![row.measure.id.to_owned()]),
            Dimension::new("niva", &|row: &&Row| vec![row.level.id.to_owned()]),
        ];
        let rows = self.in_window(window, years);
        let needed = |rows: &[&&Row]| sum(rows, |row| row.needed);
        let offered = |rows: &[&&Row]| sum(rows, |row| row.offered);
        book.measure("E4", &rows, &dimensions, |rows, _| Figure::sum(needed(rows)));
        book.measure("E4-tilbudt", &rows, &dimensions, |rows, _| Figure::sum(offered(rows)));
        book.measure("E4-dekning", &rows, &dimensions, |rows, _| match (offered(rows), needed(rows)) {
            (Some(offered), Some(needed)) => Figure::ratio(offered, needed, 100.0),
            _ => Figure::Missing,
        });
        book.measure("E4-udekket", &rows, &dimensions, |rows, _| match (offered(rows), needed(rows)) {
            (Some(offered), Some(needed)) => Figure::value(float(needed) - float(offered)),
            _ => Figure::Missing,
        });
        let rows: Vec<_> = rows.into_iter().map(|(year, rows)| (year, rows.map(latest))).collect();
        book.measure("E4-venter", &rows, &dimensions, |rows, _| Figure::sum(sum(rows, |row| row.waiting)));
        book
    }
}

#[test]
fn needs_are_what_plain_loops_say() {
    super::hold::<Needs>();
}

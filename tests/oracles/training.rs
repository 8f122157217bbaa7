//! C1 and T1: training and screenings, against plain loops.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure};
use super::needs::sum;
use super::project::{Folder, Project, days_of, folder, folders};
use super::random::{Code, Coded, Random, or_blank, written};

const COURSES: [Code; 2] =
    [Code("icdp-grunnkurs", &["ICDP grunnkurs", "icdp  Grunnkurs"]), Code("fagdag", &["Fagdag"])];
const UNITS: [Code; 3] =
    [Code("flisa", &["Flisa", "flisa"]), Code("sorknes", &["Sørknes", " sørknes"]), Code("hof", &["Hof"])];
const TOOLS: [Code; 3] =
    [Code("epds", &["EPDS", "Edinburgh"]), Code("audit", &["AUDIT-C"]), Code("kvello", &["Kvello", "TI-Kvello"])];
const SOURCES: [&str; 2] = ["kompetanse", "kartlegging"];

#[derive(Clone)]
struct Course {
    date: NaiveDate,
    title: Coded,
    unit: Coded,
    took_part: Option<u64>,
    asked: Option<u64>,
}

#[derive(Clone)]
struct Listed {
    unit: Coded,
    source: &'static str,
}

pub struct Training {
    courses: Vec<Folder<Course>>,
    units: Vec<Folder<Listed>>,
}

fn courses(random: &mut Random, year: i32) -> Folder<Course> {
    let mut keys = BTreeSet::new();
    let blank = if random.one_in(3) { 6 } else { 60 };
    let row = |random: &mut Random| Course {
        date: random.day_about(year),
        title: random.code(&COURSES),
        unit: random.code(&UNITS),
        took_part: random.count(12, blank).map(|count| count.saturating_sub(3)),
        asked: random.count(30, blank),
    };
    let mut rows: Vec<Course> = (0..random.below(9)).map(|_| row(random)).collect();
    rows.retain(|row| keys.insert((row.date, row.title.id, row.unit.id)));
    let counts = move |row: &Course| row.date.year() == year;
    Folder::keyed(random, year, rows, counts, move |_, row| {
        counts(row).then(|| Course { took_part: Some(row.took_part.unwrap_or(0) + 1), ..row.clone() })
    })
}

fn listed(random: &mut Random, year: i32) -> Folder<Listed> {
    let mut keys = BTreeSet::new();
    let row = |random: &mut Random| Listed { unit: random.code(&UNITS), source: random.of(&SOURCES) };
    let mut rows: Vec<Listed> = (0..random.below(6)).map(|_| row(random)).collect();
    rows.retain(|row| keys.insert((row.unit.id, row.source)));
    Folder::keyed(random, year, rows, |_| true, |_, _| None)
}

/// The rows of each year with a date in the window.
fn dated<T: Clone>(
    folders: &[Folder<T>],
    window: Window,
    years: &[i32],
    date: impl Fn(&T) -> NaiveDate,
) -> Vec<(i32, Option<Vec<T>>)> {
    let of_year = |year: &i32| {
        let (first, last) = days_of(window, *year);
        let counts = |row: &&T| first <= date(row) && date(row) <= last;
        (*year, folder(folders, *year).map(|folder| folder.counted.iter().filter(counts).cloned().collect()))
    };
    years.iter().map(of_year).collect()
}

impl Group for Training {
    const INDICATORS: &'static [&'static str] = &["C1"];

    fn random(random: &mut Random) -> Self {
        Self { courses: folders(random, courses), units: folders(random, listed) }
    }

    fn project(&self) -> Project {
        let mut project = Project::default();
        let cells = |row: &Course| {
            let names = [row.title.written.to_owned(), row.unit.written.to_owned()];
            let [course, unit] = names;
            vec![written(row.date), course, unit, or_blank(row.took_part), or_blank(row.asked)]
        };
        for folder in &self.courses {
            project.export("kompetanse.csv", folder, "Dato;Kurs;Enhet;Deltakere;Målgruppe", cells);
        }
        for folder in &self.units {
            let cells = |row: &Listed| vec![row.unit.written.to_owned(), row.source.to_owned()];
            project.export("enhet.csv", folder, "Enhet;Kilde", cells);
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let rows = dated(&self.courses, window, years, |row| row.date);
        let course = Dimension::new("kurs", &|row: &Course| vec![row.title.id.to_owned()]);
        let unit = Dimension::new("enhet", &|row: &Course| vec![row.unit.id.to_owned()]);
        let dimensions = [course, unit];
        book.measure("C1", &rows, &dimensions, |rows, _| Figure::sum(sum(rows, |row| row.took_part)));
        book.measure("C1-andel", &rows, &dimensions[..1], |rows, _| {
            match (sum(rows, |row| row.took_part), sum(rows, |row| row.asked)) {
                (Some(took_part), Some(asked)) => Figure::ratio(took_part, asked, 100.0),
                _ => Figure::Missing,
            }
        });
        // Without the courses of the year nobody knows who had none.
        let units_of = |(year, rows): &(i32, Option<Vec<Course>>)| {
            let of_year = rows.as_ref().zip(folder(&self.units, *year)).map(|(rows, folder)| {
                let ids: BTreeSet<&str> = folder.counted.iter().map(|row| row.unit.id).collect();
                let took_part = |unit: &str| rows.iter().any(|row| row.unit.id == unit && row.took_part > Some(0));
                ids.into_iter().map(|unit| (unit, !took_part(unit))).collect::<Vec<_>>()
            });
            (*year, of_year)
        };
        let units: Vec<_> = rows.iter().map(units_of).collect();
        let unit = [Dimension::new("enhet", &|row: &(&str, bool)| vec![row.0.to_owned()])];
        book.measure("C1-uten", &units, &unit, |rows, _| {
            Figure::share(rows.iter().filter(|row| row.1).count(), rows.len())
        });
        book
    }
}

#[derive(Clone)]
struct Screened {
    date: NaiveDate,
    tool: Coded,
    unit: Coded,
    done: Option<u64>,
    above: Option<u64>,
    followed_up: Option<u64>,
}

pub struct Screenings {
    counts: Vec<Folder<Screened>>,
    single: Vec<Folder<Screened>>,
}

fn screened(random: &mut Random, year: i32, limit: usize) -> Screened {
    let (date, tool, unit) = (random.day_about(year), random.code(&TOOLS), random.code(&UNITS));
    let done = if limit == 2 { Some(1) } else { random.count(12, 8) };
    Screened { date, tool, unit, done, above: random.count(limit, 5), followed_up: random.count(limit, 5) }
}

impl Group for Screenings {
    const INDICATORS: &'static [&'static str] = &["T1"];

    fn random(random: &mut Random) -> Self {
        let counts = folders(random, |random, year| {
            let mut keys = BTreeSet::new();
            let mut rows: Vec<Screened> = (0..random.below(9)).map(|_| screened(random, year, 4)).collect();
            rows.retain(|row| keys.insert((row.date, row.tool.id, row.unit.id)));
            let counts = move |row: &Screened| row.date.year() == year;
            Folder::keyed(random, year, rows, counts, move |_, row| {
                counts(row).then(|| Screened { done: Some(row.done.unwrap_or(0) + 1), ..row.clone() })
            })
        });
        let single = folders(random, |random, year| {
            let written: Vec<Screened> = (0..random.below(9)).map(|_| screened(random, year, 2)).collect();
            let counted = written.iter().filter(|row| row.date.year() == year).cloned().collect();
            Folder { year, written, counted }
        });
        Self { counts, single }
    }

    fn project(&self) -> Project {
        let mut project = Project::default();
        let head = |row: &Screened| vec![written(row.date), row.tool.written.to_owned(), row.unit.written.to_owned()];
        let yes_no = |known: Option<u64>| known.map_or("", |one| if one == 1 { "ja" } else { "nei" }).to_owned();
        for folder in &self.counts {
            let counts = |row: &Screened| [row.done, row.above, row.followed_up].map(or_blank);
            let cells = |row: &Screened| head(row).into_iter().chain(counts(row)).collect();
            project.export("kartlegging.csv", folder, "Dato;Verktøy;Enhet;Utført;Over grense;Fulgt opp", cells);
        }
        for folder in &self.single {
            let answers = |row: &Screened| [row.above, row.followed_up].map(yes_no);
            let cells = |row: &Screened| head(row).into_iter().chain(answers(row)).collect();
            project.export("kartlegging-enkelt.csv", folder, "Dato;Verktøy;Enhet;Over grense;Fulgt opp", cells);
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let counts = dated(&self.counts, window, years, |row| row.date);
        let single = dated(&self.single, window, years, |row| row.date);
        let both = |((year, counts), (_, single)): (_, (i32, Option<Vec<Screened>>))| {
            let counts: Option<Vec<Screened>> = counts;
            let is_there = counts.is_some() || single.is_some();
            let rows: Vec<Screened> = counts.into_iter().chain(single).flatten().collect();
            (year, is_there.then_some(rows))
        };
        let rows: Vec<(i32, Option<Vec<Screened>>)> = counts.into_iter().zip(single).map(both).collect();
        let dimensions = [
            Dimension::new("verktoy", &|row: &Screened| vec![row.tool.id.to_owned()]),
            Dimension::new("enhet", &|row: &Screened| vec![row.unit.id.to_owned()]),
        ];
        book.measure("T1", &rows, &dimensions, |rows, _| Figure::sum(sum(rows, |row| row.done)));
        book.measure("T1-over", &rows, &dimensions, |rows, _| known(rows, |row| (row.above, row.done)));
        book.measure("T1-fulgt-opp", &rows, &[], |rows, _| known(rows, |row| (row.followed_up, row.above)));
        book
    }
}

/// A share of the rows where both are known and there is something to have a share of.
fn known(rows: &[&Screened], of: impl Fn(&Screened) -> (Option<u64>, Option<u64>)) -> Figure {
    let (mut part, mut whole, mut is_known) = (0, 0, false);
    for row in rows {
        if let (Some(some), Some(all)) = of(row) {
            is_known = true;
            if all > 0 {
                part += some;
                whole += all;
            }
        }
    }
    if is_known { Figure::ratio(part, whole, 100.0) } else { Figure::Missing }
}

#[test]
fn training_is_what_plain_loops_say() {
    super::hold::<Training>();
}

#[test]
fn screenings_are_what_plain_loops_say() {
    super::hold::<Screenings>();
}

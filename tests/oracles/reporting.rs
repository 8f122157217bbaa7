//! R1: what each unit owes, whether it came, and how much of it could be used, against plain loops.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure, float};
use super::project::{Folder, Project, days_of, folder, folders};
use super::random::{Code, Coded, Random, date_or_blank, day, written};

const UNITS: [Code; 4] = [
    Code("flisa", &["Flisa"]),
    Code("flisa-skole", &["Flisa skole"]),
    Code("sorknes", &["Sørknes", "sørknes"]),
    Code("nav", &["NAV"]),
];
/// Sources that units send; the rows of relay logs name the unit, those of contacts do not.
const SOURCES: [Code; 2] = [Code("henvendelse", &["henvendelse"]), Code("stafettlogg", &["stafettlogg"])];

/// What is owed, whether it came, and whether it was in time.
type Judged = (Owed, bool, Option<bool>);

/// What a unit owes.
#[derive(Clone)]
struct Owed {
    unit: Coded,
    source: Coded,
    due: Option<NaiveDate>,
    came: Option<NaiveDate>,
}

/// Where a file says whose it is.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    InTheFolder,
    InTheName,
    Nowhere,
}

/// A file that came: so many rows that can be used, so many that cannot.
#[derive(Clone)]
struct Sent {
    year: i32,
    source: &'static str,
    unit: Coded,
    said: Said,
    good: usize,
    bad: usize,
}

pub struct Reporting {
    owed: Vec<Folder<Owed>>,
    sent: Vec<Sent>,
}

fn owed(random: &mut Random, year: i32) -> Folder<Owed> {
    let mut keys = BTreeSet::new();
    let mut rows = Vec::new();
    for _ in 0..random.below(8) {
        let due = if random.one_in(4) { None } else { Some(random.day_in(year)) };
        let late = Days::new(random.of(&[0, 1, 30]));
        let came = due.map_or(day(year, 6, 1), |due| if random.one_in(2) { due + late } else { due - late });
        let came = if random.one_in(3) { None } else { Some(came) };
        rows.push(Owed { unit: random.code(&UNITS), source: random.code(&SOURCES), due, came });
    }
    rows.retain(|row: &Owed| keys.insert((row.unit.id, row.source.id, row.due)));
    Folder { year, written: rows.clone(), counted: rows }
}

fn sent(random: &mut Random, year: i32) -> Vec<Sent> {
    let mut files: Vec<Sent> = Vec::new();
    for _ in 0..random.below(5) {
        let (source, unit) = (random.of(&SOURCES).0, random.code(&UNITS));
        let said = random.of(&[Said::InTheFolder, Said::InTheName, Said::Nowhere]);
        let is_there = |file: &Sent| file.source == source && (file.unit.id == unit.id || said == file.said);
        if !files.iter().any(is_there) {
            files.push(Sent { year, source, unit, said, good: random.below(4), bad: random.of(&[0, 0, 0, 1, 3]) });
        }
    }
    files
}

impl Sent {
    fn path(&self) -> String {
        let slug = self.unit.id;
        match self.said {
            Said::InTheFolder => format!("{slug}/{}.csv", self.source),
            Said::InTheName => format!("{}-{slug}.csv", self.source),
            Said::Nowhere => format!("{}.csv", self.source),
        }
    }

    /// A file of which every row was thrown out says nothing.
    fn has_rows(&self) -> bool {
        self.good > 0
    }

    /// A name within another one is that unit's too: the folder «flisa-skole» is also said of «flisa».
    fn names(&self, unit: &str) -> bool {
        let said = self.said != Said::Nowhere && format!("-{}-", self.unit.id).contains(&format!("-{unit}-"));
        let in_rows = self.source == "stafettlogg" && self.unit.id == unit;
        said || in_rows
    }
}

impl Reporting {
    /// What is due by the window's end, with whether it came and whether it was in time.
    fn due(&self, window: Window, year: i32) -> Option<Vec<Judged>> {
        let last = days_of(window, year).1;
        let owed = &folder(&self.owed, year)?.counted;
        let due: Vec<&Owed> = owed.iter().filter(|row| row.due.is_none_or(|due| due <= last)).collect();
        let judged = |row: &&Owed| {
            let senders: BTreeSet<&str> =
                due.iter().filter(|other| other.source.id == row.source.id).map(|other| other.unit.id).collect();
            let files = self.sent.iter().filter(|file| file.year == year && file.source == row.source.id);
            let mut files = files.filter(|file| file.has_rows());
            let has_come = files.any(|file| senders.len() == 1 || file.names(row.unit.id));
            let in_time = match (has_come, row.due, row.came) {
                (false, ..) => Some(false),
                (true, None, _) => Some(true),
                (true, Some(_), None) => None,
                (true, Some(due), Some(came)) => Some(came <= due),
            };
            ((*row).clone(), has_come, in_time)
        };
        Some(due.iter().map(judged).collect())
    }

    /// The share of the rows of all the year's files that could be used.
    fn rows(&self, year: i32) -> Figure {
        let listed = self.owed.iter().filter(|it| it.year == year).map(|it| it.written.len()).sum::<usize>();
        let files = || self.sent.iter().filter(move |file| file.year == year);
        let used = listed + files().map(|file| file.good).sum::<usize>();
        let all = used + files().map(|file| file.bad).sum::<usize>();
        if all == 0 {
            return Figure::NotApplicable;
        }
        Figure::value(100.0 * float(used as u64) / float(all as u64))
    }
}

impl Group for Reporting {
    const INDICATORS: &'static [&'static str] = &["R1"];

    fn random(random: &mut Random) -> Self {
        let owed = folders(random, owed);
        let mut files = Vec::new();
        for year in super::project::YEARS {
            files.extend(sent(random, year));
        }
        Self { owed, sent: files }
    }

    fn project(&self) -> Project {
        let mut project = Project::default();
        for folder in &self.owed {
            project.export("enhet.csv", folder, "Enhet;Kilde;Frist;Levert", |row| {
                let names = [row.unit.written, row.source.written].map(str::to_owned);
                names.into_iter().chain([date_or_blank(row.due), date_or_blank(row.came)]).collect()
            });
        }
        for (place, file) in self.sent.iter().enumerate() {
            let rows: Vec<usize> = (0..file.good + file.bad).collect();
            let counted = rows.iter().copied().filter(|row| *row < file.good).collect();
            let folder = Folder { year: file.year, written: rows, counted };
            // A day of its own for every row of every file: no row is another's twice.
            let on = |row: &usize| written(day(file.year, 1, 1) + Days::new((place * 8 + row) as u64));
            if file.source == "henvendelse" {
                project.export(&file.path(), &folder, "Dato;Til;Fra", |row| {
                    // Nobody knows to whom it went: the row is thrown out.
                    let to = if *row < file.good { "LHS" } else { "" };
                    vec![on(row), to.to_owned(), "skole".to_owned()]
                });
            } else {
                project.export(&file.path(), &folder, "Dato;Enhet;Enhetstype;Plantype;Aktive", |row| {
                    let active = if *row < file.good { "3" } else { "mange" };
                    let unit = file.unit.written.to_owned();
                    vec![on(row), unit, "skole".to_owned(), "SL".to_owned(), active.to_owned()]
                });
            }
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let rows: Vec<(i32, Option<Vec<Judged>>)> = years.iter().map(|year| (*year, self.due(window, *year))).collect();
        let by_unit = |row: &Judged| vec![row.0.unit.id.to_owned()];
        let by_source = |row: &Judged| vec![row.0.source.id.to_owned()];
        let by_both = |row: &Judged| vec![format!("{}+{}", row.0.unit.id, row.0.source.id)];
        let both = || Dimension::new("enhet+kilde", &by_both);
        let dimensions = [Dimension::new("enhet", &by_unit), Dimension::new("kilde", &by_source), both()];
        book.measure("R1", &rows, &dimensions, |rows, _| {
            Figure::share(rows.iter().filter(|row| row.1).count(), rows.len())
        });
        book.measure("R1-i-tide", &rows, &[Dimension::new("enhet", &by_unit), both()], |rows, _| {
            // One that came without anybody writing down when leaves the share unknown.
            if rows.iter().any(|row| row.2.is_none()) {
                return Figure::Missing;
            }
            Figure::share(rows.iter().filter(|row| row.2 == Some(true)).count(), rows.len())
        });
        for year in years {
            book.0.insert(("R1-rader".to_owned(), *year, String::new()), self.rows(*year));
        }
        book
    }
}

#[test]
fn deliveries_are_what_plain_loops_say() {
    super::hold::<Reporting>();
}

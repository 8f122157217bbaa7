//! M1: milestones as they stand on the reporting date, against plain loops.

use chrono::{Days, NaiveDate};
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure};
use super::project::{Folder, Project, REPORTED, days_of, folder, folders};
use super::random::{Code, Coded, Random, date_or_blank, written};

const STATUSES: [Code; 5] = [
    Code("ikke-startet", &["Ikke startet", "ny"]),
    Code("under-arbeid", &["under-arbeid", "pågår"]),
    Code("gjennomfort", &["Gjennomført", "ferdig"]),
    Code("avbrutt", &["Avbrutt", "utgår"]),
    Code("ukjent", &[""]),
];

#[derive(Clone)]
struct Milestone {
    number: usize,
    planned: NaiveDate,
    status: Coded,
    done: Option<NaiveDate>,
}

pub struct Plans {
    milestones: Vec<Folder<Milestone>>,
    reporting_date: Option<NaiveDate>,
}

fn milestone(random: &mut Random, number: usize, year: i32) -> Milestone {
    let planned = random.day_about(year);
    let done = if random.one_in(2) { random.day_about(year) } else { planned + Days::new(random.of(&[0, 1])) };
    let status = if random.one_in(2) { random.code(&STATUSES[2..3]) } else { random.code(&STATUSES) };
    Milestone { number, planned, status, done: if random.one_in(4) { None } else { Some(done) } }
}

/// Where a milestone stands on a day.
fn state(milestone: &Milestone, on: NaiveDate) -> &'static str {
    match (milestone.status.id, milestone.done) {
        ("gjennomfort", None) => "nadd-uten-dato",
        ("gjennomfort", Some(done)) if done > on => "under-arbeid",
        ("gjennomfort", Some(done)) if done > milestone.planned => "for-sent",
        ("gjennomfort", Some(_)) => "i-tide",
        (status, _) => status,
    }
}

fn is_reached(state: &str) -> bool {
    ["i-tide", "for-sent", "nadd-uten-dato"].contains(&state)
}

/// The one in the middle, or half-way between the two.
pub fn median(mut days: Vec<i64>) -> Figure {
    days.sort_unstable();
    let Some(last) = days.len().checked_sub(1) else { return Figure::Missing };
    let twice = days[last / 2] + days[last.div_ceil(2)];
    Figure::value(f64::from(i32::try_from(twice).unwrap()) / 2.0)
}

/// A year, and its milestones with where each stands; none where no plan came.
type OfYear<'m> = (i32, Option<Vec<(Milestone, &'m str)>>);

impl Group for Plans {
    const INDICATORS: &'static [&'static str] = &["M1"];

    fn random(random: &mut Random) -> Self {
        let milestones = folders(random, |random, year| {
            let rows = (0..random.below(9)).map(|number| milestone(random, number, year)).collect();
            Folder::keyed(
                random,
                year,
                rows,
                |_| true,
                |_, row| Some(Milestone { planned: row.planned + Days::new(1), ..row.clone() }),
            )
        });
        let reporting_date = if random.one_in(2) { None } else { Some(random.day_about(REPORTED)) };
        Self { milestones, reporting_date }
    }

    fn project(&self) -> Project {
        let mut project = Project::judged_on(self.reporting_date);
        let cells = |row: &Milestone| {
            let number = format!("MP{}", row.number);
            vec![number, written(row.planned), row.status.written.to_owned(), date_or_blank(row.done)]
        };
        for folder in &self.milestones {
            project.export("milepael.csv", folder, "nr;planlagt;status;gjennomfort", cells);
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let on = |year: i32| {
            let last = days_of(window, year).1;
            self.reporting_date.filter(|_| year == REPORTED).map_or(last, |date| date.min(last))
        };
        let of_year = |year: &i32| {
            let placed = |row: &Milestone| (row.clone(), state(row, on(*year)));
            let rows = folder(&self.milestones, *year).map(|folder| folder.counted.iter().map(placed).collect());
            (*year, rows)
        };
        let rows: Vec<OfYear> = years.iter().map(of_year).collect();
        let states = [Dimension::new("tilstand", &|row: &(Milestone, &str)| vec![row.1.to_owned()])];
        book.measure("M1", &rows, &states, |rows, _| Figure::count(rows.len() as u64));
        book.measure("M1-nadd", &rows, &[], |rows, _| {
            let reached = rows.iter().filter(|row| is_reached(row.1)).count();
            Figure::share(reached, rows.iter().filter(|row| row.1 != "avbrutt").count())
        });
        let is_overdue =
            |row: &(Milestone, &str), year: i32| !is_reached(row.1) && row.1 != "avbrutt" && row.0.planned < on(year);
        book.measure("M1-forsinket", &rows, &[], |rows, asked| {
            Figure::count(rows.iter().filter(|row| is_overdue(row, asked.year)).count() as u64)
        });
        book.measure("M1-dager", &rows, &[], |rows, asked| {
            let late = |row: &&&(Milestone, &str)| match row.1 {
                "for-sent" => row.0.done.map(|done| (done - row.0.planned).num_days()),
                _ if is_overdue(row, asked.year) => Some((on(asked.year) - row.0.planned).num_days()),
                _ => None,
            };
            median(rows.iter().filter_map(|row| late(&row)).collect())
        });
        book
    }
}

#[test]
fn milestones_are_what_plain_loops_say() {
    super::hold::<Plans>();
}

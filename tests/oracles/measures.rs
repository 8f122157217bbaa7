//! H1: the measures of the action plan, against plain loops.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure};
use super::project::{Folder, Project, REPORTED, days_of, folder, folders};
use super::random::{Code, Coded, Random, date_or_blank};

const LEVELS: [Code; 3] = [
    Code("universell", &["Universelle tiltak", "grønn"]),
    Code("selektiv", &["gul", "2"]),
    Code("indikert", &["Nivå 3", "indikert"]),
];
const STATUSES: [Code; 6] = [
    Code("ikke-startet", &["planlagt", "Ikke startet"]),
    Code("under-arbeid", &["i gang", "pågår"]),
    Code("gjennomfort", &["Gjennomført", "ferdig"]),
    Code("i-drift", &["I drift", "løpende"]),
    Code("avbrutt", &["utgår"]),
    Code("ukjent", &[""]),
];
const COORDINATORS: [Code; 3] =
    [Code("leder-barnevern", &["Leder barnevern"]), Code("ppt", &["PPT", "ppt"]), Code("ukjent", &[""])];

#[derive(Clone)]
struct Measure {
    name: usize,
    level: Coded,
    coordinator: Coded,
    status: Coded,
    deadline: Option<NaiveDate>,
}

pub struct Measures {
    plans: Vec<Folder<Measure>>,
    reporting_date: Option<NaiveDate>,
}

fn measure(random: &mut Random, year: i32) -> Measure {
    Measure {
        name: random.below(9),
        level: random.code(&LEVELS),
        coordinator: random.code(&COORDINATORS),
        status: random.code(&STATUSES),
        deadline: if random.one_in(6) { None } else { Some(random.day_about(year)) },
    }
}

fn plan(random: &mut Random, year: i32) -> Folder<Measure> {
    let mut keys = BTreeSet::new();
    let mut rows: Vec<Measure> = (0..random.below(14)).map(|_| measure(random, year)).collect();
    rows.retain(|row| keys.insert((row.name, row.level.id)));
    let other = |_: &mut Random, row: &Measure| {
        let deadline = row.deadline.map_or(days_of(Window::Aar, year).0, |day| day + Days::new(1));
        Some(Measure { deadline: Some(deadline), ..row.clone() })
    };
    Folder::keyed(random, year, rows, |_| true, other)
}

impl Group for Measures {
    const INDICATORS: &'static [&'static str] = &["H1"];

    fn random(random: &mut Random) -> Self {
        let plans = folders(random, plan);
        let reporting_date = if random.one_in(2) { None } else { Some(random.day_about(REPORTED)) };
        Self { plans, reporting_date }
    }

    fn project(&self) -> Project {
        let mut project = Project::judged_on(self.reporting_date);
        let cells = |row: &Measure| {
            vec![
                format!("Tiltak {}", row.name),
                row.level.written.to_owned(),
                row.coordinator.written.to_owned(),
                row.status.written.to_owned(),
                date_or_blank(row.deadline),
            ]
        };
        for folder in &self.plans {
            project.export("handlingsplan.csv", folder, "Tiltak;Nivå;Koordinator;Status;Frist", cells);
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let of_year = |year: &i32| (*year, folder(&self.plans, *year).map(|folder| folder.counted.clone()));
        let rows: Vec<(i32, Option<Vec<Measure>>)> = years.iter().map(of_year).collect();
        let by_level = |row: &Measure| vec![row.level.id.to_owned()];
        let dimensions = [
            Dimension::new("niva", &by_level),
            Dimension::new("status", &|row: &Measure| vec![row.status.id.to_owned()]),
            Dimension::new("koordinator", &|row: &Measure| vec![row.coordinator.id.to_owned()]),
        ];
        book.measure("H1", &rows, &dimensions, |rows, _| Figure::count(rows.len() as u64));
        let is_done = |row: &Measure| ["gjennomfort", "i-drift"].contains(&row.status.id);
        let kept: Vec<(i32, Option<Vec<Measure>>)> = rows
            .iter()
            .map(|(year, rows)| {
                let kept =
                    |rows: &Vec<Measure>| rows.iter().filter(|row| row.status.id != "avbrutt").cloned().collect();
                (*year, rows.as_ref().map(kept))
            })
            .collect();
        book.measure("H1-gjennomfort", &kept, &[Dimension::new("niva", &by_level)], |rows, _| {
            Figure::share(rows.iter().filter(|row| is_done(row)).count(), rows.len())
        });
        book.measure("H1-forsinket", &kept, &[], |rows, asked| {
            let last = days_of(window, asked.year).1;
            let on = self.reporting_date.filter(|_| asked.year == REPORTED).map_or(last, |date| date.min(last));
            let is_late = |row: &&&Measure| !is_done(row) && row.deadline.is_some_and(|deadline| deadline < on);
            Figure::count(rows.iter().filter(is_late).count() as u64)
        });
        book
    }
}

#[test]
fn measures_of_the_action_plan_are_what_plain_loops_say() {
    super::hold::<Measures>();
}

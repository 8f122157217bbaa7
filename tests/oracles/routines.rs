//! Q1 and D1: routines and the model's six fields as the lists stand, against plain loops.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure};
use super::project::{Folder, Project, REPORTED, days_of, folder, folders};
use super::random::{Code, Coded, Random, date_or_blank};

const UNITS: [Code; 3] =
    [Code("flisa", &["Flisa", "flisa"]), Code("sorknes", &["Sørknes", " sørknes"]), Code("bup-ostre", &["BUP  østre"])];
const STATUSES: [Code; 4] = [
    Code("ikke-startet", &["ikke-startet", "Mangler"]),
    Code("under-arbeid", &["Utkast", "til høring"]),
    Code("godkjent", &["Godkjent", "vedtatt"]),
    Code("i-compilo", &["Compilo", "i-compilo", "Publisert"]),
];
const LEVELS: [Code; 3] = [
    Code("kommune", &["kommune", "Kommunenivå"]),
    Code("etat", &["Etatsnivå", "virksomhet"]),
    Code("individ", &["individ", "Individnivå"]),
];
const DIMENSIONS: [Code; 2] =
    [Code("kultur", &["kultur", "Kulturdimensjonen"]), Code("struktur", &["Strukturell", "struktur"])];
const STATES: [Code; 3] = [
    Code("ikke-pa-plass", &["nei", "Mangler"]),
    Code("delvis", &["delvis", "påbegynt"]),
    Code("pa-plass", &["ja", "På plass"]),
];

#[derive(Clone)]
struct Routine {
    number: usize,
    unit: Coded,
    status: Coded,
    revised: Option<NaiveDate>,
}

pub struct Routines {
    routines: Vec<Folder<Routine>>,
    reporting_date: Option<NaiveDate>,
}

fn routine(random: &mut Random, year: i32) -> Routine {
    let revised = match random.below(4) {
        0 => None,
        1 => Some(random.day_about(year + 1)),
        _ => Some(random.day_about(year)),
    };
    Routine { number: random.below(5), unit: random.code(&UNITS), status: random.code(&STATUSES), revised }
}

fn make(random: &mut Random, year: i32) -> Folder<Routine> {
    let mut keys = BTreeSet::new();
    let mut rows: Vec<Routine> = (0..random.below(12)).map(|_| routine(random, year)).collect();
    rows.retain(|row| keys.insert((row.number, row.unit.id)));
    Folder::keyed(
        random,
        year,
        rows,
        |_| true,
        |random, row| {
            let other = random.of(&[0, 1]);
            let status = STATUSES.iter().filter(|code| code.0 != row.status.id).nth(other)?;
            let revised = row.revised.map(|date| date + Days::new(1));
            Some(Routine { status: random.code(&[*status]), revised, ..row.clone() })
        },
    )
}

impl Group for Routines {
    const INDICATORS: &'static [&'static str] = &["Q1"];

    fn random(random: &mut Random) -> Self {
        let routines = folders(random, make);
        let reporting_date = if random.one_in(2) { None } else { Some(random.day_about(REPORTED)) };
        Self { routines, reporting_date }
    }

    fn project(&self) -> Project {
        let mut project = Project::judged_on(self.reporting_date);
        let cells = |row: &Routine| {
            let name = format!("Rutine {}", row.number);
            vec![name, row.unit.written.to_owned(), row.status.written.to_owned(), date_or_blank(row.revised)]
        };
        for folder in &self.routines {
            project.export("rutine.csv", folder, "Rutine;Enhet;Status;Revideres", cells);
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let of_year = |year: &i32| (*year, folder(&self.routines, *year).map(|folder| folder.counted.clone()));
        let rows: Vec<_> = years.iter().map(of_year).collect();
        let units = [Dimension::new("enhet", &|row: &Routine| vec![row.unit.id.to_owned()])];
        let is_approved = |row: &Routine| ["godkjent", "i-compilo"].contains(&row.status.id);
        book.measure("Q1", &rows, &units, |rows, _| {
            Figure::share(rows.iter().filter(|row| row.status.id == "i-compilo").count(), rows.len())
        });
        book.measure("Q1-godkjent", &rows, &units, |rows, _| {
            Figure::share(rows.iter().filter(|row| is_approved(row)).count(), rows.len())
        });
        book.measure("Q1-revisjon", &rows, &[], |rows, asked| {
            let last = days_of(window, asked.year).1;
            let on = self.reporting_date.filter(|_| asked.year == REPORTED).map_or(last, |date| date.min(last));
            let is_due = |row: &&&Routine| is_approved(row) && row.revised.is_some_and(|date| date < on);
            Figure::count(rows.iter().filter(is_due).count() as u64)
        });
        book
    }
}

#[derive(Clone)]
struct Element {
    level: Coded,
    dimension: Coded,
    number: usize,
    state: Coded,
}

pub struct Elements(Vec<Folder<Element>>);

impl Group for Elements {
    const INDICATORS: &'static [&'static str] = &["D1"];

    fn random(random: &mut Random) -> Self {
        Self(folders(random, |random, year| {
            let mut keys = BTreeSet::new();
            let row = |random: &mut Random| Element {
                level: random.code(&LEVELS),
                dimension: random.code(&DIMENSIONS),
                number: random.below(4),
                state: random.code(&STATES),
            };
            let mut rows: Vec<Element> = (0..random.below(16)).map(|_| row(random)).collect();
            rows.retain(|row| keys.insert((row.level.id, row.dimension.id, row.number)));
            Folder::keyed(
                random,
                year,
                rows,
                |_| true,
                |random, row| {
                    let state = STATES.iter().find(|code| code.0 != row.state.id)?;
                    Some(Element { state: random.code(&[*state]), ..row.clone() })
                },
            )
        }))
    }

    fn project(&self) -> Project {
        let mut project = Project::default();
        let cells = |row: &Element| {
            let name = format!("Element {}", row.number);
            vec![row.level.written.to_owned(), row.dimension.written.to_owned(), name, row.state.written.to_owned()]
        };
        for folder in &self.0 {
            project.export("modellelement.csv", folder, "Nivå;Dimensjon;Element;Status", cells);
        }
        project
    }

    fn expected(&self, _: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let of_year = |year: &i32| (*year, folder(&self.0, *year).map(|folder| folder.counted.clone()));
        let rows: Vec<_> = years.iter().map(of_year).collect();
        let field = |row: &Element| vec![format!("{}+{}", row.dimension.id, row.level.id)];
        let dimensions = [
            Dimension::new("niva", &|row: &Element| vec![row.level.id.to_owned()]),
            Dimension::new("dimensjon", &|row: &Element| vec![row.dimension.id.to_owned()]),
            Dimension::new("dimensjon+niva", &field),
        ];
        book.measure("D1", &rows, &dimensions, |rows, _| {
            Figure::share(rows.iter().filter(|row| row.state.id == "pa-plass").count(), rows.len())
        });
        book
    }
}

#[test]
fn routines_are_what_plain_loops_say() {
    super::hold::<Routines>();
}

#[test]
fn the_models_elements_are_what_plain_loops_say() {
    super::hold::<Elements>();
}

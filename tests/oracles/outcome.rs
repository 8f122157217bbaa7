//! F1: what those who get help say of themselves, against plain loops. Scores are kept in tenths, which add up exactly.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure, float};
use super::project::{Folder, Project, days_of, folder, folders};
use super::random::{Code, Coded, Random, or_blank, written};

const SERVICES: [Code; 3] = [
    Code("barne-og-familieteamet", &["BFT", "Barne- og familieteamet"]),
    Code("familiens-hus", &["Familiens hus", "familiestasjon"]),
    Code("ppt", &["PPT", "pp-tjenesten"]),
];

#[derive(Clone)]
struct Session {
    client: usize,
    service: Coded,
    date: NaiveDate,
    age: Option<u64>,
    ors: Option<u64>,
    srs: Option<u64>,
}

pub struct Outcome(Vec<Folder<Session>>);

/// What is known of a case on the window's last day.
struct Case {
    service: &'static str,
    /// Last less first score in tenths, where the last of two or more sessions is in the window.
    change: Option<i64>,
    is_clinical: Option<bool>,
    has_dropped_out: Option<bool>,
}

fn session(random: &mut Random, year: i32) -> Session {
    let score = |random: &mut Random, blank: usize| {
        let tenths =
            if random.one_in(3) { [249, 250, 279, 280, 319, 320, 0, 400][random.below(8)] } else { random.below(401) };
        if random.one_in(blank) { None } else { Some(tenths as u64) }
    };
    let age = if random.one_in(3) { random.of(&[5, 6, 12, 13, 17, 18]) } else { 4 + random.below(20) as u64 };
    Session {
        client: random.below(6),
        service: random.code(&SERVICES),
        date: random.day_about(year),
        age: if random.one_in(8) { None } else { Some(age) },
        ors: score(random, 8),
        srs: score(random, 4),
    }
}

fn make(random: &mut Random, year: i32) -> Folder<Session> {
    use chrono::Datelike;
    let mut rows: Vec<Session> = (0..random.below(16)).map(|_| session(random, year)).collect();
    for place in 1..rows.len() {
        // Often a second session with a change around the limit of five points.
        if random.one_in(2) {
            let first = rows[place - 1].clone();
            let change = random.of(&[48, 49, 50, 51, 52]);
            let later = first.date + Days::new(random.of(&[1, 30, 59, 60, 61]));
            rows[place] = Session { date: later, ors: first.ors.map(|ors| (ors + change).min(400)), ..first };
        }
    }
    let mut keys = BTreeSet::new();
    rows.retain(|row| keys.insert((row.client, row.service.id, row.date)));
    let counts = move |row: &Session| row.date.year() == year;
    Folder::keyed(random, year, rows, counts, move |_, row| {
        counts(row)
            .then(|| Session { srs: Some(row.srs.map_or(1, |srs| 400 - srs + u64::from(srs == 200))), ..row.clone() })
    })
}

/// Tenths as people write decimals.
fn decimal(tenths: Option<u64>) -> String {
    or_blank(tenths.map(|tenths| format!("{},{}", tenths / 10, tenths % 10)))
}

fn case(mut sessions: Vec<&Session>, (first, last): (NaiveDate, NaiveDate)) -> Case {
    sessions.sort_by_key(|session| session.date);
    let (begin, end) = (sessions[0], sessions[sessions.len() - 1]);
    let score = |session: &Session| i64::try_from(session.ors.unwrap()).unwrap();
    let is_closed = sessions.len() > 1 && end.date >= first;
    let change = is_closed.then(|| score(end) - score(begin));
    let cut_off = match begin.age {
        Some(age) if age >= 18 => Some(250),
        Some(age) if age >= 13 => Some(280),
        Some(age) if age >= 6 => Some(320),
        _ => None,
    };
    let begins_below = cut_off.filter(|cut_off| score(begin) < *cut_off);
    let is_new = begin.date >= first && begin.date + Days::new(60) <= last;
    Case {
        service: begin.service.id,
        change,
        is_clinical: change.zip(begins_below).map(|(change, cut_off)| change >= 50 && score(end) >= cut_off),
        has_dropped_out: is_new.then_some(sessions.len() == 1),
    }
}

impl Outcome {
    fn cases(&self, window: Window, years: &[i32]) -> Vec<(i32, Option<Vec<Case>>)> {
        let of_year = |year: &i32| {
            let days = days_of(window, *year);
            let known = self.0.iter().filter(|folder| folder.year <= *year).flat_map(|folder| &folder.counted);
            let mut by_case: BTreeMap<(usize, &str), Vec<&Session>> = BTreeMap::new();
            for session in known.filter(|session| session.ors.is_some() && session.date <= days.1) {
                by_case.entry((session.client, session.service.id)).or_default().push(session);
            }
            let cases = by_case.into_values().map(|sessions| case(sessions, days)).collect();
            (*year, folder(&self.0, *year).map(|_| cases))
        };
        years.iter().map(of_year).collect()
    }
}

fn mean(tenths: &[i64]) -> Figure {
    if tenths.is_empty() {
        return Figure::Missing;
    }
    #[expect(clippy::cast_precision_loss, reason = "scores are small")]
    let sum = tenths.iter().sum::<i64>() as f64 / 10.0;
    let count = tenths.len() as u64;
    Figure::Is { value: sum / float(count), numerator: None, denominator: Some(count) }
}

fn share(said: impl Iterator<Item = bool>) -> Figure {
    let said: Vec<bool> = said.collect();
    Figure::share(said.iter().filter(|yes| **yes).count(), said.len())
}

impl Group for Outcome {
    const INDICATORS: &'static [&'static str] = &["F1"];

    fn random(random: &mut Random) -> Self {
        Self(folders(random, make))
    }

    fn project(&self) -> Project {
        let mut project = Project::default();
        let cells = |row: &Session| {
            let client = format!("K{}", row.client);
            let service = row.service.written.to_owned();
            vec![client, service, written(row.date), or_blank(row.age), decimal(row.ors), decimal(row.srs)]
        };
        for folder in &self.0 {
            let header = "klient_id;tjeneste;dato;alder;ors;srs";
            project.export("kor_fit.csv", folder, header, cells);
        }
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        let cases = self.cases(window, years);
        let services = [Dimension::new("tjeneste", &|case: &Case| vec![case.service.to_owned()])];
        book.measure("F1", &cases, &services, |cases, _| {
            mean(&cases.iter().filter_map(|case| case.change).collect::<Vec<_>>())
        });
        book.measure("F1-palitelig", &cases, &services, |cases, _| {
            share(cases.iter().filter_map(|case| case.change).map(|change| change >= 50))
        });
        book.measure("F1-klinisk", &cases, &[], |cases, _| share(cases.iter().filter_map(|case| case.is_clinical)));
        book.measure("F1-frafall", &cases, &[], |cases, _| share(cases.iter().filter_map(|case| case.has_dropped_out)));
        let in_window = |year: &i32| {
            let (first, last) = days_of(window, *year);
            let counts = |session: &&Session| first <= session.date && session.date <= last;
            (*year, folder(&self.0, *year).map(|folder| folder.counted.iter().filter(counts).collect::<Vec<_>>()))
        };
        let sessions: Vec<_> = years.iter().map(in_window).collect();
        book.measure("F1-srs", &sessions, &[], |sessions, _| {
            let known = sessions.iter().filter_map(|session| session.srs);
            mean(&known.map(|srs| i64::try_from(srs).unwrap()).collect::<Vec<_>>())
        });
        book
    }
}

#[test]
fn outcomes_are_what_plain_loops_say() {
    super::hold::<Outcome>();
}

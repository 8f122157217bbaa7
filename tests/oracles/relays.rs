//! S1, S2 and S3: plans that units count, and the steps of the ladder, against plain loops.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate};
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure};
use super::needs::sum;
use super::plans::median;
use super::project::{Folder, Project, days_of, folder, folders};
use super::random::{Code, Coded, Random, or_blank, written};

const UNITS: [Code; 5] = [
    Code("flisa", &["Flisa"]),
    Code("sorknes", &["Sørknes", "sørknes"]),
    Code("brandval", &["Brandval"]),
    Code("kjellmyra", &["Kjellmyra"]),
    Code("gjesas", &["Gjesås", " Gjesås"]),
];
const TYPES: [Code; 3] =
    [Code("barnehage", &["Barnehage", "bhg"]), Code("skole", &["skole"]), Code("annet", &["andre"])];
const PLANS: [Code; 3] = [
    Code("stafettlogg", &["stafettlogg", "SL", "Stafettlogger"]),
    Code("individuell-plan", &["IP", "individuell plan"]),
    Code("barnekoordinator", &["BK", "barnekoordinator"]),
];
const STEPS: [Code; 5] = [
    Code("", &[""]),
    Code("1", &["1", "Trinn 1"]),
    Code("2", &["2", "steg 2"]),
    Code("3", &["trinn 3"]),
    Code("7", &["nivå 7"]),
];
/// A reading that is older says nothing of the window's end.
const OLDEST: u64 = 45;

#[derive(Clone)]
struct Reading {
    on: NaiveDate,
    unit: Coded,
    of_type: Coded,
    plan: Coded,
    step: Coded,
    active: u64,
    opened: Option<u64>,
    closed: Option<u64>,
}

#[derive(Clone)]
struct Referral {
    number: usize,
    child: usize,
    received: NaiveDate,
    step: Coded,
}

/// Children 0-17 on 1 January, by year; a year may lack one age of one sex.
type Population = BTreeMap<i32, Vec<Option<u64>>>;

pub struct Relays {
    readings: Vec<Folder<Reading>>,
    referrals: Vec<Folder<Referral>>,
    population: Population,
}

fn reading(random: &mut Random, year: i32) -> Reading {
    let blank = if random.one_in(3) { 8 } else { 200 };
    let window_end = random.of(&[(4, 30), (8, 31), (12, 31)]);
    let end = super::random::day(year, window_end.0, window_end.1);
    let near_end = end - Days::new(random.of(&[0, 1, 20, 44, 45, 46, 60]));
    Reading {
        on: if random.one_in(2) { random.day_about(year) } else { near_end },
        unit: random.code(&UNITS),
        of_type: random.code(&TYPES),
        plan: if random.one_in(2) { random.code(&PLANS[..1]) } else { random.code(&PLANS) },
        step: random.code(&STEPS),
        active: random.of(&[0, 0, 1, 3, 7, 20]),
        opened: random.count(9, blank),
        closed: random.count(9, blank),
    }
}

fn readings(random: &mut Random, year: i32) -> Folder<Reading> {
    let mut keys = BTreeSet::new();
    let mut rows: Vec<Reading> = (0..random.below(24)).map(|_| reading(random, year)).collect();
    if random.one_in(8) {
        for row in &mut rows {
            row.step = Coded { id: "", written: "" };
        }
    }
    rows.retain(|row| keys.insert((row.on, row.unit.id, row.plan.id, row.step.id)));
    let counts = move |row: &Reading| row.on.year() == year;
    Folder::keyed(random, year, rows, counts, move |_, row| {
        counts(row).then(|| Reading { active: row.active + 1, ..row.clone() })
    })
}

fn referrals(random: &mut Random, year: i32) -> Folder<Referral> {
    let mut numbers = BTreeSet::new();
    let mut rows: Vec<Referral> = (0..random.below(20))
        .map(|_| Referral {
            number: random.below(60),
            child: random.below(8),
            received: random.day_about(year),
            step: random.code(&STEPS),
        })
        .collect();
    rows.retain(|row| numbers.insert(row.number));
    let counts = move |row: &Referral| row.received.year() == year;
    Folder::keyed(random, year, rows, counts, move |_, row| {
        counts(row).then(|| Referral { child: row.child + 1, ..row.clone() })
    })
}

fn population(random: &mut Random) -> Population {
    let mut population = Population::new();
    for year in 2022..=2026 {
        if !random.one_in(4) {
            let mut groups: Vec<Option<u64>> = (0..36).map(|_| Some(random.below(60) as u64)).collect();
            if random.one_in(6) {
                groups[random.below(36)] = None;
            }
            population.insert(year, groups);
        }
    }
    population
}

impl Relays {
    /// The rows of each year by day.
    fn in_window(&self, plan: &str, window: Window, years: &[i32]) -> Vec<(i32, Option<Vec<&Reading>>)> {
        let of_year = |year: &i32| {
            let (first, last) = days_of(window, *year);
            let counts = |row: &&Reading| row.plan.id == plan && first <= row.on && row.on <= last;
            let rows = folder(&self.readings, *year).map(|folder| folder.counted.iter().filter(counts).collect());
            (*year, rows)
        };
        years.iter().map(of_year).collect()
    }

    /// The newest reading of each unit on or before the window's last day, unless it is too old.
    fn latest(
        &self,
        (plan, needs_step): (&str, bool),
        window: Window,
        years: &[i32],
    ) -> Vec<(i32, Option<Vec<&Reading>>)> {
        let of_year = |year: &i32| {
            let last = days_of(window, *year).1;
            let is_recent = |row: &&Reading| row.on <= last && row.on >= last - Days::new(OLDEST);
            let Some(folder) = folder(&self.readings, *year) else { return (*year, None) };
            let recent: Vec<&Reading> = folder.counted.iter().filter(is_recent).collect();
            let of_plan: Vec<&Reading> = recent.into_iter().filter(|row| row.plan.id == plan).collect();
            // Where no row at all has a step, nobody counts by steps.
            if needs_step && !of_plan.is_empty() && of_plan.iter().all(|row| row.step.id.is_empty()) {
                return (*year, None);
            }
            let rows = of_plan.iter().filter(|row| !needs_step || !row.step.id.is_empty());
            let rows: Vec<&Reading> = rows.copied().collect();
            let newest = |row: &&Reading| rows.iter().all(|other| other.unit.id != row.unit.id || other.on <= row.on);
            (*year, Some(rows.iter().copied().filter(newest).collect()))
        };
        years.iter().map(of_year).collect()
    }

    /// KOSTRA sets a whole year against 1 January of the next; a shorter window against the one it begins with. Where that
    /// one is not whole, the one before.
    fn children(&self, window: Window, year: i32) -> Option<u64> {
        let wanted = if window == Window::Aar { year + 1 } else { year };
        let whole = |year: i32| self.population.get(&year)?.iter().copied().sum::<Option<u64>>();
        whole(wanted).or_else(|| whole(wanted - 1))
    }

    fn plans(&self, book: &mut Book, window: Window, years: &[i32]) {
        let by_type = [Dimension::new("enhetstype", &|row: &&Reading| vec![row.of_type.id.to_owned()])];
        let plans = [("stafettlogg", "S1"), ("individuell-plan", "S2"), ("barnekoordinator", "S2-barnekoordinator")];
        for (plan, id) in plans {
            let latest = self.latest((plan, false), window, years);
            let active = |rows: &[&&Reading]| sum(rows, |row| Some(row.active));
            book.measure(id, &latest, &by_type, |rows, _| Figure::sum(active(rows)));
            book.measure(&format!("{id}-per-1000"), &latest, &[], |rows, asked| {
                match (active(rows), self.children(window, asked.year)) {
                    (Some(active), Some(children)) => Figure::ratio(active, children, 1000.0),
                    _ => Figure::Missing,
                }
            });
            let counted = self.in_window(plan, window, years);
            book.measure(&format!("{id}-opprettet"), &counted, &[], |rows, _| Figure::sum(sum(rows, |row| row.opened)));
            book.measure(&format!("{id}-avsluttet"), &counted, &[], |rows, _| Figure::sum(sum(rows, |row| row.closed)));
        }
        let latest = self.latest(("stafettlogg", false), window, years);
        book.measure("S1-enheter", &latest, &by_type, |rows, _| {
            let units: BTreeSet<&str> = rows.iter().map(|row| row.unit.id).collect();
            let using: BTreeSet<&str> = rows.iter().filter(|row| row.active > 0).map(|row| row.unit.id).collect();
            Figure::share(using.len(), units.len())
        });
    }

    fn ladder(&self, book: &mut Book, window: Window, years: &[i32]) {
        let dimensions = [
            Dimension::new("trinn", &|row: &&Reading| vec![row.step.id.to_owned()]),
            Dimension::new("enhetstype", &|row: &&Reading| vec![row.of_type.id.to_owned()]),
        ];
        let latest = self.latest(("stafettlogg", true), window, years);
        book.measure("S3", &latest, &dimensions, |rows, _| Figure::sum(sum(rows, |row| Some(row.active))));
        let of_year = |year: &i32| {
            let (first, last) = days_of(window, *year);
            let Some(folder) = folder(&self.referrals, *year) else { return (*year, None) };
            let is_in = |row: &&Referral| first <= row.received && row.received <= last;
            let rows: Vec<&Referral> = folder.counted.iter().filter(is_in).collect();
            let none_has_a_step = !rows.is_empty() && rows.iter().all(|row| row.step.id.is_empty());
            let with_step = rows.into_iter().filter(|row| !row.step.id.is_empty()).collect();
            (*year, if none_has_a_step { None } else { Some(with_step) })
        };
        let rows: Vec<(i32, Option<Vec<&Referral>>)> = years.iter().map(of_year).collect();
        let by_step = [Dimension::new("trinn", &|row: &&Referral| vec![row.step.id.to_owned()])];
        book.measure("S3-henvisninger", &rows, &by_step, |rows, _| Figure::count(rows.len() as u64));
        let waits: Vec<(i32, Option<Vec<i64>>)> = years.iter().map(|year| (*year, self.moves(window, *year))).collect();
        book.measure("S3-tid", &waits, &[], |waits, _| median(waits.iter().map(|days| **days).collect()));
    }

    /// The days of every move to a higher step that ends in the window.
    fn moves(&self, window: Window, year: i32) -> Option<Vec<i64>> {
        folder(&self.referrals, year)?;
        let (first, last) = days_of(window, year);
        let until = || self.referrals.iter().filter(|it| it.year <= year);
        // Of a referral that two years' folders have, the later one's counts.
        let mut newest: BTreeMap<usize, &Referral> = BTreeMap::new();
        for folder in until() {
            newest.extend(folder.counted.iter().map(|row| (row.number, row)));
        }
        let mut reached: BTreeMap<usize, BTreeMap<&str, NaiveDate>> = BTreeMap::new();
        for row in newest.values().filter(|row| row.received <= last && !row.step.id.is_empty()) {
            let day = reached.entry(row.child).or_default().entry(row.step.id).or_insert(row.received);
            *day = row.received.min(*day);
        }
        let mut days = Vec::new();
        for steps in reached.values() {
            let mut in_order: Vec<(NaiveDate, &str)> = steps.iter().map(|(step, day)| (*day, *step)).collect();
            in_order.sort_unstable();
            for pair in in_order.windows(2) {
                let ((earlier, low), (later, high)) = (pair[0], pair[1]);
                if low < high && earlier < later && first <= later && later <= last {
                    days.push((later - earlier).num_days());
                }
            }
        }
        Some(days)
    }
}

impl Group for Relays {
    const INDICATORS: &'static [&'static str] = &["S1", "S2", "S3"];

    fn random(random: &mut Random) -> Self {
        Self {
            readings: folders(random, readings),
            referrals: folders(random, referrals),
            population: population(random),
        }
    }

    fn project(&self) -> Project {
        let mut project = Project::default();
        let cells = |row: &Reading| {
            vec![
                written(row.on),
                row.unit.written.to_owned(),
                row.of_type.written.to_owned(),
                row.plan.written.to_owned(),
                row.active.to_string(),
                or_blank(row.opened),
                or_blank(row.closed),
                row.step.written.to_owned(),
            ]
        };
        for folder in &self.readings {
            let header = "Dato;Enhet;Enhetstype;Plantype;Aktive;Opprettet;Avsluttet;Trinn";
            project.export("stafettlogg.csv", folder, header, cells);
        }
        let cells = |row: &Referral| {
            let (number, child) = (format!("H{}", row.number), format!("B{}", row.child));
            vec![number, child, written(row.received), "skole".to_owned(), row.step.written.to_owned()]
        };
        for folder in &self.referrals {
            project.export("henvisning.csv", folder, "henvisning_id;barn_id;mottatt;fra;trinn", cells);
        }
        project.reference("folkemengde", &self.inhabitants());
        project
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        let mut book = Book::default();
        self.plans(&mut book, window, years);
        self.ladder(&mut book, window, years);
        book
    }
}

impl Relays {
    fn inhabitants(&self) -> String {
        let mut text = "kommune;alder;kjonn;aar;antall\n".to_owned();
        for (year, groups) in &self.population {
            for (place, group) in groups.iter().enumerate() {
                let (age, sex) = (place / 2, ["jente", "gutt"][place % 2]);
                if let Some(children) = group {
                    text += &format!("3418;{age};{sex};{year};{children}\n");
                }
            }
        }
        text
    }
}

#[test]
fn relays_and_steps_are_what_plain_loops_say() {
    super::hold::<Relays>();
}

//! E1–E3: contacts, referrals, waiting and places.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate, TimeDelta};
use tryggtall::units::Window;

use super::{
    Cell, Expected, Oracle, Project, Random, YEARS, believed, code, date, days_of, float, hold, quantile, written,
};

const TO: [(&str, &[&str]); 2] = [("ledende-helsesykepleier", &["LHS"]), ("familiens-hus", &["FH", "familiestasjon"])];
const FROM: [(&str, &[&str]); 4] =
    [("skole", &["skolen"]), ("foreldre", &["mor", "far"]), ("fastlege", &["lege"]), ("andre", &["annet"])];
const REASONS: [(&str, &[&str]); 3] = [("samspill", &["tilknytning"]), ("rus", &[]), ("psykisk-helse", &["angst"])];
const YES_NO: [(&str, &[&str]); 2] = [("ja", &["J", "x"]), ("nei", &["N"])];
const SEXES: [(&str, &[&str]); 3] = [("jente", &["J"]), ("gutt", &["G"]), ("ukjent", &["U"])];
const TEAM: &str = "barne-og-familieteamet";

#[derive(Debug, Clone, PartialEq)]
struct Contact {
    on: NaiveDate,
    to: &'static str,
    from: &'static str,
    topic: Option<&'static str>,
    is_new: Option<&'static str>,
}

#[derive(Debug, Clone, PartialEq)]
struct Referral {
    id: usize,
    child: usize,
    received: NaiveDate,
    from: &'static str,
    reason: Option<&'static str>,
    age: Option<i64>,
    sex: Option<&'static str>,
    first_talk: Option<NaiveDate>,
    closed: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq)]
struct Places {
    service: &'static str,
    from: NaiveDate,
    to: NaiveDate,
    capacity: usize,
}

#[derive(Default)]
pub(super) struct Contacts {
    received: BTreeMap<i32, Vec<Contact>>,
    referrals: BTreeMap<i32, Vec<Referral>>,
    places: Vec<Places>,
    groups: Vec<(i64, i64)>,
}

impl Contact {
    fn random(random: &mut Random, year: i32, blank: usize) -> Self {
        Self {
            on: random.day(year),
            to: random.of(&TO).0,
            from: random.of(&FROM).0,
            topic: random.maybe(blank, |random| random.of(&REASONS).0),
            is_new: random.maybe(blank, |random| random.of(&YES_NO).0),
        }
    }

    fn line(&self, random: &mut Random) -> String {
        let on = written(random, Some(self.on));
        let [to, from] = [(&TO[..], self.to), (&FROM[..], self.from)].map(|(list, id)| code(random, list, Some(id)));
        let topic = code(random, &REASONS, self.topic);
        format!("{on};{to};{from};{topic};{}", code(random, &YES_NO, self.is_new))
    }
}

impl Referral {
    fn random(random: &mut Random, year: i32, (blank, open): (usize, usize)) -> Self {
        let received = random.day(year);
        let later = |random: &mut Random| received + random.days(150) - TimeDelta::days(i64::from(random.one_in(40)));
        let talk = later(random);
        Self {
            id: random.below(200),
            child: random.below(25),
            received,
            from: random.of(&FROM).0,
            reason: random.maybe(blank, |random| random.of(&REASONS).0),
            age: random.maybe(blank, |random| i64::try_from(random.below(27)).unwrap()),
            sex: random.of(&[Some("jente"), Some("gutt"), Some("ukjent"), None]),
            first_talk: random.maybe(open, |_| talk),
            closed: random.maybe(2, |random| later(random)),
        }
    }

    fn line(&self, random: &mut Random) -> String {
        let [received, talk, closed] =
            [Some(self.received), self.first_talk, self.closed].map(|day| written(random, day));
        let (from, reason) = (code(random, &FROM, Some(self.from)), code(random, &REASONS, self.reason));
        let (age, sex) = (self.age.map_or_else(String::new, |age| age.to_string()), code(random, &SEXES, self.sex));
        format!("H{};B{};{received};{from};{reason};{age};{sex};{talk};{closed}", self.id, self.child)
    }

    fn is_right(&self, year: i32) -> bool {
        let is_in_order = [self.first_talk, self.closed].iter().flatten().all(|day| *day >= self.received);
        self.received.year() == year && is_in_order && self.age.is_none_or(|age| age <= 25)
    }

    fn is_waiting_on(&self, day: NaiveDate) -> bool {
        self.received <= day && [self.first_talk, self.closed].iter().flatten().all(|end| *end > day)
    }
}

/// Periods that follow each other, some over New Year; now and then one too many, too few or of another service.
fn places(random: &mut Random) -> Vec<Places> {
    let (mut all, mut from) = (Vec::new(), date(2022, 11, 1));
    let fault = random.of(&[10_000, 10_000, 9]);
    let most = random.of(&[1, 30]);
    while from < date(2026, 1, 1) {
        let to = from + TimeDelta::days(60) + random.days(400);
        let (places, service) = (random.below(most), if random.one_in(fault) { "ppt" } else { TEAM });
        let start = if random.one_in(fault) { from - TimeDelta::days(1) } else { from };
        all.push(Places { service, from: start, to, capacity: places });
        from = to + TimeDelta::days(1 + i64::from(random.one_in(fault)));
    }
    all
}

pub(super) fn make(random: &mut Random) -> (Project, Contacts) {
    let groups = random.of(&[&[(0, 5), (6, 12), (13, 17)][..], &[(0, 3), (5, 25)]]).to_vec();
    let mut project = Project { age_groups: groups.clone(), ..Project::default() };
    let mut oracle = Contacts { groups, ..Contacts::default() };
    let rates = (random.of(&[10_000, 4]), random.of(&[10_000, 4, 2]));
    let places = places(random);
    for year in YEARS {
        if !random.one_in(7) {
            let most = random.of(&[0, 9, 40]);
            // Two equal contacts in one file are two.
            let mut rows: Vec<Contact> =
                (0..random.below(most + 1)).map(|_| Contact::random(random, year, rates.0)).collect();
            rows.extend(rows.first().cloned());
            let lines: Vec<String> = rows.iter().map(|row| row.line(random)).collect();
            rows.retain(|row| row.on.year() == year);
            let file = ("henvendelse", "dato;til;fra;tema;ny_familie");
            oracle.received.extend(project.export(file, year, &lines, rows).map(|rows| (year, rows)));
        }
        if !random.one_in(7) {
            let most = random.of(&[0, 9, 60]);
            let mut rows: Vec<Referral> =
                (0..random.below(most + 1)).map(|_| Referral::random(random, year, rates)).collect();
            rows.extend(rows.last().cloned());
            let lines: Vec<String> = rows.iter().map(|row| row.line(random)).collect();
            let header = "henvisning_id;barn_id;mottatt;fra;arsak;alder;kjonn;forste_samtale;avsluttet";
            rows.retain(|row| row.is_right(year));
            let rows = believed(&rows, |row| row.id.to_string());
            let rows = project.export(("henvisning", header), year, &lines, rows);
            oracle.referrals.extend(rows.map(|rows| (year, rows)));
        }
        if !random.one_in(20) {
            // A period over New Year stands in both years' folders.
            let rows: Vec<Places> =
                places.iter().filter(|it| it.from.year() <= year && it.to.year() >= year).cloned().collect();
            let line = |row: &Places| format!("{};{};{};{}", row.service, row.from, row.to, row.capacity);
            let lines: Vec<String> = rows.iter().map(line).collect();
            let file = ("kapasitet", "tjeneste;fra_dato;til_dato;plasser");
            oracle.places.extend(project.export(file, year, &lines, rows).into_iter().flatten());
        }
    }
    (project, oracle)
}

/// Kaplan and Meier's curve as Efron (1967) has it: all begin with the same weight, and whoever is lost from sight hands
/// the own weight on, in equal parts, to all that are still seen. The first day on which half the weight has had its event.
fn survival_median(waits: &[(i64, bool)]) -> Option<f64> {
    let mut order = waits.to_vec();
    // On one day events come before losses.
    order.sort_by_key(|(days, is_event)| (*days, !is_event));
    let mut weights = vec![1.0 / float(order.len()); order.len()];
    let mut passed = 0.0;
    for place in 0..order.len() {
        if order[place].1 {
            passed += weights[place];
            if passed >= 0.5 - 1e-9 {
                return Some(f64::from(i32::try_from(order[place].0).unwrap()));
            }
        } else {
            let handed = weights[place] / float((order.len() - place - 1).max(1));
            weights[place + 1..].iter_mut().for_each(|weight| *weight += handed);
        }
    }
    None
}

impl Contacts {
    fn contacts(&self, cell: &Cell) -> Option<Vec<&Contact>> {
        let (first, last) = days_of(cell.window, cell.year);
        let to = if cell.measure == "E1" { TO[0].0 } else { TO[1].0 };
        let is_in = |row: &&Contact| row.to == to && first <= row.on && row.on <= last;
        Some(self.received.get(&cell.year)?.iter().filter(is_in).collect())
    }

    fn referrals(&self, cell: &Cell) -> Option<Vec<&Referral>> {
        let (first, last) = days_of(cell.window, cell.year);
        let is_in = |row: &&Referral| match cell.measure {
            "E3-venter" | "E3-ko" => row.is_waiting_on(last),
            _ => first <= row.received && row.received <= last,
        };
        Some(self.referrals.get(&cell.year)?.iter().filter(is_in).collect())
    }

    fn code_of_contact(row: &Contact, by: &str) -> String {
        match by {
            "fra" => row.from.to_owned(),
            "tema" => row.topic.unwrap_or("ukjent").to_owned(),
            "ny_familie" => row.is_new.unwrap_or("ukjent").to_owned(),
            "maaned" => format!("{:02}", row.on.month()),
            _ => String::new(),
        }
    }

    fn code_of_referral(&self, row: &Referral, by: &str, last: NaiveDate) -> String {
        match by {
            "fra" => row.from.to_owned(),
            "arsak" => row.reason.unwrap_or("ukjent").to_owned(),
            "kjonn" => row.sex.unwrap_or("ukjent").to_owned(),
            "aldersgruppe" => {
                let Some(age) = row.age else { return "ukjent".to_owned() };
                let group = self.groups.iter().find(|(from, to)| *from <= age && age <= *to);
                group.map_or_else(|| "annen-alder".to_owned(), |(from, to)| format!("{from}-{to}"))
            }
            "ventedager" => {
                let Some(talk) = row.first_talk.filter(|day| *day <= last) else { return "uten-samtale".to_owned() };
                let days = talk - row.received;
                let is_within = |most: i64| days <= TimeDelta::days(most);
                (if is_within(30) {
                    "0-30"
                } else if is_within(60) {
                    "31-60"
                } else {
                    "over-60"
                })
                .to_owned()
            }
            _ => String::new(),
        }
    }

    /// Day by day: exactly one period must cover each, and the mean is rounded to whole places, halves upwards.
    fn mean_places(&self, window: Window, year: i32) -> Option<usize> {
        let (first, last) = days_of(window, year);
        let (mut sum, mut days) = (0, 0);
        for day in first.iter_days().take_while(|day| *day <= last) {
            let covers = |it: &&Places| it.service == TEAM && it.from <= day && day <= it.to;
            let covering: BTreeSet<_> =
                self.places.iter().filter(covers).map(|it| (it.from, it.to, it.capacity)).collect();
            let [(_, _, places)] = covering.into_iter().collect::<Vec<_>>()[..] else { return None };
            sum += places;
            days += 1;
        }
        Some(sum / days + usize::from(2 * (sum % days) >= days))
    }

    fn of_referrals(&self, cell: &Cell, rows: &[&Referral]) -> Expected {
        let (_, last) = days_of(cell.window, cell.year);
        let talk = |row: &Referral| row.first_talk.filter(|day| *day <= last);
        let wait = |row: &&Referral| talk(row).map(|day| (day - row.received).num_days());
        let value = |value: Option<f64>| value.map_or(Expected::Missing, Expected::value);
        match cell.measure {
            "E3" | "E3-venter" => Expected::count(rows.len()),
            "E3-barn" => Expected::count(rows.iter().map(|row| row.child).collect::<BTreeSet<_>>().len()),
            "E3-kapasitet" => self
                .mean_places(cell.window, cell.year)
                .map_or(Expected::Missing, |places| Expected::percent(rows.len(), places)),
            "E3-ventetid" => value(quantile(&rows.iter().filter_map(wait).collect::<Vec<_>>(), 0.5)),
            "E3-ventetid-p90" => value(quantile(&rows.iter().filter_map(wait).collect::<Vec<_>>(), 0.9)),
            "E3-ko" => {
                let waits: Vec<i64> = rows.iter().map(|row| (last - row.received).num_days()).collect();
                value(quantile(&waits, 0.5))
            }
            _ => {
                let seen = |row: &&Referral| match talk(row) {
                    Some(day) => ((day - row.received).num_days(), true),
                    None => ((row.closed.map_or(last, |day| day.min(last)) - row.received).num_days(), false),
                };
                value(survival_median(&rows.iter().map(seen).collect::<Vec<_>>()))
            }
        }
    }
}

impl Oracle for Contacts {
    const INDICATORS: &'static [(&'static str, &'static str)] = &[
        ("E1", include_str!("../../data/catalogue/indicators/E1.toml")),
        ("E2", include_str!("../../data/catalogue/indicators/E2.toml")),
        ("E3", include_str!("../../data/catalogue/indicators/E3.toml")),
    ];

    fn figure(&self, cell: Cell) -> Expected {
        if cell.measure.starts_with("E3") {
            let Some(mut rows) = self.referrals(&cell) else { return Expected::Missing };
            let (_, last) = days_of(cell.window, cell.year);
            rows.retain(|row| self.code_of_referral(row, cell.by, last) == cell.code);
            return self.of_referrals(&cell, &rows);
        }
        let Some(mut rows) = self.contacts(&cell) else { return Expected::Missing };
        rows.retain(|row| Self::code_of_contact(row, cell.by) == cell.code);
        Expected::count(rows.len())
    }

    fn used(&self, measure: &str, window: Window, by: &str) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        for year in YEARS {
            let cell = Cell { measure, window, year, by, code: "" };
            if measure.starts_with("E3") {
                let rows = self.referrals(&cell).into_iter().flatten();
                let (_, last) = days_of(window, year);
                used.extend(rows.map(|row| self.code_of_referral(row, by, last)));
            } else {
                let rows = self.contacts(&cell).into_iter().flatten();
                used.extend(rows.map(|row| Self::code_of_contact(row, by)));
            }
        }
        used
    }
}

#[test]
fn contacts_equal_plain_loops() {
    hold("contacts", make);
}

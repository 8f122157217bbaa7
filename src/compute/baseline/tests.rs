//! Changes against plain loops over random figures, and what keeps figures from being compared.

mod figures;

use std::collections::BTreeSet;

use super::{Frozen, Lacking, fingerprint};
use crate::check::SourceMaps;
use crate::compute::interval::{Interval, float};
use crate::compute::{Aggregates, IndicatorTable, Indicators, MeasureTable, Request, Tally, Verdict};
use crate::diagnostic::Rule;
use crate::units::{Unit, Window};
use figures::{KINDS, Random, aggregates, drawn};

const THEN: i32 = 2021;
const NOW: i32 = 2023;

fn built_in() -> Indicators {
    Indicators::built_in(&SourceMaps::built_in().unwrap()).unwrap()
}

/// The built-in indicators with one of them written anew.
fn with(id: &str, change: impl Fn(&str) -> String) -> Indicators {
    let files: Vec<(&str, String)> = crate::catalogue::files("indicators", "toml")
        .into_iter()
        .map(|(name, toml)| (name, if name == id { change(toml) } else { toml.to_owned() }))
        .collect();
    let read = files.iter().map(|(name, toml)| (*name, toml.as_str()));
    Indicators::parse(read, &SourceMaps::built_in().unwrap()).unwrap()
}

fn request(year: i32, window: Window) -> Request {
    Request {
        year,
        window,
        detail: crate::compute::Detail::default(),
        regions: Vec::new(),
        invited: std::collections::BTreeMap::new(),
        windows: crate::windows::Windows::default(),
        cooperation: None,
        reporting_date: None,
    }
}

fn freeze(aggregates: &Aggregates, indicators: &Indicators) -> Frozen {
    let empty = Frozen::of("3418", (THEN, "aar", crate::units::Period::year(THEN)), 5);
    let frozen = empty.with_figures(aggregates, indicators, &BTreeSet::new(), |source| source != "modellelement");
    // As a report has it: from the file.
    let read = Frozen::parse(&frozen.file()).unwrap();
    assert!(read.file() == frozen.file(), "the same bytes twice");
    read
}

/// The indicator of the changes, and what was said.
fn changes(
    mut aggregates: Aggregates,
    frozen: &Frozen,
    indicators: &Indicators,
    window: Window,
) -> (IndicatorTable<Tally>, Vec<(Rule, String)>) {
    let findings = aggregates.add_changes(frozen, indicators, &request(NOW, window));
    let said = findings.iter().map(|finding| (finding.rule, finding.expected())).collect();
    assert_eq!(aggregates.indicators.last().map(|table| table.id.as_str()), Some("B1"), "its place is the last");
    (aggregates.indicators.pop().unwrap(), said)
}

fn measure<'t>(table: &'t IndicatorTable<Tally>, id: &str) -> Option<&'t MeasureTable<Tally>> {
    table.measures.iter().find(|measure| measure.id == id)
}

fn close(found: f64, expected: f64) -> bool {
    (found - expected).abs() <= 1e-7 * expected.abs().max(1.0)
}

fn is_near(found: Option<Interval>, expected: Option<Interval>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => close(found.lower, expected.lower) && close(found.upper, expected.upper),
        (found, expected) => found.is_none() && expected.is_none(),
    }
}

/// Newcombe, and Zou and Donner: squares of the distances to the limits, added.
fn expected_difference(then: &figures::Drawn, now: &figures::Drawn) -> Option<Interval> {
    let (a, b) = (then.counted.interval?, now.counted.interval?);
    let (p, q) = (then.counted.value, now.counted.value);
    let below = (q - b.lower) * (q - b.lower) + (a.upper - p) * (a.upper - p);
    let above = (b.upper - q) * (b.upper - q) + (p - a.lower) * (p - a.lower);
    Some(Interval { lower: q - p - below.sqrt(), upper: q - p + above.sqrt() })
}

/// Clopper and Pearson by halving, over the binomial probabilities of every count.
fn expected_ratio(then: &figures::Drawn, now: &figures::Drawn) -> Option<Interval> {
    if !then.is_count_or_rate {
        return None;
    }
    let (a, b) = (then.counted.numerator?, now.counted.numerator?);
    let per = |drawn: &figures::Drawn| drawn.counted.denominator.map_or(1.0, float);
    let at_most = |most: u64, share: f64| -> f64 {
        let mut sum = 0.0;
        for k in 0..=most {
            let mut log = float(k) * share.ln() + float(a + b - k) * (1.0 - share).ln();
            for step in 1..=k {
                log += (float(a + b - step + 1) / float(step)).ln();
            }
            sum += log.exp();
        }
        sum
    };
    let limit = |most: u64, probability: f64| {
        let (mut low, mut high) = (0.0, 1.0);
        for _ in 0..100 {
            let middle = f64::midpoint(low, high);
            if at_most(most, middle) > probability { low = middle } else { high = middle }
        }
        low / (1.0 - low) * per(then) / per(now)
    };
    let lower = if b == 0 { 0.0 } else { limit(b - 1, 0.975) };
    let change = |ratio: f64| 100.0 * ratio - 100.0;
    Some(Interval { lower: change(lower), upper: change(limit(b, 0.025)) })
}

#[test]
fn changes_equal_plain_loops() {
    let indicators = built_in();
    let mut random = Random(2_021);
    let mut compared = 0;
    for round in 0..60 {
        let figures: Vec<Vec<_>> =
            KINDS.iter().map(|kind| (THEN..=NOW).map(|_| drawn(*kind, &mut random)).collect()).collect();
        let frozen = freeze(&aggregates(THEN, &figures), &indicators);
        let (table, said) = changes(aggregates(THEN, &figures), &frozen, &indicators, Window::Aar);
        assert!(said.is_empty(), "round {round}: {said:?}");
        for (kind, drawn) in KINDS.iter().zip(&figures) {
            let id = format!("B1-{}", kind.id());
            let absolute = measure(&table, &id).unwrap();
            let relative = measure(&table, &format!("{id}-relativ")).unwrap();
            assert_eq!((absolute.unit, relative.unit), (kind.unit(), Unit::Prosent));
            assert_eq!(absolute.totals.iter().map(|point| point.year).collect::<Vec<_>>(), [2022, 2023]);
            for (at, now) in drawn.iter().enumerate().skip(1) {
                let why = format!("round {round}: {id} {}", absolute.totals[at - 1].year);
                let then = &drawn[0];
                let Tally::Figure(found) = &absolute.totals[at - 1].cell else { panic!("{why}: no figure") };
                assert!(close(found.value, now.counted.value - then.counted.value), "{why}");
                assert!(is_near(found.interval, expected_difference(then, now)), "{why}: {:?}", found.interval);
                let verdict = absolute.totals[at - 1].comparison.as_ref().unwrap().verdict;
                assert_eq!(verdict.is_some(), found.interval.is_some(), "{why}");
                assert!(verdict != Some(Verdict::Higher) || found.value > 0.0, "{why}");
                compared += 1;
                match &relative.totals[at - 1].cell {
                    Tally::Figure(found) => {
                        let expected = (now.counted.value / then.counted.value - 1.0) * 100.0;
                        assert!(close(found.value * then.counted.value.signum(), expected), "{why}: {}", found.value);
                        let theirs = expected_ratio(then, now);
                        assert!(is_near(found.interval, theirs), "{why}: {:?} {theirs:?}", found.interval);
                    }
                    Tally::Undefined(_) => assert!(then.counted.value.abs() < 1e-12, "{why}"),
                    other => panic!("{why}: {other:?}"),
                }
            }
            let says_so = absolute.note.as_deref().is_some_and(|note| note.contains("ikke regnet intervall"));
            assert_eq!(says_so, drawn[0].counted.interval.is_none(), "{id}");
        }
    }
    assert_eq!(compared, 60 * KINDS.len() * 2);
}

fn one_round() -> (Indicators, Aggregates, Aggregates, Frozen) {
    let indicators = built_in();
    let mut random = Random(7);
    let figures: Vec<Vec<_>> =
        KINDS.iter().map(|kind| (THEN..=NOW).map(|_| drawn(*kind, &mut random)).collect()).collect();
    let frozen = freeze(&aggregates(THEN, &figures), &indicators);
    (indicators, aggregates(THEN, &figures), aggregates(THEN, &figures), frozen)
}

#[test]
fn what_cannot_be_compared_is_said() {
    let (indicators, now, again, frozen) = one_round();
    let changed = with("K1", |toml| toml.replacen("to = 17, on", "to = 16, on", 1));
    let (table, said) = changes(now, &frozen, &changed, Window::Aar);
    assert!(measure(&table, "B1-K1").is_none() && measure(&table, "B1-K4").is_some());
    assert!(said.len() == 1 && said[0].0 == Rule::BaselineDefinition && said[0].1.contains("K1"), "{said:?}");
    assert!(table.description.contains("definisjonen er endret") && table.description.contains("K1"));

    let (table, said) = changes(again, &frozen, &indicators, Window::Mai);
    assert!(table.measures.is_empty() && said.len() == 1 && said[0].0 == Rule::BaselineWindow, "{said:?}");

    let mut random = Random(8);
    let figures: Vec<Vec<_>> =
        KINDS.iter().map(|kind| (THEN..=NOW).map(|_| drawn(*kind, &mut random)).collect()).collect();
    let mut lacks = aggregates(THEN, &figures);
    lacks.indicators[0].measures[0].totals[0].cell = Tally::Missing;
    let lacking = freeze(&lacks, &indicators);
    let first = KINDS[0].id();
    assert_eq!(lacking.figure(first).unwrap().missing, Some(Lacking::Ufullstendig));
    let mut without = lacking.clone();
    without.measures.retain(|figure| figure.id != KINDS[1].id());
    let (table, said) = changes(aggregates(THEN, &figures), &without, &indicators, Window::Aar);
    assert!(measure(&table, &format!("B1-{first}")).is_none());
    assert!(said.iter().all(|(rule, _)| *rule == Rule::BaselineWithout) && said.len() == 2, "{said:?}");
}

#[test]
fn corrected_data_do_not_move_the_baseline() {
    let (indicators, mut now, again, frozen) = one_round();
    let (before, _) = changes(again, &frozen, &indicators, Window::Aar);
    let id = KINDS[0].id();
    let Tally::Figure(counted) = &mut now.indicators[0].measures[0].totals[0].cell else { panic!("no figure") };
    (counted.value, counted.numerator) = (counted.value + 1.0, counted.numerator.map(|count| count + 1));
    counted.parts[0].count += 1;
    let (after, said) = changes(now, &frozen, &indicators, Window::Aar);
    assert!(said.len() == 1 && said[0].0 == Rule::BaselineCorrected && said[0].1.contains(id), "{said:?}");
    let value = |table: &IndicatorTable<Tally>| match &measure(table, &format!("B1-{id}")).unwrap().totals[0].cell {
        Tally::Figure(counted) => counted.value,
        other => panic!("{other:?}"),
    };
    assert!(close(value(&before), value(&after)), "the frozen figure is used");
    let note = measure(&after, &format!("B1-{id}")).unwrap().note.clone().unwrap_or_default();
    assert!(note.contains("det frosne tallet"), "{note}");
}

#[test]
fn nothing_is_set_beside_the_same_year_or_a_later_one() {
    let (indicators, mut now, _, frozen) = one_round();
    let before = now.indicators.len();
    assert!(now.add_changes(&frozen, &indicators, &request(THEN, Window::Aar)).is_empty());
    assert_eq!(now.indicators.len(), before);
}

#[test]
fn a_file_that_was_touched_is_refused() {
    let (.., frozen) = one_round();
    let file = frozen.file();
    assert!(Frozen::parse(&file.replace('\n', "\r\n")).is_ok(), "line ends may be another system's");
    let mut random = Random(3);
    for _ in 0..500 {
        let mut bytes = file.clone().into_bytes();
        let at = usize::try_from(random.below(bytes.len() as u64)).unwrap();
        match random.below(3) {
            0 => bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' },
            1 => bytes.truncate(at),
            _ => bytes.insert(at, b'1'),
        }
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let same = text.trim_end() == file.trim_end();
        assert!(same || Frozen::parse(&text).is_err(), "byte {at}");
    }
    for (why, forged) in [
        ("another form", Frozen { format: 2, ..frozen.clone() }),
        (
            "a measure twice",
            Frozen { measures: [&frozen.measures[..], &frozen.measures[..1]].concat(), ..frozen.clone() },
        ),
    ] {
        assert!(Frozen::parse(&forged.file()).is_err(), "{why}");
    }
    assert!(!format!("{frozen:?} {:?}", frozen.measures[0]).contains(&file[file.len() / 2..file.len() / 2 + 9]));
}

fn print_of(indicators: &Indicators, id: &str) -> String {
    let found = indicators.find(id).unwrap();
    fingerprint(found, found.measures.iter().find(|measure| measure.id == id).unwrap())
}

#[test]
fn a_fingerprint_follows_what_is_counted_and_nothing_else() {
    let indicators = built_in();
    let same = |id: &str, measure: &str, from: &str, to: &str| {
        let changed = with(id, |toml| {
            assert!(toml.contains(from), "{id} has no {from}");
            toml.replacen(from, to, 1)
        });
        print_of(&changed, measure) == print_of(&indicators, measure)
    };
    let words = "Barn med melding";
    assert!(same("K1", "K1", words, "Noe annet"), "words");
    assert!(same("K1", "K1", "  { by = \"kjonn\"", "  # { by = \"kjonn\""), "breakdowns");
    assert!(same("K1", "K1", "compared_with = \"K1\"", ""), "what it is set beside");
    for (from, to) in [
        ("rows = { in-window = \"mottatt\" }", "rows = { in-window = \"konkludert\" }"),
        ("figure = { unique = \"barn_id\" }", "figure = \"rows\""),
        ("on = \"window-end\"", "on = \"event\""),
        ("over = { population = { from = 0, to = 17 } }", "over = { population = { from = 0, to = 18 } }"),
        ("figure =", "where = { melder = [\"skole\"] }\nfigure ="),
    ] {
        assert!(!same("K1", "K1", from, to), "{to}");
    }
    let turned = ("reversed = true", "reversed = false");
    assert!(!same("E5", "E5", turned.0, turned.1) && !same("E5", "E5-q8", turned.0, turned.1));
    assert!(same("E5", "E5-q1", turned.0, turned.1), "another question");
    let codes = |codes: &str| {
        with("K1", |toml| toml.replacen("figure =", &format!("where = {{ melder = [{codes}] }}\nfigure ="), 1))
    };
    assert_eq!(print_of(&codes("\"skole\", \"nav\""), "K1"), print_of(&codes("\"nav\", \"skole\""), "K1"), "order");
}

/// Frozen files hold these: a change here makes every baseline of every municipality incomparable.
#[test]
fn fingerprints_stay_what_they_were() {
    let indicators = built_in();
    let pinned = [
        ("K1", "d1b491382fbf7a13"),
        ("E5-snitt", "bb69d025a57f4e92"),
        ("S1", "ad66dcf6534e37bb"),
        ("E3-ventetid-km", "10f01adbbfa14d48"),
        ("K5-undersokelse", "ac4033d8df46b39b"),
    ];
    for (id, expected) in pinned {
        assert_eq!(&print_of(&indicators, id)[..16], expected, "{id}");
    }
}

//! The built-in indicators as a list: ids, words in three languages, and what they refer to.

use std::collections::{BTreeMap, BTreeSet};

use tryggtall::check::SourceMaps;
use tryggtall::compute::{ChangeKind, Indicators, Words};

const EXPECTED: [&str; 24] = [
    "E1", "E2", "E3", "E4", "E5", "E6", "K1", "K2", "K3", "K4", "K5", "K6", "S1", "S2", "S3", "P1", "M1", "H1", "C1",
    "T1", "F1", "Q1", "D1", "R1",
];
/// Not in every catalogue yet.
const ALLOWED: [&str; 1] = ["B1"];
/// Words that are the same in the three languages.
const SAME: [&str; 1] = ["Status"];

fn built_in() -> (SourceMaps, Indicators) {
    let maps = SourceMaps::built_in().unwrap();
    let indicators = Indicators::built_in(&maps).unwrap();
    (maps, indicators)
}

fn wrong(at: &str, words: &Words) -> Option<String> {
    let texts = [&words.nb, &words.nn, &words.en];
    let blank = texts.iter().any(|text| text.trim().is_empty());
    let same = words.nb == words.nn && words.nn == words.en && !SAME.contains(&words.nb.as_str());
    (blank || same).then(|| format!("{at}: {words:?}"))
}

#[test]
fn every_indicator_of_the_plan_is_there_once() {
    let (_, indicators) = built_in();
    let ids: Vec<&str> = indicators.iter().map(|it| it.head.id.as_str()).collect();
    for id in EXPECTED {
        assert_eq!(ids.iter().filter(|it| **it == id).count(), 1, "{id}");
    }
    for id in ids {
        assert!(EXPECTED.contains(&id) || ALLOWED.contains(&id), "{id} is not in the list");
    }
}

#[test]
fn ids_and_order_numbers_are_unique() {
    let (_, indicators) = built_in();
    let (mut ids, mut orders) = (BTreeSet::new(), BTreeSet::new());
    for indicator in indicators.iter() {
        assert!(orders.insert(indicator.head.order), "{}", indicator.head.id);
        for words in [&indicator.head.method, &indicator.head.reference] {
            assert!([&words.nb, &words.nn, &words.en].iter().all(|said| !said.trim().is_empty()), "{words:?}");
        }
        // The measures of a derived indicator are made when a report is.
        assert!(indicator.measures.first().is_none_or(|first| first.id == indicator.head.id));
        for measure in &indicator.measures {
            assert!(ids.insert(&measure.id), "{}", measure.id);
        }
    }
}

#[test]
fn words_are_there_in_three_languages() {
    let (_, indicators) = built_in();
    let mut found = Vec::new();
    for indicator in indicators.iter() {
        let head = &indicator.head;
        found.extend(wrong(&head.id, &head.title));
        found.extend(wrong(&head.id, &head.description));
        for measure in &indicator.measures {
            found.extend(wrong(&measure.id, &measure.title));
            found.extend(wrong(&measure.id, &measure.unit_text));
            let breakdowns = measure.breakdowns.iter();
            found.extend(breakdowns.filter_map(|it| wrong(&format!("{} {}", measure.id, it.by), &it.title)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

/// What is generated beside the definitions is there in three languages too.
#[test]
fn generated_titles_are_words_in_three_languages() {
    let (_, indicators) = built_in();
    let year = Words::same("2021");
    let mut found = Vec::new();
    for measure in indicators.counted().flat_map(|indicator| &indicator.measures) {
        for kind in ChangeKind::ALL {
            found.extend(wrong(&measure.id, &kind.title(measure, &year)));
            found.extend(wrong(&measure.id, &kind.unit_text(measure, &year)));
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    let k1 = &indicators.find("K1").unwrap().measures[0];
    assert_eq!(ChangeKind::Absolute.title(k1, &year).en, format!("{}: change from 2021", k1.title.en));
}

#[test]
fn every_code_has_a_label() {
    let (maps, _) = built_in();
    for (name, list) in maps.lists() {
        assert!(list.codes().iter().all(|code| !code.label.trim().is_empty()), "{name}");
    }
}

#[test]
fn part_of_names_a_measure_and_goes_in_no_circle() {
    let (_, indicators) = built_in();
    let measures = indicators.iter().flat_map(|it| &it.measures);
    let whole: BTreeMap<&str, Option<&str>> = measures.map(|it| (it.id.as_str(), it.part_of.as_deref())).collect();
    for id in whole.keys() {
        let mut at = *id;
        for step in 0.. {
            let Some(next) = whole[at] else { break };
            assert!(whole.contains_key(next), "{at} is part of {next}");
            assert!(step < whole.len(), "{id} is part of itself");
            at = next;
        }
    }
}

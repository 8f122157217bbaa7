//! A chunk that is taken in whole and the same rows one by one come to the same.

use std::fmt::Write;

use crate::acquire::{Snapshot, acquire};
use crate::check::{Checked, Expectation, SourceMaps, check};
use crate::privacy::PseudonymKey;
use crate::units::MunicipalityCode;

/// A small generator with a known sequence (Knuth's MMIX constants).
fn next(state: &mut u64, below: usize) -> usize {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    usize::try_from(*state >> 33).unwrap() % below
}

fn read(source: &str, text: &str) -> Checked {
    let maps = SourceMaps::built_in().unwrap();
    let file = Snapshot::held(format!("exports/2025/{source}.csv"), Some(2025), text.as_bytes());
    let (municipality, key) = (MunicipalityCode::parse("3418").unwrap(), PseudonymKey::new(&[7; 32]));
    let expected = Expectation::new(&municipality, 2025, &key);
    check(acquire(&[file], &maps.vocabulary()).unwrap(), &maps, &expected).unwrap()
}

fn reports(state: &mut u64) -> String {
    let mut text = String::from("melding_id;barn_id;mottatt;melder;fodselsdato;alder;kjonn;konkludert;kommune\n");
    for row in 0..=next(state, 200) {
        let child = next(state, 60);
        let received = format!("{:02}.{:02}.2025", 1 + next(state, 28), 1 + next(state, 11));
        let sender = ["skole", "nav|politi", "nav", "politi|nav", ""][next(state, 5)];
        let born = match next(state, 6) {
            0 => String::new(),
            1 => format!("{:02}.12.2025", 1 + child % 28),
            _ => format!("{:02}.{:02}.{}", 1 + child % 28, 1 + child % 12, 2008 + child % 17),
        };
        let age = if born.is_empty() && next(state, 2) == 0 { (child % 18).to_string() } else { String::new() };
        let sex = ["jente", "gutt", "ukjent", ""][(child % 3 + usize::from(next(state, 40) == 0)) % 4];
        let concluded = if next(state, 3) == 0 { String::new() } else { "31.12.2025".to_owned() };
        let place = ["3418", ""][next(state, 2)];
        let _ = writeln!(text, "M{row};B{child};{received};{sender};{born};{age};{sex};{concluded};{place}");
    }
    text
}

fn measures(state: &mut u64) -> String {
    let mut text = String::from("tiltak_id;barn_id;start;slutt;kategori;utenfor_hjemmet;fodselsdato\n");
    for row in 0..=next(state, 200) {
        let start = format!("{:02}.{:02}.{}", 1 + next(state, 28), 1 + next(state, 12), 2015 + next(state, 11));
        let end = ["", "31.01.2025", "2026-02-01"][next(state, 3)];
        let category = ["", "1.1", "3.7", "8.2"][next(state, 4)];
        let outside = ["", "ja", "nei"][next(state, 3)];
        let _ = writeln!(text, "T{row};B{};{start};{end};{category};{outside};01.01.2014", next(state, 30));
    }
    text
}

#[test]
fn a_whole_chunk_and_its_rows_one_by_one_come_to_the_same() {
    let (mut whole_chunks, mut disagreements) = (0, 0);
    for seed in 0..600 {
        let mut state = seed * 2 + 1;
        for (source, text) in [("bekymringsmelding", reports(&mut state)), ("barnevernstiltak", measures(&mut state))] {
            let whole = read(source, &text);
            // A row that is a total takes its chunk the slow way, and adds nothing.
            let by_row =
                read(source, &format!("{text}Sum{}\n", ";".repeat(text.lines().next().unwrap().matches(';').count())));
            let (left, right) = (whole.source(source).unwrap(), by_row.source(source).unwrap());
            assert!(left.frame.equals_missing(&right.frame), "seed {seed}: {}\n{}", left.frame, right.frame);
            for (field, several) in &left.several {
                let same = (0..left.rows()).all(|row| several.codes(row) == right.several[field].codes(row));
                assert!(same, "seed {seed}: {field}");
            }
            assert_eq!((&left.names, &left.years), (&right.names, &right.years), "seed {seed}");
            assert_eq!(whole.accounts[0].used, by_row.accounts[0].used, "seed {seed}");
            let but_the_total = by_row.findings.iter().filter(|it| it.rule.id() != "C022");
            assert!(whole.findings.iter().eq(but_the_total), "seed {seed}: {:?}", by_row.findings);
            disagreements += whole.findings.iter().filter(|it| it.rule.id() == "C048").count();
            whole_chunks += usize::from(whole.accounts[0].excluded.is_empty() && whole.accounts[0].rejected == 0);
        }
    }
    assert!(whole_chunks > 100 && disagreements > 100, "{whole_chunks} {disagreements}");
}

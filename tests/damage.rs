//! Damaged files: nothing panics, every row has one fate, and no damaged row is used with a value in another column.
//!
//! Each file is made from a clean one by a few random faults. The seed of a failing file is printed; put it in
//! `ONE_SEED` to see it alone.

use std::collections::BTreeSet;

use crate::random::Random;
use tryggtall::acquire::{Snapshot, acquire};
use tryggtall::check::{Checked, Expectation, SourceMaps, check};
use tryggtall::units::MunicipalityCode;

const FILES: u64 = 12_000;
const ONE_SEED: Option<u64> = None;

/// A clean export in which every row says the same thing in all its columns: report n, child n, day n, and a sender that
/// follows from n. A value in the wrong column can then be seen.
fn clean(random: &mut Random) -> (Vec<u8>, u8) {
    let delimiter = [b';', b',', b'\t'][random.below(3)];
    let end = ["\n", "\r\n"][random.below(2)];
    let join = |cells: [&str; 5]| cells.join(&char::from(delimiter).to_string()) + end;
    let mut text = join(["melding_id", "barn_id", "mottatt", "melder", "alder"]);
    for number in 1..=10 + random.below(15) {
        let quoted = random.below(4) == 0;
        let id = if quoted { format!("\"M{number}\"") } else { format!("M{number}") };
        text += &join([&id, &format!("B{number}"), &format!("{number:02}.03.2025"), SENDERS[number % 3], &age(number)]);
    }
    (text.into_bytes(), delimiter)
}

const SENDERS: [&str; 3] = ["skole", "nav", "politi"];

fn age(number: usize) -> String {
    (number % 17).to_string()
}

/// One random fault.
fn damage(bytes: &mut Vec<u8>, delimiter: u8, random: &mut Random) {
    let at = random.below(bytes.len());
    match random.below(12) {
        0 => bytes.truncate(at),
        1 => bytes.insert(at, b'"'),
        2 => bytes.insert(at, delimiter),
        3 => bytes.insert(at, b'\n'),
        4 => bytes.insert(at, b'\r'),
        5 => drop(bytes.remove(at)),
        6 => bytes[at] = 0xF8,
        7 => bytes[at] = 0,
        8 => bytes.extend_from_slice(b"Sum;;;;12\n"),
        9 => bytes.splice(0..0, "Uttrekk fra fagsystemet\n\n".bytes()).for_each(drop),
        10 => bytes.swap(at, random.below(at + 1)),
        _ => {
            let cut = bytes[at..].iter().take(random.below(40)).copied().collect::<Vec<_>>();
            let to = random.below(bytes.len());
            bytes.splice(to..to, cut).for_each(drop);
        }
    }
}

fn read(bytes: Vec<u8>, maps: &SourceMaps) -> Checked {
    let file = Snapshot::held("exports/2025/bekymringsmelding.csv", Some(2025), bytes);
    let municipality = MunicipalityCode::parse("3418").unwrap();
    let key = tryggtall::privacy::PseudonymKey::new(&[7; 32]);
    let expected = Expectation::new(&municipality, 2025, &key);
    check(acquire(&[file], &maps.vocabulary()).unwrap(), maps, &expected).unwrap()
}

#[test]
fn damaged_files_lose_no_row_and_never_panic() {
    let maps = SourceMaps::built_in().unwrap();
    let (mut with_rejections, mut unread) = (0, 0);
    for seed in ONE_SEED.map_or(0..FILES, |seed| seed..seed + 1) {
        let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
        let (mut bytes, delimiter) = clean(&mut random);
        for _ in 0..=random.below(3) {
            if !bytes.is_empty() {
                damage(&mut bytes, delimiter, &mut random);
            }
        }
        let checked = std::panic::catch_unwind(|| read(bytes, &maps)).unwrap_or_else(|_| panic!("seed {seed} panics"));
        for account in &checked.accounts {
            assert!(account.balances(), "seed {seed}: {account:?}");
            let is_said = account.rejected == 0 || checked.findings.iter().any(|it| it.severity.stops_publication());
            assert!(is_said, "seed {seed}: rejected without a finding, {account:?}");
            with_rejections += u64::from(account.rejected > 0);
        }
        if checked.accounts.is_empty() {
            unread += 1;
            assert!(checked.stops_publication(), "seed {seed}: a file vanished");
        }
    }
    assert!(ONE_SEED.is_some() || (with_rejections > FILES / 4 && unread > FILES / 100), "the damage is real");
}

/// Faults that keep every cell readable but move it: an extra or a missing delimiter. No such row may be used.
#[test]
fn a_moved_cell_is_never_used() {
    let maps = SourceMaps::built_in().unwrap();
    for seed in 0..2_000 {
        let mut random = Random(seed * 2 + 1);
        let (clean_bytes, delimiter) = clean(&mut random);
        let text = String::from_utf8(clean_bytes).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let hit = 1 + random.below(lines.len() - 1);
        let delimiter = char::from(delimiter);
        let places: Vec<usize> = lines[hit].match_indices(delimiter).map(|(at, _)| at).collect();
        let place = places[random.below(places.len())];
        if random.below(2) == 0 {
            lines[hit].insert(place, delimiter);
        } else {
            lines[hit].remove(place);
        }
        let rows = lines.len() - 1;
        let checked = read((lines.join("\n") + "\n").into_bytes(), &maps);
        let account = &checked.accounts[0];
        assert_eq!((account.used, account.rejected), (rows - 1, 1), "seed {seed}: {:?}", lines[hit]);
        let at: BTreeSet<Option<u32>> = checked.findings.iter().map(|finding| finding.place.line).collect();
        assert!(at.contains(&Some(u32::try_from(hit + 1).unwrap())), "seed {seed}: the line is named");
    }
}

//! Damaged workbooks: nothing panics, every row has one fate, and nothing vanishes without a finding.

use super::make::{checked, fixture, parts, zip};
use crate::random::Random;

const FILES: u64 = 900;
const ONE_SEED: Option<u64> = None;

fn damage(bytes: &mut Vec<u8>, random: &mut Random) {
    if bytes.is_empty() {
        return;
    }
    let at = random.below(bytes.len());
    match random.below(8) {
        0 => bytes.truncate(at),
        1 => drop(bytes.remove(at)),
        2 => bytes.insert(at, b"<>\"&0A\xFF"[random.below(7)]),
        3 => bytes[at] = 0xFF,
        4 => bytes[at] = 0,
        5 => bytes[at] ^= 1 << random.below(8),
        6 => bytes.swap(at, random.below(at + 1)),
        _ => {
            let cut: Vec<u8> = bytes[at..].iter().take(random.below(60)).copied().collect();
            let to = random.below(bytes.len());
            bytes.splice(to..to, cut).for_each(drop);
        }
    }
}

/// Damage to the file, or to the XML inside a package that is whole.
fn damaged(seed: u64) -> (String, Vec<u8>) {
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let format = ["xls", "xlsx", "ods"][usize::try_from(seed % 3).unwrap()];
    let mut bytes = fixture(&format!("meldinger.{format}"));
    if format == "xls" || random.below(4) == 0 {
        for _ in 0..=random.below(4) {
            damage(&mut bytes, &mut random);
        }
    } else {
        let mut inside = parts(&bytes);
        let told: Vec<usize> = (0..inside.len()).filter(|at| is_told(&inside[*at].0)).collect();
        for _ in 0..=random.below(3) {
            damage(&mut inside[told[random.below(told.len())]].1, &mut random);
        }
        let inside: Vec<(&str, Vec<u8>)> = inside.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        bytes = zip(&inside);
    }
    (format!("bekymringsmelding.{format}"), bytes)
}

/// The parts that say something of the rows.
fn is_told(name: &str) -> bool {
    ["sheet1.xml", "sharedStrings.xml", "workbook.xml", "styles.xml", "content.xml", ".rels"]
        .iter()
        .any(|it| name.ends_with(it))
}

#[test]
fn damaged_workbooks_lose_no_row_and_never_panic() {
    let (mut refused, mut read) = (0, 0);
    for seed in ONE_SEED.map_or(0..FILES, |seed| seed..seed + 1) {
        let (name, bytes) = damaged(seed);
        let checked =
            std::panic::catch_unwind(|| checked(&name, bytes)).unwrap_or_else(|_| panic!("seed {seed} panics"));
        for account in &checked.accounts {
            assert!(account.balances(), "seed {seed}: {account:?}");
            let is_said = account.rejected == 0 || checked.stops_publication();
            assert!(is_said, "seed {seed}: rejected without a finding, {account:?}");
        }
        if checked.accounts.is_empty() {
            refused += 1;
            assert!(checked.stops_publication(), "seed {seed}: a file vanished");
        } else {
            read += 1;
        }
    }
    assert!(ONE_SEED.is_some() || (refused > FILES / 10 && read > FILES / 10), "{refused} refused, {read} read");
}

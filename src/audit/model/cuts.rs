//! Categories of reports that show other detail, cut into the pieces that all of them are made of.

use std::collections::{BTreeMap, BTreeSet};

use super::tables::Codes;

const AGES: &str = "aldersgruppe";
/// Nobody in these tables is older.
const OLDEST: i64 = 130;

/// A year of age, or a code of a list.
type Element = (Option<i64>, String);

/// What the merged categories of each dimension hold.
pub(super) type Merged = BTreeMap<(String, String), Vec<String>>;

/// The pieces of each code of a dimension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cuts(BTreeMap<String, Vec<String>>);

impl Cuts {
    /// The pieces that these codes are made of. A code that is one piece is called what it is.
    pub(super) fn new(dimension: &str, codes: &BTreeSet<&String>, merged: &Merged) -> Self {
        let of_code: BTreeMap<&String, BTreeSet<Element>> =
            codes.iter().map(|code| (*code, elements(dimension, code, merged))).collect();
        let mut pieces: BTreeMap<Vec<&String>, BTreeSet<&Element>> = BTreeMap::new();
        for element in of_code.values().flatten().collect::<BTreeSet<_>>() {
            let holders = of_code.iter().filter(|it| it.1.contains(element)).map(|it| *it.0).collect();
            pieces.entry(holders).or_default().insert(element);
        }
        let mut cuts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (holders, piece) in pieces {
            let is_all = |code: &&&String| of_code.get(**code).is_some_and(|elements| elements.len() == piece.len());
            let name = holders.iter().find(is_all).map_or_else(|| named(&piece), |code| (*code).clone());
            for code in holders {
                cuts.entry(code.clone()).or_default().push(name.clone());
            }
        }
        Self(cuts)
    }

    /// Whether every category is a piece of its own.
    pub(super) fn is_plain(&self) -> bool {
        self.0.iter().all(|(code, pieces)| pieces.len() == 1 && pieces[0] == *code)
    }

    /// The pieces of a code.
    pub(super) fn of(&self, code: &str) -> &[String] {
        self.0.get(code).map(Vec::as_slice).unwrap_or_default()
    }

    /// Every piece once.
    pub(super) fn pieces(&self) -> BTreeSet<&String> {
        self.0.values().flatten().collect()
    }
}

/// The pieces of a cell of several dimensions.
pub(super) fn pieces_of(cuts: &[Cuts], codes: &[String]) -> BTreeSet<Codes> {
    products(cuts.iter().zip(codes).map(|(cuts, code)| cuts.of(code).to_vec()))
}

/// Each way to take one of each.
pub(super) fn products(of_each: impl Iterator<Item = Vec<String>>) -> BTreeSet<Codes> {
    of_each.fold(BTreeSet::from([Codes::new()]), |all, pieces| {
        let with = |known: &Codes| {
            pieces.iter().map(|piece| known.iter().chain([piece]).cloned().collect()).collect::<Vec<Codes>>()
        };
        all.iter().flat_map(with).collect()
    })
}

fn elements(dimension: &str, code: &str, merged: &Merged) -> BTreeSet<Element> {
    let key = (dimension.to_owned(), code.to_owned());
    let codes = merged.get(&key).cloned().unwrap_or_else(|| vec![code.to_owned()]);
    codes.iter().flat_map(|code| ages(dimension, code).unwrap_or_else(|| vec![(None, code.clone())])).collect()
}

fn ages(dimension: &str, code: &str) -> Option<Vec<Element>> {
    let (from, to) = code.split_once('-').filter(|_| dimension == AGES)?;
    let (from, to): (i64, i64) = (from.parse().ok()?, to.parse().ok()?);
    (0 <= from && from <= to && to <= OLDEST).then(|| (from..=to).map(|age| (Some(age), String::new())).collect())
}

fn named(piece: &BTreeSet<&Element>) -> String {
    let ages: Vec<i64> = piece.iter().filter_map(|it| it.0).collect();
    match (ages.first(), ages.last()) {
        (Some(first), Some(last)) => format!("{first}-{last}"),
        _ => piece.iter().map(|it| it.1.as_str()).collect::<Vec<_>>().join("_"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cuts(dimension: &str, codes: &[&str]) -> Cuts {
        let codes: Vec<String> = codes.iter().map(|code| (*code).to_owned()).collect();
        let merged = |code: &str| {
            ((dimension.to_owned(), code.to_owned()), code.split('_').map(str::to_owned).collect::<Vec<String>>())
        };
        let merged = Merged::from(["nav_politi", "politi_skole"].map(merged));
        Cuts::new(dimension, &codes.iter().collect(), &merged)
    }

    #[test]
    fn groups_that_cross_have_common_cuts() {
        let found = cuts(AGES, &["0-11", "12-15", "16-17", "0-12", "13-17", "ukjent"]);
        assert_eq!(found.of("12-15"), ["12-12", "13-15"]);
        assert_eq!(found.of("13-17"), ["13-15", "16-17"]);
        assert_eq!(found.of("0-12"), ["0-11", "12-12"]);
        assert_eq!(found.of("ukjent"), ["ukjent"]);
        assert!(!found.is_plain() && cuts(AGES, &["0-5", "6-12"]).is_plain());
    }

    #[test]
    fn merged_categories_are_made_of_those_that_others_have() {
        let found = cuts("melder", &["nav_politi", "nav", "politi", "skole"]);
        assert_eq!(found.of("nav_politi"), ["nav", "politi"]);
        let crossing = cuts("melder", &["nav_politi", "politi_skole"]);
        assert_eq!(
            (crossing.of("nav_politi"), crossing.of("politi_skole")),
            (["nav", "politi"].map(str::to_owned).as_slice(), ["politi", "skole"].map(str::to_owned).as_slice())
        );
        assert!(cuts("melder", &["nav_politi", "skole"]).is_plain());
    }
}

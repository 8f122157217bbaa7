//! Every sentence is used and every key is there; every id is in the glossary.

use std::collections::BTreeSet;
use std::path::Path;

use crate::harness::files_below;

fn sources() -> String {
    let files = files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    files
        .into_iter()
        .filter(|(path, _)| Path::new(path).extension().is_some_and(|it| it == "rs"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect()
}

/// Everything between quotes that looks like `room.name`.
fn keys_in(source: &str) -> BTreeSet<String> {
    let rooms = [
        "audit",
        "chart",
        "cli",
        "compare",
        "corrections",
        "definition",
        "document",
        "explain",
        "finding",
        "generated",
        "kostra",
        "report",
        "workbook",
    ];
    let quoted = source.split('"').filter(|text| {
        text.split_once('.').is_some_and(|(room, name)| {
            rooms.contains(&room) && !name.is_empty() && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
        })
    });
    quoted.map(str::to_owned).collect()
}

#[test]
fn no_sentence_is_missing_or_unused() {
    let used = keys_in(&sources());
    let known: BTreeSet<String> =
        tryggtall::lang::catalogue(tryggtall::lang::Language::Bokmaal).keys().cloned().collect();
    let rules: BTreeSet<&str> = tryggtall::diagnostic::Rule::ALL.iter().map(|rule| rule.id()).collect();
    let by_rule = |key: &String| {
        let id = key.split_once('.').and_then(|(_, name)| name.rsplit_once('_')).map(|(id, _)| id);
        id.is_some_and(|id| rules.contains(id))
    };
    let missing: Vec<_> =
        used.iter().filter(|key| !known.contains(*key) && !by_rule(key) && !is_example(key)).collect();
    let unused: Vec<_> = known.iter().filter(|key| !used.contains(*key) && !by_rule(key)).collect();
    assert!(missing.is_empty(), "used but not in the catalogue: {missing:?}");
    assert!(unused.is_empty(), "in the catalogue but not used: {unused:?}");
}

/// File names in the sources look like keys too.
fn is_example(key: &str) -> bool {
    [".toml", ".csv", ".rs", ".md"].iter().any(|ending| key.ends_with(ending))
}

/// `compute` counts on it: the two sexes of the population come first.
#[test]
fn the_list_of_sexes_begins_with_the_two_of_the_population() {
    let maps = tryggtall::check::SourceMaps::built_in().unwrap();
    let ids: Vec<&str> = maps.list("kjonn").unwrap().codes().iter().map(|code| code.id.as_str()).collect();
    assert_eq!(ids, ["jente", "gutt", "ukjent"]);
}

/// What stands more than once, each named once.
fn twice<'t>(all: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let (mut seen, mut twice) = (BTreeSet::new(), BTreeSet::new());
    for it in all {
        if !seen.insert(it) {
            twice.insert(it);
        }
    }
    twice.into_iter().collect()
}

/// Read as lines: a key that stands twice makes the file no TOML, and then every sentence of it would be missing.
#[test]
fn no_sentence_and_no_rule_stands_twice() {
    for (file, toml) in [
        ("finding", include_str!("../src/lang/nb/finding.toml")),
        ("kostra", include_str!("../src/lang/nb/kostra.toml")),
    ] {
        let keys = toml.lines().filter(|line| !line.starts_with(['#', ' '])).filter_map(|line| line.split_once('='));
        let keys: Vec<&str> = keys.map(|(key, _)| key.trim().trim_matches('"')).collect();
        assert!(keys.len() > 50, "{file}: {}", keys.len());
        let found = twice(keys.iter().copied());
        assert!(found.is_empty(), "src/lang/nb/{file}.toml has {found:?} more than once");
        let rules: BTreeSet<&str> = tryggtall::diagnostic::Rule::ALL.iter().map(|rule| rule.id()).collect();
        for key in keys {
            let of_rule = ["_title", "_expected", "_action"].iter().find_map(|ending| key.strip_suffix(ending));
            assert!(of_rule.is_none_or(|id| rules.contains(id)), "{file}.{key} is of no rule");
        }
    }
    let found = twice(tryggtall::diagnostic::Rule::ALL.iter().map(|rule| rule.id()));
    assert!(found.is_empty(), "two rules have the id {found:?}");
}

#[test]
fn every_rule_is_documented_once_and_no_other() {
    let docs = include_str!("../docs/checks.md");
    let is_id = |id: &&str| {
        let general = id.strip_prefix('C').is_some_and(|number| number.len() == 3 && number.parse::<u16>().is_ok());
        general || id.starts_with("15F-")
    };
    let rows = docs.lines().filter_map(|line| line.strip_prefix("| ")?.split(" |").next().map(str::trim));
    let rows: Vec<&str> = rows.filter(is_id).collect();
    let found = twice(rows.iter().copied());
    assert!(found.is_empty(), "docs/checks.md has {found:?} more than once");
    let (rows, rules): (BTreeSet<&str>, BTreeSet<&str>) =
        (rows.into_iter().collect(), tryggtall::diagnostic::Rule::ALL.iter().map(|rule| rule.id()).collect());
    let differ: Vec<_> = rows.symmetric_difference(&rules).collect();
    assert!(differ.is_empty(), "in docs/checks.md or in the code, but not in both: {differ:?}");
}

#[test]
fn every_id_is_in_the_glossary() {
    let glossary = include_str!("../docs/glossary.md");
    let maps = tryggtall::check::SourceMaps::built_in().unwrap();
    let indicators = tryggtall::compute::Indicators::built_in(&maps).unwrap();
    let measures = indicators.iter().flat_map(|indicator| &indicator.measures).map(|measure| measure.id.clone());
    let fields = maps.iter().flat_map(|map| map.fields.iter().map(|field| field.name.clone()));
    let sources = maps.iter().map(|map| map.id.clone());
    for id in measures.chain(fields).chain(sources) {
        assert!(glossary.contains(&format!("`{id}`")), "`{id}` is not in docs/glossary.md");
    }
}

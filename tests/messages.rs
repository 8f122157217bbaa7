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
    let rooms =
        ["audit", "chart", "cli", "corrections", "definition", "explain", "finding", "kostra", "report", "workbook"];
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
    let known: BTreeSet<String> = tryggtall::lang::catalogue().keys().cloned().collect();
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

#[test]
fn every_rule_is_documented() {
    let docs = include_str!("../docs/checks.md");
    for rule in tryggtall::diagnostic::Rule::ALL {
        assert!(docs.contains(rule.id()), "{} is not in docs/checks.md", rule.id());
    }
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

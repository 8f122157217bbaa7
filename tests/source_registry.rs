//! The built-in maps and code lists keep what they promise.

use std::collections::{BTreeMap, BTreeSet};

use tryggtall::check::{FieldKind, SourceMaps};

#[test]
fn maps_and_lists_keep_what_they_promise() {
    let maps = SourceMaps::built_in().unwrap();
    let is_id = |id: &str| id.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || b"-_.".contains(&it));
    let mut used_lists = BTreeSet::new();
    for map in maps.iter() {
        assert!(is_id(&map.id) && map.fields.iter().all(|field| is_id(&field.name)), "{}", map.id);
        assert!(map.fields.iter().any(|field| field.name == "kommune"), "{}", map.id);
        let mut spellings = BTreeMap::new();
        for field in &map.fields {
            used_lists.extend(field.codelist.clone());
            let bounded = field.min.is_some() || field.max.is_some();
            assert!(!bounded || matches!(field.kind, FieldKind::Decimal | FieldKind::Integer), "{}", field.name);
            assert!(field.years_ahead.is_none_or(|years| field.kind == FieldKind::Date && (2..=20).contains(&years)));
            for spelling in [&field.name].into_iter().chain(&field.aliases) {
                let other = spellings.insert(tryggtall::acquire::fold(spelling), &field.name);
                assert!(other.is_none_or(|other| *other == field.name), "{}: `{spelling}`", map.id);
                assert!(!tryggtall::acquire::fold(spelling).is_empty(), "{}: `{spelling}`", map.id);
            }
        }
    }
    for (name, list) in maps.lists() {
        // Where a milestone stands and how long somebody waited is worked out and not read.
        assert!(
            used_lists.contains(name) || ["milepael-tilstand", "ventedager"].contains(&name),
            "{name} is the list of no field"
        );
        for (at, code) in list.codes().iter().enumerate() {
            let at = u32::try_from(at).ok();
            assert!(is_id(&code.id) && code.valid_from.is_none_or(|from| code.valid_to.is_none_or(|to| from <= to)));
            let year = code.valid_from.or(code.valid_to).unwrap_or(2025);
            for spelling in [&code.id, &code.label].into_iter().chain(&code.aliases) {
                assert_eq!(list.find_in(spelling, Some(year)), at, "{name}: `{spelling}` in {year}");
            }
            for new in &code.replaced_by {
                assert!(list.codes().iter().any(|other| other.id == *new), "{name}: {new}");
            }
        }
    }
    let reportable: BTreeSet<String> = maps.iter().map(|map| map.id.replace('_', "-")).collect();
    let listed: BTreeSet<String> = maps.list("kilde").unwrap().codes().iter().map(|code| code.id.clone()).collect();
    let difference: Vec<_> = reportable.symmetric_difference(&listed).map(String::as_str).collect();
    assert_eq!(difference, ["folkemengde", "kostra-15f", "referanse"], "`kilde` lists what units send");
}

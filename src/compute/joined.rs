//! A source that comes in two shapes, counts and single events, counted as one.

use std::collections::BTreeMap;

use super::columns::{Columns, Labels, slugs};
use crate::check::{CountsAs, FieldKind, MISSING, SourceMap, same_name};

/// The rows of `counts` followed by those of `single`, each of which counts one.
///
/// Yes is one and no is none; what is not said stays blank. Names of the two are the same where they are written alike.
pub(super) fn joined<'a>(
    counts: Option<Columns<'a>>,
    single: &Columns<'a>,
    rule: &CountsAs,
    map: &SourceMap,
) -> Columns<'a> {
    let counts = counts.unwrap_or_else(|| Columns::of_view(0, Vec::new()));
    let mut columns = Columns::of_view(counts.height + single.height, Vec::new());
    for name in ["aarsmappe", "fil", "linje"] {
        columns = columns.with_whole(name, both(&counts.whole(name), &single.whole(name)));
    }
    for field in &map.fields {
        let name = field.name.as_str();
        if matches!(field.kind, FieldKind::Name | FieldKind::Kommune) {
            let (values, labels) = named(&counts, single, name);
            columns = columns.with_whole(name, values).with_labels(name, Some(labels));
            continue;
        }
        let of_single = single_values(single, name, rule);
        let labels = counts.labels(name).or_else(|| single.labels(name)).filter(|_| field.codelist.is_some());
        columns = columns.with_whole(name, both(&counts.whole(name), &of_single)).with_labels(name, labels.cloned());
    }
    columns.years = counts.years.union(&single.years).copied().collect();
    columns.place_in_years();
    columns
}

fn both(first: &[i32], second: &[i32]) -> Vec<i32> {
    [first, second].concat()
}

fn single_values(single: &Columns, name: &str, rule: &CountsAs) -> Vec<i32> {
    if name == rule.one {
        return vec![1; single.height];
    }
    let values = single.whole(name);
    if !rule.yes.iter().any(|field| field == name) {
        return values.to_vec();
    }
    let code = |id: &str| single.labels(name).and_then(|labels| labels.find(id));
    let (yes, no) = (code("ja"), code("nei"));
    let count = |value: &i32| match Some(*value) {
        said if said == yes => 1,
        said if said == no => 0,
        _ => MISSING,
    };
    let answers: Vec<i32> = values.iter().map(count).collect();
    answers
}

/// The names of both, numbered anew.
fn named<'a>(counts: &Columns, single: &Columns, name: &str) -> (Vec<i32>, Labels<'a>) {
    let (mut numbers, mut names): (BTreeMap<String, i32>, Vec<String>) = (BTreeMap::new(), Vec::new());
    let mut values = Vec::with_capacity(counts.height + single.height);
    for columns in [counts, single] {
        let known = columns.labels(name).map(Labels::codes).unwrap_or_default();
        let renumbered: BTreeMap<i32, i32> = known
            .into_iter()
            .map(|(code, _, label)| {
                let number = *numbers.entry(same_name(&label)).or_insert_with(|| {
                    names.push(label);
                    i32::try_from(names.len() - 1).unwrap_or(i32::MAX)
                });
                (code, number)
            })
            .collect();
        let new = |code: &i32| renumbered.get(code).copied().unwrap_or(MISSING);
        values.extend(columns.whole(name).iter().map(new));
    }
    (values, Labels::Names(slugs(&names)))
}

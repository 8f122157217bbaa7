//! A source that comes in two shapes: a file has the columns of one of them.

use super::source_map::SourceMap;
use crate::acquire::is_like;
use crate::diagnostic::{Finding, Place, Rule};

/// What is wrong with the shape of a file whose fields are bound to `columns`: it has none of the shapes in full, or
/// columns of two.
pub(super) fn fault(file: &str, map: &SourceMap, columns: &[Option<usize>]) -> Option<Finding> {
    if map.either.is_empty() {
        return None;
    }
    let has = |pattern: &String| {
        map.fields.iter().zip(columns).any(|(field, bound)| bound.is_some() && is_like(pattern, &field.name))
    };
    let touched = map.either.iter().filter(|shape| shape.iter().any(has)).count();
    let complete = map.either.iter().filter(|shape| shape.iter().all(has)).count();
    if (touched, complete) == (1, 1) {
        return None;
    }
    let shapes: Vec<String> = map.either.iter().map(|shape| shape.join(" + ")).collect();
    Some(Finding::new(Rule::MixedShapes, Place::file(file)).with("shapes", shapes.join("; ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::SourceMaps;

    #[test]
    fn exactly_one_shape_and_all_of_it() {
        let maps = SourceMaps::built_in().unwrap();
        let map = maps.get("brukerundersokelse").unwrap();
        let cases: [(&[&str], bool); 6] = [
            (&["q1", "q2"], true),
            (&["q7"], true),
            (&["sporsmal", "svar"], true),
            (&["sporsmal"], false),
            (&["q1", "sporsmal", "svar"], false),
            (&[], false),
        ];
        for (present, is_right) in cases {
            let columns: Vec<_> =
                map.fields.iter().map(|field| present.contains(&field.name.as_str()).then_some(0)).collect();
            assert_eq!(fault("f", map, &columns).is_none(), is_right, "{present:?}");
        }
        assert!(fault("f", maps.get("rutine").unwrap(), &[]).is_none(), "a source of one shape");
    }
}

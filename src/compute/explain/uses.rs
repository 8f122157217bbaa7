//! The sources that a measure reads, and what for.

use std::collections::BTreeSet;

use crate::check::{FieldKind, SourceMaps};
use crate::compute::definition::{FigureRule, Measure, Over, View};
use crate::compute::sources::Sources;
use crate::units::Window;

/// A source and what a measure reads it for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SourceUse {
    /// Source id.
    pub source: String,
    /// What for.
    pub role: Role,
}

/// What a source is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Its rows are counted.
    Counted,
    /// Looked at to see whether something is there.
    LookedAt,
    /// What the count is set in proportion to.
    Denominator,
    /// County and country.
    Comparison,
}

/// The sources, those that are counted first.
pub(super) fn uses(sources: &Sources, measure: &Measure, window: Window) -> Vec<SourceUse> {
    let maps = sources.maps;
    let of = |role: Role| move |source: &str| SourceUse { source: source.to_owned(), role };
    let mut uses: Vec<SourceUse> = match (&measure.figure, measure.view) {
        (FigureRule::RowsAccepted, _) => maps.iter().map(|map| of(Role::Counted)(&map.id)).collect(),
        (_, Some(View::Persons)) => {
            maps.iter().filter(|map| sources.is_linked(&map.id)).map(|map| of(Role::Counted)(&map.id)).collect()
        }
        _ => family(maps, &measure.source).into_iter().map(of(Role::Counted)).collect(),
    };
    match measure.view {
        Some(View::Deliveries) if measure.figure != FigureRule::RowsAccepted => {
            let others = maps.iter().filter(|map| map.id != measure.source);
            uses.extend(others.map(|map| of(Role::LookedAt)(&map.id)));
        }
        Some(View::Units) => uses.push(of(Role::LookedAt)("kompetanse")),
        _ => {}
    }
    match &measure.over {
        Some(Over::Population { .. }) => uses.push(of(Role::Denominator)("folkemengde")),
        Some(Over::Places { .. }) => uses.push(of(Role::Denominator)("kapasitet")),
        Some(Over::Invited) | None => {}
    }
    if measure.compared_with.is_some() && window == Window::Aar {
        uses.push(of(Role::Comparison)("referanse"));
    }
    uses
}

/// A source, and those whose rows count among its own.
pub(super) fn family<'m>(maps: &'m SourceMaps, source: &'m str) -> Vec<&'m str> {
    let joined = maps.iter().filter(|map| map.counts_as.as_ref().is_some_and(|rule| rule.source == source));
    std::iter::once(source).chain(joined.map(|map| map.id.as_str())).collect()
}

/// The fields of a source with open names.
pub(super) fn names(maps: &SourceMaps, source: &str) -> BTreeSet<String> {
    let fields = maps.get(source).into_iter().flat_map(|map| &map.fields);
    fields.filter(|field| field.kind == FieldKind::Name).map(|field| field.name.clone()).collect()
}

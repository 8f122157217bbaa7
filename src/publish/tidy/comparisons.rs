//! `data/sammenlikninger.csv`: every comparison, one a row, for machines.

use crate::compare::{Against, Evidence, Judged};
use crate::compute::Verdict;
use crate::protect::Publishable;
use crate::publish::Rounded;
use crate::publish::sentence::printed_difference;

/// The columns, in order.
pub const COLUMNS: [&str; 14] = [
    "indikator",
    "kommune",
    "aar",
    "vindu",
    "mot",
    "verdi",
    "mot_verdi",
    "forskjell",
    "nedre",
    "ovre",
    "styrke",
    "vurdering",
    "retning",
    "mot_enhet",
];

/// The file. `nedre` and `ovre` limit the difference, in the unit of the figure; `styrke` is `95`, `99.8` or empty where
/// nothing is certain; `retning` is `bedre` or `darligere` where the plan says which way is good. `mot_enhet` is the unit of
/// `mot_verdi`: that of the figure, and for a change since the baseline that of what has changed.
///
/// # Panics
/// Never: every row has as many fields as there are columns, and writing to memory does not fail.
pub fn csv(publishable: &Publishable) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(COLUMNS).expect("writing to memory does not fail");
    for judged in &publishable.judgements().comparisons {
        writer.write_record(row(publishable, judged)).expect("every row has as many fields as there are columns");
    }
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("the csv writer adds ASCII to what is already UTF-8")
}

fn row(publishable: &Publishable, judged: &Judged) -> [String; COLUMNS.len()] {
    let heading = publishable.heading();
    let printed = |rounded: Option<Rounded>| rounded.map_or_else(String::new, |it| it.as_str().to_owned());
    let limit = |limit: Option<f64>| printed(limit.and_then(|limit| Rounded::of(limit, judged.unit)));
    // A change is the figure itself: what it is a change from stands beside it.
    let own = match judged.against {
        Against::Baseline { .. } => String::new(),
        _ => printed(Rounded::shown(&judged.own, judged.unit)),
    };
    [
        judged.measure.clone(),
        heading.municipality.as_str().to_owned(),
        judged.year.to_string(),
        heading.window.id().to_owned(),
        judged.against.id(),
        own,
        printed(Rounded::of(judged.reference, judged.reference_unit)),
        printed(printed_difference(judged)),
        limit(judged.interval.map(|interval| interval.lower)),
        limit(judged.interval.map(|interval| interval.upper)),
        strength(judged.evidence).to_owned(),
        judged.verdict.map_or("", Verdict::id).to_owned(),
        way(judged.is_better).to_owned(),
        judged.reference_unit.id().to_owned(),
    ]
}

fn strength(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::None => "",
        Evidence::Clear => "95",
        Evidence::Strong => "99.8",
    }
}

fn way(is_better: Option<bool>) -> &'static str {
    match is_better {
        None => "",
        Some(true) => "bedre",
        Some(false) => "darligere",
    }
}

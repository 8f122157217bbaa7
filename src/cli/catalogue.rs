//! What is counted, and by which definitions: asked for before any data is read.

use serde_json::json;

use crate::compute::{Indicator, Measure};
use crate::lang::text;
use crate::pipeline::Definitions;

/// Every indicator with its measures, for people.
pub(super) fn listing(definitions: &Definitions) -> String {
    let mut lines = vec![text("cli.catalogue_title", &[]), String::new()];
    for indicator in definitions.indicators.iter() {
        let mark = if indicator.is_own { text("cli.catalogue_own", &[]) } else { String::new() };
        lines.push(format!("{:<4} {}{mark}", indicator.head.id, indicator.head.title.nb));
        for measure in indicator.measures.iter().filter(|measure| measure.question.is_none()) {
            let polarity = definitions.polarity(measure).map(|it| text(it.sentence(), &[])).unwrap_or_default();
            let unit = measure.unit.id();
            lines.push(format!(
                "       {:<28} {} ({unit}, {}){polarity}",
                measure.id,
                measure.title.said(),
                measure.source
            ));
        }
    }
    let count = definitions.indicators.iter().count().to_string();
    let measures = definitions.indicators.iter().map(|it| it.measures.len()).sum::<usize>().to_string();
    lines.push(String::new());
    lines.push(text("cli.catalogue_count", &[("count", &count), ("measures", &measures)]));
    lines.join("\n")
}

/// The same for machines.
pub(super) fn json(definitions: &Definitions) -> String {
    let measure = |measure: &Measure| {
        json!({
            "id": measure.id, "title": measure.title.said(), "unit": measure.unit.id(), "source": measure.source,
            "polarity": definitions.polarity(measure).map(crate::plan::Polarity::id),
        })
    };
    let indicator = |indicator: &Indicator| {
        json!({
            "id": indicator.head.id, "title": indicator.head.title.said(), "own": indicator.is_own,
            "measures": indicator.measures.iter().map(measure).collect::<Vec<_>>(),
        })
    };
    let all: Vec<_> = definitions.indicators.iter().map(indicator).collect();
    json!({ "indicators": all }).to_string()
}

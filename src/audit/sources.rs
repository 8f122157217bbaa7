//! Which source each measure is counted from.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::manifest::Model;

/// The source of each measure: by the catalogue, and by the bundles for a project's own.
#[derive(Debug, Default)]
pub(super) struct MeasureSources(BTreeMap<String, String>);

impl MeasureSources {
    /// Those of the built-in definitions, and of those that the models of bundles name.
    pub(super) fn new<'a>(models: impl Iterator<Item = &'a Model>) -> Self {
        #[derive(Deserialize)]
        struct Measure {
            id: String,
            source: Option<String>,
            of: Option<String>,
        }
        let measures: Vec<Measure> = crate::catalogue::measures();
        let source = |it: &Measure| Some((it.id.clone(), it.source.clone()?));
        let mut sources: BTreeMap<String, String> = measures.iter().filter_map(source).collect();
        for measure in measures.iter().filter(|it| it.source.is_none()) {
            let source = measure.of.as_ref().and_then(|of| sources.get(of)).cloned();
            sources.extend(source.map(|source| (measure.id.clone(), source)));
        }
        for measure in models.flat_map(|model| &model.measures) {
            if let Some(source) = measure.counted.as_ref().and_then(|counted| counted.source.clone()) {
                sources.entry(measure.id.clone()).or_insert(source);
            }
        }
        Self(sources)
    }

    /// The source of a measure; the same for all that are not known.
    pub(super) fn of(&self, measure: &str) -> String {
        self.0.get(measure).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_names_the_sources_of_its_own_measures() {
        let model = r#"{"measures": [
            {"id": "X9", "counted": {"about": "people", "value": "count", "count": "x", "source": "egen-kilde"}},
            {"id": "K4", "counted": {"about": "people", "value": "count", "count": "x", "source": "egen-kilde"}},
            {"id": "X8", "counted": {"about": "people", "value": "count", "count": "x"}}]}"#;
        let model: Model = serde_json::from_str(model).unwrap();
        let sources = MeasureSources::new(std::iter::once(&model));
        assert_eq!(sources.of("X9"), "egen-kilde");
        assert_eq!(sources.of("K4"), "bekymringsmelding", "nobody says otherwise of what is built in");
        assert_eq!((sources.of("X8"), sources.of("X7")), (String::new(), String::new()));
    }
}

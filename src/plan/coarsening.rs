//! `[[slaa_sammen]]` and `[[utelat]]`: what is shown in less detail than the definitions have it.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::check::{CodeList, SourceMaps};
use crate::compute::{Coarsening, Indicators, Merge, Omission};
use crate::lang::text;

/// Categories that become one.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MergeSection {
    /// The dimension.
    #[serde(rename = "fordeling")]
    pub dimension: String,
    /// Codes of the categories.
    #[serde(rename = "koder")]
    pub codes: Vec<String>,
    /// What they are called together.
    #[serde(default, rename = "navn")]
    pub name: Option<String>,
}

/// A breakdown that is not shown.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LeaveOutSection {
    /// The measure.
    pub maal: String,
    /// The dimension, or several with `+` between them.
    #[serde(rename = "fordeling")]
    pub by: String,
}

/// Dimensions whose categories are decided elsewhere, or are too few to be put together.
const ELSEWHERE: [(&str, &str); 4] = [
    ("aldersgruppe", "cli.merge_ages"),
    ("kjonn", "cli.merge_fixed"),
    ("plassering", "cli.merge_fixed"),
    ("kommune", "cli.merge_fixed"),
];

impl super::Plan {
    /// What is shown in less detail than the definitions have it.
    pub fn coarsening(&self) -> Coarsening {
        let merge = |it: &MergeSection| Merge {
            dimension: it.dimension.clone(),
            codes: it.codes.clone(),
            name: it.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned),
        };
        let left_out = |it: &LeaveOutSection| Omission { measure: it.maal.clone(), by: it.by.clone() };
        Coarsening {
            merges: self.slaa_sammen.iter().map(merge).collect(),
            left_out: self.utelat.iter().map(left_out).collect(),
        }
    }

    /// What is wrong with it, beside the definitions and code lists of the project.
    pub(crate) fn errors_in_coarsening(&self, indicators: &Indicators, maps: &SourceMaps) -> Vec<String> {
        let mut errors = Vec::new();
        let mut met = BTreeSet::new();
        for section in &self.slaa_sammen {
            let by = section.dimension.as_str();
            if let Some((_, sentence)) = ELSEWHERE.iter().find(|(elsewhere, _)| *elsewhere == by) {
                errors.push(text(sentence, &[("by", by)]));
                continue;
            }
            let known = dimensions(indicators);
            if !known.contains(by) {
                let known = known.into_iter().collect::<Vec<_>>().join(", ");
                errors.push(text("cli.merge_dimension", &[("by", by), ("known", &known)]));
                continue;
            }
            let different: BTreeSet<&String> = section.codes.iter().collect();
            if different.len() < 2 || different.len() < section.codes.len() {
                errors.push(text("cli.merge_two", &[("by", by)]));
            }
            let codes = codes(by, indicators, maps);
            for code in different {
                if !codes.is_empty() && !codes.contains(code) {
                    let known = codes.iter().cloned().collect::<Vec<_>>().join(", ");
                    errors.push(text("cli.merge_code", &[("by", by), ("code", code), ("known", &known)]));
                }
                if !met.insert((by, code)) {
                    errors.push(text("cli.merge_twice", &[("by", by), ("code", code)]));
                }
            }
        }
        errors.extend(self.utelat.iter().filter_map(|section| unknown_breakdown(section, indicators)));
        errors
    }
}

/// What breakdowns are by, one dimension at a time.
fn dimensions(indicators: &Indicators) -> BTreeSet<&str> {
    let measures = indicators.iter().flat_map(|indicator| &indicator.measures);
    measures.flat_map(|measure| measure.breakdowns.iter().flat_map(|rule| rule.by.split('+'))).collect()
}

/// The codes of a dimension; none where they are names that the data bring.
fn codes(by: &str, indicators: &Indicators, maps: &SourceMaps) -> BTreeSet<String> {
    if by == "maaned" {
        return (1..=12).map(|month| format!("{month:02}")).collect();
    }
    let measures = indicators.iter().flat_map(|indicator| &indicator.measures);
    let with_it =
        measures.filter(|measure| measure.breakdowns.iter().any(|rule| rule.by.split('+').any(|it| it == by)));
    let lists = with_it.map(|measure| {
        let map = maps.get(&measure.source)?;
        map.field(by).and_then(|field| maps.list_of(field))
    });
    // Where one of the measures has names of its own, nothing is known of the others either.
    let lists: Option<Vec<_>> = lists.collect();
    lists.into_iter().flatten().flat_map(CodeList::codes).map(|code| code.id.clone()).collect()
}

fn unknown_breakdown(section: &LeaveOutSection, indicators: &Indicators) -> Option<String> {
    let (id, by) = (section.maal.as_str(), section.by.as_str());
    let mut measures = indicators.iter().flat_map(|indicator| &indicator.measures);
    let Some(measure) = measures.find(|measure| measure.id == id) else {
        return Some(text("cli.left_out_measure", &[("id", id)]));
    };
    let known: Vec<&str> = measure.breakdowns.iter().map(|rule| rule.by.as_str()).collect();
    let omission = Omission { measure: id.to_owned(), by: by.to_owned() };
    let coarsening = Coarsening { merges: Vec::new(), left_out: vec![omission] };
    let is_known = known.iter().any(|known| coarsening.leaves_out(id, known));
    (!is_known).then(|| text("cli.left_out_breakdown", &[("id", id), ("by", by), ("known", &known.join(", "))]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn errors(sections: &str) -> Vec<String> {
        let plan = format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n{sections}");
        let maps = SourceMaps::built_in().unwrap();
        let indicators = Indicators::built_in(&maps).unwrap();
        Plan::parse(&plan).unwrap().errors_in_coarsening(&indicators, &maps)
    }

    #[test]
    fn every_mistake_is_said_at_once() {
        let merge =
            |by: &str, codes: &str| errors(&format!("[[slaa_sammen]]\nfordeling = \"{by}\"\nkoder = {codes}\n"));
        assert_eq!(merge("melder", "[\"barnehage\", \"skole\"]"), [""; 0]);
        assert_eq!(merge("maaned", "[\"01\", \"02\", \"03\"]"), [""; 0]);
        assert_eq!(merge("enhet", "[\"hva-som-helst\", \"skole-2\"]"), [""; 0], "units are named by the data");
        let cases = [
            ("aldersgruppe", "[\"0-5\", \"6-12\"]", "[aldersgrupper]"),
            ("kjonn", "[\"gutt\", \"jente\"]", "kjonn"),
            ("farge", "[\"a\", \"b\"]", "melder"),
            ("melder", "[\"skole\"]", "minst to"),
            ("melder", "[\"skole\", \"skole\"]", "minst to"),
            ("melder", "[\"skole\", \"tante\"]", "«tante»"),
        ];
        for (by, codes, part) in cases {
            let said = merge(by, codes);
            assert!(said.len() == 1 && said[0].contains(part), "{by} {codes}: {said:?}");
        }
        let twice = "[[slaa_sammen]]\nfordeling = \"melder\"\nkoder = [\"skole\", \"barnehage\"]\n".repeat(2);
        assert_eq!(errors(&twice).len(), 2);
        let out = |of: &str, by: &str| errors(&format!("[[utelat]]\nmaal = \"{of}\"\nfordeling = \"{by}\"\n"));
        assert!(out("Z9", "melder")[0].contains("Z9") && out("K1", "farge")[0].contains("«farge»"));
    }
}

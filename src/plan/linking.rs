//! `[kobling]`: children are looked up across services, and what makes that lawful.

use serde::Deserialize;

use crate::check::{Linking, SourceMaps};
use crate::lang::text;

/// Letters that it takes to name an act and a section.
const SHORTEST_BASIS: usize = 20;

/// Which sources are looked up in each other, and by what right.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkingSection {
    /// The act and section that give the right, or the consent; nothing is linked without.
    #[serde(default, rename = "rettsgrunnlag")]
    pub legal_basis: String,
    /// The sources.
    #[serde(default = "usual_sources", rename = "kilder")]
    pub sources: Vec<String>,
    /// All these services name a child by one common id.
    #[serde(default, rename = "felles_id")]
    pub common_ids: bool,
}

fn usual_sources() -> Vec<String> {
    ["bekymringsmelding", "undersokelse", "barnevernstiltak", "henvisning"].map(str::to_owned).to_vec()
}

impl LinkingSection {
    pub(super) fn linking(&self) -> Linking {
        Linking { sources: self.sources.clone(), common_ids: self.common_ids }
    }

    /// Every mistake in it. A project's own source maps neither add sources nor take `barn_id` away, so the built-in ones
    /// tell.
    pub(super) fn errors(&self) -> Vec<String> {
        let mut errors = Vec::new();
        if self.legal_basis.trim().chars().count() < SHORTEST_BASIS {
            errors.push(text("cli.bad_legal_basis", &[("letters", &SHORTEST_BASIS.to_string())]));
        }
        // What is wrong with the catalogue is said when it is read.
        let Ok(maps) = SourceMaps::built_in() else { return errors };
        let with_children: Vec<&str> =
            maps.iter().filter(|map| map.field("barn_id").is_some()).map(|map| map.id.as_str()).collect();
        let known = with_children.join(", ");
        let mut services = Vec::new();
        for source in &self.sources {
            match maps.get(source) {
                None => errors.push(text("cli.linked_unknown", &[("source", source), ("known", &known)])),
                Some(map) if map.field("barn_id").is_none() => {
                    errors.push(text("cli.linked_without_child", &[("source", source), ("known", &known)]));
                }
                Some(map) => services.push(map.service()),
            }
        }
        services.sort_unstable();
        services.dedup();
        if services.len() < 2 {
            errors.push(text("cli.linked_one_service", &[]));
        }
        errors
    }
}

#[cfg(test)]
mod tests {
    use crate::plan::Plan;

    fn errors(section: &str) -> Vec<String> {
        let plan = format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[kobling]\n{section}\n");
        Plan::parse(&plan).err().map(|said| said.lines().map(str::to_owned).collect()).unwrap_or_default()
    }

    const BASIS: &str = "rettsgrunnlag = \"barnevernsloven § 13-2 og samtykke\"\n";

    #[test]
    fn every_mistake_is_said_at_once() {
        let no_basis = ["", "rettsgrunnlag = \"  \"", "rettsgrunnlag = \"   for liten grunn    \""];
        for section in no_basis {
            let said = errors(section);
            assert!(said.len() == 1 && said[0].contains("kobling.rettsgrunnlag"), "{section}: {said:?}");
        }
        let said = errors("kilder = [\"melding\", \"kapasitet\", \"henvisning\"]");
        let parts = ["rettsgrunnlag", "«melding»", "«kapasitet»", "to tjenester"];
        assert_eq!(said.len(), parts.len(), "{said:?}");
        for (part, said) in parts.iter().zip(&said) {
            assert!(said.contains(part), "{part}: {said}");
        }
        for sources in ["[]", "[\"henvisning\"]", "[\"bekymringsmelding\", \"undersokelse\", \"undersokelse\"]"] {
            let said = errors(&format!("{BASIS}kilder = {sources}"));
            assert!(said.len() == 1 && said[0].contains("to tjenester"), "{sources}: {said:?}");
        }
        assert!(errors("kilde = []").concat().contains("kilder"), "unknown keys are refused with the valid ones");
    }

    #[test]
    fn what_is_usual_needs_no_more_than_a_legal_basis() {
        assert_eq!(errors(BASIS), [""; 0]);
        let plan = Plan::parse(&format!("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n[kobling]\n{BASIS}")).unwrap();
        let linking = plan.linking().unwrap();
        assert!(linking.sources.len() == 4 && !linking.common_ids);
        assert!(Plan::parse("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n").unwrap().linking().is_none());
    }
}

//! `[samarbeid]`: municipalities that are reported together.

use serde::Deserialize;

use crate::compute::Cooperation;
use crate::lang::text;
use crate::units::MunicipalityCode;

/// Which municipalities are reported together.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CooperationSection {
    /// Name of the region.
    #[serde(rename = "navn")]
    pub name: String,
    /// Numbers of the municipalities, the plan's own among them.
    #[serde(rename = "kommuner")]
    pub municipalities: Vec<String>,
    /// An id means the same child in all of them; else a child counts once in each that knows it.
    #[serde(default, rename = "felles_id")]
    pub common_ids: bool,
}

impl CooperationSection {
    /// Every mistake in it.
    pub(super) fn errors(&self, own: &str) -> Vec<String> {
        let mut errors = Vec::new();
        if self.name.trim().is_empty() {
            errors.push(text("cli.cooperation_name", &[]));
        }
        for code in &self.municipalities {
            if crate::regions::municipality(code).is_none() {
                errors.push(text("cli.cooperation_unknown", &[("code", code)]));
            }
        }
        let mut different = self.municipalities.clone();
        different.sort_unstable();
        different.dedup();
        if different.len() < 2 || different.len() < self.municipalities.len() {
            errors.push(text("cli.cooperation_two", &[]));
        }
        if !self.municipalities.iter().any(|code| code == own) {
            errors.push(text("cli.cooperation_own", &[("code", own)]));
        }
        errors
    }

    /// The numbers.
    pub(crate) fn codes(&self) -> Vec<MunicipalityCode> {
        self.municipalities.iter().filter_map(|code| MunicipalityCode::parse(code)).collect()
    }

    /// As it is computed.
    pub(crate) fn cooperation(&self, own: &MunicipalityCode) -> Cooperation {
        let named = |code: &String| (code.clone(), crate::regions::municipality(code).unwrap_or(code).to_owned());
        Cooperation {
            name: self.name.trim().to_owned(),
            own: own.as_str().to_owned(),
            members: self.municipalities.iter().map(named).collect(),
            common_ids: self.common_ids,
        }
    }
}

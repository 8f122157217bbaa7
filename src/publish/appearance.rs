//! How a municipality wants its report to look: its logo, its colours, and in which order the chapters stand. None of it
//! changes what is said; without any of it the files are as they always were.

pub(crate) mod base64;
pub(crate) mod colour;
mod logo;
pub(crate) mod palette;

use serde_json::{Value, json};

pub(crate) use logo::LARGEST as LARGEST_LOGO;
pub use logo::Logo;
pub(crate) use palette::Palette;

use crate::acquire::FileRecord;

/// How a report looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appearance {
    pub(crate) logo: Option<Logo>,
    pub(crate) palette: Palette,
    /// The plan's own colours, as it wrote them.
    pub(crate) chosen: (Option<String>, Option<String>),
    pub(crate) order: Vec<String>,
}

impl Appearance {
    /// What stands in the manifest; none where the plan says nothing.
    pub(super) fn described(&self) -> Option<Value> {
        if *self == Self::default() {
            return None;
        }
        let mut described = json!({});
        if let Some(logo) = &self.logo {
            // The picture that stands in the files, which is not the file that it was read from.
            let picture = FileRecord::of("", logo.png());
            described["logo"] = json!({ "sha256": picture.sha256, "bytes": picture.bytes });
        }
        let (main, second) = &self.chosen;
        if main.is_some() || second.is_some() {
            described["colours"] = json!({ "main": main, "second": second });
        }
        if !self.order.is_empty() {
            described["order"] = json!(self.order);
        }
        Some(described)
    }
}

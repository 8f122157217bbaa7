//! What the bundle says about itself. It is not believed where it can be tested: hashes are computed again and every file is
//! read; that the equations it names hold is assumed (`docs/privacy.md`).

mod shape;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::acquire::FileRecord;
use crate::compute::Relation;
use crate::lang::Language;
use crate::publish::appearance::{Palette, colour};
pub(super) use shape::Beside;

/// The part of `manifest.json` that is used.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Manifest {
    pub(super) tool: Tool,
    #[serde(default)]
    pub(super) municipality: String,
    #[serde(default)]
    pub(super) audience: String,
    /// What the files are written in; the audit answers in the language of its own run.
    #[serde(default)]
    pub(super) language: Language,
    #[serde(default)]
    pub(super) windows: Vec<WindowDays>,
    #[serde(default)]
    pub(super) inputs: Vec<Input>,
    #[serde(default)]
    pub(super) outputs: Vec<Output>,
    pub(super) protection: Option<Protection>,
    #[serde(default)]
    pub(super) appearance: Look,
    pub(super) model: Option<Model>,
    /// Youngest and oldest age of each group.
    #[serde(default)]
    pub(super) age_groups: Vec<(i64, i64)>,
    #[serde(default)]
    pub(super) coarsening: Coarsening,
    /// What it says beside that.
    #[serde(skip)]
    pub(super) beside: Beside,
}

/// What is shown in less detail than the definitions have it.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Coarsening {
    #[serde(default)]
    pub(super) merged: Vec<Merge>,
}

/// Categories of a dimension that are one.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Merge {
    pub(super) by: String,
    pub(super) codes: Vec<String>,
    pub(super) code: String,
}

/// Who made the bundle.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Tool {
    pub(super) name: String,
}

/// The days of a year's window.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct WindowDays {
    pub(super) window: String,
    pub(super) year: i32,
    pub(super) first: String,
    pub(super) last: String,
}

/// A file that was read.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Input {
    #[serde(default)]
    pub(super) account: Vec<serde_json::Value>,
}

/// A file of the bundle.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Output {
    pub(super) path: String,
    pub(super) sha256: String,
    /// A person has changed it; what was made in its place.
    pub(super) edited: Option<String>,
    /// A person has put it there.
    #[serde(default)]
    pub(super) kept: bool,
}

/// How the bundle looks, where its plan says.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Look {
    logo: Option<LogoHash>,
    colours: Option<Colours>,
}

#[derive(Debug, Clone, Deserialize)]
struct LogoHash {
    sha256: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Colours {
    main: Option<String>,
    second: Option<String>,
}

impl Look {
    /// Whether a picture is the logo, byte for byte.
    pub(super) fn is_logo(&self, png: &[u8]) -> bool {
        self.logo.as_ref().is_some_and(|logo| logo.sha256 == FileRecord::of("", png).sha256)
    }

    /// The colours that follow from the plan's two. They are not believed: those that no plan could have are none.
    pub(super) fn palette(&self) -> Option<Palette> {
        let Some(Colours { main, second }) = &self.colours else { return Some(Palette::default()) };
        let parsed = |written: &Option<String>| match written {
            Some(written) => colour::parse(written).map(Some),
            None => Some(None),
        };
        Palette::new(parsed(main)?, parsed(second)?).ok()
    }
}

/// What was withheld by.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Protection {
    pub(super) threshold: i64,
    #[serde(default)]
    pub(super) cells: u64,
    #[serde(default)]
    pub(super) withheld: u64,
    #[serde(default)]
    zeros: String,
    #[serde(default)]
    full: String,
}

impl Protection {
    /// Whether a withheld figure may be nought.
    pub(super) fn hides_zeros(&self) -> bool {
        self.keeps_zeros() || self.keeps_full()
    }

    /// Whether it must not be known that there are none.
    pub(super) fn keeps_zeros(&self) -> bool {
        self.zeros == "withheld"
    }

    /// Whether it must not be known that a group is all of what it is a part of.
    pub(super) fn keeps_full(&self) -> bool {
        self.full == "withheld"
    }
}

/// What the figures are counts of.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Model {
    #[serde(default)]
    pub(super) places: Places,
    #[serde(default)]
    pub(super) measures: Vec<MeasureModel>,
    /// What readers know of figures of several measures.
    #[serde(default)]
    pub(super) relations: Vec<Relation>,
}

/// Whose figures they are.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Places {
    #[serde(default)]
    pub(super) own: String,
    pub(super) region: Option<Region>,
}

/// Municipalities that are reported together.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Region {
    pub(super) id: String,
    #[serde(default)]
    pub(super) members: Vec<String>,
}

/// One measure.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct MeasureModel {
    pub(super) id: String,
    #[serde(default)]
    pub(super) unit: String,
    pub(super) part_of: Option<String>,
    #[serde(default)]
    pub(super) breakdowns: Vec<BreakdownModel>,
    pub(super) counted: Option<Counted>,
    pub(super) change: Option<Change>,
}

/// One breakdown.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct BreakdownModel {
    pub(super) by: String,
    #[serde(default)]
    pub(super) overlapping: bool,
}

/// How a value comes from whole numbers; see `compute::CountedAs`.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Counted {
    pub(super) about: String,
    pub(super) value: String,
    pub(super) count: Option<String>,
    pub(super) at: Option<String>,
    pub(super) base: Option<String>,
    pub(super) whole: Option<String>,
    #[serde(default)]
    pub(super) nesting: String,
    #[serde(default)]
    pub(super) of_whole: Vec<String>,
    /// What it is counted from, where the catalogue does not say.
    pub(super) source: Option<String>,
}

/// A change since the baseline.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Change {
    pub(super) of: String,
    #[serde(default)]
    pub(super) relative: bool,
}

impl Manifest {
    /// The manifest, if the text is one of ours.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let mut manifest: Self = serde_json::from_str(text).ok()?;
        manifest.beside = Beside::read(text);
        (manifest.tool.name == env!("CARGO_PKG_NAME") && manifest.audience != "mangelliste").then_some(manifest)
    }

    /// First and last day of the window of a year.
    pub(super) fn days(&self, window: &str, year: i32) -> Option<(String, String)> {
        let found = self.windows.iter().find(|known| known.window == window && known.year == year)?;
        Some((found.first.clone(), found.last.clone()))
    }

    /// What people call a year of this report: «2025», or «2024/25» where it begins in the year before.
    pub(super) fn labels(&self) -> BTreeMap<String, i32> {
        let label = |days: &WindowDays| match (days.first.get(..4), days.last.get(..4), days.last.get(2..4)) {
            (Some(first), Some(last), Some(short)) if first != last => format!("{first}/{short}"),
            _ => days.year.to_string(),
        };
        self.windows.iter().map(|days| (label(days), days.year)).collect()
    }
}

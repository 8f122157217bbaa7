//! What the bundle says about itself. It is not believed where it can be tested: hashes are computed again and every file is
//! read; that the equations it names hold is assumed (`docs/privacy.md`).

mod shape;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::acquire::FileRecord;
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
    /// What it says beside that.
    #[serde(skip)]
    pub(super) beside: Beside,
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
        [&self.zeros, &self.full].iter().any(|policy| *policy == "withheld")
    }
}

/// What the figures are counts of.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Model {
    #[serde(default)]
    pub(super) places: Places,
    #[serde(default)]
    pub(super) measures: Vec<MeasureModel>,
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

/// Which source each measure is counted from, by the catalogue.
#[derive(Debug, Default)]
pub(super) struct MeasureSources(BTreeMap<String, String>);

impl MeasureSources {
    /// Those of the built-in definitions.
    pub(super) fn new() -> Self {
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
        Self(sources)
    }

    /// The source of a measure; the same for all that are not known.
    pub(super) fn of(&self, measure: &str) -> String {
        self.0.get(measure).cloned().unwrap_or_default()
    }
}

//! `plan.toml`: what the municipality has decided.

mod appearance;
mod breaks;
mod coarsening;
mod cooperation;
mod linking;
mod sections;
mod windows;

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

pub use appearance::AppearanceSection;
pub use breaks::BreakSection;
pub use coarsening::{LeaveOutSection, MergeSection};
pub use cooperation::CooperationSection;
pub use linking::LinkingSection;
pub use sections::{
    AgeGroups, BaselineYear, Compared, Control, Municipality, Polarity, Privacy, RejectedRowsWord, Report, Showing,
};

use crate::check::Linking;
use crate::compute::Indicators;
use crate::diagnostic::{Failure, IoFailure};
use crate::lang::{self, text};
use crate::units::MunicipalityCode;
pub use windows::{FromTo, WindowDates};

/// The plan of a report project. Unknown keys are refused with the valid ones listed.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Whom the report is for.
    pub kommune: Municipality,
    /// About the report.
    #[serde(default)]
    pub rapport: Report,
    /// How small numbers are withheld.
    #[serde(default)]
    pub personvern: Privacy,
    /// Whom the municipality is set beside.
    #[serde(default)]
    pub sammenlikning: Compared,
    /// How strict the check is.
    #[serde(default)]
    pub kontroll: Control,
    /// Age groups of the breakdowns.
    #[serde(default)]
    pub aldersgrupper: AgeGroups,
    /// Which way is good, by measure; most have none.
    #[serde(default)]
    pub retning: BTreeMap<String, Polarity>,
    /// What is aimed at, by measure, in its unit.
    #[serde(default)]
    pub maal: BTreeMap<String, f64>,
    /// Where series have become others, and why.
    #[serde(default)]
    pub brudd: Vec<BreakSection>,
    /// The baseline that later years are set beside; the only one there is, where not set.
    pub nullpunkt: Option<BaselineYear>,
    /// Categories that are shown as one.
    #[serde(default)]
    pub slaa_sammen: Vec<MergeSection>,
    /// Breakdowns that are not shown.
    #[serde(default)]
    pub utelat: Vec<LeaveOutSection>,
    /// How many were asked to answer, by survey and year.
    #[serde(default)]
    pub undersokelser: BTreeMap<String, BTreeMap<i32, u64>>,
    /// The municipalities that are reported together, where it is not alone.
    #[serde(default)]
    pub samarbeid: Option<CooperationSection>,
    /// Whether children are looked up across services; they are not where the plan has no such section.
    #[serde(default)]
    pub kobling: Option<LinkingSection>,
    /// The days of the windows.
    #[serde(default)]
    pub vinduer: WindowDates,
    /// Logo, colours and the order of the chapters.
    #[serde(default)]
    pub utseende: AppearanceSection,
}

impl Plan {
    /// Reads and checks `plan.toml` in a project folder.
    ///
    /// From here on everything is said in its language, where the command line did not ask for another.
    ///
    /// # Errors
    /// [`Failure::Definition`] with every mistake in the plan; [`Failure::Io`] where it cannot be read.
    pub fn read(root: &Path) -> Result<(Self, Vec<u8>), Failure> {
        let path = root.join("plan.toml");
        let bytes = match std::fs::read(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(Failure::Definition(text("cli.no_plan", &[("path", &path.display().to_string())])));
            }
            bytes => bytes.map_err(IoFailure::at(&path))?,
        };
        let plan = std::str::from_utf8(&bytes).map_err(|_| text("cli.plan_not_utf8", &[])).and_then(Self::parse);
        let plan = plan.map_err(|error| Failure::Definition(format!("{}: {error}", path.display())))?;
        lang::plan(plan.rapport.language);
        Ok((plan, bytes))
    }

    /// Reads a plan from text.
    ///
    /// # Errors
    /// A sentence with line, column and the valid keys where TOML gives them, or what a value must be.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::plan::Plan;
    /// let plan = Plan::parse("[kommune]\nnummer = \"3418\"\nnavn = \"Åsnes\"\n").unwrap();
    /// assert_eq!(plan.personvern.threshold, 5);
    /// assert!(Plan::parse("[kommune]\nnr = \"3418\"").unwrap_err().contains("nummer"));
    /// ```
    pub fn parse(text: &str) -> Result<Self, String> {
        let plan: Self = toml::from_str(text).map_err(|error| error.to_string())?;
        let errors = plan.errors();
        if errors.is_empty() { Ok(plan) } else { Err(errors.join("\n")) }
    }

    /// What the plan says of measures that there are none of.
    pub(crate) fn errors_against(&self, indicators: &Indicators) -> Vec<String> {
        let is_known = |id: &String| indicators.iter().flat_map(|it| &it.measures).any(|measure| measure.id == *id);
        let unknown = |keys: Vec<&String>, sentence: &str| -> Vec<String> {
            keys.into_iter().filter(|id| !is_known(id)).map(|id| text(sentence, &[("id", id)])).collect()
        };
        let of_polarity = unknown(self.retning.keys().collect(), "cli.bad_polarity");
        let of_targets = unknown(self.maal.keys().collect(), "cli.bad_target");
        let of_breaks = unknown(self.brudd.iter().map(|it| &it.maal).collect(), "cli.bad_break");
        [of_polarity, of_targets, of_breaks].concat()
    }

    fn errors(&self) -> Vec<String> {
        let mut errors = Vec::new();
        if MunicipalityCode::parse(&self.kommune.number).is_none() {
            errors.push(text("cli.bad_municipality", &[("value", &self.kommune.number)]));
        }
        if self.personvern.threshold < 3 {
            errors.push(text("cli.bad_threshold", &[]));
        }
        if self.personvern.answers.is_some_and(|answers| answers < self.personvern.threshold) {
            errors.push(text("cli.bad_answers", &[("threshold", &self.personvern.threshold.to_string())]));
        }
        let groups = &self.aldersgrupper.groups;
        let in_order = groups.iter().all(|(from, to)| 0 <= *from && from <= to)
            && groups.windows(2).all(|pair| pair[0].1 < pair[1].0);
        if groups.is_empty() || !in_order {
            errors.push(text("cli.bad_age_groups", &[]));
        }
        let no_numbers = self.maal.iter().filter(|(_, target)| !target.is_finite());
        errors.extend(no_numbers.map(|(id, _)| text("cli.bad_target_value", &[("id", id)])));
        errors.extend(self.brudd.iter().flat_map(BreakSection::errors));
        errors.extend(self.samarbeid.iter().flat_map(|it| it.errors(&self.kommune.number)));
        errors.extend(self.kobling.iter().flat_map(LinkingSection::errors));
        errors.extend(self.vinduer.read().1);
        errors.extend(self.utseende.errors());
        errors
    }

    /// The municipality's number.
    ///
    /// # Panics
    /// Never: a plan with another number is refused when it is read.
    pub fn municipality(&self) -> MunicipalityCode {
        MunicipalityCode::parse(&self.kommune.number).expect("checked when the plan was read")
    }

    /// Which sources are looked up in each other.
    pub fn linking(&self) -> Option<Linking> {
        self.kobling.as_ref().map(LinkingSection::linking)
    }
}

//! The two ways a change is told, and what each is called.

use crate::compute::definition::{About, FigureRule, Indicator, Measure, RELATIVE};
use crate::lang::Words;
use crate::units::Unit;

/// In which unit a change is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// In that of the measure.
    Absolute,
    /// In per cent of the baseline.
    Relative,
}

/// How the interval of a change is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeInterval {
    /// The limits of the two years, put together, where both have them.
    Joined,
    /// The exact interval of the ratio of two counts or rates, given their sum.
    Exact,
    /// There is none.
    None,
}

impl ChangeKind {
    /// Both, in the order of the report.
    pub const ALL: [Self; 2] = [Self::Absolute, Self::Relative];

    /// What the change of a measure is called in an indicator that is made from the baseline.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::{check::SourceMaps, compute::{ChangeKind, Indicators}};
    /// let indicators = Indicators::built_in(&SourceMaps::built_in().unwrap()).unwrap();
    /// let (derived, k3) = (indicators.find("B1").unwrap(), indicators.find("K3").unwrap());
    /// assert_eq!(ChangeKind::Relative.id(derived, &k3.measures[0]), "B1-K3-relativ");
    /// ```
    pub fn id(self, derived: &Indicator, measure: &Measure) -> String {
        let ending = if self == Self::Relative { RELATIVE } else { "" };
        format!("{}-{}{ending}", derived.head.id, measure.id)
    }

    /// Its name; `year` is what the baseline is called.
    pub fn title(self, measure: &Measure, year: &Words) -> Words {
        let values = [("title", &measure.title), ("year", year)];
        match self {
            Self::Absolute => Words::generated("generated.change_title", &values),
            Self::Relative => Words::generated("generated.change_relative_title", &values),
        }
    }

    /// What its axis says.
    pub fn unit_text(self, measure: &Measure, year: &Words) -> Words {
        let values = [("unit", &measure.unit_text), ("year", year)];
        match self {
            Self::Absolute if measure.unit == Unit::Prosent => Words::generated("generated.change_points", &[]),
            Self::Absolute => Words::generated("generated.change_unit", &values),
            Self::Relative => Words::generated("generated.change_relative_unit", &values),
        }
    }

    /// Its unit.
    pub fn unit(self, measure: &Measure) -> Unit {
        match self {
            Self::Absolute => measure.unit,
            Self::Relative => Unit::Prosent,
        }
    }

    /// How its interval is found.
    pub fn interval(self, measure: &Measure) -> ChangeInterval {
        let Measure { about, figure, unit, over, .. } = measure;
        let is_share = matches!(figure, FigureRule::Unique(_)) && *unit == Unit::Prosent && over.is_some();
        let is_count = matches!(figure, FigureRule::Rows | FigureRule::Unique(_) | FigureRule::Sum(_));
        match self {
            Self::Absolute => ChangeInterval::Joined,
            Self::Relative if *about == About::People && is_count && !is_share => ChangeInterval::Exact,
            Self::Relative => ChangeInterval::None,
        }
    }
}

/// What a change since the baseline is a change in, by the ids that [`ChangeKind::id`] makes: `K4` for `B1-K4` and for
/// `B1-K4-relativ`.
pub(crate) fn changed(measure: &str) -> Option<&str> {
    measure.strip_prefix("B1-").map(|id| id.strip_suffix(RELATIVE).unwrap_or(id))
}

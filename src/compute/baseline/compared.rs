//! Which measures are set beside the baseline, and why the others are not.

use std::collections::BTreeMap;

use super::fingerprint;
use super::frozen::{Frozen, FrozenFigure};
use super::reasons::file_of;
use crate::compute::Request;
use crate::compute::definition::{Indicator, Indicators, Measure};

/// Why a measure is not set beside the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Incomparable {
    /// It is counted in another way now.
    Definition,
    /// The baseline is of another part of the year.
    Window,
    /// There was no such measure.
    New,
    /// It had no figure.
    Missing,
}

/// Which measures a report sets beside the baseline. It holds no figure, and says what the report itself says.
///
/// # Examples
/// ```
/// use tryggtall::compute::Compared;
/// assert!(Compared::default().baseline.is_none(), "a project without a baseline");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// The baseline; none where the project has none.
    pub baseline: Option<OfBaseline>,
    /// The report is of a later year than the baseline: only then is anything compared.
    pub is_later: bool,
    /// The measures that are not compared.
    pub not: BTreeMap<String, Incomparable>,
}

/// What a baseline is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfBaseline {
    /// The year.
    pub year: i32,
    /// The first day of its window.
    pub first: String,
    /// The last day of its window.
    pub last: String,
    /// Its file, relative to the project.
    pub file: String,
}

impl Compared {
    /// What a report with this request compares.
    pub fn of(frozen: Option<&Frozen>, indicators: &Indicators, request: &Request) -> Self {
        let Some(frozen) = frozen else { return Self::default() };
        let all = indicators.counted().flat_map(|it| it.measures.iter().map(move |measure| (it, measure)));
        let not = all.filter_map(|(indicator, measure)| {
            Some((measure.id.clone(), frozen.beside(indicator, measure, request).err()?))
        });
        let baseline = OfBaseline {
            year: frozen.year,
            first: frozen.first.clone(),
            last: frozen.last.clone(),
            file: file_of(frozen.year),
        };
        Self { baseline: Some(baseline), is_later: request.year > frozen.year, not: not.collect() }
    }
}

impl Frozen {
    /// The frozen figure that a measure may be set beside.
    pub(super) fn beside(
        &self,
        indicator: &Indicator,
        measure: &Measure,
        request: &Request,
    ) -> Result<&FrozenFigure, Incomparable> {
        let period = request.period(self.year);
        let is_same = [&self.first, &self.last] == [&period.first.to_string(), &period.last.to_string()];
        if self.window != request.window.id() || !is_same {
            return Err(Incomparable::Window);
        }
        let figure = self.figure(&measure.id).ok_or(Incomparable::New)?;
        match figure.value {
            _ if figure.fingerprint != fingerprint(indicator, measure) => Err(Incomparable::Definition),
            None => Err(Incomparable::Missing),
            Some(_) => Ok(figure),
        }
    }
}

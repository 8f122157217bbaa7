//! The language of a run.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

/// A language of the reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
pub enum Language {
    /// Norwegian bokmål.
    #[default]
    #[serde(rename = "nb")]
    Bokmaal,
    /// Norwegian nynorsk.
    #[serde(rename = "nn")]
    Nynorsk,
    /// English.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// All of them, the one that is meant where nothing is said first.
    pub const ALL: [Self; 3] = [Self::Bokmaal, Self::Nynorsk, Self::English];

    /// Its code by ISO 639-1.
    ///
    /// # Examples
    /// ```
    /// use tryggtall::lang::Language;
    /// assert_eq!(Language::Nynorsk.id(), "nn");
    /// assert!(Language::ALL.iter().all(|it| Language::by_id(it.id()) == Some(*it)));
    /// ```
    pub fn id(self) -> &'static str {
        match self {
            Self::Bokmaal => "nb",
            Self::Nynorsk => "nn",
            Self::English => "en",
        }
    }

    /// The language of a code.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.id() == id)
    }

    /// The tag that documents are marked with, so that they are read out and checked in the language they are in.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Bokmaal => "nb-NO",
            Self::Nynorsk => "nn-NO",
            Self::English => "en-GB",
        }
    }

    /// What stands between whole and fraction.
    pub(crate) fn decimal_mark(self) -> &'static str {
        if self == Self::English { "." } else { "," }
    }

    /// What stands between the cells of a list of numbers.
    pub(crate) fn list_separator(self) -> &'static str {
        if self == Self::English { "," } else { ";" }
    }
}

static CHOSEN: OnceLock<Language> = OnceLock::new();
static PLANNED: OnceLock<Language> = OnceLock::new();

/// The language in which everything is said: the one that was chosen, else the plan's, else bokmål.
pub fn spoken() -> Language {
    CHOSEN.get().or_else(|| PLANNED.get()).copied().unwrap_or_default()
}

/// Speaks the language that the user asked for.
///
/// A run has one language, as it has one locale: it is of the process, and whatever asked first is heard. A program that
/// makes reports in two languages runs twice.
pub fn choose(language: Language) {
    let _ = CHOSEN.set(language);
}

/// Speaks the plan's language, unless the user asked for another.
pub(crate) fn plan(language: Language) {
    let _ = PLANNED.set(language);
}

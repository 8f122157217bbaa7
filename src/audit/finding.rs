//! What an audit finds.

use std::collections::BTreeSet;

use serde::Serialize;
use serde::ser::SerializeStruct;

use super::figures::CellRef;
use crate::lang::text;
use crate::privacy::safe_path;

/// How a withheld figure follows. It is never said what it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum How {
    /// It stands in a file, at a place in it.
    Printed {
        /// The file.
        file: String,
        /// Where in it.
        place: String,
    },
    /// It is shown although it is small.
    Small,
    /// It is shown although the plan keeps such figures hidden: `zeros`, `full`.
    Policy(&'static str),
    /// It follows from these figures together.
    From(Vec<String>),
    /// As that, as long as figures of an earlier bundle still hold, of which this one says nothing.
    Still(Vec<String>),
    /// An earlier bundle shows it.
    Earlier(String),
    /// An earlier bundle shows another number, so close that the correction is about few people.
    Corrected(String),
}

/// A figure that follows although it must not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Leak {
    /// The figure.
    pub cell: CellRef,
    /// What of it: itself, or what lies between it and another.
    pub part: Part,
    /// How it follows.
    pub how: How,
}

/// Which number of a figure.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The figure itself.
    Figure,
    /// Those whom it leaves over.
    Rest,
    /// What it is a share of.
    Base,
    /// What lies between it and a figure that counts the same and more.
    Between(String),
    /// What lies between two windows.
    Windows(String),
    /// Those of it that are in this category, which no bundle has.
    Piece(String),
}

/// A file that is not as the manifest says.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct HashMismatch {
    /// The file.
    pub file: String,
    /// `changed`, `missing`, `not-listed`, `not-a-file`, or `open` for the mark of a document that is open somewhere.
    pub problem: &'static str,
}

/// Where an identity number begins; never the number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Identifier {
    /// The file; after `!` the part of it.
    pub file: String,
    /// Byte in it.
    pub offset: u64,
}

/// Something that nothing published explains, or that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Odd {
    /// The file.
    pub file: String,
    /// Where in it.
    pub place: String,
    /// What it is.
    pub problem: &'static str,
}

/// Something to look at that is no leak as far as is known. It says no number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Note {
    /// `earlier-shows`, `contradiction`.
    pub kind: &'static str,
    /// The figure, or the figures.
    pub figure: String,
    /// The earlier bundle, where there is one.
    pub bundle: String,
}

/// A place for the team's own text in which nobody has written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unwritten {
    /// The draft.
    pub file: String,
    /// What the place is called.
    pub name: String,
}

/// Everything that was found.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Report {
    /// Figures of the report.
    pub cells: u64,
    /// Those that are withheld.
    pub withheld: u64,
    /// Figures that can be worked out.
    pub exact: Vec<Leak>,
    /// Figures that are proven small.
    pub narrow: Vec<Leak>,
    /// Files that are not as the manifest says.
    pub hash_mismatches: Vec<HashMismatch>,
    /// Identity numbers.
    pub identifiers: Vec<Identifier>,
    /// Numbers and parts that nothing published explains.
    pub unexplained: Vec<Odd>,
    /// Files that could not be read.
    pub unreadable: Vec<Odd>,
    /// What somebody should look at, though it does not stop the bundle.
    pub notes: Vec<Note>,
    /// Drafts in which people have written; every number in them is held against what is published.
    pub edited: Vec<String>,
    /// Documents that people have put beside them, and that were read in the same way.
    pub beside: Vec<String>,
    /// Files of people's of a kind that is not read.
    pub not_read: Vec<String>,
    /// Places for the team's own text that nobody has written in: no fault.
    pub unwritten: Vec<Unwritten>,
    /// Secrets in parts too large to find out all that follows of them.
    pub untested: u64,
    /// Whether everything was read and nothing at all was found; notes are none.
    pub clean: bool,
    /// The edition is the internal one.
    #[serde(skip)]
    pub is_internal: bool,
    /// Small figures that earlier bundles tell without this one; only where it is not written yet.
    #[serde(skip)]
    pub out_already: Vec<CellRef>,
}

impl Report {
    /// Each finding once, in order.
    pub(super) fn finish(mut self) -> Self {
        fn once<T: Ord>(list: &mut Vec<T>) {
            list.sort();
            list.dedup();
        }
        once(&mut self.exact);
        once(&mut self.narrow);
        told_once(&mut self.exact);
        told_once(&mut self.narrow);
        once(&mut self.hash_mismatches);
        once(&mut self.identifiers);
        once(&mut self.unexplained);
        once(&mut self.unreadable);
        once(&mut self.notes);
        once(&mut self.edited);
        once(&mut self.beside);
        once(&mut self.not_read);
        self.clean = self.exact.is_empty()
            && self.narrow.is_empty()
            && self.hash_mismatches.is_empty()
            && self.identifiers.is_empty()
            && self.unexplained.is_empty()
            && self.unreadable.is_empty()
            && self.not_read.is_empty();
        self
    }

    /// Whether all that was found is numbers in what people have written, and files that were not read.
    pub(super) fn is_for_people(&self) -> bool {
        let is_faultless = self.exact.is_empty()
            && self.narrow.is_empty()
            && self.hash_mismatches.is_empty()
            && self.identifiers.is_empty()
            && self.unreadable.is_empty();
        is_faultless && self.has_only_edited()
    }

    /// Whether what nothing explains stands in what people have written, and nowhere else.
    pub(super) fn has_only_edited(&self) -> bool {
        self.unexplained.iter().all(|odd| self.edited.contains(&odd.file) || self.beside.contains(&odd.file))
    }

    /// Notes a number or a part that nothing explains.
    pub(super) fn odd(&mut self, file: &str, place: impl Into<String>, problem: &'static str) {
        self.unexplained.push(Odd { file: safe_path(file), place: safe_path(&place.into()), problem });
    }

    /// Notes a file that cannot be read.
    pub(super) fn unread(&mut self, file: &str, place: impl Into<String>, problem: &'static str) {
        self.unreadable.push(Odd { file: safe_path(file), place: safe_path(&place.into()), problem });
    }

    /// Notes a withheld figure that stands in a file.
    pub(super) fn printed(&mut self, cell: &CellRef, file: &str, place: impl Into<String>) {
        let how = How::Printed { file: safe_path(file), place: safe_path(&place.into()) };
        self.exact.push(Leak { cell: cell.clone(), part: Part::Figure, how });
    }
}

/// A figure that is printed somewhere needs no arithmetic, and one way to work it out is enough.
fn told_once(leaks: &mut Vec<Leak>) {
    let is_worked_out = |leak: &Leak| matches!(leak.how, How::From(_) | How::Still(_));
    let mut told: BTreeSet<(CellRef, Part)> =
        leaks.iter().filter(|leak| !is_worked_out(leak)).map(|leak| (leak.cell.clone(), leak.part.clone())).collect();
    leaks.retain(|leak| !is_worked_out(leak) || told.insert((leak.cell.clone(), leak.part.clone())));
}

impl How {
    fn id(&self) -> &'static str {
        match self {
            Self::Printed { .. } => "printed",
            Self::Small => "small-shown",
            Self::Policy(_) => "policy-shown",
            Self::From(_) | Self::Still(_) => "arithmetic",
            Self::Earlier(_) => "earlier",
            Self::Corrected(_) => "corrected",
        }
    }

    /// What it follows from, in words.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Printed { file, place } => text("audit.how_printed", &[("file", file), ("place", place)]),
            Self::Small => text("audit.how_small", &[]),
            Self::Policy("zeros") => text("audit.how_zero", &[]),
            Self::Policy(_) => text("audit.how_full", &[]),
            Self::From(sources) | Self::Still(sources) => text("audit.how_from", &[("sources", &sources.join("; "))]),
            Self::Earlier(bundle) => text("audit.how_earlier", &[("bundle", bundle)]),
            Self::Corrected(bundle) => text("audit.how_corrected", &[("bundle", bundle)]),
        }
    }
}

impl Part {
    /// Its name in JSON.
    fn id(&self) -> &'static str {
        match self {
            Self::Figure => "figure",
            Self::Rest => "rest",
            Self::Base => "base",
            Self::Between(_) => "between",
            Self::Windows(_) => "windows",
            Self::Piece(_) => "piece",
        }
    }
}

impl Serialize for Leak {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut leak = serializer.serialize_struct("Leak", 8)?;
        leak.serialize_field("indikator", &self.cell.indicator)?;
        leak.serialize_field("kommune", &self.cell.place)?;
        leak.serialize_field("aar", &self.cell.year)?;
        leak.serialize_field("vindu", &self.cell.window)?;
        leak.serialize_field("fordeling", &self.cell.breakdown)?;
        leak.serialize_field("part", self.part.id())?;
        leak.serialize_field("how", self.how.id())?;
        leak.serialize_field("detail", &self.how.words())?;
        leak.end()
    }
}

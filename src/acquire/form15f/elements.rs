//! What a KOSTRA 15F file says, as text: one child with everything about it, and where each thing stands.
//!
//! An empty text is an absent attribute: Statistics Norway treats the two alike. Free text (`Presisering`) is never kept,
//! only whether there is any. No type here has a `Debug`, so that no log can show a child.

/// Who sent the file (`Avgiver`).
#[derive(Clone, Default)]
pub struct Sender {
    /// Physical line.
    pub line: u32,
    /// `Organisasjonsnummer`.
    pub organisation: String,
    /// `Versjon`: the reporting year.
    pub year: String,
    /// `Kommunenummer`.
    pub municipality: String,
    /// `Kommunenavn`.
    pub name: String,
}

/// One child (`Individ`).
#[derive(Default)]
pub struct Individual {
    /// Physical line.
    pub line: u32,
    /// `Journalnummer`.
    pub journal: String,
    /// `Fodselsnummer`.
    pub national: String,
    /// `DUFnummer`.
    pub refugee: String,
    /// `StartDato`.
    pub start: String,
    /// `SluttDato`.
    pub end: String,
    /// `Avslutta3112`: 1 closed at the end of the year, 2 not.
    pub closed: String,
    /// `Bydelsnummer`.
    pub district_number: String,
    /// `Bydelsnavn`.
    pub district_name: String,
    /// `Melding`.
    pub reports: Vec<Report>,
    /// `Undersokelse` that stand in no report: only the newer format has such.
    pub loose_investigations: Vec<Investigation>,
    /// `Plan`.
    pub plans: Vec<Plan>,
    /// `Tiltak`.
    pub measures: Vec<Measure>,
    /// `Flytting`.
    pub moves: Vec<Move>,
}

impl Individual {
    /// The investigations, in the order of their reports.
    pub fn investigations(&self) -> impl Iterator<Item = &Investigation> {
        self.reports.iter().filter_map(|report| report.investigation.as_ref()).chain(&self.loose_investigations)
    }
}

/// A code, and whether the free text that some codes need is there.
#[derive(Clone, Default)]
pub struct Coded {
    /// Physical line.
    pub line: u32,
    /// `Kode`.
    pub code: String,
    /// Whether a `Presisering` says more.
    pub is_specified: bool,
}

/// One concern report (`Melding`).
#[derive(Default)]
pub struct Report {
    /// Physical line.
    pub line: u32,
    /// `Id`: unique within the child only.
    pub id: String,
    /// `StartDato`.
    pub start: String,
    /// `SluttDato`.
    pub end: String,
    /// `Konklusjon`.
    pub conclusion: String,
    /// `Melder`.
    pub senders: Vec<Coded>,
    /// `Saksinnhold`.
    pub contents: Vec<Coded>,
    /// `Undersokelse`.
    pub investigation: Option<Investigation>,
}

/// One investigation (`Undersokelse`).
#[derive(Default)]
pub struct Investigation {
    /// Physical line.
    pub line: u32,
    /// `Id`: unique within the child only.
    pub id: String,
    /// `StartDato`.
    pub start: String,
    /// `SluttDato`.
    pub end: String,
    /// `Konklusjon`.
    pub conclusion: String,
    /// Whether a `Presisering` says more.
    pub is_specified: bool,
    /// `UtvidetFrist/@Innvilget`: 1 yes, 2 no.
    pub extended: String,
    /// `Vedtaksgrunnlag`.
    pub grounds: Vec<Coded>,
}

/// One plan (`Plan`).
#[derive(Default)]
pub struct Plan {
    /// Physical line.
    pub line: u32,
    /// `StartDato`.
    pub start: String,
    /// `SluttDato`.
    pub end: String,
}

/// One measure (`Tiltak`).
#[derive(Default)]
pub struct Measure {
    /// Physical line.
    pub line: u32,
    /// `Id`: unique within the child only.
    pub id: String,
    /// `StartDato`.
    pub start: String,
    /// `SluttDato`.
    pub end: String,
    /// `Lovhjemmel`.
    pub basis: Law,
    /// `JmfrLovhjemmel`.
    pub compared: Vec<Law>,
    /// `Kategori`.
    pub category: Coded,
    /// `Opphevelse`.
    pub revocation: Option<Coded>,
}

/// A place in an act (`Lovhjemmel`, `JmfrLovhjemmel`).
#[derive(Default)]
pub struct Law {
    /// Physical line.
    pub line: u32,
    /// `Lov`.
    pub act: String,
    /// `Kapittel`.
    pub chapter: String,
    /// `Paragraf`.
    pub section: String,
    /// `Ledd`.
    pub subsections: Vec<String>,
}

/// One move (`Flytting`).
#[derive(Default)]
pub struct Move {
    /// Physical line.
    pub line: u32,
    /// `SluttDato`.
    pub end: String,
}

/// Who looks at a form's children while it is read, one at a time.
///
/// After [`begin`](Self::begin) comes the sender, then the children in the order of the file, then
/// [`finish`](Self::finish), or [`discard`](Self::discard) where the file turned out not to be readable.
pub trait FormVisitor {
    /// A file is opened: its path, and the year of its folder.
    fn begin(&mut self, file: &str, year: Option<i32>);
    /// The file's sender.
    fn sender(&mut self, sender: &Sender);
    /// The next child.
    fn individual(&mut self, individual: &Individual);
    /// The file was read to its end.
    fn finish(&mut self);
    /// The file cannot be read: nothing that was seen of it counts.
    fn discard(&mut self);
}

/// Looks at nothing.
impl FormVisitor for () {
    fn begin(&mut self, _: &str, _: Option<i32>) {}
    fn sender(&mut self, _: &Sender) {}
    fn individual(&mut self, _: &Individual) {}
    fn finish(&mut self) {}
    fn discard(&mut self) {}
}

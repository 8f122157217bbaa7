//! Every rule: what it is called, what happens because of it, and its sentences.

use super::{Kostra, Severity};
use crate::lang::text;

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident = $id:literal, $severity:ident, $class:literal;)*) => {
        /// Every rule, with its id. Ids are never reused. The sentences stand in `lang/nb/finding.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $($(#[doc = $doc])* $name,)*
            /// One of the rules about KOSTRA 15F.
            Kostra(Kostra),
        }

        impl Rule {
            /// Every rule there is.
            pub const ALL: &'static [Self] = &{
                const GENERAL: &[Rule] = &[$(Rule::$name,)*];
                let mut all = [Rule::NotReadable; GENERAL.len() + Kostra::ALL.len()];
                let mut at = 0;
                while at < all.len() {
                    let is_general = at < GENERAL.len();
                    all[at] = if is_general { GENERAL[at] } else { Rule::Kostra(Kostra::ALL[at - GENERAL.len()]) };
                    at += 1;
                }
                all
            };

            /// The stable id.
            pub fn id(self) -> &'static str { match self { $(Self::$name => $id,)* Self::Kostra(rule) => rule.id() } }

            /// What happens because of it.
            pub fn severity(self) -> Severity { match self { $(Self::$name => Severity::$severity,)* Self::Kostra(rule) => rule.severity() } }

            /// The class of the fault, for machines.
            pub fn class(self) -> &'static str { match self { $(Self::$name => $class,)* Self::Kostra(rule) => rule.class() } }
        }
    };
}

rules! {
    /// The bytes are no text, workbook or form of a kind we read.
    NotReadable = "C001", Fatal, "not a readable file";
    /// The file has no content.
    EmptyFile = "C002", Fatal, "empty file";
    /// No row carries the source's column names.
    NoHeader = "C003", Fatal, "no header row";
    /// A required column is not there.
    MissingColumn = "C004", Fatal, "missing column";
    /// Two columns mean the same field.
    DuplicateColumn = "C005", Fatal, "duplicate column";
    /// A column that the source map does not know.
    UnknownColumn = "C006", Fatal, "unknown column";
    /// A file format that another version may read.
    FormatNotRead = "C007", Fatal, "format not read";
    /// The file's name says no known source.
    UnknownSource = "C008", Error, "unknown source";
    /// Bytes that suggest a wrong encoding somewhere on the way.
    SuspectCharacters = "C009", Warning, "suspect characters";
    /// More or fewer cells than the header.
    RowWidth = "C010", Error, "wrong number of cells";
    /// A quote that opens or closes where none may.
    StrayQuote = "C011", Error, "stray or unclosed quote";
    /// A cell that must hold something is blank.
    MissingValue = "C012", Error, "missing value";
    /// Not a date in a format the column allows.
    NotADate = "C013", Error, "not a date";
    /// A row that belongs to another year.
    OutsidePeriod = "C014", Warning, "date outside the period";
    /// A code that is not in the code list.
    UnknownCode = "C015", Error, "unknown code";
    /// Not a number.
    NotANumber = "C016", Error, "not a number";
    /// The same row again.
    DuplicateRow = "C017", Warning, "duplicate row";
    /// Two rows with the same key that say different things.
    ConflictingRows = "C018", Error, "conflicting rows";
    /// The end lies before the start.
    EndBeforeStart = "C019", Error, "end before start";
    /// Not one row belongs to the year of the folder.
    WrongYear = "C020", Error, "wrong year";
    /// A header without rows: a real zero, or an export that went wrong.
    NoRows = "C021", Warning, "no rows";
    /// A total or subtotal row, left out.
    TotalRow = "C022", Warning, "total row";
    /// No file for a source that a figure needs.
    MissingExport = "C023", Warning, "missing export";
    /// The population for a figure's date is not there.
    MissingPopulation = "C024", Warning, "missing population";
    /// County or country figures are not there.
    MissingReference = "C025", Warning, "missing reference";
    /// A row about another municipality.
    OtherMunicipality = "C026", Warning, "other municipality";
    /// The file says another reporting year or municipality than its folder and the plan.
    WrongSender = "C027", Fatal, "wrong year or municipality in the file";
    /// An age or a birth date that cannot be.
    ImplausibleAge = "C028", Error, "implausible age";
    /// Children without known age cannot be placed in an age group.
    UnknownAge = "C029", Warning, "unknown age";
    /// An identity number that fails its check digits.
    IncompleteIdentity = "C030", Warning, "incomplete identity number";
    /// A snapshot older than the limit.
    OldSnapshot = "C031", Warning, "old snapshot";
    /// No exports at all.
    NoExports = "C032", Error, "no exports";
    /// A figure reports on an earlier population because the right one is not published yet.
    EarlierPopulation = "C033", Warning, "earlier population used";
    /// The right population lacks some ages or a sex, and the year before is used for those alone.
    IncompletePopulation = "C076", Warning, "incomplete population";
    /// Line ends of a kind that hides rows.
    BareCarriageReturn = "C034", Error, "bare carriage return";
    /// A date that can be read in two ways, or with a two-digit year.
    AmbiguousDate = "C035", Error, "ambiguous date";
    /// Places do not cover every day of the window exactly once.
    CapacityGap = "C036", Warning, "places do not cover the window";
    /// A record above the column names that could be a row.
    RowAboveHeader = "C038", Warning, "several cells above the header";
    /// KOSTRA 15F and another file give the same source for the same year.
    TwoDeliveries = "C039", Error, "two deliveries of the same source";
    /// Every row of a file was rejected.
    NothingUsable = "C040", Error, "no usable rows";
    /// Reports whose deadline had not passed count as not in time.
    DeadlineNotPassed = "C041", Warning, "deadline not passed";
    /// A table of figures to compare with that does not say what they are counted in.
    NoUnit = "C090", Warning, "no unit";
    /// How old a table that was fetched is.
    ReferenceAge = "C083", Info, "age of the reference data";
    /// A table that was last changed before the year reported was over.
    ReferenceOld = "C084", Warning, "reference data older than the year";
    /// A table that is not as it was fetched.
    ReferenceChanged = "C085", Warning, "reference data changed since it was fetched";
    /// A figure of a region in a year in which there was no such region.
    RegionOutsideYears = "C086", Warning, "region outside its years";
    /// A region of earlier years cannot be added up from what it was made of.
    PartsMissing = "C087", Info, "parts of a region missing";
    /// A row of the population in which a mark stands for the number.
    NoFigure = "C091", Warning, "no figure";
    /// Something that was about to be written holds an identity number, or an identifier that was read.
    IdentityInOutput = "C080", Error, "identity number in the output";
    /// A finished file that cannot be searched for identity numbers.
    OutputNotSearched = "C081", Error, "output not searched";
    /// What the finished report shows, with earlier ones, lets something small be worked out.
    AuditFound = "C088", Error, "small count can be worked out";
    /// The audit of the finished report met something that nothing published explains.
    AuditUnexplained = "C089", Warning, "unexplained by the audit";
    /// Small counts that earlier reports show, and that this one does not show again.
    AlreadyOut = "C077", Warning, "small counts are out already";
    /// What would follow if earlier figures still held, which they do not.
    FollowsFromOld = "C092", Warning, "follows from figures that were corrected";
    /// Categories that the plan puts together, of which the data have less than two.
    MergeWithoutEffect = "C093", Warning, "nothing was put together";
    /// A name, which may be shown, holds an identity number.
    IdentityInName = "C082", Error, "identity number in a name";
    /// Small counts that would be given away whatever is withheld.
    NoCover = "C065", Error, "nothing can be withheld";
    /// A file that lies in no year's folder.
    OutsideFolders = "C037", Warning, "file outside the year folders";
    /// An investigation whose report is in no file.
    WithoutReport = "C042", Warning, "investigation without its report";
    /// A total that the rows above it do not add up to.
    TotalMismatch = "C043", Error, "total does not match its rows";
    /// Dates in one column are written in two ways.
    MixedDateFormats = "C044", Warning, "two date formats in one column";
    /// A note between or below the rows, left out.
    NoteRow = "C045", Warning, "note row";
    /// An identity number whose leading zero a spreadsheet dropped.
    LeadingZeroLost = "C046", Warning, "leading zero lost";
    /// Birth date or sex in the row are not those of the identity number.
    IdentityDisagrees = "C047", Warning, "row and identity number disagree";
    /// Two rows say different birth dates or sexes of one child.
    ChildDisagrees = "C048", Warning, "rows disagree about a child";
    /// A date decades from the year of the file.
    ImplausibleDate = "C049", Error, "implausible date";
    /// A second table below the first.
    SecondTable = "C095", Error, "second table in the file";
    /// Something stands in a column that has no name.
    UnnamedColumn = "C096", Error, "content in a column without a name";
    /// The row of column names again, left out.
    RepeatedHeader = "C097", Warning, "repeated header";
    /// A number outside what the field can hold.
    OutOfBounds = "C070", Error, "number out of bounds";
    /// A code that was not in use in the row's year.
    OutdatedCode = "C071", Error, "code not valid in the year";
    /// The same in KOSTRA 15F.
    OutdatedFormCode = "C072", Warning, "code not valid in the year (15F)";
    /// Columns that the project leaves unread on purpose.
    IgnoredColumns = "C073", Warning, "columns left unread";
    /// A file whose name means two sources.
    AmbiguousFileName = "C074", Error, "file name means two sources";
    /// None, or two, of the shapes that a source comes in.
    MixedShapes = "C075", Fatal, "mixed or missing shape";
    /// Exports that should know the same children name them so that none is in two of them.
    Strangers = "C078", Warning, "children cannot be known again";
    /// A survey has answers, and the plan does not say how many were asked.
    MissingInvited = "C079", Warning, "number invited missing";
    /// Measures that are counted in another way than when the baseline was frozen.
    BaselineDefinition = "C066", Warning, "definition changed since the baseline";
    /// The baseline is of another part of the year.
    BaselineWindow = "C067", Info, "baseline of another window";
    /// Measures that the baseline has no figure of.
    BaselineWithout = "C068", Info, "no figure in the baseline";
    /// Today's data give other figures for the baseline's year.
    BaselineCorrected = "C069", Warning, "data corrected since the baseline";
    /// A cell of a workbook holds an error, or a formula that was never computed.
    CellWithoutValue = "C050", Error, "cell without a value";
    /// Formulas of a sheet whose results were never saved.
    FormulaWithoutValue = "C051", Error, "formula without a saved value";
    /// A sheet with content but no column names, beside one that has them.
    SheetNotRead = "C052", Warning, "sheet not read";
    /// Two tables beside each other in one sheet.
    TablesSideBySide = "C053", Fatal, "tables side by side";
    /// Column names that stand in two rows.
    TwoRowHeader = "C054", Fatal, "header in two rows";
    /// Rows that are hidden or filtered away, and read.
    HiddenRows = "C055", Warning, "hidden rows";
    /// Columns that are hidden, and read.
    HiddenColumns = "C056", Warning, "hidden columns";
    /// A sheet that is hidden, and read.
    HiddenSheet = "C057", Warning, "hidden sheet";
    /// Merged cells: only the first of them holds something.
    MergedCells = "C058", Warning, "merged cells";
    /// The file's name says another format than its content.
    ContentDiffersFromName = "C059", Warning, "content differs from the name";
    /// A web page or XML under a workbook's name.
    WebPage = "C060", Fatal, "web page instead of a workbook";
    /// The file needs a password.
    Encrypted = "C061", Fatal, "encrypted file";
    /// A workbook larger than is read.
    WorkbookTooLarge = "C062", Fatal, "workbook too large";
    /// A workbook that carries programs.
    Macros = "C063", Warning, "macros";
    /// Children who cannot be looked up in other services.
    NotLinkable = "C064", Warning, "children without an identity number";
}

impl Rule {
    /// What is wrong, in the users' words.
    pub fn title(self) -> String {
        let title = text(&self.sentence("title"), &[]);
        match self {
            Self::Kostra(rule) => title + &rule.verdict().words(),
            _ => title,
        }
    }

    /// The key of one of the rule's sentences.
    pub(super) fn sentence(self, kind: &str) -> String {
        let file = if matches!(self, Self::Kostra(_)) { "kostra" } else { "finding" };
        format!("{file}.{}_{kind}", self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_its_own_id_and_its_sentences() {
        let mut ids: Vec<_> = Rule::ALL.iter().map(|rule| rule.id()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), Rule::ALL.len());
        for rule in Rule::ALL {
            // A title stands alone in the summary of a report, where there is nothing to fill into it.
            assert!(!rule.title().contains(['{', '…']), "{}", rule.title());
            for kind in ["title", "expected", "action"] {
                let key = rule.sentence(kind);
                assert!(crate::lang::catalogue(crate::lang::Language::Bokmaal).contains_key(&key), "{key}");
            }
        }
    }
}

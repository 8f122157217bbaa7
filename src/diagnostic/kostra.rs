//! The rules about KOSTRA 15F: Statistics Norway's own, under its own names, and the few that are ours.

use super::Severity;
use crate::lang::text;

/// What Statistics Norway's control program does about a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// FEIL: it does not take the file.
    Refuses,
    /// ADVARSEL: it takes the file and asks the service to look.
    Asks,
    /// It says nothing: the rule is ours.
    Silent,
}

impl Verdict {
    /// What stands behind a finding's title.
    pub(super) fn words(self) -> String {
        match self {
            Self::Refuses => text("kostra.verdict_refuses", &[]),
            Self::Asks => text("kostra.verdict_asks", &[]),
            Self::Silent => String::new(),
        }
    }
}

macro_rules! kostra {
    ($($name:ident = $id:literal, $verdict:ident, $class:literal;)*) => {
        /// Every rule about KOSTRA 15F. `15F-M02a` is Statistics Norway's «Melding Kontroll 2a». The sentences stand in
        /// `lang/nb/kostra.toml`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kostra { $(#[doc = concat!("`", $id, "`: ", $class, ".")] $name,)* }

        impl Kostra {
            /// Every rule there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The stable id.
            pub fn id(self) -> &'static str { match self { $(Self::$name => $id,)* } }

            /// What Statistics Norway does about it.
            pub fn verdict(self) -> Verdict { match self { $(Self::$name => Verdict::$verdict,)* } }

            /// The class of the fault, for machines.
            pub fn class(self) -> &'static str { match self { $(Self::$name => $class,)* } }
        }
    };
}

impl Kostra {
    /// What happens here because of it: it is said. Rows that figures cannot be made from are rejected by the general
    /// rules, so a fault in a plan or a move never keeps a right figure from being published.
    pub fn severity(self) -> Severity {
        Severity::Warning
    }

    /// Whether a count of its findings is a count of children, reports or measures: such a count may be what is withheld
    /// elsewhere, as the reports of `15F-M03` are those that are missing in «within the deadline».
    pub fn counts_children(self) -> bool {
        use Kostra::{EncodingDisagrees, SenderOfAnotherMunicipality, SenderOfAnotherYear};
        use Kostra::{SenderWithoutName, SenderWithoutOrganisation};
        let about_the_file = [
            SenderOfAnotherYear,
            SenderWithoutOrganisation,
            SenderOfAnotherMunicipality,
            SenderWithoutName,
            EncodingDisagrees,
        ];
        !about_the_file.contains(&self)
    }
}

kostra! {
    SenderOfAnotherYear = "15F-A02", Refuses, "form of another year";
    SenderWithoutOrganisation = "15F-A03", Refuses, "sender without organisation number";
    SenderOfAnotherMunicipality = "15F-A04", Refuses, "form of another municipality";
    SenderWithoutName = "15F-A06", Refuses, "sender without name";
    DateOutOfRange = "15F-I01a", Refuses, "date out of range";
    ChildEndsBeforeItStarts = "15F-I02a", Refuses, "child ends before it starts";
    ChildEndedBeforeTheYear = "15F-I02b", Refuses, "child ended before the year";
    ChildClosedWithoutEnd = "15F-I02d", Refuses, "child closed without an end date";
    ChildNotIdentified = "15F-I03", Refuses, "child not identified";
    IdentityNumberInSeveralJournals = "15F-I04", Refuses, "identity number in several journals";
    JournalNumberRepeated = "15F-I05", Refuses, "journal number repeated";
    ChildWithoutAnything = "15F-I06", Refuses, "child without reports, plans and measures";
    ChildTooOld = "15F-I07", Refuses, "child too old";
    AdultWithoutMeasure = "15F-I08", Asks, "adult without measures";
    ChildWithoutDistrictNumber = "15F-I09", Refuses, "child without district number";
    ChildWithoutDistrictName = "15F-I10", Refuses, "child without district name";
    IdentityNumberInvalid = "15F-I11", Asks, "identity number missing or invalid";
    IdentityNumberIncomplete = "15F-I12", Asks, "identity number missing or no stand-in";
    RefugeeNumberInvalid = "15F-I19", Asks, "invalid DUF number";
    ReportEndsBeforeItStarts = "15F-M02a", Refuses, "report ends before it starts";
    ReportEndsAfterTheChild = "15F-M02c", Refuses, "report ends after the child";
    ReportOpenThoughChildIsClosed = "15F-M02d", Refuses, "report open though the child is closed";
    ReportStartsBeforeTheChild = "15F-M02e", Refuses, "report starts before the child";
    ReportConcludedLate = "15F-M03", Asks, "report concluded late";
    ConcludedReportWithoutSender = "15F-M04", Refuses, "concluded report without sender";
    ConcludedReportWithoutContents = "15F-M05", Refuses, "concluded report without contents";
    SenderCodeNotSpecified = "15F-MR02", Refuses, "sender code not specified";
    ContentsCodeNotSpecified = "15F-SI02", Refuses, "contents code not specified";
    InvestigationEndsBeforeItStarts = "15F-U02a", Refuses, "investigation ends before it starts";
    InvestigationEndsInAnotherYear = "15F-U02b", Refuses, "investigation ends in another year";
    InvestigationEndsAfterTheChild = "15F-U02c", Refuses, "investigation ends after the child";
    InvestigationOpenThoughChildIsClosed = "15F-U02d", Refuses, "investigation open though the child is closed";
    InvestigationStartsBeforeTheChild = "15F-U02e", Refuses, "investigation starts before the child";
    MovedInvestigationNotSpecified = "15F-U03", Refuses, "investigation dropped for a move, not specified";
    ClosedInvestigationWithoutConclusion = "15F-U04", Refuses, "closed investigation without conclusion";
    DecisionWithoutGrounds = "15F-U07", Refuses, "decision without grounds";
    InvestigationOpenSinceSpring = "15F-U08", Asks, "investigation open since before July";
    GroundsCodeNotSpecified = "15F-VG02", Refuses, "grounds code not specified";
    PlanEndsBeforeItStarts = "15F-P02a", Refuses, "plan ends before it starts";
    PlanEndsAfterTheChild = "15F-P02c", Refuses, "plan ends after the child";
    PlanOpenThoughChildIsClosed = "15F-P02d", Refuses, "plan open though the child is closed";
    PlanStartsBeforeTheChild = "15F-P02e", Refuses, "plan starts before the child";
    MeasureEndsBeforeItStarts = "15F-T02a", Refuses, "measure ends before it starts";
    MeasureEndsInAnotherYear = "15F-T02b", Refuses, "measure ends in another year";
    MeasureEndsAfterTheChild = "15F-T02c", Refuses, "measure ends after the child";
    MeasureOpenThoughChildIsClosed = "15F-T02d", Refuses, "measure open though the child is closed";
    MeasureStartsBeforeTheChild = "15F-T02e", Refuses, "measure starts before the child";
    CareEndedWithoutReason = "15F-T04", Asks, "care measure ended without a reason";
    SchoolChildInKindergarten = "15F-T05", Asks, "child of seven or more in kindergarten";
    YouthInAfterSchoolCare = "15F-T06", Asks, "child of eleven or more in after-school care";
    CategoryNotSpecified = "15F-T07", Refuses, "category not specified";
    RevocationNotSpecified = "15F-T08", Refuses, "revocation not specified";
    PlacementsOverlap = "15F-T09", Asks, "placements overlap";
    MeasureUnderTheWrongAct = "15F-T24", Refuses, "measure under the wrong act";
    AdultInCare = "15F-L03", Refuses, "adult in care";
    ZeroInTheLegalBasis = "15F-L04", Refuses, "zero as chapter or section";
    MoveEndsAfterTheChild = "15F-F02c", Refuses, "move after the child ended";
    MoveEndsBeforeTheChild = "15F-F02f", Refuses, "move before the child started";
    InvestigationPastItsDeadline = "15F-FRIST", Silent, "investigation past its deadline";
    CodeRepeated = "15F-DOBBEL", Silent, "the same code twice in a report";
    EncodingDisagrees = "15F-TEGNSETT", Silent, "declared encoding and bytes disagree";
}

//! Who sent which file, and what there is to say to each of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::RowAccount;
use crate::diagnostic::{Finding, Severity};
use crate::lang::text;

/// Whom a file came from, or what stands in a sender's place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sender {
    /// A unit, by its folder under the year's, else by its file's name.
    Unit {
        /// The year of the folder.
        year: i32,
        /// The folder, or the file without its extension.
        name: String,
    },
    /// No file but all of a year's: what is missing from it.
    Delivery {
        /// The year.
        year: i32,
    },
    /// `reference/`: nobody in the municipality sent it.
    Reference,
    /// Files in no year's folder.
    OutsideFolders,
}

impl Sender {
    /// The sender of a file, by its path relative to the project.
    pub(super) fn of(file: &str) -> Self {
        let Some(inner) = file.strip_prefix("exports/") else {
            return if file == "exports" { Self::OutsideFolders } else { Self::Reference };
        };
        let (folder, rest) = inner.split_once('/').unwrap_or((inner, ""));
        let year = (folder.len() == 4).then(|| folder.parse().ok()).flatten();
        match (year, rest.split_once('/')) {
            (None, _) => Self::OutsideFolders,
            (Some(year), _) if rest.is_empty() => Self::Delivery { year },
            (Some(year), Some((unit, _))) => Self::Unit { year, name: unit.to_owned() },
            (Some(year), None) => {
                let stem = rest.rsplit_once('.').map_or(rest, |(stem, _)| stem);
                Self::Unit { year, name: stem.to_owned() }
            }
        }
    }

    /// What readers call it; other years than the reported one are said.
    pub(super) fn name(&self, reported: i32) -> String {
        let (year, name) = match self {
            // Control characters are valid in names of folders and in no document's title.
            Self::Unit { year, name } => (*year, name.replace(char::is_control, "-")),
            Self::Delivery { year } => (*year, text("corrections.delivery", &[])),
            Self::Reference => (reported, text("corrections.reference", &[])),
            Self::OutsideFolders => (reported, text("corrections.outside", &[])),
        };
        if year == reported { name } else { format!("{year} / {name}") }
    }

    /// The year of its folder, where it has one.
    fn year(&self) -> Option<i32> {
        match self {
            Self::Unit { year, .. } | Self::Delivery { year } => Some(*year),
            Self::Reference | Self::OutsideFolders => None,
        }
    }
}

/// All there is to say to one sender.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// Who.
    pub(super) sender: Sender,
    /// The findings, most serious first, then by file and line.
    pub(super) findings: Vec<&'a Finding>,
    /// The accounts of its files.
    pub(super) accounts: Vec<&'a RowAccount>,
}

/// What a sender has to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Status {
    /// Nothing is published before it is mended.
    Stops,
    /// To be looked at.
    Look,
    /// Nothing.
    Fine,
}

impl Group<'_> {
    /// How many findings are this serious.
    pub(super) fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// What there is to do.
    pub(super) fn status(&self) -> Status {
        match self.findings.first().map(|finding| finding.severity) {
            Some(severity) if severity.stops_publication() => Status::Stops,
            Some(Severity::Warning) => Status::Look,
            _ => Status::Fine,
        }
    }

    /// Whether it gets a list: those of earlier years only where there is something on it.
    pub(super) fn is_listed(&self, reported: i32) -> bool {
        !self.findings.is_empty() || self.sender.year() == Some(reported)
    }

    /// The files it sent.
    pub(super) fn files(&self) -> BTreeSet<&str> {
        let read = self.accounts.iter().map(|account| account.file.as_str());
        let is_file = matches!(self.sender, Sender::Unit { .. } | Sender::OutsideFolders);
        // Of what is missing, the place is a folder.
        read.chain(self.findings.iter().filter(|_| is_file).map(|finding| finding.place.file.as_str())).collect()
    }
}

/// Findings and accounts by sender: those with most to do first, the reported year before the others.
pub(super) fn groups<'a>(findings: &'a [Finding], accounts: &'a [RowAccount], reported: i32) -> Vec<Group<'a>> {
    let mut by_sender: BTreeMap<Sender, Group> = BTreeMap::new();
    for finding in findings {
        group_of(&mut by_sender, &finding.place.file).findings.push(finding);
    }
    for account in accounts {
        group_of(&mut by_sender, &account.file).accounts.push(account);
    }
    let mut groups: Vec<Group> = by_sender.into_values().collect();
    for group in &mut groups {
        group.findings.sort_by_cached_key(|finding| order(finding));
    }
    groups.sort_by_cached_key(|group| {
        let age = group.sender.year().map(|year| reported.saturating_sub(year));
        (group.status(), age.is_none(), age, group.sender.name(reported).to_lowercase(), group.sender.clone())
    });
    groups
}

fn group_of<'m, 'a>(by_sender: &'m mut BTreeMap<Sender, Group<'a>>, file: &str) -> &'m mut Group<'a> {
    let sender = Sender::of(file);
    by_sender.entry(sender.clone()).or_insert_with(|| Group { sender, findings: Vec::new(), accounts: Vec::new() })
}

/// Most serious first, then as the file is read: `AA` comes after `Z`.
fn order(finding: &Finding) -> impl Ord + use<> {
    let place = finding.place.clone();
    let width = place.column.as_ref().map(String::len);
    (finding.severity, place.file, place.sheet, place.line, width, place.column, finding.rule)
}

/// File names already given.
#[derive(Debug)]
pub(super) struct FileNames {
    stem: String,
    given: BTreeSet<String>,
}

impl FileNames {
    /// Names that begin with `stem`.
    pub(super) fn new(stem: &str) -> Self {
        Self { stem: stem.to_owned(), given: BTreeSet::new() }
    }

    /// The file name of a sender: lower-case ASCII, so that it survives mail and every disk, and no other sender's.
    pub(super) fn give(&mut self, sender: &str) -> String {
        const LONGEST: usize = 60;
        let plain: String = slug(sender).chars().take(LONGEST).collect();
        let plain = plain.trim_end_matches('-');
        let plain = if plain.is_empty() { text("corrections.nameless", &[]) } else { plain.to_owned() };
        let numbered = |round: usize| match round {
            1 => format!("{}-{plain}", self.stem),
            _ => format!("{}-{plain}-{round}", self.stem),
        };
        // One more try than there are names taken always finds a free one.
        let mut tries = (1..=self.given.len() + 1).map(numbered);
        let name = tries.find(|name| !self.given.contains(name)).unwrap_or_default();
        self.given.insert(name.clone());
        name
    }
}

fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'æ' | 'ä' => slug.push_str("ae"),
            'ø' | 'ö' => slug.push_str("oe"),
            'å' => slug.push_str("aa"),
            _ if letter.is_ascii_alphanumeric() => slug.push(letter),
            _ if slug.is_empty() || slug.ends_with('-') => {}
            _ => slug.push('-'),
        }
    }
    slug
}

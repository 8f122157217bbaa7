//! Reporting: what each unit owes, and whether it came.

use std::collections::{BTreeMap, BTreeSet};

use super::Viewing;
use crate::check::{MISSING, RowAccount};
use crate::compute::columns::{Columns, Labels, slug};

/// One item for each unit and source that is due by the window's last day.
///
/// A delivery has come where a file of that source names the unit in its folder or file name, or in its rows; or where no
/// other unit is to send that source. It is in time where `levert` is on or before `frist`; blank where the file came and
/// nobody wrote down when.
pub(super) fn deliveries<'a>(from: &Viewing<'a, '_>) -> Columns<'a> {
    let columns = from.columns;
    let (units, kinds) = (columns.whole("enhet"), columns.whole("kilde"));
    let (due, came) = (columns.whole("frist"), columns.whole("levert"));
    let is_due = |row: &usize| due[*row] == MISSING || i64::from(due[*row]) <= from.moment.last;
    let rows: Vec<usize> = from.selection.rows.iter().map(|row| *row as usize).filter(is_due).collect();
    let names = |field: &str| columns.labels(field).map(Labels::codes).unwrap_or_default();
    let (unit_names, kind_names) = (names("enhet"), names("kilde"));
    let id_of = |names: &[(i32, String, String)], code: i32| {
        names.iter().find(|(known, ..)| *known == code).map(|(_, id, _)| id.clone()).unwrap_or_default()
    };
    let arrived = Arrived::of(from);
    let mut senders: BTreeMap<i32, BTreeSet<i32>> = BTreeMap::new();
    for row in &rows {
        senders.entry(kinds[*row]).or_default().insert(units[*row]);
    }
    let (mut received, mut in_time) = (Vec::new(), Vec::new());
    for row in &rows {
        let kind = id_of(&kind_names, kinds[*row]);
        let is_only_sender = senders.get(&kinds[*row]).is_some_and(|units| units.len() == 1);
        let has_come = arrived.has(&kind, &id_of(&unit_names, units[*row]), is_only_sender);
        received.push(i32::from(has_come));
        in_time.push(match (has_come, due[*row], came[*row]) {
            (false, ..) => 0,
            (true, MISSING, _) => 1,
            (true, _, MISSING) => MISSING,
            (true, due, came) => i32::from(came <= due),
        });
    }
    let at = |column: &[i32]| rows.iter().map(|row| column[*row]).collect::<Vec<i32>>();
    Columns::of_view(
        rows.len(),
        vec![("enhet", at(&units)), ("kilde", at(&kinds)), ("mottatt", received), ("i_tide", in_time)],
    )
    .with_labels("enhet", columns.labels("enhet").cloned())
    .with_labels("kilde", columns.labels("kilde").cloned())
}

/// The year's files, and the units that rows of each source name.
struct Arrived {
    /// Source, and the parts of the path as ids.
    files: Vec<(String, Vec<String>)>,
    named: BTreeSet<(String, String)>,
}

impl Arrived {
    fn of(from: &Viewing<'_, '_>) -> Self {
        let year = from.moment.last_year();
        let accounts = from.sources.checked.accounts.iter().filter(|account| is_of_year(account, year));
        let files = accounts.filter(|account| account.used > 0 || !account.excluded.is_empty()).map(|account| {
            let is_form = slug(file_name(&account.file)).starts_with("15f");
            let kind = if is_form { "kostra-15f".to_owned() } else { slug(&account.source) };
            (kind, account.file.split('/').skip(2).map(slug).collect())
        });
        let mut named = BTreeSet::new();
        for map in from.sources.maps.iter().filter(|map| map.id != "enhet" && map.field("enhet").is_some()) {
            let Some(columns) = from.sources.columns(&map.id) else { continue };
            let units = columns.whole("enhet");
            let used: BTreeSet<i32> = columns.of_year(year).iter().map(|row| units[*row as usize]).collect();
            let labels = columns.labels("enhet").map(Labels::codes).unwrap_or_default();
            let of_source = labels.into_iter().filter(|(code, ..)| used.contains(code));
            named.extend(of_source.map(|(_, _, label)| (slug(&map.id), slug(&label))));
        }
        Self { files: files.collect(), named }
    }

    fn has(&self, kind: &str, unit: &str, is_only_sender: bool) -> bool {
        let of_kind = |file: &&(String, Vec<String>)| file.0 == kind;
        let names_unit = |file: &(String, Vec<String>)| file.1.iter().any(|part| is_named(part, unit));
        self.named.contains(&(kind.to_owned(), unit.to_owned()))
            || self.files.iter().filter(of_kind).any(|file| is_only_sender || names_unit(file))
    }
}

/// Whether a folder or a file name has the unit's name in it, as whole words.
fn is_named(part: &str, unit: &str) -> bool {
    format!("-{part}-").contains(&format!("-{unit}-"))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Whether a file lies in the year's folder.
pub(in crate::compute) fn is_of_year(account: &RowAccount, year: i32) -> bool {
    account.file.strip_prefix("exports/").and_then(|rest| rest.split('/').next()) == Some(&year.to_string())
}

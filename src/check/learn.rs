//! What a project could say about files that were stopped: proposed to a person, never applied.

#[cfg(test)]
mod tests;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use words::{is_sayable, one_line, quoted};

use super::source_map::{Field, FieldKind, SourceMap};
use super::source_maps::SourceMaps;
use crate::acquire::{Acquired, Chunk, RawTable, nearest};
use crate::diagnostic::IoFailure;
use crate::lang::text;

/// A proposed `sources/KILDE.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The source it is about.
    pub source: String,
    /// Unknown headers.
    pub headers: usize,
    /// Unknown spellings of codes.
    pub codes: usize,
    /// What the file should hold.
    pub toml: String,
}

/// Texts of a code column that are proposed: written in at least this many rows, about as many different children.
///
/// What stands once may be about somebody; what stands again and again is how the unit writes a code.
const OFTEN: usize = 5;

/// Longest text that is proposed.
const LONGEST_HEADER: usize = 60;
const LONGEST_CODE: usize = 30;

/// Spellings with the rows they stand in, by the code they are most like.
type Near<'a> = BTreeMap<&'a str, Vec<(&'a str, usize)>>;

/// What is unknown in the files of one source.
#[derive(Default)]
struct Unknown {
    /// Headers with the number of files that have them.
    headers: BTreeMap<String, usize>,
    /// Headers that may name somebody and are not repeated.
    unsayable: usize,
    /// The unknown headers of each file: two of one file cannot be the same field.
    files: Vec<BTreeSet<String>>,
    /// Required fields that some file lacks.
    missing: BTreeSet<String>,
    /// Fields that some file has already.
    known: BTreeSet<String>,
    /// For a code list and a text: in how many rows it stands.
    codes: BTreeMap<(String, String), usize>,
    /// Spellings that are not repeated: too rare, too long, or with digits.
    unsaid_codes: usize,
}

/// Proposals for every source with unknown headers or codes in `acquired`, in order of source.
///
/// `guessed` are the probable headers, with the source, of files in which no column name was known.
///
/// # Errors
/// [`IoFailure`] where a file cannot be read.
pub fn proposals(
    acquired: Acquired,
    guessed: &[(String, Vec<String>)],
    maps: &SourceMaps,
) -> Result<Vec<Proposal>, IoFailure> {
    let mut found: BTreeMap<&str, Unknown> = BTreeMap::new();
    for mut table in acquired.tables {
        let Some(map) = maps.get(&table.origin.source) else { continue };
        // Formats without a header of their own (KOSTRA 15F, JSON-stat) are not written by a unit.
        if table.header_records > 0 {
            let of_year = maps.in_year(table.origin.year);
            look_at(&mut table, map, &of_year, found.entry(&map.id).or_default())?;
        }
    }
    for (source, header) in guessed {
        let Some(map) = maps.get(source) else { continue };
        let unknown = found.entry(&map.id).or_default();
        let bound = sort_headers(header, map, unknown);
        let missing = map.fields.iter().enumerate().filter(|(at, field)| field.required && !bound.contains_key(at));
        unknown.missing.extend(missing.map(|(_, field)| field.name.clone()));
    }
    Ok(found.into_iter().filter_map(|(source, unknown)| unknown.proposal(maps.get(source)?, maps)).collect())
}

/// The fields that headers name, with their columns; the other headers are noted.
fn sort_headers(headers: &[String], map: &SourceMap, unknown: &mut Unknown) -> BTreeMap<usize, usize> {
    let mut bound = BTreeMap::new();
    let mut new = BTreeSet::new();
    for (column, header) in headers.iter().enumerate() {
        if header.is_empty() || map.ignores(header) {
            continue;
        }
        match map.field_named(header) {
            Some(field) => drop(bound.insert(field, column)),
            None if is_sayable(header, LONGEST_HEADER) => drop(new.insert(header.clone())),
            None => unknown.unsayable += 1,
        }
    }
    for header in &new {
        *unknown.headers.entry(header.clone()).or_default() += 1;
    }
    unknown.files.push(new);
    unknown.known.extend(bound.keys().map(|field| map.fields[*field].name.clone()));
    bound
}

fn look_at(table: &mut RawTable, map: &SourceMap, maps: &SourceMaps, unknown: &mut Unknown) -> Result<(), IoFailure> {
    let bound = sort_headers(&table.header, map, unknown);
    let missing = map.fields.iter().enumerate().filter(|(at, field)| field.required && !bound.contains_key(at));
    unknown.missing.extend(missing.map(|(_, field)| field.name.clone()));
    let child = ["barn_id", "klient_id"].iter().find_map(|name| {
        let field = map.fields.iter().position(|field| field.name == *name)?;
        bound.get(&field).copied()
    });
    let mut seen: Vec<Seen> = map.fields.iter().map(|_| Seen::new()).collect();
    for chunk in table.take_chunks() {
        let chunk = chunk?;
        for (index, column) in &bound {
            count_codes(&chunk, (&map.fields[*index], *column), child, maps, &mut seen[*index]);
        }
    }
    for (field, seen) in map.fields.iter().zip(seen) {
        unknown.note(field, seen, child.is_some());
    }
    Ok(())
}

/// For each text the rows it stands in, and (as many as are asked for of) the children they are about.
type Seen = BTreeMap<String, (usize, BTreeSet<String>)>;

/// Counts the texts of one column that mean no code.
fn count_codes(
    chunk: &Chunk,
    (field, column): (&Field, usize),
    child: Option<usize>,
    maps: &SourceMaps,
    seen: &mut Seen,
) {
    let is_code = matches!(field.kind, FieldKind::Code | FieldKind::Codes);
    let Some(list) = maps.list_of(field).filter(|_| is_code && !field.identifying) else { return };
    for row in 0..chunk.rows() {
        let cell = chunk.cell(row, column);
        for part in parts(cell, field.kind).filter(|part| list.find(part).is_none()) {
            let (rows, children) = seen.entry(part.to_owned()).or_default();
            *rows += 1;
            if children.len() < OFTEN {
                children.extend(child.map(|column| chunk.cell(row, column).to_owned()));
            }
        }
    }
}

/// The codes of a cell, as the check takes them apart.
fn parts(cell: &str, kind: FieldKind) -> impl Iterator<Item = &str> {
    let separators: &[char] = match kind {
        FieldKind::Codes if cell.contains(['|', ';', '\n']) => &['|', ';', '\n'],
        FieldKind::Codes => &[','],
        _ => &[],
    };
    cell.split(separators).map(str::trim).filter(|part| !part.is_empty())
}

/// A list with a project's spellings has its source after a slash.
fn base_name(list: &str) -> &str {
    list.split('/').next().unwrap_or(list)
}

impl Unknown {
    /// Takes in the texts of a field that mean no code, if they may be repeated.
    fn note(&mut self, field: &Field, seen: Seen, knows_children: bool) {
        for (part, (rows, children)) in seen {
            let is_often = rows >= OFTEN && (!knows_children || children.len() >= OFTEN);
            if is_often && is_sayable(&part, LONGEST_CODE) && !part.contains(|letter: char| letter.is_ascii_digit()) {
                let list = field.codelist.clone().unwrap_or_default();
                *self.codes.entry((base_name(&list).to_owned(), part)).or_default() += rows;
            } else {
                self.unsaid_codes += 1;
            }
        }
    }

    fn proposal(self, map: &SourceMap, maps: &SourceMaps) -> Option<Proposal> {
        let (headers, codes) = (self.headers.len() + self.unsayable, self.codes.len() + self.unsaid_codes);
        if headers == 0 && codes == 0 {
            return None;
        }
        let mut toml = text("cli.learn_head", &[("source", &map.id)]);
        let _ = writeln!(toml, "\nsource = {}", quoted(&map.id));
        let near = self.near(map);
        self.write_rest(&near, &mut toml);
        for (field, headers) in by_field(&near) {
            let _ = writeln!(toml, "\n[field.{field}]");
            for header in &headers {
                let count = self.headers.get(*header).copied().unwrap_or_default().to_string();
                let values = [("header", one_line(header)), ("count", count)];
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let _ = writeln!(toml, "# {}", text("cli.learn_header", &values));
            }
            let headers: Vec<String> = headers.iter().map(|header| quoted(header)).collect();
            let _ = writeln!(toml, "aliases = [{}]", headers.join(", "));
        }
        self.write_possible(map, &near, &mut toml);
        self.write_codes(maps, &mut toml);
        Some(Proposal { source: map.id.clone(), headers, codes, toml })
    }

    /// For each unknown header the missing field that it is most like.
    fn near(&self, map: &SourceMap) -> BTreeMap<String, String> {
        let mut near: BTreeMap<String, String> = BTreeMap::new();
        for header in self.headers.keys() {
            let beside = self.files.iter().filter(|file| file.contains(header)).flatten();
            let taken: BTreeSet<&String> = beside.filter_map(|other| near.get(other)).collect();
            let is_missing = |field: &Field| self.missing.contains(&field.name) && !taken.contains(&field.name);
            let found = likest(header, map, is_missing);
            if let Some(field) = found {
                near.insert(header.clone(), field);
            }
        }
        near
    }

    /// Headers that are like a field the file can do without: behind `#`, since «Kommentar» is like `kommune`.
    fn write_possible(&self, map: &SourceMap, near: &BTreeMap<String, String>, toml: &mut String) {
        let is_new = |field: &Field| !self.known.contains(&field.name) && !self.missing.contains(&field.name);
        for header in self.headers.keys().filter(|header| !near.contains_key(*header)) {
            let Some(field) = likest(header, map, is_new) else { continue };
            let said = text("cli.learn_possible", &[("header", &one_line(header)), ("field", &field)]);
            let _ = writeln!(toml, "\n# {said}\n# [field.{field}]\n# aliases = [{}]", quoted(header));
        }
    }

    /// What is like nothing known, to be sorted by a person. Stands before the tables, as TOML wants it.
    fn write_rest(&self, near: &BTreeMap<String, String>, toml: &mut String) {
        let rest: Vec<String> =
            self.headers.keys().filter(|header| !near.contains_key(*header)).map(|header| quoted(header)).collect();
        if !rest.is_empty() {
            let _ = writeln!(toml, "\n# {}\n# ignore = [{}]", text("cli.learn_rest", &[]), rest.join(", "));
        }
        if self.unsayable > 0 {
            let count = self.unsayable.to_string();
            let _ = writeln!(toml, "\n# {}", text("cli.learn_unsayable", &[("count", &count)]));
        }
        let wanted = self.missing.iter().filter(|field| !near.values().any(|near| near == *field));
        let wanted: Vec<&str> = wanted.map(String::as_str).collect();
        if !wanted.is_empty() {
            let _ = writeln!(toml, "\n# {}", text("cli.learn_missing", &[("fields", &wanted.join(", "))]));
        }
    }

    /// Spellings stand behind `#` even where a code is near: nothing would show that a wrong one was taken.
    fn write_codes(&self, maps: &SourceMaps, toml: &mut String) {
        let mut lists: BTreeMap<&str, Near> = BTreeMap::new();
        for ((list, spelling), rows) in &self.codes {
            let codes = maps.list(list);
            let near = codes.and_then(|list| list.get(list.find(list.nearest(spelling)?)?));
            let near = near.map_or("KODE", |code| code.id.as_str());
            lists.entry(list).or_default().entry(near).or_default().push((spelling, *rows));
        }
        for (list, codes) in lists {
            let _ = writeln!(toml, "\n[codes.{list}]");
            for (code, spellings) in codes {
                for (spelling, rows) in &spellings {
                    let values = [("text", one_line(spelling)), ("count", rows.to_string())];
                    let values: Vec<(&str, &str)> =
                        values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                    let _ = writeln!(toml, "# {}", text("cli.learn_code", &values));
                }
                let spellings: Vec<String> = spellings.iter().map(|(spelling, _)| quoted(spelling)).collect();
                let _ = writeln!(toml, "# {} = [{}]", quoted(code), spellings.join(", "));
            }
        }
        if self.unsaid_codes > 0 {
            let (count, often) = (self.unsaid_codes.to_string(), OFTEN.to_string());
            let _ = writeln!(toml, "\n# {}", text("cli.learn_unsaid", &[("count", &count), ("often", &often)]));
        }
    }
}

/// The field, of those that are wanted, with a name or an alias most like `header`.
fn likest(header: &str, map: &SourceMap, is_wanted: impl Fn(&Field) -> bool) -> Option<String> {
    let wanted = map.fields.iter().filter(|field| is_wanted(field));
    let spellings = |field: &Field| [field.name.clone()].into_iter().chain(field.aliases.clone()).collect::<Vec<_>>();
    let known: Vec<(String, &str)> =
        wanted.flat_map(|field| spellings(field).into_iter().map(|it| (it, field.name.as_str()))).collect();
    let near = nearest(header, known.iter().map(|(spelling, _)| spelling.as_str()))?;
    known.iter().find(|(spelling, _)| spelling == near).map(|(_, field)| (*field).to_owned())
}

/// The headers of each field, in order of field.
fn by_field(near: &BTreeMap<String, String>) -> BTreeMap<&str, Vec<&str>> {
    let mut fields: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (header, field) in near {
        fields.entry(field).or_default().push(header);
    }
    fields
}

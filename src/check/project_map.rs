//! What a project says about its sources, put on top of the built-in maps: checked as a whole before any data is read.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::codelist::CodeList;
use super::override_text::{FieldOverride, Override, Reader, Spot};
use super::source_map::{FieldKind, SourceMap};
use crate::acquire::{DefinitionFile, fold, nearest};
use crate::lang::text;

/// The maps and lists as they become.
pub(super) struct Merged {
    pub(super) maps: BTreeMap<String, SourceMap>,
    pub(super) lists: BTreeMap<String, CodeList>,
}

/// Lists that figures and KOSTRA 15F count on as they are; a project may add spellings to them.
const FIXED: [&str; 8] = [
    "kjonn",
    "janei",
    "kilde",
    "melder",
    "innhold",
    "melding-konklusjon",
    "undersokelse-konklusjon",
    "tiltak-kategori",
];

/// Puts `files` on top, code lists first, and returns every mistake.
pub(super) fn merge(files: &[DefinitionFile], merged: &mut Merged) -> Vec<String> {
    let mut errors = Vec::new();
    let (lists, maps): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.path.starts_with("sources/kodelister/"));
    for file in lists.into_iter().chain(maps) {
        let inside = file.path.trim_start_matches("sources/");
        let source = inside.strip_suffix(".toml").filter(|stem| !stem.contains('/'));
        let list = inside.strip_prefix("kodelister/").and_then(|name| name.strip_suffix(".csv"));
        // Notepad puts a mark before the text.
        let content = std::str::from_utf8(&file.bytes).map(|text| text.trim_start_matches('\u{feff}'));
        let whole_file = |key: &str, values: &[(&str, &str)]| format!("{}: {}", file.path, text(key, values));
        match (content, source, list) {
            (Err(_), ..) => errors.push(whole_file("cli.plan_not_utf8", &[])),
            (Ok(content), Some(source), _) => match merged.maps.get_mut(source) {
                Some(map) => errors.extend(put_on(&file.path, content, map, &mut merged.lists)),
                None => errors.push(whole_file("cli.source_no_such", &[("suggestion", &known_source(source, merged))])),
            },
            (Ok(content), None, Some(name)) => errors.extend(put_list(&file.path, name, content, merged)),
            (Ok(_), None, None) => errors.push(whole_file("cli.source_file_name", &[])),
        }
    }
    errors
}

fn known_source(name: &str, merged: &Merged) -> String {
    let near = nearest(name, merged.maps.keys().map(String::as_str));
    near.map(|name| text("finding.suggest_name", &[("name", name)])).unwrap_or_default()
}

fn put_list(path: &str, name: &str, content: &str, merged: &mut Merged) -> Vec<String> {
    if FIXED.contains(&name) {
        return vec![format!("{path}: {}", text("cli.list_fixed", &[]))];
    }
    match CodeList::parse(content) {
        Ok(list) => {
            merged.lists.insert(name.to_owned(), list);
            Vec::new()
        }
        Err(errors) => {
            let said = |line: usize, sentence: &str| {
                text("cli.list_error", &[("file", path), ("line", &line.to_string()), ("error", sentence)])
            };
            errors.iter().map(|error| said(error.line, &error.sentence)).collect()
        }
    }
}

fn put_on(path: &str, content: &str, map: &mut SourceMap, lists: &mut BTreeMap<String, CodeList>) -> Vec<String> {
    let mut reader = Reader::new(path, content);
    let found = reader.read();
    if let Some(source) = found.source.as_ref().filter(|source| source.value != map.id) {
        reader.error(source.at, &text("cli.source_other", &[("source", &map.id)]));
    }
    put_files(&mut reader, &found, map);
    put_aliases(&mut reader, &found, map);
    for (name, field) in &found.fields {
        put_field(&mut reader, name, field, map, lists);
    }
    put_codes(&mut reader, &found, map, lists);
    reader.errors
}

fn put_files(reader: &mut Reader, found: &Override, map: &mut SourceMap) {
    for pattern in &found.files {
        if pattern.value.trim().is_empty() || pattern.value.contains(['/', '\\']) {
            reader.error(pattern.at, &text("cli.source_pattern", &[]));
        }
        map.files.push(pattern.value.clone());
    }
}

/// A header that the project gives to a field is taken from any other field that has it built in; a field's own name
/// stays its own.
fn put_aliases(reader: &mut Reader, found: &Override, map: &mut SourceMap) {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    for header in &found.ignore {
        taken.insert(fold(&header.value), "ignore".to_owned());
        if fold(&header.value).is_empty() {
            reader.error(header.at, &text("cli.source_empty", &[]));
        }
        map.ignore.push(header.value.clone());
    }
    for (name, field) in &found.fields {
        for alias in &field.aliases {
            let folded = fold(&alias.value);
            let own_name = map.fields.iter().find(|other| other.name != name.value && fold(&other.name) == folded);
            let other = taken.get(&folded).filter(|other| **other != name.value).cloned();
            if folded.is_empty() {
                reader.error(alias.at, &text("cli.source_empty", &[]));
            } else if let Some(other) = own_name.map(|field| field.name.clone()).or(other) {
                let values = [("alias", alias.value.as_str()), ("other", &other)];
                reader.error(alias.at, &text("cli.source_alias_taken", &values));
            } else {
                taken.insert(folded.clone(), name.value.clone());
                map.fields.iter_mut().for_each(|field| field.aliases.retain(|known| fold(known) != folded));
                if let Some(field) = map.fields.iter_mut().find(|field| field.name == name.value) {
                    field.aliases.push(alias.value.clone());
                }
            }
        }
    }
}

fn put_field(
    reader: &mut Reader,
    name: &Spot<String>,
    found: &FieldOverride,
    map: &mut SourceMap,
    lists: &BTreeMap<String, CodeList>,
) {
    let is_needed = map.needed().contains(&name.value);
    let Some(field) = map.fields.iter_mut().find(|field| field.name == name.value) else {
        let known: Vec<&str> = map.fields.iter().map(|field| field.name.as_str()).collect();
        let near =
            nearest(&name.value, known.iter().copied()).map(|name| text("finding.suggest_name", &[("name", name)]));
        let (known, near) = (known.join(", "), near.unwrap_or_default());
        let values = [("field", name.value.as_str()), ("known", &known), ("suggestion", &near)];
        return reader.error(name.at, &text("cli.source_no_field", &values));
    };
    if let Some(list) = &found.codelist {
        if !matches!(field.kind, FieldKind::Code | FieldKind::Codes) {
            reader.error(list.at, &text("cli.source_out_of_place", &[("key", "codelist")]));
        } else if !lists.contains_key(&list.value) {
            reader.error(list.at, &text("cli.source_no_list", &[("list", &list.value)]));
        }
        field.codelist = Some(list.value.clone());
    }
    if let Some(format) = &found.format {
        if field.kind != FieldKind::Date {
            reader.error(format.at, &text("cli.source_out_of_place", &[("key", "format")]));
        }
        field.format = Some(format.value);
    }
    if let Some(decimal) = &found.decimal {
        if !matches!(field.kind, FieldKind::Decimal | FieldKind::Integer) {
            reader.error(decimal.at, &text("cli.source_out_of_place", &[("key", "decimal")]));
        }
        field.decimal = Some(decimal.value);
    }
    if let Some(required) = &found.required {
        if is_needed && !required.value && field.required {
            reader.error(required.at, &text("cli.source_needed", &[]));
        }
        field.required = required.value;
    }
    if let Some(identifying) = &found.identifying {
        if !identifying.value && field.identifying {
            reader.error(identifying.at, &text("cli.source_stays_identifying", &[]));
        }
        field.identifying |= identifying.value;
    }
}

/// Further spellings of codes hold for this source only: its fields get a list of their own, with the same codes in the
/// same order.
fn put_codes(reader: &mut Reader, found: &Override, map: &mut SourceMap, lists: &mut BTreeMap<String, CodeList>) {
    for (name, codes) in &found.codes {
        let uses = |field: &&mut super::Field| field.codelist.as_deref() == Some(name.value.as_str());
        let is_used = map.fields.iter_mut().any(|field| uses(&field));
        let Some(mut list) = lists.get(&name.value).filter(|_| is_used).cloned() else {
            reader.error(name.at, &text("cli.source_no_list", &[("list", &name.value)]));
            continue;
        };
        for (code, spellings) in codes {
            for spelling in spellings {
                if let Err(sentence) = list.add_alias(&code.value, &spelling.value) {
                    reader.error(spelling.at, &sentence);
                }
            }
        }
        let own = format!("{}/{}", name.value, map.id);
        map.fields.iter_mut().filter(uses).for_each(|field| field.codelist = Some(own.clone()));
        lists.insert(own, list);
    }
}

//! `docs/sources.md`, what units are sent, says what the built-in maps say.

use std::fmt::Write as _;
use std::path::PathBuf;

use tryggtall::check::{Code, CodeList, Field, FieldKind, SourceMap, SourceMaps};

const HEAD: &str = "\
# Kilder: hva enhetene sender

Denne siden er laget av kildekartene i programmet. Den kan sendes til enhetene som den er.

Filnavnet sier hvilken kilde filen er: `KILDE.csv` (eller `.tsv`, `.txt` og arbeidsbøker), eller `KILDE-noe.csv` når flere sender hver sin.
Kolonnene kan stå i hvilken som helst rekkefølge, og heter som under **felt** eller **heter også**. Store og små bokstaver, mellomrom, bindestrek
og æøå skrevet på andre måter er det samme. Kolonner som ikke står her, stopper filen; skriver enheten noe annet, kan prosjektet si hva det
betyr i `sources/` (`tryggtall check --learn` lager et utkast).

- **må med**: kolonnen må være der. «ja» betyr at ingen celle kan være blank, «kolonnen» at celler kan være det.
- **peker på noen**: innholdet gjengis aldri, verken i rapporten eller i funn.
- Dato er `31.12.2025` eller `2025-12-31`, og høyst to år etter filens år der det ikke står noe annet. Tall er `12`, `12,5` eller `1 234`. I kolonner med flere koder skilles de med `|`, `;` eller `,`.
- `kommune` er alltid valgfri: blank betyr planens kommune.
- Ansvar, kontakt og koordinator er roller, ikke personer.
";

fn kind(field: &Field) -> String {
    let bounds = match (field.min, field.max) {
        (Some(min), Some(max)) => format!(" {min}–{max}"),
        _ => String::new(),
    };
    let word = match field.kind {
        FieldKind::Id => "nummer",
        FieldKind::Date => "dato",
        FieldKind::Code => "kode",
        FieldKind::Codes => "én eller flere koder",
        FieldKind::Integer => "helt tall",
        FieldKind::Decimal => "tall",
        FieldKind::Name => "tekst",
        FieldKind::Kommune => "kommunenummer",
        FieldKind::Year => "år",
    };
    let list = field.codelist.as_ref().map(|list| format!(" ([{list}](#kodeliste-{list}))")).unwrap_or_default();
    let ahead = field.years_ahead.map(|years| format!(", inntil {years} år frem")).unwrap_or_default();
    format!("{word}{bounds}{ahead}{list}")
}

/// The number of a numbered question.
fn question(field: &Field) -> Option<u32> {
    field.name.strip_prefix('q')?.parse().ok()
}

fn source(map: &SourceMap) -> String {
    let mut out = format!("\n## `{}`: {}\n\nÉn rad er {}.", map.id, map.title.nb, map.row.nb);
    if !map.key.is_empty() {
        let _ = write!(
            out,
            " Rader skilles av {}.",
            map.key.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
        );
    }
    if let [wide, long] = map.either.as_slice() {
        let named = |shape: &[String]| shape.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" og ");
        let _ = write!(out, " En fil har enten {} eller {}; `*` er et tall.", named(wide), named(long));
    }
    out.push_str("\n\n| felt | hva | må med | heter også |\n|---|---|---|---|\n");
    for field in map.fields.iter().filter(|field| question(field).is_none_or(|number| number == 1)) {
        let must = match (field.required, field.blank_ok) {
            (true, false) => "ja",
            (true, true) => "kolonnen",
            (false, _) => "",
        };
        let mark = if field.identifying { "; peker på noen" } else { "" };
        // Forty rows that differ by a number say no more than one.
        let last = map.fields.iter().filter_map(question).max().filter(|_| question(field).is_some());
        let to = last.map(|last| format!(" til `q{last}`")).unwrap_or_default();
        let aliases = field.aliases.join(", ");
        let _ = writeln!(out, "| `{}`{to} | {}{mark} | {must} | {aliases} |", field.name, kind(field));
    }
    out
}

fn code(code: &Code) -> String {
    let label = code.label.replace('|', "/");
    let aliases: Vec<String> = code.aliases.iter().map(|it| it.replace('|', "/")).collect();
    format!("| `{}` | {label} | {} | {} |\n", code.id, code.years(), aliases.join("; "))
}

fn list(name: &str, list: &CodeList) -> String {
    let head = format!(
        "\n### Kodeliste `{name}`\n\n<a id=\"kodeliste-{name}\"></a>\n\n| kode | betyr | gjelder | skrives også |\n|---|---|---|---|\n"
    );
    list.codes().iter().map(code).fold(head, |out, row| out + &row)
}

fn page(maps: &SourceMaps) -> String {
    let mut out = HEAD.to_owned();
    out.extend(maps.iter().map(source));
    out.push_str("\n## Kodelister\n\nKoden, betydningen eller en av skrivemåtene godtas. En kode som ikke gjelder i radens år, avvises.\n");
    out.extend(maps.lists().map(|(name, codes)| list(name, codes)));
    out
}

#[test]
fn the_page_for_the_units_says_what_the_maps_say() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/sources.md");
    let made = page(&SourceMaps::built_in().unwrap());
    if std::env::var_os("TRYGGTALL_GOLDEN").is_some_and(|value| value == "overwrite") {
        std::fs::write(&path, &made).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(made == expected, "docs/sources.md is old: TRYGGTALL_GOLDEN=overwrite cargo test --release the_page_for");
}

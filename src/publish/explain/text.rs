//! The answer for people, on a terminal of 80 columns.

use std::fmt::Write as _;

use super::figure::fraction;
use super::{Answer, parts};
use crate::lang::{integer, text, wrapped};
use crate::publish::workbook::spelled;

impl Answer {
    /// For people.
    pub fn text(&self) -> String {
        let mut out = String::new();
        out += &paragraph("", &self.heading);
        let notes =
            [Some(self.notice.clone()), self.synthetic.then(|| text("explain.synthetic", &[])), self.stopped.clone()];
        notes.into_iter().flatten().for_each(|note| out += &paragraph("", &note));
        out.push('\n');
        let head = &self.indicator;
        let valid = valid(head);
        let facts = [
            (text("explain.label_description", &[]), &head.description),
            (text("explain.label_method", &[]), &head.method),
            (text("explain.label_reference", &[]), &head.reference),
            (text("explain.label_valid", &[]), &valid),
            (text("explain.label_file", &[]), &head.definition_file),
        ];
        for (label, fact) in facts {
            out += &paragraph(&format!("{:<14}", format!("{label}:")), fact);
        }
        self.measures.iter().for_each(|measure| out += &self.measure(measure));
        out
    }

    fn measure(&self, measure: &parts::Measure) -> String {
        let values = [("id", measure.id.as_str()), ("title", &measure.title), ("unit", &measure.unit_text)];
        let title = text("explain.measure", &values);
        let mut out = format!("\n{title}\n{}\n", "-".repeat(title.chars().count()));
        out += &heading("explain.counted_how");
        measure.definition.iter().for_each(|it| out += &paragraph("  - ", &it.sentence));
        if let Some(change) = &measure.change {
            return out + &self::change(change, &measure.years);
        }
        out += &heading("explain.sources");
        measure.sources.iter().for_each(|source| out += &self::source(source));
        if measure.sources.is_empty() {
            out += &paragraph("  ", &text("explain.no_sources", &[]));
        }
        if measure.sources.iter().flat_map(|source| &source.files).any(|file| file.rows.is_none()) {
            out += &paragraph("  ", &text("explain.concealed_files", &[]));
        }
        out += &heading("explain.years");
        measure.years.iter().for_each(|year| out += &self::year(year));
        for breakdown in &measure.breakdowns {
            out += &self.breakdown(breakdown);
        }
        if self.with_lines && measure.years.iter().all(|year| year.lines.is_none()) {
            let _ = writeln!(out, "\n{}", text("explain.lines_none", &[]));
        }
        for year in &measure.years {
            out += &year.lines.as_ref().map(|it| lines(year.year, it)).unwrap_or_default();
        }
        out
    }

    fn breakdown(&self, breakdown: &parts::Breakdown) -> String {
        let year = self.year.to_string();
        let values = [("title", breakdown.title.as_str()), ("dimension", &breakdown.dimension), ("year", &year)];
        let mut out = format!("\n{}:\n", text("explain.breakdown", &values));
        if breakdown.categories.is_empty() {
            out += &paragraph("  ", &text("explain.no_categories", &[]));
        }
        for category in &breakdown.categories {
            out += &paragraph("  ", &format!("{}: {}", category.label, in_one_line(&category.figure)));
        }
        if breakdown.overlapping {
            out += &paragraph("  ", &text("explain.overlapping", &[]));
        }
        out
    }
}

/// The baseline and the years; no rows are counted for a change.
fn change(change: &parts::Change, years: &[parts::OfYear]) -> String {
    let mut out = heading("explain.change_baselines");
    if let Some(baseline) = &change.baseline {
        let year = baseline.year.to_string();
        let values = [
            ("year", year.as_str()),
            ("first", &baseline.first_day),
            ("last", &baseline.last_day),
            ("file", &baseline.file),
        ];
        out += &paragraph("  ", &text("explain.change_file", &values));
    }
    if let Some(reason) = &change.reason {
        out += &paragraph("  ", reason);
    }
    if !years.is_empty() {
        out += &heading("explain.years");
    }
    for year in years {
        out += &self::year(year);
        if let Some(measure) = &year.measure {
            let values = [("measure", change.measure.as_str()), ("value", &in_one_line(measure))];
            out += &paragraph("        ", &text("explain.change_of_year", &values));
        }
    }
    out
}

fn valid(head: &parts::Head) -> String {
    let year = |year: Option<i32>| year.map(|year| year.to_string()).unwrap_or_default();
    match (head.valid_from, head.valid_to) {
        (None, _) => text("explain.valid_always", &[]),
        (from, None) => text("explain.valid_from", &[("from", &year(from))]),
        (from, to) => text("explain.valid_between", &[("from", &year(from)), ("to", &year(to))]),
    }
}

fn heading(key: &str) -> String {
    format!("\n{}:\n", text(key, &[]))
}

fn source(source: &parts::OfSource) -> String {
    let role = match source.role {
        "counted" => text("explain.role_counted", &[]),
        "looked-at" => text("explain.role_looked_at", &[]),
        "denominator" => text("explain.role_denominator", &[]),
        _ => text("explain.role_comparison", &[]),
    };
    let values = [("source", source.source.as_str()), ("title", &source.title), ("role", &role)];
    let mut out = paragraph("  ", &text("explain.source", &values));
    for file in &source.files {
        out += &paragraph("    ", &format!("{}: {}", place(&file.file, file.sheet.as_deref()), account(file)));
    }
    if source.files.is_empty() {
        out += &paragraph("    ", &text("explain.no_file_at_all", &[]));
    } else if !source.years_without_file.is_empty() {
        let years: Vec<String> = source.years_without_file.iter().map(i32::to_string).collect();
        out += &paragraph("    ", &text("explain.no_file_in", &[("years", &years.join(", "))]));
    }
    out
}

fn place(file: &str, sheet: Option<&str>) -> String {
    match sheet {
        Some(sheet) => text("explain.at_sheet", &[("file", file), ("sheet", sheet)]),
        None => file.to_owned(),
    }
}

fn account(file: &parts::OfFile) -> String {
    let Some(rows) = &file.rows else { return text("explain.account_concealed", &[]) };
    let number = |count: usize| integer(count as u64);
    let rules = rows
        .excluded
        .iter()
        .map(|(rule, count)| text("explain.account_rule", &[("rule", &spelled(rule)), ("count", &number(*count))]));
    let rules: Vec<String> = rules.collect();
    let rules = if rules.is_empty() { String::new() } else { format!(" ({})", rules.join(", ")) };
    let excluded = format!("{}{rules}", number(rows.excluded.values().sum()));
    let (used, rejected) = (number(rows.used), number(rows.rejected));
    text("explain.account", &[("used", &used), ("excluded", &excluded), ("rejected", &rejected)])
}

fn in_one_line(figure: &parts::Figure) -> String {
    let mut line = figure.words.trim_end().to_owned();
    if let Some(fraction) = fraction(figure).filter(|_| figure.denominator.is_some()) {
        let _ = write!(line, " ({fraction})");
    }
    if let Some(interval) = &figure.interval {
        let _ = write!(line, ", {interval}");
    }
    line
}

fn year(year: &parts::OfYear) -> String {
    let label = format!("  {}: ", year.year);
    let mut out = String::new();
    let mut said = in_one_line(&year.figure);
    if let Some(reason) = &year.reason {
        let _ = write!(said, ": {reason}");
    }
    out += &paragraph(&label, &said);
    if let Some(population) = year.population_year {
        out += &paragraph("        ", &text("explain.population", &[("year", &population.to_string())]));
    }
    if let Some(comparison) = &year.comparison {
        out += &paragraph("        ", &comparison.words);
    }
    if let Some(rows) = &year.rows {
        out += &steps(rows);
    }
    for source in &year.rows_by_source {
        out += &paragraph("        ", &text("explain.rows_of", &[("source", &source.id)]));
        out += &steps(&source.rows);
    }
    if year.rows_concealed {
        out += &paragraph("        ", &text("explain.rows_concealed", &[]));
    }
    out
}

/// A sum, one line for each of its parts.
fn steps(rows: &parts::Rows) -> String {
    let mut out = String::new();
    let mut line = |sign: &str, count: u64, words: &str| {
        let _ = writeln!(out, "        {sign}{:>6} {words}", integer(count));
    };
    if let (Some(source), Some(elsewhere)) = (rows.source, rows.other_folder) {
        line(" ", source, &text("explain.rows_everywhere", &[]));
        line("−", elsewhere, &text("explain.left_other_folder", &[]));
    } else {
        line(" ", rows.read, &text("explain.rows_read", &[]));
    }
    rows.left_out.iter().for_each(|it| line("−", it.rows, &it.sentence));
    line("=", rows.used, &text("explain.rows_used", &[]));
    if let Some(items) = &rows.items {
        let said = text("explain.rows_items", &[("count", &integer(items.count)), ("items", &items.what)]);
        out += &paragraph("                ", &said);
    }
    out
}

fn lines(year: i32, lines: &parts::Lines) -> String {
    let mut out = format!("\n{}:\n", text("explain.lines", &[("year", &year.to_string())]));
    let mut say = |heading: &str, files: &[parts::FileLines]| {
        out += &paragraph("  ", heading);
        for file in files {
            let place = place(&file.file, file.sheet.as_deref());
            let said = text("explain.lines_of", &[("file", &place), ("lines", &ranges(&file.lines))]);
            out += &paragraph("    ", &said);
        }
    };
    say(&text("explain.lines_used", &[]), &lines.used);
    for left_out in &lines.left_out {
        say(&text("explain.lines_left_out", &[("rule", &left_out.sentence)]), &left_out.files);
    }
    out + &paragraph("  ", &text("explain.lines_elsewhere", &[]))
}

/// 2–18, 20.
fn ranges(lines: &[u32]) -> String {
    let mut ranges: Vec<(u32, u32)> = Vec::new();
    for line in lines {
        match ranges.last_mut() {
            Some((_, last)) if *line <= last.saturating_add(1) => *last = *line,
            _ => ranges.push((*line, *line)),
        }
    }
    let said = |(first, last): &(u32, u32)| if first == last { first.to_string() } else { format!("{first}–{last}") };
    ranges.iter().map(said).collect::<Vec<_>>().join(", ")
}

/// The words after `label`, in lines that end before the terminal does.
fn paragraph(label: &str, words: &str) -> String {
    wrapped(label, words.split(' '))
}

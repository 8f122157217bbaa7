//! Datakvalitet and Funn: where every row went, and what was found wrong.

use crate::check::{FindingSummary, RowAccount};
use crate::diagnostic::Severity;
use crate::lang::text;
use crate::protect::Quality;

use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The row account of every file.
pub(super) fn accounts(quality: &Quality) -> Sheet {
    let mut lines = vec![match quality.accounts.as_slice() {
        [] => text("workbook.quality_empty", &[]),
        _ => text("workbook.quality_sum", &[]),
    }];
    if quality.concealed_accounts > 0 {
        let count = quality.concealed_accounts.to_string();
        lines.push(text("workbook.quality_concealed", &[("count", &count)]));
    }
    Sheet {
        name: text("workbook.quality", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.quality_title", &[]),
        lines,
        body: Body::Table(account_grid(&quality.accounts)),
    }
}

/// One row for each file and sheet: how many rows it has and what became of them.
pub(super) fn account_grid<'a>(accounts: impl IntoIterator<Item = &'a RowAccount>) -> Grid {
    let columns = vec![
        Column::text(text("workbook.column_file", &[]), 260),
        Column::text(text("workbook.column_sheet", &[]), 100),
        Column::text(text("workbook.column_source", &[]), 160),
        Column::number(text("workbook.column_rows", &[])),
        Column::number(text("workbook.column_header", &[])),
        Column::number(text("workbook.column_title_rows", &[])),
        Column::number(text("workbook.column_blank", &[])),
        Column::number(text("workbook.column_used", &[])),
        Column::number(text("workbook.column_excluded", &[])),
        Column::number(text("workbook.column_rejected", &[])),
        Column::text(text("workbook.column_rules", &[]), 260),
    ];
    Grid { columns, rows: accounts.into_iter().map(account).collect() }
}

fn account(account: &RowAccount) -> Vec<Field> {
    let rules: Vec<String> =
        account.excluded.iter().map(|(rule, count)| format!("{}: {count}", spelled(rule))).collect();
    vec![
        Field::text(&account.file),
        Field::text(account.sheet.as_deref().unwrap_or_default()),
        Field::text(&account.source),
        Field::rows(account.rows),
        Field::rows(account.header),
        Field::rows(account.title),
        Field::rows(account.blank),
        Field::rows(account.used),
        Field::rows(account.excluded.values().sum()),
        Field::rows(account.rejected),
        Field::text(rules.join(", ")),
    ]
}

/// The rule in words; a rule that has none yet keeps its id.
pub(in crate::publish) fn spelled(rule: &str) -> String {
    match rule {
        "subtotal" => text("workbook.rule_subtotal", &[]),
        "duplicate" => text("workbook.rule_duplicate", &[]),
        "outside_period" => text("workbook.rule_outside_period", &[]),
        "other_category" => text("workbook.rule_other_category", &[]),
        "other_municipality" => text("workbook.rule_other_municipality", &[]),
        "no_figure" => text("workbook.rule_no_figure", &[]),
        "note" => text("workbook.rule_note", &[]),
        "repeated_header" => text("workbook.rule_repeated_header", &[]),
        "sheet_without_table" => text("workbook.rule_sheet_without_table", &[]),
        other => other.replace('_', " "),
    }
}

/// The findings by kind.
pub(super) fn findings(quality: &Quality) -> Sheet {
    let mut lines = vec![match quality.findings.as_slice() {
        [] => text("workbook.findings_empty", &[]),
        _ => text("workbook.findings_about", &[]),
    }];
    if quality.concealed_findings > 0 {
        let count = quality.concealed_findings.to_string();
        lines.push(text("workbook.findings_concealed", &[("count", &count)]));
    }
    let columns = vec![
        Column::text(text("workbook.column_severity", &[]), 140),
        Column::text(text("workbook.column_rule", &[]), 80),
        Column::text(text("workbook.column_finding", &[]), 460),
        Column::text(text("workbook.column_file", &[]), 280),
        Column::number(text("workbook.column_count", &[])),
    ];
    Sheet {
        name: text("workbook.findings", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.findings_title", &[]),
        lines,
        body: Body::Table(Grid { columns, rows: quality.findings.iter().map(finding).collect() }),
    }
}

fn finding(finding: &FindingSummary) -> Vec<Field> {
    vec![
        Field::Text(severity(finding.severity)),
        Field::text(&finding.id),
        Field::text(&finding.title),
        Field::text(&finding.file),
        Field::rows(finding.count),
    ]
}

/// The severity as it stands in a table.
pub(super) fn severity(severity: Severity) -> String {
    match severity {
        Severity::Fatal => text("workbook.severity_fatal", &[]),
        Severity::Error => text("workbook.severity_error", &[]),
        Severity::Warning => text("workbook.severity_warning", &[]),
        Severity::Info => text("workbook.severity_info", &[]),
    }
}

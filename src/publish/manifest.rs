//! `manifest.json`: what the bundle was made from, what it holds, and where every row went.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::sink::Bundle;
use crate::acquire::FileRecord;
use crate::check::RowAccount;
use crate::protect::{Heading, Publishable};

/// What a manifest of ours begins with, and others' do not.
pub(super) const TOOL_MARK: &str = "\"tool\": {\n    \"name\": \"tryggtall\"";

/// What went into a report, by hash.
#[derive(Debug, Clone)]
pub struct Provenance {
    /// Hash of the built-in catalogue.
    pub catalogue: String,
    /// Hash of the plan.
    pub plan: String,
    /// The files read.
    pub inputs: Vec<FileRecord>,
    /// The definition of each measure as a hash, so that the next report knows what is counted in another way.
    pub definitions: BTreeMap<String, String>,
}

/// The manifest of a bundle that is otherwise complete. No date but those the user gave, so that the same inputs give the same bytes.
pub fn manifest(publishable: &Publishable, provenance: &Provenance, bundle: &Bundle) -> String {
    let heading = publishable.heading();
    let accounts = &publishable.quality().accounts;
    let input = |file: &FileRecord| {
        let of_file: Vec<&RowAccount> = accounts.iter().filter(|account| account.file == file.path).collect();
        json!({ "path": file.path, "sha256": file.sha256, "bytes": file.bytes, "account": of_file })
    };
    let windows: Vec<Value> = publishable
        .indicators()
        .first()
        .and_then(|indicator| indicator.measures.first())
        .map(|measure| measure.totals.iter().map(|point| window(heading, point.year)).collect())
        .unwrap_or_default();
    let mut manifest = json!({
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "catalogue": provenance.catalogue,
        "plan": provenance.plan,
        "municipality": heading.municipality,
        "audience": heading.audience,
        "synthetic": heading.synthetic,
        "windows": windows,
        "definitions": provenance.definitions,
        "inputs": provenance.inputs.iter().map(input).collect::<Vec<_>>(),
        "outputs": bundle.records(),
        "protection": {
            "threshold": heading.threshold,
            "cells": publishable.protection().cells,
            "withheld": publishable.protection().withheld,
            "audited": false,
        },
    });
    if let Some(date) = heading.reporting_date {
        manifest["reporting_date"] = date.to_string().into();
    }
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

fn window(heading: &Heading, year: i32) -> Value {
    let period = heading.windows.period(heading.window, year);
    json!({ "window": heading.window, "year": year, "first": period.first.to_string(), "last": period.last.to_string() })
}

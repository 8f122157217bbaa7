//! `manifest.json`: what the bundle was made from, what it holds, and where every row went.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::appearance::Appearance;
use super::sink::Bundle;
use crate::acquire::FileRecord;
use crate::check::RowAccount;
use crate::compute::{CountedAs, MUNICIPALITIES, MeasureTable, RELATIVE, Relation, changed};
use crate::protect::{Cell, Heading, Publishable};

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
    /// What each measure counts, by its id; changes since the baseline are not among them.
    pub counted_as: BTreeMap<String, CountedAs>,
}

/// The manifest of a bundle that is otherwise complete. No date but those the user gave, so that the same inputs give the same bytes.
pub fn manifest(
    publishable: &Publishable,
    provenance: &Provenance,
    appearance: &Appearance,
    bundle: &Bundle,
) -> String {
    let heading = publishable.heading();
    let accounts = &publishable.quality().accounts;
    let input = |file: &FileRecord| {
        let of_file: Vec<&RowAccount> = accounts.iter().filter(|account| account.file == file.path).collect();
        json!({ "path": file.path, "sha256": file.sha256, "bytes": file.bytes, "account": of_file })
    };
    let measures = publishable.indicators().iter().flat_map(|indicator| &indicator.measures);
    let years: BTreeSet<i32> = measures.flat_map(|measure| measure.totals.iter().map(|point| point.year)).collect();
    let windows: Vec<Value> = years.into_iter().map(|year| window(heading, year)).collect();
    let mut manifest = json!({
        "tool": { "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") },
        "catalogue": provenance.catalogue,
        "plan": provenance.plan,
        "municipality": heading.municipality,
        "audience": heading.audience,
        "language": crate::lang::spoken(),
        "synthetic": heading.synthetic,
        "windows": windows,
        "definitions": provenance.definitions,
        "inputs": provenance.inputs.iter().map(input).collect::<Vec<_>>(),
        "outputs": outputs(bundle),
        "protection": {
            "threshold": heading.policy.threshold,
            "answers": heading.policy.answers,
            "zeros": shown(heading.policy.hides_zeros),
            "full": shown(heading.policy.hides_full),
            "insiders": heading.policy.guards_against_insiders,
            "cells": publishable.protection().cells,
            "withheld": publishable.protection().withheld,
            "as_published": publishable.kept().iter().map(|of| json!({ "source": of.source, "year": of.year })).collect::<Vec<_>>(),
            "audited": heading.audience == crate::units::Audience::Offentlig,
        },
    });
    let told = super::draft::told(publishable).into_iter().map(|(told, _)| told);
    manifest["highlights"] = json!(told.collect::<Vec<_>>());
    manifest["age_groups"] = json!(heading.detail.age_groups);
    if !heading.detail.coarsening.is_empty() {
        manifest["coarsening"] = coarsening(heading);
    }
    if let Some(described) = appearance.described() {
        manifest["appearance"] = described;
    }
    manifest["model"] = model(publishable, &provenance.counted_as);
    if let Some(date) = heading.reporting_date {
        manifest["reporting_date"] = date.to_string().into();
    }
    let mut text = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    text.push('\n');
    text
}

/// The files that are written, then those of a person's that stay: as they are, and what was made in their place.
fn outputs(bundle: &Bundle) -> Vec<Value> {
    let written = bundle.records().into_iter().map(|file| json!(file));
    let kept = bundle.kept().iter().map(|kept| {
        let mut file = json!(kept.record);
        if kept.is_draft {
            file["edited"] = kept.made.clone().unwrap_or_default().into();
        } else {
            file["kept"] = true.into();
        }
        if let Some(told) = &kept.told {
            file["highlights"] = json!(told);
        }
        file
    });
    written.chain(kept).collect()
}

/// What the figures are counts of and which of them add up: what `audit` needs to work out what they give away together. It
/// reveals no figure.
fn model(publishable: &Publishable, counted_as: &BTreeMap<String, CountedAs>) -> Value {
    let heading = publishable.heading();
    let measures = publishable.indicators().iter().flat_map(|indicator| &indicator.measures);
    let mut places = json!({ "own": heading.municipality });
    if let Some(region) = publishable.region() {
        let measures = region.indicators.iter().flat_map(|indicator| &indicator.measures);
        let breakdowns = measures.flat_map(|measure| &measure.breakdowns).filter(|it| it.dimension == MUNICIPALITIES);
        let members: BTreeSet<&str> =
            breakdowns.flat_map(|it| &it.categories).map(|category| category.code.as_str()).collect();
        places["region"] = json!({ "id": region.id, "members": members });
    }
    json!({
        "places": places,
        "measures": measures.map(|measure| of_measure(measure, counted_as)).collect::<Vec<_>>(),
        "relations": relations(publishable),
    })
}

/// What readers know of figures of several measures: of those that are there.
fn relations(publishable: &Publishable) -> Vec<&Relation> {
    let measures = publishable.indicators().iter().flat_map(|indicator| &indicator.measures);
    let ids: BTreeSet<&str> = measures.map(|measure| measure.id.as_str()).collect();
    let is_there = |relation: &&Relation| relation.terms().all(|term| ids.contains(term.measure.as_str()));
    publishable.relations().iter().filter(is_there).collect()
}

fn of_measure(measure: &MeasureTable<Cell>, counted_as: &BTreeMap<String, CountedAs>) -> Value {
    let breakdown = |it: &crate::compute::Breakdown<Cell>| json!({ "by": it.dimension, "overlapping": it.overlapping });
    let mut described = json!({
        "id": measure.id,
        "unit": measure.unit.id(),
        "part_of": measure.part_of,
        "breakdowns": measure.breakdowns.iter().map(breakdown).collect::<Vec<_>>(),
    });
    if let Some(counted) = counted_as.get(&measure.id) {
        described["counted"] = json!(counted);
    } else if let Some(of) = changed(&measure.id) {
        described["change"] = json!({ "of": of, "relative": measure.id.ends_with(RELATIVE) });
    }
    described
}

/// What is shown in less detail than the definitions have it.
fn coarsening(heading: &Heading) -> Value {
    let merges = heading
        .detail
        .coarsening
        .merges
        .iter()
        .map(|it| json!({ "by": it.dimension, "codes": it.codes, "code": it.id() }));
    let left_out = heading.detail.coarsening.left_out.iter().map(|it| json!({ "measure": it.measure, "by": it.by }));
    json!({ "merged": merges.collect::<Vec<_>>(), "left_out": left_out.collect::<Vec<_>>() })
}

fn shown(is_withheld: bool) -> &'static str {
    if is_withheld { "withheld" } else { "shown" }
}

fn window(heading: &Heading, year: i32) -> Value {
    let period = heading.windows.period(heading.window, year);
    json!({ "window": heading.window, "year": year, "first": period.first.to_string(), "last": period.last.to_string() })
}

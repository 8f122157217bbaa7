//! `propose`: what could be shown in less detail, so that more can be shown, as lines for the plan.

use serde_json::{Value, json};

use super::{Format, findings, print};
use crate::compute::Merge;
use crate::diagnostic::Failure;
use crate::lang::{integer, text};
use crate::pipeline::{self, Change, Coarser, Job, Outcome, Proposals, Shown};

/// So many are told to people; `--format json` has all.
const TOLD: usize = 5;

/// Tries, and says what came of it.
pub(super) fn propose(job: &Job, format: Format) -> Result<u8, Failure> {
    let (outcome, proposals) = pipeline::propose(job)?;
    let result = match (&proposals, format) {
        (Some(proposals), Format::Text) => words(&outcome, proposals),
        (Some(proposals), Format::Json) => json(proposals),
        (None, _) => findings::findings(&outcome, None),
    };
    print(&outcome, result, format)
}

fn words(outcome: &Outcome, found: &Proposals) -> String {
    let now = match found.now {
        Some(now) => text("cli.propose_now", &[("shown", &shown(now)), ("withheld", &count(now.withheld))]),
        None => findings::findings(outcome, None) + "\n" + &text("cli.propose_refused", &[]),
    };
    let tried = count(found.tried);
    if found.proposals.is_empty() {
        return [now, text("cli.propose_none", &[("tried", &tried)])].join("\n\n");
    }
    let mut said = vec![now, text("cli.propose_lead", &[("tried", &tried)])];
    said.extend((1..).zip(found.proposals.iter().take(TOLD)).map(|(place, it)| one(place, it)));
    if let Some((changes, protection)) = &found.together {
        let values = [("shown", &shown(*protection)), ("withheld", &count(protection.withheld))];
        let together = text("cli.propose_together", &values.map(|(name, it)| (name, it.as_str())));
        said.push(format!("{together}\n{}", indented(&changes.iter().map(plan_lines).collect::<String>())));
    }
    said.push(text("cli.propose_end", &[]));
    said.join("\n\n")
}

fn one(place: usize, it: &Coarser) -> String {
    let values = [
        ("place", place.to_string()),
        ("what", named(&it.change)),
        ("shown", shown(it.protection)),
        ("withheld", count(it.protection.withheld)),
    ];
    let named = text("cli.propose_one", &values.each_ref().map(|(name, it)| (*name, it.as_str())));
    format!("{named}\n{}", indented(&plan_lines(&it.change)))
}

fn indented(lines: &str) -> String {
    lines.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

fn json(found: &Proposals) -> String {
    let protection = |it: Shown| json!({ "shown": it.figures, "withheld": it.withheld });
    let one = |it: &Coarser| json!({ "what": named(&it.change), "plan": plan_lines(&it.change), "protection": protection(it.protection) });
    let all: Vec<Value> = found.proposals.iter().map(one).collect();
    let together = found.together.as_ref().map(|(changes, it)| {
        json!({ "plan": changes.iter().map(plan_lines).collect::<String>(), "protection": protection(*it) })
    });
    json!({ "now": found.now.map(protection), "tried": found.tried, "proposals": all, "together": together })
        .to_string()
}

fn shown(shown: Shown) -> String {
    count(shown.figures)
}

fn count(count: usize) -> String {
    integer(count as u64)
}

/// What is done, as people say it.
fn named(change: &Change) -> String {
    match change {
        Change::Merge(merge) => {
            text("cli.propose_merge", &[("by", &merge.dimension), ("codes", &merge.codes.join(", "))])
        }
        Change::Ages(groups) => {
            let groups: Vec<String> = groups.iter().map(|(from, to)| format!("{from}–{to}")).collect();
            text("cli.propose_ages", &[("groups", &groups.join(", "))])
        }
        Change::Quarters => text("cli.propose_quarters", &[]),
        Change::LeaveOut(it) => text("cli.propose_leave_out", &[("measure", &it.measure), ("by", &it.by)]),
    }
}

/// What to write in the plan.
fn plan_lines(change: &Change) -> String {
    let merge = |merge: &Merge| {
        let codes: Vec<String> = merge.codes.iter().map(|code| format!("\"{code}\"")).collect();
        format!("[[slaa_sammen]]\nfordeling = \"{}\"\nkoder = [{}]\n", merge.dimension, codes.join(", "))
    };
    match change {
        Change::Merge(it) => merge(it),
        Change::Ages(groups) => {
            let groups: Vec<String> = groups.iter().map(|(from, to)| format!("[{from}, {to}]")).collect();
            format!("[aldersgrupper]\ngrupper = [{}]\n", groups.join(", "))
        }
        Change::Quarters => pipeline::quarters().iter().map(merge).collect(),
        Change::LeaveOut(it) => format!("[[utelat]]\nmaal = \"{}\"\nfordeling = \"{}\"\n", it.measure, it.by),
    }
}

//! What comes of a run.

use std::path::PathBuf;

use super::Job;
use crate::check::RowAccount;
use crate::diagnostic::Finding;
use crate::privacy::OutputScan;
use crate::protect::{Heading, Protection, Publishable};
use crate::publish::{self, sink::Bundle};

/// What came of it.
#[derive(Debug)]
pub struct Outcome {
    /// All findings, by file, line and column.
    pub findings: Vec<Finding>,
    /// The row accounts.
    pub accounts: Vec<RowAccount>,
    /// Whom and what the run was about.
    pub heading: Heading,
    /// What was published; none where the findings stopped it, or where only a check was asked for.
    pub published: Option<Published>,
    /// What everything that is said about the run must pass.
    pub scan: OutputScan,
}

impl Outcome {
    /// Whether a finding keeps the report from being published.
    pub(super) fn is_stopped(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity.stops_publication())
    }
}

/// A bundle that was written.
#[derive(Debug)]
pub struct Published {
    /// Its folder.
    pub folder: PathBuf,
    /// The file to open first, within it.
    pub first: String,
    /// Indicators computed.
    pub indicators: usize,
    /// Cells and withheld cells.
    pub protection: Protection,
    /// Number of charts.
    pub charts: usize,
    /// What the front page says, strongest first.
    pub highlights: Vec<String>,
    /// How many comparisons were judged together.
    pub compared: usize,
    /// Drafts that a person has changed, and that stay as they are.
    pub edited: Vec<String>,
    /// Documents that a person has put beside them, and that stay too.
    pub beside: Vec<String>,
}

impl Published {
    /// What the user is told of a bundle that was written.
    pub(super) fn of(job: &Job, publishable: &Publishable, bundle: &Bundle) -> Self {
        let kept = |is_draft: bool| {
            let of_kind = bundle.kept().iter().filter(|kept| kept.is_draft == is_draft);
            of_kind.map(|kept| kept.record.path.clone()).collect()
        };
        Self {
            folder: job.folder(),
            first: format!("{}.xlsx", job.document_name()),
            indicators: publishable.indicators().len(),
            protection: publishable.protection(),
            charts: bundle.files().filter(|(path, _)| publish::is_chart(path)).count(),
            highlights: publish::sentence::highlights(publishable),
            compared: publishable.judgements().judged_in(job.year),
            edited: kept(true),
            beside: kept(false),
        }
    }
}

//! The whole report, tried in less detail.

use super::possibilities::Withheld;
use super::{Change, Coarser, Shown};
use crate::check::Checked;
use crate::compute::{Aggregates, Omission, Request, Tally};
use crate::pipeline::opened::Opened;
use crate::pipeline::{before, figures};
use crate::protect::{self, Cell, Publishable, Published, Quality, Refusal, RefusedTable};

/// So many of those that help are tried together.
const TOGETHER: usize = 40;

/// What every possibility is tried on.
pub(super) struct Trial<'a> {
    pub(super) checked: &'a Checked,
    pub(super) opened: &'a Opened,
    pub(super) published: Vec<Published>,
}

impl Trial<'_> {
    fn tables(&self, request: &Request) -> Aggregates {
        figures::computed(self.checked, self.opened, request).0
    }

    fn protected(&mut self, request: &Request, tables: Aggregates) -> Result<Publishable, Refusal> {
        // Lent for this trial, and taken back for the next.
        let published = std::mem::take(&mut self.published);
        let before = before::before(published, self.checked, self.opened, request);
        let quality =
            Quality { accounts: Vec::new(), concealed_accounts: 0, findings: Vec::new(), concealed_findings: 0 };
        let protected = protect::protect(tables, self.opened.heading.clone(), quality, &before);
        self.published = before.published;
        protected
    }

    /// Figures and withheld cells of the whole report.
    pub(super) fn of(&mut self, request: &Request) -> Result<Shown, Refusal> {
        let tables = self.tables(request);
        self.protected(request, tables).map(|publishable| Shown::of(&publishable))
    }

    /// The best, and then each that shows more beside those before it. Two that speak of one category do not go together.
    pub(super) fn together(&mut self, proposals: &[Coarser], request: &Request) -> Option<(Vec<Change>, Shown)> {
        let (first, others) = proposals.split_first()?;
        let (mut changes, mut best) = (vec![first.change.clone()], first.protection);
        let mut request = first.change.applied(request);
        for other in others.iter().take(TOGETHER) {
            if changes.iter().any(|change| change.excludes(&other.change)) {
                continue;
            }
            let with_it = other.change.applied(&request);
            if let Ok(protection) = self.of(&with_it)
                && protection.figures > best.figures
            {
                (best, request) = (protection, with_it);
                changes.push(other.change.clone());
            }
        }
        (changes.len() > 1).then_some((changes, best))
    }

    /// As it is now, and what could be done about it.
    pub(super) fn now(&mut self, request: &Request) -> (Result<Shown, Refusal>, Vec<Change>) {
        let tables = self.tables(request);
        let own = tables.indicators.clone();
        match self.protected(request, tables) {
            Ok(publishable) => {
                let dimensions = Withheld::of(publishable.indicators(), |cell| *cell == Cell::Withheld);
                (Ok(Shown::of(&publishable)), dimensions.possibilities(request, &[]))
            }
            Err(refusal) => {
                // Nothing is withheld yet, so what is small stands for it.
                let small = self.opened.heading.policy.threshold;
                let dimensions = Withheld::of(&own, |cell| is_small(cell, small));
                let refused: Vec<Omission> =
                    refusal.tables.iter().filter(|it| !it.dimension.is_empty()).map(omission).collect();
                let possibilities = dimensions.possibilities(request, &refused);
                (Err(refusal), possibilities)
            }
        }
    }
}

fn omission(table: &RefusedTable) -> Omission {
    Omission { measure: table.measure.clone(), by: table.dimension.clone() }
}

fn is_small(cell: &Tally, threshold: u64) -> bool {
    match cell {
        Tally::Figure(counted) => counted.parts.iter().any(|part| (1..threshold).contains(&part.count)),
        Tally::Missing | Tally::NotApplicable(_) | Tally::Undefined(_) => false,
    }
}

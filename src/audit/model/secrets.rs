//! What must not follow, and what is told where it does.

use super::super::attack::{Found, Proof, Secret};
use super::super::figures::CellRef;
use super::super::finding::{How, Leak, Note, Part, Report};
use super::{Builder, editions, words};
use crate::lang::text;

impl Builder<'_> {
    /// The number must not follow; it is that of this figure.
    pub(super) fn hide(&mut self, place: usize, secret: Secret, cell: &CellRef, part: Part) {
        let rank = |secret: Secret| match secret {
            Secret::No => 0,
            Secret::Value => 1,
            Secret::Part => 2,
            Secret::Withheld => 3,
            Secret::EvenNone => 4,
        };
        let unknown = &mut self.problem.unknowns[place];
        match rank(secret).cmp(&rank(unknown.secret)) {
            std::cmp::Ordering::Less => return,
            std::cmp::Ordering::Greater => {
                unknown.secret = secret;
                self.labels[place].cells.clear();
            }
            std::cmp::Ordering::Equal => {}
        }
        let entry = (cell.clone(), part);
        if !self.labels[place].cells.contains(&entry) {
            self.labels[place].cells.push(entry);
        }
    }

    /// The figures that a proof gives away.
    pub(super) fn leaks_of(&self, proof: &Proof, threshold: i64) -> Vec<Leak> {
        let label = &self.labels[proof.unknown];
        let sources: Vec<String> = proof.sources.iter().map(|source| self.sources[*source].clone()).collect();
        // An earlier bundle may show what this one withholds: that is no small figure shown here.
        let is_shown_here = |cell: &CellRef| self.row(0, cell).is_none_or(|row| !row.is_withheld());
        let how = |cell: &CellRef| match &label.shown_in {
            Some(shown) if sources.is_empty() && shown == cell && is_shown_here(cell) => How::Small,
            Some(shown) if sources.is_empty() => {
                How::From(vec![text("audit.source_same", &[("figure", &words(shown))])])
            }
            _ => How::From(sources.clone()),
        };
        let leak = |(cell, part): &(CellRef, Part)| Leak { cell: cell.clone(), part: part.clone(), how: how(cell) };
        // What is shown here and is not small was decided here, whatever an earlier bundle withheld.
        let is_decided = |(cell, part): &&(CellRef, Part)| {
            let count = self.row(0, cell).filter(|row| !row.is_withheld()).and_then(editions::whole);
            *part == Part::Figure && count.is_some_and(|count| !(1..threshold).contains(&count))
        };
        label.cells.iter().filter(|secret| !is_decided(secret)).map(leak).collect()
    }

    /// Figures that contradict each other: odd where the bundle does so by itself.
    pub(super) fn tell_contradictions(&self, found: &Found, report: &mut Report) {
        for contradiction in &found.contradictions {
            let mut words: Vec<&str> = contradiction.sources.iter().map(|it| self.sources[*it].as_str()).collect();
            words.truncate(3);
            if contradiction.ground == 0 {
                report.odd(super::super::FIGURES, words.join("; "), "contradiction");
            } else {
                report.notes.push(Note { kind: "contradiction", figure: words.join("; "), bundle: String::new() });
            }
        }
    }
}

//! The engine against other code: enumeration in plain loops, certificates read back, and the cases of how published
//! files leak.

mod brute;
mod cube;
mod draft;
mod leaks;
mod linked;
mod sparse;

use super::*;

/// For each demand, the cells that differ in another filling.
type Proofs = Vec<Vec<(usize, i64)>>;

/// What the engine decided, with the proofs.
fn decided(model: &Model) -> (Pattern, Vec<Demand>, Proofs, Outcome) {
    let links = Links::new(model);
    let (attack, outcome) = decide(model, &links, &Policy::default());
    let proofs = attack.witness_of.iter().flatten().map(|it| attack.witnesses[*it].changed.clone());
    (attack.pattern.clone(), attack.demands.clone(), proofs.collect(), outcome)
}

fn cells(outcome: &Outcome) -> &[u64] {
    match outcome {
        Outcome::Clean(withheld) => &withheld.cells,
        Outcome::Refused(why) => panic!("refused: {why:?}"),
    }
}

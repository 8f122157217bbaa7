//! The baseline: the figures of one year as they stood when they were frozen, and how far each measure has come since.
//!
//! A figure is compared only with one that was counted in the same way: each frozen figure carries a fingerprint of its
//! definition.

mod change;
mod compared;
mod fingerprint;
mod frozen;
mod kind;
mod reasons;
#[cfg(test)]
mod tests;

pub use compared::{Compared, Incomparable, OfBaseline};
pub use fingerprint::fingerprint;
pub use frozen::{Frozen, FrozenFigure, Lacking, Tool};
pub(crate) use kind::changed;
pub use kind::{ChangeInterval, ChangeKind};

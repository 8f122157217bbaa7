//! The statistics behind the figures: each in a file of its own, with its source and an oracle.

mod clusters;
mod difference;
mod quantiles;
pub(super) mod reliable_change;
mod student;
mod survival;

pub(super) use clusters::{mean_of_clusters, share_of_clusters};
pub(super) use difference::{difference_of_counts, difference_of_shares, ratio_of_counts};
pub(super) use quantiles::percentile;
pub(super) use survival::kaplan_meier;

//! Estimates with 95 % confidence intervals where one share, count or rate is not the question: differences, ratios,
//! means, time to an event, and answers of which one person gave several.
//!
//! One file per method, each with its source. Every function is total: what cannot be estimated is `None`, never a
//! panic or a number that is not one.

mod cluster_share;
mod difference;
mod gamma;
mod mean;
mod mean_difference;
mod percentile;
mod rate_ratio;
pub mod reliable_change;
mod student;
mod survival;

#[cfg(test)]
mod random;

pub use cluster_share::share_of_clusters;
pub(super) use difference::between;
pub use difference::{
    difference_of_counts, difference_of_counts_at, difference_of_rates, difference_of_rates_at, difference_of_shares,
    difference_of_shares_at,
};
pub use mean::{MeanEstimate, mean_interval, mean_of_clusters};
pub use mean_difference::difference_of_means;
pub use percentile::{median, percentile};
pub use rate_ratio::{ratio_of_rates, ratio_of_rates_at};
pub use survival::{Curve, Step, kaplan_meier};

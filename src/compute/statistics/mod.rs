//! Estimates with 95 % confidence intervals where one share, count or rate is not the question: differences, ratios,
//! means, time to an event, and answers of which one person gave several.
//!
//! One file per method, each with its source. Every function is total: what cannot be estimated is `None`, never a
//! panic or a number that is not one.

mod cluster_share;
mod control_chart;
mod difference;
mod false_discovery;
mod funnel;
mod gamma;
mod incomplete;
mod mean;
mod mean_difference;
mod normal;
mod p_value;
mod percentile;
mod rate_ratio;
pub mod reliable_change;
mod run_chart;
mod share_trend;
mod student;
mod survival;
mod tails;
mod trend;

#[cfg(test)]
mod random;
#[cfg(test)]
pub(crate) use random::Random;

pub use cluster_share::share_of_clusters;
pub use control_chart::{Break, Chart, ControlLimits, Direction, FEWEST_POINTS, Phase, Signal, SignalRule, phases};
pub(super) use difference::between;
pub use difference::{
    difference_of_counts, difference_of_counts_at, difference_of_rates, difference_of_rates_at, difference_of_shares,
    difference_of_shares_at,
};
pub use false_discovery::{benjamini_hochberg, benjamini_yekutieli};
pub use funnel::{funnel_of_rates, funnel_of_shares};
pub use mean::{MeanEstimate, mean_interval, mean_of_clusters};
pub use mean_difference::difference_of_means;
pub use normal::{normal_quantile, normal_tail};
pub use p_value::{
    exact_p_of_difference, exact_p_of_share, p_of_count, p_of_difference, p_of_estimate, p_of_ratio, p_of_share,
    smallest_alpha,
};
pub use percentile::{median, percentile};
pub use rate_ratio::{ratio_of_rates, ratio_of_rates_at};
pub use run_chart::{RunChart, run_chart};
pub use share_trend::{cochran_armitage, cochran_armitage_within, trend_of_shares};
pub use survival::{Curve, Step, kaplan_meier};
pub use tails::{Tails, binomial_tails, poisson_tails};
pub use trend::{FEWEST_YEARS, Order, Trend, mann_kendall, theil_sen, trend};

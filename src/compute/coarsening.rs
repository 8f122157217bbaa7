//! Categories that the plan shows as one, and breakdowns that it leaves out, so that less has to be withheld.

use std::collections::BTreeMap;

use super::dimension::Category;

/// What the plan shows in less detail than the definitions have it.
///
/// ```
/// use tryggtall::compute::{Coarsening, Merge};
///
/// let codes = ["barnehage", "skole"].map(str::to_owned).to_vec();
/// let merge = Merge { dimension: "melder".to_owned(), codes, name: None };
/// assert_eq!(merge.id(), "barnehage-og-skole");
/// let coarsening = Coarsening { merges: vec![merge], left_out: Vec::new() };
/// assert!(!coarsening.leaves_out("K1", "melder"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coarsening {
    /// Categories that become one.
    pub merges: Vec<Merge>,
    /// Breakdowns that are not shown.
    pub left_out: Vec<Omission>,
}

/// Categories of a dimension that become one, in every table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Merge {
    /// The dimension, for example `melder`.
    pub dimension: String,
    /// Codes of the categories.
    pub codes: Vec<String>,
    /// What they are called together; their own names where not set.
    pub name: Option<String>,
}

/// A breakdown of a measure that is not shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Omission {
    /// The measure.
    pub measure: String,
    /// The dimension or dimensions, for example `melder+kjonn`.
    pub by: String,
}

impl Merge {
    /// The code of the category that they become.
    pub fn id(&self) -> String {
        self.codes.join("-og-")
    }
}

impl Coarsening {
    /// Whether nothing is shown in less detail.
    pub fn is_empty(&self) -> bool {
        self.merges.is_empty() && self.left_out.is_empty()
    }

    /// Whether a breakdown is not shown.
    pub fn leaves_out(&self, measure: &str, by: &str) -> bool {
        self.left_out.iter().any(|it| it.measure == measure && it.by == by)
    }

    /// The categories of a dimension with those put together that are one; it stands where the first of them stood.
    pub(super) fn of(&self, dimension: &str, categories: Vec<Category>) -> Vec<Category> {
        let mut all = categories;
        for merge in self.merges.iter().filter(|merge| merge.dimension == dimension) {
            let is_in = |category: &Category| merge.codes.contains(&category.id);
            let labels: Vec<String> = all.iter().filter(|it| is_in(it)).map(|it| it.label.clone()).collect();
            let Some(first) = all.iter().position(is_in).filter(|_| labels.len() > 1) else { continue };
            all[first].label = merge.name.clone().unwrap_or_else(|| labels.join(" / "));
            let key = all[first].key.clone();
            all.retain(|category| category.key == key || !is_in(category));
            all[first].id = merge.id();
        }
        all
    }

    /// For each code that another one stands for, that one.
    pub(super) fn stand_ins(&self, dimension: &str, categories: &[Category]) -> BTreeMap<i32, i32> {
        let mut stand_ins = BTreeMap::new();
        for merge in self.merges.iter().filter(|merge| merge.dimension == dimension) {
            let of_merge = categories.iter().filter(|it| merge.codes.contains(&it.id));
            let codes: Vec<i32> = of_merge.filter_map(|it| it.key.first().copied()).collect();
            let Some((first, others)) = codes.split_first() else { continue };
            stand_ins.extend(others.iter().map(|code| (*code, *first)));
        }
        stand_ins
    }
}

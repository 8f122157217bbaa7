//! Categories that the plan shows as one, and breakdowns that it leaves out, so that less has to be withheld.

use std::collections::{BTreeMap, BTreeSet};

use super::dimension::Category;

/// Stands between the codes of categories that are one.
const MERGED: &str = "_";

/// What the plan shows in less detail than the definitions have it.
///
/// ```
/// use tryggtall::compute::{Coarsening, Merge};
///
/// let codes = ["barnehage", "skole"].map(str::to_owned).to_vec();
/// let merge = Merge { dimension: "melder".to_owned(), codes, name: None };
/// assert_eq!(merge.id(), "barnehage_skole");
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
    /// The code of the category that they become, whatever the order they are named in. No code of a list and no name of a
    /// unit has the sign between them.
    pub fn id(&self) -> String {
        let mut codes = self.codes.clone();
        codes.sort();
        codes.join(MERGED)
    }
}

/// How much detail a report shows: two reports of the same data with different detail have different categories.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detail {
    /// Youngest and oldest age of each age group.
    pub age_groups: Vec<(i64, i64)>,
    /// Categories that are one, and breakdowns that are left out.
    pub coarsening: Coarsening,
}

impl Detail {
    /// The least detail of which each of some others is made: age groups are cut where any of them is, and only what is one in
    /// all of them is one.
    ///
    /// ```
    /// use tryggtall::compute::Detail;
    ///
    /// let groups = |age_groups: &[(i64, i64)]| Detail { age_groups: age_groups.to_vec(), ..Detail::default() };
    /// let beneath = Detail::beneath(&[&groups(&[(0, 12), (13, 17)]), &groups(&[(0, 11), (12, 15)])]);
    /// assert_eq!(beneath.age_groups, [(0, 11), (12, 12), (13, 15), (16, 17)]);
    /// ```
    pub fn beneath(details: &[&Self]) -> Self {
        let groups = || details.iter().flat_map(|it| &it.age_groups);
        let cuts: BTreeSet<i64> = groups().flat_map(|(from, to)| [*from, to + 1]).collect();
        let pieces = cuts.iter().zip(cuts.iter().skip(1)).map(|(from, next)| (*from, next - 1));
        let age_groups = pieces.filter(|(from, to)| groups().any(|of| of.0 <= *from && *to <= of.1)).collect();
        let of_all = |has: &dyn Fn(&Self) -> bool| details.iter().all(|it| has(it));
        let (merges, left_out) = details.first().map_or_else(Default::default, |first| {
            let Coarsening { merges, left_out } = first.coarsening.clone();
            (merges, left_out)
        });
        let merges = merges.into_iter().filter(|it| of_all(&|other| other.coarsening.merges.contains(it))).collect();
        let left_out =
            left_out.into_iter().filter(|it| of_all(&|other| other.coarsening.left_out.contains(it))).collect();
        Self { age_groups, coarsening: Coarsening { merges, left_out } }
    }
}

/// The codes of the categories that a category stands for; its own where it is one by itself.
pub fn merged_codes(code: &str) -> impl Iterator<Item = &str> {
    code.split(MERGED)
}

/// Whether all that is in the category `inner` of a dimension is in `outer` as well, by their codes: the same, one of several
/// that are shown as one, or an age group within another.
///
/// ```
/// use tryggtall::compute::is_within;
///
/// assert!(is_within("melder", "nav", "nav_politi") && !is_within("melder", "nav_politi", "nav"));
/// assert!(is_within("aldersgruppe", "13-15", "13-17") && !is_within("aldersgruppe", "12-15", "13-17"));
/// ```
pub fn is_within(dimension: &str, inner: &str, outer: &str) -> bool {
    let ages = |code: &str| {
        let (from, to) = code.split_once('-')?;
        Some((from.parse::<i64>().ok()?, to.parse::<i64>().ok()?))
    };
    match (dimension, ages(inner), ages(outer)) {
        ("aldersgruppe", Some(inner), Some(outer)) => outer.0 <= inner.0 && inner.1 <= outer.1,
        _ => merged_codes(inner).all(|code| merged_codes(outer).any(|it| it == code)),
    }
}

impl Coarsening {
    /// Whether nothing is shown in less detail.
    pub fn is_empty(&self) -> bool {
        self.merges.is_empty() && self.left_out.is_empty()
    }

    /// Whether a breakdown is not shown.
    pub fn leaves_out(&self, measure: &str, by: &str) -> bool {
        let sorted = |by: &str| {
            let mut dimensions: Vec<String> = by.split('+').map(str::to_owned).collect();
            dimensions.sort();
            dimensions
        };
        self.left_out.iter().any(|it| it.measure == measure && sorted(&it.by) == sorted(by))
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

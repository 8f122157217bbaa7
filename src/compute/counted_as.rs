//! What a figure is a count of, told without any figure: enough to find the equations that published figures satisfy.
//!
//! Goes into the manifest, where `audit` reads it. Two figures with the same [`CountedAs::count`] at the same coordinates
//! are one number.

use serde::Serialize;

use super::definition::{About, AgeOn, FigureRule, Measure, Over, RowRule};
use crate::acquire::FileRecord;

/// How a measure's value comes from whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// The count itself.
    Count,
    /// A count in proportion to another.
    Share,
    /// A count less another.
    Difference,
    /// Days, means and whatever else is no arithmetic of counts.
    Other,
}

/// What a share is a share of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whole {
    /// Inhabitants, places or people asked: known to everybody.
    Known,
    /// The cases themselves: what is left over is a count of people too.
    Cases,
    /// Another sum, which may be the smaller one.
    Sum,
}

/// How figures of windows that lie in each other hang together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Nesting {
    /// Windows beside each other add up: events.
    Adds,
    /// The longer window has at least as many: children.
    Grows,
    /// As [`Nesting::Grows`], but for those who become too old on the way.
    Roughly,
    /// Nothing follows: a state on a day, a median.
    None,
}

/// What a measure counts. Hashes stand for the rules, so that equal counts are known to be equal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CountedAs {
    /// `people`, `answers` or `services`.
    pub about: &'static str,
    /// How the value comes about.
    pub value: Value,
    /// What the count, the numerator or the first of two counts.
    pub count: Option<String>,
    /// The breakdown and code that the count stands at, where that is not its own: children outside the home of all.
    pub at: Option<String>,
    /// What the denominator counts, or the second of two.
    pub base: Option<String>,
    /// What the denominator is.
    pub whole: Option<Whole>,
    /// How windows hang together.
    pub nesting: Nesting,
    /// Breakdowns whose categories are shares of the whole measure's base, and no parts of its count.
    pub of_whole: Vec<String>,
    /// The source, where the measure is a project's own: what is built in, the catalogue says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl Measure {
    /// What the measure is a count of.
    pub fn counted_as(&self) -> CountedAs {
        use FigureRule as F;
        let figure = |rule: &FigureRule| Some(self.hash_of(&format!("{rule:?}")));
        let sum = |field: &String| figure(&FigureRule::Sum(field.clone()));
        let rows = || Some(self.hash_of("Rows"));
        let own = figure(&self.figure);
        let (value, count, base, whole) = match &self.figure {
            F::Rows | F::Unique(_) | F::Sum(_) => match &self.over {
                None => (Value::Count, own, None, None),
                Some(over) => (Value::Share, own, Some(hash(&self.over_of(over))), Some(Whole::Known)),
            },
            F::Difference([first, second]) => (Value::Difference, sum(first), sum(second), None),
            F::Ratio([first, second]) => (Value::Share, sum(first), sum(second), Some(Whole::Sum)),
            F::Within { .. } | F::ShareWhere(_) => (Value::Share, own, rows(), Some(Whole::Cases)),
            F::ShareOf { unique, above_zero } => {
                let all = figure(&FigureRule::Unique(unique.clone()));
                let counted = if above_zero == "plassering" { all.clone() } else { own };
                (Value::Share, counted, all, Some(Whole::Cases))
            }
            F::Share { of, .. } => (Value::Share, own, Some(self.hash_of(&format!("known {of}"))), Some(Whole::Cases)),
            F::KnownRatio(fields) => {
                let known = |field: &String| Some(self.hash_of(&format!("known {fields:?} {field}")));
                (Value::Share, known(&fields[0]), known(&fields[1]), Some(Whole::Sum))
            }
            F::Days { .. }
            | F::Percentile { .. }
            | F::Survival { .. }
            | F::Queue { .. }
            | F::Mean { .. }
            | F::Late { .. }
            | F::RowsAccepted => (Value::Other, None, None, None),
        };
        let is_placed = matches!(&self.figure, F::ShareOf { above_zero, .. } if above_zero == "plassering");
        CountedAs {
            about: match self.about {
                About::People => "people",
                About::Answers => "answers",
                About::Services => "services",
            },
            value,
            count,
            at: is_placed.then(|| "plassering=utenfor".to_owned()),
            base,
            whole,
            nesting: self.nesting(),
            of_whole: self.breakdowns.iter().filter(|rule| rule.of_whole).map(|rule| rule.by.clone()).collect(),
            source: (!crate::catalogue::is_measure(&self.id)).then(|| self.source.clone()),
        }
    }

    /// Whether the figure gathers over the window: a count of what happens in it, by itself or of so many inhabitants, places
    /// or people asked. Half the window has about half of it; a share of the cases is the same share in any part of it.
    pub fn accumulates(&self) -> bool {
        use FigureRule as F;
        self.is_of_window() && matches!(self.figure, F::Rows | F::Unique(_) | F::Sum(_) | F::Difference(_))
    }

    /// Whether the figure is a share of what its own export has: an empty export gives no figure, and nought is one.
    pub fn is_of_cases(&self) -> bool {
        matches!(self.counted_as().whole, Some(Whole::Cases | Whole::Sum))
    }

    fn is_of_window(&self) -> bool {
        matches!(self.rows, RowRule::InWindow(_) | RowRule::InWindowOrFolder(_) | RowRule::Overlap(_))
    }

    fn nesting(&self) -> Nesting {
        let is_event = !matches!(self.rows, RowRule::Overlap(_));
        let ages = self.age.is_some_and(|age| age.on == AgeOn::WindowEnd);
        match &self.figure {
            _ if !self.is_of_window() || self.view.is_some() => Nesting::None,
            _ if ages => Nesting::Roughly,
            FigureRule::Rows | FigureRule::Sum(_) if is_event => Nesting::Adds,
            FigureRule::Rows | FigureRule::Sum(_) | FigureRule::Unique(_) => Nesting::Grows,
            // What was in time in May is in time in the longer window too.
            FigureRule::Within { .. } | FigureRule::ShareWhere(_) if is_event => Nesting::Grows,
            _ => Nesting::None,
        }
    }

    /// Inhabitants and places are the same whatever is divided by them; those who were asked are those of one survey.
    fn over_of(&self, over: &Over) -> String {
        let survey = matches!(over, Over::Invited).then_some(&self.source);
        survey.map_or_else(|| format!("{over:?}"), |survey| format!("{over:?} {survey}"))
    }

    /// The rows that count and what is counted in them, as a short hash: it tells no figure and no name.
    fn hash_of(&self, what: &str) -> String {
        let Self { source, rows, conditions, not, before, age, view, question, .. } = self;
        hash(&format!("{source} {rows:?} {conditions:?} {not:?} {before:?} {age:?} {view:?} {question:?} {what}"))
    }
}

fn hash(text: &str) -> String {
    FileRecord::of("", text.as_bytes()).sha256.chars().take(12).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::SourceMaps;
    use crate::compute::Indicators;

    fn measure(id: &str) -> Measure {
        let maps = SourceMaps::built_in().unwrap();
        let indicators = Indicators::built_in(&maps).unwrap();
        let measures = indicators.iter().flat_map(|indicator| &indicator.measures);
        measures.into_iter().find(|measure| measure.id == id).unwrap().clone()
    }

    fn of(id: &str) -> CountedAs {
        measure(id).counted_as()
    }

    /// Children of a window over inhabitants gather; those of a day, and shares of the cases, do not.
    #[test]
    fn what_gathers_over_the_window() {
        for id in ["E1", "E3-kapasitet", "K1", "K2", "K3", "K4", "E4", "E5-svarprosent"] {
            assert!(measure(id).accumulates() && !measure(id).is_of_cases(), "{id}");
        }
        for id in ["K3-slutt", "S1", "S2-per-1000", "E3-venter", "E3-ventetid", "Q1-revisjon"] {
            assert!(!measure(id).accumulates() && !measure(id).is_of_cases(), "{id}");
        }
        for id in ["K5", "K6", "E5", "C1-andel", "T1-over", "H1-gjennomfort"] {
            assert!(!measure(id).accumulates() && measure(id).is_of_cases(), "{id}");
        }
    }

    #[test]
    fn equal_counts_are_known_to_be_equal() {
        assert_eq!(of("E3").count, of("E3-kapasitet").count, "referrals, and referrals per place");
        assert_eq!(of("K5").base, of("K4").count, "reports received");
        assert_eq!(of("S2").count, of("S2-per-1000").count);
        assert_eq!(of("K6").count, of("K3").count, "children outside the home are among those with measures");
        assert_eq!([of("E4-udekket").count, of("E4-udekket").base], [of("E4").count, of("E4-tilbudt").count]);
        assert_ne!(of("K1").count, of("K2").count);
        assert_eq!(of("K1").base, of("K3").base, "the same inhabitants");
        assert_ne!(of("E5-svarprosent").base, of("E6-svarprosent").base, "each survey asks others");
    }

    #[test]
    fn windows_nest_where_events_or_children_are_counted() {
        let nesting = |id: &str| of(id).nesting;
        assert_eq!([nesting("E1"), nesting("K4")], [Nesting::Adds; 2]);
        assert_eq!(nesting("E3-barn"), Nesting::Grows);
        assert_eq!(nesting("K1"), Nesting::Roughly);
        assert_eq!([nesting("S1"), nesting("E3-ventetid"), nesting("K3-slutt")], [Nesting::None; 3]);
    }
}

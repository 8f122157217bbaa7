//! The categories a measure is broken down by, and the rows of each.

use std::collections::BTreeMap;

use super::Request;
use super::columns::{Columns, Labels};
use super::definition::{BreakdownRule, FigureRule, Measure};
use super::moment::Moment;
use super::selection::{Selection, highest_of_each};
use super::surroundings::{self, Group, KNOWN_SEXES};
use crate::check::{CodeList, MISSING, SourceMaps};
use crate::lang::text;

/// Stands for a blank cell: a category of its own, so that the parts still make the whole.
const UNKNOWN: i32 = -1;
/// Stands for an age that the plan's groups leave out.
const OTHER_AGE: i32 = -2;

/// The code of those whom the age groups leave out: others where the groups are others.
pub const OTHER_AGES: &str = "annen-alder";

/// One category.
#[derive(Clone)]
pub(super) struct Category {
    /// Its code in each of the dimensions.
    pub(super) key: Vec<i32>,
    pub(super) id: String,
    pub(super) label: String,
    /// Who it is among the inhabitants.
    pub(super) inhabitants: Inhabitants,
}

impl Category {
    /// What no category of a list is for.
    pub(super) fn is_left_over(&self) -> bool {
        self.key.iter().any(|code| *code < 0)
    }
}

/// How a category's inhabitants are found.
#[derive(Clone, Copy)]
pub(super) enum Inhabitants {
    /// The measure's own denominator (places).
    AsTotal,
    /// Those of a group.
    Group(Group),
    /// The category is of no use for a share of inhabitants.
    None,
}

/// What categories are made from.
pub(super) struct Dimensions<'a> {
    pub(super) measure: &'a Measure,
    pub(super) maps: &'a SourceMaps,
    pub(super) request: &'a Request,
}

impl Dimensions<'_> {
    /// All categories of a breakdown in the order they are shown.
    pub(super) fn categories(&self, rule: &BreakdownRule, columns: &Columns) -> Vec<Category> {
        let mut all = vec![Category {
            key: Vec::new(),
            id: String::new(),
            label: String::new(),
            inhabitants: Inhabitants::AsTotal,
        }];
        for dimension in rule.dimensions() {
            let of_dimension = self.request.detail.coarsening.of(dimension, self.of(dimension, columns));
            all = all.iter().flat_map(|first| of_dimension.iter().map(move |second| both(first, second))).collect();
        }
        all
    }

    fn of(&self, dimension: &str, columns: &Columns) -> Vec<Category> {
        match dimension {
            "aldersgruppe" => self.age_groups(),
            "kjonn" if self.measure.view.is_none() => self.sexes(),
            "plassering" => {
                let one = |code, id: &str, label: &str| category(code, id, &text(label, &[]), Inhabitants::AsTotal);
                vec![
                    one(0, "hjemme", "generated.at_home"),
                    one(1, "utenfor", "generated.outside_home"),
                    unknown(Inhabitants::AsTotal),
                ]
            }
            "maaned" => self.months(),
            field => Self::codes(columns.labels(field)),
        }
    }

    fn age_groups(&self) -> Vec<Category> {
        let groups = clipped(&self.request.detail.age_groups, self.measure);
        let one = |((from, to), place): (&(i64, i64), i32)| {
            let group = Group { from: *from, to: *to, sex: None };
            category(place, &format!("{from}-{to}"), &group_label(group, self.maps), Inhabitants::Group(group))
        };
        let mut categories: Vec<_> = groups.iter().zip(0..).map(one).collect();
        let other = text("generated.other_age", &[]);
        categories.push(category(OTHER_AGE, OTHER_AGES, &other, Inhabitants::None));
        categories.push(unknown(Inhabitants::None));
        categories
    }

    fn sexes(&self) -> Vec<Category> {
        let whole_group = surroundings::population_group(self.measure);
        let codes = self.maps.list("kjonn").map(CodeList::codes).unwrap_or_default();
        let one = |(code, place): (&crate::check::Code, i32)| {
            let group = whole_group.map(|group| Group { sex: Some(i64::from(place)), ..group });
            category(place, &code.id, &code.label, group.map_or(Inhabitants::AsTotal, Inhabitants::Group))
        };
        let known = codes.iter().zip(0..).filter(|(code, _)| code.id != "ukjent");
        known.map(one).chain([unknown(Inhabitants::None)]).collect()
    }

    fn months(&self) -> Vec<Category> {
        let names = text("generated.months", &[]);
        let by_number: BTreeMap<u32, &str> = (1..).zip(names.split(' ')).collect();
        let months = self.request.period(self.request.year).months();
        let one = |month: u32| {
            let name = by_number.get(&month).copied().unwrap_or_default();
            category(i32::try_from(month).unwrap_or(0), &format!("{month:02}"), name, Inhabitants::AsTotal)
        };
        months.into_iter().map(one).collect()
    }

    fn codes(labels: Option<&Labels>) -> Vec<Category> {
        let mut codes = labels.map(Labels::codes).unwrap_or_default();
        if matches!(labels, Some(Labels::Names(_))) {
            codes.sort_by_key(|(_, _, label)| label.to_lowercase());
        }
        let has_unknown = codes.iter().any(|(_, id, _)| id == "ukjent");
        let one = |(code, id, label): &(i32, String, String)| category(*code, id, label, Inhabitants::AsTotal);
        let mut categories: Vec<_> = codes.iter().map(one).collect();
        if !has_unknown {
            categories.push(unknown(Inhabitants::AsTotal));
        }
        categories
    }

    /// The rows of each category that has any.
    pub(super) fn split(
        &self,
        rule: &BreakdownRule,
        columns: &Columns,
        selection: &Selection,
        moment: &Moment,
    ) -> BTreeMap<Vec<i32>, Vec<u32>> {
        let place = |dimension: &str| {
            let placed = self.place(dimension, columns, selection, moment);
            let stand_ins = self.request.detail.coarsening.stand_ins(dimension, &self.of(dimension, columns));
            (placed, stand_ins)
        };
        let of_dimension: Vec<(Placed, BTreeMap<i32, i32>)> = rule.dimensions().map(place).collect();
        let mut rows: BTreeMap<Vec<i32>, Vec<u32>> = BTreeMap::new();
        for (place, row) in selection.rows.iter().enumerate() {
            let mut keys = vec![Vec::new()];
            for (placed, stand_ins) in &of_dimension {
                let codes = placed.codes(place, *row as usize, stand_ins);
                keys =
                    keys.iter().flat_map(|key| codes.iter().map(|code| [key.as_slice(), &[*code]].concat())).collect();
            }
            for key in keys {
                rows.entry(key).or_default().push(*row);
            }
        }
        rows
    }

    fn place<'c>(&self, dimension: &str, columns: &'c Columns, selection: &Selection, moment: &Moment) -> Placed<'c> {
        if let Some(several) = columns.several(dimension) {
            return Placed::Several(several);
        }
        let at = |name: &str| {
            let values = columns.at(name, moment);
            selection.rows.iter().map(|row| values[*row as usize]).collect::<Vec<i32>>()
        };
        let codes = match dimension {
            "aldersgruppe" => {
                let groups = clipped(&self.request.detail.age_groups, self.measure);
                selection.ages.iter().map(|age| group_of(*age, &groups)).collect()
            }
            "kjonn" if columns.has("barnets_kjonn") => {
                // `ukjent` in the list and a blank cell are the same to a reader.
                let known = |sex: &i32| if i64::from(*sex) < KNOWN_SEXES { *sex } else { MISSING };
                self.settled(columns, selection, at("barnets_kjonn").iter().map(known).collect())
            }
            "plassering" => self.settled(columns, selection, at("plassering")),
            field => at(field),
        };
        Placed::One(codes.into_iter().map(|code| if code == MISSING { UNKNOWN } else { code }).collect())
    }

    /// Where children are counted, each is in one category: the parts then make the whole, and protection can rely on it.
    fn settled(&self, columns: &Columns, selection: &Selection, values: Vec<i32>) -> Vec<i32> {
        let FigureRule::Unique(child) = &self.measure.figure else { return values };
        let children = columns.whole(child);
        highest_of_each(selection.rows.iter().map(|row| children[*row as usize]), &values)
    }

    /// Whether one event, or one child, may be in several categories.
    pub(super) fn is_overlapping(&self, rule: &BreakdownRule, columns: &Columns) -> bool {
        let is_unique = matches!(self.measure.figure, FigureRule::Unique(_));
        // A child may have events in several months; its sex, age and placement are settled.
        let stays_put = |by: &str| matches!(by, "kjonn" | "aldersgruppe" | "plassering");
        rule.dimensions().any(|by| columns.several(by).is_some() || (is_unique && !stays_put(by)))
    }
}

/// The categories of each row in one dimension.
enum Placed<'c> {
    One(Vec<i32>),
    Several(&'c crate::check::Several),
}

impl Placed<'_> {
    /// None where a row has no code at all in a field of several: it is in no category.
    fn codes(&self, place: usize, row: usize, stand_ins: &BTreeMap<i32, i32>) -> Vec<i32> {
        let own = match self {
            Self::One(codes) => &codes[place..=place],
            Self::Several(several) => several.codes(row),
        };
        let mut codes: Vec<i32> = Vec::with_capacity(own.len());
        for code in own.iter().map(|code| stand_ins.get(code).unwrap_or(code)) {
            // Two codes of a row that are shown as one are one.
            if stand_ins.is_empty() || !codes.contains(code) {
                codes.push(*code);
            }
        }
        codes
    }
}

fn category(code: i32, id: &str, label: &str, inhabitants: Inhabitants) -> Category {
    Category { key: vec![code], id: id.to_owned(), label: label.to_owned(), inhabitants }
}

fn unknown(inhabitants: Inhabitants) -> Category {
    category(UNKNOWN, "ukjent", &text("generated.unknown", &[]), inhabitants)
}

fn both(first: &Category, second: &Category) -> Category {
    if first.key.is_empty() {
        return second.clone();
    }
    Category {
        key: [first.key.as_slice(), &second.key].concat(),
        id: format!("{}+{}", first.id, second.id),
        label: format!("{}, {}", first.label, second.label.to_lowercase()),
        inhabitants: Inhabitants::None,
    }
}

fn group_of(age: i32, groups: &[(i64, i64)]) -> i32 {
    if age == MISSING {
        return MISSING;
    }
    let found = groups.iter().zip(0..).find(|((from, to), _)| (*from..=*to).contains(&i64::from(age)));
    found.map_or(OTHER_AGE, |(_, place)| place)
}

/// The plan's age groups as far as the measure's own ages go.
fn clipped(groups: &[(i64, i64)], measure: &Measure) -> Vec<(i64, i64)> {
    let (from, to) = measure.age.map_or((0, i64::MAX), |age| (age.from, age.to));
    groups.iter().map(|group| (group.0.max(from), group.1.min(to))).filter(|group| group.0 <= group.1).collect()
}

/// A group of inhabitants as people say it: «6–12 år», «0–17 år, jente».
pub(super) fn group_label(group: Group, maps: &SourceMaps) -> String {
    let [youngest, oldest] = [group.from, group.to].map(|age| age.to_string());
    let ages = text("generated.age_group", &[("from", &youngest), ("to", &oldest)]);
    let sexes = maps.list("kjonn").map(CodeList::codes).unwrap_or_default();
    let sex = group.sex.and_then(|sex| sexes.get(usize::try_from(sex).ok()?));
    sex.map_or(ages.clone(), |sex| format!("{ages}, {}", sex.label.to_lowercase()))
}

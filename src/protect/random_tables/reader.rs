//! Somebody who has every report of a world, knows what the tables mean, and works out what can be.

use std::collections::BTreeMap;

use super::super::Cell;
use super::search::{Found, Search, holds};
use super::tables::{Report, cells, nests};
use super::world::{At, FAR, Figure, Form, Kind, Rule, World, phases};
use crate::disclosure::{self, intervals};

/// What a cell says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// The count; of a share its base too.
    Shown(i64, Option<i64>),
    Withheld,
    NotApplicable,
    Missing,
}

/// Every cell of a report.
pub(super) fn seen(report: &Report) -> Vec<(At, Seen)> {
    let publishable = &report.publishable;
    let number = |count: u64| i64::try_from(count).unwrap();
    let of = |cell: &Cell| match cell {
        Cell::Shown(shown) => Seen::Shown(number(shown.numerator.unwrap()), shown.denominator.map(number)),
        Cell::Withheld => Seen::Withheld,
        Cell::NotApplicable => Seen::NotApplicable,
        Cell::Missing => Seen::Missing,
    };
    let cells = cells(report.window, publishable.indicators(), publishable.region());
    cells.into_iter().map(|(at, cell)| (at, of(cell))).collect()
}

/// What must not be found: a count, with a name for people.
#[derive(Debug)]
pub(super) struct Secret {
    pub(super) name: String,
    pub(super) form: Form,
    /// A figure prints it, as its mark: whoever takes every mark to stand for a small count must not be left with one.
    is_marked: bool,
}

/// The world as far as it is published.
pub(super) struct Reader<'a> {
    world: &'a World,
    figures: BTreeMap<At, Figure>,
    pub(super) secrets: Vec<Secret>,
    /// What is known where all that is not nought is withheld.
    least_known: Vec<Rule>,
}

/// What came of an attack.
#[derive(Debug, Default)]
pub(super) struct Attack {
    /// Counts that are proven small.
    pub(super) found: Vec<String>,
    /// Those that were asked of the engine, as there was too much to try.
    pub(super) asked: usize,
    /// Those that even the engine leaves open.
    pub(super) unsure: Vec<String>,
    /// Marked counts for which there was too much to try.
    pub(super) untried: usize,
    /// Marked counts that this reader would know whatever else was withheld.
    pub(super) beyond: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(world: &'a World, all: &[(At, Seen)]) -> Self {
        let figures = all.iter().map(|(at, _)| (at.clone(), world.figure(at))).collect();
        let mut reader = Self { world, figures, secrets: Vec::new(), least_known: Vec::new() };
        reader.secrets = reader.secrets();
        // Of a share its base: a share of nobody is shown as that.
        let is_none = |at: &At, (count, base): (i64, Option<i64>)| match reader.figures[at].kind {
            Kind::Share => base == Some(0),
            Kind::Count | Kind::Missing => count == 0,
        };
        let hidden = |(at, seen): &(At, Seen)| match seen {
            Seen::Shown(count, base) if !is_none(at, (*count, *base)) => (at.clone(), Seen::Withheld),
            _ => (at.clone(), *seen),
        };
        reader.least_known = reader.known(&all.iter().map(hidden).collect::<Vec<_>>());
        reader
    }

    /// A figure as it would be shown.
    pub(super) fn truth(&self, at: &At) -> Seen {
        let counts = &self.figures[at].counts;
        Seen::Shown(self.world.value(&counts[0].1), counts.get(2).map(|it| self.world.value(&it.1)))
    }

    /// Whether a figure rests on a small count.
    pub(super) fn is_primary(&self, at: &At) -> bool {
        let small = |(_, form): &(&str, Form)| (1..self.world.threshold).contains(&self.world.value(form));
        self.figures[at].counts.iter().any(small)
    }

    /// Each small count that a figure is made of, or that lies between two figures.
    fn secrets(&self) -> Vec<Secret> {
        let mut forms: BTreeMap<Form, (String, bool)> = BTreeMap::new();
        let mut add_marked = |name: String, form: Form, is_marked: bool| {
            if (1..self.world.threshold).contains(&self.world.value(&form)) {
                forms.entry(form).or_insert((name, false)).1 |= is_marked;
            }
        };
        for (at, figure) in self.figures.iter().filter(|(_, figure)| figure.kind != Kind::Missing) {
            let printed = figure.counts.iter().enumerate().filter(|(place, _)| *place != 1);
            printed.for_each(|(_, (what, form))| add_marked(format!("{at:?} {what}"), form.clone(), true));
        }
        let mut add = |name: String, form: Form| add_marked(name, form, false);
        let there = || self.figures.iter().filter(|(_, figure)| figure.kind != Kind::Missing);
        for (at, figure) in there() {
            for (what, form) in &figure.counts {
                add(format!("{at:?} {what}"), form.clone());
            }
            if at.measure == "X1-b" {
                let outer = self.world.figure(&At { measure: "X1".to_owned(), ..at.clone() });
                add(format!("{at:?} beside X1"), less(&outer.counts[0].1, &figure.counts[0].1));
            }
            for (other, longer) in there().filter(|(other, _)| nests(at) && is_longer(other, at)) {
                let pairs = figure.counts.iter().zip(&longer.counts);
                pairs.for_each(|(inner, outer)| {
                    add(format!("{at:?} within {:?}", other.window), less(&outer.1, &inner.1));
                });
            }
        }
        for at in self.beneath() {
            add(format!("{at:?}, printed nowhere"), self.world.figure(&at).counts[0].1.clone());
        }
        for (at, figure) in self.figures.iter().filter(|(_, figure)| figure.kind == Kind::Missing) {
            add(format!("{at:?} has no data"), figure.counts[0].1.clone());
        }
        forms.into_iter().map(|(form, (name, is_marked))| Secret { name, form, is_marked }).collect()
    }

    /// The cells of tables that nobody prints, of the years and windows that are reported.
    fn beneath(&self) -> Vec<At> {
        let shape = &self.world.shape;
        let cells = shape.beneath.iter().flat_map(|by| shape.codes(by).into_iter().map(move |code| (by, code)));
        let cells: Vec<(&String, String)> = cells.collect();
        let totals = self.figures.keys().filter(|at| at.measure == "X1" && !at.is_region && at.dimension.is_empty());
        totals.flat_map(|at| cells.iter().map(|(by, code)| At::own(at.window, ("X1", at.year), by, code))).collect()
    }

    /// What the cells say, as rules.
    pub(super) fn known(&self, seen: &[(At, Seen)]) -> Vec<Rule> {
        let mut rules = BTreeMap::new();
        let mut add = |form: &Form, least: i64, most: i64| {
            let known = rules.entry(form.clone()).or_insert((least, most));
            *known = (known.0.max(least), known.1.min(most));
        };
        for (at, seen) in seen {
            let figure = &self.figures[at];
            let form = |place: usize| &figure.counts[place].1;
            match (figure.kind, *seen) {
                (_, Seen::Missing) => {}
                (Kind::Share, Seen::Shown(count, base)) => {
                    add(form(0), count, count);
                    add(form(2), base.unwrap(), base.unwrap());
                }
                // Of nothing there is no share, and that is shown.
                (Kind::Share, Seen::Withheld) => add(form(2), 1, FAR),
                (Kind::Share, Seen::NotApplicable) => add(form(2), 0, 0),
                (_, Seen::Shown(count, _)) => add(form(0), count, count),
                // Zeros are shown.
                (_, Seen::Withheld) => add(form(0), 1, FAR),
                (_, Seen::NotApplicable) => panic!("{at:?} is a count"),
            }
        }
        let rule = |(form, (least, most)): (Form, (i64, i64))| Rule {
            terms: form.into_iter().map(|atom| (atom, 1)).collect(),
            least,
            most,
        };
        self.world.rules.iter().cloned().chain(rules.into_iter().map(rule)).collect()
    }

    /// Works out what follows from some rules. Where too much would have to be tried, the engine is asked.
    pub(super) fn attack(&self, rules: &[Rule]) -> Attack {
        let search = Search::new(rules, &self.world.truth);
        let mut attack = Attack::default();
        let mut fillings: Vec<Vec<i64>> = Vec::new();
        for secret in &self.secrets {
            let is_moved = |filling: &Vec<i64>| {
                let sum: i64 = secret.form.iter().map(|atom| filling[*atom]).sum();
                sum == 0 || sum >= self.world.threshold
            };
            if fillings.iter().any(is_moved) {
                continue;
            }
            let answers = [(self.world.threshold, FAR), (0, 0)].map(|(least, most)| {
                match search.filling(&secret.form, least, most) {
                    Found::Filling(filling) => {
                        assert!(
                            rules.iter().all(|rule| holds(rule, &filling)) && is_moved(&filling),
                            "{}",
                            secret.name
                        );
                        fillings.push(filling);
                        Some(true)
                    }
                    Found::Nothing => Some(false),
                    Found::TooMany => None,
                }
            });
            match answers {
                [Some(true), _] | [_, Some(true)] => {}
                [Some(false), Some(false)] => attack.found.push(secret.name.clone()),
                _ => {
                    attack.asked += 1;
                    self.ask(rules, secret, &mut attack);
                }
            }
        }
        self.attack_marks(&search, &fillings, &mut attack);
        attack
    }

    /// Works out what follows for whoever takes every mark to stand for a small count.
    fn attack_marks(&self, search: &Search, fillings: &[Vec<i64>], attack: &mut Attack) {
        let least_known = Search::new(&self.least_known, &self.world.truth);
        for secret in self.secrets.iter().filter(|secret| secret.is_marked) {
            let value = self.world.value(&secret.form);
            let is_another = |filling: &Vec<i64>| {
                let sum: i64 = secret.form.iter().map(|atom| filling[*atom]).sum();
                sum != value && (1..self.world.threshold).contains(&sum)
            };
            if fillings.iter().any(is_another) {
                continue;
            }
            let others = [(1, value - 1), (value + 1, self.world.threshold - 1)];
            let others = others.into_iter().filter(|(least, most)| least <= most);
            let answers = |search: &Search| -> Vec<Found> {
                others.clone().map(|(least, most)| search.filling(&secret.form, least, most)).collect()
            };
            let is_nothing = |answers: &[Found]| answers.iter().all(|it| *it == Found::Nothing);
            let found = answers(search);
            if is_nothing(&found) {
                if is_nothing(&answers(&least_known)) {
                    attack.beyond += 1;
                } else {
                    attack.found.push(format!("{} by its mark", secret.name));
                }
            } else if !found.iter().any(|it| matches!(it, Found::Filling(_))) {
                attack.untried += 1;
            }
        }
    }

    /// The engine's answer, in a model of atoms and of what is published.
    fn ask(&self, rules: &[Rule], secret: &Secret, attack: &mut Attack) {
        let mut model = disclosure::Model::default();
        let number = |value: i64| u64::try_from(value).unwrap();
        let cell = |(id, value): (u64, &i64)| disclosure::Cell::implied(id, number(*value));
        let atoms: Vec<_> = (0..).zip(&self.world.truth).map(|it| model.cell(cell(it))).collect();
        for rule in rules {
            let terms: Vec<_> = rule.terms.iter().map(|(atom, factor)| (atoms[*atom], *factor)).collect();
            if rule.least == rule.most {
                model.equation(&terms, rule.least);
            } else {
                model.at_least(&terms, rule.least);
            }
        }
        let value = number(self.world.value(&secret.form));
        let asked = model.cell(disclosure::Cell::implied(u64::MAX, value));
        let parts: Vec<_> = secret.form.iter().map(|atom| atoms[*atom]).collect();
        model.sum(asked, &parts);
        let found = intervals(&model).unwrap();
        let found = found.iter().find(|it| it.id == u64::MAX).unwrap();
        if found.is_small(number(self.world.threshold)) {
            attack.found.push(secret.name.clone());
        } else if !found.is_exact && found.high.is_some() {
            attack.unsure.push(secret.name.clone());
        }
    }

    /// How many withheld figures that are not small have one value only.
    pub(super) fn worked_out(&self, seen: &[(At, Seen)], rules: &[Rule]) -> usize {
        let search = Search::new(rules, &self.world.truth);
        let is_out = |(at, seen): &&(At, Seen)| {
            let form = &self.figures[at].counts[0].1;
            let value = self.world.value(form);
            let other = |least, most| search.filling(form, least, most) == Found::Nothing;
            *seen == Seen::Withheld && !self.is_primary(at) && other(0, value - 1) && other(value + 1, FAR)
        };
        seen.iter().filter(is_out).count()
    }
}

fn less(all: &Form, some: &Form) -> Form {
    all.iter().copied().filter(|atom| !some.contains(atom)).collect()
}

/// The same figure of a longer window.
fn is_longer(other: &At, at: &At) -> bool {
    phases(other.window) > phases(at.window) && At { window: at.window, ..other.clone() } == *at
}

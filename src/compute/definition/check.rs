//! What a definition says must fit the sources it names.

use super::read::Source;
use super::{BreakdownRule, DERIVED, FigureRule, Indicator, Limit, Measure, Over, RowRule, Words};
use crate::check::{FieldKind, SourceMap, SourceMaps};
use crate::compute::view;
use crate::lang::text;
use crate::units::Unit;

/// Notes every mistake of an indicator in `source`.
pub(super) fn check(indicator: &Indicator, stem: &str, maps: &SourceMaps, source: &mut Source<'_>) {
    let head = &indicator.head;
    if head.id != stem {
        source.say(0, &text("definition.file_name", &[("id", &head.id)]));
    }
    if indicator.measures.first().is_some_and(|measure| measure.id != head.id) {
        source.say(0, &text("definition.first_measure", &[("id", &head.id)]));
    }
    for (words, what) in [(&head.title, "title"), (&head.description, "description")] {
        say_empty(words, what, 0, source);
    }
    for question in &head.questions {
        if !head.dimensions.contains_key(&question.dimension) {
            let values = [("question", question.id.as_str()), ("dimension", &question.dimension)];
            source.say(0, &text("definition.question_dimension", &values));
        }
    }
    for measure in &indicator.measures {
        let begins = measure.id == head.id || measure.id.starts_with(&format!("{}-", head.id));
        if !begins {
            let values = [("id", measure.id.as_str()), ("indicator", &head.id)];
            source.say(measure.spans.of("id"), &text("definition.measure_id", &values));
        }
        if measure.part_of.as_ref().is_some_and(|outer| !indicator.measures.iter().any(|other| other.id == *outer)) {
            source.say(measure.spans.of("part_of"), &text("definition.part_of", &[("id", &measure.id)]));
        }
        for (words, what) in [(&measure.title, "title"), (&measure.unit_text, "unit_text")] {
            say_empty(words, what, measure.spans.of(what), source);
        }
        if let Some(map) = maps.get(&measure.source) {
            Examined { measure, indicator, map, maps }.check(source);
        } else {
            let values = [("id", measure.id.as_str()), ("source", &measure.source)];
            source.say(measure.spans.of("source"), &text("definition.unknown_source", &values));
        }
    }
}

fn say_empty(words: &Words, what: &str, at: usize, source: &mut Source<'_>) {
    for (language, said) in [("nb", &words.nb), ("nn", &words.nn), ("en", &words.en)] {
        if said.trim().is_empty() {
            source.say(at, &text("definition.no_words", &[("what", what), ("language", language)]));
        }
    }
}

/// A measure and what it is held against.
struct Examined<'a> {
    measure: &'a Measure,
    indicator: &'a Indicator,
    map: &'a SourceMap,
    maps: &'a SourceMaps,
}

impl Examined<'_> {
    fn check(&self, source: &mut Source<'_>) {
        self.check_fields(source);
        self.check_codes(source);
        for breakdown in &self.measure.breakdowns {
            self.check_breakdown(breakdown, source);
        }
        self.check_unit(source);
        let counts_spans = matches!(self.measure.rows, RowRule::Overlap(_) | RowRule::UntilEnd(_));
        let counts_once = !matches!(self.measure.figure, FigureRule::Rows | FigureRule::Sum(_));
        if counts_spans && !counts_once && self.measure.view.is_none() {
            self.say("figure", "definition.counts_twice", &[], source);
        }
        if self.measure.view.is_some() && self.measure.age.is_some() {
            self.say("age", "definition.age_of_view", &[], source);
        }
    }

    fn say(&self, key: &str, sentence: &str, values: &[(&str, &str)], source: &mut Source<'_>) {
        let mut values = values.to_vec();
        values.push(("id", &self.measure.id));
        source.say(self.measure.spans.of(key), &text(sentence, &values));
    }

    /// What the rows of the source have; a view has its own.
    fn is_field(&self, name: &str) -> bool {
        let derived_of_children = ["plassering", "alder_ved"];
        self.map.field(name).is_some()
            || (derived_of_children.contains(&name) && self.map.field("barn_id").is_some())
            || (name == "tilstand" && self.map.id == "milepael")
    }

    fn is_counted(&self, name: &str) -> bool {
        self.measure.view.map_or_else(|| self.is_field(name), |kind| view::columns(kind).contains(&name))
    }

    fn check_fields(&self, source: &mut Source<'_>) {
        let named = |key: &'static str, names: Vec<String>, of_view: bool| (key, names, of_view);
        let Measure { rows, conditions, not, before, figure, .. } = self.measure;
        let lists = [
            named("rows", row_fields(rows), false),
            named("where", conditions.keys().cloned().collect(), false),
            named("not", not.keys().cloned().collect(), false),
            named("before", before.iter().cloned().collect(), false),
            named("figure", figure_fields(figure), true),
        ];
        for (key, names, of_view) in lists {
            for name in names {
                let is_there = if of_view { self.is_counted(&name) } else { self.is_field(&name) };
                if !is_there {
                    let values = [("source", self.measure.source.as_str()), ("field", &name)];
                    self.say(key, "definition.unknown_field", &values, source);
                }
            }
        }
    }

    fn check_codes(&self, source: &mut Source<'_>) {
        let Measure { conditions, not, figure, .. } = self.measure;
        let of_figure = match figure {
            FigureRule::ShareWhere(wanted) => wanted.iter().collect::<Vec<_>>(),
            _ => Vec::new(),
        };
        let keyed = [("where", conditions.iter().collect()), ("not", not.iter().collect()), ("figure", of_figure)];
        for (key, wanted) in keyed {
            for (field, codes) in wanted {
                let list = match field.as_str() {
                    "tilstand" => self.maps.list("milepael-tilstand"),
                    field => self.map.field(field).and_then(|field| self.maps.list_of(field)),
                };
                let Some(list) = list else { continue };
                for code in codes.iter().filter(|code| list.find(code).is_none()) {
                    self.say(key, "definition.unknown_code", &[("code", code), ("field", field)], source);
                }
            }
        }
    }

    fn check_breakdown(&self, breakdown: &BreakdownRule, source: &mut Source<'_>) {
        say_empty(&breakdown.title, "breakdowns", self.measure.spans.of("breakdowns"), source);
        for dimension in breakdown.dimensions() {
            if !self.is_dimension(dimension) {
                let known = DERIVED.join(", ");
                let values = [("dimension", dimension), ("known", known.as_str())];
                self.say("breakdowns", "definition.no_dimension", &values, source);
            }
        }
    }

    fn is_dimension(&self, name: &str) -> bool {
        if let Some(kind) = self.measure.view {
            return view::dimensions(kind).contains(&name);
        }
        let has = |fields: &[&str]| fields.iter().any(|field| self.map.field(field).is_some());
        match name {
            "maaned" => has(&["mottatt", "dato"]),
            "aldersgruppe" | "plassering" => has(&["barn_id"]),
            "kjonn" => has(&["kjonn"]),
            "tilstand" => self.map.id == "milepael",
            "ventedager" => ["mottatt", "forste_samtale"].iter().all(|field| self.map.field(field).is_some()),
            name => {
                let kind = self.map.field(name).map(|field| field.kind);
                matches!(kind, Some(FieldKind::Code | FieldKind::Codes | FieldKind::Name))
            }
        }
    }

    /// Percent and per thousand have a denominator, and only they; a survey is asked by its questions.
    fn check_unit(&self, source: &mut Source<'_>) {
        use FigureRule as F;
        let Measure { unit, over, figure, .. } = self.measure;
        let is_ratio = matches!(unit, Unit::Prosent | Unit::Per1000);
        let has_denominator = over.is_some()
            || matches!(
                figure,
                F::Within { .. }
                    | F::ShareOf { .. }
                    | F::Share { .. }
                    | F::ShareWhere(_)
                    | F::Ratio(_)
                    | F::KnownRatio(_)
                    | F::RowsAccepted
            );
        if is_ratio != has_denominator {
            self.say("unit", "definition.denominator", &[], source);
        }
        let needs_questions = self.measure.view == Some(super::View::Answers);
        if needs_questions && self.indicator.head.questions.is_empty() {
            self.say("view", "definition.no_questions", &[], source);
        }
        if matches!(over, Some(Over::Population { from, to }) if from > to) {
            self.say("over", "definition.ages", &[], source);
        }
    }
}

fn row_fields(rule: &RowRule) -> Vec<String> {
    match rule {
        RowRule::InFolder => Vec::new(),
        RowRule::InWindow(date) | RowRule::InWindowOrFolder(date) | RowRule::UntilEnd(date) => vec![date.clone()],
        RowRule::Overlap(span) | RowRule::ActiveAtEnd(span) => span.to_vec(),
        RowRule::LatestReading { date, per, .. } => vec![date.clone(), per.clone()],
        RowRule::LatestInWindow { date, per } => [std::slice::from_ref(date), per.as_slice()].concat(),
        RowRule::StillOpenAtEnd { from, until } => [std::slice::from_ref(from), until.as_slice()].concat(),
    }
}

/// The fields a figure names.
pub(in crate::compute) fn figure_fields(figure: &FigureRule) -> Vec<String> {
    use FigureRule as F;
    match figure {
        F::Rows | F::RowsAccepted => Vec::new(),
        F::Unique(field) | F::Sum(field) | F::Percentile { of: field, .. } => vec![field.clone()],
        F::Difference(fields) | F::Ratio(fields) | F::KnownRatio(fields) => fields.to_vec(),
        F::Days { from, to, .. } | F::Late { due: from, done: to, .. } => vec![from.clone(), to.clone()],
        F::Survival { from, to, stopped, .. } => vec![from.clone(), to.clone(), stopped.clone()],
        F::Queue { from, .. } => vec![from.clone()],
        F::Within { from, to, limit } => {
            let when = match limit {
                Limit::Months { when, .. } => Some(when.clone()),
                Limit::Days(_) => None,
            };
            [from.clone(), to.clone()].into_iter().chain(when).collect()
        }
        F::ShareOf { unique, above_zero } => vec![unique.clone(), above_zero.clone()],
        F::Share { of, cluster } | F::Mean { of, cluster } => {
            std::iter::once(of.clone()).chain(cluster.clone()).collect()
        }
        F::ShareWhere(wanted) => wanted.keys().cloned().collect(),
    }
}

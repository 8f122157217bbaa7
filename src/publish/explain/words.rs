//! A definition in sentences. Each is made from the part it is about, so that it is true of any definition.

mod counted;
mod view;

use super::parts::Sentence;
use crate::check::SourceMaps;
use crate::compute::{About, AgeOn, FigureRule, Indicator, LeftOut, Limits, Measure, RowRule, View};
use crate::lang::{integer, text};

/// What sentences are made from.
pub(super) struct Wording<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) measure: &'a Measure,
    pub(super) maps: &'a SourceMaps,
    pub(super) threshold: u64,
    /// The sources in which children are known again, where the plan lets them be.
    pub(super) linked: Option<Vec<String>>,
}

impl Wording<'_> {
    /// The whole definition.
    pub(super) fn sentences(&self) -> Vec<Sentence> {
        let mut all = Vec::new();
        let mut say = |part: &'static str, sentences: Vec<String>| {
            all.extend(sentences.into_iter().map(|sentence| Sentence { part, sentence }));
        };
        let is_about_files = self.measure.figure == FigureRule::RowsAccepted;
        if !is_about_files && self.measure.view != Some(View::Persons) {
            say("row", self.row());
            say("rows", self.rows());
            say("where", self.conditions());
            say("age", self.age());
        }
        say("question", self.question());
        say("view", self.view());
        say("figure", self.figure());
        say("over", self.over());
        say("part_of", self.measure.part_of.iter().map(|it| text("explain.part_of", &[("outer", it)])).collect());
        say("breakdowns", self.dimensions());
        say("about", vec![self.about()]);
        say("note", self.measure.note.iter().map(|it| it.said().to_owned()).collect());
        all
    }

    fn row(&self) -> Vec<String> {
        let map = self.maps.get(&self.measure.source);
        let said = |map: &crate::check::SourceMap| {
            text("explain.row_is", &[("source", &self.measure.source), ("row", map.row.said())])
        };
        map.map(said).into_iter().collect()
    }

    fn rows(&self) -> Vec<String> {
        let rule = &self.measure.rows;
        let sentence = match rule {
            RowRule::InFolder => text("explain.in_folder", &[]),
            RowRule::InWindow(date) => text("explain.in_window", &[("date", date)]),
            RowRule::InWindowOrFolder(date) => text("explain.in_window_or_folder", &[("date", date)]),
            RowRule::Overlap([from, to]) => text("explain.overlap", &[("from", from), ("to", to)]),
            RowRule::ActiveAtEnd([from, to]) => text("explain.active_at_end", &[("from", from), ("to", to)]),
            RowRule::LatestReading { date, per, within_days } => {
                text("explain.latest_reading", &[("per", per), ("date", date), ("days", &within_days.to_string())])
            }
            RowRule::LatestInWindow { date, per } => {
                text("explain.latest_in_window", &[("per", &listed(per, "explain.and")), ("date", date)])
            }
            RowRule::StillOpenAtEnd { from, until } => {
                text("explain.still_open_at_end", &[("from", from), ("until", &listed(until, "explain.or"))])
            }
            RowRule::UntilEnd(date) => text("explain.until_end", &[("date", date)]),
        };
        let reads_several = matches!(rule, RowRule::LatestReading { .. } | RowRule::UntilEnd(_));
        let key = self.maps.get(&self.measure.source).map(|map| map.key.clone()).unwrap_or_default();
        let is_told_apart = reads_several && !key.is_empty();
        let versions = is_told_apart.then(|| text("explain.versions", &[("key", &listed(&key, "explain.and"))]));
        std::iter::once(sentence).chain(versions).collect()
    }

    fn conditions(&self) -> Vec<String> {
        let Measure { conditions, not, before, .. } = self.measure;
        let with = |key: &str, field: &str, codes: &[String]| {
            text(key, &[("field", field), ("codes", &self.codes(field, codes))])
        };
        let only = conditions.iter().map(|(field, codes)| with("explain.condition", field, codes));
        let but = not.iter().map(|(field, codes)| with("explain.condition_not", field, codes));
        let before = before.iter().map(|field| text("explain.before", &[("field", field)]));
        only.chain(but).chain(before).collect()
    }

    fn age(&self) -> Vec<String> {
        let Some(rule) = self.measure.age else { return Vec::new() };
        let (from, to) = (rule.from.to_string(), rule.to.to_string());
        let values = [("from", from.as_str()), ("to", &to)];
        let sentence = match rule.on {
            AgeOn::WindowEnd => text("explain.age_at_end", &values),
            AgeOn::Event => text("explain.age_at_event", &values),
        };
        let percent = Limits::of_figures().unknown_ages.to_string();
        vec![sentence, text("explain.age_unknown", &[("percent", &percent)])]
    }

    fn question(&self) -> Vec<String> {
        let wanted = self.measure.question.as_ref();
        let found = wanted.and_then(|id| self.indicator.head.questions.iter().find(|question| question.id == *id));
        let Some(question) = found else { return Vec::new() };
        let sentence = text("explain.question", &[("id", &question.id), ("text", question.text.said())]);
        let reversed = question.reversed.then(|| text("explain.question_reversed", &[]));
        std::iter::once(sentence).chain(reversed).collect()
    }

    fn dimensions(&self) -> Vec<String> {
        let names: Vec<String> = self.measure.breakdowns.iter().map(|rule| rule.title.said().to_owned()).collect();
        let sentence = || text("explain.broken_down_by", &[("dimensions", &joined(&names, "explain.and"))]);
        (!names.is_empty()).then(sentence).into_iter().collect()
    }

    fn about(&self) -> String {
        match self.measure.about {
            About::People => text("explain.about_people", &[("most", &integer(self.threshold.saturating_sub(1)))]),
            About::Answers => text("explain.about_answers", &[("threshold", &integer(self.threshold))]),
            About::Services => text("explain.about_services", &[]),
        }
    }

    /// Codes by their labels, where the field has a list.
    fn codes(&self, field: &str, codes: &[String]) -> String {
        let list = match field {
            "tilstand" => self.maps.list("milepael-tilstand"),
            "ventedager" => self.maps.list("ventedager"),
            field => self.maps.get(&self.measure.source).and_then(|map| self.maps.list_of(map.field(field)?)),
        };
        let label = |code: &String| {
            let found = list.and_then(|list| list.codes().iter().find(|known| known.id == *code));
            found.map_or_else(|| code.clone(), |found| found.label.clone())
        };
        listed(&codes.iter().map(label).collect::<Vec<_>>(), "explain.or")
    }
}

/// Why a rule left a row out.
pub(super) fn left_out(rule: &LeftOut) -> String {
    match rule {
        LeftOut::OtherFolder => text("explain.left_other_folder", &[]),
        LeftOut::LaterVersion => text("explain.left_later_version", &[]),
        LeftOut::OutsideWindow => text("explain.left_outside_window", &[]),
        LeftOut::Condition(field) => text("explain.left_condition", &[("field", field)]),
        LeftOut::NotBefore(field) => text("explain.left_not_before", &[("field", field)]),
        LeftOut::OlderReading => text("explain.left_older_reading", &[]),
        LeftOut::UnknownAge => text("explain.left_unknown_age", &[]),
        LeftOut::OtherAge => text("explain.left_other_age", &[]),
        LeftOut::UnknownChild => text("explain.left_unknown_child", &[]),
    }
}

/// What is counted: rows, or what a view makes of them.
pub(super) fn items(view: Option<View>) -> String {
    match view {
        None => text("explain.items_rows", &[]),
        Some(View::Answers) => text("explain.items_answers", &[]),
        Some(View::Cases) => text("explain.items_cases", &[]),
        Some(View::Steps) => text("explain.items_steps", &[]),
        Some(View::Deliveries) => text("explain.items_deliveries", &[]),
        Some(View::Units) => text("explain.items_units", &[]),
        Some(View::Persons) => text("explain.items_persons", &[]),
    }
}

/// «a», «b» og «c».
fn listed(names: &[String], last: &str) -> String {
    joined(&names.iter().map(|name| format!("«{name}»")).collect::<Vec<_>>(), last)
}

/// a, b og c.
pub(super) fn joined(names: &[String], last: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {} {end}", first.join(", "), text(last, &[])),
    }
}

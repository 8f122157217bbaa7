//! A survey, wide or long, as one answer a row.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use super::Viewing;
use crate::check::{MISSING, same_name};
use crate::compute::columns::{Columns, Labels};
use crate::compute::definition::Question;

/// The lowest and highest answer of the scale.
const SCALE: std::ops::RangeInclusive<i32> = 1..=6;
/// From this answer on it is a favourable one.
const HIGH_FROM: i32 = 4;

/// Every answer that was given: on the scale 1–6, or «vet ikke». What was left blank is no answer.
///
/// An answer to a reversed question counts as 7 less the answer, so that high is good in all of them. A respondent is a
/// row of a wide file, or the `svar_id` of a long one; without it nobody can tell which answers hang together, and each
/// counts as a respondent of its own.
pub(super) fn answers<'a>(from: &Viewing<'a, '_>) -> Columns<'a> {
    let collected = Collected::of(from);
    let (columns, head) = (from.columns, &from.indicator.head);
    let questions = head.questions.iter().map(|question| (question.id.clone(), question.label().said().to_owned()));
    let dimensions = head.dimensions.iter().map(|(id, words)| (id.clone(), words.said().to_owned()));
    let scale = SCALE.map(|step| {
        let label =
            columns.labels("svar").into_iter().flat_map(Labels::codes).find(|(_, id, _)| *id == step.to_string());
        (step.to_string(), label.map_or_else(|| step.to_string(), |(_, _, label)| label))
    });
    let names = |names: Vec<(String, String)>| Some(Labels::Fixed(Rc::from(names)));
    let at = |name: &str| {
        let values = columns.whole(name);
        collected.rows.iter().map(|row| values[*row as usize]).collect::<Vec<i32>>()
    };
    let value = |answer: &Option<i32>| answer.unwrap_or(MISSING);
    let flag = |answer: &Option<i32>| answer.map_or(MISSING, |value| i32::from(value >= HIGH_FROM));
    Columns::of_view(
        collected.rows.len(),
        vec![
            ("respondent", collected.respondents.clone()),
            ("sporsmal", collected.questions.clone()),
            ("dimensjon", collected.dimensions(head)),
            ("svar", collected.answers.iter().map(|answer| answer.map_or(MISSING, |value| value - 1)).collect()),
            ("verdi", collected.answers.iter().map(value).collect()),
            ("hoy", collected.answers.iter().map(flag).collect()),
            ("vet_ikke", collected.answers.iter().map(|answer| i32::from(answer.is_none())).collect()),
            ("enhet", at("enhet")),
            ("gruppe", at("gruppe")),
        ],
    )
    .with_labels("sporsmal", names(questions.collect()))
    .with_labels("dimensjon", names(dimensions.collect()))
    .with_labels("svar", names(scale.collect()))
    .with_labels("enhet", columns.labels("enhet").cloned())
    .with_labels("gruppe", columns.labels("gruppe").cloned())
}

/// The answers while they are collected; one entry each in all four.
#[derive(Default)]
struct Collected {
    rows: Vec<u32>,
    respondents: Vec<i32>,
    questions: Vec<i32>,
    /// On the scale, reversed where the question is; `None` for «vet ikke».
    answers: Vec<Option<i32>>,
}

impl Collected {
    fn of(from: &Viewing<'_, '_>) -> Self {
        let mut collected = Self::default();
        let scale = Scale::of(from.columns);
        let wanted =
            |question: &&(usize, &Question)| from.measure.question.as_ref().is_none_or(|only| *only == question.1.id);
        let questions: Vec<(usize, &Question)> = from.indicator.head.questions.iter().enumerate().collect();
        let questions: Vec<(usize, &Question)> = questions.iter().filter(wanted).copied().collect();
        let wide: Vec<_> = questions.iter().map(|(_, question)| from.columns.whole(&question.id)).collect();
        let long = Long::of(from.columns);
        let asks = |text| questions.iter().find(|(_, question)| long.is(text, question)).copied();
        let asked_by: Vec<Option<(usize, &Question)>> = (0..long.texts.len()).map(asks).collect();
        for row in &from.selection.rows {
            let at = *row as usize;
            for ((place, question), column) in questions.iter().zip(&wide) {
                collected.push(*row, *row, (*place, question), scale.answer(column[at]));
            }
            let Some((asked, respondent)) = long.row(at) else { continue };
            let Some((place, question)) = asked_by.get(asked).copied().flatten() else { continue };
            collected.push(*row, respondent, (place, question), scale.answer(long.answers[at]));
        }
        collected
    }

    fn push(&mut self, row: u32, respondent: u32, (place, question): (usize, &Question), answer: Option<Answer>) {
        let Some(answer) = answer else { return };
        self.rows.push(row);
        self.respondents.push(i32::try_from(respondent).unwrap_or(i32::MAX));
        self.questions.push(i32::try_from(place).unwrap_or(i32::MAX));
        let turned = |value: i32| if question.reversed { SCALE.start() + SCALE.end() - value } else { value };
        self.answers.push(match answer {
            Answer::OnScale(value) => Some(turned(value)),
            Answer::DoesNotKnow => None,
        });
    }

    fn dimensions(&self, head: &crate::compute::definition::Head) -> Vec<i32> {
        let numbers: BTreeMap<&str, i32> = head.dimensions.keys().map(String::as_str).zip(0..).collect();
        let of = |question: &i32| {
            let question = usize::try_from(*question).ok().and_then(|place| head.questions.get(place));
            question.and_then(|question| numbers.get(question.dimension.as_str()).copied()).unwrap_or(MISSING)
        };
        self.questions.iter().map(of).collect()
    }
}

enum Answer {
    OnScale(i32),
    DoesNotKnow,
}

/// What the codes of an answer mean.
struct Scale(Vec<Option<i32>>);

impl Scale {
    fn of(columns: &Columns) -> Self {
        let codes = columns.labels("svar").into_iter().flat_map(Labels::codes);
        Self(codes.map(|(_, id, _)| id.parse().ok().filter(|value| SCALE.contains(value))).collect())
    }

    fn answer(&self, code: i32) -> Option<Answer> {
        let meant = usize::try_from(code).ok().and_then(|code| self.0.get(code))?;
        Some(meant.map_or(Answer::DoesNotKnow, Answer::OnScale))
    }
}

/// The columns of a long file.
struct Long {
    asked: Rc<[i32]>,
    answers: Rc<[i32]>,
    texts: Vec<(String, String)>,
    /// The first row of each respondent stands for it.
    respondents: Vec<u32>,
}

impl Long {
    fn of(columns: &Columns) -> Self {
        let (ids, files) = (columns.whole("svar_id"), columns.whole("fil"));
        let mut first: HashMap<(i32, i32), u32> = HashMap::new();
        let mut respondent = |row: u32| match ids[row as usize] {
            MISSING => row,
            id => *first.entry((files[row as usize], id)).or_insert(row),
        };
        let respondents = (0..u32::try_from(columns.height).unwrap_or(u32::MAX)).map(&mut respondent).collect();
        let texts = columns.labels("sporsmal").into_iter().flat_map(Labels::codes);
        Self {
            asked: columns.whole("sporsmal"),
            answers: columns.whole("svar"),
            texts: texts.map(|(_, id, label)| (id, same_name(&label))).collect(),
            respondents,
        }
    }

    /// The number of the question that a row answers, and who answers it.
    fn row(&self, row: usize) -> Option<(usize, u32)> {
        Some((usize::try_from(self.asked[row]).ok()?, self.respondents[row]))
    }

    /// Whether the text with this number is the question's id or its words.
    fn is(&self, asked: usize, question: &Question) -> bool {
        let words = [&question.id, &question.text.nb, &question.text.nn, &question.text.en];
        self.texts.get(asked).is_some_and(|(_, said)| words.into_iter().any(|known| same_name(known) == *said))
    }
}

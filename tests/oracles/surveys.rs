//! E5 and E6: surveys, wide and long, against plain loops.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};
use tryggtall::units::Window;

use super::Group;
use super::book::{Book, Dimension, Figure, float};
use super::project::{Folder, Project, days_of, folder, folders};
use super::random::{Code, Coded, Random, written};

const UNITS: [Code; 3] = [Code("flisa", &["Flisa"]), Code("sorknes", &["Sørknes", "sørknes"]), Code("ukjent", &[""])];
/// What is written for an answer: on the scale, «vet ikke», or nothing.
const ANSWERS: [Code; 8] = [
    Code("1", &["1", "1 (laveste)"]),
    Code("2", &["2", "to"]),
    Code("3", &["3"]),
    Code("4", &["4", "fire"]),
    Code("5", &["5"]),
    Code("6", &["6", "helt enig"]),
    Code("vet-ikke", &["vet ikke", "usikker"]),
    Code("", &[""]),
];

/// A survey as its definition says: the question that is turned, and how many questions each dimension has.
#[derive(Clone, Copy)]
struct Survey {
    id: &'static str,
    source: &'static str,
    questions: usize,
    turned: usize,
    dimensions: &'static [&'static str],
    has_units: bool,
}

const USERS: Survey = Survey {
    id: "E5",
    source: "brukerundersokelse",
    questions: 9,
    turned: 8,
    dimensions: &["medvirkning", "helhet", "kontinuitet"],
    has_units: false,
};
const STAFF: Survey = Survey {
    id: "E6",
    source: "ansattundersokelse",
    questions: 12,
    turned: 11,
    dimensions: &["rutiner", "handlingsveileder", "kompetanse", "samarbeid"],
    has_units: true,
};

/// What one person answered.
#[derive(Clone)]
struct Form {
    on: NaiveDate,
    unit: Coded,
    answers: Vec<Coded>,
}

/// One answer, turned where the question is; no value for «vet ikke».
#[derive(Clone)]
struct Answer {
    person: usize,
    question: usize,
    unit: &'static str,
    value: Option<i32>,
}

struct Surveys {
    survey: Survey,
    waves: Vec<Folder<Form>>,
    /// Years in which every answer has a row of its own.
    long: BTreeSet<i32>,
    invited: BTreeMap<i32, u64>,
}

fn form(random: &mut Random, year: i32, survey: Survey, mood: usize) -> Form {
    let answers = (0..survey.questions).map(|_| {
        let at = if random.one_in(2) { 3 + random.below(5) } else { random.below(8) };
        random.code(&ANSWERS[at.max(mood)..=at.max(mood)])
    });
    let answers = answers.collect();
    Form { on: random.day_about(year), unit: random.code(&UNITS), answers }
}

fn random_of(random: &mut Random, survey: Survey) -> Surveys {
    // Now and then everybody says «vet ikke», or nothing.
    let mood = random.of(&[0, 0, 0, 0, 6, 7]);
    let waves = folders(random, |random, year| {
        let written: Vec<Form> = (0..random.below(9)).map(|_| form(random, year, survey, mood)).collect();
        let counted = written.iter().filter(|form| form.on.year() == year).cloned().collect();
        Folder { year, written, counted }
    });
    let years: Vec<i32> = waves.iter().map(|wave| wave.year).collect();
    let long = years.iter().copied().filter(|_| random.one_in(2)).collect();
    let mut invited = BTreeMap::new();
    for year in years {
        if !random.one_in(3) {
            invited.insert(year, random.of(&[0, 4, 12, 40]));
        }
    }
    Surveys { survey, waves, long, invited }
}

impl Surveys {
    /// Every answer that was given in the window.
    fn answers(&self, window: Window, year: i32) -> Option<Vec<Answer>> {
        let (first, last) = days_of(window, year);
        let forms = &folder(&self.waves, year)?.counted;
        let mut answers = Vec::new();
        for (person, form) in forms.iter().enumerate().filter(|(_, form)| first <= form.on && form.on <= last) {
            for (place, answer) in form.answers.iter().enumerate().filter(|(_, answer)| !answer.id.is_empty()) {
                let question = place + 1;
                let value: Option<i32> = answer.id.parse().ok();
                let turned = value.map(|value| if question == self.survey.turned { 7 - value } else { value });
                answers.push(Answer { person, question, unit: form.unit.id, value: turned });
            }
        }
        Some(answers)
    }

    fn dimension_of(&self, question: usize) -> &'static str {
        self.survey.dimensions[(question - 1) / 3]
    }

    fn questions(&self, book: &mut Book, all: &[(i32, Option<Vec<Answer>>)]) {
        for question in 1..=self.survey.questions {
            let id = format!("{}-q{question}", self.survey.id);
            let of_question: Vec<(i32, Option<Vec<Answer>>)> = all
                .iter()
                .map(|(year, answers)| {
                    let of =
                        |answers: &Vec<Answer>| answers.iter().filter(|it| it.question == question).cloned().collect();
                    (*year, answers.as_ref().map(of))
                })
                .collect();
            book.measure(&id, &of_question, &[], |answers, _| high(answers));
            // All six answers, whether anybody gave them or not.
            for (year, answers) in of_question.iter().filter(|_| all.iter().any(|(_, answers)| answers.is_some())) {
                for step in 1..=6 {
                    let figure = answers.as_ref().map_or(Figure::Missing, |answers| {
                        let on_scale = answers.iter().filter(|answer| answer.value.is_some()).count();
                        Figure::share(answers.iter().filter(|answer| answer.value == Some(step)).count(), on_scale)
                    });
                    book.0.insert((id.clone(), *year, format!("svar={step}")), figure);
                }
            }
        }
    }
}

/// Answers 4 to 6 of those on the scale.
fn high(answers: &[&Answer]) -> Figure {
    let on_scale: Vec<i32> = answers.iter().filter_map(|answer| answer.value).collect();
    Figure::share(on_scale.iter().filter(|value| **value >= 4).count(), on_scale.len())
}

fn mean(answers: &[&Answer]) -> Figure {
    let on_scale: Vec<i32> = answers.iter().filter_map(|answer| answer.value).collect();
    if on_scale.is_empty() {
        return Figure::Missing;
    }
    let n = on_scale.len() as u64;
    let value = f64::from(on_scale.iter().sum::<i32>()) / float(n);
    Figure::Is { value, numerator: None, denominator: Some(n) }
}

fn project(of: &Surveys, project: &mut Project) {
    let survey = of.survey;
    for wave in &of.waves {
        let path = format!("{}.csv", survey.source);
        if of.long.contains(&wave.year) {
            let rows = |forms: &[Form]| -> Vec<(usize, Form, usize)> {
                let each = |(person, form): (usize, &Form)| {
                    (1..=survey.questions).map(|question| (person, form.clone(), question)).collect::<Vec<_>>()
                };
                forms.iter().enumerate().flat_map(each).collect()
            };
            let folder = Folder { year: wave.year, written: rows(&wave.written), counted: rows(&wave.counted) };
            project.export(&path, &folder, "Svar_id;Svar_dato;Enhet;Sporsmal;Svar", |(person, form, question)| {
                let answer = form.answers[question - 1].written.to_owned();
                let unit = form.unit.written.to_owned();
                vec![format!("R{person}"), written(form.on), unit, format!("q{question}"), answer]
            });
        } else {
            let questions: Vec<String> = (1..=survey.questions).map(|question| format!("q{question}")).collect();
            let header = format!("Svar_dato;Enhet;{}", questions.join(";"));
            project.export(&path, wave, &header, |form| {
                let answers = form.answers.iter().map(|answer| answer.written.to_owned());
                [written(form.on), form.unit.written.to_owned()].into_iter().chain(answers).collect()
            });
        }
    }
    project.ask(survey.source, &of.invited);
}

fn expected(of: &Surveys, window: Window, years: &[i32]) -> Book {
    let mut book = Book::default();
    let id = of.survey.id;
    let all: Vec<(i32, Option<Vec<Answer>>)> = years.iter().map(|year| (*year, of.answers(window, *year))).collect();
    let by_dimension = |answer: &Answer| vec![of.dimension_of(answer.question).to_owned()];
    let by_question = |answer: &Answer| vec![format!("q{}", answer.question)];
    let by_unit = |answer: &Answer| vec![answer.unit.to_owned()];
    let mut dimensions = vec![Dimension::new("dimensjon", &by_dimension), Dimension::new("sporsmal", &by_question)];
    if of.survey.has_units {
        dimensions.push(Dimension::new("enhet", &by_unit));
    }
    book.measure(id, &all, &dimensions, |answers, _| high(answers));
    book.measure(&format!("{id}-snitt"), &all, &dimensions, |answers, _| mean(answers));
    book.measure(&format!("{id}-vet-ikke"), &all, &dimensions, |answers, _| {
        Figure::share(answers.iter().filter(|answer| answer.value.is_none()).count(), answers.len())
    });
    book.measure(&format!("{id}-svarprosent"), &all, &[], |answers, asked| {
        let people: BTreeSet<usize> = answers.iter().map(|answer| answer.person).collect();
        let invited = of.invited.get(&asked.year);
        invited.map_or(Figure::Missing, |invited| Figure::ratio(people.len() as u64, *invited, 100.0))
    });
    of.questions(&mut book, &all);
    book
}

/// The survey of children, young people and parents.
struct Users(Surveys);

/// The survey of staff.
struct Staff(Surveys);

impl Group for Users {
    const INDICATORS: &'static [&'static str] = &["E5"];

    fn random(random: &mut Random) -> Self {
        Self(random_of(random, USERS))
    }

    fn project(&self) -> Project {
        let mut made = Project::default();
        project(&self.0, &mut made);
        made
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        expected(&self.0, window, years)
    }
}

impl Group for Staff {
    const INDICATORS: &'static [&'static str] = &["E6"];

    fn random(random: &mut Random) -> Self {
        Self(random_of(random, STAFF))
    }

    fn project(&self) -> Project {
        let mut made = Project::default();
        project(&self.0, &mut made);
        made
    }

    fn expected(&self, window: Window, years: &[i32]) -> Book {
        expected(&self.0, window, years)
    }
}

#[test]
fn answers_of_users_are_what_plain_loops_say() {
    super::hold::<Users>();
}

#[test]
fn answers_of_staff_are_what_plain_loops_say() {
    super::hold::<Staff>();
}

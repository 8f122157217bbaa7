//! The columns that are counted, of a source or of a view made from one; each is read once.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use polars_core::prelude::{DataFrame, DataType};

use super::moment::{Moment, date_of};
use super::sources::Part;
use crate::check::{CheckedSource, Code, CodeList, MISSING, Several, SourceMap, SourceMaps};

/// The rows of a source, or the items of a view, column by column. Codes, dates, ids and counts are whole numbers with
/// [`MISSING`] for a blank; decimals are `NaN` there.
pub(super) struct Columns<'a> {
    pub(super) height: usize,
    frame: Option<&'a DataFrame>,
    wholes: RefCell<BTreeMap<String, Rc<[i32]>>>,
    decimals: RefCell<BTreeMap<String, Rc<[f64]>>>,
    several: BTreeMap<String, Arc<Several>>,
    labels: BTreeMap<String, Labels<'a>>,
    /// The rows of each year's folder.
    by_year: BTreeMap<i32, Vec<u32>>,
    /// Years with at least one file that could be read.
    pub(super) years: BTreeSet<i32>,
    /// Columns that tell one row from another.
    pub(super) key: Vec<String>,
}

/// What the numbers of a column stand for.
#[derive(Clone)]
pub(super) enum Labels<'a> {
    /// The codes of a list, in its order.
    List(&'a CodeList),
    /// Open names: id and label.
    Names(Rc<[(String, String)]>),
    /// A list of a view's own: id and label, in its order.
    Fixed(Rc<[(String, String)]>),
}

impl Labels<'_> {
    /// Id and label of each code, in order.
    pub(super) fn codes(&self) -> Vec<(i32, String, String)> {
        match self {
            Self::List(list) => {
                let numbered = (0_i32..).zip(list.codes());
                numbered.map(|(code, it): (i32, &Code)| (code, it.id.clone(), it.label.clone())).collect()
            }
            Self::Names(names) | Self::Fixed(names) => {
                let numbered = (0_i32..).zip(names.iter());
                numbered.map(|(code, (id, label))| (code, id.clone(), label.clone())).collect()
            }
        }
    }

    /// The code with this id.
    pub(super) fn find(&self, id: &str) -> Option<i32> {
        match self {
            Self::List(list) => list.find(id).and_then(|code| i32::try_from(code).ok()),
            Self::Names(names) | Self::Fixed(names) => {
                names.iter().position(|(known, _)| known == id).and_then(|at| i32::try_from(at).ok())
            }
        }
    }
}

impl<'a> Columns<'a> {
    /// The columns of a checked source.
    pub(super) fn of_source(source: &'a CheckedSource, map: &SourceMap, maps: &'a SourceMaps) -> Self {
        let mut labels = BTreeMap::new();
        for field in &map.fields {
            if let Some(list) = maps.list_of(field) {
                labels.insert(field.name.clone(), Labels::List(list));
            } else if let Some(names) = source.names.get(&field.name) {
                labels.insert(field.name.clone(), Labels::Names(slugs(names)));
            }
        }
        if let Some(list) = maps.list("milepael-tilstand").filter(|_| map.id == "milepael") {
            labels.insert("tilstand".to_owned(), Labels::List(list));
        }
        if let Some(list) = maps.list("ventedager").filter(|_| map.field("forste_samtale").is_some()) {
            labels.insert("ventedager".to_owned(), Labels::List(list));
        }
        let mut columns = Self {
            height: source.frame.height(),
            frame: Some(&source.frame),
            wholes: RefCell::default(),
            decimals: RefCell::default(),
            several: source.several.clone(),
            labels,
            by_year: BTreeMap::new(),
            years: source.years.clone(),
            key: map.key.clone(),
        };
        columns.place_in_years();
        columns
    }

    /// Notes which rows lie in which year's folder.
    pub(super) fn place_in_years(&mut self) {
        self.by_year = BTreeMap::new();
        for (row, year) in (0_u32..).zip(self.whole("aarsmappe").iter()) {
            self.by_year.entry(*year).or_default().push(row);
        }
    }

    /// The same with a column of whole numbers.
    pub(super) fn with_whole(self, name: &str, values: Vec<i32>) -> Self {
        self.wholes.borrow_mut().insert(name.to_owned(), Rc::from(values));
        self
    }

    /// The columns of a view.
    pub(super) fn of_view(height: usize, wholes: Vec<(&str, Vec<i32>)>) -> Self {
        let wholes = wholes.into_iter().map(|(name, values)| (name.to_owned(), Rc::from(values)));
        Self {
            height,
            frame: None,
            wholes: RefCell::new(wholes.collect()),
            decimals: RefCell::default(),
            several: BTreeMap::new(),
            labels: BTreeMap::new(),
            by_year: BTreeMap::new(),
            years: BTreeSet::new(),
            key: Vec::new(),
        }
    }

    /// The same view with a column of decimals.
    pub(super) fn with_decimals(self, name: &str, values: Vec<f64>) -> Self {
        self.decimals.borrow_mut().insert(name.to_owned(), Rc::from(values));
        self
    }

    /// The same view with a column of several codes a row.
    pub(super) fn with_several(mut self, name: &str, rows: Vec<Vec<i32>>) -> Self {
        self.several.insert(name.to_owned(), Arc::new(Several::of_rows(rows)));
        self
    }

    /// The same view with what the codes of a column stand for.
    pub(super) fn with_labels(mut self, name: &str, labels: Option<Labels<'a>>) -> Self {
        self.labels.extend(labels.map(|labels| (name.to_owned(), labels)));
        self
    }

    /// Leaves only the rows of some municipalities, and the years in which each of them has any: a sum over several is
    /// missing where one of them is.
    pub(super) fn only_of(&mut self, part: &Part) {
        let places = self.places(part);
        let mut members: BTreeMap<i32, BTreeSet<i32>> = BTreeMap::new();
        for (year, rows) in &mut self.by_year {
            rows.retain(|row| places[*row as usize] != MISSING);
            members.insert(*year, rows.iter().map(|row| places[*row as usize]).collect());
        }
        self.years.retain(|year| members.get(year).is_some_and(|here| here.len() == part.municipalities.len()));
        if part.municipalities.len() > 1 && !part.common_ids {
            self.tell_apart("barn_id", &places);
            self.tell_apart("person", &places);
        }
    }

    /// Which of the municipalities each row is about; blank where none of them. A row that does not say is about the
    /// project's own.
    fn places(&self, part: &Part) -> Vec<i32> {
        let place = |code: &str| {
            let number = crate::regions::today(crate::regions::unmerged(code));
            let at = part.municipalities.iter().position(|known| known == number);
            at.and_then(|at| i32::try_from(at).ok()).unwrap_or(MISSING)
        };
        let codes = self.labels("kommune").map(Labels::codes).unwrap_or_default();
        let by_code: BTreeMap<i32, i32> = codes.iter().map(|(code, _, label)| (*code, place(label))).collect();
        let own = place(&part.own);
        let of_row = |code: &i32| if *code == MISSING { own } else { by_code.get(code).copied().unwrap_or(MISSING) };
        self.whole("kommune").iter().map(of_row).collect()
    }

    /// The same id in two municipalities is two children.
    fn tell_apart(&self, name: &str, places: &[i32]) {
        if !self.has(name) {
            return;
        }
        let mut numbers: BTreeMap<(i32, i32), i32> = BTreeMap::new();
        let mut number = |(id, place): (&i32, &i32)| {
            let next = i32::try_from(numbers.len()).unwrap_or(i32::MAX);
            if *id == MISSING { MISSING } else { *numbers.entry((*place, *id)).or_insert(next) }
        };
        let apart: Vec<i32> = self.whole(name).iter().zip(places).map(&mut number).collect();
        self.wholes.borrow_mut().insert(name.to_owned(), Rc::from(apart));
    }

    /// Every row, whichever folder it lies in.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> {
        self.by_year.values().flatten().map(|row| *row as usize)
    }

    /// The rows of a year's folder.
    pub(super) fn of_year(&self, year: i32) -> &[u32] {
        self.by_year.get(&year).map_or(&[], Vec::as_slice)
    }

    /// The years that have a folder with rows.
    pub(super) fn folder_years(&self) -> impl Iterator<Item = i32> {
        self.by_year.keys().copied()
    }

    /// A column of whole numbers; all blank where there is none.
    pub(super) fn whole(&self, name: &str) -> Rc<[i32]> {
        if let Some(known) = self.wholes.borrow().get(name) {
            return Rc::clone(known);
        }
        let values: Rc<[i32]> = self.read(name).unwrap_or_else(|| vec![MISSING; self.height]).into();
        self.wholes.borrow_mut().insert(name.to_owned(), Rc::clone(&values));
        values
    }

    fn read(&self, name: &str) -> Option<Vec<i32>> {
        let column = self.frame?.column(name).ok()?.cast(&DataType::Int32).ok()?;
        Some(column.i32().ok()?.iter().map(|value| value.unwrap_or(MISSING)).collect())
    }

    /// A column of decimals; `NaN` where blank. Whole numbers are decimals too.
    pub(super) fn decimal(&self, name: &str) -> Rc<[f64]> {
        if let Some(known) = self.decimals.borrow().get(name) {
            return Rc::clone(known);
        }
        let of_frame = || {
            let column = self.frame?.column(name).ok()?.f64().ok()?.iter();
            Some(column.map(|value| value.unwrap_or(f64::NAN)).collect::<Vec<f64>>())
        };
        let of_wholes = || {
            let number = |value: &i32| if *value == MISSING { f64::NAN } else { f64::from(*value) };
            self.whole(name).iter().map(number).collect::<Vec<f64>>()
        };
        let values: Rc<[f64]> = of_frame().unwrap_or_else(of_wholes).into();
        self.decimals.borrow_mut().insert(name.to_owned(), Rc::clone(&values));
        values
    }

    /// Whether there is such a column.
    pub(super) fn has(&self, name: &str) -> bool {
        self.frame.is_some_and(|frame| frame.column(name).is_ok()) || self.wholes.borrow().contains_key(name)
    }

    /// A column as it stands at a moment: some say something else on another day.
    pub(super) fn at(&self, name: &str, moment: &Moment) -> Rc<[i32]> {
        match name {
            "tilstand" if self.frame.is_some() => self.milestone_states(moment).into(),
            "maaned" => self.months().into(),
            "ventedager" => self.bands_of_waiting(moment).into(),
            name => self.whole(name),
        }
    }

    /// The codes of each row of a multi-valued column.
    pub(super) fn several(&self, name: &str) -> Option<&Several> {
        self.several.get(name).map(Arc::as_ref)
    }

    /// What the codes of a column stand for.
    pub(super) fn labels(&self, name: &str) -> Option<&Labels<'a>> {
        self.labels.get(name)
    }

    fn months(&self) -> Vec<i32> {
        use chrono::Datelike;
        let has = |name: &str| self.frame.is_some_and(|frame| frame.column(name).is_ok());
        let dates = self.whole(if has("mottatt") { "mottatt" } else { "dato" });
        let month =
            |day: &i32| date_of(i64::from(*day)).map_or(MISSING, |date| i32::try_from(date.month()).unwrap_or(0));
        dates.iter().map(|day| if *day == MISSING { MISSING } else { month(day) }).collect()
    }

    /// How long each waited for the first talk; who has had none by the window's last day is in a band of its own, so that
    /// every year is known equally far.
    fn bands_of_waiting(&self, moment: &Moment) -> Vec<i32> {
        // Few bands: a municipality has some sixty referrals a year.
        const BANDS: [(i64, &str); 2] = [(30, "0-30"), (60, "31-60")];
        let list = self.labels("ventedager");
        let band = |id: &str| list.and_then(|list| list.find(id)).unwrap_or(MISSING);
        let (from, to) = (self.whole("mottatt"), self.whole("forste_samtale"));
        let of_row = |(from, to): (&i32, &i32)| {
            let (from, to) = (Some(*from).filter(|day| *day != MISSING), Some(i64::from(*to)));
            let to = to.filter(|day| *day != i64::from(MISSING) && *day <= moment.last);
            match (from, to) {
                (None, _) => MISSING,
                (Some(_), None) => band("uten-samtale"),
                (Some(from), Some(to)) => {
                    let days = to - i64::from(from);
                    BANDS.iter().find(|(most, _)| days <= *most).map_or_else(|| band("over-60"), |(_, id)| band(id))
                }
            }
        };
        from.iter().zip(to.iter()).map(of_row).collect()
    }

    /// Where each milestone stands on the day the report is judged on: what was reached later was under work then.
    fn milestone_states(&self, moment: &Moment) -> Vec<i32> {
        let list = self.labels("tilstand");
        let state = |id: &str| list.and_then(|list| list.find(id)).unwrap_or(MISSING);
        let statuses = self.labels("status");
        let is = |status: i32, id: &str| statuses.and_then(|list| list.find(id)) == Some(status);
        let (status, planned, done) = (self.whole("status"), self.whole("planlagt"), self.whole("gjennomfort"));
        let of_row = |row: usize| {
            let (status, planned, done) = (status[row], planned[row], done[row]);
            match () {
                () if is(status, "gjennomfort") && done == MISSING => state("nadd-uten-dato"),
                () if is(status, "gjennomfort") && i64::from(done) > moment.judged => state("under-arbeid"),
                () if is(status, "gjennomfort") && done <= planned => state("i-tide"),
                () if is(status, "gjennomfort") => state("for-sent"),
                () if is(status, "under-arbeid") => state("under-arbeid"),
                () if is(status, "ikke-startet") => state("ikke-startet"),
                () if is(status, "avbrutt") => state("avbrutt"),
                () => state("ukjent"),
            }
        };
        (0..self.height).map(of_row).collect()
    }
}

/// An id for each open name, lower-case ASCII, no two alike.
pub(super) fn slugs(names: &[String]) -> Rc<[(String, String)]> {
    let mut taken = BTreeSet::new();
    // Thousands of names may have no letter of ours: each begins where the last one like it ended.
    let mut next: BTreeMap<String, usize> = BTreeMap::new();
    let unique = |name: &String| {
        let plain = slug(name);
        let number = next.entry(plain.clone()).or_insert(1);
        let mut id = plain.clone();
        while !taken.insert(id.clone()) {
            *number += 1;
            id = format!("{plain}-{number}");
        }
        (id, name.clone())
    };
    names.iter().map(unique).collect()
}

/// A name as an id: lower-case ASCII letters and digits with single hyphens between.
pub(crate) fn slug(name: &str) -> String {
    let mut id = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'æ' | 'ä' => id.push_str("ae"),
            'ø' | 'ö' => id.push('o'),
            'å' => id.push('a'),
            'é' | 'è' | 'ê' => id.push('e'),
            'ü' => id.push('u'),
            letter if letter.is_ascii_alphanumeric() => id.push(letter),
            _ if !id.ends_with('-') && !id.is_empty() => id.push('-'),
            _ => {}
        }
    }
    let id = id.trim_end_matches('-').to_owned();
    if id.is_empty() { "uten-navn".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_an_id_of_its_own_however_many_are_alike() {
        let names = ["Flisa skole", "flisa-skole", "Flisa skole 2", "flisa skole!", "школа"].map(str::to_owned);
        let ids: Vec<String> = slugs(&names).iter().map(|(id, _)| id.clone()).collect();
        assert_eq!(ids, ["flisa-skole", "flisa-skole-2", "flisa-skole-2-2", "flisa-skole-3", "uten-navn"]);
        let many: Vec<String> = (0..50_000).map(|number| "ж".repeat(number % 7 + 1)).collect();
        let ids: BTreeSet<String> = slugs(&many).iter().map(|(id, _)| id.clone()).collect();
        assert_eq!(ids.len(), many.len());
    }
}

//! Children over services: each once, whichever services know it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Viewed, Viewing};
use crate::check::{MISSING, SourceMap};
use crate::compute::columns::{Columns, Labels};
use crate::compute::definition::figure_fields;
use crate::compute::moment::{Moment, date_of};
use crate::compute::selection::{LeftOut, Selection, never_meet, newest_versions};

/// The column that check adds where the plan lets children be known again across services.
const PERSON: &str = "person";
/// From this age on nobody is a child.
const GROWN: i64 = 18;

/// What is known of one child in the window.
#[derive(Default)]
struct Known {
    services: BTreeSet<i32>,
    is_in_window: bool,
    was_before: bool,
}

/// The people of one linked source: those of the window's own folders, and those of earlier ones.
#[derive(Default)]
struct Register {
    now: BTreeSet<i32>,
    before: BTreeSet<i32>,
}

/// One item for each child with an event in the window in any of the linked sources.
///
/// A child counts until it turns 18. It is new where no linked source has an event of it before the window's first day, as
/// far back as there are exports; a child who has moved in is new. In the first year with exports nobody can know, nor
/// where a source names its children differently from before. Where two services have nobody in common they are named
/// differently too, and nobody can say how many children they reach together.
pub(super) fn persons<'a>(from: &Viewing<'a, '_>) -> Viewed<'a> {
    let Some(list) = from.sources.maps.list("tjeneste") else { return Viewed::NotAllowed };
    let mut children: BTreeMap<i32, Known> = BTreeMap::new();
    let (mut services, mut has_earlier, mut is_new_known): (BTreeMap<_, BTreeSet<i32>>, _, _) =
        (BTreeMap::new(), false, true);
    for map in from.sources.maps.iter().filter(|map| from.sources.is_linked(&map.id)) {
        let Some(columns) = from.sources.columns(&map.id) else { continue };
        let service = map.service.as_deref().and_then(|id| list.find(id)).and_then(|code| i32::try_from(code).ok());
        let register = look(columns, map, service, from, &mut children);
        has_earlier |= !register.before.is_empty();
        is_new_known &= !never_meet(&register.now, &register.before);
        services.entry(service).or_default().extend(register.now);
    }
    if services.is_empty() {
        return Viewed::NotAllowed;
    }
    let services: Vec<BTreeSet<i32>> = services.into_values().collect();
    let are_apart = |place: usize| services[..place].iter().any(|other| never_meet(other, &services[place]));
    let asks_who_is_new = figure_fields(&from.measure.figure).iter().any(|field| field == "ny");
    if (0..services.len()).any(are_apart) || (asks_who_is_new && !(has_earlier && is_new_known)) {
        return Viewed::Strangers;
    }
    let children: Vec<(i32, Known)> = children.into_iter().filter(|(_, known)| known.is_in_window).collect();
    let columns = Columns::of_view(
        children.len(),
        vec![
            (PERSON, children.iter().map(|(person, _)| *person).collect()),
            ("ny", children.iter().map(|(_, known)| i32::from(!known.was_before)).collect()),
            ("flere", children.iter().map(|(_, known)| i32::from(known.services.len() >= 2)).collect()),
        ],
    );
    let services = children.iter().map(|(_, known)| known.services.iter().copied().collect()).collect();
    let labels = Labels::List(list);
    Viewed::Items(columns.with_several("tjeneste", services).with_labels("tjeneste", Some(labels)))
}

/// Adds what one source says of the children.
fn look(
    columns: &Columns,
    map: &SourceMap,
    service: Option<i32>,
    from: &Viewing<'_, '_>,
    children: &mut BTreeMap<i32, Known>,
) -> Register {
    let mut register = Register::default();
    let Some(events) = Events::of(columns, map, from.moment) else { return register };
    for row in events.newest().into_iter().map(|row| row as usize) {
        let Some(person) = events.person(row) else { continue };
        let _ = if events.is_of_window(row) { register.now.insert(person) } else { register.before.insert(person) };
        let known = children.entry(person).or_default();
        known.was_before |= i64::from(events.begins[row]) < from.moment.first;
        if events.left_out(row).is_none() {
            known.is_in_window = true;
            known.services.extend(service);
        }
    }
    register
}

/// The rows of a linked source that say a child is in the window, with the rules that left the others out; none where the
/// source says no dates.
pub(in crate::compute) fn trace(columns: &Columns, map: &SourceMap, moment: &Moment) -> Option<Selection> {
    let events = Events::of(columns, map, moment)?;
    let mut selection = Selection { traced: Some(Vec::new()), ..Selection::default() };
    selection.rows = moment.years().flat_map(|year| columns.of_year(year).iter().copied()).collect();
    selection.leave(LeftOut::OtherFolder, columns.height, selection.rows.len());
    let newest: BTreeSet<u32> = events.newest().into_iter().collect();
    selection.keep(LeftOut::LaterVersion, |row| u32::try_from(row).is_ok_and(|row| newest.contains(&row)));
    for rule in [LeftOut::OutsideWindow, LeftOut::UnknownChild, LeftOut::OtherAge] {
        selection.keep(rule.clone(), |row| events.left_out(row).as_ref() != Some(&rule));
    }
    Some(selection)
}

/// The events of one linked source.
struct Events<'a, 'c> {
    columns: &'c Columns<'a>,
    moment: &'c Moment,
    people: Rc<[i32]>,
    begins: Rc<[i32]>,
    ends: Option<Rc<[i32]>>,
    born: Rc<[i32]>,
    ages: Rc<[i32]>,
    folders: Rc<[i32]>,
}

impl<'a, 'c> Events<'a, 'c> {
    fn of(columns: &'c Columns<'a>, map: &SourceMap, moment: &'c Moment) -> Option<Self> {
        let placed = map.placed_by.as_ref()?;
        let begin = placed.date.as_ref().or(placed.from.as_ref())?;
        let whole = |name: &str| columns.whole(name);
        Some(Self {
            columns,
            moment,
            people: whole(PERSON),
            begins: whole(begin),
            ends: placed.to.as_ref().map(|end| whole(end)),
            born: whole("fodt"),
            ages: whole("alder_ved"),
            folders: whole("aarsmappe"),
        })
    }

    /// The latest version of every row up to the window's last folder.
    fn newest(&self) -> Vec<u32> {
        let until_now = self.columns.folder_years().filter(|year| *year <= self.moment.last_year());
        let rows: Vec<u32> = until_now.flat_map(|year| self.columns.of_year(year).iter().copied()).collect();
        newest_versions(self.columns, &rows)
    }

    fn is_of_window(&self, row: usize) -> bool {
        self.moment.years().contains(&self.folders[row])
    }

    /// The child of an event that had begun by the window's last day.
    fn person(&self, row: usize) -> Option<i32> {
        let has_begun = self.begins[row] != MISSING && i64::from(self.begins[row]) <= self.moment.last;
        Some(self.people[row]).filter(|person| has_begun && *person != MISSING)
    }

    /// Why the row does not say that a child is in the window.
    fn left_out(&self, row: usize) -> Option<LeftOut> {
        let begin = i64::from(self.begins[row]);
        if self.begins[row] == MISSING || begin > self.moment.last {
            return Some(LeftOut::OutsideWindow);
        }
        if self.people[row] == MISSING {
            return Some(LeftOut::UnknownChild);
        }
        // What an earlier year's export calls open may have been closed since.
        if !self.is_of_window(row) {
            return Some(LeftOut::OtherFolder);
        }
        let end = self.ends.as_ref().map_or(self.begins[row], |ends| ends[row]);
        if end != MISSING && i64::from(end) < self.moment.first {
            return Some(LeftOut::OutsideWindow);
        }
        let is_child = is_child(self.born[row], self.ages[row], begin.max(self.moment.first));
        (!is_child).then_some(LeftOut::OtherAge)
    }
}

fn is_child(born: i32, age_at_event: i32, on: i64) -> bool {
    let by_birth = date_of(i64::from(born)).filter(|_| born != MISSING).zip(date_of(on));
    match by_birth.and_then(|(born, on)| crate::check::age_on(born, on)) {
        Some(age) => age < GROWN,
        None => age_at_event == MISSING || i64::from(age_at_event) < GROWN,
    }
}

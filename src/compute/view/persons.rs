//! Children over services: each once, whichever services know it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Viewed, Viewing};
use crate::check::{MISSING, SourceMap};
use crate::compute::columns::{Columns, Labels};
use crate::compute::definition::figure_fields;
use crate::compute::moment::date_of;
use crate::compute::selection::{never_meet, newest_versions};

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
    let Some(placed) = &map.placed_by else { return register };
    let (Some(begin), end) = (placed.date.as_ref().or(placed.from.as_ref()), placed.to.as_ref()) else {
        return register;
    };
    let (people, begins) = (columns.whole(PERSON), columns.whole(begin));
    let ends = end.map(|end| columns.whole(end));
    let (born, ages) = (columns.whole("fodt"), columns.whole("alder_ved"));
    let folders = columns.whole("aarsmappe");
    let until_now = columns.folder_years().filter(|year| *year <= from.moment.last_year());
    let rows: Vec<u32> = until_now.flat_map(|year| columns.of_year(year).iter().copied()).collect();
    for row in newest_versions(columns, &rows).into_iter().map(|row| row as usize) {
        let (begin, person) = (i64::from(begins[row]), people[row]);
        if begins[row] == MISSING || person == MISSING || begin > from.moment.last {
            continue;
        }
        let is_of_window = from.moment.years().contains(&folders[row]);
        let _ = if is_of_window { register.now.insert(person) } else { register.before.insert(person) };
        let known = children.entry(person).or_default();
        known.was_before |= begin < from.moment.first;
        let end = ends.as_ref().map_or(begins[row], |ends| ends[row]);
        let lasts = end == MISSING || i64::from(end) >= from.moment.first;
        // What an earlier year's export calls open may have been closed since.
        if lasts && is_of_window && is_child(born[row], ages[row], begin.max(from.moment.first)) {
            known.is_in_window = true;
            known.services.extend(service);
        }
    }
    register
}

fn is_child(born: i32, age_at_event: i32, on: i64) -> bool {
    let by_birth = date_of(i64::from(born)).filter(|_| born != MISSING).zip(date_of(on));
    match by_birth.and_then(|(born, on)| crate::check::age_on(born, on)) {
        Some(age) => age < GROWN,
        None => age_at_event == MISSING || i64::from(age_at_event) < GROWN,
    }
}

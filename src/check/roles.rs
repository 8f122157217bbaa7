//! Which fields of a source say what about a row: looked up by name once, not in every row.

use super::cell::MISSING;
use super::source_map::{FieldKind, SourceMap};
use super::source_maps::SourceMaps;

/// Pairs of fields of which the second may not lie before the first.
const IN_ORDER: [(&str, &str); 5] = [
    ("start", "slutt"),
    ("mottatt", "konkludert"),
    ("mottatt", "forste_samtale"),
    ("mottatt", "avsluttet"),
    ("fra_dato", "til_dato"),
];

/// Categories that place a child outside the home («plasseringstiltak» in Statistics Norway's 15F control
/// specification).
const PLACING: [&str; 11] = ["1.1", "1.2", "1.99", "2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.99", "8.2"];

/// How many years after its file's a date may lie, where the source map does not say otherwise.
pub(super) const YEARS_AHEAD: i32 = 2;

/// Places of fields in a source map, and codes that rows are judged by.
#[derive(Default)]
pub(super) struct Roles {
    pub(super) child: Option<usize>,
    pub(super) journal: Option<usize>,
    pub(super) born: Option<usize>,
    pub(super) age: Option<usize>,
    pub(super) sex: Option<usize>,
    pub(super) municipality: Option<usize>,
    pub(super) category: Option<usize>,
    pub(super) outside_home: Option<usize>,
    /// The date of the event, or the first day of the span.
    pub(super) event: Option<usize>,
    /// The last day of the span.
    pub(super) until: Option<usize>,
    pub(super) is_span: bool,
    pub(super) stated_year: Option<usize>,
    /// Dates that are no birth dates, and how many years after its file's each may lie.
    pub(super) dates: Vec<(usize, i32)>,
    pub(super) in_order: Vec<(usize, usize)>,
    /// Numbers that a total may add up.
    pub(super) numbers: Vec<usize>,
    /// Fields that two reports of the same thing must agree in.
    pub(super) content: Vec<usize>,
    /// Fields that tell one row from another.
    pub(super) key: Vec<usize>,
    pub(super) girl: i32,
    pub(super) boy: i32,
    pub(super) unknown_sex: i32,
    pub(super) yes: i32,
    /// For each category of measures, whether it places the child.
    pub(super) placing: Vec<bool>,
}

impl Roles {
    /// Where several municipalities are read, the same key in two of them is two things; in one alone a row that says its
    /// municipality is the same as one that does not.
    pub(super) fn of(map: &SourceMap, maps: &SourceMaps, are_several: bool) -> Self {
        let at = |name: &str| map.fields.iter().position(|field| field.name == name);
        let placed = map.placed_by.clone().unwrap_or_default();
        let named = |name: &Option<String>| name.as_deref().and_then(at);
        let code = |list: &str, id: &str| {
            maps.list(list).and_then(|list| list.find(id)).and_then(|code| i32::try_from(code).ok()).unwrap_or(-1)
        };
        let fields = || map.fields.iter().enumerate();
        let content: Vec<usize> = fields()
            .filter(|(_, field)| {
                (are_several || field.kind != FieldKind::Kommune) && !map.key_ignores.contains(&field.name)
            })
            .map(|(index, _)| index)
            .collect();
        let is_key = |index: &usize| {
            let field = &map.fields[*index];
            map.key.contains(&field.name) || (!map.key.is_empty() && field.kind == FieldKind::Kommune)
        };
        let key = content.iter().copied().filter(is_key).collect();
        Self {
            child: at("barn_id"),
            journal: at("journalnummer"),
            born: at("fodselsdato"),
            age: at("alder"),
            sex: at("kjonn"),
            municipality: at("kommune"),
            category: at("kategori"),
            outside_home: at("utenfor_hjemmet"),
            event: named(&placed.date).or_else(|| named(&placed.from)),
            until: named(&placed.to),
            is_span: placed.date.is_none(),
            stated_year: at(placed.year.as_deref().unwrap_or("aar")),
            dates: fields()
                .filter(|(_, field)| field.kind == FieldKind::Date && field.name != "fodselsdato")
                .map(|(index, field)| (index, field.years_ahead.unwrap_or(YEARS_AHEAD)))
                .collect(),
            in_order: IN_ORDER.iter().filter_map(|(start, end)| Some((at(start)?, at(end)?))).collect(),
            numbers: fields()
                .filter(|(_, field)| matches!(field.kind, FieldKind::Integer | FieldKind::Decimal))
                .map(|(index, _)| index)
                .collect(),
            content,
            key,
            girl: code("kjonn", "jente"),
            boy: code("kjonn", "gutt"),
            unknown_sex: code("kjonn", "ukjent"),
            yes: code("janei", "ja"),
            placing: maps.list("tiltak-kategori").map_or_else(Vec::new, |list| {
                let is_placing = |code: u32| PLACING.iter().any(|alias| list.has_alias(code, alias));
                (0..u32::try_from(list.codes().len()).unwrap_or(0)).map(is_placing).collect()
            }),
        }
    }

    /// 0 at home, 1 outside the home: as stated, else by the category of the measure.
    pub(super) fn placement(&self, stated: i32, category: i32) -> i32 {
        if stated != MISSING {
            return i32::from(stated == self.yes);
        }
        let places = usize::try_from(category).ok().and_then(|code| self.placing.get(code));
        places.map_or(MISSING, |places| i32::from(*places))
    }
}

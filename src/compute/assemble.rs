//! From definitions and checked columns to tables of figures.

use std::rc::Rc;

use super::Request;
use super::columns::Columns;
use super::definition::{BreakdownRule, FigureRule, Indicator, Measure, Over};
use super::dimension::{self, Dimensions};
use super::figure::{Counting, Denominator};
use super::moment::Moment;
use super::notes::Notes;
use super::reference;
use super::selection::{Selection, are_strangers, is_delivered};
use super::sources::Sources;
use super::surroundings::{self, Inhabitants};
use super::table::{
    Breakdown, Category, IndicatorTable, MeasureTable, Point, ReferenceRole, ReferenceSeries, ReferenceValue,
};
use super::tally::Tally;
use super::view::{self, Viewed, Viewing};
use crate::check::RowAccount;
use crate::diagnostic::{Finding, Place, Rule};
use crate::lang::text;
use crate::units::Window;

/// Computes one indicator after another and collects what is missing.
pub(super) struct Assembler<'a, 's> {
    pub(super) sources: &'s Sources<'a>,
    pub(super) request: &'s Request,
    pub(super) years: Vec<i32>,
    pub(super) inhabitants: Inhabitants,
    pub(super) notes: Notes,
    pub(super) yes: i32,
}

/// The items of a measure in one year: rows of its source, or what a view makes of them.
pub(super) struct Items<'a, 's> {
    pub(super) columns: ItemColumns<'a, 's>,
    pub(super) selection: Rc<Selection>,
}

/// The columns that items are counted by.
pub(super) enum ItemColumns<'a, 's> {
    Source(&'s Columns<'a>),
    View(Columns<'a>),
}

impl<'a> ItemColumns<'a, '_> {
    pub(super) fn get(&self) -> &Columns<'a> {
        match self {
            Self::Source(columns) => columns,
            Self::View(columns) => columns,
        }
    }
}

/// What there is to count in one year.
pub(super) enum Found<'a, 's> {
    Items(Box<Items<'a, 's>>),
    /// A folder that the window needs has no file of the source that could be read.
    NoFile,
    /// Too few of the rows say what must be known.
    TooLittleKnown,
    /// Children are named so that they cannot be known again.
    Strangers,
    /// The definition is for other years.
    OtherYears,
    /// The plan does not let children be known again across services.
    NotLinked,
}

impl Assembler<'_, '_> {
    pub(super) fn indicator(&mut self, indicator: &Indicator) -> IndicatorTable<Tally> {
        let measures = indicator.measures.iter().map(|measure| self.measure(indicator, measure)).collect();
        let head = &indicator.head;
        IndicatorTable {
            id: head.id.clone(),
            title: head.title.said().to_owned(),
            description: head.description.said().to_owned(),
            method: head.method.said().to_owned(),
            reference: head.reference.said().to_owned(),
            measures,
        }
    }

    fn measure(&mut self, indicator: &Indicator, measure: &Measure) -> MeasureTable<Tally> {
        let references = self.references(measure);
        self.note_lacking(measure);
        let (mut totals, mut per_year) = (Vec::new(), Vec::new());
        for year in self.years.clone() {
            let moment = self.request.moment(year);
            let (total, cells) = self.year(indicator, measure, &moment);
            totals.push(Point { year, cell: total, comparison: None });
            per_year.push(cells);
        }
        MeasureTable {
            id: measure.id.clone(),
            title: measure.title.said().to_owned(),
            unit_text: measure.unit_text.said().to_owned(),
            unit: measure.unit,
            note: self.note_on(measure, &references),
            part_of: measure.part_of.clone(),
            charts: measure.charts,
            totals,
            breakdowns: self.breakdowns(measure, &per_year),
            references,
        }
    }

    /// What must be said beside the figure: its own note, that rows were rejected, where the plan accepts that, and what a
    /// county was made from in years before it was there.
    fn note_on(&self, measure: &Measure, references: &[ReferenceSeries]) -> Option<String> {
        let rejected = |account: &RowAccount| account.source == measure.source && account.rejected > 0;
        let said = self.sources.checked.accounts.iter().any(rejected).then(|| text("report.rejected_rows", &[]));
        let made = references.iter().filter_map(reference::made_from);
        let notes: Vec<String> = measure.note.iter().map(|it| it.said().to_owned()).chain(said).chain(made).collect();
        (!notes.is_empty()).then(|| notes.join(" "))
    }

    /// The total of one year, and the cells of each breakdown.
    fn year(&mut self, indicator: &Indicator, measure: &Measure, moment: &Moment) -> (Tally, Vec<YearCells>) {
        let nothing = || measure.breakdowns.iter().map(|_| YearCells::default()).collect();
        if measure.figure == FigureRule::RowsAccepted {
            // It is about the files and not about the rows of any source.
            let (used, rejected) = self.accepted(moment);
            let columns = Columns::of_view(0, Vec::new());
            let counting = Counting { measure, columns: &columns, moment, yes: self.yes };
            return (counting.rows_accepted(used, rejected), nothing());
        }
        let items = match find(self.sources, indicator, measure, moment) {
            Found::Items(items) => items,
            Found::NoFile | Found::TooLittleKnown => return (Tally::Missing, nothing()),
            Found::Strangers => {
                if moment.year == self.request.year {
                    self.notes.strangers(measure, moment);
                }
                return (Tally::Missing, nothing());
            }
            Found::OtherYears | Found::NotLinked => return (Tally::NotApplicable(Vec::new()), nothing()),
        };
        let columns = items.columns.get();
        let counting = Counting { measure, columns, moment, yes: self.yes };
        if moment.year == self.request.year {
            self.notes.old_readings(measure, columns, &items.selection.rows, moment);
            self.notes.open_deadlines(measure, columns, &items.selection.rows, moment);
        }
        let whole = self.denominator(measure, dimension::Inhabitants::AsTotal, moment);
        if whole == Denominator::Missing && moment.year == self.request.year {
            self.notes.missing_denominator(measure, moment);
        }
        let total = counting.figure(&items.selection.rows, whole);
        let mut cells = Vec::new();
        for rule in &measure.breakdowns {
            cells.push(self.cells(rule, &counting, &items.selection));
        }
        (total, cells)
    }

    fn cells(&mut self, rule: &BreakdownRule, counting: &Counting, selection: &Selection) -> YearCells {
        let Counting { measure, moment, .. } = *counting;
        let dimensions = Dimensions { measure, maps: self.sources.maps, request: self.request };
        let mut tally = |category: &dimension::Category, rows: &[u32], base: &[u32]| {
            if rule.of_whole {
                counting.share_of_whole(rows.len(), base)
            } else {
                counting.figure(rows, self.denominator(measure, category.inhabitants, moment))
            }
        };
        year_cells(&dimensions, rule, counting, selection, &mut tally)
    }

    fn breakdowns(&self, measure: &Measure, per_year: &[Vec<YearCells>]) -> Vec<Breakdown<Tally>> {
        let of_rule = |(place, rule): (usize, &BreakdownRule)| {
            let years: Vec<&YearCells> = per_year.iter().map(|cells| &cells[place]).collect();
            breakdown(rule, &self.years, &years)
        };
        let rules = measure.breakdowns.iter().enumerate();
        let shown = rules.filter(|(_, rule)| !self.request.detail.coarsening.leaves_out(&measure.id, &rule.by));
        shown.filter_map(of_rule).collect()
    }

    /// Files are not parted by municipality, so nothing is said of them where rows are.
    fn accepted(&self, moment: &Moment) -> (u64, u64) {
        if self.sources.is_part {
            return (0, 0);
        }
        let is_of_year = |account: &&RowAccount| view::is_of_year(account, moment.last_year());
        let of_year = self.sources.checked.accounts.iter().filter(is_of_year);
        of_year
            .fold((0, 0), |(used, rejected), account| (used + account.used as u64, rejected + account.rejected as u64))
    }

    fn denominator(&mut self, measure: &Measure, of: dimension::Inhabitants, moment: &Moment) -> Denominator {
        match (&measure.over, of) {
            (None, _) => Denominator::None,
            (Some(Over::Places { service }), _) => surroundings::places(self.sources, service, moment.period),
            (Some(Over::Invited), dimension::Inhabitants::AsTotal) => {
                self.request.invited(&measure.source, moment.year).map_or(Denominator::Missing, Denominator::Known)
            }
            (Some(Over::Invited), _) | (Some(Over::Population { .. }), dimension::Inhabitants::None) => {
                Denominator::NotApplicable
            }
            (Some(Over::Population { .. }), of) => {
                let group = match of {
                    dimension::Inhabitants::Group(group) => Some(group),
                    _ => surroundings::population_group(measure),
                };
                let found = group.and_then(|group| self.inhabitants.population(group, moment.period));
                let Some(found) = found else { return Denominator::Missing };
                let wanted = surroundings::population_year(moment.period);
                if found.year != wanted && self.inhabitants.has_year(wanted) {
                    let group = group.map(|group| dimension::group_label(group, self.sources.maps)).unwrap_or_default();
                    self.notes.incomplete_population(measure, (found.year, wanted), group);
                } else {
                    self.notes.earlier_population(found.year, wanted);
                }
                Denominator::Known(found.inhabitants)
            }
        }
    }

    fn references(&mut self, measure: &Measure) -> Vec<ReferenceSeries> {
        // County figures cover whole years; four months are not set beside twelve.
        let Some(indicator) = measure.compared_with.as_ref().filter(|_| self.request.window == Window::Aar) else {
            return Vec::new();
        };
        let (series, findings) =
            reference::references(self.sources, (indicator, measure.unit), &self.request.regions, &self.years);
        for finding in findings {
            self.notes.say(finding);
        }
        for region in self.request.regions.iter().filter(|region| region.role == ReferenceRole::County) {
            let is_this_year = |(year, value): &(i32, ReferenceValue)| {
                *year == self.request.year && matches!(value, ReferenceValue::Figure(_))
            };
            let has_figure =
                |series: &ReferenceSeries| series.region == region.code && series.points.iter().any(is_this_year);
            if !series.iter().any(has_figure) {
                self.notes.say(
                    Finding::new(Rule::MissingReference, Place::file("reference"))
                        .with("figure", &measure.id)
                        .with("region", &region.code)
                        .with("year", self.request.year.to_string()),
                );
            }
        }
        series
    }

    /// Says which measures lack a file for the year.
    fn note_lacking(&mut self, measure: &Measure) {
        let year = self.request.year;
        let columns = self.sources.columns(&measure.source);
        if columns.is_none_or(|columns| !columns.years.contains(&year)) {
            self.notes.lacks(measure);
        }
    }
}

/// What there is to count for a measure in one year.
pub(super) fn find<'a, 's>(
    sources: &'s Sources<'a>,
    indicator: &Indicator,
    measure: &Measure,
    moment: &Moment,
) -> Found<'a, 's> {
    if indicator.head.valid.is_some_and(|valid| !valid.covers(moment.year)) {
        return Found::OtherYears;
    }
    let delivered = sources.columns(&measure.source).filter(|columns| is_delivered(columns, &measure.rows, moment));
    let Some(columns) = delivered else { return Found::NoFile };
    if counts_children(measure) && are_strangers(columns, moment) {
        return Found::Strangers;
    }
    let selection = sources.selected(columns, measure, moment);
    if selection.is_unknown {
        return Found::TooLittleKnown;
    }
    let Some(kind) = measure.view else {
        return Found::Items(Box::new(Items { columns: ItemColumns::Source(columns), selection }));
    };
    let from = Viewing { sources, indicator, measure, columns, selection: &selection, moment };
    let view = match view::view(kind, &from) {
        Viewed::Items(view) => view,
        Viewed::Unknown => return Found::TooLittleKnown,
        Viewed::Strangers => return Found::Strangers,
        Viewed::NotAllowed => return Found::NotLinked,
    };
    let rows = (0..u32::try_from(view.height).unwrap_or(u32::MAX)).collect();
    let selection = Rc::new(Selection { rows, ..Selection::default() });
    Found::Items(Box::new(Items { columns: ItemColumns::View(view), selection }))
}

/// Whether a measure counts different children.
fn counts_children(measure: &Measure) -> bool {
    matches!(&measure.figure, FigureRule::Unique(field) | FigureRule::ShareOf { unique: field, .. } if field == "barn_id")
}

/// The cells of a breakdown in one year, by what `tally` makes of a category's rows and of those of all categories.
pub(super) fn year_cells(
    dimensions: &Dimensions,
    rule: &BreakdownRule,
    counting: &Counting,
    selection: &Selection,
    tally: &mut impl FnMut(&dimension::Category, &[u32], &[u32]) -> Tally,
) -> YearCells {
    let Counting { columns, moment, .. } = *counting;
    let mut rows = dimensions.split(rule, columns, selection, moment);
    let categories = dimensions.categories(rule, columns);
    let base: Vec<u32> = categories
        .iter()
        .filter(|category| rule.of_whole && !category.is_left_over())
        .flat_map(|category| rows.get(&category.key).into_iter().flatten().copied())
        .collect();
    let mut cells = Vec::new();
    for category in categories {
        let of_category = rows.remove(&category.key).unwrap_or_default();
        cells.push(YearCell {
            id: category.id.clone(),
            label: category.label.clone(),
            is_used: !(of_category.is_empty() || (rule.of_whole && category.is_left_over())),
            is_left_over: category.is_left_over(),
            tally: tally(&category, &of_category, &base),
        });
    }
    YearCells { cells, is_overlapping: dimensions.is_overlapping(rule, columns) }
}

/// Categories that no row of any year is in are left out, except those that always belong together.
pub(super) fn breakdown(rule: &BreakdownRule, years: &[i32], per_year: &[&YearCells]) -> Option<Breakdown<Tally>> {
    let fullest = per_year.iter().max_by_key(|year| year.cells.len())?;
    let is_always = rule.always || matches!(rule.by.as_str(), "aldersgruppe" | "maaned" | "ventedager");
    let mut categories = Vec::new();
    for cell in &fullest.cells {
        let of_years: Vec<Option<&YearCell>> = per_year.iter().map(|year| year.find(&cell.id)).collect();
        let is_used = of_years.iter().flatten().any(|cell| cell.is_used);
        if is_used || (is_always && !cell.is_left_over) {
            let tally = |cell: Option<&YearCell>| cell.map_or(Tally::Missing, |cell| cell.tally.clone());
            let cells = of_years.iter().copied().map(tally).collect();
            categories.push(Category { code: cell.id.clone(), label: cell.label.clone(), cells });
        }
    }
    let is_there = !categories.is_empty() || !fullest.cells.is_empty();
    is_there.then(|| Breakdown {
        dimension: rule.by.clone(),
        title: rule.title.said().to_owned(),
        overlapping: per_year.iter().any(|year| year.is_overlapping),
        years: years.to_vec(),
        categories,
    })
}

/// The cells of one breakdown in one year.
#[derive(Default)]
pub(super) struct YearCells {
    cells: Vec<YearCell>,
    is_overlapping: bool,
}

impl YearCells {
    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    fn find(&self, id: &str) -> Option<&YearCell> {
        self.cells.iter().find(|cell| cell.id == id)
    }
}

struct YearCell {
    id: String,
    label: String,
    /// Something is counted in it.
    is_used: bool,
    /// Blank, or an age outside the groups.
    is_left_over: bool,
    tally: Tally,
}

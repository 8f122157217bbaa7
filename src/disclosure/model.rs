//! What is published together, as cells and what a reader knows of how they hang together.

/// A whole number that may be published, and what a reader knows of it.
///
/// ```
/// use tryggtall::disclosure::Cell;
///
/// let small = Cell::open(7, 3).small_below(5);
/// assert!(small.is_sensitive());
/// assert!(!Cell::open(8, 12).small_below(5).is_sensitive());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    pub(super) id: u64,
    pub(super) value: Option<u64>,
    pub(super) printing: Printing,
    pub(super) sensitive_below: Option<u64>,
    pub(super) cost: u64,
    pub(super) least: u64,
    /// The least that an earlier report says it holds.
    pub(super) least_before: u64,
    pub(super) most: Option<u64>,
}

/// Where a cell or a share stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Printing {
    /// It may be shown or withheld.
    Open,
    /// It stands where it cannot be taken back: an earlier report, another publisher's table.
    Known,
    /// It is printed as withheld, or must be withheld for a reason of the caller's.
    Withheld,
    /// It is printed nowhere, but follows from others: what lies between two windows, a category without a row.
    Implied,
}

impl Cell {
    fn new(id: u64, value: Option<u64>, printing: Printing, least: u64) -> Self {
        Self { id, value, printing, sensitive_below: None, cost: 1, least, least_before: 0, most: None }
    }

    /// A cell that may be shown. Zeros are always shown, so a withheld one is known to be at least one.
    pub fn open(id: u64, value: u64) -> Self {
        Self::new(id, Some(value), Printing::Open, 1)
    }

    /// A cell that everybody knows already.
    pub fn known(id: u64, value: u64) -> Self {
        Self::new(id, Some(value), Printing::Known, 0)
    }

    /// A cell that was withheld before, and must stay so.
    pub fn hidden(id: u64, value: u64) -> Self {
        Self::new(id, Some(value), Printing::Withheld, 1)
    }

    /// A cell without a place in any table; it may be zero.
    pub fn implied(id: u64, value: u64) -> Self {
        Self::new(id, Some(value), Printing::Implied, 0)
    }

    /// A cell printed as withheld in a finished file, its value unknown.
    pub fn withheld(id: u64) -> Self {
        Self::new(id, None, Printing::Withheld, 1)
    }

    /// A cell without a place in any table, its value unknown.
    pub fn unknown(id: u64) -> Self {
        Self::new(id, None, Printing::Implied, 0)
    }

    /// Sensitive where it is small: from one to one below `threshold`, or unknown.
    #[must_use]
    pub fn small_below(mut self, threshold: u64) -> Self {
        self.sensitive_below = self.value.is_none_or(|value| (1..threshold).contains(&value)).then_some(threshold);
        self
    }

    /// Sensitive whatever it holds: nobody may learn that it is below `threshold`, or what it is where it is nought or not
    /// below. For zeros and 100 % by policy.
    #[must_use]
    pub fn sensitive_below(mut self, threshold: u64) -> Self {
        self.sensitive_below = Some(threshold);
        self
    }

    /// What withholding it costs, beside other cells. One if nothing is said; totals cost most.
    #[must_use]
    pub fn cost(mut self, cost: u64) -> Self {
        self.cost = cost;
        self
    }

    /// The least that a reader knows a withheld cell to hold: zero where zeros are withheld as well.
    #[must_use]
    pub fn least(mut self, least: u64) -> Self {
        self.least = least;
        self
    }

    /// The most that the marker says a withheld cell holds, as "1-4" does.
    #[must_use]
    pub fn most(mut self, most: u64) -> Self {
        self.most = Some(most);
        self
    }

    /// Whether it must not be found.
    pub fn is_sensitive(&self) -> bool {
        self.sensitive_below.is_some()
    }
}

/// A cell's place in its [`Model`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(pub(super) usize);

/// A share's place in its [`Model`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SharePlace(pub(super) usize);

/// A printed, rounded quotient of two cells: `numerator / denominator` is `printed / unit` to the last printed digit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The caller's number for it.
    pub id: u64,
    /// What is divided.
    pub numerator: Place,
    /// What it is divided by.
    pub denominator: Place,
    /// The printed figure without its decimal sign: 429 for 42.9 %.
    pub printed: u64,
    /// What `printed` is of: 1,000 for a percentage with one decimal, 10,000 for per mille with one.
    pub unit: u64,
    /// Whether it may be withheld.
    pub printing: Printing,
    /// What withholding it costs.
    pub cost: u64,
}

/// How the two sides of a [`Rule`] stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Equal,
    AtLeast,
}

/// `sum of coefficient * cell` equals, or is at least, `constant`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) terms: Vec<(usize, i64)>,
    pub(super) relation: Relation,
    pub(super) constant: i64,
    /// The share that says so: the rule holds for a reader who sees it.
    pub(super) share: Option<usize>,
}

impl Rule {
    /// Whether the rule holds for these values, in exact arithmetic.
    pub(super) fn holds(&self, value: impl Fn(usize) -> i64) -> bool {
        let sum: i128 = self.terms.iter().map(|(cell, factor)| i128::from(*factor) * i128::from(value(*cell))).sum();
        match self.relation {
            Relation::Equal => sum == i128::from(self.constant),
            Relation::AtLeast => sum >= i128::from(self.constant),
        }
    }
}

/// Cells, shares and rules: everything that is published together, or was before.
///
/// ```
/// use tryggtall::disclosure::{Cell, Model, Outcome, Policy, withhold};
///
/// let mut model = Model::default();
/// let total = model.cell(Cell::open(0, 33).cost(100));
/// let parts: Vec<_> =
///     [3, 20, 10].iter().zip(1..).map(|(value, id)| model.cell(Cell::open(id, *value).small_below(5))).collect();
/// model.sum(total, &parts);
/// let Outcome::Clean(clean) = withhold(&model, &Policy::default()) else { panic!("there is a way") };
/// assert_eq!(clean.cells, [1, 3], "the small one, and the smaller of those that can cover it");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Model {
    pub(super) cells: Vec<Cell>,
    pub(super) shares: Vec<Share>,
    pub(super) rules: Vec<Rule>,
}

impl Model {
    /// Adds a cell.
    pub fn cell(&mut self, cell: Cell) -> Place {
        self.cells.push(cell);
        Place(self.cells.len() - 1)
    }

    /// The parts add up to the total.
    pub fn sum(&mut self, total: Place, parts: &[Place]) {
        let mut terms = vec![(total, -1)];
        terms.extend(parts.iter().map(|part| (*part, 1)));
        self.equation(&terms, 0);
    }

    /// The sum of factor times cell is `constant`.
    pub fn equation(&mut self, terms: &[(Place, i64)], constant: i64) {
        self.rule(terms, Relation::Equal, constant, None);
    }

    /// `smaller` is part of `larger`: investigations of reports, a window of a longer one.
    pub fn at_most(&mut self, smaller: Place, larger: Place) {
        self.rule(&[(larger, 1), (smaller, -1)], Relation::AtLeast, 0, None);
    }

    /// The parts overlap, as unique children do: the total is at least the largest and at most all of them together.
    pub fn union(&mut self, total: Place, parts: &[Place]) {
        for part in parts {
            self.at_most(*part, total);
        }
        self.covers(total, parts);
    }

    /// The sum of factor times cell is at least `constant`.
    ///
    /// ```
    /// use tryggtall::disclosure::{Cell, Model, intervals};
    ///
    /// // Three more girls than boys at least, and 8 of both.
    /// let mut model = Model::default();
    /// let (all, girls, boys) = (Cell::known(0, 8), Cell::unknown(1), Cell::unknown(2));
    /// let [all, girls, boys] = [all, girls, boys].map(|cell| model.cell(cell));
    /// model.sum(all, &[girls, boys]);
    /// model.at_least(&[(girls, 1), (boys, -1)], 3);
    /// let found = intervals(&model).expect("8 and 0 will do");
    /// assert_eq!((found[0].low, found[0].high), (6, Some(8)));
    /// ```
    pub fn at_least(&mut self, terms: &[(Place, i64)], constant: i64) {
        self.rule(terms, Relation::AtLeast, constant, None);
    }

    /// Every one of the total is in at least one of the parts.
    pub fn covers(&mut self, total: Place, parts: &[Place]) {
        let mut terms = vec![(total, -1)];
        terms.extend(parts.iter().map(|part| (*part, 1)));
        self.rule(&terms, Relation::AtLeast, 0, None);
    }

    /// Everybody knows the cell already.
    pub fn know(&mut self, place: Place) {
        self.cells[place.0].printing = Printing::Known;
    }

    /// The cell is printed as withheld in an earlier report, which shows zeros.
    pub fn hide_before(&mut self, place: Place) {
        let cell = &mut self.cells[place.0];
        cell.least_before = cell.least_before.max(cell.least.min(1));
    }

    /// What is out already stays withheld where it stands. Of a cell whose value is out nothing is hidden any more; of one
    /// that is proven small, the value is. Says whether that is news.
    pub fn give_up(&mut self, out: &super::Out) -> bool {
        let mut is_news = false;
        for cell in &mut self.cells {
            let before = (cell.sensitive_below, cell.most);
            if out.known.binary_search(&cell.id).is_ok() {
                cell.sensitive_below = None;
                if cell.printing == Printing::Open && cell.value.is_some_and(|value| value >= cell.least) {
                    cell.printing = Printing::Withheld;
                }
            } else if let Some(threshold) = cell.sensitive_below.filter(|_| out.small.binary_search(&cell.id).is_ok()) {
                cell.most = Some(cell.most.unwrap_or(threshold - 1).min(threshold - 1));
            }
            is_news |= before != (cell.sensitive_below, cell.most);
        }
        is_news
    }

    /// Adds a printed quotient. A reader takes it to be rounded half up; where the true figures are rounded down from
    /// exactly half, it is taken as rounded either way.
    pub fn share(&mut self, share: Share) -> SharePlace {
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX / 8);
        let (printed, unit) = (number(share.printed), number(share.unit));
        let above = [(share.numerator, unit.saturating_mul(2)), (share.denominator, 1 - printed.saturating_mul(2))];
        let below = [
            (share.numerator, unit.saturating_mul(-2)),
            (share.denominator, printed.saturating_mul(2).saturating_add(1)),
        ];
        let place = Some(self.shares.len());
        self.rule(&above, Relation::AtLeast, 0, place);
        let of = |cell: Place| self.cells[cell.0].value.unwrap_or_default();
        let twice = |a: u64, b: u64| 2 * u128::from(a) * u128::from(b);
        let is_tie = twice(of(share.numerator), share.unit)
            == (2 * u128::from(share.printed) + 1) * u128::from(of(share.denominator));
        self.rule(&below, Relation::AtLeast, i64::from(!is_tie), place);
        self.shares.push(share);
        SharePlace(self.shares.len() - 1)
    }

    fn rule(&mut self, terms: &[(Place, i64)], relation: Relation, constant: i64, share: Option<usize>) {
        let mut summed = std::collections::BTreeMap::new();
        for (place, factor) in terms {
            let sum: &mut i64 = summed.entry(place.0).or_default();
            *sum = sum.saturating_add(*factor);
        }
        let terms = summed.into_iter().filter(|(_, factor)| *factor != 0).collect();
        self.rules.push(Rule { terms, relation, constant, share });
    }

    /// The caller's number of a cell.
    pub fn id(&self, place: Place) -> u64 {
        self.cells[place.0].id
    }

    /// How many cells there are.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no cell.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// What is withheld: for each cell and each share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) cells: Vec<bool>,
    pub(super) shares: Vec<bool>,
}

impl Pattern {
    /// What is hidden before anything is decided: what is sensitive, and what is printed nowhere.
    pub(super) fn primary(model: &Model) -> Self {
        let is_hidden = |cell: &Cell| match cell.printing {
            Printing::Known => false,
            Printing::Open => cell.is_sensitive(),
            Printing::Withheld | Printing::Implied => true,
        };
        let shares = model.shares.iter().map(|it| matches!(it.printing, Printing::Withheld | Printing::Implied));
        Self { cells: model.cells.iter().map(is_hidden).collect(), shares: shares.collect() }
    }

    /// Whether a cell is withheld, or may be to cover others: zeros cover nothing, so what is shown as zero stays.
    pub(super) fn may_hide(&self, model: &Model, cell: usize) -> bool {
        let it = &model.cells[cell];
        self.cells[cell] || it.printing == Printing::Open && it.value.unwrap_or_default() >= it.least.max(1)
    }
}

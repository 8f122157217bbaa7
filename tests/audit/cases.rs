//! Small random bundles, and every filling of them that agrees with what is shown, in plain loops.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tryggtall::audit::Part;

use crate::harness::Folder;
use crate::random::Random;

const HEADER: &str = "indikator,kommune,aar,vindu,fordeling,verdi,teller,nevner,enhet,nedre,ovre,referanse,referanse_verdi,vurdering,status";
pub const THRESHOLD: i64 = 5;
/// Bundles with more fillings are left out.
const MOST_FILLINGS: usize = 200_000;

/// A sum of atoms, each once.
pub type Mask = Vec<usize>;

/// A figure that is published or withheld.
#[derive(Clone)]
pub struct Figure {
    /// `indicator,year,window,breakdown`.
    pub name: [String; 4],
    pub count: Mask,
    /// Of a share of cases: what it is a share of.
    pub base: Option<Mask>,
    /// Of a change: what it is a change from.
    pub from: Option<Mask>,
    pub is_withheld: bool,
    /// A grand total, which bounds everything.
    pub is_total: bool,
}

/// One or two bundles about the same atoms.
pub struct Case {
    pub atoms: Vec<i64>,
    pub figures: Vec<Figure>,
    /// Each of the first is at most the second.
    pub parts: Vec<(usize, usize)>,
    /// Pairs of windows in each other: figures by place, the inner first.
    pub nested: Vec<(usize, usize)>,
}

fn figure(indicator: &str, year: i32, window: &str, at: &str, count: Mask) -> Figure {
    let name = [indicator, &year.to_string(), window, at].map(str::to_owned);
    Figure { name, count, base: None, from: None, is_withheld: false, is_total: at.is_empty() && window == "aar" }
}

const SENDERS: [&str; 3] = ["barnehage", "ppt", "skole"];
const SEXES: [&str; 2] = ["gutt", "jente"];

/// A table of both, with all margins.
pub fn two_way(first: usize, senders: usize, window: &str, also: &[usize]) -> Vec<Figure> {
    let cell = |sex: usize, sender: usize| -> Mask {
        let at = first + sex * senders + sender;
        std::iter::once(at).chain(also.iter().map(|more| at + more)).collect()
    };
    let sum = |cells: &[(usize, usize)]| cells.iter().flat_map(|it| cell(it.0, it.1)).collect::<Mask>();
    let all: Vec<(usize, usize)> = (0..2).flat_map(|sex| (0..senders).map(move |sender| (sex, sender))).collect();
    let mut figures = vec![figure("X1", 2025, window, "", sum(&all))];
    for (sex, name) in SEXES.iter().enumerate() {
        let own: Vec<_> = all.iter().copied().filter(|it| it.0 == sex).collect();
        figures.push(figure("X1", 2025, window, &format!("kjonn={name}"), sum(&own)));
    }
    for (sender, name) in SENDERS.iter().enumerate().take(senders) {
        let own: Vec<_> = all.iter().copied().filter(|it| it.1 == sender).collect();
        figures.push(figure("X1", 2025, window, &format!("melder={name}"), sum(&own)));
    }
    for (sex, sender) in all {
        let at = format!("kjonn={}|melder={}", SEXES[sex], SENDERS[sender]);
        figures.push(figure("X1", 2025, window, &at, cell(sex, sender)));
    }
    figures
}

fn one_way(indicator: &str, year: i32, window: &str, atoms: &[Mask]) -> Vec<Figure> {
    let mut figures = vec![figure(indicator, year, window, "", atoms.concat())];
    figures.extend(
        atoms
            .iter()
            .zip(SENDERS)
            .map(|(mask, sender)| figure(indicator, year, window, &format!("melder={sender}"), mask.clone())),
    );
    figures
}

impl Case {
    pub fn new(random: &mut Random) -> Self {
        let (mut parts, mut nested) = (Vec::new(), Vec::new());
        let one = |first: usize, count: usize| (first..first + count).map(|at| vec![at]).collect::<Vec<Mask>>();
        let (count, figures) = match random.below(5) {
            0 => (6, two_way(0, 3, "aar", &[])),
            1 => {
                // May, and what came later in the year.
                let year: Vec<Mask> = (0..3).map(|at| vec![at, at + 3]).collect();
                let figures = [one_way("X1", 2025, "aar", &year), one_way("X1", 2025, "mai", &one(0, 3))].concat();
                nested.extend((0..4).map(|at| (at + 4, at)));
                (6, figures)
            }
            2 => {
                let mut figures =
                    [one_way("X1", 2024, "aar", &one(0, 2)), one_way("X1", 2025, "aar", &one(2, 3))].concat();
                let change = figure("B1-X1", 2025, "aar", "", figures[3].count.clone());
                figures.push(Figure { from: Some(figures[0].count.clone()), is_total: false, ..change });
                (5, figures)
            }
            3 => {
                let mut figures = one_way("X1", 2025, "aar", &one(0, 3));
                let shares = one_way("X1-andel", 2025, "aar", &one(3, 3));
                let shares = shares.into_iter().zip(figures.clone());
                let of = |(share, base): (Figure, Figure)| Figure { base: Some(base.count), is_total: false, ..share };
                figures.extend(shares.map(of).collect::<Vec<_>>());
                parts.extend((0..3).map(|at| (at + 3, at)));
                (6, figures)
            }
            _ => {
                let figures = [two_way(0, 2, "aar", &[4]), two_way(0, 2, "mai", &[])].concat();
                nested.extend((0..9).map(|at| (at + 9, at)));
                (8, figures)
            }
        };
        let most = 3 + random.below(6);
        let mut atoms: Vec<i64> = (0..count).map(|_| i64::try_from(random.below(most)).unwrap()).collect();
        for (small, large) in &parts {
            atoms[*small] = atoms[*small].min(atoms[*large]);
        }
        let mut case = Self { atoms, figures, parts, nested };
        case.hide(random);
        case
    }

    fn sum(&self, mask: &Mask) -> i64 {
        sum(&self.atoms, mask)
    }

    /// Small figures; sometimes others, sometimes fewer.
    pub fn hide(&mut self, random: &mut Random) {
        let careless = random.one_in(6);
        for at in 0..self.figures.len() {
            let it = &self.figures[at];
            let count = self.sum(&it.count);
            let base = it.base.as_ref().map(|base| self.sum(base));
            let counts = [Some(count), base, base.map(|base| base - count)];
            let is_small = counts.iter().flatten().any(|it| (1..THRESHOLD).contains(it));
            let is_zero = count == 0 && it.base.is_none();
            let is_withheld = match &it.from {
                Some(from) => [count, self.sum(from)].iter().any(|it| (1..THRESHOLD).contains(it)),
                None => is_small && !(careless && random.one_in(4)) || !it.is_total && random.one_in(5),
            };
            self.figures[at].is_withheld = is_withheld && !is_zero && (is_small || !it.is_total);
        }
    }

    /// A bundle for each window, as it is read by the audit.
    pub fn written(&self) -> (Folder, Vec<PathBuf>) {
        let folder = Folder::new();
        let mut paths = Vec::new();
        for window in ["aar", "mai"] {
            let rows: Vec<String> =
                self.figures.iter().filter(|it| it.name[2] == window).map(|it| self.row(it)).collect();
            if rows.is_empty() {
                continue;
            }
            folder.file(&format!("{window}/data/indikatorer.csv"), format!("{HEADER}\n{}\n", rows.join("\n")));
            folder.file(&format!("{window}/manifest.json"), manifest(window));
            paths.push(folder.path().join(window));
        }
        (folder, paths)
    }

    fn row(&self, it: &Figure) -> String {
        let [indicator, year, window, at] = &it.name;
        let head = format!("{indicator},3418,{year},{window},{at}");
        let count = self.sum(&it.count);
        match (&it.base, &it.from) {
            _ if it.is_withheld => format!("{head},,,,x,,,,,,:"),
            (Some(base), _) if self.sum(base) == 0 => format!("{head},,,0,x,,,,,,."),
            (Some(base), _) => format!("{head},1.0,{count},{},x,,,,,,", self.sum(base)),
            (_, Some(from)) => {
                let from = self.sum(from);
                format!("{head},{},,,x,,,nullpunkt-2024,{from},,", count - from)
            }
            _ => format!("{head},{count},,,x,,,,,,"),
        }
    }

    /// Every filling that agrees with what is shown; none where there are too many.
    pub fn fillings(&self) -> Option<Vec<Vec<i64>>> {
        // Sums and between what they lie; nothing is withheld that is zero, but shares.
        let mut known: Vec<(Mask, i64, i64)> = Vec::new();
        let most = i64::MAX / 4;
        for it in &self.figures {
            let count = self.sum(&it.count);
            match (&it.base, &it.from, it.is_withheld) {
                (Some(base), _, false) if self.sum(base) == 0 => known.push((base.clone(), 0, 0)),
                (Some(base), _, false) => {
                    known.push((base.clone(), self.sum(base), self.sum(base)));
                    known.push((it.count.clone(), count, count));
                }
                (_, Some(from), false) => {
                    known.push((from.clone(), self.sum(from), self.sum(from)));
                    known.push((it.count.clone(), count, count));
                }
                (None, None, false) => known.push((it.count.clone(), count, count)),
                (None, None, true) => known.push((it.count.clone(), 1, most)),
                (_, _, true) => {}
            }
        }
        let mut found = Vec::new();
        let mut filling = vec![0; self.atoms.len()];
        self.descend(&known, 0, &mut filling, &mut found);
        (found.len() <= MOST_FILLINGS).then_some(found)
    }

    fn descend(&self, known: &[(Mask, i64, i64)], at: usize, filling: &mut Vec<i64>, found: &mut Vec<Vec<i64>>) {
        if found.len() > MOST_FILLINGS {
            return;
        }
        // What is not filled yet is zero: a sum can only grow, and the last of it says whether it holds.
        let holds = |(mask, least, most): &(Mask, i64, i64)| {
            let sum = sum(filling, mask);
            sum <= *most && (mask.iter().any(|it| *it >= at) || sum >= *least)
        };
        let are_parts = self.parts.iter().all(|(small, large)| *small >= at || filling[*small] <= filling[*large]);
        if !known.iter().all(holds) || !are_parts {
            return;
        }
        if at == filling.len() {
            found.push(filling.clone());
            return;
        }
        let room = |(mask, _, most): &(Mask, i64, i64)| mask.contains(&at).then(|| *most - sum(filling, mask));
        let whole = self.parts.iter().filter(|it| it.0 == at).map(|it| filling[it.1]);
        let room = known.iter().filter_map(room).chain(whole).min().unwrap_or(0);
        if room > 100 {
            // Nothing bounds it.
            found.resize(MOST_FILLINGS + 1, Vec::new());
            return;
        }
        for value in 0..=room {
            filling[at] = value;
            self.descend(known, at + 1, filling, found);
        }
        filling[at] = 0;
    }

    /// What must not follow, by figure and part: the two sums it is the difference of, and whether its value alone is a secret.
    pub fn secrets(&self) -> BTreeMap<(String, Part), (Mask, Mask, bool)> {
        let mut secrets = BTreeMap::new();
        for it in self.figures.iter().filter(|it| it.from.is_none()) {
            secrets.insert((named(it), Part::Figure), (it.count.clone(), Mask::new(), it.is_withheld));
            if let Some(base) = &it.base {
                secrets.insert((named(it), Part::Base), (base.clone(), Mask::new(), false));
                secrets.insert((named(it), Part::Rest), (base.clone(), it.count.clone(), false));
            }
        }
        for (inner, outer) in &self.nested {
            let (inner, outer) = (&self.figures[*inner], &self.figures[*outer]);
            let between = (outer.count.clone(), inner.count.clone(), false);
            secrets.insert((named(outer), Part::Windows(named(inner))), between);
        }
        secrets
    }
}

pub fn sum(atoms: &[i64], mask: &Mask) -> i64 {
    mask.iter().map(|at| atoms[*at]).sum()
}

/// A figure as the audit names it.
fn named(it: &Figure) -> String {
    let [indicator, year, window, at] = &it.name;
    [indicator, year, window, at, "3418"].iter().filter(|it| !it.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

fn manifest(window: &str) -> String {
    let last = if window == "mai" { "04-30" } else { "12-31" };
    let days = |year: i32| serde_json::json!({ "window": window, "year": year, "first": format!("{year}-01-01"), "last": format!("{year}-{last}") });
    let by = |names: &[&str]| {
        names.iter().map(|by| serde_json::json!({ "by": by, "overlapping": false })).collect::<Vec<_>>()
    };
    serde_json::json!({
        "tool": { "name": "tryggtall" }, "municipality": "3418", "windows": [days(2024), days(2025)],
        "protection": { "threshold": THRESHOLD },
        "model": { "places": { "own": "3418" }, "measures": [
            { "id": "X1", "unit": "antall", "breakdowns": by(&["kjonn", "melder", "kjonn+melder"]),
              "counted": { "about": "people", "value": "count", "count": "events", "nesting": "adds" } },
            { "id": "X1-andel", "unit": "prosent", "breakdowns": by(&["melder"]),
              "counted": { "about": "people", "value": "share", "count": "in time", "base": "events", "whole": "cases", "nesting": "none" } },
            { "id": "B1-X1", "unit": "antall", "breakdowns": [], "change": { "of": "X1", "relative": false } },
        ] },
    })
    .to_string()
}

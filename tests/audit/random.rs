//! The audit against trying everything: small random bundles, every filling that agrees with what is shown, in plain loops.

use std::collections::BTreeMap;
use std::path::PathBuf;

use tryggtall::audit::{How, Leak, Part, Report, audit};

use crate::harness::Folder;
use crate::random::Random;

const HEADER: &str = "indikator,kommune,aar,vindu,fordeling,verdi,teller,nevner,enhet,nedre,ovre,referanse,referanse_verdi,vurdering,status";
const THRESHOLD: i64 = 5;
/// Bundles with more fillings are left out.
const MOST_FILLINGS: usize = 200_000;

/// A sum of atoms, each once.
type Mask = Vec<usize>;

/// A figure that is published or withheld.
#[derive(Clone)]
struct Figure {
    /// `indicator,year,window,breakdown`.
    name: [String; 4],
    count: Mask,
    /// Of a share of cases: what it is a share of.
    base: Option<Mask>,
    /// Of a change: what it is a change from.
    from: Option<Mask>,
    is_withheld: bool,
    /// A grand total, which bounds everything.
    is_total: bool,
}

/// One or two bundles about the same atoms.
struct Case {
    atoms: Vec<i64>,
    figures: Vec<Figure>,
    /// Each of the first is at most the second.
    parts: Vec<(usize, usize)>,
    /// Pairs of windows in each other: figures by place, the inner first.
    nested: Vec<(usize, usize)>,
}

fn figure(indicator: &str, year: i32, window: &str, at: &str, count: Mask) -> Figure {
    let name = [indicator, &year.to_string(), window, at].map(str::to_owned);
    Figure { name, count, base: None, from: None, is_withheld: false, is_total: at.is_empty() && window == "aar" }
}

const SENDERS: [&str; 3] = ["barnehage", "ppt", "skole"];
const SEXES: [&str; 2] = ["gutt", "jente"];

/// A table of both, with all margins.
fn two_way(first: usize, senders: usize, window: &str, also: &[usize]) -> Vec<Figure> {
    let cell = |sex: usize, sender: usize| -> Mask {
        let at = first + sex * senders + sender;
        std::iter::once(at).chain(also.iter().map(|more| at + more)).collect()
    };
    let sum = |cells: &[(usize, usize)]| cells.iter().flat_map(|it| cell(it.0, it.1)).collect::<Mask>();
    let all: Vec<(usize, usize)> = (0..2).flat_map(|sex| (0..senders).map(move |sender| (sex, sender))).collect();
    let mut figures = vec![figure("X1", 2025, window, "", sum(&all))];
    for sex in 0..2 {
        let own: Vec<_> = all.iter().copied().filter(|it| it.0 == sex).collect();
        figures.push(figure("X1", 2025, window, &format!("kjonn={}", SEXES[sex]), sum(&own)));
    }
    for sender in 0..senders {
        let own: Vec<_> = all.iter().copied().filter(|it| it.1 == sender).collect();
        figures.push(figure("X1", 2025, window, &format!("melder={}", SENDERS[sender]), sum(&own)));
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
    fn new(random: &mut Random) -> Self {
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
    fn hide(&mut self, random: &mut Random) {
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
            self.figures[at].is_withheld = is_withheld && !is_zero && !(it.is_total && !is_small);
        }
    }

    /// A bundle for each window, as it is read by the audit.
    fn written(&self) -> (Folder, Vec<PathBuf>) {
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
    fn fillings(&self) -> Option<Vec<Vec<i64>>> {
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
    fn secrets(&self) -> BTreeMap<(String, Part), (Mask, Mask, bool)> {
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

fn sum(atoms: &[i64], mask: &Mask) -> i64 {
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

/// What is claimed: figure and part, and whether the value itself.
fn claims(report: &Report) -> BTreeMap<(String, Part), bool> {
    let of = |leak: &Leak| {
        let cell = &leak.cell;
        let year = cell.year.to_string();
        let name = [&cell.indicator, &year, &cell.window, &cell.breakdown, &cell.place];
        let name: Vec<&str> = name.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        (name.join(" "), leak.part.clone())
    };
    let narrow = report.narrow.iter().map(|leak| (of(leak), false));
    narrow.chain(report.exact.iter().map(|leak| (of(leak), true))).collect()
}

/// What trying everything says: the value follows, or that it is small.
fn follows(fillings: &[Vec<i64>], (more, less, is_withheld): &(Mask, Mask, bool)) -> Option<bool> {
    let of = |filling: &Vec<i64>| sum(filling, more) - sum(filling, less);
    let (least, most) = (fillings.iter().map(of).min()?, fillings.iter().map(of).max()?);
    let is_small = least >= 1 && most < THRESHOLD;
    if least == most && (*is_withheld || is_small) {
        return Some(true);
    }
    is_small.then_some(false)
}

/// Audits, and holds every claim against every filling; gives how much follows, and how much of that was found.
fn held(case: &Case, seed: u64) -> Option<[usize; 2]> {
    let fillings = case.fillings()?;
    assert!(fillings.contains(&case.atoms), "{seed}: what is true is among them");
    let (_folder, paths) = case.written();
    let report = audit(&paths[0], &paths[1..]).unwrap();
    assert_eq!((report.unexplained.len(), report.notes.len()), (0, 0), "{seed}: {report:?}");
    assert!(report.exact.iter().all(|leak| matches!(leak.how, How::From(_) | How::Small)), "{seed}");
    let (claims, secrets) = (claims(&report), case.secrets());
    for (what, is_exact) in &claims {
        let Some(secret) = secrets.get(what) else { panic!("{seed}: {what:?} is no secret") };
        let truth = follows(&fillings, secret);
        assert!(truth.is_some_and(|truth| truth || !is_exact), "{seed}: {what:?} {is_exact} {truth:?}");
    }
    // What a share is of is a figure of its own here, and told as that.
    let counts = secrets.iter().filter(|it| it.0.1 != Part::Base);
    let follow: Vec<_> = counts.filter(|it| follows(&fillings, it.1).is_some()).collect();
    let found = follow.iter().filter(|it| claims.contains_key(it.0)).count();
    if std::env::var_os("TRYGGTALL_MISSED").is_some() {
        for it in follow.iter().filter(|it| !claims.contains_key(it.0)) {
            eprintln!("{seed}: {:?} {:?}", it.0, follows(&fillings, it.1));
        }
    }
    Some([follow.len(), found])
}

#[test]
fn what_is_claimed_is_true_of_every_filling_and_nothing_is_missed() {
    let (mut bundles, mut all, mut found) = (0, 0, 0);
    for seed in 1..=600 {
        let case = Case::new(&mut Random(seed * 7919));
        let Some([follow, claimed]) = held(&case, seed) else { continue };
        bundles += 1;
        all += follow;
        found += claimed;
    }
    eprintln!("{bundles} bundles: {found} of {all} that follow");
    assert!(bundles > 400 && all > 1_000, "{bundles} bundles, {all} that follow");
    assert_eq!(found, all, "some that follow were missed");
}

/// Figures are withheld one after the other until trying everything finds nothing: then the audit finds nothing either.
#[test]
fn what_is_safe_by_trying_everything_is_found_safe() {
    let mut safe = 0;
    for seed in 1..=300 {
        let mut random = Random(seed * 104_729);
        let mut case = Case::new(&mut random);
        for _ in 0..case.figures.len() {
            let Some(fillings) = case.fillings() else { break };
            let secrets = case.secrets();
            if secrets.values().all(|secret| follows(&fillings, secret).is_none()) {
                let (_folder, paths) = case.written();
                let report = audit(&paths[0], &paths[1..]).unwrap();
                assert!(report.exact.is_empty() && report.narrow.is_empty(), "{seed}: {report:?}");
                safe += 1;
                break;
            }
            let is_open = |it: &&mut Figure| !it.is_withheld && !it.is_total && sum(&case.atoms, &it.count) > 0;
            let mut open: Vec<&mut Figure> = case.figures.iter_mut().filter(is_open).collect();
            let Some(last) = open.len().checked_sub(1) else { break };
            open[random.below(last + 1)].is_withheld = true;
        }
    }
    eprintln!("{safe} safe bundles");
    assert!(safe > 60, "{safe} bundles could be made safe");
}

/// One report comes late: the figures it is in are withheld, and the report of before shows what they were. What is then
/// worked out is wrong only where nothing that is shown says that anything was corrected.
#[test]
fn a_late_report_proves_little_that_is_wrong() {
    let (mut noted, mut claimed, mut wrong) = (0, 0, 0);
    for seed in 1..=400 {
        let mut random = Random(seed * 15_485_863);
        let atoms: Vec<i64> = (0..6).map(|_| i64::try_from(random.below(12)).unwrap()).collect();
        let mut before = Case { atoms, figures: two_way(0, 3, "aar", &[]), parts: Vec::new(), nested: Vec::new() };
        before.hide(&mut random);
        let mut now = Case { atoms: before.atoms.clone(), figures: before.figures.clone(), ..Case::new(&mut random) };
        (now.parts, now.nested) = (Vec::new(), Vec::new());
        now.atoms[random.below(6)] += 1;
        if seed % 2 == 0 {
            now.hide(&mut random);
        }
        for it in &mut now.figures {
            it.is_withheld |= sum(&now.atoms, &it.count) != sum(&before.atoms, &it.count);
        }
        let (_one, earlier) = before.written();
        let (_other, path) = now.written();
        let report = audit(&path[0], &earlier).unwrap();
        let secrets = now.secrets();
        noted += report.notes.iter().filter(|note| note.kind == "earlier-shows").count();
        for leak in report.exact.iter().chain(&report.narrow) {
            let How::From(sources) = &leak.how else { continue };
            let is_if = sources.iter().any(|source| source.contains("om de fortsatt gjelder"));
            let what = claims(&Report { exact: vec![leak.clone()], ..Report::default() });
            let secret = &secrets[what.keys().next().unwrap()];
            let value = sum(&now.atoms, &secret.0) - sum(&now.atoms, &secret.1);
            let is_wrong = !(1..THRESHOLD).contains(&value);
            claimed += usize::from(is_if);
            wrong += usize::from(is_if && is_wrong);
            // What does not rest on the report of before is true of the data of today, or of those of that report.
            let then = sum(&before.atoms, &secret.0) - sum(&before.atoms, &secret.1);
            assert!(
                is_if || secret.2 || (1..THRESHOLD).contains(&value) || (1..THRESHOLD).contains(&then),
                "{seed}: {leak:?}"
            );
        }
    }
    eprintln!("{noted} to look at; {claimed} claimed if nothing was corrected, {wrong} of them wrong");
    assert!(noted > 400 && wrong * 4 <= claimed.max(4), "{noted} {claimed} {wrong}");
}

//! The audit against trying everything: whatever it claims of small random bundles is true of every filling.

use std::collections::BTreeMap;

use tryggtall::audit::{How, Leak, Part, Report, audit};

use super::cases::{Case, Figure, Mask, THRESHOLD, sum, two_way};
use crate::random::Random;

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
    // That there are none is no secret.
    if least == most && (*is_withheld && least != 0 || is_small) {
        return Some(true);
    }
    is_small.then_some(false)
}

/// Audits, and holds every claim against every filling; gives how much follows, and what of that was not found.
fn held(case: &Case, seed: u64) -> Option<(usize, Vec<String>)> {
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
    let missed = follow.iter().filter(|it| !claims.contains_key(it.0));
    let missed = missed.map(|it| format!("{seed}: {:?} {:?}", it.0, follows(&fillings, it.1))).collect();
    Some((follow.len(), missed))
}

#[test]
fn what_is_claimed_is_true_of_every_filling_and_nothing_is_missed() {
    let (mut bundles, mut all, mut missed) = (0, 0, Vec::new());
    for seed in 1..=600 {
        let case = Case::new(&mut Random(seed * 7919));
        let Some((follow, not_found)) = held(&case, seed) else { continue };
        bundles += 1;
        all += follow;
        missed.extend(not_found);
    }
    assert_eq!((bundles, all), (499, 2_348), "bundles, and what follows from them");
    assert!(missed.is_empty(), "{missed:#?}");
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
    assert!(noted > 400 && wrong * 4 <= claimed, "{noted} {claimed} {wrong}");
}

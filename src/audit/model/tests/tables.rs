//! Tables that share dimensions, stand in a ring or in other detail, and what a plan keeps hidden.

use super::*;

/// Events by several dimensions, in two measures of the same count.
fn bundle(breakdowns: [&[&str]; 2], extra: &serde_json::Value) -> Manifest {
    let measure = |id: &str, by: &[&str]| {
        let breakdowns: Vec<serde_json::Value> =
            by.iter().map(|by| serde_json::json!({ "by": by, "overlapping": by.contains("innhold") })).collect();
        serde_json::json!({ "id": id, "unit": "antall", "breakdowns": breakdowns,
            "counted": { "about": "people", "value": "count", "count": "events", "nesting": "adds" } })
    };
    let share = serde_json::json!({ "id": "X5", "unit": "prosent", "breakdowns": [],
        "counted": { "about": "people", "value": "share", "count": "in time", "base": "cases", "whole": "cases", "nesting": "none" } });
    let mut manifest = serde_json::json!({
        "tool": { "name": "tryggtall" }, "municipality": "3418",
        "windows": [{ "window": "aar", "year": 2025, "first": "2025-01-01", "last": "2025-12-31" },
            { "window": "mai", "year": 2025, "first": "2025-01-01", "last": "2025-04-30" }],
        "protection": { "threshold": 5 },
        "model": { "places": { "own": "3418" }, "measures": [measure("X1", breakdowns[0]), measure("X3", breakdowns[1]), share] },
    });
    for (key, value) in extra.as_object().unwrap() {
        manifest[key] = value.clone();
    }
    Manifest::parse(&manifest.to_string()).unwrap()
}

fn plain() -> serde_json::Value {
    serde_json::json!({})
}

fn one(manifest: &Manifest, lines: &[&str]) -> Vec<String> {
    let found = audited(&[(manifest, &rows(lines, "aar"))]);
    [found.0, found.1].concat()
}

fn two(now: (&Manifest, &[&str]), then: (&Manifest, &[&str])) -> Vec<String> {
    let found = audited(&[(now.0, &rows(now.1, "aar")), (then.0, &rows(then.1, "aar"))]);
    [found.0, found.1].concat()
}

#[test]
fn tables_add_up_to_what_they_have_in_common() {
    let manifest = bundle([&["kjonn+melder"], &["aldersgruppe+melder"]], &plain());
    let known = [
        "X1 2025 40",
        "X3 2025 40",
        "X1 2025 kjonn=gutt|melder=skole 12",
        "X1 2025 kjonn=jente|melder=skole 10",
        "X1 2025 kjonn=gutt|melder=ppt 9",
        "X1 2025 kjonn=jente|melder=ppt 9",
        "X3 2025 aldersgruppe=0-5|melder=ppt :",
        "X3 2025 aldersgruppe=6-12|melder=ppt :",
        "X3 2025 aldersgruppe=0-5|melder=skole :",
    ];
    let lone = [known.as_slice(), &["X3 2025 aldersgruppe=6-12|melder=skole 19"]].concat();
    assert_eq!(one(&manifest, &lone), ["X3 2025 aldersgruppe=0-5|melder=skole Figure"], "22 from school, 19 of them");
    let covered = [known.as_slice(), &["X3 2025 aldersgruppe=6-12|melder=skole :"]].concat();
    assert_eq!(one(&manifest, &covered), [""; 0]);
    // Where somebody may have several causes, these say no sum of the senders.
    let several = bundle([&["innhold+melder"], &["aldersgruppe+melder"]], &plain());
    let lone: Vec<String> = lone.iter().map(|line| line.replace("kjonn=", "innhold=")).collect();
    assert_eq!(one(&several, &lone.iter().map(String::as_str).collect::<Vec<_>>()), [""; 0]);
}

/// Nobody is a girl and from nursery, nor a boy and from school: the one table by age is the other.
#[test]
fn tables_in_a_ring_are_of_one_table_by_all() {
    let by = ["kjonn", "melder", "aldersgruppe", "kjonn+melder", "aldersgruppe+kjonn", "aldersgruppe+melder"];
    let manifest = bundle([&by, &[]], &plain());
    let known = [
        "X1 2025 42",
        "X1 2025 kjonn=jente 20",
        "X1 2025 kjonn=gutt 22",
        "X1 2025 melder=skole 20",
        "X1 2025 melder=barnehage 22",
        "X1 2025 aldersgruppe=0-5 16",
        "X1 2025 aldersgruppe=6-12 9",
        "X1 2025 aldersgruppe=13-17 17",
        "X1 2025 aldersgruppe=0-5|kjonn=jente :",
        "X1 2025 aldersgruppe=6-12|kjonn=jente :",
        "X1 2025 aldersgruppe=13-17|kjonn=jente 8",
        "X1 2025 aldersgruppe=0-5|kjonn=gutt :",
        "X1 2025 aldersgruppe=6-12|kjonn=gutt :",
        "X1 2025 aldersgruppe=13-17|kjonn=gutt 9",
        "X1 2025 aldersgruppe=0-5|melder=skole 9",
        "X1 2025 aldersgruppe=6-12|melder=skole :",
        "X1 2025 aldersgruppe=13-17|melder=skole :",
        "X1 2025 aldersgruppe=0-5|melder=barnehage 7",
        "X1 2025 aldersgruppe=6-12|melder=barnehage :",
        "X1 2025 aldersgruppe=13-17|melder=barnehage :",
    ];
    let two_way = |cells: [u32; 4]| {
        let names = ["jente|melder=barnehage", "jente|melder=skole", "gutt|melder=barnehage", "gutt|melder=skole"];
        names.iter().zip(cells).map(|(name, count)| format!("X1 2025 kjonn={name} {count}")).collect::<Vec<_>>()
    };
    let with = |cells: [u32; 4]| {
        let two_way = two_way(cells);
        let lines: Vec<&str> = known.iter().copied().chain(two_way.iter().map(String::as_str)).collect();
        one(&manifest, &lines)
    };
    assert!(with([0, 20, 22, 0]).contains(&"X1 2025 aldersgruppe=6-12|kjonn=jente Figure".to_owned()));
    assert_eq!(with([10, 10, 12, 10]), [""; 0]);
    assert_eq!(one(&manifest, &known), [""; 0], "without the third table there is no ring");
}

#[test]
fn rings_that_are_too_large_are_said_to_be_untried() {
    let by = ["kjonn+melder", "aldersgruppe+kjonn", "aldersgruppe+melder"];
    let manifest = bundle([&by, &[]], &plain());
    let mut lines = vec!["X1 2025 900".to_owned(), "X1 2025 aldersgruppe=0-0|kjonn=k0 :".to_owned()];
    for one in 0..9 {
        for other in 0..9 {
            lines.push(format!("X1 2025 kjonn=k{one}|melder=m{other} 9"));
            lines.push(format!("X1 2025 aldersgruppe={one}-{one}|melder=m{other} 9"));
            if one + other > 0 {
                lines.push(format!("X1 2025 aldersgruppe={one}-{one}|kjonn=k{other} :"));
            }
        }
    }
    let report = reported(&[(&manifest, &rows(&lines.iter().map(String::as_str).collect::<Vec<_>>(), "aar"))]);
    assert_eq!(report.untested, 81, "729 cells by all three");
}

#[test]
fn a_group_here_is_several_there() {
    let of = |groups: &[[i64; 2]]| bundle([&["aldersgruppe"], &[]], &serde_json::json!({ "age_groups": groups }));
    let (coarse, fine) = (of(&[[0, 5], [6, 12]]), of(&[[0, 2], [3, 5], [6, 12]]));
    let few: [&str; 3] = ["X1 2025 :", "X1 2025 aldersgruppe=0-5 12", "X1 2025 aldersgruppe=6-12 :"];
    let lone: [&str; 4] =
        ["X1 2025 :", "X1 2025 aldersgruppe=0-2 :", "X1 2025 aldersgruppe=3-5 10", "X1 2025 aldersgruppe=6-12 :"];
    let covered = [lone[0], lone[1], "X1 2025 aldersgruppe=3-5 :", lone[3]];
    for found in [two((&coarse, &few), (&fine, &lone)), two((&fine, &lone), (&coarse, &few))] {
        assert_eq!(found, ["X1 2025 aldersgruppe=0-2 Figure"]);
    }
    assert_eq!(two((&fine, &covered), (&coarse, &few)), [""; 0]);
}

#[test]
fn what_was_merged_is_made_of_its_categories() {
    let merged = serde_json::json!({ "coarsening": { "merged": [{ "by": "melder", "codes": ["nav", "politi"], "code": "nav_politi" }] } });
    let (now, then) = (bundle([&["melder"], &[]], &merged), bundle([&["melder"], &[]], &plain()));
    let shown = ["X1 2025 :", "X1 2025 melder=nav_politi 12", "X1 2025 melder=skole :"];
    let lone = ["X1 2025 :", "X1 2025 melder=nav :", "X1 2025 melder=politi 10", "X1 2025 melder=skole :"];
    assert_eq!(two((&now, &shown), (&then, &lone)), ["X1 2025 melder=nav Figure"]);
    let covered = [lone[0], lone[1], "X1 2025 melder=politi :", lone[3]];
    assert_eq!(two((&now, &shown), (&then, &covered)), [""; 0]);
    // By cause: somebody may have both, so twelve are at most the sum of them.
    let merged = serde_json::json!({ "coarsening": { "merged": [{ "by": "innhold", "codes": ["nav", "politi"], "code": "nav_politi" }] } });
    let (now, then) = (bundle([&["innhold"], &[]], &merged), bundle([&["innhold"], &[]], &plain()));
    let by_cause = |lines: &[&str]| lines.iter().map(|line| line.replace("melder", "innhold")).collect::<Vec<_>>();
    let (shown, lone) = (by_cause(&shown), by_cause(&lone));
    let [shown, lone] = [&shown, &lone].map(|lines| lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(two((&now, &shown), (&then, &lone)), [""; 0]);
    let few = ["X1 2025 :", "X1 2025 innhold=nav_politi :", "X1 2025 innhold=skole 9"];
    assert_eq!(two((&now, &few), (&then, &lone)), [""; 0], "ten or more");
}

#[test]
fn groups_that_cross_have_something_in_common() {
    let of = |groups: &[[i64; 2]]| bundle([&["aldersgruppe"], &[]], &serde_json::json!({ "age_groups": groups }));
    let (now, then) = (of(&[[0, 11], [12, 17]]), of(&[[0, 12], [13, 17]]));
    let shown = ["X1 2025 :", "X1 2025 aldersgruppe=0-11 20", "X1 2025 aldersgruppe=12-17 :"];
    let with = |count: u32| {
        let line = format!("X1 2025 aldersgruppe=0-12 {count}");
        two((&now, &shown), (&then, &["X1 2025 :", &line, "X1 2025 aldersgruppe=13-17 :"]))
    };
    assert_eq!(with(23), ["X1 2025 aldersgruppe=12-17 Piece(\"aldersgruppe=12-12\")"], "three of twelve years");
    assert_eq!(with(29), [""; 0]);
    // The others are others where the groups are.
    let lines = |count: u32| {
        ["X1 2025 :", "X1 2025 aldersgruppe=0-5 :"]
            .map(str::to_owned)
            .into_iter()
            .chain([format!("X1 2025 aldersgruppe=annen-alder {count}")])
            .collect::<Vec<_>>()
    };
    let [few, more] = [lines(9), lines(12)];
    let [few, more] = [&few, &more].map(|lines| lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(two((&now, &few), (&then, &more)), [""; 0]);
    assert_eq!(two((&now, &few), (&now, &more)).len(), 1, "a correction");
}

#[test]
fn what_came_since_follows_in_whatever_detail() {
    let merged = serde_json::json!({ "coarsening": { "merged": [{ "by": "melder", "codes": ["nav", "politi"], "code": "nav_politi" }] } });
    let (now, then) = (bundle([&["melder"], &[]], &merged), bundle([&["melder"], &[]], &plain()));
    let may = rows(&["X1 2025 :", "X1 2025 melder=nav 6", "X1 2025 melder=politi 7", "X1 2025 melder=skole :"], "mai");
    let with = |count: u32| {
        let line = format!("X1 2025 melder=nav_politi {count}");
        audited(&[(&now, &rows(&["X1 2025 :", &line, "X1 2025 melder=skole :"], "aar")), (&then, &may)])
    };
    assert_eq!(with(15).0, ["X1 2025 melder=nav_politi Windows(\"X1 2025 mai melder=nav_politi\")"]);
    assert_eq!(with(20), nothing());
    // In May as one, in the year by each.
    let may = rows(&["X1 2025 :", "X1 2025 melder=nav_politi 13", "X1 2025 melder=skole :"], "mai");
    let year = rows(&["X1 2025 :", "X1 2025 melder=nav 8", "X1 2025 melder=politi 7", "X1 2025 melder=skole :"], "aar");
    assert_eq!(audited(&[(&then, &year), (&now, &may)]).0.len(), 1);
}

#[test]
fn zeros_that_are_kept_hidden_may_not_be_shown_nor_follow() {
    let kept = |what: &str| {
        let mut protection = serde_json::json!({ "threshold": 5, "zeros": "shown", "full": "shown" });
        protection[what] = "withheld".into();
        bundle([&["melder"], &[]], &serde_json::json!({ "protection": protection }))
    };
    let (usual, zeros, full) = (bundle([&["melder"], &[]], &plain()), kept("zeros"), kept("full"));
    let shown = ["X1 2025 20", "X1 2025 melder=skole 20", "X1 2025 melder=ppt 0"];
    assert_eq!(one(&usual, &shown), [""; 0]);
    assert_eq!(one(&zeros, &shown), ["X1 2025 melder=ppt Figure"]);
    assert_eq!(one(&full, &shown).len(), 2, "all are from school");
    let half = ["X1 2025 20", "X1 2025 melder=skole 11", "X1 2025 melder=nav 9", "X1 2025 melder=ppt 0"];
    assert_eq!((one(&zeros, &half).len(), one(&full, &half).len()), (1, 0));
    // What is withheld may be nought there, and may not follow to be.
    let lone = ["X1 2025 20", "X1 2025 melder=skole 20", "X1 2025 melder=ppt :"];
    assert_eq!(one(&zeros, &lone), ["X1 2025 melder=ppt Figure"]);
    assert!(one(&full, &lone).contains(&"X1 2025 melder=skole Figure".to_owned()));
    let covered = ["X1 2025 20", "X1 2025 melder=skole 16", "X1 2025 melder=ppt :", "X1 2025 melder=nav :"];
    assert_eq!(one(&usual, &covered).len(), 2, "one to three each");
    assert_eq!((one(&zeros, &covered), one(&full, &covered)), (vec![], vec![]));
    // Shares of cases: all and none.
    for share in ["0/20", "20/20"] {
        let of_share = format!("X5 2025 {share}");
        assert_eq!((one(&usual, &[&of_share]).len(), one(&full, &[&of_share]).len()), (0, 1), "{share}");
    }
    assert_eq!(one(&zeros, &["X5 2025 0/20"]).len(), 1);
    assert_eq!(one(&full, &["X5 2025 9/20"]), [""; 0]);
}

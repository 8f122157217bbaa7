//! Tables of two dimensions of three, and none of all: there must be one of all in whole numbers.

use crate::harness::{Figures, Folder};

const OWN: &str = r#"id = "X1"
order = 200
title = { nb = "Henvisninger fra to", nn = "Tilvisingar frå to", en = "Referrals from two" }
description = { nb = "Hvor mange.", nn = "Kor mange.", en = "How many." }
method = "Rader fra fastlege og nav."
reference = "Teamets vedtak"

[[measure]]
id = "X1"
title = { nb = "Henvisninger fra to", nn = "Tilvisingar frå to", en = "Referrals from two" }
unit = "antall"
unit_text = { nb = "henvisninger", nn = "tilvisingar", en = "referrals" }
source = "henvisning"
rows = { in-window = "mottatt" }
where = { fra = ["fastlege", "nav"] }
figure = "rows"
breakdowns = [
  { by = "fra+kjonn", title = { nb = "Avsender og kjønn", nn = "Avsendar og kjønn", en = "Sender and sex" } },
  { by = "aldersgruppe+kjonn", title = { nb = "Alder og kjønn", nn = "Alder og kjønn", en = "Age and sex" } },
  { by = "aldersgruppe+fra", title = { nb = "Alder og avsender", nn = "Alder og avsendar", en = "Age and sender" } },
]
"#;

const FROM: [&str; 2] = ["fastlege", "nav"];
const SEX: [&str; 2] = ["jente", "gutt"];
const AGES: [(&str, usize); 2] = [("6-12", 8), ("13-15", 15)];

/// So many referrals of each sender (which changes first), sex and age.
fn report(counts: [usize; 8]) -> Figures {
    let folder = Folder::project();
    folder.file("indicators/X1.toml", OWN);
    let mut rows = String::from("henvisning_id;barn_id;mottatt;fra;arsak;alder;kjonn;forste_samtale;avsluttet\n");
    let all = (0..8).flat_map(|cell| std::iter::repeat_n(cell, counts[cell]));
    for (place, cell) in all.enumerate() {
        let (from, sex, age) = (FROM[cell % 2], SEX[cell / 2 % 2], AGES[cell / 4].1);
        rows.push_str(&format!("H{place};B{place};2025-02-03;{from};rus;{age};{sex};;\n"));
    }
    folder.file("exports/2025/henvisning.csv", rows);
    let ran = folder.run(&["report", "-C", ".", "--aar", "2025"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    folder.figures("reports/2025-aar")
}

/// Cells of the table by all three that make up a printed one, and what it says; none where it is withheld.
type Printed = (Vec<usize>, Option<usize>);

fn printed(figures: &Figures) -> Vec<Printed> {
    let of = |is_in: &dyn Fn(usize) -> bool, key: &str| {
        let cells = (0..8).filter(|cell| is_in(*cell)).collect();
        // What nobody is in has no row.
        let Some(row) = figures.find("X1", 2025, key) else { return (cells, Some(0)) };
        assert!(row["status"].is_empty() || row["status"] == ":", "{row:?}");
        (cells, row["verdi"].parse().ok())
    };
    let mut printed = vec![of(&|_| true, "")];
    for (one, other) in (0..2).flat_map(|one| (0..2).map(move |other| (one, other))) {
        let (from, sex, age) = (FROM[one], SEX[other], AGES[other].0);
        let key = format!("fra={from}|kjonn={sex}");
        printed.push(of(&|cell| cell % 2 == one && cell / 2 % 2 == other, &key));
        let key = format!("aldersgruppe={age}|fra={from}");
        printed.push(of(&|cell| cell % 2 == one && cell / 4 == other, &key));
        let key = format!("aldersgruppe={age}|kjonn={}", SEX[one]);
        printed.push(of(&|cell| cell / 2 % 2 == one && cell / 4 == other, &key));
    }
    printed
}

/// Whether some filling of the eight cells agrees with what is printed, in which the sum of some of them lies in a range.
fn may_be(printed: &[Printed], (of, least, most): (&[usize], usize, usize)) -> bool {
    let total = printed[0].1.unwrap();
    let mut known: Vec<(Vec<usize>, usize, usize)> = vec![(of.to_vec(), least, most.min(total))];
    // Zeros are shown.
    known.extend(printed.iter().map(|(of, told)| (of.clone(), told.unwrap_or(1), told.unwrap_or(total))));
    fill(&mut [None; 8], &known)
}

/// Tries every number in the first cell that has none; what is left open must still have room.
fn fill(cells: &mut [Option<usize>; 8], known: &[(Vec<usize>, usize, usize)]) -> bool {
    let Some(at) = cells.iter().position(Option::is_none) else { return true };
    let most = known.iter().map(|(of, _, most)| if of.contains(&at) { *most } else { usize::MAX }).min().unwrap();
    for count in 0..=most {
        cells[at] = Some(count);
        let has_room = |(of, least, most): &(Vec<usize>, usize, usize)| {
            let sum: usize = of.iter().filter_map(|cell| cells[*cell]).sum();
            sum <= *most && (sum >= *least || of.iter().any(|cell| cells[*cell].is_none()))
        };
        if known.iter().all(has_room) && fill(cells, known) {
            return true;
        }
    }
    cells[at] = None;
    false
}

/// Numbers with which a reader who tries every table by all three found a small count, while the product looked at each two
/// only.
#[test]
fn nothing_small_follows_from_tables_in_a_ring() {
    for counts in [[1, 6, 10, 3, 0, 6, 6, 2], [4, 18, 0, 13, 4, 0, 4, 20], [2, 0, 5, 0, 0, 5, 4, 6]] {
        let printed = printed(&report(counts));
        let cells = (0..8).map(|cell| (vec![cell], None));
        for (of, told) in printed.iter().cloned().chain(cells) {
            let truth: usize = of.iter().map(|cell| counts[*cell]).sum();
            assert!(may_be(&printed, (&of, truth, truth)), "the reader knows what is so");
            if !(1..5).contains(&truth) {
                continue;
            }
            assert_eq!(told, None, "{counts:?}: {of:?} is shown");
            let is_large = may_be(&printed, (&of, 5, usize::MAX));
            if of.len() == 1 {
                assert!(is_large || may_be(&printed, (&of, 0, 0)), "{counts:?}: {of:?}, printed nowhere, is small");
            } else {
                // Who takes every mark for a small count is not told which one it is.
                let is_other = (1..5).any(|other| other != truth && may_be(&printed, (&of, other, other)));
                assert!(is_large && is_other, "{counts:?}: {of:?} is {truth}");
            }
        }
    }
}

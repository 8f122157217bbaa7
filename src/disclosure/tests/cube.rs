//! Large tables with all their margins; `benches/disclosure.rs` takes the time of the same ones.

use crate::disclosure::{Cell, Model, Place};

/// A table of several ways with all its margins, and one more table of the same reports.
pub(crate) fn linked(sizes: &[usize], reports: usize) -> Model {
    let codes: Vec<usize> = sizes.iter().map(|size| size + 1).collect();
    let strides: Vec<usize> = (0..codes.len()).map(|way| codes[way + 1..].iter().product()).collect();
    let all: usize = codes.iter().product();
    let extra = if sizes.len() == 4 { 30 } else { 0 };
    let mut counts = vec![0_u64; all];
    let mut others = vec![0_u64; extra];
    let mut state = 20_250_u64;
    let mut below = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % limit
    };
    for _ in 0..reports {
        // The smaller of two draws: early categories are common, late ones are rare.
        let report: Vec<usize> = sizes.iter().map(|size| below(*size).min(below(*size))).collect();
        for totals in 0..1_usize << sizes.len() {
            let code = |way: usize| if totals >> way & 1 == 1 { sizes[way] } else { report[way] };
            counts[(0..sizes.len()).map(|way| code(way) * strides[way]).sum::<usize>()] += 1;
        }
        if extra > 0 {
            others[below(extra).min(below(extra))] += 1;
        }
    }
    let mut model = Model::default();
    let is_total = |cell: usize, way: usize| cell / strides[way] % codes[way] == sizes[way];
    let mut add = |value: u64, totals: usize, id: usize| {
        model.cell(Cell::open(id as u64, value).small_below(5).cost(1 + 10 * totals as u64))
    };
    let mut places: Vec<Place> = Vec::new();
    for (cell, count) in counts.iter().enumerate() {
        places.push(add(*count, (0..sizes.len()).filter(|way| is_total(cell, *way)).count(), cell));
    }
    let others: Vec<Place> = others.iter().enumerate().map(|(at, count)| add(*count, 0, all + at)).collect();
    for way in 0..sizes.len() {
        for cell in (0..all).filter(|cell| is_total(*cell, way)) {
            let parts: Vec<Place> = (1..=sizes[way]).map(|back| places[cell - back * strides[way]]).collect();
            model.sum(places[cell], &parts);
        }
    }
    if extra > 0 {
        let same = model.cell(Cell::open((all + extra) as u64, reports as u64).cost(100));
        model.sum(same, &others);
        model.equation(&[(same, 1), (places[all - 1], -1)], 0);
    }
    model
}

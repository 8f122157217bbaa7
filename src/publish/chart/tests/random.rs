//! Reports from a seed: every length, every mark, short and endless names.

use super::*;
use crate::compute::MeasureTable;

const WORDS: [&str; 12] = [
    "barn",
    "Skole",
    "bekymringsmelding",
    "og",
    "fra",
    "politi/lensmann",
    "Barnevernsvakt",
    "i",
    "familievernkontoret",
    "Åmot",
    "PPT",
    "spesialisthelsetjenesten",
];

/// A linear congruential generator (Knuth's MMIX constants): small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn index(&mut self, sides: usize) -> usize {
        usize::try_from(self.roll(u64::try_from(sides).unwrap())).unwrap()
    }

    fn value(&mut self, most: u32) -> f64 {
        let tenths = u32::try_from(self.roll(u64::from(most) * 10)).unwrap();
        f64::from(tenths) / 10.0
    }

    fn words(&mut self, most: usize) -> String {
        let words: Vec<&str> = (0..=self.index(most)).map(|_| WORDS[self.index(WORDS.len())]).collect();
        words.join(" ")
    }

    fn cell(&mut self, unit: Unit, most: u32) -> Cell {
        match self.roll(8) {
            0 => Cell::Withheld,
            1 => Cell::Missing,
            2 => [Cell::Withheld, Cell::NotApplicable, shown(0.0), shown(1_234_567.0)][self.index(4)],
            _ => {
                let value = self.value(most);
                let whole = matches!(unit, Unit::Antall | Unit::Dager);
                if whole || self.roll(6) == 0 {
                    shown(value.round())
                } else {
                    shown_within(value, value * 0.6, value * 1.4 + 1.0)
                }
            }
        }
    }
}

pub(super) fn publishable(seed: u64) -> Publishable {
    let mut dice = Dice(seed.wrapping_mul(7919).wrapping_add(17));
    let measures = (0..2).map(|index| measure_of(&mut dice, index)).collect();
    let name = dice.words(3);
    // School years have the longest labels.
    let window = if seed.is_multiple_of(3) { Window::Skoleaar } else { Window::Aar };
    let heading = Heading { municipality_name: name, synthetic: dice.roll(2) == 0, window, ..heading() };
    let mut indicator = indicator(measures);
    indicator.reference = dice.words(30);
    publishable_with(heading, vec![indicator])
}

fn measure_of(dice: &mut Dice, index: usize) -> MeasureTable<Cell> {
    let unit = [Unit::Antall, Unit::Prosent, Unit::Dager, Unit::Per1000][dice.index(4)];
    let most = [5, 40, 100, 3_000, 200_000][dice.index(5)];
    let totals: Vec<Cell> = (0..=dice.index(15)).map(|_| dice.cell(unit, most)).collect();
    let mut measure = measure(&format!("K{index}"), unit, &totals);
    measure.title = dice.words(14);
    measure.unit_text = dice.words(8);
    measure.note = (dice.roll(3) == 0).then(|| dice.words(25));
    for (name, role) in [("Innlandet", ReferenceRole::County), ("Norge", ReferenceRole::Country)] {
        if dice.roll(3) > 0 {
            let points: Vec<(i32, f64)> = measure.totals.iter().map(|point| (point.year, dice.value(most))).collect();
            measure.references.push(county(name, role, &points));
        }
    }
    let labels: Vec<String> = (0..=dice.index(30)).map(|_| dice.words(9)).collect();
    let categories: Vec<(&str, Cell)> = labels.iter().map(|label| (label.as_str(), dice.cell(unit, most))).collect();
    measure.breakdowns = vec![breakdown("melder", &categories)];
    measure
}

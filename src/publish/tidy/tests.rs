use super::*;
use crate::compute::{Comparison, Verdict};
use crate::protect::testing_book::{Book, Draft, break_down, count, indicator, measure, rich, set_beside, share};
use crate::units::Unit;

fn lines(book: Book) -> Vec<String> {
    csv(&book.publishable()).lines().map(str::to_owned).collect()
}

fn one(measure: MeasureTable<Draft>) -> Vec<String> {
    lines(Book::new().with(indicator("K1", "Barn med melding", vec![measure])))
}

#[test]
fn the_columns_stand_as_other_programs_expect_them() {
    let expected = "indikator,kommune,aar,vindu,fordeling,verdi,teller,nevner,enhet,nedre,ovre,referanse,\
                    referanse_verdi,vurdering,status\n";
    assert_eq!(csv(&Book::new().publishable()), expected);
}

#[test]
fn each_cell_has_its_row_and_its_status() {
    let drafts = [Draft::Open(share(98, 1326)), Draft::Secret(share(4, 1310)), Draft::Missing, Draft::NotApplicable];
    let expected = [
        "K1,3418,2022,aar,,7.4,98,1326,prosent,4.4,10.4,,,,",
        "K1,3418,2023,aar,,,,,prosent,,,,,,:",
        "K1,3418,2024,aar,,,,,prosent,,,,,,..",
        "K1,3418,2025,aar,,,,,prosent,,,,,,.",
    ];
    assert_eq!(one(measure("K1", "Barn", Unit::Prosent, 2022, &drafts))[1..], expected);
}

#[test]
fn a_school_year_is_the_year_it_ends_in() {
    let drafts = [Draft::Open(count(50))];
    let counts = measure("K4", "Meldinger", Unit::Antall, 2025, &drafts);
    let mut book = Book::new().with(indicator("K4", "Meldinger", vec![counts]));
    book.heading.window = Window::Skoleaar;
    assert_eq!(lines(book)[1], "K4,3418,2025,skoleaar,,50,50,,antall,,,,,,");
}

#[test]
fn a_breakdown_names_dimension_and_code() {
    let mut counts = measure("K4", "Meldinger", Unit::Antall, 2024, &[Draft::Open(count(50)), Draft::Open(count(61))]);
    let cells = [Draft::Secret(count(3)), Draft::Open(count(1200))];
    break_down(&mut counts, "melder", "Melder", &[("skole", "Skole", &cells)]);
    let expected =
        ["K4,3418,2024,aar,melder=skole,,,,antall,,,,,,:", "K4,3418,2025,aar,melder=skole,1200,1200,,antall,,,,,,"];
    assert_eq!(one(counts)[3..], expected);
}

#[test]
fn county_and_country_stand_beside_the_total_and_in_rows_of_their_own() {
    use ReferenceValue::{Figure, Missing, NotApplicable, Withheld};
    let drafts = [Draft::Open(share(98, 1326)), Draft::Secret(share(4, 1310)), Draft::Open(share(90, 1300))];
    let mut rate = measure("K1", "Barn", Unit::Prosent, 2023, &drafts);
    set_beside(&mut rate, &[Figure(4.25), Figure(4.9), Withheld], &[NotApplicable, Missing, Figure(4.0)]);
    let expected = [
        "K1,3418,2023,aar,,7.4,98,1326,prosent,4.4,10.4,EKA34,4.3,hoyere,",
        "K1,3418,2024,aar,,,,,prosent,,,EKA34,4.9,,:",
        "K1,3418,2025,aar,,6.9,90,1300,prosent,3.9,9.9,,,,",
        "K1,EKA34,2023,aar,,4.3,,,prosent,,,,,,",
        "K1,EKA34,2024,aar,,4.9,,,prosent,,,,,,",
        "K1,EKA34,2025,aar,,,,,prosent,,,,,,:",
        "K1,EAK,2023,aar,,,,,prosent,,,,,,.",
        "K1,EAK,2024,aar,,,,,prosent,,,,,,..",
        "K1,EAK,2025,aar,,4.0,,,prosent,,,,,,",
    ];
    assert_eq!(one(rate)[1..], expected);
}

#[test]
fn a_figure_without_a_comparison_has_the_county_but_no_verdict() {
    let mut rate = measure("K1", "Barn", Unit::Prosent, 2025, &[Draft::Open(share(90, 1300))]);
    set_beside(&mut rate, &[ReferenceValue::Figure(5.0)], &[]);
    rate.totals[0].comparison = None;
    assert_eq!(one(rate)[1], "K1,3418,2025,aar,,6.9,90,1300,prosent,3.9,9.9,EKA34,5.0,,");
}

#[test]
fn a_value_that_is_no_number_is_missing_and_says_nothing_else() {
    let mut shown = share(90, 1300);
    shown.value = f64::NAN;
    let mut rate = measure("K1", "Barn", Unit::Prosent, 2025, &[Draft::Open(shown)]);
    let (region, name) = ("EKA34".to_owned(), "Innlandet".to_owned());
    rate.totals[0].comparison = Some(Comparison { region, name, value: 5.0, verdict: Some(Verdict::Higher) });
    assert_eq!(one(rate)[1], "K1,3418,2025,aar,,,,,prosent,,,EKA34,5.0,,..");
}

#[test]
fn every_cell_of_a_rich_report_has_one_row() {
    let publishable = rich().publishable();
    let own = rows(&publishable).into_iter().filter(|row| row.region == "3418").count();
    assert_eq!(own, publishable.protection().cells);
    let withheld = rows(&publishable).into_iter().filter(|row| row.region == "3418" && row.status == ":").count();
    assert_eq!(withheld, publishable.protection().withheld);
}

#[test]
fn the_number_of_a_withheld_cell_is_nowhere() {
    let drafts = [Draft::Secret(share(7331, 91_997)), Draft::Open(share(90, 1300))];
    let mut rate = measure("K1", "Barn", Unit::Prosent, 2024, &drafts);
    set_beside(&mut rate, &[ReferenceValue::Figure(5.0); 2], &[]);
    break_down(&mut rate, "kjonn", "Kjønn", &[("jente", "Jente", &[Draft::Secret(share(7331, 91_997)); 2])]);
    let text = one(rate).join("\n");
    for trace in ["7331", "91997", "7.97", "8.0", "5.0,hoyere", "4.97", "10.97"] {
        assert!(!text.contains(trace), "{trace} in {text}");
    }
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    assert_eq!(csv(&rich().publishable()), csv(&rich().publishable()));
}

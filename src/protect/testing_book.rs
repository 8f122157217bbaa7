//! Hand-made publishables for the tests of the tidy data and the workbook: drafts with numbers go in, and the withheld
//! ones lose theirs the way they do in earnest, through [`IndicatorTable::map`].

use std::collections::BTreeMap;

use crate::check::{FindingSummary, RowAccount};
use crate::compute::{
    Breakdown, Category, Comparison, IndicatorTable, MeasureTable, Point, ReferenceRole, ReferenceSeries,
    ReferenceValue, Verdict,
};
use crate::diagnostic::Severity;
use crate::units::{Audience, MunicipalityCode, Unit, Window};
use crate::windows::Windows;

use super::{Cell, Heading, Interval, Protection, Publishable, Quality, Shown};

/// A cell before disclosure control.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Draft {
    /// A figure that is published.
    Open(Shown),
    /// A figure that is not.
    Secret(Shown),
    /// `..`
    Missing,
    /// `.`
    NotApplicable,
}

/// A publishable in the making.
#[derive(Debug, Clone)]
pub(crate) struct Book {
    pub(crate) heading: Heading,
    pub(crate) indicators: Vec<IndicatorTable<Draft>>,
    pub(crate) quality: Quality,
}

impl Book {
    /// Åsnes, the calendar year 2025, public, and nothing in it yet.
    pub(crate) fn new() -> Self {
        let heading = Heading {
            municipality: MunicipalityCode::parse("3418").unwrap(),
            municipality_name: "Åsnes".to_owned(),
            year: 2025,
            window: Window::Aar,
            windows: Windows::default(),
            reporting_date: None,
            audience: Audience::Offentlig,
            policy: super::PrimaryPolicy::default(),
            detail: crate::compute::Detail::default(),
            threshold_reason: "Med om lag 1 300 barn i kommunen kan tall under fem peke på enkeltbarn.".to_owned(),
            synthetic: false,
        };
        Self {
            heading,
            indicators: Vec::new(),
            quality: Quality {
                accounts: Vec::new(),
                concealed_accounts: 0,
                findings: Vec::new(),
                concealed_findings: 0,
            },
        }
    }

    /// With one more indicator.
    pub(crate) fn with(mut self, indicator: IndicatorTable<Draft>) -> Self {
        self.indicators.push(indicator);
        self
    }

    /// What may be published of it.
    pub(crate) fn publishable(self) -> Publishable {
        let mut protection = Protection::default();
        let mut turn = |draft: Draft| {
            protection.cells += 1;
            match draft {
                Draft::Open(shown) => Cell::Shown(shown),
                Draft::Secret(_) => {
                    protection.withheld += 1;
                    Cell::Withheld
                }
                Draft::Missing => Cell::Missing,
                Draft::NotApplicable => Cell::NotApplicable,
            }
        };
        let tables = self.indicators.into_iter();
        let indicators = tables.map(|table| table.map(&mut turn, |cell| cell.shown().is_some())).collect();
        Publishable {
            heading: self.heading,
            indicators,
            region: None,
            relations: Vec::new(),
            quality: self.quality,
            protection,
            kept: Vec::new(),
            corrected: std::collections::BTreeSet::new(),
            judgements: crate::compare::Judgements::default(),
        }
    }
}

/// A plain count.
pub(crate) fn count(value: u32) -> Shown {
    Shown { value: f64::from(value), numerator: Some(u64::from(value)), denominator: None, interval: None }
}

/// A share in percent with an interval of three points each way.
pub(crate) fn share(numerator: u32, denominator: u32) -> Shown {
    let value = 100.0 * f64::from(numerator) / f64::from(denominator);
    let interval = Interval { lower: (value - 3.0).max(0.0), upper: (value + 3.0).min(100.0) };
    Shown {
        value,
        numerator: Some(u64::from(numerator)),
        denominator: Some(u64::from(denominator)),
        interval: Some(interval),
    }
}

/// An indicator with its measures.
pub(crate) fn indicator(id: &str, title: &str, measures: Vec<MeasureTable<Draft>>) -> IndicatorTable<Draft> {
    IndicatorTable {
        id: id.to_owned(),
        title: title.to_owned(),
        description: format!("{title} viser hvor mange barn tjenestene har møtt i perioden, sett mot tidligere år."),
        method: "Radene kommer fra fagsystemets uttrekk. Hvert barn telles én gang i året, og alderen er alderen da \
                 meldingen kom inn."
            .to_owned(),
        reference: "SSB tabell 12615, KOSTRA skjema 15F".to_owned(),
        measures,
    }
}

/// A measure with its totals from `first_year` on.
pub(crate) fn measure(id: &str, title: &str, unit: Unit, first_year: i32, totals: &[Draft]) -> MeasureTable<Draft> {
    let point = |(year, &cell): (i32, &Draft)| Point { year, cell, comparison: None };
    let unit_text = match unit {
        Unit::Antall => "antall",
        Unit::Prosent => "prosent av barn 0–17 år",
        Unit::Dager => "dager, median",
        Unit::Per1000 => "per 1 000 barn 0–17 år",
        Unit::Skala => "gjennomsnitt på skalaen 1–6",
        Unit::Poeng => "poeng",
    };
    MeasureTable {
        id: id.to_owned(),
        title: title.to_owned(),
        unit_text: unit_text.to_owned(),
        unit,
        note: None,
        part_of: None,
        charts: crate::compute::Charts::All,
        totals: (first_year..).zip(totals).map(point).collect(),
        breakdowns: Vec::new(),
        references: Vec::new(),
    }
}

/// A breakdown over the years of `measure`; each category is a code, a label and one draft a year.
pub(crate) fn break_down(
    measure: &mut MeasureTable<Draft>,
    dimension: &str,
    title: &str,
    categories: &[(&str, &str, &[Draft])],
) {
    let category = |(code, label, cells): &(&str, &str, &[Draft])| Category {
        code: (*code).to_owned(),
        label: (*label).to_owned(),
        cells: cells.to_vec(),
    };
    measure.breakdowns.push(Breakdown {
        dimension: dimension.to_owned(),
        title: title.to_owned(),
        overlapping: dimension == "melder",
        years: measure.totals.iter().map(|point| point.year).collect(),
        categories: categories.iter().map(category).collect(),
    });
}

/// Innlandet and Norge beside `measure`, and a comparison in every year where the county has a figure.
pub(crate) fn set_beside(measure: &mut MeasureTable<Draft>, county: &[ReferenceValue], nation: &[ReferenceValue]) {
    let first_year = measure.totals.first().map_or(0, |point| point.year);
    let series = |region: &str, name: &str, role, values: &[ReferenceValue]| ReferenceSeries {
        region: region.to_owned(),
        name: name.to_owned(),
        role,
        points: (first_year..).zip(values.iter().copied()).collect(),
        basis: Vec::new(),
    };
    for (point, value) in measure.totals.iter_mut().zip(county) {
        let (ReferenceValue::Figure(value), Draft::Open(shown) | Draft::Secret(shown)) = (*value, point.cell) else {
            continue;
        };
        let verdict = match shown.interval {
            Some(interval) if interval.lower > value => Verdict::Higher,
            Some(interval) if interval.upper < value => Verdict::Lower,
            _ => Verdict::Uncertain,
        };
        let (region, name) = ("EKA34".to_owned(), "Innlandet".to_owned());
        point.comparison = Some(Comparison { region, name, value, verdict: Some(verdict) });
    }
    measure.references = vec![
        series("EKA34", "Innlandet", ReferenceRole::County, county),
        series("EAK", "Norge", ReferenceRole::Country, nation),
    ];
}

/// A book with everything in it that a real one has.
pub(crate) fn rich() -> Book {
    let mut book = Book::new().with(children_reported()).with(reports()).with(deadlines()).with(waiting());
    book.quality = quality();
    book
}

fn children_reported() -> IndicatorTable<Draft> {
    use Draft::{Open, Secret};
    let total = [(80, 1321), (96, 1310), (88, 1302), (91, 1296), (99, 1288)].map(|(n, of)| Open(share(n, of)));
    let mut rate = measure("K1", "Barn med melding", Unit::Prosent, 2021, &total);
    let young = [(21, 402), (25, 398), (20, 391), (22, 388), (27, 380)].map(|(n, of)| Open(share(n, of)));
    let old = [(4, 160), (3, 158), (9, 151), (7, 149), (8, 150)].map(|(n, of)| Secret(share(n, of)));
    break_down(
        &mut rate,
        "aldersgruppe",
        "Alder",
        &[
            ("0-5", "0–5 år", &young),
            ("6-12", "6–12 år", &[Open(share(40, 510)); 5]),
            ("13-15", "13–15 år", &[Open(share(18, 240)); 5]),
            ("16-17", "16–17 år", &old),
        ],
    );
    break_down(
        &mut rate,
        "kjonn",
        "Kjønn",
        &[
            ("jente", "Jente", &[Open(share(40, 640)); 5]),
            ("gutt", "Gutt", &[Open(share(51, 660)); 5]),
            ("ukjent", "Ukjent", &[Draft::NotApplicable; 5]),
        ],
    );
    let figures = |values: [f64; 4]| values.map(ReferenceValue::Figure).to_vec();
    let county = [figures([5.0, 4.9, 5.1, 5.0]), vec![ReferenceValue::Figure(4.86)]].concat();
    let nation = [figures([4.4, 4.3, 4.5, 4.4]), vec![ReferenceValue::Missing]].concat();
    set_beside(&mut rate, &county, &nation);
    rate.note = Some("2021 er talt etter gammel rutine og kan ikke sammenliknes fullt ut med årene etter.".to_owned());
    let children = [80, 96, 88, 91, 99].map(|n| Open(count(n)));
    let children = measure("K1-antall", "Barn med melding, antall", Unit::Antall, 2021, &children);
    indicator("K1", "Barn med melding", vec![rate, children])
}

fn reports() -> IndicatorTable<Draft> {
    use Draft::{Missing, Open, Secret};
    let total = [Missing, Open(count(1104)), Open(count(1251)), Open(count(1198)), Open(count(1302))];
    let mut all = measure("K4", "Meldinger til barneverntjenesten", Unit::Antall, 2021, &total);
    let row =
        |start: u32| [Missing, Open(count(start)), Open(count(start + 3)), Secret(count(2)), Open(count(start + 9))];
    let (school, police, anonymous) = (row(310), row(180), row(45));
    break_down(
        &mut all,
        "melder",
        "Melder",
        &[
            ("skole", "Skole", &school),
            ("politi-paatalemyndighet", "Politi eller påtalemyndighet", &police),
            (
                "psykisk-helse-og-rus",
                "Enhet for psykisk helse og rus (kommunens tjeneste for barn og voksne)",
                &row(62),
            ),
            ("barnehage", "Barnehage", &row(71)),
            ("helsestasjon", "Helsestasjon og skolehelsetjeneste", &row(88)),
            ("krisesenter", "Krisesenter", &[Secret(count(1)); 5]),
            ("anonym", "Anonym", &anonymous),
        ],
    );
    let months = ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september"];
    let monthly: Vec<(&str, &str, [Draft; 5])> = months.into_iter().zip(60..).map(|(m, n)| (m, m, row(n))).collect();
    let monthly: Vec<(&str, &str, &[Draft])> = monthly.iter().map(|(c, l, cells)| (*c, *l, cells.as_slice())).collect();
    break_down(&mut all, "maaned", "Måned", &monthly);
    indicator("K4", "Meldinger", vec![all])
}

fn deadlines() -> IndicatorTable<Draft> {
    let week = [(980, 1104), (1240, 1251), (1101, 1198), (1290, 1302)].map(|(n, of)| Draft::Open(share(n, of)));
    let mut week = measure("K5-7-dager", "Meldinger konkludert innen 7 dager", Unit::Prosent, 2022, &week);
    let figures = [ReferenceValue::Figure(97.9), ReferenceValue::Withheld, ReferenceValue::NotApplicable];
    set_beside(&mut week, &figures, &figures);
    let months = [Draft::Open(share(51, 60)), Draft::Secret(share(3, 58)), Draft::Open(share(49, 49))];
    let months = measure("K5-3-mnd", "Undersøkelser avsluttet innen 3 måneder", Unit::Prosent, 2023, &months);
    indicator("K5", "Frister", vec![week, months])
}

fn waiting() -> IndicatorTable<Draft> {
    let days = [31.0, 28.5, 24.0]
        .map(|value| Draft::Open(Shown { value, numerator: None, denominator: Some(64), interval: None }));
    let days = measure("E3-ventetid", "Dager fra henvisning til første samtale", Unit::Dager, 2023, &days);
    let rate = [18.25, 20.4, 22.0]
        .map(|value| Draft::Open(Shown { value, numerator: None, denominator: None, interval: None }));
    let rate = measure("E3-rate", "Henvisninger per 1 000 barn", Unit::Per1000, 2023, &rate);
    indicator("E3", "Henvisninger til Barne- og familieteamet, i forhold til kapasitet", vec![days, rate])
}

fn quality() -> Quality {
    let account = |file: &str, sheet: Option<&str>, source: &str, used, excluded: &[(&str, usize)], rejected| {
        let excluded: BTreeMap<String, usize> = excluded.iter().map(|(rule, n)| ((*rule).to_owned(), *n)).collect();
        RowAccount {
            file: file.to_owned(),
            sheet: sheet.map(str::to_owned),
            source: source.to_owned(),
            encoding: "utf-8".to_owned(),
            delimiter: None,
            rows: 1 + 3 + 2 + used + excluded.values().sum::<usize>() + rejected,
            header: 1,
            title: 3,
            blank: 2,
            used,
            excluded,
            rejected,
        }
    };
    let finding = |id: &str, severity, file: &str, title: &str, count| FindingSummary {
        id: id.to_owned(),
        severity,
        file: file.to_owned(),
        title: title.to_owned(),
        count,
    };
    let rules = [("subtotal", 12), ("outside_period", 31), ("duplicate", 4)];
    let reports = "exports/2025/bekymringsmelding.csv";
    Quality {
        concealed_accounts: 1,
        concealed_findings: 0,
        accounts: vec![
            account(reports, None, "bekymringsmelding", 1302, &rules, 2),
            account("exports/2025/helse/henvisning-bft-host.xlsx", Some("Høst"), "henvisning", 61, &[("total", 1)], 0),
            account("exports/2025/15F_3418.xml", None, "undersokelse", 98, &[], 0),
        ],
        findings: vec![
            finding("C014", Severity::Error, reports, "Startdatoen ligger etter rapporteringsåret", 2),
            finding(
                "C021",
                Severity::Warning,
                reports,
                "Konklusjonen kom mer enn 8 dager etter at meldingen kom inn",
                37,
            ),
            finding("C002", Severity::Warning, "exports/2025/15F_3418.xml", "Alderen er regnet av fødselsdatoen", 98),
        ],
    }
}

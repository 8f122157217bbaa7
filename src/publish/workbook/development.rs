//! Utvikling: directions through the years, months out of the ordinary, and municipalities beside each other.

use crate::compare::{Direction, TrendOf};
use crate::compute::{FEWEST_POINTS, FEWEST_YEARS};
use crate::lang::{integer, text};
use crate::protect::{Heading, Publishable};
use crate::publish::sentence;

use super::sheet::{Body, Column, Field, Grid, Sheet};

/// The sheet.
pub(super) fn sheet(publishable: &Publishable) -> Sheet {
    let heading = publishable.heading();
    let (least, months) = (FEWEST_YEARS.to_string(), FEWEST_POINTS.to_string());
    let is_short = |trend: &&TrendOf| trend.direction == Direction::TooShort;
    let judgements = publishable.judgements();
    let short = integer(judgements.trends.iter().filter(is_short).count() as u64);
    let columns = vec![
        Column::text(text("workbook.column_measure", &[]), 280),
        Column::text(text("workbook.column_kind", &[]), 90),
        Column::text(text("workbook.column_development", &[]), 560),
        Column::text(text("workbook.column_way", &[]), 90),
    ];
    let mut lines = vec![
        text("workbook.development_about", &[("least", &least)]),
        text("workbook.development_months", &[("months", &months)]),
        text("workbook.development_short", &[("count", &short)]),
    ];
    if !judgements.funnels.is_empty() {
        let count = integer(judgements.municipalities_judged() as u64);
        lines.push(text("workbook.development_municipalities", &[("count", &count)]));
    }
    Sheet {
        name: text("workbook.development", &[]),
        is_fixed: true,
        charts: Vec::new(),
        title: text("workbook.development_title", &[]),
        lines,
        body: Body::Table(Grid { columns, rows: rows(publishable, heading) }),
    }
}

fn rows(publishable: &Publishable, heading: &Heading) -> Vec<Vec<Field>> {
    let judgements = publishable.judgements();
    let row = |title: &str, kind: String, said: String, way: Field| {
        vec![Field::text(title), Field::Text(kind), Field::Text(said), way]
    };
    let long = judgements.trends.iter().filter(|trend| trend.direction != Direction::TooShort);
    let trends = long.map(|trend| {
        let way = trend.is_better.map_or(Field::Empty, |is_better| Field::Text(sentence::way(is_better)));
        row(&trend.title, text("workbook.kind_years", &[]), sentence::trend_with_p(trend, heading), way)
    });
    let months = judgements.months.iter().flat_map(|months| {
        let said = sentence::months(months);
        said.into_iter().map(|said| row(&months.title, text("workbook.kind_months", &[]), said, Field::Empty))
    });
    let region = publishable.region().map_or("", |region| region.name.as_str());
    let together = judgements.municipalities_judged();
    let funnels = judgements.funnels.iter().flat_map(|funnel| {
        let said = funnel.municipalities.iter().map(|it| sentence::funnel(funnel, it, region, together, heading));
        said.map(|said| row(&funnel.title, text("workbook.kind_municipalities", &[]), said, Field::Empty))
    });
    trends.chain(months).chain(funnels).collect()
}

//! What was published before, with the figures of its windows by today's data: what `protect` weighs today's figures
//! against.

use super::figures::without_changes;
use super::opened::Opened;
use crate::check::Checked;
use crate::compare::Aims;
use crate::compute::{Detail, Indicators, Request};
use crate::protect::{Before, Counting, Published};
use crate::units::Window;

/// What was published before, beside a report as it is asked for.
pub(super) fn before(published: Vec<Published>, checked: &Checked, opened: &Opened, request: &Request) -> Before {
    let own = &request.detail;
    let tables = |window: Window, detail: &Detail| {
        let reporting_date = request.reporting_date.filter(|_| window == request.window);
        let request = Request { window, reporting_date, detail: detail.clone(), ..request.clone() };
        without_changes(checked, opened, &request).0
    };
    let has_days = |window: &Window| published.iter().any(|it| it.window == *window && *window != request.window);
    let windows = Window::ALL.into_iter().filter(has_days).map(|window| (window, tables(window, own)));
    let mut details: Vec<(Window, &Detail)> = Vec::new();
    for bundle in &published {
        let other = (bundle.window, bundle.detail.as_ref().unwrap_or(own));
        if other.1 != own && !details.contains(&other) {
            details.push(other);
        }
    }
    let mut details: Vec<(Window, Detail)> =
        details.into_iter().map(|(window, detail)| (window, detail.clone())).collect();
    details.extend(beneath(&details, own));
    let details = details.into_iter().map(|(window, detail)| {
        let tables = tables(window, &detail);
        (window, detail, tables)
    });
    let (windows, details) = (windows.collect(), details.collect());
    let counting = counting(&opened.aims, &opened.catalogue.indicators);
    Before { published, windows, details, counting, ..Before::default() }
}

/// What the reports of a window are all made of, where their detail crosses: no report shows it.
fn beneath(details: &[(Window, Detail)], own: &Detail) -> Vec<(Window, Detail)> {
    let windows = Window::ALL.into_iter().filter(|window| details.iter().any(|it| it.0 == *window));
    let of = |window: Window| {
        let others = details.iter().filter(|it| it.0 == window).map(|it| &it.1);
        let all: Vec<&Detail> = std::iter::once(own).chain(others).collect();
        let beneath = Detail::beneath(&all);
        (!all.contains(&&beneath)).then_some((window, beneath))
    };
    windows.filter_map(of).collect()
}

/// How each measure is counted, to know its figures of an earlier report again.
fn counting(aims: &Aims, indicators: &Indicators) -> Counting {
    let measures = indicators.iter().flat_map(|indicator| &indicator.measures);
    let nesting = measures.map(|measure| (measure.id.clone(), measure.counted_as().nesting));
    Counting { definitions: aims.fingerprints.clone(), nesting: nesting.collect() }
}

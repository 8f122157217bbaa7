//! The tables of the workbook for the other documents: the same rows, so that no figure stands in two ways.

use crate::compute::{IndicatorTable, RegionTables};
use crate::protect::{Cell, Heading, Publishable, Quality};

pub(in crate::publish) use super::frame::About;
pub(in crate::publish) use super::indicator::notes;
pub(in crate::publish) use super::marks::Marks;
pub(in crate::publish) use super::sheet::{Body, Column, Field, Grid, Kind, Sheet};

use super::frame::Frame;

/// Title, author and date.
pub(in crate::publish) fn about(heading: &Heading) -> About {
    Frame::new(heading).about()
}

/// How the report is to be read: a name and a text each.
pub(in crate::publish) fn facts(publishable: &Publishable) -> Vec<(String, String)> {
    match super::cover::sheet(publishable, &super::marks(publishable)).body {
        Body::Facts(facts) => facts,
        Body::Table(_) | Body::WorkList(_) | Body::Machine(_) => Vec::new(),
    }
}

/// Every measure beside last year, the county and the country: a row each, in their order.
pub(in crate::publish) fn key_figures(publishable: &Publishable) -> Sheet {
    super::key_figures::sheet(publishable)
}

/// Every comparison of the year reported: a row each, in their order.
pub(in crate::publish) fn comparisons(publishable: &Publishable) -> Sheet {
    super::comparisons::sheet(publishable)
}

/// Directions, months and municipalities.
pub(in crate::publish) fn development(publishable: &Publishable) -> Sheet {
    super::development::sheet(publishable)
}

/// What has changed since the last report; none where no last report was named.
pub(in crate::publish) fn changes(publishable: &Publishable) -> Option<Sheet> {
    super::changes::sheet(publishable)
}

/// One indicator: of each measure its total, what that is set beside, and its breakdowns, a row each.
pub(in crate::publish) fn indicator(indicator: &IndicatorTable<Cell>, heading: &Heading) -> Sheet {
    super::indicator::sheet(indicator, heading)
}

/// Municipalities beside each other.
pub(in crate::publish) fn region(region: &RegionTables<Cell>, heading: &Heading) -> Sheet {
    super::region::sheet(region, heading)
}

/// Where every row went: a file and sheet a row.
pub(in crate::publish) fn accounts(quality: &Quality) -> Sheet {
    super::quality::accounts(quality)
}

/// What was found wrong, by kind.
pub(in crate::publish) fn findings(quality: &Quality) -> Sheet {
    super::quality::findings(quality)
}

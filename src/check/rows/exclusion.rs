//! Names under which rows are excluded, as they stand in the account.

/// The row belongs to another year.
pub const OUTSIDE_PERIOD: &str = "outside_period";
/// The row is there already.
pub const DUPLICATE: &str = "duplicate";
/// The row is about other categories than the map of its file names.
pub const OTHER_CATEGORY: &str = "other_category";
/// A total or subtotal.
pub const SUBTOTAL: &str = "subtotal";
/// The row is about another municipality.
pub const OTHER_MUNICIPALITY: &str = "other_municipality";
/// A note between or below the rows.
pub const NOTE: &str = "note";
/// The population is not given; half of it would be no denominator.
pub const NO_FIGURE: &str = "no_figure";
/// The column names again.
pub const REPEATED_HEADER: &str = "repeated_header";
/// The sheet has no column names, and another sheet of the file has them.
pub const SHEET_WITHOUT_TABLE: &str = "sheet_without_table";

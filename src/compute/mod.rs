//! Checked columns become figures with the number of contributors behind each.

mod table;

pub use table::{
    Breakdown, Category, Comparison, IndicatorTable, MeasureTable, Point, ReferenceRole, ReferenceSeries,
    ReferenceValue, Verdict,
};

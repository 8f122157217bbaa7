//! Statistics Norway's region codes in KOSTRA tables, with the names people use.

/// The name of a region code; the code itself where it is not known.
///
/// # Examples
/// ```
/// assert_eq!(tryggtall::regions::name("EKA34"), "Innlandet");
/// assert_eq!(tryggtall::regions::name("EKA99"), "EKA99");
/// ```
pub fn name(code: &str) -> String {
    let text = include_str!("../data/catalogue/regions.csv");
    let known = text.lines().skip(1).filter_map(|line| line.split_once(',')).find(|(known, _)| *known == code);
    known.map_or(code, |(_, name)| name).to_owned()
}

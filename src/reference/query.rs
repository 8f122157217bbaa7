//! What is asked of a table, as an address of `PxWebApi` 2.

use std::fmt::Write as _;

use crate::acquire::{ReferenceMap, RegionKind};
use crate::regions;

/// Whose figures are asked for, and from which year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The plan's municipality and those it is reported with.
    pub municipalities: Vec<String>,
    /// The plan's county, as KOSTRA writes it.
    pub county: String,
    /// The country, as KOSTRA writes it.
    pub country: String,
    /// The first year that a report may show; every year the table has, where not set.
    pub first: Option<i32>,
}

/// The address that asks a table for the regions of the plan, with what each was before; none where the map is no table
/// or asks for no region.
///
/// # Examples
/// ```
/// use tryggtall::{acquire::ReferenceMaps, reference::{Asked, url}};
/// let asked = Asked {
///     municipalities: vec!["3418".into()], county: "EKA34".into(), country: "EAK".into(), first: Some(2021),
/// };
/// let maps = ReferenceMaps::built_in().unwrap();
/// let map = maps.iter().find(|map| map.id == "12615").unwrap();
/// assert_eq!(
///     url("https://data.ssb.no/api/pxwebapi/v2", map, &asked).unwrap(),
///     "https://data.ssb.no/api/pxwebapi/v2/tables/12615/data?lang=no&outputFormat=json-stat2\
///      &valueCodes%5BKOKkommuneregion0000%5D=3418,EKA34,EAK\
///      &valueCodes%5BContentsCode%5D=KOSbvbarnmelding0001,KOSbvbarnmelding0000&valueCodes%5BTid%5D=from(2021)",
/// );
/// ```
pub fn url(base: &str, map: &ReferenceMap, asked: &Asked) -> Option<String> {
    let query = map.query()?;
    let first = asked.first.unwrap_or(query.first).max(query.first);
    let mut codes: Vec<String> = Vec::new();
    for kind in &query.regions {
        let of_kind = match kind {
            RegionKind::Municipality => asked.municipalities.clone(),
            RegionKind::County => vec![asked.county.clone()],
            RegionKind::Country => vec![asked.country.clone()],
        };
        for code in of_kind.iter().flat_map(|code| regions::since(code, first)) {
            let written = if query.as_population { regions::in_population(&code).to_owned() } else { code };
            if !codes.contains(&written) {
                codes.push(written);
            }
        }
    }
    if codes.is_empty() {
        return None;
    }
    let mut address = format!("{base}/tables/{}/data?lang=no&outputFormat=json-stat2", query.table);
    let mut choose = |dimension: &str, codes: &[String]| {
        let codes: Vec<String> = codes.iter().map(|code| encoded(code)).collect();
        let _ = write!(address, "&valueCodes%5B{}%5D={}", encoded(dimension), codes.join(","));
    };
    choose(&query.region, &codes);
    for (dimension, categories) in &query.fixed {
        choose(dimension, categories);
    }
    choose(&query.contents, &map.contents());
    choose(&query.time, &[format!("from({first})")]);
    Some(address)
}

fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut out, byte| {
        let is_plain = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'(' | b')');
        let _ = if is_plain { write!(out, "{}", char::from(byte)) } else { write!(out, "%{byte:02X}") };
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acquire::ReferenceMaps;

    #[test]
    fn earlier_regions_are_asked_for_where_the_years_reach_back_to_them() {
        let maps = ReferenceMaps::built_in().unwrap();
        let codes = |id: &str, first: i32| {
            let map = maps.iter().find(|map| map.id == id).unwrap();
            let asked = Asked {
                municipalities: vec!["3418".into(), "3417".into()],
                county: "EKA34".into(),
                country: "EAK".into(),
                first: Some(first),
            };
            let url = url("b", map, &asked).unwrap();
            let region = map.query().unwrap().region.clone();
            let of_region = url.split('&').find_map(|part| part.strip_prefix(&format!("valueCodes%5B{region}%5D=")));
            (of_region.unwrap().to_owned(), url.rsplit_once("from(").unwrap().1.to_owned())
        };
        assert_eq!(codes("12615", 2021), ("3418,3417,EKA34,EAK".into(), "2021)".into()));
        let all = "3418,0425,3417,0423,EKA34,EKA04,EKA05,EAK";
        assert_eq!(codes("12615", 2013), (all.into(), "2015)".into()), "no year before the table's first");
        assert_eq!(codes("07459-fylke", 2018), ("34,04,05,0".into(), "2018)".into()));
        assert_eq!(codes("07459", 2021).0, "3418,3417");
    }

    #[test]
    fn a_plan_cannot_ask_for_more_than_a_code() {
        assert_eq!(encoded("EKA34&lang=en"), "EKA34%26lang%3Den");
        assert_eq!(encoded("å"), "%C3%A5");
    }
}

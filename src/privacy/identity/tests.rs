//! What is valid, and what a number says, against numbers built by hand.

use super::*;

#[test]
fn tells_valid_from_invalid() {
    let valid = "05811575838 17850862176 29822482072 31921981514 01838719836 24905492183 09899922309 \
                 02813175498 15881275217 30911061607 \
                 43821670463 71810963365 52869035491 50902194395 60841895439";
    for number in valid.split_whitespace() {
        assert!(holder(number).is_some(), "{number} is valid");
    }
    let invalid = "17850862177 17850826176 31821599922 10931499969 11861399941 29822399930 5811575838";
    for number in invalid.split_whitespace() {
        assert!(holder(number).is_none(), "{number} is invalid");
    }
}

#[test]
fn reads_birth_and_sex_only_where_they_can_be_read() {
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    assert_eq!(holder("05811575838"), Some(Holder { born: date(2015, 1, 5), is_male: Some(false) }));
    assert_eq!(holder("02813175498"), Some(Holder { born: None, is_male: None }));
    assert_eq!(holder("43821670463").unwrap().born, date(2016, 2, 3), "a D-number, synthetic");
    assert_eq!(kind(b"05811575838"), Some(Kind::Synthetic));
}

/// Every way a number can be built, with its own check digits: what is read must be what was put in.
#[test]
fn reads_back_what_was_put_in() {
    for (added_day, added_month) in [(0, 0), (40, 0), (0, 40), (0, 65), (0, 80), (40, 40), (40, 65), (40, 80)] {
        for (day, month, year, individual) in
            [(3, 2, 16, 701), (29, 2, 24, 612), (31, 12, 99, 123), (28, 2, 54, 501), (1, 1, 99, 950), (9, 9, 0, 0)]
        {
            let century =
                if individual == 501 { 1800 } else { 1900 + 100 * i32::from(individual / 100 >= 5 && year < 40) };
            let nine = format!("{:02}{:02}{year:02}{individual:03}", day + added_day, month + added_month);
            let Some(number) = with_check_digits(&nine, 0) else { continue };
            let read = holder(&number).unwrap_or_else(|| panic!("{number}"));
            assert_eq!(read.born, NaiveDate::from_ymd_opt(century + year, month, day), "{number}");
            assert_eq!(read.is_male, Some(individual % 2 == 1), "{number}");
            let expected = if added_month == 80 { Kind::Synthetic } else { Kind::Real };
            assert_eq!(kind(number.as_bytes()), Some(expected), "{number}");
        }
    }
}

#[test]
fn a_number_of_2032_or_later_says_neither_birth_nor_sex() {
    // Remainder 0, but a birth date, an individual number or a leap day that the old rule never gave.
    for eight in ["01813271", "15816081", "29820001"] {
        let number = some_number(eight, 0);
        assert_eq!(holder(&number), Some(Holder { born: None, is_male: None }), "{number}");
    }
    for remainder in 1..=3 {
        let number = some_number("03821670", remainder);
        assert_eq!(holder(&number), Some(Holder { born: None, is_male: None }), "{number}");
    }
    assert_eq!(holder(&some_number("03821670", 4)), None);
}

#[test]
fn dates_that_do_not_exist_are_refused() {
    for eight in ["31821571", "00811571", "32811571", "40811571", "72811571", "81811571", "29822371"] {
        let number = some_number(eight, 0);
        assert_eq!((holder(&number), kind(number.as_bytes())), (None, None), "{number}");
    }
    for month in [13, 40, 53, 65, 78, 80, 93] {
        let numbers = (0..9).filter_map(|last| with_check_digits(&format!("05{month:02}1571{last}"), 0));
        assert!(numbers.into_iter().all(|number| holder(&number).is_none()), "month {month}");
    }
    for text in ["", "0581157583", "058115758380", "0581157583æ", "05811 75838", "٠٥٨١١٥٧٥٨٣٨"] {
        assert_eq!((holder(text), kind(text.as_bytes())), (None, None), "{text}");
    }
}

#[test]
fn a_number_with_unknown_digits_still_says_the_day() {
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day);
    let latest = date(2025, 12, 31).unwrap();
    for (text, expected) in [
        ("01011655555", date(2016, 1, 1)),
        ("41011600100", date(2016, 1, 1)),
        ("01012600200", date(1926, 1, 1)),
        ("15022699999", date(2026, 2, 15)),
        ("15022799999", date(1927, 2, 15)),
        ("81011600100", None),
        ("31021600100", None),
        ("0101160010", None),
    ] {
        assert_eq!(birth_of_incomplete(text, latest), expected, "{text}");
    }
}

#[test]
fn duf_numbers_have_a_check_sum_of_their_own() {
    // 2016 123456: 4*2 + 6*0 + 3*1 + 2*6 + 4*1 + 6*2 + 3*3 + 2*4 + 7*5 + 5*6 = 121 = 11 * 11.
    assert!(is_duf_number(b"201612345600"));
    for wrong in ["201612345601", "201612354600", "20161234560", "2016123456000", "2016 1234560"] {
        assert!(!is_duf_number(wrong.as_bytes()), "{wrong}");
    }
}

/// Eight digits with a ninth that has check digits.
fn some_number(eight: &str, remainder: u32) -> String {
    (0..10).find_map(|ninth| with_check_digits(&format!("{eight}{ninth}"), remainder)).unwrap()
}

/// Nine digits with check digits that give `remainder`; none where a check digit would be 10.
fn with_check_digits(nine: &str, remainder: u32) -> Option<String> {
    let sum = |text: &str, weights: &[u32]| -> u32 {
        text.bytes().zip(weights).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum()
    };
    let first = (11 + remainder - sum(nine, &[3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11) % 11;
    let ten = format!("{nine}{first}");
    let second = (11 - sum(&ten, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    (first < 10 && second < 10).then(|| format!("{ten}{second}"))
}

#[test]
fn age_changes_on_the_birthday() {
    let date = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let born = date(2008, 2, 29);
    let cases =
        [(date(2025, 2, 28), Some(16)), (date(2025, 3, 1), Some(17)), (date(2007, 1, 1), None), (born, Some(0))];
    for (on, expected) in cases {
        assert_eq!(age_on(born, on), expected, "{on}");
    }
}

use std::fmt::Write;

use super::*;

fn read(bytes: &[u8]) -> Result<Logo, Unfit> {
    Logo::new("logo.svg", bytes, "Åsnes kommune")
}

fn svg(inside: &str) -> Result<Logo, Unfit> {
    let xlink = "xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
    read(
        format!("<svg xmlns=\"{}\" {xlink} width=\"80\" height=\"40\">{inside}</svg>", "http://www.w3.org/2000/svg")
            .as_bytes(),
    )
}

fn chunk(kind: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap().to_be_bytes();
    [&length[..], kind, content, &[0; 4]].concat()
}

/// A picture with one more chunk after its header.
fn with(png: &[u8], kind: &[u8], content: &[u8]) -> Vec<u8> {
    const HEADER: usize = 8 + 25;
    [&png[..HEADER], &chunk(kind, content), &png[HEADER..]].concat()
}

const SHAPE: &str = "<path d=\"M0 0h80v40z\" fill=\"#12436d\"/>";

#[test]
fn a_logo_fits_the_box_and_keeps_its_shape() {
    for (width, height) in [(1, 1), (32, 32), (709, 295), (710, 295), (1_600, 900), (900, 1_600), (4_000, 210)] {
        let logo = read(&raster::plain(width, height, [18, 67, 109, 255])).unwrap();
        let (wide, tall) = logo.millimetres();
        assert!(wide <= 60.0 && tall <= 25.0, "{width} {height}: {wide} {tall}");
        let (wide, tall) = (wide / f64::from(width), tall / f64::from(height));
        assert!((wide / tall - 1.0).abs() < 0.05, "{width} {height}: {wide} {tall}");
        let (wide, tall) = logo.pixels();
        assert!(wide <= 709 && tall <= 295, "{wide} {tall}");
    }
    let small = read(&raster::plain(32, 32, [0, 0, 0, 255])).unwrap();
    assert!(small.millimetres().0 < 8.5, "a small picture stays small");
    assert_eq!(svg(SHAPE).unwrap().millimetres(), (50.0, 25.0));
    assert_eq!(svg(SHAPE).unwrap().on_screen(), (189, 95));
}

/// Means of colours and of how far they are seen through, without a dark rim.
#[test]
fn a_large_picture_keeps_its_colour() {
    for colour in [[18, 67, 109, 255], [200, 30, 40, 128], [255, 255, 255, 1]] {
        let logo = read(&raster::plain(1_417, 591, colour)).unwrap();
        let made = Pixmap::decode_png(logo.png()).unwrap();
        let all_same = made.pixels().windows(2).all(|pair| pair[0] == pair[1]);
        let pixel = made.pixels()[0].demultiply();
        assert!(all_same && pixel.alpha() == colour[3], "{colour:?} {pixel:?}");
    }
}

#[test]
fn nothing_but_pixels_is_left_of_a_file() {
    let plain = raster::plain(40, 20, [18, 67, 109, 255]);
    let noted = with(&with(&plain, b"tEXt", b"Author\0Kari Nordmann"), b"eXIf", b"GPS 60.6");
    let (plain, noted) = (read(&plain).unwrap(), read(&noted).unwrap());
    assert_eq!(plain.png(), noted.png());
    assert_ne!(plain.source(), noted.source());
    for bytes in [noted.png(), svg(&format!("<metadata>Kari</metadata><desc>Kari</desc>{SHAPE}")).unwrap().png()] {
        assert!(!bytes.windows(4).any(|four| [b"tEXt", b"eXIf", b"Kari"].contains(&four.try_into().unwrap())));
        assert_eq!(
            bytes.windows(4).filter(|four| [b"IHDR", b"IDAT", b"IEND"].contains(&(*four).try_into().unwrap())).count(),
            3
        );
    }
    assert_eq!(svg(SHAPE), svg(SHAPE));
}

#[test]
fn hostile_pictures_are_refused_before_they_are_unpacked() {
    let plain = raster::plain(40, 20, [18, 67, 109, 255]);
    let mut huge = plain.clone();
    huge[16..24].copy_from_slice(&[0xFF; 8]);
    assert_eq!(read(&huge), Err(Unfit::Pixels(u32::MAX, u32::MAX)));
    huge[16..24].copy_from_slice(&[0; 8]);
    assert_eq!(read(&huge), Err(Unfit::Pixels(0, 0)));
    huge[16..24].copy_from_slice(&[0, 0, 0x0F, 0xA0, 0, 0, 0x0F, 0xA0]);
    assert_eq!(read(&huge), Err(Unfit::Damaged), "four thousand square, with pixels for forty");
    assert_eq!(read(&with(&plain, b"acTL", &[0; 8])), Err(Unfit::Animated));
    assert_eq!(read(&vec![b' '; (2 << 20) + 1]), Err(Unfit::Bytes((2 << 20) + 1)));
    assert_eq!(read(&raster::plain(4_000, 10, [0, 0, 0, 255])), Err(Unfit::Shape));
    assert_eq!(read(&raster::plain(40, 20, [0, 0, 0, 0])), Err(Unfit::Shape));
    for end in 0..plain.len() {
        let found = read(&plain[..end]).unwrap_err();
        assert!(if end < 8 { found == Unfit::Kind } else { found == Unfit::Damaged }, "{end}: {found:?}");
    }
    for other in
        [&b"GIF89a"[..], b"\xFF\xD8\xFF\xE0", b"logo", b"", b"{}", b"\x1f\x8b\x08", b"<html/>", b"<svg/>", b"\xFF"]
    {
        assert_eq!(read(other), Err(Unfit::Kind), "{other:?}");
    }
    assert_eq!(read(b"<svg"), Err(Unfit::Damaged));
}

#[test]
fn an_svg_that_does_more_than_draw_is_refused_by_what_it_does() {
    let foreign = [
        ("<script>alert(1)</script>", "<script>"),
        ("<g onload=\"alert(1)\"/>", "onload"),
        ("<image href=\"http://example.org/a.png\"/>", "<image>"),
        ("<image xlink:href=\"data:image/png;base64,AAAA\"/>", "<image>"),
        ("<use href=\"other.svg#a\"/>", "href"),
        ("<use xlink:href=\"file:///etc/passwd\"/>", "href"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<path d=\"M0 0h9v9z\"><animate attributeName=\"d\"/></path>", "<animate>"),
        ("<style>@import 'a.css';</style>", "<style>"),
        ("<style>path { fill: url( 'http://example.org/a#b') }</style>", "<style>"),
        ("<path style=\"fill:url(http://example.org/a)\" d=\"M0 0h9v9z\"/>", "style"),
        ("<filter id=\"a\"/>", "<filter>"),
        ("<a href=\"#b\"/>", "<a>"),
        ("<g id=\"a\"><path id=\"b\" d=\"M0 0h9v9z\"/><use href=\"#b\"/></g><use href=\"#a\"/>", "<use>"),
    ];
    for (inside, found) in foreign {
        assert_eq!(svg(&format!("{SHAPE}{inside}")), Err(Unfit::Foreign(found.to_owned())), "{inside}");
    }
    assert_eq!(svg("<text>Åsnes</text>"), Err(Unfit::Letters));
    assert_eq!(svg(""), Err(Unfit::Shape));
    let deep = "<g>".repeat(2_000) + &"</g>".repeat(2_000);
    assert_eq!(svg(&deep), Err(Unfit::Foreign("<g>".to_owned())));
    let many = "<use href=\"#a\"/>".repeat(201);
    assert_eq!(svg(&format!("<path id=\"a\" d=\"M0 0h9v9z\"/>{many}")), Err(Unfit::Foreign("<use>".to_owned())));
    // What drawing programs write is taken.
    let plain = "<defs><linearGradient id=\"a\"><stop stop-color=\"#f00\"/></linearGradient></defs><path fill=\"url(#a)\" \
                 d=\"M0 0h80v40z\"/><g id=\"b\"/><use xlink:href=\"#b\"/><style>.c { fill: url(#a) }</style>";
    assert!(svg(plain).is_ok());
}

/// Entities multiply, and do not get far.
#[test]
fn entities_do_not_fill_the_memory() {
    let mut text = "<!DOCTYPE svg [<!ENTITY a0 \"<g/>\">".to_owned();
    for at in 1..12 {
        let before = format!("&a{};", at - 1).repeat(10);
        let _ = write!(text, "<!ENTITY a{at} \"{before}\">");
    }
    text += "]><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">&a11;</svg>";
    assert_eq!(read(text.as_bytes()), Err(Unfit::Damaged));
    let outside =
        "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>";
    assert!(read(outside.as_bytes()).is_err());
}

/// Whatever is changed in a file, the answer is a logo or a refusal.
#[test]
fn no_byte_can_break_it() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 40\"><defs><clipPath id=\"a\"><path d=\"M0 0h9v9z\"/>\
                   </clipPath></defs><g clip-path=\"url(#a)\" transform=\"scale(2)\"><path d=\"M0 0h80v40z\" stroke=\"red\" \
                   stroke-dasharray=\"1 2\"/><circle r=\"4\" cx=\"1e3\"/></g></svg>";
    let seeds = [raster::plain(9, 5, [18, 67, 109, 255]), drawing.as_bytes().to_vec()];
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut roll = |sides: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % sides as u64).unwrap()
    };
    for round in 0..3_000 {
        let mut bytes = seeds[round % 2].clone();
        for _ in 0..=roll(4) {
            let (at, value) = (roll(bytes.len()), u8::try_from(roll(256)).unwrap());
            match roll(3) {
                0 => bytes[at] = value,
                1 => bytes.insert(at, b"0123456789e-\"<>/"[roll(16)]),
                _ => drop(bytes.remove(at)),
            }
        }
        if let Ok(logo) = read(&bytes) {
            assert!(logo.millimetres().0 <= 60.0 && logo.pixels().0 <= 709);
        }
    }
}

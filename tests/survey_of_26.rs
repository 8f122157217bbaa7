//! The printed figures of the evaluation of 26 model municipalities (Deloitte 2014): 26 invented answers that give them, as a
//! wide file and as a long one.

use crate::harness::Folder;

/// Asked of how many, and how many said yes; a yes is 6 on the scale and a no is 1.
const PRINTED: [(&str, usize, usize, &str, &str); 5] = [
    ("q1", 26, 23, "88.5", "11.5"),
    ("q2", 23, 14, "60.9", "39.1"),
    ("q3", 25, 12, "48.0", "52.0"),
    ("q4", 26, 10, "38.5", "61.5"),
    ("q5", 26, 15, "57.7", "42.3"),
];

fn definition() -> String {
    let words = |text: &str| format!("{{ nb = \"{text}\", nn = \"{text} (nn)\", en = \"{text} (en)\" }}");
    let mut toml = format!(
        "id = \"X4\"\norder = 300\ntitle = {}\ndescription = {}\nmethod = \"Ja er 6 og nei er 1.\"\nreference = \"Deloitte (2014)\"\n\n[dimension]\nforsok = {}\n",
        words("Modellkommunene"),
        words("Hva kommunene svarte"),
        words("Forsøket")
    );
    for (question, ..) in PRINTED {
        toml += &format!(
            "\n[[question]]\nid = \"{question}\"\ndimension = \"forsok\"\ntext = {}\n",
            words(&format!("Spørsmål {question}"))
        );
    }
    let measure = |id: &str, rest: &str| {
        format!(
            "\n[[measure]]\nid = \"{id}\"\ntitle = {}\nunit = \"prosent\"\nunit_text = {}\nsource = \"brukerundersokelse\"\nrows = {{ in-window = \"svar_dato\" }}\nview = \"answers\"\nfigure = {{ share = {{ of = \"hoy\", cluster = \"respondent\" }} }}\nabout = \"answers\"\n{rest}",
            words("Andel ja"),
            words("prosent av svarene")
        )
    };
    let spread = format!(
        "each_question = true\nbreakdowns = [{{ by = \"svar\", title = {}, always = true, of_whole = true }}]\n",
        words("Svar")
    );
    toml + &measure("X4", "") + &measure("X4-{question}", &spread)
}

fn answer(question: (&str, usize, usize, &str, &str), person: usize) -> &'static str {
    let (_, asked, yes, ..) = question;
    match person {
        person if person < yes => "6",
        person if person < asked => "1",
        // The others were asked too, and some of them did not know.
        person if person % 2 == 0 => "vet ikke",
        _ => "",
    }
}

fn wide() -> String {
    let mut csv = format!("svar_dato;{}\n", PRINTED.map(|it| it.0).join(";"));
    for person in 0..26 {
        let answers: Vec<&str> = PRINTED.iter().map(|question| answer(*question, person)).collect();
        csv += &format!("2025-03-{:02};{}\n", person + 1, answers.join(";"));
    }
    csv
}

fn long() -> String {
    let mut csv = "svar_dato;svar_id;sporsmal;svar\n".to_owned();
    for person in 0..26 {
        for question in PRINTED {
            let said = answer(question, person);
            if !said.is_empty() {
                csv += &format!("2025-03-{:02};R{person};{};{said}\n", person + 1, question.0);
            }
        }
    }
    csv
}

#[test]
fn the_printed_figures() {
    for csv in [wide(), long()] {
        let folder = Folder::project();
        folder.file("indicators/X4.toml", definition());
        folder.file("exports/2025/brukerundersokelse.csv", csv);
        let ran = folder.run(&["report", "--aar", "2025", "--mangelliste", "nei"]);
        assert_eq!(ran.code, 0, "{ran:?}");
        let figures = folder.figures("reports/2025-aar");
        for (question, asked, yes, share, rest) in PRINTED {
            let of = |breakdown: &str| {
                let row = figures.row(&format!("X4-{question}"), 2025, breakdown);
                ["verdi", "teller", "nevner"].map(|column| row[column].clone())
            };
            let expected = |share: &str, count: usize| [share.to_owned(), count.to_string(), asked.to_string()];
            assert_eq!(of(""), expected(share, yes), "{question}");
            assert_eq!(of("svar=6"), expected(share, yes), "{question}");
            assert_eq!(of("svar=1"), expected(rest, asked - yes), "{question}");
            for between in 2..=5 {
                assert_eq!(of(&format!("svar={between}")), expected("0.0", 0), "all six are there");
            }
        }
        let whole = figures.row("X4", 2025, "");
        assert_eq!((whole["teller"].as_str(), whole["nevner"].as_str()), ("74", "126"));
    }
}

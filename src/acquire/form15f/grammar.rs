//! Which elements and attributes a form may have, and where: anything else would be lost or booked on the wrong child.
//!
//! After `Individ.xsd` and `Avgiver.xsd`, and `Barnevern_v4.xsd` for the newer format. Order and lengths are not held: they
//! change no figure.

/// How often an element may stand in its parent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Times {
    Once,
    Often,
}

/// What stands between an element's tags.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Elements,
    Text,
}

/// One element in one place.
pub(super) struct Element {
    pub(super) name: &'static str,
    pub(super) parent: &'static str,
    pub(super) times: Times,
    pub(super) content: Content,
    pub(super) attributes: &'static [&'static str],
}

/// The parent of the root.
pub(super) const OUTSIDE: &str = "";

const fn once(parent: &'static str, name: &'static str, attributes: &'static [&'static str]) -> Element {
    Element { name, parent, times: Times::Once, content: Content::Elements, attributes }
}

const fn often(parent: &'static str, name: &'static str, attributes: &'static [&'static str]) -> Element {
    Element { name, parent, times: Times::Often, content: Content::Elements, attributes }
}

const fn text(parent: &'static str, name: &'static str) -> Element {
    Element { name, parent, times: Times::Once, content: Content::Text, attributes: &[] }
}

const SPAN: &[&str] = &["Id", "StartDato", "SluttDato"];
const CONCLUDED: &[&str] = &["Id", "StartDato", "SluttDato", "Konklusjon"];
const LAW: &[&str] = &["Lov", "Kapittel", "Paragraf", "Bokstav", "Ledd", "Punktum"];
const CODE: &[&str] = &["Kode"];
const SPECIFIED_CODE: &[&str] = &["Kode", "Presisering"];

/// The form with `Individ`.
pub(super) const FORM: &[Element] = &[
    once(OUTSIDE, "Barnevern", &[]),
    once("Barnevern", "Avgiver", &["Organisasjonsnummer", "Versjon", "Kommunenummer", "Kommunenavn"]),
    often(
        "Barnevern",
        "Individ",
        &[
            "Id",
            "StartDato",
            "SluttDato",
            "Journalnummer",
            "Fodselsnummer",
            "DUFnummer",
            "Bydelsnummer",
            "Bydelsnavn",
            "Distriktsnummer",
            "Saksbehandler",
            "Avslutta3112",
        ],
    ),
    often("Individ", "Melding", CONCLUDED),
    often("Melding", "Melder", CODE),
    text("Melder", "Presisering"),
    often("Melding", "Saksinnhold", CODE),
    text("Saksinnhold", "Presisering"),
    once("Melding", "Undersokelse", CONCLUDED),
    text("Undersokelse", "Presisering"),
    often("Undersokelse", "Vedtaksgrunnlag", CODE),
    text("Vedtaksgrunnlag", "Presisering"),
    // Not in the schema of 2023, but in the code lists.
    once("Undersokelse", "UtvidetFrist", &["StartDato", "Innvilget"]),
    often("Individ", "Plan", &["Id", "StartDato", "SluttDato", "EvaluertDato", "Plantype"]),
    often("Individ", "Tiltak", SPAN),
    once("Tiltak", "Lovhjemmel", LAW),
    often("Tiltak", "JmfrLovhjemmel", LAW),
    once("Tiltak", "Kategori", CODE),
    text("Kategori", "Presisering"),
    often("Tiltak", "Tiltaksgrunnlag", CODE),
    text("Tiltaksgrunnlag", "Presisering"),
    once("Tiltak", "Opphevelse", CODE),
    text("Opphevelse", "Presisering"),
    often("Individ", "Flytting", &["Id", "SluttDato"]),
    once("Flytting", "ArsakFra", SPECIFIED_CODE),
    once("Flytting", "FlyttingTil", SPECIFIED_CODE),
];

/// Elements that only the newer format has directly under the root.
pub(super) const NEWER: [&str; 2] = ["Fagsystem", "Sak"];

/// The rule for `name` in `parent`.
pub(super) fn rule(name: &str, parent: &str) -> Option<&'static Element> {
    FORM.iter().find(|element| element.name == name && element.parent == parent)
}

/// Whether the name stands anywhere in the format.
pub(super) fn is_known(name: &str) -> bool {
    FORM.iter().any(|element| element.name == name)
}

//! Text into XML.

pub(super) use crate::publish::markup::escape;

/// A run of text in the paragraph's own look.
pub(super) fn run(text: &str) -> String {
    styled_run(text, "")
}

/// A run with properties.
pub(super) fn styled_run(text: &str, properties: &str) -> String {
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

/// A paragraph in a style; `more` are properties that come after the style.
pub(super) fn paragraph(style: &str, runs: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{runs}</w:p>")
}

/// A field and what it shows until it is counted again.
pub(super) fn field(code: &str, shown: &str) -> String {
    let result = if shown.is_empty() { String::new() } else { run(shown) };
    format!(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {code} </w:instrText></w:r>\
         <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{result}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_breaks_out_of_its_place() {
        assert_eq!(escape("a<b>&\"c\"\u{1}\u{b}\n"), "a&lt;b&gt;&amp;&quot;c&quot; ");
        assert!(run("<w:p/>").contains("&lt;w:p/&gt;"));
    }
}

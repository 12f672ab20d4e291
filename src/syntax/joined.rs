//! A text that has lost the line with its field's name (`do: >-`), so that YAML joins it to the field above.

use super::decode::{Cx, field_name};
use super::tree::{Key, Node, NodeKind, Scalar};
use crate::diagnostics::{Finding, lints};
use crate::source::Span;

/// The fields of a map with `name`, which is missing, cut off the one that its text was joined to. That is said in place of all
/// since there were `before` findings, which were about two texts in one.
pub(super) fn apart<'s>(
    fields: &[(Key<'s>, Node<'s>)],
    (what, known): (&str, &[&'static str]),
    name: &'static str,
    before: usize,
    cx: &mut Cx,
) -> Option<Vec<(Key<'s>, Node<'s>)>> {
    let is_field = |key: &Key| key.text != name && known.iter().any(|known| field_name(known) == key.text);
    let (_, first) = fields.first()?;
    if cx.findings.are_too_many() || !fields.iter().all(|(key, _)| is_field(key)) {
        return None;
    }
    let text = cx.sources.get(first.span.file).text();
    let stands_before =
        |key: &Key| known.windows(2).any(|two| field_name(two[0]) == key.text && field_name(two[1]) == name);
    let is_wrong = |node: &Node| cx.findings.iter().skip(before).any(|f| f.span == Some(node.span));
    let (at, cut, is_block) = fields.iter().enumerate().find_map(|(at, (key, node))| {
        let is_block = is_block(text, key, node);
        let cut = cut(text, node, is_block, stands_before(key), is_wrong(node))?;
        Some((at, cut, is_block))
    })?;
    let (key, node) = &fields[at];
    let (one, two) = (Span { end: cut, ..node.span }, Span { start: cut, ..node.span });
    let line = cx.sources.slice(two).lines().next().map_or(0, str::len);
    let place = Span { end: cut + u32::try_from(line).unwrap_or(0), ..two };
    let words = |span: Span| {
        let lines: Vec<&str> = cx.sources.slice(span).lines().map(str::trim).collect();
        Scalar { text: lines.join(" ").trim_end().to_owned().into(), plain: true }
    };
    // Nobody knows the line at which a text ends that has lines itself.
    let first = if is_block { NodeKind::Guess(words(one)) } else { NodeKind::Scalar(words(one)) };
    let missing = (
        Key { text: name.into(), span: Span { end: cut, ..two } },
        Node { span: two, kind: NodeKind::Guess(words(two)) },
    );
    let mut apart = fields.to_vec();
    apart[at].1 = Node { span: one, kind: first };
    apart.insert(at + 1, missing);
    let finding = Finding::new(&lints::MISSING_FIELD, place, format!("field `{name}` of {what} is missing"))
        .label(format!("joined to `{}`, the field above", key.text))
        .help(format!("if this is its text, write `{name}: >-` on a line of its own above it"));
    cx.findings.take_since(before);
    cx.findings.push(finding);
    Some(apart)
}

/// Whether a value is a text below its field: `>-`.
fn is_block(text: &str, key: &Key, node: &Node) -> bool {
    let value = text.get(key.span.end as usize..node.span.end as usize).unwrap_or("");
    value.trim_start_matches([':', ' ', '"']).starts_with(['>', '|'])
}

/// Where in the file the second of two joined texts begins. `is_next`: the missing field comes behind this one; `is_wrong`:
/// something was said of it.
fn cut(text: &str, node: &Node, is_block: bool, is_next: bool, is_wrong: bool) -> Option<u32> {
    let written = text.get(node.span.start as usize..node.span.end as usize)?;
    let (first, rest) = written.split_once('\n')?;
    let is_plain = node.as_scalar()?.plain;
    let ends = || first.trim_end().ends_with(['.', '?', '!']);
    let second = match is_block {
        // Markdown where words are wanted.
        true => {
            let mut lines = rest.trim_end().lines();
            let is_markdown = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
            let line = lines.find(|line| is_next && is_markdown(line))?;
            written.get(line.as_ptr() as usize - written.as_ptr() as usize..)?
        }
        false => {
            Some(rest).filter(|rest| is_plain && (is_next && ends() || is_wrong || is_broken_early(first, rest)))?
        }
    };
    u32::try_from(written.len() - second.trim_start().len()).ok().map(|at| node.span.start + at)
}

/// Whether the first line of a text had room for more: nobody breaks a line there, so that the text below is another.
fn is_broken_early(first: &str, rest: &str) -> bool {
    let longest = rest.lines().map(|line| line.trim_end().chars().count()).max().unwrap_or(0).max(80);
    let next = rest.split_whitespace().next().map_or(0, |word| word.chars().count());
    // The name and the indentation of the field.
    first.trim_end().chars().count() + next + 24 < longest
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Findings;
    use crate::source::{Sources, Spanned};
    use crate::syntax::{Cx, Decode, parse};

    crate::record! {
        /// A note.
        pub struct RawNote is "a note" {
            /// Its head.
            head: Spanned<String>,
            /// Its text.
            text: Spanned<String>,
            /// More.
            tail: Vec<Spanned<String>>,
        }
    }

    /// What was read as the head and the text, and what is said.
    fn read(yaml: &str) -> (Option<(String, String)>, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add_text("n.yaml", yaml);
        let mut findings = Findings::new();
        let node = parse(&sources, file, &mut findings);
        let note = RawNote::decode(&node, &mut Cx { sources: &sources, findings: &mut findings });
        let said = findings.iter().map(|f| format!("{} {}", sources.place(f.span.unwrap()).line, f.message));
        (note.map(|note| (note.head.value, note.text.value)), said.collect())
    }

    #[test]
    fn a_text_without_its_field_is_cut_off_the_one_above() {
        let missing = |line: usize| vec![format!("{line} field `text` of a note is missing")];
        for (yaml, head, text) in [
            ("head: What is it?\n  Long words\n  of it.\ntail: [a]", "What is it?", "Long words of it."),
            (
                "head: short\n  A sentence that is long enough to show that the line above it was not broken here for want of room.",
                "short",
                "A sentence that is long enough to show that the line above it was not broken here for want of room.",
            ),
            ("head: >-\n  Words.\n  ## A heading\n\n  And a text.\n", "Words.", "## A heading  And a text."),
        ] {
            let (read, said) = read(yaml);
            assert_eq!(read, Some((head.to_owned(), text.to_owned())), "{yaml}");
            assert_eq!(said, missing(if yaml.contains('>') { 3 } else { 2 }), "{yaml}");
        }
    }

    #[test]
    fn a_text_of_several_lines_is_one() {
        let (read, said) =
            read("head: Words that go on for long enough to be broken where the line was full, as it\n  was here\n");
        assert!(read.is_some_and(|(head, text)| head.ends_with("was here") && text.is_empty()));
        assert_eq!(said, ["1 field `text` of a note is missing"]);
        let (_, said) = self::read("head: Is it?\n  No.\ntexd: words");
        assert_eq!(said, ["3 unknown field `texd`"]);
    }
}

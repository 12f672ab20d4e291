//! A text with slots and links: reading it, and putting values in.

use super::marks::{self, What};
use super::survey::{Spot, Survey, is_harmless};
use super::trouble::{Trouble, TroubleKind};
use std::ops::Range;

/// A text in Markdown, its slots and its links.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Prose {
    text: String,
    slots: Vec<Slot>,
    links: Vec<Link>,
}

/// A `{{ name }}` that is to be filled.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Slot {
    /// The bytes of the whole `{{ name }}`.
    pub range: Range<usize>,
    /// The name: small letters, digits, underscores.
    pub name: String,
}

/// A `[[kind:id]]` or `[[kind:id|words]]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Link {
    /// The bytes of the whole link.
    pub range: Range<usize>,
    /// One of faq, plan, source, term, topic.
    pub kind: String,
    /// The bytes of the kind.
    pub kind_range: Range<usize>,
    /// The id: small letters, digits, hyphens. Whether it exists is not known here.
    pub id: String,
    /// The bytes of the id.
    pub id_range: Range<usize>,
    /// Words of the author's own: Markdown on one line, without brackets, braces, bars and backslashes.
    pub words: Option<String>,
}

/// What a text may hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rules {
    /// Slots may stand in it.
    pub slots: bool,
    /// Headings may stand in it, from `##` on and without jumps.
    pub headings: bool,
}

impl Prose {
    /// Reads a text: its slots, its links and everything that is wrong with it, in the order of their places.
    ///
    /// What is wrong is neither a slot nor a link: it stays as it is written.
    #[must_use]
    pub fn read(text: &str, rules: Rules) -> (Prose, Vec<Trouble>) {
        let marks = marks::find(text);
        if marks.is_empty() && is_harmless(text) {
            return (Prose { text: text.to_owned(), ..Prose::default() }, Vec::new());
        }
        let mut survey = Survey::of(&marks::hide(text, &marks), rules.headings);
        let mut troubles = std::mem::take(&mut survey.troubles);
        let mut prose = Prose { text: text.to_owned(), slots: Vec::new(), links: Vec::new() };
        for mark in marks {
            let spot = survey.spot(mark.at.start);
            if matches!(spot, Spot::Code | Spot::Html) {
                continue;
            }
            let range = mark.at;
            match mark.what {
                What::Bad(trouble) => troubles.push(trouble),
                What::Slot { .. } if !rules.slots => {
                    let trouble = Trouble::new(TroubleKind::TemplateInText, range, "no slot can stand in this text");
                    troubles.push(trouble.with_help("write the words themselves, or `\\{{` for two braces"));
                }
                What::Slot { .. } if spot == Spot::Hidden => {
                    let trouble = Trouble::new(TroubleKind::TemplateInText, range, "no slot can stand here");
                    troubles.push(trouble.with_help("a slot stands among the words, not in an address or a title"));
                }
                What::Slot { name } => prose.slots.push(Slot { range, name: text[name].to_owned() }),
                What::Link { .. } if spot != Spot::Words => {
                    let trouble = Trouble::new(TroubleKind::BrokenLink, range, "no link can stand here");
                    troubles.push(trouble.with_help("a link stands among the words, not inside another link"));
                }
                What::Link { kind, id, words } => prose.links.push(Link {
                    range,
                    kind: text[kind.clone()].to_owned(),
                    kind_range: kind,
                    id: text[id.clone()].to_owned(),
                    id_range: id,
                    words: words.map(|words| text[words].to_owned()),
                }),
            }
        }
        troubles.sort_by_key(|trouble| (trouble.at.start, trouble.at.end, trouble.kind));
        (prose, troubles)
    }

    /// The text as it was written.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The slots, in order.
    #[must_use]
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The links, in order.
    #[must_use]
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// The Markdown with each slot replaced by `value(name)` and each link by `link(it)`.
    ///
    /// Both must return Markdown on one line: plain values pass through [`escape`](super::escape) first. What they
    /// return is never read again, so a value that looks like a slot stays what it is.
    #[must_use]
    pub fn fill(&self, value: &dyn Fn(&str) -> String, link: &dyn Fn(&Link) -> String) -> String {
        let slots = self.slots.iter().map(|slot| (&slot.range, Hole::Slot(slot)));
        let links = self.links.iter().map(|link| (&link.range, Hole::Link(link)));
        let mut holes: Vec<_> = slots.chain(links).collect();
        holes.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(self.text.len() * 2);
        let mut done = 0;
        for (range, hole) in holes {
            out.push_str(&self.text[done..range.start]);
            done = range.end;
            match hole {
                Hole::Slot(slot) => {
                    let value = value(&slot.name);
                    let numbers_a_list = starts_a_number(&out, &value, &self.text[done..]);
                    out.push_str(&value);
                    if numbers_a_list {
                        out.push('\\');
                    }
                }
                Hole::Link(target) => {
                    // `Stop!` before a link is no image.
                    if out.ends_with('!') && !out.ends_with("\\!") {
                        out.pop();
                        out.push_str("\\!");
                    }
                    out.push_str(&link(target));
                }
            }
        }
        out.push_str(&self.text[done..]);
        out
    }
}

enum Hole<'a> {
    Slot(&'a Slot),
    Link(&'a Link),
}

/// Whether `value` between `before` and `after` would be the number of a list entry: `{{ n }}. Then rest` on a line of
/// its own. No escaping of the value alone can know that.
fn starts_a_number(before: &str, value: &str, after: &str) -> bool {
    let line = before.rfind('\n').map_or(before, |end| &before[end..]);
    after.starts_with(['.', ')'])
        && !value.is_empty()
        && value.bytes().all(|b| b.is_ascii_digit())
        && !line.contains(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::super::{HtmlOptions, escape, to_html, to_plain};
    use super::*;
    use TroubleKind::{BrokenLink, HeadingLevel, RawHtml, TemplateInText, UnsafeLink};
    use proptest::prelude::*;

    const ALL: Rules = Rules { slots: true, headings: true };

    fn filled(text: &str, value: &str) -> String {
        let (prose, troubles) = Prose::read(text, ALL);
        assert_eq!(troubles, [], "{text}");
        prose.fill(&|_| escape(value), &|link| format!("[{}](x)", link.words.as_deref().unwrap_or(&link.id)))
    }

    #[test]
    fn finds_slots_and_links_but_not_in_code() {
        let text = "ä {{ a }} `{{ b }} [[faq:b]]` **{{c}}** [[term:x|Für]]\r\n\r\n```{{ d }}\r\n[[faq:d]]\r\n```\r\n\r\n    \
                    {{ e }}\r\n\r\n| [[faq:f|g]] |\r\n|--|\r\n| {{ h }} |\r\n\r\n\\{{ i }} [{{ j }}](k) ![{{ l }}](m)";
        let (prose, troubles) = Prose::read(text, ALL);
        assert_eq!(troubles, []);
        assert_eq!(prose.text(), text);
        let names: Vec<_> = prose.slots().iter().map(|slot| (slot.name.as_str(), &text[slot.range.clone()])).collect();
        let expected = [("a", "{{ a }}"), ("c", "{{c}}"), ("h", "{{ h }}"), ("j", "{{ j }}"), ("l", "{{ l }}")];
        assert_eq!(names, expected);
        let [term, faq] = prose.links() else { panic!("{:?}", prose.links()) };
        assert_eq!(&text[term.range.clone()], "[[term:x|Für]]");
        assert_eq!((&text[term.kind_range.clone()], &text[term.id_range.clone()]), ("term", "x"));
        assert_eq!((term.kind.as_str(), term.id.as_str(), term.words.as_deref()), ("term", "x", Some("Für")));
        assert_eq!((faq.kind.as_str(), faq.id.as_str(), faq.words.as_deref()), ("faq", "f", Some("g")));
    }

    #[test]
    fn says_everything_at_once_and_in_order() {
        let text = "# T\n\n{% if x %} {{ a | f }} [[page:x]] [b](javascript:x) [c]({{ d }})\n\n\
                    [e [[faq:f]]](g) <b title=\"{{ h }}\">[[i]]</b>";
        let (prose, troubles) = Prose::read(text, ALL);
        let seen: Vec<_> = troubles.iter().map(|trouble| (trouble.kind, &text[trouble.at.clone()])).collect();
        assert_eq!(
            seen,
            [
                (HeadingLevel, "# T"),
                (TemplateInText, "{% if x %}"),
                (TemplateInText, "{{ a | f }}"),
                (BrokenLink, "page"),
                (UnsafeLink, "javascript:x"),
                (TemplateInText, "{{ d }}"),
                (BrokenLink, "[[faq:f]]"),
                (RawHtml, "<b title=\"{{ h }}\">"),
                (BrokenLink, "[[i]]"),
            ]
        );
        assert_eq!((prose.slots(), prose.links()), (&[][..], &[][..]));
    }

    #[test]
    fn slots_stand_only_where_they_may() {
        let rules = Rules { slots: false, headings: false };
        let (prose, troubles) = Prose::read("a {{ b }}", rules);
        assert_eq!((prose.slots(), troubles[0].kind, troubles[0].at.clone()), (&[][..], TemplateInText, 2..9));
        for text in ["<https://a.org/{{ b }}>", "[a]: {{ b }}", "[a](b \"{{ c }}\")", "|a|\n|-|\n|b|{{ c }}|"] {
            let (prose, troubles) = Prose::read(text, ALL);
            assert_eq!(prose.slots(), [], "{text}");
            assert_eq!(troubles.iter().map(|trouble| trouble.kind).collect::<Vec<_>>(), [TemplateInText], "{text}");
        }
    }

    #[test]
    fn filled_values_are_never_read_again() {
        for (text, value, expected) in [
            ("Drink {{ a }}.", "12.5 g", "Drink 12.5 g."),
            ("{{ a }}{{ b }}", "{{ b }}", "\\{\\{ b \\}\\}\\{\\{ b \\}\\}"),
            ("{{ a }}", "[[faq:x]]", "\\[\\[faq:x\\]\\]"),
            ("{{ a }}. Then", "12", "12\\. Then"),
            ("a\n- {{ a }}) b", "12", "a\n- 12\\) b"),
            ("a {{ a }}. Then", "12", "a 12. Then"),
            ("Stop![[faq:x|now]] or \\![[faq:x]]", "", "Stop\\![now](x) or \\![x](x)"),
        ] {
            assert_eq!(filled(text, value), expected, "{text}");
        }
    }

    #[test]
    fn a_link_with_words_stays_in_its_table_cell() {
        let html = to_html(&filled("|a|b|\n|-|-|\n|[[faq:c|d]]|{{ e }}|", "1|2"), &HtmlOptions::default());
        assert!(html.contains("<td><a href=\"x\">d</a></td><td>1|2</td>"), "{html}");
    }

    const TEXTS: &str = r"([\[\]{}%#|!:<>`\\() \n\r\tä]|\[\[faq:x\]\]|\{\{ a \}\}|.){0,40}";
    const PLACES: [&str; 7] =
        ["{{ a }}. b", "{{ a }}) b", "a\n{{ a }}\nb", "|{{ a }}|", "## {{ a }}", "- {{ a }} b", "x{{ a }}[[faq:b]]"];

    proptest! {
        #[test]
        fn reading_never_panics_and_places_are_real(text in TEXTS) {
            let (prose, troubles) = Prose::read(&text, ALL);
            for trouble in &troubles {
                prop_assert!(text.get(trouble.at.clone()).is_some_and(|at| !at.is_empty()), "{:?}", trouble);
            }
            for slot in prose.slots() {
                prop_assert_eq!(text[slot.range.clone()].trim_matches(['{', '}', ' ', '\t']), &slot.name);
            }
            prop_assert!(prose.fill(&|_| String::new(), &|_| String::new()).len() <= text.len() * 2);
        }

        #[test]
        fn a_value_shows_as_itself_wherever_it_stands(value in r"[-+*_.0-9=#()!|<>&`\\a-c :~\[\]{}]{1,6}") {
            prop_assume!(!value.trim().is_empty());
            let shown = value.split_whitespace().collect::<Vec<_>>().join(" ");
            for text in PLACES {
                let plain = to_plain(&filled(text, &value));
                let expected = to_plain(&filled(text, "VALUE")).replace("VALUE", &shown);
                prop_assert_eq!(&plain, &expected, "{}", text);
            }
        }
    }
}

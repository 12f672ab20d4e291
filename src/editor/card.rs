//! What a name is, in words: a line for lists and some Markdown for hovers, from the entry that defines it.

use super::symbol::Kind;
use super::walk::{Site, Spot};
use crate::prose::escape;
use crate::syntax::{Node, NodeKind};

/// The longest text of an entry that a hover quotes, in characters.
const LONGEST: usize = 400;

/// What a name is.
#[derive(Debug, Default)]
pub(super) struct Card {
    /// One line of plain words.
    pub title: String,
    /// Markdown.
    pub text: String,
}

impl Card {
    /// The card of what is defined at a place.
    pub fn of(kind: Kind, site: &Site) -> Card {
        let (name, entry) = match site.spot {
            Spot::Key(key, value) => (&*key.text, Some(value)),
            Spot::Value(node) if node.as_scalar().is_some() => {
                let name = node.as_scalar().map_or("", |s| &s.text);
                let own = site.maps.last().copied();
                // An option may be a word of a list, which says nothing more.
                (name, own.filter(|map| map.get("id").is_some_and(|id| std::ptr::eq(id, node))))
            }
            Spot::Value(_) => return Card::default(),
        };
        let mut card = Writer { entry, title: String::new(), lines: Vec::new() };
        let what = card.fill(kind, site.owner());
        let title = if card.title.is_empty() { name.to_owned() } else { card.title };
        let mut text = format!("**{}** · {what}", escape(name));
        for line in card.lines {
            text.push_str("\n\n");
            text.push_str(&line);
        }
        Card { title, text }
    }
}

struct Writer<'n, 's> {
    entry: Option<&'n Node<'s>>,
    title: String,
    lines: Vec<String>,
}

impl Writer<'_, '_> {
    /// Writes the card; gives what the thing is called.
    fn fill(&mut self, kind: Kind, owner: &str) -> String {
        match kind {
            Kind::Axis if self.entry.is_some_and(|entry| entry.get("ask").is_some()) => self.input(),
            Kind::Axis => self.measure(),
            Kind::Choice => {
                self.title("label");
                self.line("caveat");
                return format!("option of `{owner}`");
            }
            Kind::Case => {
                self.title("label");
                self.code("value");
                self.lines.extend(self.entry.and_then(|e| e.get("when")).map(|when| format!("when {}", inline(when))));
                return format!("case of `{owner}`");
            }
            Kind::Amount => {
                let formula = self.entry.map(|e| e.get("value").unwrap_or(e));
                self.lines.extend(formula.and_then(Node::as_scalar).map(|s| code(&s.text)));
                self.facts(&["of", "step", "unit"]);
                return format!("amount of `{owner}`");
            }
            Kind::Source => self.source(),
            Kind::Term => {
                self.title("term");
                self.line("definition");
            }
            Kind::Topic | Kind::Plan | Kind::Page => {
                self.title("title");
                self.line("summary");
            }
            Kind::Item => {
                self.title("title");
                self.line("do");
                self.facts(&["section", "priority", "evidence", "when", "unless", "instead"]);
            }
            Kind::Flag => {
                self.title("signs");
                self.line("may_be");
                self.line("action");
                self.facts(&["level"]);
            }
            Kind::Faq => {
                self.title("question");
                self.line("answer");
                self.facts(&["evidence"]);
            }
            Kind::Food => {
                self.title("title");
                self.line("serving");
                self.facts(&["carbohydrate", "protein", "fits"]);
            }
            Kind::Section => {
                self.title("title");
                self.facts(&["from", "to", "at_least", "at_most"]);
            }
            Kind::Limit => {
                self.title("because");
                self.facts(&["of", "per", "section", "at_most", "at_least"]);
            }
            Kind::Session => {
                self.title("title");
                self.line("what");
                self.facts(&["load", "effort"]);
            }
            Kind::WeekRule => {
                self.title("title");
                self.line("because");
                self.facts(&["kind", "of", "after", "at_most", "at_least", "hard"]);
            }
            Kind::Figure => {
                self.title("title");
                self.line("caption");
            }
            Kind::Group => self.title("title"),
            Kind::AmountKind | Kind::Exclusive | Kind::Tag | Kind::Lint => {}
        }
        match kind {
            Kind::Axis if self.entry.is_some_and(|entry| entry.get("ask").is_some()) => "input".to_owned(),
            Kind::Axis => "measure".to_owned(),
            _ => kind.what().to_owned(),
        }
    }

    fn input(&mut self) {
        self.title("ask");
        self.line("hint");
        self.facts(&["type", "unit", "range", "default"]);
        if self.text("required").is_some_and(|word| word == "true") {
            self.lines.push("Every runner must answer it.".to_owned());
        }
        let Some(options) = self.entry.and_then(|entry| entry.get("options")) else { return };
        match &options.kind {
            NodeKind::List(list) => {
                let option = |node: &Node| {
                    let id = node.get("id").unwrap_or(node).as_scalar()?;
                    let label = node.get("label").and_then(Node::as_scalar).map(|l| format!(" {}", escape(&l.text)));
                    Some(format!("- `{}`{}", id.text, label.unwrap_or_default()))
                };
                self.lines.push(list.iter().filter_map(option).collect::<Vec<_>>().join("\n"));
            }
            _ => self.lines.push("Its options are the red flags.".to_owned()),
        }
    }

    fn measure(&mut self) {
        self.title("title");
        self.facts(&["unit", "valid", "of", "bound", "unless"]);
        let cases = match self.entry.and_then(|entry| entry.get("cases")).map(|cases| &cases.kind) {
            Some(NodeKind::List(cases)) => cases.as_slice(),
            _ => &[],
        };
        let case = |case: &Node| {
            let text = |field: &str| case.get(field).and_then(Node::as_scalar).map(|s| s.text.to_string());
            let when = case.get("when").map(|when| format!(", when {}", inline(when)));
            let label = text("label").map(|label| format!(" {}:", escape(&label)));
            let value = text("value").map(|value| format!(" {}", code(&value)));
            format!(
                "- {}{}{}{}",
                text("id").unwrap_or_default(),
                label.unwrap_or_default(),
                value.unwrap_or_default(),
                when.unwrap_or_default()
            )
        };
        if !cases.is_empty() {
            self.lines.push(cases.iter().map(case).collect::<Vec<_>>().join("\n"));
        }
        self.facts(&["sources"]);
    }

    fn source(&mut self) {
        self.title("title");
        let who: Vec<String> = ["authors", "year"].iter().filter_map(|field| self.text(field)).collect();
        let journal = self.text("journal").map(|journal| format!("*{}*", escape(&journal)));
        let line: Vec<String> = who.iter().map(|word| escape(word)).chain(journal).collect();
        if !line.is_empty() {
            self.lines.push(line.join(" · "));
        }
        let address = self.text("doi").map(|doi| format!("https://doi.org/{doi}")).or_else(|| self.text("url"));
        self.lines.extend(address.filter(|a| !a.contains(['<', '>', ' '])).map(|address| format!("<{address}>")));
        self.facts(&["kind", "checked"]);
        self.line("note");
    }

    fn text(&self, field: &str) -> Option<String> {
        self.entry?.get(field)?.as_scalar().map(|scalar| scalar.text.to_string())
    }

    /// The field that says most: the title of the card and its first line.
    fn title(&mut self, field: &str) {
        if let Some(text) = self.text(field) {
            self.title = short(&text, 120);
        }
        self.line(field);
    }

    fn line(&mut self, field: &str) {
        self.lines.extend(self.text(field).map(|text| escape(&short(&text, LONGEST))));
    }

    fn code(&mut self, field: &str) {
        self.lines.extend(self.text(field).map(|text| code(&text)));
    }

    /// Short fields on one line.
    fn facts(&mut self, fields: &[&str]) {
        let Some(entry) = self.entry else { return };
        let fact = |field: &&str| entry.get(field).map(|node| format!("{field}: {}", inline(node)));
        let facts: Vec<String> = fields.iter().filter_map(fact).collect();
        if !facts.is_empty() {
            self.lines.push(facts.join(" · "));
        }
    }
}

/// A value on one line, as code.
fn inline(node: &Node) -> String {
    fn write(node: &Node) -> String {
        match &node.kind {
            NodeKind::Null | NodeKind::Reported => "~".to_owned(),
            NodeKind::Scalar(scalar) | NodeKind::Guess(scalar) => scalar.text.to_string(),
            NodeKind::List(list) => list.iter().map(write).collect::<Vec<_>>().join(", "),
            NodeKind::Map(entries) => {
                let entry = |(key, value): &(crate::syntax::Key, Node)| format!("{} {}", key.text, write(value));
                entries.iter().map(entry).collect::<Vec<_>>().join("; ")
            }
        }
    }
    code(&write(node))
}

/// A text as code of Markdown.
fn code(text: &str) -> String {
    format!("`{}`", short(text, LONGEST).replace('`', "'"))
}

/// The start of a text on one line.
fn short(text: &str, longest: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(longest) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

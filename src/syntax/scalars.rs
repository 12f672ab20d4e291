//! Scalars with a form of their own: ids, names, dates, grades, tests.

use super::decode::{Book, Cx, Decode, each};
use super::locate::locate;
use super::tree::{Node, NodeKind};
use crate::diagnostics::{Finding, lints};
use crate::quantity::formula::Function;
use crate::source::{FileId, Span, Spanned};
use serde_json::{Value, json};

/// A kebab-case id: what entries are called and what stands in addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Id {
    /// The id.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

/// A snake_case name: what formulas call inputs, measures and amounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// Where it stands.
    pub span: Span,
}

fn word(node: &Node, cx: &mut Cx, expected: &str) -> Option<(String, Span)> {
    match node.as_scalar() {
        // Without its quotes, so that an edit leaves them where they are.
        Some(scalar) => {
            let whole = 0..scalar.text.len();
            Some((scalar.text.to_string(), locate(cx.sources.get(node.span.file), node.span, &scalar.text, &whole)))
        }
        None => {
            cx.wrong_type(node, expected);
            None
        }
    }
}

fn is_word(text: &str, joint: char) -> bool {
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == joint;
    let edge = |c: Option<char>| c.is_some_and(|c| c != joint);
    let double = text.contains("--") || text.contains("__");
    text.chars().all(fine) && edge(text.chars().next()) && edge(text.chars().last()) && !double
}

impl Decode for Id {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let (text, span) = word(node, cx, "an id")?;
        if is_word(&text, '-') {
            return Some(Self { text, span });
        }
        let mended: String = text
            .get(..text.len().min(100))
            .unwrap_or("")
            .to_lowercase()
            .chars()
            .map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' })
            .collect();
        let mended = mended.split('-').filter(|p| !p.is_empty()).collect::<Vec<_>>().join("-");
        let finding = Finding::new(&lints::BAD_ID, span, format!("`{}` is not an id", text.escape_debug()))
            .label("lower-case letters, digits and single hyphens, as in `ice-bath-dose`");
        let better = !mended.is_empty();
        let several: Vec<&str> = text.split_whitespace().collect();
        cx.findings.push(
            match several.len() > 1 && several.iter().all(|part| is_word(part, '-')) && text.contains(char::is_numeric)
            {
                true => finding.fix("are these several? put commas between them", span, several.join(", ")),
                false => finding.did_you_mean(span, better.then_some(mended.as_str())),
            },
        );
        None
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Self { text: String::new(), span: Span::stand_in(file) })
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "type": ["string", "integer"], "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" })
    }
}

impl Decode for Name {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let (text, span) = word(node, cx, "a name")?;
        let letter = text.starts_with(|c: char| c.is_ascii_lowercase());
        if text == "today" || Function::named(&text).is_some() || matches!(text.as_str(), "in" | "as") {
            cx.complain(
                &lints::BAD_ID,
                span,
                format!("`{text}` is a word of the formulas"),
                "a function or a fixed name",
                "choose another name",
            );
            return None;
        }
        if letter && is_word(&text, '_') {
            return Some(Self { text, span });
        }
        let mended = text.get(..text.len().min(100)).unwrap_or("").to_lowercase().replace([' ', '-'], "_");
        let finding = Finding::new(&lints::BAD_ID, span, format!("`{}` is not a name", text.escape_debug()))
            .label("a lower-case letter, then letters, digits and underscores, as in `body_mass`");
        let better = is_word(&mended, '_') && mended.starts_with(|c: char| c.is_ascii_lowercase());
        cx.findings.push(finding.did_you_mean(span, better.then_some(mended.as_str())));
        None
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Self { text: String::new(), span: Span::stand_in(file) })
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]*$" })
    }
}

/// Any scalar with its place, empty ones included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScalarText {
    /// The value.
    pub text: String,
    /// Where it stands.
    pub span: Span,
    /// Whether it stands without quotes.
    pub plain: bool,
}

impl Decode for ScalarText {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let Some(scalar) = node.as_scalar() else {
            cx.wrong_type(node, "one value");
            return None;
        };
        Some(Self { text: scalar.text.to_string(), span: node.span, plain: scalar.plain })
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Self { text: String::new(), span: Span::stand_in(file), plain: true })
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "type": ["string", "number", "boolean"] })
    }
}

/// A day of the calendar, `2026-11-24`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateText {
    /// The day.
    pub date: jiff::civil::Date,
    /// Where it stands.
    pub span: Span,
}

impl Decode for DateText {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let (text, span) = word(node, cx, "a date")?;
        let shape = text.len() == 10 && text.bytes().enumerate().all(|(i, b)| (b == b'-') == (i == 4 || i == 7));
        match text.parse() {
            Ok(date) if shape => Some(Self { date, span }),
            _ => {
                let help = date_help(&text);
                cx.complain(
                    &lints::BAD_DATE,
                    span,
                    format!("`{}` is not a date", text.escape_debug()),
                    "must be year-month-day",
                    &help,
                );
                None
            }
        }
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Self { date: jiff::civil::Date::ZERO, span: Span::stand_in(file) })
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "type": "string", "format": "date" })
    }
}

/// What to type in place of a text that is no date: for a day that its month lacks, the last one.
pub fn date_help(text: &str) -> String {
    let numbers: Vec<i16> = text.split(['-', '.', '/']).filter_map(|part| part.trim().parse().ok()).collect();
    let first = |year: i16, month: i16| jiff::civil::Date::new(year, i8::try_from(month).ok()?, 1).ok();
    if let [year @ 1000..=9999, month, day] = numbers[..]
        && let Some(first) = first(year, month)
    {
        let last = first.last_of_month();
        return match jiff::civil::Date::new(year, first.month(), i8::try_from(day).unwrap_or(0)) {
            Ok(date) => format!("write it as {date}"),
            Err(_) => format!("the last day of that month is {last}"),
        };
    }
    // `24.11.2026`, as it is said in many countries; `11/24/2026` is left alone, since it could be two days.
    if let [day, month, year @ 1000..=9999] = numbers[..]
        && let Some(first) = first(year, month)
        && let Ok(date) = jiff::civil::Date::new(year, first.month(), i8::try_from(day).unwrap_or(0))
        && text.contains('.')
    {
        return format!("write it as {date}");
    }
    "write it as 2026-11-24".to_owned()
}

/// How sure we are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// A position stand or meta-analysis.
    A,
    /// Several trials or one large cohort.
    B,
    /// Small or mixed trials.
    C,
    /// Expert opinion or tradition.
    D,
}

impl Grade {
    /// The letter.
    pub fn letter(self) -> &'static str {
        match self {
            Grade::A => "A",
            Grade::B => "B",
            Grade::C => "C",
            Grade::D => "D",
        }
    }
}

impl Decode for Spanned<Grade> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let grade = match node.as_scalar().map(|s| &*s.text) {
            Some("A") => Grade::A,
            Some("B") => Grade::B,
            Some("C") => Grade::C,
            Some("D") => Grade::D,
            _ => {
                let before = cx.findings.len();
                cx.wrong_type(node, "one of the grades `A`, `B`, `C`, `D`");
                let meant = node
                    .as_scalar()
                    .map(|s| s.text.trim().to_uppercase())
                    .filter(|s| matches!(s.as_str(), "A" | "B" | "C" | "D"));
                cx.findings.amend(before, |finding| finding.did_you_mean(node.span, meant.as_deref()));
                return None;
            }
        };
        Some(Spanned::new(grade, node.span))
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Spanned::new(Grade::D, Span::stand_in(file)))
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "enum": ["A", "B", "C", "D"] })
    }
}

/// A unary test as written: one text, or a list of texts that are alternatives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestText {
    /// The alternatives.
    pub parts: Vec<ScalarText>,
    /// The whole value.
    pub span: Span,
}

impl Decode for TestText {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let span = node.span;
        match &node.kind {
            NodeKind::List(nodes) => {
                // `[60..90]` without quotes is a list to YAML.
                let only = match nodes.as_slice() {
                    [one] => one.as_scalar().filter(|s| s.plain && s.text.contains("..")),
                    _ => None,
                };
                if let (Some(scalar), Some(b'[')) =
                    (only, cx.sources.get(span.file).text().as_bytes().get(span.start as usize))
                {
                    cx.findings.push(
                        Finding::new(&lints::UNQUOTED_TEST, span, "a test must stand in quotes")
                            .label("YAML reads this as a list")
                            .fix("put it in quotes", span, format!("\"[{}]\"", scalar.text)),
                    );
                    return None;
                }
                Some(Self { parts: each(nodes, cx), span })
            }
            NodeKind::Null => {
                cx.complain(
                    &lints::UNQUOTED_TEST,
                    span,
                    String::from("a test is missing here"),
                    "nothing to test",
                    "write a test in quotes; in a map between braces, a test with a comma needs them: `\"race, long\"`",
                );
                None
            }
            _ => ScalarText::decode(node, cx).map(|part| Self { parts: vec![part], span }),
        }
    }
    fn stand_in(file: FileId) -> Option<Self> {
        Some(Self { parts: vec![ScalarText::stand_in(file)?], span: Span::stand_in(file) })
    }
    fn schema(_: &mut Book) -> Value {
        json!({
            "description": "A unary test, such as `>= 60`, `[60..90)`, `race, long`, `not(easy)`, `known`.",
            "anyOf": [
                { "type": ["string", "number", "boolean"] },
                { "type": "array", "items": { "type": ["string", "number", "boolean"] } },
            ],
        })
    }
}

/// One value, or a list of them.
#[derive(Debug, Clone, PartialEq)]
pub struct ListOrOne<T>(pub Vec<T>);

impl<T: Decode> Decode for ListOrOne<T> {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        match &node.kind {
            NodeKind::List(nodes) => Some(Self(each(nodes, cx))),
            _ => T::decode(node, cx).map(|one| Self(vec![one])),
        }
    }
    fn absent() -> Option<Self> {
        Some(Self(Vec::new()))
    }
    fn stand_in(file: FileId) -> Option<Self> {
        T::stand_in(file).map(|one| Self(vec![one]))
    }
    fn schema(book: &mut Book) -> Value {
        let one = T::schema(book);
        json!({ "anyOf": [one, { "type": "array", "items": one }] })
    }
}

/// A flat map from keys to values: a runner's answers, as written.
#[derive(Debug, Clone, PartialEq)]
pub struct Flat(pub Vec<(ScalarText, FlatValue)>);

/// A value of a flat map.
#[derive(Debug, Clone, PartialEq)]
pub enum FlatValue {
    /// `~`, or nothing.
    Nothing(Span),
    /// One value.
    One(ScalarText),
    /// A list; nothing stands for `~`.
    Many(Vec<Option<ScalarText>>, Span),
    /// Something deeper, which no answer is.
    Deeper(Span),
    /// Broken, and reported.
    Reported,
}

impl Decode for Flat {
    fn decode(node: &Node, cx: &mut Cx) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            if node.kind == NodeKind::Null {
                return Some(Self(Vec::new()));
            }
            cx.wrong_type(node, "a map from ids to answers");
            return None;
        };
        let scalar = |node: &Node| {
            node.as_scalar().map(|s| ScalarText { text: s.text.to_string(), span: node.span, plain: s.plain })
        };
        let value = |node: &Node| match &node.kind {
            NodeKind::Null => FlatValue::Nothing(node.span),
            NodeKind::Scalar(s) => {
                FlatValue::One(ScalarText { text: s.text.to_string(), span: node.span, plain: s.plain })
            }
            NodeKind::List(nodes) if nodes.iter().all(|n| n.as_scalar().is_some() || n.kind == NodeKind::Null) => {
                FlatValue::Many(nodes.iter().map(scalar).collect(), node.span)
            }
            NodeKind::Reported | NodeKind::Guess(_) => FlatValue::Reported,
            NodeKind::List(nodes) if nodes.iter().any(|node| matches!(node.kind, NodeKind::Guess(_))) => {
                FlatValue::Reported
            }
            _ => FlatValue::Deeper(node.span),
        };
        let key = |k: &super::Key| ScalarText { text: k.text.to_string(), span: k.span, plain: true };
        Some(Self(entries.iter().map(|(k, node)| (key(k), value(node))).collect()))
    }
    fn schema(_: &mut Book) -> Value {
        json!({ "type": "object" })
    }
}

//! Lines that stand in the wrong column, or lack their dash or colon.

use super::Slip;
use super::line::{Line, is_name};

/// A slip of the line at which the parser stopped.
pub(super) fn find(text: &str, here: Line, at: usize, words: &str) -> Option<Slip> {
    if here.is_blank() {
        return None;
    }
    if let Some(slip) = glued(text, here).or_else(|| left_of_block(text, here)) {
        return Some(slip);
    }
    if words.contains("simple key expected") || words.contains("could not find expected ':'") {
        return no_colon(text, here);
    }
    if words.contains("expected '-' indicator") {
        return no_dash(text, here);
    }
    let column = words.contains("did not find expected key")
        || (words.contains("mapping values") && here.field().is_some_and(|field| field.end == at));
    if column { out_of_line(text, here) } else { None }
}

/// `-id: x`: the line at which the parser stopped, or the nearest one above that begins further to the left.
fn glued(text: &str, here: Line) -> Option<Slip> {
    let mut line = here;
    loop {
        let from = line.start + line.indent();
        if let Some(field) = line.field().filter(|field| field.start == from)
            && text[field.clone()].strip_prefix('-').is_some_and(is_name)
        {
            return Some(
                Slip::new(from..from + 1, "a space is missing behind this dash")
                    .label("not read as the start of an entry")
                    .help("write `- ` before an entry of a list")
                    .fix(from + 1..from + 1, " "),
            );
        }
        let mut above = line.above()?;
        while above.indent() >= here.indent().max(1) {
            above = above.above()?;
        }
        if line.indent() == 0 || above.indent() >= line.indent() && line != here {
            return None;
        }
        line = above;
    }
}

/// The first line of a text below `do: >-` that does not stand further to the right than `do`.
fn left_of_block(text: &str, here: Line) -> Option<Slip> {
    let above = here.above()?;
    let field = above.field()?;
    let opens =
        text[above.value()].starts_with(['>', '|']) && here.indent() <= above.column() && here.field().is_none();
    let message = format!("the text of `{}` stands too far to the left", &text[field]);
    (opens && !here.is_entry()).then(|| moved(here, above.column() + 2, &message, "not read as part of the text"))
}

/// `title:Drink`, `title Drink`, or words that belong to the text above.
fn no_colon(text: &str, here: Line) -> Option<Slip> {
    let from = here.content();
    let written = text[from..here.end].trim_end();
    let word = written.split([' ', ':', '=']).next().unwrap_or("");
    let end = from + word.len();
    let rest = &written[word.len()..];
    if let Some(slip) = no_space(text, here) {
        return Some(slip);
    }
    let deeper =
        here.above().filter(|above| !here.is_entry() && above.column() > here.indent() && above.field().is_none());
    if let Some(above) = deeper {
        return Some(moved(here, above.indent(), "this line is no field", "does it go on with the text above?"));
    }
    if let Some((name, _)) = written.split_once('：').filter(|(name, _)| is_name(name.trim_end())) {
        let at = from + name.len()..from + name.len() + '：'.len_utf8();
        return Some(
            Slip::new(at.clone(), "this is not the colon that ends the name of a field")
                .label("a wide one")
                .help("type `:` and a space")
                .fix(at, ": "),
        );
    }
    let words = |above: &Line| {
        let is_text = above.field().is_some() && text[above.value()].contains(' ');
        is_text && above.column() == here.indent() && !here.is_entry()
    };
    if !is_name(word) {
        let above = here.above().filter(words)?;
        return Some(moved(here, above.column() + 2, "this line is no field", "does it go on with the text above?"));
    }
    if rest.trim().is_empty() {
        return None;
    }
    let equals = rest.trim_start().strip_prefix('=');
    let gap = rest.len() - equals.unwrap_or(rest).trim_start().len();
    Some(
        Slip::new(from..end, format!("a colon is missing behind `{word}`"))
            .label("not read as a field")
            .help("write the name of the field, a colon and a space")
            .fix(end..end + gap, ": "),
    )
}

/// `title:Drink`; addresses are no fields.
pub(super) fn no_space(text: &str, line: Line) -> Option<Slip> {
    let from = line.content();
    let (word, rest) = text[from..line.end].split_once(':')?;
    if !is_name(word) || rest.starts_with(' ') || rest.starts_with("//") || rest.trim().is_empty() {
        return None;
    }
    let end = from + word.len();
    Some(
        Slip::new(from..end + 1, format!("a space is missing behind `{word}:`"))
            .label("not read as a field")
            .help("put a space behind the colon")
            .fix(end + 1..end + 1, " "),
    )
}

/// A field that stands where only entries of a list may.
fn no_dash(text: &str, here: Line) -> Option<Slip> {
    let field = here.field()?;
    let indent = here.indent();
    let mut entry = here.above()?;
    while !(entry.is_entry() && entry.indent() <= indent) {
        entry = entry.above()?;
    }
    if entry.indent() == indent {
        let from = here.content();
        return Some(
            Slip::new(field, "an entry of a list begins here without its dash")
                .label("must stand behind `- `")
                .help("write `- ` before it")
                .fix(from..from, "- ")
                .guess(),
        );
    }
    let name = &text[field];
    Some(moved(
        here,
        entry.column(),
        &format!("`{name}` is indented by {}", spaces(indent)),
        "a field of the entry above?",
    ))
}

/// A line whose column fits none of the lines above.
fn out_of_line(text: &str, here: Line) -> Option<Slip> {
    let indent = here.indent();
    let mut columns = Vec::new();
    let mut above = here.above()?;
    if here.field().is_none() && !here.is_entry() {
        return (above.indent() > indent)
            .then(|| moved(here, above.indent(), "this line is no field", "does it go on with the text above?"));
    }
    if here.is_entry() && above.column() == here.indent() {
        let name = above.field().map_or("the field", |field| &text[field]);
        return Some(
            Slip::new(here.start + indent..here.start + indent + 1, format!("`{name}` has a value and a list"))
                .label("an entry of a list")
                .help(format!("write each value behind a `- ` below `{name}:`, or leave this line out")),
        );
    }
    let mut least = usize::MAX;
    loop {
        if above.indent() < least {
            columns.push(above.column());
            if above.is_entry() {
                columns.push(above.indent());
            }
            least = above.indent();
        }
        match above.above().filter(|_| least > 0 && columns.len() < 16) {
            Some(next) => above = next,
            None => break,
        }
    }
    let wanted = columns.into_iter().min_by_key(|column| column.abs_diff(indent))?;
    if wanted == indent {
        return None;
    }
    let what = here.field().map_or_else(|| "this line".to_owned(), |field| format!("`{}`", &text[field]));
    let message = format!("{what} is indented by {}", spaces(indent));
    Some(moved(here, wanted, &message, "fields of one entry stand exactly below each other"))
}

fn moved(here: Line, column: usize, message: &str, label: &str) -> Slip {
    let indent = here.start..here.start + here.indent();
    // Other white space than the indentation is a part of what stands there.
    let word = &here.text()[here.indent()..];
    let word = word.find(' ').unwrap_or(word.len());
    Slip::new(indent.end..indent.end + word, message)
        .label(label)
        .help(format!("indent it by {}", spaces(column)))
        .fix(indent, " ".repeat(column))
        .guess()
}

fn spaces(n: usize) -> String {
    format!("{n} space{}", if n == 1 { "" } else { "s" })
}

//! Lines that stand in the wrong column, or lack their dash or colon.

use super::line::{Line, is_name, usual_column};
use super::{NO_FIELD, Slip};
use std::ops::Range;

/// Words under a line that is no field.
const GOES_ON: &str = "does it go on with the text above?";

/// A slip of the line at which the parser stopped.
pub(super) fn find(text: &str, here: Line, at: usize, words: &str) -> Option<Slip> {
    if here.is_blank() {
        return None;
    }
    let slip = glued(text, here).or_else(|| left_of_block(text, here)).or_else(|| right_of_block(text, here));
    if let Some(slip) = slip.or_else(|| headless(here)) {
        return Some(slip);
    }
    if words.contains("simple key expected") || words.contains("could not find expected ':'") {
        return no_colon(text, here);
    }
    if let Some(slip) = dash_without_colon(text, here) {
        return Some(slip);
    }
    let in_list = words.contains("expected '-' indicator");
    if in_list && !here.is_entry() {
        return no_dash(text, here);
    }
    let column = in_list
        || words.contains("did not find expected key")
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

/// Fields at the start of a list whose other entries begin with dashes: the line of the first dash is missing.
fn headless(here: Line) -> Option<Slip> {
    if !here.is_entry() {
        return None;
    }
    // The topmost of the lines above that stand further to the right, below a field that opens or the start of the file.
    let above = here.all_above();
    let first = above.take_while(|line| line.indent() > here.indent()).last()?;
    let is_first = first.above().map_or(here.indent() == 0, |line| line.opens() && line.column() <= here.indent());
    let field = first.field().filter(|_| is_first && !first.is_entry() && first.indent() >= here.indent() + 2)?;
    let dash = first.start + first.indent() - 2;
    Some(
        Slip::new(field, "an entry of a list begins here without its dash")
            .label("must stand behind `- `")
            .help("is the first line of the entry missing? it begins with `- `")
            .fix(dash..dash + 2, "- "),
    )
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

/// The first lines of a text below `do: |` that stand further to the right than the others, and so say where it begins.
fn right_of_block(text: &str, here: Line) -> Option<Slip> {
    let opener = here.all_above().find(|line| line.indent() < here.indent())?;
    let field = opener.field().filter(|_| text[opener.value()].starts_with(['>', '|']))?;
    let first = opener.all_below().find(|line| !line.text().trim().is_empty())?;
    // A single line may as well stand too far to the left itself.
    let next = here.all_below().find(|line| !line.text().trim().is_empty());
    let goes_on = next.is_some_and(|next| next.indent() == here.indent());
    if first.indent() <= here.indent() || here.indent() <= opener.column() || !goes_on {
        return None;
    }
    let message = format!("the text of `{}` begins further to the right than it goes on", &text[field]);
    let slip = moved(first, here.indent(), &message, "the first line says where all others stand");
    // Lines that stand there with it are moved too.
    let also = first.all_below().take_while(|line| line.start < here.start);
    let also: Vec<Line> = also.filter(|line| line.indent() >= first.indent() && !line.is_blank()).collect();
    let edits = also.into_iter().map(|line| (line.start..line.start + first.indent() - here.indent(), String::new()));
    Some(Slip { edits: slip.edits.into_iter().take(1).chain(edits).collect(), ..slip })
}

/// `tue { do: easy }`, `tue = { do: easy }`, `tue:{ do: easy }`.
pub(super) fn no_colon_before(text: &str, here: Line) -> Option<Slip> {
    let from = here.content();
    let written = text[from..here.end].trim_end();
    let (name, rest) = written.split_once([' ', ':', '=']).filter(|(name, _)| is_name(name))?;
    let end = from + name.len();
    let value = rest.trim_start().trim_start_matches('=').trim_start();
    let between = end..from + written.len() - value.len();
    let closes = |open: char, close: char| value.starts_with(open) && value.ends_with(close);
    if !(closes('{', '}') || closes('[', ']')) || text[between.clone()].starts_with(": ") {
        return None;
    }
    let slip = colon_missing(text, from..end, between);
    let message = format!("a space is missing behind `{name}:`");
    Some(if text[end..].starts_with(':') { Slip { message, ..slip } } else { slip })
}

/// A field without its colon: its name, and what stands between that and its value.
fn colon_missing(text: &str, name: Range<usize>, between: Range<usize>) -> Slip {
    Slip::new(name.clone(), format!("a colon is missing behind `{}`", &text[name]))
        .label("not read as a field")
        .help("write the name of the field, a colon and a space")
        .fix(between, ": ")
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
    // Words below a text may be a part of it, but not where the first of them is a field's name.
    let is_field = is_name(word) && usual_column(here, word) == Some(here.column());
    // Words below the line of a dash that stand where the dash does.
    let left = here.above().filter(|above| above.is_entry() && above.indent() == here.indent() && !is_field);
    let is_text = |above: &Line| text[above.value()].contains(' ') || rest.trim().contains(' ');
    if let Some(above) = left.filter(|above| !here.is_entry() && is_text(above)) {
        return Some(moved(here, above.column() + 2, NO_FIELD, GOES_ON));
    }
    let deeper = here
        .above()
        .filter(|above| !here.is_entry() && above.column() > here.indent() && above.field().is_none() && !is_field);
    if let Some(above) = deeper {
        return Some(moved(here, above.indent(), NO_FIELD, GOES_ON));
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
        return Some(moved(here, above.column() + 2, NO_FIELD, GOES_ON));
    }
    if rest.trim().is_empty() {
        return None;
    }
    let equals = rest.trim_start().strip_prefix('=');
    let gap = rest.len() - equals.unwrap_or(rest).trim_start().len();
    let slip = colon_missing(text, from..end, end..end + gap);
    let or = format!("{}; words of the text above stand further to the right", slip.help);
    Some(if here.above().as_ref().is_some_and(words) { slip.help(or) } else { slip })
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

/// `- weeks 2..3` with fields below.
fn dash_without_colon(text: &str, here: Line) -> Option<Slip> {
    let above = here.above().filter(|above| above.is_entry() && above.field().is_none())?;
    here.field().filter(|_| here.indent() == above.column())?;
    let from = above.content();
    let word = text[from..above.end].split([' ', '=']).next().filter(|word| is_name(word))?;
    let end = from + word.len();
    let rest = text[end..above.end].trim_start().trim_start_matches('=').trim_start();
    (!rest.is_empty()).then(|| colon_missing(text, from..end, end..above.end - rest.len()))
}

/// A field that stands where only entries of a list may.
fn no_dash(text: &str, here: Line) -> Option<Slip> {
    let field = here.field()?;
    let indent = here.indent();
    let mut entry = here.above()?;
    while !(entry.is_entry() && entry.indent() <= indent) {
        entry = entry.above()?;
    }
    if let Some(dash) = off_dash(here, entry) {
        return Some(dash);
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

/// The dash of an entry that stands off: the fields below it fit the dashes of the entries beside it.
fn off_dash(here: Line, entry: Line) -> Option<Slip> {
    let indent = entry.indent();
    let wanted = (indent + here.indent()).checked_sub(entry.column()).filter(|wanted| *wanted != indent)?;
    let within = |line: &Line| line.is_blank() || line.indent() > wanted;
    let above = entry.all_above().find(|line| !within(line));
    let below = here.all_below().find(|line| !within(line));
    let is_beside = |line: Option<Line>| line.is_some_and(|line| line.is_entry() && line.indent() == wanted);
    (is_beside(above) || is_beside(below)).then(|| {
        let spaces_before = entry.start..entry.start + indent;
        Slip::new(spaces_before.end..spaces_before.end + 1, format!("this dash is indented by {}", spaces(indent)))
            .label("stands below none of the other dashes")
            .help(format!("indent it by {}", spaces(wanted)))
            .fix(spaces_before, " ".repeat(wanted))
            .guess()
    })
}

/// A line whose column fits none of the lines above.
fn out_of_line(text: &str, here: Line) -> Option<Slip> {
    if let Some(dash) = here.above().filter(|above| above.is_entry()).and_then(|entry| off_dash(here, entry)) {
        return Some(dash);
    }
    let indent = here.indent();
    let mut columns = Vec::new();
    let mut dashes = Vec::new();
    let mut above = here.above()?;
    if here.field().is_none() && !here.is_entry() {
        return (above.indent() > indent).then(|| moved(here, above.indent(), NO_FIELD, GOES_ON));
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
                dashes.push(above.indent());
            }
            least = above.indent();
        }
        match above.above().filter(|_| least > 0 && columns.len() < 16) {
            Some(next) => above = next,
            None => break,
        }
    }
    // Dashes stand below dashes.
    if here.is_entry() {
        columns = if dashes.is_empty() { columns } else { dashes };
    }
    // Where such fields stand in the rest of the file, or as near as may be; what opens stands to the left of what follows.
    let usual = here.field().and_then(|field| usual_column(here, &text[field]));
    let usual = usual.and_then(|column| (column + indent).checked_sub(here.column()));
    let inner = here.below().filter(|below| here.opens() && !below.is_blank()).map_or(usize::MAX, Line::indent);
    let beside =
        here.below().filter(|below| !below.is_blank() && !here.opens() && columns.first() == Some(&below.indent()));
    let between = beside.filter(|_| here.field().is_some() && !here.is_entry()).map(Line::indent);
    let nearest = columns.iter().copied().filter(|column| *column < inner).min_by_key(|column| column.abs_diff(indent));
    let is_as_near = |usual: usize| nearest.is_none_or(|n| usual.abs_diff(indent) <= n.abs_diff(indent));
    let usual = usual.filter(|usual| *usual < inner && columns.contains(usual) && is_as_near(*usual));
    let wanted = between.or(usual).or(nearest)?;
    if wanted == indent {
        return None;
    }
    let what = here.field().map_or_else(|| "this line".to_owned(), |field| format!("`{}`", &text[field]));
    let message = format!("{what} is indented by {}", spaces(indent));
    Some(moved(here, wanted, &message, "fields of one entry stand exactly below each other"))
}

/// A line that stands in the wrong column, and the lines below that stand there with it.
fn moved(here: Line, column: usize, message: &str, label: &str) -> Slip {
    let indent = here.start..here.start + here.indent();
    // Other white space than the indentation is a part of what stands there.
    let word = &here.text()[here.indent()..];
    let word = word.find(' ').unwrap_or(word.len());
    let with_it = moved_with(here, column);
    let lines = with_it.iter().filter(|line| !line.is_blank()).count();
    let also = match lines {
        0 => String::new(),
        1 => ", and so the line below".to_owned(),
        n => format!(", and so the {n} lines below"),
    };
    let slip = Slip::new(indent.end..indent.end + word, message)
        .label(label)
        .help(format!("indent it by {}{also}", spaces(column)))
        .fix(indent, " ".repeat(column))
        .guess();
    with_it.iter().fold(slip, |slip, line| {
        let to = (line.indent() + column).saturating_sub(here.indent());
        slip.edit(line.start..line.start + line.indent(), " ".repeat(to))
    })
}

/// The lines below that were moved with a line: those of its own kind in its column, with all that stands between.
fn moved_with<'t>(here: Line<'t>, column: usize) -> Vec<Line<'t>> {
    let from = here.indent();
    let is_words = |line: Line| line.field().is_none() && !line.is_entry();
    let mut lines = Vec::new();
    let mut sure = 0;
    let mut last = here;
    for line in here.all_below() {
        if line.is_blank() {
            lines.push(line);
            continue;
        }
        if line.indent() < from || is_words(here) && (line.indent() > from || !is_words(line)) {
            break;
        }
        if line.indent() == from {
            // Words behind a field that is out of line are another slip.
            if is_words(line) != is_words(here) {
                break;
            }
            last = line;
            lines.push(line);
            sure = lines.len();
        } else {
            // A field in the right column behind one that is complete was never moved.
            let opens = last.field().is_none()
                || matches!(&last.text()[last.value().start - last.start..], "" | ">" | ">-" | "|" | "|-");
            if line.indent() == column && !opens {
                break;
            }
            lines.push(line);
        }
    }
    // What stands deeper below the last of them went with it.
    let rest = lines[sure..].iter().take_while(|line| line.is_blank() || line.indent() > from.max(column)).count();
    lines.truncate(if sure == 0 { 0 } else { sure + rest });
    lines
}

fn spaces(n: usize) -> String {
    format!("{n} space{}", if n == 1 { "" } else { "s" })
}

//! What is left out of a text where nobody can tell what was meant.

use super::line::Line;
use std::ops::Range;

/// The smallest part that holds byte `at`: the entry of a list, or the value of a field, that its line belongs to. None where
/// that is an entry of the file itself: those are read one by one.
pub(in crate::syntax) fn part_of(text: &str, at: usize) -> Option<Range<usize>> {
    let stop = Line::at(text, at)?;
    let mut line = stop;
    // At the start of a line the parser stops for what stands above, but for what opens there and does not close.
    let opens = text[at..].starts_with(['[', '{', '"', '\'']);
    if line.is_blank() || (at <= line.content() && !opens) {
        line = line.above()?;
    }
    let depth = line.indent();
    // Words that are no field belong to what stands above.
    let end = if stop.field().is_none() && !stop.is_entry() && !stop.is_blank() { stop.end } else { 0 };
    let mut head = line;
    loop {
        let holds = head.indent() < depth || head == line;
        if head.is_entry() && holds && head.indent() > 0 {
            return Some(head.start + head.indent() + 1..end_of(head, head.indent()).max(end));
        }
        if head.indent() == 0 {
            break;
        }
        head = head.above()?;
    }
    let field = line.field()?;
    Some(field.end + 1..end_of(line, line.indent()).max(end)).filter(|_| line.indent() > 0 || !head.is_entry())
}

/// Where the lines end that stand further to the right than a column.
fn end_of(head: Line, column: usize) -> usize {
    let mut end = head.end;
    let mut next = head.below();
    while let Some(line) = next.filter(|line| line.is_blank() || line.indent() > column) {
        if !line.is_blank() {
            end = line.end;
        }
        next = line.below();
    }
    end
}

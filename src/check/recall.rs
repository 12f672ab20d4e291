//! Files of questions as the last run read them: nothing else of a pack grows so long.
//!
//! A file is remembered only if nothing was wrong with it, under the hash of its text: the same text reads the same.

use super::raw::RawFaq;
use crate::memo::{Memo, Reader, put_number, put_text};
use crate::source::{FileId, LARGEST, Span, Spanned};
use crate::syntax::{DateText, Grade, Id};
use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_128_with_seed;

/// Tells these values from others of the memo.
const KIND: u64 = 0xfa9;

/// The key of a text; none for one that may have been read otherwise than it was written.
pub(super) fn key(text: &str) -> Option<u128> {
    let is_exact = text.len() < LARGEST && !text.contains('\u{fffd}');
    is_exact.then(|| xxh3_128_with_seed(text.as_bytes(), KIND))
}

/// Remembers the questions of a file.
pub(super) fn put(memo: &Memo, key: u128, text: &str, faqs: &[RawFaq]) {
    let mut bytes = Vec::new();
    put_number(&mut bytes, faqs.len() as u32);
    for faq in faqs {
        put_span(&mut bytes, faq.span);
        put_one(&mut bytes, &faq.id.text, faq.id.span);
        put_one(&mut bytes, &faq.question.value, faq.question.span);
        put_long(&mut bytes, text, &faq.answer);
        for ids in [&faq.tags, &faq.related, &faq.sources, &faq.aliases] {
            put_number(&mut bytes, ids.len() as u32);
            ids.iter().for_each(|id| put_one(&mut bytes, &id.text, id.span));
        }
        let grade = faq.evidence.as_ref();
        put_one(&mut bytes, grade.map_or("", |grade| grade.value.letter()), grade.map_or(faq.span, |grade| grade.span));
        put_one(&mut bytes, &faq.updated.date.to_string(), faq.updated.span);
    }
    memo.put(key, bytes);
}

/// The questions of the file that holds this text, as they were put.
pub(super) fn get(memo: &Memo, key: u128, file: FileId, text: &str) -> Option<Vec<RawFaq>> {
    let mut from = From { reader: Reader::new(memo.get(key)?), file, text };
    let count = from.reader.number()?;
    let faqs = (0..count).map(|_| from.faq()).collect::<Option<Vec<_>>>()?;
    from.reader.is_done().then_some(faqs)
}

fn put_span(bytes: &mut Vec<u8>, span: Span) {
    put_number(bytes, span.start);
    put_number(bytes, span.end);
}

fn put_one(bytes: &mut Vec<u8>, text: &str, span: Span) {
    put_text(bytes, text);
    put_span(bytes, span);
}

/// A long text is not kept a second time where the file tells it: one that stands there indented, as nearly all do.
fn put_long(bytes: &mut Vec<u8>, file: &str, long: &Spanned<String>) {
    let told = indented(file, long.span).filter(|told| *told == long.value.trim_end_matches('\n'));
    put_number(bytes, u32::from(told.is_some()));
    match told {
        Some(told) => put_number(bytes, (long.value.len() - told.len()) as u32),
        None => put_text(bytes, &long.value),
    }
    put_span(bytes, long.span);
}

/// What stands at a place, its further lines without the indentation of the first, and without line ends at its end.
fn indented(file: &str, span: Span) -> Option<String> {
    let raw = file.get(span.start as usize..span.end as usize)?;
    let depth = span.start as usize - file[..span.start as usize].rfind('\n').map_or(0, |end| end + 1);
    let mut told = String::with_capacity(raw.len());
    for (at, line) in raw.split('\n').enumerate() {
        told.push_str(if at == 0 { line } else { line.get(depth..).unwrap_or("") });
        told.push('\n');
    }
    told.truncate(told.trim_end_matches('\n').len());
    Some(told)
}

struct From<'b> {
    reader: Reader<'b>,
    file: FileId,
    text: &'b str,
}

impl From<'_> {
    fn span(&mut self) -> Option<Span> {
        Some(Span { file: self.file, start: self.reader.number()?, end: self.reader.number()? })
    }

    fn one(&mut self) -> Option<Spanned<String>> {
        let value = self.reader.text()?.to_owned();
        Some(Spanned { value, span: self.span()? })
    }

    fn long(&mut self) -> Option<Spanned<String>> {
        if self.reader.number()? == 0 {
            return self.one();
        }
        let ends = self.reader.number()?;
        let span = self.span()?;
        let mut value = indented(self.text, span)?;
        (0..ends).for_each(|_| value.push('\n'));
        Some(Spanned { value, span })
    }

    fn id(&mut self) -> Option<Id> {
        self.one().map(|one| Id { text: one.value, span: one.span })
    }

    fn ids(&mut self) -> Option<Vec<Id>> {
        let count = self.reader.number()?;
        (0..count).map(|_| self.id()).collect()
    }

    fn grade(&mut self) -> Option<Option<Spanned<Grade>>> {
        let written = self.one()?;
        let value = match written.value.as_str() {
            "" => return Some(None),
            letter => [Grade::A, Grade::B, Grade::C, Grade::D].into_iter().find(|grade| grade.letter() == letter)?,
        };
        Some(Some(Spanned { value, span: written.span }))
    }

    fn date(&mut self) -> Option<DateText> {
        let written = self.one()?;
        let date: Date = written.value.parse().ok()?;
        Some(DateText { date, span: written.span })
    }

    fn faq(&mut self) -> Option<RawFaq> {
        let span = self.span()?;
        let (id, question, answer) = (self.id()?, self.one()?, self.long()?);
        let (tags, related, sources, aliases) = (self.ids()?, self.ids()?, self.ids()?, self.ids()?);
        let (evidence, updated) = (self.grade()?, self.date()?);
        Some(RawFaq { id, question, answer, tags, related, sources, evidence, updated, aliases, span })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::read::Entries;
    use crate::diagnostics::Findings;
    use crate::source::Sources;
    use crate::syntax::{Cx, Decode, NodeKind, parse};

    #[test]
    fn questions_come_back_as_they_were_read() {
        let answers = [
            "Plain words.",
            "\"Quoted: \\u00e9.\"",
            "|\n    A block.\n\n      Deeper, \u{fc}n\u{ef}code.\n    - x\n\n\n",
            ">-\n    Folded\n    lines.",
            "|+\n    Kept.\n\n",
            "plain words\n    on two lines",
        ];
        let faq = |(at, answer): (usize, &&str)| {
            format!(
                "- id: q{at}\n  question: Q?\n  answer: {answer}\n  tags: [a, b]\n  evidence: C\n  updated: 2026-01-02\n"
            )
        };
        let text: String = answers.iter().enumerate().map(faq).collect();
        let (mut sources, mut findings) = (Sources::new(), Findings::new());
        let file = sources.add_text("faqs/a.yaml", text.clone());
        let tree = parse(&sources, file, &mut findings);
        let NodeKind::List(nodes) = &tree.kind else { panic!("a list") };
        let mut read = Entries::<RawFaq>::default();
        let cx = &mut Cx { sources: &sources, findings: &mut findings };
        read.list.extend(nodes.iter().filter_map(|node| RawFaq::decode(node, cx)));
        assert_eq!((read.list.len(), findings.is_empty()), (answers.len(), true));
        let memo = Memo::default();
        let key = key(&text).unwrap();
        put(&memo, key, &text, &read.list);
        let mut bytes = Vec::new();
        memo.write("tests", &mut bytes).unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("A block"), "what the file tells is not kept twice");
        let memo = Memo::from_bytes(bytes, "tests").unwrap();
        assert_eq!(get(&memo, key, file, &text).unwrap(), read.list);
        assert_eq!(super::key("\u{fffd}"), None);
    }
}

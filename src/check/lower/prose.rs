//! Texts: what is wrong with them becomes findings at their places, and links must lead somewhere.

use super::Lower;
use crate::check::Scope;
use crate::diagnostics::{Finding, lints, nearest};
use crate::prose::{Link, Prose, Rules, TroubleKind};
use crate::source::{Span, Spanned};
use crate::syntax::locate;
use std::ops::Range;

/// The longest text that is read, in bytes: about five thousand words.
const LONGEST: usize = 32_768;

/// How many complaints about one text help anybody.
const MOST_TROUBLES: usize = 32;

impl Lower<'_> {
    /// The place of a part of a text.
    pub(super) fn at_text(&self, text: &Spanned<String>, range: &Range<usize>) -> Span {
        locate(self.sources.get(text.span.file), text.span, &text.value, range)
    }

    /// Reads a text and reports everything that is wrong with it. Links are followed only where everything is read.
    pub(super) fn prose(&mut self, text: &Spanned<String>, rules: Rules, scope: Scope) -> Prose {
        if text.value.len() > LONGEST {
            self.findings.push(
                Finding::new(&lints::WRONG_TYPE, text.span, format!("this text has {} bytes", text.value.len()))
                    .label(format!("at most {LONGEST} are read"))
                    .help("split it: a reader is lost long before that"),
            );
            return Prose::default();
        }
        let (prose, troubles) = Prose::read(&text.value, rules);
        for trouble in troubles.into_iter().take(MOST_TROUBLES) {
            let lint = match trouble.kind {
                TroubleKind::TemplateInText => &lints::TEMPLATE_IN_TEXT,
                TroubleKind::RawHtml => &lints::RAW_HTML,
                TroubleKind::HeadingLevel => &lints::HEADING_LEVEL,
                TroubleKind::MissingImageText => &lints::MISSING_IMAGE_TEXT,
                TroubleKind::UnsafeLink => &lints::UNSAFE_LINK,
                TroubleKind::BrokenLink => &lints::BROKEN_LINK,
            };
            let span = self.at_text(text, &trouble.at);
            let finding = Finding::new(lint, span, trouble.message);
            self.findings.push(match self.meant(&text.value[trouble.at.clone()]) {
                Some(link) if trouble.kind == TroubleKind::BrokenLink => finding.did_you_mean(span, Some(&link)),
                _ => finding.help_if(trouble.help),
            });
        }
        if scope == Scope::Full {
            for link in prose.links() {
                self.follow(text, link);
            }
        }
        prose
    }

    /// The link that `[[ice-bath]]` or `[[ice-bath|words]]` was meant to be: the first kind that has an entry of this id.
    fn meant(&self, written: &str) -> Option<String> {
        let inside = written.strip_prefix("[[")?.strip_suffix("]]")?;
        let (id, words) = inside.split_once('|').map_or((inside, None), |(id, words)| (id, Some(words)));
        let names = &self.names;
        let kinds = [
            ("topic", &names.topics),
            ("faq", &names.faqs),
            ("term", &names.terms),
            ("plan", &names.plans),
            ("source", &names.sources),
        ];
        let (kind, _) = kinds.into_iter().find(|(_, index)| index.ids().iter().any(|known| known == id.trim()))?;
        let words = words.map(|words| format!("|{words}")).unwrap_or_default();
        Some(format!("[[{kind}:{}{words}]]", id.trim()))
    }

    fn follow(&mut self, text: &Spanned<String>, link: &Link) {
        let (index, what) = match link.kind.as_str() {
            "faq" => (&self.names.faqs, "FAQ"),
            "topic" => (&self.names.topics, "topic"),
            "term" => (&self.names.terms, "term"),
            "plan" => (&self.names.plans, "plan"),
            "source" => (&self.names.sources, "source"),
            _ => return,
        };
        if index.has(&link.id) {
            return;
        }
        let span = self.at_text(text, &link.id_range);
        let near = nearest(&link.id, index.ids().iter().map(String::as_str));
        let message = format!("this link leads nowhere: no {what} is called `{}`", link.id);
        let finding = Finding::new(&lints::BROKEN_LINK, span, message).label("no such id").did_you_mean(span, near);
        index.report(&link.id, finding);
    }
}

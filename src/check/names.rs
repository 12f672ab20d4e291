//! Declared ids, and references to them.

use super::misnamed::misnamed;
use super::read::Lost;
use crate::diagnostics::{Finding, Findings, is_one_letter_away, lints, nearest};
use crate::source::{Sources, Span};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The ids of one kind.
#[derive(Debug)]
pub struct Index {
    what: &'static str,
    places: HashMap<String, Declared>,
    order: Vec<String>,
    /// Whether a file of the kind is missing, so that any id may have stood in it.
    missing: bool,
    /// How many entries have no id that could be read.
    nameless: usize,
    /// Ids that nothing has, with what would be said of them: each may be that of an entry without one, or what an entry
    /// was meant to be called.
    withheld: RefCell<Vec<(String, Finding)>>,
    /// The texts of files of the kind that could not be read: ids that they name may be declared there.
    unread: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
struct Declared {
    /// Place in the list of the kind; none for an entry that could not be read.
    at: Option<usize>,
    span: Span,
}

impl Index {
    /// An empty index; `what` reads like "source".
    pub fn new(what: &'static str) -> Self {
        Self {
            what,
            places: HashMap::new(),
            order: Vec::new(),
            missing: false,
            nameless: 0,
            withheld: RefCell::default(),
            unread: Vec::new(),
        }
    }

    /// Declares an id at a place of its list; a second one with the same id is a finding and keeps the first.
    pub fn declare(&mut self, id: &str, at: usize, span: Span, findings: &mut Findings) {
        if span.is_stand_in() {
            return;
        }
        if let Some(first) = self.places.get(id) {
            findings.push(
                Finding::new(&lints::DUPLICATE_ID, span, format!("two entries are called `{id}`"))
                    .label(format!("a second {} with this id", self.what))
                    .related(first.span, "the first one")
                    .help("give one of them another id; the old address of a page goes into `aliases`"),
            );
            return;
        }
        self.places.insert(id.to_owned(), Declared { at: Some(at), span });
        self.order.push(id.to_owned());
    }

    /// Declares what cannot be found by its id, so that references to it are not reported as well.
    pub fn declare_lost(&mut self, lost: &Lost) {
        for (id, span) in &lost.ids {
            self.places.entry(id.clone()).or_insert(Declared { at: None, span: *span });
        }
        self.nameless = self.nameless.saturating_add(lost.nameless);
    }

    /// Says that an entry which was declared cannot be used: references to it are not reported as well.
    pub fn break_off(&mut self, id: &str) {
        if let Some(declared) = self.places.get_mut(id) {
            declared.at = None;
        }
    }

    /// Says that a file of this kind could not be read, and what its text is, or that it is missing: ids that it may hold
    /// are not reported.
    pub fn declare_unread(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.unread.push(text.to_owned()),
            None => self.missing = true,
        }
    }

    /// Whether an id may stand in a file that could not be read.
    fn may_be_unread(&self, id: &str) -> bool {
        let is_declared = |text: &String| {
            let signs = [' ', '"', '\'', ':', '='];
            text.match_indices(id).any(|(at, _)| text[..at].trim_end_matches(signs).ends_with("id"))
        };
        self.missing || self.unread.iter().any(is_declared)
    }

    /// Whether an id that is named at so many places may be that of an entry without one. An id that is a letter away from
    /// another is a slip, if it is named once; what differs in a number is another.
    fn may_be_nameless(&self, id: &str, places: usize) -> bool {
        let letters = |id: &str| id.replace(|c: char| c.is_ascii_digit(), "");
        let is_slip = |known: &String| is_one_letter_away(id, known) && letters(id) != letters(known);
        self.nameless > 0 && (places > 1 || !self.order.iter().any(is_slip))
    }

    /// Reports an id that nothing has, once all that names ids is read.
    pub fn report(&self, id: &str, finding: Finding) {
        if finding.span.is_some_and(Span::is_stand_in) {
            return;
        }
        if self.nameless > 0 || !self.may_be_unread(id) {
            self.withheld.borrow_mut().push((id.to_owned(), finding));
        }
    }

    /// Reports what was withheld: what entries without an id cannot be; and once where the entry is that was meant.
    fn settle(&self, sources: &Sources, findings: &mut Findings) {
        let mut by_id: BTreeMap<String, Vec<Finding>> = BTreeMap::new();
        for (id, finding) in self.withheld.take() {
            by_id.entry(id).or_default().push(finding);
        }
        let (nameless, others): (Vec<_>, Vec<_>) =
            by_id.into_iter().partition(|(id, all)| self.may_be_nameless(id, all.len()));
        for (id, all) in others.into_iter().filter(|(id, _)| !self.may_be_unread(id)) {
            let near = nearest(&id, self.order.iter().map(String::as_str));
            let entry = near.and_then(|near| Some((near, self.places.get(near)?.span)));
            findings.extend(misnamed(sources, &id, entry, all).unwrap_or_else(|all| all));
        }
        if nameless.len() > self.nameless {
            let note = match self.nameless {
                1 => format!("one {} has no id that could be read; it may be one of these", self.what),
                n => format!("{n} entries have no id that could be read; each may be one of these"),
            };
            let said = nameless.into_iter().filter_map(|(_, all)| Finding::joined(all));
            findings.extend(said.map(|finding| finding.note(note.clone())));
        }
    }

    /// Whether an entry of this id is there, broken or not.
    pub fn has(&self, id: &str) -> bool {
        self.places.contains_key(id)
    }

    /// The place of an id; a finding, once all is read, if nothing is called that.
    pub fn resolve(&self, id: &str, span: Span) -> Option<usize> {
        match self.places.get(id) {
            Some(declared) => declared.at,
            None => {
                self.report(id, self.unknown(id, span));
                None
            }
        }
    }

    /// The place of an id, without a finding.
    pub fn get(&self, id: &str) -> Option<usize> {
        self.places.get(id).and_then(|d| d.at)
    }

    /// Whether anything, even a broken entry, is called that.
    pub fn knows(&self, id: &str) -> bool {
        self.has(id) || self.may_be_unread(id) || self.nameless > 0
    }

    /// The finding for an id that nothing has.
    pub fn unknown(&self, id: &str, span: Span) -> Finding {
        let near = nearest(id, self.order.iter().map(String::as_str));
        Finding::new(
            &lints::UNKNOWN_REFERENCE,
            span,
            format!("there is no {} called `{}`", self.what, id.escape_debug()),
        )
        .label(format!("not the id of {} {}", if self.what.starts_with(['i', 'F']) { "an" } else { "a" }, self.what))
        .did_you_mean(span, near)
    }

    /// Whether every file of the kind could be read, and every entry has its id.
    pub fn is_read(&self) -> bool {
        !self.missing && self.nameless == 0 && self.unread.is_empty()
    }

    /// Whether, beyond that, every entry can be used.
    pub fn is_whole(&self) -> bool {
        self.is_read() && self.places.values().all(|declared| declared.at.is_some())
    }

    /// Ids of entries that cannot be used.
    pub fn unusable(&self) -> BTreeSet<String> {
        self.places.iter().filter(|(_, declared)| declared.at.is_none()).map(|(id, _)| id.clone()).collect()
    }

    /// Declared ids in order.
    pub fn ids(&self) -> &[String] {
        &self.order
    }
}

/// The indices of all kinds.
#[derive(Debug)]
pub struct Names {
    /// Inputs and measures: one namespace.
    pub axes: Index,
    /// Sections of the guide.
    pub sections: Index,
    /// Sources.
    pub sources: Index,
    /// Terms.
    pub terms: Index,
    /// Topics.
    pub topics: Index,
    /// Items.
    pub items: Index,
    /// Foods.
    pub foods: Index,
    /// Red flags.
    pub flags: Index,
    /// FAQs.
    pub faqs: Index,
    /// Kinds of session.
    pub sessions: Index,
    /// Plans.
    pub plans: Index,
    /// Pages of the site.
    pub pages: Index,
    /// Figures.
    pub figures: Index,
    /// Rules of the week.
    pub week_rules: Index,
}

impl Names {
    fn all(&self) -> [&Index; 14] {
        let Self { axes, sections, sources, terms, topics, items, foods, .. } = self;
        let Self { flags, faqs, sessions, plans, pages, figures, week_rules, .. } = self;
        [axes, sections, sources, terms, topics, items, foods, flags, faqs, sessions, plans, pages, figures, week_rules]
    }

    /// Whether every file could be read, and every entry has its id.
    pub fn is_read(&self) -> bool {
        self.all().iter().all(|index| index.is_read())
    }

    /// Reports ids that nothing has, once it is known which may be those of entries that have lost theirs.
    pub fn settle(&self, sources: &Sources, findings: &mut Findings) {
        self.all().iter().for_each(|index| index.settle(sources, findings));
    }

    /// Nothing declared.
    pub fn new() -> Self {
        Self {
            axes: Index::new("input or measure"),
            sections: Index::new("section"),
            sources: Index::new("source"),
            terms: Index::new("term"),
            topics: Index::new("topic"),
            items: Index::new("item"),
            foods: Index::new("food"),
            flags: Index::new("red flag"),
            faqs: Index::new("FAQ"),
            sessions: Index::new("session"),
            plans: Index::new("plan"),
            pages: Index::new("page"),
            figures: Index::new("figure"),
            week_rules: Index::new("week rule"),
        }
    }
}

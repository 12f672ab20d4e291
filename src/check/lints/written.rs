//! What the records know and the model does not need: the place of every word that a reader sees, and of some fields.

use crate::check::Scope;
use crate::check::files::BUILT_IN;
use crate::check::raw::{RawItem, RawOptions, RawProfile, RawSite};
use crate::check::read::Records;
use crate::prose::{Link, Prose, Rules};
use crate::source::{Sources, Span, Spanned};

/// Words with their places. Empty for a guide, which no lint looks at.
#[derive(Debug, Default)]
pub(in crate::check) struct Written {
    /// Every text that a reader sees, but the titles of sources and the terms that the glossary explains: those are
    /// quoted, not said. The long texts of topics and answers stand in the model with their places.
    pub texts: Vec<Spanned<String>>,
    /// Those of them that are printed as they are, without Markdown.
    pub plain: Vec<Spanned<String>>,
    /// The places of the questions, in the order of the FAQs.
    pub questions: Vec<Span>,
    /// The places of the FAQs' grades, in the order of the FAQs.
    pub answer_grades: Vec<GradePlace>,
    /// The places of fields of the items, in the order of the items.
    pub items: Vec<ItemPlaces>,
    /// The years of the sources.
    pub years: Vec<Spanned<u32>>,
    /// The links of these texts to terms and sources.
    pub links: Vec<Link>,
}

/// Where fields of an item stand.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct ItemPlaces {
    /// The grade.
    pub grade: GradePlace,
    /// The last review.
    pub reviewed: Span,
    /// The next one.
    pub next_review: Span,
}

/// Where the grade of an item or an answer stands.
#[derive(Debug, Clone, Copy)]
pub(in crate::check) struct GradePlace {
    /// The grade, or its entry where none is written.
    pub evidence: Span,
    /// How many sources the entry cites; some may not be found.
    pub cited: usize,
    /// The whole entry.
    pub whole: Span,
}

impl Written {
    /// What the records say.
    pub fn of(records: &Records, sources: &Sources, scope: Scope) -> Self {
        let mut written = Self::default();
        if scope == Scope::Guide {
            return written;
        }
        if let Some(site) = &records.site {
            written.site(site);
        }
        if let Some(profile) = &records.profile {
            written.profile(profile);
        }
        written.advice(records);
        written.numbers(records);
        written.say(records.terms.list.iter().map(|term| &term.definition));
        written.week(records);
        written.strings(records, sources);
        written.years = records.sources.list.iter().filter_map(|source| source.year.clone()).collect();
        let rules = Rules { slots: true, headings: true };
        // Few texts have such a link, and reading one is dear.
        let linking = |text: &&Spanned<String>| text.value.contains("[[term:") || text.value.contains("[[source:");
        let read = written.texts.iter().filter(linking).map(|text| Prose::read(&text.value, rules).0);
        written.links = read.flat_map(|prose| prose.links().to_vec()).collect();
        written
    }

    fn say<'t>(&mut self, texts: impl IntoIterator<Item = &'t Spanned<String>>) {
        self.texts.extend(texts.into_iter().cloned());
    }

    fn say_plain<'t>(&mut self, texts: impl IntoIterator<Item = &'t Spanned<String>>) {
        let texts: Vec<_> = texts.into_iter().cloned().collect();
        self.plain.extend(texts.iter().cloned());
        self.texts.extend(texts);
    }

    fn site(&mut self, site: &RawSite) {
        self.say_plain([&site.title, &site.description, &site.disclaimer]);
        self.say_plain(site.author.iter().chain(site.navigation.iter().map(|link| &link.title)));
    }

    fn profile(&mut self, profile: &RawProfile) {
        for group in &profile.groups {
            self.say_plain([&group.title]);
            for input in &group.inputs {
                self.say_plain([&input.ask]);
                self.say_plain([&input.title, &input.hint, &input.to_know].into_iter().flatten());
                if let RawOptions::List { list, .. } = &input.options {
                    self.say_plain(list.iter().flat_map(|option| [&option.label, &option.caveat]).flatten());
                }
            }
        }
    }

    /// Topics, items, FAQs and red flags.
    fn advice(&mut self, records: &Records) {
        for topic in &records.topics.list {
            self.say_plain([&topic.title, &topic.summary]);
            for item in &topic.items {
                self.item(item);
            }
        }
        for faq in &records.faqs.list {
            self.say_plain([&faq.question]);
            self.questions.push(faq.question.span);
            self.answer_grades.push(GradePlace {
                evidence: faq.evidence.as_ref().map_or(faq.id.span, |grade| grade.span),
                cited: faq.sources.len(),
                whole: faq.span,
            });
        }
        for page in &records.pages.list {
            self.say_plain([&page.title, &page.summary]);
            self.say([&page.text]);
        }
        for figure in &records.figures.list {
            self.say_plain([&figure.title, &figure.caption]);
        }
        for flag in &records.flags.list {
            self.say_plain([&flag.signs, &flag.may_be, &flag.action]);
            self.say_plain(&flag.title);
        }
    }

    fn item(&mut self, item: &RawItem) {
        self.say_plain([&item.title].into_iter().chain(&item.caveat));
        self.say([&item.r#do, &item.why].into_iter().chain(&item.when_unknown));
        self.items.push(ItemPlaces {
            grade: GradePlace { evidence: item.evidence.span, cited: item.sources.len(), whole: item.span },
            reviewed: item.reviewed.span,
            next_review: item.next_review.span,
        });
    }

    /// Sections, measures, limits and foods.
    fn numbers(&mut self, records: &Records) {
        self.say_plain(records.guide.iter().flat_map(|guide| &guide.sections).map(|section| &section.title));
        for measure in &records.measures.list {
            self.say_plain([&measure.title]);
            self.say_plain([&measure.valid_text, &measure.unless_text].into_iter().flatten());
            self.say_plain(measure.cases.iter().filter_map(|case| case.label.as_ref()));
        }
        self.say_plain(records.limits.list.iter().filter_map(|limit| limit.because.as_ref()));
        for food in &records.foods.list {
            self.say_plain(&food.title);
            self.say_plain([&food.serving]);
        }
    }

    /// Sessions, plans and rules of the week.
    fn week(&mut self, records: &Records) {
        for session in &records.sessions.list {
            self.plain.extend([&session.title].into_iter().chain(&session.caveat).cloned());
        }
        for plan in &records.plans.list {
            self.plain.extend([&plan.title, &plan.summary].into_iter().cloned());
        }
        for rule in &records.week_rules.list {
            self.plain.extend([&rule.title, &rule.because].into_iter().flatten().cloned());
        }
    }

    /// The pack's own strings.
    fn strings(&mut self, records: &Records, sources: &Sources) {
        let own = |file| !sources.get(file).path().starts_with(BUILT_IN);
        self.say(records.strings.iter().filter(|raw| own(raw.span.file)).flat_map(|raw| &raw.texts));
    }
}

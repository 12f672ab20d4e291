//! Answers, tests, reasons and changes in the pack's words.

use super::document::ReasonDoc;
use crate::condition::{Band, Bands, Cubes, Domain, Entry, OptionSet, Region, Truth, day_of_number};
use crate::model::{Axis, Bound, Content, InputKind};
use crate::profile::{Given, Profile};
use crate::quantity::{Interval, Unit, round6};
use crate::select::{Change, Stop, To};

/// How many options of a choice a test names before it names the others as those that it is not.
const MOST_NAMED: usize = 3;

/// Speaks to one runner.
pub(super) struct Voice<'a> {
    pub content: &'a Content,
    pub profile: &'a Profile,
    /// Whether the runner prefers imperial units.
    pub imperial: bool,
}

impl<'a> Voice<'a> {
    /// A voice for a runner.
    pub fn new(content: &'a Content, profile: &'a Profile) -> Self {
        let imperial = content.input("units").is_some_and(|axis| {
            let option = content.inputs()[axis].option("imperial");
            matches!((profile.given(axis), option), (Given::Choice(own), Some(option)) if *own == option)
        });
        Self { content, profile, imperial }
    }

    /// Words of the pack.
    pub fn text(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.content.strings().text(key, values)
    }

    pub fn list(&self, parts: &[String], kind: &str) -> String {
        self.content.strings().list(parts, kind)
    }

    /// An answer or a measure's value in words; `None` where it is unknown.
    pub fn known(&self, axis: Axis) -> Option<String> {
        match self.content.measure_of(axis) {
            Some(measure) => {
                let rule = &self.content.measures()[measure];
                let interval = self.profile.measure(measure).interval()?;
                Some(self.amount(interval, &rule.unit, None, rule.bound))
            }
            None => {
                let input = &self.content.inputs()[axis];
                let defaulted = *self.profile.given(axis) == Given::Unknown && input.default.is_some();
                if defaulted && input.kind == InputKind::Time {
                    return self.profile.clock(axis).map(|minutes| self.clock(minutes));
                }
                (*self.profile.given(axis) != Given::Unknown).then(|| self.answer(axis))
            }
        }
    }

    /// What the runner said, in words.
    pub fn answer(&self, axis: Axis) -> String {
        self.given(axis, self.profile.given(axis))
    }

    fn given(&self, axis: Axis, given: &Given) -> String {
        let input = &self.content.inputs()[axis];
        match given {
            Given::Unknown => self.text("answer.unknown", &[]),
            Given::Number(x) => self.number(*x, &input.unit),
            Given::Choice(option) => input.options[*option].label.clone(),
            Given::Set(options) if options.is_empty() => self.text("answer.none", &[]),
            Given::Set(options) => {
                let labels: Vec<String> = options.iter().map(|o| input.options[o].label.clone()).collect();
                self.list(&labels, "and")
            }
            Given::Flag(flag) => self.text(if *flag { "answer.yes" } else { "answer.no" }, &[]),
            Given::Date(day) => self.date(*day),
            Given::Time(minutes) => self.clock(*minutes),
            Given::Text(text) => text.clone(),
            Given::Series(days) => {
                let last = days.iter().rev().flatten().next();
                let shown = last.map_or_else(|| self.text("answer.none", &[]), |x| self.measured(*x, &input.unit));
                let count = days.iter().flatten().count();
                self.text("answer.series", &[("n", &count.to_string()), ("last", &shown)])
            }
        }
    }

    /// A number as given; a long time in hours and minutes.
    pub fn number(&self, x: f64, unit: &Unit) -> String {
        let minutes = unit.from_base(x);
        if unit.name() == "min" && minutes >= 60.0 {
            let whole = minutes.round() as u64;
            let (hours, rest) = ((whole / 60).to_string(), whole % 60);
            let key = if rest == 0 { "number.hours" } else { "number.hours_minutes" };
            return self.text(key, &[("hours", &hours), ("minutes", &rest.to_string())]);
        }
        self.measured(x, unit)
    }

    /// An answer for machines, numbers in the declared unit.
    pub fn json(&self, axis: Axis) -> serde_json::Value {
        let input = &self.content.inputs()[axis];
        let unit = &input.unit;
        let number = |x: f64| serde_json::json!(round6(unit.from_base(x)));
        match self.profile.given(axis) {
            Given::Unknown => serde_json::Value::Null,
            Given::Number(x) => number(*x),
            Given::Choice(option) => input.options[*option].id.clone().into(),
            Given::Set(options) => options.iter().map(|o| input.options[o].id.clone()).collect(),
            Given::Flag(flag) => (*flag).into(),
            Given::Date(day) => day.to_string().into(),
            Given::Time(minutes) => self.clock(*minutes).into(),
            Given::Text(text) => text.clone().into(),
            Given::Series(days) => days.iter().map(|d| d.map_or(serde_json::Value::Null, number)).collect(),
        }
    }

    /// The title of what a link leads to.
    pub fn target(&self, kind: &str, id: &str) -> String {
        let c = self.content;
        let found = match kind {
            "topic" => c.topics().iter().find(|t| t.id == id).map(|t| t.title.clone()),
            "term" => c.terms().iter().find(|t| t.id == id).map(|t| t.term.clone()),
            "faq" => c.faqs().iter().find(|f| f.id == id).map(|f| f.question.clone()),
            "source" => c.sources().iter().find(|s| s.id == id).map(|s| s.title.clone()),
            _ => None,
        };
        found.unwrap_or_else(|| id.replace('-', " "))
    }

    /// A test with the answer it was held against.
    pub fn reason(&self, entry: &Entry) -> ReasonDoc {
        ReasonDoc {
            test: entry.test.text().to_owned(),
            input: self.content.axis_id(entry.axis).to_owned(),
            title: self.content.axis_title(entry.axis).to_owned(),
            words: self.entry(entry),
            value: self.known(entry.axis).unwrap_or_else(|| self.text("answer.unknown", &[])),
        }
    }

    /// A test with its input: `Duration: 60 min or more`.
    pub fn entry(&self, entry: &Entry) -> String {
        let title = self.content.axis_title(entry.axis);
        self.text("test.entry", &[("title", title), ("test", &self.test(entry))])
    }

    /// A test in words.
    pub fn test(&self, entry: &Entry) -> String {
        let domain = self.content.domain(entry.axis);
        let region = entry.test.region();
        let full = domain.full();
        let all = region.complement(domain).is_empty() || *region == full;
        let unknown = entry.test.on_unknown();
        if all {
            let key = match unknown {
                Truth::True => "test.any",
                _ => "test.known",
            };
            return self.text(key, &[]);
        }
        if region.is_empty() {
            return self.text("test.unknown", &[]);
        }
        let words = match region {
            Region::Bands(bands) => self.bands(entry.axis, bands),
            Region::Options(options) => self.options(entry.axis, *options),
            Region::Subsets(cubes) => self.cubes(entry.axis, cubes),
            Region::Always | Region::Never => String::new(),
        };
        if unknown == Truth::True { self.text("test.or_unknown", &[("test", &words)]) } else { words }
    }

    fn bands(&self, axis: Axis, bands: &Bands) -> String {
        let holes = bands.complement();
        // "not 3 to 5" reads better than "less than 3 or more than 5".
        if bands.bands().len() > 1 && holes.bands().len() == 1 {
            return self.text("test.not", &[("test", &self.band(axis, &holes.bands()[0]))]);
        }
        let parts: Vec<String> = bands.bands().iter().map(|band| self.band(axis, band)).collect();
        self.list(&parts, "or")
    }

    fn band(&self, axis: Axis, band: &Band) -> String {
        let value = |x: f64| self.value(axis, x);
        match (band.lo(), band.hi()) {
            (Some(lo), Some(hi)) if lo.at == hi.at => self.text("test.exactly", &[("x", &value(lo.at))]),
            (Some(lo), Some(hi)) => {
                let key = if hi.closed { "test.between" } else { "test.from_below" };
                self.text(key, &[("low", &value(lo.at)), ("high", &value(hi.at))])
            }
            (Some(lo), None) => {
                self.text(if lo.closed { "test.at_least" } else { "test.above" }, &[("x", &value(lo.at))])
            }
            (None, Some(hi)) => {
                self.text(if hi.closed { "test.at_most" } else { "test.below" }, &[("x", &value(hi.at))])
            }
            (None, None) => self.text("test.known", &[]),
        }
    }

    /// A threshold of an axis, which stands in its declared unit.
    fn value(&self, axis: Axis, x: f64) -> String {
        match self.content.domain(axis) {
            Domain::Number { unit } => {
                let base = unit.to_base(x);
                match Interval::point(base) {
                    Some(_) if unit.name() == "min" => self.number(base, unit),
                    Some(point) => self.amount(point, unit, Some(0.01), Bound::Nearest),
                    None => String::new(),
                }
            }
            Domain::Time => self.clock(x),
            Domain::Date => day_of_number(x).map(|day| self.date(day)).unwrap_or_default(),
            _ => String::new(),
        }
    }

    fn options(&self, axis: Axis, options: OptionSet) -> String {
        let input = &self.content.inputs()[axis];
        if input.kind == InputKind::Flag {
            return self.text(if options.contains(1) { "answer.yes" } else { "answer.no" }, &[]);
        }
        // What a label says after a colon is for those who choose.
        let label = |o: usize| input.options[o].label.split(": ").next().unwrap_or_default().to_owned();
        let rest = OptionSet::first(input.options.len()).subtract(options);
        if rest.len() < options.len() && options.len() > MOST_NAMED {
            let others: Vec<String> = rest.iter().map(label).collect();
            return self.text("test.not", &[("test", &self.list(&others, "or"))]);
        }
        let named: Vec<String> = options.iter().map(label).collect();
        self.list(&named, "or")
    }

    fn cubes(&self, axis: Axis, cubes: &Cubes) -> String {
        let input = &self.content.inputs()[axis];
        let labels = |set: OptionSet, kind: &str| {
            let labels: Vec<String> = set.iter().map(|o| input.options[o].label.clone()).collect();
            self.list(&labels, kind)
        };
        let all_single = cubes.cubes().iter().all(|c| c.must.len() == 1 && c.must_not.is_empty());
        if all_single {
            let any = cubes.cubes().iter().fold(OptionSet::default(), |all, c| all.union(c.must));
            return self.text("test.has", &[("list", &labels(any, "or"))]);
        }
        let parts: Vec<String> = cubes
            .cubes()
            .iter()
            .map(|cube| {
                let with = self.text("test.all_of", &[("list", &labels(cube.must, "and"))]);
                let without = self.text("test.none_of", &[("list", &labels(cube.must_not, "or"))]);
                match (cube.must.is_empty(), cube.must_not.is_empty()) {
                    (false, true) => with,
                    (true, _) => without,
                    (false, false) => self.list(&[with, without], "and"),
                }
            })
            .collect();
        self.list(&parts, "or")
    }

    /// Words for entries of an `unless`: the options' own caveats, those of what it stands on, or the test.
    pub fn blockers(&self, caveat: Option<&String>, entries: &[Entry], truth: Truth) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for entry in entries {
            let own = self.option_caveats(entry, truth);
            let found = match (own.is_empty(), caveat) {
                (false, _) => own,
                (true, Some(caveat)) if !self.has_own_words(entry.axis) => vec![caveat.clone()],
                _ if truth == Truth::True => vec![self.text("reason.answer", &[("test", &self.entry(entry))])],
                _ => vec![self.text("caveat.answer", &[("test", &self.entry(entry))])],
            };
            words.extend(found.into_iter().filter(|w| !words.contains(w)).collect::<Vec<_>>());
        }
        words
    }

    /// Whether a test of an axis reads well by itself: measures have titles, and choices have labels.
    fn has_own_words(&self, axis: Axis) -> bool {
        let inputs = self.content.inputs();
        inputs.get(axis).is_none_or(|input| matches!(input.kind, InputKind::Choice | InputKind::Flag))
    }

    /// The caveats of the options that block: all that could, or those that the runner has.
    fn option_caveats(&self, entry: &Entry, truth: Truth) -> Vec<String> {
        let Some(input) = self.content.inputs().get(entry.axis) else { return Vec::new() };
        let mut options = match entry.test.region() {
            Region::Subsets(cubes) => cubes.cubes().iter().fold(OptionSet::default(), |all, cube| all.union(cube.must)),
            Region::Options(options) if input.kind == InputKind::Choice => *options,
            _ => return Vec::new(),
        };
        if truth == Truth::True {
            match self.profile.given(entry.axis) {
                Given::Set(own) => options = options.intersect(*own),
                Given::Choice(own) => options = options.intersect(OptionSet::only(*own)),
                _ => {}
            }
        }
        options.iter().filter_map(|o| input.options[o].caveat.clone()).collect()
    }

    /// Sentences for what could not be told about a shown item.
    pub fn caveats(&self, item: usize, entries: &[Entry]) -> Vec<String> {
        self.caveats_of(self.content.items()[item].caveat.as_ref(), entries)
    }

    /// The same for anything with a caveat of its own.
    pub fn caveats_of(&self, caveat: Option<&String>, entries: &[Entry]) -> Vec<String> {
        let words = self.blockers(caveat, entries, Truth::Unknown);
        if words.is_empty() { Vec::new() } else { vec![self.text("caveat.if", &[("list", &self.list(&words, "or"))])] }
    }

    /// Why an item was stopped.
    pub fn stop(&self, item: usize, stop: &Stop) -> String {
        match stop {
            Stop::Unless(entries) => {
                let words = self.blockers(self.content.items()[item].caveat.as_ref(), entries, Truth::True);
                self.text("reason.blocked", &[("list", &self.list(&words, "and"))])
            }
            Stop::Flag(flag) => self.text("reason.flag", &[("flag", &self.content.flags()[*flag].title)]),
            Stop::Limit(limit) => {
                let because = self.content.limits()[*limit].because.clone();
                because.unwrap_or_else(|| self.text("reason.limit", &[]))
            }
        }
    }

    /// What would have to change for a stopped item.
    pub fn way_out(&self, item: usize, stop: &Stop) -> String {
        match stop {
            Stop::Unless(entries) => {
                let health = entries.iter().any(|e| !self.option_caveats(e, Truth::True).is_empty());
                if health {
                    return self.text("change.clearance", &[]);
                }
                let change = crate::select::nearest_change(self.content, self.profile, item);
                change.map(|c| self.change(&c, true)).unwrap_or_default()
            }
            Stop::Flag(_) => self.text("change.flag", &[]),
            Stop::Limit(_) => String::new(),
        }
    }

    /// Why an item one answer away does not match.
    pub fn does_not_match(&self, axis: Axis) -> String {
        let title = self.content.axis_title(axis);
        let value = self.known(axis).unwrap_or_else(|| self.text("answer.unknown", &[]));
        self.text("reason.when", &[("title", title), ("value", &value)])
    }

    /// Which changes are told first: a number that is near (as a share of its range), then an option more or less, then
    /// another choice.
    pub fn distance(&self, change: &Change) -> f64 {
        let input = &self.content.inputs()[change.input];
        match (&change.to, self.profile.given(change.input), input.range) {
            (To::From(x, _) | To::UpTo(x, _), Given::Number(now), Some(range)) => {
                (input.unit.to_base(*x) - now).abs() / (range.hi() - range.lo()).max(f64::MIN_POSITIVE)
            }
            (To::From(..) | To::UpTo(..), ..) => 1.0,
            (To::Add(_) | To::Remove(_), ..) => 2.0,
            (To::Is(_), ..) => 3.0,
        }
    }

    /// The answers that would change it: show it, or hide it.
    pub fn change(&self, change: &Change, shows: bool) -> String {
        let outcome = self.text(if shows { "change.shows" } else { "change.hides" }, &[]);
        let outcome = outcome.as_str();
        let axis = change.input;
        let input = &self.content.inputs()[axis];
        let title = input.title.as_str();
        let label = |o: usize| input.options[o].label.as_str();
        match &change.to {
            To::From(x, closed) => {
                let key = if *closed { "change.from" } else { "change.above" };
                self.text(key, &[("title", title), ("value", &self.value(axis, *x)), ("outcome", outcome)])
            }
            To::UpTo(x, closed) => {
                let key = if *closed { "change.up_to" } else { "change.below" };
                self.text(key, &[("title", title), ("value", &self.value(axis, *x)), ("outcome", outcome)])
            }
            To::Is(given) => {
                self.text("change.is", &[("title", title), ("value", &self.given(axis, given)), ("outcome", outcome)])
            }
            To::Add(option) => {
                self.text("change.add", &[("title", title), ("value", label(*option)), ("outcome", outcome)])
            }
            To::Remove(option) => {
                self.text("change.remove", &[("title", title), ("value", label(*option)), ("outcome", outcome)])
            }
        }
    }
}

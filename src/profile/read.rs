//! From written answers to a profile.

use super::races::is_races;
use super::{Given, Profile, RaceError, lacking, read_races, refuse, said};
use crate::condition::OptionSet;
use crate::diagnostics::{Finding, Findings, lints, nearest, quoted_list};
use crate::model::{Axis, Content, Input, InputKind};
use crate::quantity::{TextError, parse_clock, parse_quantity};
use crate::source::{Sources, Span};
use crate::syntax::{Flat, FlatValue, ScalarText, date_help, locate};
use jiff::civil::Date;

/// The longest text and the longest series that an answer may be.
const LONGEST_TEXT: usize = 200;
const LONGEST_SERIES: usize = 400;

/// Reads answers, later maps over earlier ones. `None` if any finding was raised.
pub fn read(
    content: &Content,
    sources: &Sources,
    answers: &[Flat],
    as_of: Date,
    findings: &mut Findings,
) -> Option<Profile> {
    let before = findings.len();
    let given = given(content, sources, answers, findings);
    if findings.len() > before {
        return None;
    }
    let profile = Profile::new(content, given, as_of);
    refuse(content, &profile, findings);
    (findings.len() == before).then_some(profile)
}

/// What was said, input by input; what is wrong with it is a finding.
fn given(content: &Content, sources: &Sources, answers: &[Flat], findings: &mut Findings) -> Vec<Given> {
    let mut reader = Reader { content, sources, findings };
    let mut given = vec![Given::Unknown; content.inputs().len()];
    for (key, value) in answers.iter().flat_map(|flat| &flat.0) {
        let Some(axis) = content.input(&key.text) else {
            reader.unknown_key(key);
            continue;
        };
        if let Some(answer) = reader.answer(axis, value) {
            given[axis] = answer;
        }
    }
    given
}

/// What is wrong with answers to a pack of which a part could not be read: only those are looked at of which `is_known` says
/// that they can be judged.
pub fn look(
    content: &Content,
    sources: &Sources,
    answers: &Flat,
    is_known: &dyn Fn(&str) -> bool,
    findings: &mut Findings,
) {
    // Races name the options of another input.
    let can_be_judged = |key: &str| is_known(key) && (key != "races" || is_known("race_distance"));
    let judged = answers.0.iter().filter(|(key, _)| can_be_judged(&key.text)).cloned().collect();
    given(content, sources, &[Flat(judged)], findings);
    let is_lacking = |input: &&Input| {
        input.required && is_known(&input.id) && !answers.0.iter().any(|(key, _)| key.text == input.id)
    };
    findings.extend(content.inputs().iter().filter(is_lacking).map(lacking));
}

/// Reads one typed answer, or says in words what is wrong with it. A series is typed with commas.
pub fn read_one(content: &Content, axis: Axis, typed: &str) -> Result<Given, String> {
    let mut sources = Sources::new();
    let file = sources.add_text("(typed)", typed);
    let text = |part: &str| ScalarText { text: part.trim().to_owned(), span: Span::start_of(file), plain: true };
    let value = match content.inputs()[axis].kind {
        InputKind::Series => {
            let days = typed.split(',').map(str::trim);
            FlatValue::Many(
                days.map(|day| (!matches!(day, "" | "~" | "-")).then(|| text(day))).collect(),
                Span::start_of(file),
            )
        }
        _ => FlatValue::One(text(typed)),
    };
    let mut findings = Findings::new();
    let answer = Reader { content, sources: &sources, findings: &mut findings }.answer(axis, &value);
    let said = |f: &Finding| if f.label.is_empty() { f.message.clone() } else { f.label.clone() };
    answer.ok_or_else(|| findings.iter().next().map_or_else(String::new, said))
}

struct Reader<'a> {
    content: &'a Content,
    sources: &'a Sources,
    findings: &'a mut Findings,
}

impl Reader<'_> {
    fn unknown_key(&mut self, key: &ScalarText) {
        let finding = Finding::new(
            &lints::UNKNOWN_ANSWER,
            key.span,
            format!("there is no question `{}`", key.text.escape_debug()),
        )
        .label("not an input of this pack");
        if self.findings.are_too_many() {
            self.findings.push(finding);
            return;
        }
        let ids: Vec<&str> = self.content.inputs().iter().map(|i| i.id.as_str()).collect();
        let near = nearest(&key.text, ids.iter().copied());
        let finding = match self.content.measure(&key.text) {
            Some(_) => finding.note("it is a measure: it is worked out from your answers"),
            None if near.is_none() => finding.note(format!("inputs are {}", quoted_list(ids, 60))),
            None => finding,
        };
        self.findings.push(finding.did_you_mean(key.span, near));
    }

    fn wrong(&mut self, input: &Input, span: Span, expected: &str) -> Option<Given> {
        self.findings.push(
            Finding::new(&lints::WRONG_ANSWER, span, format!("`{}` must be {expected}", input.id))
                .label(format!("expected {expected}"))
                .note(format!("it answers: {}", input.ask)),
        );
        None
    }

    fn answer(&mut self, axis: Axis, value: &FlatValue) -> Option<Given> {
        let input = &self.content.inputs()[axis];
        match value {
            FlatValue::Reported => None,
            FlatValue::Nothing(_) => Some(Given::Unknown),
            FlatValue::Deeper(span) => self.wrong(input, *span, expectation(input.kind)),
            FlatValue::One(text) if text.text.trim().is_empty() => Some(Given::Unknown),
            FlatValue::One(text) => self.one(axis, input, text),
            FlatValue::Many(list, span) => self.many(input, list, *span),
        }
    }

    fn one(&mut self, axis: Axis, input: &Input, text: &ScalarText) -> Option<Given> {
        let word = text.text.trim();
        match input.kind {
            InputKind::Number => self.number(input, text).map(Given::Number),
            InputKind::Choice => match input.option(word) {
                Some(option) => Some(Given::Choice(option)),
                None => self.no_option(input, word, self.inside(text)),
            },
            InputKind::Set => self.set(axis, input, text),
            InputKind::Flag => match word {
                "true" => Some(Given::Flag(true)),
                "false" => Some(Given::Flag(false)),
                _ => self.wrong(input, text.span, "`true` or `false`"),
            },
            InputKind::Date => {
                let shape = word.len() == 10 && word.is_char_boundary(4) && word.as_bytes()[4] == b'-';
                match word.parse::<Date>() {
                    Ok(day) if shape => Some(Given::Date(day)),
                    _ => {
                        self.findings.push(
                            Finding::new(&lints::WRONG_ANSWER, text.span, format!("`{}` must be a date", input.id))
                                .label("must be year-month-day")
                                .note(format!("it answers: {}", input.ask))
                                .help(date_help(word)),
                        );
                        None
                    }
                }
            }
            InputKind::Time => match parse_clock(word) {
                Some(minutes) => Some(Given::Time(minutes)),
                None => self.wrong(input, text.span, "a time of day such as \"18:30\""),
            },
            InputKind::Text => {
                if word.chars().count() > LONGEST_TEXT {
                    return self.wrong(input, text.span, "a text of at most 200 characters");
                }
                if is_races(self.content, axis)
                    && let Err(errors) = read_races(self.content, word)
                {
                    return self.wrong_races(input, text, errors);
                }
                // Characters that turn the direction of what stands around them are no part of a name.
                let turns = |c: &char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
                Some(Given::Text(word.chars().filter(|c| !c.is_control() && !turns(c)).collect()))
            }
            InputKind::Series => self.wrong(input, text.span, expectation(input.kind)),
        }
    }

    fn many(&mut self, input: &Input, list: &[Option<ScalarText>], span: Span) -> Option<Given> {
        match input.kind {
            InputKind::Set => {
                let mut options = OptionSet::default();
                let mut whole = true;
                if list.len() > OptionSet::CAPACITY {
                    return self.wrong(input, span, "a list of its options, each once");
                }
                for text in list {
                    let word = text.as_ref().map_or("~", |t| t.text.trim());
                    match input.option(word) {
                        Some(option) => options = options.union(OptionSet::only(option)),
                        None => {
                            let place = text.as_ref().map_or(span, |t| self.inside(t));
                            self.no_option(input, word, place);
                            whole = false;
                        }
                    }
                }
                whole.then_some(Given::Set(options))
            }
            InputKind::Series => {
                if list.len() > LONGEST_SERIES {
                    return self.wrong(input, span, "a list of at most 400 days");
                }
                let mut days = Vec::with_capacity(list.len());
                let mut whole = true;
                for text in list {
                    let day = text.as_ref().filter(|t| !t.text.trim().is_empty());
                    let number = day.map(|t| self.number(input, t));
                    whole &= !matches!(number, Some(None));
                    days.push(number.flatten());
                }
                whole.then_some(Given::Series(days))
            }
            _ => self.wrong(input, span, expectation(input.kind)),
        }
    }

    /// Options after commas, or, for symptoms, a runner's own words.
    fn set(&mut self, axis: Axis, input: &Input, text: &ScalarText) -> Option<Given> {
        let words: Vec<&str> = text.text.split(',').map(str::trim).filter(|w| !w.is_empty()).collect();
        if words == ["none"] && input.option("none").is_none() {
            return Some(Given::Set(OptionSet::default()));
        }
        if words.len() > OptionSet::CAPACITY {
            return self.wrong(input, text.span, "a list of its options, each once");
        }
        let found: Vec<Option<usize>> = words.iter().map(|word| input.option(word)).collect();
        if found.iter().all(Option::is_some) {
            return Some(Given::Set(set_of(found.into_iter().flatten())));
        }
        if self.content.symptoms() == Some(axis) {
            let flags = said(self.content, &text.text);
            let options: Vec<usize> = flags.iter().filter_map(|f| self.content.flags()[*f].option).collect();
            if !options.is_empty() {
                return Some(Given::Set(set_of(options)));
            }
        }
        for (word, _) in words.iter().zip(&found).filter(|(_, option)| option.is_none()) {
            let at = text.text.find(word).unwrap_or(0);
            let span = locate(self.sources.get(text.span.file), text.span, &text.text, &(at..at + word.len()));
            self.no_option(input, word, span);
        }
        None
    }

    /// The place of an answer without its quotes, so that an edit leaves them where they are.
    fn inside(&self, text: &ScalarText) -> Span {
        let word = text.text.trim();
        let start = text.text.len() - text.text.trim_start().len();
        locate(self.sources.get(text.span.file), text.span, &text.text, &(start..start + word.len()))
    }

    fn wrong_races(&mut self, input: &Input, text: &ScalarText, errors: Vec<RaceError>) -> Option<Given> {
        let indent = text.text.len() - text.text.trim_start().len();
        for error in errors {
            let at = error.at.start + indent..error.at.end + indent;
            let span = locate(self.sources.get(text.span.file), text.span, &text.text, &at);
            self.findings.push(
                Finding::new(&lints::WRONG_ANSWER, span, format!("`{}`: {}", input.id, error.message))
                    .label("not a race that we can read")
                    .help("write a day, a distance and, if you like, A, B or C: `2027-03-14 half B; 2027-05-02 10k`"),
            );
        }
        None
    }

    fn no_option(&mut self, input: &Input, word: &str, span: Span) -> Option<Given> {
        let ids: Vec<&str> = input.options.iter().map(|o| o.id.as_str()).collect();
        let near = nearest(word, ids.iter().copied());
        let mut finding = Finding::new(
            &lints::WRONG_ANSWER,
            span,
            format!("`{}` is no answer to `{}`", word.escape_debug(), input.id),
        )
        .label("not one of its options");
        if near.is_none() {
            finding = finding.note(format!("options are {}", quoted_list(ids, 60)));
        }
        self.findings.push(finding.did_you_mean(span, near));
        None
    }

    /// A number in base units, inside the input's range.
    fn number(&mut self, input: &Input, text: &ScalarText) -> Option<f64> {
        let number = match parse_quantity(text.text.trim(), &input.unit) {
            Ok(number) => number,
            Err(error) => {
                self.not_a_number(input, text, error);
                return None;
            }
        };
        let unit = &input.unit;
        let shown = |x: f64| crate::quantity::round6(unit.from_base(x));
        if let Some(range) = input.range
            && !(shown(range.lo())..=shown(range.hi())).contains(&shown(number))
        {
            let name = if unit.name() == "1" { String::new() } else { format!(" {}", unit.name()) };
            self.findings.push(
                Finding::new(
                    &lints::OUT_OF_RANGE,
                    text.span,
                    format!("`{}` is out of range: {}{name}", input.id, shown(number)),
                )
                .label(format!("must be from {} to {}{name}", shown(range.lo()), shown(range.hi())))
                .help("check the number and its unit; leave it out if you do not know it"),
            );
            return None;
        }
        Some(number)
    }

    fn not_a_number(&mut self, input: &Input, text: &ScalarText, error: TextError) {
        let span = locate(self.sources.get(text.span.file), text.span, text.text.trim(), &error.at);
        self.findings.push(
            Finding::new(&lints::WRONG_ANSWER, span, format!("`{}`: {}", input.id, error.message))
                .note(format!("it answers: {}", input.ask))
                .help_if(error.help),
        );
    }
}

fn set_of(options: impl IntoIterator<Item = usize>) -> OptionSet {
    options.into_iter().fold(OptionSet::default(), |all, option| all.union(OptionSet::only(option)))
}

fn expectation(kind: InputKind) -> &'static str {
    match kind {
        InputKind::Number => "a number",
        InputKind::Choice => "one of its options",
        InputKind::Set => "a list of its options",
        InputKind::Flag => "`true` or `false`",
        InputKind::Date => "a date such as 2026-11-24",
        InputKind::Time => "a time of day such as \"18:30\"",
        InputKind::Text => "a text",
        InputKind::Series => "a list of numbers, newest last",
    }
}

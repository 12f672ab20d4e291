//! `sessions.yaml`.

use super::Lower;
use super::condition::unless;
use super::formula::{Names, formula};
use crate::check::Scope;
use crate::check::raw::{RawNumber, RawSession};
use crate::check::read::Entries;
use crate::condition::OptionSet;
use crate::diagnostics::{Finding, lints, nearest, quoted_list};
use crate::model::{InputKind, LONG, Load, Of, Parts, RACE, Selector, Session, Setting};
use crate::prose::Rules;
use crate::quantity::formula::Formula;
use crate::quantity::{Interval, Unit};
use crate::source::{Span, Spanned};
use crate::syntax::ScalarText;

/// Seconds of a day.
const DAY: f64 = 86_400.0;

const LOADS: &[(&str, Load)] =
    &[("rest", Load::Rest), ("easy", Load::Easy), ("moderate", Load::Moderate), ("hard", Load::Hard)];

/// Lowers the sessions into the parts. Every session is lowered, so that indices stay what was declared.
pub(super) fn sessions(low: &mut Lower, raws: Entries<RawSession>, parts: &mut Parts, scope: Scope) {
    let any = raws.list.first().map(|raw| raw.id.span);
    // Whether each says how hard it is.
    let mut whole = low.names.sessions.is_whole();
    let mut sessions = Vec::new();
    for raw in raws.list {
        raw.instead.iter().for_each(|id| low.not_itself(&raw.id, id));
        let load = low.word(&raw.load.value, raw.load.span, LOADS);
        let run = raw.run.as_ref();
        if load.is_none() || run.is_some_and(|run| run.span.is_stand_in()) {
            low.names.sessions.break_off(&raw.id.text);
        }
        whole &= load.is_some();
        let needs_minutes = load.is_some_and(|load| load != Load::Rest);
        let load = load.unwrap_or(Load::Easy);
        let minutes = raw.minutes.as_ref().and_then(|number| {
            by_option(low, number, parts, &|low, text| within(low, text, "min", (0.0, DAY), "from 0 to 24 h"))
        });
        if raw.minutes.is_none() && needs_minutes && !raw.groups.0.iter().any(|g| g.text == RACE) {
            low.lacking(
                raw.span,
                Finding::new(
                    &lints::MISSING_FIELD,
                    raw.id.span,
                    format!("`{}` does not say how long it takes", raw.id.text),
                )
                .label("needs `minutes`, such as `30..45`"),
            );
        }
        let easy = if load <= Load::Easy { 1.0 } else { 0.0 };
        sessions.push(Session {
            title: raw.title.value,
            load,
            run: run.is_some_and(|run| run.value),
            groups: raw.groups.0.into_iter().map(|id| id.text).collect(),
            effort: raw.effort.as_ref().and_then(|text| within(low, text, "1", (0.0, 10.0), "from 0 to 10")),
            minutes,
            easy_part: raw
                .easy_part
                .as_ref()
                .and_then(|text| within(low, text, "1", (0.0, 1.0), "from 0 to 100 %"))
                .map_or(easy, |part| part.lo()),
            what: low.prose(&raw.what, Rules { slots: false, headings: false }, scope),
            unless: unless(low, &[&raw.unless], parts).unwrap_or_default(),
            caveat: raw.caveat.map(|c| c.value),
            instead: raw.instead.as_ref().and_then(|id| low.names.sessions.resolve(&id.text, id.span)),
            recover: raw.recover.iter().filter_map(|id| low.names.items.resolve(&id.text, id.span)).collect(),
            evidence: raw.evidence.map(|e| e.value),
            sources: low.sources_of(&raw.sources),
            id: raw.id.text,
            span: raw.id.span,
        });
    }
    circles(low, &sessions);
    if let Some(span) = any
        && whole
        && !sessions.iter().any(|s| s.load == Load::Rest)
    {
        low.findings.push(
            Finding::new(&lints::MISSING_FIELD, span, "no session of the pack is a day off")
                .label("the first session")
                .help("add one with `load: rest`; days that a plan leaves out are days off"),
        );
    }
    if let (Some(session), true) = (sessions.get(OptionSet::CAPACITY), sessions.len() > OptionSet::CAPACITY) {
        low.findings.push(
            Finding::new(&lints::WRONG_TYPE, session.span, format!("the pack has {} sessions", sessions.len()))
                .label(format!("at most {} can be told apart", OptionSet::CAPACITY)),
        );
    }
    parts.sessions = sessions;
}

/// A range of a unit that lies between two numbers of base units.
pub(super) fn within(
    low: &mut Lower,
    text: &ScalarText,
    unit: &str,
    (least, most): (f64, f64),
    words: &str,
) -> Option<Interval> {
    let range = low.range(text, &Unit::parse(unit).ok()?)?;
    if range.lo() < least || range.hi() > most {
        let message = format!("`{}` is out of bounds", text.text.escape_debug());
        low.findings.push(Finding::new(&lints::BAD_VALUE, text.span, message).label(format!("must be {words}")));
        return None;
    }
    Some(range)
}

/// An `instead` that leads back to where it came from, reported once.
fn circles(low: &mut Lower, sessions: &[Session]) {
    for start in 0..sessions.len() {
        let mut path = vec![start];
        while let Some(next) = sessions[path[path.len() - 1]].instead {
            if next == start {
                // One that names itself has been reported.
                if path.len() > 1 && path.iter().all(|&other| start <= other) {
                    let names: Vec<&str> = path.iter().chain([&start]).map(|&s| sessions[s].id.as_str()).collect();
                    low.findings.push(
                        Finding::new(
                            &lints::SESSION_CIRCLE,
                            sessions[start].span,
                            format!("`{}` takes its own place", sessions[start].id),
                        )
                        .label("a circle without an end")
                        .note(format!("the way round: {}", names.join(" -> ")))
                        .help("let the last `instead` name a session that is for everybody, such as a day off"),
                    );
                }
                break;
            }
            if path.contains(&next) {
                break;
            }
            path.push(next);
        }
    }
}

/// One value, or one for each option of the choice input that has them all. `None` after a finding.
pub(super) fn by_option<T>(
    low: &mut Lower,
    number: &RawNumber,
    parts: &Parts,
    read: &dyn Fn(&mut Lower, &ScalarText) -> Option<T>,
) -> Option<Setting<T>> {
    let (map, span) = match number {
        RawNumber::One(text) => return read(low, text).map(Setting::One),
        RawNumber::By(map, span) => (&map.0, *span),
    };
    let choices = || parts.inputs.iter().enumerate().filter(|(_, i)| i.kind == InputKind::Choice);
    let fits = |input: &crate::model::Input| map.iter().all(|(key, _)| input.option(&key.value).is_some());
    let Some((axis, input)) = choices().find(|(_, input)| fits(input)).filter(|_| !map.is_empty()) else {
        // The question may be one that could not be read.
        let hits = |input: &crate::model::Input| map.iter().filter(|(k, _)| input.option(&k.value).is_some()).count();
        let best = parts.inputs.iter().rev().max_by_key(|input| hits(input));
        let is_unread = best.is_none_or(|best| hits(best) == 0 || low.names.axes.get(&best.id).is_none());
        if !is_unread || low.names.axes.is_whole() {
            low.findings.push(no_choice(map, span, &choices().map(|(_, input)| input).collect::<Vec<_>>()));
        }
        map.iter().for_each(|(_, text)| _ = read(low, text));
        return None;
    };
    low.names.axes.get(&input.id)?;
    let missing: Vec<&str> =
        input.options.iter().map(|o| o.id.as_str()).filter(|id| !map.iter().any(|(k, _)| k.value == **id)).collect();
    if !missing.is_empty() {
        low.findings.push(
            Finding::new(
                &lints::MISSING_FIELD,
                span,
                format!("there is no number for {}", quoted_list(missing.iter().copied(), 6)),
            )
            .label(format!("needs one for every option of `{}`", input.id)),
        );
        return None;
    }
    let by_option = input.options.iter().filter_map(|option| map.iter().find(|(key, _)| key.value == option.id));
    let values: Vec<Option<T>> = by_option.map(|(_, text)| read(low, text)).collect();
    values.into_iter().collect::<Option<Vec<T>>>().map(|values| Setting::By(axis, values))
}

fn no_choice(map: &[(Spanned<String>, ScalarText)], span: Span, choices: &[&crate::model::Input]) -> Finding {
    let best = choices.iter().max_by_key(|input| map.iter().filter(|(k, _)| input.option(&k.value).is_some()).count());
    let wrong = best.and_then(|input| {
        let (key, _) = map.iter().find(|(key, _)| input.option(&key.value).is_none())?;
        Some((*input, key))
    });
    match wrong {
        Some((input, key)) => {
            let near = nearest(&key.value, input.options.iter().map(|o| o.id.as_str()));
            Finding::new(
                &lints::UNKNOWN_REFERENCE,
                key.span,
                format!("`{}` is no option of `{}`", key.value.escape_debug(), input.id),
            )
            .label("a number stands for an option of a choice input")
            .did_you_mean(key.span, near)
        }
        None => Finding::new(&lints::UNKNOWN_REFERENCE, span, "these are no options of a choice input")
            .label("write one number, or one for each option"),
    }
}

/// A number of a rule: a formula in a unit, or some.
pub(super) fn number(low: &mut Lower, raw: &RawNumber, parts: &Parts, unit: &str) -> Option<Setting<Formula>> {
    by_option(low, raw, parts, &|low, text| number_formula(low, text, parts, unit))
}

/// A formula in a unit; a bare number of days, minutes or kilometres stands in that unit.
pub(super) fn number_formula(low: &mut Lower, text: &ScalarText, parts: &Parts, unit: &str) -> Option<Formula> {
    let names = Names::of(&parts.inputs, &parts.measures);
    let unit = Unit::parse(unit).ok()?;
    if unit.name() != "1" && text.text.trim().parse::<f64>().is_ok() {
        let with_unit = ScalarText { text: format!("{} {}", text.text.trim(), unit.name()), ..text.clone() };
        return formula(low, &with_unit, &names, Some(&unit));
    }
    formula(low, text, &names, Some(&unit))
}

/// Which days or sessions a word names.
pub(super) fn selector(low: &mut Lower, text: &Spanned<String>, parts: &Parts) -> Option<Selector> {
    let sessions = &parts.sessions;
    let those = |test: &dyn Fn(&Session) -> bool| {
        let found = sessions.iter().enumerate().filter(|(_, s)| test(s)).map(|(at, _)| at);
        found
            .take_while(|at| *at < OptionSet::CAPACITY)
            .fold(OptionSet::default(), |all, at| all.union(OptionSet::only(at)))
    };
    let word = text.value.as_str();
    let of = match word {
        "run" => Of::Any(those(&|s| s.run)),
        "no-run" => Of::None(those(&|s| s.run)),
        "demanding" => Of::Any(those(&Session::is_demanding)),
        "training" => Of::Any(those(&|s| s.load != Load::Rest)),
        "rest" => Of::None(those(&|s| s.load != Load::Rest)),
        _ => match LOADS.iter().find(|(name, _)| *name == word) {
            Some((_, load)) => Of::Any(those(&|s| s.load == *load)),
            // A long run with fast parts is a long run: an id and a group of one name mean all of them.
            None => Of::Any(those(&|s| s.id == word || s.is_in(word))),
        },
    };
    let known = sessions.iter().any(|s| s.id == word || s.is_in(word));
    let words = ["run", "no-run", "demanding", "training", "rest", "easy", "moderate", "hard", LONG, RACE];
    if known || words.contains(&word) {
        return Some(Selector { word: text.value.clone(), of });
    }
    if !low.names.sessions.has(word) {
        let groups = sessions.iter().flat_map(|s| s.groups.iter().map(String::as_str).chain([s.id.as_str()]));
        let near = nearest(word, groups.chain(words));
        let message = format!("`{}` names no day and no session", word.escape_debug());
        let finding = Finding::new(&lints::UNKNOWN_REFERENCE, text.span, message)
            .label("not a session, a load, a group, `run`, `no-run`, `training` or `demanding`")
            .did_you_mean(text.span, near);
        low.names.sessions.report(word, finding);
    }
    None
}

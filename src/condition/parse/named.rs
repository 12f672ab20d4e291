//! Tests of types whose values have names, choices, sets and flags, or none: texts and series.

use std::ops::Range;

use super::super::cubes::Cube;
use super::super::domain::Domain;
use super::super::options::OptionSet;
use super::super::region::Region;
use super::{Cubes, RESERVED, Reader, brackets, missing, signs};
use crate::diagnostics::nearest;
use crate::quantity::TextError;

/// A single name, or what stands in its place.
pub(super) fn form(reader: &mut Reader<'_>, at: Range<usize>) -> Option<Region> {
    let text = &reader.text[at.clone()];
    if text.starts_with(['[', '(']) {
        let error = TextError::new(at, "an interval is for numbers, dates and times");
        return reader.fail(error.with_help(usual_form(reader.domain)));
    }
    if let Some((_, length)) = signs::comparison(text) {
        let sign = &text[..length];
        let error = TextError::new(at.start..at.start + length, misplaced(reader.domain, sign));
        return reader.fail(error.with_help(usual_form(reader.domain)));
    }
    match reader.domain {
        Domain::Choice(_) => option(reader, at).map(|place| Region::Options(OptionSet::only(place))),
        Domain::Set(_) => option(reader, at).map(|place| {
            Region::Subsets(Cubes::new([Cube { must: OptionSet::only(place), must_not: OptionSet::NONE }]))
        }),
        Domain::Flag => flag(reader, at),
        _ => {
            let message = format!("`{text}` cannot be asked of a text or a series");
            reader.fail(TextError::new(at, message).with_help(usual_form(reader.domain)))
        }
    }
}

/// `all(a, b)` and `none(a, b)` on a set.
pub(super) fn group(reader: &mut Reader<'_>, word: &str, inside: Range<usize>, at: Range<usize>) -> Option<Region> {
    let is_set = matches!(reader.domain, Domain::Set(_));
    let names = &reader.text[inside.clone()];
    let help = match word {
        "any" => format!("write `{names}`"),
        "none" if !is_set => format!("write `not({names})`"),
        _ if !is_set => usual_form(reader.domain),
        _ => String::new(),
    };
    if !help.is_empty() {
        let message = match word {
            "any" => "tests do not use `any(...)`".to_owned(),
            _ => format!("`{word}(...)` is for sets"),
        };
        return reader.fail(TextError::new(at, message).with_help(help));
    }
    let mut options = Some(OptionSet::NONE);
    for part in brackets::commas(reader.text, inside) {
        let place = match signs::foreign(reader, part.clone()) {
            Some(error) => reader.fail(error),
            None if part.is_empty() => reader.fail(missing("a name", part)),
            None => option(reader, part),
        };
        options = options.zip(place).map(|(all, place)| all.union(OptionSet::only(place)));
    }
    let options = options?;
    let (must, must_not) = match word {
        "all" => (options, OptionSet::NONE),
        _ => (OptionSet::NONE, options),
    };
    Some(Region::Subsets(Cubes::new([Cube { must, must_not }])))
}

/// The place of the option named there.
fn option(reader: &mut Reader<'_>, at: Range<usize>) -> Option<usize> {
    let name = &reader.text[at.clone()];
    let options = reader.domain.options();
    match options.iter().position(|option| option == name) {
        Some(place) if place < OptionSet::CAPACITY => Some(place),
        Some(_) => {
            let message = format!("`{name}` is beyond the {} options tests can name", OptionSet::CAPACITY);
            reader.fail(TextError::new(at, message).with_help("move it up in the list of options"))
        }
        None => {
            let error = TextError::new(at, format!("`{name}` is not an option"));
            reader.fail(error.with_help(unknown_option(name, options)))
        }
    }
}

fn unknown_option(name: &str, options: &[String]) -> String {
    let unquoted = name.trim_matches(['"', '\'']);
    if options.iter().any(|option| option == unquoted) {
        return format!("write `{unquoted}` without quotation marks");
    }
    let candidates = options.iter().map(String::as_str).chain(RESERVED);
    if let Some(meant) = nearest(name, candidates) {
        return format!("did you mean `{meant}`?");
    }
    let shown: Vec<String> = options.iter().take(8).map(|id| format!("`{id}`")).collect();
    match (shown.len(), options.len()) {
        (0, _) => "there are no options; `known`, `unknown` and `-` can be asked".to_owned(),
        (few, all) if few < all => format!("the options are {} and {} more", shown.join(", "), all - few),
        _ => format!("the options are {}", shown.join(", ")),
    }
}

fn flag(reader: &mut Reader<'_>, at: Range<usize>) -> Option<Region> {
    let text = &reader.text[at.clone()];
    let place = match text {
        "false" => 0,
        "true" => 1,
        _ => {
            let help = match text.to_ascii_lowercase().as_str() {
                "yes" | "y" | "on" | "1" | "true" => "write `true`".to_owned(),
                "no" | "n" | "off" | "0" | "false" => "write `false`".to_owned(),
                other => nearest(other, ["true", "false"].into_iter().chain(RESERVED))
                    .map_or_else(|| usual_form(reader.domain), |meant| format!("did you mean `{meant}`?")),
            };
            let error = TextError::new(at, format!("`{text}` is neither `true` nor `false`"));
            return reader.fail(error.with_help(help));
        }
    };
    Some(Region::Options(OptionSet::only(place)))
}

fn misplaced(domain: &Domain, sign: &str) -> String {
    let what = match domain {
        Domain::Choice(_) => "the options of a choice",
        Domain::Set(_) => "the options of a set",
        Domain::Flag => "yes and no",
        _ => "texts and series",
    };
    format!("{what} are not compared by `{sign}`")
}

fn usual_form(domain: &Domain) -> String {
    match domain {
        Domain::Choice(options) | Domain::Set(options) if !options.is_empty() => {
            let names: Vec<&str> = options.iter().take(2).map(String::as_str).collect();
            format!("name the options, as in `{}`", names.join(", "))
        }
        Domain::Flag => "write `true` or `false`".to_owned(),
        _ => "write `known`, `unknown` or `-`".to_owned(),
    }
}

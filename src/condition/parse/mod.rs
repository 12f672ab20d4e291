//! Reading a test: brackets first, then commas, then one alternative at a time. This file reads what
//! all types share, and leaves their own forms to the files beside it:
//!
//! ```text
//! list        = alternative { "," alternative }
//! alternative = "not(" list ")" | "known" | "unknown" | "-" | one of the type's own forms
//! ```

mod brackets;
mod compared;
mod named;
mod signs;

use std::ops::Range;

use super::cubes::Cubes;
use super::domain::Domain;
use super::ordered::{Scale, trim};
use super::region::Region;
use super::test::Meaning;
use super::truth::Truth;
use crate::quantity::TextError;

/// Words that mean the same in a test of any type, and so cannot be an option's id.
pub const RESERVED: [&str; 2] = ["known", "unknown"];

/// How many combinations of a set's options a test may come to.
const MOST_CUBES: usize = 128;

/// The longest test that is read, in bytes: no editor writes a tenth of it.
const LONGEST: usize = 4_096;

/// Reads a test of this type, or says all that is wrong with it.
pub(super) fn meaning(text: &str, domain: &Domain) -> Result<Meaning, Vec<TextError>> {
    if text.len() > LONGEST {
        let help = "split it into several entries";
        return Err(vec![TextError::new(0..text.len(), "this test is too long").with_help(help)]);
    }
    brackets::check(text)?;
    if text.trim().is_empty() {
        return Err(vec![empty(0..text.len())]);
    }
    let mut reader = Reader { text, domain, errors: Vec::new() };
    let meaning = reader.list(0..text.len());
    if reader.errors.is_empty() {
        return settle(meaning, text).map_err(|error| vec![error]);
    }
    (reader.errors).sort_by_key(|error| (error.at.start, error.at.end));
    reader.errors.dedup();
    Err(reader.errors)
}

/// Says that a test is missing.
pub(super) fn empty(at: Range<usize>) -> TextError {
    TextError::new(at, "the test is empty").with_help("write `-` for anything at all")
}

/// Brings the combinations of a set's options into their one normal form, so that equal tests are
/// the same value; refuses those of which there are so many that reasoning would not end.
pub(super) fn settle(meaning: Meaning, text: &str) -> Result<Meaning, TextError> {
    let Region::Subsets(cubes) = &meaning.region else {
        return Ok(meaning);
    };
    // By far the most tests of sets, and a pack has many hundreds.
    if cubes.is_any_of() {
        return Ok(meaning);
    }
    // Each complement consists of all largest cubes; the complement of those is the normal form.
    let settled = cubes
        .complement_within(MOST_CUBES)
        .and_then(|outside| outside.complement_within(MOST_CUBES))
        .ok_or_else(|| too_large(text))?;
    Ok(Meaning { region: Region::Subsets(settled), unknown: meaning.unknown })
}

fn too_large(text: &str) -> TextError {
    TextError::new(0..text.len(), "this test has too many combinations").with_help("split it into several entries")
}

/// Says that a part is missing between commas.
fn missing(what: &str, at: Range<usize>) -> TextError {
    TextError::new(at, format!("{what} is missing beside this comma")).with_help("remove the comma")
}

/// Reads parts of one text and gathers what is wrong with them.
struct Reader<'a> {
    text: &'a str,
    domain: &'a Domain,
    errors: Vec<TextError>,
}

impl<'a> Reader<'a> {
    /// Alternatives between commas: any may hold. Parts that are wrong say no to everything.
    fn list(&mut self, at: Range<usize>) -> Meaning {
        let mut whole = Meaning::none(self.domain);
        for part in brackets::commas(self.text, at) {
            let Some(meaning) = self.alternative(part) else {
                continue;
            };
            whole = whole.or(&meaning);
            if matches!(&whole.region, Region::Subsets(cubes) if cubes.cubes().len() > MOST_CUBES) {
                self.errors.push(too_large(self.text));
                break;
            }
        }
        whole
    }

    fn alternative(&mut self, at: Range<usize>) -> Option<Meaning> {
        let (region, unknown) = match &self.text[at.clone()] {
            "" => return self.fail(missing("a test", at)),
            "-" => (self.domain.full(), Truth::True),
            "known" => (self.domain.full(), Truth::False),
            "unknown" => (Meaning::none(self.domain).region, Truth::True),
            _ => {
                if let Some(error) = signs::foreign(self, at.clone()) {
                    return self.fail(error);
                }
                if let Some(word) = self.leading_word(at.clone()) {
                    return self.call(word, at);
                }
                (self.form(at)?, Truth::Unknown)
            }
        };
        Some(Meaning { region, unknown })
    }

    /// The word of `word(...)`, also where its brackets were forgotten; `None` when the text is not
    /// meant to be of that form.
    fn leading_word(&self, at: Range<usize>) -> Option<&'a str> {
        let text = &self.text[at];
        let end = text.find(|c: char| !c.is_ascii_alphabetic());
        let (word, rest) = text.split_at(end.unwrap_or(text.len()));
        let is_set = matches!(self.domain, Domain::Set(_));
        let meant = match word {
            "not" => rest.is_empty() || rest.starts_with(char::is_whitespace),
            "all" | "none" | "any" => is_set && !rest.starts_with('-'),
            _ => return None,
        };
        let is_option = self.domain.options().iter().any(|option| option == text);
        ((meant || rest.trim_start().starts_with('(')) && !is_option).then_some(word)
    }

    /// Reads `word(...)`.
    fn call(&mut self, word: &str, at: Range<usize>) -> Option<Meaning> {
        let rest = trim(self.text, at.start + word.len()..at.end);
        if !self.text[rest.clone()].starts_with('(') {
            let word_at = at.start..at.start + word.len();
            let error = TextError::new(word_at, format!("`{word}` needs brackets"));
            let inside = match &self.text[rest] {
                "" => "...",
                rest => rest,
            };
            return self.fail(error.with_help(format!("write `{word}({inside})`")));
        }
        let close = brackets::closing(self.text, rest.clone());
        if close + 1 < rest.end {
            let extra = trim(self.text, close + 1..rest.end);
            let message = format!("`{}` cannot follow `{word}(...)`", &self.text[extra.clone()]);
            let error = TextError::new(extra, message);
            return self.fail(error.with_help("put a comma between alternatives"));
        }
        if self.text[close..].starts_with(']') {
            let error = TextError::new(close..close + 1, format!("`{word}(` is closed by `]`"));
            return self.fail(error.with_help("close it with `)`"));
        }
        let inside = rest.start + 1..close;
        if self.text[inside.clone()].trim().is_empty() {
            let error = TextError::new(at, format!("nothing stands in the brackets of `{word}`"));
            return self.fail(error.with_help("name what it is about"));
        }
        if word == "not" {
            let meaning = self.list(inside);
            return self.negate(&meaning);
        }
        Some(Meaning { region: named::group(self, word, inside, at)?, unknown: Truth::Unknown })
    }

    fn negate(&mut self, meaning: &Meaning) -> Option<Meaning> {
        let region = match &meaning.region {
            Region::Subsets(cubes) => match cubes.complement_within(MOST_CUBES) {
                Some(rest) => Region::Subsets(rest),
                None => return self.fail(too_large(self.text)),
            },
            region => region.complement(self.domain),
        };
        Some(Meaning { region, unknown: !meaning.unknown })
    }

    /// The forms that belong to the type.
    fn form(&mut self, at: Range<usize>) -> Option<Region> {
        let Some(scale) = Scale::of(self.domain) else {
            return named::form(self, at);
        };
        let region = Region::Bands(compared::form(self, scale, at)?);
        // `>= 21:00` ends with the day.
        Some(region.intersect(&self.domain.full()))
    }

    fn fail<T>(&mut self, error: TextError) -> Option<T> {
        self.errors.push(error);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::test::Test;
    use super::*;
    use crate::quantity::Unit;

    fn domain(name: &str) -> Domain {
        let options = |ids: &str| ids.split(' ').map(str::to_owned).collect();
        match name {
            "kind" => Domain::Choice(options("easy race long 5k")),
            "conditions" => Domain::Set(options("raynauds pregnancy cold-urticaria")),
            "flag" => Domain::Flag,
            "date" => Domain::Date,
            "time" => Domain::Time,
            "text" => Domain::Text,
            "series" => Domain::Series,
            unit => Domain::Number { unit: Unit::parse(unit).expect("known") },
        }
    }

    /// The cells of a table whose rows are lines and whose columns are set apart by bars.
    fn rows<const N: usize>(table: &str) -> impl Iterator<Item = [&str; N]> {
        table.lines().map(str::trim).filter(|line| !line.is_empty()).map(|line| {
            let cells: Vec<&str> = line.split(" | ").map(str::trim).collect();
            cells.try_into().unwrap_or_else(|_| panic!("{N} cells in `{line}`"))
        })
    }

    #[test]
    fn reads_every_form_and_prints_it() {
        let table = "
            min | >= 90 | >= 90
            min | <=24h | <= 1440
            h | < 24 h | < 24
            h | < 90 min | < 1.5
            min | = 5 | 5
            min | -5 | -5
            min | [60..90) | [60..90)
            min | (60 .. 90] | (60..90]
            min | [1 h..2 h 15 min] | [60..135]
            min | [1..2 h] | [60..120]
            °C | [50..68 °F] | [10..20]
            % | <= 10 | <= 10
            min | not([60..90)) | < 60, >= 90
            min | < 60, > 60 | not(60)
            min | not (< 5, [60..90), not(>= 0)) | [5..60), >= 90
            min | >= 8 h, unknown | >= 480, unknown
            min | not(60, unknown) | not(60, unknown)
            min | - | -
            min | known | known
            min | not(known) | unknown
            min | not(unknown) | known
            min | not(-) | not(-)
            min | < 5, >= 5 | < 0, >= 0
            kind | race | race
            kind | long, race | race, long
            kind | 5k | 5k
            kind | easy, race, 5k | not(long)
            kind | not(easy), unknown | not(easy), unknown
            conditions | raynauds | raynauds
            conditions | raynauds,pregnancy | raynauds, pregnancy
            conditions | all(raynauds, cold-urticaria) | all(raynauds, cold-urticaria)
            conditions | none(raynauds, pregnancy) | not(raynauds, pregnancy)
            conditions | none(raynauds) | not(raynauds)
            conditions | not(none(raynauds), pregnancy) | not(none(raynauds), pregnancy)
            flag | true | true
            flag | not(true) | false
            date | >= 2026-11-01 | >= 2026-11-01
            date | > 2026-10-31 | >= 2026-11-01
            date | 2026-11-01 | 2026-11-01
            date | [2026-11-01..2026-12-01) | [2026-11-01..2026-12-01)
            time | >= 21:00 | >= 21:00
            time | [13:00..16:00) | [13:00..16:00)
            time | >= 22:00, < 06:00 | < 06:00, >= 22:00
            text | known | known
            series | unknown | unknown
        ";
        for [name, text, printed] in rows(table) {
            let domain = domain(name);
            let test = Test::parse(text, &domain).unwrap_or_else(|e| panic!("{text}: {e:?}"));
            assert_eq!(test.print(&domain), printed, "{name}: {text}");
            assert_eq!(test.text(), text);
        }
    }

    #[test]
    fn says_what_is_wrong_and_what_to_type() {
        let table = r#"
            min | «race» | `race` is not a number | write a test such as `>= 60`
            min | «unkown» | `unkown` is not a number | did you mean `unknown`?
            min | «>=» | a number is missing after `>=` | write `>= 60`
            min | > 5 «kg» | `kg` is a mass (kg) | write a time (h), such as `12.5 min`
            min | «[90..60)» | the low end `90` is above the high end `60` | write the low end first: `[60..90)`
            min | «(5..5)» | nothing lies in `(5..5)` | square brackets include the ends: `[5..5]`
            min | «60..90» | an interval stands in brackets | write `[60..90]`, or `[60..90)` to leave out the high end
            min | «[60..)» | an interval has two ends | write `>= 60`
            min | «(..60]» | an interval has two ends | write `<= 60`
            min | «[60-90]» | an interval has two dots | write an interval such as `[60..90)`
            min | «[60...90]» | an interval has two dots, once | write an interval such as `[60..90)`
            min | [60..90) «h» | `h` cannot follow an interval | a unit stands inside the brackets
            min | not(5) «6» | `6` cannot follow `not(...)` | put a comma between alternatives
            min | not(5«]» | `not(` is closed by `]` | close it with `)`
            min | not«(»5 | this `(` is never closed | close it with `)` or `]`
            min | 5«)» | this `)` closes nothing | remove it
            min | 5,«» | a test is missing beside this comma | remove the comma
            min | «==» 5 | tests do not use `==` | write only `5`
            min | 5, «!=» 6 | tests do not use `!=` | write `not(6)`
            min | «≥» 6 | tests do not use `≥` | write `>=`
            min | > 5 «and» < 9 | tests do not use `and` | write an interval such as `[60..90)`
            min | «none» | `none` is not a number | write a test such as `>= 60`
            kind | «rcae» | `rcae` is not an option | did you mean `race`?
            kind | easy «or» long | tests do not use `or` | put a comma between alternatives
            kind | «"race"» | `"race"` is not an option | write `race` without quotation marks
            kind | «zzz» | `zzz` is not an option | the options are `easy`, `race`, `long`, `5k`
            kind | «not» race | `not` needs brackets | write `not(race)`
            kind | «none(race)» | `none(...)` is for sets | write `not(race)`
            kind | «all(race)» | `all(...)` is for sets | name the options, as in `easy, race`
            kind | «>=» race | the options of a choice are not compared by `>=` | name the options, as in `easy, race`
            kind | «[easy..race]» | an interval is for numbers, dates and times | name the options, as in `easy, race`
            conditions | raynauds «&&» pregnancy | tests do not use `&&` | write `all(a, b)`
            conditions | «any(raynauds)» | tests do not use `any(...)` | write `raynauds`
            conditions | «all» raynauds, pregnancy | `all` needs brackets | write `all(raynauds)`
            conditions | «all()» | nothing stands in the brackets of `all` | name what it is about
            conditions | all(«raynaud») | `raynaud` is not an option | did you mean `raynauds`?
            conditions | all(raynauds «and» pregnancy) | tests do not use `and` | write `all(a, b)`
            conditions | none(raynauds,«») | a name is missing beside this comma | remove the comma
            flag | «yes» | `yes` is neither `true` nor `false` | write `true`
            flag | «flase» | `flase` is neither `true` nor `false` | did you mean `false`?
            date | > «01.11.2026» | `01.11.2026` is not a date | write year, month and day, such as `2026-11-01`
            time | «[22:00..06:00]» | the low end `22:00` is above the high end `06:00` | past midnight is two tests: `>= 22:00, <= 06:00`
            text | «Anna» | `Anna` cannot be asked of a text or a series | write `known`, `unknown` or `-`
        "#;
        for [name, marked, message, help] in rows(table) {
            let text = marked.replace(['«', '»'], "");
            let errors = Test::parse(&text, &domain(name)).expect_err(&text);
            let [error] = errors.as_slice() else { panic!("one error in {text}: {errors:?}") };
            let Range { start, end } = error.at;
            let found = format!("{}«{}»{}", &text[..start], &text[start..end], &text[end..]);
            assert_eq!(found, marked);
            assert_eq!(error.message, message, "{text}");
            assert_eq!(error.help.as_deref(), Some(help), "{text}");
        }
    }

    #[test]
    fn all_errors_are_gathered_in_order() {
        let kinds = domain("kind");
        let errors = Test::parse("rcae, not(lnog, easy), >= 5", &kinds).expect_err("three");
        let places: Vec<_> = errors.iter().map(|error| error.at.clone()).collect();
        assert_eq!(places, [0..4, 10..14, 23..25]);
        let both = Test::parse("[kg..5 lb)", &domain("min")).expect_err("two");
        assert_eq!(both.len(), 2);
        for blank in ["", "  "] {
            assert_eq!(Test::parse(blank, &kinds), Err(vec![empty(0..blank.len())]));
        }
    }

    #[test]
    fn a_list_is_the_same_as_commas() {
        let kinds = domain("kind");
        let list = Test::from_list(&["race", "long, unknown"], &kinds).expect("a test");
        assert_eq!(Ok(&list), Test::parse("race, long, unknown", &kinds).as_ref());
        assert_eq!(list.text(), "race, long, unknown");
        let errors = Test::from_list(&["easy", " lnog", "zzz"], &kinds).expect_err("two");
        let places: Vec<_> = errors.iter().map(|(item, e)| (*item, e.at.clone())).collect();
        assert_eq!(places, [(1, 1..5), (2, 0..3)]);
        assert_eq!(Test::from_list(&[], &kinds), Err(vec![(0, empty(0..0))]));
    }

    #[test]
    fn nesting_is_capped() {
        let nested = |depth| format!("{}-{}", "not(".repeat(depth), ")".repeat(depth));
        let kinds = domain("kind");
        assert!(Test::parse(&nested(32), &kinds).is_ok());
        let errors = Test::parse(&nested(500), &kinds).expect_err("too deep");
        assert_eq!((errors.len(), errors[0].at.clone()), (1, 131..132));
        let errors = Test::parse(&nested(100_000), &kinds).expect_err("too long");
        assert_eq!(errors.len(), 1);
    }

    #[test]
    fn what_cannot_be_reasoned_about_is_refused() {
        let options = (0..40).map(|i| format!("o{i}")).collect();
        let pair = |i| format!("all(o{}, o{})", 2 * i, 2 * i + 1);
        let pairs: Vec<String> = (0..20).map(pair).collect();
        let errors = Test::parse(&pairs.join(", "), &Domain::Set(options)).expect_err("too large");
        assert_eq!(errors[0].message, "this test has too many combinations");
    }
}

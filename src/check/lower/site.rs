//! `site.yaml`.

use super::Lower;
use crate::check::raw::{RawSite, RawStyle};
use crate::diagnostics::{Finding, Level, Levels, lints, nearest, quoted_list};
use crate::model::{BaseUrl, Colours, NavLink, Rgb, Site, Style};
use crate::source::Spanned;

/// Lowers the settings.
pub(super) fn site(low: &mut Lower, raw: RawSite) -> Site {
    let mut levels = Levels::default();
    for (name, word) in &raw.lints.0 {
        level(low, name, word, &mut levels);
    }
    for link in &raw.navigation {
        let address = link.url.value.as_str();
        let scheme =
            address.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains(['/', '#', '?']));
        if scheme.is_some_and(|scheme| !matches!(scheme, "http" | "https" | "mailto")) {
            low.findings.push(
                Finding::new(&lints::UNSAFE_LINK, link.url.span, "this address is not allowed")
                    .label("must be a page of the site, or begin with `https://`"),
            );
        }
    }
    Site {
        lints: levels,
        style: raw.style.map(style).unwrap_or_default(),
        title: raw.title.value,
        base_url: raw.base_url.and_then(|text| base_url(low, &text)),
        language: raw.language.value,
        description: raw.description.value,
        author: raw.author.map(|t| t.value),
        disclaimer: raw.disclaimer.value,
        colours: colours(low, &raw.colours.0),
        logo: raw.logo,
        installable: raw.installable.unwrap_or(false),
        navigation: raw.navigation.into_iter().map(|raw| NavLink { title: raw.title.value, url: raw.url }).collect(),
    }
}

fn base_url(low: &mut Lower, text: &Spanned<String>) -> Option<BaseUrl> {
    let url = BaseUrl::parse(&text.value);
    if url.is_none() {
        low.findings.push(
            Finding::new(
                &lints::WRONG_TYPE,
                text.span,
                format!("`{}` is no address of a site", text.value.escape_debug()),
            )
            .label("must be an address of a folder")
            .help("write it as in `https://club.example/recovery/`"),
        );
    }
    url
}

/// The names of colours, and their values.
fn colours(low: &mut Lower, raw: &[(Spanned<String>, Spanned<String>)]) -> Colours {
    let mut colours = Colours::default();
    for (name, value) in raw {
        let slot = match name.value.as_str() {
            "accent" => &mut colours.accent,
            "warm" => &mut colours.warm,
            "ground" => &mut colours.ground,
            other => {
                let near = nearest(other, ["accent", "warm", "ground"]);
                low.findings.push(
                    Finding::new(&lints::UNKNOWN_FIELD, name.span, format!("there is no colour called `{other}`"))
                        .label("must be `accent`, `warm` or `ground`")
                        .did_you_mean(name.span, near),
                );
                continue;
            }
        };
        *slot = Rgb::parse(&value.value);
        if slot.is_none() {
            low.findings.push(
                Finding::new(&lints::WRONG_TYPE, value.span, format!("`{}` is no colour", value.value.escape_debug()))
                    .label("must be three or six hexadecimal digits")
                    .help("write it between quotation marks, as in `\"#0b6e4f\"`"),
            );
        }
    }
    colours
}

/// One line of `lints`: a lint with its level.
fn level(low: &mut Lower, name: &Spanned<String>, word: &Spanned<String>, levels: &mut Levels) {
    let lint = lints::find(&name.value);
    if lint.is_none() {
        let near = nearest(&name.value, lints::ALL.iter().map(|l| l.name));
        low.findings.push(
            Finding::new(&lints::UNKNOWN_REFERENCE, name.span, format!("there is no lint called `{}`", name.value))
                .label("not the name of a lint")
                .did_you_mean(name.span, near),
        );
    }
    let level = low.word(&word.value, word.span, Level::WORDS);
    let Some((lint, level)) = lint.zip(level) else { return };
    if !lint.may_be(level) {
        let possible = Level::WORDS.iter().filter(|(_, level)| lint.may_be(*level)).map(|(word, _)| *word);
        let possible = quoted_list(possible, 3);
        low.findings.push(
            Finding::new(
                &lints::WRONG_TYPE,
                word.span,
                format!("`{}` cannot be `{}`: it is a {} lint", lint.name, word.value, lint.group.name()),
            )
            .label(format!("can only be {possible}"))
            .help("only editorial and analysis lints can be allowed; mend what this one finds, and remove the line"),
        );
    }
    levels.set(lint, level);
}

fn style(raw: RawStyle) -> Style {
    let words = |texts: Vec<Spanned<String>>| texts.into_iter().map(|text| text.value).collect();
    Style {
        forbid: words(raw.forbid),
        reading_grade: raw.reading_grade.map_or_else(|| Style::default().reading_grade, |grade| grade.value),
        openers: words(raw.openers),
        stop_words: words(raw.stop_words),
    }
}

#[cfg(test)]
mod tests {
    use crate::check::{Scope, check};
    use crate::diagnostics::Severity;
    use crate::source::Sources;

    /// What is said of a site.yaml with these lines more, and of nothing else.
    fn said(more: &str) -> Vec<(String, Severity)> {
        let mut sources = Sources::new();
        let site = format!("title: T\nlanguage: en\ndescription: D.\ndisclaimer: We boost.\n{more}");
        let file = sources.add_text("site.yaml", site);
        let (_, findings) = check(&sources, Scope::Full);
        let here = findings.iter().filter(|f| f.span.is_some_and(|span| span.file == file));
        here.map(|f| (format!("{}: {}", f.lint.name, f.message), f.severity)).collect()
    }

    #[test]
    fn a_pack_sets_what_becomes_of_taste_alone() {
        let boost = |severity| vec![("forbidden-words: the pack's style forbids \"boost\"".to_owned(), severity)];
        let style = "style: { forbid: [boost] }\n";
        for (lints, expected) in [
            ("", boost(Severity::Warning)),
            ("lints: { forbidden-words: allow }\n", vec![]),
            ("lints: { forbidden-words: deny }\n", boost(Severity::Error)),
        ] {
            assert_eq!(said(&format!("{style}{lints}")), expected, "{lints}");
        }
        for (lints, expected) in [
            ("bad-date: allow", "wrong-type: `bad-date` cannot be `allow`: it is a shape lint"),
            ("bad-date: warn", "wrong-type: `bad-date` cannot be `warn`: it is a shape lint"),
            ("out-of-range: warn", "wrong-type: `out-of-range` cannot be `warn`: it is a profile lint"),
            ("slow-anser: warn", "unknown-reference: there is no lint called `slow-anser`"),
        ] {
            assert_eq!(said(&format!("lints: {{ {lints} }}\n")), [(expected.to_owned(), Severity::Error)]);
        }
        assert_eq!(said("lints: { bad-date: deny, unknown-file: deny, failed-test: warn }\n"), []);
    }
}

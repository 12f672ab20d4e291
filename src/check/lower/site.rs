//! `site.yaml`.

use super::Lower;
use crate::check::raw::RawSite;
use crate::diagnostics::{Finding, lints, nearest};
use crate::model::Site;

/// Lowers the settings.
pub(super) fn site(low: &mut Lower, raw: RawSite) -> Site {
    for (name, severity) in &raw.lints.0 {
        if lints::find(&name.value).is_none() {
            let near = nearest(&name.value, lints::ALL.iter().map(|l| l.name));
            low.findings.push(
                Finding::new(&lints::UNKNOWN_REFERENCE, name.span, format!("there is no lint called `{}`", name.value))
                    .label("not the name of a lint")
                    .did_you_mean(name.span, near),
            );
        }
        low.word(&severity.value, severity.span, &[("allow", ()), ("warn", ()), ("deny", ())]);
    }
    Site {
        title: raw.title.value,
        base_url: raw.base_url.map(|t| t.value),
        language: raw.language.value,
        description: raw.description.value,
        author: raw.author.map(|t| t.value),
        disclaimer: raw.disclaimer.value,
        colours: raw.colours.0.into_iter().map(|(name, value)| (name.value, value.value)).collect(),
        logo: raw.logo.map(|t| t.value),
        navigation: raw.navigation.into_iter().map(|link| (link.title.value, link.url.value)).collect(),
    }
}

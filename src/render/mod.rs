//! Guide or plan -> Markdown, HTML, card, JSON, calendar. Renderers decide nothing: what is in the document is shown.

mod ics;
mod json;

pub use ics::{Calendar, calendar};

use crate::diagnostics::Finding;
use crate::guide::{Guide, PlanDoc};
use crate::source::Sources;
use crate::template::Templates;

/// A medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Markdown.
    Md,
    /// One self-contained page.
    Html,
    /// One A4 page.
    Card,
    /// For machines.
    Json,
    /// The days that follow as a calendar.
    Ics,
}

impl Format {
    /// The template that makes it; none where no template does.
    pub fn template(self) -> Option<&'static str> {
        match self {
            Format::Md => Some("guide.md"),
            Format::Html => Some("guide.html"),
            Format::Card => Some("card.html"),
            Format::Json | Format::Ics => None,
        }
    }

    /// The template that makes a plan of it; none where no template does.
    pub fn plan_template(self) -> Option<&'static str> {
        match self {
            Format::Md => Some("plan.md"),
            Format::Html => Some("plan.html"),
            Format::Card | Format::Json | Format::Ics => None,
        }
    }
}

/// The document in a medium; a template's error is a finding.
pub fn render(guide: &Guide, format: Format, templates: &Templates, sources: &Sources) -> Result<String, Box<Finding>> {
    let Some(template) = format.template() else {
        return Ok(match (format, &guide.week) {
            (Format::Ics, Some(week)) => calendar(week, &guide.stamp, &Calendar::default()),
            _ => json::json(guide),
        });
    };
    let text = templates.render(sources, template, guide)?;
    Ok(if format == Format::Md { tidy(&text) } else { text })
}

/// A plan in a medium that it has: Markdown, HTML or JSON; a template's error is a finding.
pub fn render_plan(
    plan: &PlanDoc,
    format: Format,
    templates: &Templates,
    sources: &Sources,
) -> Result<String, Box<Finding>> {
    let Some(template) = format.plan_template() else { return Ok(json::plan(plan)) };
    let text = templates.render(sources, template, plan)?;
    Ok(if format == Format::Md { tidy(&text) } else { text })
}

/// Markdown without the blank lines that template tags leave behind: at most one in a row, one line break at the end.
fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = true;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() && blank {
            continue;
        }
        blank = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    while out.ends_with("\n\n") {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn blank_lines_do_not_pile_up() {
        assert_eq!(tidy("\n\n# a\n\n\n\nb  \n\n\n"), "# a\n\nb\n");
    }
}

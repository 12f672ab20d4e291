//! Figures: positions and words of what the templates draw. All numbers come from the pack.

use super::Site;
use crate::diagnostics::{Finding, Findings, lints};
use crate::model::{Axis, Content, Drawing, Figure, InputKind};
use crate::profile::{Given, Profile, read};
use crate::quantity::{Interval, Unit, round6};
use crate::source::Sources;
use jiff::civil::Date;
use serde::Serialize;

/// How many points a curve is made of.
const POINTS: usize = 48;

/// A picture, as the parts `site/parts/figure-….html` draw it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FigureDoc {
    /// Id, which is its anchor.
    pub id: String,
    /// Title.
    pub title: String,
    /// What it shows, in words.
    pub caption: String,
    /// The sections of the guide; empty where a chart is drawn.
    pub hours: Vec<HourDoc>,
    /// Measures against an answer.
    pub chart: Option<ChartDoc>,
}

/// A section of the guide.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct HourDoc {
    /// Id.
    pub id: String,
    /// Heading.
    pub title: String,
    /// When, in words.
    pub when: String,
    /// How many lines of advice the pack has for it.
    pub items: usize,
    /// How long its bar is, in parts of 1000.
    pub width: u32,
    /// Where its bar starts, in parts of 1000.
    pub start: u32,
}

/// Measures against an answer. Positions run from 0 to 1000, from the left and from the top.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ChartDoc {
    /// What the answer is called.
    pub over: String,
    /// The unit of the measures, in words.
    pub unit: String,
    /// Marks along the bottom.
    pub across: Vec<TickDoc>,
    /// Marks up the side.
    pub up: Vec<TickDoc>,
    /// Between the first two lines, where there are two: points of a polygon.
    pub between: String,
    /// The measures as lines; empty where the answer is a choice.
    pub lines: Vec<LineDoc>,
    /// The measures as bars, where the answer is a choice.
    pub bars: Vec<BarDoc>,
    /// The same in words: what the columns are.
    pub columns: Vec<String>,
    /// The same in words: a line for each mark along the bottom.
    pub rows: Vec<RowDoc>,
}

/// A mark on an axis.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TickDoc {
    /// Where.
    pub at: u32,
    /// What it says.
    pub label: String,
}

/// A measure as a line.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LineDoc {
    /// Title of the measure.
    pub title: String,
    /// Points of the middle.
    pub points: String,
    /// Points around everything between low and high; empty where they are one.
    pub area: String,
}

/// A measure for one option.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct BarDoc {
    /// The option.
    pub title: String,
    /// The value in words; empty where there is none.
    pub value: String,
    /// How long the bar is, to the low end.
    pub low: u32,
    /// How long the bar is, to the high end.
    pub high: u32,
}

/// Values in words.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RowDoc {
    /// The answer.
    pub over: String,
    /// The measures' values, or a dash.
    pub values: Vec<String>,
}

/// The figure; `None` after a finding.
pub fn figure(
    site: &Site,
    sources: &Sources,
    figure: &Figure,
    as_of: Date,
    findings: &mut Findings,
) -> Option<FigureDoc> {
    let mut document = FigureDoc {
        id: figure.id.clone(),
        title: figure.title.clone(),
        caption: figure.caption.clone(),
        hours: Vec::new(),
        chart: None,
    };
    match &figure.draws {
        Drawing::Hours => document.hours = hours(site),
        Drawing::Numbers { over, range, measures, runner } => {
            let before = findings.len();
            let runner = read(site.content, sources, std::slice::from_ref(runner), as_of, findings);
            findings.amend(before, |finding| finding.or_at(figure.span, "the runner of this figure"));
            let runner = runner?;
            let drawn = Drawn { site, runner, over: *over, measures };
            document.chart = match range {
                Some(range) => drawn.lines(*range),
                None => drawn.bars(),
            };
            if document.chart.is_none() {
                let titles: Vec<&str> = measures.iter().map(|&m| site.content.measures()[m].id.as_str()).collect();
                findings.push(
                    Finding::new(&lints::MISSING_ANSWER, figure.span, format!("`{}` draws nothing", figure.id))
                        .label("the runner's answers give no number")
                        .help(format!("add answers to `runner` until {} can be worked out", titles.join(" and "))),
                );
                return None;
            }
        }
    }
    Some(document)
}

/// The sections side by side: equally long, since an hour and two days cannot share a scale.
fn hours(site: &Site) -> Vec<HourDoc> {
    let content = site.content;
    let count = content.sections().len().max(1);
    let section = |(at, section): (usize, &crate::model::Section)| HourDoc {
        id: section.id.clone(),
        title: section.title.clone(),
        when: site.rules.window(section.window),
        items: content.items().iter().filter(|item| item.section == at).count(),
        start: place(at as f64 / count as f64),
        width: place(1.0 / count as f64),
    };
    content.sections().iter().enumerate().map(section).collect()
}

/// One runner with one answer that changes.
struct Drawn<'a> {
    site: &'a Site<'a>,
    runner: Profile,
    over: Axis,
    measures: &'a [usize],
}

impl Drawn<'_> {
    fn content(&self) -> &Content {
        self.site.content
    }

    /// Every measure's value with an answer, in base units.
    fn values(&self, given: Given) -> Vec<Option<Interval>> {
        let runner = self.runner.with(self.content(), self.over, given);
        self.measures.iter().map(|&measure| runner.measure(measure).interval()).collect()
    }

    fn unit(&self) -> Option<&Unit> {
        self.measures.first().map(|&measure| &self.content().measures()[measure].unit)
    }

    fn titles(&self) -> Vec<String> {
        self.measures.iter().map(|&measure| self.content().measures()[measure].title.clone()).collect()
    }

    fn words(&self, values: &[Option<Interval>]) -> Vec<String> {
        let word = |(&measure, value): (&usize, &Option<Interval>)| match value {
            Some(value) => self.site.rules.amount(*value, &self.content().measures()[measure].unit),
            None => "–".to_owned(),
        };
        self.measures.iter().zip(values).map(word).collect()
    }

    /// Curves along a number. `None` where there is nothing to draw.
    fn lines(&self, range: Interval) -> Option<ChartDoc> {
        let input = &self.content().inputs()[self.over];
        let unit = self.unit()?;
        let at = |step: usize| range.lo() + (range.hi() - range.lo()) * step as f64 / (POINTS - 1) as f64;
        let points: Vec<(f64, Vec<Option<Interval>>)> =
            (0..POINTS).map(|step| (at(step), self.values(Given::Number(at(step))))).collect();
        let highest = points.iter().flat_map(|(_, values)| values.iter().flatten()).map(|v| v.hi()).reduce(f64::max)?;
        let up = nice(0.0, unit.from_base(highest));
        let top = up.last().copied().filter(|top| *top > 0.0)?;
        let x = |base: f64| (base - range.lo()) / (range.hi() - range.lo());
        let y = |base: f64| 1.0 - unit.from_base(base) / top;
        let point = |(base, value): (f64, f64)| format!("{},{}", place(x(base)), place(y(value)));
        let line = |at: usize, of: &dyn Fn(Interval) -> f64| -> Vec<(f64, f64)> {
            points.iter().filter_map(|(base, values)| Some((*base, of(values[at]?)))).collect()
        };
        let text = |points: Vec<(f64, f64)>| points.into_iter().map(point).collect::<Vec<_>>().join(" ");
        let around =
            |low: Vec<(f64, f64)>, high: Vec<(f64, f64)>| text(low.into_iter().chain(high.into_iter().rev()).collect());
        let lines = self.titles().into_iter().enumerate().map(|(at, title)| {
            let (low, high) = (line(at, &|v| v.lo()), line(at, &|v| v.hi()));
            let middle = line(at, &|v| (v.lo() + v.hi()) / 2.0);
            LineDoc { title, points: text(middle), area: if low == high { String::new() } else { around(low, high) } }
        });
        let lines: Vec<LineDoc> = lines.collect();
        let marks = nice(input.unit.from_base(range.lo()), input.unit.from_base(range.hi()));
        let marks: Vec<f64> =
            marks.into_iter().map(|m| input.unit.to_base(m)).filter(|m| (0.0..=1.0).contains(&round6(x(*m)))).collect();
        let label = |base: f64| self.site.rules.amount_of(base, &input.unit);
        Some(ChartDoc {
            over: input.title.clone(),
            unit: self.site.rules.unit(unit),
            across: marks.iter().map(|&m| TickDoc { at: place(x(m)), label: label(m) }).collect(),
            up: up
                .iter()
                .map(|&value| TickDoc { at: place(1.0 - value / top), label: self.site.rules.plain(value) })
                .collect(),
            between: if self.measures.len() == 2 {
                around(line(0, &|v| v.lo()), line(1, &|v| v.hi()))
            } else {
                String::new()
            },
            lines,
            bars: Vec::new(),
            columns: self.titles(),
            rows: marks
                .iter()
                .map(|&m| RowDoc { over: label(m), values: self.words(&self.values(Given::Number(m))) })
                .collect(),
        })
    }

    /// Bars for the options of a choice: the first measure.
    fn bars(&self) -> Option<ChartDoc> {
        let input = &self.content().inputs()[self.over];
        if input.kind != InputKind::Choice {
            return None;
        }
        let unit = self.unit()?;
        let options = || input.options.iter().enumerate();
        let values: Vec<Vec<Option<Interval>>> =
            options().map(|(option, _)| self.values(Given::Choice(option))).collect();
        let first = |values: &Vec<Option<Interval>>| values.first().copied().flatten();
        let highest = values.iter().filter_map(first).map(|value| value.hi()).reduce(f64::max)?;
        let up = nice(0.0, unit.from_base(highest));
        let top = up.last().copied().filter(|top| *top > 0.0)?;
        let long = |base: f64| place(unit.from_base(base) / top);
        let bars = options().zip(&values).map(|((_, option), values)| BarDoc {
            title: option.label.clone(),
            value: if first(values).is_some() { self.words(values).swap_remove(0) } else { String::new() },
            low: first(values).map_or(0, |value| long(value.lo())),
            high: first(values).map_or(0, |value| long(value.hi())),
        });
        Some(ChartDoc {
            over: input.title.clone(),
            unit: self.site.rules.unit(unit),
            across: Vec::new(),
            up: Vec::new(),
            between: String::new(),
            lines: Vec::new(),
            bars: bars.collect(),
            columns: self.titles(),
            rows: options()
                .zip(&values)
                .map(|((_, option), values)| RowDoc { over: option.label.clone(), values: self.words(values) })
                .collect(),
        })
    }
}

/// A share as a number from 0 to 1000.
fn place(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1000.0).round() as u32
}

/// Round numbers from at or below `low` to at or above `high`, four to seven of them.
fn nice(low: f64, high: f64) -> Vec<f64> {
    let span = (high - low).max(f64::MIN_POSITIVE);
    let rough = 10f64.powf((span / 5.0).log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * rough).find(|step| span / step <= 6.0).unwrap_or(rough * 10.0);
    let (first, last) = ((low / step + 1e-9).floor() as i64, (high / step - 1e-9).ceil() as i64);
    (first..=last).map(|at| round6(at as f64 * step)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_are_round() {
        assert_eq!(nice(0.0, 2.0), [0.0, 0.5, 1.0, 1.5, 2.0]);
        assert_eq!(nice(0.0, 31.0), [0.0, 10.0, 20.0, 30.0, 40.0]);
        assert_eq!(nice(0.4, 2.0), [0.0, 0.5, 1.0, 1.5, 2.0]);
        assert_eq!([0.0, 1.0, 0.123_456, -0.0].map(place), [0, 1000, 123, 0]);
    }

    proptest! {
        #[test]
        fn marks_enclose_the_range(low in 0.0..1e6_f64, span in 1e-3..1e6_f64) {
            let marks = nice(low, low + span);
            prop_assert!(marks.len() >= 2 && marks.len() <= 9, "{:?}", marks);
            prop_assert!(marks[0] <= low + span * 1e-3 && marks[marks.len() - 1] >= low + span * 0.999);
            prop_assert!(marks.is_sorted());
        }
    }
}

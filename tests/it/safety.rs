//! What no runner may ever get, held against 500 and more random runners of the shipped pack. The sums and rules are worked
//! out here again, from the pack and the selection.

use crate::runners::hold;
use crate::support::shipped;
use afterrun::condition::{OptionSet, Truth};
use afterrun::model::{Axis, Content, Item, Per, Priority};
use afterrun::profile::{Given, Lack, Outcome, Profile, evaluate};
use afterrun::quantity::Dimension;
use afterrun::render::Format;
use afterrun::select::{Fate, Selection, Slot, Stop, select};
use serde_json::Value;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

const RUNNERS: u32 = 500;

fn shown(selection: &Selection) -> Vec<usize> {
    (0..selection.decisions.len()).filter(|&item| selection.decisions[item].fate == Fate::Shown).collect()
}

fn ids(content: &Content, items: &[usize]) -> Vec<String> {
    items.iter().map(|&item| content.items()[item].id.clone()).collect()
}

/// The measures that a measure is made of, itself included.
fn made_of(content: &Content, axis: Axis, into: &mut BTreeSet<usize>) {
    let Some(measure) = content.measure_of(axis) else { return };
    if into.insert(measure) {
        for (name, _) in content.measures()[measure].cases.iter().flat_map(|case| case.value.names()) {
            if let Some(axis) = content.axis(name) {
                made_of(content, axis, into);
            }
        }
    }
}

/// Every measure whose number an item may print.
fn measures_of(content: &Content, item: &Item) -> BTreeSet<usize> {
    let mut measures = BTreeSet::new();
    let named = item.amounts.iter().flat_map(|amount| amount.value.names()).map(|(name, _)| name.to_string());
    let words = [&item.text, &item.why].into_iter().chain(item.when_unknown.as_ref());
    let slots = words.flat_map(|prose| prose.slots()).map(|slot| slot.name.to_string());
    for axis in named.chain(slots).filter_map(|name| content.axis(&name)) {
        made_of(content, axis, &mut measures);
    }
    measures
}

/// What an item gives amounts of, directly or through a measure.
fn kinds(content: &Content, item: &Item) -> BTreeSet<String> {
    let own = item.amounts.iter().filter_map(|amount| amount.of.clone());
    let measured = measures_of(content, item).into_iter().filter_map(|m| content.measures()[m].of.clone());
    own.chain(measured).chain(item.of.iter().cloned()).collect()
}

/// The runner with one more symptom; none where a profile of the pack cannot say so.
fn with_symptom(content: &Content, profile: &Profile, flag: usize) -> Option<Profile> {
    let (axis, option) = (content.symptoms()?, content.flags()[flag].option?);
    let before = match profile.given(axis) {
        Given::Set(set) => *set,
        _ => OptionSet::NONE,
    };
    Some(profile.with(content, axis, Given::Set(before.union(OptionSet::only(option)))))
}

/// Each of some flags in turn, one per runner.
fn in_turn(flags: Vec<usize>) -> impl Fn() -> usize {
    let at = Cell::new(0);
    move || {
        at.set(at.get() + 1);
        flags[at.get() % flags.len()]
    }
}

fn flags_where(content: &Content, ends: bool) -> Vec<usize> {
    let all = 0..content.flags().len();
    all.filter(|&f| content.flags()[f].level.ends_the_guide() == ends && content.flags()[f].option.is_some()).collect()
}

fn json(profile: &Profile) -> Value {
    let pack = shipped();
    let text = pack.print(&pack.guide(profile), Format::Json);
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

#[test]
fn an_emergency_is_all_that_its_guide_is() {
    let pack = shipped();
    let content = &pack.content;
    let next = in_turn(flags_where(content, true));
    hold(content, RUNNERS, |profile| {
        let flag = next();
        let Some(profile) = with_symptom(content, profile, flag) else { return Err("it cannot be said".to_owned()) };
        let guide = pack.guide(&profile);
        let id = &content.flags()[flag].id;
        if !guide.stop.iter().any(|stop| stop.id == *id && !stop.action.is_empty()) {
            return Err(format!("{id} is not in the stop box"));
        }
        let json = json(&profile);
        let empty = |key: &str| json[key].as_array().is_some_and(Vec::is_empty);
        let silent = guide.sections.is_empty() && guide.glance.is_none() && guide.timeline.is_none() && guide.ends;
        if !silent
            || !empty("sections")
            || !empty("not_for_you")
            || !empty("unknown")
            || json["measures"] != Value::Object(Default::default())
        {
            return Err(format!("{id}: there is more than the stop box"));
        }
        let md = pack.print(&guide, Format::Md);
        if md.contains("- [ ]") { Err(format!("{id}: something to tick")) } else { Ok(()) }
    });
}

#[test]
fn what_a_flag_forbids_is_nowhere() {
    let pack = shipped();
    let content = &pack.content;
    let next = in_turn(flags_where(content, false));
    let kinds: Vec<BTreeSet<String>> = content.items().iter().map(|item| kinds(content, item)).collect();
    hold(content, RUNNERS, |profile| {
        let Some(profile) = with_symptom(content, profile, next()) else { return Err("it cannot be said".to_owned()) };
        let selection = select(content, &profile);
        let guide = pack.guide(&profile);
        let json = json(&profile);
        let in_json: Vec<&str> = json["sections"]
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|section| section["items"].as_array().into_iter().flatten())
            .filter_map(|item| item["id"].as_str())
            .collect();
        let first = guide
            .glance
            .iter()
            .flat_map(|g| g.things.iter().map(|t| t.id.as_str()).chain(g.numbers.iter().map(|n| n.item.as_str())));
        let timed = guide.timeline.iter().flat_map(|t| t.items.iter().map(|band| band.id.as_str()));
        let everywhere: BTreeSet<&str> = in_json.into_iter().chain(first).chain(timed).collect();
        for flag in selection.flags.iter().map(|&f| &content.flags()[f]) {
            let forbids = &flag.forbids;
            for (at, item) in
                content.items().iter().enumerate().filter(|(_, item)| everywhere.contains(item.id.as_str()))
            {
                let of = kinds[at].iter().find(|kind| forbids.of.contains(kind));
                if forbids.topics.contains(&item.topic) || forbids.items.contains(&at) {
                    return Err(format!("{} forbids {}", flag.id, item.id));
                }
                if let Some(of) = of {
                    return Err(format!("{} forbids {of}, and {} tells of it", flag.id, item.id));
                }
            }
            for measure in content.measures().iter().filter(|m| m.of.as_ref().is_some_and(|of| forbids.of.contains(of)))
            {
                if json["measures"][&measure.id]["low"].is_number() {
                    return Err(format!("{} forbids the measure {}", flag.id, measure.id));
                }
            }
            let mut numbers = guide.glance.iter().flat_map(|g| &g.numbers);
            if let Some(number) =
                numbers.find(|n| forbids.of.contains(&n.of) && (n.value.is_some() || !n.item.is_empty()))
            {
                return Err(format!("{} forbids {}, and it is at a glance", flag.id, number.of));
            }
        }
        Ok(())
    });
}

#[test]
fn what_is_blocked_is_not_shown() {
    let content = &shipped().content;
    hold(content, RUNNERS, |profile| {
        let selection = select(content, profile);
        for at in shown(&selection) {
            let item = &content.items()[at];
            if item.unless.blocks(&profile.answers()) == Truth::True {
                return Err(format!("{} is shown although its `unless` holds", item.id));
            }
        }
        Ok(())
    });
}

#[test]
fn a_withheld_number_is_nowhere() {
    let pack = shipped();
    let content = &pack.content;
    hold(content, RUNNERS, |profile| {
        let blocked: BTreeSet<usize> = (0..content.measures().len())
            .filter(|&m| content.measures()[m].unless.blocks(&profile.answers()) == Truth::True)
            .collect();
        let json = json(profile);
        for &measure in &blocked {
            let measure_json = &json["measures"][&content.measures()[measure].id];
            if profile.measure(measure).outcome != Outcome::Unknown(Lack::Blocked) || measure_json["low"].is_number() {
                return Err(format!("{} has a value", content.measures()[measure].id));
            }
        }
        let selection = select(content, profile);
        for at in shown(&selection) {
            let item = &content.items()[at];
            for (amount, value) in item.amounts.iter().zip(&selection.decisions[at].amounts) {
                let mut measures = BTreeSet::new();
                for axis in amount.value.names().into_iter().filter_map(|(name, _)| content.axis(name)) {
                    made_of(content, axis, &mut measures);
                }
                if value.value.is_some() && measures.iter().any(|measure| blocked.contains(measure)) {
                    return Err(format!("{}: {} is made of a measure that is withheld", item.id, amount.name));
                }
            }
        }
        Ok(())
    });
}

#[test]
fn what_is_shown_is_for_this_runner_or_stands_in() {
    let content = &shipped().content;
    hold(content, RUNNERS, |profile| {
        let selection = select(content, profile);
        for at in shown(&selection) {
            let item = &content.items()[at];
            let holds = |at: usize| content.items()[at].when.holds(&profile.answers()) == Truth::True;
            let stands_in = selection.decisions[at].stands_for.is_some_and(|blocked| {
                let stopped =
                    matches!(selection.decisions[blocked].fate, Fate::Stopped(Stop::Unless(_) | Stop::Flag(_)));
                stopped && holds(blocked) && content.items()[blocked].instead == Some(at)
            });
            if !holds(at) && !stands_in {
                return Err(format!("{} is shown, and its `when` does not hold", item.id));
            }
        }
        Ok(())
    });
}

#[test]
fn one_of_each_group_and_no_contradictions() {
    let content = &shipped().content;
    hold(content, RUNNERS, |profile| {
        let selection = select(content, profile);
        let shown = shown(&selection);
        let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for &at in &shown {
            let blocked = selection.decisions[at].stands_for;
            let own = [Some(at), blocked].into_iter().flatten().filter_map(|i| content.items()[i].exclusive.as_deref());
            for group in own.collect::<BTreeSet<_>>() {
                groups.entry(group).or_default().push(at);
            }
        }
        if let Some((group, members)) = groups.iter().find(|(_, members)| members.len() > 1) {
            return Err(format!("of the group {group} are shown {:?}", ids(content, members)));
        }
        let clash = shown.iter().find_map(|&at| {
            let other = content.items()[at].contradicts.iter().find(|other| shown.contains(other))?;
            Some(ids(content, &[at, *other]))
        });
        clash.map_or(Ok(()), |pair| Err(format!("{pair:?} contradict each other")))
    });
}

/// An amount that limits count.
struct Counted {
    low: f64,
    high: f64,
    dimension: Dimension,
    section: usize,
    window: Option<(f64, f64)>,
}

fn counted(content: &Content, selection: &Selection, of: &str) -> Vec<Counted> {
    let mut all = Vec::new();
    for at in shown(selection) {
        let item = &content.items()[at];
        let window = match selection.times.slot(content, at) {
            Slot::Minutes(from, to) => Some((from, to)),
            Slot::Open(_) => None,
        };
        for (amount, value) in item.amounts.iter().zip(&selection.decisions[at].amounts) {
            let Some(value) = value.value.filter(|_| amount.of.as_deref() == Some(of) && !amount.exempt) else {
                continue;
            };
            let section = selection.times.section_of(item.section);
            all.push(Counted {
                low: value.lo(),
                high: value.hi(),
                dimension: amount.unit.dimension(),
                section,
                window,
            });
        }
    }
    all
}

#[test]
fn limits_hold() {
    let content = &shipped().content;
    hold(content, RUNNERS, |profile| {
        let selection = select(content, profile);
        for limit in content.limits() {
            let known = |formula: &Option<_>| formula.as_ref().and_then(|f| evaluate(content, profile, f).ok());
            let most = known(&limit.at_most).map(|x| x.hi() * (1.0 + 1e-6));
            let least = known(&limit.at_least).map(|x| x.lo() * (1.0 - 1e-6));
            let mut all = counted(content, &selection, &limit.of);
            all.retain(|x| limit.section.is_none_or(|section| section == x.section));
            let same: Vec<&Counted> = all.iter().filter(|x| x.dimension == limit.dimension).collect();
            let sum = |which: &dyn Fn(&Counted) -> bool| same.iter().filter(|x| which(x)).map(|x| x.high).sum::<f64>();
            let sums: Vec<f64> = match limit.per {
                Per::Amount => same.iter().map(|x| x.high).collect(),
                Per::Guide => vec![sum(&|_| true)],
                Per::Section => (0..content.sections().len()).map(|section| sum(&|x| x.section == section)).collect(),
                Per::Hour => {
                    let rates: Vec<(f64, f64, f64)> = all
                        .iter()
                        .filter_map(|x| {
                            let (from, to) = x.window?;
                            let seconds = (to - from).max(60.0) * 60.0;
                            let rate = if x.dimension == limit.dimension { x.high } else { x.high / seconds };
                            let fits =
                                x.dimension == limit.dimension || x.dimension == limit.dimension * Dimension::TIME;
                            (fits && from < to).then_some((from, to, rate))
                        })
                        .collect();
                    rates
                        .iter()
                        .map(|(start, ..)| {
                            let running = rates.iter().filter(|(from, to, _)| from <= start && start < to);
                            running.map(|(.., rate)| rate).sum()
                        })
                        .collect()
                }
            };
            if let Some(sum) = sums.iter().find(|sum| most.is_some_and(|most| **sum > most)) {
                return Err(format!("{}: {sum} is over {most:?}", limit.id));
            }
            if let Some(x) = same.iter().find(|x| least.is_some_and(|least| x.low < least)) {
                return Err(format!("{}: {} is under {least:?}", limit.id, x.low));
            }
        }
        Ok(())
    });
}

#[test]
fn sections_keep_their_maximum_and_cut_no_must() {
    let content = &shipped().content;
    hold(content, RUNNERS, |profile| {
        let selection = select(content, profile);
        let must = |at: &usize| content.items()[*at].priority == Priority::Must;
        for (section, items) in content.sections().iter().zip(&selection.sections) {
            let musts = items.iter().filter(|at| must(at)).count();
            if items.len() > section.at_most.max(musts) {
                return Err(format!("{} holds {:?}", section.id, ids(content, items)));
            }
        }
        let listed: BTreeSet<usize> = selection.sections.iter().flatten().copied().collect();
        if listed != shown(&selection).into_iter().collect() {
            return Err("what is shown stands in no section".to_owned());
        }
        let cut = (0..content.items().len()).find(|at| must(at) && selection.decisions[*at].fate == Fate::Cut);
        cut.map_or(Ok(()), |at| Err(format!("{} is a must and is cut", content.items()[at].id)))
    });
}

#[test]
fn every_section_has_something_for_everybody() {
    let content = &shipped().content;
    hold(content, RUNNERS, |profile| {
        let selection = select(content, profile);
        for (at, section) in content.sections().iter().enumerate() {
            let merged = selection.times.section_of(at) != at;
            let items = &selection.sections[at];
            if !selection.stop && !merged && items.len() < section.at_least {
                return Err(format!("{} holds only {:?}", section.id, ids(content, items)));
            }
        }
        Ok(())
    });
}

/// Unknown is never "no": whoever leaves an answer out that blocks an item reads its caveat, and whoever leaves their
/// symptoms out reads the signs of an emergency.
#[test]
fn leaving_an_answer_out_unblocks_nothing_in_silence() {
    let pack = shipped();
    let content = &pack.content;
    let turn = Cell::new(0);
    hold(content, RUNNERS, |profile| {
        let before = select(content, profile);
        turn.set(turn.get() + 1);
        let asked = content.inputs().iter().enumerate().filter(|(_, input)| !input.required);
        for (axis, input) in asked.filter(|(axis, _)| *profile.given(*axis) != Given::Unknown) {
            // Health in every run, all else in turn: each selection takes its time.
            if content.symptoms() != Some(axis) && input.id != "conditions" && axis % 8 != turn.get() % 8 {
                continue;
            }
            let blocked =
                |fate: &Fate| matches!(fate, Fate::Stopped(Stop::Unless(_) | Stop::Flag(_)) | Fate::GuideEnds);
            let less = profile.with(content, axis, Given::Unknown);
            let after = select(content, &less);
            for at in shown(&after).into_iter().filter(|&at| blocked(&before.decisions[at].fate)) {
                let decision = &after.decisions[at];
                let item = &content.items()[at];
                let told = content.symptoms() == Some(axis) && !pack.guide(&less).emergency_signs.is_empty();
                let flagged = matches!(before.decisions[at].fate, Fate::Stopped(Stop::Flag(_)) | Fate::GuideEnds);
                let by_data = flagged && content.symptoms() != Some(axis);
                if decision.caveats.is_empty() && !told && !by_data {
                    return Err(format!("without `{}` {} is shown, and says nothing", input.id, item.id));
                }
            }
        }
        Ok(())
    });
}

/// The promises above are worth what the runners reach.
#[test]
fn random_runners_reach_the_pack() {
    let content = &shipped().content;
    let reached = std::cell::RefCell::new(BTreeSet::new());
    hold(content, RUNNERS, |profile| {
        let selection = select(content, profile);
        let fates = selection.decisions.iter().zip(content.items()).map(|(decision, item)| match &decision.fate {
            Fate::Shown => item.id.as_str(),
            Fate::Stopped(Stop::Unless(_)) => "(unless)",
            Fate::Stopped(Stop::Flag(_)) => "(flag)",
            Fate::Lost(_) => "(lost)",
            Fate::CannotTell(_) => "(cannot tell)",
            Fate::GuideEnds => "(ends)",
            Fate::Cut => "(cut)",
            Fate::Stopped(Stop::Limit(_)) | Fate::NotMatched => "(not)",
        });
        let values =
            profile_values(content, profile).into_iter().map(|measure| content.measures()[measure].id.as_str());
        reached.borrow_mut().extend(fates.chain(values));
        Ok(())
    });
    let reached = reached.into_inner();
    let all =
        content.items().iter().map(|item| item.id.as_str()).chain(content.measures().iter().map(|m| m.id.as_str()));
    let missed: Vec<&str> = all
        .chain(["(unless)", "(flag)", "(lost)", "(cannot tell)", "(ends)"])
        .filter(|id| !reached.contains(id))
        .collect();
    let most = (content.items().len() + content.measures().len()) / 10;
    assert!(missed.len() <= most, "never seen in {RUNNERS} runners: {missed:?}");
}

fn profile_values(content: &Content, profile: &Profile) -> Vec<usize> {
    (0..content.measures().len()).filter(|&m| profile.measure(m).interval().is_some()).collect()
}

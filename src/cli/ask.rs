//! Questions on a terminal: only what is required, and then only what can still change the guide.

use crate::condition::OptionSet;
use crate::model::{Axis, Content, Input, InputKind};
use crate::profile::{Given, Profile, read_one, said};
use crate::select::{select, unanswered};
use anyhow::bail;
use inquire::{Confirm, InquireError, MultiSelect, Select, Text};
use jiff::civil::Date;
use std::io::Write;

/// Asks until no open question matters. `Ok(None)` where a required question was left open.
pub(super) fn ask(content: &Content, as_of: Date) -> anyhow::Result<Option<Profile>> {
    let words = |key: &str| content.strings().text(key, &[]);
    writeln!(anstream::stderr(), "{}", words("ask.intro"))?;
    let mut given = vec![Given::Unknown; content.inputs().len()];
    for (axis, input) in content.inputs().iter().enumerate().filter(|(_, i)| i.required) {
        given[axis] = question(content, axis)?;
        if given[axis] == Given::Unknown {
            bail!("a guide needs an answer to `{}`", input.id);
        }
    }
    let mut asked: Vec<Axis> = Vec::new();
    // Warning signs come before all else.
    if let Some(symptoms) = content.symptoms() {
        given[symptoms] = question(content, symptoms)?;
        asked.push(symptoms);
    }
    loop {
        let profile = Profile::new(content, given.clone(), as_of);
        let selection = select(content, &profile);
        let open = unanswered(content, &profile, &selection);
        // In the order of the pack, so that questions that belong together stand together.
        let next = open.iter().map(|o| o.input).filter(|input| !asked.contains(input)).min();
        let Some(axis) = next else {
            writeln!(anstream::stderr(), "{}", words("ask.done"))?;
            return Ok(Some(profile));
        };
        asked.push(axis);
        given[axis] = question(content, axis)?;
    }
}

/// One question; skipped questions stay unknown.
fn question(content: &Content, axis: Axis) -> anyhow::Result<Given> {
    let input = &content.inputs()[axis];
    let help = input.hint.clone().unwrap_or_default();
    let answer = match input.kind {
        InputKind::Choice => choice(input, &help),
        InputKind::Set => set(content, input, &help),
        InputKind::Flag => Confirm::new(&input.ask).prompt_skippable().map(|yes| yes.map(Given::Flag)),
        _ => text(content, axis, &help),
    };
    match answer {
        Ok(answer) => Ok(answer.unwrap_or(Given::Unknown)),
        Err(InquireError::OperationInterrupted) => bail!("stopped before the guide was ready"),
        Err(error) => Err(error.into()),
    }
}

fn choice(input: &Input, help: &str) -> Result<Option<Given>, InquireError> {
    let labels: Vec<&str> = input.options.iter().map(|o| o.label.as_str()).collect();
    let mut select = Select::new(&input.ask, labels);
    if !help.is_empty() {
        select = select.with_help_message(help);
    }
    Ok(select.raw_prompt_skippable()?.map(|picked| Given::Choice(picked.index)))
}

/// Options to tick; typing searches them, and symptoms are found in a runner's own words too.
fn set(content: &Content, input: &Input, help: &str) -> Result<Option<Given>, InquireError> {
    let labels: Vec<&str> = input.options.iter().map(|o| o.label.as_str()).collect();
    let symptoms = content.symptoms().is_some_and(|axis| content.inputs()[axis].id == input.id);
    let scorer = move |typed: &str, _: &&str, label: &str, index: usize| -> Option<i64> {
        let words = typed.trim().to_lowercase();
        let near = words.is_empty() || label.to_lowercase().contains(&words);
        let own_words =
            symptoms && said(content, typed).iter().any(|&flag| content.flags()[flag].option == Some(index));
        (near || own_words).then_some(0)
    };
    let search = content.strings().text("ask.search", &[]);
    let help = if help.is_empty() { search } else { format!("{help} {search}.") };
    let picked =
        MultiSelect::new(&input.ask, labels).with_scorer(&scorer).with_help_message(&help).raw_prompt_skippable()?;
    let set = |picked: Vec<inquire::list_option::ListOption<&str>>| {
        picked.iter().fold(OptionSet::default(), |all, o| all.union(OptionSet::only(o.index)))
    };
    Ok(picked.map(|picked| Given::Set(set(picked))))
}

fn text(content: &Content, axis: Axis, help: &str) -> Result<Option<Given>, InquireError> {
    let input = &content.inputs()[axis];
    let unit = if input.unit.name() == "1" { String::new() } else { format!(" ({})", input.unit.name()) };
    let ask = format!("{}{unit}", input.ask);
    let mut problem: Option<String> = None;
    // A validator must own what it looks at, so a wrong answer is asked for again here.
    loop {
        let help = problem.as_deref().unwrap_or(help);
        let mut prompt = Text::new(&ask);
        if !help.is_empty() {
            prompt = prompt.with_help_message(help);
        }
        let Some(typed) = prompt.prompt_skippable()?.filter(|t| !t.trim().is_empty()) else { return Ok(None) };
        match read_one(content, axis, typed.trim()) {
            Ok(answer) => return Ok(Some(answer)),
            Err(message) => problem = Some(message),
        }
    }
}

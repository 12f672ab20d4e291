//! The room through its doors, on a small pack. `◊` is where somebody types or points.

use super::*;
use crate::source::{FileId, Sources};

const PROFILE: &str = "\
groups:
  - id: run
    title: The run
    inputs:
      - { id: session_kind, ask: Which session?, type: choice, options: [easy, { id: race, label: A race }] }
      - { id: day_time, ask: How long?, type: number, unit: min, range: 0..2880, required: true }
      - { id: body_mass, ask: What do you weigh?, type: number, unit: kg }
      - { id: symptoms, ask: What do you feel?, type: set, options: red-flags }
      - { id: diet, ask: What do you eat?, type: set, options: [vegan] }
      - { id: bedtime, ask: When do you sleep?, type: time, default: \"22:30\" }
impossible:
  - { session_kind: easy, day_time: \"> 600\" }
";
const MEASURES: &str = "\
- id: serving
  title: Protein serving
  unit: g
  of: protein
  unless: { symptoms: chest-pain }
  cases:
    - { id: by-mass, label: by your weight, when: { session_kind: \"race, not(easy)\" }, value: \"min(0.3 g/kg * (body_mass), 40 g)\" }
  sources: [handbook]
";
const TOPIC: &str = "\
id: food
title: Food
summary: What to eat.
text: |
  See [[faq:oats]] and [[term:protein|this word]], not `[[faq:oats]]`.
sources: [handbook]
items:
  - id: eat
    title: Eat
    section: first-hour
    when: { session_kind: race, day_time: \">= 60\" }
    instead: rest
    exclusive: food
    do: Eat {{ portion }} of {{ serving }} after {{day_time}}.
    amounts:
      portion: { value: \"serving * 2\", of: protein }
    examples: [{ for: vegan, food: [oats] }]
    sources: [handbook]
  - id: rest
    title: Rest
    section: first-hour
    exclusive: food
    do: Rest.
";
const REST: &[(&str, &str)] = &[
    (
        "guide.yaml",
        "sections:\n  - { id: first-hour, title: First hour, from: 0 h, to: bedtime }\nglance: { numbers: [protein] }\n",
    ),
    (
        "foods.yaml",
        "- { id: oats, serving: a bowl, carbohydrate: 50 g, protein: 10 g, fits: [vegan], source: handbook }\n",
    ),
    ("faqs.yaml", "- { id: oats, question: Are oats food?, answer: Yes., tags: [food], sources: [handbook] }\n"),
    ("glossary.yaml", "- { id: protein, term: protein, definition: What muscles are made of. }\n"),
    (
        "sources.yaml",
        "- { id: handbook, authors: Doe J, year: 2020, title: The handbook, doi: 10.1/x, kind: expert, checked: true }\n",
    ),
    (
        "red-flags.yaml",
        "- { id: chest-pain, signs: Pain in the chest, level: emergency, when: { symptoms: chest-pain }, \
         forbids: { topics: [food], items: [eat], of: [protein] } }\n",
    ),
    ("site.yaml", "title: T\nlints: { slow-answer: warn }\n"),
    (
        "tests.yaml",
        "- name: A race\n  profile: { session_kind: race, day_time: 90, symptoms: [chest-pain], diet: vegan }\n  \
         measures: { serving: { value: 20 g, case: by-mass } }\n  shown: [eat]\n  not_shown: rest\n  stop: chest-pain\n",
    ),
];

struct Pack {
    sources: Sources,
    file: FileId,
    offset: usize,
}

impl Pack {
    /// The small pack, with these files instead of its own; the one that holds a `◊` is the one that is edited.
    fn with(files: &[(&str, &str)]) -> Pack {
        let own = [("profile.yaml", PROFILE), ("measures.yaml", MEASURES), ("guidance/food.yaml", TOPIC)];
        let kept = own.iter().chain(REST).filter(|(path, _)| files.iter().all(|(other, _)| other != path));
        let mut sources = Sources::new();
        let mut place = None;
        for (path, text) in kept.chain(files) {
            let file = sources.add_text(*path, text.replacen('◊', "", 1));
            place = text.find('◊').map(|offset| (file, offset)).or(place);
        }
        let (file, offset) = place.expect("no ◊ in any file");
        Pack { sources, file, offset }
    }

    /// The small pack, pointed at behind the first `marked` of a file.
    fn at(path: &str, marked: &str) -> Pack {
        let own = [("profile.yaml", PROFILE), ("measures.yaml", MEASURES), ("guidance/food.yaml", TOPIC)];
        let (_, text) = own.iter().chain(REST).find(|(other, _)| *other == path).expect("no such file");
        assert!(text.contains(marked), "{path} has no {marked}");
        Pack::with(&[(path, &text.replacen(marked, &format!("{marked}◊"), 1))])
    }

    fn index(&self) -> Index {
        Index::of(&self.sources)
    }

    fn hover(&self) -> String {
        hover(&self.sources, &self.index(), self.file, self.offset).map_or(String::new(), |hover| hover.text)
    }

    fn labels(&self) -> Vec<String> {
        let done = complete(&self.sources, &self.index(), self.file, self.offset);
        done.list.into_iter().map(|candidate| candidate.label).collect()
    }

    /// The pack after a rename, as one text.
    fn renamed(&self, new: &str) -> Result<String, String> {
        let edits = renamed(&self.sources, &self.index(), self.file, self.offset, new)?;
        let mut out = String::new();
        for (file, source) in self.sources.iter() {
            let mut text = source.text().to_owned();
            for edit in edits.iter().filter(|edit| edit.span.file == file).rev() {
                text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
            }
            out.push_str(&text);
        }
        Ok(out)
    }
}

#[test]
fn hover_says_what_a_name_is_wherever_it_stands() {
    for (path, marked, expected) in [
        (
            "guidance/food.yaml",
            "day_time",
            "**day\\_time** · input\n\nHow long?\n\ntype: `number` · unit: `min` · range: `0..2880`",
        ),
        ("guidance/food.yaml", "{{day", "**day\\_time** · input"),
        ("measures.yaml", "(body", "**body\\_mass** · input\n\nWhat do you weigh?"),
        ("guidance/food.yaml", "\"serv", "**serving** · measure\n\nProtein serving\n\nunit: `g` · of: `protein`"),
        (
            "guidance/food.yaml",
            "{{ serv",
            "by your weight: `min(0.3 g/kg * (body_mass), 40 g)`, when `session_kind race, not(easy)`",
        ),
        ("guidance/food.yaml", "{{ port", "**portion** · amount of `eat`\n\n`serving * 2`\n\nof: `protein`"),
        (
            "guidance/food.yaml",
            "[hand",
            "**handbook** · source\n\nThe handbook\n\nDoe J · 2020\n\n<https://doi.org/10.1/x>",
        ),
        ("guidance/food.yaml", "first", "**first-hour** · section\n\nFirst hour\n\nfrom: `0 h` · to: `bedtime`"),
        ("guidance/food.yaml", "kind: ra", "**race** · option of `session_kind`\n\nA race"),
        ("guidance/food.yaml", "instead: re", "**rest** · item\n\nRest\n\nRest."),
        ("guidance/food.yaml", "faq:oa", "**oats** · FAQ\n\nAre oats food?\n\nYes."),
        ("guidance/food.yaml", "term:pro", "**protein** · term\n\nprotein\n\nWhat muscles are made of."),
        ("guidance/food.yaml", "food: [oa", "**oats** · food"),
        ("guidance/food.yaml", "exclusive: fo", "**food** · exclusive group\n\nUsed 2 times."),
        ("measures.yaml", "chest", "**chest-pain** · red flag\n\nPain in the chest"),
        ("tests.yaml", "case: by", "**by-mass** · case of `serving`"),
        ("tests.yaml", "diet: ve", "**vegan** · option of `diet`"),
        ("tests.yaml", "serv", "**serving** · measure"),
        ("red-flags.yaml", "topics: [fo", "**food** · topic\n\nFood\n\nWhat to eat."),
        ("guide.yaml", "to: bed", "**bedtime** · input"),
        ("site.yaml", "slow", "# slow-answer"),
        ("guidance/food.yaml", "  excl", "**exclusive**\n\nIts group; one of a group is shown."),
    ] {
        let text = Pack::at(path, marked).hover();
        assert!(text.contains(expected), "{path}, {marked}:\n{text}");
    }
    assert_eq!(Pack::at("guidance/food.yaml", "`[[faq:oa").hover(), "", "code is no link");
    assert_eq!(Pack::at("guidance/food.yaml", "title: Ea").hover(), "");
}

#[test]
fn definitions_and_uses_are_found() {
    let pack = Pack::at("guidance/food.yaml", "[hand");
    let index = pack.index();
    let symbol = Symbol::new(Kind::Source, "handbook");
    assert_eq!(index.at(pack.file, pack.offset).map(|o| &o.symbol), Some(&symbol));
    assert_eq!(index.definitions(&symbol).len(), 1);
    assert_eq!(pack.sources.slice(index.definitions(&symbol)[0].span), "handbook");
    assert_eq!(index.places(&symbol).count(), 6);
    assert!(index.places(&symbol).all(|o| o.exact && pack.sources.slice(o.span) == "handbook"));
}

#[test]
fn what_may_stand_here_is_offered() {
    let item = "id: food\nitems:\n  - id: eat\n    title: Eat\n    amounts: { portion: 2 g }\n";
    for (line, wanted, unwanted) in [
        ("    sources: [han◊", "handbook", "oats"),
        ("    sources: [◊]", "handbook", "protein"),
        ("    sources:\n      - ◊", "handbook", "title"),
        ("    instead: ◊", "eat", "handbook"),
        ("    section: ◊", "first-hour", "eat"),
        ("    when: { day◊ }", "day_time", "title"),
        ("    when:\n      - { day◊", "day_time", "title"),
        ("    when: { session_kind: ◊ }", "race", "day_time"),
        ("    when: { session_kind: \"easy, ra◊", "race", "min"),
        ("    when: { symptoms: \"none(che◊", "chest-pain", "race"),
        ("    when: { day_time: \">= 60 ◊", "min", "kg"),
        ("    amounts: { portion: \"ser◊\" }", "serving", "session_kind"),
        ("    amounts: { portion: \"2 ◊", "g", "serving"),
        ("    amounts:\n      portion: { value: m◊", "min", "eat"),
        ("    examples: [{ for: ◊", "any", "race"),
        ("    examples: [{ for: ◊", "vegan", "race"),
        ("    examples: [{ for: any, food: [◊", "oats", "vegan"),
        ("    do: Eat {{ ◊", "portion", "oats"),
        ("    do: Eat {{ ◊ }}", "day_time", "min"),
        ("    do: See [[◊", "faq", "oats"),
        ("    do: See [[faq:◊", "oats", "protein"),
        ("    do: >-\n      A line\n      [[term:◊", "protein", "oats"),
        ("    ◊", "evidence", "title"),
        ("    evid◊\n    do: Eat.", "evidence", "do"),
        ("    evidence: ◊", "A", "eat"),
        ("    priority: ◊", "must", "eat"),
        ("    of: ◊", "protein", "eat"),
    ] {
        let pack = Pack::with(&[("guidance/food.yaml", &format!("{item}{line}"))]);
        let labels = pack.labels();
        assert!(labels.iter().any(|label| label == wanted), "{line}: {labels:?}");
        assert!(labels.iter().all(|label| label != unwanted), "{line}: {labels:?}");
    }
    for (path, text, wanted) in [
        ("tests.yaml", "- name: A\n  profile: { se◊ }\n", "session_kind"),
        ("tests.yaml", "- name: A\n  profile: { session_kind: ◊ }\n", "race"),
        ("tests.yaml", "- name: A\n  measures: { ◊ }\n", "serving"),
        ("tests.yaml", "- name: A\n  measures: { serving: { value: 1 g, case: ◊ } }\n", "by-mass"),
        ("tests.yaml", "- name: A\n  shown: [eat, re◊]\n", "rest"),
        ("measures.yaml", "- id: serving\n  unit: ◊\n", "g"),
        ("measures.yaml", "- id: serving\n  ◊\n", "cases"),
        ("profile.yaml", "groups:\n  - id: run\n    inputs:\n      - id: x\n        type: ◊\n", "choice"),
        ("site.yaml", "lints: { slo◊ }\n", "slow-answer"),
        ("site.yaml", "lints:\n  slow-answer: ◊\n", "deny"),
        ("guide.yaml", "sections:\n  - { id: a, to: ◊ }\n", "bedtime"),
        ("sources.yaml", "- id: a\n  checked: ◊\n", "true"),
    ] {
        let labels = Pack::with(&[(path, text)]).labels();
        assert!(labels.iter().any(|label| label == wanted), "{text}: {labels:?}");
    }
    assert_eq!(Pack::at("guidance/food.yaml", "title: Ea").labels(), [] as [&str; 0]);
    assert_eq!(Pack::with(&[("sources.yaml", "# a comment ◊\n")]).labels(), [] as [&str; 0]);
}

#[test]
fn what_is_typed_for_a_candidate_fits_its_place() {
    for (line, label, insert) in [
        ("    ◊", "evidence", "evidence: "),
        ("    evid◊: A", "evidence", "evidence"),
        ("    do: See [[◊", "faq", "faq:"),
        ("    do: See [[faq:o◊", "oats", "oats]]"),
        ("    do: See [[faq:o◊]].", "oats", "oats"),
        ("    do: See {{ d◊", "day_time", "day_time }}"),
        ("    when: { symptoms: n◊", "not", "not("),
        ("    when: { d◊", "day_time", "day_time: "),
    ] {
        let text = format!("id: food\nitems:\n  - id: eat\n{line}");
        let pack = Pack::with(&[("guidance/food.yaml", &text)]);
        let done = complete(&pack.sources, &pack.index(), pack.file, pack.offset);
        let found = done.list.iter().find(|candidate| candidate.label == label);
        assert_eq!(found.map(|candidate| candidate.insert.as_str()), Some(insert), "{line}");
        let word = text.find('◊').map(|at| text[..at].rfind([' ', '[', ':', '{']).map_or(0, |at| at + 1));
        assert_eq!(Some(done.replace.start), word, "{line}");
    }
}

#[test]
fn a_rename_reaches_every_use_and_nothing_else() {
    for (path, marked, old, new, times) in [
        ("guidance/food.yaml", "day_time", "day_time", "zz_new", 5),
        ("guidance/food.yaml", "{{ serv", "serving", "zz_new", 4),
        ("guidance/food.yaml", "{{ port", "portion", "zz_new", 2),
        ("guidance/food.yaml", "kind: ra", "race", "zz-new", 4),
        ("guidance/food.yaml", "for: ve", "vegan", "zz-new", 4),
        ("guidance/food.yaml", "[hand", "handbook", "zz-new", 6),
        ("guidance/food.yaml", "instead: re", "rest", "zz-new", 3),
        ("guidance/food.yaml", "faq:oa", "oats", "zz-new", 2),
        ("guidance/food.yaml", "section: fi", "first-hour", "zz-new", 3),
        ("guidance/food.yaml", "exclusive: fo", "food", "zz-new", 2),
        ("measures.yaml", "chest", "chest-pain", "zz-new", 5),
        ("tests.yaml", "case: by", "by-mass", "zz-new", 2),
        ("tests.yaml", "[ea", "eat", "zz-new", 3),
        ("red-flags.yaml", "topics: [fo", "food", "zz-new", 2),
        ("faqs.yaml", "tags: [fo", "food", "zz-new", 1),
        ("glossary.yaml", "id: pro", "protein", "zz-new", 2),
        ("guide.yaml", "numbers: [pro", "protein", "zz-new", 4),
    ] {
        let pack = Pack::at(path, marked);
        let text = pack.renamed(new).unwrap_or_else(|words| panic!("{marked}: {words}"));
        assert_eq!(text.matches(new).count(), times, "{marked}:\n{text}");
        let before: String = pack.sources.iter().map(|(_, source)| source.text()).collect();
        assert_eq!(text.replace(new, old), before, "{marked}");
    }
    let text = Pack::at("guidance/food.yaml", "faq:oa").renamed("new").unwrap();
    assert!(text.contains("[[faq:new]]") && text.contains("`[[faq:oats]]`") && text.contains("food: [oats]"), "{text}");
}

#[test]
fn a_rename_that_would_harm_is_refused_in_words() {
    for (path, marked, new, words) in [
        (
            "guidance/food.yaml",
            "day_time",
            "body_mass",
            "`body_mass` is the name of another input or measure, at profile.yaml:7:15",
        ),
        ("guidance/food.yaml", "day_time", "serving", "`serving` is the name of another input or measure"),
        ("guidance/food.yaml", "day_time", "body-mass", "`body-mass` is not a name"),
        ("guidance/food.yaml", "day_time", "max", "`max` is a word of the formulas"),
        ("guidance/food.yaml", "day_time", "portion", "would not mean the same at guidance/food.yaml:14:"),
        ("guidance/food.yaml", "{{ port", "serving", "would not mean the same at guidance/food.yaml:14:"),
        ("guidance/food.yaml", "[hand", "The Handbook", "`The Handbook` is not an id"),
        ("guidance/food.yaml", "kind: ra", "known", "`known` is a word of tests"),
        ("guidance/food.yaml", "kind: ra", "easy", "`easy` is the name of another option"),
        ("guidance/food.yaml", "instead: re", "null", "would not mean the same"),
        ("tests.yaml", "diet", "food", "afterrun itself asks for `diet`"),
        ("site.yaml", "slow", "quick", "`slow-answer` is a lint of the program"),
        ("site.yaml", "title", "name", "no name of the pack stands here"),
    ] {
        let refused = Pack::at(path, marked).renamed(new);
        assert!(refused.as_ref().is_err_and(|error| error.contains(words)), "{marked} -> {new}: {refused:?}");
    }
    let unread = Pack::with(&[
        ("faqs.yaml", "- id: a\n  sources: [handbook\n- id: b\n"),
        ("foods.yaml", "- source: hand◊book\n"),
    ]);
    let refused = unread.renamed("book");
    assert!(refused.as_ref().is_err_and(|e| e.contains("cannot be read") && e.contains("faqs.yaml:")), "{refused:?}");
    let twice = Pack::with(&[("glossary.yaml", "- id: pro◊tein\n- id: protein\n")]);
    assert!(twice.renamed("x").is_err_and(|e| e.contains("two entries are called `protein`")));
    let escaped = Pack::with(&[("foods.yaml", "- source: hand◊book\n- source: \"h\\x61ndbook\"\n")]);
    assert!(escaped.renamed("x").is_err_and(|e| e.contains("written with escapes at foods.yaml:2:11")));
}

#[test]
fn names_are_found_past_carriage_returns_and_wide_characters() {
    let text = "- id: a\r\n  question: \"😀 {{\"\r\n  answer: |\r\n    😀 ä\r\n\r\n    See [[term:pro◊tein]] 😀.\r\n  sources: [handbook]\r\n";
    let pack = Pack::with(&[("faqs.yaml", text)]);
    assert!(pack.hover().contains("**protein** · term"), "{}", pack.hover());
    let renamed = pack.renamed("whey").unwrap();
    assert!(renamed.contains("    See [[term:whey]] 😀.\r\n"), "{renamed}");
    let late = Pack::with(&[("faqs.yaml", "- id: a\r\n  answer: 😀\r\n  sources: [◊\r\n- id: b\r\n")]);
    assert!(late.labels().contains(&"handbook".to_owned()));
}

#[test]
fn translations_name_what_the_pack_defines() {
    let pack = Pack::with(&[("lang/de/faqs.yaml", "- { id: oa◊ts, question: Hafer? }\n")]);
    assert!(pack.hover().contains("Are oats food?"));
    assert!(pack.renamed("hafer").unwrap().contains("{ id: hafer, question: Hafer? }"));
}

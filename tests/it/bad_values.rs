//! Mistakes of an editor in the tiny pack: each is one finding, at its place, with what to type instead.

use crate::support::{check_folder, mini, put, text_of};
use afterrun::diagnostics::Finding;
use afterrun::source::Sources;

/// Every finding as `LINT FILE:LINE:COLUMN «text» message | help`; a help with an edit shows what would be typed.
fn said(file: &str, change: impl Fn(String) -> String) -> Vec<String> {
    let folder = mini();
    let path = folder.path().join("content").join(file);
    let before = if path.is_file() { text_of(&path) } else { String::new() };
    put(&path, change(before));
    let (sources, findings) = check_folder(folder.path());
    findings.iter().map(|finding| words(finding, &sources)).collect()
}

fn words(finding: &Finding, sources: &Sources) -> String {
    let Some(span) = finding.span else { return format!("{} {}", finding.lint.name, finding.message) };
    let place = sources.place(span);
    let help = finding.help.first().map_or_else(String::new, |help| match &help.fix {
        Some(fix) => format!(" | {}", fix.text),
        None => format!(" | {}", help.message),
    });
    format!("{} {}:{} «{}» {}{help}", finding.lint.name, place.line, place.column, sources.slice(span), finding.message)
}

/// One slip in one place of a file: what is replaced, by what, and what must be said; words for what is not so.
fn differs(file: &str, from: &str, to: &str, expected: &str) -> Option<String> {
    let found = said(file, |text| {
        assert!(text.contains(from), "{file} has no {from}");
        text.replacen(from, to, 1)
    });
    (found != [expected])
        .then(|| format!("{file}: {from} -> {to}\n  wanted {expected}\n  found  {}\n", found.join("\n         ")))
}

#[test]
fn values_that_cannot_be_right() {
    let mut wrong = Vec::new();
    for (file, from, to, expected) in [
        ("foods.yaml", "50 g", "50", "unit-mismatch 4:17 «50» `carbohydrate` of a food is in grams | 50 g"),
        ("foods.yaml", "50 g", "50000 mg", "unit-mismatch 4:17 «50000 mg» `carbohydrate` of a food is in grams | 50 g"),
        (
            "foods.yaml",
            "50 g",
            "-5 g",
            "bad-value 4:17 «-5 g» a food has no less than nothing of carbohydrate | write 0 g or more",
        ),
        (
            "foods.yaml",
            "serving: one bowl",
            "serving: one bowl, 40 g",
            "bad-value 4:17 «50 g» a serving of 40 g cannot hold 60 g of carbohydrate and protein | check the two numbers and the \
             serving: both are for one serving, not for 100 g",
        ),
        (
            "guide.yaml",
            "numbers: [protein]",
            "numbers: [protien]",
            "unknown-reference 7:21 «protien» no amount of the pack is of `protien` | protein",
        ),
        (
            "guide.yaml",
            "from: 0 h, to: 1 h",
            "from: 1 h, to: 0 h",
            "empty-range 2:57 «0 h» the section `first-hour` ends before it begins | let `to` be later than `from`",
        ),
        (
            "guide.yaml",
            "at_least: 0, at_most: 6",
            "at_least: 7, at_most: 6",
            "empty-range 2:72 «7» the section `first-hour` wants at least 7 items and at most 6 | let `at_most` be the larger of the two",
        ),
        (
            "sources/a.yaml",
            "kind: expert",
            "kind: exper",
            "wrong-type 5:9 «exper» expected one of `database`, `expert`, `guideline`, `meta-analysis`, `ours`, `position-stand` and `rct`, found `exper` | expert",
        ),
        (
            "site.yaml",
            "language: en",
            "language: en_GB",
            "bad-value 2:11 «en_GB» `en_GB` is not a language tag | en-GB",
        ),
        (
            "profile.yaml",
            "range: 1..2880",
            "range: 1-2880",
            "unit-mismatch 18:16 «1-2880» `-2880` cannot follow a number | write a range with two dots: `1..2880`",
        ),
        (
            "profile.yaml",
            "\"< 5\"",
            "\"< 1\"",
            "bad-test 71:47 «< 1» `< 1` can never match | test a value inside, or widen the range where the question or the measure is declared",
        ),
        (
            "profile.yaml",
            "type: number",
            "type: nubmer",
            "wrong-type 16:15 «nubmer» expected one of `number`, `choice`, `set`, `flag`, `date`, `time`, `text` and `series`, found `nubmer` | number",
        ),
        ("profile.yaml", "unit: kg", "unit: kgs", "unit-mismatch 32:15 «kgs» `kgs` is not a unit | did you mean `kg`?"),
        (
            "faqs/a.yaml",
            "updated: 2026",
            "updated: 2026-02-30 # ",
            "bad-date 7:12 «2026-02-30» `2026-02-30` is not a date | the last day of that month is 2026-02-28",
        ),
    ] {
        wrong.extend(differs(file, from, to, expected));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.concat());
}

#[test]
fn slips_of_a_pen() {
    let mut wrong = Vec::new();
    for (file, from, to, expected) in [
        (
            "limits.yaml",
            "because: More",
            "because: #More",
            "missing-field 5:3 «because» field `because` of a limit has nothing in it | \"#More than 40 g at once is above the serving in the handbook.\"",
        ),
        (
            "red-flags.yaml",
            "signs: Your",
            "signs: #Your",
            "missing-field 4:3 «signs» field `signs` of a red flag has nothing in it | \"#Your chest hurts, or feels tight or heavy.\"",
        ),
        (
            "red-flags.yaml",
            "[chest pain, chest tight]",
            "chest pain",
            "wrong-type 8:14 «chest pain» expected a list, found `chest pain` | [chest pain]",
        ),
        (
            "sources/a.yaml",
            "checked: true",
            "checked: yes",
            "wrong-type 6:12 «yes» expected `true` or `false`, found `yes` | true",
        ),
        (
            "guidance/food.yaml",
            "evidence: B",
            "evidence: b",
            "wrong-type 21:15 «b» expected one of the grades `A`, `B`, `C`, `D`, found `b` | B",
        ),
        (
            "guidance/food.yaml",
            "{ conditions: kidney }",
            "{ conditions: kidney, raynauds }",
            "unquoted-test 14:35 «raynauds» `raynauds` stands here without a test | \"kidney, raynauds\"",
        ),
        (
            "guidance/food.yaml",
            "unless: { conditions: kidney }",
            "unless: conditions: kidney",
            "yaml-syntax 14:13 «conditions:» `conditions` stands on the line of the field that holds it | { conditions: kidney }",
        ),
        (
            "guidance/food.yaml",
            "{{ portion }}",
            "{ portion }",
            "template-in-text 16:14 «{ portion }» `portion` stands between single braces | {{ portion }}",
        ),
        (
            "guidance/food.yaml",
            "{{ portion }}",
            "{{ portion }",
            "template-in-text 16:14 «{{» this slot is not closed on its line | close it with `}}`, or write `\\{{` for two braces",
        ),
        (
            "guidance/food.yaml",
            "[[faq:first-meal]]",
            "[[first-meal]]",
            "broken-link 7:53 «[[first-meal]]» a link needs a kind and an id | [[faq:first-meal]]",
        ),
        ("guidance/food.yaml", "id: supper", "id: Supper", "bad-id 25:9 «Supper» `Supper` is not an id | supper"),
        (
            "guidance/food.yaml",
            "  - id: supper",
            "  -id: supper",
            "yaml-syntax 25:3 «-» a space is missing behind this dash |  ",
        ),
        (
            "profile.yaml",
            "{ id: kidney, label",
            "{ id:kidney, label",
            "unknown-field 46:15 «id:kidney» unknown field `id:kidney` | id: kidney",
        ),
        (
            "strings.yaml",
            "",
            "guide:\n  title_for: Guide of {nam}\n",
            "unknown-placeholder 2:23 «{nam}» nothing fills in `{nam}` here | {name}",
        ),
        (
            "strings.yaml",
            "",
            "guide:\n  titel: Guide\n",
            "unknown-string 2:3 «titel» nothing asks for the text `guide.titel` | title",
        ),
        (
            "strings.yaml",
            "",
            "guid:\n  title: Guide\n  done: done\n",
            "unknown-string 1:1 «guid» nothing asks for the text `guid` | guide",
        ),
        (
            "strings.yaml",
            "",
            "unit:\n  day: { one: day, others: days }\n",
            "unknown-string 2:10 «one» `unit.day` is one text, and `one` no form of it | write one text, or two behind `one` and `other`",
        ),
        (
            "strings.yaml",
            "",
            "guide:\n  title: { one: a, other: b }\n",
            "wrong-type 2:3 «title» nothing is counted in `guide.title`",
        ),
        (
            "strings.yaml",
            "",
            "number:\n  range: \"{low}\"\n",
            "missing-placeholder 2:10 «\"{low}\"» `number.range` leaves out `high` | write `{high}` where it belongs",
        ),
        (
            "guidance/food.yaml",
            "unless: { conditions: kidney }",
            "unless: {}",
            "missing-field 14:13 «{}» nothing is tested here | write a test, or remove the field",
        ),
        (
            "guidance/food.yaml",
            "unless: { conditions: kidney }",
            "unless:",
            "missing-field 14:5 «unless» field `unless` of an item has nothing in it | write its value, or remove the line",
        ),
        (
            "guidance/food.yaml",
            "title: Eat some protein",
            "title: Eat <b>some</b> protein",
            "raw-html 11:16 «<» no HTML is read here | write it in words, or move it to a text of Markdown, such as `do`, `why` or `text`",
        ),
        (
            "site.yaml",
            "language: en",
            "language: en\nnavigation: [{ title: T, url: \"javascript:alert(1)\" }]",
            "unsafe-link 3:31 «\"javascript:alert(1)\"» this address is not allowed",
        ),
        ("tests/a.yaml", "", "- name: nothing\n", "missing-field 1:9 «nothing» the test `nothing` tests nothing"),
        (
            "tests/a.yaml",
            "",
            "- name: a runner without a length\n  profile: { session_kind: easy }\n  shown: [supper]\n",
            "missing-answer 1:9 «a runner without a length» the answer `duration` is missing | write `duration: …` in the profile",
        ),
        (
            "measures.yaml",
            "of: protein",
            "of: protien",
            "unknown-reference 6:7 «protien» no limit and no flag names the kind `protien` | protein",
        ),
        (
            "faqs/b.yaml",
            "",
            "# later\n",
            "empty-file 1:1 «» nothing stands in `faqs/b.yaml` | write its entries, or delete the file",
        ),
    ] {
        wrong.extend(differs(file, from, to, expected));
    }
    assert!(wrong.is_empty(), "\n{}", wrong.concat());
}

/// A profile may be JSON: what is typed instead of a name keeps the quotes around it.
#[test]
fn edits_keep_the_quotes_of_json() {
    let folder = mini();
    put(
        &folder.path().join("profile.yaml"),
        "{\"session_knd\": \"easy\", \"duration\": 50, \"session_kind\": \"esay\"}\n",
    );
    let (sources, findings) = check_folder(folder.path());
    let found: Vec<String> = findings.iter().map(|finding| words(finding, &sources)).collect();
    let expected = [
        "unknown-answer 1:3 «session_knd» there is no question `session_knd` | session_kind",
        "wrong-answer 1:58 «esay» `esay` is no answer to `session_kind` | easy",
    ];
    assert_eq!(found, expected);
}

/// What needs the whole pack is looked at as far as that can be, beside errors elsewhere.
#[test]
fn an_error_hides_nothing_of_other_files() {
    let folder = mini();
    let content = folder.path().join("content");
    let change = |file: &str, from: &str, to: &str| {
        let path = content.join(file);
        let before = if path.is_file() { text_of(&path) } else { String::new() };
        assert!(before.contains(from), "{file} has no {from}");
        put(&path, before.replacen(from, to, 1));
    };
    change("foods.yaml", "serving: one bowl", "servin: one bowl\n  servn: two");
    change("site.yaml", "language: en", "language: en\nlogo: logo.png\nnavigation: [{ title: F, url: topics/foods/ }]");
    change("faqs/a.yaml", "See [[topic:food]].", "See [food](../../topics/fod/) and [more](../../topics/food/).");
    change("pages.yaml", "", "- { id: faq, title: F, summary: S., text: T., updated: 2026-11-24 }\n");
    change("tests.yaml", "", "- { name: one, profile: { session_kind: easy, bodymass: 60 }, shown: [supper] }\n");
    let (sources, findings) = check_folder(folder.path());
    let said: Vec<String> = findings.iter().map(|finding| words(finding, &sources)).collect();
    let expected = [
        "broken-link 3:77 «[food](../../topics/fod/)» this link leads nowhere: there is no such page",
        "unknown-field 3:3 «servin» unknown field `servin` | serving",
        "unknown-field 4:3 «servn» unknown field `servn`",
        "duplicate-id 1:9 «faq» the address `/faq/` is the site's own | give the page another id",
        "missing-file 3:7 «logo.png» the pack has no picture `logo.png` | write its path from the folder of site.yaml; SVG, PNG, JPEG, \
         WebP, AVIF and GIF are pictures",
        "broken-link 4:31 «topics/foods/» this link leads nowhere: there is no such page | did you mean `/topics/food/`?",
        "missing-answer 1:11 «one» the answer `duration` is missing | write `duration: …` in the profile",
        "unknown-answer 1:47 «bodymass» there is no question `bodymass` | body_mass",
    ];
    assert_eq!(said, expected);
}

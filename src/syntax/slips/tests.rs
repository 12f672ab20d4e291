//! Slips as an editor makes them: where the caret stands, what is said, what is typed instead, and that the rest is read.

use crate::diagnostics::{Finding, Findings, human};
use crate::source::{Sources, Span};
use crate::syntax::{Node, NodeKind, parse};
use proptest::prelude::*;

/// What is said of a text, and what was read of it.
fn read(text: &str) -> (Vec<String>, String) {
    let mut sources = Sources::new();
    let file = sources.add_text("a.yaml", text);
    let mut findings = Findings::new();
    let node = parse(&sources, file, &mut findings);
    findings.sort(&sources);
    let place = |span: Span| {
        let place = sources.place(span);
        format!("{}:{} «{}»", place.line, place.column, sources.slice(span).replace('\n', "⏎"))
    };
    let say = |finding: &Finding| {
        let fix = finding.help.iter().find_map(|help| help.fix.as_ref());
        let fixed = fix.map(|fix| {
            let (start, end) = (fix.span.start as usize, fix.span.end as usize);
            let line = text[..start].rfind('\n').map_or(0, |i| i + 1);
            let rest = text[end..].split('\n').next().unwrap_or("");
            format!("{}{}{rest}", &text[line..start], fix.text).trim_start().replace('\n', "⏎")
        });
        let help = finding.help.first().map(|help| help.message.clone()).unwrap_or_default();
        format!("{} {} | {}", place(finding.span.unwrap()), finding.message, fixed.unwrap_or(help))
    };
    (findings.iter().map(say).collect(), show(&node))
}

fn show(node: &Node) -> String {
    match &node.kind {
        NodeKind::Null => "~".to_owned(),
        NodeKind::Reported => "?".to_owned(),
        NodeKind::Scalar(scalar) | NodeKind::Guess(scalar) => scalar.text.replace('\n', "⏎"),
        NodeKind::List(nodes) => format!("[{}]", nodes.iter().map(show).collect::<Vec<_>>().join("; ")),
        NodeKind::Map(entries) => {
            let entries = entries.iter().map(|(key, node)| format!("{}={}", key.text, show(node)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join("; "))
        }
    }
}

/// A text, what is said of it, and what is read of it. Nothing said stands for nothing wrong; an empty tree is not looked at.
const TABLE: &[(&str, &str, &str)] = &[
    // A sign of YAML at the start, or a colon inside.
    ("do: Note: drink\nb: c", "1:9 «:» this text has a colon in it | do: \"Note: drink\"", "{do=Note: drink; b=c}"),
    (
        "- do: He said \"x\": go",
        "1:18 «:» this text has a colon in it | - do: 'He said \"x\": go'",
        "[{do=He said \"x\": go}]",
    ),
    (
        "do: Drink some\n  water. Note: slowly\nb: c",
        "2:14 «:» this text has a colon in it | put the whole text in quotes, or below its field after `>-`, each line indented",
        "{do=Drink some water. Note: slowly; b=c}",
    ),
    (
        "do: Drink\n  and Note: slowly\nb: c",
        "2:11 «:» this text has a colon in it | put the whole text in quotes, or below its field after `>-`, each line indented",
        "{do=Drink and Note: slowly; b=c}",
    ),
    (
        "- { id: x, do: Note: drink, b: c }",
        "1:20 «:» this text has a colon in it | - { id: x, do: \"Note: drink\", b: c }",
        "[{id=x; do=Note: drink; b=c}]",
    ),
    ("do: “Note: drink”", "1:10 «:» this text has a colon in it | do: \"Note: drink\"", "{do=Note: drink}"),
    (
        "do: %1 more\nb: c",
        "1:5 «%» a text cannot begin with `%` unless it stands in quotes | do: \"%1 more\"",
        "{do=%1 more; b=c}",
    ),
    (
        "a: b\ndo: @home\nb: c",
        "2:5 «@» a text cannot begin with `@` unless it stands in quotes | do: \"@home\"",
        "{a=b; do=@home; b=c}",
    ),
    (
        "do: `run`\nb: c",
        "1:5 «`» a text cannot begin with ``` unless it stands in quotes | do: \"`run`\"",
        "{do=`run`; b=c}",
    ),
    (
        "do: *Stop* now\nb: c",
        "1:5 «*» a text cannot begin with `*` unless it stands in quotes | do: \"*Stop* now\"",
        "{do=*Stop* now; b=c}",
    ),
    (
        "do: , then\nb: c",
        "1:5 «,» a text cannot begin with `,` unless it stands in quotes | do: \", then\"",
        "{do=, then; b=c}",
    ),
    (
        "do: - Drink\nb: c",
        "1:5 «-» a text cannot begin with `-` unless it stands in quotes | do: \"- Drink\"",
        "{do=- Drink; b=c}",
    ),
    (
        "do: [Draft] Drink\nb: c",
        "1:5 «[» a text cannot begin with `[` unless it stands in quotes | do: \"[Draft] Drink\"",
        "{do=[Draft] Drink; b=c}",
    ),
    ("- @a\n- b", "1:3 «@» a text cannot begin with `@` unless it stands in quotes | - \"@a\"", "[@a; b]"),
    (
        "do: | Drink\n  more\nb: c",
        "1:7 «Drink» words stand behind `|` | move the words to a line of their own below, indented; or leave `|` out and use quotes",
        "{do=Drink⏎more⏎; b=c}",
    ),
    (
        "do: Drink # of\n  water\nb: c",
        "1:11 «#» a `#` cuts this text short | put the whole text in quotes, or below its field after `>-`, each line indented",
        "{do=Drink # of water; b=c}",
    ),
    // Quotes.
    ("do: \"Drink\nb: c\nd: e", "1:5 «\"» this quote is not closed | do: \"Drink\"", "{do=Drink; b=c; d=e}"),
    ("do: \"Drink\nb: \"c\"\nd: e", "1:5 «\"» this quote is not closed | do: \"Drink\"", "{do=Drink; b=c; d=e}"),
    ("do: 'Drink\nb: it's\nd: e", "1:5 «'» this quote is not closed | do: 'Drink'", "{do=Drink; b=it's; d=e}"),
    ("w: { a: \">= 6 }\nd: e", "1:9 «\"» this quote is not closed | w: { a: \">= 6\" }", "{w={a=>= 6}; d=e}"),
    (
        "w: { a: \"x, b: \"y\" }\nd: e",
        "1:9 «\"» this quote is not closed | w: { a: \"x\", b: \"y\" }",
        "{w={a=x; b=y}; d=e}",
    ),
    (
        "w: { a: \"1\" b: \"2\" }",
        "1:13 «b» a comma is missing before `b` | w: { a: \"1\", b: \"2\" }",
        "{w={a=1; b=2}}",
    ),
    ("w: { a: 1 b: 2 }", "1:11 «b» a comma is missing before `b` | w: { a: 1, b: 2 }", "{w={a=1; b=2}}"),
    (
        "do: 'Don't drink'\nb: c",
        "1:9 «'» the text goes on behind the quote that closes it | do: \"Don't drink\"",
        "{do=Don't drink; b=c}",
    ),
    (
        "do: \"Go\" now\nb: c",
        "1:8 «\"» the text goes on behind the quote that closes it | do: '\"Go\" now'",
        "{do=\"Go\" now; b=c}",
    ),
    (
        "do: \"a \"b\" c\"\nb: c",
        "1:8 «\"» the text goes on behind the quote that closes it | do: 'a \"b\" c'",
        "{do=a \"b\" c; b=c}",
    ),
    ("do: \"a\\qb\"", "1:7 «\\q» a backslash means something else between double quotes | do: 'a\\qb'", "{do=a\\qb}"),
    (
        "do: “Drink”\nb: c",
        "1:5 «“Drink”» curly quotes around a value do not count as quotes | do: \"Drink\"",
        "{do=Drink; b=c}",
    ),
    // Brackets.
    ("t: [a, b\nd: e", "1:4 «[» this `[` is not closed | t: [a, b]", "{t=[a; b]; d=e}"),
    ("t: [a,\n  b\nd: e\nf: g", "1:4 «[» this `[` is not closed | b]", "{t=[a; b]; d=e; f=g}"),
    ("w: { a: 1\nd: e", "1:4 «{» this `{` is not closed | w: { a: 1}", "{w={a=1}; d=e}"),
    ("t: [a, b]]\nd: e", "1:10 «]» this `]` closes nothing | t: [a, b]", "{t=[a; b]; d=e}"),
    // Tests.
    (
        "w: { a: >= 60, b: c }",
        "1:9 «>= 60» a test must stand in quotes | w: { a: \">= 60\", b: c }",
        "{w={a=>= 60; b=c}}",
    ),
    (
        "w:\n  a: [60..90)\nb: c",
        "2:6 «[60..90)» a test must stand in quotes | a: \"[60..90)\"",
        "{w={a=[60..90)}; b=c}",
    ),
    // Lines.
    (
        "- a: b\n\tc: d\n  e: f",
        "2:1 «\t» a tab indents this line | indent with spaces, two for each step; YAML allows no tabs here",
        "[{a=b; c=d; e=f}]",
    ),
    ("a: >-\n  one\n two\nb: c", "3:2 «two» this line is no field | two", "{a=one two; b=c}"),
    ("- a: >-\n   one\n  b: c", "", "[{a=one; b=c}]"),
    (
        "a:\n  do: >-\n one two\n    three\n  b: c",
        "3:2 «one» the text of `do` stands too far to the left | one two",
        "{a={do=one two three; b=c}}",
    ),
    ("- a: b\n-c: d\n  e: f", "2:1 «-» a space is missing behind this dash | - c: d", "[{a=b}; {c=d; e=f}]"),
    ("-id: x\n  do: a\n-id: y\n  do: b", "1:1 «-» a space is missing behind this dash | - id: x", ""),
    (
        "un: con: kid\nb: c",
        "1:5 «con:» `con` stands on the line of the field that holds it | un: { con: kid }",
        "{un={con=kid}; b=c}",
    ),
    (
        "- a: b\n\u{a0}\u{a0}c: d\n  e: f",
        "2:1 «\u{a0}» a space that is no space to YAML indents this line | delete the spaces before the line, and type them again",
        "[{a=b; c=d; e=f}]",
    ),
    (
        "- a: b\n=======\n- a: e\n",
        "2:1 «=======» this line was left over where two versions were made one | delete this line",
        "[{a=b}; {a=e}]",
    ),
    (
        "a: b\ntitle:Drink\nc: d",
        "2:1 «title:» a space is missing behind `title:` | title: Drink",
        "{a=b; title=Drink; c=d}",
    ),
    ("- a: b\n  title:Drink", "2:3 «title:» a space is missing behind `title:` | title: Drink", "[{a=b; title=Drink}]"),
    (
        "a: b\ntitle Drink\nc: d",
        "2:1 «title» a colon is missing behind `title` | title: Drink",
        "{a=b; title=Drink; c=d}",
    ),
    (
        "a: b\ntitle = Drink\nc: d",
        "2:1 «title» a colon is missing behind `title` | title: Drink",
        "{a=b; title=Drink; c=d}",
    ),
    (
        "- a: b\nc: d\n- a: e",
        "2:1 «c» an entry of a list begins here without its dash | - c: d",
        "[{a=b}; {c=d}; {a=e}]",
    ),
    (
        "- a: b\n  c: d\n  a: e\n  c: f",
        "3:3 «a» `a` stands twice: a new entry begins here | write `- a: …`, two columns further to the left",
        "[{a=b; c=d}; {a=e; c=f}]",
    ),
    ("- a: b\n c: d", "2:2 «c:» `c` is indented by 1 space | c: d", "[{a=b; c=d}]"),
    ("- a: b\n   c: d\n  e: f", "2:4 «c:» `c` is indented by 3 spaces | c: d", "[{a=b; c=d; e=f}]"),
    ("a:\n  b: c\n d: e", "3:2 «d:» `d` is indented by 1 space | d: e", "{a={b=c; d=e}}"),
    ("a: >-\n    one\n   two\nb: c", "3:4 «two» this line is no field | two", "{a=one two; b=c}"),
    // What stands in the wrong column together is said once, and moved together.
    (
        "- a: b\n c: d\n e:\n  - f\n g: h\n- a: x",
        "2:2 «c:» `c` is indented by 1 space | c: d",
        "[{a=b; c=d; e=[f]; g=h}; {a=x}]",
    ),
    (
        "l:\n   - a: b\n    c: d\n  - a: e\n    c: f",
        "2:4 «-» this dash is indented by 3 spaces | - a: b",
        "{l=[{a=b; c=d}; {a=e; c=f}]}",
    ),
    (
        "l:\n    b: c\n    d: e\n  - a: x\n    b: y",
        "2:5 «b» an entry of a list begins here without its dash | - b: c",
        "{l=[{b=c; d=e}; {a=x; b=y}]}",
    ),
    (
        "  b: c\n  d: e\n- a: x\n  b: y",
        "1:3 «b» an entry of a list begins here without its dash | - b: c",
        "[{b=c; d=e}; {a=x; b=y}]",
    ),
    ("s: x\nl:\n  a: b\n ca:\n  d: e\nca: f", "4:2 «ca:» `ca` is indented by 1 space | ca:", ""),
    ("- a: b c\nmore of it\n- a: d", "2:1 «more» this line is no field | more of it", "[{a=b c more of it}; {a=d}]"),
    (
        "a: |\n     one\n    two: x\n    three\nb: c",
        "2:6 «one» the text of `a` begins further to the right than it goes on | one",
        "{a=one⏎two: x⏎three⏎; b=c}",
    ),
    (
        "l:\n  - a: b\n    c: d\n   - a: e\n    c: f",
        "4:4 «-» `a` is indented by 3 spaces | - a: e",
        "{l=[{a=b; c=d}; {a=e; c=f}]}",
    ),
    (
        "l:\n  - a: b\n    c: d\n\t- a: e\n    c: f",
        "4:1 «\t» a tab indents this line | indent with spaces, two for each step; YAML allows no tabs here",
        "{l=[{a=b; c=d}; {a=e; c=f}]}",
    ),
    (
        "- id: x\n  a: b\n  c: d\n  e: f\n  a: g\n  h: i\n  c: j\n  e: k",
        "5:3 «a» `a`, `c` and `e` stand twice in one map | does an entry begin here without its first line?",
        "",
    ),
    (
        "- id: x\nand more words\n- id: y",
        "2:1 «and» this line is no field | and more words",
        "[{id=x and more words}; {id=y}]",
    ),
    // Names before braces.
    (
        "a: b\ntue { do: x, m: 1 }\nc: d",
        "2:1 «tue» a colon is missing behind `tue` | tue: { do: x, m: 1 }",
        "{a=b; tue={do=x; m=1}; c=d}",
    ),
    (
        "a: b\ntue = { do: \"x, y\" }\nc: d",
        "2:1 «tue» a colon is missing behind `tue` | tue: { do: \"x, y\" }",
        "{a=b; tue={do=x, y}; c=d}",
    ),
    (
        "a: b\ntue:{ do: x, m: 1 }\nc: d",
        "2:1 «tue» a space is missing behind `tue:` | tue: { do: x, m: 1 }",
        "{a=b; tue={do=x; m=1}; c=d}",
    ),
    (
        "l:\n  - d: 1, n: [x] }\n  - d: 2",
        "2:18 «}» this `}` closes nothing | - { d: 1, n: [x] }",
        "{l=[{d=1; n=[x]}; {d=2}]}",
    ),
    (
        "- { unit: mg; step: 50 }",
        "1:13 «;» between braces, fields stand apart by commas | - { unit: mg, step: 50 }",
        "[{unit=mg; step=50}]",
    ),
    ("a: [b, c\nd: [e,\n   f]\ng: h", "1:4 «[» this `[` is not closed | a: [b, c]", "{a=[b; c]; d=[e; f]; g=h}"),
    (
        "do:\n  Drink some.\n  Note: slowly\nb: c",
        "3:7 «:» this text has a colon in it | put the whole text in quotes, or below its field after `>-`, each line indented",
        "{do=Drink some. Note: slowly; b=c}",
    ),
    (
        "- a: b\n  c: d\n  e: f\n  c: g\n  e: h",
        "4:3 «c» `c` and `e` stand twice in one map | does an entry begin here without its first line?",
        "",
    ),
    (
        "- id:nap\n  title: Nap\n- id: b",
        "1:3 «id:» a space is missing behind `id:` | - id: nap",
        "[{id=nap; title=Nap}; {id=b}]",
    ),
    (
        "a:\n  mon:rest\n  tue: easy",
        "2:3 «mon:» a space is missing behind `mon:` | mon: rest",
        "{a={mon=rest; tue=easy}}",
    ),
    (
        "do: One long text.\n\nAnother one of it.\nb: c",
        "3:1 «Another» this line is no field | Another one of it.",
        "{do=One long text.⏎Another one of it.; b=c}",
    ),
    (
        "a: b\ntitle：Nap\nb: c",
        "2:6 «：» this is not the colon that ends the name of a field | title: Nap",
        "{a=b; title=Nap; b=c}",
    ),
    ("a: [b,, c]\nd: e", "1:7 «,» a comma too many | a: [b, c]", "{a=[b; c]; d=e}"),
    (
        "a: { b: #0b6e4f }\nc: d",
        "1:9 «#0b6e4f» a `#` cuts this line short | a: { b: \"#0b6e4f\" }",
        "{a={b=#0b6e4f}; c=d}",
    ),
    (
        "a:\n  - { b: c, d: e\n  - f: g\n    h: i\n  - { j: k }",
        "2:5 «{» this `{` is not closed | - { b: c, d: e}",
        "{a=[{b=c; d=e}; {f=g; h=i}; {j=k}]}",
    ),
    (
        "a: { b: So it is, more or less }",
        "1:9 «So it is, more or less» between braces a comma ends a text without quotes | a: { b: \"So it is, more or less\" }",
        "{a={b=So it is, more or less}}",
    ),
    (
        "a: { by: max(b, 5 km), c: d }",
        "1:10 «max(b, 5 km)» between braces a comma ends a text without quotes | a: { by: \"max(b, 5 km)\", c: d }",
        "{a={by=max(b, 5 km); c=d}}",
    ),
    (
        "a:\n\tb: c\n\td: e\nf: g",
        "2:1 «\t» tabs indent this line and 1 more | indent with spaces, two for each step; YAML allows no tabs here",
        "{a={b=c; d=e}; f=g}",
    ),
    (
        "- a: b\n<<<<<<< HEAD\n- a: c\n=======\n- a: d\n>>>>>>> other\n- a: e\n",
        "2:1 «<<<<<<< HEAD» two versions of these lines stand here | keep one version, and delete the other with the lines of `<<<<<<<`, `=======` and `>>>>>>>`",
        "[{a=b}; {a=c}; {a=e}]",
    ),
    // Lines above that are gone: the first of an entry, and those with a name.
    (
        "- id: x\n  a: b\n  c: d\n  a: e\n  c: f\n- id: y",
        "4:3 «a» `a` and `c` stand twice in one map | does an entry begin here without its first line?",
        "[{id=x; a=b; c=d}; {id=; a=e; c=f}; {id=y}]",
    ),
    (
        "- a: \"b\"\n    Some words of it,\n    and more.\n  c: d",
        "2:5 «Some words of it,» this stands below no field | if it is its text, write the name of a field above it, such as `do: >-`",
        "[{a=b; \u{f8ff}=?; c=d}]",
    ),
    (
        "- u:\n      one, two and\n      three\n    v: w\n  x: y",
        "2:7 «one, two and» this stands below no field | if it is its text, write the name of a field above it, such as `do: >-`",
        "[{u={\u{f8ff}=?; v=w}; x=y}]",
    ),
    (
        "- a: b\n    c: d\n    e: f\n  g: h\n- a: i\n  when:\n    c: j",
        "2:5 «c: d» this stands below no field | write the name of its field above it, such as `when:`",
        "[{a=b; \u{f8ff}=?; g=h}; {a=i; when={c=j}}]",
    ),
    (
        "- when:\n    - { a: b }\n    c: d\n  g: h\n- unless:\n    c: j",
        "3:5 «c: d» this stands below no field | write the name of its field above it, such as `when:`",
        "[{when=[{a=b}]; \u{f8ff}=?; g=h}; {unless={c=j}}]",
    ),
];

#[test]
fn slips_are_said_and_the_rest_is_read() {
    let mut wrong = String::new();
    for &(text, said, tree) in TABLE {
        let (found, shown) = read(text);
        // Nothing wanted is nothing said; an empty tree is not looked at.
        let as_said = if said.is_empty() { found.is_empty() } else { found.first().map(String::as_str) == Some(said) };
        let alone = found.len() < 2 || tree.is_empty();
        if !as_said || !alone || !(tree.is_empty() || shown == tree) {
            wrong += &format!("{text}\n  wanted {said}\n  found  {}\n  read   {shown}\n", found.join("\n         "));
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn many_slips_of_one_file_are_all_said() {
    let text: String = (0..30).map(|n| format!("- id: e{n}\n  do: Note: drink\n  title:Drink\n")).collect();
    let (found, shown) = read(&text);
    assert_eq!(found.len(), 60, "{found:#?}");
    assert!(found[58].starts_with("89:11 «:»") && found[59].starts_with("90:3 «title:»"), "{found:#?}");
    assert_eq!(shown.matches("title=Drink").count(), 30);
}

/// What nobody can make out is left out, as little of it as holds it.
#[test]
fn what_cannot_be_read_hides_nothing_else() {
    for bad in ["? f\n   ? g", "f: [a] [b]", "@f: g", "%f: g", "\"f\" \"g\": h", "? [x"] {
        let (found, shown) = read(&format!("a:\n  - b: c\n  - d: e\n    {bad}\n    z: z\n  - i: j\nk: l"));
        assert_eq!((found.len(), shown.as_str()), (1, "{a=[{b=c}; ?; {i=j}]; k=l}"), "{bad}: {found:#?}");
    }
}

#[test]
fn what_is_no_slip_is_said_once() {
    let (found, shown) = read("a: b\n? [c\n");
    assert_eq!(found.len(), 1, "{found:?}");
    let (found, _) = read("? a\n? b\n: : c\n  d\n e");
    assert_eq!(found.len(), 1, "{found:?} {shown}");
}

/// A return without a new line is no indentation, and a line may end with several.
#[test]
fn returns_move_no_place() {
    for text in ["- \r\n\rä  ", "  \r\n>>>>>>>a\r\n“\r\r\n<<<<<<<"] {
        assert_eq!(places_outside_of(text), None);
    }
}

/// A finding of a text whose place, or an edit of it, lies beyond the text or inside a letter.
fn places_outside_of(text: &str) -> Option<String> {
    let mut sources = Sources::new();
    let file = sources.add_text("a.yaml", text);
    let mut findings = Findings::new();
    parse(&sources, file, &mut findings);
    human::report(&findings, &sources, false);
    let inside = |span: crate::source::Span| text.get(span.start as usize..span.end as usize).is_some();
    let wrong = findings.iter().find(|finding| {
        let mut fixes = finding.help.iter().filter_map(|help| help.fix.as_ref());
        !finding.span.is_some_and(inside) || fixes.any(|fix| !inside(fix.span))
    });
    wrong.map(|finding| format!("{finding:?}"))
}

proptest! {
    /// Whatever stands in a file, what is said of it has a place, can be printed, and the reader comes to an end.
    #[test]
    fn no_text_is_too_odd(text in r#"([a-c]|a: |- |  |[{}\[\]"'#|>&*!%@`\\\n\r\t,:“”éä\u{a0}-]|\r\n|<<<<<<<|=======|>>>>>>>){0,40}"#) {
        prop_assert_eq!(places_outside_of(&text), None);
    }

    /// Lines that end as on another system are the same lines.
    #[test]
    fn slips_do_not_hang_on_line_ends(at in 0..TABLE.len()) {
        let (text, ..) = TABLE[at];
        let places = |text: &str| -> Vec<String> {
            read(text).0.iter().map(|said| said.split(' ').next().unwrap_or("").to_owned()).collect()
        };
        prop_assert_eq!(places(text), places(&text.replace('\n', "\r\n")));
    }
}

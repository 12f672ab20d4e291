//! The shipped pack against what it grew from: every row of the seed's inventory has a home, and no sentence was copied.

use crate::support::{repository, shipped, text_of};
use afterrun::check::{Scope, check};
use afterrun::diagnostics::Findings;
use afterrun::source::Sources;
use afterrun::syntax::{Node, NodeKind, parse};

/// The kinds of home that a row may have, with the ids of each.
fn ids(kind: &str) -> Vec<String> {
    let content = &shipped().content;
    match kind {
        "topic" => content.topics().iter().map(|t| t.id.clone()).collect(),
        "item" => content.items().iter().map(|i| i.id.clone()).collect(),
        "faq" => content.faqs().iter().map(|f| f.id.clone()).collect(),
        "term" => content.terms().iter().map(|t| t.id.clone()).collect(),
        "measure" => content.measures().iter().map(|m| m.id.clone()).collect(),
        "red-flag" => content.flags().iter().map(|f| f.id.clone()).collect(),
        "input" => content.inputs().iter().map(|i| i.id.clone()).collect(),
        _ => Vec::new(),
    }
}

fn text<'n>(node: Option<&'n Node>) -> &'n str {
    node.and_then(Node::as_scalar).map_or("", |s| &s.text)
}

#[test]
fn every_row_of_the_inventory_has_a_home() {
    let mut sources = Sources::new();
    let file = sources.add_text("inventory.yaml", text_of(&repository("tests/data/inventory.yaml")));
    let mut findings = Findings::new();
    let tree = parse(&sources, file, &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    let rows = match &tree.kind {
        NodeKind::List(rows) => rows.as_slice(),
        _ => match tree.get("rows").map(|n| &n.kind) {
            Some(NodeKind::List(rows)) => rows.as_slice(),
            _ => panic!("no rows"),
        },
    };
    let numbers: Vec<&str> = rows.iter().map(|row| text(row.get("row"))).collect();
    let expected: Vec<String> = (1..=170).map(|n| n.to_string()).collect();
    assert_eq!(numbers, expected);
    let mut wrong = Vec::new();
    for row in rows {
        let number = text(row.get("row"));
        let homes: Vec<&str> = match row.get("home").map(|n| &n.kind) {
            Some(NodeKind::List(homes)) => homes.iter().map(|h| text(Some(h))).collect(),
            Some(NodeKind::Scalar(one)) => vec![&one.text],
            _ => Vec::new(),
        };
        if homes.is_empty() {
            wrong.push(format!("row {number} has no home"));
        }
        for home in homes {
            let (kind, id) = home.split_once(':').unwrap_or((home, ""));
            let (kind, id) = (kind.trim(), id.trim());
            let known = match kind {
                // A rule says in words what the product never does; what is left out says why.
                "rule" => row.get("rule").is_some(),
                "left-out" => row.get("why").is_some(),
                _ => ids(kind).iter().any(|known| known == id),
            };
            if !known {
                wrong.push(format!("row {number}: `{home}` does not exist"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let never: Vec<String> = rows
        .iter()
        .filter_map(|row| match row.get("never").map(|n| &n.kind) {
            Some(NodeKind::List(phrases)) => Some(phrases.iter().map(|p| text(Some(p)).to_lowercase())),
            _ => None,
        })
        .flatten()
        .collect();
    assert!(never.len() > 10, "{never:?}");
    for item in shipped().content.items() {
        let said = format!("{} {} {}", item.title, item.text.text(), item.why.text()).to_lowercase();
        for phrase in &never {
            assert!(!said.contains(phrase.as_str()), "{} says `{phrase}`", item.id);
        }
    }
}

/// Words as the hashes of the data file were made: lower case, letters, digits and straight apostrophes.
fn words(text: &str) -> Vec<String> {
    let plain = text.to_lowercase().replace('’', "'");
    let word = |c: char| c.is_ascii_alphanumeric() || c == '\'';
    plain.split(|c| !word(c)).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// FNV-1a, 64 bits.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

/// `tests/data/foreign_runs.bin` holds the hashes of all runs of 8 words of the texts that the pack grew from.
#[test]
fn no_sentence_is_shared_with_the_texts_that_the_pack_grew_from() {
    let bytes = std::fs::read(repository("tests/data/foreign_runs.bin")).unwrap();
    let foreign: Vec<u64> = bytes.chunks_exact(8).map(|b| u64::from_le_bytes(b.try_into().unwrap())).collect();
    assert!(foreign.len() > 20_000 && foreign.is_sorted());
    assert_eq!(hash("a"), 0xaf63_dc4c_8601_ec8c);
    let content = &shipped().content;
    let mut texts: Vec<(String, &str)> = Vec::new();
    for topic in content.topics() {
        texts.push((format!("topic {}", topic.id), topic.text.text()));
        texts.push((format!("topic {}", topic.id), &topic.summary));
    }
    for item in content.items() {
        texts.push((format!("item {}", item.id), item.text.text()));
        texts.push((format!("item {}", item.id), item.why.text()));
        texts.extend(item.when_unknown.as_ref().map(|t| (format!("item {}", item.id), t.text())));
        texts.extend(item.caveat.as_ref().map(|t| (format!("item {}", item.id), t.as_str())));
    }
    for faq in content.faqs() {
        texts.push((format!("faq {}", faq.id), &faq.question));
        texts.push((format!("faq {}", faq.id), faq.answer.text()));
    }
    texts.extend(content.terms().iter().map(|t| (format!("term {}", t.id), t.definition.text())));
    for flag in content.flags() {
        for text in [&flag.title, &flag.signs, &flag.may_be, &flag.action] {
            texts.push((format!("red flag {}", flag.id), text));
        }
    }
    for input in content.inputs() {
        texts.push((format!("input {}", input.id), &input.ask));
        texts.extend(input.hint.as_ref().map(|t| (format!("input {}", input.id), t.as_str())));
    }
    assert!(texts.len() > 400);
    let mut shared = Vec::new();
    for (place, text) in texts {
        let words = words(text);
        for run in words.windows(8) {
            let run = run.join(" ");
            if foreign.binary_search(&hash(&run)).is_ok() {
                shared.push(format!("{place}: {run}"));
            }
        }
    }
    assert!(shared.is_empty(), "{}", shared.join("\n"));
}

#[test]
fn the_pack_is_as_large_as_it_says() {
    let sources = afterrun::disk::embedded_pack();
    let (content, findings) = check(&sources, Scope::Full);
    assert!(findings.is_empty(), "{findings:?}");
    let content = content.unwrap();
    assert_eq!(content.topics().len(), 24);
    assert!(content.items().len() >= 90);
    assert!(content.faqs().len() >= 60);
    assert!(content.terms().len() >= 60);
    for topic in content.topics() {
        assert!(!topic.items.is_empty(), "{} has no items", topic.id);
        let words = words(topic.text.text()).len();
        assert!((150..=420).contains(&words), "{}: {words} words", topic.id);
    }
    for faq in content.faqs() {
        let words = words(faq.answer.text()).len();
        assert!((80..=320).contains(&words), "{}: {words} words", faq.id);
    }
}

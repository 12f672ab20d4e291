//! The fields of a map that has lost the line with its name (`style:`), so that YAML reads them as fields of the map above.

use super::tree::{Key, Node, NodeKind};
use crate::diagnostics::{Finding, Findings, Lint, lints};
use crate::source::{Sources, Span};

/// How many fields of a map are looked at: no map of a pack has a third of it, and each is compared with all before it.
const MOST_FIELDS: usize = 300;

/// A field that holds a map, with the names of that map.
pub struct Group<'g> {
    /// The field.
    pub name: &'g str,
    /// What may stand in its map.
    pub names: Vec<&'g str>,
}

/// Fields at the end of a map that are those of another one.
pub struct Headless<'f, 's> {
    /// The name of the map above.
    pub above: &'f str,
    /// The fields.
    pub fields: &'f [(Key<'s>, Node<'s>)],
    /// How many of them stand in the map above already.
    pub doubled: usize,
    /// Whether one of them is none that the map above is known to have.
    pub strange: bool,
    /// How many names of the other map they are.
    pub known: usize,
    /// Whether the map above may have any names.
    pub in_any: bool,
}

/// Where fields begin that have lost their name, and that name.
pub struct Place<'g> {
    at: usize,
    from: usize,
    name: &'g str,
    /// Whether one of the fields stands in the map above already.
    pub doubled: bool,
}

/// Looks for fields at the end of a map that have lost their name, which one of the groups lacks, if it `fits`.
pub fn find<'g>(
    entries: &[(Key, Node)],
    groups: &'g [Group],
    fits: &dyn Fn(&Headless, &Group) -> bool,
) -> Option<Place<'g>> {
    let is_lost = |group: &Group| entries.iter().all(|(key, _)| key.text != group.name);
    let lost: Vec<bool> = groups.iter().map(is_lost).collect();
    if !lost.contains(&true) {
        return None;
    }
    entries.iter().enumerate().find_map(|(at, (key, node))| {
        let NodeKind::Map(fields) = &node.kind else { return None };
        let own = groups.iter().position(|group| group.name == key.text);
        let names = own.map(|own| groups[own].names.as_slice());
        // Most files keep the order of the format: the next is tried first.
        let next = own.map_or(0, |own| own + 1);
        (next..groups.len()).chain(0..next).filter(|group| lost[*group]).find_map(|group| {
            let group = &groups[group];
            let (from, headless) = cut((&key.text, fields), names, &group.names)?;
            fits(&headless, group).then_some(Place { at, from, name: group.name, doubled: headless.doubled > 0 })
        })
    })
}

/// Gives these fields their name back, and says that the line with it is missing, in place of what was said of names that
/// stand twice.
pub fn mend(
    entries: &mut Vec<(Key, Node)>,
    place: &Place,
    lint: &'static Lint,
    sources: &Sources,
    findings: &mut Findings,
) {
    let Some((key, above)) = entries.get_mut(place.at) else { return };
    let NodeKind::Map(fields) = &mut above.kind else { return };
    let headless = fields.split_off(place.from);
    let Some((first, _)) = headless.first() else { return };
    let start = first.span.start;
    let whole = Span { start, ..above.span };
    let finding = missing(place.name, first, (key, above.span.start), lint, sources);
    above.span.end = fields.last().map_or(start, |(_, node)| node.span.end);
    let is_again = |f: &Finding| {
        let is_above = f.related.first().is_some_and(|(span, _)| span.start < start);
        is_above && f.lint == &lints::DUPLICATE_KEY && f.span.is_some_and(|span| span.begins_in(whole))
    };
    if !findings.replace(is_again, &finding) {
        findings.push(finding);
    }
    let key = Key { text: place.name.to_owned().into(), span: Span { end: start, ..whole } };
    entries.insert(place.at + 1, (key, Node { span: whole, kind: NodeKind::Map(headless) }));
}

/// The finding on the line with a name that is missing above a field, which was read as one of the map `above`.
fn missing(name: &str, first: &Key, (above, from): (&Key, u32), lint: &'static Lint, sources: &Sources) -> Finding {
    let source = sources.get(first.span.file);
    let finding =
        Finding::new(lint, first.span, format!("the line `{name}:` is missing above `{}`", first.text.escape_debug()))
            .label(format!("read as a part of `{}`", above.text.escape_debug()));
    let start = first.span.start as usize;
    let line = |at: usize| source.text().get(..at).map_or(0, |before| before.rfind('\n').map_or(0, |end| end + 1));
    let here = line(start);
    let help = format!("write it above, in the column of `{}`", above.text.escape_debug());
    match source.text().get(here..start) {
        Some(before) if before.trim().is_empty() && line(from as usize) < here => {
            let column = (above.span.start as usize).saturating_sub(line(above.span.start as usize));
            let place = Span::new(first.span.file, here, here);
            finding.fix(help, place, format!("{}{name}:\n", " ".repeat(column)))
        }
        _ => finding.help(help),
    }
}

/// Where in a map with its `own` names the fields of another begin, of which the `lost` names are known: at the first that
/// cannot be one of its own, if those behind it can be of the other.
fn cut<'f, 's>(
    (above, fields): (&'f str, &'f [(Key<'s>, Node<'s>)]),
    own: Option<&[&str]>,
    lost: &[&str],
) -> Option<(usize, Headless<'f, 's>)> {
    if fields.len() > MOST_FIELDS {
        return None;
    }
    let is_own = |key: &Key| own.is_some_and(|own| own.contains(&&*key.text));
    let is_lost = |key: &Key| lost.contains(&&*key.text);
    let stands_in = |before: &[(Key, Node)], key: &Key| before.iter().any(|(k, _)| k.text == key.text);
    let is_first =
        |at: &usize| is_lost(&fields[*at].0) && (!is_own(&fields[*at].0) || stands_in(&fields[..*at], &fields[*at].0));
    let from = (1..fields.len()).find(is_first)?;
    let (before, headless) = fields.split_at(from);
    let is_doubled = |key: &Key| stands_in(before, key);
    let keys = || headless.iter().map(|(key, _)| key);
    let is_known = |(at, key): &(usize, &Key)| is_lost(key) && !stands_in(&headless[..*at], key);
    let known = keys().enumerate().filter(is_known).count();
    // What is of the map above alone stands above.
    if known * 2 <= headless.len() || keys().any(|key| is_own(key) && !is_lost(key) && !is_doubled(key)) {
        return None;
    }
    let (doubled, in_any) = (keys().filter(|key| is_doubled(key)).count(), own.is_none());
    let strange = !in_any && keys().any(|key| is_lost(key) && !is_own(key));
    Some((from, Headless { above, fields: headless, doubled, strange, known, in_any }))
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Findings;
    use crate::source::{Sources, Spanned};
    use crate::syntax::decode::MapOf;
    use crate::syntax::{Cx, Decode, parse};

    crate::record! {
        /// A shop.
        pub struct RawShop is "a shop" {
            /// Its colours.
            colours: MapOf<Spanned<String>>,
            /// Its style.
            style: Option<RawStyle>,
            /// What it buys.
            buys: Option<RawGoods>,
            /// What it sells.
            sells: RawGoods,
        }
    }

    crate::record! {
        /// A style.
        pub struct RawStyle is "a style" {
            /// Words.
            words: Vec<Spanned<String>>,
            /// A number.
            grade: Option<Spanned<u32>>,
        }
    }

    crate::record! {
        /// Goods.
        pub struct RawGoods is "goods" {
            /// Their unit.
            unit: Spanned<String>,
            /// How many.
            count: Option<Spanned<u32>>,
            /// A remark.
            note: Option<Spanned<String>>,
        }
    }

    /// What is said of a shop.
    fn said(yaml: &str) -> Vec<String> {
        let mut sources = Sources::new();
        let file = sources.add_text("s.yaml", yaml);
        let mut findings = Findings::new();
        let node = parse(&sources, file, &mut findings);
        RawShop::decode(&node, &mut Cx { sources: &sources, findings: &mut findings });
        findings.sort(&sources);
        findings.iter().map(|f| format!("{} {}", sources.place(f.span.unwrap()).line, f.message)).collect()
    }

    const SHOP: &str = "colours:\n  warm: red\nstyle:\n  # Few.\n  words:\n    - one\n  grade: 9\n\
        buys:\n  unit: kg\n  count: 3\nsells:\n  unit: kg\n  count: 1\n  note: dear\n";

    #[test]
    fn a_map_without_its_name_is_said_once_and_read_all_the_same() {
        for (name, line, first) in [("style", 4, "words"), ("buys", 8, "unit"), ("sells", 11, "unit")] {
            let gone = SHOP.replace(&format!("{name}:\n"), "");
            let missing = format!("{line} the line `{name}:` is missing above `{first}`");
            // Fields of a style are none of goods, and those of goods stand twice or are none of a style.
            assert_eq!(said(&gone), std::slice::from_ref(&missing), "{gone}");
            let wrong = gone.replace("count: 3", "count: x").replace("grade: 9", "grade: y");
            assert_eq!(said(&wrong).len(), 3, "{wrong}\n{:#?}", said(&wrong));
            assert!(said(&wrong).contains(&missing), "{wrong}");
        }
        assert_eq!(said(SHOP), [] as [&str; 0]);
    }

    #[test]
    fn a_field_that_is_unknown_or_stands_twice_is_that() {
        for (from, to, expected) in [
            ("  count: 3\n", "  count: 3\n  unit: g\n", "11 `unit` stands twice in one map"),
            ("  note: dear\n", "  note: dear\n  notes: x\n", "15 unknown field `notes`"),
            // That another map may be missing is no reason to take one field that stands twice for the first of it.
            ("buys:\n  unit: kg\n  count: 3\nsells:\n", "sells:\n  count: 2\n", "11 `count` stands twice in one map"),
            ("  count: 3\n", "  words: [a]\n", "10 unknown field `words`"),
            ("style:\n", "styles:\n", "3 unknown field `styles`"),
            ("  warm: red\n", "  warm: [red]\n", "2 expected text, found a list"),
        ] {
            assert_eq!(said(&SHOP.replace(from, to)), [expected], "{to}");
        }
    }

    #[test]
    fn a_misspelt_name_is_there() {
        let both = said(&SHOP.replace("style:\n", "styles:\n").replace("grade: 9", "grade: x"));
        assert_eq!(both, ["3 unknown field `styles`", "7 expected a whole number, found `x`"]);
    }

    #[test]
    fn the_fix_puts_the_line_back() {
        let gone = SHOP.replace("sells:\n", "");
        let mut sources = Sources::new();
        let file = sources.add_text("s.yaml", gone.clone());
        let mut findings = Findings::new();
        let node = parse(&sources, file, &mut findings);
        RawShop::decode(&node, &mut Cx { sources: &sources, findings: &mut findings });
        let fix = findings.iter().next().unwrap().help[0].fix.clone().unwrap();
        let mut mended = gone;
        mended.replace_range(fix.span.start as usize..fix.span.end as usize, &fix.text);
        assert_eq!(mended, SHOP);
    }
}

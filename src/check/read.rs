//! From files to records: every file is parsed and decoded, and entries of one kind are joined.

use super::Scope;
use super::files::{Kind, is_yaml, kind_of};
use super::raw::{
    RawFaq, RawFigure, RawFood, RawGuide, RawLimit, RawMeasure, RawPage, RawProfile, RawRedFlag, RawSite, RawSource,
    RawTerm, RawTest, RawTopic,
};
use crate::diagnostics::{Finding, Findings, lints};
use crate::source::{FileId, Sources, Span};
use crate::syntax::decode::{Cx, Decode};
use crate::syntax::{Node, NodeKind, parse};
use rayon::prelude::*;

/// A kind's entries, and the ids of those that could not be read.
#[derive(Debug)]
pub struct Entries<T> {
    /// What was read.
    pub list: Vec<T>,
    /// Ids of entries that could not be read, with their places.
    pub broken: Vec<(String, Span)>,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { list: Vec::new(), broken: Vec::new() }
    }
}

/// All records of a pack.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Records {
    pub site: Option<RawSite>,
    pub strings: Vec<super::lower::RawWords>,
    pub profile: Option<RawProfile>,
    pub broken_inputs: Vec<(String, Span)>,
    pub measures: Entries<RawMeasure>,
    pub guide: Option<RawGuide>,
    pub limits: Entries<RawLimit>,
    pub sources: Entries<RawSource>,
    pub terms: Entries<RawTerm>,
    pub topics: Entries<RawTopic>,
    pub broken_items: Vec<(String, Span)>,
    pub foods: Entries<RawFood>,
    pub flags: Entries<RawRedFlag>,
    pub faqs: Entries<RawFaq>,
    pub pages: Entries<RawPage>,
    pub figures: Entries<RawFigure>,
    pub plans: Vec<(String, Span)>,
    pub tests: Entries<RawTest>,
    /// Kinds of which a file could not be read, with that file; none where it is missing.
    pub unread: Vec<(Kind, Option<FileId>)>,
}

/// Parses and decodes every file of a pack that the scope needs.
pub fn read(sources: &Sources, scope: Scope, findings: &mut Findings) -> Records {
    let mut records = Records::default();
    let mut wanted = Vec::new();
    for (file, source) in sources.iter().filter(|(_, s)| is_yaml(s.path())) {
        let Some(kind) = kind_of(source.path()) else {
            findings.push(unknown_file(source.path(), Span::start_of(file)));
            continue;
        };
        let for_guide =
            !matches!(kind, Kind::Faqs | Kind::Figures | Kind::Glossary | Kind::Pages | Kind::Tests | Kind::Plans);
        if kind == Kind::Lang || (scope == Scope::Guide && !for_guide) {
            continue;
        }
        wanted.push((kind, file));
    }
    // Files are parsed side by side and decoded in their order.
    let trees: Vec<_> = wanted
        .par_iter()
        .map(|&(kind, file)| {
            let mut found = Findings::new();
            let tree = parse(sources, file, &mut found);
            (kind, tree, found)
        })
        .collect();
    let mut maps: Vec<(Kind, Node)> = Vec::new();
    for (kind, tree, found) in trees {
        findings.extend(found);
        if tree.kind == NodeKind::Reported {
            records.unread.push((kind, Some(tree.span.file)));
        }
        if matches!(kind, Kind::Site | Kind::Profile | Kind::Guide) {
            match maps.iter_mut().find(|(k, _)| *k == kind) {
                Some((_, whole)) => join(whole, tree, findings),
                None => maps.push((kind, tree)),
            }
            continue;
        }
        let cx = &mut Cx { sources, findings };
        match kind {
            Kind::Strings => super::lower::read_strings(&tree, &mut records.strings, cx),
            Kind::Measures => many(&tree, &mut records.measures, cx),
            Kind::Limits => many(&tree, &mut records.limits, cx),
            Kind::Sources => many(&tree, &mut records.sources, cx),
            Kind::Glossary => many(&tree, &mut records.terms, cx),
            Kind::Foods => many(&tree, &mut records.foods, cx),
            Kind::RedFlags => many(&tree, &mut records.flags, cx),
            Kind::Faqs => many(&tree, &mut records.faqs, cx),
            Kind::Pages => many(&tree, &mut records.pages, cx),
            Kind::Figures => many(&tree, &mut records.figures, cx),
            Kind::Tests => many(&tree, &mut records.tests, cx),
            Kind::Guidance => topics(&tree, &mut records, cx),
            Kind::Plans => records.plans.extend(children(Some(&tree)).filter_map(id_of)),
            Kind::Site | Kind::Profile | Kind::Guide | Kind::Sessions | Kind::WeekRules | Kind::Lang => {}
        }
    }
    for (kind, tree) in &maps {
        let cx = &mut Cx { sources, findings };
        match kind {
            Kind::Site => records.site = RawSite::decode(tree, cx),
            Kind::Profile => {
                records.profile = RawProfile::decode(tree, cx);
                let groups = children(tree.get("groups"));
                let inputs = groups.flat_map(|group| children(group.get("inputs")));
                records.broken_inputs.extend(inputs.filter_map(id_of));
            }
            _ => records.guide = RawGuide::decode(tree, cx),
        }
    }
    for (name, kind) in [("guide.yaml", Kind::Guide), ("profile.yaml", Kind::Profile), ("site.yaml", Kind::Site)] {
        if !wanted.iter().any(|(k, _)| *k == kind) {
            records.unread.push((kind, None));
            findings.push(Finding::nowhere(&lints::MISSING_FILE, format!("the pack has no `{name}`")).help(
                "every pack has site.yaml, profile.yaml and guide.yaml; `afterrun explain missing-file` shows them",
            ));
        }
    }
    records
}

fn unknown_file(path: &str, span: Span) -> Finding {
    let known: Vec<String> = super::files::KINDS.iter().map(|(name, _)| format!("{name}.yaml")).collect();
    let near = crate::diagnostics::nearest(path, known.iter().map(String::as_str));
    let finding = Finding::new(&lints::UNKNOWN_FILE, span, format!("`{path}` is no kind of file that a pack has"))
        .label("not read");
    finding.help_if(near.map(|n| format!("did you mean `{n}`?")))
}

fn children<'n, 's>(node: Option<&'n Node<'s>>) -> impl Iterator<Item = &'n Node<'s>> {
    let nodes: &[Node] = match node.map(|n| &n.kind) {
        Some(NodeKind::List(nodes)) => nodes,
        _ => &[],
    };
    nodes.iter()
}

fn id_of(node: &Node) -> Option<(String, Span)> {
    let id = node.get("id")?;
    id.as_scalar().map(|s| (s.text.to_string(), id.span))
}

/// A second file of a kind that is a map: its lists follow those of the first, its maps join them, and anything else that
/// stands in both is a duplicate.
fn join<'s>(whole: &mut Node<'s>, more: Node<'s>, findings: &mut Findings) {
    match (&mut whole.kind, more.kind) {
        (NodeKind::Map(entries), NodeKind::Map(others)) => {
            for (key, node) in others {
                match entries.iter_mut().find(|(k, _)| k.text == key.text) {
                    None => entries.push((key, node)),
                    Some((first, there)) => match (&there.kind, &node.kind) {
                        (NodeKind::List(_), NodeKind::List(_)) | (NodeKind::Map(_), NodeKind::Map(_)) => {
                            join(there, node, findings);
                        }
                        _ => findings.push(
                            Finding::new(
                                &lints::DUPLICATE_KEY,
                                key.span,
                                format!("`{}` stands in two files", key.text),
                            )
                            .label("again here")
                            .related(first.span, "first here")
                            .help("keep one of the two"),
                        ),
                    },
                }
            }
        }
        (NodeKind::List(items), NodeKind::List(others)) => items.extend(others),
        (NodeKind::Null | NodeKind::Reported, kind) => *whole = Node { span: more.span, kind },
        _ => {}
    }
}

fn many<T: Decode>(tree: &Node, entries: &mut Entries<T>, cx: &mut Cx) {
    match &tree.kind {
        NodeKind::List(nodes) => {
            for node in nodes {
                match T::decode(node, cx) {
                    Some(entry) => entries.list.push(entry),
                    None => entries.broken.extend(id_of(node)),
                }
            }
        }
        NodeKind::Null | NodeKind::Reported => {}
        _ => cx.wrong_type(tree, "a list of entries, each after `- `"),
    }
}

/// A file of guidance holds one topic, or a list of topics.
fn topics(tree: &Node, records: &mut Records, cx: &mut Cx) {
    let nodes: Vec<&Node> = match &tree.kind {
        NodeKind::List(nodes) => nodes.iter().collect(),
        NodeKind::Null | NodeKind::Reported => return,
        _ => vec![tree],
    };
    for node in nodes {
        match RawTopic::decode(node, cx) {
            Some(topic) => records.topics.list.push(topic),
            None => records.topics.broken.extend(id_of(node)),
        }
        records.broken_items.extend(children(node.get("items")).filter_map(id_of));
    }
}

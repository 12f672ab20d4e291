//! From files to records: every file is parsed and decoded, and entries of one kind are joined.

use super::files::{Kind, is_yaml, kind_of};
use super::raw::{
    RawFaq, RawFigure, RawFood, RawGuide, RawLimit, RawMeasure, RawPage, RawPlan, RawProfile, RawRedFlag, RawSession,
    RawSite, RawSource, RawTerm, RawTest, RawTopic, RawWeekRule,
};
use super::{Scope, recall};
use crate::diagnostics::{Finding, Findings, lints, nearest};
use crate::memo::Memo;
use crate::source::{FileId, Sources, Span};
use crate::syntax::decode::{Cx, Decode};
use crate::syntax::{Node, NodeKind, parse};
use rayon::prelude::*;

/// Entries that what refers to them may not find, which is then no second mistake.
#[derive(Debug, Default)]
pub struct Lost {
    /// Ids that are none, and those that they may have been meant to be, with their places.
    pub ids: Vec<(String, Span)>,
    /// How many have no id that could be read, so that they may be any.
    pub nameless: usize,
}

impl Lost {
    /// Looks for the id of an entry in which something is wrong.
    fn look(&mut self, node: &Node) {
        let ids = ids_of(node);
        let is_guess = node.get("id").is_some_and(|id| matches!(id.kind, NodeKind::Guess(_)));
        let is_nameless = is_guess || ids.is_empty() && node.kind != NodeKind::Reported;
        self.nameless = self.nameless.saturating_add(is_nameless.into());
        self.ids.extend(ids);
    }

    /// The same for the entries of a list of a map; where there is no such list, it may stand under another name.
    fn look_into(&mut self, node: &Node, list: &str) {
        let list = node.get(list);
        if !matches!(list.map(|node| &node.kind), Some(NodeKind::List(_) | NodeKind::Reported)) {
            self.nameless = usize::MAX;
        }
        children(list).for_each(|entry| self.look(entry));
    }

    fn extend(&mut self, more: Self) {
        self.ids.extend(more.ids);
        self.nameless = self.nameless.saturating_add(more.nameless);
    }
}

/// A kind's entries.
#[derive(Debug)]
pub struct Entries<T> {
    /// What was read.
    pub list: Vec<T>,
    /// What cannot be found by its id.
    pub lost: Lost,
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self { list: Vec::new(), lost: Lost::default() }
    }
}

impl<T: Decode> Entries<T> {
    /// Reads an entry.
    fn read(&mut self, node: &Node, cx: &mut Cx) {
        let before = cx.findings.len();
        self.list.extend(T::decode(node, cx));
        // A value that is no YAML has been reported before.
        if cx.findings.len() > before || before > 0 && is_lost(node) {
            self.lost.look(node);
        }
    }
}

/// All records of a pack.
#[derive(Debug, Default)]
#[allow(missing_docs)]
pub struct Records {
    pub site: Option<RawSite>,
    pub strings: Vec<super::lower::RawWords>,
    pub profile: Option<RawProfile>,
    pub inputs: Lost,
    pub measures: Entries<RawMeasure>,
    pub guide: Option<RawGuide>,
    pub sections: Lost,
    pub limits: Entries<RawLimit>,
    pub sources: Entries<RawSource>,
    pub terms: Entries<RawTerm>,
    pub topics: Entries<RawTopic>,
    pub items: Lost,
    pub foods: Entries<RawFood>,
    pub flags: Entries<RawRedFlag>,
    pub faqs: Entries<RawFaq>,
    pub pages: Entries<RawPage>,
    pub figures: Entries<RawFigure>,
    pub sessions: Entries<RawSession>,
    pub plans: Entries<RawPlan>,
    pub week_rules: Entries<RawWeekRule>,
    pub tests: Entries<RawTest>,
    /// Kinds of which a file could not be read, with that file; none where it is missing.
    pub unread: Vec<(Kind, Option<FileId>)>,
}

/// Parses and decodes every file of a pack that the scope needs.
/// `memo` knows files of questions of earlier runs.
pub fn read(sources: &Sources, scope: Scope, memo: Option<&Memo>, findings: &mut Findings) -> Records {
    let mut records = Records::default();
    let mut wanted = Vec::new();
    for (file, source) in sources.iter().filter(|(_, s)| is_yaml(s.path())) {
        let Some(kind) = kind_of(source.path()) else {
            findings.push(unknown_file(source.path(), Span::start_of(file)));
            continue;
        };
        let for_guide = !matches!(kind, Kind::Faqs | Kind::Figures | Kind::Glossary | Kind::Pages | Kind::Tests);
        if kind == Kind::Lang || (scope == Scope::Guide && !for_guide) {
            continue;
        }
        wanted.push((kind, file));
    }
    // Files are parsed side by side and decoded in their order. Where nothing is left to parse, waking other threads would
    // cost more than they save.
    let tree_of = |&(kind, file): &(Kind, FileId)| {
        if kind == Kind::Faqs {
            return Parsed::Faqs(Box::new(questions(sources, file, memo)));
        }
        let mut found = Findings::new();
        let tree = parse(sources, file, &mut found);
        Parsed::Tree(kind, tree, found)
    };
    let trees: Vec<_> = if wanted.iter().all(|(_, file)| sources.get(*file).recorded().is_some()) {
        wanted.iter().map(tree_of).collect()
    } else {
        wanted.par_iter().map(tree_of).collect()
    };
    let mut maps: Vec<(Kind, Node)> = Vec::new();
    let mut strings: Vec<Node> = Vec::new();
    for parsed in trees {
        let (kind, tree, found) = match parsed {
            Parsed::Tree(kind, tree, found) => (kind, tree, found),
            Parsed::Faqs(file) => {
                findings.extend(file.found);
                records.unread.extend(file.unread.map(|file| (Kind::Faqs, Some(file))));
                records.faqs.list.extend(file.entries.list);
                records.faqs.lost.extend(file.entries.lost);
                continue;
            }
        };
        let is_lost = !found.is_empty() && is_lost(&tree);
        findings.extend(found);
        findings.extend(emptiness(&tree, sources));
        if is_lost {
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
            Kind::Strings => strings.push(tree),
            Kind::Measures => many(&tree, &mut records.measures, cx),
            Kind::Limits => many(&tree, &mut records.limits, cx),
            Kind::Sources => many(&tree, &mut records.sources, cx),
            Kind::Glossary => many(&tree, &mut records.terms, cx),
            Kind::Foods => many(&tree, &mut records.foods, cx),
            Kind::RedFlags => many(&tree, &mut records.flags, cx),
            Kind::Pages => many(&tree, &mut records.pages, cx),
            Kind::Figures => many(&tree, &mut records.figures, cx),
            Kind::Tests => many(&tree, &mut records.tests, cx),
            Kind::Guidance => topics(&tree, &mut records, cx),
            Kind::Sessions => many(&tree, &mut records.sessions, cx),
            Kind::Plans => one_or_many(&tree, &mut records.plans, cx),
            Kind::WeekRules => many(&tree, &mut records.week_rules, cx),
            Kind::Faqs | Kind::Site | Kind::Profile | Kind::Guide | Kind::Lang => {}
        }
    }
    super::lower::read_strings(strings, &mut records.strings, &mut Cx { sources, findings });
    for (kind, tree) in &maps {
        let cx = &mut Cx { sources, findings };
        let before = cx.findings.len();
        match kind {
            Kind::Site => records.site = RawSite::decode(tree, cx),
            Kind::Profile => records.profile = RawProfile::decode(tree, cx),
            _ => records.guide = RawGuide::decode(tree, cx),
        }
        let groups = tree.get("groups");
        match kind {
            _ if cx.findings.len() == before && !(before > 0 && is_lost(tree)) => {}
            Kind::Site => {}
            Kind::Profile if groups.is_none() => records.inputs.look_into(tree, "groups"),
            Kind::Profile => children(groups).for_each(|group| records.inputs.look_into(group, "inputs")),
            _ => records.sections.look_into(tree, "sections"),
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

/// A file that was parsed.
enum Parsed<'s> {
    /// Its tree, to be decoded in its turn.
    Tree(Kind, Node<'s>, Findings),
    /// Questions are many, so their trees are gone before the next are made.
    Faqs(Box<Questions>),
}

/// A file of questions.
#[derive(Default)]
struct Questions {
    entries: Entries<RawFaq>,
    found: Findings,
    /// The file, where a part of it could not be read.
    unread: Option<FileId>,
}

fn questions(sources: &Sources, file: FileId, memo: Option<&Memo>) -> Questions {
    let text = sources.get(file).text();
    let remembered = memo.and_then(|memo| Some((memo, recall::key(text)?)));
    if let Some(list) = remembered.and_then(|(memo, key)| recall::get(memo, key, file, text)) {
        return Questions { entries: Entries { list, ..Entries::default() }, ..Questions::default() };
    }
    let mut questions = Questions::default();
    let tree = parse(sources, file, &mut questions.found);
    questions.unread = (!questions.found.is_empty() && is_lost(&tree)).then_some(file);
    questions.found.extend(emptiness(&tree, sources));
    many(&tree, &mut questions.entries, &mut Cx { sources, findings: &mut questions.found });
    if let (Some((memo, key)), true, None) = (remembered, questions.found.is_empty(), questions.unread) {
        recall::put(memo, key, text, &questions.entries.list);
    }
    questions
}

/// The finding on a file in which nothing stands.
fn emptiness(tree: &Node, sources: &Sources) -> Option<Finding> {
    let is_empty = tree.kind == NodeKind::Null || matches!(&tree.kind, NodeKind::List(nodes) if nodes.is_empty());
    is_empty.then(|| {
        let (file, path) = (tree.span.file, sources.get(tree.span.file).path());
        Finding::new(&lints::EMPTY_FILE, Span::start_of(file), format!("nothing stands in `{path}`"))
            .help("write its entries, or delete the file")
    })
}

/// Whether a part of a file could not be read.
fn is_lost(tree: &Node) -> bool {
    match &tree.kind {
        NodeKind::Reported | NodeKind::Guess(_) => true,
        NodeKind::List(nodes) => nodes.iter().any(is_lost),
        NodeKind::Map(entries) => entries.iter().any(|(_, node)| is_lost(node)),
        NodeKind::Null | NodeKind::Scalar(_) => false,
    }
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

/// The id of an entry, which may stand under a misspelt name.
fn id_of(node: &Node) -> Option<(String, Span)> {
    let misspelt = || match &node.kind {
        NodeKind::Map(entries) => entries.iter().find(|(key, _)| nearest(&key.text, ["id"]).is_some()),
        _ => None,
    };
    let id = node.get("id").or_else(|| misspelt().map(|(_, id)| id))?;
    id.as_words().map(|s| (s.text.to_string(), id.span))
}

/// The id of an entry that may be broken; for one that is no id, also the ids that it was meant to be.
fn ids_of(node: &Node) -> Vec<(String, Span)> {
    let Some((id, span)) = id_of(node).filter(|(id, _)| id.len() <= 100) else { return Vec::new() };
    let meant = |joint: &str| {
        let folded = id.to_lowercase();
        let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join(joint)
    };
    let all = [meant("-"), meant("_"), meant(""), id.clone()];
    all.into_iter().map(|id| (id, span)).collect()
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
            nodes.iter().for_each(|node| entries.read(node, cx));
        }
        NodeKind::Null | NodeKind::Reported => {}
        _ => {
            cx.wrong_type(tree, "a list of entries, each after `- `");
            entries.lost.nameless = usize::MAX;
        }
    }
}

/// A file of one entry, or of a list of them.
fn one_or_many<T: Decode>(tree: &Node, entries: &mut Entries<T>, cx: &mut Cx) {
    match &tree.kind {
        NodeKind::Map(_) => entries.read(tree, cx),
        _ => many(tree, entries, cx),
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
        let before = cx.findings.len();
        records.topics.read(node, cx);
        if cx.findings.len() > before || before > 0 && is_lost(node) {
            records.items.look_into(node, "items");
        }
    }
}

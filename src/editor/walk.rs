//! Through a tree, with the way that leads to each place.

use crate::syntax::{Key, Node, NodeKind};

/// One step of a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step<'n> {
    /// To the value of a key.
    Key(&'n str),
    /// To an entry of a list.
    Entry,
}

/// What stands at a place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spot<'n, 's> {
    /// A key, with its value.
    Key(&'n Key<'s>, &'n Node<'s>),
    /// A value.
    Value(&'n Node<'s>),
}

/// A place of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Site<'a, 'n, 's> {
    /// The way from the entry of the file; for a key, the key is its last step.
    pub path: &'a [Step<'n>],
    /// The maps that hold it, the outermost first.
    pub maps: &'a [&'n Node<'s>],
    /// What stands there.
    pub spot: Spot<'n, 's>,
}

impl<'n, 's> Site<'_, 'n, 's> {
    /// The `id` of the nearest map around this place that has one, but for the one whose id this is.
    pub fn owner(&self) -> &'n str {
        let own = usize::from(self.path.last() == Some(&Step::Key("id")));
        let ids = self.maps.iter().rev().skip(own).filter_map(|map| map.get("id")?.as_scalar());
        ids.map(|scalar| &*scalar.text).next().unwrap_or("")
    }

    /// The nearest map around this place that has this field.
    pub fn holding(&self, field: &str) -> Option<&'n Node<'s>> {
        self.maps.iter().rev().copied().find(|map| map.get(field).is_some())
    }
}

/// Visits every key and value of a file's tree. The list of a file's entries is no step of the way, so that a file of one
/// topic and a file of a list of them look the same.
pub(super) fn walk<'n, 's>(tree: &'n Node<'s>, visit: &mut dyn FnMut(Site<'_, 'n, 's>)) {
    let mut way = Way { path: Vec::new(), maps: Vec::new() };
    match &tree.kind {
        NodeKind::List(entries) => entries.iter().for_each(|entry| way.node(entry, visit)),
        _ => way.node(tree, visit),
    }
}

struct Way<'n, 's> {
    path: Vec<Step<'n>>,
    maps: Vec<&'n Node<'s>>,
}

impl<'n, 's> Way<'n, 's> {
    fn node(&mut self, node: &'n Node<'s>, visit: &mut dyn FnMut(Site<'_, 'n, 's>)) {
        visit(Site { path: &self.path, maps: &self.maps, spot: Spot::Value(node) });
        match &node.kind {
            NodeKind::List(entries) => {
                self.path.push(Step::Entry);
                entries.iter().for_each(|entry| self.node(entry, visit));
                self.path.pop();
            }
            NodeKind::Map(entries) => {
                self.maps.push(node);
                for (key, value) in entries {
                    self.path.push(Step::Key(&key.text));
                    visit(Site { path: &self.path, maps: &self.maps, spot: Spot::Key(key, value) });
                    self.node(value, visit);
                    self.path.pop();
                }
                self.maps.pop();
            }
            _ => {}
        }
    }
}

//! Which of two items comes first.

use crate::model::{Content, Priority};
use crate::syntax::Grade;

/// Priority, then evidence, then id: smaller is better.
pub fn rank(content: &Content, item: usize) -> (Priority, Grade, &str) {
    let item = &content.items()[item];
    (item.priority, item.evidence, &item.id)
}

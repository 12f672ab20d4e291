//! What can be wrong with a text.

use std::ops::Range;

/// One thing that is wrong with a text, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trouble {
    /// What sort of thing.
    pub kind: TroubleKind,
    /// The bytes meant, within the text that was read; on character boundaries.
    pub at: Range<usize>,
    /// A lower-case phrase without a full stop.
    pub message: String,
    /// What to type instead, where that is known.
    pub help: Option<String>,
}

/// The sorts of trouble; each is one lint.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TroubleKind {
    /// `{% %}`, `{# #}`, `{{ x | f }}`, a slot that is not closed, or a slot where none can stand.
    TemplateInText,
    /// HTML tags or comments.
    RawHtml,
    /// A heading where none can stand, or one that jumps a level.
    HeadingLevel,
    /// An image without words for those who do not see it.
    MissingImageText,
    /// An address other than http, https, mailto, a `#fragment` or a relative path.
    UnsafeLink,
    /// A `[[kind:id]]` link that cannot be read, or a link without an address.
    BrokenLink,
}

impl Trouble {
    pub(super) fn new(kind: TroubleKind, at: Range<usize>, message: impl Into<String>) -> Self {
        Trouble { kind, at, message: message.into(), help: None }
    }

    #[must_use]
    pub(super) fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

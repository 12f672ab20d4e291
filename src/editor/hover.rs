//! What stands under the pointer.

use super::fields::about;
use super::index::{Index, kind_of_names};
use super::symbol::{Kind, Symbol};
use super::walk::{Spot, walk};
use crate::diagnostics::{Findings, lints};
use crate::source::{FileId, Sources, Span};
use crate::syntax::parse;

/// Words about a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hover {
    /// What they are about.
    pub span: Span,
    /// Markdown.
    pub text: String,
}

/// What a name or a field is; `None` where there is nothing to say.
pub fn hover(sources: &Sources, index: &Index, file: FileId, offset: usize) -> Option<Hover> {
    if let Some(found) = index.at(file, offset) {
        return words(index, &found.symbol).map(|text| Hover { span: found.span, text });
    }
    field(sources, file, offset)
}

/// What a name stands for, in Markdown; `None` where nothing defines it.
fn words(index: &Index, symbol: &Symbol) -> Option<String> {
    if symbol.kind == Kind::Lint {
        return lints::find(&symbol.id).map(|lint| lint.page.to_owned());
    }
    let uses = index.places(symbol).filter(|place| !place.defines).count();
    let count = match uses {
        0 => "Used nowhere.".to_owned(),
        1 => "Used once.".to_owned(),
        many => format!("Used {many} times."),
    };
    if symbol.kind.is_by_use() {
        return Some(format!("**{}** · {}\n\n{count}", symbol.id, symbol.kind.what()));
    }
    let definition = index.definitions(symbol).first()?;
    Some(format!("{}\n\n{count}", definition.text))
}

/// What the format says about the field whose key is here.
fn field(sources: &Sources, file: FileId, offset: usize) -> Option<Hover> {
    let (kind, _) = kind_of_names(sources.get(file).path())?;
    let tree = parse(sources, file, &mut Findings::new());
    let mut found = None;
    walk(&tree, &mut |site| {
        let Spot::Key(key, _) = site.spot else { return };
        if (key.span.start as usize..=key.span.end as usize).contains(&offset) {
            let about = about(kind, site.path);
            found = about.map(|about| Hover { span: key.span, text: format!("**{}**\n\n{about}", key.text) });
        }
    });
    found
}

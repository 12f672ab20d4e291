//! What names stand for.

/// What kind of thing a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An input or a measure: one namespace.
    Axis,
    /// An option of an input, which owns it.
    Choice,
    /// A case of a measure, which owns it.
    Case,
    /// A group of questions.
    Group,
    /// A section of the guide.
    Section,
    /// A source.
    Source,
    /// A word of the glossary.
    Term,
    /// A topic.
    Topic,
    /// A line of advice.
    Item,
    /// An amount of an item, which owns it.
    Amount,
    /// A food.
    Food,
    /// A red flag.
    Flag,
    /// A question with its answer.
    Faq,
    /// A limit.
    Limit,
    /// A plan.
    Plan,
    /// A kind of session.
    Session,
    /// A rule of the week.
    WeekRule,
    /// A page of the site.
    Page,
    /// A picture of the site.
    Figure,
    /// What an amount is an amount of. Nothing defines it: it is there once it is used.
    AmountKind,
    /// A group of items of which one is shown; there once it is used.
    Exclusive,
    /// A tag of questions; there once it is used.
    Tag,
    /// A lint of the program.
    Lint,
}

impl Kind {
    /// What the kind is called, as in "no … is called so".
    pub fn what(self) -> &'static str {
        match self {
            Kind::Axis => "input or measure",
            Kind::Choice => "option",
            Kind::Case => "case",
            Kind::Group => "group of questions",
            Kind::Section => "section",
            Kind::Source => "source",
            Kind::Term => "term",
            Kind::Topic => "topic",
            Kind::Item => "item",
            Kind::Amount => "amount",
            Kind::Food => "food",
            Kind::Flag => "red flag",
            Kind::Faq => "FAQ",
            Kind::Limit => "limit",
            Kind::Plan => "plan",
            Kind::Session => "kind of session",
            Kind::WeekRule => "rule of the week",
            Kind::Page => "page",
            Kind::Figure => "figure",
            Kind::AmountKind => "kind of amount",
            Kind::Exclusive => "exclusive group",
            Kind::Tag => "tag",
            Kind::Lint => "lint",
        }
    }

    /// Whether names of this kind come to be by use alone.
    pub fn is_by_use(self) -> bool {
        matches!(self, Kind::AmountKind | Kind::Exclusive | Kind::Tag)
    }

    /// Whether names of this kind are words of formulas (`a_b`), not of addresses (`a-b`).
    pub fn is_snake(self) -> bool {
        matches!(self, Kind::Axis | Kind::Amount)
    }
}

/// A name: the same wherever it stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Symbol {
    /// What it stands for.
    pub kind: Kind,
    /// The input of an option, the measure of a case, the item of an amount; empty for the rest.
    pub owner: String,
    /// The name itself.
    pub id: String,
}

impl Symbol {
    /// A name that nothing owns.
    pub fn new(kind: Kind, id: impl Into<String>) -> Self {
        Self { kind, owner: String::new(), id: id.into() }
    }

    /// A name that means something only with its owner.
    pub fn owned(kind: Kind, owner: impl Into<String>, id: impl Into<String>) -> Self {
        Self { kind, owner: owner.into(), id: id.into() }
    }
}

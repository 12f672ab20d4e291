//! One declaration for struct, decoder and schema.

/// Declares a record of a format: a struct with a [`Decode`](crate::syntax::Decode) implementation whose schema carries
/// the doc comments. A field whose type is an `Option`, a `Vec` or another type with an absent value may be left out; all
/// others must be there, and something stands in for one that is not. The struct also has a `span`: its whole map.
///
/// ```text
/// record! {
///     /// A question with its answer.
///     pub struct RawFaq is "a question" {
///         /// The id, which is the address of its page.
///         id: Spanned<Id>,
///     }
/// }
/// ```
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident is $what:literal {
            $( $(#[doc = $field_doc:literal])+ $field:ident : $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $( $(#[doc = $field_doc])+ pub $field: $type, )*
            /// The whole map.
            pub span: $crate::source::Span,
        }

        impl $crate::syntax::Decode for $name {
            fn decode(node: &$crate::syntax::Node, cx: &mut $crate::syntax::Cx) -> Option<Self> {
                let known = Self::fields();
                let before = cx.findings.len();
                let mut fields = $crate::syntax::decode::Fields::open(node, $what, known, cx)?;
                $( let $field: Option<$type> = fields.take(stringify!($field), cx); )*
                if let Some(apart) = fields.apart(before, cx) {
                    return Self::decode(&apart, cx);
                }
                fields.finish(cx);
                Some(Self { $( $field: $field?, )* span: node.span })
            }

            fn stand_in(file: $crate::source::FileId) -> Option<Self> {
                let span = $crate::source::Span::stand_in(file);
                use $crate::syntax::decode::absent_or_stand_in;
                Some(Self { $( $field: absent_or_stand_in::<$type>(file)?, )* span })
            }

            fn fields() -> &'static [&'static str] {
                &[$(stringify!($field)),*]
            }

            fn schema(book: &mut $crate::syntax::decode::Book) -> serde_json::Value {
                book.record(stringify!($name).trim_start_matches("Raw"), |book| {
                    let mut properties = serde_json::Map::new();
                    let mut required: Vec<&str> = Vec::new();
                    $(
                        let mut schema = <$type as $crate::syntax::Decode>::schema(book);
                        let words = [$($field_doc),+].map(str::trim).join(" ");
                        if let Some(object) = schema.as_object_mut() {
                            object.insert("description".into(), words.into());
                        }
                        let name = stringify!($field).trim_start_matches("r#");
                        properties.insert(name.into(), schema);
                        if <$type as $crate::syntax::Decode>::absent().is_none() {
                            required.push(name);
                        }
                    )*
                    let words = [$($doc),+].map(str::trim).join(" ");
                    serde_json::json!({
                        "type": "object",
                        "description": words,
                        "properties": properties,
                        "required": required,
                        "additionalProperties": false,
                    })
                })
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use crate::diagnostics::Findings;
    use crate::source::{Sources, Spanned};
    use crate::syntax::{Cx, Decode, decode::Book, parse};

    record! {
        /// A fruit.
        pub struct RawFruit is "a fruit" {
            /// Its name.
            name: Spanned<String>,
            /// What
            /// it weighs.
            r#do: Spanned<u32>,
            /// Other names.
            tags: Vec<Spanned<String>>,
        }
    }

    fn read(text: &str) -> (Option<Vec<RawFruit>>, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add_text("f.yaml", text);
        let mut findings = Findings::new();
        let node = parse(&sources, file, &mut findings);
        let read = Vec::decode(&node, &mut Cx { sources: &sources, findings: &mut findings });
        findings.sort(&sources);
        let words = findings.iter().map(|f| {
            let place = sources.place(f.span.unwrap());
            format!("{}:{} {}", place.line, place.column, f.message)
        });
        (read, words.collect())
    }

    #[test]
    fn every_wrong_field_is_reported_and_something_stands_in_for_it() {
        let (read, words) = read("- {name: fig, do: 3}\n- nam: x\n  do: heavy\n  tags: one\n- {do: 300}\n- []\n");
        // A number has no stand-in, so that its record is left out.
        let names: Vec<_> =
            read.unwrap().into_iter().map(|fruit| (fruit.name.span.is_stand_in(), fruit.name.value)).collect();
        assert_eq!(names, [(false, "fig".to_owned()), (true, String::new())]);
        assert_eq!(
            words,
            [
                "2:3 unknown field `nam`",
                "3:7 expected a whole number, found `heavy`",
                "4:9 expected a list, found `one`",
                "5:4 field `name` of a fruit is missing",
                "6:3 expected a fruit, found a list",
            ]
        );
    }

    #[test]
    fn the_schema_carries_the_doc_comments() {
        let mut book = Book::default();
        assert_eq!(RawFruit::schema(&mut book)["$ref"], "#/$defs/Fruit");
        let fruit = &book.into_defs()["Fruit"];
        assert_eq!(fruit["properties"]["do"]["description"], "What it weighs.");
        assert_eq!(fruit["required"], serde_json::json!(["name", "do"]));
    }
}

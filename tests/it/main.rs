//! The integration tests: one binary, one module per subject. `cargo test --test it MODULE` runs one of them.

mod bad_input;
mod bad_values;
mod cli;
mod content_tests;
mod coverage;
mod diff;
mod figures;
mod floors;
mod golden;
mod guide_text;
mod inventory;
mod lint_pages;
mod lsp;
mod map;
mod one_slip;
mod planted;
mod publish;
mod rebuild;
mod reports;
mod runners;
mod safety;
mod site;
mod strings;
mod support;
mod week;
mod wrong_fields;

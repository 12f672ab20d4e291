//! The integration tests: one binary, one module per subject. `cargo test --test it MODULE` runs one of them.

mod bad_input;
mod bad_values;
mod cli;
mod content_tests;
mod figures;
mod floors;
mod golden;
mod guide_text;
mod inventory;
mod lint_pages;
mod runners;
mod safety;
mod strings;
mod support;

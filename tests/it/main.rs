//! The integration tests: one binary, one module per subject. `cargo test --test it MODULE` runs one of them.

mod bad_input;
mod floors;
mod lint_pages;
mod support;

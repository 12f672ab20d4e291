//! What a pack does, seen as a whole: today its own tests, run on the real selection.

mod content_tests;

pub use content_tests::run_tests;

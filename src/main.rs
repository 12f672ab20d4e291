//! The binary: hands its arguments to the library and exits with what comes back.

/// A site is made of millions of small texts: with the system's allocator a build costs a sixth more.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    afterrun::cli::run(std::env::args_os())
}

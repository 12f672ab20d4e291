//! The binary: hands its arguments to the library and exits with what comes back.

fn main() -> std::process::ExitCode {
    afterrun::cli::run(std::env::args_os())
}

//! `popcorn`: see `popcorn --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    popcorn::cli::main()
}

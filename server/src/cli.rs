//! The command line.

use std::{path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};

use crate::{
    commands,
    config::{Config, Environment, Flags, Layers},
    logging,
};

/// The open-source home of a fan community.
#[derive(Debug, Parser)]
#[command(
    name = "popcorn",
    version,
    about = "The home of a fan community: meetups, tickets at the door, honor and badges",
    long_about = "The home of a fan community: meetups, tickets at the door, honor and badges.\n\n\
        One program and one file run it. Start it, open the set-up link that it prints, and publish the first event.",
    after_long_help = "\
First steps:
  popcorn serve                      Make ./data/popcorn.db and serve http://127.0.0.1:3000
  popcorn demo                       Fill an empty database with a community to look at

On a server:
  popcorn --config /etc/popcorn.toml serve
  POPCORN_BASE_URL=https://fans.example.org POPCORN_LISTEN=127.0.0.1:3000 popcorn serve
  DATABASE_URL=postgres://popcorn:secret@127.0.0.1/popcorn popcorn migrate
  popcorn backup /var/backups/popcorn-$(date +%F).db
  popcorn doctor

Settings come from a file (popcorn.toml), the environment (POPCORN_…) and flags; the later wins.
`popcorn config` shows what holds and where it comes from, `popcorn config --keys` what there is.",
    arg_required_else_help = true,
    propagate_version = true,
    max_term_width = 100
)]
pub struct Cli {
    #[command(flatten)]
    settings: Settings,
    #[command(subcommand)]
    command: Command,
}

/// Settings that can be given as flags.
#[derive(Debug, Args)]
#[command(next_help_heading = "Settings")]
struct Settings {
    /// Read settings from this file [default: popcorn.toml, if it is there]
    ///
    /// POPCORN_CONFIG names one too.
    #[arg(long, value_name = "FILE", global = true)]
    config: Option<PathBuf>,
    /// Listen on this address and port
    #[arg(long, value_name = "ADDRESS:PORT", global = true)]
    listen: Option<String>,
    /// People reach the site here
    #[arg(long, value_name = "URL", global = true)]
    base_url: Option<String>,
    /// Keep files in this folder
    #[arg(long, value_name = "FOLDER", global = true)]
    data: Option<String>,
    /// Use this database
    ///
    /// Others on this machine can read flags: an address with a password belongs into the file or the environment.
    #[arg(long, value_name = "URL", global = true)]
    database_url: Option<String>,
    /// Log this
    #[arg(long, value_name = "FILTER", global = true)]
    log: Option<String>,
    /// Log as text or json
    #[arg(long, value_name = "FORMAT", global = true)]
    log_format: Option<String>,
    /// Set anything else, such as --set name="Lantern Radio Fans"
    #[arg(long, value_name = "KEY=VALUE", value_parser = pair, global = true)]
    set: Vec<(String, String)>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the site
    ///
    /// On SQLite the schema is brought up to date first. On PostgreSQL, where other nodes may still run the older program,
    /// that is asked for: with --migrate, or by `popcorn migrate` before.
    ///
    /// While nobody runs the site, a one-time set-up link is printed: whoever opens it becomes the first admin.
    ///
    /// SIGTERM and Ctrl-C end it: requests and jobs that have begun are brought to their end.
    Serve {
        /// Bring the schema up to date first, on PostgreSQL too
        #[arg(long)]
        migrate: bool,
    },
    /// Bring the database's schema up to date
    ///
    /// Makes an empty database ready, or one of an older version. Any number of times, from any number of nodes.
    Migrate,
    /// Fill an empty database with a community to look at
    ///
    /// Three chapters, two hundred members, a year of events in English and Chinese, with sign-ups, attendance, honor and
    /// badges; always the same. Prints the sign-ins of a demo organiser and a demo fan. Does nothing where it was done before.
    ///
    /// Everybody knows the password: it is neither loaded nor served where others can reach it, unless demo_in_public says so.
    Demo,
    /// Copy the SQLite database to a file, while the site runs
    ///
    /// The copy holds one moment of the database, all of it, also the keys that sign tickets: keep it as safe as the original.
    /// A file that is there already is left alone. PostgreSQL has a tool of its own: pg_dump.
    Backup {
        /// The file to make
        file: PathBuf,
    },
    /// Look whether everything that is stored is still true
    ///
    /// Each member's chain of honor, what counts of it, the checkpoints with their signatures and what they were made of, budgets,
    /// rules and seats are compared with what they follow from, while the site goes on. Nothing is changed.
    ///
    /// What is wrong is printed, a line each, and the program ends with 1. Sums can be made anew by `popcorn honor rebuild`; a chain
    /// that was changed by hand cannot: take the rows from a backup.
    Doctor,
    /// Look after the ledger of honor
    #[command(subcommand, arg_required_else_help = true)]
    Honor(Honor),
    /// Look after the people who run the site
    #[command(subcommand, arg_required_else_help = true)]
    Admin(Admin),
    /// Look after the keys that sign badges
    ///
    /// They are kept in the database. Checkers find the public halves at /.well-known/did.json.
    #[command(subcommand, arg_required_else_help = true)]
    Keys(Keys),
    /// Show the settings that hold, and where each comes from
    ///
    /// Passwords and secrets are not shown.
    Config {
        /// List everything that can be set, with what it is for
        #[arg(long)]
        keys: bool,
    },
}

#[derive(Debug, Subcommand)]
enum Honor {
    /// Write all chains to a file, as docs/verify_honor.py reads it
    ///
    /// It holds who got what and why: keep it as safe as the database.
    Export {
        /// The file to make
        file: PathBuf,
    },
    /// Work out anew what counts, from the entries alone
    Rebuild,
}

#[derive(Debug, Subcommand)]
enum Admin {
    /// Make an account that may do everything
    ///
    /// Without --password-stdin a password is made up and printed once.
    ///
    ///   popcorn admin create --email wen@example.org --name "Wen Shuyan"
    #[command(verbatim_doc_comment)]
    Create(NewAdmin),
}

#[derive(Debug, Subcommand)]
enum Keys {
    /// List all keys: the one in use, and those retired
    List,
    /// Retire the key in use and make another
    ///
    /// Badges that were signed before stay valid: the retired key goes on being published, so that they can be checked.
    /// All nodes sign with the new one from now on.
    Rotate,
}

/// The account of an admin.
#[derive(Debug, Args)]
pub struct NewAdmin {
    /// Their mail address
    #[arg(long, value_name = "ADDRESS")]
    pub email: String,
    /// What they are called
    #[arg(long, value_name = "NAME")]
    pub name: String,
    /// Their name in addresses [default: made from the name]
    #[arg(long, value_name = "HANDLE")]
    pub handle: Option<String>,
    /// The language they read in: en or zh-CN
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    pub language: String,
    /// Their time zone, such as Asia/Shanghai
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    pub zone: String,
    /// Read the password from the first line of standard input
    #[arg(long)]
    pub password_stdin: bool,
}

/// Runs the program; what went wrong stands on standard error.
#[must_use]
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write;
            // Nothing can be done where not even this can be said.
            _ = writeln!(std::io::stderr(), "popcorn: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> anyhow::Result<()> {
    if matches!(cli.command, Command::Config { keys: true }) {
        return commands::config::print_keys();
    }
    let (config, layers): (Config, Layers) = Config::load(&cli.settings.flags(), &Environment::of_process())?;
    if let Command::Config { .. } = cli.command {
        return commands::config::print(&config, &layers);
    }
    logging::start(&config);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        match cli.command {
            Command::Serve { migrate } => {
                let wish = if migrate { commands::Migrate::Asked } else { commands::Migrate::WhereSafe };
                commands::serve::run(&config, wish).await
            }
            Command::Migrate => commands::migrate::run(&config).await,
            Command::Demo => commands::demo::run(&config).await,
            Command::Backup { file } => commands::backup::run(&config, &file).await,
            Command::Doctor => commands::doctor::run(&config).await,
            Command::Honor(Honor::Export { file }) => commands::honor::export(&config, &file).await,
            Command::Honor(Honor::Rebuild) => commands::honor::rebuild(&config).await,
            Command::Admin(Admin::Create(admin)) => commands::admin::create(&config, admin).await,
            Command::Keys(Keys::List) => commands::keys::list(&config).await,
            Command::Keys(Keys::Rotate) => commands::keys::rotate(&config).await,
            Command::Config { .. } => Ok(()),
        }
    })
}

impl Settings {
    fn flags(&self) -> Flags {
        let flags = [
            ("--listen", "listen", &self.listen),
            ("--base-url", "base_url", &self.base_url),
            ("--data", "data", &self.data),
            ("--database-url", "database_url", &self.database_url),
            ("--log", "log", &self.log),
            ("--log-format", "log_format", &self.log_format),
        ];
        let named = flags.into_iter().filter_map(|(flag, key, value)| Some((flag, key.to_owned(), value.clone()?)));
        let others = self.set.iter().map(|(key, value)| ("--set", key.clone(), value.clone()));
        Flags { file: self.config.clone(), values: others.chain(named).collect() }
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write it as key=value")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }
}

//! Settings: which layer wins, and how wrong ones are refused.

use std::collections::{BTreeMap, BTreeSet};

use popcorn::config::{Config, Environment, Flags, KEYS, Layers, Problems};

/// Reads this file, this environment and these flags.
fn load(
    file: &str,
    variables: &[(&str, &str)],
    flags: &[(&'static str, &str, &str)],
) -> Result<(Config, Layers), Problems> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("popcorn.toml");
    std::fs::write(&path, file).expect("a file");
    let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let flags = flags.iter().map(|(flag, key, value)| (*flag, (*key).to_owned(), (*value).to_owned()));
    let flags = Flags { file: Some(path), values: flags.collect() };
    load_with(&flags, variables.collect())
}

fn load_with(flags: &Flags, variables: BTreeMap<String, String>) -> Result<(Config, Layers), Problems> {
    Config::load(flags, &Environment(variables))
}

/// The lines of the refusal, without the folder's name.
fn refusal(file: &str, variables: &[(&str, &str)], flags: &[(&'static str, &str, &str)]) -> Vec<String> {
    let problems = load(file, variables, flags).map(|_| ()).expect_err("these settings are wrong");
    let name = |place: &str| place.rsplit('/').next().unwrap_or_default().to_owned();
    problems.0.iter().map(|problem| format!("{}: {}", name(&problem.place), problem.what)).collect()
}

fn origin(layers: &Layers, key: &str) -> String {
    let (_, value) = layers.iter().find(|(found, _)| found.name == key).expect("a key");
    value.origin.to_string().rsplit('/').next().unwrap_or_default().to_owned()
}

#[test]
fn the_later_layer_wins_and_says_so() {
    let file = "# Ours\nname = \"File\"\nlisten = \"127.0.0.1:1\"\nbase_url = \"https://file.example/\"\n";
    let variables =
        [("POPCORN_LISTEN", "127.0.0.1:2"), ("POPCORN_NAME", ""), ("POPCORN_LOG", "debug"), ("PATH", "/bin")];
    let (config, layers) = load(file, &variables, &[("--listen", "listen", "127.0.0.1:3")]).expect("good settings");
    assert_eq!(config.name, "File");
    assert_eq!(config.listen.port(), 3);
    assert_eq!(config.base_url, "https://file.example");
    assert!(config.is_https());
    for (key, from) in [("name", "popcorn.toml:2"), ("listen", "--listen"), ("log", "POPCORN_LOG"), ("data", "default")]
    {
        assert_eq!(origin(&layers, key), from);
    }
}

#[test]
fn without_settings_it_runs_on_this_machine() {
    let (config, _) = load("", &[], &[]).expect("good settings");
    assert_eq!(config.base_url, "http://127.0.0.1:3000");
    assert_eq!(config.database_url, "sqlite://./data/popcorn.db");
    assert!(config.mail.is_none() && config.trusted_proxies.is_empty() && !config.development.is_on());
    let (config, _) =
        load("", &[("POPCORN_LISTEN", "0.0.0.0:80"), ("POPCORN_DATA", "/srv/fans")], &[]).expect("good settings");
    assert_eq!(config.base_url, "http://localhost:80");
    assert_eq!(config.database_url, "sqlite:///srv/fans/popcorn.db");
}

#[test]
fn a_site_is_public_where_others_can_reach_it() {
    for (listen, base_url, public) in [
        ("127.0.0.1:3000", "", false),
        ("[::1]:3000", "http://localhost:3000", false),
        ("0.0.0.0:3000", "", true),
        ("192.0.2.1:80", "http://127.0.0.1", true),
        ("127.0.0.1:3000", "https://fans.example.org", true),
    ] {
        let variables = [("POPCORN_LISTEN", listen), ("POPCORN_BASE_URL", base_url)];
        let (config, _) = load("", &variables, &[]).expect("good settings");
        assert_eq!(config.is_public(), public, "{listen} {base_url}");
        assert!(!config.demo_in_public.is_on());
    }
}

#[test]
fn the_usual_variable_names_the_database_unless_ours_does() {
    let usual = ("DATABASE_URL", "postgres://db.example/popcorn");
    let (config, layers) = load("database_url = \"a.db\"", &[usual], &[]).expect("good settings");
    assert_eq!(config.database_url, usual.1);
    assert_eq!(origin(&layers, "database_url"), "DATABASE_URL");
    let (config, _) = load("", &[usual, ("POPCORN_DATABASE_URL", "b.db")], &[]).expect("good settings");
    assert_eq!(config.database_url, "b.db");
}

#[test]
fn a_file_may_use_tomls_own_kinds() {
    let file = "trusted_proxies = [\"127.0.0.1\", \"10.0.0.0/8\"]\ndevelopment = true\nrate_limits = false\n";
    let (config, _) = load(file, &[], &[]).expect("good settings");
    assert_eq!(config.trusted_proxies.len(), 2);
    assert!(config.development.is_on() && !config.rate_limits.is_on());
}

#[test]
fn variables_of_building_and_testing_are_not_settings() {
    let variables = [
        ("POPCORN_CACHE", "/x"),
        ("POPCORN_TEST_REQUIRE_POSTGRES", "1"),
        ("POPCORN_E2E_SEED", "/x"),
        ("POPCORN_BIN", "/x"),
    ];
    assert!(load("", &variables, &[]).is_ok());
}

#[test]
fn every_wrong_value_is_told_with_its_place() {
    for (key, wrong, told) in [
        ("name", "", "name = \"\" must be 1 to 60 characters"),
        ("base_url", "fans.example.org", "is not an address such as https://fans.example.org"),
        ("base_url", "https://example.org/fans", "no path"),
        ("listen", "3000", "is not an address with a port, such as 127.0.0.1:3000"),
        ("data", "", "must name a folder"),
        ("database_url", "mysql://u:hush@host/db", "must be a file, sqlite://path or postgres://"),
        ("smtp_url", "mail.example.org:hush", "must be smtps://"),
        ("mail_from", "Popcorn", "is not a sender such as"),
        ("accent", "teal", "is not a colour such as #0b7a75"),
        ("trusted_proxies", "127.0.0.1, proxy.example", "is not a list of addresses and networks"),
        ("log", "popcorn=loud", "is not a log filter"),
        ("log_format", "xml", "must be text or json"),
        ("metrics_token", "hush", "must be at least 16 letters and digits"),
        ("rate_limits", "maybe", "must be on or off"),
        ("requests_at_once", "0", "must be a number from 1 to 100000"),
        ("answer_file_mb", "0", "must be a number of megabytes from 1 to 50"),
        ("development", "2", "must be on or off"),
        ("demo_in_public", "perhaps", "must be on or off"),
    ] {
        let lines = refusal(&format!("\n{key} = {wrong:?}\n"), &[], &[]);
        assert_eq!(lines.len(), 1, "{lines:?}");
        assert!(lines[0].starts_with(&format!("popcorn.toml:2: {key}")) && lines[0].contains(told), "{}", lines[0]);
        assert!(!lines[0].contains("hush"), "a secret is told: {}", lines[0]);
        if !wrong.is_empty() {
            let variable = format!("POPCORN_{}", key.to_uppercase());
            let lines = refusal("", &[(&variable, wrong)], &[]);
            assert!(lines[0].starts_with(&format!("{variable}: {key}")), "{}", lines[0]);
        }
    }
}

#[test]
fn names_that_mean_nothing_are_refused_with_a_guess() {
    assert_eq!(refusal("lisen = \"x\"", &[], &[]), ["popcorn.toml:1: lisen is not a setting; did you mean listen?"]);
    assert_eq!(
        refusal("", &[("POPCORN_BASEURL", "x")], &[]),
        ["POPCORN_BASEURL: baseurl is not a setting; did you mean base_url?"]
    );
    assert_eq!(
        refusal("", &[], &[("--set", "colour_of_the_sky", "blue")]),
        ["--set colour_of_the_sky: colour_of_the_sky is not a setting; `popcorn config --keys` lists them"]
    );
    assert_eq!(refusal("[smtp]\nurl = \"x\"", &[], &[]).len(), 1);
}

#[test]
fn everything_wrong_is_told_at_once() {
    let lines = refusal(
        "listen = \"x\"\naccent = \"red\"\n",
        &[("POPCORN_LOG_FORMAT", "xml")],
        &[("--set", "development", "perhaps")],
    );
    let places: Vec<&str> = lines.iter().map(|line| line.split(": ").next().unwrap_or_default()).collect();
    assert_eq!(places, ["popcorn.toml:1", "popcorn.toml:2", "POPCORN_LOG_FORMAT", "--set development"]);
}

#[test]
fn a_file_that_is_no_toml_is_refused_by_line() {
    let lines = refusal("name = \"Fans\"\nlisten = 127.0.0.1:3000\n", &[], &[]);
    assert!(lines[0].starts_with("popcorn.toml:2: "), "{lines:?}");
    let lines = refusal("name = { a = 1 }\n", &[], &[]);
    assert!(lines[0].contains("must be a text, a number, true or false, or a list of texts"), "{lines:?}");
}

#[test]
fn a_named_file_must_be_there() {
    let flags = Flags { file: Some("/no/such/popcorn.toml".into()), values: vec![] };
    let problems = load_with(&flags, BTreeMap::new()).map(|_| ()).expect_err("no such file");
    assert!(problems.to_string().contains("--config /no/such/popcorn.toml: cannot be read"), "{problems}");
    let variables = BTreeMap::from([("POPCORN_CONFIG".to_owned(), "/no/such/popcorn.toml".to_owned())]);
    let problems = load_with(&Flags::default(), variables).map(|_| ()).expect_err("no such file");
    assert!(problems.to_string().contains("POPCORN_CONFIG /no/such/popcorn.toml"), "{problems}");
}

#[test]
fn a_mail_server_needs_a_sender() {
    let lines = refusal("smtp_url = \"smtp://127.0.0.1:25\"", &[], &[]);
    assert!(lines[0].contains("popcorn.toml:1: smtp_url needs mail_from"), "{lines:?}");
    let (config, _) =
        load("smtp_url = \"smtp://127.0.0.1:25\"\nmail_from = \"Fans <a@b.org>\"", &[], &[]).expect("good settings");
    assert!(!format!("{config:?}").contains("127.0.0.1:25"), "the mail server's address may hold a password");
}

/// The README's table is what people read first: it names every key, with its default, and nothing else.
#[test]
fn the_readme_names_every_key_and_its_default() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).expect("the README");
    let (_, table) = readme.split_once("| key | what it is | default |\n").expect("its table of settings");
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let mut told: BTreeMap<&str, &str> = BTreeMap::new();
    for row in rows {
        let [names, _, default] = row.trim_matches('|').split(" | ").collect::<Vec<_>>()[..] else {
            panic!("three cells: {row}")
        };
        let names = names.split('`').skip(1).step_by(2);
        told.extend(names.map(|name| (name, default)));
    }
    let all: BTreeSet<&str> = KEYS.iter().map(|key| key.name).collect();
    assert_eq!(told.keys().copied().collect::<BTreeSet<_>>(), all, "told (left), there (right)");
    for key in KEYS.iter().filter(|key| !key.default.is_empty()) {
        assert!(told[key.name].contains(&format!("`{}`", key.default)), "{}: {}", key.name, told[key.name]);
    }
}

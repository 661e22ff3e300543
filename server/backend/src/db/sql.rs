//! SQL texts as values: counted at compile time, listed for the test that prepares them all.

use super::Engine;

/// A fixed SQL text with `N` parameters. Made by [`sql!`](crate::sql) only.
#[derive(Clone, Copy, Debug)]
pub struct Sql<const N: usize>(&'static str);

impl<const N: usize> Sql<N> {
    /// A text that no test prepares. Use [`sql!`](crate::sql); this is for the macro and for tests of the floor itself.
    #[doc(hidden)]
    pub const fn unlisted(text: &'static str) -> Self {
        Self(text)
    }

    /// The text.
    pub const fn text(self) -> &'static str {
        self.0
    }
}

/// An entry in the list of all statements of the program.
pub struct Listed {
    /// The SQL.
    pub text: &'static str,
    /// Where it is written, `file:line`.
    pub at: &'static str,
    /// The only engine that runs it; `None` for both, which is the rule.
    pub only: Option<Engine>,
}

inventory::collect!(Listed);

/// An SQL text for both engines, with `$1 … $n` for the values: `sql!("SELECT title FROM event WHERE id = $1")`.
///
/// A gap in the numbers, or a tuple of another length, does not compile. The text is listed; write each in a `sql!` of its
/// own, not through another macro. `sql!(only Postgres: "…")` marks a dialect and belongs in `db/forks.rs`.
#[macro_export]
macro_rules! sql {
    (only $engine:ident: $text:expr) => {
        $crate::sql! { @ ::core::option::Option::Some($crate::db::Engine::$engine), $text }
    };
    (@ $only:expr, $text:expr) => {{
        const TEXT: &str = $text;
        $crate::db::inventory::submit! {
            $crate::db::Listed { text: TEXT, at: concat!(file!(), ":", line!()), only: $only }
        }
        $crate::db::Sql::<{ $crate::db::parameters(TEXT) }>::unlisted(TEXT)
    }};
    ($text:expr) => {
        $crate::sql! { @ ::core::option::Option::None, $text }
    };
}

/// How many parameters `$1 … $n` a text has. SQLite would take a forgotten value for NULL; here it does not compile.
///
/// # Panics
/// At compile time, when a number is skipped.
#[must_use]
pub const fn parameters(text: &str) -> usize {
    let (text, mut at, mut seen) = (text.as_bytes(), 0, 0_u64);
    while at < text.len() {
        if text[at] == b'$' {
            let mut number = 0_u32;
            while at + 1 < text.len() && text[at + 1].is_ascii_digit() {
                number = number * 10 + (text[at + 1] - b'0') as u32;
                at += 1;
            }
            assert!(number >= 1 && number < 64, "a parameter is $1 to $63");
            seen |= 1 << (number - 1);
        }
        at += 1;
    }
    assert!((seen + 1).is_power_of_two(), "a parameter is skipped");
    seen.count_ones() as usize
}

#[cfg(test)]
mod tests {
    use super::parameters;

    #[test]
    fn parameters_are_counted_once_each() {
        assert_eq!(parameters("SELECT title FROM event"), 0);
        assert_eq!(parameters("$2 $1 $2 $3"), 3);
        assert_eq!(parameters("$1$2$3$4$5$6$7$8$9$10$11"), 11);
    }

    #[test]
    #[should_panic(expected = "skipped")]
    fn a_skipped_parameter_is_refused() {
        let _ = parameters("$1 $3");
    }
}

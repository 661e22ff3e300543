//! One style sheet out of several, without comments and needless white space.

use anyhow::{Context, Result, bail};
use std::{fs, path::Path};

/// Joins what the main sheet imports, in its order, and shrinks it.
pub(crate) fn sheet(main: &Path) -> Result<String> {
    let list = fs::read_to_string(main).with_context(|| format!("read {}", main.display()))?;
    let folder = main.parent().context("the style folder")?;
    let mut joined = String::new();
    for line in shrink(&list).split(';').filter(|line| !line.is_empty()) {
        let Some(name) = line.strip_prefix("@import \"").and_then(|rest| rest.strip_suffix('"')) else {
            bail!("{} may only hold @import lines, found: {line}", main.display());
        };
        let path = folder.join(name);
        joined += &fs::read_to_string(&path).with_context(|| format!("read {}", path.display()))?;
        joined.push('\n');
    }
    Ok(shrink(&joined))
}

/// Leaves out comments, runs of white space, and the spaces and semicolons that never carry a meaning.
/// Strings and escapes stay as they are.
fn shrink(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut space = false; // white space was read and not yet written
    let mut comment = false; // a comment was read, and nothing since
    while let Some(c) = rest.next() {
        if c.is_ascii_whitespace() {
            space = true;
            continue;
        }
        if c == '/' && rest.peek() == Some(&'*') {
            skip_comment(&mut rest);
            comment = true;
            continue;
        }
        let tight = |c: char| matches!(c, '{' | '}' | ';' | ',');
        let touches = out.is_empty() || out.ends_with(tight) || tight(c);
        if space && !touches {
            out.push(' ');
        } else if comment && !space && !touches {
            out.push_str("/**/"); // keeps two tokens apart without becoming a descendant selector
        }
        (space, comment) = (false, false);
        if c == '}' && out.ends_with(';') {
            out.pop();
        }
        out.push(c);
        match c {
            '\\' => out.extend(rest.next()),
            '"' | '\'' => copy_string(c, &mut rest, &mut out),
            _ => {}
        }
    }
    out
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn skip_comment(rest: &mut Rest<'_>) {
    rest.next();
    let mut star = false;
    for c in rest.by_ref() {
        if star && c == '/' {
            return;
        }
        star = c == '*';
    }
}

fn copy_string(quote: char, rest: &mut Rest<'_>, out: &mut String) {
    while let Some(c) = rest.next() {
        out.push(c);
        if c == quote {
            return;
        }
        if c == '\\' {
            out.extend(rest.next());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shrink;

    #[test]
    fn drops_comments_and_white_space() {
        let css = "/* head */\n.a ,\n.b {\n  color: red; /* why */\n  margin: 0 auto;\n}\n\n@media (width > 40rem) { i { top: 0 } }\n";
        assert_eq!(shrink(css), ".a,.b{color: red;margin: 0 auto}@media (width > 40rem){i{top: 0}}");
    }

    #[test]
    fn keeps_what_carries_a_meaning() {
        for css in [
            ".a .b{top: calc(1px + 2px)}",
            ".a:hover .b{}",
            ".a :hover{}",
            r#"i::before{content: "a  /* b */ \"  ;  }"}"#,
            r"i::after{content: ' , '}",
            r".\31 0{top: 0}",
        ] {
            assert_eq!(shrink(css), css);
        }
    }

    #[test]
    fn a_comment_between_two_words_does_not_become_a_space() {
        assert_eq!(shrink(".a/* x */.b{}"), ".a/**/.b{}");
        assert_eq!(shrink("/*/ odd */.a{}"), ".a{}");
    }

    #[test]
    fn an_unfinished_sheet_ends() {
        assert_eq!(shrink(".a{} /* never closed"), ".a{}");
        assert_eq!(shrink("i{content:'never closed"), "i{content:'never closed");
    }
}

use super::*;

/// A file around these shapes.
fn file(inside: &str) -> String {
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 160 160">{inside}</svg>"#
    )
}

fn redrawn(inside: &str) -> Result<Drawing, NotADrawing> {
    redraw(file(inside).as_bytes())
}

const DISC: &str = r##"<circle cx="80" cy="80" r="60" fill="#8a1750"/>"##;

#[test]
fn every_badge_of_the_house_can_be_redrawn() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../public/badges");
    for file in std::fs::read_dir(folder).expect("the public folder") {
        let path = file.expect("a file").path();
        let bytes = std::fs::read(&path).expect("a drawing");
        let drawing = redraw(&bytes).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        assert!(drawing.svg.contains("viewBox=\"0 0 160 160\"") && drawing.png.starts_with(b"\x89PNG"), "{path:?}");
        // What is written anew is written the same once more.
        let again = redraw(drawing.svg.as_bytes()).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
        assert!(again.png.len().abs_diff(drawing.png.len()) < 4096, "{path:?}");
    }
}

/// Whatever does more than show shapes is gone, or the file is not taken.
#[test]
fn nothing_that_acts_or_loads_comes_through() {
    let hostile = [
        "<script>alert(1)</script>",
        "<script href='https://evil.example/x.js'/>",
        "<a href='javascript:alert(1)'><path d='M0 0h160v160z'/></a>",
        "<a xlink:href='https://evil.example'><path d='M0 0h160v160z'/></a>",
        "<path d='M0 0h160v160z' onload='alert(1)' onclick='alert(1)'/>",
        "<foreignObject width='160' height='160'><body xmlns='http://www.w3.org/1999/xhtml'><iframe src='https://evil.example'/></body></foreignObject>",
        "<image href='https://evil.example/p.png' width='160' height='160'/>",
        "<image xlink:href='file:///etc/passwd' width='160' height='160'/>",
        "<image href='data:image/svg+xml;base64,PHN2Zy8+' width='9' height='9'/>",
        "<use href='https://evil.example/x.svg#a'/>",
        "<style>@import url(https://evil.example/x.css); path { fill: url(https://evil.example/#a) }</style>",
        "<path d='M0 0h160v160z' style='background:url(https://evil.example/x)' fill='url(https://evil.example/#a)'/>",
        "<animate attributeName='href' to='javascript:alert(1)'/><set attributeName='onload' to='alert(1)'/>",
        "<handler xmlns='http://www.w3.org/2001/xml-events' type='application/ecmascript'>alert(1)</handler>",
        "<text x='10' y='80'>evil.example</text>",
        "<desc>evil.example</desc><title>alert(1)</title><metadata>evil.example</metadata><!-- evil.example -->",
        "<switch><foreignObject/><path d='M0 0h9v9z'/></switch>",
        "<path id='&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;' d='M0 0h160v160z' fill='red'/>",
        "<filter id='f'><feImage href='https://evil.example/x.png'/></filter><path filter='url(#f)' d='M0 0h160v160z'/>",
        "<mask id='m'><image href='https://evil.example/x.png'/></mask><path mask='url(#m)' d='M0 0h160v160z'/>",
        "<?xml-stylesheet href='https://evil.example/x.css'?>",
    ];
    for inside in hostile {
        for inside in [inside.to_owned(), format!("{inside}{DISC}"), format!("<g>{DISC}{inside}</g>")] {
            let Ok(Drawing { svg, .. }) = redrawn(&inside) else { continue };
            let low = svg.to_lowercase();
            for bad in [
                "script",
                "evil",
                "alert",
                "href",
                "http://www.w3.org/1999",
                "onload",
                "onclick",
                "passwd",
                "data:",
                "<a",
                "import",
                "<style",
                "<text",
                "image",
                "foreign",
                "<?",
                "<!",
            ] {
                assert!(!low.contains(bad), "{bad} in {svg} of {inside}");
            }
            let rest = svg.replace("http://www.w3.org/2000/svg", "");
            assert!(!rest.contains("//"), "{svg}");
        }
    }
}

#[test]
fn what_unfolds_without_end_is_not_taken() {
    let entities = format!(
        r#"<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>{}"#,
        file("<desc>&b;</desc>")
    );
    assert!(matches!(redraw(entities.as_bytes()), Err(NotADrawing::NotXml(_))));
    let external = format!(r#"<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{}"#, file("<desc>&x;</desc>"));
    assert!(matches!(redraw(external.as_bytes()), Err(NotADrawing::NotXml(_))));

    // Ten that use ten that use ten.
    let mut laughs = format!("<defs><g id='a0'>{DISC}</g>");
    for n in 1..12 {
        laughs.push_str(&format!("<g id='a{n}'>{}</g>", format!("<use href='#a{}'/>", n - 1).repeat(10)));
    }
    laughs.push_str("</defs><use href='#a11'/>");
    assert!(matches!(redrawn(&laughs), Err(NotADrawing::TooMuch(_))));
    let circle = "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>";
    assert!(matches!(redrawn(circle), Err(NotADrawing::TooMuch(_))));
    let masks = "<mask id='a' mask='url(#b)'><path d='M0 0h9v9z'/></mask><mask id='b' mask='url(#a)'><path d='M0 0h9v9z'/></mask>";
    assert!(matches!(redrawn(masks), Err(NotADrawing::TooMuch(_))));
    let deep = format!("{}{DISC}{}", "<g>".repeat(60), "</g>".repeat(60));
    assert!(matches!(redrawn(&deep), Err(NotADrawing::TooMuch(_))));
    let deeper = format!("{}{DISC}{}", "<g>".repeat(25_000), "</g>".repeat(25_000));
    assert!(redrawn(&deeper).is_err());
    let many = DISC.repeat(10_001);
    assert!(matches!(redrawn(&many), Err(NotADrawing::TooMuch(_))));
}

#[test]
fn other_files_and_empty_pictures_are_refused() {
    let strip = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100"><path d="M0 0h300v100z"/></svg>"#;
    for (name, bytes) in [
        ("nothing", &b""[..]),
        ("text", b"hello"),
        ("png", b"\x89PNG\r\n\x1a\n"),
        ("gzip", b"\x1f\x8b\x08\x00"),
        ("html", b"<html><body/></html>"),
        ("another root", b"<x xmlns='http://www.w3.org/2000/svg'/>"),
        ("no namespace", b"<svg viewBox='0 0 9 9'><path d='M0 0h9v9z'/></svg>"),
        ("half", b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M0"),
        ("latin-1", b"<svg xmlns='http://www.w3.org/2000/svg'>\xe9</svg>"),
        ("a strip", strip.as_bytes()),
    ] {
        assert!(redraw(bytes).is_err(), "{name}");
    }
    for empty in ["", "<g/>", "<path d='M0 0h9v9z' fill='none'/>", "<path d='M500 500h9v9z'/>"] {
        assert!(redrawn(empty).is_err(), "{empty}");
    }
}

#[test]
fn gradients_masks_clips_and_names_in_chinese_stay() {
    let inside = "<defs><linearGradient id='灯'><stop offset='0' stop-color='red'/><stop offset='1' stop-color='#00f'/></linearGradient>\
        <clipPath id='c'><circle cx='80' cy='80' r='50'/></clipPath></defs>\
        <g id='图层_1' clip-path='url(#c)' opacity='.5'><rect width='160' height='160' fill='url(#灯)'/></g>";
    let drawing = redrawn(inside).expect("a drawing");
    assert!(drawing.svg.contains("linearGradient") && drawing.svg.contains("clipPath"), "{}", drawing.svg);
}

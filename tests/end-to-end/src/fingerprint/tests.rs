use super::*;

const WIDTH: u32 = 360;
const HEIGHT: u32 = 640;
const WHITE: [u8; 3] = [255, 255, 255];
const GREEN: [u8; 3] = [28, 100, 70];

/// A page of one colour that rectangles are drawn upon.
struct Page(Vec<u8>);

impl Page {
    fn new() -> Self {
        Self(WHITE.repeat((WIDTH * HEIGHT).try_into().unwrap()))
    }

    fn with(mut self, x: u32, y: u32, width: u32, height: u32, colour: [u8; 3]) -> Self {
        for row in y..y + height {
            for column in x..x + width {
                let at = usize::try_from((row * WIDTH + column) * 3).unwrap();
                self.0[at..at + 3].copy_from_slice(&colour);
            }
        }
        self
    }

    /// Something like a word: strokes with gaps, `strength` being how black they are.
    fn word(mut self, x: u32, y: u32, letters: u32, strength: u8) -> Self {
        let ink = [255 - strength; 3];
        for letter in 0..letters {
            self = self.with(x + letter * 8, y, 2, 11, ink);
            self = self.with(x + letter * 8 + 2, y + 5, 3, 2, ink);
        }
        self
    }

    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(WIDTH, HEIGHT, &self.0)
    }
}

fn form(button_at: u32, button: [u8; 3], letters: u32, strength: u8) -> Fingerprint {
    Page::new()
        .word(20, 40, letters, strength)
        .word(20, 200, 30, strength)
        .with(20, button_at, 320, 48, button)
        .fingerprint()
}

#[test]
fn what_is_written_is_read_again() {
    let page = form(300, GREEN, 6, 220);
    let text = page.to_string();
    assert_eq!(text.parse::<Fingerprint>().unwrap(), page);
    assert!(
        text.starts_with("size 360 640\nlightness\n  2 ZZZ"),
        "{text}"
    );
    assert!(text.len() < 3000, "{} bytes", text.len());
}

#[test]
fn damaged_text_is_refused() {
    let text = form(300, GREEN, 6, 220).to_string();
    let lines: Vec<&str> = text.lines().collect();
    for damaged in [
        "",
        "size 360\n",
        "size 360 640\n",
        "size 360 640\n  9 ZZZ\n",
        &lines[..lines.len() - 1].join("\n"),
        &text.replace("  2 ZZZ", "  2 ZZ"),
        &text.replace("  2 ZZZ", "  x ZZZ"),
        &text.replace("  2 ZZZ", "200 ZZZ"),
        &text.replace("  2 ZZZ", "  2 ZZ#"),
    ] {
        assert!(damaged.parse::<Fingerprint>().is_err(), "{damaged}");
    }
}

#[test]
fn letters_drawn_a_little_differently_are_no_difference() {
    let kept = form(300, GREEN, 6, 220);
    assert_eq!(kept.difference(&kept), None);
    for strength in [214, 226] {
        assert_eq!(form(300, GREEN, 6, strength).difference(&kept), None);
    }
}

#[test]
fn what_a_person_would_see_is_found() {
    let kept = form(300, GREEN, 6, 220);
    for (change, page) in [
        ("a button 8 px lower", form(308, GREEN, 6, 220)),
        ("another button", form(300, [28, 70, 100], 6, 220)),
        ("a shorter label", form(300, GREEN, 3, 220)),
        ("a label that is gone", form(300, GREEN, 0, 220)),
    ] {
        let found = page.difference(&kept);
        assert!(found.is_some(), "{change}");
    }
}

#[test]
fn a_difference_says_where() {
    let kept = form(300, GREEN, 6, 220);
    let found = form(300, GREEN, 3, 220).difference(&kept).unwrap();
    assert!(
        found.cells.iter().all(|cell| (30..60).contains(&cell.y)),
        "{found:?}"
    );
    let told = found.to_string();
    assert!(told.contains("cells differ"), "{told}");
    assert!(told.contains("from 30 to 60 px below the top"), "{told}");
}

#[test]
fn a_few_pixels_of_height_are_no_difference_but_a_line_is() {
    let page = |height: u32| {
        let bytes = Page::new().0;
        let length = usize::try_from(WIDTH * height * 3).unwrap();
        Fingerprint::of(WIDTH, height, &bytes[..length])
    };
    let kept = page(600);
    assert_eq!(page(604).difference(&kept), None);
    assert_eq!(page(596).difference(&kept), None);
    let found = page(624).difference(&kept).unwrap();
    assert_eq!(found.sizes, Some([(360, 624), (360, 600)]));
    assert!(found.to_string().contains("360x624"), "{found}");
}

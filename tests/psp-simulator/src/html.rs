//! The look of every page a person sees here. No script, so it works in any browser.

use std::fmt::Write;

const STYLE: &str = "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem;\
color:#1b1b1b;background:#fff}header{border-bottom:2px solid;padding-bottom:.5rem}\
.note{background:#fff3cd;border:1px solid #8a6d00;padding:.5rem 1rem}dt{font-weight:600}dd{margin:0 0 .6rem}\
.amount{font-size:1.8rem}button{font:inherit;display:block;width:100%;margin:.6rem 0;padding:.7rem;\
border:2px solid #1b1b1b;border-radius:.4rem;background:#fff;color:inherit;cursor:pointer}\
button.first{background:#0b5c2b;border-color:#0b5c2b;color:#fff}\
button:focus-visible{outline:3px solid #0b57d0;outline-offset:2px}";

/// Text made safe inside an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

/// A whole page; `main` is HTML.
pub(crate) fn page(title: &str, main: &str) -> String {
    let title = escape(title);
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\">\
<title>{title}</title><style>{STYLE}</style></head><body><header><strong>{title}</strong></header><main>\
<p class=\"note\" role=\"note\">This is a simulator. No money moves, and nothing you do here is real.</p>\
{main}</main></body></html>"
    )
}

/// A button of a payment page: its id and value, and its label.
pub(crate) type Button = (&'static str, &'static str);

/// A payment page: what is paid, and what the payer can do about it.
pub(crate) fn payment(
    title: &str,
    amount: &str,
    facts: &[(&str, &str)],
    buttons: &[Button],
) -> String {
    let mut main = format!(
        "<h1>Your payment</h1><dl><dt>Amount</dt><dd class=\"amount\" id=\"amount\">{}</dd>",
        escape(amount)
    );
    for (name, value) in facts {
        let _ = write!(main, "<dt>{}</dt><dd>{}</dd>", escape(name), escape(value));
    }
    main.push_str("</dl><form method=\"post\">");
    for (at, (id, label)) in buttons.iter().enumerate() {
        let class = if at == 0 { " class=\"first\"" } else { "" };
        let _ = write!(
            main,
            "<button type=\"submit\" name=\"action\" id=\"{id}\" value=\"{id}\"{class}>{}</button>",
            escape(label)
        );
    }
    main.push_str("</form>");
    page(title, &main)
}

/// A page that ends the way: nothing to do here.
pub(crate) fn dead_end(title: &str, heading: &str, text: &str) -> String {
    page(
        title,
        &format!("<h1>{}</h1><p>{}</p>", escape(heading), escape(text)),
    )
}

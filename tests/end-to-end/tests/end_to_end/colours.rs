//! Pages give the checkout colours of their own; whatever they are, people can read it.

use end_to_end::{Browser, SHORT, Stage, Widget, eventually_async};
use serde_json::{Value, json};

use crate::harness::{Suite, Turn};
use crate::site::console;

pub(crate) fn tests(suite: &mut Suite) {
    suite.browser("a_theme_nobody_could_read", Turn::Shared, themed);
    suite.browser("a_theme_that_comes_late", Turn::Shared, late);
    suite.browser("any_palette_can_be_read", Turn::Shared, palettes);
}

/// Contrast of text and ground, as WCAG reckons it, for colours as `rgb(…)`.
const CONTRAST: &str = "
    const luminance = (text) => {
      const [r, g, b] = text.match(/[\\d.]+/g).map(Number).map((value) => {
        const share = value / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const ratio = (one, other) => {
      const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
      return (light + 0.05) / (dark + 0.05);
    };
    const root = document.querySelector('obole-checkout').shadowRoot;
    const style = (one) => getComputedStyle(root.querySelector(one));
    const surface = style('.obole').backgroundColor;
    return {
      text: ratio(style('.obole').color, surface),
      muted: ratio(style('.hint').color, surface),
      pay: ratio(style('.pay').color, style('.pay').backgroundColor),
      accent: ratio(style('.pay').backgroundColor, surface),
      line: ratio(style('.provider').borderTopColor, surface),
      danger: ratio(style('.trouble').color, surface),
    };";

fn can_be_read(ratios: &Value, what: &str) {
    for (name, least) in [
        // Colours are whole numbers, the reckoning is not: a hundredth below is as good.
        ("text", 4.48),
        ("muted", 4.48),
        ("pay", 4.48),
        ("danger", 4.48),
        ("accent", 2.98),
        ("line", 2.98),
    ] {
        let ratio = ratios[name].as_f64().unwrap();
        assert!(ratio >= least, "{what}: {name} has {ratio} of {least}");
    }
}

async fn themed(stage: &Stage, browser: &Browser) {
    browser.open(&format!("{}/themed.html", stage.host)).await;
    Widget::here(browser).event("ready").await;
    eventually_async("colours that can be read", SHORT, async || {
        let ratios = browser.run(CONTRAST, vec![]).await;
        // Colours that were moved arrive with a transition.
        let good = |name: &str, least: f64| ratios[name].as_f64().unwrap_or_default() >= least;
        if good("text", 4.5) && good("accent", 2.98) {
            Ok(())
        } else {
            Err(ratios)
        }
    })
    .await;
    can_be_read(&browser.run(CONTRAST, vec![]).await, "the theme");
    let said = console(browser).await.join("\n");
    assert!(said.contains("--obole-text"), "{said}");
    // A page that goes dark by a class of its own is followed.
    let dark = "const sheet = new CSSStyleSheet(); \
         sheet.replaceSync('.night obole-checkout { --obole-surface: #101418; --obole-field: #101418; \
             --obole-text: #223; --obole-accent: #124 }'); \
         document.adoptedStyleSheets = [sheet]; \
         document.documentElement.classList.add('night')";
    browser.run(dark, vec![]).await;
    eventually_async("colours of the night", SHORT, async || {
        let ratios = browser.run(CONTRAST, vec![]).await;
        let ground = "return getComputedStyle(document.querySelector('obole-checkout').shadowRoot \
             .querySelector('.obole')).backgroundColor";
        let ground = browser.run(ground, vec![]).await;
        let text = ratios["text"].as_f64().unwrap_or_default();
        if ground == "rgb(16, 20, 24)" && text >= 4.48 {
            Ok(())
        } else {
            Err((ground, ratios))
        }
    })
    .await;
    // What can be read already stays as it is.
    let radius = "return getComputedStyle(document.querySelector('obole-checkout').shadowRoot \
         .querySelector('.pay')).borderTopLeftRadius";
    assert_eq!(browser.run(radius, vec![]).await, "2px");
}

/// A page that had no colours of its own when the form came, and has some when somebody uses it.
async fn late(stage: &Stage, browser: &Browser) {
    let markup = "<obole-checkout link=\"demo\" lang=\"en\"></obole-checkout>";
    let widget = Widget::put(stage, browser, markup).await;
    widget.event("ready").await;
    let set = "document.documentElement.style = '--obole-text: #99a; --obole-accent: #eee'";
    browser.run(set, vec![]).await;
    widget.amount("25").await;
    eventually_async("a mended theme", SHORT, async || {
        let ratios = browser.run(CONTRAST, vec![]).await;
        let good = |name: &str, least: f64| ratios[name].as_f64().unwrap_or_default() >= least;
        if good("text", 4.48) && good("accent", 2.98) {
            Ok(())
        } else {
            Err(ratios)
        }
    })
    .await;
}

/// Two hundred palettes from a seed, each put on while the form stands there, as pages do that
/// let people choose.
async fn palettes(stage: &Stage, browser: &Browser) {
    let mut number: u32 = 20_261_128;
    let mut colour = || {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        format!("#{:06x}", number >> 8)
    };
    let names = "text muted surface field accent on-accent danger line";
    let mut theme = || {
        let set = |name| ["--obole-", name, ":", &colour(), ";"].concat();
        names.split(' ').map(set).collect::<String>()
    };
    let first = theme();
    let markup = format!("<obole-checkout link=\"demo\" style=\"{first}\"></obole-checkout>");
    let widget = Widget::put(stage, browser, &markup).await;
    widget.event("ready").await;
    // Colours that are moved would arrive with a transition.
    let still = "const sheet = new CSSStyleSheet(); \
         sheet.replaceSync('* { transition: none !important }'); \
         const root = document.querySelector('obole-checkout').shadowRoot; \
         root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet]";
    browser.run(still, vec![]).await;
    let look = format!(
        "const look = () => {{ {CONTRAST} }}; \
         const host = document.querySelector('obole-checkout'); \
         return (async (themes) => {{ \
             const seen = []; \
             for (const theme of themes) {{ \
                 host.setAttribute('style', theme); \
                 await new Promise((done) => setTimeout(done)); \
                 seen.push(look()); \
             }} \
             return seen; }})(arguments[0])"
    );
    // Once it has mended the first, it listens for others.
    eventually_async("a mended palette", SHORT, async || {
        let mended = "return !!document.querySelector('obole-checkout').shadowRoot \
             .querySelector('.obole').style.length";
        match browser.run(mended, vec![]).await {
            Value::Bool(true) => Ok(()),
            other => Err(other),
        }
    })
    .await;
    // In parts, because a script may run only so long.
    for _ in 0..8 {
        let themes: Vec<String> = (0..25).map(|_| theme()).collect();
        let found = browser.run(&look, vec![json!(themes)]).await;
        let found = found.as_array().unwrap();
        assert_eq!(found.len(), themes.len());
        for (ratios, theme) in found.iter().zip(&themes) {
            can_be_read(ratios, theme);
        }
    }
}

//! Whether both forms really are the same: what a donor sees, hears and
//! reaches, step by step, and payments to their end through each.

use dev_stack::{Stack, http};
use end_to_end::{Browser, BrowserOptions, Drivers};
use serde_json::{Value, json};

use super::{Side, load};
use crate::error::{Error, Result};
use crate::part::same_job;

/// Does what its arguments name, and tells what the form is like then.
const FORM: &str = include_str!("form.js");

/// Languages that write numbers in different ways.
const LANGUAGES: [&str; 4] = ["en", "de-CH", "fr", "it"];

/// What is done, one after the other: the deed and what it is done with.
fn deeds() -> Vec<Value> {
    let mut deeds = vec![json!(["none"])];
    for text in ["25", "75.00", "75,00", "1'000.-", "CHF 1234.5", "4.99", ""] {
        deeds.push(json!(["type", text]));
    }
    deeds.push(json!(["click", ".preset input", 1]));
    let refused = [
        "1,000", "1.250", "3", "9999", "abc", "-5", "0", "EUR 5", "25.123", "1.2345", " ",
    ];
    for text in refused {
        deeds.push(json!(["type", text]));
        deeds.push(json!(["click", ".pay"]));
    }
    deeds.extend([
        json!(["currency", "EUR"]),
        json!(["click", ".provider input", 1]),
        json!(["type", "1,000"]),
        json!(["click", ".pay"]),
        json!(["click", ".reading", 1]),
        json!(["currency", "CHF"]),
    ]);
    deeds
}

pub(super) async fn check(driver: &Drivers, stack: &Stack, sides: &[Side; 2]) -> Result<()> {
    let [ours, peer] = sides;
    for language in LANGUAGES {
        let one = open(driver, ours, language).await?;
        let other = open(driver, peer, language).await?;
        let outcome = compare(&one, &other, language).await;
        one.close().await;
        other.close().await;
        outcome?;
    }
    let mut told: Vec<Value> = Vec::new();
    for side in sides {
        let browser = open(driver, side, "en").await?;
        let result = pay(&browser, stack, side).await;
        browser.close().await;
        told.push(json!(result?));
    }
    same("what is told after a payment", &told)?;
    told.clear();
    for side in sides {
        // The first provider answers nothing that can be used.
        let silent = json!({ "effect": "server_error", "operation": "PaymentPage/Initialize" });
        faults(stack, &json!({ "faults": [silent] }))?;
        let browser = open(driver, side, "en").await?;
        let result = pay_elsewhere(&browser, stack, side).await;
        browser.close().await;
        faults(stack, &json!({ "reset": true }))?;
        told.push(result?);
    }
    same("what a donor can do when a provider fails", &told)
}

fn same(what: &str, told: &[Value]) -> Result<()> {
    match told {
        [one, other] if one == other => Ok(()),
        _ => Err(different(what, told)),
    }
}

/// A browser with the form, taken over.
async fn open(driver: &Drivers, side: &Side, language: &str) -> Result<Browser> {
    let browser = Browser::start(driver, BrowserOptions::default()).await;
    load::record(&browser, side).await;
    let url = format!("{}/?lang={language}", side.front.origin());
    browser.open(&url).await;
    match load::finished(&browser, side).await {
        Ok(_) => Ok(browser),
        Err(error) => {
            browser.close().await;
            Err(error)
        }
    }
}

async fn compare(one: &Browser, other: &Browser, language: &str) -> Result<()> {
    for deed in deeds() {
        let with = deed.as_array().cloned().unwrap_or_default();
        let seen = [
            one.run(FORM, with.clone()).await,
            other.run(FORM, with).await,
        ];
        if let Some(part) = first_difference(&seen) {
            let what = format!("in {language}, after {deed}, the form's {part}");
            let seen = seen.map(|seen| seen.get(&part).cloned().unwrap_or_default());
            return Err(different(&what, &seen));
        }
    }
    Ok(())
}

/// What first differs of what is seen and heard.
fn first_difference([ours, peers]: &[Value; 2]) -> Option<String> {
    let parts = ours.as_object().into_iter().flatten();
    let mut differing = parts.filter(|(part, one)| peers.get(part.as_str()) != Some(*one));
    let first = differing.next().map(|(part, _)| part.clone());
    // Nothing could be looked at.
    first.or_else(|| (!ours.is_object()).then(String::new))
}

/// Pays to the end; what the page tells the donor who comes back.
async fn pay(browser: &Browser, stack: &Stack, side: &Side) -> Result<String> {
    let before = same_job::sessions(stack)?;
    choose(browser).await;
    press(browser, ".pay").await;
    let told = arrive(browser, stack, side).await?;
    if same_job::sessions(stack)? != before + 1 {
        return Err(different(
            "the number of payment pages",
            &[json!(side.name)],
        ));
    }
    Ok(told)
}

/// Pays with another provider after the first one failed: what is offered then, and what the page
/// tells the donor who comes back.
async fn pay_elsewhere(browser: &Browser, stack: &Stack, side: &Side) -> Result<Value> {
    choose(browser).await;
    let press_pay = vec![json!("click"), json!(".pay")];
    let offered = browser.run(FORM, press_pay).await;
    press(browser, ".offer:nth-of-type(2)").await;
    let told = arrive(browser, stack, side).await?;
    Ok(json!({ "offered": offered, "told": told }))
}

/// An amount, and the first provider.
async fn choose(browser: &Browser) {
    let deeds = [
        json!(["type", "25"]),
        json!(["click", ".provider input", 0]),
    ];
    for deed in deeds {
        let with = deed.as_array().cloned().unwrap_or_default();
        browser.run(FORM, with).await;
    }
}

/// Presses what leads away from the page.
async fn press(browser: &Browser, css: &str) {
    let press =
        "document.querySelector('obole-checkout').shadowRoot.querySelector(arguments[0]).click()";
    browser.run(press, vec![json!(css)]).await;
}

/// Pays at the provider; what the page tells then.
async fn arrive(browser: &Browser, stack: &Stack, side: &Side) -> Result<String> {
    browser.arrive(&stack.sim_url()).await;
    let asked = "return document.querySelector('#amount').innerText.replace(/\\s+/g, ' ')";
    let asked = browser.run(asked, vec![]).await;
    if asked != json!("CHF 25.00") {
        return Err(different("the amount at the provider", &[asked]));
    }
    browser
        .run("document.querySelector('#pay').click()", vec![])
        .await;
    browser.arrive(side.front.origin()).await;
    browser.run(RESULT, vec![]).await.as_str().map_or_else(
        || Err(different("the result", &[json!(side.name)])),
        |text| Ok(text.to_owned()),
    )
}

/// Lets things go wrong at the providers, or ends that.
fn faults(stack: &Stack, faults: &Value) -> Result<()> {
    let url = format!("{}/_sim/faults", stack.sim_url());
    let answer = http::post_json(&url, &faults.to_string())?;
    if answer.status == 200 {
        return Ok(());
    }
    Err(different("the simulator's failures", &[json!(answer.body)]))
}

/// What the result says and where it leads, without the reference that no two payments share.
const RESULT: &str = "\
    const look = () => {
      const root = document.querySelector('obole-checkout')?.shadowRoot;
      const result = root?.querySelector('.result[data-tone=done]');
      if (!result) return null;
      const links = [...result.querySelectorAll('a, button')].map((one) =>
        [one.localName, one.target, one.href?.split(/[/?]/)[3]].join(' '),
      );
      const text = `${result.innerText} ${links}`;
      return text.replace(/OBL-\\w+/, 'OBL').replace(/\\s+/g, ' ');
    };
    return new Promise((resolve) => {
      const wait = (left) => {
        const text = look();
        if (text || left === 0) resolve(text ?? null);
        else setTimeout(wait, 100, left - 1);
      };
      wait(150);
    });";

fn different(what: &str, seen: &[Value]) -> Error {
    let seen: Vec<String> = seen.iter().map(std::string::ToString::to_string).collect();
    Error::NotTheSame {
        target: "the form in Preact".to_owned(),
        what: format!("{what} ({})", seen.join("; ")),
    }
}

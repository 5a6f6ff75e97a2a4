//! Taking the rendered form over, in place: what was typed, the focus and the caret stay.

mod comeback;
mod fields;
mod island;
mod json;
mod key;
mod page;
mod send;

use std::any::Any;
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;
use obole_shared::money::Money;
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, ShadowRoot};

use crate::view::{Deed, State, checkout};
use page::Page;

/// A form that was taken over. Freeing it takes the form off the page.
#[wasm_bindgen]
pub struct Handle {
    // Dropped in this order: the view first, then what it may still call.
    _view: Box<dyn Any>,
    page: Page,
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.page.close();
    }
}

/// Takes over the form in `root`, which belongs to the element `host`. Fails, without having
/// touched anything, if the data beside the form cannot be read.
#[wasm_bindgen]
pub fn take_over(root: &ShadowRoot, host: &HtmlElement) -> Result<Handle, JsValue> {
    let form = island::read(root).ok_or("data")?;
    let page = Page::new(root, host);
    let doer = SendWrapper::new(page.clone());
    let act = Arc::new(move |state: &State, deed| doing(&doer, state, deed));
    let made = Rc::new(OnceCell::new());
    let keep = made.clone();
    let view = leptos::mount::hydrate_from(root.clone().unchecked_into(), move || {
        let state = keep.get_or_init(|| State::new(Arc::new(form), act));
        checkout(state)
    });
    let state = made.get().ok_or("state")?;
    state.choice.set(fields::read(root, state));
    state.live.set(true);
    page.on_restored(state.busy);
    comeback::look(&page, state);
    Ok(Handle {
        _view: Box::new(view),
        page,
    })
}

fn doing(page: &Page, state: &State, deed: Deed) {
    let root = page.root();
    match deed {
        Deed::Typed => {
            if state
                .choice
                .with_untracked(|choice| choice.preset.is_none())
            {
                fields::uncheck_presets(root);
            }
            tell_amount(page, state);
        }
        Deed::Preset => {
            fields::write_amount(root, "");
            state.problem.set(None);
            tell_amount(page, state);
        }
        Deed::Reading(text) => {
            fields::write_amount(root, &text);
            fields::uncheck_presets(root);
            state.choice.update(|choice| {
                choice.text = text;
                choice.preset = None;
            });
            state.problem.set(None);
            fields::focus(root, ".pay");
            tell_amount(page, state);
        }
        Deed::Amount => {
            let terminal = state
                .choice
                .with_untracked(|choice| choice.terminal.clone());
            fields::check_terminal(root, terminal.as_deref());
            tell_amount(page, state);
        }
        Deed::Provider => {
            let terminal = state
                .choice
                .with_untracked(|choice| choice.terminal.clone());
            page.tell("provider", &[("provider", terminal.as_deref())]);
        }
        Deed::Submit => send::submit(page, state),
        Deed::Again => {
            state.outcome.set(None);
            fields::focus(root, "#amount");
        }
    }
}

fn tell_amount(page: &Page, state: &State) {
    let amount = state
        .choice
        .with_untracked(|choice| choice.amount(&state.form));
    let value = amount.ok().map(Money::wire_value);
    let currency = state.choice.with_untracked(|choice| choice.currency);
    let currency = currency.map(obole_shared::currency::Currency::code);
    page.tell(
        "amount",
        &[("value", value.as_deref()), ("currency", currency)],
    );
}

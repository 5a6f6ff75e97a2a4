//! The few things we do with elements.
//!
//! Fields of any kind are taken for inputs: `value`, `name`, `checked`, `disabled` and `required`
//! are read by name, and a type of its own for each would cost more than it tells.

use js_sys::{Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlElement, HtmlInputElement, ShadowRoot, Window};

pub(super) fn window() -> Window {
    js_sys::global().unchecked_into()
}

/// The first of these.
pub(super) fn one(root: &ShadowRoot, selector: &str) -> Option<HtmlInputElement> {
    let found = root.query_selector(selector).ok()?;
    found.map(JsCast::unchecked_into)
}

/// Does something with each of these.
pub(super) fn each(root: &ShadowRoot, selector: &str, mut act: impl FnMut(u32, HtmlInputElement)) {
    let Ok(found) = root.query_selector_all(selector) else {
        return;
    };
    for index in 0..found.length() {
        if let Some(node) = found.item(index) {
            act(index, node.unchecked_into());
        }
    }
}

pub(super) fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

pub(super) fn set_text(root: &ShadowRoot, selector: &str, text: &str) {
    if let Some(element) = one(root, selector) {
        element.set_text_content(Some(text));
    }
}

pub(super) fn set_flag(element: &Element, name: &str, on: bool) {
    // Fails for names that are no names.
    let _ = if on {
        element.set_attribute(name, "true")
    } else {
        element.remove_attribute(name)
    };
}

pub(super) fn focus(root: &ShadowRoot, selector: &str) {
    if let Some(element) = one(root, selector) {
        let _ = element.focus();
    }
}

/// The button that was pressed, by whatever is inside of it.
pub(super) fn button_around(target: &Element) -> Option<HtmlInputElement> {
    let button = target.closest("button").ok()?;
    button.map(JsCast::unchecked_into)
}

/// Which child of its parent an element is.
pub(super) fn place_of(element: &Element) -> usize {
    let mut place = 0;
    let mut before = element.previous_element_sibling();
    while let Some(sibling) = before {
        place += 1;
        before = sibling.previous_element_sibling();
    }
    place
}

/// Puts a copy of a template's only element, with this text, at the end of a place.
pub(super) fn grow(
    root: &ShadowRoot,
    template: &str,
    place: &str,
    text: &str,
) -> Option<HtmlElement> {
    let template = one(root, template)?;
    let content = Reflect::get(&template, &JsValue::from_str("content")).ok()?;
    let content: Element = content.unchecked_into();
    let element = content.query_selector("*").ok()??;
    let copy: HtmlElement = element.clone_node_with_deep(true).ok()?.unchecked_into();
    copy.set_text_content(Some(text));
    one(root, place)?.append_child(&copy).ok()?;
    Some(copy)
}

/// Whether a property is there and not false.
pub(super) fn is_true(object: &JsValue, name: &str) -> bool {
    Reflect::get(object, &JsValue::from_str(name)).is_ok_and(|value| value.is_truthy())
}

/// Waits so many milliseconds.
pub(super) async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        let _ =
            window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
    });
    let _ = JsFuture::from(promise).await;
}

//! The page around the form: its events, its address, its clock.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Object, Promise, Reflect};
use leptos::prelude::{RwSignal, Set};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CustomEvent, CustomEventInit, Event, HtmlElement, ShadowRoot, window};

use super::json;

/// The element and its root, while it is on the page.
#[derive(Clone)]
pub(super) struct Page(Rc<Inner>);

type Listener = Closure<dyn FnMut(Event)>;

struct Inner {
    root: ShadowRoot,
    host: HtmlElement,
    open: Cell<bool>,
    restored: RefCell<Option<Listener>>,
}

impl Page {
    pub(super) fn new(root: &ShadowRoot, host: &HtmlElement) -> Self {
        Self(Rc::new(Inner {
            root: root.clone(),
            host: host.clone(),
            open: Cell::new(true),
            restored: RefCell::new(None),
        }))
    }

    pub(super) fn root(&self) -> &ShadowRoot {
        &self.0.root
    }

    /// Whether the form is still on the page.
    pub(super) fn is_open(&self) -> bool {
        self.0.open.get()
    }

    /// Tells the page what happened; texts only, and nothing about the person.
    pub(super) fn tell(&self, name: &str, detail: &[(&str, Option<&str>)]) {
        self.dispatch(name, &json::object(detail), false);
    }

    /// The same, for an event the page may refuse; whether it did not.
    pub(super) fn ask(&self, name: &str, detail: &[(&str, Option<&str>)]) -> bool {
        self.dispatch(name, &json::object(detail), true)
    }

    fn dispatch(&self, name: &str, detail: &Object, cancelable: bool) -> bool {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_cancelable(cancelable);
        init.set_detail(detail);
        let event = CustomEvent::new_with_event_init_dict(&["obole:", name].concat(), &init);
        event.is_ok_and(|event| self.0.host.dispatch_event(&event).unwrap_or(true))
    }

    /// A page that comes back from the browser's memory must not stay busy.
    pub(super) fn on_restored(&self, busy: RwSignal<bool>) {
        let listener = Closure::new(move |event: Event| {
            let persisted = Reflect::get(&event, &JsValue::from_str("persisted"));
            if persisted.is_ok_and(|value| value.is_truthy()) {
                busy.set(false);
            }
        });
        if let Some(window) = window() {
            let function = listener.as_ref().unchecked_ref();
            let _ = window.add_event_listener_with_callback("pageshow", function);
        }
        *self.0.restored.borrow_mut() = Some(listener);
    }

    /// Off the page: nothing of ours may be called any more.
    pub(super) fn close(&self) {
        self.0.open.set(false);
        let listener = self.0.restored.borrow_mut().take();
        if let (Some(window), Some(listener)) = (window(), listener) {
            let function = listener.as_ref().unchecked_ref();
            let _ = window.remove_event_listener_with_callback("pageshow", function);
        }
    }
}

/// Waits so many milliseconds.
pub(super) async fn sleep(milliseconds: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        if let Some(window) = window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(promise).await;
}

//! Taking the rendered form over, in place: what was typed, the focus and the caret stay, because
//! no element is touched that does not change.
//!
//! The fields themselves are the state. Each event reads them anew, [`crate::show`] decides what
//! follows, and only what is different is written.

mod dom;
mod fields;
mod island;
mod json;
mod key;
mod paint;
mod send;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{CustomEvent, CustomEventInit, Event, HtmlElement, HtmlInputElement, ShadowRoot};

use obole_shared::currency::Currency;
use obole_shared::money::Money;

use crate::choice::Choice;
use crate::form::{FieldProblem, Form};
use crate::show::Shown;

/// What is heard inside of the form.
const HEARD: [&str; 4] = ["input", "change", "click", "submit"];

/// A form that was taken over. Freeing it lets it go: nothing of ours is called any more.
#[wasm_bindgen]
pub struct Handle {
    page: Rc<Page>,
    hear: Closure<dyn FnMut(Event)>,
}

/// The element on the page, and what is known of it.
struct Page {
    form: Form,
    root: ShadowRoot,
    host: HtmlElement,
    shown: RefCell<Shown>,
    /// A request is under way; each has a number of its own.
    busy: Cell<u32>,
    open: Cell<bool>,
    /// The key of the last request.
    key: Cell<String>,
    /// The amount that the page was told last.
    told: RefCell<String>,
    /// Problems so far: something stands beside a field.
    troubled: Cell<bool>,
    /// What the offers below the button do, in their order.
    offers: RefCell<Vec<send::Offer>>,
}

/// Takes over the form in `root`, which belongs to the element `host`. Fails, without having
/// touched anything, if the data beside the form cannot be read, or is of another version's form.
#[wasm_bindgen]
pub fn take_over(root: &ShadowRoot, host: &HtmlElement) -> Result<Handle, JsValue> {
    let form = island::read(root)?;
    let page = Rc::new(Page {
        form,
        root: root.clone(),
        host: host.clone(),
        shown: RefCell::default(),
        busy: Cell::new(0),
        open: Cell::new(true),
        key: Cell::default(),
        told: RefCell::default(),
        troubled: Cell::new(true),
        offers: RefCell::default(),
    });
    let hearer = Rc::clone(&page);
    let hear = Closure::new(move |event: Event| hearer.hear(&event));
    let function = hear.as_ref().unchecked_ref();
    for name in HEARD {
        root.add_event_listener_with_callback(name, function)?;
    }
    dom::window().add_event_listener_with_callback("pageshow", function)?;
    page.settle();
    Ok(Handle { page, hear })
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.page.open.set(false);
        let function = self.hear.as_ref().unchecked_ref();
        for name in HEARD {
            let _ = self
                .page
                .root
                .remove_event_listener_with_callback(name, function);
        }
        let _ = dom::window().remove_event_listener_with_callback("pageshow", function);
    }
}

impl Page {
    /// What the donor did, or the browser.
    fn hear(self: &Rc<Self>, event: &Event) {
        let target = || {
            let target: HtmlInputElement = event.target()?.unchecked_into();
            Some(target)
        };
        match event.type_().as_str() {
            "submit" => {
                event.prevent_default();
                send::submit(self, false);
            }
            // A page that comes back from the browser's memory must not stay busy.
            "pageshow" => {
                if dom::is_true(event, "persisted") {
                    self.rest();
                }
            }
            "click" => {
                if let Some(button) = target().and_then(|target| dom::button_around(&target)) {
                    self.pressed(event, &button);
                }
            }
            heard => {
                // Texts change as they are typed, choices once they are made.
                let choices = ["radio", "checkbox", "select-one"];
                let is_news = |field: &HtmlInputElement| {
                    (heard == "change") == choices.contains(&field.type_().as_str())
                };
                if let Some(field) = target().filter(is_news) {
                    self.changed(&field);
                }
            }
        }
    }

    fn pressed(self: &Rc<Self>, event: &Event, button: &HtmlInputElement) {
        match button.class_name().as_str() {
            "reading" => {
                event.prevent_default();
                fields::take_reading(&self.root, &dom::text(button));
                let choice = self.settle();
                self.tell_amount(&choice);
                dom::focus(&self.root, ".pay");
            }
            "offer" => send::take_offer(self, dom::place_of(button)),
            _ => {}
        }
    }

    fn changed(&self, field: &HtmlInputElement) {
        let name = field.name();
        match name.as_str() {
            "amount" if !field.value().trim().is_empty() => fields::uncheck_preset(&self.root),
            "preset" => fields::clear_amount(&self.root),
            _ => {}
        }
        let choice = self.settle();
        match name.as_str() {
            "amount" | "preset" | "currency" => self.tell_amount(&choice),
            "terminal" => self.tell("provider", &json::object(&[("provider", &field.value())])),
            _ => {}
        }
    }

    /// Brings what is said in line with what stands in the fields, which it returns; a problem is
    /// over as soon as something changes.
    fn settle(&self) -> Choice {
        let choice = fields::read(&self.root, &self.form);
        if self.busy.get() == 0 {
            if self.troubled.replace(false) {
                paint::clear(&self.root);
                self.offers.borrow_mut().clear();
            }
            let next = Shown::of(&self.form, &choice);
            paint::shown(self, &next, choice.currency);
            *self.shown.borrow_mut() = next;
        }
        fields::follow(&self.root);
        choice
    }

    /// Nothing is under way any more.
    fn rest(&self) {
        self.busy.set(0);
        paint::rest(self);
        self.settle();
    }

    /// Shows a problem at its field, goes there, and tells the page.
    fn refuse(&self, problem: &FieldProblem, code: &str) {
        self.rest();
        self.troubled.set(true);
        let detail = json::object(&[("code", code), ("field", &problem.field)]);
        self.tell("error", &detail);
        paint::problem(self, problem);
    }

    fn tell_amount(&self, choice: &Choice) {
        let gift = choice.gift(&self.form).ok();
        let value = gift.map(Money::wire_value);
        let value = json::maybe(value.as_deref());
        let currency = json::maybe(choice.currency.map(Currency::code));
        let detail = ["{\"value\":", &value, ",\"currency\":", &currency, "}"].concat();
        if self.told.replace(detail.clone()) != detail {
            self.tell("amount", &detail);
        }
    }

    /// Tells the page what happened; texts only, and nothing about the person.
    fn tell(&self, name: &str, detail: &str) {
        self.dispatch(name, detail, false);
    }

    /// The same, for an event the page may refuse; whether it did not.
    fn ask(&self, name: &str, detail: &str) -> bool {
        self.dispatch(name, detail, true)
    }

    fn dispatch(&self, name: &str, detail: &str, cancelable: bool) -> bool {
        let init = CustomEventInit::new();
        init.set_bubbles(true);
        init.set_composed(true);
        init.set_cancelable(cancelable);
        init.set_detail(&json::parse(detail).unwrap_or_default());
        let event = CustomEvent::new_with_event_init_dict(&["obole:", name].concat(), &init);
        event.is_ok_and(|event| self.host.dispatch_event(&event).unwrap_or(true))
    }
}

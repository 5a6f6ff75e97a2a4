//! The checkout: one form, rendered on the edge from Leptos components (feature `ssr`) and taken
//! over in place in the browser (feature `browser`). Without either it is plain logic.
//!
//! The form posts by itself, so it works before, and without, any script. All markup is made on
//! the edge; what the form says is decided in [`show`], on both sides by the same code; the
//! browser writes it into what stands there.

pub mod choice;
pub mod form;
#[cfg(feature = "ssr")]
mod island;
#[cfg(feature = "ssr")]
mod page;
pub mod show;
#[cfg(feature = "ssr")]
mod view;
pub mod words;

#[cfg(feature = "browser")]
mod browser;

#[cfg(feature = "browser")]
pub use browser::{Handle, take_over};
pub use form::{Entered, FieldProblem};
#[cfg(feature = "ssr")]
pub use page::{
    FormInput, PageInput, ResultInput, ResultPage, hosted_page, message_page, render_form,
    render_result, result_page,
};

/// The style of the form and of the pages around it; its head documents how to theme it.
pub const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/style.css"));

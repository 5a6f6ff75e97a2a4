//! The checkout: one form, rendered on the edge (feature `ssr`) and taken over in place in the
//! browser (feature `hydrate`). Without either it is plain logic.
//!
//! The form posts by itself, so it works before, and without, any script.

pub mod choice;
pub mod form;
#[cfg(feature = "ssr")]
mod island;
#[cfg(feature = "ssr")]
mod page;
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod view;

#[cfg(feature = "hydrate")]
mod browser;

#[cfg(feature = "hydrate")]
pub use browser::{Handle, take_over};
pub use form::{Entered, FieldProblem};
#[cfg(feature = "ssr")]
pub use page::{
    FormInput, PageInput, ResultPage, hosted_page, message_page, render_form, result_page,
};

/// The style of the form and of the pages around it; its head documents how to theme it.
pub const STYLE: &str = include_str!("style.css");

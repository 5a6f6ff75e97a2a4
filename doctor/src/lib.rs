//! The embed doctor: reads a page that holds the tag, with the headers it came with, and says in
//! plain sentences what is wrong and what to write instead. It fetches nothing: who calls it
//! brings the page and what is known of the installation.
//!
//! ```
//! use obole_doctor::{Installation, Page, Visit, examine};
//!
//! let url: url::Url = "https://www.example.org/give".parse()?;
//! let visit = Visit {
//!     asked: url.clone(),
//!     url,
//!     status: 200,
//!     headers: vec![("Content-Type".into(), "text/html".into())],
//!     body: r#"<!doctype html><body>
//!         <script async src="https://pay.example.org/obole.js" data-link="demo"></script>
//!         <noscript><a href="https://pay.example.org/pay/demo">Give</a></noscript>"#.into(),
//!     is_cut: false,
//! };
//! let page = Page::read(&visit);
//! assert_eq!(page.edge().as_deref(), Some("https://pay.example.org"));
//! let report = examine(&visit, &page, &Installation::default());
//! assert!(report.is_healthy());
//! # Ok::<(), url::ParseError>(())
//! ```

mod check;
mod installation;
mod nearest;
mod page;
mod policy;
mod report;
mod tag;
mod visit;

pub use check::examine;
pub use installation::{Installation, LinkFacts, Provider, Returns, Served, Version};
pub use page::Page;
pub use report::{Code, Finding, Report, Severity};
pub use visit::{Visit, is_loopback, origin_of};

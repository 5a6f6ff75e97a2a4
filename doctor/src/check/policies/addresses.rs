//! What the checkout asks, and where it sends donors.

use url::Url;

use super::super::Case;
use crate::installation::Provider;
use crate::page::Script;

/// The addresses that the checkout asks.
pub(super) struct Addresses {
    pub(super) glue: Url,
    pub(super) form: Url,
    pub(super) asked: Vec<Url>,
    pub(super) providers: Vec<(Provider, Vec<Url>)>,
}

impl Addresses {
    pub(super) fn of(case: &Case<'_>) -> Option<Self> {
        let edge = case.edge.as_ref()?;
        let named = case.page.loaders().find_map(Script::version);
        let current = case.installation.version.as_ref();
        let version = named.or(current.map(|current| current.name.as_str()));
        let glue = edge
            .join(&format!("/v/{}/widget.js", version.unwrap_or("0")))
            .ok()?;
        let links = case.page.links();
        let link = links.first().map_or("demo", String::as_str);
        let view = edge.join(&format!("/v1/links/{link}")).ok()?;
        let form = edge.join(&format!("/v1/links/{link}/payments")).ok()?;
        let mut providers = case.installation.providers.clone();
        if providers.is_empty() {
            providers = Provider::all();
        }
        let providers = providers.into_iter().map(|provider| {
            let addresses = provider.addresses.iter();
            let addresses = addresses.filter_map(|one| Url::parse(one).ok()).collect();
            (provider, addresses)
        });
        Some(Self {
            asked: vec![view, form.clone(), glue.clone()],
            glue,
            form,
            providers: providers.collect(),
        })
    }
}

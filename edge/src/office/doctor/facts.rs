//! What this installation knows of what a page names.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use obole_doctor::{Installation, LinkFacts, Page, Provider, Returns, Served, Version, origin_of};
use obole_shared::ids::LinkId;
use obole_shared::terminal::TerminalKind;
use sha2::{Digest, Sha384};
use url::Url;
use worker::{Env, Fetcher};

use super::super::Visit;
use crate::catalog;
use crate::error::Error;
use crate::providers::Origins;

/// Most links of one page that are looked up.
const LINKS_MAX: usize = 20;

/// Looks up what the page names.
pub(super) async fn of(visit: &Visit<'_>, page: &Page) -> Result<Installation, Error> {
    let edge = &visit.app.config.addresses.public_origin;
    let database = visit.database()?;
    let terminals = catalog::terminals::known(&database).await?;
    let kinds: Vec<TerminalKind> = terminals.iter().map(|terminal| terminal.kind).collect();
    let mut links = Vec::new();
    for id in page.links().into_iter().take(LINKS_MAX) {
        if let Ok(id) = id.parse::<LinkId>() {
            let link = catalog::links::one(&database, &id).await?;
            links.push(link_facts(id, link.map(|(link, _)| link)));
        }
    }
    let files = Files::of(visit.env, edge);
    Ok(Installation {
        edge: Some(edge.clone()),
        version: files.version().await,
        served: files.served(page).await,
        unreached: None,
        links,
        providers: providers(&kinds, &visit.app.config.origins),
    })
}

fn link_facts(id: LinkId, link: Option<obole_shared::link::Link>) -> LinkFacts {
    let exists = link.is_some();
    let (currencies, terminals, returns) = match link {
        Some(link) => (
            link.currencies
                .iter()
                .map(|one| one.code().to_owned())
                .collect(),
            link.terminals.into_iter().map(String::from).collect(),
            Returns::Origins(link.return_origins),
        ),
        None => (Vec::new(), Vec::new(), Returns::Unknown),
    };
    LinkFacts {
        id: id.into(),
        exists,
        returns,
        currencies,
        terminals,
    }
}

/// Where the donors of these terminals are sent.
fn providers(kinds: &[TerminalKind], origins: &Origins) -> Vec<Provider> {
    let is_saferpay = |kind: &TerminalKind| *kind == TerminalKind::Saferpay;
    let has_saferpay = kinds.iter().any(is_saferpay);
    let has_others = !kinds.iter().all(is_saferpay);
    let all = Provider::all().into_iter().zip([
        (has_saferpay, origins.saferpay.as_ref()),
        (has_others, origins.paypal_web.as_ref()),
    ]);
    all.filter(|(_, (is_used, _))| *is_used || kinds.is_empty())
        .map(|(provider, (_, stand_in))| match stand_in {
            Some(address) => stood_in(provider, address),
            None => provider,
        })
        .collect()
}

/// The simulator in place of a provider.
fn stood_in(provider: Provider, address: &str) -> Provider {
    match Url::parse(address) {
        Ok(url) => Provider {
            name: provider.name,
            source: origin_of(&url),
            addresses: vec![url.into()],
        },
        Err(_) => provider,
    }
}

/// The public files, which are answered without the Worker.
struct Files<'a> {
    assets: Option<Fetcher>,
    edge: &'a str,
}

impl<'a> Files<'a> {
    fn of(env: &Env, edge: &'a str) -> Self {
        Self {
            assets: env.assets("ASSETS").ok(),
            edge,
        }
    }

    /// Status and content of a file; nothing where files cannot be asked for.
    async fn get(&self, path: &str) -> Option<(u16, Vec<u8>)> {
        let assets = self.assets.as_ref()?;
        let mut answer = assets
            .fetch(format!("{}{path}", self.edge), None)
            .await
            .ok()?;
        let body = answer.bytes().await.ok()?;
        Some((answer.status_code(), body))
    }

    async fn version(&self) -> Option<Version> {
        let (status, body) = self.get("/v/latest.json").await?;
        let text = String::from_utf8(body).ok().filter(|_| status == 200)?;
        Version::from_json(&text)
    }

    /// The page's own scripts, as far as they are files of ours.
    async fn served(&self, page: &Page) -> Vec<Served> {
        let mut served = Vec::new();
        for url in page.loader_urls().into_iter().take(LINKS_MAX) {
            if origin_of(url) != self.edge {
                continue;
            }
            if let Some((status, body)) = self.get(url.path()).await {
                let integrity = format!("sha384-{}", STANDARD.encode(Sha384::digest(body)));
                served.push(Served {
                    url: url.to_string(),
                    status,
                    integrity: Some(integrity),
                });
            }
        }
        served
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use obole_shared::terminal::Mode;

    #[test]
    fn only_the_providers_that_donors_meet_are_asked_for() {
        let sources = |kinds: &[TerminalKind], origins: &Origins| -> Vec<String> {
            let all = providers(kinds, origins).into_iter();
            all.map(|provider| provider.source).collect()
        };
        let none = Origins::default();
        let (saferpay, paypal) = ("https://*.saferpay.com", "https://*.paypal.com");
        assert_eq!(sources(&[], &none), [saferpay, paypal]);
        assert_eq!(sources(&[TerminalKind::Saferpay], &none), [saferpay]);
        assert_eq!(sources(&[TerminalKind::Payflow], &none), [paypal]);
        let both = [TerminalKind::PaypalOrders, TerminalKind::Saferpay];
        assert_eq!(sources(&both, &none), [saferpay, paypal]);
        let simulator = Origins {
            saferpay: Some("http://127.0.0.1:8788/saferpay".into()),
            ..Origins::default()
        };
        assert_eq!(
            sources(&both, &simulator),
            ["http://127.0.0.1:8788", paypal]
        );
    }

    #[test]
    fn the_real_addresses_are_those_that_policies_are_asked_to_allow() {
        let origins = Origins::default();
        let all = Provider::all();
        for (provider, address) in [
            (0, origins.saferpay(Mode::Test)),
            (0, origins.saferpay(Mode::Live)),
            (1, origins.paypal_web(Mode::Test)),
            (1, origins.paypal_web(Mode::Live)),
            (1, origins.payflow_link(Mode::Live)),
        ] {
            let source: &str = &all[provider].source;
            let end = source.strip_prefix("https://*").unwrap();
            assert!(address.ends_with(end), "{address} is not of {source}");
        }
    }
}

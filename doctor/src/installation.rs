//! What is known of the installation that a page pays through. All of it may be unknown; what is
//! not known is not judged.

use serde::Deserialize;

/// What is known of the installation.
#[derive(Debug, Clone, Default)]
pub struct Installation {
    /// The Worker's origin; `None`: that of the script on the page.
    pub edge: Option<String>,
    /// The current version.
    pub version: Option<Version>,
    /// The files named by the page's scripts, as they were answered.
    pub served: Vec<Served>,
    /// Why the installation could not be asked, if it could not.
    pub unreached: Option<String>,
    /// The links that the page names.
    pub links: Vec<LinkFacts>,
    /// Where donors are sent to pay; empty: all providers that Obole knows.
    pub providers: Vec<Provider>,
}

/// A version and its loader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Its name, as it stands in addresses.
    pub name: String,
    /// The integrity of its loader.
    pub integrity: String,
}

impl Version {
    /// Reads `/v/latest.json`; `None` where it is not what the build writes.
    pub fn from_json(text: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Latest {
            version: String,
            files: Vec<File>,
        }
        #[derive(Deserialize)]
        struct File {
            path: String,
            integrity: String,
        }
        let latest: Latest = serde_json::from_str(text).ok()?;
        let path = format!("/v/{}/obole.js", latest.version);
        let loader = latest.files.into_iter().find(|file| file.path == path)?;
        Some(Self {
            name: latest.version,
            integrity: loader.integrity,
        })
    }
}

/// A file that a page names, as it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// Its address.
    pub url: String,
    /// The HTTP status.
    pub status: u16,
    /// The integrity of what came, if something came.
    pub integrity: Option<String>,
}

/// A link that a page names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkFacts {
    /// Its id.
    pub id: String,
    /// Whether the installation has it.
    pub exists: bool,
    /// Whether donors may return to the page.
    pub returns: Returns,
    /// Codes of its currencies; empty: unknown.
    pub currencies: Vec<String>,
    /// Ids of its terminals; empty: unknown.
    pub terminals: Vec<String>,
}

/// Where donors may return to after paying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Returns {
    /// Nothing is known.
    Unknown,
    /// To pages of these origins.
    Origins(Vec<String>),
    /// The installation was asked about the page: whether to it.
    Asked(bool),
}

/// A provider, as a policy has to name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its name.
    pub name: String,
    /// What allows its pages: `https://*.saferpay.com`.
    pub source: String,
    /// Addresses that donors are sent to.
    pub addresses: Vec<String>,
}

impl Provider {
    /// All that Obole knows, test and live.
    pub fn all() -> Vec<Self> {
        let provider = |name: &str, source: &str, addresses: [&str; 2]| Self {
            name: name.to_owned(),
            source: source.to_owned(),
            addresses: addresses.map(str::to_owned).to_vec(),
        };
        vec![
            provider(
                "Saferpay",
                "https://*.saferpay.com",
                ["https://www.saferpay.com/", "https://test.saferpay.com/"],
            ),
            provider(
                "PayPal",
                "https://*.paypal.com",
                ["https://www.paypal.com/", "https://payflowlink.paypal.com/"],
            ),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_current_version_is_read_as_the_build_writes_it() {
        let text = r#"{"version":"0.1.0-abcd1234","files":[
            {"path":"/v/0.1.0-abcd1234/widget.js","integrity":"sha384-no","bytes":1,"purpose":"x"},
            {"path":"/v/0.1.0-abcd1234/obole.js","integrity":"sha384-yes","bytes":2,"purpose":"y"}]}"#;
        let version = Version::from_json(text).unwrap();
        assert_eq!(version.name, "0.1.0-abcd1234");
        assert_eq!(version.integrity, "sha384-yes");
        for other in ["", "{}", "<html>", r#"{"version":"1","files":[]}"#] {
            assert_eq!(Version::from_json(other), None, "{other}");
        }
    }
}

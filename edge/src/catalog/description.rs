//! A link as it is written down.

use obole_shared::currency::Currency;
use obole_shared::ids::{LinkId, TerminalId};
use obole_shared::link::{Asked, Campaign, Consent, Link, Preset};
use obole_shared::money::Money;
use obole_shared::terminal::{AuthorizationType, Condition};
use obole_shared::wording::Wording;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A link as the back office reads and writes it. Amounts are texts in major units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LinkBody {
    name: String,
    amount: AmountRule,
    currencies: Vec<Currency>,
    /// None named: the default one, when the link is put.
    #[serde(default)]
    pub(crate) terminals: Vec<TerminalId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    authorization: Option<AuthorizationType>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    condition: Option<Condition>,
    /// How `authorization` was written before there were three of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    capture: Option<Capture>,
    #[serde(default)]
    return_origins: Vec<String>,
    #[serde(default)]
    cover_fee: bool,
    #[serde(default)]
    fields: Asked,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    consents: Vec<Consent>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    campaign: Option<CampaignBody>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Capture {
    Automatic,
    Manual,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum AmountRule {
    Free(FreeAmount),
    /// Prices to choose from; nothing else can be paid.
    Fixed(Vec<PresetBody>),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FreeAmount {
    #[serde(default)]
    presets: Vec<PresetBody>,
    min: String,
    max: String,
}

/// `"50"`, or `{"value":"50","meaning":"one week of meals"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
enum PresetBody {
    Amount(String),
    Meant { value: String, meaning: Wording },
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CampaignBody {
    goal: GoalBody,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct GoalBody {
    value: String,
    currency: Currency,
}

impl PresetBody {
    fn read(self) -> Result<Preset, String> {
        match self {
            Self::Amount(text) => Ok(number(&text)?.into()),
            Self::Meant { value, meaning } => Ok(Preset {
                amount: number(&value)?,
                meaning: Some(meaning),
            }),
        }
    }
}

impl LinkBody {
    /// The link it describes.
    ///
    /// # Errors
    /// A sentence that tells what is wrong.
    pub(crate) fn into_link(self, id: LinkId) -> Result<Link, String> {
        let (fixed, presets, limits) = match self.amount {
            AmountRule::Free(amount) => (false, amount.presets, Some((amount.min, amount.max))),
            AmountRule::Fixed(prices) => (true, prices, None),
        };
        let presets = presets.into_iter().map(PresetBody::read);
        let presets: Vec<Preset> = presets.collect::<Result<_, _>>()?;
        let prices = || presets.iter().map(|preset| preset.amount);
        let (min, max) = match limits {
            Some((min, max)) => (number(&min)?, number(&max)?),
            None => prices()
                .min()
                .zip(prices().max())
                .ok_or("presets: fixed prices need at least one")?,
        };
        let authorization = match (self.authorization, self.capture) {
            (Some(_), Some(_)) => return Err("capture: authorization says it already".to_owned()),
            (None, Some(Capture::Automatic)) => Some(AuthorizationType::CaptureAtOnce),
            (None, Some(Capture::Manual)) => Some(AuthorizationType::AuthorizeOnly),
            (authorization, None) => authorization,
        };
        let goal = |body: CampaignBody| {
            let amount = number(&body.goal.value)?;
            let goal = Money::from_decimal(amount, body.goal.currency)
                .map_err(|error| format!("campaign: {error}"))?;
            Ok::<_, String>(Campaign { goal })
        };
        let link = Link {
            id,
            name: self.name,
            presets,
            fixed,
            cover_fee: self.cover_fee,
            asked: self.fields,
            consents: self.consents,
            campaign: self.campaign.map(goal).transpose()?,
            min,
            max,
            currencies: self.currencies,
            terminals: self.terminals,
            authorization,
            condition: self.condition,
            return_origins: self.return_origins,
        };
        link.check().map_err(str::to_owned)?;
        Ok(link)
    }
}

/// A number of major units, written as the API writes one.
fn number(text: &str) -> Result<Decimal, String> {
    let plain = text.len() <= 16
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = if plain {
        Decimal::from_str_exact(text).ok()
    } else {
        None
    };
    value.ok_or_else(|| format!("{text:?} is not a number such as \"20\" or \"2.50\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use obole_shared::link::Need;

    fn link(changes: &str) -> Result<Link, String> {
        let text = format!(
            r#"{{"name":"Meals","amount":{{"free":{{"min":"5","max":"5000"}}}},
                "currencies":["CHF"],"terminals":["cards"]{changes}}}"#
        );
        let body: LinkBody = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        body.into_link("demo".parse().unwrap())
    }

    #[test]
    fn a_link_says_what_happens_with_the_money_or_leaves_it_to_the_terminal() {
        let authorization = |changes: &str| link(changes).unwrap().authorization;
        assert_eq!(authorization(""), None);
        assert_eq!(
            authorization(r#","authorization":"pre_authorize""#),
            Some(AuthorizationType::PreAuthorize)
        );
        // As links were written before.
        assert_eq!(
            authorization(r#","capture":"automatic""#),
            Some(AuthorizationType::CaptureAtOnce)
        );
        assert_eq!(
            authorization(r#","capture":"manual""#),
            Some(AuthorizationType::AuthorizeOnly)
        );
        assert!(link(r#","capture":"manual","authorization":"authorize_only""#).is_err());
        assert!(link(r#","authorization":"later""#).is_err());
    }

    #[test]
    fn what_is_stored_is_read_again() {
        let text = r#"{"name":"Meals","amount":{"free":{"presets":["20"],"min":"5","max":"50"}},
            "currencies":["CHF"],"terminals":["cards"],"condition":"liability_shift"}"#;
        let body: LinkBody = serde_json::from_str(text).unwrap();
        let again: LinkBody = serde_json::from_str(&serde_json::to_string(&body).unwrap()).unwrap();
        assert_eq!(body, again);
        let link = again.into_link("demo".parse().unwrap()).unwrap();
        assert_eq!(link.condition, Some(Condition::LiabilityShift));
    }

    #[test]
    fn a_link_tells_what_amounts_mean_and_what_it_asks() {
        let text = r#"{"name":"Meals","amount":{"free":{"presets":["20",
            {"value":"50","meaning":{"en":"one week of meals","fr":"une semaine de repas"}}],
            "min":"5","max":"500"}},"currencies":["CHF"],"terminals":["cards"],
            "cover_fee":true,"fields":{"name":"optional","email":"required","anonymous":true},
            "consents":[{"id":"news","text":"Send me news"}],
            "campaign":{"goal":{"value":"40000","currency":"CHF"}}}"#;
        let body: LinkBody = serde_json::from_str(text).unwrap();
        let link = body.into_link("demo".parse().unwrap()).unwrap();
        let meaning = link.presets[1].meaning.as_ref().unwrap();
        assert_eq!(meaning.in_lang("fr"), "une semaine de repas");
        assert_eq!(link.asked.email, Need::Required);
        assert!(link.cover_fee && link.asked.anonymous && !link.fixed);
        assert_eq!(link.campaign.unwrap().goal.minor(), 4_000_000);
    }

    #[test]
    fn fixed_prices_are_their_own_limits() {
        let text = r#"{"name":"Tickets","amount":{"fixed":["30",{"value":"15","meaning":"reduced"}]},
            "currencies":["CHF"],"terminals":["cards"]}"#;
        let body: LinkBody = serde_json::from_str(text).unwrap();
        let link = body.into_link("demo".parse().unwrap()).unwrap();
        assert!(link.fixed);
        assert_eq!((link.min, link.max), (Decimal::from(15), Decimal::from(30)));
        let none = text.replace(r#"["30",{"value":"15","meaning":"reduced"}]"#, "[]");
        let body: LinkBody = serde_json::from_str(&none).unwrap();
        assert!(body.into_link("demo".parse().unwrap()).is_err());
    }
}

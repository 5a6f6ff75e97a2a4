//! The parameters of a request: which exist, how long they may be, what they mean.
//!
//! Source: Payflow Gateway guide, "Core credit card parameters" and the Express
//! Checkout and hosted page chapters.

use crate::books::Provider;
use crate::calls::Calls;
use crate::money::{AmountProblem, paypal_decimals, read_decimal};
use crate::payflow::result::Refusal;

/// Whole minor units of ISO 4217.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Amount {
    pub(crate) minor: i64,
    pub(crate) currency: String,
}

/// Names and values of one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Params(Vec<(String, String)>);

/// Parameters by the length of their longest value, in bytes.
const KNOWN: &[(usize, &str)] = &[
    (
        1,
        "TRXTYPE TENDER ACTION CAPTURECOMPLETE RECURRING PARTIALAUTH DOREAUTHORIZATION \
         AUTHENTICATION_STATUS CREATESECURETOKEN ADDRESSOVERRIDE ADDROVERRIDE NOSHIPPING \
         REQCONFIRMSHIPPING ALLOWNOTE PROMOCODEOVERRIDE",
    ),
    (2, "CARDISSUE ECI"),
    (3, "CURRENCY COUNTRY BILLTOCOUNTRY SHIPTOCOUNTRY"),
    (4, "EXPDATE CVV2 CARDSTART URLMETHOD MODE SOLUTIONTYPE"),
    (
        5,
        "SILENTTRAN DISABLERECEIPT SHOWAMOUNT EMAILCUSTOMER CSCREQUIRED CSCEDIT LOCALECODE",
    ),
    (6, "VERBOSITY AUTHCODE PAYFLOWCOLOR"),
    (7, "LANDINGPAGE"),
    (8, "CARDONFILE ORDERDATE THREEDSVERSION PAGELANG USERACTION"),
    (
        10,
        "AMT TAXAMT FREIGHTAMT HANDLINGAMT DUTYAMT ITEMAMT SHIPPINGAMT INSURANCEAMT DISCOUNT \
         MAXAMT ZIP BILLTOZIP SHIPTOZIP SUBTOTAL",
    ),
    (12, "CUSTREF ORIGID"),
    (13, "PAYERID"),
    (14, "STARTTIME ENDTIME"),
    (
        16,
        "TEMPLATE PAGECOLLAPSEBGCOLOR PAGECOLLAPSETEXTCOLOR LABELTEXTCOLOR PAGEBUTTONBGCOLOR \
         PAGEBUTTONTEXTCOLOR PAGEBACKGROUNDCOLOR PAYMENTTYPE",
    ),
    (19, "ACCT"),
    (
        20,
        "PHONENUM BILLTOPHONENUM SHIPTOPHONENUM TOKEN ALLOWEDPAYMENTMETHOD",
    ),
    (22, "SOFTDESCRIPTOR"),
    (25, "PONUM MERCHDESCR MERCHSVC MERCHANTNAME"),
    (
        30,
        "FIRSTNAME LASTNAME BILLTOFIRSTNAME BILLTOLASTNAME BILLTOMIDDLENAME SHIPTOFIRSTNAME \
         SHIPTOLASTNAME PAGESTYLE",
    ),
    (31, "CUSTCODE CUSTID"),
    (32, "UPDATEACTION SECURETOKEN"),
    (36, "SECURETOKENID"),
    (40, "STATE BILLTOSTATE SHIPTOSTATE"),
    (45, "CITY BILLTOCITY SHIPTOCITY CUSTIP"),
    (60, "NAME COMPANYNAME SHIPTONAME"),
    (
        64,
        "PARTNER VENDOR USER PWD ECHODATA TXID BUTTONSOURCE AUTHENTICATION_ID CAVV XID \
         DSTRANSACTIONID CANCELURLTEXT RETURNURLTEXT BILLINGTYPE",
    ),
    (
        127,
        "EMAIL BILLTOEMAIL SHIPTOEMAIL INVNUM ORDERID HDRIMG LOGOIMG BRANDNAME ORDERDESC \
         BA_DESC",
    ),
    (128, "COMMENT1 COMMENT2"),
    (
        150,
        "STREET BILLTOSTREET BILLTOSTREET2 SHIPTOSTREET SHIPTOSTREET2",
    ),
    (255, "MEMO NOTETEXT"),
    (256, "SWIPE CUSTOM"),
    (2048, "RETURNURL CANCELURL ERRORURL SILENTPOSTURL NOTIFYURL"),
];

/// Families of numbered parameters, likewise.
const NUMBERED: &[(usize, &str)] = &[
    (10, "L_COST L_QTY L_TAXAMT L_AMT"),
    (127, "L_NAME L_DESC L_SKU"),
    (255, "USER"),
];

/// Names that mean the same, the older one second.
const OLD_NAMES: &[&str] = &[
    "FIRSTNAME",
    "LASTNAME",
    "STREET",
    "CITY",
    "STATE",
    "ZIP",
    "COUNTRY",
    "EMAIL",
    "PHONENUM",
];

/// The longest value of a parameter; `None` when there is no such parameter.
fn limit(name: &str) -> Option<usize> {
    let find = |table: &[(usize, &str)], name: &str| {
        table
            .iter()
            .find(|(_, names)| names.split(' ').any(|known| known == name))
            .map(|(longest, _)| *longest)
    };
    let family = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let numbered = || find(NUMBERED, family).filter(|_| family.len() < name.len());
    find(KNOWN, name).or_else(numbered)
}

impl Params {
    pub(crate) const fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The first value under a name, unless it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// A value as an owned text.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// A value of the billing address (`STREET`), under its new or its old name.
    pub(crate) fn billing(&self, name: &str) -> Option<&str> {
        let old = OLD_NAMES.contains(&name).then(|| self.get(name)).flatten();
        self.get(&format!("BILLTO{name}")).or(old)
    }

    /// Whether a value is the word for yes.
    pub(crate) fn is(&self, name: &str, yes: &str) -> bool {
        self.get(name)
            .is_some_and(|value| value.eq_ignore_ascii_case(yes))
    }

    /// All names that begin so, with their values.
    pub(crate) fn starting<'a>(
        &'a self,
        prefix: &'a str,
    ) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter(move |(name, value)| name.starts_with(prefix) && !value.is_empty())
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// These without some.
    #[must_use]
    pub(crate) fn without(&self, names: &[&str]) -> Self {
        let kept = self
            .0
            .iter()
            .filter(|(name, _)| !names.contains(&name.as_str()));
        Self(kept.cloned().collect())
    }

    /// Only these.
    #[must_use]
    pub(crate) fn only(&self, names: &[&str]) -> Self {
        let kept = self
            .0
            .iter()
            .filter(|(name, _)| names.contains(&name.as_str()));
        Self(kept.cloned().collect())
    }

    /// Adds or replaces a value.
    #[must_use]
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let mut all = self.without(&[name]);
        all.0.push((name.to_owned(), value.to_owned()));
        all
    }

    /// These, and what only `others` have.
    #[must_use]
    pub(crate) fn or(&self, others: &Self) -> Self {
        let mut all = self.0.clone();
        all.extend(
            others
                .0
                .iter()
                .filter(|(name, _)| self.get(name).is_none())
                .cloned(),
        );
        Self(all)
    }

    /// Refuses values that are too long, and unknown names when `strict`.
    ///
    /// # Errors
    /// A field format error that names the parameter.
    pub(crate) fn check(
        &self,
        operation: &str,
        strict: bool,
        calls: &mut Calls,
    ) -> Result<(), Refusal> {
        for (name, value) in &self.0 {
            match limit(name) {
                Some(longest) if value.len() > longest => return Err(too_long(name)),
                Some(_) => {}
                None => {
                    calls.unknown_field(Provider::Payflow, operation, name);
                    if strict {
                        return Err(Refusal::field(&format!("unknown parameter {name}")));
                    }
                }
            }
        }
        Ok(())
    }

    /// `CURRENCY`, dollars when it is missing; the old numbers are taken too.
    ///
    /// # Errors
    /// A currency that the account does not have.
    pub(crate) fn currency(&self, accepted: &[String]) -> Result<String, Refusal> {
        let code = match self.get("CURRENCY").unwrap_or("USD") {
            "840" => "USD",
            "826" => "GBP",
            "978" => "EUR",
            "124" => "CAD",
            "036" => "AUD",
            "392" => "JPY",
            code => code,
        };
        if paypal_decimals(code).is_some() && accepted.iter().any(|one| one == code) {
            Ok(code.to_owned())
        } else {
            Err(Refusal::new(6))
        }
    }

    /// An amount: `12`, or `12.50` where the currency has decimals.
    ///
    /// # Errors
    /// An amount of another form, or none.
    pub(crate) fn amount(&self, name: &str, currency: &str) -> Result<i64, Refusal> {
        let text = self.get(name).ok_or_else(|| Refusal::new(4))?;
        let decimals = paypal_decimals(currency).unwrap_or(2);
        if let Some((whole, fraction)) = text.split_once('.')
            && (whole.is_empty() || fraction.len() != 2)
        {
            return Err(Refusal::new(4));
        }
        read_decimal(text, currency, decimals).map_err(|_: AmountProblem| Refusal::new(4))
    }
}

fn too_long(name: &str) -> Refusal {
    match name {
        "AMT" => Refusal::new(4),
        "CURRENCY" => Refusal::new(6),
        "ACCT" => Refusal::new(23),
        "EXPDATE" => Refusal::new(24),
        "TRXTYPE" => Refusal::new(3),
        "TENDER" => Refusal::new(2),
        "ORIGID" => Refusal::new(19),
        _ => Refusal::field(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &str, value: &str) -> Params {
        Params::new(vec![(name.to_owned(), value.to_owned())])
    }

    #[test]
    fn amounts_have_two_decimals_or_none() {
        for (text, currency, minor) in [
            ("12", "USD", Ok(1_200)),
            ("12.50", "USD", Ok(1_250)),
            ("0", "USD", Ok(0)),
            ("1500", "JPY", Ok(1_500)),
            ("1500", "HUF", Ok(150_000)),
            ("12.5", "USD", Err(4)),
            (".50", "USD", Err(4)),
            ("12.505", "USD", Err(4)),
            ("-1", "USD", Err(4)),
            ("1,000.00", "USD", Err(4)),
            ("$12", "USD", Err(4)),
            ("10%2E00", "USD", Err(4)),
            ("1500.00", "JPY", Err(4)),
            ("", "USD", Err(4)),
        ] {
            let read = with("AMT", text).amount("AMT", currency);
            assert_eq!(
                read.map_err(|refusal| refusal.code),
                minor,
                "{text} {currency}"
            );
        }
    }

    #[test]
    fn only_known_parameters_pass_and_only_up_to_their_length() {
        let check = |name: &str, value: &str, strict| {
            with(name, value)
                .check("TRXTYPE:S", strict, &mut Calls::default())
                .map_err(|refusal| refusal.message())
        };
        assert_eq!(check("USER1", "x", true), Ok(()));
        assert_eq!(check("L_NAME0", "x", true), Ok(()));
        assert_eq!(check("AMUNT", "1", false), Ok(()));
        assert_eq!(
            check("AMUNT", "1", true),
            Err("Field format error: unknown parameter AMUNT".to_owned())
        );
        assert_eq!(
            check("CUSTREF", "1234567890123", true),
            Err("Field format error: CUSTREF".to_owned())
        );
        assert_eq!(
            check("ACCT", &"4".repeat(20), true),
            Err("Invalid account number".to_owned())
        );
    }

    #[test]
    fn the_old_currency_numbers_are_taken() {
        let accepted = ["USD".to_owned(), "GBP".to_owned()];
        let read = |text| {
            with("CURRENCY", text)
                .currency(&accepted)
                .map_err(|one| one.code)
        };
        assert_eq!(read(""), Ok("USD".to_owned()));
        assert_eq!(read("826"), Ok("GBP".to_owned()));
        assert_eq!(read("EUR"), Err(6));
        assert_eq!(read("XXX"), Err(6));
    }
}

//! The ISO 4217 currencies a payment can be made in, and their exponents.

use std::fmt;
use std::str::FromStr;

/// Codes of three letters each, sorted, without gaps: the order is the order of
/// [`Currency`] and lets a code be found by halving.
///
/// Funds, metals, test codes and currencies of four decimals are left out: no
/// provider takes them.
const CODES: &str = "\
    AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBHDBIFBMDBNDBOBBRLBSDBTNBWPBYNBZD\
    CADCDFCHFCLPCNYCOPCRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYD\
    HKDHNLHTGHUFIDRILSINRIQDIRRISKJMDJODJPYKESKGSKHRKMFKPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYD\
    MADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQAR\
    RONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZS\
    UAHUGXUSDUYUUZSVEDVESVNDVUVWSTXAFXCDXCGXOFXPFYERZARZMWZWG";

/// Codes without decimals.
const WITHOUT_DECIMALS: &str = "BIFCLPDJFGNFISKJPYKMFKRWPYGRWFUGXVNDVUVXAFXOFXPF";

/// Codes with three decimals.
const WITH_THREE_DECIMALS: &str = "BHDIQDJODKWDLYDOMRTND";

const CODE_LEN: usize = 3;
const COUNT: usize = CODES.len() / CODE_LEN;

const _: () = assert!(CODES.len().is_multiple_of(CODE_LEN));
const _: () = assert!(COUNT <= 256, "a currency is one byte");
const _: () = assert!(is_sorted(CODES));
const _: () = assert!(is_sorted(WITHOUT_DECIMALS) && is_sorted(WITH_THREE_DECIMALS));

/// A currency of ISO 4217. A value that exists has a code of the standard and an
/// exponent of 0, 2 or 3.
///
/// ```
/// use obole_shared::currency::Currency;
/// assert_eq!(Currency::from_code("KWD").map(Currency::exponent), Some(3));
/// assert_eq!(Currency::from_code("chf"), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency(u8);

/// Names the currencies that code and tests speak of; the compiler refuses a code
/// that the table does not hold.
macro_rules! named {
    ($($code:ident $name:literal),+ $(,)?) => {
        impl Currency {
            $(
                #[doc = $name]
                pub const $code: Self = match find(stringify!($code).as_bytes(), CODES) {
                    Some(index) => Self::at(index),
                    None => panic!("not in the table"),
                };
            )+
        }
    };
}

named! {
    AED "UAE dirham.", AUD "Australian dollar.", BHD "Bahraini dinar.", BRL "Brazilian real.",
    CAD "Canadian dollar.", CHF "Swiss franc.", CLP "Chilean peso.", CNY "Chinese yuan.",
    CZK "Czech koruna.", DKK "Danish krone.", EGP "Egyptian pound.", EUR "Euro.",
    GBP "Pound sterling.", HKD "Hong Kong dollar.", HUF "Hungarian forint.",
    ILS "Israeli new shekel.", INR "Indian rupee.", IQD "Iraqi dinar.",
    ISK "Icelandic króna.", JOD "Jordanian dinar.", JPY "Japanese yen.",
    KRW "South Korean won.", KWD "Kuwaiti dinar.", MAD "Moroccan dirham.",
    MXN "Mexican peso.", MYR "Malaysian ringgit.", NOK "Norwegian krone.",
    NZD "New Zealand dollar.", OMR "Omani rial.", PHP "Philippine peso.",
    PLN "Polish złoty.", RUB "Russian rouble.", SAR "Saudi riyal.", SEK "Swedish krona.",
    SGD "Singapore dollar.", THB "Thai baht.", TND "Tunisian dinar.", TRY "Turkish lira.",
    TWD "New Taiwan dollar.", USD "US dollar.", VND "Vietnamese đồng.",
    XAF "Central African CFA franc.", XOF "West African CFA franc.", XPF "CFP franc.",
    ZAR "South African rand.",
}

impl Currency {
    /// The currency of this code, written in capitals as the standard has it.
    pub const fn from_code(code: &str) -> Option<Self> {
        match find(code.as_bytes(), CODES) {
            Some(index) => Some(Self::at(index)),
            None => None,
        }
    }

    /// The three capital letters.
    pub fn code(self) -> &'static str {
        let start = usize::from(self.0) * CODE_LEN;
        CODES.get(start..start + CODE_LEN).unwrap_or_default()
    }

    /// How many decimals the major unit has: 0, 2 or 3.
    pub fn exponent(self) -> u8 {
        let code = self.code().as_bytes();
        if find(code, WITHOUT_DECIMALS).is_some() {
            0
        } else if find(code, WITH_THREE_DECIMALS).is_some() {
            3
        } else {
            2
        }
    }

    /// Every currency of the table, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..COUNT).map(Self::at)
    }

    #[expect(
        clippy::as_conversions,
        clippy::cast_possible_truncation,
        reason = "below COUNT, which is at most 256"
    )]
    const fn at(index: usize) -> Self {
        Self(index as u8)
    }
}

/// Where `code` stands in a sorted table of codes.
#[expect(
    clippy::indexing_slicing,
    reason = "both lengths are checked; const code cannot use get"
)]
const fn find(code: &[u8], table: &str) -> Option<usize> {
    if code.len() != CODE_LEN {
        return None;
    }
    let table = table.as_bytes();
    let (mut low, mut high) = (0, table.len() / CODE_LEN);
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = middle * CODE_LEN;
        let here = rank(table[start], table[start + 1], table[start + 2]);
        let wanted = rank(code[0], code[1], code[2]);
        if here == wanted {
            return Some(middle);
        } else if here < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    None
}

const fn rank(first: u8, second: u8, third: u8) -> u32 {
    u32::from_be_bytes([0, first, second, third])
}

#[expect(clippy::indexing_slicing, reason = "evaluated at compile time only")]
const fn is_sorted(table: &str) -> bool {
    let table = table.as_bytes();
    let mut start = CODE_LEN;
    while start < table.len() {
        let before = rank(table[start - 3], table[start - 2], table[start - 1]);
        if before >= rank(table[start], table[start + 1], table[start + 2]) {
            return false;
        }
        start += CODE_LEN;
    }
    true
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The text is no currency code that a payment can be made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a currency code")]
pub struct UnknownCurrency;

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        Self::from_code(code).ok_or(UnknownCurrency)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;

        impl serde::de::Visitor<'_> for Code {
            type Value = Currency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 4217 currency code")
            }

            fn visit_str<E: serde::de::Error>(self, code: &str) -> Result<Currency, E> {
                code.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Code)
    }
}

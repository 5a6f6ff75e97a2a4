//! The signs people write beside an amount.

use crate::currency::Currency;

/// Signs by currency code, apart from the code itself; ASCII letters match in any case.
const SIGNS: &[(&str, &str)] = &[
    ("AED", "د.إ Dhs Dh"),
    ("AUD", "$ A$ AU$"),
    ("BHD", "د.ب BD"),
    ("BRL", "R$"),
    ("CAD", "$ C$ CA$"),
    ("CHF", "Fr. Fr SFr. SFr Frs. Frs Franken francs franchi"),
    ("CLP", "$"),
    ("CNY", "¥ ￥ 元 RMB"),
    ("CZK", "Kč"),
    ("DKK", "kr. kr"),
    ("EGP", "ج.م E£"),
    ("EUR", "€ Euro Euros"),
    ("GBP", "£"),
    ("HKD", "$ HK$"),
    ("HUF", "Ft"),
    ("ILS", "₪"),
    ("INR", "₹ Rs. Rs"),
    ("IQD", "د.ع"),
    ("ISK", "kr. kr"),
    ("JOD", "د.أ JD"),
    ("JPY", "¥ ￥ 円"),
    ("KRW", "₩ 원"),
    ("KWD", "د.ك KD"),
    ("MAD", "د.م. DH"),
    ("MXN", "$ MX$"),
    ("MYR", "RM"),
    ("NOK", "kr. kr"),
    ("NZD", "$ NZ$"),
    ("OMR", "ر.ع."),
    ("PHP", "₱"),
    ("PLN", "zł"),
    ("RUB", "₽"),
    ("SAR", "ر.س SR"),
    ("SEK", "kr. kr"),
    ("SGD", "$ S$"),
    ("THB", "฿"),
    ("TND", "د.ت DT"),
    ("TRY", "₺ TL"),
    ("TWD", "$ NT$"),
    ("UAH", "₴"),
    ("USD", "$ US$"),
    ("VND", "₫ đ"),
    ("XAF", "FCFA CFA"),
    ("XOF", "FCFA CFA"),
    ("XPF", "F"),
    ("ZAR", "R"),
];

/// Whether `text` is the code or a sign of `currency`.
pub(super) fn is_of(text: &str, currency: Currency) -> bool {
    let code = currency.code();
    text.eq_ignore_ascii_case(code)
        || SIGNS
            .iter()
            .any(|(owner, signs)| *owner == code && holds(signs, text))
}

/// Whether `text` is the code or a sign of any currency.
pub(super) fn is_known(text: &str) -> bool {
    Currency::from_code(&text.to_ascii_uppercase()).is_some()
        || SIGNS.iter().any(|(_, signs)| holds(signs, text))
}

fn holds(signs: &str, text: &str) -> bool {
    signs.split(' ').any(|sign| sign.eq_ignore_ascii_case(text))
}

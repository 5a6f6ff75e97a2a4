//! The language of PayPal's pages. It is chosen by country (NVP API guide, `LOCALECODE`), so a
//! language tag becomes the country whose page speaks that language.

/// Languages of one country each.
const COUNTRIES: &[(&str, &str)] = &[
    ("da", "da_DK"),
    ("de", "DE"),
    ("es", "ES"),
    ("fr", "FR"),
    ("he", "he_IL"),
    ("id", "id_ID"),
    ("it", "IT"),
    ("ja", "ja_JP"),
    ("nb", "no_NO"),
    ("nl", "NL"),
    ("no", "no_NO"),
    ("pl", "PL"),
    ("ru", "ru_RU"),
    ("sv", "sv_SE"),
    ("th", "th_TH"),
];

/// Languages that a region tells apart: the tag's language and region, the code.
const REGIONS: &[(&str, &str, &str)] = &[
    ("en", "AU", "AU"),
    ("en", "CA", "CA"),
    ("en", "GB", "GB"),
    ("pt", "BR", "pt_BR"),
    ("zh", "HK", "zh_HK"),
    ("zh", "TW", "zh_TW"),
];

/// Where a region says nothing else.
const OTHERWISE: &[(&str, &str)] = &[("en", "US"), ("pt", "PT"), ("zh", "zh_CN")];

/// The code for a language tag; `None` where PayPal's pages do not speak the language, so that it
/// chooses itself.
pub(crate) fn locale(tag: &str) -> Option<&'static str> {
    let mut parts = tag.split(['-', '_']);
    let language = parts.next()?;
    let region = parts.find(|part| part.len() == 2).unwrap_or_default();
    let is = |known: &str| known.eq_ignore_ascii_case(language);
    let by_region = REGIONS
        .iter()
        .find(|(known, of, _)| is(known) && of.eq_ignore_ascii_case(region))
        .map(|&(_, _, code)| code);
    by_region.or_else(|| {
        COUNTRIES
            .iter()
            .chain(OTHERWISE)
            .find(|(known, _)| is(known))
            .map(|&(_, code)| code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_leads_to_a_country_that_speaks_it() {
        let table = [
            ("de-CH", Some("DE")),
            ("fr", Some("FR")),
            ("fr-CA", Some("FR")),
            ("IT_ch", Some("IT")),
            ("en", Some("US")),
            ("en-GB", Some("GB")),
            ("en-CA", Some("CA")),
            ("en-CH", Some("US")),
            ("pt-BR", Some("pt_BR")),
            ("zh-Hant-TW", Some("zh_TW")),
            ("zh-Hans-CN", Some("zh_CN")),
            ("nb-NO", Some("no_NO")),
            ("rm", None),
            ("", None),
            ("-", None),
        ];
        for (tag, code) in table {
            assert_eq!(locale(tag), code, "{tag}");
        }
    }
}

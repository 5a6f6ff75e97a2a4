//! The people who pay here. Their names need more than ASCII, and one of them more than
//! windows-1252.

use crate::classic::transaction::{Address, Payer};
use crate::random::{ACCOUNT, Random};

/// First name, last name, e-mail, country, and the lines of an address.
const PEOPLE: [[&str; 9]; 4] = [
    [
        "Léa",
        "Tremblay",
        "l.tremblay@example.test",
        "CA",
        "Canada",
        "12, rue du Moulin",
        "Québec",
        "QC",
        "G1K 3X4",
    ],
    [
        "Jürg",
        "Müller",
        "juerg.mueller@example.test",
        "CH",
        "Switzerland",
        "Bahnhofstrasse 7",
        "Zürich",
        "",
        "8001",
    ],
    [
        "Ana",
        "García-López",
        "ana+gifts@example.test",
        "ES",
        "Spain",
        "Calle Mayor 3",
        "Madrid",
        "",
        "28013",
    ],
    [
        "Žofie",
        "Dvořák",
        "zofie.dvorak@example.test",
        "CZ",
        "Czech Republic",
        "Na Příkopě 1",
        "Praha",
        "",
        "110 00",
    ],
];

impl Payer {
    /// Somebody, by the seed; with an address when the merchant asked to ship.
    pub(crate) fn somebody(random: &mut Random, ships: bool) -> Self {
        let at = usize::try_from(random.below(4)).unwrap_or(0);
        let [
            first,
            last,
            email,
            country,
            country_name,
            street,
            city,
            state,
            zip,
        ] = PEOPLE.get(at).copied().unwrap_or_default();
        let address = ships.then(|| Address {
            name: format!("{first} {last}"),
            street: street.to_owned(),
            city: city.to_owned(),
            state: state.to_owned(),
            zip: zip.to_owned(),
            country: country.to_owned(),
            country_name: country_name.to_owned(),
            confirmed: random.chance(500),
        });
        Self {
            email: email.to_owned(),
            id: random.text(ACCOUNT, 13),
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            country: country.to_owned(),
            verified: random.chance(500),
            address,
        }
    }
}

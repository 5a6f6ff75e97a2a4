//! What an error number means for a payment. Numbers are matched, never texts: texts are reworded
//! and translated (NVP API guide, error messages).

use obole_shared::payment::Answer;

use crate::providers::answer::{later, never, unknown};

/// A refused call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    /// The number that decided, as text.
    pub(crate) code: String,
    pub(crate) meaning: Meaning,
}

/// What to do about an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    /// Our request, or this transaction, does not allow it: nothing was done, nothing will be.
    Refused,
    /// The payer cannot pay this, in no way.
    Declined,
    /// The authorization or order was used up, given up, or ran out.
    Ended,
    /// No such transaction, for this account at least.
    NoTransaction,
    /// The token is of no use any more: begin anew.
    StartOver,
    /// The reference was paid before.
    DuplicateInvoice,
    /// The token was paid before.
    DoneBefore,
    /// The payer may choose other means under the same token.
    ChooseAgain,
    /// The payer has not approved.
    NotApproved,
    /// The same call may work in a while.
    Later,
    /// The owner of the account must act: credentials, permission, restriction.
    Configuration,
    /// PayPal failed in the middle: it may have acted.
    Unclear,
}

/// The meaning of an error number.
pub(crate) const fn meaning(number: u32) -> Meaning {
    match number {
        // Internal error: "the transaction may or may not have completed".
        10001 | 81251 => Meaning::Unclear,

        // Wrong user, password or signature; no permission; restricted or disabled accounts;
        // features that are not switched on.
        10002
        | 10006..=10008
        | 10402
        | 10425
        | 10446
        | 10500
        | 10501
        | 10507
        | 10548..=10550
        | 10607
        | 10611
        | 10758
        | 11068
        | 15003
        | 81148..=81150
        | 81248..=81250 => Meaning::Configuration,

        // Temporarily unavailable, or the same request is still at work.
        10101..=10103 | 10445 | 10628 | 10761 | 10764 => Meaning::Later,

        // The payer named is not the one who approved, or nobody did.
        10406 | 10419 | 10421 | 10485 | 81118 | 81218 => Meaning::NotApproved,

        10422 | 10486 => Meaning::ChooseAgain,
        10415 | 11607 => Meaning::DoneBefore,
        10412 | 10536 | 10624 => Meaning::DuplicateInvoice,
        10408..=10411 | 81117 | 81217 => Meaning::StartOver,
        10011 | 10609 => Meaning::NoTransaction,

        // Voided, expired, completed, no more captures, already voided or expired; the same of
        // orders.
        10600..=10602 | 10612 | 10618 | 10620..=10623 => Meaning::Ended,

        // Limits of the payer, no other funding source, ten tries with one token; issuers, filters
        // and PayPal's risk checks.
        10202
        | 10414
        | 10416
        | 10417
        | 10502
        | 10504
        | 10505
        | 10508
        | 10534
        | 10537..=10539
        | 10541
        | 10544..=10546
        | 10554..=10556
        | 10603..=10606
        | 10608
        | 10626
        | 10752
        | 10754
        | 10759
        | 10762
        | 11084
        | 11611
        | 11821
        | 15001
        | 15002
        | 15004..=15007 => Meaning::Declined,

        _ => Meaning::Refused,
    }
}

impl Refusal {
    /// The refusal that several errors add up to: the most telling one decides.
    pub(crate) fn of(numbers: impl Iterator<Item = u32>) -> Option<Self> {
        // The first of equals, as PayPal lists them.
        let told = numbers.map(|number| (meaning(number), number));
        let (meaning, number) =
            told.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
        Some(Self {
            code: number.to_string(),
            meaning,
        })
    }

    /// What it comes to where the call gives it no meaning of its own.
    pub(crate) fn answer(self) -> Answer {
        match self.meaning {
            Meaning::Unclear => unknown(format!("error {}", self.code)),
            Meaning::Later | Meaning::Configuration | Meaning::NotApproved => later(self.code),
            _ => never(self.code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_have_names_in_the_guide_mean_what_they_say() {
        let table = [
            (10001, Meaning::Unclear),
            (10002, Meaning::Configuration),
            (10007, Meaning::Configuration),
            (10008, Meaning::Configuration),
            (10101, Meaning::Later),
            (10410, Meaning::StartOver),
            (10411, Meaning::StartOver),
            (10412, Meaning::DuplicateInvoice),
            (10415, Meaning::DoneBefore),
            (10416, Meaning::Declined),
            (10417, Meaning::Declined),
            (10422, Meaning::ChooseAgain),
            (10445, Meaning::Later),
            (10485, Meaning::NotApproved),
            (10486, Meaning::ChooseAgain),
            (10600, Meaning::Ended),
            (10602, Meaning::Ended),
            (10764, Meaning::Later),
            (10009, Meaning::Refused),
            (10413, Meaning::Refused),
            (10525, Meaning::Refused),
            (10755, Meaning::Refused),
            (0, Meaning::Refused),
            (u32::MAX, Meaning::Refused),
        ];
        for (number, expected) in table {
            assert_eq!(meaning(number), expected, "{number}");
        }
    }

    #[test]
    fn of_several_errors_the_most_telling_decides() {
        let several = |numbers: &[u32]| Refusal::of(numbers.iter().copied());
        assert_eq!(several(&[]), None);
        assert_eq!(several(&[10413, 10004]).unwrap().code, "10413");
        assert_eq!(several(&[10755, 10002]).unwrap().code, "10002");
        let refusal = several(&[10002, 10001]).unwrap();
        assert_eq!(refusal.meaning, Meaning::Unclear);
        assert_eq!(refusal.answer(), unknown("error 10001".to_owned()));
    }

    #[test]
    fn nothing_is_given_up_for_what_the_owner_or_time_can_mend() {
        for number in [10002, 10008, 10445, 10485] {
            let refusal = Refusal::of([number].into_iter()).unwrap();
            assert_eq!(refusal.answer(), later(number.to_string()));
        }
        let refusal = Refusal::of([10413].into_iter()).unwrap();
        assert_eq!(refusal.answer(), never("10413".to_owned()));
    }
}

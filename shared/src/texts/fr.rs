//! French. A narrow no-break space (`\u{202f}`) stands before `: ; ! ?`.

use std::borrow::Cow::Borrowed;

use crate::payment::{ReceiptPart, Status, Why};
use crate::problem::Code;

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    amount_heading: Borrowed("Votre don"),
    amount_label: Borrowed("Montant"),
    currency_label: Borrowed("Monnaie"),
    provider_heading: Borrowed("Payer avec"),
    pay: Borrowed("Donner"),
    pay_amount: Borrowed("Donner {amount}"),
    opening: Borrowed("Redirection vers {provider}…"),
    redirect_note: Borrowed(
        "Vous payez sur la page sécurisée de {provider}, puis vous revenez ici.",
    ),
    which_amount: Borrowed("Quel montant souhaitez-vous\u{202f}?"),
    limits: Borrowed("De {min} à {max}"),
    test_mode: Borrowed("Mode test\u{202f}: aucun montant n’est débité."),
    amount_too_small: Borrowed("Le montant minimal est de {min}."),
    amount_too_large: Borrowed("Le montant maximal est de {max}."),
    amount_empty: Borrowed("Veuillez saisir un montant."),
    amount_zero: Borrowed("Veuillez saisir un montant supérieur à zéro."),
    amount_negative: Borrowed("Veuillez saisir un montant sans signe moins."),
    amount_not_a_number: Borrowed("Veuillez saisir le montant en chiffres."),
    amount_other_currency: Borrowed(
        "Le montant indique une autre monnaie que celle choisie. Veuillez modifier l’un ou l’autre.",
    ),
    amount_too_many_decimals: Borrowed(
        "Trop de décimales\u{202f}: cette monnaie en admet au plus {max}.",
    ),
    amount_ambiguous: Borrowed("Ce montant peut se lire de deux façons."),
    currency_not_taken: Borrowed(
        "Ce moyen de paiement n’accepte pas cette monnaie. Veuillez en choisir un autre.",
    ),
    unreachable: Borrowed(
        "Nous sommes momentanément injoignables. Aucun montant n’a été débité\u{202f}; veuillez réessayer.",
    ),
    thanks: Borrowed("Merci\u{202f}!"),
    result_amount: Borrowed("Montant"),
    result_reference: Borrowed("Référence"),
    result_status: Borrowed("État"),
    again: Borrowed("Retour au formulaire"),
    back_to_site: Borrowed("Retour au site"),
    will_update: Borrowed("Cette page s’actualise automatiquement."),
};

pub(super) const fn problem(code: Code) -> &'static str {
    match code {
        Code::AmountEmpty => "Veuillez saisir un montant.",
        Code::AmountZero => "Veuillez saisir un montant supérieur à zéro.",
        Code::AmountNegative => "Veuillez saisir un montant sans signe moins.",
        Code::AmountNotANumber => "Veuillez saisir le montant en chiffres.",
        Code::AmountOtherCurrency => {
            "Le montant indique une autre monnaie que celle choisie. Veuillez modifier l’un ou l’autre."
        }
        Code::AmountTooManyDecimals => "Le montant comporte trop de décimales pour cette monnaie.",
        Code::AmountAmbiguous => {
            "Ce montant peut se lire de deux façons\u{202f}: {readings}. Lequel souhaitez-vous\u{202f}?"
        }
        Code::AmountTooSmall => "Le montant minimal est de {limit}.",
        Code::AmountTooLarge => "Le montant maximal est de {limit}.",
        Code::CurrencyNotOffered => {
            "Cette monnaie n’est pas proposée ici. Veuillez en choisir une autre."
        }
        Code::CurrencyNotTaken => {
            "Ce moyen de paiement n’accepte pas cette monnaie. Veuillez en choisir un autre."
        }
        Code::TerminalNotOffered => {
            "Ce moyen de paiement n’est pas proposé ici. Veuillez en choisir un autre."
        }
        Code::ReturnNotAllowed => {
            "Nous ne pouvons pas vous ramener à la page indiquée, car elle n’appartient pas à ce site. Aucun montant n’a été débité."
        }
        Code::EmailInvalid => {
            "Veuillez vérifier l’adresse e-mail\u{202f}: elle est incomplète ou contient une faute de frappe."
        }
        Code::NameInvalid => {
            "Ce nom est trop long ou contient des caractères que nous ne pouvons pas utiliser."
        }
        Code::PromoCodeUnknown => {
            "Nous ne connaissons pas ce code promotionnel. Veuillez en vérifier l’orthographe."
        }
        Code::CoverFeeNotOffered => "La prise en charge des frais n’est pas proposée ici.",
        Code::LinkUnknown => {
            "Ce lien de paiement n’existe pas ou n’est plus utilisé. Aucun montant n’a été débité."
        }
        Code::PaymentUnknown => "Nous n’avons trouvé aucun paiement à cette adresse.",
        Code::NoticeUnknown => "Nous n’avons trouvé aucune notification à cette adresse.",
        Code::NoticeNotAttachable => "Cette notification ne peut pas être rattachée à ce paiement.",
        Code::NotFound => "Il n’y a pas de page à cette adresse.",
        Code::MethodNotAllowed => "Cette adresse n’accepte pas ce type de requête.",
        Code::KeyMissing => {
            "La requête est arrivée sans sa clé. Aucun montant n’a été débité\u{202f}; veuillez recharger la page et réessayer."
        }
        Code::KeyReused => {
            "Cette requête a déjà été envoyée avec d’autres données. Cette fois, aucun montant n’a été débité\u{202f}; veuillez recharger la page."
        }
        Code::ContentType => {
            "La requête est arrivée sous une forme que nous ne pouvons pas lire. Aucun montant n’a été débité."
        }
        Code::BodyTooLarge => "La requête est trop volumineuse. Aucun montant n’a été débité.",
        Code::BodyInvalid => "La requête n’a pas pu être lue. Aucun montant n’a été débité.",
        Code::Unauthorized => "Le jeton d’administration manque ou n’est pas valable.",
        Code::ProviderRefused => {
            "Le prestataire de paiement n’a pas accepté ce paiement. Aucun montant n’a été débité\u{202f}; veuillez choisir un autre moyen de paiement."
        }
        Code::ProviderUnavailable => {
            "Le prestataire de paiement ne répond pas pour le moment. Aucun montant n’a été débité\u{202f}; veuillez réessayer ou choisir un autre moyen de paiement."
        }
        Code::NotCapturable => "Il n’y a pas de montant réservé à débiter.",
        Code::CaptureAmount => {
            "Le montant à débiter doit être supérieur à zéro et ne pas dépasser le montant réservé\u{202f}; certains prestataires ne débitent que la totalité."
        }
        Code::NotCancelable => "Il n’y a pas de réservation à annuler.",
        Code::NotRefundable => "Il n’y a pas de montant débité à rembourser.",
        Code::RefundAmount => {
            "Le remboursement doit être supérieur à zéro et ne pas dépasser le solde du paiement."
        }
        Code::TerminalUnknown => "Ce terminal n’existe pas.",
        Code::TerminalInUse => "Des paiements sont encore en cours avec ce terminal.",
        Code::TerminalNotReady => "Ce terminal ne peut pas encore passer en production.",
        Code::SettingChanged => {
            "Quelqu’un d’autre a modifié ce réglage entre-temps. Veuillez le recharger."
        }
        Code::Internal => {
            "Une erreur s’est produite de notre côté. Veuillez réessayer\u{202f}; vous ne serez pas débité deux fois."
        }
    }
}

pub(super) const fn why(why: Why) -> &'static str {
    match why {
        Why::ProviderUnreachable => {
            "Le prestataire de paiement est momentanément injoignable. Aucun montant n’a été débité."
        }
        Why::AwaitingPayer => {
            "Le paiement n’est pas encore terminé. Aucun montant n’a été débité jusqu’ici."
        }
        Why::ChooseAnotherMeans => {
            "La carte ou le compte n’a pas été accepté. Aucun montant n’a été débité\u{202f}; vous pouvez en choisir un autre chez le prestataire de paiement."
        }
        Why::CaptureUnderWay => {
            "Vous avez approuvé le paiement\u{202f}; le montant est en train d’être débité. Il n’est pas nécessaire de payer à nouveau."
        }
        Why::ProviderDeciding => {
            "Le prestataire de paiement vérifie encore le paiement, ce qui peut prendre quelques jours. Le montant figure peut-être déjà sur votre compte\u{202f}; il n’est pas nécessaire de payer à nouveau."
        }
        Why::Reserved => "Le montant est réservé, mais pas encore débité. Il le sera plus tard.",
        Why::AmountDiffers => {
            "Le prestataire de paiement a réservé un autre montant que celui convenu. Nous le libérons\u{202f}; aucun montant n’a été débité."
        }
        Why::ConditionUnmet => {
            "La banque n’a pas confirmé ce paiement comme nous l’exigeons. Nous libérons le montant réservé\u{202f}; rien n’a été débité."
        }
        Why::Paid => "Votre paiement nous est parvenu.",
        Why::PartlyPaidBack => "Le montant a été débité, puis une partie vous a été remboursée.",
        Why::PaidBack => "Le montant a été débité, puis vous a été entièrement remboursé.",
        Why::InDispute => {
            "Le montant a été débité. Votre banque ou le prestataire de paiement examine le paiement."
        }
        Why::TakenBack => {
            "Le montant a été débité, puis vous a été rendu par votre banque ou le prestataire de paiement."
        }
        Why::Declined => "Le paiement a été refusé. Aucun montant n’a été débité.",
        Why::AbandonedByPayer => {
            "Le paiement a été interrompu avant la fin. Aucun montant n’a été débité."
        }
        Why::CanceledByOperator => {
            "Le paiement a été annulé. Aucun montant n’a été débité et tout montant réservé est libéré."
        }
        Why::TimeRanOut => "Le délai de paiement est écoulé. Aucun montant n’a été débité.",
    }
}

pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Created => "Pas encore payé",
        Status::Pending => "En cours de vérification",
        Status::Authorized => "Réservé",
        Status::Captured => "Payé",
        Status::PartiallyRefunded => "Remboursé en partie",
        Status::Refunded => "Remboursé",
        Status::Declined => "Refusé",
        Status::Canceled => "Annulé",
        Status::Expired => "Expiré",
        Status::Disputed => "Contesté",
        Status::Reversed => "Débit annulé",
    }
}

pub(super) const FINISH_AND_RETURN: &str = "Terminer et revenir";

pub(super) const fn receipt(part: ReceiptPart) -> &'static str {
    match part {
        ReceiptPart::Item => "Objet du paiement",
        ReceiptPart::Email => "E-mail chez le prestataire",
        ReceiptPart::Address => "Adresse chez le prestataire",
    }
}

//! German, as written in Switzerland («ss») and read everywhere.

use std::borrow::Cow::Borrowed;

use crate::payment::{ReceiptPart, Status, Why};
use crate::problem::Code;

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    amount_heading: Borrowed("Ihre Spende"),
    amount_label: Borrowed("Betrag"),
    currency_label: Borrowed("Währung"),
    provider_heading: Borrowed("Bezahlen mit"),
    pay: Borrowed("Spenden"),
    pay_amount: Borrowed("{amount} spenden"),
    opening: Borrowed("Weiter zu {provider}…"),
    redirect_note: Borrowed(
        "Sie bezahlen auf der Seite von {provider} und kehren danach hierher zurück.",
    ),
    which_amount: Borrowed("Welchen Betrag meinen Sie?"),
    limits: Borrowed("Von {min} bis {max}"),
    test_mode: Borrowed("Testbetrieb: Es wird nichts belastet."),
    amount_too_small: Borrowed("Der kleinste mögliche Betrag ist {min}."),
    amount_too_large: Borrowed("Der grösste mögliche Betrag ist {max}."),
    amount_empty: Borrowed("Bitte geben Sie einen Betrag ein."),
    amount_zero: Borrowed("Bitte geben Sie einen Betrag über null ein."),
    amount_negative: Borrowed("Bitte geben Sie den Betrag ohne Minuszeichen ein."),
    amount_not_a_number: Borrowed("Bitte geben Sie den Betrag in Ziffern ein."),
    amount_other_currency: Borrowed(
        "Der Betrag nennt eine andere Währung als die gewählte. Bitte ändern Sie eines von beiden.",
    ),
    amount_too_many_decimals: Borrowed(
        "Zu viele Nachkommastellen: Bei dieser Währung sind es höchstens {max}.",
    ),
    amount_ambiguous: Borrowed("Dieser Betrag lässt sich auf zwei Arten lesen."),
    currency_not_taken: Borrowed(
        "Diese Zahlungsart nimmt diese Währung nicht an. Bitte wählen Sie eine andere.",
    ),
    unreachable: Borrowed(
        "Wir sind im Moment nicht erreichbar. Es wurde nichts belastet; bitte versuchen Sie es erneut.",
    ),
    thanks: Borrowed("Herzlichen Dank!"),
    result_amount: Borrowed("Betrag"),
    result_reference: Borrowed("Referenz"),
    result_status: Borrowed("Status"),
    again: Borrowed("Zurück zum Formular"),
    back_to_site: Borrowed("Zurück zur Website"),
    will_update: Borrowed("Diese Seite aktualisiert sich von selbst."),
};

pub(super) const fn problem(code: Code) -> &'static str {
    match code {
        Code::AmountEmpty => "Bitte geben Sie einen Betrag ein.",
        Code::AmountZero => "Bitte geben Sie einen Betrag über null ein.",
        Code::AmountNegative => "Bitte geben Sie den Betrag ohne Minuszeichen ein.",
        Code::AmountNotANumber => "Bitte geben Sie den Betrag in Ziffern ein.",
        Code::AmountOtherCurrency => {
            "Der Betrag nennt eine andere Währung als die gewählte. Bitte ändern Sie eines von beiden."
        }
        Code::AmountTooManyDecimals => {
            "Der Betrag hat für diese Währung zu viele Nachkommastellen."
        }
        Code::AmountAmbiguous => {
            "Dieser Betrag lässt sich auf zwei Arten lesen: {readings}. Welchen meinen Sie?"
        }
        Code::AmountTooSmall => "Der kleinste mögliche Betrag ist {limit}.",
        Code::AmountTooLarge => "Der grösste mögliche Betrag ist {limit}.",
        Code::CurrencyNotOffered => {
            "Diese Währung wird hier nicht angeboten. Bitte wählen Sie eine andere."
        }
        Code::CurrencyNotTaken => {
            "Diese Zahlungsart nimmt diese Währung nicht an. Bitte wählen Sie eine andere."
        }
        Code::TerminalNotOffered => {
            "Diese Zahlungsart wird hier nicht angeboten. Bitte wählen Sie eine andere."
        }
        Code::ReturnNotAllowed => {
            "Wir können Sie nicht auf die angegebene Seite zurückführen, da sie nicht zu dieser Website gehört. Es wurde nichts belastet."
        }
        Code::EmailInvalid => {
            "Bitte prüfen Sie die E-Mail-Adresse: Sie ist unvollständig oder enthält einen Tippfehler."
        }
        Code::NameInvalid => {
            "Dieser Name ist zu lang oder enthält Zeichen, die wir nicht verwenden können."
        }
        Code::PromoCodeUnknown => {
            "Wir kennen diesen Aktionscode nicht. Bitte prüfen Sie die Schreibweise."
        }
        Code::CoverFeeNotOffered => "Die Übernahme der Gebühren wird hier nicht angeboten.",
        Code::LinkUnknown => {
            "Dieser Zahlungslink existiert nicht oder wird nicht mehr verwendet. Es wurde nichts belastet."
        }
        Code::PaymentUnknown => "Unter dieser Adresse haben wir keine Zahlung gefunden.",
        Code::NoticeUnknown => "Unter dieser Adresse haben wir keine Meldung gefunden.",
        Code::NoticeNotAttachable => "Diese Meldung lässt sich dieser Zahlung nicht zuordnen.",
        Code::NotFound => "Unter dieser Adresse gibt es keine Seite.",
        Code::MethodNotAllowed => "Diese Adresse nimmt keine Anfragen dieser Art an.",
        Code::KeyMissing => {
            "Die Anfrage kam ohne ihren Schlüssel an. Es wurde nichts belastet; bitte laden Sie die Seite neu und versuchen Sie es erneut."
        }
        Code::KeyReused => {
            "Diese Anfrage wurde bereits mit anderen Angaben gesendet. Dieses Mal wurde nichts belastet; bitte laden Sie die Seite neu."
        }
        Code::ContentType => {
            "Die Anfrage kam in einer Form an, die wir nicht lesen können. Es wurde nichts belastet."
        }
        Code::BodyTooLarge => "Die Anfrage ist zu gross. Es wurde nichts belastet.",
        Code::BodyInvalid => "Die Anfrage konnte nicht gelesen werden. Es wurde nichts belastet.",
        Code::Unauthorized => "Das Admin-Token fehlt oder ist ungültig.",
        Code::ProviderRefused => {
            "Der Zahlungsanbieter hat diese Zahlung nicht angenommen. Es wurde nichts belastet; bitte wählen Sie eine andere Zahlungsart."
        }
        Code::ProviderUnavailable => {
            "Der Zahlungsanbieter antwortet im Moment nicht. Es wurde nichts belastet; bitte versuchen Sie es erneut oder wählen Sie eine andere Zahlungsart."
        }
        Code::NotCapturable => "Es gibt keinen reservierten Betrag, der belastet werden kann.",
        Code::CaptureAmount => {
            "Der Betrag muss über null liegen und darf den reservierten nicht übersteigen; manche Anbieter belasten nur den ganzen."
        }
        Code::NotCancelable => "Es gibt keine Reservierung, die storniert werden kann.",
        Code::NotRefundable => "Es gibt keinen belasteten Betrag, der zurückgezahlt werden kann.",
        Code::RefundAmount => {
            "Die Rückzahlung muss über null liegen und darf den Restbetrag der Zahlung nicht übersteigen."
        }
        Code::TerminalUnknown => "Dieses Terminal gibt es nicht.",
        Code::TerminalInUse => "Mit diesem Terminal sind noch Zahlungen offen.",
        Code::TerminalNotReady => "Dieses Terminal kann noch nicht in den Live-Betrieb.",
        Code::SettingChanged => {
            "Diese Einstellung wurde inzwischen von jemand anderem geändert. Bitte laden Sie sie neu."
        }
        Code::Internal => {
            "Bei uns ist ein Fehler aufgetreten. Bitte versuchen Sie es erneut; es wird nichts doppelt belastet."
        }
    }
}

pub(super) const fn why(why: Why) -> &'static str {
    match why {
        Why::ProviderUnreachable => {
            "Der Zahlungsanbieter ist im Moment nicht erreichbar. Es wurde nichts belastet."
        }
        Why::AwaitingPayer => {
            "Die Zahlung ist noch nicht abgeschlossen. Bisher wurde nichts belastet."
        }
        Why::ChooseAnotherMeans => {
            "Die Karte oder das Konto wurde nicht angenommen. Es wurde nichts belastet; Sie können beim Zahlungsanbieter eine andere Karte oder ein anderes Konto wählen."
        }
        Why::CaptureUnderWay => {
            "Sie haben die Zahlung bestätigt; der Betrag wird jetzt belastet. Sie müssen nicht noch einmal bezahlen."
        }
        Why::ProviderDeciding => {
            "Der Zahlungsanbieter prüft die Zahlung noch; das kann einige Tage dauern. Der Betrag erscheint vielleicht schon auf Ihrem Konto; Sie müssen nicht noch einmal bezahlen."
        }
        Why::Reserved => {
            "Der Betrag ist reserviert, aber noch nicht belastet. Er wird später belastet."
        }
        Why::AmountDiffers => {
            "Der Zahlungsanbieter hat einen anderen Betrag reserviert als vereinbart. Wir geben ihn wieder frei; es wurde nichts belastet."
        }
        Why::ConditionUnmet => {
            "Die Bank hat diese Zahlung nicht so bestätigt, wie wir es verlangen. Wir geben den reservierten Betrag frei; belastet wurde nichts."
        }
        Why::Paid => "Ihre Zahlung ist angekommen.",
        Why::PartlyPaidBack => "Der Betrag wurde belastet und Ihnen teilweise zurückgezahlt.",
        Why::PaidBack => "Der Betrag wurde belastet und Ihnen vollständig zurückgezahlt.",
        Why::InDispute => {
            "Der Betrag wurde belastet. Ihre Bank oder der Zahlungsanbieter prüft die Zahlung."
        }
        Why::TakenBack => {
            "Der Betrag wurde belastet und Ihnen von Ihrer Bank oder dem Zahlungsanbieter zurückgegeben."
        }
        Why::Declined => "Die Zahlung wurde abgelehnt. Es wurde nichts belastet.",
        Why::AbandonedByPayer => {
            "Die Zahlung wurde vor dem Abschluss abgebrochen. Es wurde nichts belastet."
        }
        Why::CanceledByOperator => {
            "Die Zahlung wurde storniert. Es wurde nichts belastet, und ein reservierter Betrag wird freigegeben."
        }
        Why::TimeRanOut => "Die Zeit für diese Zahlung ist abgelaufen. Es wurde nichts belastet.",
    }
}

pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Created => "Noch nicht bezahlt",
        Status::Pending => "Wird geprüft",
        Status::Authorized => "Reserviert",
        Status::Captured => "Bezahlt",
        Status::PartiallyRefunded => "Teilweise zurückgezahlt",
        Status::Refunded => "Zurückgezahlt",
        Status::Declined => "Abgelehnt",
        Status::Canceled => "Storniert",
        Status::Expired => "Abgelaufen",
        Status::Disputed => "Beanstandet",
        Status::Reversed => "Zurückgebucht",
    }
}

pub(super) const FINISH_AND_RETURN: &str = "Abschliessen und zurück";

pub(super) const fn receipt(part: ReceiptPart) -> &'static str {
    match part {
        ReceiptPart::Item => "Bezahlt für",
        ReceiptPart::Email => "E-Mail beim Anbieter",
        ReceiptPart::Address => "Adresse beim Anbieter",
    }
}

//! Italian.

use std::borrow::Cow::Borrowed;

use crate::payment::{ReceiptPart, Status, Why};
use crate::problem::Code;

use super::Texts;

pub(super) const TEXTS: Texts = Texts {
    amount_heading: Borrowed("La Sua donazione"),
    amount_label: Borrowed("Importo"),
    currency_label: Borrowed("Valuta"),
    provider_heading: Borrowed("Pagare con"),
    pay: Borrowed("Donare"),
    pay_amount: Borrowed("Donare {amount}"),
    opening: Borrowed("Passaggio a {provider}…"),
    redirect_note: Borrowed("Il pagamento avviene sulla pagina di {provider}; poi tornerà qui."),
    which_amount: Borrowed("Quale importo intende?"),
    limits: Borrowed("Da {min} a {max}"),
    test_mode: Borrowed("Modalità di prova: non viene addebitato nulla."),
    amount_too_small: Borrowed("L’importo minimo è di {min}."),
    amount_too_large: Borrowed("L’importo massimo è di {max}."),
    amount_empty: Borrowed("Inserisca un importo."),
    amount_zero: Borrowed("Inserisca un importo superiore a zero."),
    amount_negative: Borrowed("Inserisca un importo senza il segno meno."),
    amount_not_a_number: Borrowed("Inserisca l’importo in cifre."),
    amount_other_currency: Borrowed(
        "L’importo indica una valuta diversa da quella scelta. Modifichi l’uno o l’altra.",
    ),
    amount_too_many_decimals: Borrowed("Troppi decimali: per questa valuta sono al massimo {max}."),
    amount_ambiguous: Borrowed("Questo importo può essere letto in due modi."),
    currency_not_taken: Borrowed(
        "Questo metodo di pagamento non accetta questa valuta. Ne scelga un altro.",
    ),
    unreachable: Borrowed(
        "Al momento non siamo raggiungibili. Non è stato addebitato nulla; La preghiamo di riprovare.",
    ),
    thanks: Borrowed("Grazie!"),
    result_amount: Borrowed("Importo"),
    result_reference: Borrowed("Riferimento"),
    result_status: Borrowed("Stato"),
    again: Borrowed("Torna al modulo"),
    back_to_site: Borrowed("Torna al sito"),
    will_update: Borrowed("Questa pagina si aggiorna automaticamente."),
};

pub(super) const fn problem(code: Code) -> &'static str {
    match code {
        Code::AmountEmpty => "Inserisca un importo.",
        Code::AmountZero => "Inserisca un importo superiore a zero.",
        Code::AmountNegative => "Inserisca un importo senza il segno meno.",
        Code::AmountNotANumber => "Inserisca l’importo in cifre.",
        Code::AmountOtherCurrency => {
            "L’importo indica una valuta diversa da quella scelta. Modifichi l’uno o l’altra."
        }
        Code::AmountTooManyDecimals => "L’importo ha troppi decimali per questa valuta.",
        Code::AmountAmbiguous => {
            "Questo importo può essere letto in due modi: {readings}. Quale intende?"
        }
        Code::AmountTooSmall => "L’importo minimo è di {limit}.",
        Code::AmountTooLarge => "L’importo massimo è di {limit}.",
        Code::CurrencyNotOffered => "Questa valuta non è disponibile qui. Ne scelga un’altra.",
        Code::CurrencyNotTaken => {
            "Questo metodo di pagamento non accetta questa valuta. Ne scelga un altro."
        }
        Code::TerminalNotOffered => {
            "Questo metodo di pagamento non è disponibile qui. Ne scelga un altro."
        }
        Code::ReturnNotAllowed => {
            "Non possiamo riportarla alla pagina indicata, perché non appartiene a questo sito. Non è stato addebitato nulla."
        }
        Code::EmailInvalid => {
            "Verifichi l’indirizzo e-mail: è incompleto o contiene un errore di battitura."
        }
        Code::NameInvalid => {
            "Questo nome è troppo lungo o contiene caratteri che non possiamo utilizzare."
        }
        Code::PromoCodeUnknown => {
            "Non conosciamo questo codice promozionale. Verifichi come è scritto."
        }
        Code::CoverFeeNotOffered => "L’assunzione delle spese non è disponibile qui.",
        Code::LinkUnknown => {
            "Questo link di pagamento non esiste o non è più in uso. Non è stato addebitato nulla."
        }
        Code::PaymentUnknown => "A questo indirizzo non abbiamo trovato alcun pagamento.",
        Code::NoticeUnknown => "A questo indirizzo non abbiamo trovato alcuna notifica.",
        Code::NoticeNotAttachable => "Questa notifica non può essere assegnata a questo pagamento.",
        Code::NotFound => "A questo indirizzo non c’è alcuna pagina.",
        Code::MethodNotAllowed => "Questo indirizzo non accetta richieste di questo tipo.",
        Code::KeyMissing => {
            "La richiesta è arrivata senza la sua chiave. Non è stato addebitato nulla; ricarichi la pagina e riprovi."
        }
        Code::KeyReused => {
            "Questa richiesta è già stata inviata con altri dati. Questa volta non è stato addebitato nulla; ricarichi la pagina."
        }
        Code::ContentType => {
            "La richiesta è arrivata in una forma che non possiamo leggere. Non è stato addebitato nulla."
        }
        Code::BodyTooLarge => "La richiesta è troppo grande. Non è stato addebitato nulla.",
        Code::BodyInvalid => {
            "Non è stato possibile leggere la richiesta. Non è stato addebitato nulla."
        }
        Code::Unauthorized => "Il token di amministrazione manca o non è valido.",
        Code::ProviderRefused => {
            "Il fornitore di pagamento non ha accettato questo pagamento. Non è stato addebitato nulla; scelga un altro metodo di pagamento."
        }
        Code::ProviderUnavailable => {
            "Il fornitore di pagamento al momento non risponde. Non è stato addebitato nulla; riprovi o scelga un altro metodo di pagamento."
        }
        Code::NotCapturable => "Non c’è alcun importo riservato da addebitare.",
        Code::CaptureAmount => {
            "L’importo da addebitare deve essere superiore a zero e non superare quello riservato; alcuni fornitori addebitano solo l’importo intero."
        }
        Code::NotCancelable => "Non c’è alcun importo riservato da liberare.",
        Code::NotRefundable => "Non c’è alcun importo addebitato da rimborsare.",
        Code::RefundAmount => {
            "Il rimborso deve essere superiore a zero e non superare l’importo residuo del pagamento."
        }
        Code::TerminalUnknown => "Questo terminale non esiste.",
        Code::TerminalInUse => "Con questo terminale ci sono ancora pagamenti in corso.",
        Code::TerminalNotReady => "Questo terminale non può ancora passare in produzione.",
        Code::SettingChanged => {
            "Nel frattempo qualcun altro ha modificato questa impostazione. La ricarichi."
        }
        Code::Internal => {
            "Si è verificato un errore da parte nostra. La preghiamo di riprovare; non Le sarà addebitato nulla due volte."
        }
    }
}

pub(super) const fn why(why: Why) -> &'static str {
    match why {
        Why::ProviderUnreachable => {
            "Il fornitore di pagamento al momento non è raggiungibile. Non è stato addebitato nulla."
        }
        Why::AwaitingPayer => {
            "Il pagamento non è ancora concluso. Finora non è stato addebitato nulla."
        }
        Why::ChooseAnotherMeans => {
            "La carta o il conto non è stato accettato. Non è stato addebitato nulla; può scegliere un’altra carta o un altro conto presso il fornitore di pagamento."
        }
        Why::CaptureUnderWay => {
            "Ha approvato il pagamento; l’importo viene addebitato ora. Non è necessario pagare di nuovo."
        }
        Why::ProviderDeciding => {
            "Il fornitore di pagamento sta ancora verificando il pagamento; possono volerci alcuni giorni. L’importo potrebbe già figurare sul Suo conto; non è necessario pagare di nuovo."
        }
        Why::Reserved => {
            "L’importo è riservato, ma non ancora addebitato. Sarà addebitato più tardi."
        }
        Why::AmountDiffers => {
            "Il fornitore di pagamento ha riservato un importo diverso da quello convenuto. Lo stiamo liberando; non è stato addebitato nulla."
        }
        Why::ConditionUnmet => {
            "La banca non ha confermato questo pagamento come richiediamo. Liberiamo l’importo riservato; non è stato addebitato nulla."
        }
        Why::Paid => "Il Suo pagamento è arrivato.",
        Why::PartlyPaidBack => "L’importo è stato addebitato e Le è stato rimborsato in parte.",
        Why::PaidBack => "L’importo è stato addebitato e Le è stato rimborsato per intero.",
        Why::InDispute => {
            "L’importo è stato addebitato. La Sua banca o il fornitore di pagamenti sta esaminando il pagamento."
        }
        Why::TakenBack => {
            "L’importo è stato addebitato e Le è stato restituito dalla Sua banca o dal fornitore di pagamenti."
        }
        Why::Declined => "Il pagamento è stato rifiutato. Non è stato addebitato nulla.",
        Why::AbandonedByPayer => {
            "Il pagamento è stato interrotto prima della conclusione. Non è stato addebitato nulla."
        }
        Why::CanceledByOperator => {
            "Il pagamento è stato annullato. Non è stato addebitato nulla e un eventuale importo riservato viene liberato."
        }
        Why::TimeRanOut => "Il tempo per questo pagamento è scaduto. Non è stato addebitato nulla.",
    }
}

pub(super) const fn status(status: Status) -> &'static str {
    match status {
        Status::Created => "Non ancora pagato",
        Status::Pending => "In verifica",
        Status::Authorized => "Riservato",
        Status::Captured => "Pagato",
        Status::PartiallyRefunded => "Rimborsato in parte",
        Status::Refunded => "Rimborsato",
        Status::Declined => "Rifiutato",
        Status::Canceled => "Annullato",
        Status::Expired => "Scaduto",
        Status::Disputed => "Contestato",
        Status::Reversed => "Stornato",
    }
}

pub(super) const FINISH_AND_RETURN: &str = "Concludi e torna indietro";

pub(super) const fn receipt(part: ReceiptPart) -> &'static str {
    match part {
        ReceiptPart::Item => "Oggetto del pagamento",
        ReceiptPart::Email => "E-mail presso il fornitore",
        ReceiptPart::Address => "Indirizzo presso il fornitore",
    }
}

//! A step that moves money, spelled before it is done.

use maud::{Markup, html};
use obole_shared::amount::{AmountError, format_number, read_amount};
use obole_shared::ids::IdempotencyKey;
use obole_shared::money::Money;
use obole_shared::payment::{Call, CancelState, Payment, Progress};
use obole_shared::problem::Problem;
use obole_shared::terminal::Mode;
use obole_shared::texts::Lang;

use super::super::fields::{Label, Typed, hidden, summary, text, token};
use super::super::form::{Form, Problems};
use super::super::frame::{Page, Section};
use super::super::parts::{LANG, amount, facts};
use super::super::words::{self, say};
use crate::error::sentence;
use crate::object::Ask;

/// What an operator can do with a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// Take reserved money.
    Capture,
    /// Release reserved money.
    Cancel,
    /// Pay back.
    Refund,
}

impl Verb {
    /// Each of them.
    pub(super) const ALL: [Self; 3] = [Self::Capture, Self::Cancel, Self::Refund];

    /// The verb of an address.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.as_str() == text)
    }

    /// Its word in addresses.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Capture => "capture",
            Self::Cancel => "cancel",
            Self::Refund => "refund",
        }
    }

    /// What it is called.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Capture => words::CAPTURE,
            Self::Cancel => words::CANCEL,
            Self::Refund => words::REFUND,
        }
    }

    /// What it brings about.
    pub(super) const fn means(self) -> &'static str {
        match self {
            Self::Capture => words::CAPTURE_MEANS,
            Self::Cancel => words::CANCEL_MEANS,
            Self::Refund => words::REFUND_MEANS,
        }
    }

    /// What its amount is called.
    pub(super) const fn amount_label(self) -> &'static str {
        match self {
            Self::Capture => words::CAPTURE_AMOUNT,
            Self::Cancel | Self::Refund => words::REFUND_AMOUNT,
        }
    }

    /// Whether less than the whole is possible.
    pub(super) fn takes_amount(self, payment: &Payment) -> bool {
        let operations = &payment.capabilities().operations;
        match self {
            Self::Capture => operations.capture_part,
            Self::Cancel => false,
            Self::Refund => operations.refund_part,
        }
    }

    /// The most that is possible; `None` where the step is not.
    pub(super) fn most(self, payment: &Payment) -> Option<Money> {
        let operations = &payment.capabilities().operations;
        let released = payment.cancel == CancelState::Wanted;
        match (self, &payment.progress) {
            (Self::Capture, Progress::Authorized(known)) => {
                let spoiled = payment.mismatch.is_some() || payment.condition_unmet;
                let running = payment.capture_wanted && !payment.attempts(Call::Capture).refused;
                (!released && !spoiled && !running).then_some(known.amount)
            }
            (Self::Cancel, Progress::Authorized(known)) => {
                let capturing = payment.attempts(Call::Capture).open;
                (operations.cancel && !released && !capturing).then_some(known.amount)
            }
            (Self::Refund, Progress::Captured(known)) => {
                let left = payment.refundable();
                let whole = left == known.amount;
                let possible = operations.refund && (whole || operations.refund_part);
                (possible && !left.is_zero()).then_some(left)
            }
            _ => None,
        }
    }

    /// Its page.
    pub(super) fn path(self, payment: &Payment) -> String {
        format!("{}/{}", payment_path(payment), self.as_str())
    }

    /// What the payment is asked.
    pub(super) fn order(self, key: IdempotencyKey, amount: Money) -> Ask {
        match self {
            Self::Capture => Ask::Capture {
                amount: Some(amount),
            },
            Self::Cancel => Ask::Cancel,
            Self::Refund => Ask::Refund {
                key,
                amount: Some(amount),
            },
        }
    }

    fn title(self, amount: &str) -> String {
        match self {
            Self::Capture => say::capture_title(amount),
            Self::Cancel => say::cancel_title(amount),
            Self::Refund => say::refund_title(amount),
        }
    }

    fn button(self, amount: &str) -> String {
        match self {
            Self::Capture => say::capture_button(amount),
            Self::Cancel => say::cancel_button(amount),
            Self::Refund => say::refund_button(amount),
        }
    }
}

fn payment_path(payment: &Payment) -> String {
    format!("{}/{}", Section::Payments.path(), payment.opened.id)
}

/// A step with its amount.
#[derive(Debug, Clone, Copy)]
pub(super) struct Step<'a> {
    pub(super) verb: Verb,
    pub(super) payment: &'a Payment,
    pub(super) amount: Money,
}

/// Why a step cannot be offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum StepProblem {
    /// The payment has moved on.
    Impossible,
    /// The amount has two readings.
    Ambiguous([Money; 2]),
    /// The amount is not one, or too much.
    Amount(String),
}

impl<'a> Step<'a> {
    /// The step for an amount as it was typed; the most that is possible where none was.
    pub(super) fn new(
        verb: Verb,
        payment: &'a Payment,
        typed: Option<&str>,
    ) -> Result<Self, StepProblem> {
        let most = verb.most(payment).ok_or(StepProblem::Impossible)?;
        let amount = match typed.filter(|_| verb.takes_amount(payment)) {
            None => most,
            Some(typed) => match read_amount(typed, LANG, most.currency()) {
                Ok(read) => read,
                Err(AmountError::Ambiguous { readings }) => {
                    return Err(StepProblem::Ambiguous(readings));
                }
                Err(error) => {
                    let told = sentence(&Problem::from(error), Lang::En);
                    return Err(StepProblem::Amount(told));
                }
            },
        };
        if amount.minor() > most.minor() {
            let most = super::super::parts::amount(most);
            return Err(StepProblem::Amount(say::above(&most)));
        }
        if !payment.capabilities().carries(amount) {
            return Err(StepProblem::Amount(words::TOO_FINE.to_owned()));
        }
        Ok(Self {
            verb,
            payment,
            amount,
        })
    }

    /// The page that spells it. `key` makes a second press of the button do nothing.
    pub(super) fn page(&self, csrf: &str, key: &str, problems: &Problems) -> Page {
        let spelled = amount(self.amount);
        let body = html! {
            (summary(problems))
            p.lead { (self.verb.means()) }
            (self.consequences())
            form.confirm method="post" action=(self.verb.path(self.payment)) {
                (token(csrf))
                (hidden("key", key))
                (hidden("value", &self.amount.wire_value()))
                div.buttons {
                    button.main type="submit" { (self.verb.button(&spelled)) }
                    a href=(payment_path(self.payment)) { (words::BACK_WITHOUT) }
                }
            }
        };
        frame(self.verb.title(&spelled), self.payment, body)
    }

    fn consequences(&self) -> Markup {
        let money = |money| html! { span.money { (amount(money)) } };
        let mut lines = vec![(
            words::REFERENCE,
            html! {
                span.mono { (self.payment.opened.reference) }
            },
        )];
        if let Progress::Captured(capture) = &self.payment.progress {
            let before = self.payment.refunded();
            lines.push((words::RECEIVED, money(capture.amount)));
            if !before.is_zero() {
                lines.push((words::PAID_BACK, money(before)));
            }
            let left = self.payment.refundable().checked_sub(self.amount);
            if let Some(left) = left.filter(|_| self.verb == Verb::Refund) {
                lines.push((words::STAYS, money(left)));
            }
        }
        if let (Progress::Authorized(known), Verb::Capture) = (&self.payment.progress, self.verb) {
            lines.push((words::RESERVED, money(known.amount)));
            if let Some(rest) = known.amount.checked_sub(self.amount) {
                lines.push((words::RELEASED, money(rest)));
            }
        }
        html! { div.panel { (facts(&lines)) } }
    }
}

impl StepProblem {
    /// The page that asks again.
    pub(super) fn page(&self, verb: Verb, payment: &Payment, typed: Option<&str>) -> Page {
        let form = Form::of([("amount", typed.unwrap_or_default().to_owned())]);
        let title = verb.name();
        let sentence = match self {
            Self::Impossible => {
                let body = html! {
                    p.lead { (words::NO_LONGER) }
                    p { a.button href=(payment_path(payment)) { (words::BACK_WITHOUT) } }
                };
                return frame(title.to_owned(), payment, body).refused(409);
            }
            Self::Ambiguous([low, high]) => {
                say::which(&format!("{} / {}", amount(*low), amount(*high)))
            }
            Self::Amount(sentence) => sentence.clone(),
        };
        let problems = Problems::one("amount", sentence);
        let readings: &[Money] = match self {
            Self::Ambiguous(readings) => readings,
            Self::Impossible | Self::Amount(_) => &[],
        };
        let hint = verb.most(payment).map(|most| say::at_most(&amount(most)));
        let label = Label::new("amount", verb.amount_label());
        let label = match &hint {
            Some(hint) => label.hint(hint),
            None => label,
        };
        let body = html! {
            (summary(&problems))
            form.panel method="get" action=(verb.path(payment)) novalidate {
                (text(label, Typed::Number, &form, &problems))
                div.buttons {
                    @for &reading in readings {
                        @let typed = format_number(reading, LANG);
                        a.button href={ (verb.path(payment)) "?amount=" (typed) } {
                            (amount(reading))
                        }
                    }
                    button type="submit" { (words::GO_ON) }
                    a href=(payment_path(payment)) { (words::BACK_WITHOUT) }
                }
            }
        };
        frame(title.to_owned(), payment, body).refused(422)
    }
}

fn frame(title: String, payment: &Payment, body: Markup) -> Page {
    Page::new(Section::Payments, title, body)
        .up(
            payment_path(payment),
            say::payment_title(&amount(payment.opened.amount)),
        )
        .test(payment.opened.terminal.mode == Mode::Test)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::office::tests::{assert_clean, chf, journal};
    use obole_shared::payment::Event;
    use obole_shared::time::UnixMs;

    fn paid() -> Payment {
        let captured = Event::Captured {
            capture: None,
            amount: chf(800_000),
            fee: None,
            method: None,
        };
        Payment::replay(&journal(Mode::Test, UnixMs(0), vec![captured])).unwrap()
    }

    #[test]
    fn a_refund_is_spelled_with_its_key() {
        let payment = paid();
        let step = Step::new(Verb::Refund, &payment, Some("30.5")).unwrap();
        assert_eq!(step.amount, chf(3050));
        let page = step.page("tok", "0123456789abcdef", &Problems::default());
        let html = page.body.into_string();
        assert_clean(&html);
        assert_eq!(page.title, "Pay back CHF\u{a0}30.50?");
        assert!(html.contains(">Pay back CHF\u{a0}30.50</button>"), "{html}");
        assert!(html.contains("name=\"key\" value=\"0123456789abcdef\""));
        assert!(html.contains("name=\"value\" value=\"30.50\""));
        assert!(html.contains("name=\"csrf\" value=\"tok\""));
        assert!(html.contains("CHF\u{a0}7,969.50"), "what stays: {html}");
        assert!(page.test);
    }

    #[test]
    fn without_an_amount_it_is_the_whole() {
        let payment = paid();
        assert_eq!(
            Step::new(Verb::Refund, &payment, None).unwrap().amount,
            chf(800_000)
        );
    }

    #[test]
    fn an_amount_is_never_guessed_and_never_too_much() {
        let payment = paid();
        let problem = Step::new(Verb::Refund, &payment, Some("1,000")).unwrap_err();
        assert_eq!(problem, StepProblem::Ambiguous([chf(100), chf(100_000)]));
        let html = problem
            .page(Verb::Refund, &payment, Some("1,000"))
            .body
            .into_string();
        assert_clean(&html);
        assert!(
            html.contains("?amount=1\"") && html.contains("?amount=1000\""),
            "{html}"
        );
        assert!(
            html.contains("value=\"1,000\""),
            "what was typed stays: {html}"
        );
        for wrong in ["", "0", "-5", "x", "8000.01", "1.005"] {
            let problem = Step::new(Verb::Refund, &payment, Some(wrong)).unwrap_err();
            assert!(
                matches!(problem, StepProblem::Amount(_)),
                "{wrong}: {problem:?}"
            );
            let page = problem.page(Verb::Refund, &payment, Some(wrong));
            assert_eq!(page.status, 422);
            assert!(page.body.into_string().contains("href=\"#field-amount\""));
        }
    }

    #[test]
    fn what_is_not_possible_is_not_offered() {
        let payment = paid();
        for verb in [Verb::Capture, Verb::Cancel] {
            let problem = Step::new(verb, &payment, None).unwrap_err();
            assert_eq!(problem, StepProblem::Impossible);
            let page = problem.page(verb, &payment, None);
            assert_eq!(page.status, 409);
            assert!(!page.body.into_string().contains("<form"));
        }
    }
}

//! The button that says exactly what it does, and what is told while and after it does it.

use leptos::prelude::*;

use super::Checkout;

pub(super) fn submit(page: &Checkout<'_>) -> impl IntoView + use<> {
    let problem = page.problem_at(&[]).map(|problem| problem.text.clone());
    view! {
        <div class="submit">
            <p id="problem" class="trouble" part="problem" role="alert">
                {problem}
            </p>
            <div id="offers" class="offers"></div>
            <template id="offer">
                <button class="offer" part="offer" type="button"></button>
            </template>
            <button class="pay" part="pay" type="submit">
                <span id="pay">{page.shown.pay.clone()}</span>
            </button>
            <p id="waiting" class="note" part="note" role="status"></p>
        </div>
    }
}

//! The keyboard, for whoever has no pointer.

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use serde_json::json;

use crate::browser::Browser;
use crate::wait::{SHORT, eventually_async};

pub use fantoccini::key::Key;

/// The element that has the focus, in whatever shadow root.
const FOCUSED: &str = "let one = document.activeElement; \
     while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;";

impl Browser {
    /// Presses a key, wherever the focus is.
    pub async fn press(&self, key: Key) {
        self.strike([key.into()], None).await;
    }

    /// Presses a key while another is held: `Key::Shift` with `Key::Tab`.
    pub async fn press_with(&self, held: Key, key: Key) {
        self.strike([key.into()], Some(held.into())).await;
    }

    /// Types, wherever the focus is.
    pub async fn type_text(&self, text: &str) {
        self.strike(text.chars(), None).await;
    }

    async fn strike(&self, keys: impl IntoIterator<Item = char>, held: Option<char>) {
        let down = |value| KeyAction::Down { value };
        let up = |value| KeyAction::Up { value };
        let mut actions = KeyActions::new("keyboard".to_owned());
        let strokes = keys.into_iter().flat_map(|key| [down(key), up(key)]);
        let all = held.map(down).into_iter().chain(strokes);
        for action in all.chain(held.map(up)) {
            actions = actions.then(action);
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// The tag that has the focus, as it is written; for messages.
    pub async fn focused(&self) -> String {
        let script = format!("{FOCUSED} return one ? one.cloneNode(false).outerHTML : 'nothing'");
        let told = self.run(&script, vec![]).await;
        told.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until what has the focus is such an element: `input[name=amount]`.
    pub async fn focus_is(&self, css: &str) {
        let script = format!("{FOCUSED} return one?.matches(arguments[0]) ?? false");
        eventually_async(&format!("the focus is on {css}"), SHORT, async || {
            let matches = self.client.execute(&script, vec![json!(css)]).await;
            if matches.unwrap_or_default() == true {
                Ok(())
            } else {
                Err(self.focused().await)
            }
        })
        .await;
    }

    /// Presses Tab until what has the focus is such an element. Fails after sixty times, or when
    /// Tab moves nothing any more.
    pub async fn tab_to(&self, css: &str) {
        let script = format!("{FOCUSED} return one?.matches(arguments[0]) ?? false");
        let mut passed = Vec::new();
        for _ in 0..60 {
            self.press(Key::Tab).await;
            if self.run(&script, vec![json!(css)]).await == true {
                return;
            }
            passed.push(self.focused().await);
        }
        panic!("Tab never comes to {css}, but by {passed:#?}");
    }
}

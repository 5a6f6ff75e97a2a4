//! What the build made of `shared/texts/`: `build.rs` tells how.

#![deny(dead_code, reason = "a text, or a whole language, that nothing reads")]

use std::borrow::Cow;

use super::Words;

macro_rules! texts {
    ($($(#[$doc:meta])* pub $key:ident,)*) => {
        /// Texts of the widget and of the pages around it, in one language.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct Texts {
            $($(#[$doc])* pub $key: Cow<'static, str>,)*
        }

        impl Texts {
            /// Every text with its key, in a fixed order.
            pub fn entries(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$((stringify!($key), self.$key.as_ref()),)*].into_iter()
            }

            /// Texts from a lookup by key; `None` where one is missing.
            pub fn from_lookup(mut find: impl FnMut(&'static str) -> Option<String>) -> Option<Self> {
                let mut texts = Self { $($key: Cow::Borrowed(""),)* };
                // A loop instead of as many calls: this is code that the browser loads.
                let places = [$((stringify!($key), &mut texts.$key),)*];
                for (key, text) in places {
                    *text = Cow::Owned(find(key)?);
                }
                Some(texts)
            }
        }
    };
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

//! The browsers that donors have, as far as a machine of ours can run them.

use std::env;
use std::fmt;

/// Names the browsers to test in, with commas between them; all three where it is not set.
pub const BROWSERS_VARIABLE: &str = "OBOLE_BROWSERS";

/// A browser engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chrome, Edge and their kin.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari's engine, as GNOME's browsers have it.
    WebKit,
}

impl Engine {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Chromium, Self::Firefox, Self::WebKit];

    /// Its name in [`BROWSERS_VARIABLE`] and in the names of tests.
    pub fn word(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Whether this run is to test in it.
    pub fn is_wanted(self) -> bool {
        env::var(BROWSERS_VARIABLE).map_or(true, |names| named(&names).contains(&self))
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

fn named(names: &str) -> Vec<Engine> {
    let one = |name: &str| {
        let found = Engine::ALL.into_iter().find(|engine| engine.word() == name);
        found.unwrap_or_else(|| panic!("{BROWSERS_VARIABLE}: there is no browser {name:?}"))
    };
    names.split(',').map(str::trim).map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_chosen_by_name() {
        assert_eq!(
            named("webkit, chromium"),
            [Engine::WebKit, Engine::Chromium]
        );
    }

    #[test]
    #[should_panic(expected = "there is no browser \"safari\"")]
    fn a_name_that_means_nothing_is_told() {
        named("chromium,safari");
    }
}

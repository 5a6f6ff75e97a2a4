//! Pictures of one width, in every theme: kept and compared, or for people to look at.

use end_to_end::{Album, Browser, Stage, Theme};

/// Widths of a desk and of a small phone, in CSS pixels.
pub(crate) const WIDTHS: [u32; 2] = [1280, 360];

/// Takes pictures of one width.
pub(crate) struct Camera<'a> {
    stage: &'a Stage,
    browser: &'a Browser,
    width: u32,
    album: Album,
}

impl<'a> Camera<'a> {
    /// In this width, light.
    pub(crate) async fn new(stage: &'a Stage, browser: &'a Browser, width: u32) -> Self {
        browser.resize(width, 900).await;
        browser.theme(Theme::Light).await;
        Self {
            stage,
            browser,
            width,
            album: Album::open(),
        }
    }

    /// A page of ours, in each theme.
    pub(crate) async fn take(&mut self, name: &str) {
        for theme in Theme::ALL {
            self.browser.theme(theme).await;
            // The host page is light whatever the donor prefers. Here it is one that is not.
            let scheme = "document.documentElement.style.colorScheme = arguments[0]";
            let word = if theme == Theme::Dark { "dark" } else { "" };
            self.browser.run(scheme, vec![word.into()]).await;
            let name = format!("{name}-{}-{}", self.width, theme.word());
            self.album.compare(self.browser, &name).await;
            self.fits(&name).await;
        }
        self.browser.theme(Theme::Light).await;
        let plain = "document.documentElement.style.colorScheme = ''";
        self.browser.run(plain, vec![]).await;
    }

    /// A page of the provider's simulator, for people to look at.
    pub(crate) async fn keep(&self, name: &str) {
        let name = format!("{name}-{}", self.width);
        self.browser.picture(&self.stage.picture(&name)).await;
        self.fits(&name).await;
    }

    async fn fits(&self, name: &str) {
        let wider = "return document.documentElement.scrollWidth - window.innerWidth";
        let overflow = self.browser.run(wider, vec![]).await;
        assert!(
            overflow.as_i64().unwrap() <= 0,
            "{name} is wider than the screen by {overflow}"
        );
    }

    /// Fails with all that differs from the kept pictures.
    pub(crate) fn close(self) {
        self.album.close();
    }
}

//! Words of the builder: how a checkout gets into a page.

pub(in crate::office) const EMBED_TITLE: &str = "Put it into your website";
pub(in crate::office) const EMBED_LEAD: &str =
    "Choose, look at it below, and copy the lines into your page.";
pub(in crate::office) const EMBED_SHOW: &str = "Show it like this";

pub(in crate::office) const EMBED_WHERE: &str = "How it gets into the page";
pub(in crate::office) const EMBED_PLACE: &str = "Where it stands";
pub(in crate::office) const PLACE_SCRIPT: &str = "Where the script stands";
pub(in crate::office) const PLACE_SCRIPT_MEANS: &str =
    "One line, put where the checkout should be. The shortest way.";
pub(in crate::office) const PLACE_ELEMENT: &str = "In an element of its own";
pub(in crate::office) const PLACE_ELEMENT_MEANS: &str =
    "The script stands anywhere, once; an element for each checkout.";
pub(in crate::office) const PLACE_DIV: &str = "In a div";
pub(in crate::office) const PLACE_DIV_MEANS: &str =
    "For website builders that strip elements they do not know.";
pub(in crate::office) const EMBED_VERSION: &str = "Which version";
pub(in crate::office) const EMBED_NEWEST: &str = "Always the newest";
pub(in crate::office) const EMBED_NEWEST_MEANS: &str =
    "Nothing to do when Obole is updated. The usual choice.";
pub(in crate::office) const EMBED_PINNED: &str = "This version, with its integrity";
pub(in crate::office) const EMBED_PINNED_SHORT: &str = "The browser refuses a script in which one byte is another. Updates reach your page when you change the lines.";
pub(in crate::office) const EMBED_PINNED_MEANS: &str = "This version stays on the server as long as the operator of Obole builds updates with --keep. \
     It gets no fixes, and after some updates its form works without the program behind it, until \
     you put in the new lines.";
pub(in crate::office) const EMBED_NO_INVENTORY: &str = "The list of the newest version's files (/v/latest.json) cannot be read, so only the address that \
     always has the newest version is offered here.";

pub(in crate::office) const EMBED_BEGIN: &str = "What it begins with";
pub(in crate::office) const EMBED_LANG: &str = "Language";
pub(in crate::office) const EMBED_LANG_OF_PAGE: &str = "The page's, or the donor's";
pub(in crate::office) const EMBED_THEME: &str = "Light or dark";
pub(in crate::office) const EMBED_THEME_OF_PAGE: &str = "As the page";
pub(in crate::office) const EMBED_CURRENCY: &str = "Currency";
pub(in crate::office) const EMBED_PROVIDER: &str = "Way to pay";
pub(in crate::office) const EMBED_FIRST: &str = "The link's first";
pub(in crate::office) const EMBED_PRESETS_HINT: &str =
    "Other amounts than the link's, with commas between them: 10, 25, 100";
pub(in crate::office) const EMBED_PRESETS_WRONG: &str =
    "Write numbers with commas between them, such as 10, 25, 100.";

pub(in crate::office) const EMBED_LINES: &str = "The lines for your page";
pub(in crate::office) const EMBED_PASTE: &str =
    "Copy them as they are into the HTML of your page, at the place of the checkout.";
pub(in crate::office) const EMBED_LIVE: &str = "How it looks";
pub(in crate::office) const EMBED_REAL: &str = "This is the checkout itself, and at least one of its terminals is live: a payment that you make \
     here is a real one.";
pub(in crate::office) const EMBED_TEST: &str =
    "This is the checkout itself. Its terminals are in test mode: no real money moves.";
pub(in crate::office) const EMBED_NO_TERMINAL: &str =
    "None of the link's terminals can be offered now, so nobody can pay.";

pub(in crate::office) const EMBED_POLICY: &str = "If your page has a content security policy";
pub(in crate::office) const EMBED_POLICY_MEANS: &str =
    "Your webmaster knows. It has to allow these, beside what it allows already:";
pub(in crate::office) const EMBED_POLICY_MORE: &str = "Styles need nothing. Without 'wasm-unsafe-eval' the form still works, only less quickly. If the \
     policy also has form-action, add Obole's address and https: to it: the form leads on to the \
     provider. With trusted-types, allow the name obole.";

pub(in crate::office) const INVENTORY: &str = "Scripts on the payment page (PCI DSS 6.4.3)";
pub(in crate::office) const INVENTORY_MEANS: &str =
    "What a page with this checkout loads from Obole: for your records, to print or to copy.";
pub(in crate::office) const INVENTORY_ELSE: &str = "Cards are typed on the provider's own pages only. Other scripts of your page belong on your list \
     too; Obole cannot know them.";
pub(in crate::office) const FILE: &str = "File";
pub(in crate::office) const INTEGRITY: &str = "Integrity";
pub(in crate::office) const ASSURED: &str = "How it is assured";
pub(in crate::office) const ASSURED_LOADER: &str = "Pinned: by the integrity attribute in your page. Always the newest: by TLS from Obole's address \
     alone.";
pub(in crate::office) const ASSURED_FILE: &str =
    "The script obole.js names its hash, and refuses the file if it is another.";
pub(in crate::office) const CONNECTS: &str = "Connects to";
pub(in crate::office) const BYTES: &str = "Bytes";

/// What a language calls itself; the tag where nobody told.
pub(in crate::office) fn language(tag: &'static str) -> &'static str {
    match tag {
        "ar" => "العربية",
        "de" => "Deutsch",
        "en" => "English",
        "es" => "Español",
        "fr" => "Français",
        "it" => "Italiano",
        "nl" => "Nederlands",
        "pt" => "Português",
        tag => tag,
    }
}

/// A theme.
pub(in crate::office) fn theme(word: &str) -> &'static str {
    match word {
        "dark" => "Dark",
        _ => "Light",
    }
}

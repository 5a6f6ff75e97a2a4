//! Amounts as people write them: reading without guessing, and writing.
//!
//! # How a text is read
//! A separator may be the decimal one or group thousands, and which of the two a
//! person meant does not follow from the language of the page: donors paste, travel,
//! and type with foreign keyboards. So every text is read by *all* conventions, and
//! the language never picks one of two sums:
//!
//! - Readings that give different sums are [`AmountError::Ambiguous`], in every
//!   language. This can only happen to one point or comma with up to three digits
//!   before and exactly three after: «1,000» is one or one thousand, «1.250» is
//!   1.25 or 1250, and in dinars «1.234» is 1.234 or 1234. Such readings differ a
//!   thousand times.
//! - Two digits are no group, so «75.00» is seventy-five in a comma language too, and
//!   «40,23» is forty and a bit in English. Spaces, apostrophes and `٬` only
//!   group, `٫` only separates decimals, and of two different separators the last one
//!   separates decimals: these have one reading everywhere.
//! - «1,234» in francs is a sum only as 1234, as francs have no third decimal. It is
//!   read where the comma groups, and refused elsewhere: there the writer rather
//!   slipped in a third decimal. So the language decides between reading and
//!   refusing, never between two sums.
//! - Decimals past the currency's own are refused even when zero, as «1234.000» is
//!   more likely a slip than a wish. Two exceptions: «25.00» in a currency
//!   without decimals, and a fourth zero in one of three, which keeps «1.2340» from
//!   looking like thousands.
//!
//! What is written here never reads two ways; see [`format_number`].

mod format;
mod number;
mod read;
mod sign;
mod style;

pub use format::{format_amount, format_number};
pub use read::{AmountError, read_amount};
pub use style::numbering_system;

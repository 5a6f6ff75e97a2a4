//! Obole's pure core: money, amounts, links, payments and the words of the API.

pub mod currency;
pub mod money;

//! What nobody can guess, from the platform.

use worker::wasm_bindgen;
use worker::wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// A random version 4 UUID from the platform.
    #[wasm_bindgen(js_namespace = crypto, js_name = randomUUID)]
    pub(crate) fn random_uuid() -> String;
}

//! Who calls, and on whose account.

use crate::classic::nvp::arguments::Arguments;
use crate::classic::nvp::problem::Refusal;
use crate::config::{ApiCredential, ClassicAccount};
use crate::world::World;

/// The account a call acts on: the caller's own, or the one named by `SUBJECT` that
/// granted permission.
pub(crate) fn account(world: &World, arguments: &Arguments) -> Result<ClassicAccount, Refusal> {
    let user = arguments.required("USER", 81148)?;
    let password = arguments.required("PWD", 81149)?;
    // Without a signature the caller would have to show a certificate, at another host.
    let signature = arguments
        .text("SIGNATURE")
        .ok_or_else(|| Refusal::new(10008))?;
    if [user, password, signature]
        .iter()
        .any(|one| one.trim() != *one)
    {
        return Err(Refusal::new(10008));
    }
    let fits = |one: &ApiCredential| {
        one.user.eq_ignore_ascii_case(user)
            && one.password == password
            && one.signature == signature
    };
    let config = &world.config;
    let own = config.classic.iter().find(|one| fits(&one.api));
    let caller = own
        .map(|one| &one.api)
        .or_else(|| config.classic_partners.iter().find(|one| fits(one)))
        .ok_or_else(|| Refusal::new(10002))?;
    let Some(subject) = arguments.text("SUBJECT") else {
        return own.cloned().ok_or_else(|| Refusal::new(10002));
    };
    let meant = config
        .classic
        .iter()
        .find(|one| one.email.eq_ignore_ascii_case(subject) || one.id == subject)
        .ok_or_else(|| Refusal::new(10007))?;
    if meant.api.user == caller.user || meant.permits.contains(&caller.user) {
        Ok(meant.clone())
    } else {
        Err(Refusal::new(10007))
    }
}

//! The builder: how the checkout gets into a page, shown live.

mod inventory;
mod options;
mod page;
mod snippet;

use obole_shared::ids::LinkId;
use obole_shared::problem::Code;
use obole_shared::terminal::Terminal;

use super::super::{Answer, Visit};
use crate::catalog;
use crate::error::Error;
use inventory::Inventory;
use page::Builder;

/// `GET /admin/links/{link}/embed`.
pub(in super::super) async fn show(visit: &Visit<'_>, id: &str) -> Result<Answer, Error> {
    let id: LinkId = id.parse().map_err(|_| Code::LinkUnknown)?;
    let (link, terminals) = catalog::offer(&visit.database()?, &id)
        .await?
        .ok_or(Code::LinkUnknown)?;
    let public_origin = &visit.app.config.addresses.public_origin;
    let inventory = Inventory::of(visit.env, public_origin).await;
    let offered: Vec<&Terminal> = link
        .terminals
        .iter()
        .filter_map(|id| terminals.iter().find(|terminal| terminal.id == *id))
        .collect();
    let builder = Builder {
        link: &link,
        offered: &offered,
        inventory: inventory.as_ref(),
        public_origin,
    };
    Ok(builder.page(&visit.query).into())
}

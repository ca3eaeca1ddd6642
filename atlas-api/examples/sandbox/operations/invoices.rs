//! Invoices, as they were when the sandbox began: what it creates costs nothing.

use atlas_api::bytes::Bytes;
use atlas_api::invoices::{GetInvoice, GetInvoiceCsv, ListInvoices};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{BillingInvoice, PaginatedApiInvoiceMetadataView};

use crate::server::Sandbox;
use crate::state::State;
use crate::{convert, refusals};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListInvoices>(list);
    sandbox.on::<GetInvoice>(get);
    sandbox.on::<GetInvoiceCsv>(get_csv);
}

fn list(state: &mut State, request: &Request) -> Result<PaginatedApiInvoiceMetadataView, Answer> {
    state.organization(request)?;
    let mut invoices: Vec<&BillingInvoice> = state.invoices.iter().collect();
    // Whether by their beginnings or their ends: months come one after another.
    invoices.sort_by(|one, other| one.end_date.cmp(&other.end_date));
    if request.query("orderBy") != Some("asc") {
        invoices.reverse();
    }
    let listed = invoices.into_iter().map(|invoice| {
        // A list shows only the sums.
        let mut invoice = invoice.clone();
        invoice.line_items = None;
        convert::from_json(&convert::to_json(&invoice))
    });
    Ok(request.page::<ListInvoices>(listed))
}

fn get(state: &mut State, request: &Request) -> Result<BillingInvoice, Answer> {
    Ok(invoice(state, request)?.clone())
}

fn get_csv(state: &mut State, request: &Request) -> Result<Bytes, Answer> {
    let mut csv = "SKU,Cluster,Amount\n".to_owned();
    for line in invoice(state, request)?.line_items.iter().flatten() {
        let sku = line.sku.as_deref().unwrap_or_default();
        let cluster = line.cluster_name.as_deref().unwrap_or_default();
        let cents = line.total_price_cents.unwrap_or_default();
        // No names of the sandbox need quotes.
        csv += &format!("{sku},{cluster},{}.{:02}\n", cents / 100, cents % 100);
    }
    Ok(csv.into())
}

/// The invoice that a request is about.
fn invoice<'a>(state: &'a State, request: &Request) -> Result<&'a BillingInvoice, Failure> {
    state.organization(request)?;
    let id = request.path_argument("invoiceId").unwrap_or_default();
    let mut invoices = state.invoices.iter();
    let known = invoices.find(|it| it.id.as_deref() == Some(id));
    known.ok_or_else(|| refusals::not_found("INVOICE_NOT_FOUND", "invoice", id))
}

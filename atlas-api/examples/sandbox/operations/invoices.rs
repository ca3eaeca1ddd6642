//! Invoices from before the sandbox started. Using the sandbox costs nothing.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Content, Reply, values};
use crate::resource::{self, Resource};
use crate::state::Record;
use crate::{clock, refusals};

/// An invoice.
pub struct Invoice;

impl Resource for Invoice {
    const NAME: &'static str = "invoice";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "invoiceId";
    const NOT_FOUND: &'static str = codes::INVOICE_NOT_FOUND;

    fn create(_: &mut Call, _: &mut Record) -> Result<(), Failure> {
        Err(refusals::not_here("invoices are made by the service"))
    }
}

/// A list contains only totals.
pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let mut invoices = values(call.state.list(&call.within("invoices")));
    let (from, to) = (call.time("fromDate"), call.time("toDate"));
    let time = |invoice: &Json, name: &str| {
        clock::read(invoice[name].as_str().unwrap_or_default()).unwrap_or_default()
    };
    invoices.retain(|it| {
        call.wants("statusNames", it["statusName"].as_str().unwrap_or_default())
            && from.is_none_or(|from| time(it, "startDate") >= from)
            && to.is_none_or(|to| time(it, "endDate") <= to)
    });
    let by = match call.request.query("sortBy") {
        Some("START_DATE") => "startDate",
        _ => "endDate",
    };
    invoices.sort_by_key(|it| time(it, by));
    if call.request.query("orderBy") != Some("asc") {
        invoices.reverse();
    }
    Reply::list(invoices.into_iter().map(|mut it| {
        let inner = ["lineItems", "payments", "refunds", "linkedInvoices"];
        if let Some(it) = it.as_object_mut() {
            it.retain(|name, _| !inner.contains(&name.as_str()));
        }
        it
    }))
}

pub fn pending(call: &mut Call) -> Result<Reply, Failure> {
    let invoices = values(call.state.list(&call.within("invoices")));
    let invoices = invoices.into_iter();
    Reply::list(invoices.filter(|it| it["statusName"] == "PENDING"))
}

pub fn csv(call: &mut Call) -> Result<Reply, Failure> {
    let mut csv = "SKU,Cluster,Amount\n".to_owned();
    let invoice = resource::find::<Invoice>(call)?.value;
    for line in invoice["lineItems"].as_array().into_iter().flatten() {
        let text = |name: &str| line[name].as_str().unwrap_or_default();
        let cents = line["totalPriceCents"].as_i64().unwrap_or_default();
        let (sku, cluster) = (text("sku"), text("clusterName"));
        // No name in the sandbox needs quotes.
        csv += &format!("{sku},{cluster},{}.{:02}\n", cents / 100, cents % 100);
    }
    Ok(Content::File(csv.into_bytes()).into())
}

/// A new invoice.
pub fn invoice(
    id: &str,
    organization: &str,
    status: &str,
    dates: [&str; 2],
    lines: &[Json],
) -> Json {
    let prices = lines.iter().filter_map(|it| it["totalPriceCents"].as_i64());
    let total: i64 = prices.sum();
    let paid = if status == "PAID" { total } else { 0 };
    json!({
        "id": id, "orgId": organization, "statusName": status,
        "created": dates[0], "startDate": dates[0], "endDate": dates[1], "updated": dates[0],
        "amountBilledCents": total, "amountPaidCents": paid, "subtotalCents": total,
        "creditsCents": 0, "salesTaxCents": 0, "startingBalanceCents": 0,
        "linkedInvoices": [], "lineItems": lines, "links": [], "payments": [], "refunds": [],
    })
}

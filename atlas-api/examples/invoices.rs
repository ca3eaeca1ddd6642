//! Prints the amounts of an organization's newest invoice by service. With `--csv`, saves all lines of the
//! invoice to a file of comma-separated values. The caller needs the role Organization Billing Viewer.
//!
//! ```sh
//! cargo run --example invoices -- 4888442a3354817a7320eb61
//! cargo run --example invoices -- 4888442a3354817a7320eb61 --csv invoice.csv
//! ```

use std::collections::BTreeMap;

use anyhow::Context;
use atlas_api::types::{ListInvoicesOrderBy, ListInvoicesSortBy};
use atlas_api::{Client, Credentials, invoices};
use clap::Parser;

#[derive(Parser)]
struct Arguments {
    organization: String,
    #[arg(long, value_name = "FILE")]
    csv: Option<String>,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { organization, csv } = Arguments::parse();
    let credentials = Credentials::from_env()?;
    let client = Client::builder().credentials(credentials).build()?;

    // The list includes the incomplete invoice of the current month.
    let newest_first = invoices::list_invoices(&organization)
        .sort_by(ListInvoicesSortBy::EndDate)
        .order_by(ListInvoicesOrderBy::Desc)
        .items_per_page(1);
    let newest = client.send(newest_first).await?.into_iter().next();
    let id = newest.and_then(|invoice| invoice.id);
    let id = id.context("there is no invoice yet")?;
    if let Some(file) = csv {
        // Each format of an operation is a separate function.
        let csv = invoices::get_invoice_csv(organization, id);
        let length = client.download(csv).await?.save(&file).await?;
        println!("{file}: {length} bytes");
        return Ok(());
    }
    let invoice = invoices::get_invoice(organization, &id);
    let invoice = client.send(invoice).await?;
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for line in invoice.line_items.unwrap_or_default() {
        let service = line.sku.unwrap_or_else(|| "(other)".to_owned());
        // Amounts are whole cents, so sums are exact.
        *sums.entry(service).or_default() += line.total_price_cents.unwrap_or_default();
    }
    for (service, cents) in &sums {
        println!("{:12.2} {service}", *cents as f64 / 100.0);
    }
    // The lines do not include credits and taxes.
    let total = invoice.amount_billed_cents.unwrap_or_default();
    println!("{:12.2} billed by invoice {id}", total as f64 / 100.0);
    Ok(())
}

//! Prints the amounts of an organization's newest invoice by service. With `--csv`, saves all lines of the
//! invoice to a file of comma-separated values.
//!
//! Reads the credentials from the environment, for example from `MONGODB_ATLAS_CLIENT_ID` and
//! `MONGODB_ATLAS_CLIENT_SECRET`. The caller needs the role Organization Billing Viewer.
//!
//! ```sh
//! cargo run --example invoices -- 4888442a3354817a7320eb61
//! cargo run --example invoices -- 4888442a3354817a7320eb61 --csv invoice.csv
//! ```

use std::collections::BTreeMap;
use std::env;
use std::process::ExitCode;

use atlas_api::types::{ListInvoicesOrderBy, ListInvoicesSortBy};
use atlas_api::{Client, Credentials, Error, invoices};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (organization, file) = match arguments[..] {
        [organization] => (organization, None),
        [organization, "--csv", file] => (organization, Some(file)),
        _ => {
            eprintln!("usage: invoices ORGANIZATION_ID [--csv FILE]");
            return ExitCode::from(2);
        }
    };
    match newest(organization, file).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn newest(organization: &str, file: Option<&str>) -> Result<(), Error> {
    let client = Client::builder()
        .credentials(Credentials::from_env()?)
        .build()?;
    // The list includes the incomplete invoice of the current month.
    let newest_first = invoices::list_invoices(organization)
        .sort_by(ListInvoicesSortBy::EndDate)
        .order_by(ListInvoicesOrderBy::Desc)
        .items_per_page(1);
    let page = client.send(newest_first).await?;
    let Some(id) = page.results.into_iter().flatten().find_map(|it| it.id) else {
        println!("there is no invoice");
        return Ok(());
    };
    match file {
        Some(file) => {
            // Each format of an operation is a separate function.
            let csv = invoices::get_invoice_csv(organization, id);
            let length = client.download(csv).await?.save(file).await?;
            println!("{file}: {length} bytes");
        }
        None => sums(&client, organization, &id).await?,
    }
    Ok(())
}

async fn sums(client: &Client, organization: &str, id: &str) -> Result<(), Error> {
    let invoice = client.send(invoices::get_invoice(organization, id)).await?;
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for line in invoice.line_items.unwrap_or_default() {
        let service = line.sku.unwrap_or_else(|| "(other)".to_owned());
        // Amounts are whole cents, so sums are exact.
        *sums.entry(service).or_default() += line.total_price_cents.unwrap_or_default();
    }
    for (service, cents) in &sums {
        println!("{:>12} {service}", dollars(*cents));
    }
    // The lines do not include credits and taxes.
    let total = invoice.amount_billed_cents.unwrap_or_default();
    println!("{:>12} billed by invoice {id}", dollars(total));
    Ok(())
}

fn dollars(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", cents / 100, cents % 100)
}

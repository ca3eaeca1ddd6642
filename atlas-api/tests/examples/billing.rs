//! The example that reads invoices.

use serde_json::json;
use wiremock::matchers::{header, query_param};
use wiremock::{MockServer, ResponseTemplate};

use crate::support::{ORGANIZATION, Outcome, answer, call, run_with_token};

/// A server whose newest invoice is `i9`.
async fn server() -> MockServer {
    let server = MockServer::start().await;
    call(
        "GET",
        &format!("/api/atlas/v2/orgs/{ORGANIZATION}/invoices"),
    )
    .and(query_param("sortBy", "END_DATE"))
    .and(query_param("orderBy", "desc"))
    .and(query_param("itemsPerPage", "1"))
    .respond_with(answer(
        200,
        &json!({"results": [{"id": "i9"}], "totalCount": 9}),
    ))
    .expect(1)
    .mount(&server)
    .await;
    server
}

#[tokio::test]
async fn sums_invoices_by_service() {
    let server = server().await;
    let lines = json!([
        {"sku": "ATLAS_AWS_INSTANCE_M10", "totalPriceCents": 5_700},
        {"sku": "ATLAS_AWS_BACKUP_SNAPSHOT_STORAGE", "totalPriceCents": 7},
        {"sku": "ATLAS_AWS_INSTANCE_M10", "totalPriceCents": 1_250},
        {"sku": "CREDIT", "totalPriceCents": -250},
        {},
    ]);
    let invoice = json!({"id": "i9", "amountBilledCents": 6_707, "lineItems": lines});
    call(
        "GET",
        &format!("/api/atlas/v2/orgs/{ORGANIZATION}/invoices/i9"),
    )
    .and(header("accept", "application/vnd.atlas.2023-01-01+json"))
    .respond_with(answer(200, &invoice))
    .expect(1)
    .mount(&server)
    .await;
    let out = "        0.00 (other)
        0.07 ATLAS_AWS_BACKUP_SNAPSHOT_STORAGE
       69.50 ATLAS_AWS_INSTANCE_M10
       -2.50 CREDIT
       67.07 billed by invoice i9
";
    let outcome = run_with_token(&server, "invoices", &[ORGANIZATION]);
    assert_eq!(outcome, Outcome::success(out, ""));
}

#[tokio::test]
async fn saves_invoice_as_csv() {
    let server = server().await;
    let csv = "Date,Total\n2026-01-31,67.07\n";
    call(
        "GET",
        &format!("/api/atlas/v2/orgs/{ORGANIZATION}/invoices/i9/csv"),
    )
    .and(header("accept", "application/vnd.atlas.2023-01-01+csv"))
    .respond_with(ResponseTemplate::new(200).set_body_raw(csv, "text/csv"))
    .expect(1)
    .mount(&server)
    .await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("invoice.csv");
    let name = file.to_str().unwrap();
    let outcome = run_with_token(&server, "invoices", &[ORGANIZATION, "--csv", name]);
    let out = format!("{name}: {} bytes\n", csv.len());
    assert_eq!(outcome, Outcome::success(&out, ""));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), csv);
}

#[tokio::test]
async fn fails_without_invoices() {
    let server = MockServer::start().await;
    call(
        "GET",
        &format!("/api/atlas/v2/orgs/{ORGANIZATION}/invoices"),
    )
    .respond_with(answer(200, &json!({"results": [], "totalCount": 0})))
    .expect(1)
    .mount(&server)
    .await;
    let outcome = run_with_token(&server, "invoices", &[ORGANIZATION]);
    assert_eq!(
        outcome,
        Outcome::failure("Error: there is no invoice yet\n")
    );
}

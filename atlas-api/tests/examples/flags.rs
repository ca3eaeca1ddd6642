//! The flags of the sandbox: HTTPS, a saved state, limits, latency and faults.

use std::time::Duration;

use atlas_api::types::ClusterDescription20240805 as Cluster;
use atlas_api::{Credentials, RetryPolicy, clusters, organizations, projects};

use crate::raw::Raw;
use crate::sandbox::Sandbox;
use crate::support::{GROUP, example, run};

#[tokio::test]
async fn serves_https_with_new_ca() {
    let folder = tempfile::tempdir().unwrap();
    let ca = folder.path().join("ca.pem");
    let sandbox = Sandbox::with(&["--tls-ca", ca.to_str().unwrap()]);
    assert!(
        sandbox.url().starts_with("https://127.0.0.1:"),
        "{}",
        sandbox.url()
    );
    let certificate = reqwest::Certificate::from_pem(&std::fs::read(&ca).unwrap()).unwrap();
    let http = reqwest::Client::builder().tls_certs_only([certificate]);
    let http = http
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    let credentials = || Credentials::service_account("mdb_sa_id_sandbox", "mdb_sa_sk_sandbox");
    let client = sandbox
        .builder(credentials())
        .http_client(http)
        .build()
        .unwrap();
    let page = client.send(organizations::list_orgs()).await.unwrap();
    let link = page.links.unwrap()[0].href.clone().unwrap();
    assert!(link.starts_with(sandbox.url()), "{link}");
    // As it tells people to do.
    let mut program = example("list_clusters", &[GROUP]);
    let outcome = run(program.envs(sandbox.environment()));
    assert_eq!(outcome.code, Some(0), "{outcome:?}");
    // No other client trusts the CA.
    let untrusting = sandbox
        .builder(credentials())
        .retry(RetryPolicy::default().max_attempts(1));
    let error = untrusting
        .build()
        .unwrap()
        .send(organizations::list_orgs())
        .await;
    assert!(error.unwrap_err().status().is_none());
}

#[tokio::test]
async fn saves_and_loads_state() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let flags = ["--seconds", "86400", "--state", file.to_str().unwrap()];
    let change = clusters::update_cluster(GROUP, "prod", Cluster::new().backup_enabled(false));
    {
        let sandbox = Sandbox::with(&flags);
        let client = sandbox.client();
        client.send(&change).await.unwrap();
        client
            .send(clusters::delete_cluster(GROUP, "staging"))
            .await
            .unwrap();
    }
    let sandbox = Sandbox::with(&flags);
    let client = sandbox.client();
    let prod = client
        .send(clusters::get_cluster(GROUP, "prod"))
        .await
        .unwrap();
    assert_eq!(prod.backup_enabled, Some(false));
    // A change in progress stays in progress.
    let staging = client
        .send(clusters::get_cluster(GROUP, "staging"))
        .await
        .unwrap();
    assert_eq!(staging.state_name, Some("DELETING".into()));
    // The folder contains only the file.
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

    std::fs::write(&file, "{\"lists\": 1}").unwrap();
    let outcome = run(&mut example("sandbox", &flags));
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""), "{outcome:?}");
    let error = format!("error: can't load the state from {}: ", file.display());
    assert!(outcome.err.starts_with(&error), "{outcome:?}");
}

#[tokio::test]
async fn faults_occur_as_often_as_requested() {
    for (fault, status, code) in [
        ("rate-limited", Some(429), Some("RATE_LIMITED")),
        ("unavailable", Some(503), Some("SERVICE_UNAVAILABLE")),
        ("bad-gateway", Some(502), None),
        ("error", Some(500), Some("UNEXPECTED_ERROR")),
        ("expired", Some(401), None),
        ("reset", None, None),
        ("cut", Some(200), None),
    ] {
        let sandbox = Sandbox::with(&["--fault", &format!("{fault}:listGroups/2")]);
        let credentials = Credentials::bearer_token(sandbox.token().await);
        let client = sandbox
            .builder(credentials)
            .retry(RetryPolicy::default().max_attempts(1));
        let client = client.build().unwrap();
        for spoiled in [false, true, false, true] {
            // Other operations work as usual.
            client.send(organizations::list_orgs()).await.unwrap();
            let result = client.send(projects::list_groups()).await;
            assert_eq!(result.is_err(), spoiled, "{fault}");
            if let Err(error) = result {
                let known = error.status().map(|it| it.as_u16());
                assert_eq!((known, error.code()), (status, code), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn faults_break_strict_decoding() {
    for fault in ["mismatch", "unknown"] {
        let sandbox = Sandbox::with(&["--fault", &format!("{fault}:getCluster")]);
        let client = sandbox.client();
        let cluster = client
            .execute(clusters::get_cluster(GROUP, "prod"))
            .await
            .unwrap();
        let unknown = atlas_api::unknowns(&cluster.value);
        assert!(!unknown.is_empty(), "{fault}");
        assert_eq!(cluster.set_aside.is_empty(), fault == "unknown");
    }
}

#[tokio::test]
async fn delays_every_response() {
    let sandbox = Sandbox::with(&["--latency", "3600"]);
    let credentials = Credentials::bearer_token("any");
    let impatient = sandbox
        .builder(credentials)
        .deadline(Duration::from_millis(50));
    let error = impatient
        .build()
        .unwrap()
        .send(projects::list_groups())
        .await;
    assert!(error.unwrap_err().is_timeout());
}
#[tokio::test]
async fn rate_limited_calls_get_retry_after() {
    let sandbox = Sandbox::with(&["--rate-limit", "3"]);
    let raw = Raw::of(&sandbox).await;
    for left in ["2", "1", "0"] {
        let response = raw.get("/groups").await;
        assert_eq!(response.status, 200);
        assert_eq!(response.header("ratelimit-limit"), "3");
        assert_eq!(response.header("ratelimit-remaining"), left);
    }
    let response = raw.get("/groups").await;
    assert_eq!((response.status, response.code()), (429, "RATE_LIMITED"));
    let seconds: u32 = response.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    // Other accounts have calls left.
    let reader = sandbox.client_of("mdb_sa_id_reader", "mdb_sa_sk_reader");
    reader.send(projects::list_groups()).await.unwrap();
}

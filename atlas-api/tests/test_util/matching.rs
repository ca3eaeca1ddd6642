//! Which expectation a request matches, and how it is recorded.

use atlas_api::http::Method;
use atlas_api::test_util::{Answer, Mock};
use atlas_api::types::{ClusterDescription20240805, PaginatedAdvancedClusterDescriptionView};
use atlas_api::{clusters, invoices, types};
use serde_json::json;

use super::{GROUP, client_with, cluster, get_name, list_name, page};

#[tokio::test]
async fn distinguishes_versions_by_accept_header() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().reply(page("new"));
    let old = PaginatedAdvancedClusterDescriptionView::new().total_count(7);
    mock.on::<clusters::v2023_02_01::ListClusters>().reply(old);

    let client = mock.client();
    assert_eq!(list_name(&client).await.unwrap(), "new");
    let operation = clusters::v2023_02_01::list_clusters(GROUP);
    assert_eq!(client.send(operation).await.unwrap().total_count, Some(7));

    let error = client
        .send(clusters::v2023_01_01::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap(), 501);
    assert_eq!(mock.requests_of::<clusters::ListClusters>().len(), 1);
    assert_eq!(
        mock.requests_of::<clusters::v2023_02_01::ListClusters>()
            .len(),
        1
    );
    // It is recorded nevertheless.
    assert_eq!(
        mock.requests_of::<clusters::v2023_01_01::ListClusters>()
            .len(),
        1
    );
    assert_eq!(mock.requests().len(), 3);
    drop(mock.unverified());
}

#[tokio::test]
async fn distinguishes_versions_of_request_bodies() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::CreateCluster>().reply(cluster("new"));
    mock.on::<clusters::v2024_08_05::CreateCluster>()
        .reply(cluster("old"));
    let client = mock.client();
    let created = client
        .send(clusters::create_cluster(GROUP, cluster("a")))
        .await
        .unwrap();
    assert_eq!(created.name.as_deref(), Some("new"));
    let operation = clusters::v2024_08_05::create_cluster(GROUP, cluster("a"));
    assert_eq!(
        client.send(operation).await.unwrap().name.as_deref(),
        Some("old")
    );
}

#[tokio::test]
async fn serves_any_version_to_accept_anything() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    let url = format!("{}/api/atlas/v2/groups/{GROUP}/clusters", mock.url());
    // As curl does.
    let get = |accept| {
        reqwest::Client::new()
            .get(&url)
            .header("accept", accept)
            .send()
    };
    for accepted in [
        "*/*",
        "text/html, APPLICATION/vnd.atlas.2024-08-05+json;q=0.9",
    ] {
        let answer = get(accepted).await.unwrap();
        assert_eq!(answer.status(), 200, "{accepted}");
    }
    assert_eq!(mock.requests_of::<clusters::ListClusters>().len(), 2);
    let old = mock.requests_of::<clusters::v2023_02_01::ListClusters>();
    assert!(old.is_empty(), "{old:?}");
    assert_eq!(get("application/json").await.unwrap().status(), 501);
    drop(mock.unverified());
}

#[tokio::test]
async fn prefers_expectation_with_most_conditions() {
    for special_first in [true, false] {
        let mock = Mock::start().unwrap();
        let special = || {
            mock.on::<clusters::GetCluster>()
                .path("clusterName", "a/b ä")
                .reply(cluster("special"));
        };
        if special_first {
            special();
        }
        mock.on::<clusters::GetCluster>().reply(cluster("any"));
        if !special_first {
            special();
        }
        let client = mock.client();
        assert_eq!(get_name(&client, "a/b ä").await.unwrap(), "special");
        assert_eq!(get_name(&client, "prod").await.unwrap(), "any");
    }
}

#[tokio::test]
async fn prefers_last_of_equal_expectations() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::GetCluster>().reply(cluster("first"));
    assert_eq!(get_name(&mock.client(), "prod").await.unwrap(), "first");
    mock.on::<clusters::GetCluster>().reply(cluster("second"));
    assert_eq!(get_name(&mock.client(), "prod").await.unwrap(), "second");
}

#[tokio::test]
async fn prefers_literal_path_over_argument() {
    let mock = Mock::start().unwrap();
    let invoice = |id: &str| types::BillingInvoice::new().id(id);
    let pending = types::PaginatedApiInvoiceView::new().total_count(3);
    mock.on::<invoices::ListInvoicePending>().reply(pending);
    mock.on::<invoices::GetInvoice>().reply(invoice("any"));
    let client = mock.client();
    let pending = client
        .send(invoices::list_invoice_pending(GROUP))
        .await
        .unwrap();
    assert_eq!(pending.total_count, Some(3));
    let any = client
        .send(invoices::get_invoice(GROUP, "1"))
        .await
        .unwrap();
    assert_eq!(any.id.as_deref(), Some("any"));
    // Each request counts only for the operation that it matched.
    let of_any = mock.requests_of::<invoices::GetInvoice>();
    assert_eq!(of_any.len(), 1);
    assert_eq!(of_any[0].path_argument("invoiceId"), Some("1"));
    assert_eq!(mock.requests_of::<invoices::ListInvoicePending>().len(), 1);
}

#[tokio::test]
async fn prefers_custom_verb_over_argument_with_colon() {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, "/things/{name}:pin").reply("pin");
    mock.on_path(Method::GET, "/things/{name}")
        .answer_with(|request| Ok(request.path_argument("name").map(str::to_owned)));
    for (path, answer) in [
        ("/things/a:pin", "pin"),
        ("/things/host:27017", "host:27017"),
        ("/things/host%3A27017", "host:27017"),
    ] {
        let call = mock.client().request(Method::GET, path, "2024-08-05");
        assert_eq!(call.send().await.unwrap(), answer, "{path}");
    }
}

#[tokio::test]
async fn matches_queries_headers_and_bodies() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>()
        .query("pageNum", 2)
        .reply(page("second"));
    mock.on::<clusters::ListClusters>()
        .header("X-Who", "me")
        .reply(page("mine"));
    let is_prod = |body: ClusterDescription20240805| body.name.as_deref() == Some("prod");
    mock.on::<clusters::CreateCluster>()
        .when(move |request| request.json().is_ok_and(is_prod))
        .fail(409, "DUPLICATE_CLUSTER_NAME");
    mock.on::<clusters::CreateCluster>()
        .reply(cluster("created"));

    let client = mock.client();
    let second = client
        .send(clusters::list_clusters(GROUP).page_num(2))
        .await
        .unwrap();
    assert_eq!(second, page("second"));
    let header = (
        http::HeaderName::from_static("x-who"),
        http::HeaderValue::from_static("me"),
    );
    let mine = client.with(|options| options.header(header.0, header.1));
    assert_eq!(list_name(&mine).await.unwrap(), "mine");
    let create = |name| client.send(clusters::create_cluster(GROUP, cluster(name)));
    assert!(
        create("prod")
            .await
            .unwrap_err()
            .is_code("DUPLICATE_CLUSTER_NAME")
    );
    assert_eq!(create("test").await.unwrap(), cluster("created"));
}

#[tokio::test]
async fn matches_raw_calls_by_path() {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, "/api/atlas/v1.0/groups/{groupId}/x")
        .answer_with(|request| Ok(json!({"group": request.path_argument("groupId")})));
    let call = mock
        .client()
        .request(Method::GET, "/api/atlas/v1.0/groups/1/x", "v1.0");
    assert_eq!(call.send().await.unwrap(), json!({"group": "1"}));
    mock.on_path(Method::POST, "/x")
        .status(201)
        .reply(json!([1]))
        .then()
        .status(202)
        .answer_with(|_| Ok(json!([2])))
        .then()
        .answer(Answer::json(json!([3])).status(203));
    for (status, json) in [(201, json!([1])), (202, json!([2])), (203, json!([3]))] {
        let call = mock.client().request(Method::POST, "/x", "2024-08-05");
        let answer = call.execute().await.unwrap();
        assert_eq!(answer.status.as_u16(), status);
        assert_eq!(answer.value, json);
    }
    assert!(mock.requests()[0].operation().is_none());
}

#[tokio::test]
async fn records_requests() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::GetCluster>().reply(cluster("prod"));
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    mock.on::<clusters::CreateCluster>().reply(cluster("prod"));
    let client = mock.client();
    get_name(&client, "a/b").await.unwrap();
    let list = clusters::list_clusters(GROUP)
        .page_num(3)
        .include_count(false);
    client.send(list).await.unwrap();
    client
        .send(clusters::create_cluster(GROUP, cluster("prod")))
        .await
        .unwrap();

    let seen = mock.requests();
    let names: Vec<_> = seen.iter().map(|it| it.operation().unwrap().name).collect();
    assert_eq!(names, ["getCluster", "listClusters", "createCluster"]);
    assert_eq!(seen[0].method(), Method::GET);
    assert_eq!(
        seen[0].path(),
        format!("/api/atlas/v2/groups/{GROUP}/clusters/a%2Fb")
    );
    assert_eq!(seen[0].path_argument("clusterName"), Some("a/b"));
    assert_eq!(seen[0].path_argument("groupId"), Some(GROUP));
    assert_eq!(seen[0].path_argument("other"), None);
    assert_eq!(
        seen[0].header("Accept"),
        Some("application/vnd.atlas.2024-08-05+json")
    );
    assert!(seen[0].body().is_empty() && seen[0].json::<ClusterDescription20240805>().is_err());
    assert_eq!(seen[1].query("pageNum"), Some("3"));
    assert_eq!(seen[1].query("includeCount"), Some("false"));
    assert_eq!(seen[1].query("itemsPerPage"), None);

    let created = mock.requests_of::<clusters::CreateCluster>();
    assert_eq!(created.len(), 1);
    assert_eq!(
        created[0].json::<ClusterDescription20240805>().unwrap(),
        cluster("prod")
    );
    assert_eq!(created[0].path_argument("groupId"), Some(GROUP));
}

#[tokio::test]
async fn clears_recorded_requests() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::GetCluster>()
        .reply(cluster("prod"))
        .times(2);
    let client = mock.client();
    get_name(&client, "a").await.unwrap();
    mock.clear_requests();
    assert!(mock.requests().is_empty());
    get_name(&client, "b").await.unwrap();
    let seen = mock.requests_of::<clusters::GetCluster>();
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].path_argument("clusterName"), Some("b"));
    // Both have arrived.
    mock.verify();
}

#[tokio::test]
async fn recorded_request_hides_secrets() {
    let mock = Mock::start().unwrap();
    mock.on::<clusters::ListClusters>().reply(page("prod"));
    let credentials = atlas_api::Credentials::bearer_token("hush-token");
    let client = client_with(&mock, credentials);
    list_name(&client).await.unwrap();
    let seen = mock.requests();
    assert_eq!(seen[0].header("authorization"), Some("Bearer hush-token"));
    let shown = format!("{seen:#?}");
    assert!(
        !shown.contains("hush") && shown.contains("listClusters"),
        "{shown}"
    );
}

//! Requests are checked against the spec. Also tests pages and filters.

use atlas_api::clusters;
use atlas_api::http::Method;
use serde_json::{Value, json};

use crate::raw::Raw;
use crate::sandbox::Sandbox;
use crate::support::{GROUP, ORGANIZATION};

#[tokio::test]
async fn rejects_bodies_that_violate_the_spec() {
    let sandbox = Sandbox::start("0");
    let raw = Raw::of(&sandbox).await;
    let (clusters, prod) = (
        format!("/groups/{GROUP}/clusters"),
        format!("/groups/{GROUP}/clusters/prod"),
    );
    let users = format!("/groups/{GROUP}/databaseUsers");
    let user = |change: Value| {
        let mut user = json!({
            "databaseName": "admin", "username": "shop", "password": "not-a-secret",
            "roles": [{"databaseName": "shop", "roleName": "readWrite"}],
        });
        for (name, value) in change.as_object().unwrap() {
            user[name] = value.clone();
        }
        user
    };
    let size = |size: Value| {
        json!({"replicationSpecs": [{"regionConfigs": [
            {"providerName": "AWS", "electableSpecs": {"instanceSize": size}},
        ]}]})
    };
    for (method, path, body, code) in [
        // Read-only, at any depth, except for values that repeat the path or that identify an object to update.
        (
            Method::PATCH,
            &prod,
            json!({"stateName": "IDLE"}),
            "ATTRIBUTE_READ_ONLY",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"connectionStrings": {}}),
            "ATTRIBUTE_READ_ONLY",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"groupId": "000000000000000000000000"}),
            "ATTRIBUTE_READ_ONLY",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"name": "other"}),
            "INVALID_ATTRIBUTE",
        ),
        // Unknown, at any depth.
        (
            Method::PATCH,
            &prod,
            json!({"pausd": true}),
            "INVALID_ATTRIBUTE",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"biConnector": {"on": true}}),
            "INVALID_ATTRIBUTE",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"replicationSpecs": [{"region": []}]}),
            "INVALID_ATTRIBUTE",
        ),
        // Of the wrong type.
        (
            Method::PATCH,
            &prod,
            json!({"paused": "true"}),
            "INVALID_JSON_ATTRIBUTE",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"tags": {}}),
            "INVALID_JSON_ATTRIBUTE",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"biConnector": 1}),
            "INVALID_JSON_ATTRIBUTE",
        ),
        (
            Method::PATCH,
            &prod,
            size(json!(10)),
            "INVALID_JSON_ATTRIBUTE",
        ),
        // An unlisted value.
        (
            Method::PATCH,
            &prod,
            json!({"clusterType": "REPLICA"}),
            "INVALID_ENUM_VALUE",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"replicationSpecs": [{"regionConfigs": [
                {"providerName": "AWS", "electableSpecs": {"nodes": 3}},
            ]}]}),
            "INVALID_ATTRIBUTE",
        ),
        (
            Method::POST,
            &format!("/groups/{GROUP}/alertConfigs"),
            json!({
                "eventTypeName": "NO_PRIMARY", "notifications": [{"typeName": "EMAIL", "email": "a@example.com"}],
            }),
            "INVALID_ATTRIBUTE",
        ),
        (
            Method::PATCH,
            &prod,
            size(json!("M7")),
            "INVALID_ENUM_VALUE",
        ),
        (
            Method::PATCH,
            &prod,
            json!({"replicationSpecs": [{"regionConfigs": [{"priority": 8}]}]}),
            "INVALID_ATTRIBUTE",
        ),
        // Missing.
        (
            Method::POST,
            &clusters,
            json!({"name": "new"}),
            "MISSING_ATTRIBUTE",
        ),
        (
            Method::POST,
            &users,
            user(json!({"username": null})),
            "MISSING_ATTRIBUTE",
        ),
        (
            Method::POST,
            &users,
            user(json!({"roles": [{"databaseName": "shop"}]})),
            "MISSING_ATTRIBUTE",
        ),
        (Method::PATCH, &prod, json!([]), "MALFORMED_JSON"),
    ] {
        let refused = raw.refusal(method, path, body.clone()).await;
        assert_eq!(refused, (400, code.to_owned()), "{path} {body}");
    }
    for (method, path, body) in [
        (
            Method::PATCH,
            &prod,
            json!({"groupId": GROUP, "backupEnabled": null}),
        ),
        (Method::POST, &users, user(json!({"groupId": GROUP}))),
        // As recorded: the spec has no node count for free clusters.
        (
            Method::POST,
            &clusters,
            json!({"name": "free", "clusterType": "REPLICASET", "replicationSpecs": [{"regionConfigs": [{
                "providerName": "TENANT", "backingProviderName": "AWS", "regionName": "US_EAST_1",
                "electableSpecs": {"instanceSize": "M0", "nodeCount": 0},
            }]}]}),
        ),
        (
            Method::PATCH,
            &format!("{users}/admin/shop"),
            json!({"description": "orders"}),
        ),
    ] {
        let (status, code) = raw.refusal(method, path, body.clone()).await;
        assert!(status < 300, "{path} {body}: {code}");
    }
}

#[tokio::test]
async fn accepts_values_without_read_only_properties() {
    let sandbox = Sandbox::start("0");
    let client = sandbox.client();
    let cluster = client
        .send(clusters::get_cluster(GROUP, "prod"))
        .await
        .unwrap();
    let whole = clusters::update_cluster(GROUP, "prod", cluster.clone());
    let error = client.send(whole).await.unwrap_err();
    assert!(error.is_code("ATTRIBUTE_READ_ONLY"), "{error}");
    let update = clusters::update_cluster(GROUP, "prod", cluster.without_read_only());
    client.send(update).await.unwrap();
}

#[tokio::test]
async fn rejects_queries_that_violate_the_spec() {
    let sandbox = Sandbox::start("0");
    let raw = Raw::of(&sandbox).await;
    let clusters = format!("/groups/{GROUP}/clusters");
    let process = format!("/groups/{GROUP}/processes/prod-shard-00-00.sandbox.example:27017");
    for (path, code) in [
        (
            format!("{clusters}?itemsPerPage=0"),
            "INVALID_QUERY_PARAMETER",
        ),
        (
            format!("{clusters}?itemsPerPage=501"),
            "INVALID_QUERY_PARAMETER",
        ),
        (
            format!("{clusters}?pageNum=first"),
            "INVALID_QUERY_PARAMETER",
        ),
        (
            format!("{clusters}?pageNum=1&pageNum=2"),
            "INVALID_QUERY_PARAMETER",
        ),
        (
            format!("{clusters}?includeCount=yes"),
            "INVALID_QUERY_PARAMETER",
        ),
        (format!("{clusters}?name=prod"), "INVALID_QUERY_PARAMETER"),
        (
            format!("/groups/{GROUP}/alerts?status=BAD"),
            "INVALID_QUERY_PARAMETER",
        ),
        (
            format!("/groups/{GROUP}/events?eventType=BAD"),
            "INVALID_QUERY_PARAMETER",
        ),
        (
            format!("{process}/measurements?period=PT1H"),
            "MISSING_QUERY_PARAMETER",
        ),
        (
            format!("{process}/measurements?granularity=PT1M"),
            "INVALID_QUERY_PARAMETER",
        ),
    ] {
        let response = raw.get(&path).await;
        assert_eq!((response.status, response.code()), (400, code), "{path}");
    }
}

#[tokio::test]
async fn pages_keep_filters_and_count_on_request() {
    let sandbox = Sandbox::start("0");
    let raw = Raw::of(&sandbox).await;
    let path = format!(
        "/groups/{GROUP}/events?itemsPerPage=2&eventType=CLUSTER_READY&eventType=CLUSTER_CREATED"
    );
    let first = raw.get(&path).await.body;
    assert_eq!(
        (
            first["totalCount"].as_i64(),
            first["results"].as_array().unwrap().len()
        ),
        (Some(4), 2)
    );
    let next = first["links"]
        .as_array()
        .unwrap()
        .iter()
        .find(|it| it["rel"] == "next");
    let next = next.unwrap()["href"].as_str().unwrap().to_owned();
    let second = raw.get(next.split_once("/v2").unwrap().1).await.body;
    let relations = second["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["rel"].clone());
    assert_eq!(relations.collect::<Vec<_>>(), ["self", "previous"]);
    for event in second["results"].as_array().unwrap() {
        assert!(
            event["eventTypeName"]
                .as_str()
                .unwrap()
                .starts_with("CLUSTER_")
        );
    }
    let uncounted = raw.get("/groups?includeCount=false").await.body;
    assert_eq!(uncounted["totalCount"], Value::Null);
    let enveloped = raw.get("/groups?envelope=true").await.body;
    assert_eq!(enveloped["status"], 200);
    assert_eq!(enveloped["results"].as_array().unwrap().len(), 1);
    let one = raw
        .get(&format!("/groups/{GROUP}?envelope=true"))
        .await
        .body;
    assert_eq!(
        (&one["status"], &one["content"]["name"]),
        (&json!(200), &json!("Shop"))
    );
}

#[tokio::test]
async fn filters_lists() {
    let sandbox = Sandbox::start("0");
    let raw = Raw::of(&sandbox).await;
    let count = async |path: String| {
        let response = raw.get(&path).await;
        assert_eq!(response.status, 200, "{path}: {}", response.body);
        response.body["totalCount"].as_u64().unwrap()
    };
    // The ages of the events: 90, 89, 88 and 87 days.
    let events = async |query: &str| count(format!("/groups/{GROUP}/events?{query}")).await;
    let days_ago = |days: i64| {
        let then = time::OffsetDateTime::now_utc() - time::Duration::days(days);
        then.replace_nanosecond(0)
            .unwrap()
            .format(&time::format_description::well_known::Rfc3339)
            .unwrap()
    };
    let (older, newer) = (days_ago(89), days_ago(88));
    assert_eq!(events("").await, 6);
    assert_eq!(events("clusterNames=prod").await, 2);
    assert_eq!(events("excludedEventType=CLUSTER_READY").await, 4);
    let within =
        events(&format!("maxDate={newer}")).await - events(&format!("maxDate={older}")).await;
    assert!(within >= 2, "{within}");
    assert_eq!(events("minDate=2099-01-01T00:00:00Z").await, 0);
    // A date that can't be read is ignored.
    assert_eq!(events("minDate=yesterday").await, 6);

    assert_eq!(
        count(format!("/groups/{GROUP}/alerts?status=OPEN")).await,
        1
    );
    assert_eq!(count("/orgs?name=sand".to_owned()).await, 1);
    assert_eq!(count("/orgs?name=box".to_owned()).await, 0);
    let invoices =
        async |query: &str| count(format!("/orgs/{ORGANIZATION}/invoices?{query}")).await;
    assert_eq!(invoices("statusNames=PAID").await, 1);
    assert_eq!(
        invoices(&format!("fromDate={}", &days_ago(20)[..10])).await,
        1
    );
    assert_eq!(invoices("toDate=2020-01-01").await, 0);
    assert_eq!(
        count(format!(
            "/orgs/{ORGANIZATION}/users?username=ada@example.com"
        ))
        .await,
        1
    );
}

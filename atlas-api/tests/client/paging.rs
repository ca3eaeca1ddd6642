//! Lists, page by page.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use atlas_api::{Client, Error, Items, clusters, events, projects};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use wiremock::{MockServer, Request, ResponseTemplate};

use crate::client::support;
use crate::client::support::*;

fn number(request: &Request, name: &str) -> Option<usize> {
    let mut pairs = request.url.query_pairs();
    let (_, value) = pairs.find(|(known, _)| known == name)?;
    Some(value.parse().unwrap())
}

/// A page of a list with this many clusters, as the service sends it.
fn page(request: &Request, total: usize) -> Value {
    let size = number(request, "itemsPerPage").unwrap_or(100);
    let page = number(request, "pageNum").unwrap_or(1);
    let start = (page - 1) * size;
    let end = (start + size).min(total);
    let results: Vec<_> = (start..end)
        .map(|i| json!({"name": format!("c{i}")}))
        .collect();
    let mut links = vec![json!({"rel": "self", "href": "https://x/"})];
    if end < total {
        links.push(json!({"rel": "next", "href": "https://x/?pageNum=2"}));
    }
    json!({"results": results, "totalCount": total, "links": links})
}

/// A service that lists this many clusters. The caller changes what it says about the end.
async fn list(total: usize, change: fn(&mut Value)) -> (MockServer, Client) {
    let server = server(move |request: &Request| {
        let mut page = page(request, total);
        change(&mut page);
        support::json(200, &page.to_string())
    });
    let server = server.await;
    let client = client(&server);
    (server, client)
}

fn unchanged(_: &mut Value) {}

async fn names(items: Items<clusters::ListClusters>) -> Vec<String> {
    let items: Vec<_> = items.try_collect().await.unwrap();
    items
        .into_iter()
        .filter_map(|cluster| cluster.name)
        .collect()
}

#[tokio::test]
async fn fetches_all_items_in_order_with_fewest_requests() {
    for (total, expected) in [(0, 1), (1, 1), (100, 1), (101, 2), (250, 3), (300, 3)] {
        let (server, client) = list(total, unchanged).await;
        let names = names(client.items(clusters::list_clusters(GROUP))).await;
        let all: Vec<_> = (0..total).map(|i| format!("c{i}")).collect();
        assert_eq!(names, all);
        let requests = requests(&server).await;
        assert_eq!(requests.len(), expected, "of {total}");
        // Nothing is requested that the program did not ask for.
        assert_eq!(requests[0].url.query(), None);
        let pages: Vec<_> = requests[1..]
            .iter()
            .map(|it| it.url.query().unwrap())
            .collect();
        assert!(
            pages
                .iter()
                .eq(["pageNum=2", "pageNum=3"][..expected - 1].iter()),
            "{pages:?}"
        );
    }
}

#[tokio::test]
async fn ends_on_count_or_on_missing_next_link() {
    let no_count = |page: &mut Value| drop(page.as_object_mut().unwrap().remove("totalCount"));
    let no_links = |page: &mut Value| drop(page.as_object_mut().unwrap().remove("links"));
    let null_links = |page: &mut Value| page["links"] = Value::Null;
    let old_links = |page: &mut Value| {
        page.as_object_mut().unwrap().remove("totalCount");
        for link in page["links"].as_array_mut().unwrap() {
            let rel = format!("http://mms.mongodb.com/{}", link["rel"].as_str().unwrap());
            link["rel"] = rel.into();
        }
    };
    for change in [no_count, no_links, null_links, old_links] {
        let (server, client) = list(200, change).await;
        let operation = clusters::list_clusters(GROUP).items_per_page(100);
        assert_eq!(names(client.items(operation)).await.len(), 200);
        assert_eq!(requests(&server).await.len(), 2);
    }
    // Without any sign of the end, there is one more request, unless the page is not full.
    let nothing = |page: &mut Value| {
        let results = page["results"].take();
        *page = json!({"results": results});
    };
    for (total, expected) in [(150, 2), (200, 3)] {
        let (server, client) = list(total, nothing).await;
        let items = client.items(clusters::list_clusters(GROUP));
        assert_eq!(names(items).await.len(), total);
        assert_eq!(requests(&server).await.len(), expected);
    }
}

#[tokio::test]
async fn keeps_page_size_and_other_arguments() {
    let (server, client) = list(7, unchanged).await;
    let operation = clusters::list_clusters(GROUP)
        .items_per_page(3)
        .include_count(true);
    let names = names(client.items(operation)).await;
    assert_eq!(names.len(), 7);
    let requests = requests(&server).await;
    assert_eq!(requests.len(), 3);
    for (index, request) in requests.iter().enumerate() {
        assert_eq!(number(request, "itemsPerPage"), Some(3));
        let count = request.url.query().unwrap().contains("includeCount=true");
        assert!(count, "{}", request.url);
        let page = number(request, "pageNum");
        assert_eq!(page, (index > 0).then_some(index + 1));
    }
}

#[tokio::test]
async fn fetches_pages_lazily() {
    let (server, client) = list(250, unchanged).await;
    let mut items = client.items(clusters::list_clusters(GROUP));
    assert_eq!((items.total_count(), items.next_page()), (None, Some(1)));
    assert!(requests(&server).await.is_empty());
    for _ in 0..100 {
        items.try_next().await.unwrap().unwrap();
    }
    assert_eq!(requests(&server).await.len(), 1);
    assert_eq!(
        (items.total_count(), items.next_page()),
        (Some(250), Some(2))
    );
    items.try_next().await.unwrap().unwrap();
    assert_eq!(requests(&server).await.len(), 2);
    drop(items);

    let (server, client) = list(250, unchanged).await;
    let mut pages = client.pages(clusters::list_clusters(GROUP).page_num(2));
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!(
        (page.number(), page.items().len(), page.total_count()),
        (2, 100, Some(250))
    );
    assert_eq!(page.response().status, 200);
    assert_eq!(page.response().value.links.as_ref().unwrap().len(), 2);
    let page = pages.try_next().await.unwrap().unwrap();
    assert_eq!((page.number(), page.into_items().len()), (3, 50));
    assert!(pages.try_next().await.unwrap().is_none());
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn stream_resumes_after_error() {
    let broken = Arc::new(AtomicUsize::new(3));
    let breaking = Arc::clone(&broken);
    let server = server(move |request: &Request| {
        if number(request, "pageNum") == Some(breaking.load(Ordering::SeqCst)) {
            return ResponseTemplate::new(500);
        }
        support::json(200, &page(request, 450).to_string())
    });
    let server = server.await;
    let client = client(&server);
    let mut items = client.items(clusters::list_clusters(GROUP));
    let mut names = Vec::new();
    let error: Error = loop {
        match items.next().await.unwrap() {
            Ok(cluster) => names.push(cluster.name.unwrap()),
            Err(error) => break error,
        }
    };
    assert_eq!(error.status().unwrap(), 500);
    assert_eq!((names.len(), items.next_page()), (200, Some(3)));
    assert!(items.next().await.is_none());
    assert!(items.next().await.is_none());

    broken.store(0, Ordering::SeqCst);
    let operation = clusters::list_clusters(GROUP).page_num(items.next_page().unwrap());
    names.extend(self::names(client.items(operation)).await);
    let all: Vec<_> = (0..450).map(|i| format!("c{i}")).collect();
    assert_eq!(names, all);
}

#[tokio::test]
async fn rejects_page_without_list() {
    for body in [
        r#"{"results":"none"}"#,
        r#"{"results":"none","totalCount":0}"#,
        r#"{"Results":[{"name":"a"}]}"#,
        r#"{"message":"maintenance, try again"}"#,
        r#"{"totalCount":3}"#,
        "{}",
        "<html>",
        "[]",
    ] {
        let server = server(support::json(200, body)).await;
        let mut items = client(&server).items(clusters::list_clusters(GROUP));
        let error = items.next().await.unwrap().unwrap_err();
        assert!(error.is_decode(), "{error}");
        assert_eq!(error.body().unwrap(), body);
        assert!(items.next().await.is_none());
        assert_eq!(items.next_page(), Some(1));
        let mut pages = client(&server).pages(clusters::list_clusters(GROUP));
        assert!(pages.next().await.unwrap().unwrap_err().is_decode());
        assert!(pages.next().await.is_none());
    }
}

/// Otherwise, a list would be cut off without anyone noticing.
#[tokio::test]
async fn rejects_later_page_without_list() {
    let server = server(move |request: &Request| match number(request, "pageNum") {
        Some(2) => support::json(200, r#"{"message":"maintenance, try again"}"#),
        _ => support::json(200, &page(request, 250).to_string()),
    });
    let server = server.await;
    let mut items = client(&server).items(clusters::list_clusters(GROUP));
    for _ in 0..100 {
        items.next().await.unwrap().unwrap();
    }
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.is_decode(), "{error}");
    assert!(error.to_string().contains("$.results"), "{error}");
    assert_eq!(items.next_page(), Some(2));
}

#[tokio::test]
async fn count_of_zero_needs_no_list() {
    let server = server(support::json(200, r#"{"totalCount":0}"#)).await;
    let items = client(&server).items(clusters::list_clusters(GROUP));
    assert_eq!(names(items).await, [""; 0]);
}

/// Items disappear while the list is read.
#[tokio::test]
async fn ends_when_list_shrinks() {
    let calls = AtomicUsize::new(0);
    let server = server(move |request: &Request| {
        let total = [300, 150, 0, 0][calls.fetch_add(1, Ordering::SeqCst)];
        let mut page = page(request, total);
        // The link to the next page is wrong.
        page["links"] = json!([{"rel": "next", "href": "https://x/"}]);
        support::json(200, &page.to_string())
    });
    let server = server.await;
    let items = client(&server).items(clusters::list_clusters(GROUP));
    assert_eq!(names(items).await.len(), 150);
    assert_eq!(requests(&server).await.len(), 3);
}

/// Items are added while the list is read. Those at the end are read too, and those that were pushed back appear
/// twice.
#[tokio::test]
async fn follows_growing_list_to_its_end() {
    let calls = AtomicUsize::new(0);
    let server = server(move |request: &Request| {
        let total = [150, 250, 250][calls.fetch_add(1, Ordering::SeqCst)];
        support::json(200, &page(request, total).to_string())
    });
    let server = server.await;
    let mut items = client(&server).items(clusters::list_clusters(GROUP));
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!((count, items.total_count()), (250, Some(250)));
}

#[tokio::test]
async fn rejects_page_without_body() {
    let server = server(ResponseTemplate::new(200)).await;
    let mut items = client(&server).items(clusters::list_clusters(GROUP));
    assert!(items.next().await.unwrap().unwrap_err().is_decode());
}

#[tokio::test]
async fn reads_unpaged_list_with_one_request() {
    let server = server(support::json(200, r#"[{"name":"a"},{"name":"b"}]"#)).await;
    let client = client(&server);
    let mut items = client.items(projects::list_group_limits(GROUP));
    let first = items.try_next().await.unwrap().unwrap();
    assert_eq!(atlas_api::to_json(&first), r#"{"name":"a"}"#);
    assert_eq!((items.total_count(), items.next_page()), (None, None));
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap().len(), 1);
    assert_eq!(requests(&server).await.len(), 1);
}

/// The items are unions, and the operation is borrowed.
#[tokio::test]
async fn streams_unions_from_borrowed_operation() {
    let body = r#"{"results":[{"eventTypeName":"BRAND_NEW","n":1}],"totalCount":1}"#;
    let server = server(support::json(200, body)).await;
    let operation = events::list_group_events(GROUP).items_per_page(1);
    let client = client(&server);
    let items: Vec<_> = client.items(&operation).try_collect().await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn yields_input_error_once() {
    let client = builder("http://127.0.0.1:9").build().unwrap();
    let mut items = client.items(clusters::list_clusters(""));
    assert!(items.next().await.unwrap().unwrap_err().is_input());
    assert!(items.next().await.is_none());
}

/// Lists whose end the service never announces, and how many items they yield.
#[tokio::test]
async fn endless_list_ends() {
    let full = |size: usize| -> Vec<Value> {
        (0..size)
            .map(|i| json!({"name": format!("c{i}")}))
            .collect()
    };
    let next = json!([{"rel": "next", "href": "https://x/"}]);
    let same = json!({"results": full(100), "links": next});
    let short = json!({"results": full(3), "links": next, "totalCount": 1_000_000});
    let silent = json!({"results": full(100)});
    let counted = json!({"results": full(100), "links": next, "totalCount": 150});
    for (body, items, expected) in [
        (same, 100, "page 2 has the items of an earlier page"),
        (short, 3, "page 2 has the items of an earlier page"),
        (silent, 100, "page 2 has the items of an earlier page"),
        (counted, 100, "page 2 has the items of an earlier page"),
    ] {
        let server = server(support::json(200, &body.to_string())).await;
        let client = client(&server);
        let operation = clusters::list_clusters(GROUP).items_per_page(100);
        let mut list = client.items(&operation);
        let mut count = 0;
        let error = loop {
            match list.next().await.unwrap() {
                Ok(_) => count += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(count, items);
        assert!(error.is_endless_list() && !error.is_retryable(), "{error}");
        assert!(error.to_string().contains(expected), "{error}");
        assert!(error.body().is_some() && error.status().unwrap() == 200);
        assert_presentable(&error);
        assert!(list.next().await.is_none());

        let mut pages = client.pages(&operation);
        assert!(pages.next().await.unwrap().is_ok());
        assert!(pages.next().await.unwrap().unwrap_err().is_endless_list());
        assert!(pages.next().await.is_none());
        // Wherever it starts.
        let mut pages = client.pages(operation.page_num(77));
        assert!(pages.next().await.unwrap().is_ok());
        assert!(pages.next().await.unwrap().unwrap_err().is_endless_list());
    }
}

/// Different items each time, and always a link to more.
async fn endless(total: Option<u64>) -> (MockServer, Client) {
    let calls = AtomicUsize::new(0);
    let server = server(move |_: &Request| {
        let call = calls.fetch_add(1, Ordering::SeqCst);
        let results: Vec<_> = (0..100)
            .map(|i| json!({"name": format!("{call}-{i}")}))
            .collect();
        let mut page = json!({"results": results, "links": [{"rel": "next", "href": "x"}]});
        if let Some(total) = total {
            page["totalCount"] = total.into();
        }
        support::json(200, &page.to_string())
    });
    let server = server.await;
    let client = client(&server);
    (server, client)
}

#[tokio::test]
async fn rejects_more_items_than_total_count() {
    let (server, client) = endless(Some(250)).await;
    let mut items = client.items(clusters::list_clusters(GROUP));
    let mut count = 0;
    let error = loop {
        match items.next().await.unwrap() {
            Ok(_) => count += 1,
            Err(error) => break error,
        }
    };
    // The program gets everything that arrived.
    assert_eq!((count, requests(&server).await.len()), (300, 3));
    assert!(error.is_endless_list(), "{error}");
    assert!(error.to_string().contains("300 items of 250"), "{error}");
    assert_presentable(&error);
}

#[tokio::test]
async fn page_number_does_not_wrap_around() {
    let (server, client) = endless(None).await;
    let mut pages = client.pages(clusters::list_clusters(GROUP).page_num(u32::MAX));
    assert_eq!(pages.next().await.unwrap().unwrap().number(), u32::MAX);
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.is_endless_list(), "{error}");
    assert!(pages.next().await.is_none());
    assert_eq!(requests(&server).await.len(), 1);
    for number in [i64::from(u32::MAX) + 1, i64::MAX, -1] {
        let mut items = client.items(clusters::list_clusters(GROUP).page_num(number));
        let error = items.next().await.unwrap().unwrap_err();
        assert!(
            error.is_input() && error.to_string().contains(&number.to_string()),
            "{error}"
        );
        assert!(items.next().await.is_none());
    }
    assert_eq!(requests(&server).await.len(), 1);
}

/// The service sends a count of 0 with all events.
#[tokio::test]
async fn ignores_total_count_of_zero_with_items() {
    let server = server(|request: &Request| {
        let number = number(request, "pageNum").unwrap_or(1);
        let links = match number {
            1 => json!([{"rel": "next", "href": "x"}]),
            _ => json!([{"rel": "self", "href": "x"}]),
        };
        let results = json!([{"eventTypeName": "X", "id": number}]);
        let page = json!({"results": results, "links": links, "totalCount": 0});
        support::json(200, &page.to_string())
    });
    let server = server.await;
    let mut items = client(&server).items(events::list_group_events(GROUP));
    for _ in 0..2 {
        items.next().await.unwrap().unwrap();
    }
    assert!(items.next().await.is_none());
    assert_eq!(items.total_count(), None);
}

#[tokio::test]
async fn iterates_over_items_of_a_page() {
    let (_server, client) = list(3, unchanged).await;
    let output = client.send(clusters::list_clusters(GROUP)).await.unwrap();
    let mut names = Vec::new();
    for cluster in &output {
        names.push(cluster.name.clone());
    }
    for cluster in output {
        names.push(cluster.name);
    }
    let page = client
        .pages(clusters::list_clusters(GROUP))
        .next()
        .await
        .unwrap()
        .unwrap();
    for cluster in &page {
        names.push(cluster.name.clone());
    }
    for cluster in page {
        names.push(cluster.name);
    }
    let expected = ["c0", "c1", "c2"].map(|name| Some(name.to_owned()));
    assert_eq!(names, vec![expected; 4].concat());
}

//! Lists, page by page.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use atlas_api::{Client, Error, Items, clusters, events, projects};
use futures_util::TryStreamExt;
use serde_json::{Value, json};
use wiremock::{MockServer, Request, ResponseTemplate};

use crate::support;
use crate::support::*;

fn number(request: &Request, name: &str) -> Option<usize> {
    let mut pairs = request.url.query_pairs();
    let (_, value) = pairs.find(|(known, _)| known == name)?;
    Some(value.parse().unwrap())
}

/// A page of a list of so many clusters, as the service gives it.
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

/// A service that lists so many clusters; what it says of the end is changed by the caller.
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

fn as_it_is(_: &mut Value) {}

async fn names(items: Items<clusters::ListClusters>) -> Vec<String> {
    let items: Vec<_> = items.try_collect().await.unwrap();
    items
        .into_iter()
        .filter_map(|cluster| cluster.name)
        .collect()
}

#[tokio::test]
async fn all_items_come_in_order_by_as_few_requests_as_can_be() {
    for (total, expected) in [(0, 1), (1, 1), (100, 1), (101, 2), (250, 3), (300, 3)] {
        let (server, client) = list(total, as_it_is).await;
        let names = names(client.items(clusters::list_clusters(GROUP))).await;
        let all: Vec<_> = (0..total).map(|i| format!("c{i}")).collect();
        assert_eq!(names, all);
        let requests = requests(&server).await;
        assert_eq!(requests.len(), expected, "of {total}");
        // What the program did not ask for is not asked for.
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
async fn either_sign_of_the_end_is_enough() {
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
    // Without any sign there is one more request, which a page that is not full saves.
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
async fn the_page_size_and_the_other_arguments_are_kept() {
    let (server, client) = list(7, as_it_is).await;
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
async fn pages_are_fetched_when_they_are_needed() {
    let (server, client) = list(250, as_it_is).await;
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

    let (server, client) = list(250, as_it_is).await;
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
async fn an_error_ends_the_stream_which_can_go_on_from_there() {
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
async fn a_page_that_holds_no_list_is_not_taken_for_an_empty_one() {
    for body in [r#"{"results":"none"}"#, "<html>", "[]"] {
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

/// Items that go away while the list is read.
#[tokio::test]
async fn a_list_that_shrinks_comes_to_an_end() {
    let calls = AtomicUsize::new(0);
    let server = server(move |request: &Request| {
        let total = [300, 150, 0, 0][calls.fetch_add(1, Ordering::SeqCst)];
        let mut page = page(request, total);
        // The link to the next page lies.
        page["links"] = json!([{"rel": "next", "href": "https://x/"}]);
        support::json(200, &page.to_string())
    });
    let server = server.await;
    let items = client(&server).items(clusters::list_clusters(GROUP));
    assert_eq!(names(items).await.len(), 150);
    assert_eq!(requests(&server).await.len(), 3);
}

/// Items that come while the list is read: those at the end are read too, and what was pushed back
/// comes twice.
#[tokio::test]
async fn a_list_that_grows_is_read_to_its_new_end() {
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
async fn an_answer_without_a_body_is_not_taken_for_the_end() {
    let server = server(ResponseTemplate::new(200)).await;
    let mut items = client(&server).items(clusters::list_clusters(GROUP));
    assert!(items.next().await.unwrap().unwrap_err().is_decode());
}

#[tokio::test]
async fn lists_without_pages_are_one() {
    let server = server(support::json(200, r#"[{"name":"a"},{"name":"b"}]"#)).await;
    let client = client(&server);
    let mut items = client.items(projects::list_group_limits(GROUP));
    let first = items.try_next().await.unwrap().unwrap();
    assert_eq!(atlas_api::to_json(&first), r#"{"name":"a"}"#);
    assert_eq!((items.total_count(), items.next_page()), (None, None));
    assert_eq!(items.try_collect::<Vec<_>>().await.unwrap().len(), 1);
    assert_eq!(requests(&server).await.len(), 1);
}

/// The items are unions, and the operation is lent.
#[tokio::test]
async fn events_come_as_they_are() {
    let body = r#"{"results":[{"eventTypeName":"BRAND_NEW","n":1}],"totalCount":1}"#;
    let server = server(support::json(200, body)).await;
    let operation = events::list_group_events(GROUP).items_per_page(1);
    let client = client(&server);
    let items: Vec<_> = client.items(&operation).try_collect().await.unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(requests(&server).await.len(), 1);
}

#[tokio::test]
async fn a_bad_argument_is_the_only_item() {
    let client = builder("http://127.0.0.1:9").build().unwrap();
    let mut items = client.items(clusters::list_clusters(""));
    assert!(items.next().await.unwrap().unwrap_err().is_input());
    assert!(items.next().await.is_none());
}

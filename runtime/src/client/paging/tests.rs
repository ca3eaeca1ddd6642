//! Reads lists of a mock service page by page.
#![expect(
    dead_code,
    reason = "the tests use only a part of what the macros generate"
)]

use std::pin::Pin;

use futures_core::Stream;
use http::Method;

use super::{Items, Page};
use crate::client::handle::Client;
use crate::json;
use crate::message::error::kinds::Error;
use crate::rt;
use crate::test_util::{Answer, Failure, Mock, Request};
use crate::wire::json::value::Json;
use crate::wire::output::Body;

rt::object! {
    /// A page of numbers.
    pub struct Numbers {
        /// The links to other pages.
        links [list Json] = "links",
        /// The numbers.
        results [each i64] = "results",
        /// How many numbers there are on all pages.
        total [int i64] = "totalCount",
    }
    new()
}

rt::operation! {
    /// Lists numbers.
    pub fn list_numbers();
    /// The request of [`list_numbers`].
    pub struct ListNumbers => Numbers;
    meta(GET) {
        operation_id: "listNumbers",
        name: "listNumbers",
        path: "/numbers",
        version: "2024-08-05",
        media_type: "application/json",
    }
    list { items: results, paged: true, item: i64, }
    /// The size of a page.
    set items_per_page [int i64] = query "itemsPerPage";
    /// The first page.
    set page_num [int i64] = query "pageNum";
}

rt::operation! {
    /// Lists all numbers at once.
    pub fn all_numbers();
    /// The request of [`all_numbers`].
    pub struct AllNumbers => Body<Vec<i64>>;
    meta(GET) {
        operation_id: "allNumbers",
        name: "allNumbers",
        path: "/all",
        version: "2024-08-05",
        media_type: "application/json",
    }
    list { items: body, paged: false, item: i64, }
}

const NEXT: &str = r#"{"rel": "next", "href": "https://x/"}"#;

/// Returns a page of the numbers below a total, with a link if another page follows.
fn page(request: &Request, total: i64) -> Json {
    let number = |name, default| {
        request
            .query(name)
            .map_or(default, |it| it.parse().unwrap())
    };
    let (page, size) = (number("pageNum", 1), number("itemsPerPage", 2));
    let end = (page * size).min(total);
    let results: Vec<i64> = ((page - 1) * size..end).collect();
    let links = if end < total { NEXT } else { "" };
    let text = format!(r#"{{"results": {results:?}, "totalCount": {total}, "links": [{links}]}}"#);
    text.parse().unwrap()
}

/// Starts a service that lists `total` numbers.
fn service(total: i64) -> (Mock, Client) {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, "/numbers")
        .answer_with(move |request| Ok(page(request, total)));
    let client = mock.client();
    (mock, client)
}

fn serving(answer: impl Into<Answer>) -> (Mock, Client) {
    let mock = Mock::start().unwrap().unverified();
    mock.on_other().answer(answer);
    let client = mock.client();
    (mock, client)
}

/// Returns the numbers up to the end or to an error.
async fn all(items: &mut Items<ListNumbers>) -> (Vec<i64>, Option<Error>) {
    let mut numbers = Vec::new();
    loop {
        match items.next().await {
            Some(Ok(number)) => numbers.push(number),
            Some(Err(error)) => return (numbers, Some(error)),
            None => return (numbers, None),
        }
    }
}

#[tokio::test]
async fn fetches_pages_in_order_and_lazily() {
    let (mock, client) = service(5);
    let mut items = client.items(list_numbers().items_per_page(2));
    assert_eq!((items.total_count(), items.next_page()), (None, Some(1)));
    assert_eq!(Pin::new(&mut items).size_hint(), (0, None));
    assert!(mock.requests().is_empty());
    assert_eq!(items.next().await.unwrap().unwrap(), 0);
    assert_eq!((items.total_count(), items.next_page()), (Some(5), Some(2)));
    assert_eq!(Pin::new(&mut items).size_hint(), (1, None));
    assert_eq!(mock.requests().len(), 1);
    assert_eq!(all(&mut items).await.0, [1, 2, 3, 4]);
    assert_eq!((items.total_count(), items.next_page()), (Some(5), None));
    assert!(items.next().await.is_none());
    let requests = mock.requests();
    let page_numbers: Vec<_> = requests.iter().map(|it| it.query("pageNum")).collect();
    assert_eq!(page_numbers, [None, Some("2"), Some("3")]);
    assert!(
        requests
            .iter()
            .all(|it| it.query("itemsPerPage") == Some("2"))
    );
}

#[tokio::test]
async fn list_begins_at_requested_page() {
    let (mock, client) = service(7);
    let mut pages = client.pages(list_numbers().items_per_page(2).page_num(3));
    assert_eq!((pages.total_count(), pages.next_page()), (None, Some(3)));
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.number(), page.items()), (3, &[4, 5][..]));
    assert_eq!(
        (page.total_count(), pages.total_count()),
        (Some(7), Some(7))
    );
    assert_eq!(page.response().status, 200);
    assert_eq!(page.response().value.results, Some(vec![4, 5]));
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.number(), page.into_items()), (4, vec![6]));
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    let requests = mock.requests();
    let page_numbers: Vec<_> = requests.iter().map(|it| it.query("pageNum")).collect();
    assert_eq!(page_numbers, [Some("3"), Some("4")]);
}

#[tokio::test]
async fn page_returns_its_items_in_every_form() {
    let (_mock, client) = service(2);
    let page = || async {
        let page: Page<_> = client.pages(list_numbers()).next().await.unwrap().unwrap();
        page
    };
    assert!((&page().await).into_iter().eq(&[0, 1]));
    assert!(page().await.into_iter().eq([0, 1]));
    let response = page().await.into_response();
    assert_eq!(response.value.results, Some(vec![0, 1]));
}

#[tokio::test]
async fn error_ends_the_list_at_the_missing_page() {
    let (mock, client) = service(6);
    mock.on_path(Method::GET, "/numbers")
        .query("pageNum", 2)
        .answer(Failure::new(400, "BROKEN"));
    let mut items = client.items(list_numbers());
    let (numbers, error) = all(&mut items).await;
    assert_eq!((numbers, items.next_page()), (vec![0, 1], Some(2)));
    assert!(error.unwrap().is_code("BROKEN"));
    assert!(items.next().await.is_none());
    assert_eq!(mock.requests().len(), 2);
}

#[tokio::test]
async fn rejects_page_without_list() {
    for body in ["", "[]", "none", r#"{"results": "none"}"#] {
        let (_mock, client) = serving(http::Response::new(body));
        let mut pages = client.pages(list_numbers());
        let error = pages.next().await.unwrap().unwrap_err();
        assert!(error.is_decode(), "{body}: {error}");
        assert_eq!(error.body().unwrap(), body);
        assert_eq!(error.attempts(), 1);
        assert_eq!(pages.next_page(), Some(1));
        assert!(pages.next().await.is_none());
    }
    // A mismatch elsewhere does not affect the list.
    let (_mock, client) = serving(Answer::json(json!({"results": [1], "totalCount": "one"})));
    let mut pages = client.pages(list_numbers());
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!(page.items(), [1]);
    assert_eq!(page.response().set_aside.len(), 1);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn rejects_repeated_page() {
    let link: Json = NEXT.parse().unwrap();
    let (_mock, client) = serving(Answer::json(json!({"results": [1, 2], "links": [link]})));
    let mut items = client.items(list_numbers());
    let (numbers, error) = all(&mut items).await;
    let error = error.unwrap();
    assert_eq!(numbers, [1, 2]);
    assert!(error.is_endless_list() && error.attempts() == 1, "{error}");
    assert!(error.body().is_some() && error.status().unwrap() == 200);
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn rejects_more_items_than_total_count() {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, "/numbers")
        .answer_with(|request| {
            let number = request.query("pageNum").unwrap_or("1");
            if number == "9" {
                return Err(Failure::new(400, "NO_END").into());
            }
            let text =
                format!(r#"{{"results": [{number}, 0], "totalCount": 3, "links": [{NEXT}]}}"#);
            Ok(text.parse::<Json>().unwrap())
        });
    let mut items = mock.client().items(list_numbers());
    let (numbers, error) = all(&mut items).await;
    assert_eq!(numbers, [1, 0, 2, 0]);
    let error = error.unwrap();
    assert!(error.is_endless_list(), "{error}");
    assert!(error.to_string().contains("4 items of 3"), "{error}");
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn invalid_page_number_is_an_input_error() {
    let (mock, client) = service(1);
    let mut pages = client.pages(list_numbers().page_num(-1));
    let error = pages.next().await.unwrap().unwrap_err();
    assert!(error.is_input(), "{error}");
    assert!(error.to_string().contains("`pageNum` is -1"), "{error}");
    assert!(pages.next().await.is_none());
    assert!(mock.requests().is_empty());
    drop(mock.unverified());
}

#[tokio::test]
async fn unpaged_list_is_one_page() {
    let (mock, client) = serving(Answer::json(json!([7, 8])));
    // In a paged list, a page of this size would be full.
    let numbers = (0..200).collect::<Vec<i64>>();
    mock.on_path(Method::GET, "/all")
        .reply(Json::from_serialize(&numbers).unwrap());
    let operation = all_numbers();
    let mut items = client.items(&operation);
    assert_eq!(items.next().await.unwrap().unwrap(), 0);
    assert_eq!((items.total_count(), items.next_page()), (None, None));
    let mut count = 1;
    while let Some(number) = items.next().await {
        assert_eq!(number.unwrap(), count);
        count += 1;
    }
    assert_eq!((count, mock.requests().len()), (200, 1));
    // Borrowed operations work the same.
    let operation = list_numbers();
    let (mock, client) = service(3);
    let mut pages = client.pages(&operation);
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.items(), page.total_count()), (&[0, 1][..], Some(3)));
    assert_eq!(page.into_items(), [0, 1]);
    assert_eq!(pages.next().await.unwrap().unwrap().items(), [2]);
    assert!(pages.next().await.is_none());
    assert_eq!(mock.requests().len(), 2);
}

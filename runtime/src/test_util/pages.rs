//! Lists in pages, split as the service splits them.

use bytes::Bytes;

use super::request::Request;
use crate::client::paging::cursor::{ITEMS_PER_PAGE, MAX_ITEMS_PER_PAGE};
use crate::json;
use crate::message::paged::Paged;
use crate::wire::json::value::Json;
use crate::wire::map::Map;
use crate::wire::output::Output;
use crate::wire::value::{Value, to_json};

impl Request {
    /// Returns the page of a list that this request asks for with `pageNum` and `itemsPerPage`, including the links and
    /// the count that show where the list ends. For operations without such parameters, returns the whole list.
    ///
    /// It is meant for functions that [respond](super::On::answer_with) with lists. For a list that does not change, use
    /// [`reply_items`](super::On::reply_items).
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::sync::{Arc, Mutex};
    ///
    /// use atlas_api::clusters::{self, ListClusters};
    /// use atlas_api::test_util::Mock;
    /// use atlas_api::types::ClusterDescription20240805;
    ///
    /// let mock = Mock::start()?;
    /// let clusters = Arc::new(Mutex::new(Vec::new()));
    /// let all = Arc::clone(&clusters);
    /// mock.on::<ListClusters>()
    ///     .answer_with(move |request| Ok(request.page::<ListClusters>(all.lock().unwrap().clone())));
    ///
    /// clusters.lock().unwrap().push(ClusterDescription20240805::new().name("prod"));
    /// let page = mock.client().send(clusters::list_clusters("32b6e34b3d91647abb20e7b8")).await?;
    /// assert_eq!(page.total_count, Some(1));
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    pub fn page<O>(&self, items: impl IntoIterator<Item = O::Item>) -> O::Output
    where
        O: Paged,
        O::Item: Value,
    {
        let items: Vec<_> = items.into_iter().collect();
        let page = Numbers::of::<O>(self, items.len());
        let listed: Vec<_> = items
            .into_iter()
            .skip(page.start)
            .take(page.length)
            .collect();
        let mut body = to_json(&listed);
        if has_results::<O>() {
            body = format!("{{\"results\":{body}");
            for (name, value) in page.rest(self) {
                body += &format!(",\"{name}\":{value}");
            }
            body.push('}');
        }
        // Mismatches are kept, because a test may respond with what the service should not.
        O::Output::from_body(body.into(), &mut Vec::new())
    }
}

/// Whether a page is an object that contains the list, rather than the list itself.
fn has_results<O: Paged>() -> bool {
    let mut mismatches = Vec::new();
    O::Output::from_body(Bytes::from_static(b"{\"results\":[]}"), &mut mismatches);
    mismatches.is_empty()
}

/// The range of items on a page.
struct Numbers {
    page: usize,
    items_per_page: usize,
    start: usize,
    length: usize,
    total: usize,
}

impl Numbers {
    fn of<O: Paged>(request: &Request, total: usize) -> Self {
        let number = |name| request.query(name)?.parse::<usize>().ok();
        let page = number("pageNum").unwrap_or(1).max(1);
        let items_per_page = number("itemsPerPage").unwrap_or(ITEMS_PER_PAGE as usize);
        let items_per_page = items_per_page.clamp(1, MAX_ITEMS_PER_PAGE as usize);
        let (start, length) = match O::NUMBERED {
            true => ((page - 1).saturating_mul(items_per_page), items_per_page),
            false => (0, total),
        };
        Self {
            page,
            items_per_page,
            start,
            length,
            total,
        }
    }

    /// The rest of a page, without its items.
    fn rest(&self, request: &Request) -> Map<Json> {
        let mut rest = Map::new();
        if request.query("includeCount") != Some("false") {
            rest.insert("totalCount", self.total.into());
        }
        let host = request.header("host").unwrap_or_default();
        let link = |relation, page| {
            let (path, items) = (request.path(), self.items_per_page);
            let url = format!("http://{host}{path}?pageNum={page}&itemsPerPage={items}");
            json!({"rel": relation, "href": url})
        };
        let mut links = vec![link("self", self.page)];
        if self.start > 0 {
            links.push(link("previous", self.page - 1));
        }
        if self.start.saturating_add(self.length) < self.total {
            links.push(link("next", self.page + 1));
        }
        rest.insert("links", links.into());
        rest
    }
}

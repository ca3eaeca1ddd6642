//! Bodies of responses: pages of lists, envelopes, and pretty printing.

use atlas_api::OperationMeta;
use atlas_api::test_util::{Answer, Request};
use serde_json::{Value as Json, json};

use crate::call::{Content, Reply};
use crate::spec::Spec;

/// Builds the response to a request.
pub fn answer(
    spec: &Spec,
    operation: &OperationMeta,
    request: &Request,
    url: &str,
    reply: Reply,
) -> Answer {
    let declared = spec.operation(operation);
    let (status, schema) = spec.success(declared, operation);
    let status = reply.status.unwrap_or(status);
    let mut body = match reply.content {
        Content::File(bytes) => {
            let response = atlas_api::http::Response::new(bytes);
            let answer = Answer::from(response).status(status);
            return answer.header("content-type", operation.media_type);
        }
        Content::Nothing if status == 204 => {
            return Answer::from(atlas_api::http::Response::new("")).status(status);
        }
        Content::Nothing => json!({}),
        Content::One(value) => value,
        Content::List(items) if schema["type"] == "array" => Json::Array(items),
        Content::List(items) => {
            let is_paged = spec.parameters(declared).any(|it| it["name"] == "pageNum");
            page(request, url, items, is_paged)
        }
    };
    if request.query("envelope") == Some("true") {
        body = match body {
            // A page contains the status itself.
            Json::Object(mut page) if page.contains_key("results") => {
                page.insert("status".to_owned(), status.into());
                Json::Object(page)
            }
            body => json!({"content": body, "status": status}),
        };
    }
    let text = match request.query("pretty") {
        Some("true") => serde_json::to_string_pretty(&body).unwrap_or_default(),
        _ => body.to_string(),
    };
    let media_type = format!("{};charset=utf-8", operation.media_type);
    let answer = Answer::from(atlas_api::http::Response::new(text)).status(status);
    answer.header("content-type", media_type)
}

/// The requested page of a list. The parameters are valid or absent.
fn page(request: &Request, url: &str, items: Vec<Json>, is_paged: bool) -> Json {
    let number = |name| request.query(name)?.parse::<usize>().ok();
    let (page, per_page) = match is_paged {
        true => (
            number("pageNum").unwrap_or(1).max(1),
            number("itemsPerPage").unwrap_or(100),
        ),
        false => (1, items.len().max(1)),
    };
    let (start, total) = ((page - 1).saturating_mul(per_page), items.len());
    let link = |relation: &str, page: usize| {
        let numbers = [("pageNum", page), ("itemsPerPage", per_page)];
        let mut query = form_urlencoded::Serializer::new(String::new());
        // Filters apply to all pages.
        let others = request.query_pairs();
        query.extend_pairs(others.filter(|(name, _)| !numbers.iter().any(|it| it.0 == *name)));
        query.extend_pairs(numbers.map(|(name, number)| (name, number.to_string())));
        let href = format!("{url}{}?{}", request.path(), query.finish());
        json!({"rel": relation, "href": href})
    };
    let mut links = vec![link("self", page)];
    if start > 0 {
        links.push(link("previous", page - 1));
    }
    if start.saturating_add(per_page) < total {
        links.push(link("next", page + 1));
    }
    let listed: Vec<Json> = items.into_iter().skip(start).take(per_page).collect();
    let mut body = json!({"links": links, "results": listed});
    if request.query("includeCount") != Some("false") {
        body["totalCount"] = total.into();
    }
    body
}

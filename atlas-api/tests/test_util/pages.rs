//! Paged lists.

use atlas_api::test_util::{Fault, Mock};
use atlas_api::{clusters, projects};
use futures_util::TryStreamExt;

use super::{GROUP, cluster};

#[tokio::test]
async fn splits_list_into_requested_pages() {
    let mock = Mock::start().unwrap();
    let names: Vec<_> = (0..250).map(|number| format!("c{number}")).collect();
    mock.on::<clusters::ListClusters>()
        .reply_items(names.iter().map(|name| cluster(name)));
    let client = mock.client();

    // The count alone works, and so do the links.
    for include_count in [true, false] {
        let list = clusters::list_clusters(GROUP).include_count(include_count);
        let all: Vec<_> = client.items(list).try_collect().await.unwrap();
        let all: Vec<_> = all
            .into_iter()
            .map(|cluster| cluster.name.unwrap())
            .collect();
        assert_eq!(all, names);
    }
    let asked: Vec<_> = mock
        .requests()
        .iter()
        .map(|it| it.query("pageNum").map(str::to_owned))
        .collect();
    let pages = [None, Some("2".to_owned()), Some("3".to_owned())];
    assert_eq!(asked, [pages.clone(), pages].concat());

    let page = client
        .send(
            clusters::list_clusters(GROUP)
                .items_per_page(100)
                .page_num(3),
        )
        .await
        .unwrap();
    assert_eq!(
        (page.total_count, page.results.unwrap().len()),
        (Some(250), 50)
    );
    assert!(page.unknown.is_empty());
    let relations: Vec<_> = page
        .links
        .unwrap()
        .into_iter()
        .map(|link| link.rel.unwrap())
        .collect();
    assert_eq!(relations, ["self", "previous"]);
    // Past the end, and more than the service returns.
    let page = client
        .send(clusters::list_clusters(GROUP).page_num(9))
        .await
        .unwrap();
    assert!(page.results.unwrap().is_empty());
    let page = client
        .send(clusters::list_clusters(GROUP).items_per_page(1000))
        .await
        .unwrap();
    assert_eq!(page.results.unwrap().len(), 250);
}

#[tokio::test]
async fn returns_unpaged_list_whole() {
    let mock = Mock::start().unwrap();
    let invite = |name: &str| atlas_api::types::GroupInvitation::new().username(name);
    let invites = ["a", "b"].map(invite);
    mock.on::<projects::ListGroupInvites>()
        .reply_items(invites.clone());
    let client = mock.client();
    let all: Vec<_> = client
        .items(projects::list_group_invites(GROUP))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, invites);
    // The bare list is the output too.
    mock.on::<projects::ListGroupInvites>()
        .reply(vec![invite("c")]);
    let all: Vec<_> = client
        .items(projects::list_group_invites(GROUP))
        .try_collect()
        .await
        .unwrap();
    assert_eq!(all, [invite("c")]);
    // And so is an empty one.
    mock.on::<projects::ListGroupInvites>().reply_items([]);
    let body = client
        .send(projects::list_group_invites(GROUP))
        .await
        .unwrap();
    assert_eq!(body.value(), Some(&vec![]));
}

#[tokio::test]
async fn keeps_item_with_mismatch() {
    let mock = Mock::start().unwrap();
    let mut odd = cluster("odd");
    odd.unknown.insert("paused", "perhaps");
    mock.on::<clusters::ListClusters>()
        .reply_items([cluster("a"), odd, cluster("b")]);
    let operation = clusters::list_clusters(GROUP).items_per_page(2);
    let page = mock.client().execute(operation).await.unwrap();
    assert_eq!(page.set_aside[0].path, "$.results[1].paused");
    assert_eq!(page.value.total_count, Some(3));
    let names: Vec<_> = page
        .value
        .results
        .unwrap()
        .into_iter()
        .map(|it| it.name.unwrap())
        .collect();
    assert_eq!(names, ["a", "odd"]);
}

#[tokio::test]
async fn refetches_failed_page() {
    let mock = Mock::start().unwrap();
    let all = ["a", "b", "c"].map(cluster);
    mock.on::<clusters::ListClusters>().reply_items(all.clone());
    mock.on::<clusters::ListClusters>()
        .query("pageNum", 2)
        .fault(Fault::Reset)
        .then()
        .reply_items(all.clone())
        .times(2);
    let list = clusters::list_clusters(GROUP).items_per_page(2);
    let items: Vec<_> = mock.client().items(list).try_collect().await.unwrap();
    assert_eq!(items, all);
    assert_eq!(mock.requests().len(), 3);
}

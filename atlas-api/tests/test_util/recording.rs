//! Calls that are recorded once, and replayed from the file.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{env, fs, process};

use atlas_api::test_util::{Answer, Fault, Mock, Recorder};
use atlas_api::types::{ClusterDescription20240805, ClusterState};
use atlas_api::{Client, Error, blocking, clusters, http, json, monitoring_and_logs, projects};
use futures_util::TryStreamExt;
use futures_util::future::join_all;

use super::{GROUP, cluster};

/// Texts that only the account's owner may see, and that are not in a file.
const SECRETS: [&str; 12] = [
    "6671c1b8e4b0a1234567890a",
    "Marker",
    "marker",
    "203.0.113.77",
    "2001:db8:77::77",
    "hush",
    "77777777",
    "e7777777-7777-4777-8777-777777777777",
    "abcde.mongodb.net",
    "MARKER",
    "mdb_sa_",
    "token-of-the-mock",
];

/// A project of the account.
const PROJECT: &str = "6671c1b8e4b0a1234567890a";

/// A file that is removed when this is dropped.
struct File(PathBuf);

impl File {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("atlas-api-recording-{}-{count}.jsonl", process::id());
        Self(env::temp_dir().join(name))
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.0).unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

fn recording(file: &File, mock: &Mock) -> (Recorder, Client) {
    let recorder = Recorder::record(&file.0);
    assert!(recorder.is_recording());
    let client = recorder.attach(mock.client_builder()).build().unwrap();
    (recorder, client)
}

/// A client without a service.
fn replaying(file: &File) -> (Recorder, Client) {
    let recorder = Recorder::replay(&file.0).unwrap();
    assert!(!recorder.is_recording());
    let nowhere = Client::builder().base_url("http://127.0.0.1:9");
    (recorder.clone(), recorder.attach(nowhere).build().unwrap())
}

/// A cluster with secrets in every possible place.
fn full() -> http::Response<String> {
    let json = json!({
        "id": "6671c1b8e4b0a1234567890a",
        "name": "Marker-prod",
        "clusterType": "REPLICASET",
        "createDate": "2026-08-10T03:07:49Z",
        "mongoDBVersion": "8.0.4",
        "paused": false,
        "stateName": "MARKER_STATE",
        "connectionStrings": {
            "standard": "mongodb://marker-shard-00-00.abcde.mongodb.net:27017,203.0.113.77:27018/?tls=true",
            "standardSrv": "mongodb+srv://marker.abcde.mongodb.net",
            "awsPrivateLink": {"vpce-77777777Marker": "mongodb://marker.pl.abcde.mongodb.net"},
        },
        "tags": [{"key": "owner", "value": "marker@example.org"}],
        "labels": "hush, of the wrong type",
        "links": [
            {"rel": "self", "href": "https://cloud.mongodb.com/api/atlas/v2/groups/6671c1b8e4b0a1234567890a/clusters/Marker-prod?token=hush"},
        ],
        "replicationSpecs": [
            {"id": "77777777777777777777aaaa", "zoneName": "the Marker zone", "regionConfigs": [
                {"providerName": "AWS", "regionName": "EU_WEST_1", "priority": 7, "electableSpecs": {"instanceSize": "M10", "diskSizeGB": 10.5}},
                {"providerName": "MARKER_CLOUD", "newSetting": "hush"},
            ]},
        ],
        "newProperty": {"marker": ["2001:db8:77::77", 77777777, true], "e7777777-7777-4777-8777-777777777777": "****hush"},
    });
    let response = http::Response::builder()
        .header(
            "content-type",
            "application/vnd.atlas.2024-08-05+json;charset=utf-8",
        )
        .header("ratelimit-remaining", "298")
        .header("set-cookie", "session=hush")
        .header("x-envoy-upstream", "marker");
    response.body(json.to_string()).unwrap()
}

#[tokio::test]
async fn recording_omits_account_data_and_decodes_the_same() {
    let (file, mock) = (File::new(), Mock::start().unwrap());
    mock.on::<clusters::GetCluster>().answer(full());
    let (recorder, client) = recording(&file, &mock);
    let before = client
        .execute(clusters::get_cluster(PROJECT, "Marker-prod"))
        .await
        .unwrap();
    recorder.finish().unwrap();
    let text = file.text();
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    for kept in [
        "REPLICASET",
        "EU_WEST_1",
        "2026-08-10T03:07:49Z",
        "10.5",
        "8.0.4",
        "newProperty",
        "M10",
        "\"rel\":\"self\"",
        "ratelimit-remaining",
        "getGroupCluster",
    ] {
        assert!(text.contains(kept), "{kept} not in {text}");
    }

    drop(mock);
    let (recorder, client) = replaying(&file);
    assert_eq!(recorder.unused().len(), 1);
    let id = "a00000000000000000000001";
    let after = client
        .execute(clusters::get_cluster(id, "name1"))
        .await
        .unwrap();
    assert_eq!(recorder.unused(), [""; 0]);
    assert_eq!(after.set_aside, before.set_aside);
    assert_eq!(after.rate_limit().remaining, Some(298));
    let (before, after) = (before.value, after.value);
    assert_eq!(after.name.as_deref(), Some("name1"));
    assert_eq!(after.id.as_deref(), Some(id));
    assert_eq!(after.cluster_type, before.cluster_type);
    assert!(!after.state_name.as_ref().unwrap().is_known());
    let regions = |cluster: &ClusterDescription20240805| {
        let spec = &cluster.replication_specs.as_ref().unwrap()[0];
        let regions = spec.region_configs.as_ref().unwrap();
        regions
            .iter()
            .map(std::mem::discriminant)
            .collect::<Vec<_>>()
    };
    assert_eq!(regions(&after), regions(&before));
}

#[tokio::test]
async fn recordings_are_identical_despite_concurrency() {
    let mock = Mock::start().unwrap();
    for name in ["a-shop", "b-shop", "c-shop"] {
        mock.on::<clusters::GetCluster>()
            .path("clusterName", name)
            .reply(cluster(name));
    }
    let mut texts = Vec::new();
    for _ in 0..2 {
        let file = File::new();
        let (recorder, client) = recording(&file, &mock);
        let names = ["c-shop", "a-shop", "b-shop", "a-shop"];
        let calls = names.map(|name| client.send(clusters::get_cluster(PROJECT, name)));
        assert!(join_all(calls).await.iter().all(Result::is_ok));
        recorder.finish().unwrap();
        texts.push(file.text());

        let (_, client) = replaying(&file);
        for name in ["name3", "name1", "name2"] {
            let got = client.send(clusters::get_cluster("a00000000000000000000001", name));
            assert_eq!(got.await.unwrap().name.as_deref(), Some(name));
        }
    }
    assert_eq!(texts[0], texts[1]);
    assert_eq!(texts[0].lines().count(), 4);
}

#[tokio::test]
async fn keeps_or_replaces_given_names() {
    let (file, mock) = (File::new(), Mock::start().unwrap());
    mock.on::<clusters::GetCluster>().reply(cluster("prod"));
    for is_recording in [true, false] {
        let recorder = Recorder::open(&file.0).unwrap();
        assert_eq!(recorder.is_recording(), is_recording);
        let recorder = recorder.keep(["prod"]).replace(PROJECT, GROUP);
        let client = recorder.attach(mock.client_builder()).build().unwrap();
        // Either the real id or its placeholder.
        for project in if is_recording {
            vec![PROJECT]
        } else {
            vec![PROJECT, GROUP]
        } {
            let got = client
                .send(clusters::get_cluster(project, "prod"))
                .await
                .unwrap();
            assert_eq!(got.name.as_deref(), Some("prod"));
        }
        recorder.finish().unwrap();
    }
    assert!(!file.text().contains(PROJECT));
    assert_eq!(mock.requests().len(), 1);
}

/// A word of the spec is not replaced in arguments, so a program can pass it on.
#[tokio::test]
async fn keeps_spec_words_used_as_arguments() {
    let (file, mock) = (File::new(), Mock::start().unwrap());
    let named = cluster("REPLICASET").cluster_type("REPLICASET");
    mock.on::<clusters::ListClusters>().reply_items([named]);
    mock.on::<clusters::DeleteCluster>().reply(());
    async fn run(client: &Client, project: &str) -> Result<(), Error> {
        let page = client.send(clusters::list_clusters(project)).await?;
        let first = page.results.unwrap_or_default().remove(0);
        let kind = first.cluster_type.unwrap().to_string();
        client
            .send(clusters::delete_cluster(project, kind))
            .await
            .map(drop)
    }
    let (recorder, client) = recording(&file, &mock);
    run(&client, PROJECT).await.unwrap();
    recorder.finish().unwrap();
    let (_, client) = replaying(&file);
    run(&client, "a00000000000000000000001").await.unwrap();
}

#[tokio::test]
async fn replays_repeated_calls_in_order_without_pauses() {
    let (file, mock) = (File::new(), Mock::start().unwrap());
    let in_state = |state| cluster("prod").state_name(state);
    mock.on::<clusters::GetCluster>()
        .fail(404, "CLUSTER_NOT_FOUND")
        .then()
        .reply(in_state(ClusterState::Creating))
        .then()
        .fault(Fault::Reset)
        .then()
        .reply(in_state(ClusterState::Idle));
    async fn run(client: &Client, project: &str) -> Result<ClusterDescription20240805, Error> {
        let cluster = || clusters::get_cluster(project, "prod");
        client.wait(cluster()).until_found().await?;
        client
            .wait(cluster())
            .until(atlas_api::ready::cluster)
            .await
    }
    let (recorder, client) = recording(&file, &mock);
    let recorder = recorder.keep(["prod"]).replace(PROJECT, GROUP);
    run(&client, PROJECT).await.unwrap();
    recorder.finish().unwrap();
    // The broken connection was retried, and is not in the file.
    assert_eq!(file.text().lines().count(), 3, "{}", file.text());

    let (recorder, client) = replaying(&file);
    run(&client, GROUP).await.unwrap();
    assert_eq!(recorder.unused(), [""; 0]);
    // The last one repeats.
    let last = client
        .send(clusters::get_cluster(GROUP, "prod"))
        .await
        .unwrap();
    assert_eq!(last.state_name, Some(ClusterState::Idle));
}

#[tokio::test]
async fn replays_pages_errors_files_and_raw_calls() {
    let (file, mock) = (File::new(), Mock::start().unwrap());
    mock.on::<clusters::ListClusters>()
        .reply_items((0..5).map(|n| cluster(&format!("marker-{n}"))));
    mock.on::<clusters::DeleteCluster>()
        .fail(409, "CLUSTER_ALREADY_REQUESTED_DELETION");
    mock.on::<monitoring_and_logs::DownloadClusterLog>()
        .reply(&b"\x1f\x8bMarker hush"[..]);
    mock.on_path(
        http::Method::GET,
        "/api/atlas/v2/groups/{groupId}/things/{thingName}",
    )
    .reply(json!({"Marker": "hush"}));
    mock.on::<projects::DeleteGroup>()
        .answer(Answer::from(http::Response::new("")).status(204));

    async fn run(client: &Client, project: &str, host: &str) -> Vec<String> {
        let list = clusters::list_clusters(project).items_per_page(2);
        let listed: Vec<_> = client.items(list).try_collect().await.unwrap();
        let error = client
            .send(clusters::delete_cluster(project, "prod"))
            .await
            .unwrap_err();
        assert!(
            error.is_code("CLUSTER_ALREADY_REQUESTED_DELETION"),
            "{error}"
        );
        let log = || monitoring_and_logs::download_cluster_log(project, host, "mongodb");
        let download = client.download(log()).await.unwrap();
        let download: Vec<_> = download.try_collect().await.unwrap();
        assert!(download.concat().starts_with(b"\x1f\x8b"));
        assert_eq!(&client.send(log()).await.unwrap()[..2], b"\x1f\x8b");
        let path = "/api/atlas/v2/groups/{id}/things/{name}";
        let raw = client.request(http::Method::GET, path, "2025-03-12");
        let raw = raw
            .path("id", project)
            .path("name", "prod")
            .send()
            .await
            .unwrap();
        assert_eq!(raw.as_object().unwrap().len(), 1);
        client.send(projects::delete_group(project)).await.unwrap();
        listed
            .into_iter()
            .filter_map(|cluster| cluster.name)
            .collect()
    }

    let (recorder, client) = recording(&file, &mock);
    let recorder = recorder.keep(["prod", "mongodb"]).replace(PROJECT, GROUP);
    let recorder = recorder.replace("marker-00.abcde.mongodb.net", "host.example.com");
    let listed = run(&client, PROJECT, "marker-00.abcde.mongodb.net").await;
    assert_eq!(listed.len(), 5);
    recorder.finish().unwrap();
    let text = file.text();
    for secret in SECRETS {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(
        text.contains("\"template\":\"/api/atlas/v2/groups/{id}/things/{name}\""),
        "{text}"
    );

    drop(mock);
    let (recorder, client) = replaying(&file);
    let listed = run(&client, GROUP, "host.example.com").await;
    assert_eq!(listed, ["name1", "name2", "name3", "name4", "name5"]);
    assert_eq!(recorder.unused(), [""; 0]);
}

#[tokio::test]
async fn unrecorded_call_names_the_closest_recorded_one() {
    let (file, mock) = (File::new(), Mock::start().unwrap());
    mock.on::<clusters::UpdateCluster>().reply(cluster("prod"));
    let (recorder, client) = recording(&file, &mock);
    let recorder = recorder.keep(["prod"]).replace(PROJECT, GROUP);
    let patch = || cluster("prod").paused(true);
    client
        .send(clusters::update_cluster(PROJECT, "prod", patch()))
        .await
        .unwrap();
    recorder.finish().unwrap();

    let (_, client) = replaying(&file);
    let problem = |error: Error| {
        assert!(error.is_input());
        error.to_string()
    };
    let sent = client
        .send(clusters::update_cluster(GROUP, "dev", patch()))
        .await;
    let text = problem(sent.unwrap_err());
    assert!(
        text.contains("the closest is in line 1, where `clusterName` is \"prod\", not \"dev\""),
        "{text}"
    );
    let sent = client
        .send(clusters::update_cluster(
            GROUP,
            "prod",
            patch().paused(false),
        ))
        .await;
    let text = problem(sent.unwrap_err());
    assert!(text.contains("the body differs at `$.paused`"), "{text}");
    let sent = client
        .send(clusters::v2023_02_01::get_cluster(GROUP, "prod"))
        .await;
    let text = problem(sent.unwrap_err());
    assert!(text.contains("does not have getCluster"), "{text}");
    assert!(
        text.contains("but PATCH /api/atlas/v2/groups/{groupId}/clusters/{clusterName}"),
        "{text}"
    );
}

#[tokio::test]
async fn unfinished_test_records_nothing() {
    let (file, mock) = (File::new(), Mock::start().unwrap());
    mock.on::<clusters::GetCluster>().reply(cluster("prod"));
    let (recorder, client) = recording(&file, &mock);
    client
        .send(clusters::get_cluster(PROJECT, "prod"))
        .await
        .unwrap();
    drop((recorder, client));
    assert!(!file.0.exists());
    let error = Recorder::replay(&file.0).unwrap_err();
    assert!(error.to_string().contains("recording"), "{error}");
    fs::write(&file.0, "{}\n").unwrap();
    let error = Recorder::open(&file.0).unwrap_err();
    assert!(
        error.to_string().ends_with("line 1: `template` is missing"),
        "{error}"
    );
}

#[test]
fn records_blocking_client() {
    let (file, mock) = (File::new(), Mock::start().unwrap());
    mock.on::<clusters::GetCluster>().reply(cluster("prod"));
    let recorder = Recorder::record(&file.0)
        .keep(["prod"])
        .replace(PROJECT, GROUP);
    let client = recorder
        .attach(mock.blocking_client_builder())
        .build()
        .unwrap();
    client.send(clusters::get_cluster(PROJECT, "prod")).unwrap();
    recorder.finish().unwrap();
    drop(mock);
    let recorder = Recorder::replay(&file.0).unwrap();
    let client = recorder
        .attach(blocking::Client::builder())
        .build()
        .unwrap();
    let got = client.send(clusters::get_cluster(GROUP, "prod")).unwrap();
    assert_eq!(got.name.as_deref(), Some("prod"));
}

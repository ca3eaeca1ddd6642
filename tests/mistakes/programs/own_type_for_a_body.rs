#[derive(Clone, Debug, PartialEq)]
struct Settings {
    paused: bool,
}

fn main() {
    let _ = atlas_api::from_json::<Settings>(r#"{"paused": true}"#);
}

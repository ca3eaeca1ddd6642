use atlas_api::types::ResourceTag;

fn main() {
    let _ = ResourceTag {
        key: Some("team".to_owned()),
        value: Some("search".to_owned()),
        unknown: Default::default(),
    };
}

//! Selects the version of an operation for a request: the newest one at or before the requested date.

use atlas_api::test_util::{Failure, Request};
use atlas_api::{OPERATIONS, OperationMeta, codes};

use crate::clock::{self, Moment};

/// The vendor's prefix of all media types.
const PREFIX: &str = "application/vnd.atlas.";

/// The versions of one operation, by method and path.
#[derive(Clone)]
pub struct Versions(Vec<&'static OperationMeta>);

impl Versions {
    /// All operations of the API.
    pub fn of_all() -> Vec<Self> {
        let mut all: Vec<Self> = Vec::new();
        let is_v2 = |it: &&&OperationMeta| it.path.starts_with("/api/atlas/v2");
        for meta in OPERATIONS.iter().filter(is_v2) {
            // Versions that the service has removed are left out.
            if meta.retired.is_some() {
                continue;
            }
            let same = |it: &&mut Self| {
                let first = it.first();
                first.path == meta.path && first.method == meta.method
            };
            match all.iter_mut().find(same) {
                Some(known) => known.0.push(meta),
                None => all.push(Self(vec![meta])),
            }
        }
        all
    }

    /// Any of the versions. All have the same method and path.
    pub fn first(&self) -> &'static OperationMeta {
        self.0[0]
    }

    /// The version for a request on a given day.
    pub fn resolve(
        &self,
        request: &Request,
        today: Moment,
    ) -> Result<&'static OperationMeta, Failure> {
        let accept = request.header("accept").unwrap_or_default();
        let mut asked = accept.split(',').filter_map(|range| {
            let media_type = range.split(';').next()?.trim().strip_prefix(PREFIX)?;
            media_type.split_once('+')
        });
        let (date, format) = asked.next().ok_or_else(|| {
            not_acceptable(&format!(
                "`Accept` names no version: write {PREFIX}2025-03-12+json"
            ))
        })?;
        let is_right = date == "preview" || clock::read(date).is_some();
        if !is_right {
            return Err(not_acceptable(&format!(
                "`{date}` is not a version such as 2025-03-12"
            )));
        }
        let has_format = |it: &&&OperationMeta| it.media_type.ends_with(&format!("+{format}"));
        let offered = self.0.iter().filter(has_format).filter(|it| match date {
            "preview" => it.version == date,
            date => it.version != "preview" && it.version <= date,
        });
        let newest = offered.max_by_key(|it| it.version);
        let newest = newest.copied().ok_or_else(|| {
            let versions: Vec<&str> = self.0.iter().map(|it| it.media_type).collect();
            let versions = versions.join(", ");
            not_acceptable(&format!(
                "there is no `{format}` of {date} or before: there are {versions}"
            ))
        })?;
        let sunset = newest.sunset.and_then(clock::read);
        if sunset.is_some_and(|sunset| sunset <= today) {
            let failure = Failure::new(410, codes::VERSION_GONE).parameters([newest.version]);
            return Err(failure.detail(format!("the version {} is removed", newest.version)));
        }
        Ok(newest)
    }
}

fn not_acceptable(detail: &str) -> Failure {
    Failure::new(406, codes::INVALID_VERSION_DATE).detail(detail)
}

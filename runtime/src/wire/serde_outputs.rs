//! `serde` for what operations return beside objects, so that programs can store responses.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Error as _, Serialize, Serializer};

use super::json::value::Json;
use super::output::{Body, NoContent};
use super::raw_json::RawJson;
use super::serde_impls::serialize;
use super::value::{Value, from_json};

/// Fails if the bytes are not JSON.
impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.json() {
            Some(json) => json.serialize(serializer),
            None => Err(S::Error::custom(format_args!(
                "the body has {} bytes that are not JSON; store `as_bytes()` instead",
                self.as_bytes().len()
            ))),
        }
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Json::deserialize(deserializer).map(Self::from)
    }
}

/// Fails if the body is not JSON. [`Text`](Body::Text) is a JSON string.
impl<T: Value> Serialize for Body<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Fits(value) | Self::Text(value) => serialize(value, serializer),
            Self::Mismatch(raw) => raw.serialize(serializer),
        }
    }
}

/// What does not fit is a [`Mismatch`](Body::Mismatch), not an error.
impl<'de, T: Value> Deserialize<'de> for Body<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let json = Json::deserialize(deserializer)?;
        Ok(match from_json(json.text()) {
            Ok(value) => Self::Fits(value),
            Err(_) => Self::Mismatch(json.into()),
        })
    }
}

/// `null`, or the body that the service sent all the same.
impl Serialize for NoContent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.body().as_bytes().is_empty() {
            return serializer.serialize_unit();
        }
        self.body().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for NoContent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let body = Option::<RawJson>::deserialize(deserializer)?;
        Ok(body.map(Self::from).unwrap_or_default())
    }
}

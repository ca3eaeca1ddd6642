//! The conformance table: calls every operation generically, for tests and tools (feature `conformance`). It is
//! exempt from semver.

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;

use bytes::Bytes;

use crate::client::handle::Client;
use crate::message::error::kinds::Error;
use crate::message::meta::OperationMeta;
use crate::message::operation::Operation;
use crate::message::response::Response;
use crate::transport::sending::{Answer, Reading};
use crate::wire::limits::Limits;
use crate::wire::output::{Output, SetAside};
use crate::wire::param::Param;
use crate::wire::raw_json::RawJson;
use crate::wire::value::{Value, from_json};

/// The base URL of the requests that [`Codec::request`] builds.
pub const BASE_URL: &str = "https://cloud.mongodb.com";

/// One operation in one version and format.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Codec {
    /// What the spec says about it.
    pub meta: &'static OperationMeta,
    request: fn(&Arguments, &str) -> Result<http::Request<Bytes>, Error>,
    // By the type of the response, which many operations share.
    decode: fn(&'static OperationMeta, http::Response<Bytes>) -> Result<Decoded, Error>,
    answer: fn(&'static OperationMeta, Answer, &Client) -> Result<Decoded, Error>,
}

/// A response of any type.
type Decoded = Box<dyn AnyResponse>;

trait AnyResponse: std::fmt::Debug {
    fn reencoded(&self) -> Reencoded;
}

impl Codec {
    /// Builds the operation through its public constructor and setters, from arguments by wire name.
    ///
    /// # Errors
    /// A required argument is missing, one is unknown, or one is not of its type.
    pub fn request(&self, arguments: &Arguments) -> Result<http::Request<Bytes>, Error> {
        (self.request)(arguments, BASE_URL)
    }

    /// Decodes a response as a client does, then encodes the output again.
    ///
    /// # Errors
    /// Those of [`Operation::decode`].
    pub fn response(&self, response: http::Response<Bytes>) -> Result<Reencoded, Error> {
        Ok((self.decode)(self.meta, response)?.reencoded())
    }

    /// Decodes a response as a client does, and returns both forms of `Debug` of it.
    ///
    /// # Errors
    /// Those of [`Operation::decode`].
    pub fn shown(&self, response: http::Response<Bytes>) -> Result<String, Error> {
        let response = (self.decode)(self.meta, response)?;
        Ok(format!("{response:?}\n{response:#?}"))
    }

    /// Sends the operation as [`Client::execute`] does, then encodes the output again. It owns what it needs, so it can
    /// outlive the arguments.
    pub fn send(&self, client: &Client, arguments: &Arguments) -> Sent {
        let (codec, client) = (*self, client.clone());
        let request = (self.request)(arguments, client.base_url());
        Box::pin(async move {
            let answer = client.exchange(codec.meta.into(), request?, Reading::Whole);
            Ok((codec.answer)(codec.meta, answer.await?, &client)?.reencoded())
        })
    }
}

/// The result of [`Codec::send`].
pub type Sent = Pin<Box<dyn Future<Output = Result<Reencoded, Error>> + Send>>;

/// The arguments of an operation, by wire name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Arguments {
    /// Path parameters.
    pub path: BTreeMap<String, String>,
    /// Query parameters; lists have any number of values, all others one.
    pub query: BTreeMap<String, Vec<String>>,
    /// Headers.
    pub headers: BTreeMap<String, String>,
    /// The body, as JSON text.
    pub body: Option<String>,
}

/// A response body that was decoded and encoded again.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reencoded {
    /// The body as JSON text, if it is JSON.
    pub body: Option<String>,
    /// JSON paths of the mismatches.
    pub set_aside: Vec<String>,
}

/// An operation that can be built from arguments by wire name.
pub trait FromArguments: Operation {
    /// Builds its request.
    ///
    /// # Errors
    /// A required argument is missing, one is unknown, or one is not of its type.
    fn request_from(arguments: &Arguments, base_url: &str) -> Result<http::Request<Bytes>, Error>;
}

/// The row of an operation.
pub const fn codec<O: FromArguments>() -> Codec
where
    O::Output: std::fmt::Debug,
{
    Codec {
        meta: O::META,
        request: O::request_from,
        decode: decode::<O::Output>,
        answer: answer::<O::Output>,
    }
}

fn decode<T: Output + std::fmt::Debug>(
    meta: &'static OperationMeta,
    response: http::Response<Bytes>,
) -> Result<Decoded, Error> {
    let response: Response<T> = Response::decode(meta, response, Limits::default(), false)?;
    Ok(Box::new(response))
}

fn answer<T: Output + std::fmt::Debug>(
    meta: &'static OperationMeta,
    answer: Answer,
    client: &Client,
) -> Result<Decoded, Error> {
    let response: Response<T> = client.decode(meta, answer)?;
    Ok(Box::new(response))
}

impl<T: Output + std::fmt::Debug> AnyResponse for Response<T> {
    fn reencoded(&self) -> Reencoded {
        reencoded(&self.value.to_body(), &self.set_aside)
    }
}

fn reencoded(body: &Bytes, set_aside: &[SetAside]) -> Reencoded {
    let set_aside = set_aside.iter().map(|it| it.path.clone()).collect();
    Reencoded {
        body: RawJson::new(body.as_ref())
            .json()
            .map(|json| json.to_string()),
        set_aside,
    }
}

/// Hands out arguments, and knows afterwards which ones nobody asked for.
#[derive(Debug)]
pub struct Reader<'a> {
    arguments: &'a Arguments,
    meta: &'static OperationMeta,
    asked: BTreeSet<&'static str>,
}

macro_rules! places {
    ($($place:ident($from:ident) $bound:path;)*) => {
        /// The required arguments, by their places.
        #[allow(missing_docs)]
        impl<'a> Reader<'a> {
            $(pub fn $place<T: $bound>(&mut self, name: &'static str) -> Result<T, Error> {
                match self.optional().$place(name)? {
                    Some(value) => Ok(value),
                    None => Err(self.wrong(format_args!("the argument `{name}` is missing"))),
                }
            })*
        }

        /// The optional arguments, by their places.
        #[allow(missing_docs)]
        impl Optional<'_, '_> {
            $(pub fn $place<T: $bound>(&mut self, name: &'static str) -> Result<Option<T>, Error> {
                self.0.asked.insert(name);
                self.0.$from(name)
            })*
        }
    };
}

places! {
    path(path_argument) Param;
    path_escaped(path_argument) Param;
    query(query_argument) Param;
    query_joined(query_argument) Param;
    header(header_argument) Param;
    body(body_argument) Value;
}

/// The view of a [`Reader`] on arguments that may be absent.
#[derive(Debug)]
pub struct Optional<'r, 'a>(&'r mut Reader<'a>);

impl<'a> Reader<'a> {
    /// Starts handing out arguments.
    pub fn new(arguments: &'a Arguments, meta: &'static OperationMeta) -> Self {
        Self {
            arguments,
            meta,
            asked: BTreeSet::new(),
        }
    }

    /// The view on optional arguments.
    pub fn optional(&mut self) -> Optional<'_, 'a> {
        Optional(self)
    }

    /// Ends handing out.
    ///
    /// # Errors
    /// There is an argument that the operation does not have.
    pub fn finish(self) -> Result<(), Error> {
        let Arguments {
            path,
            query,
            headers,
            body,
        } = self.arguments;
        let takes_body = self.meta.body_media_type.is_some();
        if body.is_some() && !takes_body {
            return Err(self.wrong(format_args!("the operation takes no body")));
        }
        let names = path.keys().chain(query.keys()).chain(headers.keys());
        match names
            .into_iter()
            .find(|name| !self.asked.contains(name.as_str()))
        {
            Some(name) => Err(self.wrong(format_args!("there is no argument `{name}`"))),
            None => Ok(()),
        }
    }

    fn wrong(&self, message: std::fmt::Arguments<'_>) -> Error {
        Error::input(self.meta, message.to_string())
    }

    fn parse<T: Param>(&self, name: &str, texts: &[String]) -> Result<Option<T>, Error> {
        let value = T::from_texts(texts);
        let error = || {
            self.wrong(format_args!(
                "the argument `{name}` has the wrong type: {texts:?}"
            ))
        };
        value.map(Some).ok_or_else(error)
    }

    fn path_argument<T: Param>(&self, name: &str) -> Result<Option<T>, Error> {
        let text = self.arguments.path.get(name);
        text.map_or(Ok(None), |text| {
            self.parse(name, std::slice::from_ref(text))
        })
    }

    fn query_argument<T: Param>(&self, name: &str) -> Result<Option<T>, Error> {
        self.arguments
            .query
            .get(name)
            .map_or(Ok(None), |texts| self.parse(name, texts))
    }

    fn header_argument<T: Param>(&self, name: &str) -> Result<Option<T>, Error> {
        let text = self.arguments.headers.get(name);
        text.map_or(Ok(None), |text| {
            self.parse(name, std::slice::from_ref(text))
        })
    }

    fn body_argument<T: Value>(&self, _media_type: &str) -> Result<Option<T>, Error> {
        let Some(body) = &self.arguments.body else {
            return Ok(None);
        };
        let value = from_json(body).ok();
        let value = value.or_else(|| T::absorb(RawJson::new(body.as_bytes())));
        value
            .map(Some)
            .ok_or_else(|| self.wrong(format_args!("the body has the wrong type")))
    }
}

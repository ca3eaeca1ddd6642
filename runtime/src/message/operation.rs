//! An operation as a value. Every request of the crate is one before a client sends it.

use bytes::Bytes;

use super::error::kinds::Error;
use super::meta::OperationMeta;
use super::parts::Parts;
use super::response::Response;
#[cfg(feature = "test-util")]
use super::typed::ResponseType;
use crate::wire::limits::Limits;
use crate::wire::output::Output;

/// A request of one operation in one version: its arguments, and how to read the response.
///
/// Each function of the tag modules returns one. It does no I/O. A client sends it, or a program sends it by other
/// means:
///
/// ```
/// use atlas_api::{clusters, Operation};
///
/// let operation = clusters::list_clusters("32b6e34b3d91647abb20e7b8").items_per_page(50);
/// let request = operation.request("https://cloud.mongodb.com")?;
/// assert_eq!(
///     request.uri(),
///     "https://cloud.mongodb.com/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/clusters?itemsPerPage=50"
/// );
/// # Ok::<(), atlas_api::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an operation",
    label = "expected an operation with its arguments, such as `clusters::list_clusters(project)`"
)]
pub trait Operation: Send + Sync {
    /// The value of a successful response.
    type Output: Output + Send;

    /// What the spec says about the operation.
    const META: &'static OperationMeta;

    /// The arguments given so far.
    #[doc(hidden)]
    fn parts(&self) -> &Parts;

    /// Returns the HTTP request for a base URL such as `https://cloud.mongodb.com`, without authentication.
    ///
    /// # Errors
    /// [`Error::is_input`]: an argument can't be part of a path (it is empty, `.` or `..`), or the base URL is
    /// invalid. Nothing was sent.
    fn request(&self, base_url: &str) -> Result<http::Request<Bytes>, Error> {
        let request = self.parts().request(Self::META, base_url)?;
        Ok(typed::<Self::Output>(request))
    }

    /// Reads a response to this operation, as [`Client::send`](crate::Client::send) does.
    ///
    /// Any 2xx is a success. Mismatches are kept and listed in [`Response::set_aside`]; they are not errors.
    ///
    /// # Errors
    /// [`Error::api`]: the status is not 2xx. [`Error::is_too_large`]: the value takes more than 256 MiB of memory.
    fn decode(response: http::Response<Bytes>) -> Result<Response<Self::Output>, Error>
    where
        Self: Sized,
    {
        Response::decode(Self::META, response, Limits::default(), false)
    }
}

/// Notes the type of the response.
#[inline]
#[cfg_attr(
    not(feature = "test-util"),
    allow(clippy::extra_unused_type_parameters)
)]
pub(crate) fn typed<T: Output>(request: http::Request<Bytes>) -> http::Request<Bytes> {
    #[cfg(feature = "test-util")]
    let request = {
        let mut request = request;
        request.extensions_mut().insert(ResponseType::of::<T>());
        request
    };
    request
}

impl<O: Operation> Operation for &O {
    type Output = O::Output;
    const META: &'static OperationMeta = O::META;

    fn parts(&self) -> &Parts {
        (**self).parts()
    }
    fn request(&self, base_url: &str) -> Result<http::Request<Bytes>, Error> {
        (**self).request(base_url)
    }
    fn decode(response: http::Response<Bytes>) -> Result<Response<Self::Output>, Error> {
        O::decode(response)
    }
}

//! Operations that answer lists: what the generated code says of them.

use super::operation::Operation;
use crate::wire::page::PageEnd;

/// An operation that answers a list: page by page, or the whole list at once.
pub trait Paged: Operation {
    /// What the list is of.
    type Item: Send + Unpin;

    /// Whether the operation takes `pageNum` and `itemsPerPage`.
    #[doc(hidden)]
    const NUMBERED: bool;

    /// The items of a page.
    #[doc(hidden)]
    fn items(output: &Self::Output) -> &[Self::Item];

    /// The items of a page, out of it.
    #[doc(hidden)]
    fn into_items(output: Self::Output) -> Vec<Self::Item>;

    /// What a page tells of those after it.
    #[doc(hidden)]
    fn end(output: &Self::Output) -> PageEnd;
}

impl<O: Paged> Paged for &O {
    type Item = O::Item;
    const NUMBERED: bool = O::NUMBERED;

    fn items(output: &Self::Output) -> &[Self::Item] {
        O::items(output)
    }
    fn into_items(output: Self::Output) -> Vec<Self::Item> {
        O::into_items(output)
    }
    fn end(output: &Self::Output) -> PageEnd {
        O::end(output)
    }
}

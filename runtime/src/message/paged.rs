//! Operations that return lists.

use super::operation::Operation;
use crate::wire::page::PageEnd;

/// An operation that returns a list: page by page, or all at once.
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not return a list",
    label = "expected an operation that returns a list",
    note = "`Client::send` sends any operation"
)]
pub trait Paged: Operation {
    /// The type of the items.
    type Item: Send + Unpin;

    /// Whether the operation takes `pageNum` and `itemsPerPage`.
    #[doc(hidden)]
    const NUMBERED: bool;

    /// The items of a page.
    #[doc(hidden)]
    fn items(output: &Self::Output) -> &[Self::Item];

    /// The items of a page, by value.
    #[doc(hidden)]
    fn into_items(output: Self::Output) -> Vec<Self::Item>;

    /// What a page says about the pages after it.
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

//! Lists in pages, as iterators of pages and of items.

use super::background::Background;
use super::client::Client;
use crate::client::paging::pages::Page;
use crate::client::paging::{items, pages};
use crate::message::error::kinds::Error;
use crate::message::paged::Paged;

impl Client {
    /// Like [`Client::items`](crate::Client::items), as an iterator.
    ///
    /// # Errors
    /// An error is the last item.
    pub fn items<O: Paged>(&self, operation: O) -> Items<O> {
        Items {
            items: self.client.items(operation),
            background: self.background.clone(),
        }
    }

    /// Like [`Client::pages`](crate::Client::pages), as an iterator.
    ///
    /// # Errors
    /// An error is the last item.
    pub fn pages<O: Paged>(&self, operation: O) -> Pages<O> {
        Pages {
            pages: self.client.pages(operation),
            background: self.background.clone(),
        }
    }
}

/// The items of a list. Created by [`Client::items`].
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is consumed"]
pub struct Items<O: Paged> {
    items: items::Items<O>,
    background: Background,
}

impl<O: Paged> Items<O> {
    /// Like [`Items::total_count`](crate::Items::total_count).
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.items.total_count()
    }

    /// Like [`Items::next_page`](crate::Items::next_page).
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        self.items.next_page()
    }
}

impl<O: Paged> Iterator for Items<O> {
    type Item = Result<O::Item, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.background.next(&mut self.items)
    }
}

/// The pages of a list. Created by [`Client::pages`].
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is consumed"]
pub struct Pages<O: Paged> {
    pages: pages::Pages<O>,
    background: Background,
}

impl<O: Paged> Pages<O> {
    /// Like [`Pages::total_count`](crate::Pages::total_count).
    #[must_use]
    pub fn total_count(&self) -> Option<u64> {
        self.pages.total_count()
    }

    /// Like [`Pages::next_page`](crate::Pages::next_page).
    #[must_use]
    pub fn next_page(&self) -> Option<u32> {
        self.pages.next_page()
    }
}

impl<O: Paged> Iterator for Pages<O> {
    type Item = Result<Page<O>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.background.next(&mut self.pages)
    }
}

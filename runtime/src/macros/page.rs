//! `page!`: iteration over an object with the items of a page in `results`.

/// Makes pages iterable, by value and by reference.
#[doc(hidden)]
#[macro_export]
macro_rules! __page {
    ($name:ident of $item:ty) => {
        /// Iterates over the items of the page.
        impl IntoIterator for $name {
            type Item = $item;
            type IntoIter = std::vec::IntoIter<$item>;
            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                $crate::rt::into_listed(self.results).into_iter()
            }
        }

        /// Iterates over references to the items of the page.
        impl<'a> IntoIterator for &'a $name {
            type Item = &'a $item;
            type IntoIter = std::slice::Iter<'a, $item>;
            #[inline]
            fn into_iter(self) -> Self::IntoIter {
                $crate::rt::listed(&self.results).iter()
            }
        }
    };
}

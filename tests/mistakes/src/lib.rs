//! Common mistakes with the crate, and what the compiler says about them. `programs/` has a program for each, with the
//! compiler's messages next to it.

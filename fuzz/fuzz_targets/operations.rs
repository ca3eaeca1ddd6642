//! Sends arbitrary bytes through any operation-version.

#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| conformance::fuzz::try_input(input));

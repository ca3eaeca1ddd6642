//! The token of a client: by its states, over time, and in every order of events.

mod interleavings;
mod states;
mod time;

//! The server: a mock whose answers are functions of the state and the request.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use atlas_api::Operation;
use atlas_api::test_util::{Answer, Mock, Request};

use crate::state::State;

/// Answers a request of an operation: with its output, or with a refusal.
pub type Handler<O> = fn(&mut State, &Request) -> Result<<O as Operation>::Output, Answer>;

/// The service.
pub struct Sandbox {
    mock: Mock,
    state: Arc<Mutex<State>>,
}

impl Sandbox {
    /// Starts it on a port of this machine. It answers nothing yet.
    pub fn start(port: u16, state: State) -> io::Result<Self> {
        Ok(Self {
            // It has no expectations to verify.
            mock: Mock::bind(("127.0.0.1", port))?.unverified(),
            state: Arc::new(Mutex::new(state)),
        })
    }

    /// Where it is.
    pub fn url(&self) -> String {
        self.mock.url()
    }

    /// Answers an operation.
    pub fn on<O: Operation<Output: 'static>>(&self, handler: Handler<O>) {
        self.mock.on::<O>().answer_with(self.locked::<O>(handler));
    }

    /// Answers an operation that creates something.
    pub fn on_creation<O: Operation<Output: 'static>>(&self, handler: Handler<O>) {
        let on = self.mock.on::<O>().status(201);
        on.answer_with(self.locked::<O>(handler));
    }

    /// Hands the state to a function: one request after another, each with what is finished by now.
    fn locked<O: Operation<Output: 'static>>(
        &self,
        handler: Handler<O>,
    ) -> impl Fn(&Request) -> Result<O::Output, Answer> + Send + Sync + 'static {
        let state = Arc::clone(&self.state);
        move |request| {
            // A panic fails only the request that caused it.
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.settle();
            handler(&mut state, request)
        }
    }
}

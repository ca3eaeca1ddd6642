//! The recorder that a test opens.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;

use super::captured::Captured;
use super::replay::{Recorded, Wanted};
use super::scrubber::{Named, Scrubber};
use crate::client::builder::ClientBuilder;
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::transport::sending::{Answer, Reading};
use crate::transport::tape::{Answering, Tape};

/// The pause between the polls of a replayed wait.
const PAUSE: Duration = Duration::from_millis(1);

/// Records a program's calls to the service once, and replays them from a file afterwards.
///
/// A test runs once with the service, and from then on with the file: without network, credentials or pauses. The file
/// has one JSON object per line. It contains no data from your account, so it can be committed.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use atlas_api::test_util::{Mock, Recorder};
/// use atlas_api::types::{ClusterDescription20240805, ClusterState};
/// use atlas_api::{Client, Error, clusters};
///
/// /// The code under test.
/// async fn is_ready(client: &Client, project: &str) -> Result<bool, Error> {
///     let cluster = client.send(clusters::get_cluster(project, "prod")).await?;
///     Ok(cluster.state_name == Some(ClusterState::Idle))
/// }
///
/// # let folder = std::env::temp_dir().join(format!("atlas-api-recorder-{}", std::process::id()));
/// # let file = folder.join("ready.jsonl");
/// // Here, the service is a mock.
/// let mock = Mock::start()?;
/// let cluster = ClusterDescription20240805::new().name("prod").state_name(ClusterState::Idle);
/// mock.on::<clusters::GetCluster>().reply(cluster);
///
/// for is_recording in [true, false] {
///     let recorder = Recorder::open(&file)?
///         .keep(["prod"])
///         .replace("6671c1b8e4b0a1234567890a", "32b6e34b3d91647abb20e7b8");
///     assert_eq!(recorder.is_recording(), is_recording);
///     let client = recorder.attach(mock.client_builder()).build()?;
///     assert!(is_ready(&client, "6671c1b8e4b0a1234567890a").await?);
///     recorder.finish()?;
/// }
/// // The second time, the response came from the file.
/// assert_eq!(mock.requests().len(), 1);
/// # std::fs::remove_dir_all(folder)?;
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
///
/// # Recording
/// A call is recorded with its result, after all attempts: a success or an error of the API. A call without a
/// response, for example because the connection broke, is not recorded; test that with a
/// [`Fault`](crate::test_util::Fault). Calls are recorded in the order in which they started. Nothing is written
/// until [`finish`](Self::finish).
///
/// # What the file contains
/// The types of the spec decide what is recorded unchanged: listed values of enums, names of properties of objects
/// (also unknown ones), numbers and booleans of listed properties, dates, versions such as `8.0.4`, and error codes.
/// Every other string is replaced by a placeholder of the same form: an id by an id of the same length, an address by
/// an address, a name by `name1`. The same string always has the same placeholder, so a program finds the ids from a
/// list in later calls. Where the spec lists no type, as in free-form JSON and unknown properties, names and numbers
/// are replaced too. A file or a log is replaced by one with the word `scrubbed`. `Authorization` and other headers
/// of the request are not recorded.
///
/// Of the path of a [raw call](crate::Client::request), only the arguments are replaced if it has placeholders for them,
/// and otherwise every part.
///
/// # Replaying
/// The response to a request is the first recorded exchange with the same operation, version, path, query and body that
/// was not replayed yet. If all of them were replayed, the last one repeats. In bodies, the parts that are recorded
/// unchanged are compared; for other strings, only the form is. Dates may differ.
///
/// So a test must pass the same arguments as those in the file. Arguments that it reads from responses match by
/// themselves. Its own arguments must be [kept](Self::keep) or [replaced](Self::replace) when the file is recorded.
///
/// A request that was not recorded fails ([`Error::is_input`](crate::Error::is_input)), and the error names the closest
/// recorded exchange. Hooks do not run, and [waits](crate::Client::wait) pause for a millisecond.
#[derive(Clone)]
pub struct Recorder(Arc<Tapes>);

struct Tapes {
    file: PathBuf,
    named: Mutex<Named>,
    mode: Mode,
}

enum Mode {
    /// The exchange of each call. `None` until it has one.
    Recording(Mutex<Vec<Option<Captured>>>),
    Replaying(Mutex<Vec<Recorded>>),
}

impl Recorder {
    /// Replays a file if it exists. Otherwise, records it. To record it again, delete the file.
    ///
    /// # Errors
    /// The file can't be read, or a line of it is not a recorded exchange.
    pub fn open(file: impl AsRef<Path>) -> io::Result<Self> {
        let file = file.as_ref();
        match file.try_exists()? {
            true => Self::replay(file),
            false => Ok(Self::record(file)),
        }
    }

    /// Records a file. [`finish`](Self::finish) replaces it if it exists.
    pub fn record(file: impl AsRef<Path>) -> Self {
        Self::new(file.as_ref(), Mode::Recording(Mutex::default()))
    }

    /// Replays a file, which must exist. Use it where nothing must be recorded, such as in CI.
    ///
    /// # Errors
    /// The file can't be read, or a line of it is not a recorded exchange.
    pub fn replay(file: impl AsRef<Path>) -> io::Result<Self> {
        let file = file.as_ref();
        let of_file = |kind, problem: &dyn fmt::Display| {
            io::Error::new(kind, format!("{}: {problem}", file.display()))
        };
        let text = std::fs::read_to_string(file).map_err(|error| of_file(error.kind(), &error))?;
        let lines = text.lines().enumerate();
        let recorded = lines.map(|(index, line)| {
            let number = index + 1;
            Recorded::of_line(line, number).map_err(|problem| {
                of_file(
                    ErrorKind::InvalidData,
                    &format_args!("line {number}: {problem}"),
                )
            })
        });
        let recorded: Vec<_> = recorded.collect::<Result<_, _>>()?;
        Ok(Self::new(file, Mode::Replaying(Mutex::new(recorded))))
    }

    fn new(file: &Path, mode: Mode) -> Self {
        Self(Arc::new(Tapes {
            file: file.to_owned(),
            named: Mutex::default(),
            mode,
        }))
    }

    /// Keeps these strings unchanged, wherever one is the whole string. Use it for names that a test passes or
    /// compares.
    #[must_use]
    pub fn keep<S: Into<String>>(self, strings: impl IntoIterator<Item = S>) -> Self {
        for string in strings {
            let string = string.into();
            lock(&self.0.named).insert(string.clone(), string);
        }
        self
    }

    /// Sets the placeholder for a string, such as the id of a project. When the file is replayed, a test may pass
    /// either of them.
    #[must_use]
    pub fn replace(self, string: impl Into<String>, placeholder: impl Into<String>) -> Self {
        lock(&self.0.named).insert(string.into(), placeholder.into());
        self
    }

    /// Whether calls go to the service. If not, a client needs no credentials.
    #[must_use]
    pub fn is_recording(&self) -> bool {
        matches!(self.0.mode, Mode::Recording(_))
    }

    /// Makes the client record its calls, or replay them from the file. Several clients may share a
    /// recorder.
    pub fn attach<C>(&self, builder: ClientBuilder<C>) -> ClientBuilder<C> {
        let builder = builder.tape(Arc::clone(&self.0) as Arc<dyn Tape>);
        match self.is_recording() {
            true => builder,
            false => builder.wait_pauses(PAUSE, PAUSE),
        }
    }

    /// Returns the line and the operation of each recorded exchange that was not replayed so far. If there are any, the
    /// program's calls have changed, and should be recorded again.
    #[must_use]
    pub fn unused(&self) -> Vec<String> {
        match &self.0.mode {
            Mode::Recording(_) => Vec::new(),
            Mode::Replaying(recorded) => {
                let recorded = lock(recorded);
                let unused = recorded.iter().filter(|it| !it.is_used());
                unused.map(Recorded::describe).collect()
            }
        }
    }

    /// Writes the calls that were recorded so far, all or none. Does nothing when replaying. Call it at the end of a
    /// test, so that a failing test records nothing.
    ///
    /// # Errors
    /// The file, or its folder, can't be written.
    pub fn finish(&self) -> io::Result<()> {
        let Mode::Recording(captured) = &self.0.mode else {
            return Ok(());
        };
        let mut scrubber = Scrubber::new(lock(&self.0.named).clone());
        let captured = lock(captured);
        let captured: Vec<_> = captured.iter().flatten().collect();
        for captured in &captured {
            captured.teach(&mut scrubber);
        }
        let lines = captured
            .iter()
            .map(|captured| captured.to_line(&mut scrubber) + "\n");
        let text: String = lines.collect();
        write_whole(&self.0.file, &text)
    }
}

fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let of_file = |error: io::Error| {
        let message = format!("can't write {}: {error}", file.display());
        io::Error::new(error.kind(), message)
    };
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        std::fs::create_dir_all(folder).map_err(of_file)?;
    }
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(name);
    let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, file));
    written.map_err(|error| {
        // A partial file is of no use.
        let _ = std::fs::remove_file(&part);
        of_file(error)
    })
}

impl Tape for Tapes {
    fn play(
        self: Arc<Self>,
        call: Call,
        request: http::Request<Bytes>,
        reading: Reading,
        send: Answering,
    ) -> Answering {
        if let Mode::Replaying(_) = &self.mode {
            return Box::pin(async move { self.answer(&call, &request, reading) });
        }
        Box::pin(async move {
            let place = self.begin();
            let result = send.await;
            let (status, headers, body) = match &result {
                Ok(answer) => (
                    Some(answer.status),
                    Some(&answer.headers),
                    (reading == Reading::Whole).then(|| answer.body.clone()),
                ),
                Err(error) => match error.api() {
                    Some(_) => (error.status(), error.headers(), error.body().cloned()),
                    None => (None, None, None),
                },
            };
            if let Some(status) = status {
                let headers = headers.cloned().unwrap_or_default();
                self.end(
                    place,
                    Captured {
                        call,
                        request,
                        status,
                        headers,
                        body,
                    },
                );
            }
            result
        })
    }
}

impl Tapes {
    /// Reserves a position for a call that starts.
    fn begin(&self) -> usize {
        let Mode::Recording(captured) = &self.mode else {
            return 0;
        };
        let mut captured = lock(captured);
        captured.push(None);
        captured.len() - 1
    }

    fn end(&self, place: usize, exchange: Captured) {
        if let Mode::Recording(captured) = &self.mode {
            lock(captured)[place] = Some(exchange);
        }
    }

    fn answer(
        &self,
        call: &Call,
        request: &http::Request<Bytes>,
        reading: Reading,
    ) -> Result<Answer, Error> {
        let Mode::Replaying(recorded) = &self.mode else {
            let message = "nothing was recorded".to_owned();
            return Err(Error::input(call.clone(), message));
        };
        let named = lock(&self.named).clone();
        let mut recorded = lock(recorded);
        let wanted = Wanted::new(call, request, &named);
        let found = wanted.find(&mut recorded).map_err(|problem| {
            let file = self.file.display();
            Error::input(call.clone(), format!("{file}: {problem}"))
        })?;
        let (status, headers) = (found.status, found.headers.clone());
        let body = found.body.clone();
        if !status.is_success() {
            let error = Error::from_response(call.clone(), status, headers, body);
            return Err(error.after_attempts(1));
        }
        let (whole, rest) = match reading {
            Reading::Whole => (body, Bytes::new()),
            Reading::Head => (Bytes::new(), body),
        };
        Ok(Answer {
            status,
            headers,
            body: whole,
            rest: http::Response::new(rest).into(),
            slot: None,
            attempts: 1,
            deadline: None,
        })
    }
}

/// Nothing panics while it holds a lock.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder")
            .field("file", &self.0.file)
            .field("is_recording", &self.is_recording())
            .finish_non_exhaustive()
    }
}

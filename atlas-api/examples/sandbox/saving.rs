//! Stores the state in a file.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use atlas_api::codes;
use atlas_api::test_util::Failure;
use tempfile::NamedTempFile;

use crate::state::State;

/// Loads the state from a file. `None` if the file does not exist.
pub fn load(path: &Path) -> io::Result<Option<State>> {
    let state = match fs::read(path) {
        Ok(text) => serde_json::from_slice(&text).map_err(io::Error::other),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => Err(error),
    };
    let place = path.display();
    let named = |error| io::Error::other(format!("can't load the state from {place}: {error}"));
    state.map(Some).map_err(named)
}

/// Saves the state.
pub fn save(path: &Path, state: &State) -> Result<(), Failure> {
    let text = serde_json::to_vec_pretty(state).map_err(io::Error::other);
    text.and_then(|text| write(path, &text)).map_err(|error| {
        let path = path.display();
        let failure = Failure::new(500, codes::UNEXPECTED_ERROR);
        failure.detail(format!("can't save the state to {path}: {error}"))
    })
}

/// Writes a file completely or not at all.
pub fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let mut file = NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(text)?;
    file.persist(path)?;
    Ok(())
}

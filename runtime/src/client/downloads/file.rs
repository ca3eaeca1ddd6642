//! Writes a stream of bytes to a file, completely or not at all.

use std::io;
use std::path::{Path, PathBuf};

use bytes::Bytes;
use futures_core::Stream;
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt;

use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::transport::futures::next;

/// Writes a stream to a path, and returns the number of bytes. After each chunk, `progress` gets the stream.
pub(super) async fn save<S>(
    call: Call,
    mut bytes: S,
    path: &Path,
    mut progress: impl FnMut(&S),
) -> Result<u64, Error>
where
    S: Stream<Item = Result<Bytes, Error>> + Unpin,
{
    let what = format!("write `{}`", path.display());
    let unwritten = |error| Error::io(call.clone(), what.clone(), error);
    let (mut file, partial) = Partial::create(path).map_err(unwritten)?;
    let mut length = 0;
    while let Some(chunk) = next(&mut bytes).await {
        let chunk = chunk?;
        file.write_all(&chunk).await.map_err(unwritten)?;
        length += chunk.len() as u64;
        progress(&bytes);
    }
    // The last write may still be in progress, and only this reports its result.
    file.flush().await.map_err(unwritten)?;
    // Before the rename, so a crash can't leave an empty file there.
    file.sync_all().await.map_err(unwritten)?;
    drop(file);
    partial.complete(path).await.map_err(unwritten)?;
    Ok(length)
}

/// An incomplete file, which is removed when this value is dropped.
struct Partial(Option<PathBuf>);

impl Partial {
    // Not async, because a file created after the future was dropped would remain.
    fn create(path: &Path) -> io::Result<(File, Self)> {
        if path.file_name().is_none() {
            let message = "the path names no file";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        let partial = path.with_file_name(format!(".{:016x}.part", fastrand::u64(..)));
        let file = std::fs::File::create_new(&partial)?;
        Ok((file.into(), Self(Some(partial))))
    }

    async fn complete(mut self, path: &Path) -> io::Result<()> {
        if let Some(partial) = &self.0 {
            fs::rename(partial, path).await?;
        }
        self.0 = None;
        Ok(())
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        if let Some(partial) = &self.0 {
            // If it fails, there is nobody to report it to.
            let _ = std::fs::remove_file(partial);
        }
    }
}

//! The one error of the generator: what is wrong, where, and what to do about it.

use std::fmt;

/// What a stage of the generator answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Something in the input that the generator can't take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// Where it is wrong.
    pub place: Place,
    /// What to do about it, if that is known.
    pub help: Option<String>,
}

/// A place in an input file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// The file, as the caller named it.
    pub file: String,
    /// The JSON pointer (RFC 6901) of the value, if one is meant.
    pub pointer: Option<String>,
    /// Line and column, both counted from 1.
    pub line: Option<(usize, usize)>,
}

impl Error {
    /// An error at a JSON pointer. The file, line and column are filled in by
    /// [`Document::locate`](crate::Document::locate).
    pub fn at(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let place = Place {
            pointer: Some(pointer.into()),
            ..Place::default()
        };
        Self {
            message: message.into(),
            place,
            help: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.place != Place::default() {
            write!(f, "\n  at {}", self.place)?;
        }
        if let Some(help) = &self.help {
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some((line, column)) = self.line {
            write!(f, ":{line}:{column}")?;
        }
        if let Some(pointer) = &self.pointer {
            let space = if self.file.is_empty() { "" } else { " " };
            write!(f, "{space}#{pointer}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

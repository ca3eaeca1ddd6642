//! The error of the generator: what is wrong, where, and what to write instead.

use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

/// The result of a stage.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Input that the generator rejects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What is wrong.
    pub message: String,
    /// Its location.
    pub location: Location,
    /// What to write instead, if known.
    pub help: Option<String>,
}

/// A location in an input file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Location {
    /// The file, as the caller named it.
    pub file: String,
    /// The JSON pointer (RFC 6901) of a value.
    pub pointer: Option<String>,
    /// The line and column of the value.
    pub position: Option<Box<Position>>,
}

/// A position in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in characters, counted from 1.
    pub column: usize,
    /// The text of the line.
    pub text: String,
}

/// The start of a text.
impl Default for Position {
    fn default() -> Self {
        Self {
            line: 1,
            column: 1,
            text: String::new(),
        }
    }
}

impl Error {
    /// An error at a JSON pointer. [`Document::locate`](crate::Document::locate) adds file and position.
    pub fn at(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        let location = Location {
            pointer: Some(pointer.into()),
            ..Location::default()
        };
        Self {
            message: message.into(),
            location,
            help: None,
        }
    }

    /// An error at a position in a text that has no values yet.
    pub(crate) fn in_text(
        file: impl Into<String>,
        position: Position,
        message: impl Into<String>,
    ) -> Self {
        let location = Location {
            file: file.into(),
            pointer: None,
            position: Some(Box::new(position)),
        };
        Self {
            message: message.into(),
            location,
            help: None,
        }
    }

    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The error on several lines, with the source line that it is about.
    pub fn report(&self) -> String {
        let title = Level::ERROR.primary_title(self.message.as_str());
        let mut group = match &self.location.position {
            Some(position) => {
                let end = position.text.len();
                let mut indexes = position.text.char_indices().map(|(index, _)| index);
                let start = indexes.nth(position.column - 1).unwrap_or(end);
                let pointer = self.location.pointer.as_deref();
                let label = pointer
                    .filter(|it| !it.is_empty())
                    .map(|it| format!("#{it}"));
                let annotation = AnnotationKind::Primary.span(start..end);
                let snippet = Snippet::source(position.text.as_str())
                    .line_start(position.line)
                    .path(self.location.file.as_str())
                    .annotation(annotation.label(label));
                title.element(snippet)
            }
            None => Group::with_title(title),
        };
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        Renderer::plain().render(&[group]).to_string()
    }
}

/// On one line: the message, the location and the help.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if self.location != Location::default() {
            write!(f, " at {}", self.location)?;
        }
        match &self.help {
            Some(help) => write!(f, " (help: {help})"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(position) = &self.position {
            write!(f, ":{}:{}", position.line, position.column)?;
        }
        match self.pointer.as_deref() {
            None | Some("") => Ok(()),
            Some(pointer) if self.file.is_empty() => write!(f, "#{pointer}"),
            Some(pointer) => write!(f, " #{pointer}"),
        }
    }
}

impl std::error::Error for Error {}

//! Documentation comments: our own descriptions, facts, links and examples, and upstream's prose with `--docs full`.

mod example;
mod facts;
mod links;
mod operations;
mod paragraphs;
mod prose;
mod text;
mod types;
mod writer;

pub use facts::title;
pub use paragraphs::{first_sentence, wrapped};
pub use text::{Line, attributes};
pub use writer::{Docs, Writer};

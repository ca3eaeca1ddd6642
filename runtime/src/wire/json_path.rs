//! JSON paths of positions in a text, such as `$.results[0].links`.

use super::reader::cursor::{JsonKind, Reader};

/// The JSON path of the value that starts at a position of a text known to be JSON.
pub(super) fn path_of(text: &str, position: usize) -> String {
    fn walk(reader: &mut Reader<'_>, position: usize, path: &mut String) -> Option<()> {
        let kind = reader.kind().ok()?;
        if reader.position() >= position {
            return Some(());
        }
        let end = |reader: &mut Reader<'_>| {
            let mark = reader.mark();
            reader.skip().ok()?;
            let end = reader.position();
            reader.rewind(mark);
            Some(end)
        };
        let length = path.len();
        if kind == JsonKind::Object {
            reader.object_begin().ok()?;
            while let Some(key) = reader.next_key().ok()? {
                if end(reader)? > position {
                    let plain = key
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                    *path += &if plain {
                        format!(".{key}")
                    } else {
                        format!("[{key:?}]")
                    };
                    return walk(reader, position, path);
                }
                reader.skip().ok()?;
            }
        } else if kind == JsonKind::Array {
            reader.array_begin().ok()?;
            let mut index = 0;
            while reader.next_item().ok()? {
                if end(reader)? > position {
                    *path += &format!("[{index}]");
                    return walk(reader, position, path);
                }
                reader.skip().ok()?;
                index += 1;
            }
        }
        path.truncate(length);
        Some(())
    }
    let mut path = "$".to_owned();
    walk(&mut Reader::new(text), position, &mut path);
    path
}

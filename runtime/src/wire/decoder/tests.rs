//! The limits of a decoder, and the mismatches it lists.

use std::cell::Cell;

use super::*;
use crate::wire::reader::error::ErrorKind;

fn decoder(text: &str, memory: usize) -> Decoder<'_> {
    let is_late = None;
    Decoder::new(text, Limits { memory, is_late })
}

/// Returns how much memory and how much work something takes, and its result. The work is what remains before the
/// next look at the clock.
fn cost<'a, T>(
    decoder: &mut Decoder<'a>,
    run: impl FnOnce(&mut Decoder<'a>) -> Result<T, JsonError>,
) -> (usize, usize, T) {
    let (memory, work) = (decoder.memory_left, decoder.work_left);
    let value = run(decoder).unwrap();
    (
        memory - decoder.memory_left,
        work - decoder.work_left,
        value,
    )
}

#[test]
fn lists_first_thousand_mismatches_and_counts_the_others() {
    let mut mismatches = Mismatches::default();
    for position in 0..1_003 {
        mismatches.push(2 * position);
    }
    assert_eq!(
        (mismatches.listed().len(), mismatches.omitted()),
        (1_000, 3)
    );
    assert_eq!(mismatches.listed().last(), Some(&1_998));
    // Between others, and after the last one.
    mismatches.insert(5);
    mismatches.insert(1_998);
    mismatches.insert(7_000);
    assert_eq!(
        (mismatches.listed().len(), mismatches.omitted()),
        (1_000, 6)
    );
    assert_eq!(mismatches.listed()[..5], [0, 2, 4, 5, 6]);
    assert_eq!(mismatches.listed().last(), Some(&1_996));
    mismatches.truncate(2);
    assert_eq!(
        (mismatches.listed(), mismatches.omitted()),
        (&[0, 2][..], 0)
    );
}

#[test]
fn allocation_counts_overhead_of_allocator() {
    let mut decoder = decoder("", 100);
    decoder.allocate(60).unwrap();
    decoder.allocate(8).unwrap();
    let error = decoder.allocate(1).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Memory(100));
    // The remaining memory is unchanged.
    decoder.allocate(0).unwrap_err();
    assert!(decoder.allocate(usize::MAX).is_err());
    assert_eq!(Limits::default().memory, 256 * 1024 * 1024);
}

#[test]
fn list_stays_below_memory_limit() {
    // The memory for four items, twice.
    let room = 4 * size_of::<u64>() + ALLOCATION;
    for (memory, fits) in [(room - 1, 0), (room, 4), (2 * room - 1, 4), (2 * room, 8)] {
        let mut decoder = decoder("", memory);
        let mut items = Vec::new();
        let pushed = (0..20).take_while(|_| decoder.push(&mut items, 7_u64).is_ok());
        assert_eq!(pushed.count(), fits, "{memory}");
        assert_eq!((items.len(), items.capacity()), (fits, fits), "{memory}");
    }
    for (capacity, size, more) in [(0, 8, 4), (0, 1_024, 4), (0, 1_025, 1), (9, 2_000, 9)] {
        assert_eq!(growth(capacity, size), more);
    }
}

#[test]
fn strings_take_memory_of_their_decoded_length() {
    let text = r#"["abcd", "ab\ncd"]"#;
    let mut decoder = decoder(text, 1_000);
    decoder.reader.array_begin().unwrap();
    decoder.reader.next_item().unwrap();
    let (memory, _, string) = cost(&mut decoder, Decoder::string);
    assert_eq!((memory, &*string), (4 + ALLOCATION, "abcd"));
    decoder.reader.next_item().unwrap();
    let (memory, _, string) = cost(&mut decoder, Decoder::string);
    assert_eq!(&*string, "ab\ncd");
    assert!(memory >= 5 + ALLOCATION);
}

#[test]
fn looks_at_clock_after_fixed_amount_of_work() {
    let (looks, up_after) = (Cell::new(0), 3);
    let is_late = || {
        looks.set(looks.get() + 1);
        looks.get() >= up_after
    };
    let is_late = Some(&is_late as &dyn Fn() -> bool);
    let mut decoder = Decoder::new("", Limits { memory: 0, is_late });
    decoder.work(65_536).unwrap();
    assert_eq!(looks.get(), 0);
    decoder.work(1).unwrap();
    assert_eq!(looks.get(), 1);
    for _ in 0..65_536 / 32 {
        decoder.item().unwrap();
    }
    assert_eq!(looks.get(), 1);
    decoder.item().unwrap();
    assert_eq!(looks.get(), 2);
    let error = decoder.work(usize::MAX).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Late);
    // Without a clock, decoding is never late.
    let mut decoder = Decoder::new("", Limits::NONE);
    decoder.work(usize::MAX).unwrap();
}

#[test]
fn skipped_and_peeked_text_counts_as_work() {
    let text = r#"[ "skipped", {"a": 1, "b": "x"}, 3]"#;
    let mut decoder = decoder(text, 1_000);
    decoder.reader.array_begin().unwrap();
    decoder.reader.next_item().unwrap();
    let (_, work, skipped) = cost(&mut decoder, Decoder::skip);
    assert_eq!((work, skipped), (9, "\"skipped\""));
    decoder.reader.next_item().unwrap();
    let position = decoder.reader.position();
    let (_, work, found) = cost(&mut decoder, |it| it.peek_string_property("b"));
    assert_eq!(
        (work, found.as_deref()),
        (r#"{"a": 1, "b": "x""#.len(), Some("x"))
    );
    assert_eq!(decoder.reader.position(), position, "it only looks");
    for (name, found) in [("a", None), ("c", None)] {
        assert_eq!(decoder.peek_string_property(name).unwrap(), found);
    }
    decoder.skip().unwrap();
    decoder.reader.next_item().unwrap();
    assert_eq!(decoder.skip_mismatch().unwrap(), "3");
    assert_eq!(decoder.mismatches.listed(), [text.find('3').unwrap()]);
}

#[test]
fn rewinding_discards_later_mismatches() {
    let mut decoder = decoder("[1, 2]", 1_000);
    decoder.reader.array_begin().unwrap();
    decoder.reader.next_item().unwrap();
    let checkpoint = decoder.checkpoint();
    decoder.skip_mismatch().unwrap();
    decoder.allocate(100).unwrap();
    decoder.rewind(checkpoint);
    assert_eq!(
        (decoder.mismatches.listed().len(), decoder.memory_left),
        (0, 1_000)
    );
    assert_eq!(decoder.skip().unwrap(), "1");
}

#[test]
fn last_of_repeated_properties_wins() {
    let text = r#" {"a": 1, "b": "x", "a": "y", "b": "z", "c": 2}"#;
    let mut decoder = decoder(text, 10_000);
    let start = decoder.reader.mark();
    let (_, work, properties) = cost(&mut decoder, |it| it.properties(start));
    let of = |(name, position): &(Cow<'_, str>, usize)| {
        format!(
            "{name}={}",
            text[*position..].split([',', '}']).next().unwrap()
        )
    };
    let shown: Vec<_> = properties.iter().map(of).collect();
    assert_eq!(shown, ["a=1", "b=\"x\"", "a=\"y\"", "b=\"z\"", "c=2"]);
    assert_eq!(work, 5 * ITEM + "1xyz2".len() + 3 * 2);

    let (memory, _, ()) = cost(&mut decoder, |it| it.note_repeated(start));
    assert_eq!(memory, 0, "what it takes is given back");
    let dropped = ["1, ", "\"x\""].map(|value| text.find(value).unwrap());
    assert_eq!(decoder.mismatches.listed(), dropped);
    assert!(decoder.repeated);

    let text = |text: &'static str| Some(Cow::Borrowed(text));
    for (names, texts, expected) in [
        (&["a"][..], &[text("y")][..], true),
        (&["a", "b"], &[text("y"), text("z")], true),
        (&["a", "b"], &[text("y"), text("x")], false),
        (&["c"], &[None], true),
        (&["d"], &[None], true),
        (&["d"], &[text("y")], false),
    ] {
        let (memory, _, has) = cost(&mut decoder, |it| it.has_properties(start, names, texts));
        assert_eq!((memory, has), (0, expected), "{names:?}");
    }
}

#[test]
fn search_for_repeated_properties_is_limited() {
    let text = r#"{"\u0061": 1, "\u0061": 2}"#;
    let mut decoder = decoder(text, 1);
    let start = decoder.reader.mark();
    for error in [
        decoder.note_repeated(start).err(),
        decoder.has_properties(start, &[], &[]).err(),
    ] {
        assert_eq!(error.unwrap().kind(), ErrorKind::Memory(1));
    }
}

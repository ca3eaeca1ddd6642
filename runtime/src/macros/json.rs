//! `json!`: free-form JSON in the order in which it is written.

/// Creates a [`Json`](crate::Json) that is written like JSON, with properties in this order. Values are expressions of
/// any type that `serde` serializes, and so are names in parentheses.
///
/// ```
/// use atlas_api::json;
///
/// let field = "price";
/// let pipeline = json!([
///     {"$match": {"stock": {"$gt": 0}}},
///     {"$sort": {(field): -1, "at": 1}},
///     {"$limit": 10 * 2},
/// ]);
/// assert_eq!(pipeline[1].text(), r#"{"$sort":{"price":-1,"at":1}}"#);
/// ```
///
/// A value that JSON can't express makes the whole document [invalid](crate::Json#special-cases).
#[macro_export]
macro_rules! json {
    ($($value:tt)+) => {{
        let mut writer = $crate::rt::Writer::new();
        $crate::__json_value!(writer $($value)+);
        $crate::Json::of_writer(writer)
    }};
}

/// Writes a value.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_value {
    ($writer:ident null) => {
        $writer.null()
    };
    ($writer:ident [ $($items:tt)* ]) => {{
        $writer.begin_array();
        $crate::__json_items!($writer $($items)*);
        $writer.end_array();
    }};
    ($writer:ident { $($properties:tt)* }) => {{
        $writer.begin_object();
        $crate::__json_properties!($writer $($properties)*);
        $writer.end_object();
    }};
    ($writer:ident $value:expr) => {
        $crate::rt::write_json(&mut $writer, &$value)
    };
}

/// Writes items. What is in brackets is JSON if it is all there is of the item, and else part of an expression.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_items {
    ($writer:ident) => {};
    ($writer:ident null $(, $($rest:tt)*)?) => {
        $writer.item();
        $writer.null();
        $crate::__json_items!($writer $($($rest)*)?);
    };
    ($writer:ident [ $($item:tt)* ] $(, $($rest:tt)*)?) => {
        $writer.item();
        $crate::__json_value!($writer [ $($item)* ]);
        $crate::__json_items!($writer $($($rest)*)?);
    };
    ($writer:ident { $($item:tt)* } $(, $($rest:tt)*)?) => {
        $writer.item();
        $crate::__json_value!($writer { $($item)* });
        $crate::__json_items!($writer $($($rest)*)?);
    };
    ($writer:ident $item:expr $(, $($rest:tt)*)?) => {
        $writer.item();
        $crate::__json_value!($writer $item);
        $crate::__json_items!($writer $($($rest)*)?);
    };
}

/// Writes properties, in the same way.
#[doc(hidden)]
#[macro_export]
macro_rules! __json_properties {
    ($writer:ident) => {};
    ($writer:ident $name:tt : null $(, $($rest:tt)*)?) => {
        $writer.key(AsRef::<str>::as_ref(&$name));
        $writer.null();
        $crate::__json_properties!($writer $($($rest)*)?);
    };
    ($writer:ident $name:tt : [ $($value:tt)* ] $(, $($rest:tt)*)?) => {
        $writer.key(AsRef::<str>::as_ref(&$name));
        $crate::__json_value!($writer [ $($value)* ]);
        $crate::__json_properties!($writer $($($rest)*)?);
    };
    ($writer:ident $name:tt : { $($value:tt)* } $(, $($rest:tt)*)?) => {
        $writer.key(AsRef::<str>::as_ref(&$name));
        $crate::__json_value!($writer { $($value)* });
        $crate::__json_properties!($writer $($($rest)*)?);
    };
    ($writer:ident $name:tt : $value:expr $(, $($rest:tt)*)?) => {
        $writer.key(AsRef::<str>::as_ref(&$name));
        $crate::__json_value!($writer $value);
        $crate::__json_properties!($writer $($($rest)*)?);
    };
}

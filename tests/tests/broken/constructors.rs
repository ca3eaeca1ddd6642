//! Lists of frozen constructors that are invalid or don't apply to the spec.

use crate::refused_beside;

refused_beside! {
    constructors:
    rejects_constructor_with_repeated_property:
        "- schema: Thing\n  new: [state, tags, state]\n";
    rejects_constructor_with_missing_property:
        "- schema: Thing\n  new: [size]\n";
    rejects_constructor_of_missing_schema:
        "- schema: Nothing\n  new: [size]\n";
    rejects_constructor_of_enum:
        "- schema: Size\n  new: [size]\n";
    rejects_redundant_constructor:
        "- schema: Circle\n  new: []\n";
}

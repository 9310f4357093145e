/// The data on the edges of a flow: one sealed, immutable, JSON-like
/// [Value][io.promptflow4j.core.value.Value], the types an author can declare, coercion between
/// them, Python's text of a value, and JSON in and out.
@NullMarked
package io.promptflow4j.core.value;

import org.jspecify.annotations.NullMarked;

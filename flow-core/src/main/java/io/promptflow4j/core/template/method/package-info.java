/// What stands behind a dot: the methods and attributes of texts, numbers, lists and dictionaries.
///
/// There is a table of names for each kind of object and nothing besides: no reflection, and
/// nothing that begins with an underscore. What would change data is refused by name.
@NullMarked
package io.promptflow4j.core.template.method;

import org.jspecify.annotations.NullMarked;

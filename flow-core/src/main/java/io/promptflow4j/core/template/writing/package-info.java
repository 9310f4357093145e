/// The longer ways of writing something: JSON, Python's pretty print, wrapped lines, links, and the
/// other way round the entities of HTML.
///
/// Each works in linear time, because texts come from outside.
@NullMarked
package io.promptflow4j.core.template.writing;

import org.jspecify.annotations.NullMarked;

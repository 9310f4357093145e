/// The objects a template computes with.
///
/// They are the part of Python's objects that templates can tell apart: texts, numbers, lists,
/// tuples, dictionaries, iterators, what can be called, and the undefined. All are immutable or
/// live only as long as one rendering, and none leads to a Java object.
@NullMarked
package io.promptflow4j.core.template.python;

import org.jspecify.annotations.NullMarked;

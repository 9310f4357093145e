/// A template as a tree of statements and expressions.
///
/// Every part of the tree knows the offset at which it starts, and nothing of how it is rendered.
@NullMarked
package io.promptflow4j.core.template.syntax;

import org.jspecify.annotations.NullMarked;

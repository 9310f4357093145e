/// The tokens of a template, put together to statements and expressions.
///
/// A mistake does not always stop the reading: what stands behind the tag is read too, so that all
/// mistakes are reported. Depth is limited, so that nothing later runs out of stack.
@NullMarked
package io.promptflow4j.core.template.syntax.parser;

import org.jspecify.annotations.NullMarked;

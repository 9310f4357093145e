/// Trees of statements and expressions turned into code.
///
/// A tree becomes small functions, once, and rendering calls them; what can be decided before
/// rendering is decided here.
@NullMarked
package io.promptflow4j.core.template.compile;

import org.jspecify.annotations.NullMarked;

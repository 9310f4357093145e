/// Ways of writing values and texts that filters need: JSON, Python's pretty printer, links and
/// HTML entities.
@NullMarked
package io.promptflow4j.core.template.layout;

import org.jspecify.annotations.NullMarked;

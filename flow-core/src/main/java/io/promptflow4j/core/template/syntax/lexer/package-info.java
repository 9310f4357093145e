/// The text of a template, cut into tokens.
@NullMarked
package io.promptflow4j.core.template.syntax.lexer;

import org.jspecify.annotations.NullMarked;

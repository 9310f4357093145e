/// How built-in filters, tests, methods and functions are declared and called.
@NullMarked
package io.promptflow4j.core.template.function;

import org.jspecify.annotations.NullMarked;

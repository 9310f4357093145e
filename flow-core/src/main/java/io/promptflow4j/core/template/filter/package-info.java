/// The built-in filters and tests of Jinja2, by what they work on.
@NullMarked
package io.promptflow4j.core.template.filter;

import org.jspecify.annotations.NullMarked;

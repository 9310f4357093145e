/// Prompt text: our own Jinja2 engine over values.
@NullMarked
package io.promptflow4j.core.template;

import org.jspecify.annotations.NullMarked;

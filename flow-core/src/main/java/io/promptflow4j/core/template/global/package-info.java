/// The functions a template may call by name, and the objects they make.
@NullMarked
package io.promptflow4j.core.template.global;

import org.jspecify.annotations.NullMarked;

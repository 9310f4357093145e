/// Tools that a program gives a flow in code.
@NullMarked
package io.promptflow4j.core.tool.given;

import org.jspecify.annotations.NullMarked;

/// JSON schemas of what tools take: made of their signatures for those who offer them, and held
/// against the arguments of those who call them.
@NullMarked
package io.promptflow4j.core.tool.schema;

import org.jspecify.annotations.NullMarked;

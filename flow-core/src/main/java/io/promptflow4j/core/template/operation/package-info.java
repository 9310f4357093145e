/// What operators do with objects, and how objects become text.
///
/// All of it follows Python to the letter, refuses what would grow without bounds, and counts its
/// work.
@NullMarked
package io.promptflow4j.core.template.operation;

import org.jspecify.annotations.NullMarked;

/// The model catalog: which models there are, who offers them, what they can do and what they cost.
/// What is not known is a value of its own, never a no and never a zero. The facts are read by
/// `file`; needs are matched with them by `choice`.
@NullMarked
package io.promptflow4j.core.model.catalog;

import org.jspecify.annotations.NullMarked;

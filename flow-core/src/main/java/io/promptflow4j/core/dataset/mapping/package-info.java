/// From the columns of one or more data sets to the inputs of a flow: `${data.question}`, joins by
/// line number, defaults, and a check of every row against the declared types before anything is
/// paid for.
@NullMarked
package io.promptflow4j.core.dataset.mapping;

import org.jspecify.annotations.NullMarked;

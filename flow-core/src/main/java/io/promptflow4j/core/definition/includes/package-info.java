/// Files that a flow takes from elsewhere (`additional_includes`). As in prompt flow they are
/// copied, flat by their own names, over a copy of the flow folder; the flow then runs in that
/// merged folder, so that Python finds them as siblings. A flow without includes is not copied.
@NullMarked
package io.promptflow4j.core.definition.includes;

import org.jspecify.annotations.NullMarked;

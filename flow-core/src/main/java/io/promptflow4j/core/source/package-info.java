/// Files, places in them and what is wrong there: the guarded [FlowFolder], texts with lines, and
/// diagnostics with code, place and remedy.
@NullMarked
package io.promptflow4j.core.source;

import org.jspecify.annotations.NullMarked;

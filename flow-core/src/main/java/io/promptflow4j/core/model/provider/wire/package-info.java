/// What the providers of all vendors share: a [WireModel] calls one service, and a [Dialect] says
/// how that service wants to be asked and what its replies mean.
///
/// Results have the shape that prompt flow's `llm` node gives, whoever answered. A setting that a
/// vendor lacks is translated, or left out with a notice; nothing is left out in silence.
@NullMarked
package io.promptflow4j.core.model.provider.wire;

import org.jspecify.annotations.NullMarked;

/// Whether a text is well-formed JSON, XML, HTML or SQL, fits a JSON Schema, or holds such a thing.
/// Whether two such texts say the same.
///
/// The texts come from models, so parsers are bounded and never fetch anything: no external entity,
/// no remote schema.
@NullMarked
package io.promptflow4j.evaluators.metric.validity;

import org.jspecify.annotations.NullMarked;

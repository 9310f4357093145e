/// A flow as its author wrote it: every field with its place, nothing checked but the YAML itself.
/// It may be wrong; the `graph` room says how. Reading is in `definition.yaml`.
@NullMarked
package io.promptflow4j.core.definition;

import org.jspecify.annotations.NullMarked;

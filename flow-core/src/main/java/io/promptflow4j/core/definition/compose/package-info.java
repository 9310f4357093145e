/// YAML text to a tree with places: the scanner's events, the scalars of YAML 1.2, anchors and
/// merges under limits, and what is said about text that is no YAML.
@NullMarked
package io.promptflow4j.core.definition.compose;

import org.jspecify.annotations.NullMarked;

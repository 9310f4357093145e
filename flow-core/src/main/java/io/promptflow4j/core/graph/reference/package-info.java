/// The `${…}` of flow files: how it is read, and what it means in a flow whose inputs and nodes are
/// known. Whatever names nothing is a finding with a place.
@NullMarked
package io.promptflow4j.core.graph.reference;

import org.jspecify.annotations.NullMarked;

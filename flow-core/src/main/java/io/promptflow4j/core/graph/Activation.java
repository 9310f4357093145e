package io.promptflow4j.core.graph;

import io.promptflow4j.core.value.Value;

/// When a node runs: if what `when` gives equals `is` by Python's equality (`1 == True`).
public record Activation(Binding when, Value is) {}

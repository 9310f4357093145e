package io.promptflow4j.core.graph;

import io.promptflow4j.core.value.ValueType;

/// One output of a flow.
///
/// @param evaluationOnly whether it stays in records and is not shown to callers over HTTP
public record FlowOutput(
    String name, ValueType type, Binding binding, String description, boolean evaluationOnly) {}

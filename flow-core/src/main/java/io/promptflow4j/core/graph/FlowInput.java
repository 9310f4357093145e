package io.promptflow4j.core.graph;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.Optional;

/// One declared input of a flow. Its default, if any, has the declared type.
public record FlowInput(
    String name, ValueType type, Optional<Value> defaultValue, String description) {}

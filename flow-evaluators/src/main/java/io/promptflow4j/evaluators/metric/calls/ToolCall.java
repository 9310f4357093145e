package io.promptflow4j.evaluators.metric.calls;

import io.promptflow4j.core.value.Value;

/// One call of a tool that a model asked for, or should have asked for.
public record ToolCall(String name, Value.Mapping arguments) {}

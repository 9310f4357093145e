package io.promptflow4j.core.graph;

import io.promptflow4j.core.value.Value;

/// How a flow is called, as far as kinds of flows differ in it.
///
/// @param lenient whether inputs are passed on as they are where they don't fit their types, and a
///   text such as `data:image/png;path:x.png` is the picture it names
/// @param spreads whether a mapping that is the flow's only output is given out key by key
/// @param turnsAsMessages whether the turns of a chat are `{role, content}` and not `{inputs,
///   outputs}`
/// @param sample inputs for a first try; empty if there are none
public record CallForm(
    boolean lenient, boolean spreads, boolean turnsAsMessages, Value.Mapping sample) {

  /// That of a `flow.dag.yaml`.
  public static final CallForm OF_NODES = new CallForm(false, false, false, Value.Mapping.EMPTY);
}

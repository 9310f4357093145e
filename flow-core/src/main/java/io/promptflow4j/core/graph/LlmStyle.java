package io.promptflow4j.core.graph;

import java.util.List;

/// How a model node that stands in a prompty differs from one of a `flow.dag.yaml`.
///
/// @param asGiven whether only the parameters that are given go to the model; otherwise prompt
///   flow's own defaults do, too
/// @param whole whether the whole reply is given out and not the answer alone
/// @param json whether the answer is read as JSON
/// @param keys the keys of that JSON that are given out; all if empty
public record LlmStyle(boolean asGiven, boolean whole, boolean json, List<String> keys) {

  /// That of a `flow.dag.yaml`.
  public static final LlmStyle NODE = new LlmStyle(false, false, false, List.of());

  public LlmStyle {
    keys = List.copyOf(keys);
  }
}

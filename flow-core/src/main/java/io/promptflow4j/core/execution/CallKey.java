package io.promptflow4j.core.execution;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;

/// What tells one call from another: everything that goes into it, and nothing about when.
///
/// @param node the node that calls
/// @param digest over the request: for a model its address, the rendered messages and all
///   parameters; for a tool its signature, source and arguments. A secret is never part of it
public record CallKey(String node, Kind kind, Digest digest) {

  /// What is called.
  public enum Kind {
    MODEL,
    TOOL
  }

  /// The key of a request, which is digested as JSON in the order of its entries.
  public static CallKey of(String node, Kind kind, Value.Mapping request) {
    return new CallKey(node, kind, Digest.of(Json.write(request)));
  }
}

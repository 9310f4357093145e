package io.promptflow4j.core.execution;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.Optional;

/// What tells one call from another: everything that goes into it, and nothing about when.
///
/// @param node the node that calls
/// @param digest over the request: for a model its address, the rendered messages and all
///   parameters; for a tool its signature, source and arguments. A secret is never part of it
/// @param request what the digest was made of, as long as the call is under way
/// @param shareable whether the answer may be given to others who ask the same, if that is wanted
///   at all
public record CallKey(
    String node, Kind kind, Digest digest, Value.Mapping request, boolean shareable) {

  /// What is called.
  public enum Kind {
    MODEL,
    TOOL
  }

  /// The key of a request, which is digested as JSON in the order of its entries. A model's answer
  /// may be shared, a tool's result not.
  public static CallKey of(String node, Kind kind, Value.Mapping request) {
    return new CallKey(node, kind, Digest.of(Json.write(request)), request, kind == Kind.MODEL);
  }

  /// The same, with what the author of the node said about sharing.
  public CallKey sharedIf(Optional<Boolean> wanted) {
    return new CallKey(node, kind, digest, request, wanted.orElse(shareable));
  }
}

package io.promptflow4j.core.execution;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.Optional;

/// What tells one call from another: everything that goes into it, and nothing about when.
///
/// @param node the node that calls
/// @param digest over the request: for a model its address, the rendered messages and all
///   parameters; for a tool its signature, source and arguments; and over the part of the node's
///   work that makes it. A secret is never part of it
/// @param asked what others know the request by, if its answer is shared: as `digest`, for elements
///   and flows without the part
/// @param request what the digest was made of, as long as the call is under way
/// @param shareable whether the answer may be given to others who ask the same, if that is wanted
///   at all
/// @param connection the name of the connection that is asked, if the node names one
/// @param listsByLine whether lists in its prompt are printed item below item
public record CallKey(
    String node,
    Kind kind,
    Digest digest,
    Digest asked,
    Value.Mapping request,
    boolean shareable,
    Optional<String> connection,
    boolean listsByLine) {

  /// What is called.
  public enum Kind {
    MODEL,
    TOOL,
    /// A service that a tool asks.
    SERVICE
  }

  /// The key of a request, which is digested as JSON in the order of its entries. An answer of a
  /// model or of a service may be shared, a tool's result not.
  public static CallKey of(String node, Kind kind, Value.Mapping request) {
    Digest digest = Digest.of(Json.writeBytes(request));
    return new CallKey(
        node, kind, digest, digest, request, kind != Kind.TOOL, Optional.empty(), false);
  }

  /// The same, with what the author of the node said about sharing.
  public CallKey sharedIf(Optional<Boolean> wanted) {
    return new CallKey(
        node, kind, digest, asked, request, wanted.orElse(shareable), connection, listsByLine);
  }

  /// The same, with what is known of the connection.
  public CallKey over(Optional<String> name, boolean printsListsByLine) {
    return new CallKey(node, kind, digest, asked, request, shareable, name, printsListsByLine);
  }

  /// The same request in one part of a node's work: a call of its own.
  ///
  /// @param caller who calls, as `node` or `flow/node`
  /// @param part the same each time the line is run: `element 3`, `flow answer`
  public CallKey within(String caller, String part) {
    return new CallKey(
        caller, kind, within(part, digest), asked, request, shareable, connection, listsByLine);
  }

  /// The same request in one round: a call of its own for others too, since whoever asks again
  /// wants another answer.
  public CallKey inRound(String part) {
    return new CallKey(
        node,
        kind,
        within(part, digest),
        within(part, asked),
        request,
        shareable,
        connection,
        listsByLine);
  }

  private static Digest within(String part, Digest inner) {
    return Digest.of(part + "\n" + inner.hex());
  }
}

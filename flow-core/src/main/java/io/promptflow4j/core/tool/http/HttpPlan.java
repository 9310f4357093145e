package io.promptflow4j.core.tool.http;

import io.promptflow4j.core.template.TemplateVariable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What an `http` node sends and what it makes of the reply.
///
/// @param expected the statuses that are no failure; 200 to 299 if empty
/// @param redirects how many are followed
/// @param reach `true`, `false` or `never`, as connections say `allow_private_address`
/// @param written the plan as its author wrote it, to tell one from another
public record HttpPlan(
    String method,
    Filling url,
    SequencedMap<String, Filling> headers,
    SequencedMap<String, Filling> query,
    Optional<Filling> body,
    Form response,
    Set<Integer> expected,
    long maxBytes,
    int redirects,
    String reach,
    String written) {

  /// The name under which templates read the fields of the node's connection.
  public static final String CONNECTION = "connection";

  /// Headers that belong to the connection and are none of a flow's business, in small letters.
  public static final Set<String> RESERVED_HEADERS =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  /// What the node gives.
  public enum Form {
    JSON,
    TEXT,
    FULL
  }

  public HttpPlan {
    headers = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(headers));
    query = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(query));
    expected = Collections.unmodifiableSet(new TreeSet<>(expected));
  }

  /// The variables that it reads, each once; the connection is none.
  public Map<String, TemplateVariable> variables() {
    var found = new LinkedHashMap<String, TemplateVariable>();
    forEachFilling(filling ->
        filling.forEachVariable(variable ->
            found.merge(
                variable.name(), variable, (first, other) -> first.optional() ? other : first)));
    found.remove(CONNECTION);
    return found;
  }

  /// Whether it reads fields of a connection.
  public boolean readsConnection() {
    var names = new TreeSet<String>();
    forEachFilling(filling -> filling.forEachVariable(variable -> names.add(variable.name())));
    return names.contains(CONNECTION);
  }

  private void forEachFilling(Consumer<Filling> found) {
    found.accept(url);
    headers.values().forEach(found);
    query.values().forEach(found);
    body.ifPresent(found);
  }
}

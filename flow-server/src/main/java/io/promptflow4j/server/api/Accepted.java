package io.promptflow4j.server.api;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The media types that a caller takes, by the rules of prompt flow: events only if they are named
/// as such, JSON also through `application/*`, `*/*` or by saying nothing. Parameters such as `q`
/// are passed over.
///
/// @param types in the order in which they were named
public record Accepted(Set<String> types) {

  private static final Set<String> JSON = Set.of("application/json", "application/*", "*/*");

  /// Reads all `Accept` headers of a request.
  public static Accepted of(List<String> headers) {
    var types = new LinkedHashSet<String>();
    for (String header : headers) {
      for (String written : header.split(",", -1)) {
        String type = written.split(";", -1)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.isEmpty()) {
          types.add(type);
        }
      }
    }
    return new Accepted(types.isEmpty() ? Set.of("*/*") : types);
  }

  /// Whether events were asked for by name.
  public boolean events() {
    return types.contains("text/event-stream");
  }

  /// Whether a JSON answer is welcome.
  public boolean json() {
    return types.stream().anyMatch(JSON::contains);
  }

  /// The fault of a caller who takes nothing of what there is.
  public Fault notAcceptable(String supported) {
    return Fault.of(
        406,
        "not-acceptable",
        "Media type %s in Accept header is not acceptable. Supported media type(s) - %s"
            .formatted(String.join(",", types), supported));
  }
}

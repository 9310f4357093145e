package io.promptflow4j.core.graph.remote;

import io.promptflow4j.core.definition.FlowPart;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.tool.http.Filling;
import io.promptflow4j.core.tool.http.HttpPlan;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// Reads the request of an `http` node.
public final class HttpReader {

  /// The code of what is wrong with a request.
  public static final String CODE = "wrong-http";

  private static final int MOST_BYTES = 64 * 1024 * 1024;
  private static final int USUAL_BYTES = 10 * 1024 * 1024;
  private static final int MOST_REDIRECTS = 5;

  private final Diagnostics diagnostics;

  public HttpReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /// The request under `http`; empty if it has mistakes, which are then among the findings.
  public Optional<HttpPlan> read(String node, Written written) {
    String what = "'http' of node '%s'".formatted(Shown.name(node));
    if (!(written instanceof Written.Fields fields)) {
      diagnostics.error(
          CODE,
          written.place(),
          "%s has to be a mapping; write 'http: {url: https://…}'.".formatted(what));
      return Optional.empty();
    }
    int before = diagnostics.size();
    var entries = new Entries(CODE, what, fields, diagnostics);
    Optional<Filling> url = url(entries);
    Optional<Filling> body = entries.entry("body").map(this::filling);
    String method = method(entries, body.isPresent());
    var plan =
        new HttpPlan(
            method,
            url.orElse(new Filling.Plain(Value.of(""))),
            headers(entries),
            fillings(entries, "query"),
            body,
            HttpPlan.Form.valueOf(
                entries.word("response", choices("response"), "json").toUpperCase(Locale.ROOT)),
            expected(entries),
            entries.whole("max_bytes", 1, MOST_BYTES, USUAL_BYTES),
            entries.whole("redirects", 0, MOST_REDIRECTS, 0),
            entries.word("allow_private_address", choices("allow_private_address"), ""),
            Json.write(fields.value()));
    boolean good = !hasErrorsSince(before);
    return good && url.isPresent() ? Optional.of(plan) : Optional.empty();
  }

  private boolean hasErrorsSince(int before) {
    var since = diagnostics.takeFrom(before);
    diagnostics.addAll(since);
    return since.stream().anyMatch(finding -> finding.isError());
  }

  private static List<String> choices(String key) {
    return FlowPart.HTTP.key(key).choices();
  }

  private Filling filling(Written written) {
    return Filling.of(written, diagnostics);
  }

  private static String method(Entries entries, boolean hasBody) {
    String method =
        entries.entry("method").isEmpty()
            ? hasBody ? "POST" : "GET"
            : entries.word("method", choices("method"), "POST");
    if (hasBody && (method.equals("GET") || method.equals("HEAD"))) {
      entries
          .entry("body")
          .ifPresent(body -> entries.wrong(body.place(), "a %s has no body".formatted(method)));
    }
    return method;
  }

  private Optional<Filling> url(Entries entries) {
    Optional<Written> written = entries.entry("url");
    if (written.isEmpty()) {
      entries.wrong(entries.fields().place(), "it has no 'url'; write 'url: https://…'");
      return Optional.empty();
    }
    if (!(written.get().value() instanceof Value.Text)) {
      entries.wrong(written.get().place(), "'url' has to be a text");
      return Optional.empty();
    }
    int before = diagnostics.size();
    Filling url = filling(written.get());
    if (diagnostics.size() > before) {
      return Optional.empty();
    }
    String problem = problem(url.beginning(), url.isPlain());
    if (!problem.isEmpty()) {
      entries.wrong(written.get().place(), "'url' " + problem);
      return Optional.empty();
    }
    return Optional.of(url);
  }

  private static String problem(String beginning, boolean isAll) {
    String text = beginning.strip();
    if (text.isEmpty()) {
      return isAll ? "is empty" : "";
    }
    if (!text.matches("(?is)https?://.*")) {
      return "has to begin with http:// or https://";
    }
    if (text.matches("(?is)https?://[^/?#]*@.*")) {
      return "holds a user or password; put them into a connection and write a header";
    }
    return isAll && !text.matches("(?is)https?://[^\\s/?#]+([/?#]\\S*)?") ? "is no address" : "";
  }

  private SequencedMap<String, Filling> fillings(Entries entries, String key) {
    var found = new LinkedHashMap<String, Filling>();
    for (Written.Field field : entries.mapping(key)) {
      found.put(field.key().value(), filling(field.content()));
    }
    return found;
  }

  private SequencedMap<String, Filling> headers(Entries entries) {
    var found = new LinkedHashMap<String, Filling>();
    for (Written.Field field : entries.mapping("headers")) {
      String name = field.key().value();
      if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
        entries.wrong(
            field.key().place(), "'%s' is no name of a header".formatted(Shown.name(name)));
      } else if (HttpPlan.RESERVED_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
        entries.wrong(
            field.key().place(),
            "the header '%s' belongs to the connection and can't be set".formatted(name));
      } else if (field.content() instanceof Written.Scalar(Value.Text(var text), var place, _)
          && text.strip().chars().anyMatch(c -> c < ' ' && c != '\t')) {
        entries.wrong(place, "the header '%s' holds a line end".formatted(name));
      } else {
        found.put(name, filling(field.content()));
      }
    }
    return found;
  }

  private static Set<Integer> expected(Entries entries) {
    var statuses = new TreeSet<Integer>();
    entries
        .entry("expect")
        .ifPresent(written -> {
          List<Written> all =
              written instanceof Written.Items(var items, _) ? items : List.of(written);
          all.forEach(one -> statuses.add(entries.whole("expect", one, 100, 599, 200)));
        });
    return statuses;
  }
}

package io.promptflow4j.core.deployment.file;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.deployment.Endpoint;
import io.promptflow4j.core.deployment.Endpoint.Sticky;
import io.promptflow4j.core.deployment.Retention;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// What an `endpoint.yaml` asks for. What it does not name stays as it is.
///
/// @param standard the deployment under `defaults`
public record EndpointFile(
    Optional<String> name,
    Optional<String> description,
    Optional<String> auth,
    Optional<Sticky> sticky,
    Optional<SortedMap<String, String>> tags,
    Optional<SortedMap<String, Integer>> traffic,
    Optional<SortedMap<String, Integer>> mirror,
    Optional<String> standard,
    Optional<Retention> retention) {

  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "auth_mode",
          "traffic",
          "mirror_traffic",
          "tags",
          "defaults",
          "sticky",
          "retention");
  private static final List<String> WITHOUT_MEANING =
      List.of(
          "$schema",
          "properties",
          "identity",
          "kind",
          "location",
          "compute",
          "id",
          "type",
          "public_network_access",
          "provisioning_state",
          "scoring_uri",
          "openapi_uri");
  private static final int MOST_REQUESTS = 100_000_000;
  private static final List<String> AUTH = List.of("key", "aml_token", "aad_token");

  /// What reading one gave.
  ///
  /// @param file empty if there are errors
  /// @param text the file, to show the lines that diagnostics name
  public record Read(
      Optional<EndpointFile> file, Optional<SourceText> text, List<Diagnostic> diagnostics) {}

  /// Reads the file at `path`.
  ///
  /// @param told values that win over those of the file, by dotted key
  public static Read read(Path path, Map<String, Value> told) {
    var diagnostics = new Diagnostics();
    return read(YamlFile.read(path, diagnostics).with(told), diagnostics);
  }

  /// Reads the body of a request.
  public static Read read(String name, byte[] bytes) {
    var diagnostics = new Diagnostics();
    return read(YamlFile.of(name, Path.of(""), bytes, diagnostics), diagnostics);
  }

  /// Reads what is said on the command line alone.
  public static Read told(Map<String, Value> told) {
    return read(YamlFile.empty(Path.of("")).with(told), new Diagnostics());
  }

  private static Read read(YamlFile file, Diagnostics diagnostics) {
    Optional<EndpointFile> read = file.root().map(root -> read(new Keys("", root, diagnostics)));
    return new Read(read.filter(_ -> !diagnostics.hasErrors()), file.text(), diagnostics.sorted());
  }

  private static EndpointFile read(Keys keys) {
    keys.check("an endpoint file", KEYS, WITHOUT_MEANING);
    return new EndpointFile(
        name(keys, "name"),
        keys.text("description").map(Located::value),
        keys.word("auth_mode", AUTH),
        keys.word("sticky", List.of("none", "session", "key"))
            .map(word -> Sticky.valueOf(word.toUpperCase(Locale.ROOT))),
        keys.has("tags") ? Optional.of(keys.texts("tags")) : Optional.empty(),
        keys.has("traffic") ? Optional.of(traffic(keys)) : Optional.empty(),
        keys.has("mirror_traffic")
            ? Optional.of(values(keys.percentages("mirror_traffic")))
            : Optional.empty(),
        keys.mapping("defaults").flatMap(defaults -> name(defaults, "deployment_name")),
        keys.mapping("retention").map(EndpointFile::retention));
  }

  private static Retention retention(Keys keys) {
    keys.check("an endpoint file", List.of("age", "requests"), List.of());
    return new Retention(
        keys.read("age", Span::read),
        keys.whole("requests", 0, MOST_REQUESTS)
            .map(OptionalInt::of)
            .orElseGet(OptionalInt::empty));
  }

  static Optional<String> name(Keys keys, String key) {
    return keys.read(
        key,
        text -> {
          if (!Endpoint.isName(text)) {
            throw new IllegalArgumentException(
                "'%s' is no name: a letter, then letters, digits, '-' and '_', 63 at most"
                    .formatted(text));
          }
          return text;
        });
  }

  private static SortedMap<String, Integer> traffic(Keys keys) {
    SequencedMap<String, Located<Integer>> written = keys.percentages("traffic");
    int sum = written.values().stream().mapToInt(Located::value).sum();
    if (sum != 0 && sum != 100) {
      Place place = written.values().iterator().next().place();
      keys.error(place, "traffic", "this adds up to %d %%; it has to be 100, or 0".formatted(sum));
    }
    return values(written);
  }

  private static SortedMap<String, Integer> values(Map<String, Located<Integer>> written) {
    var all = new TreeMap<String, Integer>();
    written.forEach((name, percent) -> all.put(name, percent.value()));
    return all;
  }

  /// The endpoint with what is said here.
  ///
  /// @throws io.promptflow4j.core.deployment.EndpointException if it names deployments that are not
  ///   there
  public Endpoint onto(Endpoint before) {
    Endpoint.Settings was = before.settings();
    Endpoint now =
        before.withSettings(
            new Endpoint.Settings(
                description.orElse(was.description()),
                auth.orElse(was.auth()),
                sticky.orElse(was.sticky()),
                tags.orElse(was.tags()),
                retention.orElse(was.retention())));
    if (standard.isPresent()) {
      now = now.withStandard(standard);
    }
    if (traffic.isPresent()) {
      now = now.withTraffic(traffic.get());
    }
    return mirror.isPresent() ? now.withMirror(mirror.get()) : now;
  }
}

package io.promptflow4j.core.trace.otlp;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Where traces go and what is in them, as the variables of OpenTelemetry say.
///
/// @param headers sent with each request, such as keys
/// @param ratio the share of traces that are sent where no caller has decided that
/// @param fromCaller whether a caller's decision counts
/// @param content whether prompts, answers, inputs and outputs are sent
/// @param resource what the spans are said to come from
record OtlpSettings(
    URI endpoint,
    SequencedMap<String, String> headers,
    Duration timeout,
    Duration delay,
    int most,
    boolean gzip,
    double ratio,
    boolean fromCaller,
    boolean content,
    SequencedMap<String, String> resource) {

  private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_";
  private static final String ALL = "OTEL_EXPORTER_OTLP_";
  private static final String CONTENT = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";

  /// What an environment asks for; empty if it asks for nothing.
  ///
  /// @throws IllegalArgumentException if it asks for what can't be done; the message says what
  static Optional<OtlpSettings> in(Map<String, String> environment) {
    var read = new Reading(environment);
    String exporter = read.word("OTEL_TRACES_EXPORTER");
    boolean named = !read.otlp("ENDPOINT").isEmpty();
    if (read.word("OTEL_SDK_DISABLED").equals("true")
        || exporter.equals("none")
        || (!named && !exporter.equals("otlp"))) {
      return Optional.empty();
    }
    if (!exporter.isEmpty() && !exporter.equals("otlp")) {
      throw new IllegalArgumentException(
          "OTEL_TRACES_EXPORTER is '%s'; there is 'otlp' and 'none'".formatted(exporter));
    }
    String protocol = read.otlp("PROTOCOL").toLowerCase(Locale.ROOT);
    if (!protocol.isEmpty() && !protocol.equals("http/protobuf")) {
      throw new IllegalArgumentException(
          "OTEL_EXPORTER_OTLP_PROTOCOL is '%s'; there is 'http/protobuf'".formatted(protocol));
    }
    String sampler = read.word("OTEL_TRACES_SAMPLER");
    return Optional.of(
        new OtlpSettings(
            read.endpoint(),
            read.pairs(read.otlp("HEADERS")),
            Duration.ofMillis(read.number(read.otlp("TIMEOUT"), 10_000)),
            Duration.ofMillis(read.number(read.word("OTEL_BSP_SCHEDULE_DELAY"), 5_000)),
            (int) read.number(read.word("OTEL_BSP_MAX_QUEUE_SIZE"), 2_048),
            read.otlp("COMPRESSION").equalsIgnoreCase("gzip"),
            read.ratio(sampler),
            sampler.isEmpty() || sampler.startsWith("parentbased_"),
            !read.word(CONTENT).isEmpty()
                && !read.word(CONTENT).equals("false")
                && !read.word(CONTENT).equals("no_content"),
            read.resource()));
  }

  private record Reading(Map<String, String> environment) {

    String text(String name) {
      return environment.getOrDefault(name, "").strip();
    }

    String word(String name) {
      return text(name).toLowerCase(Locale.ROOT);
    }

    String otlp(String name) {
      String own = text(TRACES + name);
      return own.isEmpty() ? text(ALL + name) : own;
    }

    long number(String written, long usual) {
      return written.matches("[1-9]\\d{0,8}") ? Long.parseLong(written) : usual;
    }

    URI endpoint() {
      String own = text(TRACES + "ENDPOINT");
      String base = text(ALL + "ENDPOINT");
      String whole =
          own.isEmpty()
              ? (base.isEmpty() ? "http://localhost:4318" : base).replaceFirst("/+$", "")
                  + "/v1/traces"
              : own;
      URI address = URI.create(whole); // its message names the text
      if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
        throw new IllegalArgumentException(
            "'%s' is no address of a collector; expected something like http://localhost:4318"
                .formatted(whole));
      }
      return address;
    }

    double ratio(String sampler) {
      if (sampler.endsWith("always_off")) {
        return 0;
      }
      String share = text("OTEL_TRACES_SAMPLER_ARG");
      return sampler.endsWith("traceidratio") && share.matches("0?\\.\\d{1,9}|0|1(\\.0*)?")
          ? Double.parseDouble(share)
          : 1;
    }

    SequencedMap<String, String> pairs(String written) {
      var pairs = new LinkedHashMap<String, String>();
      for (String pair : written.split(",", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          pairs.put(pair.substring(0, equals).strip(), decoded(pair.substring(equals + 1).strip()));
        }
      }
      return pairs;
    }

    private static String decoded(String text) {
      try {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException _) {
        return text; // a percent sign that stands for itself
      }
    }

    SequencedMap<String, String> resource() {
      var resource = new LinkedHashMap<String, String>();
      resource.put("service.name", "promptflow4j");
      resource.putAll(pairs(text("OTEL_RESOURCE_ATTRIBUTES")));
      if (!text("OTEL_SERVICE_NAME").isEmpty()) {
        resource.put("service.name", text("OTEL_SERVICE_NAME"));
      }
      resource.put("telemetry.sdk.name", "promptflow4j");
      resource.put("telemetry.sdk.language", "java");
      return resource;
    }
  }
}

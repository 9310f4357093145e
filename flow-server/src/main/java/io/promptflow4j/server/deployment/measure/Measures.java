package io.promptflow4j.server.deployment.measure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/// What a server and its flow did, as Prometheus reads it. Thread-safe.
///
/// Labels never hold what callers send: addresses that nobody serves are `other`.
public final class Measures implements AutoCloseable {

  private static final Set<String> ROUTES =
      Set.of(
          "/",
          "/score",
          "/health",
          "/version",
          "/swagger.json",
          "/openapi.json",
          "/flow.json",
          "/feedback",
          "/mcp",
          "/v1/models",
          "/v1/chat/completions",
          "/v1/responses",
          "/v1/embeddings",
          "/catalog/models",
          "/catalog/registry");

  /// The bounds of prompt flow's own histograms, in milliseconds, so far as an answer may take.
  private static final Duration[] BOUNDS =
      LongStream.of(
              1, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000, 25_000,
              50_000, 75_000, 100_000, 300_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final String flow;

  /// @param flow the name of the flow, which stands in its labels
  public Measures(String flow) {
    this.flow = flow;
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /// Shows a number that changes: calls that run, calls that wait.
  public void watch(String name, String description, IntSupplier number) {
    Gauge.builder("promptflow4j." + name, number::getAsInt)
        .description(description)
        .register(registry);
  }

  /// A number that is shown until it is withdrawn.
  private record Level(String name, List<String> tags) {}

  private final ConcurrentMap<Level, AtomicReference<Double>> levels = new ConcurrentHashMap<>();

  /// Shows a number, in place of what it was.
  ///
  /// @param tags names and values by turns
  public void level(String name, String description, double value, String... tags) {
    levels
        .computeIfAbsent(
            new Level(name, List.of(tags)),
            _ -> {
              var level = new AtomicReference<>(value);
              Gauge.builder("promptflow4j." + name, level, AtomicReference::get)
                  .description(description)
                  .tags(tags)
                  .register(registry);
              return level;
            })
        .set(value);
  }

  /// Shows the numbers of a flow no longer.
  public void withdraw(String flow) {
    levels.keySet().removeIf(level -> level.tags().contains(flow));
    for (Meter meter : registry.getMeters()) {
      boolean isLevel = meter.getId().getType() == Meter.Type.GAUGE;
      if (isLevel && flow.equals(meter.getId().getTag("flow"))) {
        var _ = registry.remove(meter);
      }
    }
  }

  /// Counts one more.
  ///
  /// @param tags names and values by turns
  public void count(String name, String description, String... tags) {
    Counter.builder("promptflow4j." + name)
        .description(description)
        .tags(tags)
        .register(registry)
        .increment();
  }

  /// Counts and times a request.
  public void request(String method, String path, int status, Duration took) {
    Timer.builder("promptflow4j.http.requests")
        .description("Requests, from the first byte of the request to the last of the answer.")
        .tag("method", method.matches("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS") ? method : "other")
        .tag("route", route(path))
        .tag("status", Integer.toString(status))
        .serviceLevelObjectives(BOUNDS)
        .register(registry)
        .record(took);
  }

  private static final Pattern OF_ENDPOINT = Pattern.compile("^/endpoints/[^/]+(?=/)");

  private static String route(String path) {
    if (path.startsWith("/api/")) {
      return "/api";
    }
    var endpoint = OF_ENDPOINT.matcher(path);
    if (endpoint.find()) {
      String rest = path.substring(endpoint.end());
      return "/endpoints/{name}" + (ROUTES.contains(rest) ? rest : "/other");
    }
    if (path.startsWith("/assets/")) {
      return "/assets";
    }
    return ROUTES.contains(path) ? path : "other";
  }

  /// Counts and times a call of the flow, its nodes and its tokens.
  public void call(FlowResult result) {
    call(flow, result);
  }

  /// Counts and times a call of another flow than the one there is.
  public void call(String flow, FlowResult result) {
    Timer.builder("promptflow4j.flow.calls")
        .description("Calls of the flow.")
        .tag("flow", flow)
        .tag("status", result.status().name().toLowerCase(Locale.ROOT))
        .tag("code", result.failure().map(FlowResult.Failure::code).orElse("none"))
        .serviceLevelObjectives(BOUNDS)
        .register(registry)
        .record(result.trace().duration());
    tokens(flow, result.usage());
    models(flow, result.trace());
    result
        .nodes()
        .forEach((name, node) -> {
          switch (node) {
            case NodeResult.Completed completed -> node(flow, name.value(), node, completed.span());
            case NodeResult.Failed failed -> node(flow, name.value(), node, failed.span());
            case NodeResult.Bypassed _, NodeResult.Canceled _ -> {
              // took no time
            }
          }
        });
  }

  /// What the model calls of a trace cost, and which of them failed.
  private void models(String flow, Span span) {
    span.cost().ifPresent(cost -> cost(flow, cost));
    if (span.kind() == Span.Kind.LLM || span.kind() == Span.Kind.EMBEDDING) {
      registry
          .counter(
              "promptflow4j.model.calls",
              "flow",
              flow,
              "status",
              span.error().isPresent() ? "failed" : "completed")
          .increment();
    }
    span.children().forEach(child -> models(flow, child));
  }

  /// Counts what a call cost, where that is known or estimated.
  public void cost(String flow, Cost cost) {
    Optional<Money> money =
        switch (cost) {
          case Cost.Known(Money known) -> Optional.of(known);
          case Cost.Estimated(Money about) -> Optional.of(about);
          case Cost.Unknown _ -> Optional.empty();
        };
    money.ifPresent(sum ->
        registry
            .counter("promptflow4j.cost", "flow", flow, "currency", sum.currency())
            .increment(sum.amount().doubleValue()));
  }

  private void node(String flow, String name, NodeResult result, Span span) {
    Timer.builder("promptflow4j.node.calls")
        .description("Nodes that ran.")
        .tag("flow", flow)
        .tag("node", name)
        .tag("status", result.status().toLowerCase(Locale.ROOT))
        .serviceLevelObjectives(BOUNDS)
        .register(registry)
        .record(span.duration());
  }

  /// Counts the tokens of a flow, or of a connection.
  public void tokens(String flow, TokenUsage usage) {
    tokens(flow, "prompt", usage.prompt());
    tokens(flow, "completion", usage.completion());
  }

  private void tokens(String flow, String type, long number) {
    registry.counter("promptflow4j.tokens", "flow", flow, "type", type).increment((double) number);
  }

  /// All of it in Prometheus' text format.
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}

package io.promptflow4j.server.studio.serving;

import io.promptflow4j.core.deployment.traffic.ServedRequest;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts and times of requests, by deployment and over time. One thread uses it.
final class TrafficFigures {

  private static final int STEPS = 60;

  private final Instant since;
  private final long stepMillis;
  private final SortedMap<String, Deployment> deployments = new TreeMap<>();

  TrafficFigures(Instant since, Instant until) {
    this.since = since;
    this.stepMillis = Math.max(1, Duration.between(since, until).toMillis() / STEPS);
  }

  /// One deployment.
  private static final class Deployment {
    private final long[] calls = new long[STEPS];
    private final long[] failed = new long[STEPS];
    private final List<Double> millis = new ArrayList<>();
    private long mirrored;
    private long tokens;
  }

  Instant since() {
    return since;
  }

  void add(ServedRequest request) {
    Deployment one = deployments.computeIfAbsent(request.deployment(), _ -> new Deployment());
    if (request.role() == ServedRequest.Role.SHADOW) {
      one.mirrored++;
      return;
    }
    long passed = Duration.between(since, request.begun()).toMillis();
    int step = Math.clamp(passed / stepMillis, 0, STEPS - 1);
    one.calls[step]++;
    if (request.code().isPresent()) {
      one.failed[step]++;
    }
    one.millis.add(request.took().toNanos() / 1e6);
    one.tokens += request.tokens();
  }

  Value.Mapping json() {
    var all = new Fields();
    deployments.forEach((name, one) -> all.put(name, json(one)));
    return new Fields()
        .put("since", since.toString())
        .put("step_ms", stepMillis)
        .put("deployments", all)
        .end();
  }

  private static Value.Mapping json(Deployment one) {
    List<Double> sorted = one.millis.stream().sorted().toList();
    return new Fields()
        .put("calls", numbers(one.calls))
        .put("failed", numbers(one.failed))
        .put("total", sorted.size())
        .put("total_failed", sum(one.failed))
        .put("mirrored", one.mirrored)
        .put("tokens", one.tokens)
        .put("p50_ms", Value.of(at(sorted, 0.5)))
        .put("p95_ms", Value.of(at(sorted, 0.95)))
        .end();
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.isEmpty()
        ? 0
        : sorted.get((int) Math.min(sorted.size() - 1L, Math.round(share * (sorted.size() - 1))));
  }

  private static long sum(long[] numbers) {
    long sum = 0;
    for (long number : numbers) {
      sum += number;
    }
    return sum;
  }

  private static List<Value> numbers(long[] numbers) {
    var all = new ArrayList<Value>();
    for (long number : numbers) {
      all.add(Value.of(number));
    }
    return all;
  }
}

package io.promptflow4j.core.deployment.traffic;

import io.promptflow4j.core.deployment.FlowVersion;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Requests as rows of a data set: inputs and outputs by their names, where they came from under
/// `served`, and what callers thought under `feedback`.
public final class CollectedRow {

  private final Map<String, List<Value>> byRequest = new HashMap<>();
  private final Map<String, List<Value>> byTrace = new HashMap<>();

  /// @param feedback all there is of the endpoint
  public CollectedRow(List<Feedback> feedback) {
    for (Feedback one : feedback) {
      one.request()
          .ifPresentOrElse(
              id -> add(byRequest, id, one),
              () -> one.trace().ifPresent(trace -> add(byTrace, traceOf(trace), one)));
    }
  }

  private static void add(Map<String, List<Value>> all, String key, Feedback one) {
    all.computeIfAbsent(key, _ -> new ArrayList<>()).add(one.said());
  }

  /// The trace of a `traceparent`, without the span.
  private static String traceOf(String traceparent) {
    String[] parts = traceparent.split("-", -1);
    return parts.length == 4 ? parts[1] : traceparent;
  }

  /// What callers thought of an answer; by its request, or by its trace.
  public List<Value> feedback(ServedRequest request) {
    var all = new ArrayList<>(byRequest.getOrDefault(request.id(), List.of()));
    request
        .trace()
        .map(CollectedRow::traceOf)
        .map(trace -> byTrace.getOrDefault(trace, List.of()))
        .ifPresent(all::addAll);
    return all;
  }

  /// The row of a request. An output that is called like an input is `outputs.NAME`.
  public Value.Mapping of(ServedRequest request) {
    var row = new Fields();
    request.inputs().entries().forEach(row::put);
    request
        .outputs()
        .entries()
        .forEach((name, value) ->
            row.put(
                request.inputs().entries().containsKey(name) ? "outputs." + name : name, value));
    row.putNew("served", served(request));
    List<Value> said = feedback(request);
    if (!said.isEmpty()) {
      row.putNew("feedback", Value.of(said));
    }
    return row.end();
  }

  /// What is known of a request besides inputs and outputs.
  public static Value.Mapping served(ServedRequest request) {
    return new Fields()
        .put("request_id", request.id())
        .put("endpoint", request.endpoint())
        .put("deployment", request.deployment())
        .put("version", FlowVersion.brief(request.version()))
        .put("role", request.role().written())
        .put("time", request.begun().toString())
        .put("took_ms", Value.of(request.took().toNanos() / 1e6))
        .put("tokens", request.tokens())
        .put("error", request.code())
        .end();
  }
}

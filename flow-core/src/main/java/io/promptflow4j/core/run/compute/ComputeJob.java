package io.promptflow4j.core.run.compute;

import io.promptflow4j.core.run.RunName;
import io.promptflow4j.core.run.RunWriter;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a worker has to know besides what the store tells it. There is no secret in it: workers
/// find connections, keys and the password of the store in their own environment.
///
/// @param concurrency how many rows run at the same time at most, in each worker
/// @param rowLimit how long a row may take
/// @param grace how long calls that are under way may take to end when the run is stopped
/// @param connectionFiles where connections are read from besides the worker's own, by path
/// @param python the interpreter, by path or name on the worker
/// @param variables how flows are run, such as another model; none that sounds like a secret
public record ComputeJob(
    RunWriter.Share share,
    int concurrency,
    Duration rowLimit,
    Duration grace,
    List<String> connectionFiles,
    Optional<String> python,
    SortedMap<String, String> variables) {

  public ComputeJob {
    connectionFiles = List.copyOf(connectionFiles);
    variables = new TreeMap<>(variables);
  }

  /// The form in which it travels.
  public byte[] toBytes() {
    var all = new LinkedHashMap<String, Value>();
    all.put("run", Value.of(share.run().value()));
    all.put("token", Value.of(share.token()));
    all.put("concurrency", Value.of(concurrency));
    all.put("row_limit", Value.of(rowLimit.toMillis()));
    all.put("grace", Value.of(grace.toMillis()));
    all.put("connections", Value.of(connectionFiles.stream().<Value>map(Value::of).toList()));
    python.ifPresent(path -> all.put("python", Value.of(path)));
    var told = new LinkedHashMap<String, Value>();
    variables.forEach((name, value) -> told.put(name, Value.of(value)));
    all.put("variables", new Value.Mapping(told));
    return Json.writeBytes(new Value.Mapping(all));
  }

  /// What [#toBytes] gave.
  public static ComputeJob of(byte[] bytes) {
    Fields all = new Fields(Json.read(bytes));
    var variables = new TreeMap<String, String>();
    for (Map.Entry<String, Value> one : all.get("variables").mapping().entries().entrySet()) {
      variables.put(one.getKey(), new Fields(one.getValue()).text());
    }
    return new ComputeJob(
        new RunWriter.Share(new RunName(all.get("run").text()), all.get("token").number()),
        (int) all.get("concurrency").number(),
        Duration.ofMillis(all.get("row_limit").number()),
        Duration.ofMillis(all.get("grace").number()),
        all.get("connections").items().map(Fields::text).toList(),
        all.get("python").optional(),
        variables);
  }
}

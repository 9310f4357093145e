package io.promptflow4j.server.deployment.job;

import io.promptflow4j.core.dataset.catalog.DataReference;
import io.promptflow4j.core.graph.FlowGraph;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.api.ScoreInputs;
import io.promptflow4j.server.deployment.CallerInputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// What a caller wants of a batch job. A caller names no files of the server: rows come with the
/// request, or from a named data set.
///
/// @param data `name` or `name:version` of a named data set
/// @param rows the rows themselves
/// @param mapping input to `${data.…}` or constant; columns by their names if empty
public record JobRequest(Optional<String> data, List<Value.Mapping> rows, Value.Mapping mapping) {

  public JobRequest {
    rows = List.copyOf(rows);
  }

  /// Reads a body: `{"data": NAME}` or `{"rows": […]}`, with `column_mapping` if wanted; or rows as
  /// JSON lines, if the media type says so.
  ///
  /// @throws FaultException if it is neither
  public static JobRequest read(boolean areLines, byte[] body) {
    if (areLines) {
      return new JobRequest(Optional.empty(), lines(ScoreInputs.text(body)), Value.Mapping.EMPTY);
    }
    Value.Mapping all = ScoreInputs.object(body);
    Value.Mapping mapping =
        all.get("column_mapping") instanceof Value.Mapping said ? said : Value.Mapping.EMPTY;
    if (all.get("data") instanceof Value.Text(var name)) {
      if (DataReference.parse(name).isEmpty()) {
        throw bad("bad-data", "'data' is the name of a data set, such as movies:1.");
      }
      return new JobRequest(Optional.of(name), List.of(), mapping);
    }
    if (all.get("rows") instanceof Value.Sequence(var items)) {
      return new JobRequest(
          Optional.empty(), items.stream().map(JobRequest::row).toList(), mapping);
    }
    throw bad("missing-data", "Say 'data', a named data set, or 'rows', a list of objects.");
  }

  private static List<Value.Mapping> lines(String text) {
    var rows = new ArrayList<Value.Mapping>();
    for (String line : text.lines().filter(one -> !one.isBlank()).toList()) {
      try {
        rows.add(row(Json.read(line)));
      } catch (JsonSyntaxException wrong) {
        throw bad(
            "bad-row", "Row %d is no JSON: %s".formatted(rows.size() + 1, wrong.getMessage()));
      }
    }
    if (rows.isEmpty()) {
      throw bad("missing-data", "There are no rows.");
    }
    return rows;
  }

  private static Value.Mapping row(Value value) {
    if (value instanceof Value.Mapping mapping) {
      return mapping;
    }
    throw bad("bad-row", "Every row is a JSON object.");
  }

  private static FaultException bad(String code, String message) {
    return new FaultException(Fault.badRequest(code, message));
  }

  /// Keeps the caller from naming files of the server as images, in rows and constants.
  ///
  /// @throws FaultException if it does
  public void check(FlowGraph graph) {
    CallerInputs.check(graph, constants());
    for (Value.Mapping row : rows) {
      CallerInputs.check(graph, row);
      var inputs = new LinkedHashMap<String, Value>();
      mapping
          .entries()
          .forEach((input, written) ->
              column(written)
                  .flatMap(column -> Optional.ofNullable(row.get(column)))
                  .ifPresent(value -> inputs.put(input, value)));
      CallerInputs.check(graph, Value.of(inputs));
    }
  }

  private Value.Mapping constants() {
    var constants = new LinkedHashMap<>(mapping.entries());
    constants.values().removeIf(written -> column(written).isPresent());
    return Value.of(constants);
  }

  private static Optional<String> column(Value written) {
    return written instanceof Value.Text(var text) && text.matches("\\s*\\$\\{data\\..+}\\s*")
        ? Optional.of(text.strip().substring("${data.".length(), text.strip().length() - 1))
        : Optional.empty();
  }

  /// The rows as JSON lines.
  String text() {
    var text = new StringBuilder();
    rows.forEach(row -> text.append(Json.write(row)).append('\n'));
    return text.toString();
  }
}

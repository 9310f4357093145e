package io.promptflow4j.core.run.figure;

import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.run.RowResult;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/// What a row took, as columns that other runs can read: `${run.row.latency}`.
public final class RowFigures {

  /// The source that references name.
  public static final String SOURCE = "run.row";

  private static final String LATENCY = "latency";
  private static final String COST = "cost";
  private static final String PROMPT = "prompt_tokens";
  private static final String COMPLETION = "completion_tokens";
  private static final String TOTAL = "total_tokens";
  private static final Set<String> CALLS = Set.of("LLM", "Embedding");
  private static final double NANOS_OF_MILLI = 1_000_000;

  /// The reference that reads how long a row took.
  public static final String TIME = "${" + SOURCE + "." + LATENCY + "}";

  /// The columns that there are.
  public static final List<String> COLUMNS = List.of(LATENCY, COST, PROMPT, COMPLETION, TOTAL);

  private RowFigures() {}

  /// Whether a mapping reads these columns.
  public static boolean areReadBy(Value.Mapping mapping) {
    return mapping.entries().values().stream()
        .anyMatch(value ->
            value instanceof Value.Text(String text) && text.startsWith("${" + SOURCE + "."));
  }

  /// Whether it reads what a row cost, which only the row's detail tells.
  public static boolean costIsReadBy(Value.Mapping mapping) {
    return mapping.entries().values().stream()
        .anyMatch(value ->
            value instanceof Value.Text(String text)
                && text.equals("${%s.%s}".formatted(SOURCE, COST)));
  }

  /// The columns of a row: milliseconds, money (null if it is not known, or in several currencies),
  /// and tokens.
  public static Value.Mapping of(RowResult row) {
    var columns = new LinkedHashMap<String, Value>();
    Duration took = Duration.between(row.started(), row.ended());
    columns.put(LATENCY, Value.of(took.toNanos() / NANOS_OF_MILLI));
    columns.put(COST, cost(bill(row.detail())));
    columns.put(PROMPT, Value.of(row.usage().prompt()));
    columns.put(COMPLETION, Value.of(row.usage().completion()));
    columns.put(TOTAL, Value.of(row.usage().total()));
    return new Value.Mapping(columns);
  }

  private static Value cost(Bill bill) {
    if (!bill.isComplete()) {
      return Value.Null.NULL;
    }
    return bill.amounts().isEmpty()
        ? Value.of(0.0)
        : bill.single()
            .<Value>map(money -> Value.of(money.amount().doubleValue()))
            .orElse(Value.Null.NULL);
  }

  /// What the calls of a row cost when they were made, by the trace in the row's detail.
  public static Bill bill(Value.Mapping detail) {
    return detail.get("trace") instanceof Value.Mapping span ? billOf(span) : Bill.EMPTY;
  }

  private static Bill billOf(Value.Mapping span) {
    if (span.get("type") instanceof Value.Text(String type) && CALLS.contains(type)) {
      return Bill.of(CostValue.read(span.get("cost")));
    }
    return span.get("children") instanceof Value.Sequence(var children)
        ? children.stream()
            .filter(Value.Mapping.class::isInstance)
            .map(child -> billOf((Value.Mapping) child))
            .reduce(Bill.EMPTY, Bill::plus)
        : Bill.EMPTY;
  }
}

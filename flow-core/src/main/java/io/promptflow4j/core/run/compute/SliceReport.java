package io.promptflow4j.core.run.compute;

import io.promptflow4j.core.execution.cache.Savings;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.model.cost.BillValue;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What became of a slice; all of it is in the store.
///
/// @param before rows that were completed when the slice came, because a worker was lost that had
///   done them
/// @param completed rows that were completed now
/// @param calls model calls that were made now
/// @param recalled model calls that were found on record instead
/// @param usage tokens by the name of the model that answered
/// @param firstFailed the failed row that comes first
/// @param stop why the run is to stop, if the worker found that going on makes no sense
public record SliceReport(
    long before,
    long completed,
    long failed,
    long calls,
    long recalled,
    Map<String, TokenUsage> usage,
    Bill bill,
    Savings saved,
    Optional<FailedRow> firstFailed,
    Optional<Stop> stop) {

  /// A row that failed.
  public record FailedRow(long line, int repeat, String message) {}

  /// Why a worker stopped.
  public sealed interface Stop {

    /// Somebody wants the run to stop, which its owner knows.
    record Asked() implements Stop {}

    /// A row failed, and that was to end the run.
    record RowFailed() implements Stop {}

    /// Going on makes no sense.
    record Hopeless(String why) implements Stop {}

    /// What is left of the budget is not enough for a call.
    record OverBudget(String why, String remedy) implements Stop {}
  }

  public SliceReport {
    usage = Map.copyOf(usage);
  }

  /// The form in which it travels.
  public byte[] toBytes() {
    var all = new LinkedHashMap<String, Value>();
    all.put("rows", numbers(before, completed, failed));
    all.put("calls", numbers(calls, recalled));
    var tokens = new TreeMap<String, Value>();
    usage.forEach((model, used) -> tokens.put(model, value(used)));
    all.put("usage", new Value.Mapping(new LinkedHashMap<>(tokens)));
    all.put("bill", BillValue.of(bill));
    all.put("saved", saved.toValue());
    firstFailed.ifPresent(row ->
        all.put(
            "failed",
            Value.of(
                List.of(Value.of(row.line()), Value.of(row.repeat()), Value.of(row.message())))));
    stop.ifPresent(why -> all.put("stop", value(why)));
    return Json.writeBytes(new Value.Mapping(all));
  }

  private static Value value(TokenUsage used) {
    return numbers(
        used.prompt(),
        used.completion(),
        used.total(),
        used.cached(),
        used.reasoning(),
        used.estimated() ? 1 : 0);
  }

  private static Value value(Stop stop) {
    return switch (stop) {
      case Stop.Asked _ -> texts("asked");
      case Stop.RowFailed _ -> texts("row-failed");
      case Stop.Hopeless(String why) -> texts("hopeless", why);
      case Stop.OverBudget(String why, String remedy) -> texts("over-budget", why, remedy);
    };
  }

  private static Value numbers(long... all) {
    return Value.of(Arrays.stream(all).<Value>mapToObj(Value::of).toList());
  }

  private static Value texts(String... all) {
    return Value.of(Arrays.stream(all).<Value>map(Value::of).toList());
  }

  /// What [#toBytes] gave.
  public static SliceReport of(byte[] bytes) {
    Fields all = new Fields(Json.read(bytes));
    List<Fields> rows = all.get("rows").items().toList();
    List<Fields> calls = all.get("calls").items().toList();
    var usage = new TreeMap<String, TokenUsage>();
    all.get("usage")
        .mapping()
        .entries()
        .forEach((model, used) -> usage.put(model, usage(new Fields(used).items().toList())));
    return new SliceReport(
        rows.get(0).number(),
        rows.get(1).number(),
        rows.get(2).number(),
        calls.get(0).number(),
        calls.get(1).number(),
        usage,
        BillValue.read(all.get("bill").mapping()),
        Savings.read(all.get("saved").mapping()),
        Optional.of(all.get("failed").items().toList())
            .filter(parts -> !parts.isEmpty())
            .map(parts ->
                new FailedRow(
                    parts.get(0).number(), (int) parts.get(1).number(), parts.get(2).text())),
        Optional.of(all.get("stop").items().map(Fields::text).toList())
            .filter(parts -> !parts.isEmpty())
            .map(SliceReport::stop));
  }

  private static TokenUsage usage(List<Fields> parts) {
    return new TokenUsage(
        parts.get(0).number(),
        parts.get(1).number(),
        parts.get(2).number(),
        parts.get(3).number(),
        parts.get(4).number(),
        parts.get(5).number() == 1);
  }

  private static Stop stop(List<String> parts) {
    return switch (parts.getFirst()) {
      case "asked" -> new Stop.Asked();
      case "row-failed" -> new Stop.RowFailed();
      case "over-budget" -> new Stop.OverBudget(parts.get(1), parts.get(2));
      default -> new Stop.Hopeless(parts.getLast());
    };
  }
}

package io.promptflow4j.cli.report;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;

/// Writes JSON that every program can read.
///
/// Values may be `NaN` or infinite, as in Python, but JSON has no such numbers: they are written as
/// the texts `"NaN"`, `"Infinity"` and `"-Infinity"`.
public final class StrictJson {

  private StrictJson() {}

  /// One line.
  public static String write(Value value) {
    return Json.write(strict(value));
  }

  /// For people: two spaces a level.
  public static String writeIndented(Value value) {
    return Json.writeIndented(strict(value));
  }

  private static Value strict(Value value) {
    return switch (value) {
      case Value.Decimal(var number) when !Double.isFinite(number) ->
          Value.of(Double.toString(number));
      case Value.Sequence(var items) -> Value.of(items.stream().map(StrictJson::strict).toList());
      case Value.Mapping(var entries) -> {
        var all = new LinkedHashMap<String, Value>();
        entries.forEach((name, entry) -> all.put(name, strict(entry)));
        yield new Value.Mapping(all);
      }
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Image _ ->
          value;
    };
  }
}

package io.promptflow4j.core.model.cost;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Token counts as data, for records and for tools.
public final class UsageValue {

  private UsageValue() {}

  /// The counts by name, with `estimated` if some of them are that.
  public static Value.Mapping of(TokenUsage usage) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("prompt", Value.of(usage.prompt()));
    entries.put("completion", Value.of(usage.completion()));
    entries.put("total", Value.of(usage.total()));
    entries.put("cached", Value.of(usage.cached()));
    entries.put("reasoning", Value.of(usage.reasoning()));
    if (usage.estimated()) {
      entries.put("estimated", Value.Bool.TRUE);
    }
    return new Value.Mapping(entries);
  }

  /// The counts that [#of] wrote; none if it is anything else.
  public static TokenUsage read(@Nullable Value written) {
    return written instanceof Value.Mapping told
        ? new TokenUsage(
            number(told, "prompt"),
            number(told, "completion"),
            number(told, "total"),
            number(told, "cached"),
            number(told, "reasoning"),
            told.get("estimated") == Value.Bool.TRUE)
        : TokenUsage.NONE;
  }

  private static long number(Value.Mapping told, String key) {
    return told.get(key) instanceof Value.Whole(var number) ? number.longValue() : 0;
  }
}

package io.promptflow4j.core.execution.nested;

import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.model.cost.UsageValue;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;

/// A span in the form in which a worker tells what happened inside a tool.
final class CallTold {

  private CallTold() {}

  static Value.Mapping of(Span span) {
    var told = new LinkedHashMap<String, Value>();
    told.put("name", Value.of(span.name()));
    told.put("kind", Value.of(span.kind().label()));
    told.put("start", micros(span.start()));
    told.put("end", micros(span.end()));
    told.put("inputs", span.inputs());
    told.put("output", span.output());
    span.error().ifPresent(error -> told.put("error", Value.of(error)));
    if (!span.usage().equals(TokenUsage.NONE)) {
      told.put("usage", UsageValue.of(span.usage()));
    }
    span.cost().ifPresent(cost -> told.put("cost", CostValue.of(cost)));
    told.put("children", Value.of(span.children().stream().map(CallTold::of).toList()));
    return new Value.Mapping(told);
  }

  private static Value micros(Instant moment) {
    return Value.of(ChronoUnit.MICROS.between(Instant.EPOCH, moment));
  }
}

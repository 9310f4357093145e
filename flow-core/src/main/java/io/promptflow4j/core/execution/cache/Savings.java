package io.promptflow4j.core.execution.cache;

import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.model.cost.BillValue;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;

/// What was not spent because answers were given again: as much as they took when they were made.
///
/// @param bill the money; its calls are the answers that were given
public record Savings(Bill bill, long tokens, Duration time) {

  /// The name of the span that says where an answer was found, and what that saved.
  public static final String SPAN = "cached";

  /// The fact of a tool's recorded call that says what services took that it asked.
  public static final String INSIDE = "inside";

  /// Nothing was given again.
  public static final Savings NONE = new Savings(Bill.EMPTY, 0, Duration.ZERO);

  /// What an answer saves that is given again.
  public static Savings of(RecordedCall given) {
    Value cost = given.facts().get("cost");
    Savings inside =
        given.facts().get(INSIDE) instanceof Value.Mapping written ? read(written) : NONE;
    boolean isTool = given.facts().get("calls") != null;
    return new Savings(
            isTool && cost == null ? Bill.EMPTY : Bill.of(CostValue.read(cost)),
            given.usage().total(),
            Origin.source(given).map(Origin::took).orElse(Duration.ZERO))
        .plus(inside);
  }

  public Savings plus(Savings other) {
    return new Savings(bill.plus(other.bill), tokens + other.tokens, time.plus(other.time));
  }

  /// What the answers saved that a span and those inside it were given.
  public static Savings under(Span span) {
    Savings own =
        span.name().equals(SPAN) && span.output() instanceof Value.Mapping written
            ? read(written)
            : NONE;
    return span.children().stream().map(Savings::under).reduce(own, Savings::plus);
  }

  /// How many answers were given again.
  public long calls() {
    return bill.calls();
  }

  /// As data: the bill with `tokens` and `time_ms`.
  public Value.Mapping toValue() {
    var entries = new LinkedHashMap<>(BillValue.of(bill).entries());
    entries.put("tokens", Value.of(tokens));
    entries.put("time_ms", Value.of(time.toMillis()));
    return new Value.Mapping(entries);
  }

  /// What was written; nothing if nothing was.
  public static Savings read(Value.Mapping written) {
    return new Savings(
        BillValue.read(written),
        number(written, "tokens"),
        Duration.ofMillis(number(written, "time_ms")));
  }

  /// `120 tokens, 0.0012 USD, 2.1 s`.
  @Override
  public String toString() {
    String money = bill.brief().map(amount -> amount + ", ").orElse("");
    return "%d tokens, %s%s s"
        .formatted(tokens, money, String.format(Locale.ROOT, "%.1f", time.toMillis() / 1e3));
  }

  private static long number(Value.Mapping written, String name) {
    return written.get(name) instanceof Value.Whole(var number) ? number.longValue() : 0;
  }
}

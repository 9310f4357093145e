package io.promptflow4j.core.model.cost;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Costs as data: `{amount, currency}`, the amount as text so that nothing is rounded, with
/// `estimated` if it is that; or `{unknown: why}`.
public final class CostValue {

  private static final String AMOUNT = "amount";
  private static final String CURRENCY = "currency";
  private static final String ESTIMATED = "estimated";
  private static final String UNKNOWN = "unknown";

  private CostValue() {}

  /// As data.
  public static Value.Mapping of(Cost cost) {
    SequencedMap<String, Value> entries = new LinkedHashMap<>();
    switch (cost) {
      case Cost.Known(Money money) -> put(money, entries);
      case Cost.Estimated(Money money) -> {
        put(money, entries);
        entries.put(ESTIMATED, Value.Bool.TRUE);
      }
      case Cost.Unknown(String reason) -> entries.put(UNKNOWN, Value.of(reason));
    }
    return new Value.Mapping(entries);
  }

  private static void put(Money money, SequencedMap<String, Value> entries) {
    entries.put(AMOUNT, Value.of(money.amount().toPlainString()));
    entries.put(CURRENCY, Value.of(money.currency()));
  }

  /// The cost that was written; unknown if nothing was.
  public static Cost read(@Nullable Value written) {
    if (written instanceof Value.Mapping mapping) {
      if (mapping.get(AMOUNT) instanceof Value.Text(String amount)
          && mapping.get(CURRENCY) instanceof Value.Text(String currency)) {
        var money = new Money(new BigDecimal(amount), currency);
        return mapping.get(ESTIMATED) == Value.Bool.TRUE
            ? new Cost.Estimated(money)
            : new Cost.Known(money);
      }
      if (mapping.get(UNKNOWN) instanceof Value.Text(String reason)) {
        return new Cost.Unknown(reason);
      }
    }
    return new Cost.Unknown("it was not noted when the call was made");
  }
}

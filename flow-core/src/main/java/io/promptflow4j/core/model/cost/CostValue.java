package io.promptflow4j.core.model.cost;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Costs as data: `{amount, currency}`, the amount as text so that nothing is rounded, or
/// `{unknown: why}`.
public final class CostValue {

  private static final String AMOUNT = "amount";
  private static final String CURRENCY = "currency";
  private static final String UNKNOWN = "unknown";

  private CostValue() {}

  /// As data.
  public static Value.Mapping of(Cost cost) {
    SequencedMap<String, Value> entries = new LinkedHashMap<>();
    switch (cost) {
      case Cost.Known(Money money) -> {
        entries.put(AMOUNT, Value.of(money.amount().toPlainString()));
        entries.put(CURRENCY, Value.of(money.currency()));
      }
      case Cost.Unknown(String reason) -> entries.put(UNKNOWN, Value.of(reason));
    }
    return new Value.Mapping(entries);
  }

  /// The cost that was written; unknown if nothing was.
  public static Cost read(@Nullable Value written) {
    if (written instanceof Value.Mapping mapping) {
      if (mapping.get(AMOUNT) instanceof Value.Text(String amount)
          && mapping.get(CURRENCY) instanceof Value.Text(String currency)) {
        return new Cost.Known(new Money(new BigDecimal(amount), currency));
      }
      if (mapping.get(UNKNOWN) instanceof Value.Text(String reason)) {
        return new Cost.Unknown(reason);
      }
    }
    return new Cost.Unknown("it was not noted when the call was made");
  }
}

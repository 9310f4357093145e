package io.promptflow4j.core.model.cost;

import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.TreeMap;

/// Bills as data: `{amounts: {USD: "0.42"}, priced: 7, unpriced: 3}`, the amounts as text so that
/// nothing is rounded; with `estimated` if some of the priced ones are that.
public final class BillValue {

  private static final String AMOUNTS = "amounts";
  private static final String PRICED = "priced";
  private static final String UNPRICED = "unpriced";
  private static final String ESTIMATED = "estimated";

  private BillValue() {}

  /// As data.
  public static Value.Mapping of(Bill bill) {
    SequencedMap<String, Value> amounts = new LinkedHashMap<>();
    bill.amounts()
        .forEach((currency, amount) -> amounts.put(currency, Value.of(amount.toPlainString())));
    SequencedMap<String, Value> entries = new LinkedHashMap<>();
    entries.put(AMOUNTS, new Value.Mapping(amounts));
    entries.put(PRICED, Value.of(bill.priced()));
    entries.put(UNPRICED, Value.of(bill.unpriced()));
    if (bill.estimated() > 0) {
      entries.put(ESTIMATED, Value.of(bill.estimated()));
    }
    return new Value.Mapping(entries);
  }

  /// The bill that was written; empty if nothing was.
  public static Bill read(Value.Mapping written) {
    var amounts = new TreeMap<String, BigDecimal>();
    if (written.get(AMOUNTS) instanceof Value.Mapping(var entries)) {
      entries.forEach((currency, amount) -> {
        if (amount instanceof Value.Text(String text)) {
          amounts.put(currency, new BigDecimal(text));
        }
      });
    }
    return new Bill(
        amounts, count(written, PRICED), count(written, UNPRICED), count(written, ESTIMATED));
  }

  private static long count(Value.Mapping written, String name) {
    return written.get(name) instanceof Value.Whole(var number) ? number.longValue() : 0;
  }
}

package io.promptflow4j.core.model.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import org.junit.jupiter.api.Test;

class BillTest {

  private static final Cost KNOWN = new Cost.Known(Money.of("0.21", "USD"));
  private static final Cost UNKNOWN = new Cost.Unknown("no price");

  @Test
  void anEmptyBillIsNothing() {
    assertThat(Bill.EMPTY).hasToString("0 USD");
    assertThat(Bill.EMPTY.isComplete()).isTrue();
  }

  @Test
  void knownCostsAddUp() {
    Bill bill = Bill.of(KNOWN).plus(KNOWN);

    assertThat(bill).hasToString("0.42 USD");
    assertThat(bill.priced()).isEqualTo(2);
    assertThat(bill.single()).contains(Money.of("0.42", "USD"));
  }

  @Test
  void anUnknownCostIsNotZero() {
    Bill bill = Bill.of(KNOWN).plus(UNKNOWN).plus(UNKNOWN);

    assertThat(bill).hasToString("≥ 0.21 USD, 2 calls unpriced");
    assertThat(bill.isComplete()).isFalse();
    assertThat(Bill.of(UNKNOWN)).hasToString("unknown, 1 call unpriced");
  }

  @Test
  void anEstimateIsToldApart() {
    Bill bill = Bill.of(KNOWN).plus(new Cost.Estimated(Money.of("0.2", "USD")));

    assertThat(bill).hasToString("≈ 0.41 USD, 1 call estimated");
    assertThat(bill.brief()).contains("≈ 0.41 USD");
    assertThat(bill.plus(UNKNOWN)).hasToString("≥ 0.41 USD, 1 call unpriced, 1 call estimated");
    assertThat(BillValue.read(BillValue.of(bill))).isEqualTo(bill);
    assertThat(CostValue.read(CostValue.of(new Cost.Estimated(Money.of("0.2", "USD")))))
        .isEqualTo(new Cost.Estimated(Money.of("0.2", "USD")));
  }

  @Test
  void currenciesAreKeptApart() {
    Bill bill = Bill.of(KNOWN).plus(Bill.of(new Cost.Known(Money.of("3", "EUR"))));

    assertThat(bill).hasToString("3 EUR + 0.21 USD");
    assertThat(bill.single()).isEmpty();
    assertThat(bill.in("EUR")).isEqualTo(Money.of("3.00", "EUR"));
  }

  @Test
  void manySmallAmountsLoseNothing() {
    Bill bill = Bill.EMPTY;
    for (int i = 0; i < 1_000; i++) {
      bill = bill.plus(new Cost.Known(Money.of("0.0000001", "USD")));
    }

    assertThat(bill).hasToString("0.0001 USD");
  }
}

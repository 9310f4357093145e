package io.promptflow4j.core.model.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PriceTest {

  private static final Map<Rate, BigDecimal> RATES =
      Map.of(Rate.INPUT, new BigDecimal("2.5"), Rate.OUTPUT, BigDecimal.TEN);

  @Test
  void tokensCostTheirShareOfAMillion() {
    var usage = new TokenUsage(1_000, 200, 1_200, 0, 0);

    assertThat(Price.of("USD", RATES).of(usage))
        .isEqualTo(new Cost.Known(Money.of("0.0045", "USD")));
  }

  @Test
  void oneTokenIsNotRoundedAway() {
    assertThat(Price.of("USD", RATES).of(new TokenUsage(1, 0, 1, 0, 0)))
        .hasToString("0.0000025 USD");
  }

  @Test
  void cachedTokensHaveTheirOwnRate() {
    var rates =
        Map.of(
            Rate.INPUT, new BigDecimal("2"),
            Rate.OUTPUT, new BigDecimal("8"),
            Rate.CACHE_READ, new BigDecimal("0.5"));

    assertThat(Price.of("EUR", rates).of(new TokenUsage(1_000_000, 0, 1_000_000, 400_000, 0)))
        .isEqualTo(new Cost.Known(Money.of("1.4", "EUR")));
  }

  @Test
  void cachedTokensWithoutARateCostAsMuchAsOthers() {
    assertThat(Price.of("USD", RATES).of(new TokenUsage(1_000_000, 0, 1_000_000, 400_000, 0)))
        .isEqualTo(new Cost.Known(Money.of("2.5", "USD")));
  }

  @Test
  void reasoningIsPaidOnce() {
    var rates =
        Map.of(
            Rate.INPUT,
            BigDecimal.ONE,
            Rate.OUTPUT,
            BigDecimal.TWO,
            Rate.REASONING,
            BigDecimal.TEN);

    assertThat(Price.of("USD", rates).of(new TokenUsage(0, 1_000_000, 1_000_000, 0, 500_000)))
        .isEqualTo(new Cost.Known(Money.of("6", "USD")));
  }

  @Test
  void aMissingRateMakesTheCostUnknownOnlyIfItIsNeeded() {
    var price = Price.of("USD", Map.of(Rate.INPUT, BigDecimal.ONE));

    assertThat(price.of(new TokenUsage(1_000_000, 0, 1_000_000, 0, 0)))
        .isEqualTo(new Cost.Known(Money.of("1", "USD")));
    assertThat(price.of(new TokenUsage(1_000_000, 1, 1_000_001, 0, 0)))
        .isEqualTo(new Cost.Unknown("the price says nothing of 'output'"));
  }

  @Test
  void aLongPromptIsPaidAtTheRatesOfItsTier() {
    var price =
        new Price(
            Optional.empty(),
            Optional.empty(),
            "USD",
            RATES,
            List.of(new Price.Tier(200_000, Map.of(Rate.INPUT, new BigDecimal("5")))),
            Optional.empty());

    assertThat(price.of(new TokenUsage(200_000, 0, 200_000, 0, 0))).hasToString("0.5 USD");
    assertThat(price.of(new TokenUsage(400_000, 100_000, 500_000, 0, 0))).hasToString("3 USD");
  }

  @Test
  void aFeeForTheRequestIsAdded() {
    var rates = Map.of(Rate.PER_REQUEST, new BigDecimal("0.002"));

    assertThat(Price.of("USD", rates).of(TokenUsage.NONE)).hasToString("0.002 USD");
  }

  @Test
  void itHoldsFromItsFirstDayUntilTheDayBeforeItsEnd() {
    var price =
        new Price(
            Optional.of(LocalDate.of(2026, 1, 1)),
            Optional.of(LocalDate.of(2026, 2, 1)),
            "USD",
            RATES,
            List.of(),
            Optional.empty());

    assertThat(price.holdsOn(LocalDate.of(2025, 12, 31))).isFalse();
    assertThat(price.holdsOn(LocalDate.of(2026, 1, 1))).isTrue();
    assertThat(price.holdsOn(LocalDate.of(2026, 1, 31))).isTrue();
    assertThat(price.holdsOn(LocalDate.of(2026, 2, 1))).isFalse();
  }
}

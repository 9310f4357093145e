package io.promptflow4j.core.model.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.catalog.file.Catalogs;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.source.SourceText;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PricingTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final TokenUsage USAGE = new TokenUsage(1_000_000, 0, 1_000_000, 0, 0);

  private static final Pricing PRICING =
      new Pricing(
          Catalogs.read(
              new SourceText(
                  "models.yaml",
                  """
                  offerings:
                    - {provider: one, id: a, prices: [{to: 2026-06-01, input: 3}, {from: 2026-06-01, input: 2}]}
                    - {provider: two, id: a, prices: [{input: 5}]}
                    - {provider: two, id: b, prices: [{input: 7}]}
                    - {provider: one, id: b, prices: [{input: 7}]}
                    - {provider: own, id: c, deployment: self-hosted}
                  """),
              new Catalog(List.of(), List.of(), List.of())));

  private static Cost cost(Optional<String> provider, String model) {
    return PRICING.cost(provider, model, USAGE, DAY);
  }

  @Test
  void theProviderSaysWhosePriceCounts() {
    assertThat(cost(Optional.of("one"), "a")).hasToString("2 USD");
    assertThat(cost(Optional.of("two"), "a")).hasToString("5 USD");
  }

  @Test
  void thePriceIsThatOfTheDayOfTheCall() {
    assertThat(PRICING.cost(Optional.of("one"), "a", USAGE, LocalDate.of(2026, 5, 31)))
        .hasToString("3 USD");
  }

  @Test
  void withoutAProviderOnlyWhatIsTheSameEverywhereIsKnown() {
    assertThat(cost(Optional.empty(), "b")).hasToString("7 USD");
    assertThat(cost(Optional.empty(), "a"))
        .isEqualTo(new Cost.Unknown("'a' has different prices at the 2 who offer it"));
  }

  @Test
  void whatIsUnknownIsCountedAndNotZero() {
    Bill bill =
        Bill.of(cost(Optional.of("one"), "a"))
            .plus(cost(Optional.empty(), "nobody"))
            .plus(cost(Optional.empty(), "c"));

    assertThat(bill).hasToString("≥ 2 USD, 2 calls unpriced");
  }
}

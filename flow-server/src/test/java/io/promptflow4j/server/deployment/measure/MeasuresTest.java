package io.promptflow4j.server.deployment.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  @Test
  void costsAddUpByCurrencyAndWhatIsNotKnownIsNotCounted() {
    try (var measures = new Measures("chat")) {
      measures.cost("chat", new Cost.Known(new Money(new BigDecimal("0.25"), "USD")));
      measures.cost("chat", new Cost.Estimated(new Money(new BigDecimal("0.5"), "USD")));
      measures.cost("chat", new Cost.Known(new Money(BigDecimal.ONE, "EUR")));
      measures.cost("chat", new Cost.Unknown("the catalog has no price for it"));

      assertThat(measures.text())
          .contains(
              "promptflow4j_cost_total{currency=\"USD\",flow=\"chat\"} 0.75",
              "promptflow4j_cost_total{currency=\"EUR\",flow=\"chat\"} 1.0");
    }
  }

  @Test
  void levelsAreShownUntilTheirFlowIsGone() {
    try (var measures = new Measures("endpoints")) {
      measures.level("drift.index", "How far.", 0.1, "flow", "shop/blue", "field", "inputs.a");
      measures.level("drift.index", "How far.", 0.3, "flow", "shop/blue", "field", "inputs.a");
      measures.level("drift.index", "How far.", 0.2, "flow", "shop/green", "field", "inputs.a");
      assertThat(measures.text())
          .contains("promptflow4j_drift_index{field=\"inputs.a\",flow=\"shop/blue\"} 0.3");

      measures.withdraw("shop/blue");

      assertThat(measures.text()).doesNotContain("shop/blue").contains("shop/green");
    }
  }
}

package io.promptflow4j.core.model.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelApi;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.store.RunStores;
import io.promptflow4j.core.run.store.StoreAddress;
import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a budget books when prices are odd, with the ledger of a workspace.
class BudgetedModelTest {

  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final Cost DEAR = new Cost.Known(Money.of("0.02", "USD"));

  @TempDir private Path folder;
  private RunStore store;

  @BeforeEach
  void open() {
    store = RunStores.open(new StoreAddress.Sqlite(folder.resolve("runs.sqlite")));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /// Answers as `gpt-4o`, at a cost.
  private record Answering(Cost cost, Optional<Cost> ahead) implements LanguageModel {

    @Override
    public Optional<Cost> costAhead(Optional<String> model) {
      return ahead;
    }

    @Override
    public ModelReply call(ModelRequest request) {
      var usage = new TokenUsage(10, 10, 20, 0, 0);
      return new ModelReply(Value.of("yes"), "stop", "gpt-4o", usage).withCost(cost);
    }

    @Override
    public ModelReply stream(ModelRequest request, Consumer<String> chunks) {
      return call(request);
    }
  }

  private BudgetedModel budgeted(String most, LanguageModel model, BudgetedModel.Prices prices) {
    return new BudgetedModel(
        model,
        new DayBudget("shop", Budget.read(most), () -> store.spending(), () -> NOON),
        prices);
  }

  private static ModelRequest request() {
    return new ModelRequest(
        "ask",
        ModelApi.CHAT,
        List.of(),
        "hello",
        new ModelParameters(Optional.of("my-deployment"), new LinkedHashMap<>()),
        Duration.ofMinutes(1));
  }

  private BigDecimal spent() {
    return store.spending().on(LocalDate.of(2026, 11, 22)).values().stream()
        .map(Spending::money)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  @Test
  void aPaidAnswerWhosePriceCannotBeCountedIsNotLost() throws Exception {
    Cost euros = new Cost.Known(Money.of("0.5", "EUR"));
    BudgetedModel model =
        budgeted("1 USD", new Answering(euros, Optional.of(DEAR)), (_, _, _) -> DEAR);

    assertThat(model.call(request()).output()).isEqualTo(Value.of("yes"));

    assertThat(spent()).as("what was expected").isEqualByComparingTo("0.02");
  }

  @Test
  void anEstimateCountsAsWhatItIs() throws Exception {
    Cost about = new Cost.Estimated(Money.of("0.005", "USD"));
    BudgetedModel model =
        budgeted("1 USD", new Answering(about, Optional.of(DEAR)), (_, _, _) -> DEAR);

    var _ = model.call(request());

    assertThat(spent()).isEqualByComparingTo("0.005");
  }

  @Test
  void whatIsFreeIsSoInEveryCurrency() throws Exception {
    Cost free = new Cost.Known(Money.of("0", "USD"));
    BudgetedModel model =
        budgeted("1 EUR", new Answering(free, Optional.of(free)), (_, _, _) -> free);

    assertThat(model.call(request()).output()).isEqualTo(Value.of("yes"));
    assertThat(spent()).isZero();
  }

  @Test
  void theFirstCallOfADeploymentTellsWhichModelTheNextOnesAreBookedAs() throws Exception {
    Map<String, Cost> known = Map.of("gpt-4o", DEAR);
    BudgetedModel model =
        budgeted(
            "0.03 USD",
            new Answering(DEAR, Optional.empty()),
            (_, answered, _) -> known.getOrDefault(answered, new Cost.Unknown("no such model")));

    assertThat(model.call(request()).model()).isEqualTo("gpt-4o");
    var problem = catchThrowableOfType(ModelException.class, () -> model.call(request()));

    assertThat(problem.code()).isEqualTo("budget-used");
    assertThat(spent()).isEqualByComparingTo("0.02");
  }

  @Test
  void aDeploymentWhoseModelHasNoPriceIsCalledOnceAtMost() throws Exception {
    Cost unknown = new Cost.Unknown("no such model");
    BudgetedModel model =
        budgeted("1 USD", new Answering(unknown, Optional.empty()), (_, _, _) -> unknown);

    assertThat(model.call(request()).output()).isEqualTo(Value.of("yes"));
    var problem = catchThrowableOfType(ModelException.class, () -> model.call(request()));

    assertThat(problem.code()).isEqualTo("budget-unpriced");
  }

  @Test
  void whatACallCostsIsSaidAheadAsByTheModelItself() {
    BudgetedModel model =
        budgeted("1 USD", new Answering(DEAR, Optional.of(DEAR)), (_, _, _) -> DEAR);

    assertThat(model.costAhead(Optional.of("gpt-4o"))).contains(DEAR);
  }

  @Test
  void aClosedLedgerIsNotOpenedAgain() {
    var ledger = new WorkspaceLedger(Map.of("PF_WORKSPACE", folder.resolve("space").toString()));
    assertThat(ledger.get()).isSameAs(ledger.get());

    ledger.close();

    assertThatIllegalStateException().isThrownBy(ledger::get);
  }
}

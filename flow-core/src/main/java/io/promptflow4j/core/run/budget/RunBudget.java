package io.promptflow4j.core.run.budget;

import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.budget.Budget;
import java.util.Optional;
import java.util.OptionalLong;

/// How much a run may take at most, over all of its processes. Calls found on record are free.
///
/// @param money as the catalog's prices say
/// @param tokens read and written
/// @param calls to models
public record RunBudget(Optional<Money> money, OptionalLong tokens, OptionalLong calls) {

  /// Reads a budget such as `5 USD`, `200 calls`, `1.5M tokens`, or several with commas between
  /// them. An amount without a word is in US dollars.
  ///
  /// @throws IllegalArgumentException with a sentence if it is none
  public static RunBudget read(String text) {
    Budget read = Budget.read(text);
    return new RunBudget(read.money(), read.tokens(), read.calls());
  }

  /// `5 USD, 200 calls`
  @Override
  public String toString() {
    return new Budget(money, tokens, calls).toString();
  }
}

package io.promptflow4j.core.model;

/// What one call costs, if that is known.
public sealed interface Cost {

  /// An amount.
  record Known(Money money) implements Cost {
    @Override
    public String toString() {
      return money.toString();
    }
  }

  /// An amount for tokens that were counted here, because the service did not say how many it took.
  record Estimated(Money money) implements Cost {
    @Override
    public String toString() {
      return "about " + money;
    }
  }

  /// Not known. This is not nothing: a sum with it in says `≥`.
  ///
  /// @param reason half a sentence, such as `the catalog has no price for it`
  record Unknown(String reason) implements Cost {
    @Override
    public String toString() {
      return "unknown (" + reason + ")";
    }
  }
}

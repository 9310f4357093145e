package io.promptflow4j.core.model.catalog.choice;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.catalog.Offering;
import java.util.List;

/// An offering that fits what is needed, as far as is known.
///
/// @param reasons why it fits, a clause each
/// @param doubts what is not known, or speaks against it, a clause each
/// @param cost what one call is expected to cost
public record Recommendation(
    Offering offering, List<String> reasons, List<String> doubts, Cost cost) {

  public Recommendation {
    reasons = List.copyOf(reasons);
    doubts = List.copyOf(doubts);
  }
}

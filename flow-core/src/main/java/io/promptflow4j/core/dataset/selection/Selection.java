package io.promptflow4j.core.dataset.selection;

import io.promptflow4j.core.dataset.DataSet;
import java.util.Optional;

/// Which rows are wanted. First the filter is asked, then the split, then the sample is drawn from
/// what is left, and at the end the limit cuts.
///
/// @param id a column whose values tell rows apart; rows without one or with the same are problems
/// @param limit how many rows at most, from the start
public record Selection(
    Optional<String> id,
    Optional<FilterExpression> filter,
    Optional<Split> split,
    Optional<Sample> sample,
    Optional<Long> limit) {

  /// All rows.
  public static final Selection ALL =
      new Selection(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  public Selection {
    if (limit.isPresent() && limit.get() < 1) {
      throw new IllegalArgumentException(
          "the limit is at least one row, not %d".formatted(limit.get()));
    }
  }

  public Selection withId(String column) {
    return new Selection(Optional.of(column), filter, split, sample, limit);
  }

  public Selection withFilter(FilterExpression wanted) {
    return new Selection(id, Optional.of(wanted), split, sample, limit);
  }

  public Selection withSplit(Split wanted) {
    return new Selection(id, filter, Optional.of(wanted), sample, limit);
  }

  public Selection withSample(Sample wanted) {
    return new Selection(id, filter, split, Optional.of(wanted), limit);
  }

  public Selection withLimit(long rows) {
    return new Selection(id, filter, split, sample, Optional.of(rows));
  }

  /// The wanted rows of `data`; broken rows stay, as long as reading gets to them. Closing the
  /// result closes `data`.
  public DataSet of(DataSet data) {
    return equals(ALL) ? data : new SelectedDataSet(data, this);
  }
}

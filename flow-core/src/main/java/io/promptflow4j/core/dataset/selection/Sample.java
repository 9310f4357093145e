package io.promptflow4j.core.dataset.selection;

/// Some rows, chosen by a seed, in the order of the data.
///
/// Each row has a rank that what it says (or its id, if there is an id column) and the seed decide;
/// the rows of lowest rank are chosen. So a larger sample holds the smaller one, and a row that is
/// added later takes the place of at most one other. Equal rows have equal ranks; sample over an id
/// column if the data has many of them.
///
/// @param size how many rows; all of them if there are fewer
/// @param without how many of them are left out, those of lowest rank: what a smaller sample had
public record Sample(int size, long seed, int without) {

  public Sample {
    if (size < 1) {
      throw new IllegalArgumentException("a sample has at least one row, not " + size);
    }
    if (without < 0 || without >= size) {
      throw new IllegalArgumentException(
          "of a sample of %d rows %d can't be left out".formatted(size, without));
    }
  }

  public Sample(int size, long seed) {
    this(size, seed, 0);
  }
}

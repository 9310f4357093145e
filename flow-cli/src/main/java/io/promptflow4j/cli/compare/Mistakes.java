package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.terminal.UsageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Collects what is wrong with a call, so that all of it is told at once. Owned by one thread.
final class Mistakes {

  private final List<String> found = new ArrayList<>();

  void add(String mistake) {
    found.add(mistake);
  }

  /// Reads a value; a mistake in it is collected.
  <T> Optional<T> read(String written, Function<String, T> reading) {
    return read(() -> reading.apply(written));
  }

  /// Does what may find a mistake, which is collected.
  <T> Optional<T> read(Supplier<T> reading) {
    try {
      return Optional.of(reading.get());
    } catch (UsageFailure wrong) {
      add(String.valueOf(wrong.getMessage()));
      return Optional.empty();
    }
  }

  /// @throws UsageFailure with all mistakes, if there are some
  void check() {
    if (!found.isEmpty()) {
      throw new UsageFailure(String.join("; ", found));
    }
  }
}

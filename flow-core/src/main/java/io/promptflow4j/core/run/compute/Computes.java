package io.promptflow4j.core.run.compute;

/// Finds what runs rows by its name or address. Thread-safe.
@FunctionalInterface
public interface Computes {

  /// Knows none.
  Computes NONE =
      written -> {
        throw new ComputeException(
            "no-such-compute", "nothing is called '%s' that could run rows".formatted(written));
      };

  /// The compute that `written` names.
  ///
  /// @throws ComputeException if there is none
  Compute find(String written);

  /// Ends what was started for this process.
  default void close() {}
}

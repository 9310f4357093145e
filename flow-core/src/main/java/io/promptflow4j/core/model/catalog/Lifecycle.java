package io.promptflow4j.core.model.catalog;

import java.time.LocalDate;
import java.util.Optional;

/// Where an offering is in its life, and what is announced.
///
/// @param declared what its source says; see [#on] for a day
/// @param deprecated the day from which it should not be newly used
/// @param retires the day from which it answers no more
/// @param replacement the model that its vendor names instead
public record Lifecycle(
    Status declared,
    Optional<LocalDate> deprecated,
    Optional<LocalDate> retires,
    Optional<String> replacement) {

  public static final Lifecycle UNKNOWN =
      new Lifecycle(Status.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty());

  /// The status on a day. A day of retirement that has passed counts more than what is declared.
  public Status on(LocalDate day) {
    if (isReached(retires, day) || (declared == Status.RETIRED && retires.isEmpty())) {
      return Status.RETIRED;
    }
    if (declared == Status.RETIRED || isReached(deprecated, day)) {
      return Status.DEPRECATED;
    }
    return declared;
  }

  private static boolean isReached(Optional<LocalDate> date, LocalDate day) {
    return date.filter(begin -> !day.isBefore(begin)).isPresent();
  }
}

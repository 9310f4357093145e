package io.promptflow4j.core.model.budget;

import java.time.LocalDate;
import java.util.Map;

/// What the calls of connections took, day by day; kept for all processes that share it.
/// Thread-safe. Days are those of UTC.
public interface SpendingLedger extends AutoCloseable {

  /// Where one day's spending of one connection is.
  ///
  /// @param connection its name
  /// @param currency of the money
  record Page(String connection, LocalDate day, String currency) {}

  /// What became of a booking.
  ///
  /// @param done whether it was made
  /// @param spent what was spent or booked before
  record Booking(boolean done, Spending spent) {}

  /// Books `more` unless that would exceed `most`, in one step that nobody comes between.
  Booking book(Page page, Spending more, Budget most);

  /// Makes what is booked more by `difference`, whose numbers may be below zero.
  void correct(Page page, Spending difference);

  /// What all connections spent on a day; pages of several currencies share tokens and calls by
  /// what was booked in each.
  Map<Page, Spending> on(LocalDate day);

  /// Gives back what is held open for it alone.
  @Override
  default void close() {}
}

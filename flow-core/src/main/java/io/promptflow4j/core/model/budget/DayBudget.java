package io.promptflow4j.core.model.budget;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.connection.Connection;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.Supplier;

/// What one connection may take on each day.
///
/// @param ledger where it is written down; asked for when the first call is made
public record DayBudget(
    String connection, Budget most, Supplier<SpendingLedger> ledger, InstantSource clock) {

  /// The field of a connection that sets it.
  public static final String FIELD = "budget_per_day";

  /// The budget that the settings of `connection` have.
  ///
  /// @throws ModelException with code `bad-connection` if it can't be read
  public static Optional<Budget> in(Connection connection) {
    try {
      return connection.setting(FIELD).filter(text -> !text.isBlank()).map(Budget::read);
    } catch (IllegalArgumentException unreadable) {
      throw new ModelException(
          "bad-connection",
          "connection '%s': %s: %s".formatted(connection.name(), FIELD, unreadable.getMessage()),
          false,
          unreadable);
    }
  }

  boolean needsPrices() {
    return most.money().isPresent();
  }

  /// A cost as an amount in the budget's currency.
  ///
  /// @throws ModelException with code `budget-unpriced` if that can't be said
  BigDecimal price(Cost cost) {
    return amount(cost)
        .orElseThrow(() ->
            unpriced(
                switch (cost) {
                  case Cost.Known(Money money) -> otherCurrency(money);
                  case Cost.Estimated(Money money) -> otherCurrency(money);
                  case Cost.Unknown(String reason) ->
                      "the cost of a call is unknown (%s); write the price into a catalog file, or"
                              .formatted(reason)
                          + " give the budget in calls or tokens";
                }));
  }

  /// A cost as an amount in the budget's currency; empty if that can't be said. What is free is so
  /// in every currency.
  Optional<BigDecimal> amount(Cost cost) {
    Optional<Money> money =
        switch (cost) {
          case Cost.Known(Money known) -> Optional.of(known);
          case Cost.Estimated(Money about) -> Optional.of(about);
          case Cost.Unknown _ -> Optional.empty();
        };
    return money
        .filter(one -> one.amount().signum() == 0 || one.currency().equals(most.currency()))
        .map(Money::amount);
  }

  private static String otherCurrency(Money money) {
    return "the model is paid in %s; give the budget in %s"
        .formatted(money.currency(), money.currency());
  }

  private ModelException unpriced(String why) {
    return new ModelException(
        "budget-unpriced",
        "connection '%s' was not called: its %s of %s can't be kept, because %s"
            .formatted(connection, FIELD, most, why),
        false);
  }

  /// Books what a call is expected to take.
  ///
  /// @throws ModelException with code `budget-used` if there is not enough left
  SpendingLedger.Page book(Spending expected) {
    LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    var page = new SpendingLedger.Page(connection, day, most.currency());
    SpendingLedger.Booking booking = ledger.get().book(page, expected, most);
    if (booking.done()) {
      return page;
    }
    throw new ModelException(
        "budget-used",
        ("connection '%s' was not called: its %s of %s leaves no room for the call. Spent or booked"
             + " on %s (UTC): %s. Wait for the next day, use another connection, or raise it with"
             + " 'pf connection update --name \"%s\" --set %s=…'; 'pf connection usage' shows what"
             + " was spent")
            .formatted(
                connection,
                FIELD,
                most,
                day,
                booking.spent().in(most.currency()),
                connection,
                FIELD),
        false);
  }

  void correct(SpendingLedger.Page page, Spending difference) {
    if (!difference.equals(Spending.NONE)) {
      ledger.get().correct(page, difference);
    }
  }
}

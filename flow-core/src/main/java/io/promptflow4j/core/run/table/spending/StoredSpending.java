package io.promptflow4j.core.run.table.spending;

import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.budget.Spending;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.run.database.Database;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// The ledger in a database, which belongs to whoever opened it. Money is kept in billionths,
/// rounded up.
public record StoredSpending(Database database) implements SpendingLedger {

  private static final int BILLIONTHS = 9;

  @Override
  public Booking book(Page page, Spending more, Budget most) {
    return database.write(handle -> {
      open(handle, page);
      Spending before = locked(handle, page);
      boolean fits = most.allows(before.plus(more));
      if (fits) {
        add(handle, page, more);
      }
      return new Booking(fits, before);
    });
  }

  /// Makes the page if need be, so that there is a row to lock.
  private static void open(Handle handle, Page page) {
    handle
        .createUpdate(
            "INSERT INTO spending (connection, day, currency, money, tokens, calls)"
                + " VALUES (?, ?, ?, 0, 0, 0) ON CONFLICT DO NOTHING")
        .bind(0, page.connection())
        .bind(1, page.day().toString())
        .bind(2, page.currency())
        .execute();
  }

  /// What the connection spent on the day: money in the page's currency, tokens and calls in all.
  private Spending locked(Handle handle, Page page) {
    return handle
        .createQuery(
            "SELECT currency, money, tokens, calls FROM spending WHERE connection = ? AND day = ?"
                + " ORDER BY currency "
                + database.dialect().rowLock())
        .bind(0, page.connection())
        .bind(1, page.day().toString())
        .map((row, _) -> {
          Spending spent = spending(row);
          return row.getString("currency").equals(page.currency())
              ? spent
              : new Spending(BigDecimal.ZERO, spent.tokens(), spent.calls());
        })
        .stream()
        .reduce(Spending.NONE, Spending::plus);
  }

  private static Spending spending(ResultSet row) throws SQLException {
    return new Spending(
        BigDecimal.valueOf(row.getLong("money"), BILLIONTHS),
        row.getLong("tokens"),
        row.getLong("calls"));
  }

  private static void add(Handle handle, Page page, Spending more) {
    handle
        .createUpdate(
            "UPDATE spending SET money = money + ?, tokens = tokens + ?, calls = calls + ?"
                + " WHERE connection = ? AND day = ? AND currency = ?")
        .bind(
            0,
            more.money()
                .setScale(BILLIONTHS, RoundingMode.CEILING)
                .unscaledValue()
                .longValueExact())
        .bind(1, more.tokens())
        .bind(2, more.calls())
        .bind(3, page.connection())
        .bind(4, page.day().toString())
        .bind(5, page.currency())
        .execute();
  }

  @Override
  public void correct(Page page, Spending difference) {
    boolean _ =
        database.write(handle -> {
          open(handle, page);
          add(handle, page, difference);
          return true;
        });
  }

  @Override
  public Map<Page, Spending> on(LocalDate day) {
    return database.read(handle -> {
      var pages = new LinkedHashMap<Page, Spending>();
      handle
          .createQuery(
              "SELECT connection, currency, money, tokens, calls FROM spending WHERE day = ?"
                  + " ORDER BY connection, currency")
          .bind(0, day.toString())
          .map((row, _) ->
              Map.entry(
                  new Page(row.getString("connection"), day, row.getString("currency")),
                  spending(row)))
          .forEach(entry -> pages.put(entry.getKey(), entry.getValue()));
      return pages;
    });
  }
}

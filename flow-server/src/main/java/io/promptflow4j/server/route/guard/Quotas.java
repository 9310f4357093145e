package io.promptflow4j.server.route.guard;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.model.budget.Budget;
import io.promptflow4j.core.model.budget.Spending;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.model.cost.Bill;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import io.promptflow4j.server.route.Calls;
import io.promptflow4j.server.security.Caller;
import io.promptflow4j.server.security.Needs;
import io.promptflow4j.server.security.RoleCheck;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Holds what the calls of a key take on a day against its quota, over all servers that share the
/// ledger.
///
/// What a flow takes is known when it has ended. Before it starts, one call and the least of tokens
/// and money are booked; a key with nothing left is refused before its body is read. Calls that run
/// when the quota ends are let end, so a quota may be passed by what they take.
public final class Quotas {

  private static final String BOOKED = "promptflow4j.booked";
  private static final Spending LEAST = new Spending(new BigDecimal("0.000000001"), 1, 1);

  private final SpendingLedger ledger;
  private final InstantSource clock;

  /// What was booked for a request.
  private record Booked(SpendingLedger.Page page) {}

  public Quotas(SpendingLedger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  public void addTo(RoutesConfig routes) {
    routes.beforeMatched(this::before);
    routes.after(this::after);
  }

  private void before(Context ctx) {
    Optional<Caller> caller = RoleCheck.caller(ctx);
    if (caller.isEmpty()
        || !ctx.method().equals(HandlerType.POST)
        || !ctx.routeRoles().contains(Needs.RUNNER)) {
      return;
    }
    Optional<Budget> most = caller.get().quota().perDay();
    Optional<String> name = caller.get().page();
    if (most.isPresent() && name.isPresent()) {
      ctx.attribute(BOOKED, book(name.get(), most.get()));
    }
  }

  private Booked book(String name, Budget most) {
    Instant now = clock.instant();
    var page =
        new SpendingLedger.Page(name, LocalDate.ofInstant(now, ZoneOffset.UTC), most.currency());
    boolean isBooked;
    try {
      isBooked = ledger.book(page, LEAST, most).done();
    } catch (RunStoreException broken) {
      throw new FaultException(
          Fault.of(503, "store-out-of-reach", "Quotas can't be looked up now.").retryAfter(5));
    }
    if (!isBooked) {
      throw new FaultException(
          Fault.of(429, "quota-used", "Your key's quota of the day is used up.")
              .retryAfter(secondsToMidnight(now)));
    }
    return new Booked(page);
  }

  /// How long the day goes on.
  public static int secondsToMidnight(Instant now) {
    Instant midnight =
        LocalDate.ofInstant(now, ZoneOffset.UTC)
            .plusDays(1)
            .atStartOfDay()
            .toInstant(ZoneOffset.UTC);
    return Math.max(1, (int) Duration.between(now, midnight).toSeconds());
  }

  private void after(Context ctx) {
    if (ctx.attribute(BOOKED) instanceof Booked(SpendingLedger.Page page)) {
      Spending took =
          ctx.attribute(Calls.RESULT) instanceof FlowResult result
              ? took(result, page.currency())
              : new Spending(BigDecimal.ZERO, 0, 1);
      ledger.correct(page, took.minus(LEAST));
    }
  }

  private static Spending took(FlowResult result, String currency) {
    BigDecimal money = bill(result.trace()).in(currency).amount();
    return new Spending(money, result.usage().total(), 1);
  }

  private static Bill bill(Span span) {
    Bill bill = span.cost().map(Bill::of).orElse(Bill.EMPTY);
    for (Span child : span.children()) {
      bill = bill.plus(bill(child));
    }
    return bill;
  }
}

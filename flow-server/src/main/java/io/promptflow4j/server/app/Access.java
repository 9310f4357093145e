package io.promptflow4j.server.app;

import io.javalin.config.RoutesConfig;
import io.promptflow4j.core.model.budget.SpendingLedger;
import io.promptflow4j.core.run.access.AccessStore;
import io.promptflow4j.core.run.access.KeptReplies;
import io.promptflow4j.server.route.Bodies;
import io.promptflow4j.server.route.admin.AuditRoutes;
import io.promptflow4j.server.route.admin.KeyRoutes;
import io.promptflow4j.server.route.guard.Quotas;
import io.promptflow4j.server.route.guard.RecentReplies;
import io.promptflow4j.server.security.ApiKeys;
import io.promptflow4j.server.security.Callers;
import io.promptflow4j.server.security.Refusals;
import io.promptflow4j.server.security.audit.AuditTrail;
import io.promptflow4j.server.security.key.KeyRing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Who may call a server besides the holders of its own keys, and what is kept of it. Open until it
/// is closed, which its owner does after the server.
public final class Access implements AutoCloseable {

  private final List<Callers> callers;
  private final Refusals refusals;
  private final KeptReplies replies;
  private final Optional<SpendingLedger> ledger;
  private final Optional<AccessStore> store;
  private final List<Runnable> ends;

  private Access(
      List<Callers> callers,
      Refusals refusals,
      KeptReplies replies,
      Optional<SpendingLedger> ledger,
      Optional<AccessStore> store,
      List<Runnable> ends) {
    this.callers = List.copyOf(callers);
    this.refusals = refusals;
    this.replies = replies;
    this.ledger = ledger;
    this.store = store;
    this.ends = List.copyOf(ends);
  }

  /// Nobody, and nothing is kept for longer than the server runs.
  public static Access none() {
    return new Access(
        List.of(),
        Refusals.UNHEARD,
        new RecentReplies(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /// Whoever has a key of a store, or a token.
  ///
  /// @param store stays its owner's to close; keeps the audit log, answers and what keys took
  /// @param keys whether the keys of the store count
  /// @param tokens who else is known
  /// @param log takes a line for what went wrong inside
  public static Access of(
      AccessStore store, boolean keys, List<Callers> tokens, Consumer<String> log) {
    var callers = new ArrayList<Callers>();
    var ends = new ArrayList<Runnable>();
    if (keys) {
      var ring = new KeyRing(store.keys(), InstantSource.system());
      callers.add(ring);
      ends.add(ring::close);
    }
    callers.addAll(tokens);
    var trail = new AuditTrail(store.audit(), InstantSource.system(), log);
    ends.add(trail::close);
    return new Access(
        callers, trail, store.replies(), Optional.of(store.spending()), Optional.of(store), ends);
  }

  /// The same with some more callers.
  Access and(Callers more) {
    var all = new ArrayList<>(callers);
    all.add(more);
    return new Access(all, refusals, replies, ledger, store, ends);
  }

  /// Who may come in; empty if nobody asks.
  Optional<Callers> callers(ApiKeys own) {
    var all = new ArrayList<Callers>();
    if (!own.isEmpty()) {
      all.add(Callers.of(own));
    }
    all.addAll(callers);
    return all.isEmpty() ? Optional.empty() : Optional.of(Callers.firstOf(all));
  }

  Refusals refusals() {
    return refusals;
  }

  KeptReplies replies() {
    return replies;
  }

  Optional<SpendingLedger> ledger() {
    return ledger;
  }

  /// Adds what holds callers to their quotas, and the routes of administrators, if a store says who
  /// may call.
  void addTo(RoutesConfig routes, Bodies bodies, boolean quotas) {
    ledger
        .filter(_ -> quotas)
        .ifPresent(known -> new Quotas(known, InstantSource.system()).addTo(routes));
    store.ifPresent(known -> {
      new KeyRoutes(known.keys(), bodies, InstantSource.system()).addTo(routes);
      new AuditRoutes(known.audit()).addTo(routes);
    });
  }

  @Override
  public void close() {
    ends.forEach(Runnable::run);
  }
}

package io.promptflow4j.server.route.gateway;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.route.guard.Quotas;
import java.time.InstantSource;
import java.util.Optional;

/// What a model that gave no answer is for the caller.
///
/// @param page the caller's own page in the ledger
record ModelFaults(Redaction redaction, Optional<String> page, InstantSource clock) {

  Fault of(ModelException problem) {
    String message = redaction.in(String.valueOf(problem.getMessage()));
    return switch (problem.code()) {
      case "bad-request", "bad-parameter", "content-filter", "truncated" ->
          Fault.badRequest(problem.code(), message);
      case "budget-used" -> used(message);
      case "budget-unpriced" ->
          Fault.badRequest(
              "unpriced-model",
              "The price of this model is not known, so your key's quota of money can't be kept.");
      case "not-found", "missing-model" -> Fault.of(404, "model-not-found", message, "model");
      case "rate-limited", "quota", "unavailable" ->
          Fault.of(503, "model-" + problem.code(), message).retryAfter(5);
      case "timeout" -> Fault.of(504, "timeout", message);
      case "missing-connection", "bad-connection", "missing-key", "unauthorized" ->
          Fault.of(424, "model-unreachable", "The connection of this model does not work.");
      default -> Fault.of(424, problem.code(), message);
    };
  }

  /// Either the caller's budget has no room, or that of the connection, which is nobody's of the
  /// callers to know.
  private Fault used(String message) {
    boolean isOwn = page.filter(name -> message.contains("'" + name + "'")).isPresent();
    return isOwn
        ? Fault.of(429, "quota-used", "Your key's quota of the day leaves no room for this call.")
            .retryAfter(Quotas.secondsToMidnight(clock.instant()))
        : Fault.of(503, "connection-budget-used", "The connection's budget of the day is used up.")
            .retryAfter(Quotas.secondsToMidnight(clock.instant()));
  }
}

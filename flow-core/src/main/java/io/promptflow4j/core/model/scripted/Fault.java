package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.provider.Outcome;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A failure that a rule asks for instead of an answer.
enum Fault {
  RATE_LIMITED(true, "too many requests"),
  TIMEOUT(true, "no answer came in time"),
  UNAVAILABLE(true, "the service is not available"),
  QUOTA(false, "the account's quota is used up"),
  UNAUTHORIZED(false, "the key is not accepted"),
  NOT_FOUND(false, "there is no such model"),
  BAD_REQUEST(false, "the request is not accepted"),
  CONTENT_FILTER(false, "the service's content filter stopped the answer"),
  TRUNCATED(false, "the answer broke off"),
  BAD_REPLY(false, "the answer makes no sense");

  private final boolean passes;
  private final String what;

  Fault(boolean passes, String what) {
    this.passes = passes;
    this.what = what;
  }

  /// `rate-limited` and so on: also the code of the failure.
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Fault> named(String name) {
    return Arrays.stream(values())
        .filter(fault -> fault.code().equals(name.strip().toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Fault::code).toList();
  }

  /// Whether half of the answer comes before it.
  boolean comesLate() {
    return this == TRUNCATED;
  }

  Outcome<ModelReply> outcome(ModelRequest request, Answer answer) {
    String message =
        "the scripted model failed node '%s' on demand (%s): %s"
            .formatted(request.node(), answer.place(), what);
    var problem = new ModelException(code(), message, passes);
    return passes
        ? new Outcome.Failed<>(problem, Integer.MAX_VALUE, answer.retryAfter())
        : Outcome.Failed.forGood(problem);
  }
}

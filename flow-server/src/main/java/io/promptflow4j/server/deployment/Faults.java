package io.promptflow4j.server.deployment;

import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.server.api.Fault;

/// What a call that came to nothing is for its caller.
public final class Faults {

  private Faults() {}

  /// The fault of a result that did not complete, as prompt flow answers it: a mistake in the
  /// inputs and a node that failed are 400. Beyond it: a deadline is 504, a defect of ours is 500.
  public static Fault ofScore(FlowResult result) {
    Fault fault = of(result);
    return fault.status() == 424 ? Fault.of(400, fault.code(), fault.message()) : fault;
  }

  /// The fault of a result that did not complete: 400 for the inputs, 424 for a node that failed,
  /// 504 for the deadline, 503 for a call that was canceled.
  public static Fault of(FlowResult result) {
    if (result.failure().isEmpty()) {
      return Fault.of(503, "canceled", "The call was canceled.").retryAfter(1);
    }
    FlowResult.Failure failure = result.failure().get();
    if (failure.code().equals("internal")) {
      return Fault.internal();
    }
    if (failure.code().equals("timeout")) {
      return Fault.of(504, "timeout", failure.message());
    }
    if (failure.node().isPresent()) {
      return Fault.of(
          424,
          failure.code(),
          "Execution failure in '%s': %s"
              .formatted(failure.node().get().node().value(), failure.message()));
    }
    return failure.code().equals("canceled")
        ? Fault.of(503, "canceled", failure.message()).retryAfter(1)
        : Fault.badRequest(failure.code(), failure.message());
  }
}

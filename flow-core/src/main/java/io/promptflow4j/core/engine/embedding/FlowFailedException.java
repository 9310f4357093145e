package io.promptflow4j.core.engine.embedding;

import io.promptflow4j.core.execution.FlowResult;

/// A flow that stands in for a model failed. The message is that of its failure.
public final class FlowFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient FlowResult.Failure failure;

  FlowFailedException(FlowResult.Failure failure) {
    super(failure.message());
    this.failure = failure;
  }

  /// What failed: the code, and the node if one failed.
  public FlowResult.Failure failure() {
    return failure;
  }
}

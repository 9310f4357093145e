package io.promptflow4j.core.run;

import io.promptflow4j.core.source.Digest;

/// Which call a record is of: content and sample, shared by all runs of a scope.
///
/// @param scope see [RunPlan#scope]
/// @param digest over the request, the code it runs, which of several equal rows asks, and the
///   repeat
public record CallId(String scope, Digest digest) {

  /// The scope of what is claimed for the whole workspace; no run has it.
  public static final String ANSWERS = "~answers~";

  /// The claim on an answer that all who ask the same share, whatever their scopes.
  public static CallId ofAnswer(Digest answer) {
    return new CallId(ANSWERS, answer);
  }
}

package io.promptflow4j.core.engine.migration;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Severity;
import java.util.Set;

/// What a finding says about whether a flow runs.
///
/// @param verdict what comes of it if nothing worse is found
record FindingWeight(Verdict verdict) {

  static final String MISSING_PACKAGE = "missing-package";
  static final String ABSENT_NAME = "absent-name";
  static final String UNDEFINED_NAME = "undefined-name";
  static final String ALWAYS_RAISES = "always-raises";

  private static final Set<String> SERVICES =
      Set.of("missing-connection", "bad-connection", "missing-key");

  private static final Set<String> PACKAGES = Set.of(MISSING_PACKAGE, "no-python");

  private static final Set<String> UNSUPPORTED =
      Set.of(
          ABSENT_NAME,
          "path-outside",
          "unsupported-assistant",
          "unsupported-node",
          "unsupported-flow-kind",
          "unsupported-template");

  private static final Set<String> BROKEN = Set.of(UNDEFINED_NAME, ALWAYS_RAISES);

  static FindingWeight of(Diagnostic found) {
    return new FindingWeight(verdict(found));
  }

  private static Verdict verdict(Diagnostic found) {
    String code = found.code();
    if (found.severity() == Severity.HINT) {
      return Verdict.RUNS;
    } else if (SERVICES.contains(code) || asksForConnection(found)) {
      return Verdict.NEEDS_SERVICE;
    } else if (PACKAGES.contains(code)) {
      return Verdict.NEEDS_PACKAGE;
    } else if (code.equals("unavailable-tool")) {
      return isPartOfNothing(found) ? Verdict.UNSUPPORTED : Verdict.NEEDS_PACKAGE;
    } else if (UNSUPPORTED.contains(code)) {
      return Verdict.UNSUPPORTED;
    }
    return found.isError() || BROKEN.contains(code) ? Verdict.BROKEN : Verdict.RUNS;
  }

  /// A tool lacks a connection that may be given from outside.
  private static boolean asksForConnection(Diagnostic found) {
    return found.code().equals("missing-parameter") && found.message().contains("'--connection ");
  }

  /// A tool that nobody can install: of prompt flow itself, but none that there is here.
  private static boolean isPartOfNothing(Diagnostic found) {
    return found.message().contains("not part of Promptflow4j")
        || found.message().contains("tool 'promptflow.");
  }
}

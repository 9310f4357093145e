package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;

/// The diagnostics of one file, as far as anyone would read them, and whether a part of the file was
/// lost on the way.
final class Findings {

  /// How many errors are kept, and how many other findings.
  private static final int MAX_KEPT = 1_000;

  private final Diagnostics diagnostics;
  private int errors;
  private int others;
  private boolean lossy;

  Findings(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /// An error about the shape of something that had to be left out.
  void lost(Place place, String message) {
    lossy = true;
    misshapen(place, message);
  }

  /// An error about the shape of something whose meaning is clear all the same.
  void misshapen(Place place, String message) {
    error("wrong-shape", place, message);
  }

  void error(String code, Place place, String message) {
    if (++errors <= MAX_KEPT) {
      diagnostics.error(code, place, message);
    }
  }

  void warning(String code, Place place, String message) {
    if (++others <= MAX_KEPT) {
      diagnostics.warning(code, place, message);
    }
  }

  void hint(String code, Place place, String message) {
    if (++others <= MAX_KEPT) {
      diagnostics.hint(code, place, message);
    }
  }

  /// Whether anything was left out.
  boolean isLossy() {
    return lossy;
  }
}

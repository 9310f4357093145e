package io.promptflow4j.core.definition.yaml;

import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;

/// The diagnostics of one file, and whether a part of the file was lost on the way.
final class Findings {

  private final Diagnostics diagnostics;
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
    diagnostics.error("wrong-shape", place, message);
  }

  void error(String code, Place place, String message) {
    diagnostics.error(code, place, message);
  }

  void warning(String code, Place place, String message) {
    diagnostics.warning(code, place, message);
  }

  void hint(String code, Place place, String message) {
    diagnostics.hint(code, place, message);
  }

  /// Whether anything was left out.
  boolean isLossy() {
    return lossy;
  }
}

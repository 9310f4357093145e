package io.promptflow4j.core.definition.compose;

import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;

/// The diagnostics of one file, as far as anyone would read them, and whether a part of the file
/// was lost on the way.
public final class Findings {

  /// How many errors are kept, and how many other findings.
  private static final int MAX_KEPT = 1_000;

  private final Diagnostics diagnostics;
  private int errors;
  private int others;
  private boolean lossy;

  public Findings(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /// An error about the shape of something that had to be left out.
  public void lost(Place place, String message) {
    lossy = true;
    misshapen(place, message);
  }

  /// An error about the shape of something whose meaning is clear all the same.
  public void misshapen(Place place, String message) {
    error("wrong-shape", place, message);
  }

  public void error(String code, Place place, String message) {
    if (++errors <= MAX_KEPT) {
      diagnostics.error(code, place, message);
    }
  }

  public void warning(String code, Place place, String message) {
    if (++others <= MAX_KEPT) {
      diagnostics.warning(code, place, message);
    }
  }

  public void hint(String code, Place place, String message) {
    if (++others <= MAX_KEPT) {
      diagnostics.hint(code, place, message);
    }
  }

  /// Whether anything was left out.
  public boolean isLossy() {
    return lossy;
  }
}

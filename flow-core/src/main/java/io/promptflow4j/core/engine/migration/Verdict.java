package io.promptflow4j.core.engine.migration;

import java.util.Locale;

/// What comes of running a flow as it is, on this machine as it is. The later ones outweigh the
/// earlier.
public enum Verdict {
  /// Nothing speaks against it.
  RUNS,
  /// A connection it names is configured nowhere.
  NEEDS_SERVICE,
  /// A Python package, or Python itself, is not installed.
  NEEDS_PACKAGE,
  /// It asks for something that Promptflow4j does not have.
  UNSUPPORTED,
  /// Its files have mistakes: it runs nowhere.
  BROKEN;

  /// As documents write it, such as `needs-package`.
  public String written() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// As people read it, such as `needs package`.
  public String spoken() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /// The one of both that outweighs the other.
  Verdict or(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}

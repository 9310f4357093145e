package io.promptflow4j.cli.terminal;

import java.util.Locale;

/// For whom a command writes its result.
public enum OutputFormat {
  /// For people.
  TEXT,
  /// For programs: one JSON document on standard output and nothing else there.
  JSON;

  /// As people write it.
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

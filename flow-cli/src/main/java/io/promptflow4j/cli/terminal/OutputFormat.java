package io.promptflow4j.cli.terminal;

/// For whom a command writes its result.
public enum OutputFormat {
  /// For people.
  TEXT,
  /// For programs: one JSON document on standard output and nothing else there.
  JSON
}

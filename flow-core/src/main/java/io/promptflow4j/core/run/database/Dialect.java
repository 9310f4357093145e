package io.promptflow4j.core.run.database;

import java.util.Locale;

/// What SQLite and PostgreSQL say differently.
public enum Dialect {
  SQLITE("CAST(unixepoch('subsec') * 1000 AS INTEGER)", ""),
  POSTGRESQL("CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)", "FOR UPDATE");

  private final String clock;
  private final String rowLock;

  Dialect(String clock, String rowLock) {
    this.clock = clock;
    this.rowLock = rowLock;
  }

  /// An expression for the database's own time, in milliseconds since 1970.
  public String clock() {
    return clock;
  }

  /// What follows a query whose rows are going to be changed; SQLite has locked the file already.
  public String rowLock() {
    return rowLock;
  }

  /// The folder of its migrations.
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }
}

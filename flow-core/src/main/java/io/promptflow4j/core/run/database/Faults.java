package io.promptflow4j.core.run.database;

import io.promptflow4j.core.run.RunStoreException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// Says in words for people what a database complained about.
///
/// @param store the file or address of the store, without a password
public record Faults(String store) {

  /// What went wrong: `problem` itself if it is the store's already, else one that tells it.
  public RunStoreException of(RuntimeException problem) {
    if (problem instanceof RunStoreException told) {
      return told;
    }
    SQLException cause = find(problem);
    if (cause == null) {
      return other(problem, problem.getMessage());
    }
    return of(cause);
  }

  public RunStoreException of(SQLException cause) {
    return cause instanceof SQLiteException sqlite
        ? ofSqlite(sqlite.getResultCode(), sqlite)
        : ofPostgres(cause);
  }

  /// Whether the database refused the data rather than being in trouble itself.
  static boolean isAboutData(RunStoreException fault) {
    return fault.code().equals("store-failed");
  }

  private static @Nullable SQLException find(Throwable problem) {
    SQLException found = null;
    Throwable at = problem;
    for (int depth = 0; at != null && depth < 20; depth++) {
      if (at instanceof SQLException here) {
        found = here; // the innermost one knows most
      }
      at = at.getCause();
    }
    return found;
  }

  private RunStoreException ofSqlite(SQLiteErrorCode code, SQLException cause) {
    String kind = code.name().toUpperCase(Locale.ROOT);
    if (kind.startsWith("SQLITE_BUSY") || kind.startsWith("SQLITE_LOCKED")) {
      return locked(cause);
    }
    if (kind.equals("SQLITE_FULL")) {
      return full(cause);
    }
    if (kind.startsWith("SQLITE_CORRUPT") || kind.equals("SQLITE_NOTADB")) {
      return corrupt(cause);
    }
    if (kind.startsWith("SQLITE_READONLY") || kind.equals("SQLITE_PERM")) {
      return readOnly(cause);
    }
    if (kind.startsWith("SQLITE_CANTOPEN")) {
      return new RunStoreException(
          "store-unreachable",
          "The store '%s' can't be opened. Look whether its folder exists and may be written."
              .formatted(store),
          false,
          cause);
    }
    if (kind.startsWith("SQLITE_IOERR")) {
      return new RunStoreException(
          "store-unreachable",
          "Reading or writing the store '%s' failed (%s). Look after the disk."
              .formatted(store, kind),
          true,
          cause);
    }
    return other(cause, cause.getMessage());
  }

  private RunStoreException ofPostgres(SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (state.startsWith("28")) {
      return new RunStoreException(
          "store-unreachable",
          "The store '%s' refused the login. Look at its user, and at PGPASSWORD.".formatted(store),
          false,
          cause);
    }
    if (state.startsWith("3D")) {
      return new RunStoreException(
          "store-unreachable",
          "The store '%s' has no such database. Create it first.".formatted(store),
          false,
          cause);
    }
    if (state.equals("40001") || state.equals("40P01") || state.equals("55P03")) {
      return locked(cause);
    }
    if (state.equals("53100")) {
      return full(cause);
    }
    if (state.equals("25006") || state.equals("42501")) {
      return readOnly(cause);
    }
    if (state.startsWith("XX")) {
      return corrupt(cause);
    }
    if (state.isEmpty()
        || state.startsWith("08")
        || state.startsWith("57")
        || state.startsWith("53")) {
      return new RunStoreException(
          "store-unreachable",
          "The store '%s' does not answer (%s).".formatted(store, firstLine(cause.getMessage())),
          true,
          cause);
    }
    return other(cause, cause.getMessage());
  }

  private RunStoreException locked(SQLException cause) {
    return new RunStoreException(
        "store-locked",
        ("The store '%s' is locked by another process. Nothing was written; try again when that"
                + " process is done.")
            .formatted(store),
        true,
        cause);
  }

  private RunStoreException full(SQLException cause) {
    return new RunStoreException(
        "store-full",
        ("There is no room left for the store '%s'. What was written before is safe; make room and"
                + " try again.")
            .formatted(store),
        true,
        cause);
  }

  private RunStoreException corrupt(SQLException cause) {
    return new RunStoreException(
        "store-corrupt",
        ("The store '%s' is damaged (%s). Nothing was changed. Put a backup in its place, or move"
                + " it away to begin with an empty one; `sqlite3 FILE .recover` may save what is"
                + " in a damaged file.")
            .formatted(store, firstLine(cause.getMessage())),
        false,
        cause);
  }

  private RunStoreException readOnly(SQLException cause) {
    return new RunStoreException(
        "store-read-only",
        ("The store '%s' can't be written. Give yourself the right to write it and its folder, copy"
                + " it to a folder of your own, or choose another with PF_WORKSPACE or PF_STORE.")
            .formatted(store),
        false,
        cause);
  }

  private RunStoreException other(Throwable cause, @Nullable String message) {
    return new RunStoreException(
        "store-failed",
        "The store '%s' failed: %s".formatted(store, firstLine(message)),
        false,
        cause);
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "no reason given" : message.lines().findFirst().orElse("");
  }
}

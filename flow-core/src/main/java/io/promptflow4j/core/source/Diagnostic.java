package io.promptflow4j.core.source;

import java.util.Comparator;

/// One finding about a file its author wrote: where, what, what was expected and what to do.
///
/// @param code stable, dash-separated name such as `unknown-node`; each has a section in
///   `docs/reference/diagnostics.md`
/// @param message what is wrong, then what was expected, then the remedy, in one or two sentences;
///   a full stop is added where words of a compiler or of Python end without one
public record Diagnostic(Severity severity, String code, Place place, String message)
    implements Comparable<Diagnostic> {

  private static final String ENDS = ".?!…";

  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing(Diagnostic::place)
          .thenComparing(Diagnostic::severity)
          .thenComparing(Diagnostic::code)
          .thenComparing(Diagnostic::message);

  public Diagnostic {
    if (!message.isEmpty() && ENDS.indexOf(message.charAt(message.length() - 1)) < 0) {
      message += ".";
    }
  }

  public static Diagnostic error(String code, Place place, String message) {
    return new Diagnostic(Severity.ERROR, code, place, message);
  }

  public static Diagnostic warning(String code, Place place, String message) {
    return new Diagnostic(Severity.WARNING, code, place, message);
  }

  public static Diagnostic hint(String code, Place place, String message) {
    return new Diagnostic(Severity.HINT, code, place, message);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public int compareTo(Diagnostic other) {
    return ORDER.compare(this, other);
  }

  /// `file:line:column: error[code]: message`
  @Override
  public String toString() {
    return "%s: %s[%s]: %s".formatted(place, severity.label(), code, message);
  }
}

package io.promptflow4j.core.source;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Collects findings while something is read or compiled. Owned by the thread that does so.
public final class Diagnostics {

  private final List<Diagnostic> found = new ArrayList<>();

  /// Starts with no findings.
  public Diagnostics() {}

  public void add(Diagnostic diagnostic) {
    found.add(diagnostic);
  }

  public void addAll(Collection<Diagnostic> diagnostics) {
    found.addAll(diagnostics);
  }

  public void error(String code, Place place, String message) {
    add(Diagnostic.error(code, place, message));
  }

  public void warning(String code, Place place, String message) {
    add(Diagnostic.warning(code, place, message));
  }

  public void hint(String code, Place place, String message) {
    add(Diagnostic.hint(code, place, message));
  }

  public boolean hasErrors() {
    return found.stream().anyMatch(Diagnostic::isError);
  }

  /// How many findings there are so far.
  public int size() {
    return found.size();
  }

  /// Takes out what was found since there were `size` findings.
  public List<Diagnostic> takeFrom(int size) {
    List<Diagnostic> last = found.subList(size, found.size());
    List<Diagnostic> taken = List.copyOf(last);
    last.clear();
    return taken;
  }

  /// What was found so far, each finding once, ordered by file, line and column.
  public List<Diagnostic> sorted() {
    return found.stream().distinct().sorted().toList();
  }
}

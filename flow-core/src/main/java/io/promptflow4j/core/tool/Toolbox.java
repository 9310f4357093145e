package io.promptflow4j.core.tool;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the tools that the nodes of one flow name, without running them. Closing it ends what it
/// started (worker processes, class loaders).
public interface Toolbox extends AutoCloseable {

  /// Looks up each reference. Every reference has an entry in the result.
  Map<Reference, Lookup> find(List<Reference> wanted);

  @Override
  void close();

  /// A toolbox that asks `java` for Java files and packages and `python` for Python's, each only if
  /// it is needed. Closing it closes both.
  static Toolbox combine(Toolbox java, Toolbox python) {
    return new CombinedToolbox(java, python);
  }

  /// What a node names.
  sealed interface Reference {

    /// A Python file in the flow folder.
    record PythonFile(String path) implements Reference {}

    /// A Java file in the flow folder.
    record JavaFile(String path) implements Reference {}

    /// A tool of a Java package, found by `ServiceLoader`.
    record JavaPackage(String id) implements Reference {}

    /// A tool of a Python package in the user's environment, or one of prompt flow's own by its
    /// dotted id.
    record PythonPackage(String id) implements Reference {}

    /// The function or class that a flow without nodes is.
    ///
    /// @param entry `module:function` or `module:Class`
    /// @param aggregate whether what a class makes of all lines is meant, `__aggregate__`
    record PythonEntry(String entry, boolean aggregate) implements Reference {}
  }

  /// What was found.
  sealed interface Lookup {

    record Found(Tool tool) implements Lookup {}

    /// The source is wrong.
    record Wrong(List<Mistake> mistakes) implements Lookup {
      public Wrong {
        mistakes = List.copyOf(mistakes);
      }
    }

    /// It can't be had on this machine (no interpreter, package not installed). A flow that names
    /// it may still be checked.
    record Unavailable(String code, String message) implements Lookup {}
  }

  /// One mistake in a tool's source; line and column count from 1, line 0 is the file as a whole.
  ///
  /// @param file another file of the flow folder that the tool uses, if the mistake is there; empty
  ///   if it is in the file that the node names
  record Mistake(String code, Optional<String> file, int line, int column, String message) {

    /// A mistake in the file that the node names.
    public Mistake(String code, int line, int column, String message) {
      this(code, Optional.empty(), line, column, message);
    }
  }
}

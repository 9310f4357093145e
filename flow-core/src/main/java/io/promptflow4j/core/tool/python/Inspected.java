package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.tool.ToolSignature;

/// What is known of a tool from its source text.
sealed interface Inspected {

  /// It is a tool.
  ///
  /// @param line where it begins, counted from 1
  record Found(ToolSignature signature, int line) implements Inspected {}

  /// The author has to mend something.
  ///
  /// @param line counted from 1
  /// @param column counted from 1
  /// @param code `no-tool`, `several-tools`, `python-syntax`, `python-encoding`,
  ///   `duplicate-parameter`, `package-tool` or `file-access`
  record Wrong(int line, int column, String code, String message) implements Inspected {}

  /// There is no Python to ask, or it does not work; the message says what to do.
  record NoInterpreter(String message) implements Inspected {}
}

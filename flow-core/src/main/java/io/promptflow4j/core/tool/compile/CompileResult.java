package io.promptflow4j.core.tool.compile;

import java.util.List;
import java.util.Map;

/// What came of compiling.
public sealed interface CompileResult {

  /// The code is right.
  ///
  /// @param classes by binary name; none of them ends the process
  /// @param outlines by file name, of the files that were asked for
  record Succeeded(Map<String, byte[]> classes, Map<String, SourceOutline> outlines)
      implements CompileResult {
    public Succeeded {
      classes = Map.copyOf(classes);
      outlines = Map.copyOf(outlines);
    }
  }

  /// The code is wrong.
  record Failed(List<Problem> problems) implements CompileResult {
    public Failed {
      problems = List.copyOf(problems);
    }
  }

  /// This Java has no compiler.
  enum NoCompiler implements CompileResult {
    NO_COMPILER
  }

  /// One error of the compiler.
  ///
  /// @param file the file's name without its folder; empty if the error concerns none
  /// @param line counted from 1; 0 if unknown
  record Problem(String file, int line, int column, String message) {}
}

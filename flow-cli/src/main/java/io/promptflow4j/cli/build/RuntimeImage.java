package io.promptflow4j.cli.build;

import io.promptflow4j.cli.terminal.CommandFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;

/// A Java runtime with the parts that the program needs and no others, for the platform of this
/// one.
final class RuntimeImage {

  /// What the program and its libraries use, the compiler for Java tools included.
  private static final List<String> MODULES =
      List.of(
          "java.base",
          "java.compiler",
          "java.desktop",
          "java.instrument",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.security.sasl",
          "java.sql",
          "java.xml",
          "jdk.compiler",
          "jdk.crypto.ec",
          "jdk.httpserver",
          "jdk.management",
          "jdk.unsupported",
          "jdk.zipfs");

  private RuntimeImage() {}

  /// Makes it.
  ///
  /// @throws CommandFailure if this Java can't
  static void make(Path folder) {
    ToolProvider jlink =
        ToolProvider.findFirst("jlink")
            .orElseThrow(() ->
                new CommandFailure(
                    "no-jlink",
                    "this Java has no jlink; use a JDK, or --no-runtime to take the Java that is"
                        + " there"));
    var said = new StringWriter();
    var told = new PrintWriter(said);
    int exit =
        jlink.run(
            told,
            told,
            "--add-modules",
            String.join(",", MODULES),
            "--strip-debug",
            "--no-header-files",
            "--no-man-pages",
            "--compress",
            "zip-6",
            "--output",
            folder.toString());
    if (exit != 0) {
      throw new CommandFailure("no-runtime", "jlink failed: " + said.toString().strip());
    }
  }
}

package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.report.record.RunFiles;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.graph.FlowGraph;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where a test run leaves its files: the record in `.promptflow` beside the flow (or `--detail`),
/// the outputs where `--output` says.
final class TestRecord {

  private final Terminal terminal;
  private final Path folder;
  private final boolean isAsked;
  private final Optional<Path> output;

  TestRecord(Terminal terminal, Path flow, @Nullable Path detail, @Nullable Path output) {
    this.terminal = terminal;
    this.folder = detail == null ? flow.resolve(".promptflow") : terminal.path(detail);
    this.isAsked = detail != null;
    this.output = Optional.ofNullable(output).map(terminal::path);
  }

  Path folder() {
    return folder;
  }

  /// Whether a person asked for the record with `--detail`.
  boolean isAsked() {
    return isAsked;
  }

  RunFiles files(String name, FlowGraph graph) {
    return new RunFiles(folder, name, graph);
  }

  /// Writes the record. One that nobody asked for may fail, with a warning: the flow's folder need
  /// not be writable.
  void write(RunFiles files) {
    try {
      files.write();
    } catch (IOException broken) {
      String why = Printable.line(String.valueOf(broken.getMessage()));
      if (isAsked) {
        throw new CommandFailure(
            "not-written",
            "the record can't be written to '%s': %s".formatted(folder, why),
            broken);
      }
      terminal.tell("pf: warning: no record of this run: '%s' can't be written".formatted(folder));
    }
  }

  /// Writes the outputs to `--output`, if it was given.
  void writeOutput(String json) {
    try (OutputLines lines = outputLines()) {
      lines.write(json);
    }
  }

  /// Begins the file of `--output`.
  OutputLines outputLines() {
    return new OutputLines(output.map(TestRecord::file));
  }

  private static Path file(Path path) {
    return Files.isDirectory(path) ? path.resolve("flow.output.json") : path;
  }

  /// Writes outputs as soon as they are there; nothing if nobody asked for them. Owned by one
  /// thread.
  static final class OutputLines implements AutoCloseable {

    private final Optional<Path> file;
    private final @Nullable Writer writer;

    /// @throws CommandFailure if the file can't be written
    private OutputLines(Optional<Path> file) {
      this.file = file;
      try {
        this.writer = file.isEmpty() ? null : Files.newBufferedWriter(file.get());
      } catch (IOException broken) {
        throw notWritten(broken);
      }
    }

    void write(String line) {
      try {
        if (writer != null) {
          writer.append(line).append('\n').flush();
        }
      } catch (IOException broken) {
        throw notWritten(broken);
      }
    }

    @Override
    public void close() {
      try {
        if (writer != null) {
          writer.close();
        }
      } catch (IOException broken) {
        throw notWritten(broken);
      }
    }

    private CommandFailure notWritten(IOException broken) {
      return new CommandFailure(
          "not-written",
          "the outputs can't be written to '%s'".formatted(file.map(Path::toString).orElse("")),
          broken);
    }
  }
}

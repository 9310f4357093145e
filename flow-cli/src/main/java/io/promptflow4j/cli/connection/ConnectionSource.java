package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.DiagnosticText;
import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionFile;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a connection is made from: a file, and fields that win over it.
final class ConnectionSource {

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The connection's YAML file, or a .env file of secrets.")
  @Nullable Path file;

  @Option(
      names = {"-n", "--name"},
      paramLabel = "NAME",
      description = "The connection's name; wins over the one in the file.")
  @Nullable String name;

  @Option(
      names = "--set",
      arity = "1..*",
      paramLabel = "FIELD=VALUE",
      description = "Set fields; a value may be env:NAME or file:PATH.")
  List<String> fields = new ArrayList<>();

  ConnectionSource() {}

  Optional<String> name() {
    return Optional.ofNullable(name);
  }

  /// What the file says; hints go to the person. Empty if no file was named.
  Optional<ConnectionDraft> fromFile(Terminal terminal) {
    if (file == null) {
      return Optional.empty();
    }
    var hints = new Diagnostics();
    ConnectionDraft draft = ConnectionFile.read(terminal.path(file), name(), hints);
    DiagnosticText.limited(hints.sorted(), hint -> "pf: " + Printable.line(hint.toString()))
        .forEach(terminal::tell);
    return Optional.of(draft);
  }

  /// `draft` with the fields of `--set`.
  ConnectionDraft withFields(ConnectionDraft draft) {
    ConnectionDraft changed = draft;
    for (var field : Assignment.readAll("--set", fields).entrySet()) {
      changed = changed.with(field.getKey(), field.getValue());
    }
    return changed;
  }

  /// The draft itself. What may not work is told, unless its file was already said to have it.
  ///
  /// @throws ConnectionException if something in it can never work
  ConnectionDraft checked(ConnectionDraft draft, Terminal terminal) {
    List<ConnectionDraft.Remark> remarks = draft.remarks();
    List<String> wrong =
        remarks.stream()
            .filter(remark -> remark.severity() == Severity.ERROR)
            .map(ConnectionDraft.Remark::message)
            .toList();
    if (!wrong.isEmpty()) {
      throw new ConnectionException(
          "connection '%s': %s".formatted(draft.name(), String.join("\n", wrong)));
    }
    Set<String> told = Assignment.readAll("--set", fields).keySet();
    remarks.stream()
        .filter(remark -> told.contains(remark.field()))
        .forEach(remark -> terminal.tell("pf: warning: " + Printable.line(remark.message())));
    return draft;
  }
}

package io.promptflow4j.cli.migrate;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.core.engine.migration.FlowVerdict;
import io.promptflow4j.core.engine.migration.Verdict;
import io.promptflow4j.core.source.Diagnostic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Verdicts for people.
final class VerdictText {

  private static final int MOST_REASONS = 5;

  private final Path root;
  private final Style style;

  /// @param root what the paths of flows are shown from
  VerdictText(Path root, Style style) {
    this.root = root;
    this.style = style;
  }

  /// The verdict in a line, and the reasons in lines beneath it.
  ///
  /// @param isVerbose whether everything found is told, not only what the verdict rests on
  List<String> of(FlowVerdict one, boolean isVerbose) {
    var lines = new ArrayList<String>();
    String name = Printable.line(shown(root, one.flow()));
    lines.add("%s: %s%s".formatted(style.bold(name), coloured(one.verdict()), needs(one)));
    List<Diagnostic> told = isVerbose ? one.diagnostics() : one.reasons();
    int most = isVerbose ? told.size() : MOST_REASONS;
    told.stream()
        .limit(most)
        .map(found -> "    " + Printable.line(found.toString()))
        .forEach(lines::add);
    if (told.size() > most) {
      lines.add("    ... and %d more".formatted(told.size() - most));
    }
    return lines;
  }

  private static String needs(FlowVerdict one) {
    String services =
        one.services().stream()
            .filter(service -> !service.configured())
            .map(service -> Optional.of(service.type()).filter(type -> !type.isEmpty()))
            .map(type -> type.orElse("a connection"))
            .distinct()
            .collect(Collectors.joining(", "));
    return switch (one.verdict()) {
      case NEEDS_PACKAGE -> one.packages().isEmpty() ? "" : " " + listed(one.packages());
      case NEEDS_SERVICE -> services.isEmpty() ? "" : " " + Printable.line(services);
      case RUNS -> remarks(one);
      case UNSUPPORTED, BROKEN -> "";
    };
  }

  private static String remarks(FlowVerdict one) {
    String web = one.web().isEmpty() ? "" : " (its code uses %s)".formatted(listed(one.web()));
    return one.variables().isEmpty()
        ? web
        : web
            + " (its code reads variables that are not set: %s)".formatted(listed(one.variables()));
  }

  private static String listed(List<String> names) {
    return Printable.line(String.join(", ", names));
  }

  private String coloured(Verdict verdict) {
    return switch (verdict) {
      case RUNS -> style.green(verdict.spoken());
      case NEEDS_SERVICE, NEEDS_PACKAGE -> style.yellow(verdict.spoken());
      case UNSUPPORTED, BROKEN -> style.red(verdict.spoken());
    };
  }

  /// A flow's path from the folder that was asked for.
  static String shown(Path root, Path flow) {
    Path inside = root.relativize(flow);
    return (inside.toString().isEmpty() ? flow : inside).toString().replace('\\', '/');
  }

  /// `12 flows: 9 runs, 2 needs package, 1 broken`
  static String summary(List<FlowVerdict> verdicts) {
    if (verdicts.isEmpty()) {
      return "There is no flow in it: no flow.dag.yaml, flow.flex.yaml or .prompty file.";
    }
    Map<Verdict, Long> counts =
        verdicts.stream()
            .collect(
                Collectors.groupingBy(FlowVerdict::verdict, TreeMap::new, Collectors.counting()));
    String parts =
        counts.entrySet().stream()
            .map(entry -> "%s %d".formatted(entry.getKey().spoken(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return "%d %s: %s".formatted(verdicts.size(), verdicts.size() == 1 ? "flow" : "flows", parts);
  }
}

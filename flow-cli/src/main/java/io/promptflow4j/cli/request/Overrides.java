package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.dataset.DataSource;
import io.promptflow4j.core.dataset.mapping.ColumnMapping;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.engine.RunSpec;
import io.promptflow4j.core.run.RunLabels;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What `--set` says: properties of a run by their paths in a run file, such as `tags.team=blue` or
/// `column_mapping.url='${data.link}'`.
public final class Overrides {

  private static final List<String> PATHS =
      List.of(
          "name",
          "display_name",
          "description",
          "tags.KEY",
          "properties.KEY",
          "data",
          "run",
          "variant",
          "column_mapping.INPUT",
          "environment_variables.NAME",
          "connections.NODE.FIELD");

  private final Map<String, String> told;

  private Overrides(Map<String, String> told) {
    this.told = told;
  }

  /// Reads `path=value` pairs.
  ///
  /// @throws UsageFailure if one of them is none
  public static Overrides read(List<String> written) {
    return new Overrides(Assignment.readAll("--set", written));
  }

  /// The run with the properties.
  ///
  /// @throws UsageFailure if a run has no property of such a path
  public RunSpec over(RunSpec spec, Terminal terminal) {
    RunSpec changed = spec.withLabels(LabelOptions.set(spec.labels(), told));
    for (Map.Entry<String, String> one : told.entrySet()) {
      if (!LabelOptions.isLabel(one.getKey())) {
        changed = over(changed, one.getKey(), one.getValue(), terminal);
      }
    }
    return changed;
  }

  private static RunSpec over(RunSpec spec, String path, String value, Terminal terminal) {
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    String rest = dot < 0 ? "" : path.substring(dot + 1);
    return switch (head) {
      case "name" -> spec.withName(RunNameOption.read(value));
      case "data" -> spec.withData(DataSource.of(value).relativeTo(terminal.folder()));
      case "run" -> spec.withOver(RunNameOption.read(value));
      case "variant" -> spec.withHow(variant(spec.how(), value));
      case "column_mapping" -> spec.withMapping(mapped(spec.mapping(), checked(path, rest), value));
      case "environment_variables" ->
          spec.withHow(environment(spec.how(), checked(path, rest), value));
      case "connections" -> spec.withHow(connection(spec.how(), path, rest, value));
      default -> throw unknown(path);
    };
  }

  private static FlowSettings variant(FlowSettings how, String value) {
    var all = new LinkedHashMap<>(how.variants());
    all.putAll(SettingsOptions.readVariants("--set variant", List.of(value)));
    return how.withVariants(all);
  }

  private static ColumnMapping mapped(ColumnMapping mapping, String input, String value) {
    var all = new LinkedHashMap<>(mapping.entries());
    all.put(input, Value.of(value));
    return new ColumnMapping(all, mapping.place());
  }

  private static FlowSettings environment(FlowSettings how, String name, String value) {
    var all = new LinkedHashMap<>(how.environment());
    all.put(name, value);
    return how.withEnvironment(all);
  }

  private static FlowSettings connection(FlowSettings how, String path, String rest, String value) {
    int dot = rest.indexOf('.');
    if (dot < 1 || dot == rest.length() - 1) {
      throw unknown(path);
    }
    if (value.isBlank()) {
      throw new UsageFailure("--set needs a value behind '%s='".formatted(Printable.line(path)));
    }
    var all = new LinkedHashMap<>(how.connections());
    var node = new LinkedHashMap<>(all.getOrDefault(rest.substring(0, dot), Map.of()));
    node.put(rest.substring(dot + 1), value);
    all.put(rest.substring(0, dot), node);
    return how.withConnections(all);
  }

  private static String checked(String path, String rest) {
    if (rest.isEmpty()) {
      throw unknown(path);
    }
    return rest;
  }

  private static UsageFailure unknown(String path) {
    return new UsageFailure(
        "--set can't change '%s' of a run.%s It can change %s"
            .formatted(
                Printable.line(path),
                Suggestion.didYouMean(path, PATHS),
                String.join(", ", PATHS)));
  }

  /// The labels alone, for a run that is there.
  ///
  /// @throws UsageFailure if something else shall be changed
  public RunLabels labels(RunLabels labels) {
    told.keySet().stream()
        .filter(path -> !LabelOptions.isLabel(path))
        .findFirst()
        .ifPresent(path -> {
          throw new UsageFailure(
              "'%s' of a run can't be changed; display_name, description and tags.KEY can"
                  .formatted(Printable.line(path)));
        });
    return LabelOptions.set(labels, told);
  }
}

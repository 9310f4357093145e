package io.promptflow4j.cli.request;

import io.promptflow4j.cli.terminal.Assignment;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.UsageFailure;
import io.promptflow4j.core.engine.FlowSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What a person says about a flow from outside: variants, connections, environment variables.
public final class SettingsOptions {

  private static final Pattern VARIANT = Pattern.compile("\\$\\{([^.}]+)\\.([^}]+)}");

  @Option(
      names = "--variant",
      paramLabel = "'$${NODE.VARIANT}'",
      description = "Use this variant of the node; may be given for several nodes.")
  List<String> variants = new ArrayList<>();

  @Option(
      names = {"--connection", "--connections"},
      arity = "1..*",
      paramLabel = "NODE.FIELD=VALUE",
      description = {
        "Give a node another connection, deployment_name or model;",
        "or the path of a connection file (.yaml)."
      })
  List<String> connections = new ArrayList<>();

  @Option(
      names = "--model",
      paramLabel = "CONNECTION/MODEL",
      description = {
        "Another model for every llm node, for example anthropic/NAME;",
        "wins over the variable PF_MODEL."
      })
  @Nullable String model;

  @Option(
      names = "--environment-variables",
      arity = "1..*",
      paramLabel = "NAME=VALUE",
      description = "Set environment variables for this run; they win over those of the flow.")
  List<String> environment = new ArrayList<>();

  @Option(
      names = "--init",
      arity = "1..*",
      paramLabel = "NAME=VALUE|FILE",
      description = "What sets the class of a flex flow up, or a .json file of it.")
  List<String> init = new ArrayList<>();

  @Option(
      names = "--traces",
      paramLabel = "URL",
      description = {
        "Send traces to this OpenTelemetry collector, such as http://localhost:4318;",
        "wins over the variable OTEL_EXPORTER_OTLP_ENDPOINT."
      })
  @Nullable String traces;

  /// As if none of them was given.
  public SettingsOptions() {}

  /// The variables that say where traces go, if an option does.
  public Map<String, String> traces() {
    return traces == null ? Map.of() : Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", traces);
  }

  /// All of them, with `PF_MODEL` and `PF_PYTHON` of the environment.
  ///
  /// @throws UsageFailure if one of them is malformed
  /// @throws CommandFailure if a connection file is not there
  public FlowSettings settings(Terminal terminal) {
    FlowSettings told =
        told(terminal)
            .withConnectionFiles(connectionFiles(terminal))
            .withEnvironment(readEnvironment(terminal));
    Optional<Path> python = terminal.variable("PF_PYTHON").map(Path::of);
    return python.map(told::withPython).orElse(told);
  }

  /// What a run keeps of them: all but connection files, interpreter and the surroundings; with
  /// `PF_MODEL`.
  ///
  /// @throws UsageFailure if one of them is malformed
  public FlowSettings told(Terminal terminal) {
    return over(FlowSettings.defaults(), terminal);
  }

  /// The settings with what was said, and `PF_MODEL`, in place of what they say.
  ///
  /// @throws UsageFailure if an option is malformed
  public FlowSettings over(FlowSettings settings, Terminal terminal) {
    FlowSettings told = settings;
    if (!variants.isEmpty()) {
      told = told.withVariants(readVariants("--variant", variants));
    }
    if (!connections.isEmpty()) {
      told = told.withConnections(readConnections());
    }
    if (!init.isEmpty()) {
      var bound = new LinkedHashMap<>(told.connections());
      bound.put("init", InitValues.read(init, terminal));
      told = told.withConnections(bound);
    }
    if (!environment.isEmpty()) {
      told = told.withEnvironment(Assignment.readAll("--environment-variables", environment));
    }
    return Optional.ofNullable(model)
        .or(() -> terminal.variable("PF_MODEL"))
        .map(told::withModel)
        .orElse(told);
  }

  /// The variables of the surroundings, which a flow's own never replace, and those of the option.
  private Map<String, String> readEnvironment(Terminal terminal) {
    var all = new LinkedHashMap<>(terminal.environment());
    all.putAll(traces());
    all.putAll(Assignment.readAll("--environment-variables", environment));
    return all;
  }

  /// The variants by their nodes.
  ///
  /// @throws UsageFailure if one is not written as `${node.variant}`; the message names `option`
  public static Map<String, String> readVariants(String option, List<String> variants) {
    var chosen = new LinkedHashMap<String, String>();
    for (String written : variants) {
      Matcher parts = VARIANT.matcher(written);
      if (!parts.matches()) {
        throw new UsageFailure(
            "%s takes '${node.variant}', but got '%s'; mind the single quotes in a shell"
                .formatted(option, Printable.line(written)));
      }
      chosen.put(parts.group(1), parts.group(2));
    }
    return chosen;
  }

  private Map<String, Map<String, String>> readConnections() {
    var bound = new LinkedHashMap<String, Map<String, String>>();
    for (String written : connections) {
      if (isFile(written)) {
        continue;
      }
      Assignment one = Assignment.read("--connection", written);
      int dot = one.name().indexOf('.');
      if (dot < 1 || dot == one.name().length() - 1) {
        throw new UsageFailure(
            "--connection takes node.field=value or a .yaml file, but got '%s'"
                .formatted(Printable.line(written)));
      }
      if (one.value().isBlank()) {
        throw new UsageFailure(
            "--connection needs a value behind '%s='".formatted(Printable.line(one.name())));
      }
      bound
          .computeIfAbsent(one.name().substring(0, dot), _ -> new LinkedHashMap<>())
          .put(one.name().substring(dot + 1), one.value());
    }
    return bound;
  }

  /// The connection files among them.
  ///
  /// @throws CommandFailure if one of them is not there
  public List<Path> connectionFiles(Terminal terminal) {
    return connections.stream()
        .filter(SettingsOptions::isFile)
        .map(written -> terminal.path(Path.of(written)))
        .peek(SettingsOptions::checkIsThere)
        .toList();
  }

  private static void checkIsThere(Path file) {
    if (!Files.exists(file)) {
      throw new CommandFailure(
          "file-not-found", "there is no connection file '%s'".formatted(file));
    }
  }

  private static boolean isFile(String written) {
    String lower = written.toLowerCase(Locale.ROOT);
    return written.indexOf('=') < 0 && (lower.endsWith(".yaml") || lower.endsWith(".yml"));
  }
}

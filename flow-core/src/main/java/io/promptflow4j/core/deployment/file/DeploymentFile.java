package io.promptflow4j.core.deployment.file;

import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.deployment.Collecting;
import io.promptflow4j.core.deployment.Deployment;
import io.promptflow4j.core.deployment.Monitoring;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What a `deployment.yaml` asks for. What it does not name stays as it is.
///
/// @param flow the folder or file of the flow, absolute
/// @param flowPlace where that stands
public record DeploymentFile(
    Optional<String> name,
    Optional<String> endpoint,
    Optional<String> description,
    Optional<SortedMap<String, String>> tags,
    Optional<Path> flow,
    Place flowPlace,
    Optional<Deployment.Binding> binding,
    Optional<Deployment.Limits> limits,
    Optional<Collecting> collecting,
    Optional<Monitoring> monitoring) {

  private static final List<String> BINDING =
      List.of("variant", "connections", "use_model", "environment_variables", "connection_files");
  private static final List<String> KEYS =
      List.of(
          "name",
          "endpoint_name",
          "description",
          "tags",
          "model",
          "flow",
          "variant",
          "connections",
          "use_model",
          "environment_variables",
          "connection_files",
          "request_settings",
          "data_collector",
          "monitoring");

  /// What only matters where machines are rented.
  private static final List<String> WITHOUT_MEANING =
      List.of(
          "$schema",
          "type",
          "properties",
          "environment",
          "code_configuration",
          "instance_type",
          "instance_count",
          "scale_settings",
          "liveness_probe",
          "readiness_probe",
          "app_insights_enabled",
          "egress_public_network_access",
          "resources",
          "model_mount_path",
          "package_model");

  private static final Pattern SECRET =
      Pattern.compile("(?i).*(key|token|secret|password|passwd|credential).*");
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^{}]+}");
  private static final int LONGEST_MS = 3_600_000;

  /// What reading one gave.
  ///
  /// @param file empty if there are errors
  /// @param text the file, to show the lines that diagnostics name
  public record Read(
      Optional<DeploymentFile> file, Optional<SourceText> text, List<Diagnostic> diagnostics) {}

  /// Reads the file at `path`.
  ///
  /// @param told values that win over those of the file, by dotted key
  public static Read read(Path path, Map<String, Value> told) {
    var diagnostics = new Diagnostics();
    return read(YamlFile.read(path, diagnostics).with(told), diagnostics);
  }

  /// Reads what is said on the command line alone; relative paths start from `folder`.
  public static Read told(Path folder, Map<String, Value> told) {
    return read(YamlFile.empty(folder).with(told), new Diagnostics());
  }

  /// Reads the body of a request; relative paths start from `folder`.
  public static Read read(String name, Path folder, byte[] bytes) {
    var diagnostics = new Diagnostics();
    return read(YamlFile.of(name, folder, bytes, diagnostics), diagnostics);
  }

  private static Read read(YamlFile file, Diagnostics diagnostics) {
    Optional<DeploymentFile> read =
        file.root().map(root -> read(new Keys("", root, diagnostics), file.folder()));
    return new Read(read.filter(_ -> !diagnostics.hasErrors()), file.text(), diagnostics.sorted());
  }

  private static DeploymentFile read(Keys keys, Path folder) {
    keys.check("a deployment file", KEYS, WITHOUT_MEANING);
    Optional<Located<String>> flow = flow(keys);
    return new DeploymentFile(
        EndpointFile.name(keys, "name"),
        EndpointFile.name(keys, "endpoint_name"),
        keys.text("description").map(Located::value),
        keys.has("tags") ? Optional.of(keys.texts("tags")) : Optional.empty(),
        flow.map(written -> folder.resolve(written.value()).toAbsolutePath().normalize()),
        flow.map(Located::place).orElse(keys.root().place()),
        BINDING.stream().anyMatch(keys::has)
            ? Optional.of(binding(keys, folder))
            : Optional.empty(),
        keys.mapping("request_settings").map(DeploymentFile::limits),
        keys.mapping("data_collector").map(DeploymentFile::collecting),
        keys.mapping("monitoring").map(told -> MonitoringKeys.read(told, folder)));
  }

  /// `flow: FOLDER`, `model: FOLDER` or `model: {path: FOLDER}`.
  private static Optional<Located<String>> flow(Keys keys) {
    if (keys.has("flow")) {
      return keys.text("flow");
    }
    if (keys.content("model").orElse(null) instanceof Written.Fields) {
      return keys.mapping("model").flatMap(model -> model.text("path"));
    }
    Optional<Located<String>> model = keys.text("model");
    if (model.filter(written -> written.value().startsWith("azureml:")).isPresent()) {
      keys.error(
          model.get().place(),
          "model",
          "'%s' is in Azure's registry; name the folder of the flow"
              .formatted(model.get().value()));
      return Optional.empty();
    }
    return model;
  }

  private static Deployment.Binding binding(Keys keys, Path folder) {
    return new Deployment.Binding(
        variants(keys),
        connections(keys),
        keys.text("use_model").map(Located::value),
        environment(keys),
        keys.list("connection_files").stream()
            .map(file -> folder.resolve(file.value()).toAbsolutePath().normalize().toString())
            .toList());
  }

  private static SortedMap<String, String> variants(Keys keys) {
    if (keys.content("variant").orElse(null) instanceof Written.Fields) {
      return keys.texts("variant");
    }
    var chosen = new TreeMap<String, String>();
    for (Located<String> one : keys.list("variant")) {
      String inner = one.value().strip().replaceFirst("^\\$\\{\\s*(.*?)\\s*}$", "$1");
      int dot = inner.indexOf('.');
      if (dot < 1 || dot == inner.length() - 1) {
        keys.error(one.place(), "variant", "'%s' is not '${node.variant}'".formatted(one.value()));
      } else {
        chosen.put(inner.substring(0, dot), inner.substring(dot + 1));
      }
    }
    return chosen;
  }

  private static Map<String, Map<String, String>> connections(Keys keys) {
    var all = new TreeMap<String, Map<String, String>>();
    keys.mapping("connections")
        .ifPresent(nodes ->
            nodes
                .root()
                .fields()
                .forEach(node -> all.put(node.key().value(), nodes.texts(node.key().value()))));
    return all;
  }

  /// A store is no place for secrets.
  private static SortedMap<String, String> environment(Keys keys) {
    SortedMap<String, String> variables = keys.texts("environment_variables");
    keys.mapping("environment_variables")
        .ifPresent(mapping ->
            mapping
                .root()
                .fields()
                .forEach(field -> {
                  String name = field.key().value();
                  String value = variables.getOrDefault(name, "");
                  if (SECRET.matcher(name).matches()
                      && !value.isEmpty()
                      && !REFERENCE.matcher(value).matches()) {
                    keys.diagnostics()
                        .error(
                            "plain-secret",
                            field.content().place(),
                            "environment_variables.%s: this looks like a secret; write '${connection.field}', or set the variable where the server runs."
                                .formatted(name));
                  }
                }));
    return variables;
  }

  private static Deployment.Limits limits(Keys keys) {
    keys.check(
        "a deployment file",
        List.of("request_timeout_ms", "max_concurrent_requests_per_instance", "max_queue_wait_ms"),
        List.of());
    return new Deployment.Limits(
        keys.whole("max_concurrent_requests_per_instance", 1, 100_000),
        keys.whole("max_queue_wait_ms", 0, LONGEST_MS).map(Duration::ofMillis),
        keys.whole("request_timeout_ms", 1, LONGEST_MS).map(Duration::ofMillis));
  }

  private static Collecting collecting(Keys keys) {
    keys.check(
        "a deployment file",
        List.of("sampling_rate", "collections", "redact"),
        List.of("rolling_rate", "request_logging"));
    Optional<Keys> collections = keys.mapping("collections");
    collections.ifPresent(both ->
        both.check(
            "a deployment file",
            List.of("model_inputs", "model_outputs"),
            List.of("request", "response", "model_inputs_outputs")));
    return new Collecting(
        keys.share("sampling_rate").orElse(1.0),
        isEnabled(collections, "model_inputs"),
        isEnabled(collections, "model_outputs"),
        keys.list("redact").stream().map(Located::value).toList());
  }

  private static boolean isEnabled(Optional<Keys> collections, String which) {
    return collections
        .flatMap(both -> both.mapping(which))
        .map(one -> one.truth("enabled", true))
        .orElse(collections.isEmpty());
  }

  /// The deployment with what is said here.
  ///
  /// @param before as it is; empty if it is made
  public Deployment onto(String named, Optional<Deployment> before, Digest version, Instant now) {
    return new Deployment(
        named,
        description.or(() -> before.map(Deployment::description)).orElse(""),
        tags.or(() -> before.map(Deployment::tags)).orElseGet(TreeMap::new),
        version,
        binding.or(() -> before.map(Deployment::binding)).orElse(Deployment.Binding.NONE),
        limits.or(() -> before.map(Deployment::limits)).orElse(Deployment.Limits.NONE),
        collecting.or(() -> before.map(Deployment::collecting)).orElse(Collecting.NOTHING),
        monitoring.or(() -> before.map(Deployment::monitoring)).orElse(Monitoring.NOTHING),
        now);
  }
}

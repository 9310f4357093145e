package io.promptflow4j.core.deployment;

import io.promptflow4j.core.source.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One version of a flow, with all that is chosen and bound for it, ready to be served.
///
/// @param version the flow
/// @param binding what is chosen and bound
/// @param limits how much it takes
/// @param collecting what is kept of its requests
/// @param monitoring how its answers are watched
public record Deployment(
    String name,
    String description,
    SortedMap<String, String> tags,
    Digest version,
    Binding binding,
    Limits limits,
    Collecting collecting,
    Monitoring monitoring,
    Instant created) {

  public Deployment {
    if (!Endpoint.isName(name)) {
      throw new IllegalArgumentException(Endpoint.badName("deployment", name));
    }
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /// The same with something else chosen and bound.
  public Deployment withBinding(Binding other) {
    return new Deployment(
        name, description, tags, version, other, limits, collecting, monitoring, created);
  }

  /// What is chosen and bound for a flow.
  ///
  /// @param variants node to variant
  /// @param connections node to field to value
  /// @param model another model for all `llm` nodes
  /// @param environment variables; secrets only as `${connection.field}`
  /// @param connectionFiles files of connections besides the stored ones, absolute
  /// @param registered the registered models (`name:version`) that the names in the flow led to
  ///   when it was deployed, by node; those of `model` under [#ALL_NODES]. Empty in deployments of
  ///   old.
  public record Binding(
      SortedMap<String, String> variants,
      Map<String, Map<String, String>> connections,
      Optional<String> model,
      SortedMap<String, String> environment,
      List<String> connectionFiles,
      SortedMap<String, List<String>> registered) {

    /// Stands for all nodes among the registered models; no node can be called that.
    public static final String ALL_NODES = "*";

    /// Nothing is chosen.
    public static final Binding NONE =
        new Binding(new TreeMap<>(), Map.of(), Optional.empty(), new TreeMap<>(), List.of());

    /// Without registered models.
    public Binding(
        SortedMap<String, String> variants,
        Map<String, Map<String, String>> connections,
        Optional<String> model,
        SortedMap<String, String> environment,
        List<String> connectionFiles) {
      this(variants, connections, model, environment, connectionFiles, new TreeMap<>());
    }

    public Binding {
      variants = Collections.unmodifiableSortedMap(new TreeMap<>(variants));
      connections = Collections.unmodifiableMap(new TreeMap<>(connections));
      environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
      connectionFiles = List.copyOf(connectionFiles);
      registered = Collections.unmodifiableSortedMap(new TreeMap<>(registered));
    }

    public Binding withModel(String other) {
      return new Binding(
          variants, connections, Optional.of(other), environment, connectionFiles, registered);
    }

    public Binding withConnections(Map<String, Map<String, String>> bound) {
      return new Binding(variants, bound, model, environment, connectionFiles, registered);
    }

    public Binding withRegistered(SortedMap<String, List<String>> references) {
      return new Binding(variants, connections, model, environment, connectionFiles, references);
    }

    /// Whether a name in the flow led to that entry, `name:version`.
    public boolean standsOn(String reference) {
      return registered.values().stream().anyMatch(all -> all.contains(reference));
    }
  }

  /// How much it takes.
  ///
  /// @param concurrency how many requests run at a time
  /// @param queue how long a request waits for its turn
  /// @param timeout how long a request may take
  public record Limits(
      Optional<Integer> concurrency, Optional<Duration> queue, Optional<Duration> timeout) {

    /// Those of the server.
    public static final Limits NONE =
        new Limits(Optional.empty(), Optional.empty(), Optional.empty());
  }
}

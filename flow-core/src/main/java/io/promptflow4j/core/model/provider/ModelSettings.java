package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.traffic.SharedTraffic;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where connections come from, and which model takes the place of those that a flow names.
///
/// @param files connection files, or folders of them; they win over the store
/// @param environment the variables that may hold or override connections
/// @param flowFolder where a `scripted.yaml` may stand for connections that are configured nowhere
/// @param override the model for all `llm` nodes; the variable `PF_MODEL` if empty
/// @param notices gets a sentence whenever something other than what the flow names is used
/// @param traffic what the calls of each connection share
/// @param given what the program brings itself; it counts before everything else
public record ModelSettings(
    List<Path> files,
    ConnectionStore store,
    Map<String, String> environment,
    Optional<Path> flowFolder,
    Optional<String> override,
    Consumer<String> notices,
    SharedTraffic traffic,
    Given given) {

  public ModelSettings {
    files = List.copyOf(files);
    environment = Map.copyOf(environment);
  }

  /// Models and connections that are made in code.
  ///
  /// @param every answers all `llm` nodes
  /// @param models by the name of the connection they stand for
  /// @param connections by their names
  /// @param names finds registered models by the names that come from inputs of a flow
  public record Given(
      Optional<LanguageModel> every,
      Map<String, LanguageModel> models,
      Map<String, Connection> connections,
      ModelNames names) {

    /// None.
    public static final Given NOTHING =
        new Given(Optional.empty(), Map.of(), Map.of(), ModelNames.NONE);

    public Given {
      models = Map.copyOf(models);
      connections = Map.copyOf(connections);
    }

    /// What answers an `llm` node that names a connection, or none.
    Optional<LanguageModel> model(Optional<String> connection) {
      return every.or(() -> connection.flatMap(this::standingFor));
    }

    /// The model in place of a connection.
    Optional<LanguageModel> standingFor(String connection) {
      return Optional.ofNullable(models.get(connection));
    }

    /// With a model for all `llm` nodes.
    public Given withEvery(LanguageModel model) {
      return new Given(Optional.of(model), models, connections, names);
    }

    /// With a model for a connection.
    public Given with(String connection, LanguageModel model) {
      var more = new HashMap<>(models);
      more.put(connection, model);
      return new Given(every, more, connections, names);
    }

    /// With a connection.
    public Given with(Connection connection) {
      var more = new HashMap<>(connections);
      more.put(connection.name(), connection);
      return new Given(every, models, more, names);
    }

    /// With registered models.
    public Given with(ModelNames registered) {
      return new Given(every, models, connections, registered);
    }
  }

  /// Without anything from code.
  public ModelSettings(
      List<Path> files,
      ConnectionStore store,
      Map<String, String> environment,
      Optional<Path> flowFolder,
      Optional<String> override,
      Consumer<String> notices,
      SharedTraffic traffic) {
    this(files, store, environment, flowFolder, override, notices, traffic, Given.NOTHING);
  }

  /// Shares nothing with others.
  public ModelSettings(
      List<Path> files,
      ConnectionStore store,
      Map<String, String> environment,
      Optional<Path> flowFolder,
      Optional<String> override,
      Consumer<String> notices) {
    this(files, store, environment, flowFolder, override, notices, new SharedTraffic());
  }
}

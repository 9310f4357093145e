package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.model.traffic.SharedTraffic;
import java.nio.file.Path;
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
public record ModelSettings(
    List<Path> files,
    ConnectionStore store,
    Map<String, String> environment,
    Optional<Path> flowFolder,
    Optional<String> override,
    Consumer<String> notices,
    SharedTraffic traffic) {

  public ModelSettings {
    files = List.copyOf(files);
    environment = Map.copyOf(environment);
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

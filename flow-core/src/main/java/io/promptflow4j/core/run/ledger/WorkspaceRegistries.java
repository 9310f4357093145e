package io.promptflow4j.core.run.ledger;

import io.promptflow4j.core.model.registry.ModelRegistries;
import io.promptflow4j.core.run.RunStore;
import io.promptflow4j.core.run.store.RunStores;
import java.nio.file.Path;
import java.util.Map;

/// The registries that are kept beside the runs of a workspace.
public final class WorkspaceRegistries implements ModelRegistries {

  /// For `ServiceLoader`.
  public WorkspaceRegistries() {}

  @Override
  public Held open(Path folder, Map<String, String> environment) {
    RunStore store = RunStores.open(folder, environment);
    return new Held(store.models(), store::close);
  }
}

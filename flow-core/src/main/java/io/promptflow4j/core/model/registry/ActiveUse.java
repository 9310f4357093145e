package io.promptflow4j.core.model.registry;

import java.util.List;

/// Tells who serves with an entry right now. Whoever deploys flows answers this, so that nobody
/// deletes what is in use.
@FunctionalInterface
public interface ActiveUse {

  /// Nothing is deployed.
  ActiveUse NONE = _ -> List.of();

  /// The active deployments that use it, as a sentence names them; empty if none does.
  List<String> of(RegistryEntry entry);
}

package io.promptflow4j.core.run.store;

import io.promptflow4j.core.model.registry.ActiveUse;
import io.promptflow4j.core.model.registry.Labels;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryChange;
import io.promptflow4j.core.model.registry.RegistryEntry;
import io.promptflow4j.core.model.registry.RegistryException;
import io.promptflow4j.core.model.registry.RegistryReference;
import io.promptflow4j.core.model.registry.Target;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The registered models of a store that is made when the first one is registered.
///
/// @param existing the store's own, if the store is there
/// @param made the store's own, after it was made
record FirstWriteRegistry(Supplier<Optional<ModelRegistry>> existing, Supplier<ModelRegistry> made)
    implements ModelRegistry {

  @Override
  public Optional<RegistryEntry> find(RegistryReference reference) {
    return existing.get().flatMap(registry -> registry.find(reference));
  }

  @Override
  public List<String> names() {
    return existing.get().map(ModelRegistry::names).orElse(List.of());
  }

  @Override
  public List<RegistryEntry> versions(String name) {
    return existing.get().map(registry -> registry.versions(name)).orElse(List.of());
  }

  @Override
  public RegistryEntry register(
      String name, Target target, Labels labels, String who, Instant when) {
    return made.get().register(name, target, labels, who, when);
  }

  @Override
  public RegistryEntry relabel(
      RegistryReference reference, LabelChange change, String who, Instant when) {
    return there(reference).relabel(reference, change, who, when);
  }

  @Override
  public void delete(RegistryReference reference, ActiveUse use, String who, Instant when) {
    there(reference).delete(reference, use, who, when);
  }

  @Override
  public List<RegistryChange> history(String name) {
    return existing.get().map(registry -> registry.history(name)).orElse(List.of());
  }

  private ModelRegistry there(RegistryReference reference) {
    return existing
        .get()
        .orElseThrow(() ->
            new RegistryException(
                "no-such-entry", "no registered model is called '%s'".formatted(reference)));
  }
}

package io.promptflow4j.core.model.registry;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Keeps nothing.
enum NoRegistry implements ModelRegistry {
  EMPTY;

  @Override
  public Optional<RegistryEntry> find(RegistryReference reference) {
    return Optional.empty();
  }

  @Override
  public List<String> names() {
    return List.of();
  }

  @Override
  public List<RegistryEntry> versions(String name) {
    return List.of();
  }

  @Override
  public RegistryEntry register(
      String name, Target target, Labels labels, String who, Instant when) {
    throw new RegistryException("no-registry", "models can't be registered here");
  }

  @Override
  public RegistryEntry relabel(
      RegistryReference reference, LabelChange change, String who, Instant when) {
    throw missing(reference);
  }

  @Override
  public void delete(RegistryReference reference, ActiveUse use, String who, Instant when) {
    throw missing(reference);
  }

  @Override
  public List<RegistryChange> history(String name) {
    return List.of();
  }

  private static RegistryException missing(RegistryReference reference) {
    return new RegistryException(
        "no-such-entry", "no registered model is called '%s'".formatted(reference));
  }
}

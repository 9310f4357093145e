package io.promptflow4j.core.model.billing;

import io.promptflow4j.core.model.registry.ModelRegistries;
import io.promptflow4j.core.model.registry.ModelRegistry;
import io.promptflow4j.core.model.registry.RegistryEntry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// What the models are made from that somebody registered in the workspace of the working
/// directory. It is looked into once for each name, and only for those that the catalog has not.
/// Thread-safe.
final class RegisteredBases implements Function<String, Optional<String>> {

  /// Whoever lets data choose models must not fill the memory.
  private static final int MOST = 256;

  private final Map<String, String> environment;
  private final Consumer<String> notices;
  private final Map<String, Optional<String>> known = new ConcurrentHashMap<>();

  /// @param notices hears if the registry can't be read
  RegisteredBases(Map<String, String> environment, Consumer<String> notices) {
    this.environment = Map.copyOf(environment);
    this.notices = notices;
  }

  @Override
  public Optional<String> apply(String model) {
    Optional<String> before = known.get(model);
    if (before != null) {
      return before;
    }
    Optional<String> found = lookUp(model);
    if (known.size() < MOST) {
      known.put(model, found);
    }
    return found;
  }

  private Optional<String> lookUp(String model) {
    Optional<ModelRegistries> registries =
        ServiceLoader.load(ModelRegistries.class, ModelRegistries.class.getClassLoader())
            .findFirst();
    if (registries.isEmpty()) {
      return Optional.empty();
    }
    try (var held = registries.get().open(Path.of("").toAbsolutePath(), environment)) {
      return base(held.models(), model);
    } catch (RuntimeException unreadable) {
      notices.accept("registered models can't be looked up: " + unreadable.getMessage());
      return Optional.empty();
    }
  }

  /// Of several that stand for the same model, the newest counts.
  private static Optional<String> base(ModelRegistry registry, String model) {
    return registry.names().stream()
        .flatMap(name -> registry.versions(name).stream())
        .map(RegistryEntry::target)
        .filter(target -> target.model().equals(model))
        .flatMap(target -> target.base().stream())
        .filter(base -> !base.equals(model))
        .findFirst();
  }
}

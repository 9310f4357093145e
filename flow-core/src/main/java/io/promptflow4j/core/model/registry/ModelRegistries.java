package io.promptflow4j.core.model.registry;

import java.nio.file.Path;
import java.util.Map;

/// Opens the registry of a workspace. Found by `ServiceLoader`, because the registry is kept beside
/// the runs, of which models know nothing.
@FunctionalInterface
public interface ModelRegistries {

  /// A registry that somebody holds open.
  ///
  /// @param models those in it
  /// @param closing ends that
  record Held(ModelRegistry models, Runnable closing) implements AutoCloseable {

    @Override
    public void close() {
      closing.run();
    }
  }

  /// The registry for whoever works in `folder`.
  Held open(Path folder, Map<String, String> environment);
}

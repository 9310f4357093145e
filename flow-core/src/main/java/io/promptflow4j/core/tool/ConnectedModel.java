package io.promptflow4j.core.tool;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.provider.CallPolicy;
import io.promptflow4j.core.model.provider.ModelProvider;
import java.util.Optional;
import java.util.ServiceLoader;

/// The models behind one connection, for a tool that was given it. Thread-safe; to be closed.
public final class ConnectedModel implements AutoCloseable {

  private final Connection connection;
  private final LanguageModel model;

  private ConnectedModel(Connection connection, LanguageModel model) {
    this.connection = connection;
    this.model = model;
  }

  /// Opens `connection` with the first provider that `ServiceLoader` finds for it; nothing is sent.
  ///
  /// @throws ModelException if no provider knows its type, or if it lacks what its service needs
  public static ConnectedModel to(Connection connection) {
    CallPolicy policy = CallPolicy.DEFAULT.of(connection);
    return ServiceLoader.load(ModelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .flatMap(provider -> provider.open(connection, policy).stream())
        .findFirst()
        .map(model -> new ConnectedModel(connection, model))
        .orElseThrow(() -> without(connection, "language model"));
  }

  private static ModelException without(Connection connection, String what) {
    return new ModelException(
        "missing-connection",
        "connection '%s' has type '%s', which reaches no %s"
            .formatted(connection.name(), connection.type().yamlName(), what),
        false);
  }

  /// The way to its embeddings.
  ///
  /// @throws ModelException if it has none
  public EmbeddingModel embeddings() {
    Optional<EmbeddingModel> embeddings = model.embeddings();
    return embeddings.orElseThrow(() -> without(connection, "embeddings"));
  }

  @Override
  public void close() {
    if (model instanceof AutoCloseable open) {
      try {
        open.close();
      } catch (Exception broken) { // what was asked has been answered
        throw new IllegalStateException("a connection does not close", broken);
      }
    }
  }
}

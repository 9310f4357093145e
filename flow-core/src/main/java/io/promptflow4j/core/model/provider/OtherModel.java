package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelParameters;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.ModelRequest;
import io.promptflow4j.core.model.registry.ModelNames;
import io.promptflow4j.core.model.registry.RegistryException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// Calls a connection with another model than the one each request names.
final class OtherModel implements LanguageModel {

  private final LanguageModel connection;
  private final String model;

  OtherModel(LanguageModel connection, String model) {
    this.connection = connection;
    this.model = model;
  }

  /// What answers for `model`: if it is the name of a registered one, what that stands for.
  ///
  /// @param connection that of the node
  /// @param opening opens a connection
  static LanguageModel registered(
      ModelNames names,
      Optional<String> connection,
      String model,
      Function<Optional<String>, LanguageModel> opening) {
    try {
      ModelNames.Resolved resolved = names.resolve(model);
      LanguageModel there = opening.apply(resolved.connection().or(() -> connection));
      return resolved.entry().isEmpty() ? there : new OtherModel(there, resolved.model());
    } catch (RegistryException circle) {
      throw new ModelException(circle.code(), String.valueOf(circle.getMessage()), false, circle);
    }
  }

  @Override
  public boolean printsListsByLine() {
    return connection.printsListsByLine();
  }

  @Override
  public String identity() {
    return connection.identity() + " as " + model;
  }

  @Override
  public Optional<EmbeddingModel> embeddings() {
    return connection.embeddings();
  }

  @Override
  public Optional<Cost> costAhead(Optional<String> asked) {
    return connection.costAhead(Optional.of(model));
  }

  @Override
  public ModelReply call(ModelRequest request) throws InterruptedException {
    return connection.call(changed(request));
  }

  @Override
  public ModelReply stream(ModelRequest request, Consumer<String> chunks)
      throws InterruptedException {
    return connection.stream(changed(request), chunks);
  }

  private ModelRequest changed(ModelRequest request) {
    return new ModelRequest(
        request.node(),
        request.api(),
        request.messages(),
        request.prompt(),
        new ModelParameters(Optional.of(model), request.parameters().settings()),
        request.limit());
  }
}

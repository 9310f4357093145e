package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.connection.Connection;
import java.util.Optional;
import java.util.function.Consumer;

/// Opens connections of the kinds it knows. Found by `ServiceLoader`; the first that opens a
/// connection serves it.
public interface ModelProvider {

  /// The way to reach the models of `connection`; empty if its type is none of this provider's.
  ///
  /// Nothing is sent yet. What is opened is closed by its owner.
  ///
  /// @throws io.promptflow4j.core.model.ModelException with code `missing-key` if the connection
  ///   lacks what its service needs
  Optional<LanguageModel> open(Connection connection, CallPolicy policy);

  /// As [#open(Connection, CallPolicy)]; `notices` gets a sentence, once, for whatever is not done
  /// as a flow asks for it, such as a setting that the vendor lacks.
  default Optional<LanguageModel> open(
      Connection connection, CallPolicy policy, Consumer<String> notices) {
    return open(connection, policy);
  }
}

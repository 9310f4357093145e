package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import java.util.Optional;

/// Finds the model that a node's connection stands for, and the connections that tools ask for.
public interface Models {

  /// The way to reach the model of the connection called `name`.
  ///
  /// @throws ModelException with code `missing-connection` or `missing-key`, naming the ways to
  ///   give it
  LanguageModel open(Optional<String> name);

  /// The connection called `name`, for a tool.
  ///
  /// @throws ModelException as [#open]
  Connection connection(String name);
}

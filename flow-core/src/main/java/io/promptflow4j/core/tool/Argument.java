package io.promptflow4j.core.tool;

import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.value.Value;
import java.util.function.Supplier;

/// What is passed for one parameter.
public sealed interface Argument {

  /// Plain data.
  record Data(Value value) implements Argument {}

  /// A connection, with its secrets.
  ///
  /// @param models opens the models behind it when they are first asked for; whoever gave the
  ///   argument closes them
  record Connected(Connection connection, Supplier<LanguageModel> models) implements Argument {

    /// With no way to models.
    public Connected(Connection connection) {
      this(
          connection,
          () -> {
            throw new ModelException(
                "missing-connection",
                "connection '%s' reaches no models from here".formatted(connection.name()),
                false);
          });
    }
  }
}

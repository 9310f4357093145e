package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.LanguageModel;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Redaction;
import java.util.Optional;

/// Finds the model that a node's connection stands for, and the connections that tools ask for.
public interface Models {

  /// The way to reach the model of the connection called `name`.
  ///
  /// @throws ModelException with code `missing-connection` or `missing-key`, naming the ways to
  ///   give it
  LanguageModel open(Optional<String> name);

  /// As [#open], for a call whose model is only known when it is made: if `model` is the name of a
  /// registered one, what that stands for today answers, through the connection of its entry if it
  /// has one.
  ///
  /// @throws ModelException as [#open], or with code `alias-cycle`
  default LanguageModel open(Optional<String> name, String model) {
    return open(name);
  }

  /// The connection called `name`, for a tool.
  ///
  /// @throws ModelException as [#open]
  Connection connection(String name);

  /// What a call of a service cost today, as far as the prices for its connection tell.
  ///
  /// @param model the one that was asked
  default Cost cost(Connection connection, Optional<String> model, TokenUsage usage) {
    return new Cost.Unknown("nobody knows prices here");
  }

  /// The models of the connection called `name` itself, whatever takes the place of connections of
  /// `llm` nodes. Its calls count with all others of the connection.
  ///
  /// @throws ModelException as [#open]
  default LanguageModel behind(String name) {
    return open(Optional.of(name));
  }

  /// What takes the secrets that are known by now out of texts that people will see: those of all
  /// connections that were asked for, and those of the environment.
  default Redaction redaction() {
    return Redaction.NONE;
  }
}

package io.promptflow4j.core.definition;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;

/// What a flow does that is not made of nodes: it asks one model, or calls one function.
public sealed interface Nodeless {

  /// Inputs for a first try, as the author wrote them; empty if there are none.
  Value.Mapping sample();

  /// A prompt with its model: a `*.prompty` file.
  ///
  /// @param place where the template begins
  /// @param api `chat` or `completion` as written
  /// @param connection the connection's name
  /// @param deployment the deployment's or model's name
  /// @param configuration the other fields that say how the model is reached, references to the
  ///   environment not followed
  /// @param parameters what goes to the model as it is
  /// @param response `first` or `all` as written
  record Prompty(
      Place place,
      Optional<Located<String>> api,
      Optional<Located<String>> connection,
      Optional<Located<String>> deployment,
      List<Written.Field> configuration,
      List<Written.Field> parameters,
      Optional<Located<String>> response,
      Value.Mapping sample)
      implements Nodeless {
    public Prompty {
      configuration = List.copyOf(configuration);
      parameters = List.copyOf(parameters);
    }
  }

  /// A function or class: a `flow.flex.yaml`.
  ///
  /// @param entry `module:function` or `module:Class`
  /// @param init what sets the class up: name to type and default
  /// @param sampleInit values for `init` in a first try
  record Entry(
      Located<String> entry,
      List<InputDefinition> init,
      Value.Mapping sample,
      Value.Mapping sampleInit)
      implements Nodeless {
    public Entry {
      init = List.copyOf(init);
    }
  }
}

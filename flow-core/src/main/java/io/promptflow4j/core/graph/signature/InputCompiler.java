package io.promptflow4j.core.graph.signature;

import io.promptflow4j.core.definition.InputDefinition;
import io.promptflow4j.core.definition.Located;
import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.graph.FlowInput;
import io.promptflow4j.core.graph.node.Literals;
import io.promptflow4j.core.graph.reference.Shown;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compiles `inputs`: types and defaults.
public final class InputCompiler {

  private static final List<String> TYPES =
      Arrays.stream(ValueType.values())
          .filter(type -> type != ValueType.ANY)
          .map(ValueType::yamlName)
          .toList();

  private final Literals literals;
  private final Diagnostics diagnostics;

  public InputCompiler(Literals literals, Diagnostics diagnostics) {
    this.literals = literals;
    this.diagnostics = diagnostics;
  }

  /// The inputs in their order, each name once.
  public List<FlowInput> compile(List<InputDefinition> definitions) {
    Set<String> names = new HashSet<>();
    var inputs = new ArrayList<FlowInput>();
    for (InputDefinition definition : definitions) {
      if (names.add(definition.name().value())) {
        inputs.add(input(definition));
      }
    }
    return inputs;
  }

  private FlowInput input(InputDefinition definition) {
    ValueType type =
        definition.type().map(written -> type(definition, written)).orElse(ValueType.ANY);
    Optional<Value> byDefault =
        definition.defaultValue().flatMap(written -> defaultValue(definition, type, written));
    return new FlowInput(
        definition.name().value(),
        type,
        byDefault,
        definition.description().map(Located::value).orElse(""));
  }

  private ValueType type(InputDefinition definition, Located<String> written) {
    return ValueType.named(written.value())
        .orElseGet(() -> {
          String similar = Suggestion.didYouMean(written.value(), TYPES);
          diagnostics.warning(
              "unknown-input-type",
              written.place(),
              "the input '%s' has the unknown type '%s', so every value is accepted; expected one of %s.%s"
                  .formatted(
                      Shown.name(definition.name().value()),
                      Shown.name(written.value()),
                      String.join(", ", TYPES),
                      similar));
          return ValueType.ANY;
        });
  }

  private Optional<Value> defaultValue(
      InputDefinition definition, ValueType type, Written written) {
    Value value = written.value();
    if (value instanceof Value.Null) {
      return Optional.empty();
    }
    return switch (literals.coerce(type, value)) {
      case Coercion.Fits(var fitting) -> Optional.of(fitting);
      case Coercion.Refused(var why) -> {
        diagnostics.warning(
            "wrong-default",
            written.place(),
            "the default of the input '%s' has to be %s, but %s; until it is mended, every run has to give the input."
                .formatted(
                    Shown.name(definition.name().value()),
                    type == ValueType.ANY ? "readable" : type.yamlName(),
                    why));
        yield Optional.empty();
      }
    };
  }
}

package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.model.EmbeddingModel;
import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.tool.Argument;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.ToolSignature;
import io.promptflow4j.core.value.Value;
import java.lang.invoke.MethodType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a call passes to a [JavaTool], by parameter name.
///
/// An argument that is missing or does not fit fails the call with the names of the tool and the
/// parameter, so a tool need not check.
public final class ToolArguments {

  private final ToolSignature signature;
  private final Map<String, Argument> given;

  /// @throws ToolException if something is given that the tool does not take
  ToolArguments(ToolSignature signature, Map<String, Argument> given) {
    this.signature = signature;
    this.given = given;
    if (!signature.acceptsMore()) {
      given.keySet().forEach(this::checkKnown);
    }
  }

  private void checkKnown(String name) {
    if (signature.parameter(name).isEmpty()) {
      var names = signature.parameters().stream().map(ToolParameter::name).toList();
      throw wrong(
          "has no parameter '%s'; it takes %s.%s"
              .formatted(
                  name,
                  names.isEmpty() ? "nothing" : String.join(", ", names),
                  Suggestion.didYouMean(name, names)));
    }
  }

  /// All data that was given, by parameter name, in the order of the flow file.
  public Value.Mapping values() {
    var values = new LinkedHashMap<String, Value>();
    given.forEach((name, argument) -> {
      if (argument instanceof Argument.Data(var value)) {
        values.put(name, value);
      }
    });
    return new Value.Mapping(values);
  }

  /// The value for `name`, or its default.
  public Value value(String name) {
    return optionalValue(name).orElseThrow(() -> wrong("needs '%s'".formatted(name)));
  }

  /// The value for `name`, or its default; empty if neither is there.
  public Optional<Value> optionalValue(String name) {
    return switch (given.get(name)) {
      case null -> signature.parameter(name).flatMap(ToolParameter::defaultValue);
      case Argument.Data(var value) -> Optional.of(value);
      case Argument.Connected _ ->
          throw wrong("takes data for '%s', but got a connection".formatted(name));
    };
  }

  /// The value for `name` as a Java object: `String`, `Integer`, `Long`, `Double`, `Boolean`,
  /// `List`, `Map`, a record, an enum, `byte[]` …
  public <T> T get(String name, Class<T> type) {
    return find(name, type).orElseThrow(() -> wrong("needs '%s'".formatted(name)));
  }

  /// As [#get], but empty if nothing or null is given.
  public <T> Optional<T> find(String name, Class<T> type) {
    var types = new JavaTypes();
    JavaType wanted = types.read(type);
    var problems = types.takeProblems();
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.getFirst());
    }
    return optionalValue(name)
        .map(value -> read(new ValueReader(types.shapes()), wanted, value, name))
        .map(boxed(type)::cast);
  }

  @SuppressWarnings("unchecked") // the wrapper of a primitive type stands for the same T
  private static <T> Class<T> boxed(Class<T> type) {
    return (Class<T>) MethodType.methodType(type).wrap().returnType();
  }

  /// The connection for `name`.
  public Connection connection(String name) {
    return optionalConnection(name)
        .orElseThrow(() -> wrong("needs a connection for '%s'".formatted(name)));
  }

  /// The embeddings of the connection for `name`. Its calls keep the connection's limits together
  /// with all others.
  ///
  /// @throws io.promptflow4j.core.model.ModelException if it reaches none
  public EmbeddingModel embeddings(String name) {
    if (!(given.get(name) instanceof Argument.Connected(var connection, var models))) {
      throw wrong("needs a connection for '%s'".formatted(name));
    }
    return models
        .get()
        .embeddings()
        .orElseThrow(() ->
            wrong("needs embeddings, and connection '%s' has none".formatted(connection.name())));
  }

  /// The connection for `name`; empty if it is not given or null is.
  Optional<Connection> optionalConnection(String name) {
    return switch (given.get(name)) {
      case null -> Optional.empty();
      case Argument.Connected(var connection, var _) -> Optional.of(connection);
      case Argument.Data(var value) when value == Value.Null.NULL -> Optional.empty();
      case Argument.Data _ ->
          throw wrong("takes a connection for '%s', but got data".formatted(name));
    };
  }

  /// What tells the argument for `name` from another one: its data, or the connection's name.
  Value shown(String name) {
    return switch (given.get(name)) {
      case null -> Value.Null.NULL;
      case Argument.Data(var value) -> value;
      case Argument.Connected(var connection, var _) -> Value.of(connection.name());
    };
  }

  @Nullable Object read(ValueReader reader, JavaType type, Value value, String name) {
    try {
      return reader.read(type, value, name);
    } catch (ValueReader.WrongValueException wrong) {
      throw wrong("can't be called: " + wrong.getMessage());
    }
  }

  ToolException wrong(String what) {
    return new ToolException(
        "tool '%s' %s".formatted(signature.name(), what),
        ToolException.Details.of(ToolException.Kind.NOT_CALLED, "WrongArgument"));
  }
}

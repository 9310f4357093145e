package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.java.JavaType.Special;
import io.promptflow4j.core.value.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A Java method as the body of a tool: turns arguments into objects and calls it.
final class ToolMethod implements JavaTool.Body {

  /// One parameter of the method.
  record Input(String name, JavaType type, boolean nullable) {

    boolean isContext() {
      return type == Special.CONTEXT;
    }

    boolean isRequired() {
      return !nullable && !(type instanceof JavaType.OptionalOf);
    }

    ToolParameter declared() {
      return declared(false);
    }

    ToolParameter declared(boolean setUp) {
      return new ToolParameter(name, type.declared(), isRequired(), Optional.empty(), setUp);
    }
  }

  private final List<Input> inputs;
  private final Optional<SetUp> setUp;
  private final ValueReader reader;
  private final MethodHandle handle;

  private ToolMethod(
      List<Input> inputs, Optional<SetUp> setUp, JavaTypes types, MethodHandle handle) {
    this.inputs = List.copyOf(inputs);
    this.setUp = setUp;
    this.reader = new ValueReader(types.shapes());
    this.handle = spread(handle, inputs.size() + (setUp.isPresent() ? 1 : 0));
  }

  private static MethodHandle spread(MethodHandle handle, int count) {
    return handle
        .asFixedArity()
        .asSpreader(Object[].class, count)
        .asType(MethodType.methodType(Object.class, Object[].class));
  }

  /// Makes the object that the method is called on: one for the same values, which calls share.
  private record SetUp(
      List<Input> inputs, MethodHandle constructor, Map<List<Value>, Object> made) {}

  /// A method of a class that was compiled from the flow folder. One that is not static is called
  /// on a new object each time.
  ///
  /// @throws ReflectiveOperationException if an object is needed and there is no constructor
  ///   without parameters
  static ToolMethod of(Method method, List<Input> inputs, JavaTypes types)
      throws ReflectiveOperationException {
    var lookup = MethodHandles.lookup();
    method.setAccessible(true);
    MethodHandle handle = lookup.unreflect(method);
    if (!Modifier.isStatic(method.getModifiers())) {
      var constructor = method.getDeclaringClass().getDeclaredConstructor();
      constructor.setAccessible(true);
      handle = MethodHandles.foldArguments(handle, lookup.unreflectConstructor(constructor));
    }
    return new ToolMethod(inputs, Optional.empty(), types, handle);
  }

  /// A method of a class whose constructor takes values: they set the class up.
  ///
  /// @throws ReflectiveOperationException if the constructor can't be reached
  static ToolMethod of(
      Method method,
      List<Input> inputs,
      Constructor<?> constructor,
      List<Input> given,
      JavaTypes types)
      throws ReflectiveOperationException {
    var lookup = MethodHandles.lookup();
    method.setAccessible(true);
    constructor.setAccessible(true);
    var setUp =
        new SetUp(
            List.copyOf(given),
            spread(lookup.unreflectConstructor(constructor), given.size()),
            new ConcurrentHashMap<>());
    return new ToolMethod(inputs, Optional.of(setUp), types, lookup.unreflect(method));
  }

  /// Any method handle, with a name for each of its parameters.
  static ToolMethod of(MethodHandle handle, List<Input> inputs, JavaTypes types) {
    return new ToolMethod(inputs, Optional.empty(), types, handle);
  }

  List<ToolParameter> parameters() {
    Stream<ToolParameter> own =
        inputs.stream().filter(input -> !input.isContext()).map(Input::declared);
    Stream<ToolParameter> init =
        setUp.stream().flatMap(one -> one.inputs().stream()).map(input -> input.declared(true));
    return Stream.concat(own, init).toList();
  }

  @Override
  public @Nullable Object call(ToolArguments arguments, ToolContext context) throws Exception {
    try {
      return handle.invokeExact(objects(arguments, context));
    } catch (Exception | Error thrown) {
      throw thrown;
    } catch (Throwable odd) {
      throw new InvocationTargetException(odd);
    }
  }

  private @Nullable Object[] objects(ToolArguments arguments, ToolContext context)
      throws Throwable {
    Stream<@Nullable Object> own = inputs.stream().map(input -> object(input, arguments, context));
    return setUp.isEmpty()
        ? own.toArray()
        : Stream.concat(Stream.of(setUp(setUp.get(), arguments, context)), own).toArray();
  }

  private Object setUp(SetUp init, ToolArguments arguments, ToolContext context) throws Throwable {
    List<Value> key =
        init.inputs().stream()
            .filter(input -> input.type() != Special.CONTEXT)
            .map(input -> arguments.shown(input.name()))
            .toList();
    Object known = init.made().get(key);
    if (known != null) {
      return known;
    }
    @Nullable Object[] given =
        init.inputs().stream().map(input -> object(input, arguments, context)).toArray();
    Object made = init.constructor().invokeExact(given);
    Object other = init.made().putIfAbsent(key, made);
    return other == null ? made : other;
  }

  private @Nullable Object object(Input input, ToolArguments arguments, ToolContext context) {
    return switch (input.type()) {
      case Special.CONTEXT -> context;
      case Special.CONNECTION -> connection(input, arguments);
      case JavaType.OptionalOf(var inner) when inner == Special.CONNECTION ->
          arguments.optionalConnection(input.name());
      default -> data(input, arguments);
    };
  }

  private static @Nullable Object connection(Input input, ToolArguments arguments) {
    return input.nullable()
        ? arguments.optionalConnection(input.name()).orElse(null)
        : arguments.connection(input.name());
  }

  private @Nullable Object data(Input input, ToolArguments arguments) {
    Value value =
        input.isRequired()
            ? arguments.value(input.name())
            : arguments.optionalValue(input.name()).orElse(Value.Null.NULL);
    return arguments.read(reader, input.type(), value, input.name());
  }

  /// Whether a method of this return type gives a text piece by piece.
  static boolean streams(Type returned) {
    if (!(returned instanceof ParameterizedType generic)
        || !(generic.getRawType() instanceof Class<?> raw)) {
      return false;
    }
    boolean pieces =
        BaseStream.class.isAssignableFrom(raw)
            || Iterator.class.isAssignableFrom(raw)
            || (Iterable.class.isAssignableFrom(raw) && !Collection.class.isAssignableFrom(raw));
    return pieces
        && Arrays.stream(generic.getActualTypeArguments())
            .anyMatch(piece -> piece == String.class || piece == Value.Text.class);
  }
}

package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.tool.java.JavaType.Special;
import io.promptflow4j.core.value.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.BaseStream;
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
      return new ToolParameter(name, type.declared(), isRequired());
    }
  }

  private final List<Input> inputs;
  private final ValueReader reader;
  private final MethodHandle handle;

  private ToolMethod(List<Input> inputs, JavaTypes types, MethodHandle handle) {
    this.inputs = List.copyOf(inputs);
    this.reader = new ValueReader(types.shapes());
    this.handle =
        handle
            .asFixedArity()
            .asSpreader(Object[].class, inputs.size())
            .asType(MethodType.methodType(Object.class, Object[].class));
  }

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
    return new ToolMethod(inputs, types, handle);
  }

  /// Any method handle, with a name for each of its parameters.
  static ToolMethod of(MethodHandle handle, List<Input> inputs, JavaTypes types) {
    return new ToolMethod(inputs, types, handle);
  }

  List<ToolParameter> parameters() {
    return inputs.stream().filter(input -> !input.isContext()).map(Input::declared).toList();
  }

  @Override
  public @Nullable Object call(ToolArguments arguments, ToolContext context) throws Exception {
    @Nullable Object[] objects =
        inputs.stream().map(input -> object(input, arguments, context)).toArray();
    try {
      return handle.invokeExact(objects);
    } catch (Exception | Error thrown) {
      throw thrown;
    } catch (Throwable odd) {
      throw new InvocationTargetException(odd);
    }
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

package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.java.JavaType.Kind;
import io.promptflow4j.core.tool.java.JavaType.Scalar;
import io.promptflow4j.core.tool.java.JavaType.Special;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.SequencedMap;
import java.util.Set;

/// Reads the types of one tool's parameters. Used by one thread; what it gives is immutable.
final class JavaTypes {

  private static final Map<Class<?>, Scalar> SCALARS =
      Map.ofEntries(
          scalar(String.class, Kind.TEXT),
          scalar(CharSequence.class, Kind.TEXT),
          scalar(int.class, Kind.INT),
          scalar(Integer.class, Kind.INT),
          scalar(long.class, Kind.LONG),
          scalar(Long.class, Kind.LONG),
          scalar(BigInteger.class, Kind.BIG_INTEGER),
          scalar(double.class, Kind.DOUBLE),
          scalar(Double.class, Kind.DOUBLE),
          scalar(boolean.class, Kind.BOOLEAN),
          scalar(Boolean.class, Kind.BOOLEAN));

  private static final Set<Class<?>> LISTS =
      Set.of(List.class, Collection.class, Iterable.class, SequencedCollection.class);

  private final Map<Class<?>, Records.Shape> shapes = new HashMap<>();
  private final List<Class<?>> inProgress = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  private static Map.Entry<Class<?>, Scalar> scalar(Class<?> type, Kind kind) {
    return Map.entry(type, new Scalar(kind, type.isPrimitive(), type.getSimpleName()));
  }

  /// What was not understood since the last call, one sentence each.
  List<String> takeProblems() {
    var taken = List.copyOf(problems);
    problems.clear();
    return taken;
  }

  /// The records met so far.
  Map<Class<?>, Records.Shape> shapes() {
    return Map.copyOf(shapes);
  }

  /// What a method always returns, if its declaration tells: nothing that may be null does.
  static Optional<ValueType> result(Method method) {
    Class<?> type = method.getReturnType();
    if (isNullable(method.getAnnotatedReturnType())) {
      return Optional.empty();
    }
    if (Collection.class.isAssignableFrom(type)) {
      return Optional.of(ValueType.LIST);
    }
    return Optional.ofNullable(SCALARS.get(type))
        .map(scalar ->
            switch (scalar.kind()) {
              case TEXT -> ValueType.STRING;
              case INT, LONG, BIG_INTEGER -> ValueType.INT;
              case DOUBLE -> ValueType.DOUBLE;
              case BOOLEAN -> ValueType.BOOL;
            });
  }

  /// Whether an annotation called `Nullable`, of whatever library, stands on a type.
  static boolean isNullable(AnnotatedType type) {
    return Arrays.stream(type.getAnnotations())
        .anyMatch(one -> one.annotationType().getSimpleName().equals("Nullable"));
  }

  JavaType read(Type type) {
    return switch (type) {
      case Class<?> plain -> ofClass(plain, new Type[0]);
      case ParameterizedType generic when generic.getRawType() instanceof Class<?> raw ->
          ofClass(raw, generic.getActualTypeArguments());
      case TypeVariable<?> variable -> read(variable.getBounds()[0]);
      case WildcardType wildcard -> read(wildcard.getUpperBounds()[0]);
      default -> unknown(type);
    };
  }

  private JavaType ofClass(Class<?> type, Type[] arguments) {
    Scalar scalar = SCALARS.get(type);
    if (scalar != null) {
      return scalar;
    }
    if (type == Object.class) {
      return Special.ANYTHING;
    }
    if (type == Connection.class) {
      return Special.CONNECTION;
    }
    if (type == ToolContext.class) {
      return Special.CONTEXT;
    }
    if (type == byte[].class) {
      return Special.BYTES;
    }
    if (Value.class.isAssignableFrom(type)) {
      return new JavaType.ValueOf(type.asSubclass(Value.class));
    }
    return ofContainer(type, arguments);
  }

  private JavaType ofContainer(Class<?> type, Type[] arguments) {
    if (LISTS.contains(type) || type == Set.class) {
      return new JavaType.ListOf(argument(arguments, 0), type == Set.class);
    }
    if (type == Map.class || type == SequencedMap.class) {
      return ofMap(arguments);
    }
    if (type == Optional.class) {
      return new JavaType.OptionalOf(argument(arguments, 0));
    }
    if (type.isEnum()) {
      return new JavaType.EnumOf(type);
    }
    return type.isRecord() ? ofRecord(type) : unknown(type);
  }

  private JavaType argument(Type[] arguments, int index) {
    return index < arguments.length ? read(arguments[index]) : Special.ANYTHING;
  }

  private JavaType ofMap(Type[] arguments) {
    if (arguments.length > 0
        && !(argument(arguments, 0) instanceof Scalar key && key.kind() == Kind.TEXT)
        && argument(arguments, 0) != Special.ANYTHING) {
      problems.add("a Map has text keys here; declare Map<String, …>");
    }
    return new JavaType.MapOf(argument(arguments, 1));
  }

  private JavaType ofRecord(Class<?> type) {
    if (!shapes.containsKey(type) && !inProgress.contains(type)) {
      inProgress.add(type);
      try {
        shapes.put(type, new Records.Shape(type, components(type), Records.constructor(type)));
      } catch (ReflectiveOperationException unreachable) {
        problems.add(
            "record %s can't be built: %s".formatted(type.getName(), unreachable.getMessage()));
      }
    }
    return new JavaType.RecordOf(type);
  }

  private List<Records.Component> components(Class<?> type) {
    var components = new ArrayList<Records.Component>();
    for (RecordComponent component : type.getRecordComponents()) {
      JavaType read = read(component.getGenericType());
      if (read == Special.CONNECTION || read == Special.CONTEXT) {
        problems.add(
            "component '%s' of record %s has type %s, which only a parameter can have"
                .formatted(component.getName(), type.getSimpleName(), read.shown()));
      }
      components.add(
          new Records.Component(
              component.getName(), read, isNullable(component.getAnnotatedType())));
    }
    return components;
  }

  private JavaType unknown(Type type) {
    problems.add(
        ("type %s is not one a tool can take; use String, int, long, BigInteger, double, boolean,"
                + " List, Set, Map<String, …>, a record, an enum, Optional, byte[], Object, Value,"
                + " Connection or ToolContext")
            .formatted(type.getTypeName()));
    return Special.ANYTHING;
  }
}

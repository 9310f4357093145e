package io.promptflow4j.core.tool.java;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Builds records from their components and takes them apart.
final class Records {

  /// One component of a record that a parameter has.
  record Component(String name, JavaType type, boolean nullable) {}

  /// How a record is built.
  record Shape(Class<?> type, List<Component> components, MethodHandle constructor) {
    Shape {
      components = List.copyOf(components);
    }
  }

  private Records() {}

  /// The canonical constructor, which takes one array.
  ///
  /// @throws ReflectiveOperationException if it can't be reached
  static MethodHandle constructor(Class<?> type) throws ReflectiveOperationException {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    var constructor = type.getDeclaredConstructor(types);
    try {
      constructor.setAccessible(true);
    } catch (InaccessibleObjectException closed) {
      throw new IllegalAccessException(closed.getMessage());
    }
    return MethodHandles.lookup()
        .unreflectConstructor(constructor)
        .asFixedArity()
        .asSpreader(Object[].class, types.length);
  }

  /// Builds a record; what its constructor throws is passed on.
  static Object build(Shape shape, @Nullable Object[] components) throws Throwable {
    return shape.constructor().invoke(components);
  }

  /// The components of a record with their names.
  ///
  /// @throws ReflectiveOperationException if an accessor can't be reached or fails
  static SequencedMap<String, @Nullable Object> read(Record value)
      throws ReflectiveOperationException {
    var components = new LinkedHashMap<String, @Nullable Object>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      var accessor = component.getAccessor();
      if (!accessor.trySetAccessible()) {
        throw new IllegalAccessException(
            "record %s is not open to Promptflow4j".formatted(value.getClass().getName()));
      }
      components.put(component.getName(), accessor.invoke(value));
    }
    return components;
  }
}

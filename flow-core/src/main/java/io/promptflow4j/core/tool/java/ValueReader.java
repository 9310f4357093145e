package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.tool.java.JavaType.Scalar;
import io.promptflow4j.core.tool.java.JavaType.Special;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns values into the Java objects a tool takes.
///
/// Nothing is lost on the way: 2.0 is a whole number, 2.9 is not. A text that holds a number, a
/// truth value or JSON is read as such where the type asks for it, because models answer in text.
/// Lists and maps are fresh and may be changed by the tool.
final class ValueReader {

  /// A value does not fit. The message is a sentence that starts with the parameter's name.
  static final class WrongValueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongValueException(String message) {
      super(message);
    }
  }

  private final Map<Class<?>, Records.Shape> shapes;

  ValueReader(Map<Class<?>, Records.Shape> shapes) {
    this.shapes = Map.copyOf(shapes);
  }

  /// @param path how the value is called in messages: `order.items[2]`
  /// @throws WrongValueException if the value does not fit
  @Nullable Object read(JavaType type, Value value, String path) {
    if (value == Value.Null.NULL) {
      return readNull(type, path);
    }
    return switch (type) {
      case Scalar scalar -> readScalar(scalar, value, path);
      case JavaType.ListOf list -> readList(list, value, path);
      case JavaType.MapOf map -> readMap(map, value, path);
      case JavaType.RecordOf(var wanted) -> readRecord(wanted, type, value, path);
      case JavaType.EnumOf(var wanted) -> readEnum(wanted, value, path);
      case JavaType.OptionalOf(var inner) -> Optional.ofNullable(read(inner, value, path));
      case JavaType.ValueOf(var wanted) -> readValue(wanted, type, value, path);
      case Special.ANYTHING -> readAnything(value, path);
      case Special.BYTES -> readBytes(type, value, path);
      case Special.CONNECTION, Special.CONTEXT -> throw refused(path, type, value);
    };
  }

  private static @Nullable Object readNull(JavaType type, String path) {
    return switch (type) {
      case Scalar scalar when scalar.primitive() -> throw refused(path, type, Value.Null.NULL);
      case JavaType.OptionalOf _ -> Optional.empty();
      case JavaType.ValueOf(var wanted) when wanted.isInstance(Value.Null.NULL) -> Value.Null.NULL;
      default -> null;
    };
  }

  private static Object readScalar(Scalar type, Value value, String path) {
    return switch (type.kind()) {
      case TEXT -> readText(type, value, path);
      case INT -> inRange(readWhole(type, value, path), 31, type, path).intValueExact();
      case LONG -> inRange(readWhole(type, value, path), 63, type, path).longValueExact();
      case BIG_INTEGER -> readWhole(type, value, path);
      case DOUBLE -> readDouble(type, value, path);
      case BOOLEAN -> readBoolean(type, value, path);
    };
  }

  private static String readText(Scalar type, Value value, String path) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Whole _, Value.Decimal _, Value.Bool _ -> PythonText.str(value);
      default -> throw refused(path, type, value);
    };
  }

  private static BigInteger readWhole(Scalar type, Value value, String path) {
    return switch (value) {
      case Value.Whole(var number) -> number;
      case Value.Decimal(var number) when Double.isFinite(number) && number == Math.rint(number) ->
          new BigDecimal(number).toBigInteger();
      case Value.Text _
          when Coercion.to(ValueType.INT, value)
              instanceof Coercion.Fits(Value.Whole(var number)) ->
          number;
      default -> throw refused(path, type, value);
    };
  }

  private static BigInteger inRange(BigInteger number, int bits, Scalar type, String path) {
    if (number.bitLength() > bits) {
      throw new WrongValueException(
          "'%s' expects %s, but %s is beyond its range"
              .formatted(path, type.shown(), shortened(number.toString())));
    }
    return number;
  }

  private static Double readDouble(Scalar type, Value value, String path) {
    return switch (value) {
      case Value.Decimal(var number) -> number;
      case Value.Whole(var number) -> number.doubleValue();
      case Value.Text _
          when Coercion.to(ValueType.DOUBLE, value)
              instanceof Coercion.Fits(Value.Decimal(var number)) ->
          number;
      default -> throw refused(path, type, value);
    };
  }

  private static Boolean readBoolean(Scalar type, Value value, String path) {
    return switch (value) {
      case Value.Bool truth -> truth.isTrue();
      case Value.Text _
          when Coercion.to(ValueType.BOOL, value) instanceof Coercion.Fits(Value.Bool truth) ->
          truth.isTrue();
      default -> throw refused(path, type, value);
    };
  }

  private Object readList(JavaType.ListOf type, Value value, String path) {
    List<Value> items =
        switch (value) {
          case Value.Sequence(var given) -> given;
          case Value.Text _
              when Coercion.to(ValueType.LIST, value)
                  instanceof Coercion.Fits(Value.Sequence(var given)) ->
              given;
          default -> throw refused(path, type, value);
        };
    var read = new ArrayList<@Nullable Object>(items.size());
    for (int i = 0; i < items.size(); i++) {
      read.add(read(type.items(), items.get(i), "%s[%d]".formatted(path, i)));
    }
    return type.distinct() ? new LinkedHashSet<>(read) : read;
  }

  private Map<String, @Nullable Object> readMap(JavaType.MapOf type, Value value, String path) {
    var read = new LinkedHashMap<String, @Nullable Object>();
    mapping(type, value, path)
        .entries()
        .forEach((key, item) -> read.put(key, read(type.values(), item, path + "." + key)));
    return read;
  }

  private static Value.Mapping mapping(JavaType type, Value value, String path) {
    return switch (value) {
      case Value.Mapping mapping -> mapping;
      case Value.Text _
          when Coercion.to(ValueType.OBJECT, value)
              instanceof Coercion.Fits(Value.Mapping mapping) ->
          mapping;
      default -> throw refused(path, type, value);
    };
  }

  private Object readRecord(Class<?> wanted, JavaType type, Value value, String path) {
    Records.Shape shape = shapes.get(wanted);
    if (shape == null) {
      throw new IllegalStateException("record %s was not read".formatted(wanted.getName()));
    }
    Value.Mapping mapping = mapping(type, value, path);
    @Nullable Object[] components =
        shape.components().stream()
            .map(component -> readComponent(component, mapping, path))
            .toArray();
    try {
      return Records.build(shape, components);
    } catch (Throwable refusal) { // the author's own check of the components
      throw new WrongValueException(
          "'%s' is no %s: %s".formatted(path, wanted.getSimpleName(), refusal.getMessage()));
    }
  }

  private @Nullable Object readComponent(
      Records.Component component, Value.Mapping mapping, String path) {
    Value given = mapping.get(component.name());
    if (given != null) {
      return read(component.type(), given, path + "." + component.name());
    }
    if (component.nullable() || component.type() instanceof JavaType.OptionalOf) {
      return readNull(component.type(), path);
    }
    throw new WrongValueException(
        "'%s' lacks '%s'; it has %s"
            .formatted(path, component.name(), shortened(mapping.entries().keySet().toString())));
  }

  private static Object readEnum(Class<?> wanted, Value value, String path) {
    Object[] constants = wanted.getEnumConstants();
    if (value instanceof Value.Text(var text)) {
      for (Object constant : constants) {
        if (folded(((Enum<?>) constant).name()).equals(folded(text))) {
          return constant;
        }
      }
    }
    throw new WrongValueException(
        "'%s' expects one of %s, but got %s"
            .formatted(path, shortened(List.of(constants).toString()), shown(value)));
  }

  private static String folded(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
  }

  private static Value readValue(
      Class<? extends Value> wanted, JavaType type, Value value, String path) {
    if (wanted.isInstance(value)) {
      return value;
    }
    if (wanted == Value.Image.class) {
      return image(type, value, path);
    }
    throw refused(path, type, value);
  }

  private static Value.Image image(JavaType type, Value value, String path) {
    try {
      if (value instanceof Value.Image image) {
        return image;
      }
      if (value instanceof Value.Mapping mapping) {
        return Images.reference(mapping)
            .map(Images::resolve)
            .orElseThrow(() -> refused(path, type, value));
      }
    } catch (IllegalArgumentException malformed) {
      throw new WrongValueException("'%s' is no image: %s".formatted(path, malformed.getMessage()));
    }
    throw refused(path, type, value);
  }

  private static byte[] readBytes(JavaType type, Value value, String path) {
    return switch (image(type, value, path).content()) {
      case ImageContent.Inline inline -> inline.bytes();
      case ImageContent.Remote(var address) ->
          throw new WrongValueException(
              "'%s' expects the bytes of an image, but the image is only named: %s"
                  .formatted(path, address));
    };
  }

  private @Nullable Object readAnything(Value value, String path) {
    return switch (value) {
      case Value.Sequence _ -> readList(new JavaType.ListOf(Special.ANYTHING, false), value, path);
      case Value.Mapping _ -> readMap(new JavaType.MapOf(Special.ANYTHING), value, path);
      default -> value.toPlain();
    };
  }

  private static WrongValueException refused(String path, JavaType type, Value value) {
    return new WrongValueException(
        "'%s' expects %s, but got %s".formatted(path, type.shown(), shown(value)));
  }

  private static String shown(Value value) {
    return switch (value) {
      case Value.Text _ -> "the text " + shortened(PythonText.repr(value));
      case Value.Whole _, Value.Decimal _, Value.Bool _ -> shortened(PythonText.repr(value));
      case Value.Null _ -> "null";
      case Value.Sequence(var items) -> "a list of %d".formatted(items.size());
      case Value.Mapping(var entries) -> "a mapping with " + shortened(entries.keySet().toString());
      case Value.Image _ -> "an image";
    };
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "…";
  }
}

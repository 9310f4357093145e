package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.tool.ToolParameter;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.util.List;

/// A Java type that a parameter of a tool can have.
sealed interface JavaType {

  /// Its name in messages.
  String shown();

  /// Text, a number or a truth value; `primitive` ones take no null.
  record Scalar(Kind kind, boolean primitive, String shown) implements JavaType {}

  /// What a scalar holds.
  enum Kind {
    TEXT,
    INT,
    LONG,
    BIG_INTEGER,
    DOUBLE,
    BOOLEAN
  }

  /// `List`, `Collection`, `Iterable`, or `Set` if `distinct`.
  record ListOf(JavaType items, boolean distinct) implements JavaType {
    @Override
    public String shown() {
      return "%s<%s>".formatted(distinct ? "Set" : "List", items.shown());
    }
  }

  /// `Map` with text keys.
  record MapOf(JavaType values) implements JavaType {
    @Override
    public String shown() {
      return "Map<String, %s>".formatted(values.shown());
    }
  }

  /// A record, filled from a mapping; its components are known to [Records].
  record RecordOf(Class<?> type) implements JavaType {
    @Override
    public String shown() {
      return "record " + type.getSimpleName();
    }
  }

  /// One of an enum's constants, by its name.
  record EnumOf(Class<?> type) implements JavaType {
    @Override
    public String shown() {
      return type.getSimpleName();
    }
  }

  /// `Optional`: need not be given.
  record OptionalOf(JavaType inner) implements JavaType {
    @Override
    public String shown() {
      return "Optional<%s>".formatted(inner.shown());
    }
  }

  /// [Value] itself or one of its cases.
  record ValueOf(Class<? extends Value> type) implements JavaType {
    @Override
    public String shown() {
      return type == Value.class ? "Value" : "Value." + type.getSimpleName();
    }
  }

  /// Types without parts.
  enum Special implements JavaType {
    /// `Object`: plain data.
    ANYTHING("Object"),
    /// The bytes of an image.
    BYTES("byte[]"),
    CONNECTION("Connection"),
    /// The call itself; not an input.
    CONTEXT("ToolContext");

    private final String shown;

    Special(String shown) {
      this.shown = shown;
    }

    @Override
    public String shown() {
      return shown;
    }
  }

  /// The types a flow knows it by; empty if everything fits.
  default List<ToolParameter.Type> declared() {
    return switch (this) {
      case Scalar scalar -> List.of(new ToolParameter.Type.OfValue(scalarType(scalar.kind())));
      case ListOf _ -> List.of(new ToolParameter.Type.OfValue(ValueType.LIST));
      case MapOf _, RecordOf _ -> List.of(new ToolParameter.Type.OfValue(ValueType.OBJECT));
      case EnumOf _ -> List.of(new ToolParameter.Type.OfValue(ValueType.STRING));
      case OptionalOf(var inner) -> inner.declared();
      case ValueOf(var type) -> valueType(type);
      case Special.BYTES -> List.of(new ToolParameter.Type.OfValue(ValueType.IMAGE));
      case Special.CONNECTION -> List.of(new ToolParameter.Type.OfConnection("Connection"));
      case Special.ANYTHING, Special.CONTEXT -> List.of();
    };
  }

  private static ValueType scalarType(Kind kind) {
    return switch (kind) {
      case TEXT -> ValueType.STRING;
      case INT, LONG, BIG_INTEGER -> ValueType.INT;
      case DOUBLE -> ValueType.DOUBLE;
      case BOOLEAN -> ValueType.BOOL;
    };
  }

  private static List<ToolParameter.Type> valueType(Class<? extends Value> type) {
    return switch (type.getSimpleName()) {
      case "Text" -> List.of(new ToolParameter.Type.OfValue(ValueType.STRING));
      case "Whole" -> List.of(new ToolParameter.Type.OfValue(ValueType.INT));
      case "Decimal" -> List.of(new ToolParameter.Type.OfValue(ValueType.DOUBLE));
      case "Bool" -> List.of(new ToolParameter.Type.OfValue(ValueType.BOOL));
      case "Sequence" -> List.of(new ToolParameter.Type.OfValue(ValueType.LIST));
      case "Mapping" -> List.of(new ToolParameter.Type.OfValue(ValueType.OBJECT));
      case "Image" -> List.of(new ToolParameter.Type.OfValue(ValueType.IMAGE));
      default -> List.of();
    };
  }
}

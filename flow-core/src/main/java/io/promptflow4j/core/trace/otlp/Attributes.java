package io.promptflow4j.core.trace.otlp;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;

/// The attributes of a span or a resource, as they are written.
final class Attributes {

  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final int TEXT = 1;
  private static final int BOOL = 2;
  private static final int INT = 3;
  private static final int DOUBLE = 4;
  private static final int ARRAY = 5;

  private final List<ProtoWriter> written = new ArrayList<>();

  Attributes put(String key, String text) {
    return add(key, new ProtoWriter().text(TEXT, text));
  }

  Attributes put(String key, long number) {
    return add(key, new ProtoWriter().number(INT, number));
  }

  Attributes put(String key, double number) {
    return add(key, decimal(number));
  }

  private static ProtoWriter decimal(double number) {
    return new ProtoWriter().fixed64(DOUBLE, Double.doubleToRawLongBits(number));
  }

  Attributes put(String key, List<String> texts) {
    var array = new ProtoWriter();
    texts.forEach(text -> array.message(1, new ProtoWriter().text(TEXT, text)));
    return add(key, new ProtoWriter().message(ARRAY, array));
  }

  /// A value as what it is; one with parts as JSON.
  Attributes put(String key, Value value) {
    return switch (value) {
      case Value.Text(var text) -> put(key, text);
      case Value.Whole(var number) -> put(key, number.longValue());
      case Value.Decimal(var number) -> put(key, number);
      case Value.Bool truth -> add(key, new ProtoWriter().number(BOOL, truth.isTrue() ? 1 : 0));
      case Value.Sequence _, Value.Mapping _, Value.Image _, Value.Null _ ->
          put(key, Json.write(value));
    };
  }

  private Attributes add(String key, ProtoWriter value) {
    written.add(new ProtoWriter().text(KEY, key).message(VALUE, value));
    return this;
  }

  void writeTo(ProtoWriter message, int field) {
    written.forEach(attribute -> message.message(field, attribute));
  }
}

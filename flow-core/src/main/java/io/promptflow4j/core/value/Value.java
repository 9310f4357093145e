package io.promptflow4j.core.value;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// What travels along an edge of a flow: text, a number, a truth value, nothing, a list, a mapping
/// or an image.
///
/// Every case is immutable all the way down, so a node can neither change what another node sees
/// nor reach a Java object through it. Numbers keep Python's distinction between `int` (any size)
/// and `float` (64 bits, NaN and infinities included), because published flows depend on it.
public sealed interface Value {

  /// A text; any Unicode, also empty.
  record Text(String text) implements Value {
    public static final Text EMPTY = new Text("");
  }

  /// A whole number of any size.
  record Whole(BigInteger number) implements Value {

    /// The number as a Java `int`, cut to the range of `int` if it is larger or smaller.
    public int clampedToInt() {
      if (number.bitLength() < 32) {
        return number.intValue();
      }
      return number.signum() < 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }
  }

  /// A floating-point number; NaN and the infinities are legal.
  record Decimal(double number) implements Value {}

  /// True or false.
  enum Bool implements Value {
    TRUE,
    FALSE;

    public boolean isTrue() {
      return this == TRUE;
    }
  }

  /// Nothing: JSON `null`, Python `None`.
  enum Null implements Value {
    NULL
  }

  /// A list; its order is part of the value.
  record Sequence(List<Value> items) implements Value {
    public static final Sequence EMPTY = new Sequence(List.of());

    public Sequence {
      items = List.copyOf(items);
    }
  }

  /// A mapping from text to values that keeps the order of its keys, as Python and JSON texts do.
  ///
  /// Two mappings are equal if they hold equal entries, in whatever order.
  record Mapping(SequencedMap<String, Value> entries) implements Value {
    public static final Mapping EMPTY = new Mapping(new LinkedHashMap<>());

    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    /// The value under `key`, or null if there is none. [Null] stands for a present `null`.
    public @Nullable Value get(String key) {
      return entries.get(key);
    }
  }

  /// A picture, held as bytes or named by an address that only a model fetches.
  record Image(String mediaType, ImageContent content) implements Value {}

  static Text of(String text) {
    return text.isEmpty() ? Text.EMPTY : new Text(text);
  }

  static Whole of(long number) {
    return new Whole(BigInteger.valueOf(number));
  }

  static Decimal of(double number) {
    return new Decimal(number);
  }

  static Bool of(boolean truth) {
    return truth ? Bool.TRUE : Bool.FALSE;
  }

  static Sequence of(List<? extends Value> items) {
    return items.isEmpty() ? Sequence.EMPTY : new Sequence(List.copyOf(items));
  }

  static Mapping of(Map<String, ? extends Value> entries) {
    return entries.isEmpty() ? Mapping.EMPTY : new Mapping(new LinkedHashMap<>(entries));
  }

  /// Turns plain Java data (`null`, `CharSequence`, `Number`, `Boolean`, `Iterable`, `Map` with
  /// text keys, `Value`) into a value.
  ///
  /// @throws IllegalArgumentException if something in it is none of these; the message names its
  ///   type
  static Value from(@Nullable Object plain) {
    return PlainData.read(plain);
  }

  /// This value as plain Java data: `null`, `String`, `Long` or `BigInteger`, `Double`, `Boolean`,
  /// `List`, `Map`; an image is its prompt-flow mapping (`{"data:image/png;base64": …}`).
  default @Nullable Object toPlain() {
    return PlainData.write(this);
  }
}

package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.tool.ResultLimit;
import io.promptflow4j.core.value.Images;
import io.promptflow4j.core.value.Value;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/// Turns what a tool returned into a value.
final class ResultWriter {

  private static final int MAX_DEPTH = 256;

  /// Something is returned that is no data. The message completes "the tool returned …".
  static final class NotDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotDataException(String message) {
      super(message);
    }
  }

  private final Consumer<Value> chunks;
  private final boolean streams;
  private final ResultLimit.Size size;

  /// @param streams whether the tool is known to give a text piece by piece
  ResultWriter(Consumer<Value> chunks, boolean streams, ResultLimit limit) {
    this.chunks = chunks;
    this.streams = streams;
    this.size = new ResultLimit.Size(limit);
  }

  /// The value of a whole result. A stream is read to its end, and closed; a stage is waited for.
  ///
  /// @throws NotDataException if it can't be one
  /// @throws ResultLimit.Size.TooLargeException if it would be too large
  Value write(@Nullable Object result) throws Exception {
    return switch (result) {
      case CompletionStage<?> stage -> write(stage.toCompletableFuture().get());
      case BaseStream<?, ?> stream -> {
        try (stream) {
          yield drain(stream.iterator());
        }
      }
      case Iterator<?> items -> drain(items);
      case Iterable<?> items when !(items instanceof Collection) -> drain(items.iterator());
      case null, default -> data(result, 0);
    };
  }

  private Value drain(Iterator<?> items) throws Exception {
    var pieces = new ArrayList<Value>();
    while (items.hasNext()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedException("while its result was read");
      }
      Value piece = data(items.next(), 0);
      pieces.add(piece);
      if (piece instanceof Value.Text) {
        chunks.accept(piece);
      }
    }
    return pieces.isEmpty() && !streams ? Value.Sequence.EMPTY : joined(pieces);
  }

  private static Value joined(List<Value> pieces) {
    var text = new StringBuilder();
    for (Value piece : pieces) {
      if (!(piece instanceof Value.Text(var part))) {
        return Value.of(pieces);
      }
      text.append(part);
    }
    return Value.of(text.toString());
  }

  private Value data(@Nullable Object result, int depth) throws Exception {
    if (depth > MAX_DEPTH) {
      throw new NotDataException(
          "data nested more than %d levels deep, perhaps in a circle".formatted(MAX_DEPTH));
    }
    size.addItem();
    return switch (result) {
      case null -> Value.Null.NULL;
      case Value value -> counted(value);
      case Connection _, Secret _ ->
          throw new NotDataException("a connection, which may not leave a tool");
      case Optional<?> optional -> data(optional.orElse(null), depth + 1);
      case Enum<?> constant -> Value.of(constant.name());
      case Character letter -> Value.of(letter.toString());
      case String text -> {
        size.add(text);
        yield Value.of(text);
      }
      case Map<?, ?> map -> mapping(map, depth);
      case Record parts -> mapping(parts(parts), depth);
      case Collection<?> items -> sequence(items, depth);
      case byte[] bytes -> image(bytes);
      case Object array when array.getClass().isArray() -> sequence(elements(array), depth);
      case Object other -> plain(other);
    };
  }

  private Value counted(Value value) {
    size.add(value);
    return value;
  }

  private Value mapping(Map<?, ?> map, int depth) throws Exception {
    var entries = new LinkedHashMap<String, Value>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      size.add(key);
      entries.put(key, data(entry.getValue(), depth + 1));
    }
    return new Value.Mapping(entries);
  }

  private static Map<String, ?> parts(Record value) {
    try {
      return Records.read(value);
    } catch (ReflectiveOperationException closed) {
      throw new NotDataException(
          "%s, whose components can't be read: %s"
              .formatted(value.getClass().getName(), closed.getMessage()));
    }
  }

  private Value sequence(Collection<?> items, int depth) throws Exception {
    var values = new ArrayList<Value>();
    for (Object item : items) {
      values.add(data(item, depth + 1));
    }
    return new Value.Sequence(values);
  }

  private static List<?> elements(Object array) {
    var elements = new ArrayList<@Nullable Object>();
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(Array.get(array, i));
    }
    return elements;
  }

  private Value image(byte[] bytes) {
    String mediaType = Images.sniff(bytes);
    if (mediaType.equals("image/*")) {
      throw new NotDataException(
          "a byte[] that is no PNG, JPEG, GIF, WebP or BMP image; return text or a Value.Image");
    }
    size.add(bytes.length);
    return Images.fromBytes(bytes, new Images.Reference(mediaType, Images.Form.BASE64, ""));
  }

  private Value plain(Object other) {
    try {
      return counted(Value.from(other));
    } catch (IllegalArgumentException notData) {
      throw new NotDataException(
          "%s, which is not data; return text, numbers, booleans, lists, maps or records"
              .formatted(other.getClass().getTypeName()));
    }
  }
}

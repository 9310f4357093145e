package io.promptflow4j.core.run.picture;

import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.ImageContent;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes pictures out of data that goes into a row, and puts them back into data that comes out.
///
/// In a row, `{"data:image/png;base64": …}` is `{"data:image/png;path": "DIGEST.png"}`, and an
/// address `data:image/png;base64,…` is `data:image/png;path,DIGEST.png`. Small ones stay.
public final class StoredPictures {

  private static final int SMALL = 256;
  private static final Pattern KEY = Pattern.compile("(data:image/[a-z0-9.+*-]+;)base64");
  private static final Pattern ADDRESS =
      Pattern.compile("(data:image/[a-z0-9.+*-]+;)base64,([A-Za-z0-9+/=\\s]+)");
  private static final Pattern NAMED = Pattern.compile("(data:image/[a-z0-9.+*-]+;)path");
  private static final Pattern NAMED_ADDRESS =
      Pattern.compile("(data:image/[a-z0-9.+*-]+;)path,([0-9a-f]{64}\\.[a-z0-9]+)");
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.[a-z0-9]+");

  private StoredPictures() {}

  /// Whether a text of JSON may name a picture.
  public static boolean mayNameOne(String json) {
    return json.contains("data:image/") && json.contains(";path");
  }

  /// The data without its pictures.
  ///
  /// @param files gets the pictures by their names
  public static Value.Mapping apart(Value.Mapping value, Map<String, byte[]> files) {
    return value.entries().isEmpty() || !(apart((Value) value, files) instanceof Value.Mapping rest)
        ? value
        : rest;
  }

  private static Value apart(Value value, Map<String, byte[]> files) {
    return switch (value) {
      case Value.Image(var type, ImageContent.Inline inline) ->
          named("data:" + type + ";", inline.bytes(), files);
      case Value.Image _ -> value;
      case Value.Text(var text) -> text.length() < SMALL ? value : address(text, value, files);
      case Value.Sequence(var items) -> items(value, items, item -> apart(item, files));
      case Value.Mapping mapping -> {
        Optional<Value> picture = picture(mapping, files);
        yield picture.isPresent() ? picture.get() : entries(mapping, item -> apart(item, files));
      }
      case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> value;
    };
  }

  private static Optional<Value> picture(Value.Mapping mapping, Map<String, byte[]> files) {
    if (mapping.entries().size() != 1
        || !(mapping.entries().firstEntry().getValue() instanceof Value.Text(var encoded))
        || encoded.length() < SMALL) {
      return Optional.empty();
    }
    Matcher key = KEY.matcher(mapping.entries().firstEntry().getKey());
    return key.matches()
        ? decoded(encoded).map(bytes -> named(key.group(1), bytes, files))
        : Optional.empty();
  }

  private static Value address(String text, Value value, Map<String, byte[]> files) {
    if (!text.startsWith("data:image/")) {
      return value;
    }
    Matcher address = ADDRESS.matcher(text);
    return address.matches()
        ? decoded(address.group(2))
            .<Value>map(bytes ->
                Value.of(address.group(1) + "path," + keep(address.group(1), bytes, files)))
            .orElse(value)
        : value;
  }

  private static Optional<byte[]> decoded(String encoded) {
    try {
      return Optional.of(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // what is no picture stays as it is
    }
  }

  private static Value named(String type, byte[] bytes, Map<String, byte[]> files) {
    return Value.of(Map.of(type + "path", Value.of(keep(type, bytes, files))));
  }

  private static String keep(String type, byte[] bytes, Map<String, byte[]> files) {
    String kind = type.replaceFirst("data:image/([a-z0-9]*).*", "$1");
    String name = Digest.of(bytes).hex() + "." + (kind.isEmpty() ? "image" : kind);
    files.put(name, bytes);
    return name;
  }

  /// The data with its pictures. One that is not there stays a name.
  ///
  /// @param files finds the content of a digest
  public static Value.Mapping whole(Value.Mapping value, Function<Digest, Optional<byte[]>> files) {
    return restored(value, files) instanceof Value.Mapping whole ? whole : value;
  }

  private static Value restored(Value value, Function<Digest, Optional<byte[]>> files) {
    return switch (value) {
      case Value.Text(var text) when text.startsWith("data:image/") -> {
        Matcher address = NAMED_ADDRESS.matcher(text);
        yield address.matches()
            ? encoded(address.group(2), files)
                .<Value>map(encoded -> Value.of(address.group(1) + "base64," + encoded))
                .orElse(value)
            : value;
      }
      case Value.Sequence(var items) -> items(value, items, item -> restored(item, files));
      case Value.Mapping mapping -> {
        Optional<Value> picture = restoredPicture(mapping, files);
        yield picture.isPresent() ? picture.get() : entries(mapping, item -> restored(item, files));
      }
      case Value.Text _,
          Value.Image _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _ ->
          value;
    };
  }

  private static Optional<Value> restoredPicture(
      Value.Mapping mapping, Function<Digest, Optional<byte[]>> files) {
    if (mapping.entries().size() != 1
        || !(mapping.entries().firstEntry().getValue() instanceof Value.Text(var name))) {
      return Optional.empty();
    }
    Matcher key = NAMED.matcher(mapping.entries().firstEntry().getKey());
    return key.matches()
        ? encoded(name, files)
            .map(encoded -> Value.of(Map.of(key.group(1) + "base64", Value.of(encoded))))
        : Optional.empty();
  }

  private static Optional<String> encoded(String name, Function<Digest, Optional<byte[]>> files) {
    Matcher stored = NAME.matcher(name);
    return stored.matches()
        ? files.apply(new Digest(stored.group(1))).map(Base64.getEncoder()::encodeToString)
        : Optional.empty();
  }

  private static Value items(Value whole, List<Value> items, Function<Value, Value> change) {
    List<Value> changed = null; // hardly ever anything is
    for (int i = 0; i < items.size(); i++) {
      Value other = change.apply(items.get(i));
      if (!isSame(other, items.get(i))) {
        changed = changed == null ? new ArrayList<>(items) : changed;
        changed.set(i, other);
      }
    }
    return changed == null ? whole : new Value.Sequence(changed);
  }

  private static Value entries(Value.Mapping mapping, Function<Value, Value> change) {
    LinkedHashMap<String, Value> changed = null;
    for (var entry : mapping.entries().entrySet()) {
      Value other = change.apply(entry.getValue());
      if (!isSame(other, entry.getValue())) {
        changed = changed == null ? new LinkedHashMap<>(mapping.entries()) : changed;
        changed.put(entry.getKey(), other);
      }
    }
    return changed == null ? mapping : new Value.Mapping(changed);
  }

  @SuppressWarnings("ReferenceEquality") // the same object, so nothing was changed
  private static boolean isSame(Value one, Value other) {
    return one == other;
  }
}

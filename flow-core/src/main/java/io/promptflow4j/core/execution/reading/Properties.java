package io.promptflow4j.core.execution.reading;

import io.promptflow4j.core.graph.PropertyPath;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Value;

/// Follows a property path into a value.
public final class Properties {

  private Properties() {}

  /// A path leads nowhere. The message completes "'x' reads ${n.output.p}, but …".
  public static final class NoSuchProperty extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NoSuchProperty(String message) {
      super(message);
    }
  }

  /// The value at the end of `path`.
  ///
  /// @throws NoSuchProperty if a step finds nothing
  public static Value follow(PropertyPath path, Value from) {
    Value at = from;
    for (PropertyPath.Step step : path.steps()) {
      at =
          switch (step) {
            case PropertyPath.Step.Key(var key) -> entry(key, at);
            case PropertyPath.Step.Index(var index) -> item(index, at);
          };
    }
    return at;
  }

  private static Value entry(String key, Value value) {
    if (!(value instanceof Value.Mapping mapping)) {
      throw new NoSuchProperty(
          "there is no '%s' in %s%s".formatted(key, kind(value), hintForText(value)));
    }
    Value found = mapping.get(key);
    if (found == null) {
      throw new NoSuchProperty(
          "the mapping has no key '%s'; it has %s.%s"
              .formatted(
                  key,
                  mapping.entries().isEmpty() ? "none" : mapping.entries().sequencedKeySet(),
                  Suggestion.didYouMean(key, mapping.entries().keySet())));
    }
    return found;
  }

  private static Value item(int index, Value value) {
    if (!(value instanceof Value.Sequence(var items))) {
      throw new NoSuchProperty("there is no item [%d] in %s".formatted(index, kind(value)));
    }
    if (index >= items.size()) {
      throw new NoSuchProperty(
          "the list has %d item(s), so there is no [%d]".formatted(items.size(), index));
    }
    return items.get(index);
  }

  private static String hintForText(Value value) {
    return value instanceof Value.Text(var text) && text.stripLeading().startsWith("{")
        ? "; the text looks like JSON: turn it into data in a node first (json.loads)"
        : "";
  }

  private static String kind(Value value) {
    return switch (value) {
      case Value.Text _ -> "a text";
      case Value.Whole _, Value.Decimal _ -> "a number";
      case Value.Bool _ -> "a truth value";
      case Value.Null _ -> "nothing (None)";
      case Value.Sequence _ -> "a list";
      case Value.Mapping _ -> "a mapping";
      case Value.Image _ -> "an image";
    };
  }
}

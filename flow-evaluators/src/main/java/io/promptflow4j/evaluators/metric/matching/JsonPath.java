package io.promptflow4j.evaluators.metric.matching;

import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in a JSON value: `$.items[0].name`, `items[-1]['a key']`. Names, quoted names and
/// positions (negative ones from the end); no wildcards, no filters.
public record JsonPath(List<Step> steps) {

  private static final Pattern STEP =
      Pattern.compile(
          "\\.?(?<name>[^.\\[\\]'\"\\s]+)|\\[(?<at>-?\\d{1,9})]"
              + "|\\['(?<single>[^']*)']|\\[\"(?<double>[^\"]*)\"]");

  /// One step down.
  public sealed interface Step {

    /// To the value under a key.
    record Key(String name) implements Step {}

    /// To an item of a list.
    record Position(int at) implements Step {}
  }

  public JsonPath {
    steps = List.copyOf(steps);
  }

  /// Reads a path; empty if it is none.
  public static Optional<JsonPath> of(String text) {
    String path = text.strip();
    var steps = new ArrayList<Step>();
    var matcher = STEP.matcher(path);
    int at = path.startsWith("$") ? 1 : 0;
    while (at < path.length()) {
      matcher.region(at, path.length());
      if (!matcher.lookingAt()) {
        return Optional.empty();
      }
      steps.add(
          matcher.group("at") != null
              ? new Step.Position(Integer.parseInt(matcher.group("at")))
              : new Step.Key(name(matcher)));
      at = matcher.end();
    }
    return Optional.of(new JsonPath(steps));
  }

  private static String name(Matcher matcher) {
    for (String group : List.of("name", "single", "double")) {
      String name = matcher.group(group);
      if (name != null) {
        return name;
      }
    }
    throw new IllegalStateException("a step is a name or a position");
  }

  /// The value at this place, if there is one.
  public Optional<Value> in(Value root) {
    Optional<Value> value = Optional.of(root);
    for (Step step : steps) {
      value = value.flatMap(here -> down(here, step));
    }
    return value;
  }

  private static Optional<Value> down(Value value, Step step) {
    return switch (step) {
      case Step.Key(var name) ->
          value instanceof Value.Mapping mapping
              ? Optional.ofNullable(mapping.get(name))
              : Optional.empty();
      case Step.Position(int at) ->
          value instanceof Value.Sequence(var items) ? item(items, at) : Optional.empty();
    };
  }

  private static Optional<Value> item(List<Value> items, int at) {
    int index = at < 0 ? items.size() + at : at;
    return 0 <= index && index < items.size() ? Optional.of(items.get(index)) : Optional.empty();
  }

  @Override
  public String toString() {
    var text = new StringBuilder("$");
    for (Step step : steps) {
      switch (step) {
        case Step.Key(var name) -> text.append("['").append(name).append("']");
        case Step.Position(int at) -> text.append('[').append(at).append(']');
      }
    }
    return text.toString();
  }
}

package io.promptflow4j.core.tool.schema;

import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Holds arguments against the JSON schema of a tool, as far as tools use it: `type`, `properties`,
/// `required`, `additionalProperties: false`, `items`, `enum`. What it does not know it lets pass.
public final class ArgumentCheck {

  private static final int MOST_PROBLEMS = 10;
  private static final int DEEPEST = 20;

  private final List<String> problems = new ArrayList<>();

  private ArgumentCheck() {}

  /// What is wrong, each as a sentence without its end; empty if nothing is.
  public static List<String> problems(Value.Mapping schema, Value.Mapping arguments) {
    var check = new ArgumentCheck();
    check.object("", schema, arguments, 0);
    return List.copyOf(check.problems);
  }

  private void add(String problem) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(problem);
    }
  }

  private void object(String where, Value.Mapping schema, Value.Mapping value, int depth) {
    var properties =
        schema.get("properties") instanceof Value.Mapping mapping ? mapping : Value.Mapping.EMPTY;
    if (schema.get("required") instanceof Value.Sequence(var names)) {
      for (Value name : names) {
        if (name instanceof Value.Text(var required) && value.get(required) == null) {
          add("'%s%s' is missing".formatted(where, required));
        }
      }
    }
    boolean open = !Value.Bool.FALSE.equals(schema.get("additionalProperties"));
    value
        .entries()
        .forEach((name, item) -> {
          Value property = properties.get(name);
          if (property instanceof Value.Mapping inner) {
            check(where + name, inner, item, depth + 1);
          } else if (property == null && !open) {
            add(
                "there is no '%s%s'%s"
                    .formatted(
                        where,
                        name,
                        Suggestion.closest(name, properties.entries().keySet())
                            .map("; '%s' may be meant"::formatted)
                            .orElse("")));
          }
        });
  }

  private void check(String where, Value.Mapping schema, Value value, int depth) {
    if (depth > DEEPEST) {
      return;
    }
    if (!fits(schema.get("type"), value)) {
      add(
          "'%s' has to be %s, but is %s"
              .formatted(where, shownType(schema.get("type")), shown(value)));
      return;
    }
    if (schema.get("enum") instanceof Value.Sequence(var choices) && !choices.contains(value)) {
      add(
          "'%s' is %s, but has to be one of %s"
              .formatted(where, shown(value), Json.write(Value.of(choices))));
    }
    if (value instanceof Value.Mapping inner) {
      object(where + ".", schema, inner, depth);
    }
    if (value instanceof Value.Sequence(var items)
        && schema.get("items") instanceof Value.Mapping item) {
      for (int i = 0; i < items.size(); i++) {
        check("%s[%d]".formatted(where, i), item, items.get(i), depth + 1);
      }
    }
  }

  private static boolean fits(@Nullable Value type, Value value) {
    return switch (type) {
      case Value.Text(var name) -> fits(name, value);
      case Value.Sequence(var names) -> names.stream().anyMatch(name -> fits(name, value));
      case null, default -> true;
    };
  }

  private static boolean fits(String type, Value value) {
    return switch (type) {
      case "string" -> value instanceof Value.Text || value instanceof Value.Image;
      case "integer" ->
          value instanceof Value.Whole
              || (value instanceof Value.Decimal(var number) && number == Math.rint(number));
      case "number" -> value instanceof Value.Whole || value instanceof Value.Decimal;
      case "boolean" -> value instanceof Value.Bool;
      case "null" -> value instanceof Value.Null;
      case "array" -> value instanceof Value.Sequence;
      case "object" -> value instanceof Value.Mapping;
      default -> true;
    };
  }

  private static String shownType(@Nullable Value type) {
    return type instanceof Value.Text(var name)
        ? name.toLowerCase(Locale.ROOT)
        : type == null ? "anything" : Json.write(type);
  }

  private static String shown(Value value) {
    String text = Json.write(value);
    return text.length() <= 60 ? text : text.substring(0, 59) + "…";
  }
}

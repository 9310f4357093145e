package io.promptflow4j.server.studio;

import io.promptflow4j.core.value.Value;
import io.promptflow4j.server.api.Fault;
import io.promptflow4j.server.api.FaultException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/// The JSON object that a page sends, read field by field. What is of another kind than asked for
/// is refused, and so are fields that nobody knows.
///
/// @param fields as they came
public record Asked(Value.Mapping fields) {

  /// The same, if it has no other fields than these.
  ///
  /// @throws FaultException if it has
  public Asked only(String... known) {
    var unknown = new TreeSet<>(fields.entries().keySet());
    unknown.removeAll(Set.of(known));
    if (!unknown.isEmpty()) {
      throw bad("unknown-field", "'%s' is not asked for here".formatted(unknown.first()));
    }
    return this;
  }

  /// A text that may be missing; nothing if it is blank.
  public Optional<String> text(String name) {
    return switch (fields.get(name)) {
      case null -> Optional.empty();
      case Value.Null _ -> Optional.empty();
      case Value.Text(String text) -> text.isBlank() ? Optional.empty() : Optional.of(text.strip());
      default -> throw bad("bad-field", "'%s' is a text".formatted(name));
    };
  }

  /// A text that has to be there.
  public String need(String name) {
    return text(name).orElseThrow(() -> bad("missing-field", "'%s' is missing".formatted(name)));
  }

  /// Yes or no.
  public Optional<Boolean> truth(String name) {
    return switch (fields.get(name)) {
      case null -> Optional.empty();
      case Value.Null _ -> Optional.empty();
      case Value.Bool truth -> Optional.of(truth.isTrue());
      default -> throw bad("bad-field", "'%s' is true or false".formatted(name));
    };
  }

  /// A whole number from 1 to `most`.
  public Optional<Integer> number(String name, int most) {
    return switch (fields.get(name)) {
      case null -> Optional.empty();
      case Value.Null _ -> Optional.empty();
      case Value.Whole whole when whole.clampedToInt() >= 1 && whole.clampedToInt() <= most ->
          Optional.of(whole.clampedToInt());
      default -> throw bad("bad-field", "'%s' is a number from 1 to %d".formatted(name, most));
    };
  }

  /// An object; empty if it is missing.
  public Value.Mapping mapping(String name) {
    return switch (fields.get(name)) {
      case null -> Value.Mapping.EMPTY;
      case Value.Null _ -> Value.Mapping.EMPTY;
      case Value.Mapping mapping -> mapping;
      default -> throw bad("bad-field", "'%s' is an object".formatted(name));
    };
  }

  /// An object of texts; empty if it is missing.
  public SequencedMap<String, String> texts(String name) {
    var texts = new LinkedHashMap<String, String>();
    mapping(name)
        .entries()
        .forEach((key, value) -> {
          if (!(value instanceof Value.Text(String text))) {
            throw bad("bad-field", "'%s' is an object of texts".formatted(name));
          }
          texts.put(key, text);
        });
    return texts;
  }

  /// A list of texts; empty if it is missing.
  public List<String> list(String name) {
    var texts = new ArrayList<String>();
    for (Value item : items(name)) {
      if (!(item instanceof Value.Text(String text))) {
        throw bad("bad-field", "'%s' is a list of texts".formatted(name));
      }
      texts.add(text);
    }
    return texts;
  }

  /// A list of objects; empty if it is missing.
  public List<Asked> objects(String name) {
    var objects = new ArrayList<Asked>();
    for (Value item : items(name)) {
      if (!(item instanceof Value.Mapping mapping)) {
        throw bad("bad-field", "'%s' is a list of objects".formatted(name));
      }
      objects.add(new Asked(mapping));
    }
    return objects;
  }

  private List<Value> items(String name) {
    return switch (fields.get(name)) {
      case null -> List.of();
      case Value.Null _ -> List.of();
      case Value.Sequence(List<Value> items) -> items;
      default -> throw bad("bad-field", "'%s' is a list".formatted(name));
    };
  }

  private static FaultException bad(String code, String message) {
    return new FaultException(Fault.badRequest(code, message + "."));
  }
}

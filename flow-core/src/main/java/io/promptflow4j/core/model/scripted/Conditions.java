package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.template.chat.ChatMessage.Role;
import io.promptflow4j.core.value.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// When a rule answers; what is left out fits everything.
///
/// @param nodes names, `*` for any piece of one; empty for every node
/// @param models as `nodes`, for the model's name
/// @param role the role of the last message
/// @param texts patterns that are to be found, in the order of the file
/// @param parameters settings that are to be equal
record Conditions(
    List<Pattern> nodes,
    List<Pattern> models,
    Optional<Role> role,
    List<TextCondition> texts,
    Map<String, Value> parameters) {

  static final Conditions NONE =
      new Conditions(List.of(), List.of(), Optional.empty(), List.of(), Map.of());

  /// What the rule's first pattern found; empty if the rule does not fit.
  Optional<Match> match(Question asked) {
    if (!fits(nodes, asked.node())
        || !fits(models, asked.model())
        || (role.isPresent() && !role.equals(asked.lastRole()))
        || !parameters.entrySet().stream()
            .allMatch(wanted -> isSame(asked.settings().get(wanted.getKey()), wanted.getValue()))) {
      return Optional.empty();
    }
    Optional<Match> first = Optional.empty();
    for (TextCondition text : texts) {
      Optional<Match> found = text.match(asked);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      first = first.or(() -> found);
    }
    return Optional.of(first.orElse(Match.NOTHING));
  }

  private static boolean fits(List<Pattern> names, String name) {
    return names.isEmpty() || names.stream().anyMatch(wanted -> wanted.matcher(name).matches());
  }

  private static boolean isSame(@Nullable Value given, Value wanted) {
    return given != null && (given.equals(wanted) || number(given).equals(number(wanted)));
  }

  /// A number as such, so that `1` and `1.0` are the same; anything else is equal to nothing.
  private static Object number(Value value) {
    return switch (value) {
      case Value.Whole(var number) -> new BigDecimal(number).stripTrailingZeros();
      case Value.Decimal(var number) when Double.isFinite(number) ->
          BigDecimal.valueOf(number).stripTrailingZeros();
      default -> new Object();
    };
  }
}

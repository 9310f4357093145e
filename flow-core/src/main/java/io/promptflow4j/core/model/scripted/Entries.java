package io.promptflow4j.core.model.scripted;

import io.promptflow4j.core.definition.Written;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.value.Coercion;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import io.promptflow4j.core.value.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The entries of one mapping of a rules file, read by type. What does not fit is reported and
/// counts as not given.
record Entries(Written.Fields fields, Diagnostics diagnostics) {

  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|s|m|)", Pattern.CASE_INSENSITIVE);

  /// Reports keys that are none of `known`.
  void allow(Collection<String> known) {
    for (Written.Field field : fields.fields()) {
      String key = field.key().value();
      if (!known.contains(key)) {
        diagnostics.error(
            "unknown-key",
            field.key().place(),
            "'%s' means nothing here.%s Known are: %s"
                .formatted(key, Suggestion.didYouMean(key, known), String.join(", ", known)));
      }
    }
  }

  Optional<Written> content(String key) {
    return fields.fields().stream()
        .filter(field -> field.key().value().equals(key))
        .map(Written.Field::content)
        .filter(content -> content.value() != Value.Null.NULL)
        .findFirst();
  }

  boolean has(String key) {
    return content(key).isPresent();
  }

  /// A text; a number or a truth value counts as its text.
  Optional<String> text(String key) {
    return content(key).flatMap(written -> text(key, written));
  }

  private Optional<String> text(String key, Written written) {
    return switch (written) {
      case Written.Scalar scalar -> Optional.of(PythonText.str(scalar.value()));
      case Written.Items _, Written.Fields _ -> wrong(written, "'%s' has to be a text", key);
    };
  }

  /// A text or a list of texts.
  List<String> texts(String key) {
    return content(key)
        .map(written ->
            switch (written) {
              case Written.Items list ->
                  list.items().stream().flatMap(item -> text(key, item).stream()).toList();
              case Written.Scalar _, Written.Fields _ -> text(key, written).stream().toList();
            })
        .orElse(List.of());
  }

  Optional<Value.Mapping> mapping(String key) {
    return content(key)
        .flatMap(written ->
            written.value() instanceof Value.Mapping mapping
                ? Optional.of(mapping)
                : wrong(written, "'%s' has to be a mapping", key));
  }

  Optional<Value> list(String key) {
    return content(key)
        .flatMap(written ->
            written.value() instanceof Value.Sequence list
                ? Optional.of(list)
                : wrong(written, "'%s' has to be a list", key));
  }

  Optional<Long> count(String key) {
    return content(key)
        .flatMap(written ->
            Coercion.to(ValueType.INT, written.value())
                        instanceof Coercion.Fits(Value.Whole(var number))
                    && number.signum() >= 0
                    && number.bitLength() < 63
                ? Optional.of(number.longValue())
                : wrong(written, "'%s' has to be a whole number", key));
  }

  /// `250ms`, `1.5s`, `2m`; a bare number is seconds.
  Duration duration(String key, Duration otherwise) {
    return content(key).flatMap(written -> duration(key, written)).orElse(otherwise);
  }

  private Optional<Duration> duration(String key, Written written) {
    Matcher matcher = DURATION.matcher(PythonText.str(written.value()).strip());
    if (!(written instanceof Written.Scalar) || !matcher.matches()) {
      return wrong(written, "'%s' has to be a time such as 250ms, 1.5s or 2m", key);
    }
    BigDecimal nanos =
        switch (matcher.group(2).toLowerCase(Locale.ROOT)) {
          case "ms" -> BigDecimal.valueOf(1_000_000);
          case "m" -> BigDecimal.valueOf(60_000_000_000L);
          default -> BigDecimal.valueOf(1_000_000_000);
        };
    return Optional.of(
        Duration.ofNanos(
            new BigDecimal(matcher.group(1))
                .multiply(nanos)
                .min(BigDecimal.valueOf(Duration.ofDays(1).toNanos()))
                .longValue()));
  }

  Optional<Pattern> pattern(String key) {
    Optional<Written> written = content(key);
    return text(key)
        .flatMap(text -> {
          try {
            return Optional.of(Pattern.compile(text, Pattern.MULTILINE));
          } catch (PatternSyntaxException broken) {
            return wrong(
                written.orElse(fields),
                "'%s' is no regular expression: " + broken.getDescription().replace("%", "%%"),
                key);
          }
        });
  }

  Place placeOf(String key) {
    return content(key).map(Written::place).orElse(fields.place());
  }

  <T> Optional<T> wrong(Written written, String message, String key) {
    diagnostics.error("bad-rules", written.place(), message.formatted(key));
    return Optional.empty();
  }
}

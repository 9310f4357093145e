package io.promptflow4j.server.deployment.witness;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes out of values what may not be kept: the fields that a deployment names, pictures, and
/// whatever looks like a key of a model service.
final class Redaction {

  private static final Value GONE = Value.of("(redacted)");
  private static final Value PICTURE = Value.of("(image)");
  private static final Pattern KEY =
      Pattern.compile("\\b(?:sk-[A-Za-z0-9_-]{16,}|Bearer\\s+[A-Za-z0-9._~+/-]{16,}=*)");

  private Redaction() {}

  static Value.Mapping of(Value.Mapping all, Set<String> fields) {
    var kept = new LinkedHashMap<String, Value>();
    all.entries()
        .forEach((name, value) -> kept.put(name, fields.contains(name) ? GONE : of(value, fields)));
    return new Value.Mapping(kept);
  }

  private static Value of(Value value, Set<String> fields) {
    return switch (value) {
      case Value.Text(var text) -> Value.of(KEY.matcher(text).replaceAll("(redacted)"));
      case Value.Mapping mapping -> of(mapping, fields);
      case Value.Sequence(var items) ->
          Value.of(items.stream().map(item -> of(item, fields)).toList());
      case Value.Image _ -> PICTURE;
      case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> value;
    };
  }
}

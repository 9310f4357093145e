package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.BiFunction;

/// A connection as a mapping, in the shape of its YAML file.
public final class ConnectionText {

  private ConnectionText() {}

  /// For people: secrets are `******`, references to secrets (`env:NAME`, `file:PATH`) as written.
  public static Value.Mapping shown(ConnectionDraft draft) {
    return mapping(draft, (_, _) -> Redaction.MASK);
  }

  /// The text of a connection file, each secret written as `writeSecret` says, which gets the field
  /// and the secret. References stay what they are.
  public static String yaml(ConnectionDraft draft, BiFunction<String, Secret, String> writeSecret) {
    return ConnectionYaml.write(mapping(draft, writeSecret));
  }

  private static Value.Mapping mapping(
      ConnectionDraft draft, BiFunction<String, Secret, String> writeSecret) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("name", Value.of(draft.name()));
    entries.put("type", Value.of(draft.type().yamlName()));
    draft
        .customType()
        .ifPresent(type -> {
          int colon = type.lastIndexOf(':');
          entries.put("custom_type", Value.of(type.substring(colon + 1)));
          entries.put("module", Value.of(colon < 0 ? "" : type.substring(0, colon)));
        });
    var settings = new LinkedHashMap<String, Value>();
    draft.settings().forEach((field, value) -> settings.put(field, Value.of(value)));
    var secrets = new LinkedHashMap<String, Value>();
    draft
        .secrets()
        .forEach((field, secret) ->
            secrets.put(
                field,
                Value.of(
                    SecretReference.isReference(secret)
                        ? secret.reveal()
                        : writeSecret.apply(field, secret))));
    addFields(entries, draft.type(), settings, secrets);
    return new Value.Mapping(entries);
  }

  private static void addFields(
      SequencedMap<String, Value> entries,
      ConnectionType type,
      SequencedMap<String, Value> settings,
      SequencedMap<String, Value> secrets) {
    if (type.isOpen()) {
      entries.put("configs", new Value.Mapping(settings));
      entries.put("secrets", new Value.Mapping(secrets));
    } else {
      entries.putAll(secrets);
      entries.putAll(settings);
    }
  }
}

package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.source.Severity;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;

/// A connection as someone wrote it: values may still be references (`env:NAME`) or ask for input
/// (`<user-input>`). [ConnectionResolver] makes a [Connection] of it.
///
/// @param customType for a custom strong type connection, the Python class it stands for
///   (`module:Class`)
public record ConnectionDraft(
    String name,
    ConnectionType type,
    SequencedMap<String, String> settings,
    SequencedMap<String, Secret> secrets,
    Optional<String> customType) {

  /// What is to be said of the value of a field.
  ///
  /// @param severity an error if it can never work, a warning if it may work later
  public record Remark(String field, Severity severity, String code, String message) {}

  /// The code of what is wrong with a file that a secret is taken from.
  static final String SECRET_FILE = "secret-file";

  private static final String USER_INPUT = "<user-input>";
  private static final String KEY = "api_key";
  private static final String ACCESS_KEY = "secret_access_key";
  private static final String NO_CHANGE = "<no-change>";

  /// @throws ConnectionException if `name` can't be a connection's name
  public ConnectionDraft {
    checkName(name);
    settings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(settings));
    secrets = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(secrets));
  }

  private static void checkName(String name) {
    if (!name.matches("[\\p{L}\\p{N}_][\\p{L}\\p{N}_ .()@-]{0,99}")) {
      throw new ConnectionException(
          "a connection needs a name of up to 100 letters, digits, '_', '-', '.' and blanks");
    }
  }

  public ConnectionDraft named(String other) {
    return new ConnectionDraft(other, type, settings, secrets, customType);
  }

  /// The same connection with one field set, as `--set field=value` asks for. A custom connection's
  /// fields are `configs.NAME` and `secrets.NAME`; one it already has needs no prefix. The path of
  /// a `file:` reference is seen from the working directory.
  ///
  /// @throws ConnectionException if the type has no such field
  public ConnectionDraft with(String field, String value) {
    if (field.equals("name")) {
      return named(value);
    }
    if (field.startsWith("secrets.") || isSecret(field)) {
      return withSecret(bare(field), SecretReference.anchored(new Secret(value), Path.of("")));
    }
    if (field.startsWith("configs.")
        || settings.containsKey(field)
        || type.plainFields().contains(field)
        || type.callFields().contains(field)) {
      return withSetting(
          bare(field),
          type.isPath(field) && !value.isBlank() && !value.contains("${env:")
              ? SecretReference.anchored(value, Path.of(""))
              : value);
    }
    throw new ConnectionException(noSuchField(field));
  }

  private boolean isSecret(String field) {
    return type.secretFields().contains(field) || secrets.containsKey(field);
  }

  private String bare(String field) {
    boolean prefixed = field.startsWith("configs.") || field.startsWith("secrets.");
    if (prefixed && !type.isOpen()) {
      throw new ConnectionException(
          "'%s': a connection of type '%s' has no 'configs' or 'secrets'; write '%s'"
              .formatted(field, type.yamlName(), field.substring(8)));
    }
    return prefixed ? field.substring(8) : field;
  }

  private String noSuchField(String field) {
    if (type.isOpen()) {
      return ("connection '%s' has no field '%s'; write 'configs.%s' or, if it is secret,"
              + " 'secrets.%s'")
          .formatted(name, field, field, field);
    }
    var known = new TreeSet<>(type.plainFields());
    known.addAll(type.secretFields());
    known.addAll(type.callFields());
    return "a connection of type '%s' has no field '%s'; it has %s.%s"
        .formatted(type.yamlName(), field, String.join(", ", known), type.hintFor(field));
  }

  private ConnectionDraft withSetting(String field, String value) {
    var changed = new LinkedHashMap<>(settings);
    changed.put(field, value);
    return new ConnectionDraft(name, type, changed, secrets, customType);
  }

  /// The same connection with one secret given, as after asking for it.
  public ConnectionDraft withSecret(String field, Secret secret) {
    var changed = new LinkedHashMap<>(secrets);
    changed.put(field, secret);
    return new ConnectionDraft(name, type, settings, changed, customType);
  }

  /// This as an update of `stored`: what it does not mention, and secrets that are empty, all stars
  /// or `<no-change>`, stay as they are.
  ///
  /// @throws ConnectionException if the two have different types
  public ConnectionDraft updating(ConnectionDraft stored) {
    if (type != stored.type) {
      throw new ConnectionException(
          "connection '%s' has type '%s' and can't become '%s'; delete it first"
              .formatted(name, stored.type.yamlName(), type.yamlName()));
    }
    var allSettings = new LinkedHashMap<>(stored.settings);
    allSettings.putAll(settings);
    var allSecrets = new LinkedHashMap<>(stored.secrets);
    secrets.forEach((field, secret) -> {
      if (!isUnchanged(secret) || !allSecrets.containsKey(field)) {
        allSecrets.put(field, secret);
      }
    });
    return new ConnectionDraft(
        name, type, allSettings, allSecrets, customType.or(() -> stored.customType));
  }

  private static boolean isUnchanged(Secret secret) {
    String text = secret.reveal().strip();
    return text.isEmpty() || text.equals(NO_CHANGE) || text.chars().allMatch(c -> c == '*');
  }

  private static boolean isToAsk(Secret secret) {
    return isUnchanged(secret) || secret.reveal().strip().equals(USER_INPUT);
  }

  /// The fields a person has to be asked for before this can be stored: secrets that are absent,
  /// empty, scrubbed or `<user-input>`, and plain fields that say `<user-input>`.
  public List<String> fieldsToAsk() {
    var asked = new ArrayList<String>();
    settings.forEach((field, value) -> {
      if (value.strip().equals(USER_INPUT)) {
        asked.add(field);
      }
    });
    if (type.secretFields().contains(KEY) && !secrets.containsKey(KEY) && needsKey()) {
      asked.add(KEY);
    }
    if (type == ConnectionType.BEDROCK
        && settings.containsKey("access_key_id")
        && !secrets.containsKey(ACCESS_KEY)) {
      asked.add(ACCESS_KEY);
    }
    secrets.forEach((field, secret) -> {
      if (isToAsk(secret) && (type.isOpen() || needsKey() || !secret.isBlank())) {
        asked.add(field);
      }
    });
    return asked;
  }

  private boolean needsKey() {
    return type.needsKey(settings);
  }

  /// The plain fields that the type requires and this lacks.
  public List<String> missingFields() {
    return type.requiredFields().stream()
        .filter(field -> settings.getOrDefault(field, "").isBlank())
        .toList();
  }

  /// What can't work in the values of fields, as far as that is known before they are used: an
  /// address that is none, a file that is none.
  public List<Remark> remarks() {
    var remarks = new ArrayList<Remark>();
    settings.forEach((field, value) -> {
      boolean isOpen =
          value.isBlank() || value.contains("${env:") || value.strip().equals(USER_INPUT);
      if (!isOpen && type.isModelAddress(field) && Connection.address(value).isEmpty()) {
        remarks.add(new Remark(field, Severity.ERROR, "bad-address", noAddress(field)));
      }
      if (!isOpen && type.isPath(field) && !new File(value).isFile()) {
        String message = "there is no file '%s' now".formatted(value);
        remarks.add(new Remark(field, Severity.WARNING, "missing-file", message));
      }
    });
    secrets.forEach(
        (field, secret) -> SecretReference.remark(field, secret).ifPresent(remarks::add));
    return remarks;
  }

  private static String noAddress(String field) {
    return "'%s' is not an address like https://host/path (without user, query or fragment)"
        .formatted(field);
  }

  /// Checks that nothing is left to ask or to fill in.
  ///
  /// @throws ConnectionException naming every field that is still open
  public void checkComplete() {
    var open = new ArrayList<>(missingFields());
    fieldsToAsk().stream().filter(field -> !open.contains(field)).forEach(open::add);
    if (!open.isEmpty()) {
      throw new ConnectionException(
          "connection '%s' of type '%s' still needs %s; give it with --set %s=…"
              .formatted(name, type.yamlName(), String.join(", ", open), open.getFirst()));
    }
  }
}

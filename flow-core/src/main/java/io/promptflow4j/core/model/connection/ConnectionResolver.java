package io.promptflow4j.core.model.connection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a usable [Connection] of what someone wrote: references are followed, and a process
/// variable `<CONNECTION>_<FIELD>` (upper case, anything but letters and digits as `_`) wins over
/// the written field.
public final class ConnectionResolver {

  private final Map<String, String> environment;
  private final SecretReference references;

  public ConnectionResolver(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
    this.references = new SecretReference(this.environment);
  }

  /// The connection with every field known.
  ///
  /// @throws io.promptflow4j.core.model.ModelException with code `missing-key` if a reference leads
  ///   nowhere
  public Connection resolve(ConnectionDraft draft) {
    var settings = new LinkedHashMap<String, String>();
    var known = new ArrayList<>(draft.type().plainFields());
    known.addAll(draft.type().callFields());
    for (String field : fields(draft.settings().keySet(), known)) {
      String given = override(draft.name(), field);
      String written = draft.settings().get(field);
      if (given != null) {
        settings.put(field, given);
      } else if (written != null) {
        settings.put(field, references.resolve(written, where(draft, field)));
      }
    }
    var secrets = new LinkedHashMap<String, Secret>();
    for (String field : fields(draft.secrets().keySet(), draft.type().secretFields())) {
      String given = override(draft.name(), field);
      Secret written = draft.secrets().get(field);
      if (given != null) {
        secrets.put(field, new Secret(given));
      } else if (written != null) {
        secrets.put(field, references.resolve(written, where(draft, field)));
      }
    }
    addToken(draft.type(), settings, secrets);
    return new Connection(draft.name(), draft.type(), settings, secrets, draft.customType());
  }

  /// A connection that signs in with Microsoft Entra takes its token from the variable of Azure's
  /// own tools, if it has none.
  private void addToken(
      ConnectionType type, Map<String, String> settings, Map<String, Secret> secrets) {
    String token = environment.getOrDefault("AZURE_OPENAI_AD_TOKEN", "");
    if (type == ConnectionType.AZURE_OPEN_AI
        && "meid_token".equals(settings.get("auth_mode"))
        && !token.isBlank()
        && (!secrets.containsKey("api_key") || secrets.get("api_key").isBlank())) {
      secrets.put("api_key", new Secret(token));
    }
  }

  private static Set<String> fields(Set<String> written, Iterable<String> known) {
    var all = new LinkedHashSet<>(written);
    known.forEach(all::add);
    return all;
  }

  private static String where(ConnectionDraft draft, String field) {
    return "'%s' of connection '%s'".formatted(field, draft.name());
  }

  private @Nullable String override(String connection, String field) {
    String value = environment.get(variableName(connection, field));
    return value == null || value.isBlank() ? null : value;
  }

  /// The process variable that wins over a field of a connection.
  public static String variableName(String connection, String field) {
    return (connection + "_" + field).toUpperCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "_");
  }
}

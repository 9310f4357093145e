package io.promptflow4j.core.model.provider;

import static java.util.stream.Collectors.joining;

import io.promptflow4j.core.model.connection.ConnectionDraft;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.model.connection.ConnectionFile;
import io.promptflow4j.core.model.connection.ConnectionResolver;
import io.promptflow4j.core.model.connection.ConnectionType;
import io.promptflow4j.core.model.connection.Secret;
import io.promptflow4j.core.model.connection.store.ConnectionStore;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds a connection by its name: first in the files that were given, then in the store, then in
/// variables that begin with its name; and, for names that are none of these, in the variables that
/// the vendors' own tools use.
final class ConnectionSources {

  private static final int MOST_NAMES = 8;

  private final List<Path> files;
  private final ConnectionStore store;
  private final Map<String, String> environment;

  ConnectionSources(List<Path> files, ConnectionStore store, Map<String, String> environment) {
    this.files = files;
    this.store = store;
    this.environment = environment;
  }

  /// The connection that somebody configured under this very name.
  Optional<ConnectionDraft> find(String name) {
    return fromFiles(name).or(() -> store.find(name)).or(() -> fromVariables(name));
  }

  /// Every name that [#find] knows from files and store.
  SortedSet<String> names() {
    var names = new TreeSet<>(store.names());
    everyFile().forEach(file -> names.add(file.name()));
    return names;
  }

  /// A sentence, with a leading blank, that helps whoever misspelt `name`: the one meant, else the
  /// names there are.
  String hint(String name) {
    SortedSet<String> names = names();
    return Suggestion.closest(name, names)
        .map(" Did you mean '%s'?"::formatted)
        .orElseGet(() ->
            names.isEmpty()
                ? ""
                : names.stream()
                    .limit(MOST_NAMES)
                    .collect(joining(", ", " There is ", names.size() > MOST_NAMES ? " …" : ".")));
  }

  private Optional<ConnectionDraft> fromFiles(String name) {
    return everyFile().stream().filter(file -> file.name().equals(name)).findFirst();
  }

  private List<ConnectionDraft> everyFile() {
    var drafts = new ArrayList<ConnectionDraft>();
    for (Path path : files) {
      if (Files.isDirectory(path)) {
        yamlIn(path).forEach(file -> drafts.add(read(file)));
      } else {
        drafts.add(read(path));
      }
    }
    return drafts;
  }

  private static List<Path> yamlIn(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new ConnectionException("the folder '%s' can't be read".formatted(folder), unreadable);
    }
  }

  private static ConnectionDraft read(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean variables = name.endsWith(".env") && name.length() > 4;
    return ConnectionFile.read(
        file,
        variables ? Optional.of(name.substring(0, name.length() - 4)) : Optional.empty(),
        new Diagnostics());
  }

  private Optional<ConnectionDraft> fromVariables(String name) {
    Optional<ConnectionType> said =
        variable(ConnectionResolver.variableName(name, "type")).flatMap(ConnectionType::named);
    boolean hasKey = variable(ConnectionResolver.variableName(name, "api_key")).isPresent();
    if (said.isEmpty() && !hasKey) {
      return Optional.empty();
    }
    Optional<ConnectionType> vendor = VendorAccount.vendor(name);
    if (said.isEmpty() && vendor.isPresent()) {
      return Optional.of(new VendorAccount(environment).draft(name, vendor.get()));
    }
    boolean azure = variable(ConnectionResolver.variableName(name, "api_base")).isPresent();
    ConnectionType type =
        said.orElse(azure ? ConnectionType.AZURE_OPEN_AI : ConnectionType.OPEN_AI);
    return Optional.of(draft(name, type, new LinkedHashMap<>(), new LinkedHashMap<>()));
  }

  /// The connection that the variables of a vendor's own tools describe, under the name `name`: the
  /// vendor's of that name, else OpenAI's.
  Optional<ConnectionDraft> ambient(String name) {
    if (VendorAccount.vendor(name).isPresent()) {
      return new VendorAccount(environment).of(name);
    }
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("azure") || lower.contains("aoai")
        ? ambientAzure(name).or(() -> ambientOpenAi(name))
        : ambientOpenAi(name).or(() -> ambientAzure(name));
  }

  /// What people call the account that stands in for a connection.
  static String account(ConnectionDraft draft) {
    return Optional.ofNullable(draft.secrets().get("api_key"))
        .map(reference -> reference.reveal().replaceFirst("^env:", ""))
        .map("the %s account of the environment"::formatted)
        .orElseGet(() -> "%s on this machine".formatted(draft.type().yamlName()));
  }

  private Optional<ConnectionDraft> ambientOpenAi(String name) {
    if (variable("OPENAI_API_KEY").isEmpty()) {
      return Optional.empty();
    }
    var settings = new LinkedHashMap<String, String>();
    variable("OPENAI_BASE_URL").ifPresent(url -> settings.put("base_url", url));
    variable("OPENAI_ORG_ID").ifPresent(id -> settings.put("organization", id));
    return Optional.of(draft(name, ConnectionType.OPEN_AI, settings, keyIn("OPENAI_API_KEY")));
  }

  private Optional<ConnectionDraft> ambientAzure(String name) {
    Optional<String> endpoint = variable("AZURE_OPENAI_ENDPOINT");
    if (endpoint.isEmpty() || variable("AZURE_OPENAI_API_KEY").isEmpty()) {
      return Optional.empty();
    }
    var settings = new LinkedHashMap<String, String>();
    settings.put("api_base", endpoint.get());
    variable("AZURE_OPENAI_API_VERSION")
        .or(() -> variable("OPENAI_API_VERSION"))
        .ifPresent(version -> settings.put("api_version", version));
    return Optional.of(
        draft(name, ConnectionType.AZURE_OPEN_AI, settings, keyIn("AZURE_OPENAI_API_KEY")));
  }

  private static SequencedMap<String, Secret> keyIn(String variable) {
    var secrets = new LinkedHashMap<String, Secret>();
    secrets.put("api_key", new Secret("env:" + variable));
    return secrets;
  }

  private static ConnectionDraft draft(
      String name,
      ConnectionType type,
      SequencedMap<String, String> settings,
      SequencedMap<String, Secret> secrets) {
    return new ConnectionDraft(name, type, settings, secrets, Optional.empty());
  }

  private Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }
}

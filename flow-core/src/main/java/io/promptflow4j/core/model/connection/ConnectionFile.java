package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Diagnostics;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.source.Suggestion;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;

/// Reads prompt flow's connection files: a YAML file with `name`, `type` and the fields of the
/// type, or a `.env` file, which is a custom connection of secrets.
public final class ConnectionFile {

  private static final int MAX_BYTES = 1024 * 1024;
  private static final Set<String> ABOUT =
      Set.of(
          "$schema",
          "name",
          "type",
          "module",
          "custom_type",
          "package",
          "package_version",
          "created_date",
          "last_modified_date",
          "expiry_time");

  private final SourceText source;
  private final Path folder;
  private final Diagnostics found;
  private final SequencedMap<String, ConnectionYaml.Entry> entries;

  private ConnectionFile(SourceText source, Path folder, Diagnostics found) {
    this.source = source;
    this.folder = folder;
    this.found = found;
    this.entries = ConnectionYaml.read(source, found);
  }

  /// Reads the file at `path`; hints, such as fields that the type does not have, go to `hints`.
  ///
  /// @param name the connection's name, instead of the one in the file; a `.env` file has none
  /// @throws ConnectionException with every mistake and its place
  public static ConnectionDraft read(Path path, Optional<String> name, Diagnostics hints) {
    SourceText source = new SourceText(path.toString(), text(path));
    if (String.valueOf(path.getFileName()).endsWith(".env")) {
      return EnvFile.read(source, name);
    }
    return read(source, folderOf(path), name, hints);
  }

  /// Reads a file that was written from a connection. Values that can't work are passed over: they
  /// were told when it was made, and are told when it is used.
  ///
  /// @throws ConnectionException with every mistake and its place
  public static ConnectionDraft readStored(Path path) {
    SourceText source = new SourceText(path.toString(), text(path));
    return new ConnectionFile(source, folderOf(path), new Diagnostics())
        .read(Optional.empty(), false);
  }

  private static Path folderOf(Path path) {
    return Optional.ofNullable(path.toAbsolutePath().getParent()).orElse(path);
  }

  static ConnectionDraft read(
      SourceText source, Path folder, Optional<String> name, Diagnostics hints) {
    var found = new Diagnostics();
    ConnectionDraft draft = new ConnectionFile(source, folder, found).read(name, true);
    hints.addAll(found.sorted());
    return draft;
  }

  private ConnectionDraft read(Optional<String> name, boolean isChecked) {
    Optional<ConnectionDraft> draft =
        found.hasErrors() ? Optional.empty() : draft(name.or(() -> text("name")));
    if (isChecked) {
      draft.ifPresent(this::checkValues);
    }
    if (found.hasErrors() || draft.isEmpty()) {
      throw new ConnectionException(found.sorted());
    }
    return draft.get();
  }

  private void checkValues(ConnectionDraft draft) {
    for (ConnectionDraft.Remark remark : draft.remarks()) {
      found.add(
          new Diagnostic(
              remark.severity(), remark.code(), placeOf(remark.field()), remark.message()));
    }
  }

  /// A pipe or a device may never end, but one that a shell opened for the call is meant to.
  private static boolean isReadable(Path path) {
    return Files.isRegularFile(path)
        || !Files.exists(path)
        || path.toString().matches("/dev/(?:stdin|fd/\\d+)");
  }

  private static String text(Path path) {
    if (!isReadable(path)) {
      throw new ConnectionException("'%s' is no regular file".formatted(path));
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ConnectionException("'%s' is larger than 1 MiB".formatted(path));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new ConnectionException(
          "'%s' is not UTF-8 text; save it as UTF-8".formatted(path), notUtf8);
    } catch (IOException unreadable) {
      throw new ConnectionException("'%s' can't be read".formatted(path), unreadable);
    }
  }

  private Optional<ConnectionDraft> draft(Optional<String> name) {
    if (name.isEmpty()) {
      found.error("missing-name", start(), "'name' is missing; every connection has one");
    }
    Optional<ConnectionType> type = type();
    if (type.isEmpty() || name.isEmpty()) {
      return Optional.empty();
    }
    var settings = new LinkedHashMap<String, String>();
    var secrets = new LinkedHashMap<String, Secret>();
    if (type.get().isOpen()) {
      readGroups(settings, secrets);
    } else {
      readFields(type.get(), settings, secrets);
    }
    try {
      return Optional.of(
          new ConnectionDraft(name.get(), type.get(), settings, secrets, customType()));
    } catch (ConnectionException badName) {
      found.error("bad-name", placeOf("name"), String.valueOf(badName.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<ConnectionType> type() {
    Optional<String> written = text("type");
    if (written.isEmpty()) {
      found.error("missing-type", start(), "'type' is missing; it is one of " + types());
      return Optional.empty();
    }
    Optional<ConnectionType> type = ConnectionType.named(written.get());
    if (type.isEmpty()) {
      found.error(
          "unknown-connection-type",
          placeOf("type"),
          "there is no connection type '%s'; it is one of %s.%s"
              .formatted(
                  written.get(), types(), Suggestion.didYouMean(written.get(), typeNames())));
    }
    return type;
  }

  private static String types() {
    return String.join(", ", typeNames());
  }

  static List<String> typeNames() {
    return List.of(ConnectionType.values()).stream().map(ConnectionType::yamlName).toList();
  }

  private void readFields(
      ConnectionType type,
      SequencedMap<String, String> settings,
      SequencedMap<String, Secret> secrets) {
    entries.forEach((key, entry) -> {
      if (type.secretFields().contains(key)) {
        scalar(key, entry).ifPresent(text -> secrets.put(key, secret(text)));
      } else if (type.plainFields().contains(key) || type.callFields().contains(key)) {
        scalar(key, entry)
            .ifPresent(text -> settings.put(key, type.isPath(key) ? path(text) : text));
      } else if (!ABOUT.contains(key)) {
        unknownField(type, key, entry.place());
      }
    });
  }

  /// A field of another type is passed over, as prompt flow does; but where it may hold the address
  /// of a vendor's stand-in, calling the vendor itself would send the key to the wrong place.
  private void unknownField(ConnectionType type, String key, Place place) {
    String lacks = "a connection of type '%s' has no field '%s'".formatted(type.yamlName(), key);
    if (type.isVendor()) {
      found.error("unknown-field", place, lacks + "." + type.hintFor(key));
    } else {
      found.hint("unknown-field", place, lacks + "; it is ignored." + type.hintFor(key));
    }
  }

  private void readGroups(
      SequencedMap<String, String> settings, SequencedMap<String, Secret> secrets) {
    group("configs").forEach((key, scalar) -> settings.put(key, scalar.text()));
    group("secrets").forEach((key, scalar) -> secrets.put(key, secret(scalar.text())));
    entries.forEach((key, entry) -> {
      if (!ABOUT.contains(key) && !key.equals("configs") && !key.equals("secrets")) {
        found.hint(
            "unknown-field",
            entry.place(),
            "'%s' is ignored; a custom connection's fields stand under 'configs' or 'secrets'"
                .formatted(key));
      }
    });
  }

  private SequencedMap<String, ConnectionYaml.Entry.Scalar> group(String key) {
    return switch (entries.get(key)) {
      case ConnectionYaml.Entry.Group(_, var group) -> group;
      case ConnectionYaml.Entry.Scalar(var place, var text) -> {
        if (!text.isBlank()) {
          found.error("connection-field", place, "'%s' must be a mapping".formatted(key));
        }
        yield new LinkedHashMap<>();
      }
      case null -> new LinkedHashMap<>();
    };
  }

  private Secret secret(String text) {
    return SecretReference.anchored(new Secret(text), folder);
  }

  /// A path as seen from the folder of the file; one that leads to a file only from the working
  /// directory is seen from there.
  private String path(String text) {
    if (text.isBlank() || text.contains("${env:") || text.strip().startsWith("<")) {
      return text;
    }
    String besides = SecretReference.anchored(text, folder);
    String here = SecretReference.anchored(text, Path.of(""));
    return new File(here).isFile() && !new File(besides).isFile() ? here : besides;
  }

  private Optional<String> customType() {
    return text("custom_type")
        .map(
            type -> type.contains(":") ? type : text("module").map(m -> m + ":").orElse("") + type);
  }

  private Optional<String> scalar(String key, ConnectionYaml.Entry entry) {
    if (entry instanceof ConnectionYaml.Entry.Scalar(_, var text)) {
      return Optional.of(text);
    }
    found.error("connection-field", entry.place(), "'%s' must be one text".formatted(key));
    return Optional.empty();
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(entries.get(key))
        .flatMap(entry -> scalar(key, entry))
        .filter(text -> !text.isBlank());
  }

  private Place placeOf(String key) {
    ConnectionYaml.Entry entry = entries.get(key);
    return entry == null ? placeInGroup(key) : entry.place();
  }

  private Place placeInGroup(String key) {
    return Stream.of("secrets", "configs")
        .flatMap(group -> Optional.ofNullable(group(group).get(key)).stream())
        .map(ConnectionYaml.Entry.Scalar::place)
        .findFirst()
        .orElseGet(this::start);
  }

  private Place start() {
    return Place.startOf(source.file());
  }
}

package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.source.Severity;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What stands in a connection instead of a value: `${env:NAME}` anywhere in it, `env:NAME` or
/// `file:PATH` as the whole of a secret.
final class SecretReference {

  private static final Pattern ENV_IN_TEXT = Pattern.compile("\\$\\{env:([A-Za-z_][\\w.-]*)}");
  private static final Pattern WHOLE =
      Pattern.compile("(?:env:[A-Za-z_]\\w*|file:.+|\\$\\{env:[A-Za-z_][\\w.-]*})");
  private static final String CODE = ConnectionDraft.SECRET_FILE;
  private static final int MAX_FILE_BYTES = 64 * 1024;

  private final Map<String, String> environment;

  SecretReference(Map<String, String> environment) {
    this.environment = environment;
  }

  static boolean isReference(Secret secret) {
    return WHOLE.matcher(secret.reveal().strip()).matches();
  }

  /// The same secret with a relative `file:` path made absolute against `folder`.
  static Secret anchored(Secret secret, Path folder) {
    String text = secret.reveal().strip();
    if (!text.startsWith("file:")) {
      return secret;
    }
    return new Secret("file:" + anchored(text.substring(5), folder));
  }

  /// A relative path as seen from `folder`; what can't be a path stays as it is.
  static String anchored(String path, Path folder) {
    try {
      return folder.toAbsolutePath().resolve(path).normalize().toString();
    } catch (InvalidPathException _) {
      return path;
    }
  }

  /// The plain text of a setting. `where` names connection and field for the error.
  String resolve(String text, String where) {
    Matcher reference = ENV_IN_TEXT.matcher(text);
    if (!reference.find()) {
      return text;
    }
    return reference.replaceAll(found -> Matcher.quoteReplacement(variable(found.group(1), where)));
  }

  /// The secret itself.
  Secret resolve(Secret secret, String where) {
    String text = secret.reveal().strip();
    if (text.startsWith("env:") && isReference(secret)) {
      return new Secret(variable(text.substring(4), where));
    }
    if (text.startsWith("file:")) {
      return new Secret(fileText(text.substring(5), where));
    }
    return new Secret(resolve(secret.reveal(), where));
  }

  private String variable(String name, String where) {
    return Optional.ofNullable(environment.get(name))
        .orElseThrow(() ->
            missing(
                "%s is taken from the environment variable %s, which is not set"
                    .formatted(where, name)));
  }

  private static String fileText(String path, String where) {
    String taken = "%s is taken from the file '%s', ".formatted(where, path);
    unusable(path)
        .ifPresent(why -> {
          throw missing(taken + why);
        });
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException | InvalidPathException _) {
      throw missing(taken + "which can't be read");
    }
  }

  /// Why the file at `path` can never hold a secret: a device has no end, and a secret is short.
  private static Optional<String> unusable(String path) {
    try {
      Path file = Path.of(path);
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return Optional.of("which is no regular file");
      }
      return Files.exists(file) && Files.size(file) > MAX_FILE_BYTES
          ? Optional.of("which is larger than 64 KiB; it has to hold the secret alone")
          : Optional.empty();
    } catch (IOException | InvalidPathException _) {
      return Optional.empty();
    }
  }

  /// What is wrong with the file that a secret is to be taken from, if it is taken from one.
  static Optional<ConnectionDraft.Remark> remark(String field, Secret secret) {
    String text = secret.reveal().strip();
    if (!text.startsWith("file:")) {
      return Optional.empty();
    }
    String path = text.substring(5);
    String taken = "'%s' is taken from the file '%s', ".formatted(field, path);
    return unusable(path)
        .map(why -> new ConnectionDraft.Remark(field, Severity.ERROR, CODE, taken + why))
        .or(() ->
            new File(path).canRead()
                ? Optional.empty()
                : Optional.of(
                    new ConnectionDraft.Remark(
                        field, Severity.WARNING, CODE, taken + "which can't be read now")));
  }

  private static ModelException missing(String message) {
    return new ModelException("missing-key", message, false);
  }
}

package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.model.ModelException;
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
    return new Secret("file:" + folder.toAbsolutePath().resolve(text.substring(5)).normalize());
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
    try (InputStream in = Files.newInputStream(Path.of(path))) {
      byte[] bytes = in.readNBytes(MAX_FILE_BYTES);
      return new String(bytes, StandardCharsets.UTF_8).strip();
    } catch (IOException | InvalidPathException _) {
      throw missing("%s is taken from the file '%s', which can't be read".formatted(where, path));
    }
  }

  private static ModelException missing(String message) {
    return new ModelException("missing-key", message, false);
  }
}

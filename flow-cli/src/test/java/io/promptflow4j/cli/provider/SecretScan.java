package io.promptflow4j.cli.provider;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Looks for secrets in bytes: as they are, line by line, in base64 at each offset and in both
/// alphabets, hexadecimal, percent-encoded, and escaped as in JSON.
final class SecretScan {

  private final Map<String, String> secrets;

  /// @param secrets by a name for each
  SecretScan(Map<String, String> secrets) {
    this.secrets = secrets;
  }

  /// Every finding in the files below `root` that `read` lets through: file, secret and form.
  List<String> in(Path root, Predicate<Path> read) throws IOException {
    var found = new ArrayList<String>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).filter(read).toList()) {
        found.addAll(in(root.relativize(file).toString(), Files.readAllBytes(file)));
      }
    }
    return found;
  }

  List<String> in(String where, byte[] bytes) {
    String text = new String(bytes, ISO_8859_1);
    var found = new ArrayList<String>();
    secrets.forEach((name, secret) ->
        forms(secret)
            .forEach(form -> {
              if (text.contains(new String(form.getBytes(UTF_8), ISO_8859_1))) {
                found.add("%s: %s as %s".formatted(where, name, form));
              }
            }));
    return found;
  }

  static Set<String> forms(String secret) {
    var forms = new LinkedHashSet<String>();
    forms.add(secret);
    secret
        .lines()
        .filter(line -> line.length() >= 16 && !line.startsWith("-----"))
        .forEach(forms::add);
    String json = Json.write(Value.of(secret));
    forms.add(json.substring(1, json.length() - 1));
    forms.add(ascii(json.substring(1, json.length() - 1)));
    byte[] bytes = secret.getBytes(UTF_8);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    forms.add(URLEncoder.encode(secret, UTF_8));
    forms.add(URLEncoder.encode(secret, UTF_8).replace("+", "%20"));
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String encoded = encoder.encodeToString(shifted);
        forms.add(encoded.substring(offset == 0 ? 0 : 4, (offset + bytes.length) / 3 * 4));
      }
    }
    return forms;
  }

  private static String ascii(String json) {
    var text = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      text.append(c < 0x80 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return text.toString();
  }
}

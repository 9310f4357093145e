package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/// The common ways of writing a secret into a text: as it is, quoted, in base64 at any offset, in
/// hexadecimal, percent-encoded.
final class SecretForms {

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-";

  /// A part of a base64 text below this length says too little to be told from other text.
  private static final int SHORTEST_CORE = 8;

  /// A shorter line of a secret with several may stand anywhere.
  private static final int SHORTEST_LINE = 16;

  private SecretForms() {}

  /// The forms of `secret`, and if it has several lines, such as a key in PEM, of each line that is
  /// long enough to be a part of nothing else.
  static Set<String> of(String secret) {
    var forms = new LinkedHashSet<String>();
    add(forms, secret);
    if (secret.strip().contains("\n")) {
      secret
          .lines()
          .map(String::strip)
          .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
          .forEach(line -> add(forms, line));
    }
    forms.remove("");
    return forms;
  }

  private static void add(Set<String> forms, String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(secret);
    forms.add(secret.strip());
    String json = unquoted(Json.write(Value.of(secret)));
    forms.add(json);
    forms.add(inAscii(json));
    forms.add(unquoted(PythonText.repr(Value.of(secret))));
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    addPercentEncoded(forms, bytes);
    addBase64(forms, bytes, Base64.getEncoder().withoutPadding());
    addBase64(forms, bytes, Base64.getUrlEncoder().withoutPadding());
  }

  /// As Python's `json.dumps` writes it.
  private static String inAscii(String json) {
    var text = new StringBuilder();
    for (int i = 0; i < json.length(); i++) {
      char character = json.charAt(i);
      if (character < 0x80) {
        text.append(character);
      } else {
        text.append("\\u").append(HexFormat.of().toHexDigits(character));
      }
    }
    return text.toString();
  }

  private static String unquoted(String quoted) {
    return quoted.substring(1, quoted.length() - 1);
  }

  /// As Python's `quote` and `quote_plus`, JavaScript's `encodeURIComponent` and Java's
  /// `URLEncoder` write it; they differ in what they leave alone.
  private static void addPercentEncoded(Set<String> forms, byte[] bytes) {
    for (String alone : new String[] {"~/", "~", "~!'()*", "*", "*/"}) {
      String encoded = percentEncoded(bytes, UNRESERVED + alone);
      forms.add(encoded);
      forms.add(encoded.replace("%20", "+"));
      forms.add(lowerCaseEscapes(encoded));
    }
  }

  private static String percentEncoded(byte[] bytes, String alone) {
    var encoded = new StringBuilder();
    for (byte one : bytes) {
      char character = (char) (one & 0xff);
      if (alone.indexOf(character) >= 0) {
        encoded.append(character);
      } else {
        encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(one));
      }
    }
    return encoded.toString();
  }

  private static String lowerCaseEscapes(String encoded) {
    var lower = new StringBuilder(encoded);
    for (int i = lower.indexOf("%"); i >= 0; i = lower.indexOf("%", i + 3)) {
      lower.replace(i, i + 3, lower.substring(i, i + 3).toLowerCase(Locale.ROOT));
    }
    return lower.toString();
  }

  /// Alone, and within a longer text, such as `user:secret`: then it begins at one of three
  /// offsets, and the characters at its edges depend on its neighbours.
  private static void addBase64(Set<String> forms, byte[] bytes, Base64.Encoder encoder) {
    forms.add(encoder.encodeToString(bytes));
    for (int offset = 0; offset < 3; offset++) {
      byte[] shifted = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, shifted, offset, bytes.length);
      String encoded = encoder.encodeToString(shifted);
      int start = offset == 0 ? 0 : offset + 1;
      int end = shifted.length % 3 == 0 ? encoded.length() : encoded.length() - 1;
      if (end - start >= SHORTEST_CORE) {
        forms.add(encoded.substring(start, end));
      }
    }
  }
}

package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.value.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;

/// Takes the secrets of some connections out of texts that people will see.
///
/// It is the second line of defence, for texts that others wrote: what a tool printed, the message
/// of a library's exception, a service's complaint. Besides the plain secret it knows the common
/// ways of writing one: base64, hexadecimal, percent-encoded. Secrets of fewer than four characters
/// are left alone, because they would be found in ordinary words.
public final class Redaction {

  /// What stands in place of a secret.
  public static final String MASK = "******";

  private static final int SHORTEST = 4;

  private final int count;
  private final List<String> secrets;

  private Redaction(int count, List<String> secrets) {
    this.count = count;
    this.secrets = secrets;
  }

  /// A redaction of all secrets of `connections`.
  public static Redaction of(Collection<Connection> connections) {
    List<String> plain =
        connections.stream()
            .flatMap(connection -> connection.secrets().values().stream())
            .map(Secret::reveal)
            .filter(secret -> secret.length() >= SHORTEST && !secret.isBlank())
            .distinct()
            .toList();
    return new Redaction(
        plain.size(),
        plain.stream()
            .flatMap(Redaction::forms)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList());
  }

  private static Stream<String> forms(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        secret,
        secret.strip(),
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        URLEncoder.encode(secret, StandardCharsets.UTF_8),
        HexFormat.of().formatHex(bytes),
        HexFormat.of().withUpperCase().formatHex(bytes));
  }

  /// `text` without the secrets.
  public String in(String text) {
    String clean = text;
    for (String secret : secrets) {
      clean = clean.replace(secret, MASK);
    }
    return clean;
  }

  /// `value` without the secrets in its texts and keys.
  public Value in(Value value) {
    if (secrets.isEmpty()) {
      return value;
    }
    return switch (value) {
      case Value.Text(var text) -> Value.of(in(text));
      case Value.Sequence(var items) -> Value.of(items.stream().map(this::in).toList());
      case Value.Mapping(var entries) -> {
        var clean = new LinkedHashMap<String, Value>();
        entries.forEach((key, item) -> clean.put(in(key), in(item)));
        yield new Value.Mapping(clean);
      }
      case Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _, Value.Image _ -> value;
    };
  }

  @Override
  public String toString() {
    return "Redaction of %d secrets".formatted(count);
  }
}

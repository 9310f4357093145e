package io.promptflow4j.core.tool.http;

import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.value.Value;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Percent-encodes what a template puts into an address, so that it stays the piece of the address
/// that its author left open. Only what the address begins with is taken as it is.
final class UrlOutput implements TemplateOutput {

  private boolean begun;
  private Optional<String> opening = Optional.empty();

  @Override
  public String literal(String text) {
    begun |= !text.isBlank();
    return text;
  }

  @Override
  public String printed(String text, @Nullable Value value, String expression) {
    if (begun) {
      return encoded(text);
    }
    begun = !text.isEmpty();
    opening = Optional.of(expression);
    return text;
  }

  @Override
  public TemplateOutput kept() {
    return TemplateOutput.plain();
  }

  /// Whether the address began with a field of the connection.
  boolean beganWithConnection() {
    return opening.filter(text -> text.matches("connection\\.\\w+")).isPresent();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}

package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Redaction;
import java.util.List;
import java.util.regex.Pattern;

/// Makes what a service said fit to be shown: the connection's secrets are gone, whatever else
/// looks like a key too, and so are control characters and excess length.
///
/// Providers repeat keys in their error texts, so each such text passes here before it becomes part
/// of a message.
public final class SafeText {

  private static final int LONGEST = 600;
  private static final Pattern LIKE_A_KEY =
      Pattern.compile(
          "\\b(?:sk|pk|rk|gsk|xai|key)-[\\w*.-]{4,}"
              + "|(?i:bearer)\\s+[\\w.~+/=-]{6,}"
              + "|[\\w-]*\\*{3,}[\\w*-]*");

  private final Redaction redaction;

  /// For texts that the service of `connection` sends.
  public SafeText(Connection connection) {
    this.redaction = Redaction.of(List.of(connection));
  }

  /// The text as one line without secrets.
  public String of(String text) {
    String shown = LIKE_A_KEY.matcher(redaction.in(text)).replaceAll(Redaction.MASK);
    shown = shown.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST - 1) + "…";
  }
}

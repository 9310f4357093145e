package io.promptflow4j.core.model.provider;

import io.promptflow4j.core.model.connection.Connection;
import io.promptflow4j.core.model.connection.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/// Makes what a service said fit to be shown: its secrets are gone in every common form, whatever
/// else looks like a key too, and so are control characters and excess length.
///
/// Providers repeat keys in their error texts, so each such text passes here before it becomes part
/// of a message.
public final class Redaction {

  private static final String STARS = "******";
  private static final int LONGEST = 600;
  private static final Pattern LIKE_A_KEY =
      Pattern.compile(
          "\\b(?:sk|pk|rk|gsk|xai|key)-[\\w*.-]{4,}"
              + "|(?i:bearer)\\s+[\\w.~+/=-]{6,}"
              + "|[\\w-]*\\*{3,}[\\w*-]*");

  private final List<String> forms;

  private Redaction(List<String> forms) {
    this.forms = forms;
  }

  /// The redaction for texts that the service of `connection` sends.
  public static Redaction of(Connection connection) {
    var forms = new ArrayList<String>();
    for (Secret secret : connection.secrets().values()) {
      String plain = secret.reveal().strip();
      if (plain.length() >= 4) {
        byte[] bytes = plain.getBytes(StandardCharsets.UTF_8);
        forms.add(plain);
        forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        forms.add(URLEncoder.encode(plain, StandardCharsets.UTF_8));
        forms.add(HexFormat.of().formatHex(bytes));
        forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
      }
    }
    forms.sort(Comparator.comparingInt(String::length).reversed());
    return new Redaction(List.copyOf(forms));
  }

  /// The text as one line without secrets.
  public String apply(String text) {
    String shown = text;
    for (String form : forms) {
      shown = shown.replace(form, STARS);
    }
    shown = LIKE_A_KEY.matcher(shown).replaceAll(STARS);
    shown = shown.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST - 1) + "…";
  }
}

package io.promptflow4j.core.template.layout;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Character references of HTML: all numeric ones, and the names that texts use.
public final class Entities {

  private static final Map<String, String> NAMED =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", "\u00a0"),
          Map.entry("copy", "©"),
          Map.entry("reg", "®"),
          Map.entry("trade", "™"),
          Map.entry("euro", "€"),
          Map.entry("pound", "£"),
          Map.entry("yen", "¥"),
          Map.entry("cent", "¢"),
          Map.entry("sect", "§"),
          Map.entry("para", "¶"),
          Map.entry("deg", "°"),
          Map.entry("plusmn", "±"),
          Map.entry("times", "×"),
          Map.entry("divide", "÷"),
          Map.entry("micro", "µ"),
          Map.entry("middot", "·"),
          Map.entry("bull", "•"),
          Map.entry("hellip", "…"),
          Map.entry("ndash", "–"),
          Map.entry("mdash", "—"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("sbquo", "‚"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"),
          Map.entry("bdquo", "„"),
          Map.entry("laquo", "«"),
          Map.entry("raquo", "»"),
          Map.entry("frac12", "½"),
          Map.entry("frac14", "¼"),
          Map.entry("frac34", "¾"),
          Map.entry("sup2", "²"),
          Map.entry("sup3", "³"),
          Map.entry("auml", "ä"),
          Map.entry("ouml", "ö"),
          Map.entry("uuml", "ü"),
          Map.entry("Auml", "Ä"),
          Map.entry("Ouml", "Ö"),
          Map.entry("Uuml", "Ü"),
          Map.entry("szlig", "ß"),
          Map.entry("eacute", "é"),
          Map.entry("egrave", "è"),
          Map.entry("ecirc", "ê"),
          Map.entry("agrave", "à"),
          Map.entry("aacute", "á"),
          Map.entry("acirc", "â"),
          Map.entry("aring", "å"),
          Map.entry("aelig", "æ"),
          Map.entry("ccedil", "ç"),
          Map.entry("iacute", "í"),
          Map.entry("ntilde", "ñ"),
          Map.entry("oacute", "ó"),
          Map.entry("oslash", "ø"),
          Map.entry("uacute", "ú"),
          Map.entry("iexcl", "¡"),
          Map.entry("iquest", "¿"),
          Map.entry("larr", "←"),
          Map.entry("rarr", "→"),
          Map.entry("infin", "∞"),
          Map.entry("le", "≤"),
          Map.entry("ge", "≥"),
          Map.entry("ne", "≠"));

  private static final int LONGEST = 32;

  private Entities() {}

  public static String resolve(String text) {
    int at = text.indexOf('&');
    if (at < 0) {
      return text;
    }
    var out = new StringBuilder(text.length());
    int from = 0;
    while (at >= 0) {
      int semicolon = text.indexOf(';', at, Math.min(text.length(), at + LONGEST));
      String meant = semicolon < 0 ? null : meaning(text.substring(at + 1, semicolon));
      if (meant != null) {
        out.append(text, from, at).append(meant);
        from = semicolon + 1;
      }
      at = text.indexOf('&', Math.max(at + 1, from));
    }
    return out.append(text, from, text.length()).toString();
  }

  private static @Nullable String meaning(String name) {
    if (!name.startsWith("#")) {
      return NAMED.get(name);
    }
    boolean hex = name.toLowerCase(Locale.ROOT).startsWith("#x");
    String digits = name.substring(hex ? 2 : 1);
    try {
      int point = Integer.parseInt(digits, hex ? 16 : 10);
      boolean valid = point > 0 && Character.isValidCodePoint(point);
      return valid && (point < 0xd800 || point > 0xdfff) ? Character.toString(point) : "\ufffd";
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}

package io.promptflow4j.evaluators.metric.privacy;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// The forms of personal data and secrets. Patterns are bounded, so that no text makes them slow.
final class Shapes {

  static final Pattern EMAIL =
      Pattern.compile(
          "(?<![\\w.+-])[\\w.%+-]{1,64}+@(?:[\\w-]{1,63}\\.){1,8}[a-zA-Z]{2,24}(?![\\w-])");

  /// Country, check digits, 11 to 30 characters, in groups of four or in one piece.
  static final Pattern IBAN =
      Pattern.compile("(?<!\\w)[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\\w)");

  static final Pattern CARD = Pattern.compile("(?<![\\w.-])\\d(?:[ -]?\\d){12,18}(?![\\w-])");

  /// Neither 000, 666 nor 9xx in front, no group of zeros: the rules of the issuing agency.
  static final Pattern SOCIAL_SECURITY =
      Pattern.compile(
          "(?<![\\w-])(?!000|666|9)\\d{3}([- ])(?!00)\\d{2}\\1(?!0000)\\d{4}(?![\\w-])");

  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

  static final Pattern IPV4 =
      Pattern.compile("(?<![\\w.])" + BYTE + "(?:\\." + BYTE + "){3}(?![\\w]|\\.\\d)");

  static final Pattern IPV6 =
      Pattern.compile("(?<![\\w:.])[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}(?![\\w:.]\\w?)");

  /// `+` and 8 to 15 digits, or the form of the North American plan.
  static final Pattern PHONE =
      Pattern.compile(
          "(?<![\\w+.])(?:\\+\\d{1,3}(?:[ .()/-]{0,2}\\d){6,13}"
              + "|(?:1[ .-])?\\(?[2-9]\\d{2}\\)?[ .-][2-9]\\d{2}[ .-]\\d{4})(?![\\w-])");

  /// Prefixes and lengths that the issuers of keys and tokens document, and private key blocks.
  static final Pattern SECRET =
      Pattern.compile(
          String.join(
              "|",
              List.of(
                  "-----BEGIN (?:[A-Z]{2,10} ){0,2}PRIVATE KEY-----",
                  "(?<!\\w)(?:AKIA|ASIA)[A-Z0-9]{16}(?!\\w)",
                  "(?<!\\w)gh[pousr]_[A-Za-z0-9]{36,251}(?!\\w)",
                  "(?<!\\w)github_pat_[A-Za-z0-9_]{50,251}(?!\\w)",
                  "(?<!\\w)glpat-[A-Za-z0-9_-]{20,64}(?!\\w)",
                  "(?<!\\w)sk-[A-Za-z0-9_-]{20,200}(?!\\w)",
                  "(?<!\\w)(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,200}(?!\\w)",
                  "(?<!\\w)xox[abeoprs]-[A-Za-z0-9-]{10,200}(?!\\w)",
                  "(?<!\\w)AIza[A-Za-z0-9_-]{35}(?!\\w)",
                  "(?<!\\w)hf_[A-Za-z0-9]{30,64}(?!\\w)",
                  "(?<!\\w)npm_[A-Za-z0-9]{36}(?!\\w)",
                  "(?<!\\w)SG\\.[A-Za-z0-9_-]{16,32}\\.[A-Za-z0-9_-]{32,64}(?!\\w)",
                  "(?<!\\w)eyJ[A-Za-z0-9_-]{8,2000}\\.eyJ[A-Za-z0-9_-]{8,4000}\\.[A-Za-z0-9_-]{8,1000}",
                  "(?i)(?<!\\w)(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,100}={0,2}",
                  "(?i)(?<!\\w)(?:password|passwd|pwd|secret|api[_-]?key|access[_-]?token)"
                      + "\\s?[=:]\\s?[\"']?[^\\s\"',;]{8,200}")));

  private Shapes() {}

  static boolean isPhone(String text) {
    long digits = text.chars().filter(Character::isDigit).count();
    return digits >= 8 && digits <= 15;
  }

  /// Eight groups, or fewer with one `::`, and a digit somewhere: neither a time of day nor `a::b`.
  static boolean isIpv6(String text) {
    if (text.chars().noneMatch(Character::isDigit)) {
      return false;
    }
    List<String> halves = List.of(text.split("::", -1));
    long groups = List.of(text.split(":", -1)).stream().filter(group -> !group.isEmpty()).count();
    boolean loose = text.startsWith(":") && !text.startsWith("::");
    boolean open = text.endsWith(":") && !text.endsWith("::");
    return !loose && !open && (halves.size() == 2 ? groups >= 2 && groups <= 7 : groups == 8);
  }

  static String plain(String text) {
    return text.replaceAll("[\\s().-]+", "").toLowerCase(Locale.ROOT);
  }
}

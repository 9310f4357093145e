package io.promptflow4j.core.template.writing;

import io.promptflow4j.core.template.operation.Texts;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/// Turns the addresses in an escaped text into links.
///
/// @param limit how many characters of an address are shown
/// @param rel the attribute `rel` with a blank before it
/// @param target the attribute `target` with a blank before it, or nothing
public record Links(IntSupplier limit, String rel, String target, List<String> schemes) {

  private static final int LONGEST_WORD = 2_000;

  private static final Pattern WEB =
      Pattern.compile(
          "(?:(?:https?://|www\\.)(?:(?:[\\w%-]+\\.)+)?(?:[a-z]{2,63}|xn--[\\w%]{2,59})"
              + "|(?:[\\w%-]{2,63}\\.)+(?:com|net|int|edu|gov|org|info|mil)"
              + "|https?://(?:\\d{1,3}(?:\\.\\d{1,3}){3}"
              + "|\\[(?:[\\da-f]{0,4}:){2}(?:[\\da-f]{0,4}:?){1,6}]))"
              + "(?::\\d{1,5})?(?:[/?#]\\S*)?",
          Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern MAIL =
      Pattern.compile("\\S+@\\w[\\w.-]*\\.\\w+", Pattern.UNICODE_CHARACTER_CLASS);

  private static final List<String> OPENERS = List.of("(", "<", "&lt;");
  private static final List<String> CLOSERS = List.of(")", ">", "&gt;");
  private static final List<String> TRAILING = List.of(")", ">", ".", ",", "&gt;");

  public String in(String text) {
    var out = new StringBuilder(text.length() + 64);
    int at = 0;
    while (at < text.length()) {
      int end = at;
      boolean blank = Texts.isSpace(text.charAt(at));
      while (end < text.length() && Texts.isSpace(text.charAt(end)) == blank) {
        end++;
      }
      String word = text.substring(at, end);
      out.append(blank || word.length() > LONGEST_WORD ? word : word(word));
      at = end;
    }
    return out.toString();
  }

  private String word(String word) {
    int start = 0;
    int opener = opener(word, start);
    while (opener > 0) {
      start += opener;
      opener = opener(word, start);
    }
    int end = word.length();
    for (int closer = closer(word, start, end); closer > 0; closer = closer(word, start, end)) {
      end -= closer;
    }
    end = balanced(word, start, end);
    return word.substring(0, start) + linked(word.substring(start, end)) + word.substring(end);
  }

  private static int opener(String word, int at) {
    return OPENERS.stream()
        .filter(opener -> word.startsWith(opener, at))
        .mapToInt(String::length)
        .findFirst()
        .orElse(0);
  }

  private static int closer(String word, int start, int end) {
    String middle = word.substring(start, end);
    return TRAILING.stream()
        .filter(middle::endsWith)
        .mapToInt(String::length)
        .findFirst()
        .orElse(0);
  }

  /// Takes closing brackets back into the address if it has more opening ones.
  private static int balanced(String word, int start, int wordEnd) {
    int end = wordEnd;
    for (int i = 0; i < OPENERS.size(); i++) {
      String middle = word.substring(start, end);
      int missing = count(middle, OPENERS.get(i)) - count(middle, CLOSERS.get(i));
      int most = missing > 0 ? count(middle, OPENERS.get(i)) : 0;
      for (; most > 0; most--) {
        int closer = word.indexOf(CLOSERS.get(i), end);
        if (closer < 0) {
          break;
        }
        end = closer + CLOSERS.get(i).length();
      }
    }
    return end;
  }

  private static int count(String text, String sought) {
    int count = 0;
    for (int i = text.indexOf(sought); i >= 0; i = text.indexOf(sought, i + sought.length())) {
      count++;
    }
    return count;
  }

  private String linked(String address) {
    if (WEB.matcher(address).matches()) {
      boolean complete = address.startsWith("https://") || address.startsWith("http://");
      return link((complete ? "" : "https://") + address, rel + target, shown(address));
    }
    if (address.startsWith("mailto:") && MAIL.matcher(address.substring(7)).matches()) {
      return link(address, "", address.substring(7));
    }
    boolean mail =
        address.indexOf('@') >= 0
            && !address.startsWith("www.")
            && address.indexOf(':') < 0
            && MAIL.matcher(address).matches();
    if (mail) {
      return link("mailto:" + address, "", address);
    }
    for (String scheme : schemes) {
      if (!address.equals(scheme) && address.startsWith(scheme)) {
        return link(address, rel + target, address);
      }
    }
    return address;
  }

  private static String link(String address, String attributes, String shown) {
    return "<a href=\"" + address + '"' + attributes + '>' + shown + "</a>";
  }

  private String shown(String address) {
    int length = address.codePointCount(0, address.length());
    int most = limit.getAsInt();
    return length > most
        ? address.substring(0, address.offsetByCodePoints(0, Math.max(0, most))) + "..."
        : address;
  }
}

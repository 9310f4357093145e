package io.promptflow4j.evaluators.metric.validity;

import io.promptflow4j.evaluators.metric.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Equality of HTML, whole pages or fragments: the same elements, attributes and texts in the same
/// order. What does not count: the case of names, the order and the quotes of attributes, comments,
/// the document type, end tags that HTML lets one leave out, how characters are escaped, and blanks
/// but for one between two words.
public final class HtmlEquality {

  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "\\s([^\\s\"'<>/=]+)(?:\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s\"'=<>`]+)))?");
  private static final Pattern ENTITY =
      Pattern.compile("&(?:#(\\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));?");
  private static final Map<String, String> NAMED =
      Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", "\u00a0");

  private final String text;
  private final List<String> pieces = new ArrayList<>();

  private HtmlEquality(String text) {
    this.text = text;
  }

  /// 1 or 0; an answer that is no valid HTML is 0, a reference that is none is not scored.
  public static Score score(String answer, String reference) {
    return switch (HtmlValidity.check(reference)) {
      case Validity.Invalid(String why) -> Score.notScored("the reference is no HTML: " + why);
      case Validity.Valid _ ->
          Score.of(
              HtmlValidity.check(answer).isValid()
                  && new HtmlEquality(answer).read().equals(new HtmlEquality(reference).read()));
    };
  }

  private List<String> read() {
    Matcher begin = HtmlValidity.BEGIN.matcher(text);
    Matcher markup = HtmlValidity.MARKUP.matcher(text);
    int at = 0;
    while (begin.find(at)) {
      addText(text.substring(at, begin.start()));
      markup.region(begin.start(), text.length());
      if (!markup.lookingAt()) {
        break; // the text was checked before, so this can't be
      }
      at = Math.max(markup.end(), element(markup));
    }
    addText(text.substring(at));
    return pieces;
  }

  /// Where the element's own text ends, if it is not to be read as HTML.
  private int element(Matcher markup) {
    String start = markup.group("start");
    if (start != null) {
      String name = start.toLowerCase(Locale.ROOT);
      pieces.add("<" + name + " " + attributes(markup.group()));
      if (HtmlElements.isRawText(name)) {
        int end = HtmlValidity.endOfRawText(text, name, markup.end());
        addText(text.substring(markup.end(), end));
        return end;
      }
    } else if (markup.group("end") != null) {
      String name = markup.group("end").toLowerCase(Locale.ROOT);
      if (!HtmlElements.mayStayOpen(name)) {
        pieces.add(">" + name);
      }
    }
    return markup.end();
  }

  private static Map<String, String> attributes(String tag) {
    var found = new TreeMap<String, String>();
    Matcher attribute = ATTRIBUTE.matcher(tag);
    while (attribute.find()) {
      String value = "";
      for (int i = 2; i <= 4; i++) {
        value = attribute.group(i) == null ? value : attribute.group(i);
      }
      found.putIfAbsent(attribute.group(1).toLowerCase(Locale.ROOT), plain(value));
    }
    return found;
  }

  private void addText(String between) {
    String words = plain(between.strip().replaceAll("[ \\t\\r\\n\\f]+", " "));
    if (!words.isEmpty()) {
      pieces.add("=" + words);
    }
  }

  private static String plain(String escaped) {
    return ENTITY.matcher(escaped).replaceAll(found -> Matcher.quoteReplacement(letter(found)));
  }

  private static String letter(MatchResult entity) {
    if (entity.group(3) != null) {
      return NAMED.getOrDefault(entity.group(3), entity.group());
    }
    int point =
        entity.group(1) != null
            ? Integer.parseInt(entity.group(1))
            : Integer.parseInt(entity.group(2), 16);
    return Character.isValidCodePoint(point) ? Character.toString(point) : entity.group();
  }
}

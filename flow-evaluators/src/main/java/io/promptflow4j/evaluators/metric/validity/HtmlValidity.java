package io.promptflow4j.evaluators.metric.validity;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a text is HTML, whole page or fragment, or holds some.
///
/// Browsers accept any text, so "valid" needs a definition. Here: the text holds at least one
/// element; every element is one of HTML's, SVG's or MathML's common ones or a custom one
/// (`a-name`); start and end tags nest, where end tags may be missing only for elements for which
/// HTML lets one leave them out (`p`, `li`, `td`, …); void elements (`br`, `img`, …) have no end
/// tag; attributes are names with at most one value, quoted or without blanks; comments are closed.
/// Text outside of elements is allowed in a fragment, and not checked. Attributes' meaning,
/// required children and unescaped `&` or `<` before a blank are not looked at.
public final class HtmlValidity {

  private static final String ATTRIBUTE =
      "\\s+[^\\s\"'<>/=]++(?:\\s*+=\\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\\s\"'=<>`]++))?+";
  static final Pattern MARKUP =
      Pattern.compile(
          "<!--.*?-->"
              + "|<!(?i:doctype)[^>]*>"
              + "|<!\\[CDATA\\[.*?]]>"
              + "|</(?<end>[a-zA-Z][^\\s/>]*)\\s*>"
              + ("|<(?<start>[a-zA-Z][^\\s/<>]*+)(?:" + ATTRIBUTE + ")*+\\s*+(?<self>/?)>"),
          Pattern.DOTALL);
  static final Pattern BEGIN = Pattern.compile("<[a-zA-Z!/]");

  private HtmlValidity() {}

  public static Validity check(String text) {
    Deque<String> open = new ArrayDeque<>();
    boolean any = false;
    var begin = BEGIN.matcher(text);
    Matcher markup = MARKUP.matcher(text);
    int at = 0;
    while (begin.find(at)) {
      markup.region(begin.start(), text.length());
      if (!markup.lookingAt()) {
        return invalid(text, begin.start(), "a tag is malformed");
      }
      at = markup.end();
      String problem = "";
      if (markup.group("start") != null) {
        any = true;
        String name = markup.group("start").toLowerCase(Locale.ROOT);
        problem = start(name, markup.group("self").isEmpty(), open);
        at = HtmlElements.isRawText(name) ? endOfRawText(text, name, at) : at;
      } else if (markup.group("end") != null) {
        problem = end(markup.group("end").toLowerCase(Locale.ROOT), open);
      }
      if (!problem.isEmpty()) {
        return invalid(text, markup.start(), problem);
      }
    }
    for (String name : open) {
      if (!HtmlElements.mayStayOpen(name)) {
        return new Validity.Invalid("<" + name + "> is never closed");
      }
    }
    return any ? Validity.Valid.VALID : new Validity.Invalid("the text holds no HTML element");
  }

  /// Somewhere in the text stands a tag of a known element.
  public static Validity checkContained(String text) {
    var markup = MARKUP.matcher(text);
    while (markup.find()) {
      String name = markup.group("start");
      if (name != null && HtmlElements.isKnown(name.toLowerCase(Locale.ROOT))) {
        return Validity.Valid.VALID;
      }
    }
    return new Validity.Invalid("the text holds no HTML element");
  }

  private static String start(String name, boolean opens, Deque<String> open) {
    if (!HtmlElements.isKnown(name) && !open.contains("svg") && !open.contains("math")) {
      return "<" + name + "> is no HTML element";
    }
    if (opens && !HtmlElements.isVoid(name)) {
      open.push(name);
    }
    return "";
  }

  private static String end(String name, Deque<String> open) {
    if (HtmlElements.isVoid(name)) {
      return "<" + name + "> has no end tag";
    }
    while (!open.isEmpty()) {
      String last = open.pop();
      if (last.equals(name)) {
        return "";
      }
      if (!HtmlElements.mayStayOpen(last)) {
        return "</" + name + "> comes while <" + last + "> is open";
      }
    }
    return "</" + name + "> closes nothing";
  }

  static int endOfRawText(String text, String name, int from) {
    int end = text.toLowerCase(Locale.ROOT).indexOf("</" + name, from);
    return end < 0 ? text.length() : end;
  }

  private static Validity invalid(String text, int at, String problem) {
    long line = text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    return new Validity.Invalid("line %d: %s".formatted(line, problem));
  }
}

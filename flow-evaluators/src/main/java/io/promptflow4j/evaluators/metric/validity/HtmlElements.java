package io.promptflow4j.evaluators.metric.validity;

import java.util.Set;
import java.util.regex.Pattern;

/// The elements of the HTML standard (WHATWG, and those it calls obsolete), by how they are closed.
final class HtmlElements {

  private static final Set<String> VOID =
      Set.of(
          "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
          "source", "track", "wbr");

  private static final Set<String> OPTIONAL_END =
      Set.of(
          "html",
          "head",
          "body",
          "p",
          "li",
          "dt",
          "dd",
          "tr",
          "td",
          "th",
          "thead",
          "tbody",
          "tfoot",
          "colgroup",
          "caption",
          "option",
          "optgroup",
          "rb",
          "rt",
          "rtc",
          "rp");

  private static final Set<String> RAW_TEXT = Set.of("script", "style", "textarea", "title");

  private static final Set<String> OTHERS =
      Set.of(
          "a",
          "abbr",
          "acronym",
          "address",
          "applet",
          "article",
          "aside",
          "audio",
          "b",
          "bdi",
          "bdo",
          "big",
          "blockquote",
          "button",
          "canvas",
          "center",
          "cite",
          "code",
          "data",
          "datalist",
          "del",
          "details",
          "dfn",
          "dialog",
          "dir",
          "div",
          "dl",
          "em",
          "fieldset",
          "figcaption",
          "figure",
          "font",
          "footer",
          "form",
          "frame",
          "frameset",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "header",
          "hgroup",
          "i",
          "iframe",
          "ins",
          "kbd",
          "label",
          "legend",
          "main",
          "map",
          "mark",
          "marquee",
          "math",
          "menu",
          "meter",
          "nav",
          "nobr",
          "noscript",
          "object",
          "ol",
          "output",
          "picture",
          "pre",
          "progress",
          "q",
          "ruby",
          "s",
          "samp",
          "search",
          "section",
          "select",
          "slot",
          "small",
          "span",
          "strike",
          "strong",
          "sub",
          "summary",
          "sup",
          "svg",
          "table",
          "template",
          "time",
          "tt",
          "u",
          "ul",
          "var",
          "video");

  private static final Pattern CUSTOM = Pattern.compile("[a-z][a-z0-9._]*-[a-z0-9._-]*");

  private HtmlElements() {}

  static boolean isKnown(String name) {
    return VOID.contains(name)
        || OPTIONAL_END.contains(name)
        || RAW_TEXT.contains(name)
        || OTHERS.contains(name)
        || CUSTOM.matcher(name).matches();
  }

  static boolean isVoid(String name) {
    return VOID.contains(name);
  }

  static boolean mayStayOpen(String name) {
    return OPTIONAL_END.contains(name);
  }

  static boolean isRawText(String name) {
    return RAW_TEXT.contains(name);
  }
}

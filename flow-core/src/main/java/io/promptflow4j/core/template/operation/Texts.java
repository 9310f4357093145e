package io.promptflow4j.core.template.operation;

import io.promptflow4j.core.template.python.Rendering;
import java.util.ArrayList;
import java.util.List;

/// Cutting and replacing, with Python's idea of what a blank and what a line is.
public final class Texts {

  private Texts() {}

  public static boolean isSpace(int point) {
    if (point <= ' ') {
      return point == ' ' || (point >= '\t' && point <= '\r') || (point >= 0x1c && point <= 0x1f);
    }
    return point == 0x85 || point == 0xa0 || (point > 0xff && Character.isSpaceChar(point));
  }

  public static String strip(String text) {
    return stripSpaces(text, true, true);
  }

  public static String stripSpaces(String text, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (right && end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /// Takes all of `characters` off the ends.
  public static String strip(String text, String characters, boolean left, boolean right) {
    int start = 0;
    int end = text.length();
    while (left && start < end && characters.indexOf(text.codePointAt(start)) >= 0) {
      start += Character.charCount(text.codePointAt(start));
    }
    while (right && end > start && characters.indexOf(text.codePointBefore(end)) >= 0) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(start, end);
  }

  /// The words between blanks; after `limit` cuts the rest stays whole.
  public static List<String> splitSpaces(String text, int limit) {
    var parts = new ArrayList<String>();
    int at = skip(text, 0);
    while (at < text.length()) {
      if (parts.size() == limit) {
        parts.add(text.substring(at));
        return parts;
      }
      int end = at;
      while (end < text.length() && !isSpace(text.charAt(end))) {
        end++;
      }
      parts.add(text.substring(at, end));
      at = skip(text, end);
    }
    return parts;
  }

  private static int skip(String text, int from) {
    int at = from;
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /// As [#splitSpaces], but cut from the end.
  public static List<String> splitSpacesRight(String text, int limit) {
    var parts = new ArrayList<String>();
    String rest = stripSpaces(text, false, true);
    while (!rest.isEmpty()) {
      if (parts.size() == limit) {
        parts.add(rest);
        break;
      }
      int start = rest.length();
      while (start > 0 && !isSpace(rest.charAt(start - 1))) {
        start--;
      }
      parts.add(rest.substring(start));
      rest = stripSpaces(rest.substring(0, start), false, true);
    }
    return parts.reversed();
  }

  /// The lines of a text.
  public static List<String> lines(String text, boolean keepEnds) {
    var lines = new ArrayList<String>();
    int start = 0;
    int at = 0;
    while (at < text.length()) {
      if (!isLineEnd(text.charAt(at))) {
        at++;
        continue;
      }
      int next = text.startsWith("\r\n", at) ? at + 2 : at + 1;
      lines.add(text.substring(start, keepEnds ? next : at));
      start = next;
      at = next;
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }

  private static boolean isLineEnd(char c) {
    return (c >= '\n' && c <= '\r')
        || (c >= 0x1c && c <= 0x1e)
        || c == 0x85
        || c == 0x2028
        || c == 0x2029;
  }

  /// Replaces the first `most` of `old`, or all if `most` is negative.
  public static String replace(
      String text, String old, String with, int most, Rendering rendering) {
    rendering.chargeText(text.length());
    if (old.isEmpty()) {
      return between(text, with, most, rendering);
    }
    var out = new StringBuilder();
    int from = 0;
    int count = 0;
    for (int i = text.indexOf(old); i >= 0 && count != most; i = text.indexOf(old, from)) {
      out.append(text, from, i).append(with);
      rendering.limitText(out.length());
      from = i + old.length();
      count++;
    }
    return count == 0 ? text : out.append(text, from, text.length()).toString();
  }

  private static String between(String text, String with, int most, Rendering rendering) {
    var out = new StringBuilder();
    int count = 0;
    for (int i = 0; i <= text.length(); ) {
      if (count != most) {
        out.append(with);
        count++;
      }
      if (i == text.length()) {
        break;
      }
      int point = text.codePointAt(i);
      out.appendCodePoint(point);
      rendering.limitText(out.length());
      i += Character.charCount(point);
    }
    return out.toString();
  }

  /// A text in the middle of `width` code points; an odd blank goes where Python puts it.
  public static String center(String text, int width, String fill) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0) {
      return text;
    }
    int left = missing / 2 + (missing & width & 1);
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }
}

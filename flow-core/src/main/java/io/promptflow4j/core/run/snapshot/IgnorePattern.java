package io.promptflow4j.core.run.snapshot;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// One line of an ignore file, in the syntax of `.gitignore`: `*`, `?`, `[…]`, `**`, `!` for an
/// exception, a slash at the end for folders only, a slash elsewhere for a path from where the file
/// stands, a backslash before what is meant literally.
///
/// @param except whether it takes paths back that earlier lines ignore
/// @param foldersOnly whether it says nothing of files
/// @param regex what a path relative to the ignore file's folder has to match as a whole
record IgnorePattern(boolean except, boolean foldersOnly, Pattern regex) {

  /// Empty for a blank line, a comment, or what is no pattern.
  static Optional<IgnorePattern> read(String line) {
    String text = withoutTrailingBlanks(line);
    if (text.isEmpty() || text.startsWith("#")) {
      return Optional.empty();
    }
    boolean except = text.startsWith("!");
    String body = except ? text.substring(1) : text;
    boolean foldersOnly = body.endsWith("/");
    String path = foldersOnly ? body.substring(0, body.length() - 1) : body;
    boolean anchored = path.contains("/");
    if (path.startsWith("/")) {
      path = path.substring(1);
    }
    if (path.isEmpty()) {
      return Optional.empty();
    }
    try {
      var regex = Pattern.compile((anchored ? "" : "(?:.*/)?") + regex(path));
      return Optional.of(new IgnorePattern(except, foldersOnly, regex));
    } catch (PatternSyntaxException _) {
      return Optional.empty();
    }
  }

  private static String withoutTrailingBlanks(String line) {
    int end = line.length();
    while (end > 0
        && Character.isWhitespace(line.charAt(end - 1))
        && !(end > 1 && line.charAt(end - 2) == '\\')) {
      end--;
    }
    return line.substring(0, end);
  }

  private static String regex(String path) {
    var regex = new StringBuilder();
    int at = 0;
    while (at < path.length()) {
      at += append(path, at, regex);
    }
    return regex.toString();
  }

  /// Translates what stands at `at` and returns its length.
  private static int append(String path, int at, StringBuilder regex) {
    boolean starts = at == 0 || path.charAt(at - 1) == '/';
    if (starts && path.startsWith("**/", at)) {
      regex.append("(?:.*/)?");
      return 3;
    }
    if (starts && path.startsWith("**", at) && at + 2 == path.length()) {
      regex.append(".+");
      return 2;
    }
    char letter = path.charAt(at);
    return switch (letter) {
      case '*' -> {
        regex.append("[^/]*");
        yield 1;
      }
      case '?' -> {
        regex.append("[^/]");
        yield 1;
      }
      case '[' -> appendClass(path, at, regex);
      case '\\' -> {
        boolean escapes = at + 1 < path.length();
        regex.append(Pattern.quote(escapes ? path.substring(at + 1, at + 2) : "\\"));
        yield escapes ? 2 : 1;
      }
      default -> {
        regex.append(Pattern.quote(String.valueOf(letter)));
        yield 1;
      }
    };
  }

  private static int appendClass(String path, int at, StringBuilder regex) {
    int first = at + 1;
    boolean not = first < path.length() && "!^".indexOf(path.charAt(first)) >= 0;
    int from = not ? first + 1 : first;
    int close = path.indexOf(']', from + 1); // a bracket that stands first is meant literally
    if (close < 0) {
      regex.append("\\[");
      return 1;
    }
    String inside = path.substring(from, close).replace("\\", "\\\\").replace("[", "\\[");
    inside = inside.startsWith("]") ? "\\" + inside : inside;
    regex.append("(?!/)[").append(not ? "^" : "").append(inside.replace("&&", "&\\&")).append(']');
    return close - at + 1;
  }

  boolean matches(String path, boolean folder) {
    return (folder || !foldersOnly) && regex.matcher(path).matches();
  }
}

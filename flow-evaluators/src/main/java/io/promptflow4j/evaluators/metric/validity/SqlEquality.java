package io.promptflow4j.evaluators.metric.validity;

import io.promptflow4j.evaluators.metric.Score;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Equality of SQL texts: the same statements but for blanks, line ends, comments, the case of
/// keywords and of names without quotes, quotes around names that need none, and the last
/// semicolon. Nothing is executed; two queries that say the same in other words are not equal.
public final class SqlEquality {

  private static final Pattern PIECES =
      Pattern.compile(
          "'(?:[^']|'')*'" // a text
              + "|\"(?<double>(?:[^\"]|\"\")*)\"|`(?<tick>[^`]*)`|\\[(?<square>[A-Za-z_][^\\]]*)\\]"
              + "|[\\p{L}\\p{N}_$]+|<>|!=|<=|>=|\\|\\||::|\\S");
  private static final Pattern COMMENTS =
      Pattern.compile(
          "('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`)|--[^\\r\\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

  private SqlEquality() {}

  /// 1 or 0; an answer that is no SQL is 0, a reference that is none is not scored.
  public static Score score(String answer, String reference) {
    return switch (SqlValidity.check(reference)) {
      case Validity.Invalid(String why) -> Score.notScored("the reference is no SQL: " + why);
      case Validity.Valid _ ->
          Score.of(SqlValidity.check(answer).isValid() && plain(answer).equals(plain(reference)));
    };
  }

  private static String plain(String sql) {
    var pieces = new StringBuilder();
    Matcher piece = PIECES.matcher(withoutComments(sql));
    while (piece.find()) {
      pieces.append(plain(piece)).append(' ');
    }
    return pieces.toString().replaceAll("(?: ;)* $", "");
  }

  private static String plain(Matcher piece) {
    for (String quotes : new String[] {"double", "tick", "square"}) {
      String name = piece.group(quotes);
      if (name != null) {
        return PLAIN.matcher(name).matches() ? name : "\"" + name + "\"";
      }
    }
    String found = piece.group();
    if (found.startsWith("'")) {
      return found;
    }
    return found.equals("!=") ? "<>" : found.toLowerCase(Locale.ROOT);
  }

  /// Comments become blanks; what looks like one within quotes stays.
  private static String withoutComments(String sql) {
    return COMMENTS
        .matcher(sql)
        .replaceAll(
            found -> found.group(1) == null ? " " : Matcher.quoteReplacement(found.group(1)));
  }
}

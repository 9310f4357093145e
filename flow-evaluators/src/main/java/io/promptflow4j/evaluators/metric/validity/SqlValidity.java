package io.promptflow4j.evaluators.metric.validity;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statements;
import net.sf.jsqlparser.statement.UnsupportedStatement;
import org.jspecify.annotations.Nullable;

/// Whether a text is SQL, or holds some, for the union of the dialects that JSqlParser 5 reads
/// (ANSI, PostgreSQL, MySQL, SQL Server, Oracle, SQLite, BigQuery, …). Nothing is executed, and
/// whether tables and columns exist isn't asked.
public final class SqlValidity {

  private static final int MAX_LENGTH = 100_000;
  private static final long MAX_MILLIS = 2_000;
  private static final int MAX_TRIES = 20;

  private static final Pattern FENCE =
      Pattern.compile("```(?:sql|SQL)?[ \\t]*\\R(.*?)```", Pattern.DOTALL);
  private static final Pattern BEGIN =
      Pattern.compile(
          "(?i)\\b(?:select|insert\\s+into|update|delete\\s+from|with|create|alter|drop|merge"
              + "\\s+into|truncate)\\b");

  private SqlValidity() {}

  /// The whole text is one or more statements.
  public static Validity check(String text) {
    if (text.isBlank()) {
      return new Validity.Invalid("the text is empty");
    }
    if (text.length() > MAX_LENGTH) {
      return new Validity.Invalid("the text has more than %,d characters".formatted(MAX_LENGTH));
    }
    try (ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory())) {
      Statements statements =
          CCJSqlParserUtil.parseStatements(
              text,
              thread,
              parser -> parser.withTimeOut(MAX_MILLIS).withSquareBracketQuotation(true));
      return isSql(statements)
          ? Validity.Valid.VALID
          : new Validity.Invalid("the text holds no statement");
    } catch (JSQLParserException broken) {
      return new Validity.Invalid(firstLine(broken));
    }
  }

  /// The parser answers null for a text that nests too deeply.
  private static boolean isSql(@Nullable Statements statements) {
    return statements != null
        && !statements.isEmpty()
        && statements.stream().noneMatch(UnsupportedStatement.class::isInstance);
  }

  private static String firstLine(JSQLParserException broken) {
    String message = String.valueOf(broken.getMessage());
    return message.lines().findFirst().orElse("no SQL");
  }

  /// In a code fence, or from a word such as SELECT up to a semicolon, an empty line or the end,
  /// stands a statement.
  public static Validity checkContained(String text) {
    for (String candidate : candidates(text)) {
      if (check(candidate).isValid()) {
        return Validity.Valid.VALID;
      }
    }
    return new Validity.Invalid("the text holds no SQL statement");
  }

  private static List<String> candidates(String text) {
    List<String> fenced = FENCE.matcher(text).results().map(found -> found.group(1)).toList();
    if (!fenced.isEmpty()) {
      return fenced.subList(0, Math.min(fenced.size(), MAX_TRIES));
    }
    return BEGIN
        .matcher(text)
        .results()
        .limit(MAX_TRIES)
        .map(found -> upToItsEnd(text.substring(found.start())))
        .toList();
  }

  private static String upToItsEnd(String text) {
    var end = Pattern.compile(";|\\R\\s*\\R|`").matcher(text);
    return end.find() ? text.substring(0, end.start()) : text;
  }
}

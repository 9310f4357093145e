package io.promptflow4j.core.model.connection;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `KEY=value` lines as `.env` files have them: `export`, comments, single and double quotes
/// (also over several lines), escapes in double quotes.
final class EnvFile {

  private static final Pattern LINE =
      Pattern.compile(
          "[ \\t]*(?:export[ \\t]+)?([A-Za-z_][\\w.-]*)[ \\t]*=[ \\t]*"
              + "(?:'((?:[^'\\\\]|\\\\.)*)'[ \\t]*(?:#.*)?"
              + "|\"((?:[^\"\\\\]|\\\\[\\s\\S])*)\"[ \\t]*(?:#.*)?"
              + "|([^'\"\\n][^\\n]*)?)(?:\\n|$)");
  private static final Pattern BLANK = Pattern.compile("[ \\t]*(?:#[^\\n]*)?(?:\\n|$)");

  private EnvFile() {}

  /// A custom connection whose secrets are the file's values.
  ///
  /// @throws ConnectionException if `name` is empty, a line is not `KEY=value`, or there is none
  static ConnectionDraft read(SourceText source, Optional<String> name) {
    var mistakes = new ArrayList<Diagnostic>();
    var secrets = secrets(source, mistakes);
    if (!mistakes.isEmpty()) {
      throw new ConnectionException(mistakes);
    }
    if (secrets.isEmpty()) {
      throw new ConnectionException(
          List.of(
              Diagnostic.error(
                  "empty-env-file", Place.startOf(source.file()), "there is no KEY=value line")));
    }
    return new ConnectionDraft(
        name.orElseThrow(() ->
            new ConnectionException(
                source.file() + ": a .env file has no name for the connection; give --name")),
        ConnectionType.CUSTOM,
        new LinkedHashMap<>(),
        secrets,
        Optional.empty());
  }

  private static SequencedMap<String, Secret> secrets(
      SourceText source, List<Diagnostic> mistakes) {
    var secrets = new LinkedHashMap<String, Secret>();
    String text = source.text();
    int at = 0;
    while (at < text.length()) {
      Matcher blank = BLANK.matcher(text).region(at, text.length());
      Matcher line = LINE.matcher(text).region(at, text.length());
      if (blank.lookingAt() && blank.end() > at) {
        at = blank.end();
      } else if (line.lookingAt()) {
        secrets.put(line.group(1), new Secret(value(line)));
        at = line.end();
      } else {
        mistakes.add(
            Diagnostic.error("env-line", source.placeAt(at), "this line is not KEY=value"));
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end + 1;
      }
    }
    return secrets;
  }

  private static String value(Matcher line) {
    if (line.group(2) != null) {
      return line.group(2).replace("\\'", "'").replace("\\\\", "\\");
    }
    if (line.group(3) != null) {
      return unescaped(line.group(3));
    }
    String bare = line.group(4) == null ? "" : line.group(4);
    return bare.replaceFirst("(?:^|\\s)#.*", "").strip();
  }

  private static String unescaped(String text) {
    var out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(++i);
        out.append(
            switch (next) {
              case 'n' -> "\n";
              case 't' -> "\t";
              case 'r' -> "\r";
              case '"', '\\', '\'' -> String.valueOf(next);
              default -> "\\" + next;
            });
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}

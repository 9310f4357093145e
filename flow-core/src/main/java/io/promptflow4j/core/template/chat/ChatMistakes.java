package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.source.Suggestion;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is said about a rendered prompt that is not a chat.
final class ChatMistakes {

  private static final List<String> ROLES =
      List.of("system", "user", "assistant", "function", "tool");
  private static final Pattern ROLE_WITH_TEXT =
      Pattern.compile(
          "(?i)\\s{0,20}#?\\s{0,20}(system|user|assistant|function|tool)\\s{0,20}:(.*)");
  private static final Pattern LONE_WORD = Pattern.compile("#?\\s{0,20}(\\w{2,20})\\s{0,20}:");

  private ChatMistakes() {}

  static ChatPromptException empty() {
    return new ChatPromptException(
        "empty-prompt",
        "the prompt is empty once it is rendered; it needs at least one message, such as a line"
            + " 'user:' with the question below it",
        1);
  }

  /// @param nothingElse whether there is no role line further down
  static ChatPromptException textBeforeRole(String before, boolean nothingElse) {
    int start = PythonSpace.skip(before, 0);
    int number = 1 + (int) before.substring(0, start).chars().filter(c -> c == '\n').count();
    String line = before.substring(start).lines().findFirst().orElse("").strip();
    String where = nothingElse ? "has no line that opens a role" : "has text before its first role";
    String message =
        ("a chat prompt is made of messages, each below a line that holds its role and a colon"
                + " alone ('system:', 'user:', 'assistant:', 'function:' or 'tool:'), but this one"
                + " %s: '%s'.%s")
            .formatted(where, shown(line), remedy(before, line, nothingElse));
    return new ChatPromptException("text-before-role", message, number);
  }

  private static String remedy(String before, String line, boolean nothingElse) {
    Matcher role = ROLE_WITH_TEXT.matcher(line);
    if (role.matches() && !role.group(2).isBlank()) {
      return " Move the text after '%s:' to the next line.".formatted(role.group(1));
    }
    if (role.matches() && PythonSpace.strip(before).equals(line)) {
      return " The line '%s' needs a line end after it.".formatted(shown(line));
    }
    Matcher word = LONE_WORD.matcher(line);
    if (word.matches()) {
      return Suggestion.didYouMean(word.group(1), ROLES);
    }
    return nothingElse
        ? " If the text is to be completed, set 'api: completion'; else put a line 'system:' or"
            + " 'user:' above it."
        : " Put a line 'system:' above it.";
  }

  private static String shown(String line) {
    String visible = line.replaceAll("\\p{Cntrl}", "?");
    return visible.length() <= 80 ? visible : visible.substring(0, 77) + "…";
  }

  static ChatPromptException functionFormat(int line) {
    return new ChatPromptException(
        "function-format",
        "a function message needs the function's name and what it gave: a line '## name:', the name"
            + " as one word on the next line, a line '## content:' and the result below it",
        line);
  }

  static ChatPromptException toolFormat(int line) {
    return new ChatPromptException(
        "tool-format",
        "a tool message needs the id of the call it answers and the result: a line"
            + " '## tool_call_id:', the id on the next line, a line '## content:' and the result"
            + " below it",
        line);
  }
}

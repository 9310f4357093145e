package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.template.TemplateOutput;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes a rendering so that it shows whose words are whose; see [RoleGuard].
final class MarkingOutput implements TemplateOutput {

  /// An expression that names a role: `role`, `item.role`, `item["role"]`, filters behind it.
  private static final Pattern ROLE_EXPRESSION =
      Pattern.compile(
          "(?:[\\w.\\[\\]]{0,200}[.])?role(?:\\s*\\|.{0,100})?"
              + "|[\\w.\\[\\]]{1,200}\\[(?:'role'|\"role\")](?:\\s*\\|.{0,100})?");

  /// A text that stands in the template as an expression.
  private static final Pattern TEXT_EXPRESSION =
      Pattern.compile("'(?:[^'\\\\]|\\\\n)*+'|\"(?:[^\"\\\\]|\\\\n)*+\"");

  private final RoleGuard.Lists lists;
  private final boolean kept;

  /// Whether only an author's white space, with at most one `#` in it, stands since the last line
  /// end an author wrote.
  private boolean opensLine = true;

  /// Whether a role word was just printed where a role may open.
  private boolean awaitsColon;

  /// Whether kept text opens roles, so that its line ends matter to what is written after it.
  private boolean keepsRoles;

  MarkingOutput(RoleGuard.Lists lists, boolean kept) {
    this.lists = lists;
    this.kept = kept;
  }

  @Override
  public String literal(String text) {
    String marked = Structure.mark(text, opensLine);
    if (awaitsColon) {
      marked = markFirstColon(marked);
    }
    if (!text.isEmpty()) {
      awaitsColon = false;
      opensLine = opensLine(text);
    }
    keepsRoles |= kept && marked.indexOf(Marks.OPEN) >= 0;
    return keepsRoles && text.endsWith("\n") ? marked + Marks.LINE_END : marked;
  }

  private static String markFirstColon(String marked) {
    int colon = PythonSpace.skip(marked, 0);
    boolean alone =
        colon < marked.length()
            && marked.charAt(colon) == ':'
            && Structure.lineEndFollows(marked, colon + 1);
    return alone
        ? marked.substring(0, colon) + Marks.OPEN + ":" + Marks.CLOSE + marked.substring(colon + 1)
        : marked;
  }

  private boolean opensLine(String text) {
    int lineEnd = text.lastIndexOf('\n');
    String line = PythonSpace.strip(text.substring(lineEnd + 1));
    return (lineEnd >= 0 || opensLine) && (line.isEmpty() || line.equals("#"));
  }

  @Override
  public String printed(String text, @Nullable Value value, String expression) {
    if (isText(expression)) {
      return literal(text);
    }
    String role = PythonSpace.strip(text);
    if (opensLine
        && ROLE_EXPRESSION.matcher(expression).matches()
        && ChatMessage.Role.named(role).isPresent()) {
      opensLine = false;
      awaitsColon = true;
      keepsRoles = kept;
      return text.replace(role, Marks.OPEN + role + Marks.CLOSE);
    }
    String written = value == null ? text : written(text, value);
    opensLine = written.endsWith(Marks.LINE_END);
    awaitsColon = false;
    keepsRoles |= kept && written.indexOf(Marks.OPEN) >= 0;
    return kept ? written : Marks.ENTER + written + Marks.LEAVE;
  }

  private static boolean isText(String expression) {
    return (expression.startsWith("'") || expression.startsWith("\""))
        && TEXT_EXPRESSION.matcher(expression).matches();
  }

  private String written(String text, Value value) {
    return switch (value) {
      case Value.Image _ -> Marks.OPEN + text + Marks.CLOSE;
      case Value.Sequence(var items) when lists == RoleGuard.Lists.BY_LINE -> byLine(items);
      case Value.Text _,
          Value.Whole _,
          Value.Decimal _,
          Value.Bool _,
          Value.Null _,
          Value.Sequence _,
          Value.Mapping _ ->
          text;
    };
  }

  private String byLine(List<Value> items) {
    return items.stream()
        .map(item -> written(PythonText.str(item), item))
        .collect(Collectors.joining("\n"));
  }

  @Override
  public TemplateOutput kept() {
    return new MarkingOutput(lists, true);
  }
}

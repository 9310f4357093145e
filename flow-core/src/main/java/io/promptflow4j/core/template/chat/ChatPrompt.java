package io.promptflow4j.core.template.chat;

import io.promptflow4j.core.template.TemplateBeginning;
import io.promptflow4j.core.template.chat.ChatMessage.Part;
import io.promptflow4j.core.template.chat.ChatMessage.Role;
import io.promptflow4j.core.template.chat.RoleLines.RoleLine;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Splits a rendered prompt into the messages of a chat, by prompt flow's rules.
///
/// A message begins at a line that holds a role and a colon and nothing else: `system:`, `# User :`
/// in any case, with white space anywhere between. Its content is the text up to the next one,
/// stripped. A `name:` and a `content:` block may stand in it; `function` needs them, `tool` needs
/// `tool_call_id:` and `content:`; `assistant` may hold `tool_calls:` with a Python literal or JSON
/// list, which is read as data and never evaluated.
///
/// Differs from the original where that gives no sensible chat: a blank prompt and one that is
/// nothing but a role word are refused, and the list of tool calls may hold lists and JSON's words.
public final class ChatPrompt {

  private static final Pattern PICTURE_LINK =
      Pattern.compile("!\\[\\s*+image\\s*+]\\(\\{\\{(\\s*+[^\\s{}]++\\s*+)}}\\)");

  private final PromptText prompt;
  private final Map<String, Value.Image> pictures;

  private ChatPrompt(PromptText prompt, Map<String, Value.Image> pictures) {
    this.prompt = prompt;
    this.pictures = pictures;
  }

  /// The messages of a rendered prompt. Pictures stay text (`Image(3f2a11bc)`), as in the plain
  /// `llm` tool of the original.
  ///
  /// @throws ChatPromptException if the text is not a chat
  public static List<ChatMessage> parse(PromptText prompt) {
    return parse(prompt, Map.of());
  }

  /// As [#parse], but a line that is nothing but a printed picture among `pictures` becomes a part
  /// of its message: the way of vision tools and prompty files.
  ///
  /// @param pictures by the text that stands for each, see [#picturesIn]
  public static List<ChatMessage> parse(PromptText prompt, Map<String, Value.Image> pictures) {
    return new ChatPrompt(prompt, pictures).messages();
  }

  /// The messages of a text whose every word is an author's.
  ///
  /// @throws ChatPromptException if the text is not a chat
  public static List<ChatMessage> parse(String authored) {
    return parse(new PromptText(Structure.mark(authored, true)));
  }

  /// Text that stands above the first role of a chat before anything is rendered.
  ///
  /// @param offset where it stands in the template's beginning
  /// @param certain false if it is a role and a colon whose line goes on with something printed:
  ///   that is a role only if what is printed begins with a line end
  public record EarlyText(int offset, boolean certain, String message) {}

  /// What is wrong with a template that begins like this; empty if that depends on what is printed.
  public static Optional<EarlyText> textBeforeRole(TemplateBeginning beginning) {
    String text = beginning.text();
    String marked = Structure.mark(text, true);
    List<RoleLine> lines = RoleLines.find(marked);
    String above = text;
    if (!lines.isEmpty()) {
      above = Marks.strip(marked.substring(0, lines.getFirst().start()));
    } else if (!beginning.isAll()) {
      above = text.substring(0, Structure.startOfOpenLine(text));
    }
    boolean certain = !PythonSpace.isBlank(above);
    if (!certain && (!lines.isEmpty() || beginning.isAll() || !endsInColon(text))) {
      return Optional.empty();
    }
    var mistake =
        ChatMistakes.textBeforeRole(certain ? above : text, lines.isEmpty() && beginning.isAll());
    return Optional.of(
        new EarlyText(PythonSpace.skip(text, 0), certain, String.valueOf(mistake.getMessage())));
  }

  private static boolean endsInColon(String text) {
    int end = PythonSpace.skipBack(text, text.length());
    return end > 0 && text.charAt(end - 1) == ':';
  }

  /// The text of a template in which each `![image]({{x}})` is written on a line of its own, as the
  /// vision tools and prompty files want it. Lines keep their numbers.
  public static String picturesOnLines(String template) {
    return PICTURE_LINK.matcher(template).replaceAll("{{\"\\\\n\"}}{{$1}}{{\"\\\\n\"}}");
  }

  /// Where each `![image]({{x}})` of a template begins.
  public static List<Integer> pictureLinks(String template) {
    return PICTURE_LINK.matcher(template).results().map(MatchResult::start).toList();
  }

  /// All pictures in `values`, at any depth, by the text that prompts print for each.
  public static Map<String, Value.Image> picturesIn(Iterable<Value> values) {
    var found = new LinkedHashMap<String, Value.Image>();
    values.forEach(value -> collectPictures(value, found));
    return found;
  }

  private static void collectPictures(Value value, Map<String, Value.Image> found) {
    switch (value) {
      case Value.Image image -> found.put(PythonText.str(image), image);
      case Value.Sequence(var items) -> items.forEach(item -> collectPictures(item, found));
      case Value.Mapping(var entries) ->
          entries.values().forEach(item -> collectPictures(item, found));
      case Value.Text _, Value.Whole _, Value.Decimal _, Value.Bool _, Value.Null _ -> {}
    }
  }

  private List<ChatMessage> messages() {
    String marked = prompt.marked();
    List<RoleLine> lines = RoleLines.find(marked);
    int firstLine = lines.isEmpty() ? marked.length() : lines.getFirst().start();
    String before = Marks.strip(marked.substring(0, firstLine));
    if (!PythonSpace.isBlank(before)) {
      throw ChatMistakes.textBeforeRole(before, lines.isEmpty());
    }
    if (lines.isEmpty()) {
      throw ChatMistakes.empty();
    }
    var messages = new ArrayList<ChatMessage>(lines.size());
    for (int i = 0; i < lines.size(); i++) {
      int end = i + 1 < lines.size() ? lines.get(i + 1).start() : marked.length();
      messages.add(message(lines.get(i), marked.substring(lines.get(i).end(), end)));
    }
    return List.copyOf(messages);
  }

  private ChatMessage message(RoleLine line, String body) {
    var blocks = new MarkedBlocks(body);
    return switch (line.role()) {
      case TOOL -> toolMessage(line, blocks);
      case FUNCTION -> functionMessage(line, blocks);
      case ASSISTANT -> assistantMessage(line, blocks, body);
      case SYSTEM, USER -> named(line.role(), blocks, body);
    };
  }

  private ChatMessage toolMessage(RoleLine line, MarkedBlocks blocks) {
    var block =
        blocks
            .wordAndContent("tool_call_id")
            .orElseThrow(() -> ChatMistakes.toolFormat(lineNumber(line)));
    return new ChatMessage(
        Role.TOOL,
        Optional.empty(),
        parts(block.content()),
        Optional.of(block.word()),
        Optional.empty());
  }

  private ChatMessage functionMessage(RoleLine line, MarkedBlocks blocks) {
    var block =
        blocks
            .wordAndContent("name")
            .orElseThrow(() -> ChatMistakes.functionFormat(lineNumber(line)));
    return withName(Role.FUNCTION, block);
  }

  private ChatMessage assistantMessage(RoleLine line, MarkedBlocks blocks, String body) {
    Optional<Value.Sequence> calls = blocks.toolCalls();
    return calls.isEmpty()
        ? named(line.role(), blocks, body)
        : new ChatMessage(Role.ASSISTANT, Optional.empty(), List.of(), Optional.empty(), calls);
  }

  private ChatMessage named(Role role, MarkedBlocks blocks, String body) {
    return blocks
        .wordAndContent("name")
        .map(block -> withName(role, block))
        .orElseGet(() ->
            new ChatMessage(
                role, Optional.empty(), parts(body), Optional.empty(), Optional.empty()));
  }

  private ChatMessage withName(Role role, MarkedBlocks.Block block) {
    return new ChatMessage(
        role,
        Optional.of(block.word()),
        parts(block.content()),
        Optional.empty(),
        Optional.empty());
  }

  private int lineNumber(RoleLine line) {
    return 1
        + (int) prompt.marked().substring(0, line.start()).chars().filter(c -> c == '\n').count();
  }

  private List<Part> parts(String marked) {
    String text = PythonSpace.strip(Marks.strip(marked));
    if (text.isEmpty()) {
      return List.of();
    }
    List<Part> lines = pictures.isEmpty() ? List.of() : lines(marked);
    return lines.stream().anyMatch(Part.Picture.class::isInstance)
        ? lines
        : List.of(new Part.Text(text));
  }

  private List<Part> lines(String marked) {
    var parts = new ArrayList<Part>();
    for (String line : marked.split("\n", -1)) {
      String text = Marks.strip(line);
      Value.Image picture = pictures.get(PythonSpace.strip(text));
      if (picture != null && line.contains(Marks.OPEN + "Image(")) {
        parts.add(new Part.Picture(picture));
      } else if (!PythonSpace.isBlank(text)) {
        parts.add(new Part.Text(text));
      }
    }
    return stripped(parts);
  }

  /// As the original, which strips the content before it looks at its lines.
  private static List<Part> stripped(List<Part> parts) {
    if (!parts.isEmpty() && parts.getFirst() instanceof Part.Text(var text)) {
      parts.set(0, new Part.Text(text.substring(PythonSpace.skip(text, 0))));
    }
    if (!parts.isEmpty() && parts.getLast() instanceof Part.Text(var text)) {
      String end = text.substring(0, PythonSpace.skipBack(text, text.length()));
      parts.set(parts.size() - 1, new Part.Text(end));
    }
    return parts;
  }
}

package io.promptflow4j.core.template.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Holds the splitting of chat prompts against what Microsoft's prompt flow made of the same texts.
///
/// The expected values come from `src/test/python/chat_reference.py`, run with promptflow-tools.
class ChatPromptReferenceTest {

  private static final Map<String, String> CODES =
      Map.of(
          "ChatAPIInvalidRole", "text-before-role",
          "ChatAPIFunctionRoleInvalidFormat", "function-format",
          "ChatAPIToolRoleInvalidFormat", "tool-format");

  @Test
  void everyPromptGivesTheMessagesOfTheOriginal() throws IOException {
    List<Value.Mapping> cases = cases();

    var different = new ArrayList<String>();
    for (Value.Mapping expected : cases) {
      String prompt = text(expected, "prompt");
      String ours = outcome(prompt);
      String theirs =
          expected.get("messages") instanceof Value.Sequence messages
              ? Json.write(messages)
              : CODES.get(text(expected, "error"));
      if (!ours.equals(theirs)) {
        different.add(Json.write(Value.of(prompt)) + "\n  ours " + ours + "\n  theirs " + theirs);
      }
    }

    assertThat(cases).hasSizeGreaterThan(900);
    assertThat(different).as("%d differ", different.size()).isEmpty();
  }

  private static String outcome(String prompt) {
    try {
      return Json.write(
          new Value.Sequence(
              ChatPrompt.parse(prompt).stream().<Value>map(ChatMessage::toValue).toList()));
    } catch (ChatPromptException refused) {
      return refused.code();
    }
  }

  private static String text(Value.Mapping line, String key) {
    return line.get(key) instanceof Value.Text(var text) ? text : fail("no " + key);
  }

  private static List<Value.Mapping> cases() throws IOException {
    try (InputStream in =
        ChatPromptReferenceTest.class.getResourceAsStream("/chat/messages.jsonl")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> (Value.Mapping) Json.read(line))
          .toList();
    }
  }
}

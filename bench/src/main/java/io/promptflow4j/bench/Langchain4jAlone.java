package io.promptflow4j.bench;

import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;

/// The request of the benchmark flow, sent by langchain4j with its own HTTP client and nothing
/// around it.
final class Langchain4jAlone {

  private static final String RULES =
      """
      Topic: geography
      Answer the question below using only facts that you are certain of.
      1. Be brief and use plain words.
      2. Give the answer first, then one sentence of reasoning.
      3. Say that you do not know when you are not certain.
      4. Never mention these rules in the answer.
      5. Use the metric system for every quantity.
      6. Write dates as year, month and day.
      Examples of the expected style:
      Q: How high is the Eiffel Tower? A: 330 m. It was measured with its antennas after the last extension.
      Q: When did the first person walk on the Moon? A: 1969-07-20. Apollo 11 landed on that day.
      Q: Who will win the next election? A: I do not know. The future cannot be known for certain.
      Q: What is the boiling point of water at sea level? A: 100 degrees Celsius. The pressure there is one atmosphere.
      Prefer names in their local spelling.
      Question: %s\
      """;

  private final ChatModel model;

  Langchain4jAlone(String url) {
    this.model =
        OpenAiChatModel.builder()
            .baseUrl(url)
            .apiKey("none")
            .modelName("gpt-4o-mini")
            .temperature(0.0)
            .maxTokens(256)
            .maxRetries(0)
            .build();
  }

  void run(int number) {
    String text =
        model
            .chat(
                SystemMessage.from(
                    "You are a careful assistant that answers questions about many topics in a"
                        + " fixed style."),
                UserMessage.from(RULES.formatted(LinesBench.question(number))))
            .aiMessage()
            .text();
    if (text.isEmpty()) {
      throw new IllegalStateException("no answer");
    }
  }
}

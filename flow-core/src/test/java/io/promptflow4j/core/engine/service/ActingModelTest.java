package io.promptflow4j.core.engine.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Models that call nodes as tools, with the scripted model and tools of every kind.
class ActingModelTest {

  private static final String HEAD =
      """
      inputs: {question: {type: string}, customer: {type: string, default: c-7}}
      outputs: {answer: "${ask.output}"}
      nodes:
      - name: ask
        type: llm
        source: {type: code, path: ask.jinja2}
        api: chat
        connection: scripted
        inputs: {model: m, question: "${inputs.question}"}
        tools: TOOLS
        max_tool_rounds: 3
      """;

  private static final String ORDERS =
      """
      - name: orders
        type: python
        source: {type: code, path: orders.py}
        inputs: {customer: "${inputs.customer}"}
      - name: phrase
        type: prompt
        source: {type: code, path: phrase.jinja2}
      """;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    write("ask.jinja2", "system:\nUse the tools.\nuser:\n{{ question }}\n");
    write("phrase.jinja2", "The {{ what }} is on its way.");
    write(
        "orders.py",
        """
        from promptflow.core import tool

        @tool
        def orders(customer: str, number: int) -> dict:
            "Finds an order of the customer."
            if number == 13:
                raise ValueError("no such order")
            return {"customer": customer, "number": number}
        """);
  }

  @Test
  void whatTheModelCallsIsRunAndItIsAskedAgain() throws IOException {
    rules(
        """
        - {role: user, tool_calls: [{name: orders, arguments: {number: 4}}]}
        - {role: tool, answer: "found {{ last }}"}
        """);

    FlowResult result = run("[orders, phrase]");

    assertThat(answer(result)).isEqualTo("found {\"customer\":\"c-7\",\"number\":4}");
    assertThat(result.nodes()).hasSize(1);
    assertThat(spans(result)).containsExactly("chat", "orders", "chat");
  }

  @Test
  void theModelIsToldWhatItIsToGiveAndNoMore() throws IOException {
    rules("- {answer: \"{{ parameters.tools | tojson }}\"}");

    String told =
        answer(
            run(
                "[{node: orders, description: Looks up., parameters: {number: Its number.}},"
                    + " phrase]"));

    assertThat(Json.read(told))
        .isEqualTo(
            Json.read(
                """
                [{"type": "function", "function": {"name": "orders", "description": "Looks up.", "parameters":
                   {"type": "object", "properties": {"number": {"type": "integer", "description": "Its number."}},
                    "required": ["number"]}}},
                 {"type": "function", "function": {"name": "phrase", "parameters":
                   {"type": "object", "properties": {"what": {"type": "string"}}, "required": ["what"]}}}]
                """));
  }

  @Test
  void callsOfOneMessageAreAllAnsweredInTheirOrder() throws IOException {
    rules(
        """
        - role: user
          tool_calls: [{name: phrase, arguments: {what: book}}, {name: orders, arguments: {number: 2}}, {name: phrase, arguments: {what: pen}}]
        - {role: tool, answer: "{{ messages[3].content }} {{ messages[4].content }} {{ messages[5].content }}"}
        """);

    assertThat(answer(run("[orders, phrase]")))
        .isEqualTo(
            "The book is on its way. {\"customer\":\"c-7\",\"number\":2} The pen is on its way.");
  }

  @Test
  void whatIsWrongWithACallIsToldToTheModel() throws IOException {
    rules(
        """
        - role: user
          message:
            tool_calls:
            - {id: a, type: function, function: {name: ordres, arguments: "{}"}}
            - {id: b, type: function, function: {name: orders, arguments: "{"}}
            - {id: c, type: function, function: {name: orders, arguments: "{\\"number\\": \\"x\\"}"}}
            - {id: d, type: function, function: {name: orders, arguments: "{}"}}
            - {id: e, type: function, function: {name: orders, arguments: "{\\"number\\": 13}"}}
            - {id: f, type: function, function: {name: orders, arguments: "{\\"number\\": 1, \\"customer\\": \\"c-8\\"}"}}
        - {role: tool, answer: "{% for m in messages[3:] %}{{ m.content }}\\n{% endfor %}"}
        """);

    assertThat(answer(run("[orders]")).lines())
        .satisfiesExactly(
            one ->
                assertThat(one)
                    .isEqualTo("error: there is no tool 'ordres'. Did you mean 'orders'?"),
            two -> assertThat(two).startsWith("error: the arguments are no JSON"),
            three -> assertThat(three).contains("'number' has to be integer, but is \"x\""),
            four -> assertThat(four).contains("'number' is missing"),
            five -> assertThat(five).startsWith("error: ").contains("no such order"),
            six -> assertThat(six).contains("\"customer\":\"c-7\""));
  }

  @Test
  void aModelThatGoesOnCallingIsStopped() throws IOException {
    rules("- {tool_calls: [{name: phrase, arguments: {what: pen}}]}");

    FlowResult result = run("[phrase, orders]");

    assertThat(result.failure().orElseThrow().code()).isEqualTo("too-many-tool-rounds");
    assertThat(spans(result).stream().filter("chat"::equals)).hasSize(4);
  }

  @Test
  void afterTheLastRoundTheModelHasToAnswer() throws IOException {
    rules(
        """
        - {parameters: {tool_choice: none}, answer: that is all}
        - {tool_calls: [{name: phrase, arguments: {what: pen}}]}
        """);

    assertThat(answer(run("[phrase, orders]"))).isEqualTo("that is all");
  }

  @Test
  void theAnswerIsStreamed() throws IOException {
    rules(
        """
        - {role: user, tool_calls: [{name: phrase, arguments: {what: pen}}]}
        - {role: tool, answer: "one two three"}
        """);
    flow("[phrase, orders]", ORDERS);
    var chunks = new ConcurrentLinkedQueue<String>();
    try (Flow flow = Flow.load(folder)) {
      FlowResult result =
          flow.run(
              RunRequest.of((Value.Mapping) Value.from(Map.of("question", "where?")))
                  .withChunks((_, chunk) -> chunks.add(PythonText.str(chunk))));
      assertThat(answer(result)).isEqualTo("one two three");
    }
    assertThat(chunks).hasSizeGreaterThan(1);
    assertThat(String.join("", chunks)).isEqualTo("one two three");
  }

  @Test
  void allToolsOfAnMcpServerCanBeOffered() throws IOException {
    try (var script = ActingModelTest.class.getResourceAsStream("/mcp_server.py")) {
      Files.write(folder.resolve("server.py"), script.readAllBytes());
    }
    rules(
        """
        - role: user
          tool_calls: [{name: add, arguments: {a: 20, b: 22}}, {name: add, arguments: {a: 1}}, {name: fail, arguments: {}}]
        - {role: tool, answer: "{% for m in messages[3:] %}{{ m.content }}\\n{% endfor %}"}
        """);
    flow(
        "[{node: numbers}]",
        "- {name: numbers, type: mcp, mcp: {server: {command: python3, args: [server.py]}}}\n");

    try (Flow flow = Flow.load(folder)) {
      assertThat(answer(flow.run(Map.of("question", "?"))).lines())
          .satisfiesExactly(
              one -> assertThat(one).isEqualTo("42"),
              two -> assertThat(two).contains("'b' is missing"),
              three -> assertThat(three).contains("no luck today"));
    }
  }

  @Test
  void mistakesAreTold() throws IOException {
    rules("- {answer: x}");
    write("part/flow.dag.yaml", "nodes: []\n");
    flow(
        "[ordres, orders, orders, ask, {description: x}]",
        ORDERS
            + """
            - {name: reader, type: prompt, source: {type: code, path: phrase.jinja2}, inputs: {what: "${orders.output}"}}
            """);

    assertThat(Flow.check(folder, FlowSettings.defaults()).diagnostics())
        .filteredOn(Diagnostic::isError)
        .extracting(found -> found.code() + ": " + found.message())
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).contains("list of 1 to 100 nodes"),
            two -> assertThat(two).contains("names 'ordres'", "Did you mean 'orders'?"),
            three -> assertThat(three).contains("names 'orders' twice"),
            four -> assertThat(four).contains("names 'ask', but no other node"),
            five -> assertThat(five).contains("'orders' runs only when a model calls it"));
  }

  private FlowResult run(String tools) throws IOException {
    flow(tools, ORDERS);
    try (Flow flow = Flow.load(folder)) {
      return flow.run(Map.of("question", "where?"));
    }
  }

  private void flow(String tools, String nodes) throws IOException {
    write("flow.dag.yaml", HEAD.replace("TOOLS", tools) + nodes);
  }

  private void rules(String rules) throws IOException {
    write("scripted.yaml", "rules:\n" + rules);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static List<String> spans(FlowResult result) {
    return result.trace().children().getFirst().children().stream().map(Span::name).toList();
  }

  private static String answer(FlowResult result) {
    Value answer = result.outputs().get("answer");
    assertThat(answer).as(result.failure().toString()).isNotNull();
    return PythonText.str(answer);
  }
}

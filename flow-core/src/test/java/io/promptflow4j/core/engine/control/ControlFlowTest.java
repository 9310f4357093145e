package io.promptflow4j.core.engine.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.engine.FlowSettings;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.RunRequest;
import io.promptflow4j.core.graph.NodeName;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Loops, policies, conditions, switches and flows in flows, from the flow file to the result.
class ControlFlowTest {

  @TempDir private Path folder;

  @Nested
  class ForEach {

    @Test
    void givesAListInTheOrderOfTheElements() throws IOException {
      write("greet.jinja2", "{{ n }}. {{ name }}");
      FlowResult result =
          run(
              """
              inputs: {names: {type: list}}
              outputs: {all: "${greet.output}"}
              nodes:
              - name: greet
                type: prompt
                source: {type: code, path: greet.jinja2}
                for_each: ${inputs.names}
                inputs: {name: "${item.first}", n: "${index}"}
              """,
              Map.of("names", List.of(Map.of("first", "Ada"), Map.of("first", "Bo"))));

      assertThat(output(result, "all")).isEqualTo("[\"0. Ada\",\"1. Bo\"]");
      assertThat(result.trace().children().getFirst().children())
          .extracting(Span::name)
          .containsExactly("greet element 0", "greet element 1");
    }

    @Test
    void anElementThatFailsLosesNoneOfTheOthers() throws IOException {
      write("divide.jinja2", "{{ 12 // n }}");
      String flow =
          """
          inputs: {numbers: {type: list}}
          outputs: {all: "${divide.output}"}
          nodes:
          - name: divide
            type: prompt
            source: {type: code, path: divide.jinja2}
            for_each: {in: "${inputs.numbers}", concurrency: 2}
            inputs: {n: "${item}"}
          """;
      Map<String, ?> inputs = Map.of("numbers", List.of(3, 0, 4));

      FlowResult failed = run(flow, inputs);
      FlowResult saved = run(flow + "  on_error: {use: 'none: ${item}'}\n", inputs);

      assertThat(failed.failure().orElseThrow().message())
          .contains("1 of 3 elements failed", "element 1: ");
      assertThat(failed.trace().children().getFirst().children()).hasSize(3);
      assertThat(output(saved, "all")).isEqualTo("[\"4\",\"none: 0\",\"3\"]");
    }

    @Test
    void isDoneForANodeThatRunsAloneToo() throws IOException {
      write("greet.jinja2", "{{ name }}");
      write(
          "flow.dag.yaml",
          """
          inputs: {names: {type: list}}
          nodes:
          - {name: greet, type: prompt, source: {type: code, path: greet.jinja2},
             for_each: "${inputs.names}", inputs: {name: "${item}"}}
          """);

      try (Flow flow = Flow.load(folder, FlowSettings.defaults())) {
        var alone = RunRequest.of(Map.of("names", List.of("Ada", "Bo")));

        assertThat(flow.runNode("greet", alone).nodes().values())
            .singleElement()
            .isInstanceOfSatisfying(
                NodeResult.Completed.class,
                done -> assertThat(Json.write(done.output())).isEqualTo("[\"Ada\",\"Bo\"]"));
      }
    }

    @Test
    void takesNothingButAList() throws IOException {
      write("same.jinja2", "{{ x }}");
      String flow =
          """
          inputs: {x: {type: object}}
          outputs: {all: "${same.output}"}
          nodes:
          - {name: same, type: prompt, source: {type: code, path: same.jinja2},
             for_each: "${inputs.x}", inputs: {x: "${item}"}}
          """;

      assertThat(run(flow, Map.of("x", Map.of("a", 1))).failure().orElseThrow().code())
          .isEqualTo("not-a-list");
      assertThat(output(run(flow, Map.of("x", List.of())), "all")).isEqualTo("[]");
    }
  }

  @Nested
  class Repeat {

    private static final String FLOW =
        """
        outputs: {text: "${grow.output}"}
        nodes:
        - name: grow
          type: prompt
          source: {type: code, path: grow.jinja2}
          repeat: {until: "${output} | length >= 3", max: %d, on_max: %s}
          inputs: {before: "${previous}", round: "${round}"}
        """;

    @Test
    void endsWhenItsConditionHolds() throws IOException {
      write("grow.jinja2", "{{ before or '' }}{{ round }}");

      FlowResult result = run(FLOW.formatted(9, "fail"), Map.of());

      assertThat(output(result, "text")).isEqualTo("\"123\"");
      assertThat(result.trace().children().getFirst().children())
          .extracting(Span::name)
          .containsExactly("grow round 1", "grow round 2", "grow round 3");
    }

    @Test
    void failsOrTakesTheLastRoundWhenItNeverHolds() throws IOException {
      write("grow.jinja2", "{{ before or '' }}{{ round }}");

      FlowResult failed = run(FLOW.formatted(2, "fail"), Map.of());
      FlowResult last = run(FLOW.formatted(2, "last"), Map.of());

      assertThat(failed.failure().orElseThrow().code()).isEqualTo("not-reached");
      assertThat(output(last, "text")).isEqualTo("\"12\"");
    }
  }

  @Nested
  class Conditions {

    private static final String FLOW =
        """
        inputs: {kind: {type: string}, score: {type: int}}
        outputs: {answer: "${answer.output}"}
        nodes:
        - {name: good, type: prompt, source: {type: code, path: good.jinja2},
           activate: {if: "${inputs.kind} in ['a', 'b'] and ${inputs.score} > 3"}}
        - {name: answer, type: prompt, source: {type: code, path: answer.jinja2},
           activate: {if: "${good.output} is not none or ${inputs.kind} == 'c'"},
           inputs: {good: "${good.output}"}}
        """;

    @Test
    void areExpressionsOverReferences() throws IOException {
      write("good.jinja2", "good");
      write("answer.jinja2", "got {{ good }}");

      assertThat(output(run(FLOW, Map.of("kind", "b", "score", 4)), "answer"))
          .isEqualTo("\"got good\"");
      assertThat(output(run(FLOW, Map.of("kind", "b", "score", 3)), "answer")).isEqualTo("null");
      assertThat(output(run(FLOW, Map.of("kind", "c", "score", 3)), "answer"))
          .isEqualTo("\"got None\"");
    }
  }

  @Nested
  class Switch {

    private static final String FLOW =
        """
        inputs: {kind: {type: string}}
        outputs: {answer: "${answer.output}"}
        nodes:
        - {name: order, type: prompt, source: {type: code, path: a.jinja2}}
        - {name: refund, type: prompt, source: {type: code, path: b.jinja2}}
        - {name: phrase, type: prompt, source: {type: code, path: c.jinja2},
           inputs: {x: "${refund.output}"}}
        - {name: other, type: prompt, source: {type: code, path: d.jinja2}}
        - name: answer
          type: switch
          switch:
            value: ${inputs.kind}
            cases: {order: order, refund: [refund, phrase]}
            default: other
        """;

    @Test
    void runsOneBranchAndGivesItsValue() throws IOException {
      write("a.jinja2", "ordered");
      write("b.jinja2", "refunded");
      write("c.jinja2", "{{ x }}!");
      write("d.jinja2", "talk");

      FlowResult refund = run(FLOW, Map.of("kind", "refund"));

      assertThat(output(refund, "answer")).isEqualTo("\"refunded!\"");
      assertThat(refund.nodes())
          .containsEntry(new NodeName("order"), NodeResult.Bypassed.BYPASSED)
          .containsEntry(new NodeName("other"), NodeResult.Bypassed.BYPASSED);
      assertThat(output(run(FLOW, Map.of("kind", "order")), "answer")).isEqualTo("\"ordered\"");
      assertThat(output(run(FLOW, Map.of("kind", "?")), "answer")).isEqualTo("\"talk\"");
    }
  }

  @Test
  void aSwitchIsNoLoop() throws IOException {
    write("a.jinja2", "brief");

    assertThat(
            check(
                """
                inputs: {kinds: {type: list}}
                nodes:
                - {name: short, type: prompt, source: {type: code, path: a.jinja2}}
                - {name: answer, type: switch, for_each: "${inputs.kinds}",
                   switch: {value: "${inputs.kinds}", cases: {brief: short}}}
                """))
        .filteredOn(Diagnostic::isError)
        .singleElement()
        .satisfies(found -> {
          assertThat(found.code()).isEqualTo("wrong-control");
          assertThat(found.place().line()).isEqualTo(4);
          assertThat(found.message()).startsWith("node 'answer' chooses between branches once;");
        });
  }

  @Test
  void aSwitchMayTakeTheBranchOfACaseByDefaultToo() throws IOException {
    write("a.jinja2", "brief");
    String flow =
        """
        inputs: {kind: {type: string}}
        outputs: {answer: "${answer.output}"}
        nodes:
        - {name: short, type: prompt, source: {type: code, path: a.jinja2}}
        - {name: long, type: prompt, source: {type: code, path: a.jinja2}}
        - name: answer
          type: switch
          switch:
            value: ${inputs.kind}
            cases: {brief: short, full: long}
            default: short
        """;

    for (String kind : List.of("brief", "anything")) {
      FlowResult result = run(flow, Map.of("kind", kind));
      assertThat(output(result, "answer")).isEqualTo("\"brief\"");
      assertThat(result.nodes()).containsEntry(new NodeName("long"), NodeResult.Bypassed.BYPASSED);
    }
    assertThat(run(flow, Map.of("kind", "full")).nodes())
        .containsEntry(new NodeName("short"), NodeResult.Bypassed.BYPASSED);
  }

  @Nested
  class AFlowInAFlow {

    @Test
    void letsWhatItsToolsPrintBeRead() throws IOException {
      write(
          "inner/flow.dag.yaml",
          """
          inputs: {text: {type: string}}
          outputs: {text: "${say.output}"}
          nodes:
          - {name: say, type: java, source: {type: code, path: Say.java},
             inputs: {text: "${inputs.text}"}}
          """);
      write(
          "inner/Say.java",
          """
          import io.promptflow4j.core.tool.ToolContext;
          public class Say {
            public static String say(String text, ToolContext context) {
              context.log("saying " + text);
              if (text.isEmpty()) throw new IllegalArgumentException("nothing to say");
              return text;
            }
          }
          """);
      String flow =
          """
          inputs: {texts: {type: list}}
          nodes:
          - {name: each, type: flow, source: {type: code, path: inner},
             for_each: "${inputs.texts}", inputs: {text: "${item}"}}
          """;

      assertThat(logs(run(flow, Map.of("texts", List.of("a", "b")))))
          .containsExactly("element 0: say: saying a", "element 1: say: saying b");
      assertThat(logs(run(flow, Map.of("texts", List.of("")))))
          .containsExactly("element 0: say: saying ");
    }

    private static List<String> logs(FlowResult result) {
      return switch (result.nodes().get(new NodeName("each"))) {
        case NodeResult.Completed done -> done.logs();
        case NodeResult.Failed failed -> failed.logs();
        case null, default -> List.of();
      };
    }

    @Test
    void takesItsInputsAndGivesItsOutputs() throws IOException {
      inner();

      FlowResult result =
          run(
              """
              inputs: {names: {type: list}}
              outputs: {first: "${each.output[0].text}", all: "${each.output}"}
              nodes:
              - name: each
                type: flow
                source: {type: code, path: inner}
                for_each: ${inputs.names}
                inputs: {name: "${item}"}
              """,
              Map.of("names", List.of("Ada", "Bo")));

      assertThat(output(result, "first")).isEqualTo("\"Hello Ada, dear\"");
      Span element = result.trace().children().getFirst().children().get(1);
      assertThat(element.children().getFirst().children())
          .extracting(Span::name)
          .containsExactly("hello");
    }

    @Test
    void isCheckedWithTheFlowAroundIt() throws IOException {
      inner();

      List<Diagnostic> found =
          check(
              """
              outputs: {x: "${greet.output.txt}"}
              nodes:
              - {name: greet, type: flow, source: {type: code, path: inner}, inputs: {nam: a}}
              """);

      assertThat(found)
          .extracting(Diagnostic::code)
          .containsExactlyInAnyOrder(
              "unknown-flow-output", "missing-parameter", "unknown-parameter");
    }

    @Test
    void isAFolderAndNoOtherFile() throws IOException {
      write("ask.prompty", "---\nmodel: {api: chat}\n---\nuser:\nHi\n");

      assertThat(
              check(
                  """
                  nodes:
                  - {name: one, type: flow, source: {type: code, path: ask.prompty}}
                  """))
          .filteredOn(Diagnostic::isError)
          .singleElement()
          .satisfies(found -> {
            assertThat(found.code()).isEqualTo("missing-file");
            assertThat(found.message())
                .startsWith("'ask.prompty' is not a folder with a flow.dag.yaml");
          });
    }

    @Test
    void canNotHoldItself() throws IOException {
      assertThat(
              check(
                  """
                  nodes:
                  - {name: again, type: flow, source: {type: code, path: flow.dag.yaml}}
                  """))
          .extracting(Diagnostic::code)
          .containsExactly("recursive-flow");
    }

    @Test
    void hasNodesThatCanBeBoundAndChosenFromOutside() throws IOException {
      inner();
      write(
          "flow.dag.yaml",
          """
          outputs: {text: "${greet.output.text}"}
          nodes:
          - {name: greet, type: flow, source: {type: code, path: inner}, inputs: {name: Ada}}
          """);
      FlowSettings bound =
          FlowSettings.defaults()
              .withConnections(Map.of("greet/hello", Map.of("ending", "bound from outside")));
      FlowSettings misspelt =
          FlowSettings.defaults().withVariants(Map.of("greet/helo", "v", "gret/hello", "v"));

      try (Flow flow = Flow.load(folder, bound)) {
        assertThat(output(flow.run(Map.of()), "text"))
            .isEqualTo("\"Hello Ada, bound from outside\"");
      }
      assertThat(Flow.check(folder, misspelt).diagnostics())
          .extracting(Diagnostic::code)
          .containsExactly("unknown-variant-node", "unknown-variant-node");
    }

    @Test
    void streamsTheOutputThatIsHandedOn() throws IOException {
      write("inner/flow.dag.yaml", INNER_LLM);
      write("inner/ask.jinja2", "user:\nSay something");
      write("scripted.yaml", "rules:\n- answer: one two three\n");
      write(
          "flow.dag.yaml",
          """
          outputs: {text: "${inner.output.text}"}
          nodes:
          - {name: inner, type: flow, source: {type: code, path: inner}}
          """);
      var pieces = new StringBuilder();
      var count = new AtomicInteger();

      try (Flow flow = Flow.load(folder, FlowSettings.defaults())) {
        FlowResult result =
            flow.run(
                RunRequest.of(Map.of())
                    .withChunks((output, chunk) -> {
                      count.incrementAndGet();
                      pieces.append(output).append(':').append(Json.write(chunk)).append(' ');
                    }));

        assertThat(output(result, "text")).isEqualTo("\"one two three\"");
      }
      assertThat(count.get()).isGreaterThan(1);
      assertThat(pieces.toString()).startsWith("text:\"one").doesNotContain("other:");
    }

    private static final String INNER_LLM =
        """
        outputs: {text: "${ask.output}", other: "${more.output}"}
        nodes:
        - {name: ask, type: llm, api: chat, source: {type: code, path: ask.jinja2}, inputs: {model: m}}
        - {name: more, type: llm, api: chat, source: {type: code, path: ask.jinja2}, inputs: {model: m}}
        """;

    private void inner() throws IOException {
      write(
          "inner/flow.dag.yaml",
          """
          inputs: {name: {type: string}, ending: {type: string, default: dear}}
          outputs: {text: "${hello.output}"}
          nodes:
          - {name: hello, type: prompt, source: {type: code, path: hello.jinja2},
             inputs: {name: "${inputs.name}", ending: "${inputs.ending}"}}
          """);
      write("inner/hello.jinja2", "Hello {{ name }}, {{ ending }}");
    }
  }

  private FlowResult run(String flow, Map<String, ?> inputs) throws IOException {
    write("flow.dag.yaml", flow);
    try (Flow loaded = Flow.load(folder, FlowSettings.defaults())) {
      return loaded.run(RunRequest.of(inputs));
    }
  }

  private List<Diagnostic> check(String flow) throws IOException {
    write("flow.dag.yaml", flow);
    return Flow.check(folder, FlowSettings.defaults()).diagnostics();
  }

  private static String output(FlowResult result, String name) {
    assertThat(result.failure()).isEmpty();
    Value value = result.outputs().get(name);
    return value == null ? "missing" : Json.write(value);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}

package io.promptflow4j.cli.run;

import io.promptflow4j.cli.Called;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.util.List;

/// A flow that a scripted model answers, its rows, and an evaluation flow in Python.
final class Rows {

  private Rows() {}

  /// `ask`: a question, answered in one of two ways; `fails` fails.
  static void ask(Called.Place place) throws IOException {
    place.write(
        "ask/flow.dag.yaml",
        """
        inputs:
          question: {type: string}
          style: {type: string, default: plain}
        outputs:
          answer: {type: string, reference: '${ask.output}'}
        nodes:
        - name: ask
          use_variants: true
        node_variants:
          ask:
            default_variant_id: long
            variants:
              long: {node: {type: llm, source: {type: code, path: ask.jinja2}, api: chat,
                connection: lab, inputs: {model: m, question: '${inputs.question}',
                  style: '${inputs.style}'}}}
              brief: {node: {type: llm, source: {type: code, path: brief.jinja2}, api: chat,
                connection: lab, inputs: {model: m, question: '${inputs.question}'}}}
        """);
    place.write("ask/ask.jinja2", "# user:\n{{style}} {{question}}");
    place.write("ask/brief.jinja2", "# user:\nbriefly {{question}}");
    rules(place, "- {last: fails, fault: bad-request}");
    place.write(
        "data.jsonl",
        """
        {"question": "one", "truth": "answer to plain one", "kind": "odd"}
        {"question": "two", "truth": "2", "kind": "even"}
        {"question": "three", "truth": "answer to plain three", "kind": "odd"}
        """);
  }

  /// What the scripted model answers.
  static void rules(Called.Place place, String... rules) throws IOException {
    place.write(
        "ask/scripted.yaml",
        "rules:\n%s\ndefault: \"answer to {{ last }}\"\n".formatted(String.join("\n", rules)));
  }

  /// `grade`: whether answers are the truth, and the share of those that are.
  static void grade(Called.Place place) throws IOException {
    place.write(
        "grade/flow.dag.yaml",
        """
        type: evaluation
        inputs:
          answer: {type: string}
          truth: {type: string}
        outputs:
          right: {type: string, reference: '${grade.output}'}
        nodes:
        - name: grade
          type: python
          source: {type: code, path: grade.py}
          inputs: {answer: '${inputs.answer}', truth: '${inputs.truth}'}
        - name: share
          type: python
          source: {type: code, path: share.py}
          inputs: {grades: '${grade.output}'}
          aggregation: true
        """);
    place.write(
        "grade/grade.py",
        """
        from promptflow.core import tool

        @tool
        def grade(answer: str, truth: str) -> str:
            return "yes" if answer == truth else "no"
        """);
    place.write(
        "grade/share.py",
        """
        from promptflow.core import log_metric, tool

        @tool
        def share(grades: list):
            log_metric("share", grades.count("yes") / len(grades))
            log_metric("rows", len(grades))
        """);
  }

  /// The rows of a run as the command shows them to programs.
  static List<Value> of(Called.Place place, String run) {
    String out = place.pf("run", "show-details", "--name", run, "--format", "json").out();
    return ((Value.Sequence) Json.read(out)).items();
  }

  /// One output of each row of a run.
  static List<String> outputs(Called.Place place, String run, String output) {
    return of(place, run).stream()
        .map(row -> (Value.Mapping) row)
        .map(row -> (Value.Mapping) row.entries().get("outputs"))
        .map(outputs -> outputs.get(output) instanceof Value.Text(var text) ? text : "(none)")
        .toList();
  }
}

package io.promptflow4j.cli.compare;

import io.promptflow4j.cli.Called;
import java.io.IOException;

/// A flow with two variants, forty rows and an evaluator. The brief variant is right on every row
/// whose number is even, the long one on all but every tenth.
final class Experiment {

  static final int ROWS = 40;

  private Experiment() {}

  static void write(Called.Place place) throws IOException {
    place.write(
        "ask/flow.dag.yaml",
        """
        inputs:
          question: {type: string}
        outputs:
          answer: {type: string, reference: '${ask.output}'}
        nodes:
        - {name: topic, type: llm, source: {type: code, path: topic.jinja2}, api: chat, connection: lab,
           inputs: {model: m, question: '${inputs.question}'}}
        - {name: ask, use_variants: true}
        node_variants:
          ask:
            default_variant_id: brief
            variants:
              brief:
                description: Asks briefly
                node: {type: llm, source: {type: code, path: brief.jinja2}, api: chat, connection: lab,
                  inputs: {model: m, question: '${inputs.question}', topic: '${topic.output}'}}
              long:
                description: Asks at length
                node: {type: llm, source: {type: code, path: long.jinja2}, api: chat, connection: lab,
                  inputs: {model: m, question: '${inputs.question}', topic: '${topic.output}'}}
        """);
    place.write("ask/topic.jinja2", "# user:\ntopic of {{question}}\n");
    place.write("ask/brief.jinja2", "# user:\nbriefly {{topic}} {{question}}\n");
    place.write("ask/long.jinja2", "# user:\nat length {{topic}} {{question}}\n");
    place.write(
        "ask/scripted.yaml",
        """
        rules:
        - {last: '^topic', answer: "thing"}
        - {last: 'briefly .*[02468]$', answer: "right"}
        - {last: 'at length .*[1-9]$', answer: "right"}
        default: wrong
        """);
    var rows = new StringBuilder();
    for (int row = 0; row < ROWS; row++) {
      rows.append(
          "{\"question\": \"question %d\", \"truth\": \"right\", \"kind\": \"%s\"}\n"
              .formatted(row, row < ROWS / 2 ? "old" : "new"));
    }
    place.write("rows.jsonl", rows.toString());
    evaluator(place);
  }

  private static void evaluator(Called.Place place) throws IOException {
    place.write(
        "same/flow.dag.yaml",
        """
        type: evaluation
        inputs:
          answer: {type: string}
          truth: {type: string}
        outputs:
          same: {type: bool, reference: '${same.output}'}
        nodes:
        - {name: same, type: java, source: {type: code, path: Same.java},
           inputs: {answer: '${inputs.answer}', truth: '${inputs.truth}'}}
        """);
    place.write(
        "same/Same.java",
        """
        /// Compares texts.
        public final class Same {
          private Same() {}

          /// Whether both say the same.
          public static boolean same(String answer, String truth) {
            return answer.strip().equals(truth);
          }
        }
        """);
  }
}

package io.promptflow4j.cli.flow;

import io.promptflow4j.cli.Called;
import java.io.IOException;

/// Small flow folders for the tests of the verbs.
final class Flows {

  private Flows() {}

  /// `double`: a number, and the same number twice as large, in Python.
  static void twice(Called.Place place) throws IOException {
    place.write(
        "twice/flow.dag.yaml",
        """
        inputs:
          number: {type: int}
          note: {type: string, default: none}
        outputs:
          result: {type: int, reference: "${twice.output}"}
        nodes:
        - name: twice
          type: python
          source: {type: code, path: twice.py}
          inputs: {number: "${inputs.number}"}
        - name: show
          type: python
          source: {type: code, path: show.py}
          inputs: {number: "${twice.output}", note: "${inputs.note}"}
        """);
    place.write(
        "twice/twice.py",
        """
        from promptflow.core import tool

        @tool
        def twice(number: int) -> int:
            if number < 0:
                raise ValueError(f"{number} is negative")
            print("doubling", number)
            return 2 * number
        """);
    place.write(
        "twice/show.py",
        """
        import os
        from promptflow.core import tool

        @tool
        def show(number: int, note: str) -> str:
            return f"{number} {note} {os.environ.get('COLOUR', 'plain')}"
        """);
  }

  /// `echo`: a chat that answers with the message and how many turns it remembers.
  static void echo(Called.Place place) throws IOException {
    place.write(
        "echo/flow.dag.yaml",
        """
        inputs:
          question: {type: string, is_chat_input: true}
          chat_history: {type: list, is_chat_history: true}
        outputs:
          answer: {type: string, reference: "${answer.output}", is_chat_output: true}
        nodes:
        - name: answer
          type: python
          source: {type: code, path: answer.py}
          inputs: {question: "${inputs.question}", history: "${inputs.chat_history}"}
        """);
    place.write(
        "echo/answer.py",
        """
        from promptflow.core import tool

        @tool
        def answer(question: str, history: list) -> str:
            if question == "fail":
                raise ValueError("no answer")
            return f"{question}/{len(history)}"
        """);
  }

  /// `broken`: two mistakes.
  static void broken(Called.Place place) throws IOException {
    place.write(
        "broken/flow.dag.yaml",
        """
        inputs: {}
        outputs:
          a: {type: string, reference: "${nod.output}"}
        nodes:
        - name: node
          type: python
          source: {type: code, path: missing.py}
        """);
  }

  /// `choice`: one node in two variants.
  static void choice(Called.Place place) throws IOException {
    place.write(
        "choice/flow.dag.yaml",
        """
        inputs: {}
        outputs:
          word: {type: string, reference: "${say.output}"}
        nodes:
        - name: say
          use_variants: true
        node_variants:
          say:
            default_variant_id: soft
            variants:
              soft:
                node:
                  type: python
                  source: {type: code, path: say.py}
                  inputs: {word: hush}
              loud:
                node:
                  type: python
                  source: {type: code, path: say.py}
                  inputs: {word: HEY}
        """);
    place.write(
        "choice/say.py",
        """
        from promptflow.core import tool

        @tool
        def say(word: str) -> str:
            return word
        """);
  }
}

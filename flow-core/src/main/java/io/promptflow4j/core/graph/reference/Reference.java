package io.promptflow4j.core.graph.reference;

/// What stands between `${` and `}`, before anyone asks whether the names exist.
sealed interface Reference {

  /// `inputs.x` or `flow.x`.
  ///
  /// @param rest everything after the first dot, path included
  record ToInput(String rest) implements Reference {}

  /// `node`, `node.output`, `node.output.path`.
  ///
  /// @param section the word after the node; `output` if there is none
  /// @param path what follows the section, with its leading dot or bracket
  record ToNode(String node, String section, String path) implements Reference {}

  /// Nothing that could name something. `why` completes the sentence "it …".
  record Malformed(String why) implements Reference {}
}

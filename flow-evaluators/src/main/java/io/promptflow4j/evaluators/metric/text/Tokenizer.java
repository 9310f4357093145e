package io.promptflow4j.evaluators.metric.text;

import java.util.List;

/// Cuts a text into the tokens that a metric compares.
@FunctionalInterface
public interface Tokenizer {

  List<String> tokens(String text);
}

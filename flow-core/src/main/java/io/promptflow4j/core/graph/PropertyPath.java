package io.promptflow4j.core.graph;

import java.util.List;

/// What follows `${node.output` in a reference: steps into a mapping or a list.
///
/// @param text the path as written, such as `.items[0].name`; empty for the whole value
public record PropertyPath(List<Step> steps, String text) {

  public static final PropertyPath WHOLE = new PropertyPath(List.of(), "");

  public PropertyPath {
    steps = List.copyOf(steps);
  }

  /// One step.
  public sealed interface Step {

    /// Into a mapping, by its key.
    record Key(String key) implements Step {}

    /// Into a list, counted from 0.
    record Index(int index) implements Step {}
  }
}

package io.promptflow4j.core.graph;

import java.util.Locale;

/// What a node can read about itself while it is done again and again.
public enum LoopName {
  /// The element, under `for_each`.
  ITEM,
  /// The element's position, counted from 0, under `for_each`.
  INDEX,
  /// The number of the round, counted from 1, under `repeat`.
  ROUND,
  /// What the round before gave, under `repeat`; nothing in the first.
  PREVIOUS,
  /// What this round gave, in `until`.
  OUTPUT,
  /// Why it failed, in `on_error`.
  ERROR;

  /// The name in a reference: `item`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

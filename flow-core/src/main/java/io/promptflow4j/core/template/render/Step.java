package io.promptflow4j.core.template.render;

import java.util.List;

/// A compiled statement.
@FunctionalInterface
public interface Step {

  Step NOTHING = (_, _) -> {};

  void run(Scope scope, Output out);

  /// All of `steps`, one after another.
  static Step all(List<Step> steps) {
    return switch (steps.size()) {
      case 0 -> NOTHING;
      case 1 -> steps.getFirst();
      default -> {
        Step[] all = steps.toArray(new Step[0]);
        yield (scope, out) -> {
          for (Step step : all) {
            step.run(scope, out);
          }
        };
      }
    };
  }
}

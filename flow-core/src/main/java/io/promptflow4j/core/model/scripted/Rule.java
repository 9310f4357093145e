package io.promptflow4j.core.model.scripted;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// One rule: when it answers, how often, and with what.
///
/// @param answers given in turn; the last one is given again and again
/// @param times how many calls it answers; after them it is as if it were not there
/// @param given how many it has answered
record Rule(Conditions conditions, List<Answer> answers, int times, AtomicInteger given) {

  Rule {
    answers = List.copyOf(answers);
  }

  /// Takes one answer: its number, from 1; 0 if none is left.
  int take() {
    int before = given.getAndUpdate(count -> count < times ? count + 1 : count);
    return before < times ? before + 1 : 0;
  }

  Answer answer(int call) {
    return answers.get(Math.min(call, answers.size()) - 1);
  }
}

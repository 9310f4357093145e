package io.promptflow4j.core.graph.drawing;

import io.promptflow4j.core.graph.Binding;
import io.promptflow4j.core.graph.Control;
import io.promptflow4j.core.value.PythonText;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Says in short notes how often and under which terms a node is done.
final class ControlNotes {

  private static final int MAX_TEXT = 40;

  private ControlNotes() {}

  static List<String> of(Control control) {
    var notes = new ArrayList<String>();
    control
        .forEach()
        .ifPresent(each -> notes.add("for each, %d at a time".formatted(each.concurrency())));
    control.repeat().ifPresent(repeat -> notes.add(repeat(repeat)));
    control.retry().ifPresent(retry -> notes.add("up to %d more tries".formatted(retry.max())));
    control.timeout().ifPresent(time -> notes.add("%s s a try".formatted(seconds(time))));
    control.onError().ifPresent(use -> notes.add("on error " + shown(use)));
    return notes;
  }

  private static String repeat(Control.Repeat repeat) {
    String until = repeat.until() instanceof Binding.Computed computed ? computed.text() : "";
    return "until %s, at most %d rounds".formatted(cut(until), repeat.max());
  }

  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString();
  }

  private static String shown(Binding use) {
    return use instanceof Binding.Literal(var value) ? cut(PythonText.repr(value)) : "a value";
  }

  private static String cut(String text) {
    return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 1) + "…";
  }
}

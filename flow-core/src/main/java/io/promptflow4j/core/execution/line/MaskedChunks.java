package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.value.Value;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Takes secrets out of the pieces of a streamed text on their way to whoever listens. What may be
/// the beginning of a secret waits for the next piece.
///
/// The pieces come one after the other; after the last one [#end] is called.
final class MaskedChunks implements Consumer<Value> {

  private final Consumer<Value> listener;
  private final Supplier<Redaction> redaction;
  private String waiting = "";

  MaskedChunks(Consumer<Value> listener, Supplier<Redaction> redaction) {
    this.listener = listener;
    this.redaction = redaction;
  }

  @Override
  public void accept(Value chunk) {
    Redaction now = redaction.get();
    if (now.isEmpty()) {
      listener.accept(chunk);
    } else if (chunk instanceof Value.Text(var text)) {
      String all = waiting + text;
      int ready = all.length() - now.undecided(all);
      waiting = all.substring(ready);
      tell(now.in(all.substring(0, ready)));
    } else {
      end();
      listener.accept(now.in(chunk));
    }
  }

  /// Tells what still waits.
  void end() {
    String last = waiting;
    waiting = "";
    tell(redaction.get().in(last));
  }

  private void tell(String text) {
    if (!text.isEmpty()) {
      listener.accept(Value.of(text));
    }
  }
}

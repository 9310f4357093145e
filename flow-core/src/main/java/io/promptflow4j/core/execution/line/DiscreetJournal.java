package io.promptflow4j.core.execution.line;

import io.promptflow4j.core.execution.CallJournal;
import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.tool.ToolException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A journal that is never told a secret: a call whose result has one in it goes to its node as it
/// is and leaves no record, so that it is made again when the run is resumed.
final class DiscreetJournal implements CallJournal {

  private static final String REASON = "the result has a secret in it and is not recorded";

  private final CallJournal journal;
  private final Supplier<Redaction> redaction;

  DiscreetJournal(CallJournal journal, Supplier<Redaction> redaction) {
    this.journal = journal;
    this.redaction = redaction;
  }

  @Override
  public RecordedCall once(CallKey key, Call call) throws InterruptedException {
    var unrecorded = new AtomicReference<@Nullable RecordedCall>();
    try {
      return journal.once(key, () -> recordable(key, call.make(), unrecorded));
    } catch (ModelException | ToolException failed) {
      RecordedCall made = unrecorded.get();
      if (made == null) {
        throw failed;
      }
      return made;
    }
  }

  /// What is said besides the result, such as logs, does without its secrets.
  private RecordedCall recordable(
      CallKey key, RecordedCall made, AtomicReference<@Nullable RecordedCall> unrecorded) {
    Redaction now = redaction.get();
    if (!now.in(made.output()).equals(made.output())) {
      unrecorded.set(made);
      throw switch (key.kind()) {
        case MODEL, SERVICE -> new ModelException("not-recorded", REASON, false);
        case TOOL ->
            new ToolException(
                REASON, ToolException.Details.of(ToolException.Kind.NOT_CALLED, "NotRecorded"));
      };
    }
    return new RecordedCall(made.output(), made.usage(), now.inEntries(made.facts()));
  }
}

package io.promptflow4j.core.tool;

import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.function.Consumer;

/// Runs other flows for the tools of a flow, as a Python tool asks for with `Prompty.load` or
/// `Flow.load`. Thread-safe.
@FunctionalInterface
public interface FlowCalls extends AutoCloseable {

  /// Nobody runs other flows.
  FlowCalls NONE =
      (_, _, _) -> {
        throw new ToolException(
            "other flows can't be run here",
            ToolException.Details.of(ToolException.Kind.NOT_CALLED, "UserErrorException"));
      };

  /// Answers one question.
  ///
  /// @param question `do` (`run`, `render` or `count`), `path` of the flow, `inputs` by name, and
  ///   `change`: what is to be different in the front matter of a prompty
  /// @param limit how long it may take
  /// @param chunks gets the pieces of an answer that the flow streams; not called for others
  /// @return `value`, or `failed` with a `message`; and `call`, what happened inside
  Value.Mapping answer(Value.Mapping question, Duration limit, Consumer<Value> chunks)
      throws InterruptedException;

  /// Ends what was opened for the answers.
  @Override
  default void close() {}
}

package io.promptflow4j.core.tool;

import io.promptflow4j.core.model.CallAttempt;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a tool written in Java may know and tell about the call it serves.
///
/// A Java tool that declares a parameter of this type is given it; the flow file does not name it.
/// It may be used from any thread until the tool has returned; what is told later is dropped.
public interface ToolContext {

  /// The node that calls.
  String node();

  /// The number of the row in a batch, counted from 0; 0 outside a batch.
  int line();

  /// Adds to the node's log; a text of several lines becomes several entries.
  void log(String text);

  /// Reports a metric of the run, as `log_metric` does in Python. The last value of a name counts.
  void metric(String name, Value value);

  /// Tells of a call of a service, with the tokens it took: for the trace, and to be counted with
  /// the model calls of the run. What it cost is found by the connection that the tool was given,
  /// if the call does not say.
  default void called(ToolResult.InnerCall call) {}

  /// Asks a service as a model is asked: the answer is on record before this returns, so that it is
  /// not paid twice, it is taken from the cache if answers are shared, and the call is in the trace
  /// and in the budget of the run. It need not be told by [#called].
  ///
  /// @throws IOException as `service`
  /// @throws InterruptedException if the call is given up
  default Answer ask(Question question, Service service) throws IOException, InterruptedException {
    return service.answer();
  }

  /// What a service is asked.
  ///
  /// @param name for the trace, such as `embeddings`
  /// @param kind `Embedding`, `Function` …, as the original's span types
  /// @param model whose prices count
  /// @param request everything that the answer depends on, the service's address included, and no
  ///   secret
  record Question(String name, String kind, String model, Value.Mapping request) {}

  /// What a service answered.
  ///
  /// @param model the name of the model that answered; may be empty
  /// @param cost what it cost; empty if the prices of the connection tell
  /// @param attempts the tries it took; empty if it was answered at once
  record Answer(
      Value output,
      String model,
      TokenUsage usage,
      Optional<Cost> cost,
      List<CallAttempt> attempts) {

    public Answer {
      attempts = List.copyOf(attempts);
    }

    /// Answered at once.
    public Answer(Value output, String model, TokenUsage usage, Optional<Cost> cost) {
      this(output, model, usage, cost, List.of());
    }
  }

  /// A service, ready to be asked once.
  @FunctionalInterface
  interface Service {
    Answer answer() throws IOException, InterruptedException;
  }

  /// Whoever has services asked on behalf of tools. Thread-safe.
  @FunctionalInterface
  interface Services {

    /// Asks directly.
    Services DIRECT = (_, service) -> service.answer();

    /// As [ToolContext#ask].
    Answer ask(Question question, Service service) throws IOException, InterruptedException;
  }

  /// Reports a number as a metric of the run.
  default void metric(String name, double number) {
    metric(name, Value.of(number));
  }
}

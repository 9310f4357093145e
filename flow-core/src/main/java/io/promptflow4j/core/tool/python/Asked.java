package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.tool.FlowCalls;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// What a tool asks of the engine while it runs: each question is answered on a thread of its own,
/// so that a tool may ask several things at once. Owned by the thread that has the worker; closing
/// stops what is left, and every question has its answer before the worker gets another request.
final class Asked implements AutoCloseable {

  private final Worker worker;
  private final FlowCalls flows;
  private final long deadline;
  private @Nullable ExecutorService threads;

  Asked(Worker worker, FlowCalls flows, long deadline) {
    this.worker = worker;
    this.flows = flows;
    this.deadline = deadline;
  }

  /// Begins to answer.
  void begin(Value.Mapping question) {
    if (threads == null) {
      threads = Executors.newVirtualThreadPerTaskExecutor();
    }
    Value id = question.get("id");
    threads.execute(() -> answer(question, id == null ? Value.Null.NULL : id));
  }

  private void answer(Value.Mapping question, Value id) {
    Map<String, Value> told;
    try {
      var left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      told =
          flows.answer(asked(question), left, chunk -> tell(id, Map.of("chunk", chunk))).entries();
    } catch (InterruptedException over) {
      told = failed("the call that asked for it is over");
    } catch (RuntimeException | Error problem) { // unheard, the tool would wait for ever
      told = failed(String.valueOf(problem.getMessage()));
    }
    tell(id, told);
  }

  private static Value.Mapping asked(Value.Mapping question) {
    return question.get("images") instanceof Value.Mapping images
            && Answers.restored(question, images) instanceof Value.Mapping restored
        ? restored
        : question;
  }

  private static Map<String, Value> failed(String message) {
    return Map.of("failed", Value.of(Map.of("message", Value.of(message))));
  }

  private void tell(Value id, Map<String, Value> told) {
    var message = new LinkedHashMap<String, Value>(told);
    message.put("id", id);
    try {
      worker.tell(new Value.Mapping(message));
    } catch (IOException gone) {
      // whoever waits for the worker finds out
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      threads.shutdownNow();
      threads.close();
    }
  }
}

package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.tool.ToolCall;
import io.promptflow4j.core.tool.ToolContext;
import io.promptflow4j.core.tool.ToolResult;
import io.promptflow4j.core.value.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/// What one call tells while it runs. Any thread may tell; once the call is over nothing is heard
/// any more, so a tool that ignores its deadline can't write into a later result.
final class RunningCall implements ToolContext {

  private static final int MAX_LOG_CHARACTERS = 1 << 20;

  private final ToolCall call;
  private final ReentrantLock lock = new ReentrantLock();
  private final List<String> logs = new ArrayList<>();
  private final SequencedMap<String, Value> metrics = new LinkedHashMap<>();
  private final List<ToolResult.InnerCall> calls = new ArrayList<>();
  private int characters;
  private volatile boolean over;

  RunningCall(ToolCall call) {
    this.call = call;
  }

  @Override
  public String node() {
    return call.node();
  }

  @Override
  public int line() {
    return call.line();
  }

  @Override
  public void log(String text) {
    whileRunning(() -> text.lines().forEach(this::addLine));
  }

  private void addLine(String line) {
    if (characters > MAX_LOG_CHARACTERS) {
      return;
    }
    characters += line.length() + 1;
    logs.add(characters > MAX_LOG_CHARACTERS ? "… the rest of the log is left out" : line);
  }

  @Override
  public void metric(String name, Value value) {
    whileRunning(() -> metrics.put(name, value));
  }

  @Override
  public void called(ToolResult.InnerCall call) {
    whileRunning(() -> calls.add(call));
  }

  @Override
  public Answer ask(Question question, Service service) throws IOException, InterruptedException {
    return call.services().ask(question, service);
  }

  /// Passes on a piece of a streamed result. Without the lock: whoever listens may be slow.
  void chunk(Value piece) {
    if (!over) {
      call.chunks().accept(piece);
    }
  }

  private void whileRunning(Runnable telling) {
    lock.lock();
    try {
      if (!over) {
        telling.run();
      }
    } finally {
      lock.unlock();
    }
  }

  List<String> logs() {
    lock.lock();
    try {
      return List.copyOf(logs);
    } finally {
      lock.unlock();
    }
  }

  List<ToolResult.InnerCall> calls() {
    lock.lock();
    try {
      return List.copyOf(calls);
    } finally {
      lock.unlock();
    }
  }

  SequencedMap<String, Value> metrics() {
    lock.lock();
    try {
      return new LinkedHashMap<>(metrics);
    } finally {
      lock.unlock();
    }
  }

  /// Stops listening.
  void end() {
    lock.lock();
    try {
      over = true;
    } finally {
      lock.unlock();
    }
  }
}

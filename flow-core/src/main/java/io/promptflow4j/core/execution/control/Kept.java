package io.promptflow4j.core.execution.control;

import io.promptflow4j.core.execution.NodeFailure;
import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;

/// What is kept of the elements of a loop besides their outputs. Of many elements, those in which
/// nothing failed and no model was called leave no span, so that memory stays flat. Thread-safe.
final class Kept {

  private static final int ALL_SPANS = 100;
  private static final int MOST_LOGS = 1_000;

  /// An element that failed.
  record Failure(int index, NodeFailure failure) {}

  /// All of it, in the order of the elements.
  record Told(
      List<Span> spans,
      List<Failure> failures,
      List<String> logs,
      SequencedMap<String, Value> metrics) {}

  private record Element(int index, Span span) {}

  private record Log(int index, String line) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Element> elements = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final List<Log> logs = new ArrayList<>();
  private final SequencedMap<String, Value> metrics = new LinkedHashMap<>();

  void add(int index, String node, NodeResult result) {
    switch (result) {
      case NodeResult.Completed done -> {
        boolean silent = done.logs().isEmpty() && done.metrics().isEmpty();
        boolean isKept = index < ALL_SPANS || calledModel(done.span());
        if (isKept || !silent) {
          keep(index, node, done, isKept);
        }
      }
      case NodeResult.Failed failed -> {
        lock.lock();
        try {
          elements.add(named(index, node, failed.span()));
          failures.add(new Failure(index, failed.failure()));
          log(index, failed.logs());
        } finally {
          lock.unlock();
        }
      }
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> {}
    }
  }

  private void keep(int index, String node, NodeResult.Completed done, boolean withSpan) {
    lock.lock();
    try {
      if (withSpan) {
        elements.add(named(index, node, done.span()));
      }
      log(index, done.logs());
      metrics.putAll(done.metrics());
    } finally {
      lock.unlock();
    }
  }

  void failed(int index, NodeFailure failure) {
    lock.lock();
    try {
      failures.add(new Failure(index, failure));
    } finally {
      lock.unlock();
    }
  }

  private static Element named(int index, String node, Span span) {
    return new Element(index, span.named(node + " element " + index));
  }

  private void log(int index, List<String> lines) {
    for (String line : lines) {
      if (logs.size() < MOST_LOGS) {
        logs.add(new Log(index, line));
      }
    }
  }

  private static boolean calledModel(Span span) {
    return span.cost().isPresent()
        || span.error().isPresent()
        || !span.usage().equals(TokenUsage.NONE)
        || span.children().stream().anyMatch(Kept::calledModel);
  }

  /// What there is by now; an element that would not end may add to it later.
  Told told() {
    lock.lock();
    try {
      return new Told(
          elements.stream()
              .sorted(Comparator.comparingInt(Element::index))
              .map(Element::span)
              .toList(),
          failures.stream().sorted(Comparator.comparingInt(Failure::index)).toList(),
          logs.stream()
              .sorted(Comparator.comparingInt(Log::index))
              .map(log -> "element %d: %s".formatted(log.index(), log.line()))
              .toList(),
          new LinkedHashMap<>(metrics));
    } finally {
      lock.unlock();
    }
  }
}

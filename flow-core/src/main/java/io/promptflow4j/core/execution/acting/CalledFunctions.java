package io.promptflow4j.core.execution.acting;

import io.promptflow4j.core.execution.NodeResult;
import io.promptflow4j.core.execution.node.Attempt;
import io.promptflow4j.core.execution.node.NodeFailures;
import io.promptflow4j.core.execution.node.Settled;
import io.promptflow4j.core.graph.Node;
import io.promptflow4j.core.source.Suggestion;
import io.promptflow4j.core.template.chat.ChatMessage;
import io.promptflow4j.core.tool.schema.ArgumentCheck;
import io.promptflow4j.core.trace.Span;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.JsonSyntaxException;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Runs the calls that a model asks for, those of one message at the same time. Whatever is wrong
/// with one of them is told to the model.
final class CalledFunctions {

  private static final int AT_A_TIME = 8;
  private static final int MOST_CALLS = 64;
  private static final int LONGEST_ANSWER = 200_000;

  private final SequencedMap<String, Function> functions;
  private final Attempt attempt;
  private final ActingCalls.NodeRuns runs;

  CalledFunctions(
      SequencedMap<String, Function> functions, Attempt attempt, ActingCalls.NodeRuns runs) {
    this.functions = functions;
    this.attempt = attempt;
    this.runs = runs;
  }

  /// What came of one call.
  ///
  /// @param message for the model
  /// @param span empty if nothing ran
  record Outcome(ChatMessage message, Optional<Span> span, List<String> logs) {}

  /// Runs all calls of one message; the outcomes are in their order.
  ///
  /// @param round counted from 1, so that each call has a record of its own
  List<Outcome> run(List<ToolRequest> asked, int round) throws InterruptedException {
    if (asked.size() == 1) {
      return List.of(one(asked.getFirst(), round, 1));
    }
    var permits = new Semaphore(AT_A_TIME);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var outcomes = new ArrayList<Future<Outcome>>();
      for (int i = 0; i < asked.size(); i++) {
        ToolRequest request = asked.get(i);
        int number = i + 1;
        Callable<Outcome> call =
            () -> {
              permits.acquire();
              try {
                return one(request, round, number);
              } finally {
                permits.release();
              }
            };
        outcomes.add(threads.submit(call));
      }
      try {
        return gathered(outcomes);
      } catch (InterruptedException given) {
        threads.shutdownNow();
        throw given;
      }
    }
  }

  private static List<Outcome> gathered(List<Future<Outcome>> calls) throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (Future<Outcome> call : calls) {
      try {
        outcomes.add(call.get());
      } catch (ExecutionException broken) {
        if (broken.getCause() instanceof InterruptedException) {
          throw new InterruptedException();
        }
        throw new IllegalStateException("a tool call was lost", broken);
      }
    }
    return outcomes;
  }

  private Outcome one(ToolRequest asked, int round, int number) throws InterruptedException {
    Function function = functions.get(asked.name());
    if (function == null) {
      return told(
          asked,
          "there is no tool '%s'.%s"
              .formatted(asked.name(), Suggestion.didYouMean(asked.name(), functions.keySet())));
    }
    if (number > MOST_CALLS || !attempt.rounds().take()) {
      return told(asked, "too many calls at once");
    }
    Value.Mapping arguments;
    try {
      Value read = asked.arguments().isBlank() ? Value.Mapping.EMPTY : Json.read(asked.arguments());
      if (!(read instanceof Value.Mapping mapping)) {
        return told(asked, "the arguments are no object");
      }
      arguments = mapping;
    } catch (JsonSyntaxException broken) {
      return told(asked, "the arguments are no JSON: " + broken.getMessage());
    }
    List<String> problems = ArgumentCheck.problems(function.schema(), arguments);
    return problems.isEmpty()
        ? ran(asked, function, arguments, "tool call %d.%d".formatted(round, number))
        : told(asked, "the tool was not called: " + String.join("; ", problems));
  }

  private Outcome ran(ToolRequest asked, Function function, Value.Mapping arguments, String part)
      throws InterruptedException {
    Node node = function.with(known(function, arguments));
    Settled settled = settled(node, part);
    return switch (settled.result()) {
      case NodeResult.Completed done ->
          new Outcome(asked.answered(text(done.output())), Optional.of(done.span()), done.logs());
      case NodeResult.Failed failed ->
          new Outcome(
              asked.answered("error: " + failed.failure().message()),
              Optional.of(failed.span()),
              failed.logs());
      case NodeResult.Bypassed _, NodeResult.Canceled _ -> told(asked, "the tool did not run");
    };
  }

  /// What the function takes of what the model gave.
  private static Value.Mapping known(Function function, Value.Mapping arguments) {
    if (!(function.schema().get("properties") instanceof Value.Mapping(var properties))
        || properties.isEmpty()) {
      return arguments;
    }
    var known = new LinkedHashMap<>(arguments.entries());
    known.keySet().retainAll(properties.keySet());
    return new Value.Mapping(known);
  }

  private Settled settled(Node node, String part) throws InterruptedException {
    try {
      return runs.run(node, attempt.unheard().under(part));
    } catch (RuntimeException defect) {
      return Settled.of(NodeFailures.unexpected(node, defect));
    }
  }

  private static Outcome told(ToolRequest asked, String problem) {
    return new Outcome(
        asked.answered("error: " + problem), Optional.empty(), List.of("tool call: " + problem));
  }

  private static String text(Value output) {
    String text = output instanceof Value.Text(var words) ? words : Json.write(output);
    return text.length() <= LONGEST_ANSWER
        ? text
        : text.substring(0, LONGEST_ANSWER) + "… (cut, it was longer)";
  }
}

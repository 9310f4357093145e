package io.promptflow4j.core.execution.tape;

import io.promptflow4j.core.execution.CallKey;
import io.promptflow4j.core.execution.RecordedCall;
import io.promptflow4j.core.model.Cost;
import io.promptflow4j.core.model.Money;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.model.cost.CostValue;
import io.promptflow4j.core.source.Digest;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One line of a recording: a request and what came of it each time it was made.
///
/// @param request what was asked, without who was asked; it alone says whether two are the same
/// @param listsByLine whether the connection wanted lists in prompts item below item
/// @param answers in the order in which they came
record Entry(
    String node,
    Optional<String> connection,
    boolean listsByLine,
    Value.Mapping request,
    List<Value.Mapping> answers) {

  private static final String FREE = "replayed";

  Entry {
    answers = List.copyOf(answers);
  }

  /// What is asked under `key`, without answers.
  static Entry of(CallKey key, Redaction redaction) {
    var request = new LinkedHashMap<String, Value>();
    key.request()
        .entries()
        .forEach((name, part) -> {
          if (!name.equals("node") && !name.equals("address") && !isNothing(part)) {
            request.put(name, redaction.in(part));
          }
        });
    return new Entry(
        key.node(), key.connection(), key.listsByLine(), new Value.Mapping(request), List.of());
  }

  private static boolean isNothing(Value part) {
    return switch (part) {
      case Value.Text(var text) -> text.isEmpty();
      case Value.Sequence(var items) -> items.isEmpty();
      case Value.Mapping(var entries) -> entries.isEmpty();
      case Value _ -> false;
    };
  }

  /// What the request is known by: the same on every machine, in whatever order it is written.
  Digest key() {
    return Digest.of(node + "\n" + Json.write(sorted(request)));
  }

  private static Value sorted(Value value) {
    return switch (value) {
      case Value.Mapping(var entries) -> {
        var all = new TreeMap<String, Value>();
        entries.forEach((name, one) -> all.put(name, sorted(one)));
        yield new Value.Mapping(new LinkedHashMap<>(all));
      }
      case Value.Sequence(var items) -> Value.of(items.stream().map(Entry::sorted).toList());
      case Value other -> other;
    };
  }

  Entry with(RecordedCall call, Redaction redaction) {
    return with(List.of(answer(call, redaction)));
  }

  Entry with(List<Value.Mapping> more) {
    var all = new ArrayList<>(answers);
    all.addAll(more);
    return new Entry(node, connection, listsByLine, request, all);
  }

  private static Value.Mapping answer(RecordedCall call, Redaction redaction) {
    var answer = new LinkedHashMap<String, Value>();
    answer.put("output", redaction.in(call.output()));
    answer.put("finish_reason", fact(call, "finish_reason"));
    answer.put("model", fact(call, "model"));
    answer.put("prompt_tokens", Value.of(call.usage().prompt()));
    answer.put("completion_tokens", Value.of(call.usage().completion()));
    answer.put("total_tokens", Value.of(call.usage().total()));
    return new Value.Mapping(answer);
  }

  private static Value fact(RecordedCall call, String name) {
    Value found = call.facts().get(name);
    return found == null ? Value.of("") : found;
  }

  /// The answer to the request when it is made for the time `number`, counted from 0; the last one
  /// if it was not recorded so often.
  RecordedCall answer(int number) {
    Value.Mapping answer = answers.get(Math.min(number, answers.size() - 1));
    var facts = new LinkedHashMap<String, Value>();
    facts.put("model", text(answer.get("model")));
    facts.put("finish_reason", text(answer.get("finish_reason")));
    facts.put("cost", CostValue.of(new Cost.Known(Money.of("0", "USD"))));
    facts.put(FREE, Value.Bool.TRUE);
    Value output = answer.get("output");
    return new RecordedCall(
            output == null ? Value.Null.NULL : output,
            new TokenUsage(
                number(answer, "prompt_tokens"),
                number(answer, "completion_tokens"),
                number(answer, "total_tokens"),
                0,
                0),
            new Value.Mapping(facts))
        .asRecalled();
  }

  private static Value text(@Nullable Value written) {
    return written instanceof Value.Text text ? text : Value.of("");
  }

  private static long number(Value.Mapping answer, String name) {
    return answer.get(name) instanceof Value.Whole(var number) ? number.longValue() : 0;
  }

  /// As it stands in the file.
  Value.Mapping toValue() {
    var all = new LinkedHashMap<String, Value>();
    all.put("node", Value.of(node));
    connection.ifPresent(name -> all.put("connection", Value.of(name)));
    if (listsByLine) {
      all.put("lists_by_line", Value.Bool.TRUE);
    }
    all.put("request", request);
    all.put("answers", Value.of(answers.stream().<Value>map(answer -> answer).toList()));
    return new Value.Mapping(all);
  }

  /// What a line of a file says; empty if it is no entry.
  static Optional<Entry> read(Value written) {
    if (!(written instanceof Value.Mapping line)
        || !(line.get("node") instanceof Value.Text(var node))
        || !(line.get("request") instanceof Value.Mapping request)
        || !(line.get("answers") instanceof Value.Sequence(var items))) {
      return Optional.empty();
    }
    List<Value.Mapping> answers =
        items.stream()
            .filter(Value.Mapping.class::isInstance)
            .map(Value.Mapping.class::cast)
            .toList();
    return answers.isEmpty() || answers.size() < items.size()
        ? Optional.empty()
        : Optional.of(
            new Entry(
                node,
                line.get("connection") instanceof Value.Text(var name)
                    ? Optional.of(name)
                    : Optional.empty(),
                line.get("lists_by_line") == Value.Bool.TRUE,
                request,
                answers));
  }

  /// The parts of the request, each with its path, such as `messages[0].content`.
  SequencedMap<String, String> parts() {
    var parts = new LinkedHashMap<String, String>();
    collect("", request, parts);
    return parts;
  }

  private static void collect(String path, Value value, SequencedMap<String, String> parts) {
    switch (value) {
      case Value.Mapping(var entries) ->
          entries.forEach(
              (name, one) -> collect(path.isEmpty() ? name : path + "." + name, one, parts));
      case Value.Sequence(var items) -> {
        for (int i = 0; i < items.size(); i++) {
          collect("%s[%d]".formatted(path, i), items.get(i), parts);
        }
      }
      case Value.Text(var text) -> parts.put(path, text);
      case Value other -> parts.put(path, Json.write(other));
    }
  }
}

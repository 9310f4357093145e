package io.promptflow4j.core.model.provider.wire;

import io.promptflow4j.core.model.ModelException;
import io.promptflow4j.core.model.ModelReply;
import io.promptflow4j.core.model.TokenUsage;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;

/// An answer that is being put together, in one go or from the pieces of a stream. Owned by the
/// thread that makes the call.
public final class ReplyDraft {

  private static final class Call {
    private String id = "";
    private String name = "";
    private final StringBuilder arguments = new StringBuilder();
    private final SequencedMap<String, Value> more = new LinkedHashMap<>();

    Value.Mapping function() {
      return JsonParts.object(
          "arguments", arguments.isEmpty() ? "{}" : arguments.toString(), "name", name);
    }

    Value.Mapping wire() {
      var entries = new LinkedHashMap<String, Value>();
      entries.put("id", Value.of(id));
      entries.put("function", function());
      entries.put("type", Value.of("function"));
      entries.putAll(more);
      return new Value.Mapping(entries);
    }
  }

  private final Consumer<String> chunks;
  private final ServiceFailures failures;
  private final StringBuilder text = new StringBuilder();
  private final SequencedMap<Integer, Call> calls = new LinkedHashMap<>();
  private boolean anyText;
  private boolean delivered;
  private boolean begun;
  private String finish = "";
  private String model = "";
  private TokenUsage usage = TokenUsage.NONE;

  ReplyDraft(Consumer<String> chunks, ServiceFailures failures) {
    this.chunks = chunks;
    this.failures = failures;
  }

  /// The next piece of the text.
  public void text(String piece) {
    begun = true;
    anyText = true;
    if (!piece.isEmpty()) {
      text.append(piece);
      delivered = true;
      chunks.accept(piece);
    }
  }

  /// A call that the model asks for.
  ///
  /// @param index which one; a service that counts nothing gets [#calls]
  public void call(int index, String id, String name) {
    begun = true;
    Call call = calls.computeIfAbsent(index, _ -> new Call());
    call.id = id.isEmpty() ? "call_" + index : id;
    call.name = name;
  }

  /// The next piece of a call's arguments, as JSON.
  public void arguments(int index, String piece) {
    calls.computeIfAbsent(index, _ -> new Call()).arguments.append(piece);
  }

  /// A call with all its arguments.
  public void wholeCall(String id, String name, Value arguments) {
    int index = calls.size();
    call(index, id, name);
    arguments(index, arguments instanceof Value.Text(var json) ? json : Json.write(arguments));
  }

  /// Something that the service wants to see again with the last call.
  public void withLastCall(String key, Value value) {
    calls.lastEntry().getValue().more.put(key, value);
  }

  /// How many calls there are so far.
  public int calls() {
    return calls.size();
  }

  /// Why the answer ended, in the service's own word.
  public void finish(String word) {
    begun = true;
    finish = word;
  }

  /// The model that answers.
  public void model(String name) {
    model = name;
  }

  /// What the service has counted so far; zero is nothing new.
  public void usage(long prompt, long completion, long cached, long reasoning) {
    long read = Math.max(prompt, usage.prompt());
    long written = Math.max(completion, usage.completion());
    usage =
        new TokenUsage(
            read,
            written,
            read + written,
            Math.max(cached, usage.cached()),
            Math.max(reasoning, usage.reasoning()));
  }

  /// The failure of an error object in a reply.
  public ModelException reported(Value error) {
    return failures.reported(Json.write(error));
  }

  /// The failure of a prompt that the service's filter refused.
  public ModelException filtered(String reason) {
    return failures.filtered(reason);
  }

  boolean hasDelivered() {
    return delivered;
  }

  /// The answer.
  ///
  /// @throws ModelException if the service never said why it ended
  ModelReply reply(Map<String, Value> settings) {
    if (!begun) {
      throw failures.empty();
    }
    if (finish.isEmpty()) {
      throw failures.truncated();
    }
    boolean message = settings.containsKey("tools") || settings.containsKey("functions");
    return new ModelReply(
        message ? message(!settings.containsKey("tools")) : spoken(), finish, model, usage);
  }

  private Value spoken() {
    return anyText ? Value.of(text.toString()) : Value.Null.NULL;
  }

  private Value.Mapping message(boolean functions) {
    var message = new LinkedHashMap<String, Value>();
    message.put("role", Value.of("assistant"));
    message.put("content", text.isEmpty() ? Value.Null.NULL : Value.of(text.toString()));
    if (!calls.isEmpty()) {
      if (functions) {
        message.put("function_call", calls.firstEntry().getValue().function());
      } else {
        message.put("tool_calls", Value.of(calls.values().stream().map(Call::wire).toList()));
      }
    }
    return ReplyMessage.of(new Value.Mapping(message));
  }
}

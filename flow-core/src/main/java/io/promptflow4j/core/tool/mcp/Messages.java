package io.promptflow4j.core.tool.mcp;

import io.promptflow4j.core.value.Value;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// The messages of JSON-RPC.
final class Messages {

  private static final int NO_SUCH_METHOD = -32601;

  private Messages() {}

  static Value.Mapping request(long id, String method, Value.Mapping parameters) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("jsonrpc", Value.of("2.0"));
    entries.put("id", Value.of(id));
    entries.put("method", Value.of(method));
    entries.put("params", parameters);
    return new Value.Mapping(entries);
  }

  static Value.Mapping notification(String method, Value.Mapping parameters) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("jsonrpc", Value.of("2.0"));
    entries.put("method", Value.of(method));
    entries.put("params", parameters);
    return new Value.Mapping(entries);
  }

  /// What a request of the server is answered: it may ask whether we are there, and nothing else.
  static Value.Mapping answer(Value.Mapping request) {
    var entries = new LinkedHashMap<String, Value>();
    entries.put("jsonrpc", Value.of("2.0"));
    Value id = request.get("id");
    entries.put("id", id == null ? Value.Null.NULL : id);
    if (Value.of("ping").equals(request.get("method"))) {
      entries.put("result", Value.Mapping.EMPTY);
    } else {
      var error = new LinkedHashMap<String, Value>();
      error.put("code", Value.of(NO_SUCH_METHOD));
      error.put("message", Value.of("this client answers no such request"));
      entries.put("error", new Value.Mapping(error));
    }
    return new Value.Mapping(entries);
  }

  /// Whether it is an answer, to the request with this id.
  static boolean answers(Value.Mapping message, long id) {
    return message.get("method") == null && Value.of(id).equals(message.get("id"));
  }

  /// The id of the request that a message answers; -1 if it answers none.
  static long answered(Value.Mapping message) {
    return message.get("method") == null && message.get("id") instanceof Value.Whole(var id)
        ? id.longValue()
        : -1;
  }

  static boolean isRequest(Value.Mapping message) {
    return message.get("method") != null && message.get("id") != null;
  }

  static String text(@Nullable Value value) {
    return value instanceof Value.Text(var text) ? text : "";
  }
}

package io.promptflow4j.cli.report;

import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.value.Fields;
import io.promptflow4j.core.value.Value;
import java.util.List;
import java.util.Optional;

/// The `error` of a JSON document: `{code, message, node, file, line}`, the same for every verb. If
/// the mistakes of a flow's files are the reason, the first of them is the error, and all of them
/// stand under `diagnostics` beside it.
public final class ErrorJson {

  /// A verb whose document has other fields beside the error.
  public interface Shaped {

    /// The whole document of a call that failed before there was a result.
    Value.Mapping failed(Value.Mapping error);
  }

  private ErrorJson() {}

  /// The error of something that is no place in a file.
  public static Value.Mapping of(String code, String message) {
    return new Fields()
        .put("code", code)
        .put("message", message)
        .putNull("node")
        .putNull("file")
        .putNull("line")
        .end();
  }

  /// The error of a flow that can't be loaded.
  public static Value.Mapping of(List<Diagnostic> diagnostics) {
    Optional<Diagnostic> first = diagnostics.stream().filter(Diagnostic::isError).findFirst();
    return new Fields()
        .put("code", first.map(Diagnostic::code).orElse("invalid-flow"))
        .put("message", first.map(Diagnostic::message).orElse("the flow has mistakes"))
        .putNull("node")
        .put("file", first.map(one -> one.place().file()))
        .put("line", first.map(one -> line(one.place().line())).orElse(Value.Null.NULL))
        .put("diagnostics", DiagnosticJson.list(diagnostics))
        .end();
  }

  /// The document of a verb that has no other fields: `{error}`.
  public static Value.Mapping document(Value.Mapping error) {
    return new Fields().put("error", error).end();
  }

  static Value line(int line) {
    return line > 0 ? Value.of(line) : Value.Null.NULL;
  }
}

package io.promptflow4j.cli.connection;

import io.promptflow4j.cli.report.ErrorJson;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.value.Json;
import io.promptflow4j.core.value.Value;
import java.util.function.Function;
import java.util.function.Supplier;

/// Does the work of a verb and tells what came of it, to people or to programs.
final class Reply {

  private final Terminal terminal;
  private final CommonOptions common;

  Reply(Terminal terminal, CommonOptions common) {
    this.terminal = terminal;
    this.common = common;
  }

  /// Tells the value that `work` gives: as JSON to programs, as `text` to people.
  int tell(Supplier<? extends Value> work, Function<Value, String> text) {
    try {
      Value value = work.get();
      terminal.printLine(common.isJson() ? Json.write(value) : text.apply(value));
      return ExitCode.OK;
    } catch (ConnectionException wrong) {
      String message = String.valueOf(wrong.getMessage());
      tellProgram("bad-connection", message);
      Printable.text(message).lines().forEach(line -> terminal.tell("pf: error: " + line));
      return ExitCode.FAILURE;
    } catch (CommandFailure failure) {
      tellProgram(failure.code(), String.valueOf(failure.getMessage()));
      throw failure;
    }
  }

  /// Tells the value as JSON, indented for people.
  int tell(Supplier<? extends Value> work) {
    return tell(work, Json::writeIndented);
  }

  private void tellProgram(String code, String message) {
    if (common.isJson()) {
      terminal.printLine(Json.write(ErrorJson.document(ErrorJson.of(code, message))));
    }
  }
}

package io.promptflow4j.cli.report;

import io.promptflow4j.cli.terminal.CommonOptions;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.core.dataset.DataException;
import io.promptflow4j.core.engine.RunRefusedException;
import io.promptflow4j.core.model.connection.ConnectionException;
import io.promptflow4j.core.run.RunStoreException;
import io.promptflow4j.core.run.compute.ComputeException;
import io.promptflow4j.core.run.snapshot.SnapshotException;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.SourceText;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// Does the work of a verb and tells what came of it, to people or to programs.
public final class Reply {

  private final Terminal terminal;
  private final CommonOptions common;
  private final Path flow;

  public Reply(Terminal terminal, CommonOptions common) {
    this(terminal, common, terminal.folder());
  }

  private Reply(Terminal terminal, CommonOptions common, Path flow) {
    this.terminal = terminal;
    this.common = common;
    this.flow = flow;
  }

  /// The same, with mistakes of the flow in `folder` shown as they stand in its files.
  public Reply onFlow(Path folder) {
    return new Reply(terminal, common, folder);
  }

  /// Tells the value as JSON, indented for people.
  public int tell(Supplier<? extends Value> work) {
    return tell(work, StrictJson::writeIndented);
  }

  /// Tells the value that `work` gives: as JSON to programs, as `text` to people.
  public int tell(Supplier<? extends Value> work, Function<Value, String> text) {
    return work(() -> {
      Value value = work.get();
      terminal.printLine(common.isJson() ? StrictJson.write(value) : text.apply(value));
      return ExitCode.OK;
    });
  }

  /// Does `work`, which tells its results itself, and tells why it can't be done.
  ///
  /// @return what `work` returns, or that it failed
  public int work(IntSupplier work) {
    try {
      return work.getAsInt();
    } catch (ConnectionException wrong) {
      return failed("bad-connection", String.valueOf(wrong.getMessage()));
    } catch (RunStoreException broken) {
      return failed(broken.code(), String.valueOf(broken.getMessage()));
    } catch (SnapshotException unreadable) {
      return failed("bad-flow-folder", String.valueOf(unreadable.getMessage()));
    } catch (DataException missing) {
      return failed(missing.code(), String.valueOf(missing.getMessage()));
    } catch (ComputeException unable) {
      return failed(unable.code(), String.valueOf(unable.getMessage()));
    } catch (RunRefusedException mistakes) {
      return refused(RefusalText.of(mistakes, flow));
    }
  }

  /// Tells that a file or data has mistakes.
  ///
  /// @param errors how many there are, those that are not listed included
  /// @param file the file they are in, if it has been read
  public int refused(List<Diagnostic> mistakes, long errors, Optional<SourceText> file) {
    return refused(new RefusalText(mistakes, errors, file, flow));
  }

  private int refused(RefusalText mistakes) {
    tellProgram(mistakes.json());
    mistakes.tell(terminal, common.isVerbose());
    return ExitCode.FAILURE;
  }

  private int failed(String code, String message) {
    tellProgram(code, message);
    Printable.text(message).lines().forEach(line -> terminal.tell("pf: error: " + line));
    return ExitCode.FAILURE;
  }

  private void tellProgram(String code, String message) {
    tellProgram(ErrorJson.of(code, message));
  }

  private void tellProgram(Value.Mapping error) {
    if (common.isJson()) {
      terminal.printLine(StrictJson.write(ErrorJson.document(error)));
    }
  }
}

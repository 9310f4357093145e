package io.promptflow4j.cli.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/// Messages that a person types, with line editing and a history that outlives the chat.
///
/// Ctrl-C clears what is typed, on an empty line it ends the chat, and during a turn it stops the
/// turn; Ctrl-D ends the chat. What is typed during a turn shows when its line is read, not in the
/// middle of the answer.
final class TypedMessages implements Messages {

  private final Terminal keyboard;
  private final LineReader reader;
  private final String prompt;

  /// @param history the file that keeps what was typed
  TypedMessages(String prompt, Path history) {
    this.prompt = prompt;
    // else the editor sees a Ctrl-C twice: as a key, and as an interrupt that may hit the next line
    System.setProperty(TerminalBuilder.PROP_SOFTWARE_SIGNALS, "false");
    try {
      keyboard =
          TerminalBuilder.builder()
              .system(true)
              .nativeSignals(true)
              .exec(false) // it would run programs called `test` and `infocmp` from wherever PATH
              // says
              .build();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    keyboard.handle(Signal.INT, _ -> {}); // between a line and a turn there is nothing to stop
    var parser = new DefaultParser().quoteChars(new char[0]).eofOnEscapedNewLine(true);
    var builder =
        LineReaderBuilder.builder()
            .terminal(keyboard)
            .parser(parser)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P  … ")
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
    // the folder may come from a stranger: what is typed must not follow a link out of it
    if (!Files.isSymbolicLink(history)
        && !Files.isSymbolicLink(history.toAbsolutePath().getParent())) {
      builder.variable(LineReader.HISTORY_FILE, history);
    }
    reader = builder.build();
  }

  @Override
  public Optional<String> next() {
    while (true) {
      try {
        return Optional.of(reader.readLine(prompt).replace("\\\n", "\n"));
      } catch (UserInterruptException interrupted) {
        Thread.interrupted(); // at times it is still set, and would end the next line as well
        if (interrupted.getPartialLine().isEmpty()) {
          return Optional.empty();
        }
      } catch (EndOfFileException _) {
        return Optional.empty();
      }
    }
  }

  @Override
  public void interruptibly(Runnable turn) {
    Thread caller = Thread.currentThread();
    var before = keyboard.handle(Signal.INT, _ -> caller.interrupt());
    Attributes usual = keyboard.getAttributes();
    var quiet = new Attributes(usual);
    quiet.setLocalFlag(LocalFlag.ECHO, false);
    keyboard.setAttributes(quiet);
    try {
      turn.run();
    } finally {
      keyboard.setAttributes(usual);
      keyboard.handle(Signal.INT, before);
      Thread.interrupted(); // a stop that came too late must not stop the next turn
    }
  }

  @Override
  public void close() {
    try {
      keyboard.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}

package io.promptflow4j.cli.chat;

import io.promptflow4j.cli.report.ResultJson;
import io.promptflow4j.cli.report.ResultText;
import io.promptflow4j.cli.report.StrictJson;
import io.promptflow4j.cli.report.record.RunFiles;
import io.promptflow4j.cli.terminal.CommandFailure;
import io.promptflow4j.cli.terminal.ExitCode;
import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.cli.terminal.Terminal;
import io.promptflow4j.cli.terminal.Terminal.Stream;
import io.promptflow4j.core.engine.Flow;
import io.promptflow4j.core.execution.FlowResult;
import io.promptflow4j.core.graph.ChatRoles;
import io.promptflow4j.core.value.Value;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The chat of `pf flow test --interactive`: message, turn, answer, until the person has enough. A
/// turn that fails says why, and the chat goes on.
public final class ChatLoop {

  private final Flow flow;
  private final Terminal terminal;
  private final boolean isJson;
  private final RunFiles files;
  private final Style style;

  /// @param isJson whether each turn is one JSON document on a line, without prompts
  /// @param files where the turns are noted down
  public ChatLoop(Flow flow, Terminal terminal, boolean isJson, RunFiles files) {
    this.flow = flow;
    this.terminal = terminal;
    this.isJson = isJson;
    this.files = files;
    this.style = terminal.style(Stream.OUT);
  }

  /// Chats until the messages end or one of them says so.
  ///
  /// @param given the flow's other inputs
  /// @param typed the file that keeps what was typed
  /// @throws CommandFailure if the flow is no chat flow
  public int run(Value.Mapping given, Path typed) {
    ChatRoles roles =
        flow.graph()
            .chat()
            .orElseThrow(() ->
                new CommandFailure(
                    "no-chat",
                    "the flow is no chat flow: mark exactly one input with 'is_chat_input: true'"));
    boolean isPerson = terminal.isTerminal(Stream.IN) && terminal.isTerminal(Stream.OUT) && !isJson;
    if (isPerson) {
      welcome();
    }
    var conversation = new Conversation(flow, roles, given);
    try (Messages messages =
        isPerson
            ? new TypedMessages(style.bold("User: "), typed)
            : new PipedMessages(terminal.in())) {
      return chat(conversation, roles, messages);
    }
  }

  private void welcome() {
    terminal.printLine(
        """
        Chatting with %s.
          Enter   sends; after a \\ it goes on
          Ctrl-C  stops an answer
          /reset  begins anew
          /exit   ends the chat, as Ctrl-D does\
        """
            .formatted(style.bold(Printable.line(flow.graph().name()))));
  }

  private int chat(Conversation conversation, ChatRoles roles, Messages messages) {
    int exit = ExitCode.OK;
    Optional<String> next = messages.next();
    if (next.isEmpty() && !terminal.isTerminal(Stream.IN)) {
      throw new CommandFailure(
          "no-message", "no message came on standard input; write one a line, such as 'Hello'");
    }
    while (next.isPresent() && !isFarewell(next.get())) {
      String message = next.get();
      if (message.strip().equals("/reset")) {
        conversation.forget();
        terminal.tell("The conversation begins anew.");
      } else if (!message.isBlank()) {
        var failed = new AtomicBoolean();
        messages.interruptibly(() -> failed.set(!turn(conversation, roles, message)));
        exit = failed.get() ? ExitCode.FAILURE : exit;
      }
      next = messages.next();
    }
    return terminal.isTerminal(Stream.IN) ? ExitCode.OK : exit;
  }

  private static boolean isFarewell(String message) {
    return switch (message.strip()) {
      case "/exit", "/quit", "exit", "quit" -> true;
      default -> false;
    };
  }

  /// Runs one turn and shows it; whether it completed.
  private boolean turn(Conversation conversation, ChatRoles roles, String message) {
    if (isJson) {
      FlowResult result = conversation.say(message, (_, _) -> {});
      files.add(result, conversation.turns() - 1);
      terminal.printLine(StrictJson.write(ResultJson.of(result)));
      return result.status() == FlowResult.Status.COMPLETED;
    }
    if (terminal.isTerminal(Stream.OUT)) {
      terminal.print(style.bold("Bot: "));
    }
    var streamed = new AtomicBoolean();
    FlowResult result =
        conversation.say(
            message,
            (output, piece) -> {
              if (roles.output().filter(output::equals).isPresent()) {
                streamed.set(true);
                terminal.print(text(piece));
              }
            });
    files.add(result, conversation.turns() - 1);
    show(result, roles, streamed.get());
    return result.status() == FlowResult.Status.COMPLETED;
  }

  private void show(FlowResult result, ChatRoles roles, boolean isShown) {
    switch (result.status()) {
      case COMPLETED -> {
        terminal.printLine(isShown ? "" : answer(result.outputs(), roles));
        otherOutputs(result.outputs(), roles);
      }
      case CANCELED -> terminal.printLine(style.yellow("(stopped)"));
      case FAILED -> {
        terminal.printLine("");
        ResultText.error(result).ifPresent(error -> terminal.tell("pf: error: " + error));
      }
    }
  }

  private static String answer(Value.Mapping outputs, ChatRoles roles) {
    return roles
        .output()
        .map(outputs::get)
        .map(ChatLoop::text)
        .orElseGet(() -> StrictJson.writeIndented(outputs));
  }

  private void otherOutputs(Value.Mapping outputs, ChatRoles roles) {
    if (roles.output().isEmpty()) {
      return;
    }
    outputs
        .entries()
        .forEach((name, value) -> {
          if (!name.equals(roles.output().get())) {
            terminal.tell(
                terminal.style(Stream.ERR).faint(Printable.line(name + ": " + text(value))));
          }
        });
  }

  private static String text(Value value) {
    return value instanceof Value.Text(var text) ? Printable.text(text) : StrictJson.write(value);
  }
}

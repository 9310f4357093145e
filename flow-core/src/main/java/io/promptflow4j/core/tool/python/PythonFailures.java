package io.promptflow4j.core.tool.python;

import io.promptflow4j.core.model.connection.Redaction;
import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.value.PythonText;
import io.promptflow4j.core.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Words for what went wrong in a call, with the place in the author's own files.
///
/// @param tool the tool's name
/// @param file the tool's file relative to the flow folder, or the id of a package tool
/// @param start the line where the tool begins, 0 if unknown
/// @param folder the flow folder, whose files are the author's own
record PythonFailures(String tool, String file, int start, String folder) {

  private static final Pattern DUMP =
      Pattern.compile("(?m)^(Fatal Python error: |Current thread 0x|Thread 0x|Stack \\(most)");
  private static final Pattern DUMPED_LINE =
      Pattern.compile("(?m)^  File \"(.+)\", line (\\d+) in (.+)$");

  /// The node gives no value for a required parameter.
  ToolException missing(String parameter) {
    return new ToolException(
        "'%s' (%s) needs '%s', which the node does not give"
            .formatted(tool, startPlace(), parameter),
        new Details(
            Kind.NOT_CALLED, "MissingArgument", Optional.of(file), start, List.of(), List.of()));
  }

  /// The tool raised, exited, could not be loaded or returned something that is not data.
  ToolException told(Value.Mapping failed, CallLog.Captured log, Redaction redaction) {
    String type = text(failed, "type");
    String message = redaction.in(text(failed, "message"));
    Optional<String> place = Optional.of(text(failed, "file")).filter(path -> !path.isEmpty());
    int line = failed.get("line") instanceof Value.Whole whole ? whole.clampedToInt() : 0;
    String at = place.map(path -> line > 0 ? path + ":" + line : path).orElse(file);
    String sentence = redaction.in(sentence(failed, at, type, message));
    List<String> traceback = texts(failed.get("traceback")).stream().map(redaction::in).toList();
    return new ToolException(
        sentence,
        new Details(kind(failed), type, place, line, traceback, lines(log, redaction))
            .withCalls(Answers.calls(failed, redaction)));
  }

  private static Kind kind(Value.Mapping failed) {
    return switch (text(failed, "kind")) {
      case "not-data" -> Kind.NOT_DATA;
      case "too-large" -> Kind.TOO_LARGE;
      default -> Kind.RAISED;
    };
  }

  private String sentence(Value.Mapping failed, String at, String type, String message) {
    String named = message.isEmpty() ? type : type + ": " + message;
    String remedy = text(failed, "remedy");
    String end = remedy.isEmpty() ? "" : "; " + remedy;
    if (failed.get("loading") == Value.Bool.TRUE) {
      return "'%s' can't be loaded (%s): %s%s".formatted(tool, at, named, end);
    }
    return switch (text(failed, "kind")) {
      case "not-data" ->
          "'%s' (%s) returned something that is not data: %s".formatted(tool, at, message);
      case "too-large" -> "'%s' (%s) returned %s".formatted(tool, at, message);
      case "exit" -> "'%s' (%s) ended Python: %s".formatted(tool, at, named);
      default -> "'%s' (%s) raised %s%s".formatted(tool, at, named, end);
    };
  }

  /// The worker was ended, or ended by itself, before it answered.
  ToolException broken(WorkerPool.Answer.Broken broken, Duration limit, Redaction redaction) {
    CallLog.Captured log = broken.log();
    String printed = log.dropped() > 0 ? log.tail() : log.text();
    int dump = dumpStart(printed);
    List<Frame> frames = dump < 0 ? List.of() : frames(printed.substring(dump));
    List<String> logs =
        log.dropped() > 0 || dump < 0
            ? lines(log, redaction)
            : lines(new CallLog.Captured(printed.substring(0, dump), 0, ""), redaction);
    Optional<Frame> last = frames.isEmpty() ? Optional.empty() : Optional.of(frames.getLast());
    boolean late = broken.verdict() == Watchdog.Verdict.LATE;
    var details =
        new Details(
            late ? Kind.TIMEOUT : Kind.WORKER_DIED,
            late ? "Timeout" : "WorkerDied",
            Optional.of(last.map(Frame::file).orElse(file)),
            last.map(Frame::line).orElse(start),
            frames.stream().map(Frame::toString).toList(),
            logs);
    String at = last.map(frame -> frame.file() + ":" + frame.line()).orElse(startPlace());
    return new ToolException(ending(broken, at, limit), details);
  }

  private String startPlace() {
    return start > 0 ? file + ":" + start : file;
  }

  private String ending(WorkerPool.Answer.Broken broken, String at, Duration limit) {
    return switch (broken.verdict()) {
      case LATE -> "'%s' (%s) was stopped after its %s".formatted(tool, at, spoken(limit));
      case CLOSED -> "'%s' (%s) was stopped because the flow is shut down".formatted(tool, at);
      case RUNNING, FINISHED, INTERRUPTED, DIED ->
          "'%s' (%s) took the Python worker down with it: the process %s"
              .formatted(tool, at, broken.how());
    };
  }

  private static String spoken(Duration limit) {
    return limit.toMillis() % 1_000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
  }

  /// A line of the author's own code in what the interpreter wrote when it was ended.
  private record Frame(String file, int line, String function) {
    @Override
    public String toString() {
      return "%s:%d in %s".formatted(file, line, function);
    }
  }

  private static int dumpStart(String printed) {
    Matcher matcher = DUMP.matcher(printed);
    return matcher.find() ? matcher.start() : -1;
  }

  /// Outermost first; the interpreter writes the innermost first.
  private List<Frame> frames(String dump) {
    var frames = new ArrayList<Frame>();
    Matcher line = DUMPED_LINE.matcher(dump);
    while (line.find()) {
      if (line.group(1).startsWith(folder + "/") && !line.group(1).contains("-packages/")) {
        String file = line.group(1).substring(folder.length() + 1);
        frames.addFirst(new Frame(file, Integer.parseInt(line.group(2)), line.group(3)));
      }
    }
    return frames;
  }

  /// What was printed, line by line, without secrets.
  static List<String> lines(CallLog.Captured log, Redaction redaction) {
    if (log.text().isEmpty()) {
      return List.of();
    }
    var lines = new ArrayList<>(redaction.in(log.text()).lines().toList());
    if (log.dropped() > 0) {
      lines.add(
          "… %,d more bytes were printed; the log keeps the first %d MiB of a call"
              .formatted(log.dropped(), CallLog.LIMIT >> 20));
    }
    return lines;
  }

  private static List<String> texts(@Nullable Value list) {
    return list instanceof Value.Sequence(var items)
        ? items.stream().map(PythonText::str).toList()
        : List.of();
  }

  private static String text(Value.Mapping told, String key) {
    return told.get(key) instanceof Value.Text(var text) ? text : "";
  }
}

package io.promptflow4j.core.tool.java;

import io.promptflow4j.core.tool.ToolException;
import io.promptflow4j.core.tool.ToolException.Details;
import io.promptflow4j.core.tool.ToolException.Kind;
import io.promptflow4j.core.tool.compile.JavaSources;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells the lines of a tool's author from those of everybody else, and describes failures by them.
sealed interface OwnCode {

  /// The most lines of a traceback.
  int MAX_LINES = 30;

  int MAX_MESSAGE = 20_000;

  /// Whether a line of a stack is the author's.
  boolean owns(StackTraceElement frame);

  /// The file of one of the author's lines, as people know it.
  String file(StackTraceElement frame);

  /// What is written there; empty if unknown.
  String source(StackTraceElement frame);

  /// The file to look at when no line of the author's is known.
  Optional<String> startFile();

  /// The line to look at in it, 0 if unknown.
  int startLine();

  /// Files of a flow folder.
  record CompileResult(Set<String> classes, JavaSources sources, String fileName, int startLine)
      implements OwnCode {

    @Override
    public boolean owns(StackTraceElement frame) {
      return classes.contains(frame.getClassName());
    }

    @Override
    public String file(StackTraceElement frame) {
      return sources.shown(name(frame));
    }

    @Override
    public String source(StackTraceElement frame) {
      return sources
          .text(name(frame))
          .map(text -> text.line(frame.getLineNumber()).strip())
          .orElse("");
    }

    private String name(StackTraceElement frame) {
      String name = frame.getFileName();
      return name == null ? fileName : name;
    }

    @Override
    public Optional<String> startFile() {
      return Optional.of(sources.shown(fileName));
    }
  }

  /// A library: all but Java's own and Promptflow4j's.
  enum Library implements OwnCode {
    LIBRARY;

    @Override
    public boolean owns(StackTraceElement frame) {
      String module = frame.getModuleName();
      boolean platform =
          module != null && (module.startsWith("java.") || module.startsWith("jdk."));
      return !platform && !frame.getClassName().startsWith(OwnCode.class.getPackageName() + ".");
    }

    @Override
    public String file(StackTraceElement frame) {
      String name = frame.getFileName();
      return name == null ? frame.getClassName() : name;
    }

    @Override
    public String source(StackTraceElement frame) {
      return "";
    }

    @Override
    public Optional<String> startFile() {
      return Optional.empty();
    }

    @Override
    public int startLine() {
      return 0;
    }
  }

  /// The failure that `thrown` means.
  default ToolException failure(String tool, Throwable thrown, List<String> logs) {
    Throwable cause = unwrapped(thrown);
    Details details = details(Kind.RAISED, typeName(cause.getClass()), frames(cause), logs);
    return new ToolException(
        "%s threw %s".formatted(at(tool, details), described(cause)), details, cause);
  }

  /// The failure of a tool that returned what it may not.
  default ToolException returned(String tool, @Nullable String what, Kind kind, List<String> logs) {
    Details details = details(kind, typeName(kind), List.of(), logs);
    return new ToolException("%s returned %s".formatted(at(tool, details), what), details);
  }

  private static String at(String tool, Details details) {
    return details
        .file()
        .map(file -> details.line() > 0 ? file + ":" + details.line() : file)
        .map(place -> "'%s' (%s)".formatted(tool, place))
        .orElse("'%s'".formatted(tool));
  }

  /// A failure found from outside, while the author's code stood at `stack`.
  default ToolException failure(
      String message, Kind kind, StackTraceElement[] stack, List<String> logs) {
    return new ToolException(message, details(kind, typeName(kind), own(stack), logs));
  }

  private static String typeName(Kind kind) {
    return switch (kind) {
      case TIMEOUT -> "Timeout";
      case NOT_DATA -> "NotData";
      case TOO_LARGE -> "TooLarge";
      case WORKER_DIED -> "WorkerDied";
      case RAISED, NOT_CALLED -> "Failure";
    };
  }

  private Details details(
      Kind kind, String type, List<StackTraceElement> frames, List<String> logs) {
    Optional<String> file = startFile();
    int line = startLine();
    if (!frames.isEmpty() && file.isPresent()) {
      file = Optional.of(file(frames.getLast()));
      line = Math.max(0, frames.getLast().getLineNumber());
    }
    return new Details(kind, type, file, line, traceback(frames), logs);
  }

  /// The frames of the first of a chain of causes that passed through the author's code, outermost
  /// first.
  private List<StackTraceElement> frames(Throwable thrown) {
    @Nullable Throwable at = thrown;
    for (int depth = 0; at != null && depth < 20; depth++) {
      List<StackTraceElement> frames = own(at.getStackTrace());
      if (!frames.isEmpty()) {
        return frames;
      }
      at = at.getCause();
    }
    return List.of();
  }

  private List<StackTraceElement> own(StackTraceElement[] stack) {
    return Stream.of(stack)
        .takeWhile(frame -> !frame.getClassName().equals(JavaTool.class.getName()))
        .filter(this::owns)
        .toList()
        .reversed();
  }

  private List<String> traceback(List<StackTraceElement> frames) {
    if (frames.size() <= MAX_LINES) {
      return frames.stream().map(this::shown).toList();
    }
    int half = MAX_LINES / 2;
    var lines = new ArrayList<String>();
    frames.stream().limit(half).map(this::shown).forEach(lines::add);
    lines.add("… %d more lines …".formatted(frames.size() - 2 * half));
    frames.stream().skip(frames.size() - half).map(this::shown).forEach(lines::add);
    return lines;
  }

  /// `Shout.java:7 in shout: return text.strip();`
  private String shown(StackTraceElement frame) {
    String source = source(frame);
    return "%s:%d in %s%s"
        .formatted(
            file(frame),
            frame.getLineNumber(),
            frame.getMethodName(),
            source.isEmpty() ? "" : ": " + source);
  }

  private static Throwable unwrapped(Throwable thrown) {
    Throwable at = thrown;
    for (int depth = 0; depth < 20; depth++) {
      Throwable cause = at.getCause();
      if (cause == null || !isWrapping(at)) {
        return at;
      }
      at = cause;
    }
    return at;
  }

  private static boolean isWrapping(Throwable thrown) {
    return switch (thrown) {
      case ExecutionException _,
          CompletionException _,
          InvocationTargetException _,
          ExceptionInInitializerError _ ->
          true;
      default -> false;
    };
  }

  private static String typeName(Class<?> type) {
    @Nullable Class<?> at = type;
    while (at != null && at.isAnonymousClass()) {
      at = at.getSuperclass();
    }
    return at == null ? type.getName() : at.getSimpleName();
  }

  /// `IllegalStateException: boom`
  private static String described(Throwable thrown) {
    String type = typeName(thrown.getClass());
    try {
      String message = thrown.getMessage();
      if (message == null || message.isBlank()) {
        return type;
      }
      String shown =
          message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE) + "…";
      return type + ": " + shown;
    } catch (RuntimeException | StackOverflowError broken) { // the author's own getMessage()
      return "%s, whose message can't be shown".formatted(type);
    }
  }
}

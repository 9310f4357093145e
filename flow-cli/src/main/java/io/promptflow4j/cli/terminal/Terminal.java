package io.promptflow4j.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/// The surroundings of one call of the command.
///
/// Results go to [#print] and [#printLine], everything else to [#tell]: whoever pipes the results
/// into another program gets nothing but them. Safe for use by several threads; a line is never
/// torn.
public final class Terminal {

  /// A stream that can be a person's terminal.
  public enum Stream {
    IN,
    OUT,
    ERR
  }

  /// How wide a line is where nobody says.
  public static final int USUAL_WIDTH = 120;

  private static final String CLEARED = "\r\u001B[K";
  private static final Pattern WIDTH = Pattern.compile("[1-9]\\d{1,3}");

  private final InputStream in;
  private final PrintStream out;
  private final PrintStream err;
  private final Map<String, String> environment;
  private final Path folder;
  private final Set<Stream> terminals;
  private final int width;
  private final ReentrantLock writing = new ReentrantLock();
  private boolean answered;
  private boolean progressing;

  /// @param folder the current folder; the empty path for that of the process
  /// @param terminals the streams behind which a person sits
  public Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Path folder,
      Set<Stream> terminals) {
    this(in, out, err, environment, folder, terminals, USUAL_WIDTH);
  }

  /// @param width how many characters go into a line if `COLUMNS` doesn't say
  public Terminal(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      Path folder,
      Set<Stream> terminals,
      int width) {
    this.in = in;
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.terminals = Set.copyOf(terminals);
    this.width = width;
  }

  /// Writes a piece of a result and shows it at once.
  public void print(String piece) {
    writing.lock();
    try {
      if (isTerminal(Stream.OUT)) {
        clearProgress();
      }
      out.print(piece);
      out.flush();
      answered |= !piece.isEmpty();
    } finally {
      writing.unlock();
    }
  }

  /// Writes a line of a result.
  public void printLine(String line) {
    print(line + "\n");
  }

  /// Whether a piece of a result has been written.
  public boolean isAnswered() {
    writing.lock();
    try {
      return answered;
    } finally {
      writing.unlock();
    }
  }

  /// Tells the person something that is no result: a warning, an error, how far it is.
  public void tell(String line) {
    writing.lock();
    try {
      clearProgress();
      err.print(line + "\n");
      err.flush();
    } finally {
      writing.unlock();
    }
  }

  /// Replaces the line in which the last progress stands; does nothing where nobody watches.
  public void progress(String line) {
    if (isTerminal(Stream.ERR)) {
      writing.lock();
      try {
        err.print(CLEARED + "\u001B[?7l" + line + "\u001B[?7h"); // never wrapped, if it got narrow
        err.flush();
        progressing = !line.isEmpty();
      } finally {
        writing.unlock();
      }
    }
  }

  /// What comes next takes the line of the progress.
  private void clearProgress() {
    if (progressing) {
      err.print(CLEARED);
      err.flush();
      progressing = false;
    }
  }

  public InputStream in() {
    return in;
  }

  public boolean isTerminal(Stream stream) {
    return terminals.contains(stream);
  }

  /// How text is marked on a stream: with colours if it is a terminal and the person has not asked
  /// for none (`NO_COLOR`, or `TERM=dumb`).
  public Style style(Stream stream) {
    boolean plain =
        !isTerminal(stream)
            || !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return plain ? Style.PLAIN : Style.COLOURED;
  }

  /// How many characters go into a line: `COLUMNS`, what the terminal said, or 120.
  public int width() {
    return variable("COLUMNS").flatMap(Terminal::width).orElse(width);
  }

  /// A width that somebody wrote; empty if it is none.
  public static Optional<Integer> width(String told) {
    return Optional.of(told).filter(WIDTH.asMatchPredicate()).map(Integer::parseInt);
  }

  /// A variable of the environment; empty if it is not set or blank.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  public Map<String, String> environment() {
    return environment;
  }

  /// The path that a person means when they write `path` in this folder.
  public Path path(Path path) {
    return folder.resolve(path);
  }

  /// The current folder; the empty path for that of the process.
  public Path folder() {
    return folder;
  }
}

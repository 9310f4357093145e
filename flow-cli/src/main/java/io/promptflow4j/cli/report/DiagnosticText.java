package io.promptflow4j.cli.report;

import io.promptflow4j.cli.terminal.Printable;
import io.promptflow4j.cli.terminal.Style;
import io.promptflow4j.core.source.Diagnostic;
import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.Severity;
import io.promptflow4j.core.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Diagnostics for people: the message, then the line of the file with a mark under the place.
/// Reads each file once; owned by one thread.
public final class DiagnosticText {

  private static final Pattern MARKED =
      Pattern.compile("\"[^\"]*\"|'[^']*'|\\$\\{[^}]*}|[\\p{L}\\p{N}_.-]+");
  private static final int MAX_FILE_BYTES = 4 * 1024 * 1024;
  private static final int MAX_LINE = 160;

  /// How many mistakes a person is told of; of more they learn how many there are.
  public static final int MOST = 100;

  private final Path folder;
  private final Style style;
  private final Map<String, Optional<SourceText>> files = new HashMap<>();
  private final boolean isFlowFound;

  /// @param flowFile the flow file, if it has been read
  /// @param folder the flow's folder, to which places are relative, as the person wrote it
  public DiagnosticText(Optional<SourceText> flowFile, Path folder, Style style) {
    this.folder = folder;
    this.style = style;
    this.isFlowFound = flowFile.isPresent();
    flowFile.ifPresent(text -> files.put(text.file(), flowFile));
  }

  /// The texts of all, worst first if they are more than are shown, with how many are left out.
  public List<String> of(List<Diagnostic> diagnostics) {
    return limited(diagnostics, this::of);
  }

  /// The same, each written by `text`.
  public static List<String> limited(
      List<Diagnostic> diagnostics, Function<Diagnostic, String> text) {
    if (diagnostics.size() <= MOST) {
      return diagnostics.stream().map(text).toList();
    }
    return Stream.concat(
            diagnostics.stream()
                .sorted(Comparator.comparing(Diagnostic::severity))
                .limit(MOST)
                .map(text),
            Stream.of("... and %d more".formatted(diagnostics.size() - MOST)))
        .toList();
  }

  /// One or three lines, without the last line end.
  public String of(Diagnostic diagnostic) {
    String headline =
        "%s: %s: %s"
            .formatted(
                style.bold(Printable.line(shown(diagnostic.place()))),
                coloured(diagnostic),
                Printable.line(diagnostic.message()));
    return headline + snippet(diagnostic.place());
  }

  /// The place from where the person stands, so that a click on it finds the file.
  private String shown(Place place) {
    return new Place(path(place.file()).toString(), place.line(), place.column()).toString();
  }

  /// Places are relative to the folder; but what is no flow at all is named as the person wrote it.
  private Path path(String file) {
    try {
      Path named = Path.of(file);
      if (!isFlowFound && named.startsWith(folder)) {
        return named;
      }
      return folder.resolve(file);
    } catch (InvalidPathException impossible) {
      return folder;
    }
  }

  private String coloured(Diagnostic diagnostic) {
    String label = "%s[%s]".formatted(diagnostic.severity().label(), diagnostic.code());
    return switch (diagnostic.severity()) {
      case ERROR -> style.red(label);
      case WARNING -> style.yellow(label);
      case HINT -> style.cyan(label);
    };
  }

  private String snippet(Place place) {
    String line =
        files
            .computeIfAbsent(place.file(), this::read)
            .map(text -> text.line(place.line()))
            .orElse("");
    int start = Math.max(0, place.column() - 1);
    int width = line.codePointCount(0, line.length());
    if (line.isBlank() || start > width || width > MAX_LINE) {
      return "";
    }
    int from = line.offsetByCodePoints(0, start);
    String margin = " ".repeat(Math.max(0, 5 - digits(place.line())));
    return "\n%s%s%s\n      %s%s%s"
        .formatted(
            margin,
            style.faint(place.line() + " | "),
            Printable.line(line),
            style.faint("| "),
            " ".repeat(start),
            style.green("^".repeat(markWidth(line, from))));
  }

  private static int digits(int number) {
    return Integer.toString(number).length();
  }

  /// As wide as the quoted text, the reference or the word at the place; one column otherwise.
  private static int markWidth(String line, int from) {
    Matcher marked = MARKED.matcher(line).region(from, line.length());
    return marked.lookingAt() ? line.codePointCount(from, marked.end()) : 1;
  }

  private Optional<SourceText> read(String file) {
    Path path = path(file);
    try {
      // a link may lead to what the flow must not read; nobody shall see a line of it
      boolean isOfTheFlow = path.toRealPath().startsWith(folder.toRealPath());
      if (!isOfTheFlow || !Files.isRegularFile(path) || Files.size(path) > MAX_FILE_BYTES) {
        return Optional.empty();
      }
      return Optional.of(new SourceText(file, Files.readString(path)));
    } catch (IOException unreadable) {
      return Optional.empty(); // the message says what is wrong; the line is an extra
    }
  }

  /// `2 errors, 1 warning`; empty if there is nothing to count.
  public static String count(List<Diagnostic> diagnostics) {
    return List.of(Severity.values()).stream()
        .map(severity -> counted(diagnostics, severity))
        .filter(part -> !part.isEmpty())
        .reduce((first, second) -> first + ", " + second)
        .orElse("");
  }

  private static String counted(List<Diagnostic> diagnostics, Severity severity) {
    long number = diagnostics.stream().filter(one -> one.severity() == severity).count();
    return switch ((int) Math.min(number, 2)) {
      case 0 -> "";
      case 1 -> "1 " + severity.label();
      default -> number + " " + severity.label() + "s";
    };
  }
}

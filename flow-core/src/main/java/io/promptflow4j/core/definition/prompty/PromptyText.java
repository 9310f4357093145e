package io.promptflow4j.core.definition.prompty;

import io.promptflow4j.core.source.Place;
import io.promptflow4j.core.source.SourceText;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The two parts of a prompty. Both keep the lines of the whole file, so that places in them are
/// places in the file.
///
/// @param matter where the front matter begins
/// @param end where the dashes after it begin
/// @param body where the template begins
public record PromptyText(SourceText source, int matter, int end, int body) {

  private static final String SUFFIX = ".prompty";
  private static final Pattern DASHES = Pattern.compile("(?m)^[ \\t]*-{3,}[ \\t]*(?:\\n|\\z)");

  /// Whether a file of that name is a prompty.
  public static boolean isPrompty(String file) {
    return file.regionMatches(true, file.length() - SUFFIX.length(), SUFFIX, 0, SUFFIX.length());
  }

  /// The file's name without folder and suffix.
  public static String stem(String file) {
    String name = file.substring(file.replace('\\', '/').lastIndexOf('/') + 1);
    return isPrompty(name) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /// The parts; empty if there is no front matter between two lines of dashes, or if a text stands
  /// before it.
  public static Optional<PromptyText> of(SourceText source) {
    Matcher dashes = DASHES.matcher(source.text());
    if (!dashes.find() || !source.text().substring(0, dashes.start()).isBlank()) {
      return Optional.empty();
    }
    int matter = dashes.end();
    return dashes.find()
        ? Optional.of(new PromptyText(source, matter, dashes.start(), dashes.end()))
        : Optional.empty();
  }

  /// The front matter, with empty lines for what stands before it.
  String frontMatter() {
    return lineEnds(matter) + source.text().substring(matter, end);
  }

  /// The template, with a comment of as many lines for what stands before it.
  public SourceText template() {
    String text = source.text();
    boolean ended = body > end && text.charAt(body - 1) == '\n';
    return new SourceText(
        source.file(), "{#" + lineEnds(end) + "#}" + (ended ? "\n" : "") + text.substring(body));
  }

  private String lineEnds(int until) {
    return "\n"
        .repeat((int) source.text().substring(0, until).chars().filter(c -> c == '\n').count());
  }

  /// Where the template begins.
  Place place() {
    return source.placeAt(body);
  }
}

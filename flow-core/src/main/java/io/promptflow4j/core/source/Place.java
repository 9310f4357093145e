package io.promptflow4j.core.source;

import java.util.Comparator;

/// A place in a file. Lines and columns count from 1; columns count code points. `file` is shown to
/// people as it is, usually relative to where they stand.
public record Place(String file, int line, int column) implements Comparable<Place> {

  private static final Comparator<Place> ORDER =
      Comparator.comparing(Place::file)
          .thenComparingInt(Place::line)
          .thenComparingInt(Place::column);

  /// The start of a file, for mistakes that concern it as a whole.
  public static Place startOf(String file) {
    return new Place(file, 1, 1);
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}

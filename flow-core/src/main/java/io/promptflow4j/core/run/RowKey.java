package io.promptflow4j.core.run;

/// Which execution of which row.
///
/// @param line the row's number in the data, counted from 0
/// @param repeat which of its repeats, counted from 0
public record RowKey(long line, int repeat) implements Comparable<RowKey> {

  @Override
  public int compareTo(RowKey other) {
    int byLine = Long.compare(line, other.line);
    return byLine == 0 ? Integer.compare(repeat, other.repeat) : byLine;
  }
}
